//! Search: from a query to hits, and from a hit to a row with its best line.

use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};

use super::AnswerError;
use super::line::find;
use crate::index::{self, Found, Hit, Scope, Wanted, Who};
use crate::model::{Date, Note, NotePath, PersonRef};
use crate::network::{self, Network};
use crate::query::{self, Query};
use crate::report::search::{SearchReport, SearchRow};
use crate::report::{ContactRow, Filter};
use crate::state::Snapshot;

/// How many rows are shown when nobody says how many.
const ROWS: usize = 20;

/// Searches a vault.
pub(super) fn search(
    snapshot: &Snapshot,
    text: &str,
    today: Date,
    filter: &Filter,
) -> Result<SearchReport, AnswerError> {
    let (query, Found { hits, wanted }) = found(snapshot, text, today)?;
    let numbers = snapshot.numbers();
    // Equal hits in the order of their paths, which is that of the notes.
    let mut hits: Vec<(usize, Hit)> =
        hits.into_iter().filter_map(|hit| Some((*numbers.get(&hit.note)?, hit))).collect();
    hits.sort_by(|(a, one), (b, other)| {
        rounded(other.score).total_cmp(&rounded(one.score)).then_with(|| a.cmp(b))
    });
    let found = hits.len();
    let limit = if filter.all { usize::MAX } else { filter.limit.unwrap_or(ROWS) };
    let rows = hits.into_iter().take(limit);
    let rows = rows.map(|(index, hit)| row(snapshot, index, hit, &wanted)).collect();
    Ok(SearchReport { rows, found, taken_as_text: taken_as_text(&query) })
}

fn taken_as_text(query: &Query) -> Vec<String> {
    query.taken_as_text.iter().map(|taken| taken.to_string()).collect()
}

/// The notes that fit a query, and what in it was taken as text, a sentence each.
pub(super) fn notes(
    snapshot: &Snapshot,
    text: &str,
    today: Date,
) -> Result<(HashSet<NotePath>, Vec<String>), AnswerError> {
    let (query, Found { hits, .. }) = found(snapshot, text, today)?;
    let numbers = snapshot.numbers();
    let found = hits.iter().filter_map(|hit| numbers.get(&hit.note));
    let paths = found.map(|index| snapshot.notes[*index].path.clone()).collect();
    Ok((paths, taken_as_text(&query)))
}

fn found(snapshot: &Snapshot, text: &str, today: Date) -> Result<(Query, Found), AnswerError> {
    let query = query::parse(text, today).map_err(|error| AnswerError::Query {
        message: error.to_string(),
        shown: error.render(text),
    })?;
    let unusable = |why: &str| AnswerError::Index { why: why.to_owned() };
    let with = |name: &str| with(snapshot, name);
    let scope = Scope { with: &with, languages: &snapshot.settings.language };
    let view = snapshot.view().map_err(unusable)?;
    let found = match caught(|| view.search(&query.root, &scope)) {
        Ok(found) => found,
        // What is on disk cannot be trusted; the notes can. It is made anew the next time.
        Err(_) => {
            let view = snapshot.view_without_disk().map_err(|why| unusable(&why))?;
            caught(|| view.search(&query.root, &scope)).map_err(|why| unusable(&why))?
        }
    };
    Ok((query, found))
}

/// A damaged index may be anything, also a reason for tantivy to panic.
fn caught(search: impl FnOnce() -> Result<Found, index::Error>) -> Result<Found, String> {
    match panic::catch_unwind(AssertUnwindSafe(search)) {
        Ok(found) => found.map_err(|error| error.to_string()),
        Err(_) => Err("the index is damaged".to_owned()),
    }
}

fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}

/// The notes and entries with anybody whom a name fits: their own note with all of its entries, and what
/// they took part in.
fn with(snapshot: &Snapshot, name: &str) -> Who {
    let network = snapshot.network();
    let mut who = Who::default();
    for index in network.directory.find(name) {
        let person = &network.people[index];
        let own = index::note_number(&person.note.path);
        if let Some(contact) = &person.note.contact {
            who.names.push(contact.name.clone());
            who.names.extend(contact.aliases.iter().chain(&contact.emails).cloned());
        }
        who.parts.extend((0..=person.note.entries.len() as u64).map(|part| (own, part)));
        let took_part = person.facts.iter().filter(|fact| fact.source != network::Source::Mention);
        let places = took_part.flat_map(|fact| {
            std::iter::once(&fact.place).chain(fact.also.iter().map(|(_, place)| place))
        });
        for place in places.filter(|place| place.path != person.note.path) {
            let note = index::note_number(&place.path);
            who.parts.push((note, 0));
            who.parts.extend(entry_at(snapshot, place).map(|entry| (note, entry as u64 + 1)));
        }
    }
    who.parts.sort_unstable();
    who.parts.dedup();
    who
}

/// The number of the entry that stands at a place, among those of its note.
fn entry_at(snapshot: &Snapshot, place: &network::Place) -> Option<usize> {
    let note = snapshot.notes.binary_search_by(|note| note.path.cmp(&place.path)).ok()?;
    snapshot.notes[note].entries.iter().position(|entry| entry.line == place.line)
}

fn row(snapshot: &Snapshot, index: usize, hit: Hit, wanted: &[Wanted]) -> SearchRow {
    let note = &snapshot.notes[index];
    let text = snapshot.text_of(index).unwrap_or_default();
    let found = find(note, &text, hit.part, wanted);
    let entry = found.entry.and_then(|entry| note.entries.get(entry));
    SearchRow {
        path: note.path.shown(),
        file: snapshot.root.join(note.path.as_path()).to_string_lossy().into_owned(),
        path_hex: note.path.hex(),
        title: note.title.clone(),
        kind: note.kind,
        date: entry.map(|entry| entry.date).or(note.date.as_ref().map(|date| date.date)),
        contacts: contacts(snapshot.network(), note, entry),
        score: rounded(hit.score),
        line: found.line,
        snippet: found.snippet,
    }
}

/// Who took part: the note's own contact, those whom the note or the entry names.
fn contacts(
    network: &Network,
    note: &Note,
    entry: Option<&crate::model::Entry>,
) -> Vec<ContactRow> {
    let mut rows: Vec<ContactRow> = Vec::new();
    if note.contact.is_some() {
        rows.extend(network.at(&note.path).map(ContactRow::of));
    }
    let mut named: Vec<&PersonRef> = Vec::new();
    named.extend(note.meeting.iter().flat_map(|meeting| &meeting.with));
    named.extend(note.message.iter().flat_map(|message| message.from.iter().chain(&message.to)));
    named.extend(entry.iter().flat_map(|entry| &entry.people));
    for who in named.into_iter().flat_map(|to| network.directory.resolve(to)) {
        if let Some(row) = ContactRow::of_who(&who, network)
            && !rows.contains(&row)
        {
            rows.push(row);
        }
    }
    rows
}
