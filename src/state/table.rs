//! The notes that are known, in the order of their paths: a list, for almost all of them stay as they are.

use rayon::prelude::*;

use super::known::Stored;
use crate::model::NotePath;
use crate::vault::Fingerprint;

/// See above.
#[derive(Debug, Default)]
pub(super) struct Table {
    notes: Vec<Stored>,
    /// What has no place yet among the others.
    new: Vec<Stored>,
    /// The places of those that are gone.
    gone: Vec<usize>,
}

impl Table {
    /// Notes that are in the order of their paths.
    pub fn of(notes: Vec<Stored>) -> Self {
        Self { notes, ..Self::default() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.notes.len()
    }

    /// All of them.
    pub fn notes(&self) -> &[Stored] {
        &self.notes
    }

    /// All of them, to be changed, but for their paths.
    pub fn notes_mut(&mut self) -> &mut [Stored] {
        &mut self.notes
    }

    /// Where each of them lies, and what its file looked like.
    pub fn fingerprints(&self) -> Vec<(&NotePath, &Fingerprint)> {
        self.notes.par_iter().map(|stored| (stored.facts.path(), &stored.fingerprint)).collect()
    }

    fn place(&self, path: &NotePath) -> Result<usize, usize> {
        self.notes.binary_search_by(|stored| stored.facts.path().cmp(path))
    }

    /// What is known of the note at a path.
    pub fn get(&self, path: &NotePath) -> Option<&Stored> {
        self.place(path).ok().map(|at| &self.notes[at])
    }

    /// The same, to be changed, but for its path.
    pub fn get_mut(&mut self, path: &NotePath) -> Option<&mut Stored> {
        self.place(path).ok().map(|at| &mut self.notes[at])
    }

    /// Puts a note in the place of what was known of it, which is returned. One that is new has its place, and
    /// is known, only once all is [`Table::settle`]d.
    pub fn put(&mut self, note: Stored) -> Option<Stored> {
        match self.place(note.facts.path()) {
            Ok(at) => Some(std::mem::replace(&mut self.notes[at], note)),
            Err(_) => {
                self.new.push(note);
                None
            }
        }
    }

    /// Takes a note out, which is returned. It is gone once all is [`Table::settle`]d.
    pub fn take(&mut self, path: &NotePath) -> Option<Stored> {
        let at = self.place(path).ok()?;
        self.gone.push(at);
        Some(self.notes[at].clone())
    }

    /// Brings all in order. Each note may have been put, or taken, once since.
    pub fn settle(&mut self) {
        if !self.gone.is_empty() {
            let mut stays = vec![true; self.notes.len()];
            for at in self.gone.drain(..) {
                stays[at] = false;
            }
            let mut stays = stays.into_iter();
            self.notes.retain(|_| stays.next().unwrap_or(true));
        }
        if !self.new.is_empty() {
            self.notes.append(&mut self.new);
            // Two lists in order, or nearly so, are merged in one go.
            self.notes.sort_by(|a, b| a.facts.path().cmp(b.facts.path()));
        }
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::note::Parser;
    use crate::settings::Settings;
    use crate::store::Facts;

    fn note(path: &str, number: u64) -> Stored {
        let note = Parser::new(&Settings::default()).parse(&NotePath::new(path), b"");
        let fingerprint = Fingerprint::sample(number, false);
        Stored { fingerprint, hash: [0; 32], facts: Arc::new(Facts::new(note)) }
    }

    fn is(stored: Option<&Stored>, number: u64) -> bool {
        stored.is_some_and(|one| one.fingerprint == Fingerprint::sample(number, false))
    }

    #[test]
    fn what_is_put_and_taken_has_its_place_once_all_is_settled() {
        let mut table = Table::of(vec![note("b.md", 1), note("d.md", 2), note("f.md", 3)]);
        assert!(is(table.put(note("d.md", 4)).as_ref(), 2));
        assert!(table.put(note("e.md", 5)).is_none());
        assert!(table.put(note("a.md", 6)).is_none());
        assert!(is(table.take(&NotePath::new("b.md")).as_ref(), 1));
        assert!(table.take(&NotePath::new("c.md")).is_none());
        table.settle();
        let paths: Vec<String> =
            table.notes().iter().map(|stored| stored.facts.path().shown()).collect();
        assert_eq!(paths, ["a.md", "d.md", "e.md", "f.md"]);
        assert_eq!((table.len(), table.fingerprints().len()), (4, 4));
        assert!(is(table.get(&NotePath::new("d.md")), 4));
        assert!(is(table.get(&NotePath::new("a.md")), 6));
        assert!(table.get(&NotePath::new("b.md")).is_none());
        table.clear();
        table.settle();
        assert_eq!(table.len(), 0);
    }
}
