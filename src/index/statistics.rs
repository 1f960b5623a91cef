//! What ranking knows of the notes as a whole: counted over live documents only, those of the stored
//! index and those in memory together. tantivy's own numbers count deleted documents until a merge, so
//! an answer would depend on the history of edits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use super::schema::PART;
use super::stems::{Stemmers, Stems, Words};

/// Numbers over the live documents of an index, masked or not: counted once for all searches in it.
#[derive(Debug, Default)]
pub(super) struct Totals {
    tokens: Mutex<HashMap<Field, Tokens>>,
}

impl Totals {
    /// Not to be held while anything is computed, which may be on other threads.
    fn tokens(&self) -> MutexGuard<'_, HashMap<Field, Tokens>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long a field of notes is.
#[derive(Debug, Clone, Copy, Default)]
struct Tokens {
    /// In all notes together.
    all: u64,
    /// In how many notes there is any.
    notes: u64,
}

impl Tokens {
    fn and(self, other: Self) -> Self {
        Self { all: self.all + other.all, notes: self.notes + other.notes }
    }

    fn count(&mut self, length: u32) {
        self.all += u64::from(length);
        self.notes += u64::from(length > 0);
    }
}

/// One of the two indexes, and the notes of it that must not be seen.
#[derive(Clone)]
pub(super) struct Side {
    pub searcher: Searcher,
    /// The notes that must not be seen.
    pub masked: Arc<HashSet<u64>>,
    /// The live documents of theirs in each segment, in order.
    pub hidden: Arc<Vec<Vec<DocId>>>,
    totals: Arc<Totals>,
    stems: Arc<Stems>,
}

/// Numbers over all live documents of both sides.
pub(super) struct Statistics<'a> {
    sides: &'a [Side],
    /// Words of which one is as good as the other. They are as common as all of them together, so that a
    /// form that is rare by chance does not outweigh the word that was typed.
    groups: HashMap<String, Vec<String>>,
    docs: u64,
}

impl<'a> Statistics<'a> {
    pub fn new(sides: &'a [Side], groups: HashMap<String, Vec<String>>) -> Self {
        Self { sides, groups, docs: sides.iter().map(Side::docs).sum() }
    }

    /// These numbers, to rank what is found in one of the indexes.
    pub fn scoring<'b>(&'b self, side: &'b Side) -> EnableScoring<'b> {
        EnableScoring::enabled_from_statistics_provider(self, &side.searcher)
    }
}

impl Side {
    /// An index of which these notes must not be seen.
    pub fn new(searcher: Searcher, note: Field, masked: HashSet<u64>) -> tantivy::Result<Self> {
        let (totals, stems) = (Arc::default(), Arc::default());
        Self { searcher, masked: Arc::default(), hidden: Arc::default(), totals, stems }
            .hiding(note, masked)
    }

