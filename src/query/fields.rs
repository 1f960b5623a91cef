//! The reserved names before a colon, and what their values mean. A new field is a row in [`FIELDS`].

use super::Context;
use super::dates::{self, Trouble};
use super::error::shown;
use super::tree::{Leaf, Node, Place};
use crate::model::text::{fold, key_name, nearest};
use crate::model::{Direction, Kind};

/// Reads a value.
pub(super) type Reader = fn(&str, &Context<'_>) -> Result<Leaf, Trouble>;

/// What follows a reserved name.
#[derive(Clone, Copy)]
pub(super) enum Field {
    /// A value.
    Value(Reader),
    /// A value that must not hold.
    Without(Reader),
    /// Text that stands in one place: a word, a phrase, or a group of them.
    Text(Place),
    /// People: a name, or a query in braces that picks them.
    With,
    /// The name of a saved query.
    View,
}

/// Every reserved name, and what follows it.
const FIELDS: [(&str, Field); 24] = [
    ("after", Field::Value(|value, at| dates::after(value, at.today).map(Leaf::Date))),
    ("before", Field::Value(|value, at| dates::before(value, at.today).map(Leaf::Date))),
    ("body", Field::Text(Place::Body)),
    ("date", Field::Value(|value, at| dates::on(value, at.today).map(Leaf::Date))),
    ("dir", Field::Value(|value, _| direction(value))),
    ("file", Field::Text(Place::File)),
    ("has", Field::Value(has)),
    ("is", Field::Value(|value, _| state(value))),
    ("kind", Field::Value(|value, _| kind(value))),
    ("last", Field::Value(|value, at| dates::on(value, at.today).map(Leaf::Last))),
    ("newer_than", Field::Value(|value, at| dates::newer_than(value, at.today).map(Leaf::Date))),
    ("no", Field::Without(has)),
    ("older_than", Field::Value(|value, at| dates::older_than(value, at.today).map(Leaf::Date))),
    ("org", Field::Text(Place::Org)),
    ("path", Field::Text(Place::Path)),
    ("role", Field::Text(Place::Role)),
    ("section", Field::Text(Place::Section)),
    ("tag", Field::Value(|value, _| tag(value))),
    ("task-done", Field::Text(Place::Done)),
    ("task-todo", Field::Text(Place::Todo)),
    ("title", Field::Text(Place::Title)),
    ("via", Field::Value(|value, _| channel(value))),
    ("view", Field::View),
    ("with", Field::With),
];

/// What follows a name, if it is reserved. Names are compared folded.
pub(super) fn field(name: &str) -> Option<Field> {
    let name = match fold(name).as_str() {
        "newer-than" => "newer_than".to_owned(),
        "older-than" => "older_than".to_owned(),
        "task_todo" => "task-todo".to_owned(),
        "task_done" => "task-done".to_owned(),
        name => name.to_owned(),
    };
    FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

/// Whether a group that opens so may stand after a name.
pub(super) fn takes_group(name: &str, open: Option<char>) -> bool {
    match open {
        Some('(') => matches!(field(name), Some(Field::Text(_))),
        Some('{') => matches!(field(name), Some(Field::With)),
        _ => false,
    }
}

/// The reserved name or key of this vault that may have been meant.
pub(super) fn near(name: &str, context: &Context<'_>) -> Option<String> {
    let keys = context.keys.iter().map(String::as_str);
    nearest(name, FIELDS.iter().map(|(known, _)| *known).chain(keys)).map(str::to_owned)
}

/// Cleans the value of a reserved field.
pub(super) fn value(text: &str, quoted: bool) -> Result<String, Trouble> {
    // Without its counterpart a quote is a slip, not part of a name.
    let value = if quoted { text } else { text.trim_start_matches(['"', '“', '”']) };
    let value = plain(value.trim());
    if value.is_empty() {
        return Err(trouble("needs a value right after the colon"));
    }
    if !quoted && value.starts_with(['(', '{']) {
        return Err(trouble("takes one value; one with spaces stands in quotes"));
    }
    Ok(value)
}

/// A text without quotation marks: what they mean to a query is known by now, they say nothing to a
/// search, and a text without them can be put in quotes.
pub(super) fn plain(text: &str) -> String {
    text.replace(['"', '“', '”'], "'")
}

pub(super) fn trouble(message: &str) -> Trouble {
    Trouble { message: message.to_owned(), suggestion: None }
}

const KINDS: [Kind; 5] = [Kind::Contact, Kind::Meeting, Kind::Message, Kind::Journal, Kind::Note];
const DIRECTIONS: [Direction; 3] = [Direction::Out, Direction::In, Direction::Both];
/// The states of a contact as the network names them; a test in `answer` holds them together.
pub(crate) const STATES: [&str; 11] = [
    "paused",
    "scheduled",
    "owed",
    "unanswered",
    "quiet",
    "dormant",
    "closed",
    "lapsed",
    "new",
    "in_touch",
    "untracked",
];
/// What a contact's note may have whatever the key is called in this vault.
pub(crate) const FACTS: [&str; 12] = [
    "email",
    "phone",
    "birthday",
    "cadence",
    "alias",
    "org",
    "role",
    "location",
    "interests",
    "level",
    "next_step",
    "tag",
];

fn kind(value: &str) -> Result<Leaf, Trouble> {
    one_of(value, &KINDS, |kind| kind.as_str()).map(Leaf::Kind)
}

fn channel(value: &str) -> Result<Leaf, Trouble> {
    match value.contains('*') {
        true => Err(trouble("takes the whole name of a channel, without *")),
        false => Ok(Leaf::Via(value.to_owned())),
    }
}

fn direction(value: &str) -> Result<Leaf, Trouble> {
    one_of(value, &DIRECTIONS, |direction| direction.as_str()).map(Leaf::Dir)
}

fn state(value: &str) -> Result<Leaf, Trouble> {
    let spelt = value.replace(['-', ' '], "_");
    one_of(&spelt, &STATES, |state| state).map(Leaf::Is)
}

/// The one that the value names.
fn one_of<T: Copy>(value: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, Trouble> {
    let folded = fold(value);
    all.iter().copied().find(|one| name(*one) == folded).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        Trouble {
            message: format!("does not understand {}; it takes {}", shown(value), names.join(", ")),
            suggestion: nearest(value, names).map(str::to_owned),
        }
    })
}

fn tag(value: &str) -> Result<Leaf, Trouble> {
    let blank = char::is_whitespace;
    let tag = value.trim_start_matches(|c| c == '#' || blank(c));
    let tag = tag.trim_end_matches(|c| c == '/' || blank(c));
    if tag.is_empty() {
        return Err(trouble("needs a value right after the colon"));
    }
    if tag.trim_end_matches('*').is_empty() || tag.strip_suffix('*').unwrap_or(tag).contains('*') {
        return Err(trouble("takes a * only behind the beginning of a tag, as in tag:en*"));
    }
    Ok(Leaf::Tag(tag.to_owned()))
}

/// A fact of contacts by its name, or a key of this vault.
fn has(value: &str, context: &Context<'_>) -> Result<Leaf, Trouble> {
    let name = key_name(value);
    // In the plural, too.
    let fact = |fact: &&&str| {
        let fact = key_name(fact);
        name == fact
            || name.strip_suffix("es") == Some(&fact)
            || name.strip_suffix('s') == Some(&fact)
    };
    if let Some(fact) = FACTS.iter().find(fact) {
        return Ok(Leaf::Has((*fact).to_owned()));
    }
    if context.keys.contains(&name) {
        return Ok(Leaf::Has(name));
    }
    let known = FACTS.into_iter().chain(context.keys.iter().map(String::as_str));
    Err(Trouble {
        message: format!(
            "does not understand {}; no note has such a key, and it is none of {}",
            shown(value),
            FACTS.join(", ")
        ),
        suggestion: nearest(&name, known).map(str::to_owned),
    })
}

/// A tree of words, phrases and beginnings as one condition on a place.
pub(super) fn within(place: Place, what: Node) -> Result<Leaf, Trouble> {
    let is_path = matches!(place, Place::Path | Place::File);
    if !is_path && what.leaves().all(|(leaf, _)| leaf.says_nothing()) {
        return Err(trouble("needs a letter or digit to look for"));
    }
    if is_path && what.leaves().any(|(leaf, _)| leaf.has_star()) {
        return Err(trouble("takes a * only behind how it begins, as in path:people*"));
    }
    Ok(Leaf::Within { place, what: Box::new(what) })
}

/// The tag that a word such as `#work/energy` is. As in Obsidian it is not all digits, so `#42` is text.
pub(super) fn hash_tag(word: &str) -> Option<&str> {
    let tag = word.strip_prefix('#')?.trim_end_matches('/');
    let begun = tag.strip_suffix('*').unwrap_or(tag);
    let fits = |c: char| !c.is_ascii_punctuation() || matches!(c, '-' | '_' | '/');
    let says = |c: char| !c.is_ascii_digit() && !c.is_ascii_punctuation();
    (begun.chars().all(fits) && begun.contains(says)).then_some(tag)
}
