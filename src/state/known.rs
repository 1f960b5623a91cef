//! The notes as they were when they were last read, by path; some of them perhaps from an earlier run.

use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::table::Table;
use super::{Stage, Told};
use crate::index::{self, Entrant, Writing};
use crate::model::NotePath;
use crate::note::Parser;
use crate::settings::Settings;
use crate::store::{self, Facts, Loaded, Mark, Saved};
use crate::vault::{self, Change, Cutoff, Earlier, Fingerprint, SkipReason, Skipped};

/// What is known of one note.
pub(super) type Stored = store::Stored<Fingerprint>;

/// If one note in so many differs from what is kept, it is worth saving all of them anew: to read those again
/// takes about as long as the walk.
const WORTH_SAVING: usize = 64;

#[derive(Debug)]
pub(super) struct Known {
    /// The fingerprint of the settings the facts were derived under.
    pub settings: u64,
    pub notes: Table,
    /// How many notes there were, also if their facts are of no use.
    pub count: usize,
    /// How many notes differ from what is kept on disk, at most.
    pub unsaved: usize,
    /// What the facts are known by that the notes had when they agreed with those on disk; none if they
    /// never did.
    pub mark: Option<Mark>,
    /// The notes that changed since then, as they were; none for those that are new since.
    pub before: BTreeMap<NotePath, Option<Arc<Facts>>>,
}

/// What came of reading one note.
pub(super) enum Outcome {
    /// The bytes are those that are known.
    Same(Fingerprint),
    /// It says something new.
    New(Stored),
    /// It cannot be read.
    LeftOut(SkipReason),
}

/// What came of taking in several outcomes.
#[derive(Default)]
pub(super) struct Applied {
    /// The notes that must be left out.
    pub skipped: Vec<Skipped>,
    /// How many notes were read.
    pub read: usize,
    /// How many are there, read or left out.
    pub looked_at: usize,
}

impl Known {
    /// What is known from an earlier run.
    pub fn recall(folder: Option<&Path>, settings: u64) -> Self {
        let (count, notes, mark) = match folder.map(|folder| store::load(folder, settings)) {
            None => (0, Vec::new(), None),
            Some(Loaded::Nothing { notes, .. }) => (notes, Vec::new(), None),
            Some(Loaded::Facts(facts, mark)) => (facts.len(), facts, Some(mark)),
        };
        let (notes, before) = (Table::of(notes), BTreeMap::new());
        Self { settings, notes, count, unsaved: 0, mark, before }
    }

    /// The notes as they are known under these settings.
    pub fn earlier(&self, settings: u64) -> Earlier<'_> {
        match self.settings == settings {
            true => Earlier::of(self.notes.fingerprints()),
            false => Earlier::default(),
        }
    }

    /// Takes in what came of reading notes.
    pub fn apply(&mut self, outcomes: Vec<(NotePath, Option<Outcome>)>) -> Applied {
        let mut applied = Applied::default();
        for (path, outcome) in outcomes {
            let Some(outcome) = outcome else {
                self.forget(&path);
                continue;
            };
            applied.looked_at += 1;
            applied.read += usize::from(!matches!(outcome, Outcome::LeftOut(_)));
            applied.skipped.extend(self.apply_one(path, outcome));
        }
        self.notes.settle();
        self.count = self.notes.len();
        applied
    }

    /// Takes in what came of reading a note, and returns the note if it must be left out.
    fn apply_one(&mut self, path: NotePath, outcome: Outcome) -> Option<Skipped> {
        match outcome {
            Outcome::Same(fingerprint) => {
                if let Some(stored) = self.notes.get_mut(&path) {
                    let differs = usize::from(stored.fingerprint != fingerprint);
                    self.unsaved = self.unsaved.saturating_add(differs);
                    stored.fingerprint = fingerprint;
                }
                None
            }
            Outcome::New(stored) => {
                self.unsaved = self.unsaved.saturating_add(1);
                let before = self.notes.put(stored);
                self.remember(path, before);
                None
            }
            Outcome::LeftOut(reason) => {
                self.forget(&path);
                (reason != SkipReason::Vanished).then_some(Skipped { path, reason })
            }
        }
    }

    fn forget(&mut self, path: &NotePath) {
        if let Some(before) = self.notes.take(path) {
            self.unsaved = self.unsaved.saturating_add(1);
            self.remember(path.clone(), Some(before));
        }
    }

    /// Remembers what a note was when the notes agreed with the facts on disk.
    fn remember(&mut self, path: NotePath, before: Option<Stored>) {
        if self.mark.is_some() {
            self.before.entry(path).or_insert(before.map(|stored| stored.facts));
        }
    }

    /// Forgets everything, but not that it differs from what is on disk.
    pub fn forget_all(&mut self, settings: u64) {
        self.settings = settings;
        self.notes.clear();
        self.unsaved = usize::MAX;
        self.mark = None;
        self.before.clear();
    }

    /// What the facts on disk are known by, if the notes agree with them.
    pub fn agreed(&self) -> Option<&Mark> {
        self.mark.as_ref().filter(|_| self.before.is_empty())
    }

    /// Keeps the facts on disk if so many differ there that reading those notes again in each process would
    /// take longer. What fails now is tried again next time.
    pub fn keep(&mut self, folder: Option<&Path>) -> Saved {
        let worth = self.notes.len() / WORTH_SAVING + 1;
        let Some(folder) = folder.filter(|_| self.unsaved >= worth) else {
            return Saved::NotNeeded;
        };
        let facts: Vec<&Stored> = self.notes.notes().iter().collect();
        let saved = store::save(folder, self.settings, &facts);
        if let Saved::Whole { mark, .. } = &saved {
            self.unsaved = 0;
            self.mark = Some(mark.clone());
            self.before.clear();
            // What is on disk need not be in memory any more.
            match store::load(folder, self.settings) {
                Loaded::Facts(facts, there) if there == *mark => self.notes = Table::of(facts),
                _ => {}
            }
        }
        saved
    }
}

