//! Who is meant: from a name, a link or an address to a contact.
//!
//! Exact path first, then exact file name, then folded file name or name, then alias or address. Two
//! contacts on one rung: nobody is guessed.

use std::collections::BTreeSet;

use foldhash::HashSet;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::names::{Hashes, Names, path_key};
use super::{Card, Person};
use crate::model::text::{fold, words};
use crate::model::{NotePath, PersonRef};
use crate::note::links::strip_ending;

/// Whom a reference means.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Who {
    /// This contact, by index.
    Contact(usize),
    /// One of several contacts; nobody is guessed.
    Ambiguous(Vec<usize>),
    /// The person whose vault it is.
    Me,
    /// Somebody without a note.
    Stranger(String),
}

/// So many names of a contact may be those of the vault's owner.
const MOST_NAMES: usize = 100;

/// All contacts by every name they go by.
#[derive(Debug, Serialize, Deserialize)]
pub struct Directory {
    names: Names,
    /// Notes about something else, which a link may mean as well: by their paths and by their names.
    other_paths: Hashes,
    other_stems: Hashes,
    me: BTreeSet<String>,
}

impl Directory {
    /// A directory of contacts, each known by its place among them, and of notes that are no contact's.
    pub(super) fn of<'a>(
        me: &[String],
        people: impl Iterator<Item = &'a Person>,
        others: &[NotePath],
    ) -> Self {
        let people: Vec<&Card> = people.map(|person| &person.note).collect();
        let names = Names::of(&people);
        let hashes = others.par_iter();
        let hashes = hashes.map(|path| (names.hash(&path_key(path)), names.hash(&path.stem())));
        let (paths, stems): (Vec<u64>, Vec<u64>) = hashes.unzip();
        let (other_paths, other_stems) = (Hashes::of(paths), Hashes::of(stems));
        Self { names, other_paths, other_stems, me: me.iter().map(|name| fold(name)).collect() }
    }

    /// A directory of so many contacts as it was kept; none if it is none that can be used here.
    pub(super) fn of_kept(kept: &[u8], people: usize) -> Option<Self> {
        let directory: Self = postcard::from_bytes(kept).ok()?;
        directory.names.are_of(people).then_some(directory)
    }

    /// The directory as it is kept.
    pub(super) fn to_kept(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(self).ok()
    }

    /// Whether a note of this name that is no contact's makes no difference to what any name means.
    pub(super) fn is_indifferent_to(&self, path: &NotePath) -> bool {
        let stem = path.stem();
        self.rungs(&stem).is_none() && !self.is_me(&stem) && !self.is_me(&path_key(path))
    }

    /// Whether a name or address is that of the person whose vault it is.
    pub fn is_me(&self, name: &str) -> bool {
        !self.me.is_empty() && self.me.contains(&fold(name))
    }

    /// Whom a reference means. A plain text may name several people: `Maya Chen, Tom`.
    pub fn resolve(&self, to: &PersonRef) -> Vec<Who> {
        match &to.target {
            Some(target) => vec![self.resolve_target(target, &to.name)],
            None => self.resolve_plain(&to.name),
        }
    }

    fn resolve_target(&self, target: &str, shown: &str) -> Who {
        let target = strip_ending(target.trim_matches('/')).trim();
        let names = &self.names;
        if let Some(index) = names.by_path.of(names.hash(target)).next_back() {
            return self.contact(index);
        }
        if self.other_paths.has(names.hash(target)) {
            return self.stranger(target, shown);
        }
        let stem = target.rsplit('/').next().unwrap_or(target);
        let stem_hash = names.hash(stem);
        // A link may leave out the upper folders: `Work/Maya Chen` for `People/Work/Maya Chen`.
        if target.contains('/') {
            let ending = format!("/{target}");
            let same_stem = names.by_stem.of(stem_hash);
            let mut fitting = same_stem.filter(|index| names.path(*index).ends_with(&ending));
            if let (Some(index), None) = (fitting.next(), fitting.next()) {
                return self.contact(index);
            }
        }
        if !names.by_stem.has(stem_hash) && self.other_stems.has(stem_hash) {
            return self.stranger(stem, shown);
        }
        self.rungs(stem).unwrap_or_else(|| self.stranger(stem, shown))
    }

    fn resolve_plain(&self, name: &str) -> Vec<Who> {
        if let Some(who) = self.whole(name) {
            return vec![who];
        }
        let parts: Vec<&str> = name
            .split([',', ';', '&'])
            .flat_map(|part| part.split(" and "))
            .flat_map(|part| part.split(" / "))
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let of_part =
            |part: &&str| self.whole(part).unwrap_or_else(|| Who::Stranger((*part).to_owned()));
        parts.iter().map(of_part).collect()
    }

    /// Somebody known under the whole of a text: a name, an address, or `Name <address>`.
    fn whole(&self, text: &str) -> Option<Who> {
        if self.is_me(text) {
            return Some(Who::Me);
        }
        if let Some(who) = self.rungs(text) {
            return Some(who);
        }
        // `Maya Chen (CEO)`
        if let Some((name, _)) = text.strip_suffix(')').and_then(|text| text.split_once(" (")) {
            return self.rungs(name.trim());
        }
        let (name, address) = text.strip_suffix('>')?.split_once('<')?;
        if self.is_me(address.trim()) || self.is_me(name.trim()) {
            return Some(Who::Me);
        }
        let who = self.rungs(address.trim()).or_else(|| self.rungs(name.trim().trim_matches('"')));
        Some(who.unwrap_or_else(|| Who::Stranger(text.trim().to_owned())))
    }

    fn rungs(&self, name: &str) -> Option<Who> {
        let names = &self.names;
        let (stem, folded) = (names.hash(name), names.hash(&fold(name)));
        let rungs = [(&names.by_stem, stem), (&names.by_name, folded), (&names.by_alias, folded)];
        let rung = rungs.into_iter().find(|(rung, hash)| rung.has(*hash));
        let rung: Vec<usize> = rung.map(|(rung, hash)| rung.of(hash).collect())?;
        Some(match rung[..] {
            [index] => self.contact(index),
            _ => Who::Ambiguous(rung),
        })
    }

    /// A contact, or me: a note about oneself is nobody to keep in touch with.
    fn contact(&self, index: usize) -> Who {
        // Asked of each name that is resolved; the first names are those that somebody goes by.
        let mut names = self.names.names(index).take(MOST_NAMES);
        let is_me = !self.me.is_empty() && names.any(|name| self.me.contains(name));
        if is_me { Who::Me } else { Who::Contact(index) }
    }

    fn stranger(&self, target: &str, shown: &str) -> Who {
        if self.is_me(target) || self.is_me(shown) {
            Who::Me
        } else {
            Who::Stranger(shown.to_owned())
        }
    }

    /// The contacts whose name has all words of `text`, in any order, accents and case folded. If some
    /// contact's whole name, alias or address is the text, only those.
    pub fn find(&self, text: &str) -> Vec<usize> {
        let names = &self.names;
        let path = names.hash(strip_ending(text.trim()));
        if let Some(index) = names.by_path.of(path).next_back() {
            return vec![index];
        }
        match self.rungs(text.trim()) {
            Some(Who::Contact(index)) => return vec![index],
            Some(Who::Ambiguous(indexes)) => return indexes,
            _ => {}
        }
        let folded = fold(text);
        let fitting = words(&folded).next().map(|word| names.by_word.of(names.hash(word)));
        fitting.into_iter().flatten().filter(|index| self.fits(*index, text)).collect()
    }

    /// Whether some name of a contact has all words of `text`, in any order.
    pub fn fits(&self, index: usize, text: &str) -> bool {
        let folded = fold(text);
        let wanted: Vec<&str> = words(&folded).collect();
        let has_all = |name: &str| {
            let known: Vec<&str> = words(name).collect();
            wanted.iter().all(|word| known.contains(word))
        };
        !wanted.is_empty() && self.names.names(index).any(has_all)
    }

    /// Every folded name, alias or address that several contacts go by, with all of them in order. Who is
    /// me goes by any name.
    pub(super) fn shared(&self) -> impl Iterator<Item = (&str, Vec<usize>)> {
        let names = &self.names;
        let own =
            (0..names.len()).flat_map(|index| names.spellings(index).map(move |key| (index, key)));
        let mut told = HashSet::default();
        own.filter_map(move |(index, key)| {
            let hash = names.hash(key);
            let (named, called) = (names.by_name.of(hash), names.by_alias.of(hash));
            // Each key is told of once, with the first who goes by it.
            let first = named.clone().take(1).chain(called.clone().take(1)).min();
            let is_shared = named.len() + called.len() > 1 && !key.is_empty();
            if first != Some(index) || !is_shared || !told.insert(hash) {
                return None;
            }
            let mut who: Vec<usize> = named.chain(called).collect();
            who.retain(|index| self.contact(*index) != Who::Me);
            who.sort_unstable();
            who.dedup();
            (who.len() > 1).then_some((key, who))
        })
    }

    /// Every name, alias and address that contacts go by, for finding the nearest spelling.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        (0..self.names.len()).flat_map(|index| self.names.spellings(index))
    }
}
