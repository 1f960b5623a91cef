//! Folders and files that nobody else can look into: what is derived from notes is as private as they are.

use std::fs::{self, File, OpenOptions};
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

/// Opens a file for writing, and makes it for the user alone if it is not there. Nothing is cut. What is
/// there and no file is removed: a pipe would be waited for, and a link would lead elsewhere.
///
/// # Errors
/// If it cannot be opened.
pub fn file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    itself(&mut options, path).or_else(|error| match fs::symlink_metadata(path) {
        Ok(meta) if !meta.is_file() => {
            clear(path)?;
            itself(&mut options, path)
        }
        _ => Err(error),
    })
}

/// Opens a file for reading, if it is one and no link.
///
/// # Errors
/// If it cannot be opened.
pub fn read(path: &Path) -> io::Result<File> {
    itself(File::options().read(true), path)
}

/// Opens what lies at a path and not what a link there points at, without waiting for a pipe.
fn itself(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        // The bits are a C `int` that rustix hands out unsigned.
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// Removes whatever lies at a path, links themselves and not what they point at.
///
/// # Errors
/// If it cannot be removed.
pub fn clear(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Fills `bytes` with what a file has from a place on.
///
/// # Errors
/// If it has less, or cannot be read.
#[cfg(unix)]
pub fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

/// Fills `bytes` with what a file has from a place on.
///
/// # Errors
/// If it has less, or cannot be read.
#[cfg(windows)]
pub fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => (bytes, at) = (&mut bytes[read..], at + read as u64),
        }
    }
    Ok(())
}
