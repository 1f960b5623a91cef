//! How the daemon of a vault is, if there is one.

use serde::{Deserialize, Serialize};

/// The state of a daemon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusReport {
    /// The canonical path of the vault, lossily.
    pub vault: String,
    /// Whether a daemon answers.
    pub running: bool,
    /// The version of the program that it runs.
    pub version: Option<String>,
    /// Its process.
    pub pid: Option<u32>,
    /// When it began, in milliseconds since 1970 (UTC).
    pub since: Option<u64>,
    /// How many notes it knows; none while it reads them for the first time.
    pub notes: Option<usize>,
    /// How many folders it watches.
    pub folders: Option<usize>,
    /// When it last walked the vault, in milliseconds since 1970 (UTC).
    pub walked: Option<u64>,
    /// When it last compared the bytes of every note, in the same measure; none before the first time,
    /// some minutes after its start.
    pub compared: Option<u64>,
    /// How it learns of changes.
    pub watching: Option<Watching>,
    /// Why events are not enough, if they are not.
    pub why: Option<String>,
}

/// How a daemon learns of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Watching {
    /// The system tells of them.
    Events,
    /// It walks the vault before each answer.
    Polling,
}
