//! Everything but what fits a query. tantivy's own exclusion asks a phrase for documents before the first
//! one that it has, which the phrase takes amiss; this one looks at what is left out from front to back.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader};

use super::listed::Listed;

/// The documents that do not fit, each with a score of 0.
#[derive(Debug)]
pub(super) struct Without(pub Box<dyn Query>);

struct WithoutWeight(Box<dyn Weight>);

impl Clone for Without {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Without {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(WithoutWeight(self.0.weight(scoring)?)))
    }
}

impl Weight for WithoutWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut fitting = self.0.scorer(segment, boost)?;
        let mut documents = Vec::new();
        for document in 0..segment.max_doc() {
            while fitting.doc() < document {
                fitting.advance();
            }
            if fitting.doc() != document {
                documents.push(document);
            }
        }
        Ok(Box::new(Listed::new(documents, 0.0)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("everything but what fits", 0.0))
    }
}
