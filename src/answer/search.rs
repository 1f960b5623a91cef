//! Search: from a query to hits, put in order.

use std::cmp::Reverse;

use foldhash::HashSet;
use rayon::prelude::*;

use super::AnswerError;
use super::query::{Found, Wish};
use super::row::{Rows, rounded};
use crate::index::{self, Hit};
use crate::model::NotePath;
use crate::query::Query;
use crate::report::search::{SearchReport, SearchRow, Showing};
use crate::report::{Filter, Verdicts};
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
    // What comes latest is an entry, whatever else of its note fits better.
    let in_pieces = showing.each || showing.by_date;
    let limit = if filter.all { usize::MAX } else { filter.limit.unwrap_or(ROWS) };
    let best = Some(limit).filter(|_| !in_pieces);
    let (query, found) = found(snapshot, text, verdicts, Wish { each: in_pieces, best })?;
    let rows = Rows::new(snapshot, &query, &found);
    let hits = found.hits.hits.clone();
    let mut hits = if in_pieces { pieces(&query, hits) } else { of_notes(&query, hits) };
    let count = hits.len() + found.hits.more;
    if !showing.by_date && hits.len() > limit {
        // Nobody sees the rest; those that are as good as the last one are told apart below.
        let by_score = |a: &Hit, b: &Hit| b.score.total_cmp(&a.score);
        let (.., last, _) = hits.select_nth_unstable_by(limit, by_score);
        let least = rounded(last.score);
        hits.retain(|hit| rounded(hit.score) >= least);
    }
    let numbers = snapshot.numbers();
    // Equal hits in the order of their paths, which is that of the notes.
    let mut hits: Vec<(usize, Hit)> =
        hits.into_iter().filter_map(|hit| Some((*numbers.get(&hit.note)?, hit))).collect();
    let best_first = |(a, one): &(usize, Hit), (b, other): &(usize, Hit)| {
        let by_score = rounded(other.score).total_cmp(&rounded(one.score));
        by_score.then_with(|| (a, one.part).cmp(&(b, other.part)))
    };
    hits.sort_unstable_by(best_first);
    if showing.by_date {
        // Hits of one day stay in the order of how well they fit; no day is less than any.
        hits.sort_by_cached_key(|(index, hit)| Reverse(rows.day(*index, *hit)));
        if !showing.each {
            let mut seen = HashSet::default();
            hits.retain(|(index, _)| seen.insert(*index));
        }
    }
    let shown = &hits[..hits.len().min(limit)];
    if !shown.is_empty() {
        // Whoever waits for it on one core must not be who makes it on another.
        snapshot.network().directory();
    }
    let shown = shown.par_iter();
    let shown: Vec<SearchRow> =
        shown.map(|(index, hit)| rows.row(*index, *hit, showing.context)).collect();
    let doubts = || super::query::doubts(snapshot, &query.root);
    Ok(SearchReport {
        rows: shown,
        found: if showing.by_date { hits.len() } else { count },
        taken_as_text: taken_as_text(&query),
        in_pieces: showing.each,
        doubts: if hits.is_empty() { doubts() } else { Vec::new() },
    })
}

/// The best hit of each note; the note itself before what is in it, if the query is not about days and the
/// like, which a note has only by what is in it.
fn of_notes(query: &Query, mut hits: Vec<Hit>) -> Vec<Hit> {
    let has_parts = hits.iter().any(|hit| hit.part > 0);
    if has_parts && !query.root.speaks_of_entry() {
        let whole: HashSet<u64> = whole(&hits);
        hits.retain(|hit| hit.part == 0 || !whole.contains(&hit.note));
    }
    index::best_of_notes(hits)
}

/// The notes that fit as a whole.
fn whole(hits: &[Hit]) -> HashSet<u64> {
    hits.iter().filter(|hit| hit.part == 0).map(|hit| hit.note).collect()
}

/// The hits in pieces of notes: the entries that fit, and notes none of whose entries does by itself.
pub(super) fn pieces(query: &Query, mut hits: Vec<Hit>) -> Vec<Hit> {
    if !query.root.is_of_pieces() {
        // What the query leaves out may stand elsewhere in the note of an entry.
        let whole = whole(&hits);
        hits.retain(|hit| whole.contains(&hit.note));
    }
    let in_entry: HashSet<u64> =
        hits.iter().filter(|hit| hit.part > 0).map(|hit| hit.note).collect();
    hits.retain(|hit| hit.part > 0 || !in_entry.contains(&hit.note));
    hits
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
    let (query, Found { hits, .. }) = found(snapshot, text, verdicts, Wish::default())?;
    let numbers = snapshot.numbers();
    let found = hits.hits.iter().filter_map(|hit| numbers.get(&hit.note));
    let paths = found.map(|index| snapshot.notes.path(*index).clone()).collect();
    Ok((paths, taken_as_text(&query)))
}

/// What fits a query.
pub(super) fn found(
    snapshot: &Snapshot,
    text: &str,
    verdicts: &Verdicts<'_>,
    wish: Wish,
) -> Result<(Query, Found), AnswerError> {
    let query = super::query::read(snapshot, text, verdicts.today)?;
    let found = super::query::found(snapshot, verdicts, &query.root, wish)?;
    Ok((query, found))
}
