//! The file itself: a header that can be told from any other file's, a checksum, and the facts. The
//! checksum is looked at before anything is decoded, so that damage can neither cause a panic nor ask
//! for memory.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Because, Loaded, Saved, Stored};
use crate::private;

/// The name of the file in its folder.
const FACTS: &str = "facts";
/// The file whose lock is held while saving. It is never deleted: two processes could then each hold
/// the lock of a file by this name.
const LOCK: &str = "lock";
/// How files that are being written are named.
const UNFINISHED: (&str, &str) = ("facts-", ".tmp");

const MAGIC: &[u8; 8] = b"rekindle";
/// More than the facts of half a million notes; anything larger is not ours.
const LARGEST: u64 = 1 << 29;

/// The magic, the number of notes, the build's stamp, the settings and the checksum of what follows.
const HEADER: usize = 8 + 8 + STAMP.len() + 8 + blake3::OUT_LEN;

/// Which build made the facts: it changes with every source that has a say in them.
const STAMP: &[u8] = env!("REKINDLE_FACTS").as_bytes();

/// Loads the facts that were saved in a folder under the same settings.
pub fn load<F: DeserializeOwned>(folder: &Path, settings: u64) -> Loaded<F> {
    match read(&folder.join(FACTS)) {
        Ok(bytes) => decode(&bytes, settings),
        Err(because) => Loaded::Nothing { because, notes: 0 },
    }
}

/// How much is kept in a folder, in bytes.
pub fn size(folder: &Path) -> u64 {
    fs::metadata(folder.join(FACTS)).map_or(0, |file| file.len())
}

/// Removes the facts of a folder. What cannot be removed is overwritten by the next save.
pub fn remove(folder: &Path) {
    let _ = fs::remove_file(folder.join(FACTS));
}

fn read(path: &Path) -> Result<Vec<u8>, Because> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Because::Missing,
        _ => Because::Unreadable(error.to_string()),
    };
    let meta = fs::metadata(path).map_err(failed)?;
    if !meta.is_file() || meta.len() > LARGEST {
        return Err(Because::Foreign);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes)).map_err(failed)?;
    Ok(bytes)
}

fn decode<F: DeserializeOwned>(bytes: &[u8], settings: u64) -> Loaded<F> {
    let nothing = |because, notes| Loaded::Nothing { because, notes };
    if !bytes.starts_with(MAGIC) {
        return nothing(Because::Foreign, 0);
    }
    let Some((header, payload)) = bytes.split_at_checked(HEADER) else {
        return nothing(Because::Damaged, 0);
    };
    let mut rest = &header[MAGIC.len()..];
    let mut field = |length: usize| rest.split_off(..length).unwrap_or_default();
    let notes = field(8).try_into().map(u64::from_le_bytes).unwrap_or_default();
    let notes = usize::try_from(notes).unwrap_or_default();
    if field(STAMP.len()) != STAMP {
        return nothing(Because::OtherVersion, notes);
    }
    if field(8) != settings.to_le_bytes() {
        return nothing(Because::OtherSettings, notes);
    }
    if field(blake3::OUT_LEN) != blake3::hash(payload).as_bytes() {
        return nothing(Because::Damaged, 0);
    }
    match postcard::from_bytes::<Vec<Stored<F>>>(payload) {
        Ok(facts) if facts.len() == notes => Loaded::Facts(facts),
        _ => nothing(Because::Damaged, 0),
    }
}

fn encode<F: Serialize>(facts: &[&Stored<F>], settings: u64) -> Result<Vec<u8>, postcard::Error> {
    // The facts go straight behind the space for the header, which needs their checksum.
    let mut bytes = postcard::to_extend(facts, vec![0; HEADER])?;
    let checksum = blake3::hash(&bytes[HEADER..]);
    let header = [
        MAGIC.as_slice(),
        &(facts.len() as u64).to_le_bytes(),
        STAMP,
        &settings.to_le_bytes(),
        checksum.as_bytes(),
    ]
    .concat();
    bytes[..HEADER].copy_from_slice(&header);
    Ok(bytes)
}

/// Saves facts in a folder, which is made if need be. The file is replaced whole or not at all. If
/// another process is at it, it is left to that one: what the two know differs by a moment.
pub fn save<F: Serialize>(folder: &Path, settings: u64, facts: &[&Stored<F>]) -> Saved {
    let bytes = match encode(facts, settings) {
        Ok(bytes) if bytes.len() as u64 <= LARGEST => bytes,
        Ok(_) => return Saved::Failed("the facts are too large to keep".to_owned()),
        Err(error) => return Saved::Failed(error.to_string()),
    };
    match write(folder, &bytes) {
        Ok(true) => Saved::Whole(bytes.len() as u64),
        Ok(false) => Saved::Busy,
        Err(error) => Saved::Failed(error.to_string()),
    }
}

/// Whether the bytes were written; if not, another process has the lock.
fn write(folder: &Path, bytes: &[u8]) -> io::Result<bool> {
    private::folder(folder)?;
    let lock = private::file(&folder.join(LOCK))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(false),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    sweep(folder);
    let (prefix, suffix) = UNFINISHED;
    let mut file = tempfile::Builder::new().prefix(prefix).suffix(suffix).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(folder.join(FACTS))?;
    Ok(true)
}

/// Removes what writers left that were killed. Only the holder of the lock writes, so nobody is at it.
fn sweep(folder: &Path) {
    let (prefix, suffix) = UNFINISHED;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(prefix) && name.ends_with(suffix) {
            // Whatever cannot be removed takes up room and does no other harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}
