//! What is known of a vault, and how it is brought up to date: walk, compare, read what changed, drop
//! what is gone. The command line and the daemon both answer from the [`Snapshot`] that this makes.

mod notes;
mod snapshot;

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use crate::index;
use crate::model::NotePath;
use crate::note::Parser;
use crate::settings::Settings;
use crate::store::{self, Facts, Loaded, Saved};
use crate::vault::{
    self, Change, Cutoff, Fingerprint, Scan, SkipReason, Skipped, obsidian_template_folders, scan,
};

pub use notes::Notes;
pub use snapshot::Snapshot;

type Stored = store::Stored<Fingerprint>;

/// From so many known notes on, a vault that is suddenly empty is taken for one that is not there: a
/// disk that is not mounted leaves an empty folder behind.
const TOO_MANY_TO_LOSE: usize = 10;

/// So many notes that differ from what is kept are worth saving all of them anew.
const WORTH_SAVING: usize = 64;

/// Told how many notes of how many have been dealt with, whenever there is news.
pub type Progress = Arc<dyn Fn(Stage, usize, usize) + Send + Sync>;

/// What takes long when a vault is seen for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading notes.
    Reading,
    /// Making them searchable.
    Indexing,
}

/// Why there is no snapshot. What is known is kept, and the next refresh starts from it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The vault is not where it was.
    #[error(
        "{gone}\nIf it lies on another disk or a server, connect that and ask again; nothing that is \
         known about your notes is lost"
    )]
    VaultGone {
        /// How that shows.
        gone: Gone,
    },
}

/// What a vault that is not there looks like.
#[derive(Debug)]
pub enum Gone {
    /// Its root cannot be read.
    Unreadable(scan::Error),
    /// It has not a single note, though there were many.
    Empty {
        /// Its root.
        root: PathBuf,
        /// How many notes are known.
        known: usize,
        /// Where they are known from, if they are kept: who means it can delete that.
        facts: Option<PathBuf>,
    },
}

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Empty { root, known, facts } => {
                let root = root.display();
                write!(f, "the vault {root} is empty, but {known} notes are known from it")?;
                match facts {
                    Some(facts) => {
                        write!(f, "; if they were removed on purpose, delete {}", facts.display())
                    }
                    None => Ok(()),
                }
            }
        }
    }
}

/// What is known of a vault.
#[derive(Debug)]
pub struct State {
    root: PathBuf,
    /// The folder of its facts, if they are kept.
    facts: Option<PathBuf>,
    settings: Settings,
    window: Duration,
    /// `None` until the first refresh looked for kept facts.
    known: Option<Known>,
    saved: Saved,
    progress: Told,
}

/// Somebody to tell of the progress, or nobody.
#[derive(Clone, Default)]
struct Told(Option<Progress>);

impl Told {
    fn tell(&self, stage: Stage, done: usize, total: usize) {
        if let Some(progress) = &self.0 {
            progress(stage, done, total);
        }
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "told" } else { "untold" })
    }
}

#[derive(Debug)]
struct Known {
    /// The fingerprint of the settings the facts were derived under.
    settings: u64,
    notes: BTreeMap<NotePath, Stored>,
    /// How many notes there were, also if their facts are of no use.
    count: usize,
    /// How many notes differ from what is kept on disk, at most.
    unsaved: usize,
}

/// What came of reading one note.
enum Outcome {
    /// The bytes are those that are known.
    Same(Fingerprint),
    /// It says something new.
    New(Stored),
    /// It cannot be read.
    LeftOut(SkipReason),
}

impl State {
    /// Opens a vault. Nothing is read before the first [`State::refresh`]. Without a cache folder no
    /// facts are kept, and everything works the same.
    pub fn open(root: PathBuf, cache: Option<PathBuf>, settings: Settings) -> Self {
        // A root that is not there now may be there at the next refresh.
        let root = root.canonicalize().unwrap_or(root);
        let facts = cache.map(|cache| store::folder(&cache, &root));
        let saved = Saved::NotNeeded;
        Self {
            root,
            facts,
            settings,
            window: Cutoff::WINDOW,
            known: None,
            saved,
            progress: Told::default(),
        }
    }

