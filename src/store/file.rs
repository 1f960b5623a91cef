//! The file itself: a header that can be told from any other file's, the facts of each note by themselves, a table
//! in batches that tells what is where, and a list of those. The checksum of the list is looked at before anything
//! of it is decoded, that of a batch before that is, and that of a note's facts before those are, so that damage
//! can neither cause a panic nor ask for memory.

use std::fs::{self, TryLockError};
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::facts::{Archive, Piece};
use super::{Because, FACTS, Facts, Loaded, NETWORK, Saved, Stored};
use crate::model::NotePath;
use crate::private;

/// The file whose lock is held while saving. It is never deleted: two processes could then each hold
/// the lock of a file by this name.
const LOCK: &str = "lock";
/// How files that are being written are named.
const UNFINISHED: (&str, &str) = ("facts-", ".tmp");

pub(super) const MAGIC: &[u8; 8] = b"rekindle";
/// More than the list of batches of fifty million notes; anything larger is not ours.
const LARGEST: u64 = 1 << 20;
/// How many notes are encoded, or decoded, in one go: enough to be worth a thread's while.
const BATCH: usize = 1_024;

/// The magic, the number of notes, the build's stamp, the settings, where the list begins, and its checksum.
const HEADER: usize = 8 + 8 + STAMP.len() + 8 + 8 + blake3::OUT_LEN;

/// Which build made the facts: it changes with every source that has a say in them.
pub(super) const STAMP: &[u8] = env!("REKINDLE_FACTS").as_bytes();

/// What the facts of one moment are known by: two that differ in anything have different ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark(pub(super) [u8; blake3::OUT_LEN]);

/// The first bytes of the hash of what is kept.
pub(super) fn check(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
}

/// A line of the table: path, fingerprint, hash, and where the facts are.
type Line<'a, F> = (&'a [u8], F, &'a [u8], Piece);

/// Loads the facts that were saved in a folder under the same settings.
pub fn load<F: DeserializeOwned + Send>(folder: &Path, settings: u64) -> Loaded<F> {
    read(&folder.join(FACTS), settings).unwrap_or_else(|nothing| nothing)
}

/// How much is kept in a folder, in bytes.
pub fn size(folder: &Path) -> u64 {
    let size = |name| fs::metadata(folder.join(name)).map_or(0, |file| file.len());
    size(FACTS) + size(NETWORK)
}

/// Removes the facts of a folder. What cannot be removed is overwritten by the next save.
pub fn remove(folder: &Path) {
    for name in [FACTS, NETWORK] {
        let _ = fs::remove_file(folder.join(name));
    }
}

/// Removes what is kept beside the facts.
pub fn remove_parts(folder: &Path) {
    let _ = fs::remove_file(folder.join(NETWORK));
}

fn read<F: DeserializeOwned + Send>(path: &Path, settings: u64) -> Result<Loaded<F>, Loaded<F>> {
    let nothing = |because, notes| Loaded::Nothing { because, notes };
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => nothing(Because::Missing, 0),
        io::ErrorKind::UnexpectedEof => nothing(Because::Damaged, 0),
        _ => nothing(Because::Unreadable(error.to_string()), 0),
    };
    let meta = fs::metadata(path).map_err(failed)?;
    if !meta.is_file() {
        return Err(nothing(Because::Foreign, 0));
    }
    let mut file = private::read(path).map_err(failed)?;
    let mut header = Vec::new();
    (&file).take(HEADER as u64).read_to_end(&mut header).map_err(failed)?;
    if !header.starts_with(MAGIC) {
        return Err(nothing(Because::Foreign, 0));
    }
    if header.len() < HEADER {
        return Err(nothing(Because::Damaged, 0));
    }
    let mut rest = &header[MAGIC.len()..];
    let mut field = |length: usize| rest.split_off(..length).unwrap_or_default();
    let number = |bytes: &[u8]| bytes.try_into().map(u64::from_le_bytes).unwrap_or_default();
    let notes = usize::try_from(number(field(8))).unwrap_or_default();
    if field(STAMP.len()) != STAMP {
        return Err(nothing(Because::OtherVersion, notes));
    }
    if field(8) != settings.to_le_bytes() {
        return Err(nothing(Because::OtherSettings, notes));
    }
    let (start, checksum) = (number(field(8)), field(blake3::OUT_LEN));
    let length = meta.len().checked_sub(start).filter(|_| start >= HEADER as u64);
    let Some(length) = length.filter(|length| *length <= LARGEST) else {
        return Err(nothing(Because::Damaged, 0));
    };
    file.seek(io::SeekFrom::Start(start)).map_err(failed)?;
    let mut list = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    (&file).take(length).read_to_end(&mut list).map_err(failed)?;
    let mark = Mark(*blake3::hash(&list).as_bytes());
    if mark.0 != checksum {
        return Err(nothing(Because::Damaged, 0));
    }
    let archive = Arc::new(Archive::new(file, start));
    match decode(&list, &archive) {
        Some(facts) if facts.len() == notes => Ok(Loaded::Facts(facts, mark)),
        _ => Err(nothing(Because::Damaged, 0)),
    }
}

