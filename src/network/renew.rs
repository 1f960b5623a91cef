//! The network after a few notes changed: only what those notes had a say in is brought together anew.
//!
//! It is the same network that [`Network::build`] would make of all notes. Where a change may reach further
//! than that, a contact with another name for one, there is none, and all notes have to be looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::gather::Gatherer;
use super::{Card, Network, Person, copy_of, meeting, of_note, promise};
use crate::model::{At, Contact, Kind, NamePlaces, Note, NotePath, PersonRef};
use crate::settings::Settings;

/// A note as it was and as it is; one of the two is missing if it is new or gone.
#[derive(Debug, Clone)]
pub struct Difference {
    /// As it was.
    pub before: Option<Arc<Note>>,
    /// As it is.
    pub after: Option<Arc<Note>>,
}

impl Difference {
    fn path(&self) -> Option<&NotePath> {
        let note = self.before.as_ref().or(self.after.as_ref())?;
        Some(&note.path)
    }

    fn sides(&self) -> impl Iterator<Item = &Arc<Note>> {
        self.before.iter().chain(&self.after)
    }
}

impl Network {
    /// This network after some notes changed, each of which is among `changes` once; `note` has every note
    /// as it is now. None if all notes have to be brought together anew.
    pub fn renewed(
        &self,
        changes: &[Difference],
        note: impl Fn(&NotePath) -> Option<Arc<Note>> + Sync,
        settings: &Settings,
    ) -> Option<Self> {
        let is_alone = |of: &Note| copy_of(of).is_none_or(|sibling| note(&sibling).is_none());
        if !changes.iter().all(|change| self.stays_within(change, is_alone)) {
            return None;
        }
        let changed: BTreeSet<&NotePath> = changes.iter().filter_map(Difference::path).collect();
        let same_notes = changes.iter().all(|change| change.sides().count() == 2);
        let others = if same_notes { Arc::clone(&self.others) } else { self.others_after(changes) };
        let directory = self.directory();

        // Who had, or has, a part in what these notes tell.
        let mut concerned = BTreeSet::new();
        for note in changes.iter().flat_map(Difference::sides) {
            let mut gatherer = Gatherer::new(directory, settings);
            gatherer.take(note, self.index_of(&note.path));
            concerned.extend(gatherer.people());
            concerned.extend(self.index_of(&note.path));
        }
        // Every note that tells of them: what it told may have been hidden by what is gone.
        let told = concerned.iter().flat_map(|index| self.people[*index].told_in());
        let sources: BTreeSet<&NotePath> = told.chain(changed.iter().copied()).collect();
        let mut people = self.people.clone();
        let mut anew: BTreeMap<usize, Person> = BTreeMap::new();
        for index in &concerned {
            let old = &self.people[*index];
            let now = note(&old.note.path)?;
            let made = Person {
                introduced_by: old.introduced_by.clone(),
                introduced: old.introduced.clone(),
                ..Person::of(&now)
            };
            anew.insert(*index, made);
        }
        let gathered = sources.into_par_iter().filter_map(|path| {
            let mut gatherer = Gatherer::new(directory, settings);
            gatherer.take(&*note(path)?, self.index_of(path));
            Some((path, gatherer))
        });
        let (mut unresolved, mut problems) = (Vec::new(), Vec::new());
        for (path, mut gatherer) in gathered.collect::<Vec<_>>() {
            gatherer.give_some(&mut anew);
            if changed.contains(path) {
                unresolved.append(&mut gatherer.unresolved);
                problems.append(&mut gatherer.problems);
            }
        }
        for (index, mut person) in anew {
            person.settle();
            people[index] = Arc::new(person);
        }

        let after = || changes.iter().filter_map(|change| change.after.as_ref());
        problems.extend(after().flat_map(|note| of_note(&note.path, &note.problems)));
        let promises =
            after().flat_map(|note| promise::gather(note, self.index_of(&note.path), directory));
        let promises = promises.collect();
        let meetings = after().filter_map(|note| meeting(note)).collect();
        let mut renewed = Self {
            people,
            promises: replaced(&self.promises, &changed, |one| &one.place.path, promises),
            questions: Arc::clone(&self.questions),
            unresolved: replaced(&self.unresolved, &changed, |one| &one.place.path, unresolved),
            problems: replaced(&self.problems, &changed, |(path, _)| path, problems),
            common_problems: Arc::clone(&self.common_problems),
            meetings: replaced(&self.meetings, &changed, |(path, _)| path, meetings),
            keys: Arc::clone(&self.keys),
            key_counts: self.key_counts.clone(),
            counts: self.counts.clone(),
            others,
            copied: Arc::clone(&self.copied),
            lost: Arc::clone(&self.lost),
            me: self.me.clone(),
            directory: if same_notes { self.directory.clone() } else { OnceLock::new() },
        };
        for change in changes {
            let [before, after] = [&change.before, &change.after]
                .map(|note| note.as_ref().filter(|note| !note.questions.is_empty()));
            if let Some(note) = before {
                Arc::make_mut(&mut renewed.questions).remove(&note.path);
            }
            if let Some(note) = after {
                let questions = Arc::make_mut(&mut renewed.questions);
                questions.insert(note.path.clone(), note.questions.clone());
            }
            if let Some(sibling) = change.after.as_ref().and_then(|note| copy_of(note)) {
                Arc::make_mut(&mut renewed.copied).insert(sibling);
            }
            change.before.iter().for_each(|note| renewed.count_no_more(note));
            change.after.iter().for_each(|note| renewed.count(note));
        }
        if !renewed.key_counts.keys().eq(self.key_counts.keys()) {
            renewed.keys = renewed.counted_keys();
        }
        Some(renewed)
    }

