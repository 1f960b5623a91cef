//! Full-text search over notes and their dated entries. The only room that names tantivy.
//!
//! There is one way to be fresh: the stored index, masked by the notes that changed since it was
//! written, plus an index in memory of those notes. Each document carries the stamp of the bytes it was
//! made from, so what is stale shows by itself, whoever wrote the index and whenever.

mod begun;
mod disk;
mod document;
mod lexicon;
mod listed;
mod schema;
mod seal;
mod search;
mod signs;
mod statistics;
mod stems;
mod stored;
mod together;
mod tokenizer;
mod translate;
mod wanted;
mod without;

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;

use crate::model::{Note, NotePath};
use crate::note::NoteText;

pub use document::{note_number, stamp};
pub use lexicon::Asked;
pub use search::{Hit, Hits, View, WORTH_WRITING, best_of_notes};
pub use stored::{Stored, Writing, remove_all};
pub use translate::{Parts, Scope};
pub use wanted::{Text, Wanted};

/// The notes as the vault has them now: where they lie and which bytes they have.
#[derive(Debug, Clone, Copy)]
pub struct Current<'a> {
    /// The place of each among all, by the number of its path.
    pub numbers: &'a HashMap<u64, usize>,
    /// The stamp of its content, by that place.
    pub stamps: &'a [u64],
}

impl Current<'_> {
    /// All of them, by their numbers.
    fn notes(&self) -> HashSet<u64> {
        self.numbers.keys().copied().collect()
    }
}

/// A note to be indexed.
#[derive(Debug)]
pub struct Entrant {
    /// Its facts.
    pub note: Note,
    /// Its text.
    pub text: NoteText,
    /// The stamp of its content.
    pub stamp: u64,
}

/// Reads some of the notes that are wanted and takes them off the list, also those that turn out to be gone.
pub type Read<'a> = dyn FnMut(&mut HashSet<u64>) -> Vec<Entrant> + 'a;

/// Something that went wrong in the index. The notes are untouched, and it can be made again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// From tantivy.
    #[error("the index cannot be used: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// From the file system.
    #[error("the index cannot be used: {0}")]
    File(#[from] std::io::Error),
}

/// The places of so many notes, each with a path, by their numbers.
pub fn by_number<'a>(
    count: usize,
    path: impl Fn(usize) -> &'a NotePath + Sync,
) -> HashMap<u64, usize> {
    let numbers = (0..count).into_par_iter().map(|index| note_number(path(index)));
    numbers.collect::<Vec<_>>().into_iter().zip(0..).collect()
}
