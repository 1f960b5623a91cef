//! What a query means, as a tree of conditions on a note or on one dated entry of it.
//!
//! The tree holds what the user said and nothing of how it is looked up: words are as typed, names and
//! tags are not resolved, dates are absolute.

use std::ops::Range;

use super::dates::DateRange;
use crate::model::text::is_searchable;
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

/// A single condition. Texts are as typed but for quotation marks, which say nothing to a search and
/// become apostrophes; they are never empty. A text may have nothing that can be looked for (`->`); it
/// is in the tree, and says nothing to whoever looks it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaf {
    /// This text, without white space: `budget`, `10:30`, `R&D`.
    Word(String),
    /// A word that begins so; without the `*`. Of several, which stand one after the other, the last one does.
    Prefix(String),
    /// These words one after the other, as they stood between white space; two at least.
    Phrase(Vec<String>),
    /// Text in one place of the note.
    Within {
        /// Where.
        place: Place,
        /// What has to stand there: words, phrases and beginnings only.
        what: Box<Node>,
    },
    /// With this person: words of a name, or an address; with a `*`, anybody with a name that begins so.
    With(String),
    /// With anybody whose own note fits. Holds no other `WithAny`.
    WithAny(Box<Node>),
    /// The note of this name, or a link to it: the target of a link, without heading or shown text.
    Link(String),
    /// In a note of this kind.
    Kind(Kind),
    /// With this tag or one below it; without `#`. With a `*`, any tag that begins so.
    Tag(String),
    /// Through this channel.
    Via(String),
    /// In this direction.
    Dir(Direction),
    /// On a day of this range.
    Date(DateRange),
    /// In the note of a contact for which this state holds, as the network names it.
    Is(&'static str),
    /// In the note of a contact with whom the last contact was on a day of this range.
    Last(DateRange),
    /// In a note that has this; the name of a fact of contacts, or a key.
    Has(String),
    /// In a note with a key of the front matter that fits.
    Key {
        /// The key as it is compared.
        key: String,
        /// What must hold of its values; if there are several, of one of them.
        test: Test,
    },
}

/// A place to look for text in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The title of the note; a contact's name.
    Title,
    /// What stands below the front matter.
    Body,
    /// The path of the note in the vault: part of it, or with a `*` how it begins.
    Path,
    /// The name of its file: part of it, or with a `*` how it begins.
    File,
    /// An organisation of the contact.
    Org,
    /// The role of the contact.
    Role,
    /// What stands beneath one heading, up to the next, and the heading itself.
    Section,
    /// One open task.
    Todo,
    /// One ticked task.
    Done,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Body,
        Self::Path,
        Self::File,
        Self::Org,
        Self::Role,
        Self::Section,
        Self::Todo,
        Self::Done,
    ];

    /// The name of its field.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Path => "path",
            Self::File => "file",
            Self::Org => "org",
            Self::Role => "role",
            Self::Section => "section",
            Self::Todo => "task-todo",
            Self::Done => "task-done",
        }
    }
}

/// What must hold of the values of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// The key is there, with or without a value.
    There,
    /// The key is there without a value.
    Null,
    /// A value compares so.
    Value(Compare, Operand),
}

/// How a value has to stand to what it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// It is that; a text has those words one after the other.
    Is,
    /// It is less, earlier, or before that in the alphabet.
    Less,
    /// The same or less.
    AtMost,
    /// It is more, later, or after that in the alphabet.
    More,
    /// The same or more.
    AtLeast,
}

impl Compare {
    /// The sign before the value; none for [`Compare::Is`].
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Is => "",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// What values are compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// As typed.
    pub text: String,
    /// The days it names, if it can be read so.
    pub days: Option<DateRange>,
}

impl Operand {
    /// The number it is, if it is one.
    pub fn number(&self) -> Option<f64> {
        number(&self.text)
    }
}

/// The number that a text is.
pub fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

impl Leaf {
    /// Whether it asks for text, not for a fact.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Word(_) | Self::Prefix(_) | Self::Phrase(_))
    }

    /// Whether it is a text without anything that a search can look for.
    pub(super) fn says_nothing(&self) -> bool {
        match self {
            Self::Word(text) | Self::Prefix(text) => !is_searchable(text),
            Self::Phrase(words) => !words.iter().any(|word| is_searchable(word)),
            _ => false,
        }
    }

    /// Whether it is a text with a `*` that says nothing.
    pub(super) fn has_star(&self) -> bool {
        match self {
            Self::Word(word) => word.contains('*'),
            Self::Phrase(words) => words.iter().any(|word| word.contains('*')),
            _ => false,
        }
    }

    /// These words one after the other, as one leaf; none if there is none.
    pub(super) fn phrase(mut words: Vec<String>) -> Option<Self> {
        match words.len() {
            0 => None,
            1 => words.pop().map(Self::Word),
            _ => Some(Self::Phrase(words)),
        }
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

    /// The conditions that a hit fulfils, or may fulfil, each with its place: not those below a `Not`.
    pub fn asked_for(&self) -> impl Iterator<Item = (&Leaf, Range<usize>)> {
        Leaves { left: vec![self], below_not: false }
    }

    /// Whether the query speaks of a date, channel or direction. Then its words must be found in one
    /// and the same entry, or in a note that is itself dated.
    pub fn speaks_of_entry(&self) -> bool {
        self.leaves().any(|(leaf, _)| leaf.is_of_entry())
    }

    /// Whether the query speaks of people who took part. Then its words must be found in an entry with them,
    /// or in a note that as a whole is theirs or with them.
    pub fn speaks_of_people(&self) -> bool {
        self.leaves().any(|(leaf, _)| matches!(leaf, Leaf::With(_) | Leaf::WithAny(_)))
    }

    /// Whether a piece of a note has to fit by itself.
    pub fn is_of_pieces(&self) -> bool {
        self.speaks_of_entry() || self.speaks_of_people()
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
