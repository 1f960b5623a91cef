//! A thread: my messages that expect an answer since their last word, and the next step with its day.
//!
//! Why these waits: of the replies that come within 30 days .78–.86 are in by day 3 and .89–.93 by day
//! 7; a follow-up's yield hardly falls up to day 15; tries 1/2/3/4 earned .34/.25/.22/.15.

use serde::{Deserialize, Serialize};

use super::view::{Event, View};
use crate::model::{Contact, Date, Direction, Span};
use crate::settings::{Policy, Settings};

/// What to do about an unanswered thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Nothing yet.
    Wait,
    /// Write again.
    FollowUp,
    /// Stop trying.
    LetGo,
}

/// An open thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The day of the first message.
    pub since: Date,
    /// The day of the last message.
    pub last_sent: Date,
    /// How many messages so far.
    pub tries: u32,
    /// The most messages to send.
    pub max_tries: u32,
    /// What comes next once its day is there.
    pub next: Step,
    /// The day of the next step.
    pub on: Date,
    /// Whether that day is there.
    pub due: bool,
    /// It ran out: the day of its next step is too long ago.
    pub lapsed: bool,
}

impl Thread {
    /// What to do today.
    pub fn step(&self) -> Step {
        if self.due { self.next } else { Step::Wait }
    }
}

/// My messages that expect an answer, since their last word or `let go`.
pub(super) fn open_messages<'e, 'a>(events: &'e [Event<'a>]) -> Vec<&'e Event<'a>> {
    let start = events.iter().rposition(|event| event.word.is_none() || event.is_their_word());
    let since = &events[start.map_or(0, |index| index + 1)..];
    let asks = |event: &&Event<'_>| event.word.as_ref().is_some_and(|word| word.expects_reply);
    since.iter().filter(|event| event.direction() == Some(Direction::Out)).filter(asks).collect()
}

/// The open thread of a contact, if there is one. `pinned` is an unspent next step.
pub(super) fn open(
    view: &View<'_>,
    contact: &Contact,
    tags: &[String],
    pinned: Option<Date>,
    today: Date,
    settings: &Settings,
) -> Option<Thread> {
    let messages = open_messages(&view.events);
    let (first, last) = (messages.first()?, messages.last()?);
    let known = view.events.iter().any(Event::is_their_word);
    let plan = Plan::of(contact, tags, known, settings);
    let tries = messages.len() as u32;
    let wait = plan.wait_after(tries);
    let on = pinned.unwrap_or_else(|| wait.after(last.date()));
    let lapsed = (today - on).num_days() >= i64::from(settings.horizons.lapsed);
    Some(Thread {
        since: first.date(),
        last_sent: last.date(),
        tries,
        max_tries: plan.max,
        next: if tries < plan.max { Step::FollowUp } else { Step::LetGo },
        on,
        due: today >= on,
        lapsed,
    })
}

/// How many messages, and how long to wait after each.
struct Plan {
    max: u32,
    waits: Vec<Span>,
}

impl Plan {
    fn of(contact: &Contact, tags: &[String], known: bool, settings: &Settings) -> Self {
        const FIRST: Span = Span::days(7);
        const FIRST_KNOWN: Span = Span::days(14);
        const SECOND: Span = Span::days(14);
        const THIRD: Span = Span::days(21);
        let policy = settings.policy_of_tags(tags);
        let policy_max = match policy {
            Policy::Patient => 3,
            Policy::Cautious if contact.central => 2,
            Policy::Cautious => 1,
        };
        let max = contact.max_messages.unwrap_or(policy_max);
        if !contact.follow_up_after.is_empty() {
            return Self { max, waits: contact.follow_up_after.clone() };
        }
        // Replies of people already known come later: twice the time, for whoever has patience.
        let first = if known && policy == Policy::Patient { FIRST_KNOWN } else { FIRST };
        Self { max, waits: vec![first, SECOND, THIRD] }
    }

    /// The wait after the message of this number; the last one repeats.
    fn wait_after(&self, tries: u32) -> Span {
        let number = tries.clamp(1, self.max.max(1)) as usize;
        self.waits[number.min(self.waits.len()) - 1]
    }
}
