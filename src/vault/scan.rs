//! The walk: every note of a vault with its fingerprint, and everything that is left out with the reason.
//!
//! It is written by hand over `read_dir`, because a ready-made walker drops in silence what this one has
//! to list, and because one lookup per note, on all cores, is what makes a second run fast. Folders are
//! walked first without following any link; what the links lead to is settled afterwards, in the order
//! of their paths, so that the outcome does not depend on which thread came first.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::Scope;
use rayon::slice::ParallelSliceMut;

use super::earlier::Earlier;
use super::fingerprint::{Cutoff, Fingerprint};
use super::links;
use super::names;
use super::obsidian::{self, Excluded};
use super::patience::{is_for_want_of_descriptors, patiently};
use super::patterns::Rules;
use super::read;
use super::skip::{PatternFile, SkipReason, Skipped, plain};
use crate::model::NotePath;
use crate::settings::Limits;

/// The largest file of patterns that is read.
const LARGEST_PATTERNS: u64 = 1 << 20;
/// How many notes of one folder are looked up in one go; a larger folder is shared among the cores.
const BATCH: usize = 512;

/// A note on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it lies.
    pub path: NotePath,
    /// What it looked like.
    pub fingerprint: Fingerprint,
}

/// A picture of the vault.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// The notes that are new, or not surely the same as before, in the order of their paths.
    pub found: Vec<Found>,
    /// The numbers of the others, in no order.
    pub same: Vec<u32>,
    /// What is left out, in the order of the paths.
    pub skipped: Vec<Skipped>,
    /// What the picture depends on.
    pub reach: Reach,
}

/// What a picture depends on: whoever watches these folders hears of everything that could change it,
/// unless something reaches beyond them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// The folders that were walked, and those with settings that had a say, by their place on disk.
    pub folders: Vec<PathBuf>,
    /// Whether something can change without a trace in these folders: a link leads out of them, or a
    /// note has a second name on disk under which it may be edited. (A second name given elsewhere after
    /// the walk leaves no trace either, and is found by the next one.)
    pub beyond: bool,
    /// Whether there are links on disk in the vault: what lies at one path may then show at another.
    pub linked: bool,
}

/// Why there is no picture at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The root is gone or closed.
    #[error("the vault {path} cannot be read: {why}", path = .path.display(), why = plain(.source))]
    RootUnreadable {
        /// The root.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    /// Whether another process may have no trouble: this one has too many files open.
    pub fn is_of_this_process(&self) -> bool {
        let Self::RootUnreadable { source, .. } = self;
        is_for_want_of_descriptors(source)
    }
}

/// Walks a vault, some of whose notes are known from earlier. The root must be canonical, and the cutoff
/// taken before the walk.
///
/// # Errors
/// If the root itself cannot be read; any other trouble is listed, and the walk goes on.
pub fn scan(
    root: &Path,
    limits: &Limits,
    cutoff: Cutoff,
    earlier: &Earlier<'_>,
) -> Result<Scan, Error> {
    let (excluded, bad) = Excluded::read(root);
    let mut walk = Walk { root, limits, cutoff, earlier, excluded, walked: HashSet::new() };
    let top = Folder { real: root.to_owned(), path: PathBuf::new(), rules: None };
    let mut seen = walk.run(top);
    let is_root = |(path, _): &(PathBuf, io::Error)| path.as_os_str().is_empty();
    let linked = !seen.links.is_empty();
    if !seen.closed.iter().any(is_root) {
        links::settle(&mut walk, &mut seen);
    }
    // A folder that could not be opened for want of descriptors is not closed to us: its notes are there.
    let lost = |one: &(PathBuf, io::Error)| is_root(one) || is_for_want_of_descriptors(&one.1);
    if let Some(at) = seen.closed.iter().position(lost) {
        let (_, source) = seen.closed.swap_remove(at);
        return Err(Error::RootUnreadable { path: root.to_owned(), source });
    }

    let (mut folders, beyond) = obsidian::watched_folders(root);
    folders.extend(walk.walked);
    let Seen { mut found, same, mut skipped, closed, folders: rest, .. } = seen;
    folders.extend(rest);
    folders.sort_unstable();
    let reach = Reach { folders, beyond: beyond || seen.beyond, linked };
    skipped.extend(closed.into_iter().map(|(path, error)| {
        let reason = SkipReason::Unreadable(plain(&error));
        Skipped { path: NotePath::new(path), reason }
    }));
    skipped.extend(bad.into_iter().map(|filter| {
        let reason = SkipReason::BadPattern(filter);
        Skipped { path: obsidian::list_file(), reason }
    }));
    found.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    // A folder that changes while it is listed may tell of a name twice.
    found.dedup_by(|a, b| a.path == b.path);
    skipped.sort_unstable();
    Ok(Scan { found, same, skipped, reach })
}

