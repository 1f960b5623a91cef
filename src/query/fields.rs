//! The reserved names before a colon, and what their values mean. A new field is a row in [`FIELDS`].

use super::dates::{self, Trouble};
use super::error::shown;
use super::tree::Leaf;
use crate::model::text::{fold, nearest};
use crate::model::{Date, Direction, Kind};

/// Reads a value; the day is today.
type Reader = fn(&str, Date) -> Result<Leaf, Trouble>;

/// Every reserved name, and how its value is read.
const FIELDS: [(&str, Reader); 8] = [
    ("after", |value, today| dates::after(value, today).map(Leaf::Date)),
    ("before", |value, today| dates::before(value, today).map(Leaf::Date)),
    ("date", |value, today| dates::on(value, today).map(Leaf::Date)),
    ("dir", |value, _| direction(value)),
    ("kind", |value, _| kind(value)),
    ("tag", |value, _| tag(value)),
    ("via", |value, _| Ok(Leaf::Via(value.to_owned()))),
    ("with", |value, _| Ok(Leaf::With(value.to_owned()))),
];

/// How the values of a field are read, if the name is reserved. Names are compared folded.
pub(super) fn reader(name: &str) -> Option<Reader> {
    let name = fold(name);
    FIELDS.iter().find(|(known, _)| *known == name).map(|(_, reader)| *reader)
}

/// The reserved name that may have been meant.
pub(super) fn near(name: &str) -> Option<&'static str> {
    nearest(name, FIELDS.map(|(known, _)| known))
}

/// Reads the value of a reserved field.
pub(super) fn read(
    reader: Reader,
    value: &str,
    quoted: bool,
    today: Date,
) -> Result<Leaf, Trouble> {
    // Without its counterpart a quote is a slip, not part of a name.
    let value = if quoted { value } else { value.trim_start_matches(['"', '“']) };
    let value = value.trim();
    if value.is_empty() {
        return Err(trouble("needs a value right after the colon"));
    }
    if !quoted && value.starts_with(['(', '{']) {
        return Err(trouble("takes one value; one with spaces stands in quotes"));
    }
    reader(value, today)
}

fn trouble(message: &str) -> Trouble {
    Trouble { message: message.to_owned(), suggestion: None }
}

const KINDS: [Kind; 5] = [Kind::Contact, Kind::Meeting, Kind::Message, Kind::Journal, Kind::Note];
const DIRECTIONS: [Direction; 3] = [Direction::Out, Direction::In, Direction::Both];

fn kind(value: &str) -> Result<Leaf, Trouble> {
    one_of(value, &KINDS, |kind| kind.as_str()).map(Leaf::Kind)
}

fn direction(value: &str) -> Result<Leaf, Trouble> {
    one_of(value, &DIRECTIONS, |direction| direction.as_str()).map(Leaf::Dir)
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
    let tag = value.strip_prefix('#').unwrap_or(value).trim_end_matches('/');
    if tag.is_empty() {
        return Err(trouble("needs a value right after the colon"));
    }
    Ok(Leaf::Tag(tag.to_owned()))
}

/// The tag that a word such as `#work/energy` is. As in Obsidian it is not all digits, so `#42` is text.
pub(super) fn hash_tag(word: &str) -> Option<&str> {
    let tag = word.strip_prefix('#')?.trim_end_matches('/');
    let fits = |c: char| !c.is_ascii_punctuation() || matches!(c, '-' | '_' | '/');
    let says = |c: char| !c.is_ascii_digit() && !c.is_ascii_punctuation();
    (tag.chars().all(fits) && tag.contains(says)).then_some(tag)
}
