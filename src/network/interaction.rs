//! What happened with one contact: each dated fact once, whatever the number of places that tell it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Text;
use crate::model::{Date, Direction, NotePath, Spot, Time, Word};

/// A place in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The note.
    pub path: NotePath,
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1.
    pub column: u32,
}

impl Place {
    /// A place in a note.
    pub fn of(path: &NotePath, at: Spot) -> Self {
        Self { path: path.clone(), line: at.line, column: at.column }
    }

    /// Where it is in its note.
    pub fn spot(&self) -> Spot {
        Spot { line: self.line, column: self.column }
    }
}

/// Which kind of place tells of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A dated entry in a contact's note.
    Entry,
    /// An item of `outreach` in a contact's front matter.
    Outreach,
    /// A line of a daily note.
    Journal,
    /// A meeting's note.
    Meeting,
    /// A message's note.
    Message,
    /// `last_contact` in a contact's front matter.
    LastContact,
    /// A dated note that merely links to the contact.
    Mention,
}

impl Source {
    /// The word for it in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Outreach => "outreach",
            Self::Journal => "journal",
            Self::Meeting => "meeting",
            Self::Message => "message",
            Self::LastContact => "last_contact",
            Self::Mention => "mention",
        }
    }

    /// Whether somebody wrote down that it took place, rather than that it would.
    pub fn tells(self) -> bool {
        matches!(self, Self::Entry | Self::Outreach | Self::Journal)
    }
}

/// What a dated fact is, whatever the day asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Something was said.
    Exchange(Word),
    /// A meeting on a later day was agreed on, which is an exchange too.
    Announced(Date),
    /// A meeting that somebody still has to mark as held.
    Planned,
    /// A meeting's note: held once its day is over.
    Meeting {
        /// It says that it took place.
        held: bool,
    },
    /// A meeting that did not take place.
    NotHeld,
    /// I stopped trying.
    LetGo,
    /// A dated line that says nothing about contact.
    Unclear,
    /// Merely named.
    Mention,
}

impl What {
    /// The direction of what was said; a meeting goes both ways.
    pub fn direction(&self) -> Option<Direction> {
        match self {
            Self::Exchange(word) => Some(word.direction),
            Self::Announced(_) | Self::Planned | Self::Meeting { .. } => Some(Direction::Both),
            _ => None,
        }
    }
}

/// A dated fact about one contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its day.
    pub date: Date,
    /// Its time, if given.
    pub time: Option<Time>,
    /// What it is.
    pub what: What,
    /// What kind of place tells it.
    pub source: Source,
    /// What carried it.
    pub channel: Option<Arc<str>>,
    /// How long it took or is to take, in minutes, if given.
    pub minutes: Option<u32>,
    /// What was said.
    pub text: Text,
    /// Where it stands.
    pub place: Place,
    /// How many people took part besides me; 1 for a message.
    pub people: u32,
    /// An informational interview.
    pub interview: bool,
    /// The note says that no thank-you is owed for it, or that it was sent.
    pub no_thanks: bool,
    /// Where else it is told.
    pub also: Vec<(Source, Place)>,
}

impl Fact {
    /// Every place that tells it, the first one first.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        std::iter::once(&self.place).chain(self.also.iter().map(|(_, place)| place))
    }

    /// Whether a place of this kind tells it, first or again.
    pub fn told_by(&self, test: impl Fn(Source) -> bool) -> bool {
        test(self.source) || self.also.iter().any(|(source, _)| test(*source))
    }

    /// The exchange that it is, if it is one once its day has come.
    pub fn word(&self) -> Option<Word> {
        match &self.what {
            What::Exchange(word) => Some(word.clone()),
            What::Announced(_) => Some(Word::plain(Direction::Both)),
            What::Meeting { .. } => {
                Some(Word { held: true, interview: self.interview, ..Word::plain(Direction::Both) })
            }
            _ => None,
        }
    }
}
