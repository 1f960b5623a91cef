//! Meetings on the day's page: today's and tomorrow's, with what is still to prepare, and whom to tell
//! about those that were held.

use std::collections::HashMap;

use chrono::Days;

use super::{TodayKind, TodayRow, spoke_on};
use crate::model::Date;
use crate::network::{Person, Place, PlannedMeeting, State, Verdict, Who};
use crate::report::{ContactRow, Survey, prep, wording};
use crate::settings::Thanks;

/// The meetings of today and tomorrow, one row each whatever the number of people.
pub(super) fn soon(survey: &Survey<'_>, paused: bool) -> Vec<TodayRow> {
    let last = survey.today.succ_opt().unwrap_or(survey.today);
    let mut rows: Vec<(Option<crate::model::Time>, TodayRow)> = Vec::new();
    // By every place that tells of it: each of several people may have it in the own note too.
    let mut at: HashMap<(Date, &Place), usize> = HashMap::new();
    for (person, verdict) in &survey.verdicts {
        if verdict.state == State::Paused && !paused {
            continue;
        }
        let contact = ContactRow::of(person);
        for meeting in verdict.view.ahead.iter().take_while(|meeting| meeting.date <= last) {
            let known = meeting.fact.places().find_map(|place| at.get(&(meeting.date, place)));
            let index = known.copied().unwrap_or(rows.len());
            at.extend(meeting.fact.places().map(|place| ((meeting.date, place), index)));
            if let Some((_, row)) = rows.get_mut(index) {
                row.others.push(contact.clone());
                continue;
            }
            let text = text(meeting, person, verdict, survey);
            let row = TodayRow::new(TodayKind::Meeting, contact.clone(), text, &meeting.fact.place);
            let time = meeting.fact.time.filter(|_| meeting.is_of_day());
            rows.push((time, TodayRow { on: Some(meeting.date), ..row }));
        }
    }
    rows.sort_by(|(a, one), (b, other)| (one.on, a).cmp(&(other.on, b)));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// `14:00 video; 7 of 10 questions prepared`
fn text(
    meeting: &PlannedMeeting<'_>,
    person: &Person,
    verdict: &Verdict<'_>,
    survey: &Survey<'_>,
) -> String {
    let fact = meeting.fact;
    let of_day = meeting.is_of_day();
    let time = fact.time.filter(|_| of_day).map(|time| time.format("%H:%M").to_string());
    let what = [time, fact.channel.as_deref().map(str::to_owned).filter(|_| of_day)];
    let what = what.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let confirm = (meeting.date > survey.today).then(|| {
        let confirmed = spoke_on(verdict, survey.today);
        if confirmed { "confirmed today" } else { "confirm it" }.to_owned()
    });
    let prepared = prep::questions(survey.network, Some(meeting), &person.note.path).len();
    let prepared = u32::try_from(prepared).unwrap_or(u32::MAX);
    let first = verdict.view.held().next().is_none();
    let wanted = survey.settings.today.questions;
    let questions = match prepared {
        prepared if (fact.interview || first) && prepared < wanted => {
            Some(format!("{prepared} of {wanted} questions prepared"))
        }
        0 => None,
        prepared => Some(format!("{} prepared", wording::counted(prepared, "question"))),
    };
    let parts = [Some(what).filter(|what| !what.is_empty()), confirm, questions];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// Whoever introduced somebody likes to hear how it went: due the day after the first meeting, as long as
/// a thank-you would be, until I have spoken with them or written.
pub(super) fn to_tell(survey: &Survey<'_>) -> Vec<TodayRow> {
    let horizon = Days::new(survey.settings.horizons.thanks.into());
    let oldest = survey.today.checked_sub_days(horizon).unwrap_or(Date::MIN);
    if survey.settings.thanks == Thanks::Never {
        return Vec::new();
    }
    let mut rows = Vec::new();
    for (person, verdict) in &survey.verdicts {
        let Some(first) = verdict.view.held().next().filter(|event| event.date() >= oldest) else {
            continue;
        };
        for who in &person.introduced_by {
            let Who::Contact(by) = who else { continue };
            let Some((introducer, verdict)) = survey.of(*by) else { continue };
            let told = verdict.view.last_said().is_some_and(|day| day >= first.date());
            if told || verdict.state == State::Paused {
                continue;
            }
            let text = format!("how it went with {} on {}", person.name(), first.date());
            let place = &first.fact.place;
            let row = TodayRow::new(TodayKind::Tell, ContactRow::of(introducer), text, place);
            let due = first.date().succ_opt();
            let late = due.map_or(0, |due| (survey.today - due).num_days());
            rows.push(TodayRow { on: due, overdue_days: u32::try_from(late).unwrap_or(0), ..row });
        }
    }
    rows.sort_by(|a, b| (a.on, &a.path, a.line).cmp(&(b.on, &b.path, b.line)));
    rows
}
