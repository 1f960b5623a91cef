//! Searching: the stored index and the one in memory as if they were one, ranked by the same numbers.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::ColumnValues;
use tantivy::query::EnableScoring;
use tantivy::schema::Field;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::lexicon::Asked;
use super::schema::{ANY_TAG, Fields, NOTE, PART};
use super::statistics::{Side, Statistics};
use super::stored::{self, Stored};
use super::translate::{Scope, translate};
use super::{Current, Entrant, Error, Read, note_number};
use crate::query::Node;

/// From so many changed notes on they are written to disk before anything is searched, for a large index
/// in memory costs every later question as much again.
pub const WORTH_WRITING: usize = 64;

/// A note that fits, and how well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The number of the note.
    pub note: u64,
    /// The part that fits best: 0 for the note itself, else the number of its entry, from 1.
    pub part: u64,
    /// How well it fits; comparable within one answer.
    pub score: f32,
}

/// A view of all current notes, whatever the index on disk knows of them.
pub struct View {
    fields: Fields,
    stored: Option<Side>,
    memory: Option<Side>,
    /// What is in memory.
    entrants: Vec<Arc<Entrant>>,
}

impl std::fmt::Debug for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("View").field("entrants", &self.entrants.len()).finish_non_exhaustive()
    }
}

impl View {
    /// A view of the notes `current`.
    ///
    /// # Errors
    /// If an index in memory cannot be made.
    pub fn new(
        disk: Option<&Stored>,
        current: Current<'_>,
        read: &mut Read<'_>,
    ) -> Result<Self, Error> {
        let fields = disk.map_or_else(Fields::new, |disk| disk.fields.clone());
        let look = |disk: &Stored| {
            let searcher = disk.open()?;
            let (stale, lacking) = stored::differences(&searcher, current).ok()?;
            Some((Side::new(searcher, fields.note, stale).ok()?, lacking))
        };
        let mut seen = disk.and_then(look);
        let lacking = seen.as_ref().map_or(current.numbers.len(), |(_, lacking)| lacking.len());
        if let Some(disk) = disk.filter(|_| lacking >= WORTH_WRITING) {
            disk.persist(current, read);
            seen = look(disk);
        }
        let (stored, mut lacking) = match seen {
            Some((side, lacking)) => (Some(side), lacking),
            None => (None, current.notes()),
        };
        let mut entrants: Vec<Arc<Entrant>> = Vec::new();
        while !lacking.is_empty() {
            entrants.extend(read(&mut lacking).into_iter().map(Arc::new));
        }
        let memory = in_memory(&fields, &entrants)?;
        Ok(Self { fields, stored, memory, entrants })
    }

    /// This view with some notes as they are now; none if so much is in memory by then that it is worth
    /// writing.
    ///
    /// # Errors
    /// If an index in memory cannot be made.
    pub fn with(&self, changed: Vec<Entrant>) -> Result<Option<Self>, Error> {
        let numbers: HashSet<u64> =
            changed.iter().map(|entrant| note_number(&entrant.note.path)).collect();
        let stays = |entrant: &&Arc<Entrant>| !numbers.contains(&note_number(&entrant.note.path));
        let mut entrants: Vec<_> = self.entrants.iter().filter(stays).cloned().collect();
        entrants.extend(changed.into_iter().map(Arc::new));
        if entrants.len() >= WORTH_WRITING {
            return Ok(None);
        }
        let stored = match &self.stored {
            Some(side) => {
                let masked = side.masked.union(&numbers).copied().collect();
                Some(side.hiding(self.fields.note, masked)?)
            }
            None => None,
        };
        let memory = in_memory(&self.fields, &entrants)?;
        Ok(Some(Self { fields: self.fields.clone(), stored, memory, entrants }))
    }

