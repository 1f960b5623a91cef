//! The notes of a vault at one moment. What is not asked for stays in the file of facts.

use std::path::PathBuf;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;

use super::known::Stored;
use crate::model::{Note, NotePath};
use crate::note::Parser;
use crate::settings::Settings;
use crate::store::{self, Facts};
use crate::vault::{self, Cutoff};

/// All notes, in the order of their paths.
#[derive(Debug)]
pub struct Notes {
    facts: Vec<Arc<Facts>>,
    root: PathBuf,
    settings: Arc<Settings>,
}

impl Notes {
    pub(super) fn new(facts: Vec<Arc<Facts>>, root: PathBuf, settings: Arc<Settings>) -> Self {
        Self { facts, root, settings }
    }

    /// These notes, some of them with other facts.
    pub(super) fn with(&self, changed: Vec<(usize, Stored)>) -> Self {
        let mut facts = self.facts.clone();
        for (at, stored) in changed {
            facts[at] = stored.facts;
        }
        Self { facts, root: self.root.clone(), settings: Arc::clone(&self.settings) }
    }

    /// Where the notes lie, as a list of its own.
    pub(super) fn list(&self) -> Vec<NotePath> {
        self.facts.par_iter().map(|facts| facts.path().clone()).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// Where a note lies.
    pub fn path(&self, index: usize) -> &NotePath {
        self.facts[index].path()
    }

    /// Where the notes lie.
    pub fn paths(&self) -> impl Iterator<Item = &NotePath> {
        self.facts.iter().map(|facts| facts.path())
    }

    /// Which of them lies at a path.
    pub fn position(&self, path: &NotePath) -> Option<usize> {
        self.facts.binary_search_by(|facts| facts.path().cmp(path)).ok()
    }

    /// One note.
    pub fn get(&self, index: usize) -> Arc<Note> {
        self.note(&self.facts[index])
    }

    /// All notes, decoded on all cores.
    pub fn all(&self) -> Vec<Arc<Note>> {
        store::decoded(&self.facts, |facts| self.lost(facts.path()))
    }

    /// Some of the notes, decoded on all cores, each with its place among all.
    pub fn some(&self, indexes: impl IntoIterator<Item = usize>) -> HashMap<usize, Arc<Note>> {
        let indexes: HashSet<usize> = indexes.into_iter().collect();
        indexes.into_par_iter().map(|index| (index, self.get(index))).collect()
    }

    pub(super) fn facts(&self, index: usize) -> &Arc<Facts> {
        &self.facts[index]
    }

    /// The note whose facts these are.
    pub(super) fn note(&self, facts: &Facts) -> Arc<Note> {
        facts.note(|| self.lost(facts.path()))
    }

    /// The facts of a note whose place in the file is damaged: as it is in the vault now, which is as if it
    /// had been saved a moment ago.
    fn lost(&self, path: &NotePath) -> Note {
        let parser = Parser::new(&self.settings);
        let cutoff = Cutoff::before_now(Cutoff::WINDOW);
        let read = vault::read(&self.root, path, &self.settings.limits, cutoff);
        let bytes = read.map(|(bytes, _)| bytes).unwrap_or_default();
        super::caught(|| parser.parse(path, &bytes)).unwrap_or_else(|_| parser.parse(path, b""))
    }
}
