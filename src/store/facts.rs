//! The facts of one note: at hand, or in the file until somebody asks for them.

use std::fs::File;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::file::check;
use crate::model::{Note, NotePath};
use crate::private;

/// How many notes are decoded in one go.
const BATCH: usize = 512;

/// Where in the file the facts of a note lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Piece {
    pub at: u64,
    pub length: u32,
    /// The first bytes of their BLAKE3 hash.
    pub check: u64,
}

impl Piece {
    /// The place of these bytes, which lie there in the file.
    pub fn of(bytes: &[u8], at: u64) -> Self {
        Self { at, length: bytes.len() as u32, check: check(bytes) }
    }

    /// Whether these are the bytes that were written.
    fn is(&self, bytes: &[u8]) -> bool {
        bytes.len() == self.length as usize && check(bytes) == self.check
    }

    fn end(&self) -> u64 {
        self.at.saturating_add(u64::from(self.length))
    }
}

/// The file of facts as it was when it was opened: it is replaced as a whole, so an open one never changes.
#[derive(Debug)]
pub(super) struct Archive {
    file: File,
    /// Where what it has in pieces ends.
    end: u64,
}

impl Archive {
    pub fn new(file: File, end: u64) -> Self {
        Self { file, end }
    }

    /// What lies at one place, if it is what was written there.
    pub fn piece(&self, piece: &Piece) -> Option<Vec<u8>> {
        let bytes = self.read(piece.at, piece.end()).ok()?;
        piece.is(&bytes).then_some(bytes)
    }

    /// So many bytes from a place on.
    pub fn some(&self, at: u64, length: u32) -> Option<Vec<u8>> {
        let length = u64::from(length);
        let bytes = self.read(at, at.checked_add(length)?).ok()?;
        (bytes.len() as u64 == length).then_some(bytes)
    }

    /// What lies between two places.
    fn read(&self, from: u64, to: u64) -> io::Result<Vec<u8>> {
        let length = to.min(self.end).saturating_sub(from);
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
        private::read_at(&self.file, &mut bytes, from)?;
        Ok(bytes)
    }
}

/// See above.
#[derive(Debug)]
pub struct Facts {
    path: NotePath,
    at: At,
}

/// Where the facts are.
#[derive(Debug)]
enum At {
    Hand(Arc<Note>),
    File(Arc<Archive>, Piece),
}

impl Facts {
    /// Those of a note that was just read.
    pub fn new(note: Note) -> Self {
        Self { path: note.path.clone(), at: At::Hand(Arc::new(note)) }
    }

    pub(super) fn kept(path: NotePath, archive: Arc<Archive>, piece: Piece) -> Self {
        Self { path, at: At::File(archive, piece) }
    }

    /// Where the note lies.
    pub fn path(&self) -> &NotePath {
        &self.path
    }

    /// The note. If the file turns out to be damaged, `lost` has to find its facts in another way.
    pub fn note(&self, lost: impl FnOnce() -> Note) -> Arc<Note> {
        self.note_then().unwrap_or_else(|| Arc::new(lost()))
    }

    /// The note as it was when these facts were had; none if the file turns out to be damaged.
    pub fn note_then(&self) -> Option<Arc<Note>> {
        match &self.at {
            At::Hand(note) => Some(Arc::clone(note)),
            At::File(archive, piece) => {
                let bytes = archive.read(piece.at, piece.end()).ok()?;
                self.decode(piece, &bytes).map(Arc::new)
            }
        }
    }

    fn decode(&self, piece: &Piece, bytes: &[u8]) -> Option<Note> {
        let note: Note = piece.is(bytes).then(|| postcard::from_bytes(bytes).ok()).flatten()?;
        // The table, which has a checksum of its own, is believed.
        (note.path == self.path).then_some(note)
    }

    /// The bytes that are kept.
    pub(super) fn encoded(&self) -> Result<Vec<u8>, postcard::Error> {
        match &self.at {
            At::Hand(note) => postcard::to_stdvec(&**note),
            // What is damaged must not get a checksum that is right: nothing is no note, and so it is found
            // out when somebody asks for it.
            At::File(archive, piece) => Ok(archive.piece(piece).unwrap_or_default()),
        }
    }

    fn in_file(&self) -> Option<(&Arc<Archive>, &Piece)> {
        match &self.at {
            At::Hand(_) => None,
            At::File(archive, piece) => Some((archive, piece)),
        }
    }
}

/// Many notes, decoded on all cores and with few reads. What the file has no longer, `lost` has to find.
pub fn decoded(facts: &[Arc<Facts>], lost: impl Fn(&Facts) -> Note + Sync) -> Vec<Arc<Note>> {
    let batches = facts.par_chunks(BATCH).map(|batch| {
        let runs = batch.chunk_by(|one, next| match (one.in_file(), next.in_file()) {
            (Some((a, before)), Some((b, after))) => Arc::ptr_eq(a, b) && before.end() == after.at,
            _ => false,
        });
        runs.flat_map(|run| of_run(run, &lost)).collect::<Vec<_>>()
    });
    batches.flatten_iter().collect()
}

/// Notes whose facts lie one behind the other.
fn of_run(run: &[Arc<Facts>], lost: &impl Fn(&Facts) -> Note) -> Vec<Arc<Note>> {
    let ends =
        |facts: &Facts| facts.in_file().map(|(archive, piece)| (Arc::clone(archive), *piece));
    let (Some((archive, first)), Some((_, last))) =
        (run.first().and_then(|one| ends(one)), run.last().and_then(|one| ends(one)))
    else {
        return run.iter().map(|facts| facts.note(|| lost(facts))).collect();
    };
    let bytes = archive.read(first.at, last.end()).unwrap_or_default();
    let decode = |facts: &Arc<Facts>| {
        let (_, piece) = facts.in_file()?;
        let from = usize::try_from(piece.at.checked_sub(first.at)?).ok()?;
        facts.decode(piece, bytes.get(from..from.checked_add(piece.length as usize)?)?)
    };
    run.iter().map(|facts| Arc::new(decode(facts).unwrap_or_else(|| lost(facts)))).collect()
}