    /// Tells how far it is, from several threads.
    #[must_use]
    pub fn telling(mut self, progress: Progress) -> Self {
        self.progress = Told(Some(progress));
        self
    }

    /// Trusts files that have rested for this long instead of [`Cutoff::WINDOW`].
    #[must_use]
    pub fn trusting_after(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// The canonical path of the vault.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What came of keeping the facts at the last refresh.
    pub fn saved(&self) -> &Saved {
        &self.saved
    }

    /// Forgets everything that is derived from the notes; the next refresh reads all of them again.
    pub fn forget(&mut self) {
        if let Some(facts) = &self.facts {
            store::remove(facts);
            index::remove_all(facts, None);
        }
        self.known = None;
    }

    /// Has the next refresh compare the bytes of every note, whatever its fingerprint says.
    pub fn doubt_all(&mut self) {
        for stored in self.known.iter_mut().flat_map(|known| known.notes.values_mut()) {
            stored.fingerprint = stored.fingerprint.doubted();
        }
    }

    /// Brings everything up to date with what is on disk now.
    ///
    /// # Errors
    /// If the vault is not there. A vault that holds notes is believed, however few they are.
    pub fn refresh(&mut self) -> Result<Arc<Snapshot>, Error> {
        let taken = SystemTime::now();
        let cutoff = Cutoff::before_now(self.window);
        let scan = vault::scan(&self.root, &self.settings.limits, cutoff)
            .map_err(|error| Error::VaultGone { gone: Gone::Unreadable(error) })?;
        let mut settings = self.settings.clone();
        settings.kinds.templates.extend(obsidian_template_folders(&self.root));
        let fingerprint = settings.fingerprint();

        let known = self.known.get_or_insert_with(|| recall(self.facts.as_deref(), fingerprint));
        if scan.found.is_empty() && known.count >= TOO_MANY_TO_LOSE {
            let (root, facts) = (self.root.clone(), self.facts.clone());
            return Err(Error::VaultGone { gone: Gone::Empty { root, known: known.count, facts } });
        }
        if known.settings != fingerprint {
            known.settings = fingerprint;
            known.notes.clear();
            known.unsaved = usize::MAX;
        }
        let Scan { found, mut skipped, reach } = scan;
        let known_ones = known.notes.iter().map(|(path, stored)| (path, &stored.fingerprint));
        let found_ones = found.iter().map(|note| (&note.path, &note.fingerprint));
        let changes = vault::diff(known_ones, found_ones);
        let outcomes =
            read_all(&self.root, &settings, cutoff, &known.notes, changes, &self.progress);
        let (mut read, mut looked_at) = (0, 0);
        for (path, outcome) in outcomes {
            let Some(outcome) = outcome else {
                known.forget(&path);
                continue;
            };
            looked_at += 1;
            read += usize::from(!matches!(outcome, Outcome::LeftOut(_)));
            if let Some(left_out) = known.apply(path, outcome) {
                skipped.push(left_out);
            }
        }
        skipped.sort_unstable();
        known.count = known.notes.len();
        self.saved = known.keep(self.facts.as_deref());
        let facts = known.notes.values().map(|stored| Arc::clone(&stored.facts)).collect();
        let settings = Arc::new(settings);
        let notes = Notes::new(facts, self.root.clone(), Arc::clone(&settings));
        let (root, unchanged) = (self.root.clone(), found.len() - looked_at);
        let stamps = known.notes.values().map(|stored| index::stamp(&stored.hash)).collect();
        let stored = self.facts.as_deref().map(|facts| index::Stored::new(facts, fingerprint));
        Ok(Arc::new(Snapshot {
            root,
            settings,
            notes,
            skipped,
            read,
            unchanged,
            taken,
            reach,
            stamps,
            facts: self.facts.clone(),
            stored,
            progress: self.progress.clone(),
            keys: OnceLock::new(),
            numbers: OnceLock::new(),
            network: OnceLock::new(),
            view: OnceLock::new(),
        }))
    }
}

impl Known {
    /// Takes in what came of reading a note, and returns the note if it must be left out.
    fn apply(&mut self, path: NotePath, outcome: Outcome) -> Option<Skipped> {
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
                self.notes.insert(path, stored);
                None
            }
            Outcome::LeftOut(reason) => {
                self.forget(&path);
                (reason != SkipReason::Vanished).then_some(Skipped { path, reason })
            }
        }
    }

    fn forget(&mut self, path: &NotePath) {
        let gone = usize::from(self.notes.remove(path).is_some());
        self.unsaved = self.unsaved.saturating_add(gone);
    }

    /// Keeps the facts on disk if so many differ there that reading those notes again in each process would
    /// take longer. What fails now is tried again next time.
    fn keep(&mut self, folder: Option<&Path>) -> Saved {
        let worth = WORTH_SAVING.min(self.notes.len() / 64 + 1);
        let Some(folder) = folder.filter(|_| self.unsaved >= worth) else {
            return Saved::NotNeeded;
        };
        let facts: Vec<&Stored> = self.notes.values().collect();
        let saved = store::save(folder, self.settings, &facts);
        if matches!(saved, Saved::Whole(_)) {
            self.unsaved = 0;
        }
        saved
    }
}

