//! Searching: the stored index and the one in memory as if they were one, ranked by the same numbers.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::ColumnValues;
use tantivy::query::Query;
use tantivy::schema::Field;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::lexicon::Asked;
use super::schema::{ANY_TAG, Fields, NOTE, PART};
use super::statistics::{Side, Statistics};
use super::stored::{self, Stored};
use super::together::{SLACK, Together};
use super::translate::{Scope, Translated, translate};
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
    /// entries too if the scope or the query asks for them. `asked` is what its texts ask for. If the scope asks
    /// for the best, and notes as a whole are looked for, others than those are counted.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn search(&self, query: &Node, scope: &Scope<'_>, asked: &Asked) -> Result<Hits, Error> {
        let sides: Vec<Side> = self.stored.iter().chain(&self.memory).cloned().collect();
        let Some(translated) = translate(query, &self.fields, scope, asked) else {
            return Ok(Hits::default());
        };
        let Translated { query, together, of_notes } = translated;
        let statistics = Statistics::new(&sides, asked.groups());
        let mut found = scored(&*query, &sides, &statistics)?;
        let count = found.iter().flatten().map(Vec::len).sum::<usize>();
        let best = scope.best.filter(|best| of_notes && *best < count);
        let last_of_best = |found: &[Segments]| best.map_or(0.0, |best| score_of(best, found));
        if !together.is_empty() {
            let least = together.least(last_of_best(&found));
            gain(&mut found, least, &together, &sides, &statistics)?;
        }
        // Those that are as good as the last one, when scores are rounded, are told apart by others.
        let hits = hits_of(&found, last_of_best(&found) - SLACK, &sides)?;
        Ok(Hits { more: count - hits.len(), hits })
    }
}

/// What fits.
#[derive(Debug, Default)]
pub struct Hits {
    /// In no order; if only so many of the best are asked for, those and some others.
    pub hits: Vec<Hit>,
    /// How many fit besides, not as well as the best.
    pub more: usize,
}

/// How well each document of a segment fits that does, in their order.
type Scored = Vec<(DocId, Score)>;
type Segments = Vec<Scored>;

/// How well what fits does, in each segment of each index.
fn scored(
    query: &dyn Query,
    sides: &[Side],
    statistics: &Statistics<'_>,
) -> tantivy::Result<Vec<Segments>> {
    let of_side = |side: &Side| {
        let collector = Visible(Arc::clone(&side.hidden));
        let weight = query.weight(statistics.scoring(side))?;
        let segments = side.searcher.segment_readers().par_iter().enumerate();
        let scored = segments.map(|(ordinal, segment)| {
            collector.collect_segment(&*weight, ordinal as SegmentOrdinal, segment)
        });
        scored.collect()
    };
    sides.iter().map(of_side).collect()
}

/// The score of the last one of so many of the best; 0 if there are fewer.
fn score_of(best: usize, found: &[Segments]) -> Score {
    let mut scores: Vec<Score> =
        found.iter().flatten().flatten().map(|(_, score)| *score).collect();
    match best.checked_sub(1).filter(|last| *last < scores.len()) {
        Some(last) => *scores.select_nth_unstable_by(last, |a, b| b.total_cmp(a)).1,
        None => 0.0,
    }
}

/// Lets those of at least this score have what they gain.
fn gain(
    found: &mut [Segments],
    least: Score,
    together: &Together,
    sides: &[Side],
    statistics: &Statistics<'_>,
) -> tantivy::Result<()> {
    for (side, found) in sides.iter().zip(found) {
        let weighed = together.weighed(statistics.scoring(side))?;
        let segments = side.searcher.segment_readers().par_iter().zip(found);
        segments.try_for_each(|(segment, scored)| {
            let best = scored.iter_mut().filter(|(_, score)| *score >= least);
            let (documents, scores): (Vec<DocId>, Vec<&mut Score>) =
                best.map(|(document, score)| (*document, score)).unzip();
            let gains = weighed.gains(segment, &documents)?;
            scores.into_iter().zip(gains).for_each(|(score, gain)| *score += gain);
            Ok::<(), tantivy::TantivyError>(())
        })?;
    }
    Ok(())
}

/// The notes and parts that those are which have at least this score.
fn hits_of(found: &[Segments], least: Score, sides: &[Side]) -> tantivy::Result<Vec<Hit>> {
    let of_segment = |(segment, scored): (&SegmentReader, &Scored)| {
        let notes = segment.fast_fields().u64(NOTE)?.first_or_default_col(0);
        let parts = segment.fast_fields().u64(PART)?.first_or_default_col(0);
        let best = scored.iter().filter(|(_, score)| *score >= least);
        let hit = |(document, score): &(DocId, Score)| Hit {
            note: notes.get_val(*document),
            part: parts.get_val(*document),
            score: *score,
        };
        Ok(best.map(hit).collect())
    };
    let mut hits = Vec::new();
    for (side, found) in sides.iter().zip(found) {
        let segments = side.searcher.segment_readers().par_iter().zip(found);
        let found: tantivy::Result<Vec<Vec<Hit>>> = segments.map(of_segment).collect();
        hits.extend(found?.into_iter().flatten());
    }
    Ok(hits)
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

/// Collects every document that may be seen; of each segment those are told that may not.
struct Visible(Arc<Vec<Vec<DocId>>>);

/// See above.
struct VisibleOf {
    hidden: Arc<Vec<Vec<DocId>>>,
    segment: SegmentOrdinal,
    /// How many of the hidden ones were passed.
    passed: usize,
    scored: Scored,
}

impl Collector for Visible {
    type Fruit = Scored;
    type Child = VisibleOf;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<VisibleOf> {
        let hidden = Arc::clone(&self.0);
        Ok(VisibleOf { hidden, segment, passed: 0, scored: Scored::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Scored>) -> tantivy::Result<Scored> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for VisibleOf {
    type Fruit = Scored;

    fn collect(&mut self, document: DocId, score: Score) {
        // Documents come in their order, and the hidden ones lie in it.
        let hidden = self.hidden.get(self.segment as usize).map_or(&[][..], Vec::as_slice);
        while hidden.get(self.passed).is_some_and(|hidden| *hidden < document) {
            self.passed += 1;
        }
        if hidden.get(self.passed) != Some(&document) {
            self.scored.push((document, score));
        }
    }

    fn harvest(self) -> Scored {
        self.scored
    }
}
