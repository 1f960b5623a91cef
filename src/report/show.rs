//! One person: the facts, the verdict, and everything that happened.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{ContactRow, InteractionRow, wording};
use crate::model::{Cadence, Code, Date, Level, NextStep, Warmth};
use crate::network::{Fact, Network, Pause, Person, Promise, State, Verdict, What};
use crate::settings::Settings;

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowReport {
    /// Who.
    pub contact: ContactRow,
    /// What the note says.
    pub facts: FactsRow,
    /// The state on the day asked about.
    pub state: State,
    /// Why, in one line.
    pub reason: String,
    /// What happened, was planned or merely named the person; the newest first.
    pub timeline: Vec<TimelineRow>,
    /// Open and kept promises, both ways.
    pub promises: Vec<PromiseRow>,
    /// Who introduced the person.
    pub introduced_by: Vec<ContactRow>,
    /// Whom the person introduced.
    pub introduced: Vec<ContactRow>,
    /// Directives of the note that could not be read and hold nothing, a sentence each.
    pub unreadable: Vec<String>,
}

/// The facts of a contact's note.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsRow {
    /// Other names.
    pub aliases: Vec<String>,
    /// Where the person works.
    pub organisations: Vec<String>,
    /// What the person does.
    pub role: Option<String>,
    /// How far along.
    pub level: Option<Level>,
    /// Addresses.
    pub emails: Vec<String>,
    /// Numbers.
    pub phones: Vec<String>,
    /// Profiles and sites.
    pub links: Vec<String>,
    /// Where the person lives.
    pub location: Option<String>,
    /// As written.
    pub timezone: Option<String>,
    /// `YYYY-MM-DD`, or `--MM-DD` without a year.
    pub birthday: Option<String>,
    /// How the two met.
    pub met: Option<String>,
    /// What the person cares about.
    pub interests: Vec<String>,
    /// The tags of the note.
    pub tags: Vec<String>,
    /// Warm or cold at first.
    pub warmth: Option<Warmth>,
    /// How often to be in touch, as `6w`, `as-needed` or `never`.
    pub cadence: Option<String>,
    /// The next step: a day, a text, or both.
    pub next_step: Option<String>,
    /// As written.
    pub priority: Option<String>,
}

/// Something on the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineRow {
    /// What and where.
    #[serde(flatten)]
    pub interaction: InteractionRow,
    /// How long it took, in minutes, if the notes say so.
    pub minutes: Option<u32>,
    /// How it counts: `contact`, `planned`, `mention`, `unclear`, `let_go` or `not_held`.
    pub counts_as: String,
    /// Where else it is told.
    pub also: Vec<String>,
}

/// A promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseRow {
    /// It is mine to keep.
    pub mine: bool,
    /// It was kept.
    pub done: bool,
    /// What was promised.
    pub text: String,
    /// When it is due.
    pub due: Option<Date>,
    /// The note, relative to the vault.
    pub path: String,
    /// The line in the note.
    pub line: u32,
    /// The bytes of the path, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
}

impl PromiseRow {
    /// The row of a promise.
    pub fn of(promise: &Promise) -> Self {
        Self {
            mine: promise.mine,
            done: promise.done,
            text: promise.text.read().into_owned(),
            due: promise.due,
            path: promise.place.path.shown(),
            line: promise.place.line,
            path_hex: promise.place.path.hex(),
        }
    }
}

/// Everything about the contact with this index.
pub fn show(network: &Network, settings: &Settings, today: Date, index: usize) -> ShowReport {
    let person = &network.people[index];
    let verdict = person.verdict(today, settings);
    let of_who = |who| ContactRow::of_who(who, network);
    let promises = network
        .promises
        .iter()
        .filter(|promise| promise.contact == crate::network::Who::Contact(index))
        .filter(|promise| promise.is_known(today));
    ShowReport {
        contact: ContactRow::of(person),
        facts: facts(person),
        state: verdict.state,
        reason: reason(person, &verdict),
        timeline: timeline(person, &verdict, today),
        promises: promises.map(PromiseRow::of).collect(),
        introduced_by: person.introduced_by.iter().filter_map(of_who).collect(),
        introduced: person
            .introduced
            .iter()
            .map(|index| ContactRow::of(&network.people[*index]))
            .collect(),
        unreadable: unreadable(person),
    }
}

/// The directives of a contact's note that could not be read, each with its line.
pub(super) fn unreadable(person: &Person) -> Vec<String> {
    let problems = person.note.problems.iter();
    let directives = problems.filter(|problem| problem.code == Code::DirectiveUnreadable);
    directives.map(|problem| format!("line {}: {}", problem.line, problem.message)).collect()
}