    /// The same index, of which these notes must not be seen.
    pub fn hiding(&self, note: Field, masked: HashSet<u64>) -> tantivy::Result<Self> {
        let mut hidden = Vec::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(note)?;
            let mut docs = Vec::new();
            for number in &masked {
                let term = Term::from_field_u64(note, *number);
                let postings = inverted.read_postings(&term, IndexRecordOption::Basic)?;
                let Some(mut postings) = postings else { continue };
                while postings.doc() != TERMINATED {
                    docs.extend(Some(postings.doc()).filter(|doc| is_alive(segment, *doc)));
                    postings.advance();
                }
            }
            docs.sort_unstable();
            hidden.push(docs);
        }
        let (masked, hidden) = (Arc::new(masked), Arc::new(hidden));
        Ok(Self { masked, hidden, ..self.clone() })
    }

    /// Its words that begin so, by their stems.
    pub fn stems(
        &self,
        beginning: &str,
        fields: &[Field],
        stemmers: &Stemmers,
    ) -> tantivy::Result<Arc<Words>> {
        self.stems.beginning(beginning, &self.searcher, fields, stemmers)
    }

    /// How many documents may be seen.
    fn docs(&self) -> u64 {
        let hidden: usize = self.hidden.iter().map(Vec::len).sum();
        self.searcher.num_docs() - hidden as u64
    }

    /// How long a field is in the notes that may be seen.
    fn tokens(&self, field: Field) -> tantivy::Result<Tokens> {
        let known = self.totals.tokens().get(&field).copied();
        let mut tokens = match known {
            Some(tokens) => tokens,
            None => {
                let segments = self.searcher.segment_readers().par_iter();
                let segments = segments.map(|segment| tokens_of(segment, field));
                let all = segments.collect::<tantivy::Result<Vec<Tokens>>>()?;
                let tokens = all.into_iter().fold(Tokens::default(), Tokens::and);
                self.totals.tokens().insert(field, tokens);
                tokens
            }
        };
        for (segment, hidden) in self.searcher.segment_readers().iter().zip(&*self.hidden) {
            in_notes(segment, field, hidden.iter().copied(), &mut |length| {
                tokens.all -= u64::from(length);
                tokens.notes -= u64::from(length > 0);
            })?;
        }
        Ok(tokens)
    }

    /// In how many documents that may be seen a word is.
    fn documents_with(&self, term: &Term) -> tantivy::Result<u64> {
        let mut count = 0;
        for (segment, hidden) in self.searcher.segment_readers().iter().zip(&*self.hidden) {
            let inverted = segment.inverted_index(term.field())?;
            let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            let alive = match segment.has_deletes() {
                false => postings.doc_freq(),
                true => {
                    let mut postings = postings.clone();
                    let mut alive = 0;
                    while postings.doc() != TERMINATED {
                        alive += u32::from(is_alive(segment, postings.doc()));
                        postings.advance();
                    }
                    alive
                }
            };
            count += u64::from(alive);
            for doc in hidden {
                if postings.doc() < *doc {
                    postings.seek(*doc);
                }
                count -= u64::from(postings.doc() == *doc);
            }
        }
        Ok(count)
    }
}

fn is_alive(segment: &SegmentReader, doc: DocId) -> bool {
    segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
}

/// How long a field is in the live notes of a segment.
fn tokens_of(segment: &SegmentReader, field: Field) -> tantivy::Result<Tokens> {
    let mut tokens = Tokens::default();
    let docs = segment.doc_ids_alive();
    in_notes(segment, field, docs, &mut |length| tokens.count(length))?;
    Ok(tokens)
}

/// Tells the length of a field in those of some documents that are notes and not pieces of them.
fn in_notes(
    segment: &SegmentReader,
    field: Field,
    docs: impl Iterator<Item = DocId>,
    tell: &mut impl FnMut(u32),
) -> tantivy::Result<()> {
    let Some(lengths) = segment.fieldnorms_readers().get_field(field)? else { return Ok(()) };
    let parts = segment.fast_fields().u64(PART)?.first_or_default_col(0);
    docs.filter(|doc| parts.get_val(*doc) == 0).for_each(|doc| tell(lengths.fieldnorm(doc)));
    Ok(())
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let mut sum = Tokens::default();
        for side in self.sides {
            sum = sum.and(side.tokens(field)?);
        }
        // The usual length of a field is asked for by this number over that of all documents. What counts
        // is that of notes which have the field: next to their own entries, and to the many notes without
        // front matter or headings, whoever has any would seem long-winded.
        Ok(sum.all * self.docs / sum.notes.max(1))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.docs)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let group = term.value().as_str().and_then(|word| self.groups.get(word));
        let Some(group) = group else { return self.documents_with(term) };
        let mut count = 0;
        for word in group {
            count += self.documents_with(&Term::from_field_text(term.field(), word))?;
        }
        Ok(count.min(self.docs))
    }
}

impl Statistics<'_> {
    fn documents_with(&self, term: &Term) -> tantivy::Result<u64> {
        self.sides.iter().map(|side| side.documents_with(term)).sum()
    }
}
