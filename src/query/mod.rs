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
mod explain;
mod fields;
mod keys;
mod lexer;
#[doc(hidden)]
pub mod odd;
mod parser;
mod print;
#[cfg(test)]
mod tests;
mod tree;
mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use crate::model::Date;

pub use dates::DateRange;
pub use error::Error;
pub use explain::{Line, explain};
#[cfg(test)]
pub(crate) use fields::STATES as states;
pub use parser::parse;
pub use print::typed;
pub use tree::{Compare, Leaf, Node, Operand, Place, Test, number};

/// The longest query, in bytes.
pub const MAX_BYTES: usize = 4096;
/// The most leaves a query may have, those of saved queries that it names included.
pub const MAX_LEAVES: usize = 64;

/// What a query means besides its text: the day, and what this vault knows.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Today.
    pub today: Date,
    /// Every key that some note's front matter has, as [`crate::model::text::key_name`] leaves it.
    pub keys: &'a BTreeSet<String>,
    /// The saved queries by name.
    pub views: &'a BTreeMap<String, String>,
}

/// A query that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What must hold.
    pub root: Node,
    /// What was searched as text though something else may have been meant, in the order of the query,
    /// for a note beside the answer.
    pub taken_as_text: Vec<TakenAsText>,
    /// The saved queries that it names, with what they say.
    pub views: Vec<(String, String)>,
}

/// Something that is searched as text though it may have been meant otherwise, or not searched at all. Its
/// Display is the note about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenAsText {
    /// What it is about, as typed: what stands before the colon, or a word.
    pub name: String,
    /// Where that stands, in bytes of the query; for one in a saved query, where the name of that stands.
    pub span: Range<usize>,
    /// Why it is text.
    pub why: Why,
}

/// Why something is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No field and no key of this vault has the name.
    NoField {
        /// The one that may have been meant.
        nearest: Option<String>,
    },
    /// In brackets, and no key of this vault has the name.
    NoKey {
        /// The one that may have been meant.
        nearest: Option<String>,
    },
    /// It is the name of a field, but no value is attached to it.
    NoValue,
    /// It is an operator in capitals only.
    LowerCase,
    /// It has a `*` that stands behind no beginning of a word.
    Star,
    /// It has nothing that a search can look for, and is left out.
    SaysNothing,
}

impl fmt::Display for TakenAsText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = error::shown(&self.name);
        match &self.why {
            Why::NoField { nearest } => {
                write!(f, "{name}: is no field here and is searched as text")?;
                nearest.iter().try_for_each(|near| write!(f, "; did you mean {near}:?"))
            }
            Why::NoKey { nearest } => {
                write!(f, "[{name}] is no key here and is searched as text")?;
                nearest.iter().try_for_each(|near| write!(f, "; did you mean [{near}]?"))
            }
            Why::NoValue => write!(f, "{name}: has no value attached and is searched as text"),
            Why::Star => write!(
                f,
                "{name} is searched without the *, which stands behind the beginning of a word, as in prop*"
            ),
            Why::SaysNothing => {
                write!(f, "{name} has no letter or digit and is not looked for")
            }
            Why::LowerCase => {
                let upper = name.to_uppercase();
                write!(f, "{name} is searched as a word; {upper} in capitals means either")
            }
        }
    }
}