/// What is known from an earlier run.
fn recall(folder: Option<&Path>, settings: u64) -> Known {
    let nothing = |count| Known { settings, notes: BTreeMap::new(), count, unsaved: 0 };
    match folder.map(|folder| store::load(folder, settings)) {
        None => nothing(0),
        Some(Loaded::Nothing { notes, .. }) => nothing(notes),
        Some(Loaded::Facts(facts)) => {
            let notes = facts.into_iter().map(|stored| (stored.facts.path().clone(), stored));
            let notes: BTreeMap<_, _> = notes.collect();
            Known { count: notes.len(), notes, ..nothing(0) }
        }
    }
}

/// Reads what changed, on all cores; a note that is gone has no outcome.
fn read_all(
    root: &Path,
    settings: &Settings,
    cutoff: Cutoff,
    known: &BTreeMap<NotePath, Stored>,
    changes: Vec<Change>,
    progress: &Told,
) -> Vec<(NotePath, Option<Outcome>)> {
    const NEWS: usize = 64;
    let (done, total) = (AtomicUsize::new(0), changes.len());
    let parser = Parser::new(settings);
    let read = |change| match change {
        Change::Removed(path) => (path, None),
        Change::Added(path) | Change::Modified(path) | Change::Unsure(path) => {
            let count = done.fetch_add(1, Ordering::Relaxed);
            if count.is_multiple_of(NEWS) {
                progress.tell(Stage::Reading, count, total);
            }
            let outcome = read_one(root, &parser, cutoff, known.get(&path), &path);
            (path, Some(outcome.unwrap_or_else(Outcome::LeftOut)))
        }
    };
    changes.into_par_iter().map(read).collect()
}

fn read_one(
    root: &Path,
    parser: &Parser<'_>,
    cutoff: Cutoff,
    known: Option<&Stored>,
    path: &NotePath,
) -> Result<Outcome, SkipReason> {
    let (bytes, fingerprint) = vault::read(root, path, &parser.settings().limits, cutoff)?;
    let hash = *blake3::hash(&bytes).as_bytes();
    if known.is_some_and(|known| known.hash == hash) {
        return Ok(Outcome::Same(fingerprint));
    }
    let note = caught(|| parser.parse(path, &bytes))?;
    Ok(Outcome::New(Stored { fingerprint, hash, facts: Arc::new(Facts::new(note)) }))
}

/// Lets a fault that one note brings to light cost that note only.
fn caught<T>(parse: impl FnOnce() -> T) -> Result<T, SkipReason> {
    // What the closure borrows is read and never written, so nothing half-done can be seen afterwards.
    panic::catch_unwind(AssertUnwindSafe(parse)).map_err(|_| SkipReason::Fault)
}

#[cfg(test)]
mod tests;
