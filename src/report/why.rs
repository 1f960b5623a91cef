//! Why a contact is in its state: the rule, the facts that it rests on with their places, and the day on
//! which it changes if nothing more is written down.

use serde::{Deserialize, Serialize};

use super::{ContactRow, InteractionRow, show, wording};
use crate::model::{Cadence, Date, Direction, NotePath};
use crate::network::{
    CadenceSource, Event, Network, Pause, Person, Quietness, State, Thread, Verdict,
};
use crate::settings::{Policy, Settings};

/// A verdict explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyReport {
    /// Who.
    pub contact: ContactRow,
    /// The state on the day asked about.
    pub state: State,
    /// What else would hold, were it not for the state.
    pub also: Vec<State>,
    /// The state in one line.
    pub reason: String,
    /// The rule with its numbers, in plain sentences.
    pub rule: String,
    /// What it rests on, earliest first.
    pub facts: Vec<WhyFact>,
    /// The day on which the state changes.
    pub changes_on: Option<Date>,
    /// What it changes to.
    pub becomes: Option<State>,
    /// Directives of the note that could not be read and hold nothing, a sentence each.
    pub unreadable: Vec<String>,
}

/// A fact: something that happened, or a line of front matter, which has no day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyFact {
    /// Its day.
    pub date: Option<Date>,
    /// Which way it went.
    pub direction: Option<Direction>,
    /// What kind of place tells it; `directive` for a line of front matter.
    pub kind: String,
    /// What carried it.
    pub channel: Option<String>,
    /// What it says.
    pub text: String,
    /// The note, relative to the vault.
    pub path: String,
    /// The line in the note.
    pub line: u32,
    /// The bytes of the path, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
}

impl WhyFact {
    fn of(row: InteractionRow) -> Self {
        let InteractionRow { date, direction, kind, channel, text, path, line, path_hex } = row;
        Self { date: Some(date), direction, kind, channel, text, path, line, path_hex }
    }

    fn directive(text: String, path: &NotePath, line: u32) -> Self {
        Self {
            date: None,
            direction: None,
            kind: "directive".to_owned(),
            channel: None,
            text,
            path: path.shown(),
            line,
            path_hex: path.hex(),
        }
    }
}

/// The verdict on the contact with this index, explained.
pub fn why(network: &Network, settings: &Settings, today: Date, index: usize) -> WhyReport {
    let person = &network.people[index];
    let verdict = person.verdict(today, settings);
    let change = person.next_change(today, settings);
    WhyReport {
        contact: ContactRow::of(person),
        state: verdict.state,
        also: verdict.holds[1..].to_vec(),
        reason: show::reason(person, &verdict),
        rule: rule(person, &verdict, today, settings),
        facts: facts(person, &verdict),
        changes_on: change.map(|(day, _)| day),
        becomes: change.map(|(_, state)| state),
        unreadable: show::unreadable(person),
    }
}

/// What the state rests on.
fn facts(person: &Person, verdict: &Verdict<'_>) -> Vec<WhyFact> {
    let events = &verdict.view.events;
    let path = &person.note.path;
    let of = |event: &Event<'_>| WhyFact::of(InteractionRow::of(event));
    let said = || events.iter().filter(|event| event.word.is_some());
    let mut facts = directives(person, verdict);
    match verdict.state {
        State::Paused => {}
        State::Scheduled => {
            let ahead = verdict.view.ahead.iter();
            facts.extend(ahead.map(|meeting| WhyFact::of(InteractionRow::of_fact(meeting.fact))));
        }
        State::Owed => facts.extend(verdict.owed.iter().map(|owed| of(&owed.event))),
        State::Unanswered | State::Lapsed => {
            facts.extend(verdict.view.last_heard().map(of));
            facts.extend(verdict.view.open_messages().into_iter().map(of));
        }
        State::Quiet | State::Dormant | State::InTouch => {
            facts.extend(said().map(of));
        }
        State::Closed => facts.extend(events.last().map(of)),
        State::New => facts.extend(signs(person)),
        State::Untracked => {
            let view = &verdict.view;
            let mut named: Vec<_> = view.mentions.iter().chain(&view.unclear).collect();
            named.sort_by_key(|fact| fact.date);
            let rows = named.into_iter().map(|fact| WhyFact::of(InteractionRow::of_fact(fact)));
            facts.extend(rows);
        }
    }
    if facts.is_empty() {
        facts.push(WhyFact::directive("nothing dated".to_owned(), path, 1));
    }
    facts
}

