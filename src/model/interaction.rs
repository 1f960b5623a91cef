//! What a dated entry can mean: who spoke to whom, through what, and whether an answer is due.

use serde::{Deserialize, Serialize};

use super::calendar::Date;

/// Which way an exchange went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From me to them.
    Out,
    /// From them to me.
    In,
    /// Both at once: a talk, or an exchange without a stated direction.
    Both,
}

impl Direction {
    /// `out`, `in` or `both`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Out => "out",
            Self::In => "in",
            Self::Both => "both",
        }
    }
}

/// What carried an exchange, lower case: `email`, `linkedin`, `video`. Free text where the note says
/// something else.
pub type Channel = String;

/// What an entry means, whatever the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meaning {
    /// Something was said.
    Exchange(Word),
    /// A meeting was agreed on. `on` is the first date in the text that is later than the entry's own.
    Planned {
        /// The day of the meeting, if the text names one.
        on: Option<Date>,
    },
    /// I stopped trying: ends a thread and settles a reply that I owe.
    LetGo,
    /// A dated line that says nothing about contact.
    Unclear,
}

/// An exchange, as the word table and its modifiers read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// Which way.
    pub direction: Direction,
    /// Whether the receiver is expected to answer.
    pub expects_reply: bool,
    /// It answers something (replied, heard back), rather than being a first word (received, wrote).
    pub answers: bool,
    /// Their word ends the matter: they declined.
    pub is_final: bool,
    /// The two spoke at some length (met, video, lunch), which calls for thanks; a phone call does not.
    pub held: bool,
    /// An informational interview.
    pub interview: bool,
    /// It says thanks.
    pub thanks: bool,
}

impl Word {
    /// An exchange in this direction with nothing else said about it.
    pub const fn plain(direction: Direction) -> Self {
        Self {
            direction,
            expects_reply: false,
            answers: false,
            is_final: false,
            held: false,
            interview: false,
            thanks: false,
        }
    }
}
