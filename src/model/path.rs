//! Where a note lies: its path relative to the vault, byte for byte.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The path of a note relative to the root of its vault. Names that are not UTF-8 are kept as they are;
/// [`fmt::Display`] shows them lossily.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "OsString", into = "OsString")]
pub struct NotePath(PathBuf);

impl NotePath {
    /// Wraps a path that is already relative to the vault.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The path itself.
    pub fn as_path(&self) -> &Path {
        &self.0
    }

    /// The file name without its ending, lossily: `Maya Chen` of `People/Maya Chen.md`.
    pub fn stem(&self) -> String {
        self.0.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// The names of the folders above the note, nearest first.
    pub fn folders(&self) -> impl Iterator<Item = String> + '_ {
        self.0
            .ancestors()
            .skip(1)
            .filter_map(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned())
    }

    /// The path with `/` between its parts on every platform, lossily; what reports print.
    pub fn shown(&self) -> String {
        let parts: Vec<_> =
            self.0.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }

    /// The bytes of the path in hexadecimal, if it is not UTF-8 and [`NotePath::shown`] loses something.
    pub fn hex(&self) -> Option<String> {
        if self.0.to_str().is_some() {
            return None;
        }
        let bytes = self.0.as_os_str().as_encoded_bytes();
        Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl From<OsString> for NotePath {
    fn from(path: OsString) -> Self {
        Self(path.into())
    }
}

impl From<NotePath> for OsString {
    fn from(path: NotePath) -> Self {
        path.0.into_os_string()
    }
}

impl fmt::Debug for NotePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for NotePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}
