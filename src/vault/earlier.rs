//! The notes as they were known before a walk, looked up by the paths that the walk comes across: a note that is
//! surely the same needs no path of its own, no place in an order and no second look.

use std::hash::{BuildHasher, Hash};
use std::path::Path;

use foldhash::HashMap;
use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::fingerprint::Fingerprint;
use crate::model::NotePath;

/// See above. The default knows of no note.
#[derive(Debug, Default)]
pub struct Earlier<'a> {
    notes: Vec<(&'a NotePath, &'a Fingerprint)>,
    /// The numbers of the notes by the hashes of their paths.
    numbers: HashMap<u64, u32>,
    /// Seeded anew in each process, so that nobody can know two paths of one hash. Should two have one by
    /// chance, their files would have to agree in everything else besides before one was taken for the other.
    hashing: RandomState,
}

impl<'a> Earlier<'a> {
    /// These notes, which are in the order of their paths. Of more than can be numbered the rest is not known.
    pub fn of(notes: Vec<(&'a NotePath, &'a Fingerprint)>) -> Self {
        let hashing = RandomState::default();
        let hashes = notes.par_iter().map(|(path, _)| hash(&hashing, path.as_path()));
        let numbers = hashes.collect::<Vec<_>>().into_iter().zip(0..=u32::MAX).collect();
        Self { notes, numbers, hashing }
    }

    /// The number of the note at a path, if it is known and surely the same as before.
    pub(super) fn same(&self, path: &Path, fingerprint: &Fingerprint) -> Option<u32> {
        let number = *self.numbers.get(&hash(&self.hashing, path))?;
        let (_, known) = self.notes.get(number as usize)?;
        // Only the old one matters: it was taken with the bytes that are known.
        (known.agrees_with(fingerprint) && !known.is_racy()).then_some(number)
    }

    /// Where the note of a number lies.
    pub(super) fn path(&self, number: u32) -> Option<&'a NotePath> {
        self.notes.get(number as usize).map(|(path, _)| *path)
    }

    /// The notes but for those of these numbers, in the order of their paths.
    pub fn without(&self, same: &[u32]) -> impl Iterator<Item = (&'a NotePath, &'a Fingerprint)> {
        let mut stays = vec![true; self.notes.len()];
        for number in same {
            stays[*number as usize] = false;
        }
        self.notes.iter().zip(stays).filter(|(_, stays)| *stays).map(|(note, _)| *note)
    }
}

/// The hash of a path by its bytes alone: it comes from a walk and has nothing in it to be tidied.
fn hash(hashing: &RandomState, path: &Path) -> u64 {
    let mut hasher = hashing.build_hasher();
    path.as_os_str().as_encoded_bytes().hash(&mut hasher);
    std::hash::Hasher::finish(&hasher)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_surely_the_same_is_looked_past() {
        let sample = Fingerprint::sample;
        let notes = [("a.md", 1, false), ("b/c.md", 2, true), ("d.md", 3, false)]
            .map(|(path, number, racy)| (NotePath::new(path), sample(number, racy)));
        let earlier = Earlier::of(notes.iter().map(|(path, print)| (path, print)).collect());
        let same = |path: &str, number, racy| earlier.same(Path::new(path), &sample(number, racy));
        assert_eq!(same("a.md", 1, false), Some(0));
        assert_eq!(same("a.md", 1, true), Some(0));
        assert_eq!(same("a.md", 2, false), None);
        assert_eq!(same("b/c.md", 2, false), None);
        assert_eq!(same("d.md", 3, false), Some(2));
        assert_eq!(same("e.md", 1, false), None);
        assert_eq!(earlier.path(2), Some(&NotePath::new("d.md")));
        let left =
            |same: &[u32]| earlier.without(same).map(|(path, _)| path.shown()).collect::<Vec<_>>();
        assert_eq!(left(&[2, 0]), ["b/c.md"]);
        assert_eq!(left(&[]), ["a.md", "b/c.md", "d.md"]);
        assert_eq!(Earlier::default().same(Path::new("a.md"), &sample(1, false)), None);
    }
}
