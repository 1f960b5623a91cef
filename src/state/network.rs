//! The people of a snapshot: from the snapshot before it, or from what is kept beside the facts, with what
//! changed since; or from all notes.

use std::sync::{Arc, OnceLock};

use super::Snapshot;
use super::snapshot::Base;
use crate::model::NotePath;
use crate::network::{Difference, Kept, Network};
use crate::store::{self, Mark, Parts};

/// The network is not brought up to date, but made anew, if more than one note in so many changed.
const FEW: usize = 8;

impl Snapshot {
    /// Everybody, and what happened with them; brought together when first asked for.
    pub fn network(&self) -> &Network {
        let made = || self.derived.network.get_or_init(|| self.make_network());
        self.derived.network_instead.get().unwrap_or_else(made)
    }

    fn make_network(&self) -> Arc<Network> {
        if let Some(network) = self.network_from_the_last() {
            return network;
        }
        let agreed = self.agreed.as_ref();
        if let Some(network) = agreed.and_then(|mark| self.kept(mark, self.notes.list())) {
            return Arc::new(network);
        }
        let renewed = self.network_from_disk();
        let network = renewed.unwrap_or_else(|| Network::build(&self.notes.all(), &self.settings));
        self.keep(&network);
        Arc::new(network)
    }

    /// The network made of the notes alone, for when what is kept of it turns out to be damaged; that is
    /// removed. From then on it is the network.
    pub fn network_without_disk(&self) -> &Network {
        self.derived.network_instead.get_or_init(|| {
            self.facts.iter().for_each(|facts| store::remove_parts(facts));
            let network = Network::build(&self.notes.all(), &self.settings);
            self.keep(&network);
            Arc::new(network)
        })
    }

    /// Lets go of the people, if they can be had again from what is kept on disk and the few notes that changed
    /// since.
    pub fn let_go(&mut self) {
        let can_be_had = match &self.agreed {
            Some(mark) => self.parts_beside(mark).is_some(),
            None => self.network_from_disk().is_some(),
        };
        if can_be_had {
            self.derived.network = OnceLock::new();
            self.derived.network_instead = OnceLock::new();
            self.derived.last_network = None;
        }
    }

    /// Whether the people are in memory.
    #[cfg(test)]
    pub(super) fn has_network(&self) -> bool {
        self.derived.network.get().is_some()
    }

    fn network_from_the_last(&self) -> Option<Arc<Network>> {
        let (last, before) = self.derived.last_network.as_ref()?;
        let changes = before.iter().map(|(at, before)| Difference {
            before: Some(Arc::clone(before)),
            after: Some(self.notes.get(*at)),
        });
        self.renewed(last, &changes.collect::<Vec<_>>()).map(Arc::new)
    }

    /// The network that was kept beside the facts, with what changed since.
    fn network_from_disk(&self) -> Option<Network> {
        let Base { mark, before } = &self.base;
        // What agrees with the facts on disk was looked for already.
        if *mark == self.agreed || before.len() > self.notes.len() / FEW {
            return None;
        }
        let network = self.kept(mark.as_ref()?, self.paths_before())?;
        let changes = before.iter().map(|(path, facts)| {
            let before = match facts {
                // What is not known any more cannot be taken back.
                Some(facts) => Some(facts.note_then()?),
                None => None,
            };
            let after = self.notes.position(path).map(|at| self.notes.get(at));
            Some(Difference { before, after })
        });
        let renewed = self.renewed(&network, &changes.collect::<Option<Vec<_>>>()?);
        renewed.filter(|network| !network.has_lost())
    }

    /// The paths of the notes whose facts were on disk.
    fn paths_before(&self) -> Vec<NotePath> {
        let before = &self.base.before;
        let is_new = |path| matches!(before.get(path), Some(None));
        let same = before.keys().all(|path| !is_new(path) && self.notes.position(path).is_some());
        if same {
            return self.notes.list();
        }
        let stayed = self.notes.paths().filter(|path| !is_new(path));
        let known = before.iter().filter(|(_, note)| note.is_some()).map(|(path, _)| path);
        let gone = known.filter(|path| self.notes.position(path).is_none());
        let mut paths: Vec<NotePath> = stayed.chain(gone).cloned().collect();
        paths.sort();
        paths
    }

    /// The network that was kept beside the facts of this mark, which are those of these notes.
    fn kept(&self, mark: &Mark, notes: Vec<NotePath>) -> Option<Network> {
        let parts = Arc::new(self.parts_beside(mark)?);
        let (count, with_texts) = (parts.len(), Arc::clone(&parts));
        let texts = Arc::new(move |part, from, length| with_texts.read_text(part, from, length));
        let read = Box::new(move |at| parts.read(at));
        Network::of_kept(notes, count, read, texts, &self.settings)
    }

    fn parts_beside(&self, mark: &Mark) -> Option<Parts> {
        store::parts_beside(self.facts.as_deref()?, self.settings.fingerprint(), mark)
    }

    fn renewed(&self, network: &Network, changes: &[Difference]) -> Option<Network> {
        let note = |path: &NotePath| self.notes.position(path).map(|at| self.notes.get(at));
        network.renewed(changes, note, &self.settings)
    }

    /// Keeps the network beside the facts that it was made of, if those are on disk. If it cannot be kept,
    /// the next run takes longer.
    fn keep(&self, network: &Network) {
        if let (Some(folder), Some(mark)) = (&self.facts, &self.agreed)
            && let Some(Kept { parts, texts }) = network.to_kept(&self.notes.list())
        {
            store::keep_parts(folder, self.settings.fingerprint(), mark, &parts, &texts);
        }
    }
}