/// Reads what changed, on all cores; a note that is gone has no outcome. What is new is written into the
/// index, if there is one to be written.
pub(super) fn read_all(
    root: &Path,
    settings: &Settings,
    cutoff: Cutoff,
    known: &Table,
    changes: Vec<Change>,
    index: Option<&Writing>,
    progress: &Told,
) -> Vec<(NotePath, Option<Outcome>)> {
    const NEWS: usize = 64;
    let (done, total) = (AtomicUsize::new(0), changes.len());
    let parser = Parser::new(settings);
    let read = |change| match change {
        Change::Removed(path) => {
            if let Some(index) = index {
                index.remove(&path);
            }
            (path, None)
        }
        Change::Added(path) | Change::Modified(path) | Change::Unsure(path) => {
            let count = done.fetch_add(1, Ordering::Relaxed);
            if count.is_multiple_of(NEWS) {
                progress.tell(Stage::Reading, count, total);
            }
            let outcome = read_one(root, &parser, cutoff, known.get(&path), &path, index);
            (path, Some(outcome.unwrap_or_else(Outcome::LeftOut)))
        }
    };
    changes.into_par_iter().map(read).collect()
}

pub(super) fn read_one(
    root: &Path,
    parser: &Parser<'_>,
    cutoff: Cutoff,
    known: Option<&Stored>,
    path: &NotePath,
    index: Option<&Writing>,
) -> Result<Outcome, SkipReason> {
    let (bytes, fingerprint) = vault::read(root, path, &parser.settings().limits, cutoff)?;
    let hash = *blake3::hash(&bytes).as_bytes();
    if known.is_some_and(|known| known.hash == hash) {
        return Ok(Outcome::Same(fingerprint));
    }
    let note = match index {
        None => caught(|| parser.parse(path, &bytes))?,
        Some(index) => {
            let (note, text) = caught(|| parser.parse_with_text(path, &bytes))?;
            let entrant = Entrant { note, text, stamp: index::stamp(&hash) };
            index.replace(&entrant);
            entrant.note
        }
    };
    Ok(Outcome::New(Stored { fingerprint, hash, facts: Arc::new(Facts::new(note)) }))
}

/// Lets a fault that one note brings to light cost that note only.
pub(super) fn caught<T>(parse: impl FnOnce() -> T) -> Result<T, SkipReason> {
    // What the closure borrows is read and never written, so nothing half-done can be seen afterwards.
    panic::catch_unwind(AssertUnwindSafe(parse)).map_err(|_| SkipReason::Fault)
}
