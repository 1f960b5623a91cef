//! The folder of notes as it lies on disk: which folder it is, which files in it are notes, and which
//! of them changed since somebody last looked.
//!
//! A walk is the truth here and the only one: file times say *that* a file may have changed, never when
//! anything happened, and whenever they leave room for doubt the bytes decide. What is left out is
//! always listed with its reason, so that no note is ever missing in silence.

pub mod diff;
mod earlier;
pub mod fingerprint;
mod links;
pub mod names;
mod obsidian;
mod patience;
mod patterns;
pub mod read;
pub mod root;
pub mod scan;
pub mod skip;
mod touched;
pub mod watch;

pub use diff::{Change, diff};
pub use earlier::Earlier;
pub use fingerprint::{Cutoff, Fingerprint};
pub use obsidian::template_folders as obsidian_template_folders;
pub use read::read;
pub use scan::{Found, Reach, Scan, scan};
pub use skip::{PatternFile, SkipReason, Skipped};
pub use touched::{Known, Touched, touched};

/// A vault in a temporary folder, with these files in it.
#[cfg(test)]
pub(crate) fn vault_of(files: &[(&str, &str)]) -> TestVault {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("it was just made");
    let vault = TestVault { root, _folder: folder };
    for (path, text) in files {
        vault.write(path, text);
    }
    vault
}

/// See [`vault_of`].
#[cfg(test)]
pub(crate) struct TestVault {
    /// The canonical path of the folder.
    pub root: std::path::PathBuf,
    _folder: tempfile::TempDir,
}

#[cfg(test)]
impl TestVault {
    /// The path of a file in it.
    pub fn at(&self, path: impl AsRef<std::path::Path>) -> std::path::PathBuf {
        self.root.join(path)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: &str, text: &str) {
        let file = self.at(path);
        std::fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("a folder");
        std::fs::write(file, text).expect("a file");
    }

    /// Makes a link on disk; its target is taken as it stands.
    #[cfg(unix)]
    pub fn link(&self, path: &str, target: impl AsRef<std::path::Path>) {
        std::os::unix::fs::symlink(target, self.at(path)).expect("a link");
    }

    /// Makes a named pipe.
    #[cfg(unix)]
    pub fn pipe(&self, path: &str) {
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        let kind = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(rustix::fs::CWD, self.at(path), kind, mode, 0).expect("a pipe");
    }
}
