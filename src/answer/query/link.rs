//! `[[Bob Ross]]`: his note, and the notes and entries that link to it or name him where people are named.

use std::collections::HashSet;

use super::Asker;
use crate::index::{self, Parts};
use crate::model::text::fold;
use crate::model::{Note, PersonRef, Spot};
use crate::network::{Directory, Who};

/// What a link points at.
struct Target<'a> {
    directory: &'a Directory,
    /// The contacts that it may mean.
    people: HashSet<usize>,
    /// The last part of its path, folded.
    stem: String,
    /// All of it, folded, if it names folders.
    path: Option<String>,
}

impl Asker<'_, '_> {
    /// The notes of this name, and what links to them.
    pub(super) fn linking_to(&self, target: &str) -> Parts {
        let network = self.snapshot.network();
        let target = Target::new(network.directory(), target);
        let own: HashSet<_> =
            target.people.iter().map(|index| &network.people[*index].note.path).collect();
        let mut found = Parts::default();
        for note in self.snapshot.notes.all().iter() {
            let number = index::note_number(&note.path);
            if own.contains(&note.path) || (target.people.is_empty() && target.is_note(note)) {
                found.notes.push(number);
                continue;
            }
            let entries = note.entries.iter().zip(1_u64..);
            let linking = entries.filter(|(entry, _)| {
                entry.people.iter().chain(&entry.mentions).any(|to| target.is_meant(to))
            });
            let linking: Vec<u64> = linking.map(|(_, part)| part).collect();
            let lines: HashSet<u32> =
                linking.iter().map(|part| note.entries[*part as usize - 1].line).collect();
            let outside =
                outside_entries(note).any(|to| !lines.contains(&to.line) && target.is_meant(&to));
            if outside || !linking.is_empty() {
                found.parts.push((number, 0));
            }
            if outside {
                found.parts.push((number, note.entries.len() as u64 + 1));
            }
            found.parts.extend(linking.into_iter().map(|part| (number, part)));
        }
        found
    }
}

impl<'a> Target<'a> {
    fn new(directory: &'a Directory, target: &str) -> Self {
        let to = PersonRef::linked(target, target, Spot::START);
        let people = directory.resolve(&to).into_iter().flat_map(|who| match who {
            Who::Contact(index) => vec![index],
            Who::Ambiguous(indexes) => indexes,
            Who::Me | Who::Stranger(_) => Vec::new(),
        });
        let folded = without_ending(target);
        Self {
            directory,
            people: people.collect(),
            stem: stem(&folded).to_owned(),
            path: folded.contains('/').then_some(folded),
        }
    }

    /// Whether a note goes by the name of the link.
    fn is_note(&self, note: &Note) -> bool {
        let path = without_ending(&note.path.shown());
        match &self.path {
            Some(wanted) => path == *wanted || path.ends_with(&format!("/{wanted}")),
            None => stem(&path) == self.stem,
        }
    }

    /// Whether somebody or something that is named is what the link points at.
    fn is_meant(&self, to: &PersonRef) -> bool {
        if !self.people.is_empty() {
            return self.directory.resolve(to).into_iter().any(|who| match who {
                Who::Contact(index) => self.people.contains(&index),
                Who::Ambiguous(indexes) => indexes.iter().any(|at| self.people.contains(at)),
                Who::Me | Who::Stranger(_) => false,
            });
        }
        let named = without_ending(to.target.as_deref().unwrap_or(&to.name));
        stem(&named) == self.stem
    }
}

/// Whoever and whatever a note names or links to outside its entries.
fn outside_entries(note: &Note) -> impl Iterator<Item = PersonRef> {
    let meeting = note.meeting.iter().flat_map(|meeting| &meeting.with);
    let message = note.message.iter().flat_map(|message| message.from.iter().chain(&message.to));
    let introduced = note.contact.iter().flat_map(|contact| &contact.introduced_by);
    let tasks = note.tasks.iter().flat_map(|task| task.people.iter().chain(&task.by));
    let links = note.links.iter().map(|link| &link.to);
    let named = links.chain(meeting).chain(message).chain(tasks).cloned();
    let front = note.keys.iter().flat_map(|(_, values)| {
        values.flat_map(linked).map(|to| PersonRef::linked(to, to, Spot::START)).collect::<Vec<_>>()
    });
    named.chain(introduced.map(|at| at.value.clone())).chain(front)
}

/// The targets of the links in a value of the front matter.
fn linked(value: &str) -> impl Iterator<Item = &str> {
    value.split("[[").skip(1).filter_map(|rest| {
        let target = rest.split("]]").next()?;
        target.split(['|', '#']).next().map(str::trim).filter(|target| !target.is_empty())
    })
}

fn without_ending(path: &str) -> String {
    let folded = fold(path.trim_matches('/'));
    [".md", ".markdown"]
        .iter()
        .find_map(|ending| folded.strip_suffix(ending))
        .map_or(folded.clone(), str::to_owned)
}

fn stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim()
}
