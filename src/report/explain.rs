//! How a query was understood.

use serde::{Deserialize, Serialize};

/// A query in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainReport {
    /// As typed.
    pub query: String,
    /// A query that means the same, with nothing left to be guessed: days are dates, texts in quotes.
    pub typed: String,
    /// Each condition, and what joins them.
    pub rows: Vec<ExplainRow>,
    /// It speaks of a day, channel, direction or people: everything has to hold of one dated entry, or of a note.
    pub of_one_piece: bool,
    /// Of people only, so a whole note will do as well.
    pub or_of_a_note: bool,
    /// The saved queries in it, with what they say.
    pub views: Vec<String>,
    /// What was taken as text though something else may have been meant, a sentence each.
    pub taken_as_text: Vec<String>,
}

/// One condition, or what joins those below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainRow {
    /// How deep it lies, from 0.
    pub depth: usize,
    /// What it says.
    pub text: String,
}
