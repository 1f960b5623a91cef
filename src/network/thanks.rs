//! For which meetings a thank-you is still owed. The guides ask for one within 24 to 48 hours.

use chrono::Days;

use super::view::{Event, View};
use crate::model::{Date, Direction, Word};
use crate::settings::{Settings, Thanks};

/// The first so many meetings with somebody new call for thanks.
const FIRST: usize = 2;
/// With more people than this beside me, nobody waits for a thank-you.
const MOST_PEOPLE: u32 = 4;
/// Somebody with whom there was contact so many days before is no longer new.
const NEW: u64 = 60;

impl<'a> View<'a> {
    /// The meetings held, earliest first: whatever was more than a phone call or a message.
    pub fn held(&self) -> impl Iterator<Item = &Event<'a>> {
        self.events.iter().filter(|event| event.word.as_ref().is_some_and(|word| word.held))
    }

    /// The meetings for which a thank-you is owed, earliest first, and not yet too old to ask for.
    pub fn thanks_owed(&self, today: Date, settings: &Settings) -> Vec<&Event<'a>> {
        let oldest = today.checked_sub_days(Days::new(settings.horizons.thanks.into()));
        let oldest = oldest.unwrap_or(Date::MIN);
        let held = self.held().enumerate().skip_while(|(_, event)| event.date() < oldest);
        let owed = held.filter(|(number, event)| {
            let wanted = match settings.thanks {
                Thanks::First => event.is_interview() || self.is_early(*number, event),
                Thanks::Interviews => event.is_interview(),
                Thanks::Always => true,
                Thanks::Never => false,
            };
            wanted && !event.fact.no_thanks && !self.is_thanked(event)
        });
        owed.map(|(_, event)| event).collect()
    }

    /// Whether it is one of the first meetings with somebody whom I have not known for long.
    fn is_early(&self, number: usize, event: &Event<'_>) -> bool {
        let since = event.date().checked_sub_days(Days::new(NEW)).unwrap_or(Date::MIN);
        let new = self.events.first().is_none_or(|first| first.date() >= since);
        number < FIRST && event.fact.people <= MOST_PEOPLE && new
    }

    /// Whether I said thanks for a meeting: on its day or later, and not before it if both have a time.
    fn is_thanked(&self, meeting: &Event<'_>) -> bool {
        let day = meeting.date();
        let later = self.events.iter().rev().take_while(|event| event.date() >= day);
        later.into_iter().any(|event| {
            let thanks = |word: &Word| word.thanks && word.direction == Direction::Out;
            let times = event.fact.time.zip(meeting.fact.time);
            let before = event.date() == day && times.is_some_and(|(said, held)| said < held);
            event.word.as_ref().is_some_and(thanks) && !before
        })
    }
}
