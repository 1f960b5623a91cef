//! One contact as of one day: what had happened by then, and which meetings were planned.

use chrono::Days;

use super::interaction::{Fact, Source, What};
use super::{Person, thread};
use crate::model::{Date, Direction, Word};
use crate::settings::{Entries, Mentions, Settings};

/// Something that had happened by the day asked about.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// The fact behind it.
    pub fact: &'a Fact,
    /// What was said; none for a `let go`.
    pub word: Option<Word>,
}

impl Event<'_> {
    /// Its day.
    pub fn date(&self) -> Date {
        self.fact.date
    }

    /// Which way it went; none for a `let go`.
    pub fn direction(&self) -> Option<Direction> {
        self.word.as_ref().map(|word| word.direction)
    }

    /// Whether it was an informational interview.
    pub fn is_interview(&self) -> bool {
        self.fact.interview || self.word.as_ref().is_some_and(|word| word.interview)
    }

    /// Whether the two talked: a meeting that was held, or a call.
    pub fn is_talk(&self) -> bool {
        let held = self.word.as_ref().is_some_and(|word| word.held);
        let called = self.fact.channel.as_deref() == Some("call");
        held || (called && self.direction() == Some(Direction::Both))
    }

    /// Whether it is the contact's own word: *in* or *both*.
    pub fn is_their_word(&self) -> bool {
        matches!(self.direction(), Some(Direction::In | Direction::Both))
    }
}

/// A meeting that is or was planned.
#[derive(Debug, Clone, Copy)]
pub struct PlannedMeeting<'a> {
    /// Its day.
    pub date: Date,
    /// The fact that plans or announces it.
    pub fact: &'a Fact,
}

impl PlannedMeeting<'_> {
    /// Whether it stands under its own day, rather than being announced on an earlier one.
    pub fn is_of_day(&self) -> bool {
        self.fact.date == self.date
    }
}

/// A contact as of one day.
#[derive(Debug, Clone, Default)]
pub struct View<'a> {
    /// What had happened, in its order.
    pub events: Vec<Event<'a>>,
    /// Meetings today and ahead, earliest first.
    pub ahead: Vec<PlannedMeeting<'a>>,
    /// Planned meetings of days past that nobody marked, earliest first.
    pub unmarked: Vec<PlannedMeeting<'a>>,
    /// Dated notes that merely name the contact, earliest first.
    pub mentions: Vec<&'a Fact>,
    /// Dated lines that do not say who spoke, earliest first.
    pub unclear: Vec<&'a Fact>,
}

