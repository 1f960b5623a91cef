//! Words one after the other, of which the last one is only begun: `10:3*`, `docs.rs*`. tantivy's own query
//! for this sets aside room for as many endings as it may ever look at, gigabytes for all of them, and gives
//! wrong answers with fewer. This one looks at the documents that have the other words, and then at every
//! ending in them.

use std::collections::HashMap;

use tantivy::postings::Postings;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED};

use super::listed::Listed;

/// Where in each document the words may begin.
type Starts = HashMap<DocId, Vec<u32>>;

/// The documents that have these words at these distances from the first one, with the same score as any
/// other beginning: 1.
#[derive(Debug, Clone)]
pub(super) struct Begun(pub Vec<(usize, Term)>);

impl Query for Begun {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Begun {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(Listed::new(self.documents(segment)?, boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("words of which the last one is begun", 1.0))
    }
}

impl Begun {
    /// The documents of a segment that fit, in order.
    fn documents(&self, segment: &SegmentReader) -> tantivy::Result<Vec<DocId>> {
        let Some(((offset, begun), words)) = self.0.split_last() else { return Ok(Vec::new()) };
        let inverted = segment.inverted_index(begun.field())?;
        let mut starts: Option<Starts> = None;
        for (offset, word) in words {
            let mut here = Starts::new();
            each_document(&inverted, word, *offset, |document, mut places| {
                if let Some(before) = &starts {
                    let known = before.get(&document);
                    places.retain(|place| known.is_some_and(|known| known.contains(place)));
                }
                if !places.is_empty() {
                    here.insert(document, places);
                }
            })?;
            starts = Some(here);
        }
        let starts = starts.unwrap_or_default();
        let mut documents = Vec::new();
        let beginning = begun.serialized_value_bytes();
        let mut endings = inverted.terms().range().ge(beginning).into_stream()?;
        while !starts.is_empty() && endings.advance() && endings.key().starts_with(beginning) {
            let Ok(word) = std::str::from_utf8(endings.key()) else { continue };
            let word = Term::from_field_text(begun.field(), word);
            each_document(&inverted, &word, *offset, |document, places| {
                let known = starts.get(&document);
                if known.is_some_and(|known| places.iter().any(|place| known.contains(place))) {
                    documents.push(document);
                }
            })?;
        }
        documents.sort_unstable();
        documents.dedup();
        Ok(documents)
    }
}

/// Shows every document that has a word, with where the words would begin of which it is the one at `offset`.
fn each_document(
    inverted: &InvertedIndexReader,
    word: &Term,
    offset: usize,
    mut see: impl FnMut(DocId, Vec<u32>),
) -> tantivy::Result<()> {
    let option = IndexRecordOption::WithFreqsAndPositions;
    let Some(mut postings) = inverted.read_postings(word, option)? else { return Ok(()) };
    let offset = u32::try_from(offset).unwrap_or(u32::MAX);
    let mut places = Vec::new();
    while postings.doc() != TERMINATED {
        postings.positions(&mut places);
        see(postings.doc(), places.iter().filter_map(|place| place.checked_sub(offset)).collect());
        postings.advance();
    }
    Ok(())
}
