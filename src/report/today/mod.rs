//! The day's page: short by design, in a fixed order, so that it can be worked through and emptied. What
//! is owed, whom I meet today and tomorrow, which follow-ups are due, what may have happened, birthdays,
//! and then the people to reach out to.

mod meetings;
mod picks;

use std::collections::HashSet;

use chrono::{Datelike, Days};
use serde::{Deserialize, Serialize};

use super::owed::{self, OwedKind, OwedRow};
use super::unanswered::{self, UnansweredRow};
use super::{ContactRow, Counts, Filter, Survey, wording};
use crate::model::{Date, Spot};
use crate::network::{Person, Place, State, Step, Verdict};

/// How many days of birthdays are shown, today among them.
const WEEK: u64 = 7;

/// The most rows of each group. With the title, the picks and what is left out they fit a screen of 24
/// lines.
const MOST: Left = Left { owed: 5, meetings: 3, follow_ups: 3, did_it_happen: 2, birthdays: 2 };

/// The page of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayReport {
    /// In the order of the page.
    pub rows: Vec<TodayRow>,
    /// How many of these rows the limit left out.
    pub more: usize,
    /// How many more rows each group has.
    pub left: Left,
    /// How many rows there are to do, shown or not, the people to reach out to left out.
    pub to_do: usize,
    /// How many people there are to reach out to.
    pub picks: usize,
    /// How many of them I was in contact with today.
    pub reached: usize,
    /// How much else is owed that is not due yet, or has no day.
    pub later: usize,
    /// For the footer.
    pub counts: Counts,
}

/// Numbers of rows by group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Replies, thank-yous, promises and next steps.
    pub owed: usize,
    /// Today's and tomorrow's.
    pub meetings: usize,
    /// Messages to write again, and threads to let go.
    pub follow_ups: usize,
    /// Planned meetings that nobody marked.
    pub did_it_happen: usize,
    /// This week's.
    pub birthdays: usize,
}

/// What a row of the page asks for, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TodayKind {
    /// Answer their last word.
    Reply,
    /// Thank for a meeting.
    ThankYou,
    /// Tell somebody how it went with whom they introduced.
    Tell,
    /// Keep a promise.
    Promise,
    /// Take the step that was pinned to a day.
    NextStep,
    /// Go to a meeting, or confirm tomorrow's.
    Meeting,
    /// Write again.
    FollowUp,
    /// Stop trying.
    LetGo,
    /// Say whether a planned meeting took place.
    DidItHappen,
    /// Congratulate.
    Birthday,
    /// Write to somebody who has gone quiet.
    ReachOut,
}

/// A row of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayRow {
    /// What to do.
    pub kind: TodayKind,
    /// With whom.
    pub contact: ContactRow,
    /// Who else takes part.
    pub others: Vec<ContactRow>,
    /// Its day.
    pub on: Option<Date>,
    /// Days since it was due, 0 if it is not late.
    pub overdue_days: u32,
    /// It was done today.
    pub done: bool,
    /// The contact is paused, and shown because everything was asked for.
    pub paused: bool,
    /// Days of silence, of people to reach out to.
    pub silence_days: Option<u32>,
    /// What it is about, and why.
    pub text: String,
    /// The note, relative to the vault.
    pub path: String,
    /// The line in the note.
    pub line: u32,
    /// The bytes of the path, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
}

impl TodayRow {
    fn new(kind: TodayKind, contact: ContactRow, text: String, place: &Place) -> Self {
        Self {
            kind,
            contact,
            others: Vec::new(),
            on: None,
            overdue_days: 0,
            done: false,
            paused: false,
            silence_days: None,
            text,
            path: place.path.shown(),
            line: place.line,
            path_hex: place.path.hex(),
        }
    }
}

impl TodayReport {
    /// Whether there is anything left to do.
    pub fn is_open(&self) -> bool {
        self.to_do > 0 || self.reached < self.picks
    }
}

