//! What I owe: replies, thank-yous, promises, next steps, and meetings of which nobody knows whether they
//! took place. And what others promised me.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{ContactRow, Counts, Filter, Survey};
use crate::model::text::fold;
use crate::model::{Date, NotePath};
use crate::network::{Fact, Person, Place, Promise, State, Verdict, Who};

/// What is owed on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwedReport {
    /// It is what others owe me.
    pub theirs: bool,
    /// The earliest day first, what has none last.
    pub rows: Vec<OwedRow>,
    /// How many rows the limit left out.
    pub more: usize,
    /// How many are due, those that the limit left out among them.
    pub due: usize,
    /// How many replies and promises are too old to be listed.
    pub old: usize,
    /// How many rows the paused would have.
    pub paused: usize,
    /// For the footer.
    pub counts: Counts,
}

/// What kind of thing is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwedKind {
    /// Their last word waits for mine.
    Reply,
    /// Thanks for a meeting.
    ThankYou,
    /// An open box in a note.
    Promise,
    /// The day to which a next step was pinned.
    NextStep,
    /// A planned meeting that nobody marked.
    DidItHappen,
}

/// Something owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwedRow {
    /// What kind of thing.
    pub kind: OwedKind,
    /// To whom, or by whom.
    pub contact: ContactRow,
    /// Since when.
    pub since: Option<Date>,
    /// Until when.
    pub due: Option<Date>,
    /// Days since then, 0 while it lies ahead; none without a day.
    pub overdue_days: Option<u32>,
    /// What it is about.
    pub text: String,
    /// The note, relative to the vault.
    pub path: String,
    /// The line in the note.
    pub line: u32,
    /// The bytes of the path, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
    /// It is older than what is listed.
    pub old: bool,
}

impl OwedRow {
    /// Whether its day has come.
    pub fn is_due(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due <= today)
    }
}

/// What is owed by me, or to me.
pub fn report(survey: &Survey<'_>, filter: &Filter, theirs: bool) -> OwedReport {
    let mut rows = Vec::new();
    let mut paused = 0;
    if !theirs {
        for (person, verdict) in &survey.verdicts {
            let found = of_contact(person, verdict, survey);
            if verdict.state == State::Paused && !filter.all {
                paused += found.len();
            } else {
                rows.extend(found);
            }
        }
    }
    for promise in survey.network.promises.iter() {
        let open = !promise.done && promise.mine != theirs;
        if !open || !promise.is_known(survey.today) {
            continue;
        }
        let state = match &promise.contact {
            Who::Contact(index) => match survey.of(*index) {
                Some((_, verdict)) => Some(verdict.state),
                None => continue,
            },
            _ if survey.whole => None,
            _ => continue,
        };
        let Some(contact) = ContactRow::of_who(&promise.contact, survey.network) else { continue };
        if state == Some(State::Paused) && !filter.all {
            paused += 1;
        } else {
            rows.push(of_promise(promise, contact, survey));
        }
    }
    rows.sort_by_cached_key(|row| {
        let undated = row.due.is_none();
        let key = (row.old, undated, row.due, row.since, row.kind, fold(&row.contact.name));
        (key, row.path.clone(), row.line)
    });
    let old = rows.iter().filter(|row| row.old).count();
    if !filter.all {
        rows.retain(|row| !row.old);
    }
    let due = rows.iter().filter(|row| row.is_due(survey.today)).count();
    let more = rows.len().saturating_sub(filter.limit.unwrap_or(usize::MAX));
    rows.truncate(rows.len() - more);
    OwedReport { theirs, rows, more, due, old, paused, counts: survey.counts() }
}

/// What I owe to one contact, but for promises.
fn of_contact(person: &Person, verdict: &Verdict<'_>, survey: &Survey<'_>) -> Vec<OwedRow> {
    let (today, settings) = (survey.today, survey.settings);
    let row = |kind, since, due, text: &str, place: &Place| {
        new_row(kind, ContactRow::of(person), (since, due), text, place, today)
    };
    let mut rows = Vec::new();
    if let Some(owed) = verdict.owed.as_ref().or(verdict.old_reply.as_ref()) {
        let fact = owed.event.fact;
        let reply = row(OwedKind::Reply, Some(fact.date), Some(owed.due), &said(fact), &fact.place);
        rows.push(OwedRow { old: verdict.owed.is_none(), ..reply });
    }
    for event in verdict.view.thanks_owed(today, settings) {
        let fact = event.fact;
        rows.push(row(
            OwedKind::ThankYou,
            Some(fact.date),
            fact.date.succ_opt(),
            &said(fact),
            &fact.place,
        ));
    }
    if let (Some(day), Some(at)) = (verdict.pinned, &person.contact().next_step)
        && day <= today
    {
        let text = at.value.text.clone().or_else(|| last_topic(verdict)).unwrap_or_default();
        let place = Place::of(&person.note.path, at.spot());
        rows.push(row(OwedKind::NextStep, None, Some(day), &text, &place));
    }
    for meeting in &verdict.view.unmarked {
        let age = (today - meeting.date).num_days();
        if age <= i64::from(settings.horizons.did_it_happen) {
            rows.push(row(
                OwedKind::DidItHappen,
                Some(meeting.date),
                meeting.date.succ_opt(),
                &said(meeting.fact),
                &meeting.fact.place,
            ));
        }
    }
    rows
}

fn of_promise(promise: &Promise, contact: ContactRow, survey: &Survey<'_>) -> OwedRow {
    let days = (promise.written, promise.due);
    let (text, place) = (&promise.text.read(), &promise.place);
    let row = new_row(OwedKind::Promise, contact, days, text, place, survey.today);
    let horizon = i64::from(survey.settings.horizons.promise);
    let aged = promise.written.is_some_and(|day| (survey.today - day).num_days() > horizon);
    OwedRow { old: promise.due.is_none() && aged, ..row }
}

fn new_row(
    kind: OwedKind,
    contact: ContactRow,
    (since, due): (Option<Date>, Option<Date>),
    text: &str,
    place: &Place,
    today: Date,
) -> OwedRow {
    let path: &NotePath = &place.path;
    OwedRow {
        kind,
        contact,
        since,
        due,
        overdue_days: due.map(|due| u32::try_from((today - due).num_days()).unwrap_or(0)),
        text: text.to_owned(),
        path: path.shown(),
        line: place.line,
        path_hex: path.hex(),
        old: false,
    }
}

/// `linkedin: would the night shift suit you?`
pub(super) fn said(fact: &Fact) -> String {
    let topic = topic(fact);
    let parts = [fact.channel.as_deref().unwrap_or_default(), &topic];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

/// What a fact says beside its channel.
fn topic(fact: &Fact) -> Cow<'_, str> {
    let text = fact.text.read();
    if fact.channel.as_deref() == Some(&*text) { Cow::Borrowed("") } else { text }
}

/// What was spoken of last, with its day.
pub(super) fn last_topic(verdict: &Verdict<'_>) -> Option<String> {
    let mut said = verdict.view.events.iter().rev().filter(|event| event.word.is_some());
    let event = said.find(|event| !topic(event.fact).is_empty())?;
    Some(format!("{} {}", event.date(), self::said(event.fact)))
}
