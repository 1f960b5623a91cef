//! What a query means, as a tree of conditions on a note or on one dated entry of it.
//!
//! The tree holds what the user said and nothing of how it is looked up: words are as typed, names and
//! tags are not resolved, dates are absolute. Its Display is an s-expression, exact enough to test by.

use std::fmt;
use std::ops::Range;

use super::dates::DateRange;
use crate::model::{Direction, Kind};

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Everything fits.
    All,
    /// All of these hold. At least two, none of which is an `And` or `All`.
    And(Vec<Node>),
    /// At least one of these holds. At least two, none of which is an `Or`.
    Or(Vec<Node>),
    /// It does not hold: everything but what fits it, wherever it stands, at the root too. Never holds a `Not`.
    Not(Box<Node>),
    /// A single condition.
    Leaf {
        /// What it asks for.
        what: Leaf,
        /// Where it stands in the query, in bytes.
        span: Range<usize>,
    },
}

/// A single condition. Texts are as typed and never empty; a text may hold no letter or digit at all
/// (`-`, `C++`, `🎉`), and whoever looks it up decides what such a one can find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaf {
    /// This text, without white space: `budget`, `10:30`, `R&D`.
    Word(String),
    /// A word that begins so; without the `*`.
    Prefix(String),
    /// These words one after the other, as they stood between white space. Never empty.
    Phrase(Vec<String>),
    /// With this person: words of a name, or an address.
    With(String),
    /// In a note of this kind.
    Kind(Kind),
    /// With this tag or one below it; without `#`.
    Tag(String),
    /// Through this channel.
    Via(String),
    /// In this direction.
    Dir(Direction),
    /// On a day of this range.
    Date(DateRange),
}

impl Leaf {
    /// Whether it asks for text, not for a fact.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Word(_) | Self::Prefix(_) | Self::Phrase(_))
    }

    /// Whether it asks for something that each entry has for itself.
    fn is_of_entry(&self) -> bool {
        matches!(self, Self::Date(_) | Self::Via(_) | Self::Dir(_))
    }
}

impl Node {
    /// All of these hold. None at all is [`Node::All`].
    pub(super) fn and(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::All => {}
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        only(&mut flat).unwrap_or(if flat.is_empty() { Self::All } else { Self::And(flat) })
    }

    /// One of these holds. There must be one at least.
    pub(super) fn or(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        only(&mut flat).unwrap_or(Self::Or(flat))
    }

    /// It does not hold.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Every single condition with its place, in the order of the query.
    pub fn leaves(&self) -> impl Iterator<Item = (&Leaf, Range<usize>)> {
        Leaves { left: vec![self], below_not: true }
    }

    /// The texts that a hit holds, or may hold, for snippets: not those below a `Not`.
    pub fn words(&self) -> impl Iterator<Item = &Leaf> {
        Leaves { left: vec![self], below_not: false }
            .map(|(leaf, _)| leaf)
            .filter(|leaf| leaf.is_text())
    }

    /// Whether the query speaks of a date, channel or direction. Then its words must be found in one
    /// and the same entry, or in a note that is itself dated.
    pub fn speaks_of_entry(&self) -> bool {
        self.leaves().any(|(leaf, _)| leaf.is_of_entry())
    }
}

/// The sole part, if there is only one.
fn only(parts: &mut Vec<Node>) -> Option<Node> {
    if parts.len() == 1 { parts.pop() } else { None }
}

/// Walks a tree without recursion.
struct Leaves<'a> {
    /// Still to be visited, the next one last.
    left: Vec<&'a Node>,
    /// Also what a `Not` holds.
    below_not: bool,
}

impl<'a> Iterator for Leaves<'a> {
    type Item = (&'a Leaf, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(node) = self.left.pop() {
            match node {
                Node::All => {}
                Node::And(parts) | Node::Or(parts) => self.left.extend(parts.iter().rev()),
                Node::Not(inner) if self.below_not => self.left.push(inner),
                Node::Not(_) => {}
                Node::Leaf { what, span } => return Some((what, span.clone())),
            }
        }
        None
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => write!(f, "*"),
            Self::And(parts) => list(f, "and", parts),
            Self::Or(parts) => list(f, "or", parts),
            Self::Not(inner) => write!(f, "(not {inner})"),
            Self::Leaf { what, .. } => write!(f, "{what}"),
        }
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, "{}", Atom(word)),
            Self::Prefix(stem) => write!(f, "(prefix {})", Atom(stem)),
            Self::Phrase(words) => {
                let words: Vec<Atom<'_>> = words.iter().map(|word| Atom(word)).collect();
                list(f, "phrase", &words)
            }
            Self::With(name) => write!(f, "(with {})", Atom(name)),
            Self::Kind(kind) => write!(f, "(kind {})", kind.as_str()),
            Self::Tag(tag) => write!(f, "(tag {})", Atom(tag)),
            Self::Via(channel) => write!(f, "(via {})", Atom(channel)),
            Self::Dir(direction) => write!(f, "(dir {})", direction.as_str()),
            Self::Date(range) => write!(f, "(date {range})"),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, name: &str, parts: &[impl fmt::Display]) -> fmt::Result {
    write!(f, "({name}")?;
    for part in parts {
        write!(f, " {part}")?;
    }
    write!(f, ")")
}

/// A text as it stands, in quotes where it could be taken for something else.
struct Atom<'a>(&'a str);

impl fmt::Display for Atom<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '(' | ')');
        if self.0.is_empty() || self.0.contains(odd) {
            write!(f, "{:?}", self.0)
        } else {
            write!(f, "{}", self.0)
        }
    }
}
