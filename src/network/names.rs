//! What every contact goes by, and who goes by what: texts one behind the other, and the hashes of them in
//! order, for there are many, few are ever asked for, and none is worth a piece of memory of its own.

use std::hash::BuildHasher;
use std::ops::Range;

use foldhash::quality::FixedState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Card;
use crate::model::NotePath;
use crate::model::text::{fold, words};
use crate::note::links::strip_ending;

/// How many contacts one thread takes at a time.
const BATCH: usize = 512;

/// A hash, which is kept as it lies in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Hash(#[serde(with = "postcard::fixint::le")] u64);

/// Hashes of texts, in order.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Hashes(Vec<Hash>);

impl Hashes {
    pub fn of(hashes: impl IntoIterator<Item = u64>) -> Self {
        let mut hashes: Vec<Hash> = hashes.into_iter().map(Hash).collect();
        hashes.par_sort_unstable();
        hashes.dedup();
        Self(hashes)
    }

    pub fn has(&self, hash: u64) -> bool {
        self.0.binary_search(&Hash(hash)).is_ok()
    }
}

/// Who goes by a text: its hash, and the number of a contact, in order.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Lookup(Vec<(Hash, u32)>);

impl Lookup {
    fn push(&mut self, hash: u64, index: usize) {
        self.0.push((Hash(hash), u32::try_from(index).unwrap_or(u32::MAX)));
    }

    fn settle(&mut self) {
        self.0.par_sort_unstable();
        self.0.dedup();
        self.0.shrink_to_fit();
    }

    /// The contacts that go by the text with this hash, in their order.
    pub fn of(
        &self,
        hash: u64,
    ) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator + Clone {
        let hash = Hash(hash);
        let from = self.0.partition_point(|(known, _)| *known < hash);
        let count = self.0[from..].partition_point(|(known, _)| *known == hash);
        self.0[from..from + count].iter().map(|(_, index)| *index as usize)
    }

    /// Whether anybody goes by it.
    pub fn has(&self, hash: u64) -> bool {
        self.of(hash).len() > 0
    }
}

/// Where the texts of one contact are.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Own {
    /// Its path and then its names, as places in the list of ends.
    first: usize,
    names: usize,
    addresses: usize,
}

/// All contacts with what they go by.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Names {
    text: String,
    /// Where in the text each one ends.
    ends: Vec<usize>,
    own: Vec<Own>,
    pub by_path: Lookup,
    pub by_stem: Lookup,
    pub by_name: Lookup,
    pub by_alias: Lookup,
    /// By every word of their names.
    pub by_word: Lookup,
    seed: u64,
    /// The hash of no text: where it is another one, texts are hashed in another way.
    probe: u64,
}

impl Names {
    /// Those of these contacts, each of which is known by its place among them.
    pub fn of(people: &[&Card]) -> Self {
        let seed = seed(people);
        let mut all = Self::hashed(seed);
        let parts = people.par_chunks(BATCH).enumerate().map(|(number, people)| {
            let mut part = Self::hashed(seed);
            for (at, contact) in people.iter().enumerate() {
                part.add(number * BATCH + at, contact);
            }
            part
        });
        let parts: Vec<Self> = parts.collect();
        for part in parts {
            all.append(part);
        }
        for lookup in all.lookups() {
            lookup.settle();
        }
        all
    }

    /// Those of nobody.
    fn hashed(seed: u64) -> Self {
        let mut names = Self {
            text: String::new(),
            ends: Vec::new(),
            own: Vec::new(),
            by_path: Lookup::default(),
            by_stem: Lookup::default(),
            by_name: Lookup::default(),
            by_alias: Lookup::default(),
            by_word: Lookup::default(),
            seed,
            probe: 0,
        };
        names.probe = names.hash("");
        names
    }

    /// Whether they are of so many contacts, and can be looked up here.
    pub fn are_of(&self, people: usize) -> bool {
        self.len() == people && self.probe == self.hash("")
    }

    fn lookups(&mut self) -> [&mut Lookup; 5] {
        let Self { by_path, by_stem, by_name, by_alias, by_word, .. } = self;
        [by_path, by_stem, by_name, by_alias, by_word]
    }

    fn add(&mut self, index: usize, note: &Card) {
        let Card { path, contact, .. } = note;
        let stem = path.stem();
        let (name, folded_stem) = (fold(&contact.name), fold(&stem));
        let aliases: Vec<String> = contact.aliases.iter().map(|alias| fold(alias)).collect();
        let addresses: Vec<String> = contact.emails.iter().map(|address| fold(address)).collect();
        let path = path_key(path);
        self.by_path.push(self.hash(&path), index);
        self.by_stem.push(self.hash(&stem), index);
        for name in [&folded_stem, &name] {
            self.by_name.push(self.hash(name), index);
        }
        for alias in aliases.iter().chain(&addresses) {
            self.by_alias.push(self.hash(alias), index);
        }
        let mut names = vec![name, folded_stem];
        names.extend(aliases);
        names.dedup();
        for word in names.iter().flat_map(|name| words(name)) {
            self.by_word.push(self.hash(word), index);
        }
        let own = Own { first: self.ends.len(), names: names.len(), addresses: addresses.len() };
        self.own.push(own);
        for text in std::iter::once(path).chain(names).chain(addresses) {
            self.text.push_str(&text);
            self.ends.push(self.text.len());
        }
    }

    fn append(&mut self, mut other: Self) {
        let (length, count) = (self.text.len(), self.ends.len());
        self.text.push_str(&other.text);
        self.ends.extend(other.ends.iter().map(|end| end + length));
        self.own.extend(other.own.drain(..).map(|own| Own { first: own.first + count, ..own }));
        for (lookup, other) in self.lookups().into_iter().zip(other.lookups()) {
            lookup.0.append(&mut other.0);
        }
    }

    /// The hash by which a text is looked up.
    pub fn hash(&self, text: &str) -> u64 {
        FixedState::with_seed(self.seed).hash_one(text)
    }

    /// How many contacts there are.
    pub fn len(&self) -> usize {
        self.own.len()
    }

    fn texts(&self, range: Range<usize>) -> impl Iterator<Item = &str> {
        range.map(|at| {
            let from = at.checked_sub(1).map_or(0, |before| self.ends[before]);
            &self.text[from..self.ends[at]]
        })
    }

    /// The path of a contact's note, as links write it.
    pub fn path(&self, index: usize) -> &str {
        let first = self.own[index].first;
        self.texts(first..first + 1).next().unwrap_or_default()
    }

    /// The names of a contact, folded: its own, that of its file, and its others.
    pub fn names(&self, index: usize) -> impl Iterator<Item = &str> {
        let Own { first, names, .. } = self.own[index];
        self.texts(first + 1..first + 1 + names)
    }

    /// Its names and its addresses, folded.
    pub fn spellings(&self, index: usize) -> impl Iterator<Item = &str> {
        let Own { first, names, addresses } = self.own[index];
        self.texts(first + 1..first + 1 + names + addresses)
    }
}

/// What hashes are seeded with: something that is the same for the same contacts, and that nobody knows who knows
/// but some of them, so that no two names can be thought up that have one hash.
fn seed(people: &[&Card]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for note in people {
        hasher.update(note.path.as_path().as_os_str().as_encoded_bytes()).update(&[0]);
    }
    let hash = hasher.finalize();
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
}

/// A path as links write it: with `/`, without its ending.
pub(super) fn path_key(path: &NotePath) -> String {
    let shown = path.shown();
    strip_ending(&shown).to_owned()
}
