//! The network after a few notes changed: only what those notes had a say in is brought together anew.
//!
//! It is the same network that [`Network::build`] would make of all notes. Where a change may reach further
//! than that, a contact with another name for one, there is none, and all notes have to be looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use rayon::prelude::*;

use super::gather::Gatherer;
use super::{
    Advice, Among, Directory, Fact, Later, Network, Person, Unresolved, copy_of, meeting, of_note,
    order, promise,
};
use crate::model::{At, Contact, Date, Kind, NamePlaces, Note, NotePath, PersonRef, Problem};
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
        let others = if same_notes { self.others.clone() } else { self.others_after(changes) };
        let directory = self.directory();
        let anew = self.brought_together(changes, &changed, &note, settings)?;
        let Anew { people, unresolved, mut problems } = anew;

        let after = || changes.iter().filter_map(|change| change.after.as_ref());
        problems.extend(after().flat_map(|note| of_note(&note.path, &note.problems)));
        let promises =
            after().flat_map(|note| promise::gather(note, self.index_of(&note.path), directory));
        let promises = promises.collect();
        let meetings = after().filter_map(|note| meeting(note)).collect();
        let directory = if same_notes {
            self.directory.clone()
        } else {
            let (people, others, me) = (people.clone(), others.clone(), settings.me.clone());
            Later::new(move || Directory::of(&me, people.iter().map(AsRef::as_ref), &others))
        };
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
            directory,
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

    /// The people after these changes, and what the notes that changed have of doubtful names and problems.
    fn brought_together(
        &self,
        changes: &[Difference],
        changed: &BTreeSet<&NotePath>,
        note: &(impl Fn(&NotePath) -> Option<Arc<Note>> + Sync),
        settings: &Settings,
    ) -> Option<Anew> {
        let directory = self.directory();
        let gathered = |path: &NotePath, note: &Note| {
            let mut gatherer = Gatherer::new(directory, settings);
            gatherer.take(note, self.index_of(path));
            gatherer
        };
        // Who had, or has, a part in what these notes tell, and on which days.
        let sides = changes.par_iter().flat_map_iter(Difference::sides);
        let collected = sides.map(|note| (&note.path, gathered(&note.path, note).collected()));
        let mut concerned: BTreeMap<usize, Renewal> = BTreeMap::new();
        for (path, (facts, advice)) in collected.collect::<Vec<_>>() {
            for (index, fact) in facts {
                concerned.entry(index).or_default().days.insert(fact.date);
            }
            for (index, _) in advice {
                concerned.entry(index).or_default();
            }
            if let Some(index) = self.index_of(path) {
                concerned.entry(index).or_default().whole = true;
            }
        }
        // Every note that tells of them on those days: what it told may have been hidden by what is gone.
        let told = concerned.iter().flat_map(|(at, renewal)| renewal.told_in(&self.people[*at]));
        let sources: BTreeSet<&NotePath> = told.chain(changed.iter().copied()).collect();
        let sources = sources.into_par_iter();
        let found = sources.filter_map(|path| Some((path, gathered(path, &*note(path)?))));
        let (mut unresolved, mut problems) = (Vec::new(), Vec::new());
        for (path, mut gatherer) in found.collect::<Vec<_>>() {
            let is_changed = changed.contains(path);
            if is_changed {
                unresolved.append(&mut gatherer.unresolved);
                problems.append(&mut gatherer.problems);
            }
            let (facts, advice) = gatherer.collected();
            for (index, fact) in facts {
                concerned.entry(index).and_modify(|renewal| renewal.facts.push(fact));
            }
            for (index, advice) in advice {
                concerned.entry(index).and_modify(|renewal| {
                    if is_changed || renewal.whole {
                        renewal.advice.push(advice);
                    }
                });
            }
        }
        let anew = concerned.into_par_iter().map(|(index, renewal)| {
            let old = &self.people[index];
            let person = match renewal.whole {
                true => renewal.whole_of(old, &*note(&old.note.path)?),
                false => renewal.rest_of(old, changed),
            };
            Some((index, Among::from(person)))
        });
        let mut people = self.people.clone();
        for (index, person) in anew.collect::<Option<Vec<_>>>()? {
            people[index] = person;
        }
        Some(Anew { people, unresolved, problems })
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
    fn others_after(&self, changes: &[Difference]) -> Later<Vec<NotePath>> {
        let gone = changes.iter().filter(|change| change.after.is_none());
        let gone: BTreeSet<&NotePath> = gone.filter_map(Difference::path).collect();
        let new = changes.iter().filter(|change| change.before.is_none());
        let new = new.filter_map(|change| change.after.as_ref()).map(|note| note.path.clone());
        let stay = self.others.iter().filter(|path| !gone.contains(path)).cloned();
        let mut others: Vec<NotePath> = stay.chain(new).collect();
        others.sort_unstable();
        others.into()
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

/// What is brought together anew.
struct Anew {
    people: Vec<Among<Person>>,
    unresolved: Vec<Unresolved>,
    problems: Vec<(NotePath, Problem)>,
}

/// A contact about whom something changed.
#[derive(Default)]
struct Renewal {
    /// The contact's own note changed, and so anything may have.
    whole: bool,
    /// The days of which something changed.
    days: BTreeSet<Date>,
    /// What is told of those days now, or of all, in the order of the notes; of all days what the contact's own
    /// note tells; and of other days whatever else these notes tell, which is not all and must be left out.
    facts: Vec<Fact>,
    /// What is advised in the notes that changed, or in all.
    advice: Vec<Advice>,
}

impl Renewal {
    /// Every note that tells something of it, the contact's own among them.
    fn told_in<'a>(&self, old: &'a Person) -> impl Iterator<Item = &'a NotePath> {
        let facts = old.facts.iter().filter(|fact| self.whole || self.days.contains(&fact.date));
        let places = facts.flat_map(Fact::places);
        let advice = old.advice.iter().filter(|_| self.whole).map(|advice| &advice.place);
        std::iter::once(&old.note.path).chain(places.chain(advice).map(|place| &place.path))
    }

    /// The contact, from a note of whom everything is known.
    fn whole_of(self, old: &Person, note: &Note) -> Person {
        let mut person = Person {
            introduced_by: old.introduced_by.clone(),
            introduced: old.introduced.clone(),
            facts: order::settle(self.facts, &old.note.path).into(),
            advice: self.advice,
            ..Person::of(note)
        };
        person.settle_advice();
        person
    }

    /// The contact as before, but for those days and for what these notes advise.
    fn rest_of(self, old: &Person, changed: &BTreeSet<&NotePath>) -> Person {
        let stays = old.facts.iter().filter(|fact| !self.days.contains(&fact.date));
        let mut facts: Vec<Fact> = stays.cloned().collect();
        facts.extend(order::settle_some(self.facts, &old.note.path, &self.days));
        facts.sort_by_key(|fact| fact.date);
        let stays = old.advice.iter().filter(|advice| !changed.contains(&advice.place.path));
        let mut person = Person {
            note: old.note.clone(),
            facts: facts.into(),
            introduced_by: old.introduced_by.clone(),
            introduced: old.introduced.clone(),
            advice: stays.cloned().chain(self.advice).collect(),
        };
        person.settle_advice();
        person
    }
}

/// What is kept in the order of the notes, with that of some notes replaced.
fn replaced<T: Clone, L: Deref<Target = Vec<T>> + Clone + From<Vec<T>>>(
    all: &L,
    changed: &BTreeSet<&NotePath>,
    path: impl Fn(&T) -> &NotePath,
    new: Vec<T>,
) -> L {
    let mut at = Vec::new();
    for changed in changed {
        let from = all.partition_point(|one| path(one) < *changed);
        let to = from + all[from..].partition_point(|one| path(one) == *changed);
        at.push(from..to);
    }
    if new.is_empty() && at.iter().all(|range| range.is_empty()) {
        return all.clone();
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
    kept.into()
}

#[cfg(test)]
mod tests;
