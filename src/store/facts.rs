//! The facts of one note: at hand, or in the file until somebody asks for them.

use std::fs::File;
use std::io;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::model::{Note, NotePath};
use crate::private;

/// How many notes are decoded in one go.
const BATCH: usize = 512;

/// Where in the file the facts of a note lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Piece {
    at: u64,
    length: u32,
    /// The first bytes of their BLAKE3 hash.
    check: u64,
}

impl Piece {
    /// The place of these bytes, which lie there in the file.
    pub fn of(bytes: &[u8], at: u64) -> Self {
        Self { at, length: bytes.len() as u32, check: check(bytes) }
    }

    fn end(&self) -> u64 {
        self.at.saturating_add(u64::from(self.length))
    }
}

fn check(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
}

/// The file of facts as it was when it was opened: it is replaced as a whole, so an open one never changes.
#[derive(Debug)]
pub(super) struct Archive {
    file: File,
    /// Where the facts end and the table begins.
    end: u64,
}

impl Archive {
    pub fn new(file: File, end: u64) -> Self {
        Self { file, end }
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
    kept: Option<(Arc<Archive>, Piece)>,
    note: OnceLock<Arc<Note>>,
}

impl Facts {
    /// Those of a note that was just read.
    pub fn new(note: Note) -> Self {
        Self { path: note.path.clone(), kept: None, note: OnceLock::from(Arc::new(note)) }
    }

    pub(super) fn kept(path: NotePath, archive: Arc<Archive>, piece: Piece) -> Self {
        Self { path, kept: Some((archive, piece)), note: OnceLock::new() }
    }

    /// Where the note lies.
    pub fn path(&self) -> &NotePath {
        &self.path
    }

    /// The note. If the file turns out to be damaged, `lost` has to find its facts in another way.
    pub fn note(&self, lost: impl FnOnce() -> Note) -> &Arc<Note> {
        self.note.get_or_init(|| {
            let (archive, piece) = self.kept.as_ref().expect("facts are kept or at hand");
            let bytes = archive.read(piece.at, piece.end()).unwrap_or_default();
            Arc::new(self.decode(piece, &bytes).unwrap_or_else(lost))
        })
    }

    fn decode(&self, piece: &Piece, bytes: &[u8]) -> Option<Note> {
        let right = bytes.len() == piece.length as usize && check(bytes) == piece.check;
        let note: Note = right.then(|| postcard::from_bytes(bytes).ok()).flatten()?;
        // The table, which has a checksum of its own, is believed.
        (note.path == self.path).then_some(note)
    }

    /// The bytes that are kept.
    pub(super) fn encoded(&self) -> Result<Vec<u8>, postcard::Error> {
        if let Some(note) = self.note.get() {
            return postcard::to_stdvec(&**note);
        }
        let (archive, piece) = self.kept.as_ref().expect("facts are kept or at hand");
        let bytes = archive.read(piece.at, piece.end()).unwrap_or_default();
        // What is damaged must not get a checksum that is right: nothing is no note, and so it is found out
        // when somebody asks for it.
        Ok(if check(&bytes) == piece.check { bytes } else { Vec::new() })
    }
}

/// Brings many notes to hand, on all cores and with few reads. What is damaged is left out.
pub fn bring(facts: &[Arc<Facts>]) {
    let away: Vec<(&Facts, &Arc<Archive>, &Piece)> = facts
        .iter()
        .filter(|facts| facts.note.get().is_none())
        .filter_map(|facts| facts.kept.as_ref().map(|(archive, piece)| (&**facts, archive, piece)))
        .collect();
    away.par_chunks(BATCH).for_each(|batch| {
        for run in batch
            .chunk_by(|(_, a, before), (_, b, after)| Arc::ptr_eq(a, b) && before.end() == after.at)
        {
            let [(_, archive, first), ..] = run else { continue };
            let end = run.last().map_or(first.at, |(.., last)| last.end());
            let Ok(bytes) = archive.read(first.at, end) else { continue };
            for (facts, _, piece) in run {
                let from = usize::try_from(piece.at - first.at).unwrap_or(usize::MAX);
                let bytes = bytes.get(from..from.saturating_add(piece.length as usize));
                if let Some(note) = bytes.and_then(|bytes| facts.decode(piece, bytes)) {
                    // Somebody else may have been quicker.
                    let _ = facts.note.set(Arc::new(note));
                }
            }
        }
    });
}
