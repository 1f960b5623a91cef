//! The folders and files that the program uses.

use serde::{Deserialize, Serialize};

/// Where everything is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathsReport {
    /// The vault; none if nothing names one.
    pub vault: Option<String>,
    /// What named it.
    pub vault_chosen: Option<String>,
    /// The vault's settings, if there is a vault.
    pub vault_settings: Option<FileRow>,
    /// The user's own settings.
    pub user_settings: Option<FileRow>,
    /// The folder of what is derived from the notes; deleting it loses nothing but time.
    pub cache: Option<FileRow>,
    /// The log of the vault's daemon, if there can be one.
    pub log: Option<FileRow>,
}

/// A file or folder, and whether it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// Its path.
    pub path: String,
    /// Whether it is there.
    pub exists: bool,
}
