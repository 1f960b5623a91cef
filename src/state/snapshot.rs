//! A vault as it was at one moment, with what is made of it only when somebody asks: the network, and the
//! view that searches look through.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;

use super::known::Stored;
use super::{Notes, Stage, Told, caught};
use crate::index::{self, Current, Entrant};
use crate::model::{Note, NotePath};
use crate::network::Network;
use crate::note::{Parser, Pieces, decoded};
use crate::settings::Settings;
use crate::store::{self, Facts, Mark};
use crate::vault::{self, Cutoff, Known, Reach, Skipped};

/// A vault as it was at one moment. It never changes, so an answer can be made from it at leisure.
#[derive(Debug)]
pub struct Snapshot {
    /// The canonical path of the vault.
    pub root: PathBuf,
    /// The settings its notes were read under, Obsidian's folders of templates among them.
    pub settings: Arc<Settings>,
    /// The facts of every note, in the order of their paths.
    pub notes: Notes,
    /// What is left out, in the order of the paths.
    pub skipped: Arc<[Skipped]>,
    /// How many notes were read to make this.
    pub read: usize,
    /// How many notes did not have to be.
    pub unchanged: usize,
    /// When the walk that made this began.
    pub taken: SystemTime,
    /// The first bytes of the hash of each note's content, in the order of the notes.
    pub(super) stamps: Vec<u64>,
    /// The folder of the facts and the index on disk, if there is one.
    pub(super) facts: Option<PathBuf>,
    pub(super) base: Base,
    /// What the facts on disk are known by, if they are those of this snapshot.
    pub(super) agreed: Option<Mark>,
    pub(super) stored: Option<index::Stored>,
    pub(super) progress: Told,
    /// What this depends on, for whoever watches.
    pub reach: Arc<Reach>,
    pub(super) derived: Derived,
}

/// A moment whose facts were on disk, with what is made of them, and what changed since.
#[derive(Debug, Clone)]
pub(super) struct Base {
    /// What those facts are known by.
    pub mark: Option<Mark>,
    /// The notes that changed, as they were; none for those that are new.
    pub before: BTreeMap<NotePath, Option<Arc<Facts>>>,
}

/// What is made when somebody asks for it, and handed on to the next snapshot if nothing in it can differ.
#[derive(Debug, Default)]
pub(super) struct Derived {
    numbers: OnceLock<Arc<HashMap<u64, usize>>>,
    pub(super) network: OnceLock<Arc<Network>>,
    /// What is asked instead if that turned out to be damaged on disk.
    pub(super) network_instead: OnceLock<Arc<Network>>,
    /// The network of a snapshot before this one, and the notes that changed since, as they were.
    pub(super) last_network: Option<(Arc<Network>, BTreeMap<usize, Arc<Note>>)>,
    view: OnceLock<Result<Arc<index::View>, String>>,
    /// What is searched instead if that turned out to be damaged.
    instead: OnceLock<Result<Arc<index::View>, String>>,
    /// The view of a snapshot before this one, and the places of the notes that changed since.
    last_view: Option<(Arc<index::View>, BTreeSet<usize>)>,
}

impl Snapshot {
    /// A view of all notes for searching; made when first asked for, which brings the index on disk up
    /// to date if much changed.
    ///
    /// # Errors
    /// In plain words, if no index can be made even in memory.
    pub fn view(&self) -> Result<&index::View, &str> {
        let make = || match self.view_from_the_last() {
            Some(view) => Ok(Arc::new(view)),
            None => self.make_view(self.stored.as_ref()).map(Arc::new),
        };
        let made = self.derived.instead.get();
        made.unwrap_or_else(|| self.derived.view.get_or_init(make))
            .as_deref()
            .map_err(String::as_str)
    }

    /// A view made from the notes alone, for when the index on disk turns out to be damaged; that one is
    /// removed. From then on it is the view.
    ///
    /// # Errors
    /// In plain words, if no index can be made even in memory.
    pub fn view_without_disk(&self) -> Result<&index::View, &str> {
        let make = || {
            self.stored.iter().for_each(index::Stored::discard);
            self.make_view(None).map(Arc::new)
        };
        self.derived.instead.get_or_init(make).as_deref().map_err(String::as_str)
    }

