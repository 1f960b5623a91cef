//! The notes and entries with somebody: their own note with all of its entries, and what they took part
//! in.

use std::collections::HashSet;

use super::{Asker, Wish};
use crate::index::{self, Parts, Text, Wanted};
use crate::network::{self, Person};
use crate::query::Node;
use crate::state::Snapshot;

impl Asker<'_, '_> {
    /// The notes and entries with any of these people.
    pub(super) fn with(&self, people: &[usize]) -> Parts {
        let network = self.snapshot.network();
        let mut found = Parts::default();
        for index in people {
            let person = &network.people[*index];
            found.notes.push(index::note_number(&person.note.path));
            let contact = person.contact();
            found.names.push(contact.name.clone());
            found.names.extend(contact.aliases.iter().chain(&contact.emails).cloned());
            let took_part =
                person.facts.iter().filter(|fact| fact.source != network::Source::Mention);
            let places = took_part.flat_map(|fact| {
                std::iter::once(&fact.place).chain(fact.also.iter().map(|(_, place)| place))
            });
            for place in places.filter(|place| place.path != person.note.path) {
                let note = index::note_number(&place.path);
                match self.entry_at(place) {
                    Some(entry) => {
                        found.parts.push((note, entry as u64 + 1));
                        found.around.push(note);
                    }
                    None => found.parts.push((note, 0)),
                }
            }
        }
        found.parts.sort_unstable();
        found.parts.dedup();
        found
    }

    /// The contacts whose own notes fit a query.
    pub(super) fn people_of(&self, who: &Node) -> Result<Vec<usize>, index::Error> {
        let fitting: HashSet<u64> =
            self.search(who, Wish::default())?.hits.hits.iter().map(|hit| hit.note).collect();
        let people = self.snapshot.network().people.iter().enumerate();
        let fits = people.filter(|(_, one)| fitting.contains(&index::note_number(&one.note.path)));
        Ok(fits.map(|(index, _)| index).collect())
    }

    /// The number of the entry that stands at a place, among those of its note.
    fn entry_at(&self, place: &network::Place) -> Option<usize> {
        let notes = &self.snapshot.notes;
        let note = notes.get(notes.position(&place.path)?);
        note.entries.iter().position(|entry| entry.line == place.line)
    }
}

/// The contacts that a name means; with a `*` behind it, those with a name that has a word beginning so.
pub(super) fn named(snapshot: &Snapshot, name: &str) -> Vec<usize> {
    let network = snapshot.network();
    let Some(begun) = name.strip_suffix('*').and_then(|begun| Wanted::of(begun, true)) else {
        return network.directory().find(name);
    };
    let has = |person: &Person| {
        let contact = person.contact();
        let mut names =
            std::iter::once(&contact.name).chain(&contact.aliases).chain(&contact.emails);
        names.any(|name| begun.fit(&Text::new(name)) > 0.0)
    };
    let people = network.people.iter().enumerate().filter(|(_, person)| has(person));
    people.map(|(index, _)| index).collect()
}