impl Person {
    /// The contact as of `today`: nothing dated later counts, but for meetings planned.
    pub fn as_of(&self, today: Date, settings: &Settings) -> View<'_> {
        let mut view = View::default();
        let mut planned: Vec<PlannedMeeting<'_>> = Vec::new();
        let told: Vec<&Fact> = self
            .on(today)
            .iter()
            .filter(|fact| {
                let both =
                    matches!(&fact.what, What::Exchange(word) if word.direction == Direction::Both);
                both && fact.told_by(Source::tells)
            })
            .take(2)
            .collect();
        let told_today = |but: &Fact| told.iter().any(|fact| fact.place != but.place);
        for fact in self.facts.iter() {
            let past = fact.date <= today;
            let mut happened = |word: Option<Word>| view.events.push(Event { fact, word });
            match &fact.what {
                What::Exchange(word) if past => happened(Some(word.clone())),
                // A stated last contact that lies ahead is a slip of the pen, and no meeting.
                What::Exchange(word)
                    if word.direction == Direction::Both && fact.source != Source::LastContact =>
                {
                    planned.push(PlannedMeeting { date: fact.date, fact });
                }
                What::Announced(day) if past => {
                    happened(fact.word());
                    planned.push(PlannedMeeting { date: *day, fact });
                }
                What::Announced(_) | What::Planned => {
                    planned.push(PlannedMeeting { date: fact.date, fact });
                }
                What::Meeting { held } => {
                    let over = fact.date < today || (past && (*held || told_today(fact)));
                    if over {
                        happened(fact.word());
                    } else {
                        planned.push(PlannedMeeting { date: fact.date, fact });
                    }
                }
                What::LetGo if past => happened(None),
                What::Unclear if past && settings.entries == Entries::All => {
                    happened(Some(Word::plain(Direction::Both)));
                }
                What::Unclear if past => view.unclear.push(fact),
                What::Mention if past && settings.mentions == Mentions::Contact => {
                    let heard = self.on(fact.date).iter().any(|other| {
                        matches!(other.what.direction(), Some(Direction::In | Direction::Both))
                    });
                    if !heard {
                        happened(Some(Word::plain(Direction::Both)));
                    }
                }
                What::Mention if past => view.mentions.push(fact),
                _ => {}
            }
        }
        // What stands under the day itself knows more of it than what announced it.
        planned.sort_by_key(|meeting| (meeting.date, !meeting.is_of_day()));
        for meeting in planned {
            if self.on(meeting.date).iter().any(|fact| fact.what == What::NotHeld) {
                continue;
            }
            let list =
                if meeting.date > today || (meeting.date == today && !told_today(meeting.fact)) {
                    &mut view.ahead
                } else if meeting.date < today && !self.is_settled(&meeting, today) {
                    &mut view.unmarked
                } else {
                    continue;
                };
            let known = list.last().is_some_and(|known| known.date == meeting.date);
            if meeting.is_of_day() || !known {
                list.push(meeting);
            }
        }
        view
    }

    /// The facts of a day.
    fn on(&self, day: Date) -> &[Fact] {
        let start = self.facts.partition_point(|fact| fact.date < day);
        let end = self.facts.partition_point(|fact| fact.date <= day);
        &self.facts[start..end]
    }

    /// Whether a planned meeting of a past day is known to have been held, or not: by any *both* within
    /// three days of it, but for what announced it, or by a note that says so.
    fn is_settled(&self, meeting: &PlannedMeeting<'_>, today: Date) -> bool {
        const NEAR: u64 = 3;
        let around = Days::new(NEAR);
        let first = meeting.date.checked_sub_days(around).unwrap_or(Date::MIN);
        let last = meeting.date.checked_add_days(around).unwrap_or(Date::MAX);
        let start = self.facts.partition_point(|fact| fact.date < first);
        let near = self.facts[start..].iter().take_while(|fact| fact.date <= last.min(today));
        near.into_iter().any(|fact| {
            let settles = match &fact.what {
                What::Exchange(word) => word.direction == Direction::Both,
                What::Announced(_) | What::NotHeld => true,
                What::Meeting { held } => *held || fact.date < today,
                _ => false,
            };
            settles && fact.place != meeting.fact.place
        })
    }
}

impl<'a> View<'a> {
    /// The last thing that happened.
    pub fn last(&self) -> Option<&Event<'a>> {
        self.events.iter().rev().find(|event| event.word.is_some())
    }

    /// The day of the last thing that happened.
    pub fn last_day(&self) -> Option<Date> {
        self.last().map(Event::date)
    }

    /// The contact's last word: the last *in* or *both*.
    pub fn last_heard(&self) -> Option<&Event<'a>> {
        self.events.iter().rev().find(|event| event.is_their_word())
    }

    /// The last day on which I said something: *out* or *both*.
    pub fn last_said(&self) -> Option<Date> {
        let mine = |event: &&Event<'_>| {
            matches!(event.direction(), Some(Direction::Out | Direction::Both))
        };
        self.events.iter().rev().find(mine).map(Event::date)
    }

    /// The distinct days on which something was said, in order.
    pub fn days(&self) -> Vec<Date> {
        let said = self.events.iter().filter(|event| event.word.is_some());
        let mut days: Vec<Date> = said.map(Event::date).collect();
        days.dedup();
        days
    }

    /// Whether the two ever spoke: an *in* that is not final, a *both*, or a stated last contact.
    pub fn is_established(&self) -> bool {
        self.events.iter().any(|event| match &event.word {
            Some(word) => word.direction != Direction::Out && !word.is_final,
            None => false,
        })
    }

    /// My messages since their last word or `let go`, if any expects an answer.
    pub fn open_messages(&self) -> Vec<&Event<'a>> {
        thread::open_messages(&self.events)
    }
}
