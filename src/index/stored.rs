//! The index on disk: opened if it is ours and as it was written, made anew if not, and brought up to date
//! by whoever gets the lock at once.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use foldhash::HashSet;
use rayon::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::indexer::LogMergePolicy;
use tantivy::schema::Term;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, SegmentReader};

use super::disk::{Reading, Written};
use super::schema::{self, Fields, TEXT, VERSION};
use super::seal::{Sealed, Trust};
use super::tokenizer::Folding;
use super::{Current, Entrant, Error, Read, document};
use crate::model::NotePath;
use crate::private;

/// The file whose lock is held while the index is written. It is never deleted.
const LOCK: &str = "index-lock";
/// Memory for writing a few notes, and for writing many, in bytes.
const HEAP_SMALL: usize = 20 << 20;
const HEAP_LARGE: usize = 200 << 20;
/// The same for an index in memory, where it is no limit: tables are made for so much, and zeroed, before the
/// first note is there.
const HEAP_MEMORY: usize = 1 << 20;
/// From so many notes on, writing is worth the large heap and all cores.
const MANY: usize = 2_000;

/// The index on disk.
#[derive(Debug, Clone)]
pub struct Stored {
    folder: PathBuf,
    pub(super) fields: Fields,
}

impl Stored {
    /// The index in this cache folder, for notes read under settings with this fingerprint. Nothing is
    /// opened yet.
    pub fn new(cache: &Path, settings: u64) -> Self {
        let identity = schema::number(
            &[
                VERSION.to_le_bytes().as_slice(),
                env!("REKINDLE_FACTS").as_bytes(),
                &settings.to_le_bytes(),
            ]
            .concat(),
        );
        Self { folder: cache.join(format!("index-{identity:016x}")), fields: Fields::new() }
    }

    /// Opens the index as it is now. `None` if there is none, or none that is as it was written.
    pub(super) fn open(&self) -> Option<Searcher> {
        let sealed = Arc::new(Sealed::open(&self.folder, Trust::Looks)?);
        let index = Index::open(Reading(sealed)).ok()?;
        if index.schema() != self.fields.schema {
            return None;
        }
        with_tokenizer(&index);
        searcher(&index).ok()
    }

    /// How much it takes on disk, in bytes.
    pub fn size(&self) -> u64 {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum()
    }

