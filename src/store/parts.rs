//! What is made of all notes together, beside their facts: a second file, in parts that are read on all cores.
//! It belongs to one table of facts, and is as good as nothing beside any other.

use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::file::{MAGIC, Mark, STAMP, check, unfinished, writing};
use super::{NETWORK, Saved};

/// Larger files are not ours.
const LARGEST: u64 = 1 << 31;
/// More parts than this are not ours.
const MOST: usize = 1 << 16;

/// The magic, the build's stamp, the settings, the mark of the facts, and the number of parts.
const HEADER: usize = MAGIC.len() + STAMP.len() + 8 + blake3::OUT_LEN + 8;
/// A line of the table: the length of a part, and the first bytes of its hash.
const LINE: usize = 16;

/// Parts as they were kept, every one of them whole.
#[derive(Debug)]
pub struct Parts {
    bytes: Vec<u8>,
    ranges: Vec<Range<usize>>,
}

impl Parts {
    /// The bytes of each part.
    pub fn all(&self) -> Vec<&[u8]> {
        self.ranges.iter().map(|range| &self.bytes[range.clone()]).collect()
    }
}

fn header(settings: u64, mark: &Mark, count: usize) -> Vec<u8> {
    let count = (count as u64).to_le_bytes();
    [MAGIC.as_slice(), STAMP, &settings.to_le_bytes(), &mark.0, &count].concat()
}

/// The parts that were kept beside these facts; none if they are not there or not whole.
pub fn parts_beside(folder: &Path, settings: u64, mark: &Mark) -> Option<Parts> {
    let path = folder.join(NETWORK);
    let meta = fs::metadata(&path).ok().filter(|file| file.is_file() && file.len() <= LARGEST)?;
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).ok()?);
    File::open(path).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    let count: [u8; 8] = bytes.get(HEADER - 8..HEADER)?.try_into().ok()?;
    let count = usize::try_from(u64::from_le_bytes(count)).ok().filter(|count| *count <= MOST)?;
    if !bytes.starts_with(&header(settings, mark, count)) {
        return None;
    }
    let end = HEADER + count * LINE;
    let (mut at, mut ranges, mut checks) = (end, Vec::new(), Vec::new());
    for line in bytes.get(HEADER..end)?.chunks_exact(LINE) {
        let (length, check) = line.split_at(8);
        let length = u64::from_le_bytes(length.try_into().ok()?);
        let to = at.checked_add(usize::try_from(length).ok()?)?;
        ranges.push(at..to);
        checks.push(u64::from_le_bytes(check.try_into().ok()?));
        at = to;
    }
    let parts = Parts { bytes, ranges };
    let is_whole = |(range, known): (&Range<usize>, &u64)| {
        parts.bytes.get(range.clone()).is_some_and(|part| check(part) == *known)
    };
    let whole = at == parts.bytes.len() && parts.ranges.par_iter().zip(&checks).all(is_whole);
    whole.then_some(parts)
}

/// Keeps parts beside the facts of this mark. The file is replaced whole or not at all; if another process
/// is writing, or there is no room, nothing is kept.
pub fn keep_parts(folder: &Path, settings: u64, mark: &Mark, parts: &[Vec<u8>]) -> Saved {
    let written = writing(folder, || {
        let mut out = BufWriter::with_capacity(1 << 18, unfinished(folder)?);
        out.write_all(&header(settings, mark, parts.len()))?;
        for part in parts {
            out.write_all(&(part.len() as u64).to_le_bytes())?;
            out.write_all(&check(part).to_le_bytes())?;
        }
        for part in parts {
            out.write_all(part)?;
        }
        let file = out.into_inner().map_err(|error| error.into_error())?;
        file.persist(folder.join(NETWORK))?;
        let length: usize = parts.iter().map(Vec::len).sum();
        Ok(Saved::Whole { bytes: length as u64, mark: mark.clone() })
    });
    written.unwrap_or_else(|error| Saved::Failed(error.to_string()))
}
