//! From the tree of a query to tantivy's queries. What users typed never meets tantivy's own parser.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery,
    Occur, PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Term};

use super::begun::Begun;
use super::document::day_number;
use super::lexicon::{Asked, AskedText};
use super::schema::{ANY_TAG, Fields, key};
use super::together::Together;
use super::wanted::{Run, Wanted};
use super::without::Without;
use crate::model::text::fold;
use crate::note::channel_name;
use crate::query::{DateRange, Leaf, Node, Place};
use crate::settings::Languages;

/// Notes, and parts of notes, for which a condition holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Notes for which it holds with all of their parts, by number.
    pub notes: Vec<u64>,
    /// Parts of notes: the number of the note, and 0 for the note itself or the number of the entry; one
    /// more than there are entries for what stands in none.
    pub parts: Vec<(u64, u64)>,
    /// Notes of which only such a part fulfils it. Whoever merely looks for the name finds them as a whole.
    pub around: Vec<u64>,
    /// Every name that they go by, if it is about people.
    pub names: Vec<String>,
}

impl Parts {
    fn is_empty(&self) -> bool {
        self.notes.is_empty() && self.parts.is_empty()
    }
}

/// What only somebody who knows all notes can tell.
pub struct Scope<'a> {
    /// Where a condition holds that is not about words, days, channels and the like; none if it says
    /// nothing.
    pub parts: &'a dyn Fn(&Leaf) -> Option<Parts>,
    /// The languages of the notes.
    pub languages: &'a Languages,
    /// Look through every piece of a note by itself, too.
    pub each: bool,
    /// How many of the best are wanted, if not all that fits is: of others it is only told how many they are.
    pub best: Option<usize>,
}

/// How much more a word in the title, among the people or in a heading weighs than one in the body.
const TITLE: f32 = 3.0;
const PEOPLE: f32 = 2.0;
const HEADINGS: f32 = 1.5;
/// How much the fields that a word is found in besides the best one still count.
pub(super) const ALSO: f32 = 0.2;
/// How much words that stand together as they do in the query count beside the words themselves.
pub(super) const TOGETHER: f32 = 0.5;
/// The score of a note that does not have the word, but is with somebody of this name.
const NAMED: f32 = 0.5;

/// What a query is for tantivy.
pub(super) struct Translated {
    pub query: Box<dyn Query>,
    /// What is left to the best.
    pub together: Together,
    /// What fits are notes as a whole, each once.
    pub of_notes: bool,
}

/// The query; none if it says nothing. `asked` is what its texts ask for.
pub(super) fn translate(
    root: &Node,
    fields: &Fields,
    scope: &Scope<'_>,
    asked: &Asked,
) -> Option<Translated> {
    let places = everywhere(fields);
    let translator = Translator { fields, scope, asked, places: &places };
    let in_any_document = scope.each || root.speaks_of_people();
    let of_notes = !in_any_document && !root.speaks_of_entry();
    // Pieces of a note are compared with one another, whatever their rank.
    let together = match root {
        Node::And(trees) if of_notes && scope.best.is_some() => {
            Together::of(&pairs(trees).collect::<Vec<_>>(), &places)
        }
        _ => None,
    };
    let query = match root {
        Node::All => everything(),
        Node::And(trees) if together.is_some() => translator.all(trees)?,
        root => translator.node(root)?,
    };
    let together = together.unwrap_or_default();
    if in_any_document && !root.speaks_of_entry() {
        return Some(Translated { query, together, of_notes });
    }
    // Words are looked for in the whole note; which entry has them is found when it is shown. Those of a
    // query that speaks of a day have to stand in one piece with it.
    let term = match root.speaks_of_entry() {
        true => Term::from_field_u64(fields.piece, 1),
        false => Term::from_field_u64(fields.part, 0),
    };
    let seen = TermQuery::new(term, IndexRecordOption::Basic);
    let query = both(query, silent(Box::new(seen)));
    Some(Translated { query, together, of_notes })
}

