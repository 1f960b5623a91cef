//! The notes as they were known before a walk, looked up by what the walk comes across: a note that is surely the
//! same needs no path of its own, no place in an order and no second look.

use std::ffi::OsStr;
use std::hash::{BuildHasher, Hash, Hasher};
use std::path::Path;

use foldhash::HashMap;
use foldhash::quality::RandomState;
use rayon::prelude::*;

use super::fingerprint::Fingerprint;
use crate::model::NotePath;

/// See above. The default knows of no note.
#[derive(Debug, Default)]
pub struct Earlier<'a> {
    notes: Vec<(&'a NotePath, &'a Fingerprint)>,
    /// The numbers of the notes whose fingerprints can vouch for them, by the hashes of path and fingerprint
    /// together. That a note which differs has the hash of one that does not happens about never (2⁻⁶⁴), and as
    /// the hashes are seeded anew in each process, nobody can bring it about.
    numbers: HashMap<u64, u32>,
    hashing: RandomState,
}

impl<'a> Earlier<'a> {
    /// These notes, which are in the order of their paths. Of more than can be numbered the rest is not known.
    pub fn of(notes: Vec<(&'a NotePath, &'a Fingerprint)>) -> Self {
        let hashing = RandomState::default();
        let vouched = |(path, fingerprint): &(&NotePath, &Fingerprint)| {
            let (folder, name) = (path.as_path().parent()?, path.as_path().file_name()?);
            (!fingerprint.is_racy()).then(|| hash(&hashing, folder, name, fingerprint))
        };
        let hashes: Vec<Option<u64>> = notes.par_iter().map(vouched).collect();
        let numbers = hashes.into_iter().zip(0..=u32::MAX);
        let numbers = numbers.filter_map(|(hash, number)| Some((hash?, number))).collect();
        Self { notes, numbers, hashing }
    }

    /// The number of the note of this name in a folder, if it is known and surely the same as before.
    pub(super) fn same(
        &self,
        folder: &Path,
        name: &OsStr,
        fingerprint: &Fingerprint,
    ) -> Option<u32> {
        self.numbers.get(&hash(&self.hashing, folder, name, fingerprint)).copied()
    }

    /// Where the note lies of a number that was given to one.
    pub(super) fn path(&self, number: u32) -> &'a NotePath {
        self.notes[number as usize].0
    }

    /// The notes but for those of these numbers, which were given to some, in the order of their paths.
    pub fn without(&self, same: &[u32]) -> impl Iterator<Item = (&'a NotePath, &'a Fingerprint)> {
        let mut stays = vec![true; self.notes.len()];
        for number in same {
            stays[*number as usize] = false;
        }
        self.notes.iter().zip(stays).filter(|(_, stays)| *stays).map(|(note, _)| *note)
    }
}

/// The hash of a path, by its bytes alone, for it comes from a walk and has nothing in it to be tidied, and of
/// what the file looks like, whether that can vouch for the bytes or not.
fn hash(hashing: &RandomState, folder: &Path, name: &OsStr, fingerprint: &Fingerprint) -> u64 {
    let mut hasher = hashing.build_hasher();
    folder.as_os_str().as_encoded_bytes().hash(&mut hasher);
    name.as_encoded_bytes().hash(&mut hasher);
    fingerprint.doubted().hash(&mut hasher);
    hasher.finish()
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
        let same = |path: &str, number, racy| {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            earlier.same(Path::new(folder), OsStr::new(name), &sample(number, racy))
        };
        assert_eq!(same("a.md", 1, false), Some(0));
        assert_eq!(same("a.md", 1, true), Some(0));
        assert_eq!(same("a.md", 2, false), None);
        assert_eq!(same("b/c.md", 2, false), None);
        assert_eq!(same("d.md", 3, false), Some(2));
        assert_eq!(same("e.md", 1, false), None);
        assert_eq!(same("b/a.md", 1, false), None);
        assert_eq!(earlier.path(2), &NotePath::new("d.md"));
        let left =
            |same: &[u32]| earlier.without(same).map(|(path, _)| path.shown()).collect::<Vec<_>>();
        assert_eq!(left(&[2, 0]), ["b/c.md"]);
        assert_eq!(left(&[]), ["a.md", "b/c.md", "d.md"]);
        let nothing = Earlier::default();
        assert_eq!(nothing.same(Path::new(""), OsStr::new("a.md"), &sample(1, false)), None);
    }
}
