//! What the links on disk lead to, settled after the walk: every file counts once, under its own path if
//! it has one in the walk, else under the first link that leads to it. Links out of the vault end here
//! unless the settings let them, and so do circles.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io;
use std::mem;
use std::path::{Component, Path, PathBuf};

use super::names;
use super::scan::{Folder, Link, Seen, Walk};
use super::skip::SkipReason;
use crate::model::NotePath;

/// Where a link leads in the end. The root must be canonical.
///
/// # Errors
/// The reason why nothing is read through it.
pub(super) fn resolve(root: &Path, link: &Path, follow_links: bool) -> Result<PathBuf, SkipReason> {
    match fs::canonicalize(link) {
        Ok(target) if follow_links || target.starts_with(root) => Ok(target),
        Ok(_) => Err(SkipReason::LinkOutside),
        Err(error) if is_circle(&error) => Err(SkipReason::LinkCircle),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                Err(SkipReason::LinkToNothing)
            }
            _ => Err(SkipReason::of(&error)),
        },
    }
}

#[cfg(unix)]
fn is_circle(error: &io::Error) -> bool {
    rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::LOOP)
}

#[cfg(not(unix))]
fn is_circle(_: &io::Error) -> bool {
    false
}

/// Settles the links that a walk came across, and those that turn up behind them.
pub(super) fn settle(walk: &mut Walk<'_>, seen: &mut Seen) {
    if seen.links.is_empty() {
        return;
    }
    let by_path = |link: Link| (NotePath::new(link.path.clone()), link);
    let mut waiting: BTreeMap<_, _> = seen.links.drain(..).map(by_path).collect();
    let mut links = Vec::new();
    walk.walked.extend(seen.folders.drain(..));
    let same = seen.same.iter().map(|number| walk.earlier.path(*number));
    let notes = seen.found.iter().map(|found| &found.path).chain(same);
    let mut counted: HashSet<PathBuf> = notes.map(|path| walk.root.join(path.as_path())).collect();
    while let Some((_, link)) = waiting.pop_first() {
        links.push(link.real.clone());
        let Some((target, is_folder)) = target(walk, &link, seen) else { continue };
        if is_folder {
            let Link { path, rules, .. } = link;
            let mut behind = walk.run(Folder { real: target.clone(), path: path.clone(), rules });
            walk.walked.extend(behind.folders.drain(..));
            waiting.extend(behind.links.drain(..).map(by_path));
            let (found, same) = (mem::take(&mut behind.found), mem::take(&mut behind.same));
            seen.append(behind);
            let mut counts = |note: &Path, seen: &mut Seen| {
                let is_first =
                    counted.insert(target.join(note.strip_prefix(&path).unwrap_or(note)));
                if !is_first {
                    seen.skip(note, SkipReason::CountedElsewhere);
                }
                is_first
            };
            for note in found {
                if counts(note.path.as_path(), seen) {
                    seen.found.push(note);
                }
            }
            for number in same {
                if counts(walk.earlier.path(number).as_path(), seen) {
                    seen.same.push(number);
                }
            }
        } else if counted.contains(&target) {
            seen.skip(link.path, SkipReason::CountedElsewhere);
        } else {
            if let (Some(folder), Some(name)) = (link.path.parent(), link.path.file_name()) {
                walk.take(folder, name, fs::metadata(&target), seen);
            }
            counted.insert(target);
        }
    }
    seen.beyond |= links.iter().any(|link| !stays_inside(walk, link));
}

/// Whether a link leads, in one step, to something in the folders that were walked, all of them up to
/// the root: then nothing about it can change without a trace in one of these folders.
fn stays_inside(walk: &Walk<'_>, link: &Path) -> bool {
    let one_step = || {
        let target = link.parent()?.join(fs::read_link(link).ok()?);
        let mut tidied = PathBuf::new();
        for part in target.components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => drop(tidied.pop()),
                part => tidied.push(part),
            }
        }
        (fs::canonicalize(link).ok()? == tidied).then_some(tidied)
    };
    let Some(target) = one_step() else { return false };
    let mut above = target.ancestors().skip(1).take_while(|folder| folder.starts_with(walk.root));
    target.starts_with(walk.root) && above.all(|folder| walk.walked.contains(folder))
}

/// What a link leads to and whether that is a folder, if there is anything to be read through it.
fn target(walk: &Walk<'_>, link: &Link, seen: &mut Seen) -> Option<(PathBuf, bool)> {
    let is_note = names::is_note(link.path.file_name()?);
    let resolved = resolve(walk.root, &link.real, walk.limits.follow_links);
    // A folder outside is worth a word as well as a note; a picture outside is not.
    let (is_folder, may_be_folder) = match fs::metadata(&link.real) {
        Ok(meta) => (meta.is_dir(), meta.is_dir()),
        // What leads nowhere may have been a folder, if it is named like one.
        Err(_) => (false, link.path.extension().is_none()),
    };
    if !is_note && !may_be_folder {
        return None;
    }
    if let Some(reason) = walk.rule(&link.path, link.rules.as_deref(), is_folder) {
        seen.skip(link.path.clone(), reason);
        return None;
    }
    match resolved {
        Ok(target) if is_folder && link.real.starts_with(&target) => {
            seen.skip(link.path.clone(), SkipReason::LinkCircle);
            None
        }
        Ok(target) if is_folder && walk.walked.contains(&target) => {
            seen.skip(link.path.clone(), SkipReason::CountedElsewhere);
            None
        }
        Ok(target) => Some((target, is_folder)),
        Err(SkipReason::Vanished) => None,
        Err(reason) => {
            seen.skip(link.path.clone(), reason);
            None
        }
    }
}
