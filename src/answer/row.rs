//! A hit as a row: its day, its people, and the line that says best why it was found.

use std::collections::HashMap;

use super::line::{Lines, matches, wanted};
use super::mark::Page;
use super::query::Found;
use crate::index::Hit;
use crate::model::{Date, Entry, Note, PersonRef};
use crate::network::Network;
use crate::query::Query;
use crate::report::ContactRow;
use crate::report::search::SearchRow;
use crate::state::Snapshot;

/// Makes rows of the hits of a query.
pub(super) struct Rows<'a> {
    snapshot: &'a Snapshot,
    query: &'a Query,
    found: &'a Found,
    /// The entries that fit, by the number of their note, if it is not enough that the note fits.
    fitting: Option<HashMap<u64, Vec<u64>>>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, query: &'a Query, found: &'a Found) -> Self {
        let fitting = query.root.is_of_pieces().then(|| {
            let mut fitting: HashMap<u64, Vec<u64>> = HashMap::new();
            for hit in found.hits.hits.iter().filter(|hit| hit.part > 0) {
                fitting.entry(hit.note).or_default().push(hit.part);
            }
            fitting
        });
        Self { snapshot, query, found, fitting }
    }

    /// The row of a hit in a note by its place among the notes; with `context`, all lines that fit.
    pub(super) fn row(&self, index: usize, hit: Hit, context: bool) -> SearchRow {
        let snapshot = self.snapshot;
        let note = snapshot.notes.get(index);
        let text = snapshot.text_of(index).unwrap_or_default();
        let none = Vec::new();
        let fitting = self.fitting.as_ref().map(|fitting| fitting.get(&hit.note).unwrap_or(&none));
        let lines = Lines::new(&note, &text, hit.part, fitting.map(Vec::as_slice));
        let page =
            Page { snapshot, index, part: hit.part, lines: &lines.lines, spans: &lines.spans };
        let marks = page.marks(&self.query.root, self.found);
        let best = lines.best(&marks);
        let entry = best.entry.and_then(|entry| note.entries.get(entry));
        SearchRow {
            path: note.path.shown(),
            file: snapshot.root.join(note.path.as_path()).to_string_lossy().into_owned(),
            path_hex: note.path.hex(),
            title: note.title.clone(),
            kind: note.counts_as(),
            date: entry.map(|entry| entry.date).or_else(|| day_of(&note)),
            contacts: contacts(snapshot.network(), &note, entry),
            score: rounded(hit.score),
            line: best.line,
            matches: matches(&best.snippet, &wanted(&marks)),
            snippet: best.snippet,
            lines: if context { lines.fitting(&marks) } else { Vec::new() },
        }
    }

    /// The day of that row. The note is read only if there is no other way to know.
    pub(super) fn day(&self, index: usize, hit: Hit) -> Option<Date> {
        let note = self.snapshot.notes.get(index);
        let entry = usize::try_from(hit.part).ok().and_then(|part| part.checked_sub(1));
        match entry.map(|entry| note.entries.get(entry)) {
            Some(entry) => entry.map(|entry| entry.date).or_else(|| day_of(&note)),
            None if note.entries.is_empty() => day_of(&note),
            None => self.row(index, hit, false).date,
        }
    }
}

fn day_of(note: &Note) -> Option<Date> {
    note.date.as_ref().map(|date| date.date)
}

/// A score as it is shown and compared.
pub(super) fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}

/// Who took part: the note's own contact, those whom the note or the entry names.
fn contacts(network: &Network, note: &Note, entry: Option<&Entry>) -> Vec<ContactRow> {
    let mut rows: Vec<ContactRow> = Vec::new();
    if note.contact.is_some() {
        rows.extend(network.at(&note.path).map(ContactRow::of));
    }
    let mut named: Vec<&PersonRef> = Vec::new();
    named.extend(note.meeting.iter().flat_map(|meeting| &meeting.with));
    named.extend(note.message.iter().flat_map(|message| message.from.iter().chain(&message.to)));
    named.extend(entry.iter().flat_map(|entry| &entry.people));
    for who in named.into_iter().flat_map(|to| network.directory().resolve(to)) {
        if let Some(row) = ContactRow::of_who(&who, network)
            && !rows.contains(&row)
        {
            rows.push(row);
        }
    }
    rows
}
