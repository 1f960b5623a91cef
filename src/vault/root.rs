//! Which folder is the vault. The four ways to say so are tried in a fixed order, and the one that
//! decided is kept, because "which vault was that?" is the first question when an answer looks wrong.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::skip::plain;

/// Everything that may name a vault.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sources<'a> {
    /// `--vault`
    pub flag: Option<&'a Path>,
    /// The working directory, if there is one.
    pub working: Option<&'a Path>,
    /// `REKINDLE_VAULT`; empty means unset.
    pub environment: Option<&'a OsStr>,
    /// `vault` in the user's own settings.
    pub settings: Option<&'a Path>,
    /// The user's home folder, for `~/` in the settings.
    pub home: Option<&'a Path>,
}

/// The folder that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Its canonical path.
    pub root: PathBuf,
    /// What decided.
    pub way: Way,
}

/// What decided which folder is the vault. Its text completes "the vault is X, …".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// `--vault`
    Flag,
    /// The working directory lies in a folder that has this one in it.
    Marker(&'static str),
    /// `REKINDLE_VAULT`
    Environment,
    /// `vault` in the settings.
    Settings,
}

impl Way {
    /// What to call it in an error.
    fn name(self) -> &'static str {
        match self {
            Self::Flag => "--vault",
            Self::Marker(marker) => marker,
            Self::Environment => "REKINDLE_VAULT",
            Self::Settings => "`vault` in your settings",
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("as --vault says"),
            Self::Marker(marker) => {
                write!(f, "the nearest folder around the working directory with {marker} in it")
            }
            Self::Environment => f.write_str("as REKINDLE_VAULT says"),
            Self::Settings => f.write_str("as `vault` in your settings says"),
        }
    }
}

/// Folders that mark a vault, by rank.
const MARKERS: [&str; 3] = [".rekindle", ".obsidian", ".zk"];

/// Why there is no vault.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing names one.
    #[error(
        "no vault found\nName the folder of your notes with --vault DIR, go into a folder that has \
         .rekindle, .obsidian or .zk in it or above it,\nset REKINDLE_VAULT, or set `vault` in your \
         settings"
    )]
    NotFound,
    /// What was named does not exist.
    #[error("{} names {}, which does not exist", .way.name(), .folder.display())]
    Missing {
        /// What was named.
        folder: PathBuf,
        /// What named it.
        way: Way,
    },
    /// What was named is something else.
    #[error(
        "{} names {}, which is not a folder\nA vault is a folder: try the one that holds the notes",
        .way.name(), .folder.display()
    )]
    NotAFolder {
        /// What was named.
        folder: PathBuf,
        /// What named it.
        way: Way,
    },
    /// What was named is closed to us.
    #[error("{} names {}, which cannot be read: {}", .way.name(), .folder.display(), plain(.source))]
    Unreadable {
        /// What was named.
        folder: PathBuf,
        /// What named it.
        way: Way,
        /// What the system said.
        source: io::Error,
    },
    /// The settings name a folder whose place depends on where one happens to be.
    #[error(
        "`vault` in your settings is {folder}, which could be anywhere\nWrite it in full, or from your \
         home folder on: ~/{folder}",
        folder = .folder.display()
    )]
    Relative {
        /// What was named.
        folder: PathBuf,
    },
}

/// Chooses the vault.
///
/// # Errors
/// If nothing names a folder, or what is named cannot be one. A way that fails is an error and never a
/// reason to try the next one: an answer from another vault would be worse than none.
pub fn choose(sources: &Sources<'_>) -> Result<Chosen, Error> {
    let from_here = |path: &Path| match sources.working {
        Some(working) => working.join(path),
        None => path.to_owned(),
    };
    if let Some(flag) = sources.flag {
        return open(from_here(flag), Way::Flag);
    }
    if let Some((folder, marker)) = sources.working.and_then(marked) {
        return open(folder.to_owned(), Way::Marker(marker));
    }
    if let Some(folder) = sources.environment.filter(|folder| !folder.is_empty()) {
        return open(from_here(Path::new(folder)), Way::Environment);
    }
    match sources.settings.filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => open(in_full(folder, sources.home)?, Way::Settings),
        None => Err(Error::NotFound),
    }
}