pub(super) fn facts(person: &Person) -> FactsRow {
    let contact = person.contact().clone();
    let next_step = contact.next_step.map(|at| match at.value {
        NextStep { on: Some(day), text: Some(text) } => format!("{day} {text}"),
        NextStep { on: Some(day), text: None } => day.to_string(),
        NextStep { on: None, text } => text.unwrap_or_default(),
    });
    FactsRow {
        aliases: contact.aliases,
        organisations: contact.organisations,
        role: contact.role,
        level: contact.level,
        emails: contact.emails,
        phones: contact.phones,
        links: contact.links,
        location: contact.location,
        timezone: contact.timezone,
        birthday: contact.birthday.map(|birthday| birthday.to_string()),
        met: contact.met,
        interests: contact.interests,
        tags: person.note.tags.clone(),
        warmth: contact.warmth,
        cadence: contact.cadence.map(|at| match at.value {
            Cadence::Every(span) => span.to_string(),
            Cadence::AsNeeded => "as-needed".to_owned(),
            Cadence::Never => "never".to_owned(),
        }),
        next_step,
        priority: contact.priority,
    }
}

/// Why the contact is in its state, in one line.
pub fn reason(person: &Person, verdict: &Verdict<'_>) -> String {
    match verdict.state {
        State::Paused => match verdict.pause {
            Some(Pause::Until(day)) => format!("paused until {day}"),
            Some(Pause::Status(hold)) => format!("the note says {}", hold.as_str()),
            Some(Pause::Never) if person.contact().cadence.is_none() => {
                "the settings say never".to_owned()
            }
            Some(Pause::Never) | None => "the note says never".to_owned(),
        },
        State::Scheduled => match verdict.next_meeting() {
            Some(meeting) => format!("you meet on {}", meeting.date),
            None => "a meeting lies ahead".to_owned(),
        },
        State::Owed => match &verdict.owed {
            Some(owed) => format!("they wrote on {}; a reply is due", owed.event.date()),
            None => "a reply is due".to_owned(),
        },
        State::Unanswered => match &verdict.thread {
            Some(thread) => {
                let (tries, max) = (thread.tries, thread.max_tries);
                format!(
                    "message {tries} of {max} sent on {}; {}",
                    thread.last_sent,
                    wording::step(thread)
                )
            }
            None => "a message waits for an answer".to_owned(),
        },
        State::Quiet | State::Dormant | State::InTouch => {
            match (&verdict.quietness, verdict.pinned) {
                (_, Some(day)) => format!("the next step is pinned to {day}"),
                (Some(quietness), None) if verdict.state == State::InTouch => {
                    let ago = wording::counted(quietness.silence, "day");
                    match quietness.line {
                        // Nobody is quiet before having said something.
                        Some(_) if !verdict.view.is_established() => {
                            format!("last contact {ago} ago")
                        }
                        Some(line) => format!("last contact {ago} ago; quiet from day {line}"),
                        None => "in touch as needed".to_owned(),
                    }
                }
                (Some(quietness), None) => wording::silence(quietness),
                (None, None) => "in touch".to_owned(),
            }
        }
        State::Closed => "let go, or declined, and nothing since".to_owned(),
        State::Lapsed => "no answer, and the thread ran out".to_owned(),
        State::New => format!("nothing sent to {} yet", person.name()),
        State::Untracked => "no contact recorded".to_owned(),
    }
}

fn timeline(person: &Person, verdict: &Verdict<'_>, today: Date) -> Vec<TimelineRow> {
    let ahead = &verdict.view.ahead;
    let events = verdict.view.events.iter();
    let happened: HashSet<*const Fact> =
        events.map(|event| std::ptr::from_ref(event.fact)).collect();
    let mut rows: Vec<TimelineRow> = person
        .facts
        .iter()
        .rev()
        .filter(|fact| {
            // What lies ahead and is no meeting has not been said yet.
            fact.date <= today || ahead.iter().any(|meeting| meeting.fact.place == fact.place)
        })
        .map(|fact| {
            let happened = happened.contains(&std::ptr::from_ref(fact));
            let counts_as = match &fact.what {
                What::LetGo => "let_go",
                What::NotHeld => "not_held",
                _ if happened => "contact",
                What::Unclear => "unclear",
                What::Mention => "mention",
                _ => "planned",
            };
            let also = fact.also.iter().map(|(_, place)| format!("{}:{}", place.path, place.line));
            TimelineRow {
                interaction: InteractionRow::of_fact(fact),
                minutes: fact.minutes,
                counts_as: counts_as.to_owned(),
                also: also.collect(),
            }
        })
        .collect();
    // Newest first, and within a day the last thing first.
    rows.sort_by_key(|row| std::cmp::Reverse(row.interaction.date));
    rows
}
