//! Search: from a query to hits, and from a hit to a row with its best line.

use std::collections::HashSet;

use super::AnswerError;
use super::line::{find, fitting_lines, matches};
use crate::index::{self, Found, Hit, Wanted};
use crate::model::{Note, NotePath, PersonRef};
use crate::network::Network;
use crate::query::{Leaf, Query, Test};
use crate::report::search::{SearchReport, SearchRow, Showing};
use crate::report::{ContactRow, Filter, Verdicts};
use crate::state::Snapshot;

/// How many rows are shown when nobody says how many.
const ROWS: usize = 20;

/// Searches a vault.
pub(super) fn search(
    snapshot: &Snapshot,
    text: &str,
    verdicts: &Verdicts<'_>,
    filter: &Filter,
    showing: Showing,
) -> Result<SearchReport, AnswerError> {
    let (query, Found { hits, wanted }) = found(snapshot, text, verdicts, showing.each)?;
    let hits = if showing.each { pieces(&query, hits) } else { index::best_of_notes(hits) };
    let numbers = snapshot.numbers();
    // Equal hits in the order of their paths, which is that of the notes.
    let mut hits: Vec<(usize, Hit)> =
        hits.into_iter().filter_map(|hit| Some((*numbers.get(&hit.note)?, hit))).collect();
    hits.sort_by(|(a, one), (b, other)| {
        rounded(other.score)
            .total_cmp(&rounded(one.score))
            .then_with(|| (a, one.part).cmp(&(b, other.part)))
    });
    let found = hits.len();
    let limit = if filter.all { usize::MAX } else { filter.limit.unwrap_or(ROWS) };
    // The day of a hit is that of its best line, so all have to be read to be put in order.
    let read = if showing.by_date { usize::MAX } else { limit };
    let mut rows: Vec<SearchRow> = hits
        .into_iter()
        .take(read)
        .map(|(index, hit)| match showing.context {
            true => with_lines(snapshot, index, hit, &wanted),
            false => row(snapshot, index, hit, &wanted),
        })
        .collect();
    if showing.by_date {
        // Rows of one day stay in the order of how well they fit; no day is less than any.
        rows.sort_by_key(|row| std::cmp::Reverse(row.date));
        rows.truncate(limit);
    }
    Ok(SearchReport { rows, found, taken_as_text: taken_as_text(&query) })
}

/// The hits in pieces of notes: the entries that fit, and notes none of whose entries does by itself.
pub(super) fn pieces(query: &Query, mut hits: Vec<Hit>) -> Vec<Hit> {
    if !query.root.speaks_of_entry() {
        // What the query leaves out may stand elsewhere in the note of an entry.
        let whole: HashSet<u64> =
            hits.iter().filter(|hit| hit.part == 0).map(|hit| hit.note).collect();
        hits.retain(|hit| whole.contains(&hit.note));
    }
    let in_entry: HashSet<u64> =
        hits.iter().filter(|hit| hit.part > 0).map(|hit| hit.note).collect();
    hits.retain(|hit| hit.part > 0 || !in_entry.contains(&hit.note));
    hits
}

/// A row with all lines that fit.
fn with_lines(snapshot: &Snapshot, index: usize, hit: Hit, wanted: &[Wanted]) -> SearchRow {
    let text = snapshot.text_of(index).unwrap_or_default();
    let lines = fitting_lines(snapshot.notes.get(index), &text, hit.part, wanted);
    SearchRow { lines, ..row(snapshot, index, hit, wanted) }
}

pub(super) fn taken_as_text(query: &Query) -> Vec<String> {
    query.taken_as_text.iter().map(|taken| taken.to_string()).collect()
}

/// The notes that fit a query, and what in it was taken as text, a sentence each.
pub(super) fn notes(
    snapshot: &Snapshot,
    text: &str,
    verdicts: &Verdicts<'_>,
) -> Result<(HashSet<NotePath>, Vec<String>), AnswerError> {
    let (query, Found { hits, .. }) = found(snapshot, text, verdicts, false)?;
    let numbers = snapshot.numbers();
    let found = hits.iter().filter_map(|hit| numbers.get(&hit.note));
    let paths = found.map(|index| snapshot.notes.path(*index).clone()).collect();
    Ok((paths, taken_as_text(&query)))
}

pub(super) fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}

/// What fits a query, with all that a line may show of it: notes, and with `each` their entries too.
pub(super) fn found(
    snapshot: &Snapshot,
    text: &str,
    verdicts: &Verdicts<'_>,
    each: bool,
) -> Result<(Query, Found), AnswerError> {
    let query = super::query::read(snapshot, text, verdicts.today)?;
    let mut found = super::query::found(snapshot, verdicts, &query.root, each)?;
    let stated = query.root.words().into_iter().filter_map(|leaf| match leaf {
        Leaf::Key { test: Test::Value(_, operand), .. } => Wanted::of(&operand.text, false),
        Leaf::Link(target) => Wanted::of(target.rsplit('/').next()?, false),
        _ => None,
    });
    found.wanted.extend(stated);
    Ok((query, found))
}

pub(super) fn row(snapshot: &Snapshot, index: usize, hit: Hit, wanted: &[Wanted]) -> SearchRow {
    let note = snapshot.notes.get(index);
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
        matches: matches(&found.snippet, wanted),
        snippet: found.snippet,
        lines: Vec::new(),
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
