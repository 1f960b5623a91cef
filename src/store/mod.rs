//! The facts of every note in one compact file, so that a second run reads only what changed, and decodes
//! only what it needs.
//!
//! It is a cache and nothing else: whatever is missing, foreign, older or damaged is as good as nothing,
//! because everything in it can be derived again from the notes. So nothing here waits, nothing here
//! fails, and nothing is forced to the disk: a checksum finds what a crash left half-written.

mod facts;
mod file;
mod parts;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use facts::{Facts, decoded};
pub use file::{Mark, load, remove, remove_parts, save, size};
pub use parts::{Parts, keep_parts, parts_beside};

/// The names of the files in their folder.
const FACTS: &str = "facts";
const NETWORK: &str = "network";

/// What is kept of one note. `F` is the vault's fingerprint, which this room keeps without looking at it.
#[derive(Debug, Clone)]
pub struct Stored<F> {
    /// What the file looked like when it was read.
    pub fingerprint: F,
    /// The BLAKE3 hash of its bytes.
    pub hash: [u8; 32],
    /// What it says.
    pub facts: Arc<Facts>,
}

/// What came of looking for facts.
#[derive(Debug, Clone)]
pub enum Loaded<F> {
    /// The facts in the order of their paths, as they were saved, and what they are known by.
    Facts(Vec<Stored<F>>, Mark),
    /// None that can be used.
    Nothing {
        /// Why.
        because: Because,
        /// How many notes the unusable facts were of, if that can be told: a vault that was full
        /// yesterday is not believed to be empty today just because the program was updated.
        notes: usize,
    },
}

/// Why there are no facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// No file.
    Missing,
    /// The file cannot be read; the system's words.
    Unreadable(String),
    /// The file is something else.
    Foreign,
    /// Another version of the program wrote it.
    OtherVersion,
    /// It was derived under other settings.
    OtherSettings,
    /// It is cut short, or its bytes are not those that were written.
    Damaged,
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("none were kept"),
            Self::Unreadable(why) => write!(f, "those kept cannot be read: {why}"),
            Self::Foreign => f.write_str("what was kept is something else"),
            Self::OtherVersion => f.write_str("those kept are of another version"),
            Self::OtherSettings => f.write_str("those kept were read under other settings"),
            Self::Damaged => f.write_str("those kept are damaged"),
        }
    }
}

/// What came of saving. Answers are right in any case; only the next run takes longer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Saved {
    /// There was nothing to save, or no place to save it.
    #[default]
    NotNeeded,
    /// All of it.
    Whole {
        /// The length of the file.
        bytes: u64,
        /// What is known by it.
        mark: Mark,
    },
    /// Another process is saving.
    Busy,
    /// The folder is closed, the disk is full, or the like; the system's words.
    Failed(String),
}

/// The folder for a vault's facts in a cache folder: its name is made from the canonical path of the
/// vault's root, so that two vaults never share one.
pub fn folder(cache: &Path, root: &Path) -> PathBuf {
    let hash = blake3::hash(root.as_os_str().as_encoded_bytes());
    cache.join(&hash.to_hex()[..16])
}

#[cfg(test)]
mod tests;
