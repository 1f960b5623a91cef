//! What is known of the vault: how many notes of each kind, and what was left out with the reason.

use serde::{Deserialize, Serialize};

use super::overview::VaultCounts;

/// The state of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexReport {
    /// How many notes of each kind.
    #[serde(flatten)]
    pub counts: VaultCounts,
    /// How many problems `check` would show.
    pub problems: usize,
    /// What was left out, by path.
    pub skipped: Vec<SkippedRow>,
    /// How much is kept on disk, in bytes.
    pub bytes: u64,
    /// How many notes were read for this answer; the others had not changed.
    pub read: usize,
}

/// Something that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedRow {
    /// A file, or a folder that stands for all that is in it; relative to the vault.
    pub path: String,
    /// The bytes of the path, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
    /// Why, as the end of a sentence.
    pub reason: String,
    /// A rule left it out; anything else is trouble.
    pub by_rule: bool,
}
