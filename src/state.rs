//! What is known of a vault, and how it is brought up to date: walk, compare, read what changed, drop
//! what is gone. The command line and the daemon both answer from the [`Snapshot`] that this makes.

mod known;
mod network;
mod notes;
mod snapshot;
mod table;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use crate::index;
use crate::note::Parser;
use crate::settings::Settings;
use crate::store::{self, Saved};
use crate::vault::{self, Change, Cutoff, Scan, Touched, obsidian_template_folders, scan};

use known::{Applied, Known, Outcome, caught};
pub use notes::Notes;
pub use snapshot::Snapshot;
use snapshot::{Base, Derived};

/// From so many known notes on, a vault that is suddenly empty is taken for one that is not there: a
/// disk that is not mounted leaves an empty folder behind.
const TOO_MANY_TO_LOSE: usize = 10;

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
    /// Whether what is read is written into the index at once, if it is much.
    indexing: bool,
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
            indexing: false,
            progress: Told::default(),
        }
    }

    /// Tells how far it is, from several threads.
    #[must_use]
    pub fn telling(mut self, progress: Progress) -> Self {
        self.progress = Told(Some(progress));
        self
    }

    /// Writes what is read into the index at once, if it is much, so that it need not be read twice: for
    /// whoever will search.
    #[must_use]
    pub fn indexing(mut self, indexing: bool) -> Self {
        self.indexing = indexing;
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
        for stored in self.known.iter_mut().flat_map(|known| known.notes.notes_mut()) {
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
        let mut settings = self.settings.clone();
        settings.kinds.templates.extend(obsidian_template_folders(&self.root));
        let fingerprint = settings.fingerprint();
        let recall = || Known::recall(self.facts.as_deref(), fingerprint);
        let known = self.known.get_or_insert_with(recall);
        let earlier = known.earlier(fingerprint);
        let scan = vault::scan(&self.root, &self.settings.limits, cutoff, &earlier);
        let scan = scan.map_err(|error| Error::VaultGone { gone: Gone::Unreadable(error) })?;
        let Scan { found, same, mut skipped, reach } = scan;
        let count = found.len() + same.len();
        // A vault all of whose notes are left out by its own patterns is there.
        let is_there = count > 0 || skipped.iter().any(|skipped| skipped.reason.by_pattern());
        if !is_there && known.count >= TOO_MANY_TO_LOSE {
            let (root, facts) = (self.root.clone(), self.facts.clone());
            return Err(Error::VaultGone { gone: Gone::Empty { root, known: known.count, facts } });
        }
        let found = found.iter().map(|note| (&note.path, &note.fingerprint));
        let changes = vault::diff(earlier.without(&same), found);
        if known.settings != fingerprint {
            known.forget_all(fingerprint);
        }
        let stored = self.facts.as_deref().map(|facts| index::Stored::new(facts, fingerprint));
        let new = |change: &&Change| matches!(change, Change::Added(_) | Change::Modified(_));
        let new = changes.iter().filter(new).count();
        let index = stored.as_ref().filter(|_| self.indexing && new >= index::WORTH_WRITING);
        let index = index.and_then(|index| index.begin(new));
        let outcomes = known::read_all(
            &self.root,
            &settings,
            cutoff,
            &known.notes,
            changes,
            index.as_ref(),
            &self.progress,
        );
        let Applied { skipped: left_out, read, looked_at } = known.apply(outcomes);
        skipped.extend(left_out);
        skipped.sort_unstable();
        let base = Base { mark: known.mark.clone(), before: known.before.clone() };
        self.saved = known.keep(self.facts.as_deref());
        if let Some(index) = index {
            self.progress.tell(Stage::Indexing, new, new);
            index.finish();
        }
        let settings = Arc::new(settings);
        let stored_notes = known.notes.notes().par_iter();
        let facts = stored_notes.clone().map(|stored| Arc::clone(&stored.facts)).collect();
        let stamps = stored_notes.map(|stored| index::stamp(&stored.hash)).collect();
        let notes = Notes::new(facts, self.root.clone(), Arc::clone(&settings));
        let unchanged = count - looked_at;
        Ok(Arc::new(Snapshot {
            root: self.root.clone(),
            settings,
            notes,
            skipped: skipped.into(),
            read,
            unchanged,
            taken,
            reach: Arc::new(reach),
            stamps,
            facts: self.facts.clone(),
            base,
            agreed: known.agreed().cloned(),
            stored,
            progress: self.progress.clone(),
            derived: Derived::default(),
        }))
    }

    /// Brings the last snapshot up to date with what lies at these paths, if it is known that nothing else
    /// changed since; none if only [`State::refresh`] can tell what came of it.
    pub fn refresh_these(
        &mut self,
        last: &Arc<Snapshot>,
        paths: &[PathBuf],
    ) -> Option<Arc<Snapshot>> {
        let taken = SystemTime::now();
        let cutoff = Cutoff::before_now(self.window);
        if last.reach.linked {
            return None;
        }
        let touched = paths.iter().map(|path| vault::touched(&self.root, path, &**last));
        let touched: Vec<Touched> = touched.collect::<Option<_>>()?;
        let known = self.known.as_mut()?;
        let parser = Parser::new(&last.settings);
        let mut changed = Vec::new();
        for touched in touched {
            let Touched::Note(path) = touched else { continue };
            let position = last.notes.position(&path)?;
            let outcome =
                known::read_one(&self.root, &parser, cutoff, known.notes.get(&path), &path, None);
            let outcome = outcome.ok().filter(|outcome| !matches!(outcome, Outcome::LeftOut(_)))?;
            let is_new = matches!(outcome, Outcome::New(_));
            known.apply(vec![(path.clone(), Some(outcome))]);
            if is_new {
                changed.push((position, known.notes.get(&path)?.clone()));
            }
        }
        match changed.is_empty() {
            true => Some(Arc::clone(last)),
            false => Some(Arc::new(last.with(changed, taken))),
        }
    }
}

#[cfg(test)]
mod tests;
