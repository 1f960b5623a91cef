//! Who is meant: from a name, a link or an address to a contact.
//!
//! Exact path first, then exact file name, then folded file name or name, then alias or address. Two
//! contacts on one rung: nobody is guessed.

use std::hash::BuildHasher;

use foldhash::quality::RandomState;
use foldhash::{HashMap, HashSet};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Default)]
pub struct Directory {
    by_path: HashMap<String, usize>,
    by_stem: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    by_alias: HashMap<String, Vec<usize>>,
    /// Notes about something else, which a link may mean as well: the hashes of their paths and of their
    /// names, for there are many, and few are ever asked for.
    other_paths: HashSet<u64>,
    other_stems: HashSet<u64>,
    hashing: RandomState,
    me: HashSet<String>,
    /// The path of each contact, as links write it.
    paths: Vec<String>,
    /// The folded names of each contact, for matching single words.
    names: Vec<Vec<String>>,
    /// Every word of these names.
    by_word: HashMap<String, Vec<usize>>,
}

impl Directory {
    /// A directory of contacts, each known by its place among them, and of notes that are no contact's.
    pub(super) fn of<'a>(
        me: &[String],
        people: impl Iterator<Item = &'a Person>,
        others: &[NotePath],
    ) -> Self {
        let me = me.iter().map(|name| fold(name)).collect();
        let mut directory = Self { me, ..Self::default() };
        let people: Vec<&Card> = people.map(|person| &person.note).collect();
        let names: Vec<Names> = people.par_iter().map(|note| Names::of(note)).collect();
        names.into_iter().for_each(|names| directory.add(names));
        let hashes = others.par_iter().map(|path| {
            let (path, stem) = (path_key(path), path.stem());
            (directory.hashing.hash_one(path), directory.hashing.hash_one(stem))
        });
        let hashes: Vec<(u64, u64)> = hashes.collect();
        (directory.other_paths, directory.other_stems) = hashes.into_iter().unzip();
        directory
    }

    fn add(&mut self, contact: Names) {
        let index = self.names.len();
        let Names { path, stem, folded_stem, name, aliases, addresses } = contact;
        self.by_path.insert(path.clone(), index);
        self.paths.push(path);
        push(&mut self.by_stem, stem, index);
        push(&mut self.by_name, folded_stem.clone(), index);
        push(&mut self.by_name, name.clone(), index);
        aliases.iter().for_each(|alias| push(&mut self.by_alias, alias.clone(), index));
        addresses.into_iter().for_each(|address| push(&mut self.by_alias, address, index));
        let mut names = vec![name, folded_stem];
        names.extend(aliases);
        names.dedup();
        for word in names.iter().flat_map(|name| words(name)) {
            match self.by_word.get_mut(word) {
                Some(known) if known.last() == Some(&index) => {}
                Some(known) => known.push(index),
                None => drop(self.by_word.insert(word.to_owned(), vec![index])),
            }
        }
        self.names.push(names);
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
        if let Some(index) = self.by_path.get(target) {
            return self.contact(*index);
        }
        if self.other_paths.contains(&self.hashing.hash_one(target)) {
            return self.stranger(target, shown);
        }
        let stem = target.rsplit('/').next().unwrap_or(target);
        // A link may leave out the upper folders: `Work/Maya Chen` for `People/Work/Maya Chen`.
        if target.contains('/') {
            let ending = format!("/{target}");
            let same_stem = self.by_stem.get(stem).map(Vec::as_slice).unwrap_or_default();
            let fits = |index: &&usize| self.paths[**index].ends_with(&ending);
            let fitting: Vec<usize> = same_stem.iter().filter(fits).copied().collect();
            if let [index] = fitting[..] {
                return self.contact(index);
            }
        }
        if !self.by_stem.contains_key(stem)
            && self.other_stems.contains(&self.hashing.hash_one(stem))
        {
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
        let folded = fold(name);
        let rungs = [self.by_stem.get(name), self.by_name.get(&folded), self.by_alias.get(&folded)];
        let rung = rungs.into_iter().flatten().next()?;
        Some(match rung[..] {
            [index] => self.contact(index),
            _ => Who::Ambiguous(rung.clone()),
        })
    }

    /// A contact, or me: a note about oneself is nobody to keep in touch with.
    fn contact(&self, index: usize) -> Who {
        // Asked of each name that is resolved; the first names are those that somebody goes by.
        let mut names = self.names[index].iter().take(MOST_NAMES);
        let is_me = names.any(|name| self.me.contains(name));
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
        if let Some(index) = self.by_path.get(strip_ending(text.trim())) {
            return vec![*index];
        }
        match self.rungs(text.trim()) {
            Some(Who::Contact(index)) => return vec![index],
            Some(Who::Ambiguous(indexes)) => return indexes,
            _ => {}
        }
        let folded = fold(text);
        let fitting = words(&folded).next().and_then(|word| self.by_word.get(word));
        fitting.into_iter().flatten().copied().filter(|index| self.fits(*index, text)).collect()
    }

    /// Whether some name of a contact has all words of `text`, in any order.
    pub fn fits(&self, index: usize, text: &str) -> bool {
        let folded = fold(text);
        let wanted: Vec<&str> = words(&folded).collect();
        let has_all = |name: &String| {
            let known: Vec<&str> = words(name).collect();
            wanted.iter().all(|word| known.contains(word))
        };
        !wanted.is_empty() && self.names[index].iter().any(has_all)
    }

    /// Every folded name, alias or address that several contacts go by, with all of them in order. Who is
    /// me goes by any name.
    pub(super) fn shared(&self) -> impl Iterator<Item = (&str, Vec<usize>)> {
        let keys = self.by_name.iter().chain(&self.by_alias);
        keys.filter_map(|(key, _)| {
            let maps = [&self.by_name, &self.by_alias];
            let who = maps.into_iter().filter_map(|map| map.get(key)).flatten().copied();
            let mut who: Vec<usize> = who.filter(|index| self.contact(*index) != Who::Me).collect();
            who.sort_unstable();
            who.dedup();
            (who.len() > 1 && !key.is_empty()).then_some((key.as_str(), who))
        })
    }

    /// Every name, alias and address that contacts go by, for finding the nearest spelling.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().chain(self.by_alias.keys()).map(String::as_str)
    }
}

/// What one contact goes by, all but path and file name folded.
struct Names {
    path: String,
    stem: String,
    folded_stem: String,
    name: String,
    aliases: Vec<String>,
    addresses: Vec<String>,
}

impl Names {
    fn of(note: &Card) -> Self {
        let contact = &note.contact;
        let stem = note.path.stem();
        let folded = |names: &[String]| names.iter().map(|name| fold(name)).collect();
        Self {
            path: path_key(&note.path),
            folded_stem: fold(&stem),
            stem,
            name: fold(&contact.name),
            aliases: folded(&contact.aliases),
            addresses: folded(&contact.emails),
        }
    }
}

fn push(map: &mut HashMap<String, Vec<usize>>, key: String, index: usize) {
    let indexes = map.entry(key).or_default();
    if !indexes.contains(&index) {
        indexes.push(index);
    }
}

/// A path as links write it: with `/`, without its ending.
fn path_key(path: &NotePath) -> String {
    let shown = path.shown();
    strip_ending(&shown).to_owned()
}
