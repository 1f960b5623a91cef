//! What ranking knows of the notes as a whole: counted over live documents only, those of the stored
//! index and those in memory together. tantivy's own numbers count deleted documents until a merge, so
//! an answer would depend on the history of edits.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, TantivyError};

use super::schema::{NOTE, PART};

/// One of the two indexes, and the notes of it that must not be seen.
pub(super) struct Side<'a> {
    pub searcher: &'a Searcher,
    pub masked: &'a HashSet<u64>,
}

/// Numbers over all live documents of both sides.
pub(super) struct Statistics<'a> {
    sides: Vec<Side<'a>>,
    /// Words of which one is as good as the other. They are as common as all of them together, so that a
    /// form that is rare by chance does not outweigh the word that was typed.
    groups: HashMap<String, Vec<String>>,
    docs: u64,
    tokens: Mutex<HashMap<Field, u64>>,
}

impl<'a> Statistics<'a> {
    pub fn new(
        sides: Vec<Side<'a>>,
        groups: HashMap<String, Vec<String>>,
    ) -> tantivy::Result<Self> {
        let mut docs = 0;
        for side in &sides {
            for segment in side.searcher.segment_readers() {
                docs += side.live(segment)?.count() as u64;
            }
        }
        Ok(Self { sides, groups, docs, tokens: Mutex::new(HashMap::new()) })
    }
}

impl Side<'_> {
    /// The documents of a segment that may be seen.
    fn live<'s>(
        &'s self,
        segment: &'s SegmentReader,
    ) -> tantivy::Result<Box<dyn Iterator<Item = u32> + 's>> {
        if self.masked.is_empty() {
            return Ok(Box::new(segment.doc_ids_alive()));
        }
        let notes = segment.fast_fields().u64(NOTE)?.first_or_default_col(0);
        Ok(Box::new(
            segment.doc_ids_alive().filter(move |doc| !self.masked.contains(&notes.get_val(*doc))),
        ))
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let poisoned = |_| TantivyError::InternalError("statistics".to_owned());
        if let Some(tokens) = self.tokens.lock().map_err(poisoned)?.get(&field) {
            return Ok(*tokens);
        }
        let (mut tokens, mut with_any) = (0_u64, 0_u64);
        for side in &self.sides {
            for segment in side.searcher.segment_readers() {
                let Some(lengths) = segment.fieldnorms_readers().get_field(field)? else {
                    continue;
                };
                let parts = segment.fast_fields().u64(PART)?.first_or_default_col(0);
                for doc in side.live(segment)?.filter(|doc| parts.get_val(*doc) == 0) {
                    let length = u64::from(lengths.fieldnorm(doc));
                    tokens += length;
                    with_any += u64::from(length > 0);
                }
            }
        }
        // The usual length of a field is asked for by this number over that of all documents. What counts
        // is that of notes which have the field: next to their own entries, and to the many notes without
        // front matter or headings, whoever has any would seem long-winded.
        let tokens = tokens * self.docs / with_any.max(1);
        self.tokens.lock().map_err(poisoned)?.insert(field, tokens);
        Ok(tokens)
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
        let mut count = 0;
        for side in &self.sides {
            for segment in side.searcher.segment_readers() {
                let inverted = segment.inverted_index(term.field())?;
                if side.masked.is_empty() && !segment.has_deletes() {
                    count += u64::from(inverted.doc_freq(term)?);
                    continue;
                }
                let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)?
                else {
                    continue;
                };
                let notes = segment.fast_fields().u64(NOTE)?.first_or_default_col(0);
                while postings.doc() != TERMINATED {
                    let doc = postings.doc();
                    let seen = !side.masked.contains(&notes.get_val(doc));
                    if seen && segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                        count += 1;
                    }
                    postings.advance();
                }
            }
        }
        Ok(count)
    }
}
