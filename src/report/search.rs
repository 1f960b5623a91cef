//! Notes that fit a query: who was there and when, and the line that fits best.

use serde::{Deserialize, Serialize};

use super::ContactRow;
use crate::model::{Date, Kind};

/// How hits are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Showing {
    /// Every entry that fits, and not only the best one of each note.
    pub each: bool,
    /// The latest first, and not the best.
    pub by_date: bool,
    /// All lines that fit, and not only the best one.
    pub context: bool,
}

/// A line of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRow {
    /// Its number, from 1.
    pub line: u32,
    /// What it says, or the part of it that fits.
    pub text: String,
}

/// Notes that fit a query, best first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchReport {
    /// One row a note, or one a piece.
    pub rows: Vec<SearchRow>,
    /// How many rows there are, also those not shown.
    pub found: usize,
    /// What looked like a field and was searched as text, as written.
    pub taken_as_text: Vec<String>,
    /// The rows are entries and other pieces, of which a note may have several.
    pub in_pieces: bool,
    /// If there are none: which conditions nothing can fulfil, a sentence each.
    pub doubts: Vec<String>,
}

/// A note that fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchRow {
    /// The note, relative to the vault.
    pub path: String,
    /// The note, in full.
    pub file: String,
    /// The bytes of the path, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub kind: Kind,
    /// The day of the entry that fits best, else of the note.
    pub date: Option<Date>,
    /// Who took part.
    pub contacts: Vec<ContactRow>,
    /// How well it fits, to three digits; comparable within one answer.
    pub score: f64,
    /// The line that fits best, counted from 1.
    pub line: u32,
    /// That line, or the part of it that fits.
    pub snippet: String,
    /// Where in it the words asked for stand: the first character of each and the first one after it, counted
    /// from 0.
    #[serde(default)]
    pub matches: Vec<(u32, u32)>,
    /// All lines that fit, if they were asked for.
    pub lines: Vec<LineRow>,
}
