//! What all answers have in common, as plain records: named values, and beside them the place, the day, the
//! people and the text of each row. From these every format is made that is neither for people nor JSON,
//! so that a format is written once and not once for each command.

mod lists;
mod person;
mod vault;

use std::io;

use serde::Serialize;
use serde_json::Value;

use crate::answer::Body;
use crate::report::{ContactRow, InteractionRow};

/// The rows of an answer.
pub(super) struct Records {
    /// The columns of a flat table, in their order: the names of values, with dots between the parts of a
    /// name that leads into an object. The values of a list of objects stand in one cell.
    pub columns: &'static [&'static str],
    /// Those of a table that is pasted into a note, with their titles. The first is no day and no
    /// note that may be named after one: a row that begins with a day would count as contact there.
    pub brief: &'static [(&'static str, &'static str)],
    /// The rows.
    pub rows: Vec<Record>,
}

/// A row.
pub(super) struct Record {
    /// Its values, as JSON has them.
    pub item: Value,
    /// Where it stands; none of somebody without a note.
    pub place: Option<Place>,
    /// Its day, as `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Who it is about.
    pub people: Vec<String>,
    /// What it says.
    pub text: String,
}

/// A place in a note.
pub(super) struct Place {
    /// The note, relative to the vault.
    pub path: String,
    /// The bytes of the path, if it is not UTF-8.
    pub path_hex: Option<String>,
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1.
    pub column: u32,
}

impl Place {
    /// The beginning of a line.
    pub(super) fn new(path: &str, path_hex: Option<&String>, line: u32) -> Self {
        Self { path: path.to_owned(), path_hex: path_hex.cloned(), line, column: 1 }
    }

    /// The beginning of a contact's note.
    pub(super) fn of(contact: &ContactRow) -> Option<Self> {
        Some(Self::new(contact.path.as_ref()?, contact.path_hex.as_ref(), 1))
    }
}

impl Record {
    /// The value with this name; nothing if there is none.
    pub(super) fn value(&self, name: &str) -> Value {
        name.split('.').fold(self.item.clone(), below)
    }
}

fn below(value: Value, part: &str) -> Value {
    match value {
        Value::Array(values) => {
            Value::Array(values.into_iter().map(|value| below(value, part)).collect())
        }
        Value::Object(mut object) => object.remove(part).unwrap_or(Value::Null),
        _ => Value::Null,
    }
}

type Made = io::Result<Vec<Record>>;

/// The rows of an answer; none if it has nothing like rows.
pub(super) fn of(body: &Body) -> io::Result<Option<Records>> {
    Ok(Some(match body {
        Body::Quiet(report) => lists::quiet(report)?,
        Body::Unanswered(report) => lists::unanswered(report)?,
        Body::Owed(report) => lists::owed(report)?,
        Body::Today(report) => lists::today(report)?,
        Body::Overview(report) => lists::today(&report.today)?,
        Body::Search(report) => vault::search(report)?,
        Body::Who(report) => vault::who(report)?,
        Body::Check(report) => vault::check(report)?,
        Body::Tree(report) => vault::tree(report)?,
        Body::Show(report) => person::show(report)?,
        Body::Why(report) => person::why(report)?,
        Body::Prep(report) => person::prep(report)?,
        Body::Stats(report) => vault::stats(report)?,
        Body::Index(_) | Body::Explain(_) => return Ok(None),
    }))
}

fn value(row: &impl Serialize) -> io::Result<Value> {
    Ok(serde_json::to_value(row)?)
}

/// The same, of rows about one contact that do not say so.
fn value_of(contact: &ContactRow, row: &impl Serialize) -> io::Result<Value> {
    let mut value = value(row)?;
    value["contact"] = serde_json::to_value(contact)?;
    Ok(value)
}

fn names<'a>(people: impl IntoIterator<Item = &'a ContactRow>) -> Vec<String> {
    people.into_iter().map(|person| person.name.clone()).collect()
}

/// The contact's note, at the line of an interaction if it is told there.
fn told(row: Option<&InteractionRow>, contact: &ContactRow) -> Option<Place> {
    let place = Place::of(contact)?;
    let line = row.filter(|row| row.path == place.path).map_or(1, |row| row.line);
    Some(Place { line, ..place })
}

/// `thank you: the pilot`
fn labelled(kind: &Value, text: &str) -> String {
    let kind = kind.as_str().unwrap_or_default().replace('_', " ");
    if text.is_empty() { kind } else { format!("{kind}: {text}") }
}