/// The lines of front matter that have a say in the state.
fn directives(person: &Person, verdict: &Verdict<'_>) -> Vec<WhyFact> {
    let contact = person.contact();
    let mut facts = Vec::new();
    let mut add = |text: String, line: u32| {
        facts.push(WhyFact::directive(text, &person.note.path, line));
    };
    let quiet = matches!(verdict.state, State::Quiet | State::Dormant | State::InTouch);
    match verdict.pause {
        Some(Pause::Status(hold)) => {
            let line = contact.hold.as_ref().map_or(1, |at| at.line);
            add(format!("status: {}", hold.as_str()), line);
        }
        Some(Pause::Until(day)) => {
            let line = contact.paused_until.as_ref().map_or(1, |at| at.line);
            add(format!("paused until {day}"), line);
        }
        Some(Pause::Never) => match &contact.cadence {
            Some(at) => add("cadence: never".to_owned(), at.line),
            None => add("the settings say never, for a tag of it or for everybody".to_owned(), 1),
        },
        None => {}
    }
    if let (Some(at), true) = (&contact.cadence, quiet) {
        let text = match at.value {
            Cadence::Every(span) => format!("cadence: {span}"),
            Cadence::AsNeeded => "cadence: as-needed".to_owned(),
            Cadence::Never => "cadence: never".to_owned(),
        };
        add(text, at.line);
    }
    let pinned = quiet || matches!(verdict.state, State::Unanswered | State::Lapsed);
    if let (Some(day), Some(at), true) = (verdict.pinned, &contact.next_step, pinned) {
        add(format!("next step on {day}"), at.line);
    }
    facts
}

/// What shows that somebody means to be in touch with a person.
fn signs(person: &Person) -> Vec<WhyFact> {
    let contact = person.contact();
    let line = |at: Option<u32>| at.unwrap_or(1);
    let introduced = contact.introduced_by.first().map(|at| at.line);
    let signs = [
        (
            !contact.emails.is_empty(),
            "an e-mail address",
            line(contact.places.emails.map(|at| at.line)),
        ),
        (!contact.phones.is_empty(), "a phone number", 1),
        (contact.cadence.is_some(), "a cadence", line(contact.cadence.as_ref().map(|at| at.line))),
        (introduced.is_some(), "somebody introduced them", line(introduced)),
        (
            contact.next_step.is_some(),
            "a next step",
            line(contact.next_step.as_ref().map(|at| at.line)),
        ),
        (contact.explicit, "the type or a tag says contact", 1),
    ];
    let present = signs.into_iter().filter(|(present, ..)| *present);
    present
        .map(|(_, sign, line)| WhyFact::directive(sign.to_owned(), &person.note.path, line))
        .collect()
}

/// The rule of the state with the numbers of this contact.
fn rule(person: &Person, verdict: &Verdict<'_>, today: Date, settings: &Settings) -> String {
    let horizon = &settings.horizons;
    match verdict.state {
        State::Paused => {
            "Whoever is paused is left out of every list: until the day that the note names, or for \
             as long as status or cadence says so."
                .to_owned()
        }
        State::Scheduled => "A meeting lies ahead. Until it is over nothing is unanswered or quiet; \
                             what is owed stays owed."
            .to_owned(),
        State::Owed => format!(
            "Their last word expects an answer, and nothing of mine came after it. A reply is due \
             after one day, and makes the state for {} days.",
            horizon.reply
        ),
        State::Unanswered => match &verdict.thread {
            Some(thread) => thread_rule(person, verdict, thread, settings),
            None => String::new(),
        },
        State::Quiet | State::Dormant | State::InTouch => match &verdict.quietness {
            Some(quietness) => quiet_rule(verdict, quietness, today, settings),
            None => String::new(),
        },
        State::Closed => "The last thing that happened ended it: let go, or declined. Anything said \
                          after it opens it again."
            .to_owned(),
        State::Lapsed => format!(
            "Nobody answered, {} days have passed since the day of the next step, and the two of you \
             never spoke.",
            horizon.lapsed
        ),
        State::New => "Somebody means to be in touch, and nothing was said so far.".to_owned(),
        State::Untracked => "No contact is recorded. Dated notes that merely name somebody do not \
                             count, unless the settings say so (mentions, entries)."
            .to_owned(),
    }
}

