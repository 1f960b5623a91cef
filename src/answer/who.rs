//! Who has to do with a topic: the hits of a search, given to the people whom they are about.

use std::collections::HashMap;

use super::query::Found;
use super::row::{Rows, rounded};
use super::search;
use crate::index::Hit;
use crate::model::{Note, PersonRef};
use crate::network::{Network, State, Who};
use crate::query::Query;
use crate::report::who::{BestRow, WhoReport, WhoRow};
use crate::report::{ContactRow, Filter, Survey};
use crate::state::Snapshot;

/// How many people are shown when nobody says how many.
const ROWS: usize = 10;

/// A hit in a note, by the note's place among the notes.
#[derive(Debug, Clone, Copy)]
struct At {
    note: usize,
    hit: Hit,
}

/// The people of a survey, by what was found about a topic.
pub(super) fn who(
    snapshot: &Snapshot,
    (query, found): (Query, Found),
    survey: &Survey<'_>,
    filter: &Filter,
) -> WhoReport {
    let rows = Rows::new(snapshot, &query, &found);
    let hits = search::pieces(&query, found.hits.hits.clone());
    let mut of_people: HashMap<usize, Vec<At>> = HashMap::new();
    let numbers = snapshot.numbers();
    let placed = hits.into_iter().filter_map(|hit| Some((*numbers.get(&hit.note)?, hit)));
    let placed: Vec<At> = placed.map(|(note, hit)| At { note, hit }).collect();
    let notes = snapshot.notes.some(placed.iter().map(|at| at.note));
    for at in placed {
        for person in about(snapshot.network(), &notes[&at.note], at.hit.part) {
            of_people.entry(person).or_default().push(at);
        }
    }
    let mut paused = 0;
    let mut people: Vec<(usize, f64, Vec<At>)> = Vec::new();
    for (person, mut hits) in of_people {
        let Some((_, verdict)) = survey.of(person) else { continue };
        if verdict.state == State::Paused && !filter.all {
            paused += 1;
            continue;
        }
        hits.sort_by(best_first);
        people.push((person, total(&hits), hits));
    }
    // Contacts stand in the order of their paths, which settles what else is equal.
    people.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let count = people.len();
    let limit = if filter.all { usize::MAX } else { filter.limit.unwrap_or(ROWS) };
    let shown = people.into_iter().take(limit).filter_map(|(person, score, hits)| {
        let (person, verdict) = survey.of(person)?;
        let best = hits.first()?;
        let line = rows.row(best.note, best.hit, false);
        Some(WhoRow {
            contact: ContactRow::of(person),
            score,
            hits: u32::try_from(hits.len()).unwrap_or(u32::MAX),
            last: verdict.view.last_day(),
            best: BestRow {
                date: line.date,
                path: line.path,
                line: line.line,
                path_hex: line.path_hex,
                snippet: line.snippet,
            },
        })
    });
    WhoReport {
        rows: shown.collect(),
        found: count,
        paused,
        taken_as_text: search::taken_as_text(&query),
        doubts: match count {
            0 => super::query::doubts(snapshot, &query.root),
            _ => Vec::new(),
        },
        counts: survey.counts(),
    }
}

/// Whom a note, or one of its entries, is about: the contact whose note it is, who took part, who is
/// named as such in the entry.
fn about(network: &Network, note: &Note, part: u64) -> Vec<usize> {
    if note.set_aside.is_some() {
        return Vec::new();
    }
    let entry = usize::try_from(part).ok().and_then(|part| note.entries.get(part.checked_sub(1)?));
    let mut named: Vec<&PersonRef> = Vec::new();
    named.extend(note.meeting.iter().flat_map(|meeting| &meeting.with));
    named.extend(note.message.iter().flat_map(|message| message.from.iter().chain(&message.to)));
    named.extend(entry.iter().flat_map(|entry| &entry.people));
    let resolved = named.into_iter().flat_map(|to| network.directory().resolve(to));
    let mut people: Vec<usize> = resolved
        .filter_map(|who| match who {
            Who::Contact(index) => Some(index),
            _ => None,
        })
        .collect();
    people.extend(network.people.binary_search_by(|person| person.note.path.cmp(&note.path)));
    people.sort_unstable();
    people.dedup();
    people
}

/// The best hit in full, the second by half, the third by a third: much counts, but no heap of faint
/// hits outdoes what fits well.
fn total(hits: &[At]) -> f64 {
    let weighed =
        hits.iter().zip(1_u32..).map(|(at, rank)| f64::from(at.hit.score) / f64::from(rank));
    (weighed.sum::<f64>() * 1000.0).round() / 1000.0
}

fn best_first(a: &At, b: &At) -> std::cmp::Ordering {
    rounded(b.hit.score)
        .total_cmp(&rounded(a.hit.score))
        .then_with(|| (a.note, a.hit.part).cmp(&(b.note, b.hit.part)))
}
