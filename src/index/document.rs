//! From a note and its text to documents.

use std::collections::BTreeSet;

use chrono::Datelike;
use tantivy::TantivyDocument;

use super::Entrant;
use super::schema::{ANY_TAG, Fields, key, number};
use crate::model::text::fold;
use crate::model::{Date, Direction, Entry, Kind, Meaning, Note, NotePath};
use crate::note::NoteText;

/// The number by which the index knows a note.
pub fn note_number(path: &NotePath) -> u64 {
    number(path.as_path().as_os_str().as_encoded_bytes())
}

/// The number by which the index knows the content of a note.
pub fn stamp(hash: &[u8; 32]) -> u64 {
    u64::from_le_bytes(hash[..8].try_into().expect("a hash has 32 bytes"))
}

/// A day as the index counts it.
pub(super) fn day_number(day: Date) -> i64 {
    i64::from(day.num_days_from_ce())
}

/// The documents of a note: itself, then each of its entries, then what stands in none of them.
pub(super) fn documents(fields: &Fields, entrant: &Entrant) -> Vec<TantivyDocument> {
    let Entrant { note, text, stamp } = entrant;
    let number = note_number(&note.path);
    let mut documents = vec![whole(fields, note, text)];
    for (entry, words) in note.entries.iter().zip(&text.entries) {
        documents.push(part(fields, note, entry, &words.text));
    }
    if let Some(rest) = &text.rest {
        documents.push(outside(fields, note, text, &rest.text));
    }
    let inline = std::iter::once(&text.tags).chain(text.entries.iter().map(|entry| &entry.tags));
    let inline = inline.chain(text.rest.iter().map(|rest| &rest.tags));
    let parts = documents.len();
    for (index, (document, inline)) in documents.iter_mut().zip(inline).enumerate() {
        let part = index as u64;
        document.add_u64(fields.note, number);
        document.add_u64(fields.stamp, *stamp);
        document.add_u64(fields.part, part);
        document.add_u64(fields.key, key(number, part));
        if part > 0 || text.rest.is_none() {
            document.add_u64(fields.piece, 1);
        }
        document.add_text(fields.kind, note.counts_as().as_str());
        let own = if part == 0 { note.tags.len() } else { (MOST_TAGS / parts).max(FEW_TAGS) };
        for tag in with_parents(note.tags.iter().take(own).chain(inline)) {
            document.add_text(fields.tag, tag);
        }
    }
    documents
}

fn whole(fields: &Fields, note: &Note, text: &NoteText) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.title, &note.title);
    document.add_text(fields.headings, &text.headings);
    document.add_text(fields.body, &text.body);
    document.add_text(fields.values, &text.values);
    for name in people(note) {
        document.add_text(fields.people, name);
    }
    if let Some(date) = &note.date {
        document.add_i64(fields.day, day_number(date.date));
    }
    let via = match (&note.meeting, &note.message) {
        (Some(meeting), _) => meeting.via.as_deref(),
        (_, Some(message)) => message.via.as_deref(),
        _ => None,
    };
    if let Some(via) = via {
        document.add_text(fields.via, via);
    }
    if let Some(direction) = direction_of_note(note) {
        document.add_text(fields.direction, direction.as_str());
    }
    document
}

/// What a note says that was not said on a certain day.
fn outside(fields: &Fields, note: &Note, text: &NoteText, rest: &str) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.title, &note.title);
    document.add_text(fields.body, rest);
    document.add_text(fields.values, &text.values);
    for name in people(note) {
        document.add_text(fields.people, name);
    }
    document
}

fn part(fields: &Fields, note: &Note, entry: &Entry, words: &str) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.body, words);
    document.add_i64(fields.day, day_number(entry.date));
    if note.kind == Kind::Contact {
        document.add_text(fields.people, &note.title);
    }
    for to in entry.people.iter().chain(&entry.mentions) {
        document.add_text(fields.people, &to.name);
    }
    if let Some(via) = &entry.channel {
        document.add_text(fields.via, via);
    }
    let direction = match &entry.meaning {
        Meaning::Exchange(word) => Some(word.direction),
        Meaning::Planned { .. } => Some(Direction::Both),
        Meaning::LetGo | Meaning::Unclear => None,
    };
    if let Some(direction) = direction {
        document.add_text(fields.direction, direction.as_str());
    }
    document
}

/// A meeting goes both ways; a message the way that its note states or shows by one side alone.
fn direction_of_note(note: &Note) -> Option<Direction> {
    if note.meeting.is_some() {
        return Some(Direction::Both);
    }
    let message = note.message.as_ref()?;
    message.direction.or(match (message.from.is_empty(), message.to.is_empty()) {
        (true, false) => Some(Direction::Out),
        (false, true) => Some(Direction::In),
        _ => None,
    })
}

/// Everybody whom a note is about or with, by every name.
fn people(note: &Note) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    if let Some(contact) = &note.contact {
        names.push(&contact.name);
        names.extend(contact.aliases.iter().map(String::as_str));
    }
    if let Some(meeting) = &note.meeting {
        names.extend(meeting.with.iter().map(|to| to.name.as_str()));
    }
    if let Some(message) = &note.message {
        names.extend(message.from.iter().chain(&message.to).map(|to| to.name.as_str()));
    }
    names
}

/// A note's own tags are those of each of its parts too: so many in all, for ten thousand tags of a hundred
/// thousand parts would never be done.
const MOST_TAGS: usize = 1_000_000;
/// So many are those of each part in any case.
const FEW_TAGS: usize = 8;
/// The deepest tag of which each parent is known.
const DEEPEST_TAG: usize = 32;

/// Each tag with its parents, folded: `Energy/Policy` → `energy/policy`, `energy`, and what is above all tags.
fn with_parents<'a>(tags: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for tag in tags {
        let tag = fold(tag);
        let parents = tag.match_indices('/').take(DEEPEST_TAG);
        all.extend(parents.map(|(at, _)| tag[..at].to_owned()));
        all.insert(tag);
        all.insert(ANY_TAG.to_owned());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_its_parents_and_not_without_end() {
        let parents =
            |tag: &str| with_parents([tag.to_owned()].iter()).into_iter().collect::<Vec<_>>();
        let any = ANY_TAG.to_owned();
        assert_eq!(parents("Energy/Policy"), [&any, "energy", "energy/policy"]);
        let deep = parents(&vec!["a"; 10_000].join("/"));
        assert_eq!(deep.len(), 34);
        assert!(deep.iter().any(|tag| tag.len() == 2 * 10_000 - 1), "itself is among them");
    }
}