    /// Whether a change has no say in who is who, who introduced whom, and which notes count.
    fn stays_within(&self, change: &Difference, is_alone: impl Fn(&Note) -> bool) -> bool {
        let counts = |note: &Arc<Note>| note.set_aside.is_none() && is_alone(note);
        if !change.sides().all(counts) {
            return false;
        }
        match (&change.before, &change.after) {
            (Some(before), Some(after)) => {
                let same_opening = before.opening == after.opening;
                let same_opening = same_opening || !self.copied.contains(&before.path);
                same_opening && before.kind == after.kind && names(before) == names(after)
            }
            (Some(note), None) | (None, Some(note)) => {
                let other = note.kind != Kind::Contact && !self.copied.contains(&note.path);
                other && self.directory().is_indifferent_to(&note.path)
            }
            (None, None) => true,
        }
    }

    /// The notes that are no contact's, with those that are new and without those that are gone.
    fn others_after(&self, changes: &[Difference]) -> Arc<Vec<NotePath>> {
        let gone = changes.iter().filter(|change| change.after.is_none());
        let gone: BTreeSet<&NotePath> = gone.filter_map(Difference::path).collect();
        let new = changes.iter().filter(|change| change.before.is_none());
        let new = new.filter_map(|change| change.after.as_ref()).map(|note| note.path.clone());
        let stay = self.others.iter().filter(|path| !gone.contains(path)).cloned();
        let mut others: Vec<NotePath> = stay.chain(new).collect();
        others.sort_unstable();
        Arc::new(others)
    }

    /// Which of the people has its note at a path.
    pub fn index_of(&self, path: &NotePath) -> Option<usize> {
        self.people.binary_search_by(|person| person.note.path.cmp(path)).ok()
    }

    /// Takes a note and its keys out of the counts.
    fn count_no_more(&mut self, note: &Note) {
        if let Some(count) = self.counts.get_mut(&note.kind) {
            *count -= 1;
        }
        self.counts.retain(|_, count| *count > 0);
        for (key, _) in note.keys.iter() {
            if let Some(count) = self.key_counts.get_mut(key) {
                *count -= 1;
                if *count == 0 {
                    self.key_counts.remove(key);
                }
            }
        }
    }
}

/// What of a contact's note other notes depend on, places included.
type Names<'a> = (&'a str, [&'a [String]; 2], NamePlaces, &'a [At<PersonRef>]);

fn names(note: &Note) -> Option<Names<'_>> {
    let contact = note.contact.as_ref()?;
    let Contact { name, aliases, emails, places, introduced_by, .. } = contact;
    Some((name, [aliases, emails], *places, introduced_by))
}

impl Person {
    /// Every note that tells something of the contact, its own among them.
    fn told_in(&self) -> impl Iterator<Item = &NotePath> {
        let Card { path, .. } = &self.note;
        let facts = self.facts.iter().flat_map(|fact| fact.places());
        let places = facts.chain(self.advice.iter().map(|advice| &advice.place));
        std::iter::once(path).chain(places.map(|place| &place.path))
    }
}

/// What is kept in the order of the notes, with that of some notes replaced.
fn replaced<T: Clone>(
    all: &Arc<Vec<T>>,
    changed: &BTreeSet<&NotePath>,
    path: impl Fn(&T) -> &NotePath,
    new: Vec<T>,
) -> Arc<Vec<T>> {
    let mut at = Vec::new();
    for changed in changed {
        let from = all.partition_point(|one| path(one) < *changed);
        let to = from + all[from..].partition_point(|one| path(one) == *changed);
        at.push(from..to);
    }
    if new.is_empty() && at.iter().all(|range| range.is_empty()) {
        return Arc::clone(all);
    }
    let mut kept = Vec::with_capacity(all.len() + new.len());
    let mut from = 0;
    for range in at {
        kept.extend_from_slice(&all[from..range.start]);
        from = range.end;
    }
    kept.extend_from_slice(&all[from..]);
    kept.extend(new);
    // Stable: what stands in one note stays in its order.
    kept.sort_by(|a, b| path(a).cmp(path(b)));
    Arc::new(kept)
}

#[cfg(test)]
mod tests;
