//! What I sent that nobody answered, and what to do next about each.

use serde::{Deserialize, Serialize};

use super::wording;
use super::{ContactRow, Counts, Filter, InteractionRow, Survey};
use crate::model::Date;
use crate::model::text::fold;
use crate::network::{Person, State, Step, Thread, Verdict};

/// Unanswered threads on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnansweredReport {
    /// The earliest next step first.
    pub rows: Vec<UnansweredRow>,
    /// How many rows the limit left out.
    pub more: usize,
    /// How many threads have not lapsed and have something to do, those that the limit left out among
    /// them.
    pub due: usize,
    /// For the footer.
    pub counts: Counts,
}

/// A thread that waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnansweredRow {
    /// To whom I wrote.
    pub contact: ContactRow,
    /// The day of the first message.
    pub since: Date,
    /// The day of the last message.
    pub last_sent: Date,
    /// Days since the first message.
    pub waiting_days: u32,
    /// How many messages so far.
    pub tries: u32,
    /// The most messages to send.
    pub max_tries: u32,
    /// What to do, and from when on.
    pub next: NextRow,
    /// Whether that day is there.
    pub due: bool,
    /// Days since that day, 0 while it lies ahead.
    pub overdue_days: u32,
    /// It ran out: that day is too long ago.
    pub lapsed: bool,
    /// The last message.
    pub last: Option<InteractionRow>,
    /// Why, in one line.
    pub reason: String,
}

/// The next step of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextRow {
    /// What to do today.
    pub step: Step,
    /// The day on which there is something to do.
    pub on: Date,
}

/// The open threads of those whom the filter takes; with `all`, lapsed ones and those of the paused too.
pub fn report(survey: &Survey<'_>, filter: &Filter) -> UnansweredReport {
    let mut rows: Vec<UnansweredRow> = survey
        .verdicts
        .iter()
        .filter_map(|(person, verdict)| {
            let thread = verdict.thread.as_ref()?;
            let held_back = thread.lapsed || verdict.state == State::Paused;
            let shown = verdict.state == State::Unanswered || (filter.all && held_back);
            shown.then(|| row(person, verdict, thread, survey.today))
        })
        .collect();
    rows.sort_by(|a, b| {
        let name = |row: &UnansweredRow| (fold(&row.contact.name), row.contact.path.clone());
        a.next.on.cmp(&b.next.on).then_with(|| name(a).cmp(&name(b)))
    });
    let due = rows.iter().filter(|row| row.due && !row.lapsed).count();
    let more = rows.len().saturating_sub(filter.limit.unwrap_or(usize::MAX));
    rows.truncate(rows.len() - more);
    UnansweredReport { rows, more, due, counts: survey.counts() }
}

fn row(person: &Person, verdict: &Verdict<'_>, thread: &Thread, today: Date) -> UnansweredRow {
    let days_since = |day: Date| u32::try_from((today - day).num_days()).unwrap_or(0);
    let sent = days_since(thread.last_sent);
    let ago = if sent == 0 {
        "today".to_owned()
    } else {
        format!("{} ago", wording::counted(sent, "day"))
    };
    UnansweredRow {
        contact: ContactRow::of(person),
        since: thread.since,
        last_sent: thread.last_sent,
        waiting_days: days_since(thread.since),
        tries: thread.tries,
        max_tries: thread.max_tries,
        next: NextRow { step: thread.step(), on: thread.on },
        due: thread.due,
        overdue_days: days_since(thread.on),
        lapsed: thread.lapsed,
        last: verdict.view.open_messages().last().map(|event| InteractionRow::of(event)),
        reason: format!(
            "message {} of {}, sent {ago}; {}",
            thread.tries,
            thread.max_tries,
            wording::step(thread)
        ),
    }
}
