//! Searching: the stored index and the one in memory as if they were one, ranked by the same numbers.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::ColumnValues;
use tantivy::schema::Field;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use super::lexicon::Asked;
use super::schema::{ANY_TAG, Fields, NOTE, PART};
use super::statistics::{Side, Statistics};
use super::stored::{self, Stored};
use super::translate::{Scope, translate};
use super::{Current, Entrant, Error, Read};
use crate::query::Node;

/// From so many changed notes on they are written to disk before anything is searched, for a large index
/// in memory costs every later question as much again.
const WORTH_WRITING: usize = 64;

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
    stored: Option<Searcher>,
    /// Notes that the stored index must not show.
    masked: Arc<HashSet<u64>>,
    memory: Option<Searcher>,
}

impl std::fmt::Debug for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("View").field("masked", &self.masked.len()).finish_non_exhaustive()
    }
}

impl View {
    /// A view of the notes `current`.
    ///
    /// # Errors
    /// If an index in memory cannot be made.
    pub fn new(
        disk: Option<&Stored>,
        current: &[Current],
        read: &mut Read<'_>,
    ) -> Result<Self, Error> {
        let fields = disk.map_or_else(Fields::new, |disk| disk.fields.clone());
        let look = |disk: &Stored| {
            let searcher = disk.open()?;
            let known = stored::stamps(&searcher).ok()?;
            Some((searcher, stored::differences(&known, current)))
        };
        let mut seen = disk.and_then(look);
        let lacking = seen.as_ref().map_or(current.len(), |(_, (_, lacking))| lacking.len());
        if let Some(disk) = disk.filter(|_| lacking >= WORTH_WRITING) {
            disk.persist(current, read);
            seen = look(disk);
        }
        let (stored, masked, mut lacking) = match seen {
            Some((searcher, (stale, lacking))) => (Some(searcher), stale, lacking),
            None => (None, HashSet::new(), current.iter().map(|current| current.note).collect()),
        };
        let mut entrants: Vec<Entrant> = Vec::new();
        while !lacking.is_empty() {
            entrants.extend(read(&mut lacking));
        }
        let memory = match entrants.is_empty() {
            true => None,
            false => Some(stored::in_memory(&fields, &entrants)?),
        };
        Ok(Self { fields, stored, masked: Arc::new(masked), memory })
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
        for segment in sides.flat_map(|side| side.segment_readers()) {
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
        let searchers: Vec<&Searcher> = self.stored.iter().chain(&self.memory).collect();
        Ok(Asked::new(query, &searchers, &self.fields, scope)?)
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
        let Some(query) = translate(query, &self.fields, scope, asked) else {
            return Ok(Vec::new());
        };
        let nothing = Arc::new(HashSet::new());
        let sides: Vec<(&Searcher, &Arc<HashSet<u64>>)> = [
            self.stored.as_ref().map(|searcher| (searcher, &self.masked)),
            self.memory.as_ref().map(|searcher| (searcher, &nothing)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let live = sides.iter().map(|(searcher, masked)| Side { searcher, masked });
        let statistics = Statistics::new(live.collect(), asked.groups())?;
        let mut hits = Vec::new();
        for (searcher, masked) in sides {
            let collector = Hits { masked: Arc::clone(masked) };
            hits.extend(searcher.search_with_statistics_provider(
                &*query,
                &collector,
                &statistics,
            )?);
        }
        Ok(hits)
    }
}

/// The best hit of each note, in no order.
pub fn best_of_notes(hits: Vec<Hit>) -> Vec<Hit> {
    let mut best: HashMap<u64, Hit> = HashMap::new();
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