    /// The lock, if it can be had at once.
    fn lock(&self) -> Result<Option<File>, Error> {
        let cache = self.cache();
        private::folder(cache)?;
        let lock = private::file(&cache.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(lock)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Brings the index on disk up to date: takes out every document that is of no current note, and
    /// puts in those that it lacks. Left to another process if one is at it; what fails is tried again the
    /// next time, and until then the notes are held in memory.
    pub(super) fn persist(&self, current: Current<'_>, read: &mut Read<'_>) {
        if self.try_persist(current, read).is_err()
            && let Ok(Some(_lock)) = self.lock()
        {
            self.recover();
        }
    }

    /// Removes the index, for what was found in it cannot be right; unless it is being written.
    pub fn discard(&self) {
        if let Ok(Some(_lock)) = self.lock() {
            let _ = private::clear(&self.folder);
        }
    }

    /// After a failure, under the lock: what was there before is kept if it is whole, and all else removed.
    fn recover(&self) {
        match Sealed::open(&self.folder, Trust::Nothing) {
            Some(sealed) => sealed.sweep(),
            None => {
                let _ = private::clear(&self.folder);
            }
        }
    }

    fn try_persist(&self, current: Current<'_>, read: &mut Read<'_>) -> Result<(), Error> {
        let Some(lock) = self.lock()? else { return Ok(()) };
        // What another process wrote meanwhile counts: look again under the lock.
        let differences =
            self.open().map(|searcher| differences(&searcher, current)).transpose()?;
        let (stale, mut lacking) =
            differences.unwrap_or_else(|| (HashSet::default(), current.notes()));
        if stale.is_empty() && lacking.is_empty() {
            return Ok(());
        }
        let writing = self.writing(lock, lacking.len())?;
        for note in &stale {
            writing.writer.delete_term(Term::from_field_u64(self.fields.note, *note));
        }
        while !lacking.is_empty() {
            for entrant in read(&mut lacking) {
                writing.add(&entrant)?;
            }
        }
        writing.commit()
    }

    /// Begins to write so many notes as they are read, unless another process is at it or it cannot be done:
    /// then the notes are taken in when somebody searches.
    pub fn begin(&self, notes: usize) -> Option<Writing> {
        let lock = self.lock().ok()??;
        self.writing(lock, notes).ok()
    }

    /// Writes, under the lock.
    fn writing(&self, lock: File, notes: usize) -> Result<Writing, Error> {
        // A process killed between a `.del` file and `meta.json` leaves a file that would make every
        // later commit fail; whatever does not belong to the index is cleared away first.
        let sealed = Sealed::open(&self.folder, Trust::Looks);
        let known = match sealed.filter(|_| self.open().is_some()) {
            Some(sealed) => {
                sealed.sweep();
                sealed.entries
            }
            None => {
                private::clear(&self.folder)?;
                Vec::new()
            }
        };
        private::folder(&self.folder)?;
        let directory = Written::new(&self.folder, known);
        let index = Index::open_or_create(directory, self.fields.schema.clone())?;
        with_tokenizer(&index);
        let (threads, heap) = if notes >= MANY { (2, HEAP_LARGE) } else { (1, HEAP_SMALL) };
        let writer: IndexWriter = index.writer_with_num_threads(threads, heap)?;
        writer.set_merge_policy(Box::new(LogMergePolicy::default()));
        Ok(Writing { stored: self.clone(), writer, failed: AtomicBool::new(false), lock })
    }

    fn cache(&self) -> &Path {
        self.folder.parent().unwrap_or(&self.folder)
    }
}

/// The index on disk while it is written, by several threads if need be.
pub struct Writing {
    stored: Stored,
    writer: IndexWriter,
    failed: AtomicBool,
    /// Held until all is over.
    lock: File,
}

impl Writing {
    /// Puts a note in the place of what is there of it. What fails shows at the end.
    pub fn replace(&self, entrant: &Entrant) {
        self.remove(&entrant.note.path);
        if self.add(entrant).is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
    }

    /// Takes a note out.
    pub fn remove(&self, path: &NotePath) {
        let note = document::note_number(path);
        self.writer.delete_term(Term::from_field_u64(self.stored.fields.note, note));
    }

    fn add(&self, entrant: &Entrant) -> Result<(), Error> {
        for document in document::documents(&self.stored.fields, entrant) {
            self.writer.add_document(document)?;
        }
        Ok(())
    }

    /// Makes what was written known. If anything failed, nothing of it is kept.
    pub fn finish(self) {
        let stored = self.stored.clone();
        let lock = self.lock.try_clone();
        // A writer that failed says later that all is well, so it is not asked.
        let failed = self.failed.load(Ordering::Relaxed);
        if failed {
            drop(self);
        } else if self.commit().is_ok() {
            return;
        }
        stored.recover();
        drop(lock);
    }

    fn commit(self) -> Result<(), Error> {
        let Self { stored, mut writer, lock: _lock, .. } = self;
        writer.commit()?;
        writer.wait_merging_threads()?;
        if let Some(sealed) = Sealed::open(&stored.folder, Trust::Looks) {
            // Segments that were merged, and the seals of what was there before.
            sealed.sweep();
        }
        // Indexes of other versions and settings are of no more use, now that this one is there.
        remove_all(stored.cache(), Some(&stored.folder));
        Ok(())
    }
}

/// Removes the indexes of a cache folder, but for one; what cannot be removed takes up room and does no
/// other harm. Files are unlinked, never cut, so whoever has an index open can go on reading it.
pub fn remove_all(cache: &Path, but: Option<&Path>) {
    for entry in fs::read_dir(cache).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_index = name.to_string_lossy().starts_with("index-") && name != LOCK;
        if is_index && Some(entry.path().as_path()) != but {
            let _ = private::clear(&entry.path());
        }
    }
}

/// An index in memory of a few notes.
pub(super) fn in_memory(fields: &Fields, entrants: &[Arc<Entrant>]) -> Result<Searcher, Error> {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(TEXT, Folding);
    let builder = Index::builder().schema(fields.schema.clone()).tokenizers(tokenizers);
    let mut writer = builder.single_segment_index_writer(RamDirectory::create(), HEAP_MEMORY)?;
    for entrant in entrants {
        for document in document::documents(fields, entrant) {
            writer.add_document(document)?;
        }
    }
    searcher(&writer.finalize()?)
}

fn with_tokenizer(index: &Index) {
    index.tokenizers().register(TEXT, Folding);
}

fn searcher(index: &Index) -> Result<Searcher, Error> {
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(reader.searcher())
}

/// Which notes of an index must not be seen, and which current ones it lacks. A note with two stamps is as
/// good as stale.
pub(super) fn differences(
    searcher: &Searcher,
    current: Current<'_>,
) -> tantivy::Result<(HashSet<u64>, HashSet<u64>)> {
    let of_segment = |segment: &SegmentReader| {
        let (mut stale, mut there) = (HashSet::default(), vec![false; current.stamps.len()]);
        let columns = segment.fast_fields();
        let notes = columns.u64(schema::NOTE)?.first_or_default_col(0);
        let stamps = columns.u64(schema::STAMP)?.first_or_default_col(0);
        for doc in segment.doc_ids_alive() {
            let note = notes.get_val(doc);
            match current.numbers.get(&note) {
                Some(at) if current.stamps[*at] == stamps.get_val(doc) => there[*at] = true,
                _ => drop(stale.insert(note)),
            }
        }
        Ok((stale, there))
    };
    let segments = searcher.segment_readers().par_iter().map(of_segment);
    let segments: Vec<(HashSet<u64>, Vec<bool>)> = segments.collect::<tantivy::Result<_>>()?;
    let stale: HashSet<u64> = segments.iter().flat_map(|(stale, _)| stale).copied().collect();
    let is_right = |note: &u64, at: usize| {
        segments.iter().any(|(_, there)| there[at]) && !stale.contains(note)
    };
    let lacking = current.numbers.iter().filter(|(note, at)| !is_right(note, **at));
    let lacking = lacking.map(|(note, _)| *note).collect();
    Ok((stale, lacking))
}
