//! What is made of all notes together, beside their facts: a second file, in parts that are read on all cores.
//! It belongs to one table of facts, and is as good as nothing beside any other.

use std::io::{BufWriter, Read, Write};
use std::path::Path;

use super::facts::{Archive, Piece};
use super::file::{MAGIC, Mark, STAMP, check, replace_with, unfinished, writing};
use super::{NETWORK, Saved};
use crate::private;

/// More parts than this are not ours.
const MOST: usize = 1 << 16;

/// The magic, the build's stamp, the settings, the mark of the facts, and the numbers of parts and of parts with texts.
const HEADER: usize = MAGIC.len() + STAMP.len() + 8 + blake3::OUT_LEN + 16;
/// A line of the table: the length of a part, and the first bytes of its hash.
const LINE: usize = 16;

/// Parts as they were kept, in a file that is replaced as a whole and so never changes.
#[derive(Debug)]
pub struct Parts {
    archive: Archive,
    pieces: Vec<Piece>,
    texts: Vec<Piece>,
}

impl Parts {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Some bytes of a part with texts; none if they are not there. They are not looked at: a text has a
    /// checksum of its own.
    pub fn read_text(&self, part: usize, from: u32, length: u32) -> Option<Vec<u8>> {
        let part = self.texts.get(part)?;
        let is_inside = from.checked_add(length).is_some_and(|end| end <= part.length);
        is_inside.then(|| self.archive.some(part.at + u64::from(from), length)).flatten()
    }

    /// The bytes of one of them; none if they are not those that were kept.
    pub fn read(&self, at: usize) -> Option<Vec<u8>> {
        self.archive.piece(self.pieces.get(at)?)
    }
}

fn header(settings: u64, mark: &Mark, counts: [usize; 2]) -> Vec<u8> {
    let [parts, texts] = counts.map(|count| (count as u64).to_le_bytes());
    [MAGIC.as_slice(), STAMP, &settings.to_le_bytes(), &mark.0, &parts, &texts].concat()
}

/// The parts that were kept beside these facts; none if they are not there.
pub fn parts_beside(folder: &Path, settings: u64, mark: &Mark) -> Option<Parts> {
    let file = private::read(&folder.join(NETWORK)).ok()?;
    let end = file.metadata().ok()?.len();
    let mut start = vec![0; HEADER];
    (&file).read_exact(&mut start).ok()?;
    let count = |at: usize| {
        let count = u64::from_le_bytes(start.get(at..at + 8)?.try_into().ok()?);
        usize::try_from(count).ok().filter(|count| *count <= MOST)
    };
    let (parts, texts) = (count(HEADER - 16)?, count(HEADER - 8)?);
    if start != header(settings, mark, [parts, texts]) {
        return None;
    }
    let mut table = vec![0; (parts + texts) * LINE];
    (&file).read_exact(&mut table).ok()?;
    let mut at = (HEADER + table.len()) as u64;
    let mut pieces = Vec::with_capacity(parts + texts);
    for line in table.chunks_exact(LINE) {
        let (length, check) = line.split_at(8);
        let length = u64::from_le_bytes(length.try_into().ok()?);
        let check = u64::from_le_bytes(check.try_into().ok()?);
        pieces.push(Piece { at, length: u32::try_from(length).ok()?, check });
        at = at.checked_add(length)?;
    }
    let archive = Archive::new(file, end);
    let texts = pieces.split_off(parts);
    (at == end).then_some(Parts { archive, pieces, texts })
}

/// Keeps parts, and parts with texts, beside the facts of this mark. The file is replaced whole or not at all; if another process
/// is writing, or there is no room, nothing is kept.
pub fn keep_parts(
    folder: &Path,
    settings: u64,
    mark: &Mark,
    parts: &[Vec<u8>],
    texts: &[Vec<u8>],
) -> Saved {
    let written = writing(folder, || {
        let mut out = BufWriter::with_capacity(1 << 18, unfinished(folder)?);
        out.write_all(&header(settings, mark, [parts.len(), texts.len()]))?;
        for part in parts.iter().chain(texts) {
            out.write_all(&(part.len() as u64).to_le_bytes())?;
            out.write_all(&check(part).to_le_bytes())?;
        }
        for part in parts.iter().chain(texts) {
            out.write_all(part)?;
        }
        let file = out.into_inner().map_err(|error| error.into_error())?;
        replace_with(file, &folder.join(NETWORK))?;
        let length: usize = parts.iter().chain(texts).map(Vec::len).sum();
        Ok(Saved::Whole { bytes: length as u64, mark: mark.clone() })
    });
    written.unwrap_or_else(|error| Saved::Failed(error.to_string()))
}
