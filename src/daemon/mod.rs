//! A process that keeps a vault's picture up to date and answers the command line over a local socket.
//!
//! It is an optional shortcut: it answers with the same function that a command answers with by itself, so
//! whatever goes wrong here costs time and no answer. A lock decides who is the daemon of a vault, an
//! answered handshake proves that one is there, and the socket is merely an address.

mod board;
pub mod client;
pub mod desk;
mod door;
mod fresh;
mod given;
pub mod lock;
pub mod log;
pub mod odd;
pub mod protocol;
pub mod server;
pub mod service;
mod standby;
mod supervisor;
mod timed;

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

/// The longest path of a socket: what the system takes, less the byte that ends it.
const LONGEST: usize = 107;

/// Variables under which the allocator of glibc gives back what is not needed any more; others do not know
/// them. By itself it sets up a heap for each thread and keeps what was used once, which for a process that
/// rests most of the time is the wrong bargain. Lower ones would have each question ask the system for room
/// anew. (`man 3 mallopt`; docs/performance.md has what they make of it.)
pub const THRIFT: [(&str, &str); 3] = [
    ("MALLOC_ARENA_MAX", "2"),
    ("MALLOC_MMAP_THRESHOLD_", "1048576"),
    ("MALLOC_TRIM_THRESHOLD_", "8388608"),
];

/// The folders from which addresses are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// The folder of this program among the user's runtime folders, if the system has such.
    pub runtime: Option<PathBuf>,
    /// The folder of this program among those for the state of programs, if there is one.
    pub state: Option<PathBuf>,
}

/// Where the daemon of a vault is met. Server and client both have it from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The canonical path of the vault.
    pub root: PathBuf,
    /// The folder of the socket, which only its owner may enter.
    pub folder: PathBuf,
    /// The socket.
    pub socket: PathBuf,
    /// The folder of the files by which the daemon proves that it heard everything.
    pub cookies: PathBuf,
    /// The file whose lock makes a process the daemon. It is never deleted: two processes could then each
    /// hold the lock of a file by this name.
    pub lock: PathBuf,
    /// The daemon's log.
    pub log: PathBuf,
}

/// Why a folder is no place to meet.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// The system has no folder for the state of programs, or the user no home.
    #[error("there is no folder for a daemon, because your home folder is not known")]
    NoFolder,
    /// The system takes no longer path.
    #[error(
        "the path of the daemon's socket is too long: {path} has {length} bytes, and {LONGEST} are \
         allowed; set XDG_RUNTIME_DIR to a shorter folder",
        path = .0.display(), length = .0.as_os_str().len()
    )]
    TooLong(PathBuf),
    /// It is not there, or cannot be looked at.
    #[error("the daemon's folder {path} cannot be used: {source}", path = .path.display())]
    Unusable {
        /// The folder.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// Others could have a hand in it.
    #[error("the daemon's folder {path} is not safe to use: {why}", path = .path.display())]
    Unsafe {
        /// The folder.
        path: PathBuf,
        /// Why.
        why: &'static str,
    },
}

impl AddressError {
    /// Whether there can be no daemon here at all.
    fn is_nowhere(&self) -> bool {
        matches!(self, Self::NoFolder | Self::TooLong(_))
    }

