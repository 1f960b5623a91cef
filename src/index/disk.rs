//! The folder of an index as tantivy sees it: one that is read, and one that is written.
//!
//! tantivy's own maps files into memory, and whoever cuts such a file kills the process that looks at it.
//! Here they are read piece by piece, and a file that was cut is an error like any other, unless what was read
//! of it before still serves. What is read was opened when its seal was looked at, so nobody can put something
//! else in its place. And nothing waits for the disk, as tantivy's own would after each file: the seal tells
//! what reached it.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use super::seal::{self, Entry, META, Sealed};
use crate::private;

/// tantivy's list of files that it may remove. Nothing else than what was sealed is kept, so none is needed.
const MANAGED: &str = ".managed.json";

/// Files of which each question reads the same few places: what a document weighs, and of which note it is.
/// What was read of them is held.
const ASKED_EACH_TIME: [&str; 2] = ["fieldnorm", "fast"];

/// An open file of an index.
#[derive(Debug)]
struct Piecewise {
    file: Arc<File>,
    length: usize,
    /// What was read and is held; none if nothing is to be.
    held: Option<Mutex<HashMap<Range<usize>, OwnedBytes>>>,
}

impl Piecewise {
    fn new(file: Arc<File>) -> io::Result<Self> {
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Self { file, length, held: None })
    }

    /// One that holds what was read, if it is a file to be asked again and again.
    fn holding(self, path: &Path) -> Self {
        let ending = path.extension().unwrap_or_default();
        let is_held = ASKED_EACH_TIME.iter().any(|held| ending == *held);
        Self { held: is_held.then(Mutex::default), ..self }
    }

    fn read(&self, range: &Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        private::read_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl HasLen for Piecewise {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Piecewise {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let Some(held) = &self.held else { return self.read(&range) };
        if let Some(bytes) = held.lock().unwrap_or_else(PoisonError::into_inner).get(&range) {
            return Ok(bytes.clone());
        }
        let bytes = self.read(&range)?;
        let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
        // Pieces may overlap; never more is held than the whole would be.
        let size: usize = held.keys().map(ExactSizeIterator::len).sum();
        if size + range.len() <= self.length {
            held.insert(range, bytes.clone());
        }
        Ok(bytes)
    }
}

/// An index that is only read.
#[derive(Debug, Clone)]
pub(super) struct Reading(pub Arc<Sealed>);

impl Directory for Reading {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let missing = || OpenReadError::FileDoesNotExist(path.to_owned());
        let file = self.0.files.get(path).ok_or_else(missing)?;
        let handle = Piecewise::new(Arc::clone(file)).map(|handle| handle.holding(path));
        Ok(Arc::new(handle.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::FileDoesNotExist(path.to_owned()))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(path == Path::new(META) || self.0.files.contains_key(path))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(io::ErrorKind::Unsupported.into(), path.to_owned()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        match path == Path::new(META) {
            true => Ok(self.0.meta.clone()),
            false => Err(OpenReadError::FileDoesNotExist(path.to_owned())),
        }
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        // All files are open, so nobody can take them away.
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// A file of an index while it is written.
struct Unfinished(File);

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl TerminatingWrite for Unfinished {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.flush()
    }
}

/// An index that is written, by the one who holds our lock.
#[derive(Debug, Clone)]
pub(super) struct Written {
    folder: PathBuf,
    known: Arc<Mutex<Vec<Entry>>>,
}

impl Written {
    /// The index of a folder, with what is known of files in it.
    pub fn new(folder: &Path, known: Vec<Entry>) -> Self {
        Self { folder: folder.to_owned(), known: Arc::new(Mutex::new(known)) }
    }

    fn open(&self, path: &Path) -> Result<File, OpenReadError> {
        private::read(&self.folder.join(path)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        })
    }
}

impl Directory for Written {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let handle = Piecewise::new(Arc::new(self.open(path)?));
        Ok(Arc::new(handle.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        fs::remove_file(self.folder.join(path)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => DeleteError::FileDoesNotExist(path.to_owned()),
            _ => DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() },
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        let exists = self.folder.join(path).try_exists();
        exists.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        match File::create_new(self.folder.join(path)) {
            Ok(file) => Ok(BufWriter::new(Box::new(Unfinished(file)))),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(OpenWriteError::FileAlreadyExists(path.to_owned()))
            }
            Err(error) => Err(OpenWriteError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(MANAGED) {
            return Err(OpenReadError::FileDoesNotExist(path.to_owned()));
        }
        let read = seal::bytes(self.open(path)?);
        read.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        if path == Path::new(META) {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            *known = seal::seal(&self.folder, data, &known)?;
        }
        seal::replace(&self.folder.join(path), data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        // Ours is held.
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
