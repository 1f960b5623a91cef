//! Documents that were found beforehand, as a scorer.

use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

/// Documents in order, all with the same score, and where among them the scorer stands.
pub(super) struct Listed {
    documents: Vec<DocId>,
    at: usize,
    score: Score,
}

impl Listed {
    pub fn new(documents: Vec<DocId>, score: Score) -> Self {
        Self { documents, at: 0, score }
    }
}

impl DocSet for Listed {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.documents.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.documents.len()).unwrap_or(u32::MAX)
    }
}

impl Scorer for Listed {
    fn score(&mut self) -> Score {
        self.score
    }
}
