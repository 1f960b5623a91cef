//! What a contact's note says about a person, apart from what happened when.

use serde::{Deserialize, Serialize};

use super::calendar::{Birthday, Date, Span, Unit};
use super::note::{PersonRef, Spot};

/// A value with its place in the note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its line in the note, counted from 1.
    pub line: u32,
    /// Its column in characters, counted from 1.
    pub column: u32,
}

impl<T> At<T> {
    /// A value that stands at a place.
    pub fn new(value: T, at: Spot) -> Self {
        Self { value, line: at.line, column: at.column }
    }

    /// Where it stands.
    pub fn spot(&self) -> Spot {
        Spot { line: self.line, column: self.column }
    }
}

/// The facts of one person. Every field may be missing: most notes have few of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The name shown in reports; never empty.
    pub name: String,
    /// Other names the person goes by.
    pub aliases: Vec<String>,
    /// E-mail addresses as written.
    pub emails: Vec<String>,
    /// Phone numbers as written, zeros and plus signs kept.
    pub phones: Vec<String>,
    /// Profiles and web sites.
    pub links: Vec<String>,
    /// Where the person works; the first is the one shown.
    pub organisations: Vec<String>,
    /// What the person does there.
    pub role: Option<String>,
    /// The birthday, with or without a year.
    pub birthday: Option<Birthday>,
    /// Who introduced the person.
    pub introduced_by: Vec<At<PersonRef>>,
    /// How, where or when the two met, as written.
    pub met: Option<String>,
    /// A stated day of the last contact.
    pub last_contact: Option<At<Date>>,
    /// How often the two mean to be in touch.
    pub cadence: Option<At<Cadence>>,
    /// A pinned next step.
    pub next_step: Option<At<NextStep>>,
    /// What the person cares about.
    pub interests: Vec<String>,
    /// How far along the person is.
    pub level: Option<Level>,
    /// Whether the person was warm or cold when first written to.
    pub warmth: Option<Warmth>,
    /// Whether the person is central to the search: the cautious policy then allows a second message.
    pub central: bool,
    /// As written.
    pub priority: Option<String>,
    /// As written.
    pub location: Option<String>,
    /// As written.
    pub timezone: Option<String>,
    /// A status that keeps the person out of every list.
    pub hold: Option<At<Hold>>,
    /// The person is left alone until this day, and back on it.
    pub paused_until: Option<At<Date>>,
    /// The person's own waits between messages; the last one repeats.
    pub follow_up_after: Vec<Span>,
    /// The most messages to send without an answer, at least 1.
    pub max_messages: Option<u32>,
    /// The type or a tag says *contact* outright, which is a sign of intent.
    pub explicit: bool,
    /// Where the names stand.
    pub places: NamePlaces,
}

/// Where in the front matter the names of a contact stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamePlaces {
    /// The name; none if the file has it in its own name.
    pub name: Option<Spot>,
    /// The other names.
    pub aliases: Option<Spot>,
    /// The addresses.
    pub emails: Option<Spot>,
}

impl Contact {
    /// Whether the note shows that somebody means to be in touch with this person. Notes about authors,
    /// saints and characters look like contacts too, and are told apart by the lack of any such sign.
    pub fn shows_intent(&self) -> bool {
        self.explicit
            || self.cadence.is_some()
            || !self.emails.is_empty()
            || !self.phones.is_empty()
            || !self.introduced_by.is_empty()
            || self.next_step.is_some()
    }
}

/// How often the two mean to be in touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cadence {
    /// At least once in this span.
    Every(Span),
    /// When there is a reason to: never quiet.
    AsNeeded,
    /// Not at all: paused.
    Never,
}

/// What to do next, pinned to a day or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    /// The day it is pinned to.
    pub on: Option<Date>,
    /// What is to be done, as written.
    pub text: Option<String>,
}

/// Why a contact is left out of every list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hold {
    /// `status: paused`
    Paused,
    /// `status: archived`
    Archived,
    /// `status: do-not-contact`
    DoNotContact,
}

impl Hold {
    /// The word as it stands in a note.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paused => "paused",
            Self::Archived => "archived",
            Self::DoNotContact => "do-not-contact",
        }
    }
}

/// How far along a person is in the field; under three years counts as junior.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Under three years.
    Junior,
    /// Three years or more, by title.
    Mid,
    /// By title.
    Senior,
}

/// Whether there was something in common before the first message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Warmth {
    /// Something in common, or introduced.
    Warm,
    /// A stranger.
    Cold,
}

/// A text that is no [`Cadence`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected how often to be in touch, such as 30d, 6w, monthly, every 3 months, as-needed or never"
)]
pub struct NotACadence;

impl std::str::FromStr for Cadence {
    type Err = NotACadence;

    /// Reads `30`, `6w`, `weekly`, `every 6 weeks`, `every other week`, `as-needed`, `never` and their
    /// like, whatever the case.
    fn from_str(text: &str) -> Result<Self, NotACadence> {
        let lower = text.trim().to_lowercase();
        let word: String = lower.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect();
        let every = |count, unit| Ok(Self::Every(Span { count, unit }));
        match word.as_str() {
            "daily" | "everyday" => return every(1, Unit::Day),
            "weekly" | "everyweek" => return every(1, Unit::Week),
            "biweekly" | "fortnightly" | "everyotherweek" | "everyfortnight" => {
                return every(2, Unit::Week);
            }
            "monthly" | "everymonth" => return every(1, Unit::Month),
            "bimonthly" | "everyothermonth" => return every(2, Unit::Month),
            "quarterly" | "everyquarter" => return every(3, Unit::Month),
            "halfyearly" | "semiannually" | "semiannual" | "biannual" | "biannually"
            | "twiceayear" | "everyhalfyear" => return every(6, Unit::Month),
            "yearly" | "annually" | "annual" | "everyyear" | "onceayear" => {
                return every(1, Unit::Year);
            }
            "asneeded" | "none" | "no" | "eventonly" | "adhoc" => return Ok(Self::AsNeeded),
            "never" | "stop" => return Ok(Self::Never),
            _ => {}
        }
        let span = lower.strip_prefix("every ").unwrap_or(&lower).trim();
        let span = match span.strip_prefix("other ") {
            Some(unit) => format!("2 {unit}"),
            None => span.to_owned(),
        };
        match span.parse::<Span>() {
            Ok(span) if span.count > 0 => Ok(Self::Every(span)),
            _ => Err(NotACadence),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cadences_are_read_as_people_write_them() {
        let days = |text: &str| match text.parse() {
            Ok(Cadence::Every(span)) => Some(span.nominal_days()),
            _ => None,
        };
        let cases = [
            ("30", 30),
            ("30d", 30),
            ("6w", 42),
            ("3 weeks", 21),
            ("Weekly", 7),
            ("bi-weekly", 14),
            ("monthly", 30),
            ("Quarterly", 91),
            ("half-yearly", 182),
            ("yearly", 365),
            ("every 6 weeks", 42),
            ("every other month", 60),
            ("every 2 months", 60),
        ];
        for (text, expected) in cases {
            assert_eq!(days(text), Some(expected), "{text}");
        }
        assert_eq!("as-needed".parse(), Ok(Cadence::AsNeeded));
        assert_eq!("none".parse(), Ok(Cadence::AsNeeded));
        assert_eq!("Never".parse(), Ok(Cadence::Never));
        for text in ["", "0", "0d", "often", "weekly | monthly", "every"] {
            assert_eq!(text.parse::<Cadence>(), Err(NotACadence), "{text}");
        }
    }
}