fn thread_rule(
    person: &Person,
    verdict: &Verdict<'_>,
    thread: &Thread,
    settings: &Settings,
) -> String {
    let contact = person.contact();
    let whose = if !contact.follow_up_after.is_empty() || contact.max_messages.is_some() {
        "the note's own waits"
    } else {
        match settings.policy_of_tags(&person.note.tags) {
            Policy::Patient => "patient",
            Policy::Cautious => "cautious",
        }
    };
    let sent = wording::counted(thread.tries, "message");
    let since = verdict.view.last_heard().map_or("", |_| " since their last word");
    let day = match verdict.pinned {
        Some(day) => format!("The next step is pinned to {day}"),
        None => {
            let wait = (thread.on - thread.last_sent).num_days();
            format!("{wait} days after the last comes the next step, on {}", thread.on)
        }
    };
    let then = match thread.next {
        crate::network::Step::LetGo => "let go".to_owned(),
        _ => format!("message {} of {}", thread.tries + 1, thread.max_tries),
    };
    format!(
        "{sent} of mine{since}, none answered. {day}: {then} (policy: {whose}). {} days \
         after that day the thread lapses.",
        settings.horizons.lapsed
    )
}

fn quiet_rule(
    verdict: &Verdict<'_>,
    quietness: &Quietness,
    today: Date,
    settings: &Settings,
) -> String {
    let rule = &settings.quiet;
    let silence = quietness.silence;
    let from = today - chrono::Days::new(silence.into());
    let last = verdict.view.last().map(|event| event.date());
    let counted = match last.filter(|last| *last > from) {
        Some(_) => {
            format!("from their own last word on {from}, since nobody answered what came after")
        }
        None => format!("from {from}"),
    };
    let line = match (quietness.line, quietness.source, quietness.median) {
        (None, ..) => "As needed: this contact is never quiet.".to_owned(),
        (Some(line), CadenceSource::Contact, _) => {
            format!("The note states a cadence of {line} days, and that is the line.")
        }
        (Some(line), CadenceSource::Tag, _) => {
            format!("A tag has a cadence of {line} days in the settings, and that is the line.")
        }
        (Some(line), CadenceSource::Default, _) => {
            format!(
                "The settings have a cadence of {line} days for everybody, and that is the line."
            )
        }
        (Some(line), CadenceSource::Single, _) => format!(
            "There was one exchange so far, on {}, so the line is {line} days.",
            wording::counted(quietness.days, "day")
        ),
        (Some(line), _, Some(median)) => format!(
            "The line is learnt: {} of {} or more between days of contact, the middle one {}; drawn \
             towards {} that is a rhythm of {:.1} days; {} times that, between {} and {}{}, gives \
             {line} days.",
            wording::counted(quietness.gaps, "gap"),
            wording::counted(rule.episode + 1, "day"),
            wording::counted(median.round() as u32, "day"),
            wording::counted(rule.prior, "day"),
            quietness.usual,
            rule.factor,
            rule.shortest,
            rule.longest,
            if line > rule.longest.max(rule.shortest) {
                ", but no less than the middle gap"
            } else {
                ""
            },
        ),
        (Some(line), _, None) => format!(
            "There was no gap of {} or more between the {} of contact, so a rhythm of {} is assumed; \
             {} times that, between {} and {}, gives {line} days.",
            wording::counted(rule.episode + 1, "day"),
            wording::counted(quietness.days, "day"),
            wording::counted(rule.prior, "day"),
            rule.factor,
            rule.shortest,
            rule.longest,
        ),
    };
    let dormant = match quietness.dormant_line(settings) {
        Some(days) => format!(" From {days} days on a quiet contact is dormant."),
        None => String::new(),
    };
    let pinned = match verdict.pinned {
        Some(day) => format!(" A next step pinned to {day} keeps this contact from being quiet."),
        None => String::new(),
    };
    let heard = match verdict.view.is_established() {
        true => "",
        false => " Whoever has not said anything yet, but to decline, is never quiet.",
    };
    format!(
        "Silence is counted {counted}: {}. {line}{dormant}{pinned}{heard}",
        wording::counted(silence, "day")
    )
}