/// The page of the survey's day; with all rows and those of the paused, if the filter asks for all.
pub fn report(survey: &Survey<'_>, filter: &Filter) -> TodayReport {
    let everything = Filter { limit: None, ..filter.clone() };
    let listed = owed::report(survey, &everything, false).rows;
    let (did, owed): (Vec<_>, Vec<_>) =
        listed.into_iter().partition(|row| row.kind == OwedKind::DidItHappen);
    let (now, later): (Vec<_>, Vec<_>) =
        owed.into_iter().partition(|row| is_for_today(row, survey.today));
    let mut owed: Vec<TodayRow> = now.into_iter().map(of_owed).collect();
    owed.extend(meetings::to_tell(survey));
    owed.sort_by_key(|row| row.kind);
    let pinned: Vec<&Option<String>> = owed
        .iter()
        .filter(|row| row.kind == TodayKind::NextStep)
        .map(|r| &r.contact.path)
        .collect();
    // The day of a pinned next step is that of the thread too, and is said once.
    let due = unanswered::report(survey, &everything).rows.into_iter();
    let due = due.filter(|row| row.due && !row.lapsed && !pinned.contains(&&row.contact.path));
    let follow_ups: Vec<TodayRow> = due.filter_map(of_thread).collect();
    let groups = [
        owed,
        meetings::soon(survey, filter.all),
        follow_ups,
        did.into_iter().map(of_owed).collect(),
        birthdays(survey, filter.all),
    ];
    let most = [MOST.owed, MOST.meetings, MOST.follow_ups, MOST.did_it_happen, MOST.birthdays];
    let mut rows = Vec::new();
    let mut left = [0; 5];
    for (index, mut group) in groups.into_iter().enumerate() {
        let most = if filter.all { usize::MAX } else { most[index] };
        left[index] = group.len().saturating_sub(most);
        group.truncate(most);
        rows.extend(group);
    }
    let paused = survey.verdicts.iter().filter(|(_, verdict)| verdict.state == State::Paused);
    let paused: HashSet<String> = paused.map(|(person, _)| person.note.path.shown()).collect();
    for row in &mut rows {
        row.paused = row.contact.path.as_ref().is_some_and(|path| paused.contains(path));
    }
    let picked = picks::picks(survey);
    let open = rows.iter().filter(|row| !row.paused).count();
    let to_do = open + left.iter().sum::<usize>();
    let (picks, reached) = (picked.len(), picked.iter().filter(|row| row.done).count());
    rows.extend(picked);
    let more = rows.len().saturating_sub(filter.limit.unwrap_or(usize::MAX));
    rows.truncate(rows.len() - more);
    let [owed, meetings, follow_ups, did_it_happen, birthdays] = left;
    let left = Left { owed, meetings, follow_ups, did_it_happen, birthdays };
    let (later, counts) = (later.len(), survey.counts());
    TodayReport { rows, more, left, to_do, picks, reached, later, counts }
}

/// Words wait for an answer from the first day on; promises until their day has come.
fn is_for_today(row: &OwedRow, today: Date) -> bool {
    matches!(row.kind, OwedKind::Reply | OwedKind::ThankYou) || row.is_due(today)
}

fn of_owed(row: OwedRow) -> TodayRow {
    TodayRow {
        kind: match row.kind {
            OwedKind::Reply => TodayKind::Reply,
            OwedKind::ThankYou => TodayKind::ThankYou,
            OwedKind::Promise => TodayKind::Promise,
            OwedKind::NextStep => TodayKind::NextStep,
            OwedKind::DidItHappen => TodayKind::DidItHappen,
        },
        on: match row.kind {
            OwedKind::DidItHappen => row.since,
            _ => row.due,
        },
        overdue_days: row.overdue_days.unwrap_or(0),
        contact: row.contact,
        others: Vec::new(),
        done: false,
        paused: false,
        silence_days: None,
        text: row.text,
        path: row.path,
        line: row.line,
        path_hex: row.path_hex,
    }
}

fn of_thread(row: UnansweredRow) -> Option<TodayRow> {
    let last = row.last?;
    let (kind, step) = match row.next.step {
        Step::Wait => return None,
        Step::FollowUp => {
            (TodayKind::FollowUp, format!("message {} of {}", row.tries + 1, row.max_tries))
        }
        Step::LetGo => (TodayKind::LetGo, wording::counted(row.tries, "message")),
    };
    let said = [last.channel.as_deref().unwrap_or_default(), last.text.as_str()];
    let said = said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    Some(TodayRow {
        kind,
        contact: row.contact,
        others: Vec::new(),
        on: Some(row.next.on),
        overdue_days: row.overdue_days,
        done: false,
        paused: false,
        silence_days: None,
        text: format!("{step}; {} {said}", last.date),
        path: last.path,
        line: last.line,
        path_hex: last.path_hex,
    })
}

/// The birthdays of the week that begins today, of people whom I know or mean to.
fn birthdays(survey: &Survey<'_>, paused: bool) -> Vec<TodayRow> {
    let last = survey.today.checked_add_days(Days::new(WEEK - 1)).unwrap_or(Date::MAX);
    let known = |verdict: &Verdict<'_>| {
        let spoken = verdict.view.is_established() || verdict.state == State::New;
        spoken && (paused || verdict.state != State::Paused)
    };
    let soon = survey.verdicts.iter().filter(|(_, verdict)| known(verdict));
    let mut rows: Vec<TodayRow> = soon
        .filter_map(|(person, _)| {
            let birthday = person.contact().birthday?;
            let years = [survey.today.year(), survey.today.year() + 1].into_iter();
            let mut days = years.filter_map(|year| birthday.in_year(year));
            let day = days.find(|day| (survey.today..=last).contains(day))?;
            let text = match birthday.year {
                Some(year) if day.year() > year => format!("turns {}", day.year() - year),
                _ => String::new(),
            };
            let contact = ContactRow::of(person);
            let row = TodayRow::new(TodayKind::Birthday, contact, text, &own_place(person));
            Some(TodayRow { on: Some(day), ..row })
        })
        .collect();
    rows.sort_by_key(|row| row.on);
    rows
}

/// Whether anything was said with somebody on a day.
fn spoke_on(verdict: &Verdict<'_>, day: Date) -> bool {
    let on_day = verdict.view.events.iter().rev().take_while(|event| event.date() >= day);
    on_day.into_iter().any(|event| event.date() == day && event.word.is_some())
}

/// The place of a contact's note.
fn own_place(person: &Person) -> Place {
    Place::of(&person.note.path, Spot::START)
}