/// The nearest folder around the working directory with a marker in it. A marker of a higher rank wins
/// even if it is further away.
fn marked(working: &Path) -> Option<(&Path, &'static str)> {
    MARKERS.into_iter().find_map(|marker| {
        let folder = working.ancestors().find(|folder| folder.join(marker).is_dir())?;
        Some((folder, marker))
    })
}

fn in_full(folder: &Path, home: Option<&Path>) -> Result<PathBuf, Error> {
    match (folder.strip_prefix("~"), home) {
        (Ok(below), Some(home)) => Ok(home.join(below)),
        _ if folder.is_absolute() => Ok(folder.to_owned()),
        _ => Err(Error::Relative { folder: folder.to_owned() }),
    }
}

fn open(folder: PathBuf, way: Way) -> Result<Chosen, Error> {
    // The metadata come first: listing a file fails with words that help nobody.
    let opened = fs::canonicalize(&folder).and_then(|root| {
        let is_folder = fs::metadata(&root)?.is_dir();
        if is_folder {
            fs::read_dir(&root)?;
        }
        Ok((root, is_folder))
    });
    match opened {
        Ok((root, true)) => Ok(Chosen { root, way }),
        Ok((_, false)) => Err(Error::NotAFolder { folder, way }),
        Err(source) => Err(match source.kind() {
            io::ErrorKind::NotFound => Error::Missing { folder, way },
            io::ErrorKind::NotADirectory => Error::NotAFolder { folder, way },
            _ => Error::Unreadable { folder, way, source },
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::vault_of;

    #[test]
    fn the_ways_are_tried_in_their_order() {
        let home = vault_of(&[
            ("a/.rekindle/config.toml", ""),
            ("a/b/.obsidian/app.json", ""),
            ("a/b/c/.zk/config.toml", ""),
            ("a/b/c/d/note.md", ""),
            ("o/.obsidian/app.json", ""),
            ("o/z/.zk/config.toml", ""),
            ("z/.zk/config.toml", ""),
            ("f/.rekindle", "a file marks nothing"),
            ("plain/note.md", ""),
        ]);
        let all = Sources {
            flag: Some(Path::new("../plain")),
            working: None,
            environment: Some(OsStr::new("../o")),
            settings: Some(Path::new("~/z")),
            home: Some(&home.root),
        };
        let no_flag = Sources { flag: None, ..all };
        let only_settings = Sources { environment: Some(OsStr::new("")), ..no_flag };
        let cases = [
            (all, "a", "plain", Way::Flag),
            (no_flag, "a/b/c/d", "a", Way::Marker(".rekindle")),
            (no_flag, "o/z", "o", Way::Marker(".obsidian")),
            (no_flag, "z", "z", Way::Marker(".zk")),
            (no_flag, "plain", "o", Way::Environment),
            (no_flag, "f", "o", Way::Environment),
            (only_settings, "plain", "z", Way::Settings),
        ];
        for (sources, working, root, way) in cases {
            let working = home.at(working);
            let sources = Sources { working: Some(&working), ..sources };
            let chosen = choose(&sources).expect("there is one");
            assert_eq!(chosen, Chosen { root: home.at(root), way }, "{sources:?}");
        }
    }

    #[test]
    fn errors_say_what_is_wrong_and_what_to_try() {
        let home = vault_of(&[("note.md", "")]);
        let flag = |path: &'static str| Sources {
            flag: Some(Path::new(path)),
            working: Some(&home.root),
            ..Sources::default()
        };
        let settings = Sources { settings: Some(Path::new("notes")), ..Sources::default() };
        let at = |path: &str| home.at(path).display().to_string();
        let cases = [
            (
                Sources::default(),
                "no vault found\nName the folder of your notes with --vault DIR, go into a folder \
                 that has .rekindle, .obsidian or .zk in it or above it,\nset REKINDLE_VAULT, or set \
                 `vault` in your settings"
                    .to_owned(),
            ),
            (flag("gone"), format!("--vault names {}, which does not exist", at("gone"))),
            (
                flag("note.md"),
                format!(
                    "--vault names {}, which is not a folder\nA vault is a folder: try the one that \
                     holds the notes",
                    at("note.md")
                ),
            ),
            (
                settings,
                "`vault` in your settings is notes, which could be anywhere\nWrite it in full, or \
                 from your home folder on: ~/notes"
                    .to_owned(),
            ),
        ];
        for (sources, expected) in cases {
            let error = choose(&sources).expect_err("there is none");
            assert_eq!(error.to_string(), expected);
        }
    }
}