    /// Every tag and everything above one, folded.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn tags(&self) -> Result<BTreeSet<String>, Error> {
        let mut tags = self.terms(self.fields.tag)?;
        tags.remove(ANY_TAG);
        Ok(tags)
    }

    /// Every channel that something went through.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn channels(&self) -> Result<BTreeSet<String>, Error> {
        self.terms(self.fields.via)
    }

    fn terms(&self, field: Field) -> Result<BTreeSet<String>, Error> {
        let mut found = BTreeSet::new();
        let sides = self.stored.iter().chain(&self.memory);
        for segment in sides.flat_map(|side| side.searcher.segment_readers()) {
            let inverted = segment.inverted_index(field)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                found.extend(std::str::from_utf8(terms.key()).ok().map(str::to_owned));
            }
        }
        Ok(found)
    }

    /// What the texts of a query ask for, with the other spellings and forms that the notes have.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn asked(&self, query: &Node, scope: &Scope<'_>) -> Result<Asked, Error> {
        let sides: Vec<&Side> = self.stored.iter().chain(&self.memory).collect();
        Ok(Asked::new(query, &sides, &self.fields, scope)?)
    }

    /// Looks for what fits, in no order: notes, of which each as a whole has all that its entries have, and
    /// entries too if the scope or the query asks for them. `asked` is what its texts ask for.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn search(
        &self,
        query: &Node,
        scope: &Scope<'_>,
        asked: &Asked,
    ) -> Result<Vec<Hit>, Error> {
        let sides: Vec<Side> = self.stored.iter().chain(&self.memory).cloned().collect();
        let Some(query) = translate(query, &self.fields, scope, asked) else {
            return Ok(Vec::new());
        };
        let statistics = Statistics::new(&sides, asked.groups());
        let mut hits = Vec::new();
        for side in &sides {
            let collector = Hits { masked: Arc::clone(&side.masked) };
            let scoring =
                EnableScoring::enabled_from_statistics_provider(&statistics, &side.searcher);
            let weight = query.weight(scoring)?;
            let segments = side.searcher.segment_readers().par_iter().enumerate();
            let found = segments.map(|(ordinal, segment)| {
                collector.collect_segment(&*weight, ordinal as SegmentOrdinal, segment)
            });
            hits.append(&mut found.collect::<tantivy::Result<Vec<_>>>()?);
        }
        Ok(hits.concat())
    }
}

/// An index of what is held in memory, if there is anything.
fn in_memory(fields: &Fields, entrants: &[Arc<Entrant>]) -> Result<Option<Side>, Error> {
    if entrants.is_empty() {
        return Ok(None);
    }
    let searcher = stored::in_memory(fields, entrants)?;
    Ok(Some(Side::new(searcher, fields.note, HashSet::default())?))
}

/// The best hit of each note, in no order.
pub fn best_of_notes(hits: Vec<Hit>) -> Vec<Hit> {
    if hits.iter().all(|hit| hit.part == 0) {
        return hits;
    }
    let mut best: HashMap<u64, Hit> = HashMap::default();
    for hit in hits {
        let known = best.entry(hit.note).or_insert(hit);
        if by_score(&hit, known) == Ordering::Less {
            *known = hit;
        }
    }
    best.into_values().collect()
}

/// The better one first: by score, then the earlier part.
fn by_score(a: &Hit, b: &Hit) -> Ordering {
    b.score.total_cmp(&a.score).then_with(|| a.part.cmp(&b.part))
}

/// Collects every document that may be seen.
struct Hits {
    masked: Arc<HashSet<u64>>,
}

struct SegmentHits {
    masked: Arc<HashSet<u64>>,
    notes: Arc<dyn ColumnValues<u64>>,
    parts: Arc<dyn ColumnValues<u64>>,
    hits: Vec<Hit>,
}

impl Collector for Hits {
    type Fruit = Vec<Hit>;
    type Child = SegmentHits;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentHits> {
        Ok(SegmentHits {
            masked: Arc::clone(&self.masked),
            notes: segment.fast_fields().u64(NOTE)?.first_or_default_col(0),
            parts: segment.fast_fields().u64(PART)?.first_or_default_col(0),
            hits: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Hit>>) -> tantivy::Result<Vec<Hit>> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentHits {
    type Fruit = Vec<Hit>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let note = self.notes.get_val(doc);
        if !self.masked.contains(&note) {
            self.hits.push(Hit { note, part: self.parts.get_val(doc), score });
        }
    }

    fn harvest(self) -> Vec<Hit> {
        self.hits
    }
}