/// Words that stand beside each other in the query, with what the two ask for together.
fn pairs(trees: &[Node]) -> impl Iterator<Item = ([&str; 2], Wanted)> {
    let word = |tree| match tree {
        &Node::Leaf { what: Leaf::Word(ref word), .. } => Some(word.as_str()),
        _ => None,
    };
    trees.windows(2).filter_map(move |pair| {
        let words = [word(&pair[0])?, word(&pair[1])?];
        Some((words, Wanted::of(&words.join(" "), false)?))
    })
}

/// The fields in which words are looked for, with their weights.
fn everywhere(fields: &Fields) -> Vec<(Field, f32)> {
    vec![
        (fields.title, TITLE),
        (fields.people, PEOPLE),
        (fields.headings, HEADINGS),
        (fields.body, 1.0),
        (fields.values, 1.0),
    ]
}

/// Translates a tree whose words are looked for in certain fields.
struct Translator<'a> {
    fields: &'a Fields,
    scope: &'a Scope<'a>,
    asked: &'a Asked,
    places: &'a [(Field, f32)],
}

impl Translator<'_> {
    fn node(&self, tree: &Node) -> Option<Box<dyn Query>> {
        match tree {
            Node::All => Some(everything()),
            Node::And(trees) => {
                let mut parts = vec![(Occur::Must, self.all(trees)?)];
                parts.extend(self.together(trees).map(|query| (Occur::Should, query)));
                Some(match parts.len() {
                    1 => parts.remove(0).1,
                    _ => Box::new(BooleanQuery::new(parts)),
                })
            }
            Node::Or(trees) => combine(self.each(trees), BooleanQuery::union),
            Node::Not(inner) => Some(Box::new(Without(self.node(inner)?))),
            Node::Leaf { what, span } if what.is_text() => {
                Some(self.asked(self.asked.of(what, span)?))
            }
            Node::Leaf { what, .. } => self.leaf(what),
        }
    }

    fn each(&self, trees: &[Node]) -> Vec<Box<dyn Query>> {
        trees.iter().filter_map(|tree| self.node(tree)).collect()
    }

    fn all(&self, trees: &[Node]) -> Option<Box<dyn Query>> {
        combine(self.each(trees), BooleanQuery::intersection)
    }

    fn leaf(&self, what: &Leaf) -> Option<Box<dyn Query>> {
        let fields = self.fields;
        let exact = |field: Field, text: &str| -> Box<dyn Query> {
            silent(Box::new(TermQuery::new(
                Term::from_field_text(field, text),
                IndexRecordOption::Basic,
            )))
        };
        match what {
            // Read beforehand, with what the vault has of it.
            Leaf::Word(_) | Leaf::Phrase(_) | Leaf::Prefix(_) => None,
            Leaf::Within { place: Place::Body, what } => {
                Translator { places: &[(fields.body, 1.0)], ..*self }.node(what)
            }
            Leaf::Kind(kind) => Some(exact(fields.kind, kind.as_str())),
            Leaf::Tag(tag) if tag.ends_with('*') => {
                let begun = Term::from_field_text(fields.tag, &fold(tag.trim_end_matches('*')));
                Some(silent(Box::new(FuzzyTermQuery::new_prefix(begun, 0, false))))
            }
            Leaf::Tag(tag) => Some(exact(fields.tag, &fold(tag.trim_start_matches('#')))),
            Leaf::Has(what) if what == "tag" => Some(exact(fields.tag, ANY_TAG)),
            Leaf::Via(via) => Some(exact(fields.via, &channel_name(via))),
            Leaf::Dir(direction) => Some(exact(fields.direction, direction.as_str())),
            Leaf::Date(range) => Some(silent(Box::new(days(fields.day, range)))),
            Leaf::Within { .. }
            | Leaf::With(_)
            | Leaf::WithAny(_)
            | Leaf::Link(_)
            | Leaf::Is(_)
            | Leaf::Last(_)
            | Leaf::Has(_)
            | Leaf::Key { .. } => Some(self.parts((self.scope.parts)(what)?)),
        }
    }

    fn parts(&self, parts: Parts) -> Box<dyn Query> {
        let fields = self.fields;
        let set = |terms: Vec<Term>| silent(Box::new(TermSetQuery::new(terms)));
        let notes = parts.notes.iter().map(|note| Term::from_field_u64(fields.note, *note));
        let keys = parts.parts.iter();
        let keys = keys.map(|(note, part)| Term::from_field_u64(fields.key, key(*note, *part)));
        let (notes, keys): (Vec<Term>, Vec<Term>) = (notes.collect(), keys.collect());
        match (notes.is_empty(), keys.is_empty()) {
            (_, true) => set(notes),
            (true, false) => set(keys),
            (false, false) => Box::new(BooleanQuery::union(vec![set(notes), set(keys)])),
        }
    }

    /// A text of the query, or somebody whose name it is: a note with Bea is found by her family name.
    fn asked(&self, asked: &AskedText) -> Box<dyn Query> {
        let said = self.text(&asked.wanted);
        if asked.who.is_empty() || self.places.len() == 1 {
            return said;
        }
        let mut who = asked.who.clone();
        who.parts.extend(who.around.iter().map(|note| (*note, 0)));
        let with = ConstScoreQuery::new(self.parts(who), NAMED);
        Box::new(DisjunctionMaxQuery::new(vec![said, Box::new(with)]))
    }

    /// Words that stand beside each other in the query, as phrases.
    fn together(&self, trees: &[Node]) -> impl Iterator<Item = Box<dyn Query>> {
        pairs(trees).map(|(_, wanted)| -> Box<dyn Query> {
            Box::new(BoostQuery::new(self.text(&wanted), TOGETHER))
        })
    }

    /// One of the runs that are wanted in any of the fields, best in the title.
    fn text(&self, wanted: &Wanted) -> Box<dyn Query> {
        let found = self.places.iter().map(|(field, weight)| -> Box<dyn Query> {
            let runs = wanted.runs.iter().map(|one| -> Box<dyn Query> {
                Box::new(BoostQuery::new(run(*field, one, wanted.prefix), *weight * one.weight))
            });
            Box::new(DisjunctionMaxQuery::new(runs.collect()))
        });
        Box::new(DisjunctionMaxQuery::with_tie_breaker(found.collect(), ALSO))
    }
}