    /// Whether there is simply no such folder.
    fn is_missing(&self) -> bool {
        matches!(self, Self::Unusable { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

impl Address {
    /// The address of a vault's daemon. The root must be canonical.
    ///
    /// # Errors
    /// If there is no folder for it, or the path of the socket would be too long.
    pub fn new(folders: &Folders, root: &Path) -> Result<Self, AddressError> {
        let key = key(root);
        let state = folders.state.as_deref().ok_or(AddressError::NoFolder)?;
        let folder = folders.runtime.clone().unwrap_or_else(|| state.join("run"));
        let socket = folder.join(format!("{}.sock", &key[..16]));
        if socket.as_os_str().len() > LONGEST {
            return Err(AddressError::TooLong(socket));
        }
        let cookies = folder.join(format!("{}.cookies", &key[..16]));
        let lock = state.join(format!("{}.lock", &key[..16]));
        let log = state.join(format!("{}.log", &key[..16]));
        Ok(Self { root: root.to_owned(), folder, socket, cookies, lock, log })
    }
}

/// What stands for a vault where its path cannot: a name of fixed length, and one for paths of any bytes.
fn key(root: &Path) -> String {
    blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex().to_string()
}

/// Makes a folder, and those above it.
fn make(folder: &Path) -> Result<(), AddressError> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|source| AddressError::Unusable { path: folder.to_owned(), source })
}

/// Makes a folder that nobody else may enter, or makes sure that the one that is there is such.
fn make_private(folder: &Path) -> Result<(), AddressError> {
    make(folder)?;
    check_private(folder)
}

/// Makes sure that nobody else can put anything into a folder or take it away; others may look at it.
fn check_ours(folder: &Path) -> Result<(), AddressError> {
    let meta = fs::metadata(folder)
        .map_err(|source| AddressError::Unusable { path: folder.to_owned(), source })?;
    let why = if meta.uid() != rustix::process::getuid().as_raw() {
        "it belongs to somebody else"
    } else if meta.mode() & 0o022 != 0 {
        "others may write to it; `chmod go-w` ends that"
    } else {
        return Ok(());
    };
    Err(AddressError::Unsafe { path: folder.to_owned(), why })
}

/// Makes sure that nobody else can have put anything into a folder.
fn check_private(folder: &Path) -> Result<(), AddressError> {
    let path = || folder.to_owned();
    let meta = fs::symlink_metadata(folder)
        .map_err(|source| AddressError::Unusable { path: path(), source })?;
    let why = if meta.is_symlink() {
        "it is a link"
    } else if !meta.is_dir() {
        "it is not a folder"
    } else if meta.uid() != rustix::process::getuid().as_raw() {
        "it belongs to somebody else"
    } else if meta.mode() & 0o077 != 0 {
        "others may enter it; `chmod 700` closes it"
    } else {
        return Ok(());
    };
    Err(AddressError::Unsafe { path: path(), why })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn folders(runtime: Option<&str>) -> Folders {
        Folders {
            runtime: runtime.map(PathBuf::from),
            state: Some(PathBuf::from("/home/ann/state")),
        }
    }

    #[test]
    fn an_address_depends_on_the_vault_and_the_folders_only() {
        let at = |runtime, root: &str| {
            Address::new(&folders(runtime), Path::new(root)).expect("it is short")
        };
        let address = at(Some("/run/user/7/rekindle"), "/notes");
        assert_eq!(address, at(Some("/run/user/7/rekindle"), "/notes"));
        let name = address.socket.file_name().expect("a name").to_string_lossy().into_owned();
        assert_eq!(name.len(), "0123456789abcdef.sock".len());
        assert!(address.socket.starts_with("/run/user/7/rekindle"));
        assert!(address.lock.starts_with("/home/ann/state"));
        assert_ne!(address.socket, at(Some("/run/user/7/rekindle"), "/notes2").socket);
        assert!(at(None, "/notes").socket.starts_with("/home/ann/state/run"));
    }

    #[test]
    fn a_path_that_no_socket_can_have_is_told() {
        let fits = LONGEST - "/0123456789abcdef.sock".len();
        for (length, expected) in [(fits, true), (fits + 1, false)] {
            let runtime = format!("/{}", "r".repeat(length - 1));
            let address = Address::new(&folders(Some(&runtime)), Path::new("/notes"));
            assert_eq!(address.is_ok(), expected, "{length}");
            if let Err(error) = address {
                assert!(error.to_string().contains("108 bytes, and 107 are allowed"), "{error}");
            }
        }
    }

    #[test]
    fn only_a_private_folder_of_our_own_is_used() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| home.path().join(name);
        make_private(&at("new/below")).expect("it was made just so");
        fs::create_dir(at("open")).expect("our own folder");
        fs::set_permissions(at("open"), fs::Permissions::from_mode(0o755)).expect("ours");
        symlink(at("new"), at("link")).expect("a link");
        fs::write(at("file"), "").expect("our own file");
        let cases = [
            ("new", None),
            ("open", Some("others may enter it")),
            ("link", Some("it is a link")),
            ("file", Some("it is not a folder")),
            ("gone", Some("No such file")),
        ];
        for (name, expected) in cases {
            let told = check_private(&at(name)).err().map(|error| error.to_string());
            assert_eq!(told.is_some(), expected.is_some(), "{name}: {told:?}");
            assert!(told.unwrap_or_default().contains(expected.unwrap_or_default()), "{name}");
        }
    }
}
