//! Folders and files that nobody else can look into: what is derived from notes is as private as they are.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// While it lasts, whatever this process makes is for the user alone, by other hands than ours too: the
/// index has a file for which nobody asks us. A pager that is started afterwards has the user's own umask.
#[derive(Debug)]
pub struct Closed {
    #[cfg(unix)]
    before: rustix::fs::Mode,
}

impl Closed {
    /// From now on.
    #[must_use = "it ends when it is dropped"]
    pub fn begin() -> Self {
        #[cfg(unix)]
        {
            use rustix::fs::Mode;
            Self { before: rustix::process::umask(Mode::RWXG | Mode::RWXO) }
        }
        #[cfg(not(unix))]
        Self {}
    }
}

#[cfg(unix)]
impl Drop for Closed {
    fn drop(&mut self) {
        rustix::process::umask(self.before);
    }
}

/// Makes a folder, and those above it, that nobody else can look into.
///
/// # Errors
/// If it cannot be made, or belongs to somebody else.
#[cfg(unix)]
pub fn folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Makes a folder, and those above it.
///
/// # Errors
/// If it cannot be made.
#[cfg(not(unix))]
pub fn folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Opens a file for writing, and makes it for the user alone if it is not there. Nothing is cut.
///
/// # Errors
/// If it cannot be opened.
pub fn file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