fn combine(
    mut queries: Vec<Box<dyn Query>>,
    join: fn(Vec<Box<dyn Query>>) -> BooleanQuery,
) -> Option<Box<dyn Query>> {
    match queries.len() {
        0 => None,
        1 => queries.pop(),
        _ => Some(Box::new(join(queries))),
    }
}

/// These words, one after the other; the last one may be only a beginning.
fn run(field: Field, run: &Run, prefix: bool) -> Box<dyn Query> {
    let term = |word: &str| Term::from_field_text(field, word);
    if let Some(word) = run.single() {
        return match prefix {
            true => Box::new(FuzzyTermQuery::new_prefix(term(word), 0, false)),
            false => Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs)),
        };
    }
    let words = run.words.iter().map(|(offset, word)| (*offset, term(word))).collect();
    match prefix {
        true => Box::new(Begun(words)),
        false => Box::new(PhraseQuery::new_with_offset(words)),
    }
}

fn days(field: Field, range: &DateRange) -> RangeQuery {
    let end = |day: Option<crate::model::Date>| match day {
        Some(day) => Bound::Included(Term::from_field_i64(field, day_number(day))),
        None => Bound::Unbounded,
    };
    match (range.from, range.to) {
        // A range open on both sides still means that there is a day.
        (None, None) => {
            let lowest = Term::from_field_i64(field, i64::MIN);
            RangeQuery::new(Bound::Included(lowest), Bound::Unbounded)
        }
        (from, to) => RangeQuery::new(end(from), end(to)),
    }
}

fn both(one: Box<dyn Query>, other: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BooleanQuery::intersection(vec![one, other]))
}

fn everything() -> Box<dyn Query> {
    silent(Box::new(AllQuery))
}

/// A query that decides what fits and has no say in the ranking.
fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