fn decode<F: DeserializeOwned + Send>(
    list: &[u8],
    archive: &Arc<Archive>,
) -> Option<Vec<Stored<F>>> {
    let batches: Vec<Piece> = postcard::from_bytes(list).ok()?;
    let batches = batches.par_iter();
    let decoded = batches.map(|batch| decode_batch(&archive.piece(batch)?, archive));
    let decoded: Vec<Vec<Stored<F>>> = decoded.collect::<Option<_>>()?;
    let mut all: Vec<Stored<F>> = Vec::with_capacity(decoded.iter().map(Vec::len).sum());
    for mut batch in decoded {
        if let (Some(last), Some(first)) = (all.last(), batch.first())
            && last.facts.path() >= first.facts.path()
        {
            return None;
        }
        all.append(&mut batch);
    }
    Some(all)
}

fn decode_batch<F: DeserializeOwned>(
    batch: &[u8],
    archive: &Arc<Archive>,
) -> Option<Vec<Stored<F>>> {
    let lines = postcard::from_bytes::<Vec<Line<'_, F>>>(batch).ok()?;
    let paths = NotePath::all_of(lines.iter().map(|(path, ..)| *path))?;
    if !paths.is_sorted_by(|a, b| a < b) {
        return None;
    }
    let stored = |(path, (_, fingerprint, hash, piece)): (NotePath, Line<'_, F>)| {
        let facts = Arc::new(Facts::kept(path, Arc::clone(archive), piece));
        Some(Stored { fingerprint, hash: hash.try_into().ok()?, facts })
    };
    paths.into_iter().zip(lines).map(stored).collect()
}

/// Saves facts in a folder, which is made if need be. The file is replaced whole or not at all. If
/// another process is at it, it is left to that one: what the two know differs by a moment.
pub fn save<F: Serialize + Sync>(folder: &Path, settings: u64, facts: &[&Stored<F>]) -> Saved {
    let saved = writing(folder, || write(folder, settings, facts));
    saved.unwrap_or_else(|error| Saved::Failed(error.to_string()))
}

/// Writes in a folder, which is made if need be, unless somebody else is at it.
pub(super) fn writing(
    folder: &Path,
    write: impl FnOnce() -> io::Result<Saved>,
) -> io::Result<Saved> {
    private::folder(folder)?;
    let lock = private::file(&folder.join(LOCK))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Saved::Busy),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    sweep(folder);
    write()
}

/// A file that replaces another one when it is done; it is gone if it never is.
pub(super) fn unfinished(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let (prefix, suffix) = UNFINISHED;
    tempfile::Builder::new().prefix(prefix).suffix(suffix).tempfile_in(folder)
}

fn write<F: Serialize + Sync>(
    folder: &Path,
    settings: u64,
    facts: &[&Stored<F>],
) -> io::Result<Saved> {
    let mut out = BufWriter::with_capacity(1 << 18, unfinished(folder)?);
    out.write_all(&[0; HEADER])?;
    let (mut at, mut lines) = (HEADER as u64, Vec::with_capacity(facts.len()));
    // As many at a time as both cores are busy with, so that no more than those are in memory twice.
    for batches in facts.chunks(BATCH * 4) {
        let encoded: Vec<_> = batches.par_iter().map(|stored| stored.facts.encoded()).collect();
        for (stored, bytes) in batches.iter().zip(encoded) {
            let bytes = bytes.map_err(io::Error::other)?;
            lines.push((
                stored.facts.path(),
                &stored.fingerprint,
                &stored.hash[..],
                Piece::of(&bytes, at),
            ));
            out.write_all(&bytes)?;
            at += bytes.len() as u64;
        }
    }
    let table: Result<Vec<Vec<u8>>, _> = lines.par_chunks(BATCH).map(postcard::to_stdvec).collect();
    let mut batches = Vec::new();
    for batch in table.map_err(io::Error::other)? {
        batches.push(Piece::of(&batch, at));
        out.write_all(&batch)?;
        at += batch.len() as u64;
    }
    let list = postcard::to_stdvec(&batches).map_err(io::Error::other)?;
    out.write_all(&list)?;
    out.seek(io::SeekFrom::Start(0))?;
    let mark = Mark(*blake3::hash(&list).as_bytes());
    let header = [
        MAGIC.as_slice(),
        &(facts.len() as u64).to_le_bytes(),
        STAMP,
        &settings.to_le_bytes(),
        &at.to_le_bytes(),
        &mark.0,
    ]
    .concat();
    out.write_all(&header)?;
    let file = out.into_inner().map_err(|error| error.into_error())?;
    replace_with(file, &folder.join(FACTS))?;
    Ok(Saved::Whole { bytes: at + list.len() as u64, mark })
}

/// Puts a file that is done in the place of what is there.
pub(super) fn replace_with(file: tempfile::NamedTempFile, path: &Path) -> io::Result<()> {
    if path.is_dir() {
        // No file can take the place of a folder.
        private::clear(path)?;
    }
    file.persist(path)?;
    Ok(())
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
