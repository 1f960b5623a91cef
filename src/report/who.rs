//! People, by what was said with them: whom to ask about something, and whom it would please to hear of it.

use serde::{Deserialize, Serialize};

use super::{ContactRow, Counts};
use crate::model::Date;

/// People who have to do with a topic, those who have most to do with it first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WhoReport {
    /// One row a person.
    pub rows: Vec<WhoRow>,
    /// How many people there are, also those not shown.
    pub found: usize,
    /// How many of those who fit are paused, and left out.
    pub paused: usize,
    /// What looked like a field and was searched as text, a sentence each.
    pub taken_as_text: Vec<String>,
    /// If there is nobody: which conditions nothing can fulfil, a sentence each.
    pub doubts: Vec<String>,
    /// For the notes of the answer.
    pub counts: Counts,
}

/// Somebody who has to do with a topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhoRow {
    /// Who.
    pub contact: ContactRow,
    /// How much, to three digits; comparable within one answer.
    pub score: f64,
    /// How many entries and notes fit.
    pub hits: u32,
    /// The day of the last contact.
    pub last: Option<Date>,
    /// The line that says it best.
    pub best: BestRow,
}

/// The line that says best what somebody has to do with a topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BestRow {
    /// Its day, if it has one.
    pub date: Option<Date>,
    /// The note, relative to the vault.
    pub path: String,
    /// The line in the note.
    pub line: u32,
    /// The bytes of the path, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
    /// That line, or the part of it that fits.
    pub snippet: String,
}
