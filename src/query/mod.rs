//! The query language: one text → a tree of conditions. Pure: it knows nothing of how a note is found,
//! of files or of the clock; today is a value.
//!
//! ```text
//! text ─▶ lexer (tokens) ─▶ parser (operators, groups; fields: values; dates: days) ─▶ tree
//! ```
//!
//! What people type or paste is text unless it is plainly something else: `10:30`, `re: proposal`, a
//! URL, an open quote and a stray parenthesis are searched for, not complained about. Only a reserved
//! field whose value means nothing is an [`Error`], for leaving it out would answer another question.

mod dates;
mod error;
mod fields;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;
mod tree;

use std::fmt;
use std::ops::Range;

pub use dates::DateRange;
pub use error::Error;
pub use parser::parse;
pub use tree::{Leaf, Node};

/// The longest query, in bytes.
pub const MAX_BYTES: usize = 4096;
/// The most leaves a query may have.
pub const MAX_LEAVES: usize = 64;

/// A query that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What must hold.
    pub root: Node,
    /// What looks like a field and is none, in the order of the query, for a note beside the answer.
    pub taken_as_text: Vec<TakenAsText>,
}

/// Something that looks like a field and is searched as text. Its Display is the note about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenAsText {
    /// What stands before the colon, as typed.
    pub name: String,
    /// Where that stands, in bytes of the query.
    pub span: Range<usize>,
    /// It is the name of a field, but no value is attached to it.
    pub reserved: bool,
    /// The field that may have been meant.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for TakenAsText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = error::shown(&self.name);
        if self.reserved {
            return write!(f, "{name}: has no value attached and is searched as text");
        }
        write!(f, "{name}: is no field here and is searched as text")?;
        match self.nearest {
            Some(nearest) => write!(f, "; did you mean {nearest}:?"),
            None => Ok(()),
        }
    }
}