/// What stays the same throughout a walk.
pub(super) struct Walk<'a> {
    pub(super) root: &'a Path,
    pub(super) limits: &'a Limits,
    cutoff: Cutoff,
    pub(super) earlier: &'a Earlier<'a>,
    excluded: Excluded,
    /// The folders on disk that were walked before this run, none of which is walked again.
    pub(super) walked: HashSet<PathBuf>,
}

/// A folder to be walked.
pub(super) struct Folder {
    /// Where it lies on disk.
    pub(super) real: PathBuf,
    /// Its path in the vault, which differs from the other one below a link.
    pub(super) path: PathBuf,
    /// The patterns of the folders above.
    pub(super) rules: Option<Arc<Rules>>,
}

/// A link on disk.
pub(super) struct Link {
    pub(super) real: PathBuf,
    pub(super) path: PathBuf,
    pub(super) rules: Option<Arc<Rules>>,
}

/// What a run came across.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) found: Vec<Found>,
    /// See [`Scan::same`].
    pub(super) same: Vec<u32>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) links: Vec<Link>,
    /// The folders that were walked, by their place on disk.
    pub(super) folders: Vec<PathBuf>,
    /// Folders that cannot be read.
    pub(super) closed: Vec<(PathBuf, io::Error)>,
    /// See [`Reach::beyond`].
    pub(super) beyond: bool,
}

impl Seen {
    pub(super) fn skip(&mut self, path: impl AsRef<Path>, reason: SkipReason) {
        self.skipped.push(Skipped { path: NotePath::new(path), reason });
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.found.append(&mut other.found);
        self.same.append(&mut other.same);
        self.skipped.append(&mut other.skipped);
        self.links.append(&mut other.links);
        self.folders.append(&mut other.folders);
        self.closed.append(&mut other.closed);
        self.beyond |= other.beyond;
    }
}

