//! Who has gone quiet: the most overdue first, and below them those who are no longer news.

use std::cmp::Ordering;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::survey::is_mentioned_only;
use super::wording;
use super::{ContactRow, Counts, Filter, InteractionRow, Survey};
use crate::model::Date;
use crate::model::text::fold;
use crate::network::{CadenceSource, Person, Quietness, State, Verdict, Who};
use crate::settings::Mentions;

/// How many contacts known by mentions only are shown as a hint.
const BY_MENTIONS: usize = 10;

/// Who has gone quiet on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuietReport {
    /// The quiet, then the dormant, then, if all are asked for, the paused; each with the most overdue
    /// first.
    pub rows: Vec<QuietRow>,
    /// How many rows the limit left out.
    pub more: usize,
    /// How many are quiet by this count of silence, those that the limit left out among them.
    pub quiet: usize,
    /// How many are dormant by it.
    pub dormant: usize,
    /// Silence is counted from their own last word.
    pub heard: bool,
    /// Contacts known by mentions only, for a vault in which most are.
    pub by_mentions: Vec<QuietRow>,
    /// For the footer.
    pub counts: Counts,
}

/// A contact who has gone quiet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuietRow {
    /// Who.
    pub contact: ContactRow,
    /// [`State::Quiet`], [`State::Dormant`] or [`State::Paused`].
    pub state: State,
    /// Days since the last interaction.
    pub silence_days: u32,
    /// Days at which silence becomes quiet.
    pub line_days: u32,
    /// Silence in lines, to three digits.
    pub ratio: f64,
    /// Where the line comes from.
    pub cadence: CadenceRow,
    /// The learnt rhythm in days; none before there is a gap to learn from.
    pub usual_days: Option<u32>,
    /// The last interaction.
    pub last: Option<InteractionRow>,
    /// The contact's own last word.
    pub last_heard: Option<InteractionRow>,
    /// What the silence is measured against, in a few words.
    pub rhythm: String,
    /// Why, in one line.
    pub reason: String,
    /// How many open promises of mine the contact waits for.
    pub promises: u32,
    /// How many thank-yous I owe.
    pub thanks: u32,
}

/// Where a line comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CadenceRow {
    /// The stated cadence in days; none if nobody stated one.
    pub days: Option<u32>,
    /// Who says so.
    pub source: CadenceSource,
}

/// The quiet and the dormant among those whom the filter takes.
///
/// Silence is counted from the last interaction, or, if `heard`, from their own last word.
pub fn report(survey: &Survey<'_>, filter: &Filter, heard: bool) -> QuietReport {
    let counts = survey.counts();
    let open_promises = open_promises(survey);
    let mut rows: Vec<QuietRow> = survey
        .verdicts
        .par_iter()
        .filter_map(|(person, verdict)| {
            let quietness = match heard {
                true => verdict.since_heard(survey.today, survey.settings)?,
                false => verdict.quietness?,
            };
            let state = match verdict.state {
                State::Paused if filter.all => State::Paused,
                State::Paused => return None,
                _ if heard && quietness.is_dormant => State::Dormant,
                _ if heard && quietness.is_quiet => State::Quiet,
                state @ (State::Quiet | State::Dormant) if !heard => state,
                _ => return None,
            };
            let index = survey.network.index_of(&person.note.path)?;
            let promises = open_promises[index];
            let thanks = verdict.view.thanks_owed(survey.today, survey.settings).len() as u32;
            Some(QuietRow { promises, thanks, ..row(person, verdict, state, &quietness) })
        })
        .collect();
    rows.sort_by(most_overdue_first);
    let of = |state: State| rows.iter().filter(|row| row.state == state).count();
    let (quiet, dormant) = (of(State::Quiet), of(State::Dormant));
    let more = rows.len().saturating_sub(filter.limit.unwrap_or(usize::MAX));
    rows.truncate(rows.len() - more);
    let known = counts.contacts - counts.untracked.min(counts.contacts);
    let mostly_mentions = counts.mentioned_only * 2 > known.max(counts.mentioned_only);
    let hint = mostly_mentions && survey.settings.mentions == Mentions::Shown;
    let by_mentions = if hint { by_mentions(survey) } else { Vec::new() };
    QuietReport { rows, more, quiet, dormant, heard, by_mentions, counts }
}

/// How many open promises of mine each contact waits for, in the order of the people.
fn open_promises(survey: &Survey<'_>) -> Vec<u32> {
    let mut counts = vec![0; survey.network.people.len()];
    let open = survey.network.promises.iter().filter(|promise| promise.mine && !promise.done);
    for promise in open.filter(|promise| promise.is_known(survey.today)) {
        if let Who::Contact(index) = &promise.contact {
            counts[*index] += 1;
        }
    }
    counts
}

fn row(person: &Person, verdict: &Verdict<'_>, state: State, quietness: &Quietness) -> QuietRow {
    QuietRow {
        contact: ContactRow::of(person),
        state,
        silence_days: quietness.silence,
        line_days: quietness.line.unwrap_or(0),
        ratio: (quietness.ratio() * 1000.0).round() / 1000.0,
        cadence: CadenceRow { days: quietness.stated, source: quietness.source },
        usual_days: quietness.median.map(|_| (quietness.usual + 0.5).floor() as u32),
        last: verdict.view.last().map(InteractionRow::of),
        last_heard: verdict.view.last_heard().map(InteractionRow::of),
        rhythm: wording::rhythm(quietness),
        reason: wording::silence(quietness),
        promises: 0,
        thanks: 0,
    }
}

/// Quiet before dormant before paused; then the most lines of silence, the most days, the name, the path.
fn most_overdue_first(a: &QuietRow, b: &QuietRow) -> Ordering {
    let paused = |row: &QuietRow| row.state == State::Paused;
    (paused(a), a.state)
        .cmp(&(paused(b), b.state))
        .then_with(|| b.ratio.total_cmp(&a.ratio))
        .then_with(|| b.silence_days.cmp(&a.silence_days))
        .then_with(|| fold(&a.contact.name).cmp(&fold(&b.contact.name)))
        .then_with(|| a.contact.path.cmp(&b.contact.path))
}

/// Contacts known by mentions and unclear entries only, measured as if those were contact.
fn by_mentions(survey: &Survey<'_>) -> Vec<QuietRow> {
    let mentioned = survey.verdicts.iter().filter(|(_, verdict)| {
        is_mentioned_only(verdict) && verdict.pause.is_none() && verdict.view.ahead.is_empty()
    });
    let mut rows: Vec<QuietRow> = mentioned
        .filter_map(|(person, verdict)| {
            let view = &verdict.view;
            let mut facts: Vec<_> = view.mentions.iter().chain(&view.unclear).collect();
            facts.sort_by_key(|fact| fact.date);
            let mut days: Vec<Date> = facts.iter().map(|fact| fact.date).collect();
            days.dedup();
            let last = facts.last()?;
            let silence = u32::try_from((survey.today - last.date).num_days()).ok()?;
            let measured = crate::network::measure(
                &days,
                silence,
                None,
                CadenceSource::Learnt,
                survey.settings,
            );
            let quietness = Quietness { source: CadenceSource::Mention, ..measured };
            let state = if quietness.is_dormant { State::Dormant } else { State::Quiet };
            let last = InteractionRow::of_fact(last);
            let row = row(person, verdict, state, &quietness);
            quietness.is_quiet.then_some(QuietRow { last: Some(last), ..row })
        })
        .collect();
    rows.sort_by(most_overdue_first);
    rows.truncate(BY_MENTIONS);
    rows
}