    /// Whether another snapshot is of the same notes with the same bytes, read in the same way.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.stamps == other.stamps
            && self.skipped == other.skipped
            && self.reach == other.reach
            && self.settings == other.settings
            && self.notes.paths().eq(other.notes.paths())
    }

    /// How much is kept on disk now, in bytes.
    pub fn bytes(&self) -> u64 {
        let facts = self.facts.as_deref().map_or(0, store::size);
        facts + self.stored.as_ref().map_or(0, index::Stored::size)
    }

    /// This snapshot with some notes as they are now, by their places.
    pub(super) fn with(&self, changed: Vec<(usize, Stored)>, taken: SystemTime) -> Self {
        let mut stamps = self.stamps.clone();
        let mut before = BTreeMap::new();
        // What a note told is taken back only by who knows what it was.
        let mut is_known = true;
        for (at, stored) in &changed {
            stamps[*at] = index::stamp(&stored.hash);
            match self.notes.facts(*at).note_then() {
                Some(old) if old != self.notes.note(&stored.facts) => {
                    before.insert(*at, old);
                }
                Some(_) => {}
                None => is_known = false,
            }
        }
        let network = self.derived.network_instead.get().or(self.derived.network.get());
        let (network, last_network) = match (network, &self.derived.last_network) {
            _ if !is_known => (OnceLock::new(), None),
            (Some(network), _) if before.is_empty() => (OnceLock::from(Arc::clone(network)), None),
            (Some(network), _) => (OnceLock::new(), Some((Arc::clone(network), before))),
            (None, Some((network, earlier))) => {
                before.extend(earlier.iter().map(|(at, note)| (*at, Arc::clone(note))));
                (OnceLock::new(), Some((Arc::clone(network), before)))
            }
            (None, None) => (OnceLock::new(), None),
        };
        let agreed = self.agreed.as_ref();
        let agreed = agreed.map(|mark| Base { mark: Some(mark.clone()), before: BTreeMap::new() });
        let mut base = agreed.unwrap_or_else(|| self.base.clone());
        for (at, _) in &changed {
            let facts = self.notes.facts(*at);
            base.before.entry(facts.path().clone()).or_insert_with(|| Some(Arc::clone(facts)));
        }
        let places = changed.iter().map(|(at, _)| *at);
        let view = self.derived.instead.get().or(self.derived.view.get());
        let last_view = match (view, &self.derived.last_view) {
            (Some(Ok(view)), _) => Some((Arc::clone(view), places.collect())),
            (None, Some((view, before))) => {
                Some((Arc::clone(view), before.iter().copied().chain(places).collect()))
            }
            _ => None,
        };
        let derived = Derived {
            numbers: self.derived.numbers.clone(),
            network,
            network_instead: OnceLock::new(),
            last_network,
            view: OnceLock::new(),
            instead: OnceLock::new(),
            last_view,
        };
        Self {
            root: self.root.clone(),
            settings: Arc::clone(&self.settings),
            read: changed.len(),
            unchanged: self.notes.len() - changed.len(),
            notes: self.notes.with(changed),
            skipped: Arc::clone(&self.skipped),
            taken,
            stamps,
            facts: self.facts.clone(),
            base,
            agreed: None,
            stored: self.stored.clone(),
            progress: self.progress.clone(),
            reach: Arc::clone(&self.reach),
            derived,
        }
    }

    /// A view made from that of the last snapshot. What stands in its way is settled by making one anew.
    fn view_from_the_last(&self) -> Option<index::View> {
        let (last, changed) = self.derived.last_view.as_ref()?;
        let parser = Parser::new(&self.settings);
        let entrants: Option<Vec<Entrant>> =
            changed.iter().map(|index| self.entrant(&parser, *index)).collect();
        last.with(entrants?).ok().flatten()
    }

    fn make_view(&self, disk: Option<&index::Stored>) -> Result<index::View, String> {
        let numbers = self.numbers();
        let current = Current { numbers, stamps: &self.stamps };
        let parser = Parser::new(&self.settings);
        let mut total = 0;
        let mut read = |wanted: &mut HashSet<u64>| {
            const BATCH: usize = 1_000;
            total = total.max(wanted.len());
            self.progress.tell(Stage::Indexing, total - wanted.len(), total);
            let batch: Vec<u64> = wanted.iter().take(BATCH).copied().collect();
            for number in &batch {
                wanted.remove(number);
            }
            let notes = batch.par_iter().filter_map(|number| numbers.get(number));
            notes.filter_map(|index| self.entrant(&parser, *index)).collect()
        };
        index::View::new(disk, current, &mut read).map_err(|error| error.to_string())
    }

    /// A note with its text. A note that changed since the walk is indexed as it is now, and known by its
    /// stamp to be newer than this snapshot.
    fn entrant(&self, parser: &Parser<'_>, index: usize) -> Option<Entrant> {
        let bytes = self.bytes_of(index)?;
        let path = self.notes.path(index);
        let (note, text) = caught(|| parser.parse_with_text(path, &bytes)).ok()?;
        let stamp = index::stamp(blake3::hash(&bytes).as_bytes());
        Some(Entrant { note, text, stamp })
    }

    fn bytes_of(&self, index: usize) -> Option<Vec<u8>> {
        let cutoff = Cutoff::before_now(Cutoff::WINDOW);
        let path = self.notes.path(index);
        vault::read(&self.root, path, &self.settings.limits, cutoff).ok().map(|(bytes, _)| bytes)
    }

    /// The text of a note as it is on disk now; none if it is gone.
    pub fn text_of(&self, index: usize) -> Option<String> {
        self.bytes_of(index).map(|bytes| decoded(&bytes))
    }

    /// What `look` makes of each of these notes with its sections and tasks, read anew on all cores. Notes
    /// that cannot be read any more are left out.
    pub fn look_into<T: Send>(
        &self,
        notes: &[usize],
        look: impl Fn(usize, &Pieces) -> T + Sync,
    ) -> Vec<T> {
        let parser = Parser::new(&self.settings);
        let one = |index: &usize| {
            let bytes = self.bytes_of(*index)?;
            let pieces = caught(|| parser.pieces(self.notes.path(*index), &bytes)).ok()?;
            Some(look(*index, &pieces))
        };
        notes.par_iter().filter_map(one).collect()
    }

    /// Every key that some note's front matter has.
    pub fn keys(&self) -> &BTreeSet<String> {
        &self.network().keys
    }

    /// The place of each note among the notes, by the number that the index knows it by.
    pub fn numbers(&self) -> &HashMap<u64, usize> {
        let path = |index| self.notes.path(index);
        let numbers = || Arc::new(index::by_number(self.notes.len(), path));
        self.derived.numbers.get_or_init(numbers)
    }
}

impl Known for Snapshot {
    fn has_note(&self, path: &NotePath) -> bool {
        self.notes.position(path).is_some()
    }

    fn leaves_out(&self, path: &NotePath) -> bool {
        self.skipped.iter().any(|skipped| skipped.path == *path)
    }
}
