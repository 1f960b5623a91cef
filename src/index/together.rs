//! Words that stand together in a note as they do in the query. Finding where words stand costs more than finding
//! who has them, so it is left to the notes that may be among the best with it.
//!
//! How much a note can gain by it is known before. To BM25 a phrase is as rare as all of its words are added up; it
//! stands at most as often as each of them does, and the text is as long for it as for them. So in each field it is
//! given at most what both words were given there by themselves. That holds for all fields together, too: the most
//! of several sums, and a part of their sum, are at most those of the one summands and those of the others. It
//! presupposes that the phrase is of the very words that were looked for.

use tantivy::query::{EnableScoring, PhraseQuery, Query, Weight};
use tantivy::schema::{Field, Term};
use tantivy::{DocId, Score, SeekDangerResult, SegmentReader, TERMINATED};

use super::translate::{ALSO, TOGETHER};
use super::wanted::Wanted;

/// What a note may lack to be looked at all the same, for scores are rounded.
pub(super) const SLACK: Score = 0.01;

/// Two words that stand beside each other in the query, as a phrase in each field, with the weight of that.
type Pair = Vec<(PhraseQuery, Score)>;

/// Pairs of words, to be looked for in what may be among the best.
#[derive(Debug, Default)]
pub(super) struct Together(Vec<Pair>);

impl Together {
    /// These neighbours, with what each two ask for; none if that is for two of them not simply what each of
    /// them asks for by itself.
    pub fn of(pairs: &[([&str; 2], Wanted)], places: &[(Field, Score)]) -> Option<Self> {
        let is = |text: &str, word: &str| {
            let wanted = Wanted::of(text, false);
            wanted.is_some_and(|wanted| wanted.runs[0].single() == Some(word))
        };
        let pair = |([first, second], wanted): &([&str; 2], Wanted)| {
            let [run] = &wanted.runs[..] else { return None };
            let [(0, one), (1, other)] = &run.words[..] else { return None };
            // A sign may belong to the word before it: `20 %ige`.
            if !is(first, one) || !is(second, other) {
                return None;
            }
            let phrase = |(field, weight): &(Field, Score)| {
                let terms = [one, other].map(|word| Term::from_field_text(*field, word));
                (PhraseQuery::new(terms.to_vec()), weight * run.weight * TOGETHER)
            };
            Some(places.iter().map(phrase).collect::<Pair>())
        };
        pairs.iter().map(pair).collect::<Option<_>>().map(Self)
    }

    /// Whether there is no pair.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The score that a note has to have by itself to be among the best with what its words gain, if with this
    /// score it would be among them without.
    pub fn least(&self, score: Score) -> Score {
        // A word stands between two others at most.
        let neighbours = if self.0.len() > 1 { 2.0 } else { 1.0 };
        score / (1.0 + TOGETHER * neighbours) - SLACK
    }

    /// The same, to be asked of segments.
    pub fn weighed(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Weighed> {
        let weighed =
            |(phrase, weight): &(PhraseQuery, Score)| Ok((phrase.weight(scoring)?, *weight));
        let pairs = self.0.iter().map(|pair| pair.iter().map(weighed).collect());
        Ok(Weighed(pairs.collect::<tantivy::Result<_>>()?))
    }
}

/// See [`Together::weighed`].
pub(super) struct Weighed(Vec<Vec<(Box<dyn Weight>, Score)>>);

impl Weighed {
    /// What each of these documents of a segment gains. They are in order.
    pub fn gains(
        &self,
        segment: &SegmentReader,
        documents: &[DocId],
    ) -> tantivy::Result<Vec<Score>> {
        let mut gains = vec![0.0; documents.len()];
        for pair in &self.0 {
            // In the field where it is worth most, and a part of the rest, as any text.
            let mut found = vec![(0.0_f32, 0.0_f32); documents.len()];
            for (phrase, weight) in pair {
                each_score(&**phrase, *weight, segment, documents, |at, score| {
                    let (most, all) = &mut found[at];
                    *most = most.max(score);
                    *all += score;
                })?;
            }
            for (gain, (most, all)) in gains.iter_mut().zip(found) {
                *gain += most + (all - most) * ALSO;
            }
        }
        Ok(gains)
    }
}

/// Tells the scores of those of some documents, by their places in the list, that have a phrase.
fn each_score(
    phrase: &dyn Weight,
    weight: Score,
    segment: &SegmentReader,
    documents: &[DocId],
    mut tell: impl FnMut(usize, Score),
) -> tantivy::Result<()> {
    let Some(first) = documents.first() else { return Ok(()) };
    // A scorer that did not find what it was sent to may only be sent on.
    let (mut result, mut scorer) = phrase.scorer_danger(segment, *first, weight)?;
    for (at, document) in documents.iter().enumerate() {
        if at > 0 {
            match result {
                SeekDangerResult::SeekLowerBound(TERMINATED) => return Ok(()),
                SeekDangerResult::SeekLowerBound(next) if next > *document => continue,
                _ => result = scorer.seek_danger(*document),
            }
        }
        if result == SeekDangerResult::Found {
            tell(at, scorer.score());
        }
    }
    Ok(())
}