impl Walk<'_> {
    /// Walks a folder and all below it, on all cores, without following a link.
    pub(super) fn run(&self, folder: Folder) -> Seen {
        let seen = Mutex::new(Seen::default());
        rayon::scope(|scope| self.visit(scope, &seen, folder));
        seen.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn visit<'s>(&'s self, scope: &Scope<'s>, seen: &'s Mutex<Seen>, folder: Folder) {
        let keep = |own: Seen| {
            seen.lock().unwrap_or_else(PoisonError::into_inner).append(own);
        };
        let mut own = Seen::default();
        match list(&folder.real) {
            Ok(entries) => {
                let (folders, mut notes) = self.sort(&folder, entries, &mut own);
                own.folders.push(folder.real);
                let path: Arc<Path> = folder.path.into();
                for below in folders {
                    scope.spawn(move |scope| self.visit(scope, seen, below));
                }
                while notes.len() > BATCH {
                    let batch = notes.split_off(notes.len() - BATCH);
                    let path = Arc::clone(&path);
                    scope.spawn(move |_| keep(self.look_up(&path, batch)));
                }
                own.append(self.look_up(&path, notes));
            }
            // Between the listing of the folder above and now: as if it had never been there.
            Err(error)
                if error.kind() == io::ErrorKind::NotFound && folder.path != Path::new("") => {}
            Err(error) => own.closed.push((folder.path, error)),
        }
        keep(own);
    }

    /// Tells folders and notes from the rest, by name and kind alone.
    fn sort(
        &self,
        folder: &Folder,
        entries: Vec<(OsString, DirEntry)>,
        seen: &mut Seen,
    ) -> (Vec<Folder>, Vec<(OsString, DirEntry)>) {
        let rules = self.rules(folder, &entries, seen);
        let (mut folders, mut notes) = (Vec::new(), Vec::new());
        // Most folders have notes in them that no rule is about, and for these no path is made.
        let has_rules = rules.is_some() || !self.excluded.is_empty();
        for (name, entry) in entries {
            let is_note = names::is_note(&name);
            let kind = match entry.file_type() {
                Ok(kind) => kind,
                Err(error) => {
                    let reason = SkipReason::of(&error);
                    if is_note && reason != SkipReason::Vanished {
                        seen.skip(folder.path.join(name), reason);
                    }
                    continue;
                }
            };
            if !is_note && !kind.is_dir() && !kind.is_symlink() {
                continue;
            }
            let path = || folder.path.join(&name);
            let rule = |is_folder| {
                has_rules.then(|| self.rule(&path(), rules.as_deref(), is_folder)).flatten()
            };
            if kind.is_dir() {
                let real = entry.path();
                let by_name = names::rule_for_folder(&name);
                if let Some(reason) = by_name.or_else(|| rule(true)) {
                    seen.skip(path(), reason);
                } else if self.walked.contains(&real) {
                    seen.skip(path(), SkipReason::CountedElsewhere);
                } else {
                    folders.push(Folder { real, path: path(), rules: rules.clone() });
                }
            } else if let Some(reason) = names::rule_for_file(&name) {
                if is_note {
                    seen.skip(path(), reason);
                }
            } else if kind.is_symlink() {
                seen.links.push(Link { real: entry.path(), path: path(), rules: rules.clone() });
            } else if let Some(reason) = rule(false) {
                seen.skip(path(), reason);
            } else if kind.is_file() {
                notes.push((name, entry));
            } else {
                seen.skip(path(), SkipReason::NotAFile);
            }
        }
        (folders, notes)
    }

    /// The rules of the user's that leave a path out.
    pub(super) fn rule(
        &self,
        path: &Path,
        rules: Option<&Rules>,
        is_folder: bool,
    ) -> Option<SkipReason> {
        let in_obsidian =
            if is_folder { self.excluded.has_folder(path) } else { self.excluded.has_note(path) };
        if in_obsidian {
            return Some(SkipReason::ExcludedInObsidian);
        }
        rules?.exclude(path, is_folder).map(SkipReason::Ignored)
    }

    /// The rules in force in a folder.
    fn rules(
        &self,
        folder: &Folder,
        entries: &[(OsString, DirEntry)],
        seen: &mut Seen,
    ) -> Option<Arc<Rules>> {
        let mut texts = Vec::new();
        for kind in PatternFile::ALL {
            let counts = kind != PatternFile::Git || self.limits.gitignore;
            if !counts || !entries.iter().any(|(name, _)| name == kind.name()) {
                continue;
            }
            let file = folder.real.join(kind.name());
            seen.beyond |= file.is_symlink();
            match read::bounded(self.root, &file, LARGEST_PATTERNS, self.limits.follow_links) {
                Ok(bytes) => texts.push((kind, String::from_utf8_lossy(&bytes).into_owned())),
                // What it would leave out is now in the open, which nobody must find out by chance.
                Err(reason) => seen.skip(folder.path.join(kind.name()), reason),
            }
        }
        if texts.is_empty() {
            return folder.rules.clone();
        }
        let (rules, bad) = Rules::new(folder.rules.clone(), &folder.path, &texts);
        for (kind, pattern) in bad {
            seen.skip(folder.path.join(kind.name()), SkipReason::BadPattern(pattern));
        }
        Some(Arc::new(rules))
    }

    /// Looks up the notes of a folder.
    fn look_up(&self, folder: &Path, notes: Vec<(OsString, DirEntry)>) -> Seen {
        let mut seen = Seen::default();
        for (name, entry) in notes {
            self.take(folder, &name, entry.metadata(), &mut seen);
        }
        seen
    }

    /// Takes a note in, unless it is gone or too large.
    pub(super) fn take(
        &self,
        folder: &Path,
        name: &OsStr,
        file: io::Result<fs::Metadata>,
        seen: &mut Seen,
    ) {
        let path = || folder.join(name);
        match file {
            Ok(file) if !file.is_file() => seen.skip(path(), SkipReason::NotAFile),
            Ok(file) if file.len() > self.limits.note_bytes => {
                seen.skip(path(), SkipReason::TooLarge(self.limits.note_bytes));
            }
            Ok(file) => {
                seen.beyond |= has_second_name(&file);
                let fingerprint = Fingerprint::of(&file, self.cutoff);
                match self.earlier.same(folder, name, &fingerprint) {
                    Some(number) => seen.same.push(number),
                    None => seen.found.push(Found { path: NotePath::new(path()), fingerprint }),
                }
            }
            Err(error) => match SkipReason::of(&error) {
                SkipReason::Vanished => {}
                reason => seen.skip(path(), reason),
            },
        }
    }
}

#[cfg(unix)]
pub(super) fn has_second_name(file: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(file) > 1
}

#[cfg(not(unix))]
pub(super) fn has_second_name(_: &fs::Metadata) -> bool {
    false
}

/// What is in a folder; all of it or an error, for half a folder would look like a deletion.
fn list(folder: &Path) -> io::Result<Vec<(OsString, DirEntry)>> {
    let entries = patiently(|| fs::read_dir(folder))?;
    entries.map(|entry| entry.map(|entry| (entry.file_name(), entry))).collect()
}

#[cfg(test)]
mod tests;
