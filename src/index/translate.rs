//! From the tree of a query to tantivy's queries. What users typed never meets tantivy's own parser.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery,
    Occur, PhrasePrefixQuery, PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Term};

use super::document::day_number;
use super::lexicon::{Asked, AskedText};
use super::schema::{Fields, key};
use super::wanted::{Run, Wanted};
use crate::model::text::fold;
use crate::note::channel_name;
use crate::query::{DateRange, Leaf, Node};
use crate::settings::Languages;

/// Documents of somebody: notes, and parts of notes.
#[derive(Debug, Clone, Default)]
pub struct Who {
    /// Parts of notes: the number of the note, and 0 for the note itself or the number of the entry.
    pub parts: Vec<(u64, u64)>,
    /// Every name that they go by.
    pub names: Vec<String>,
}

/// What only somebody who knows all notes can tell.
pub struct Scope<'a> {
    /// The documents with somebody of this name.
    pub with: &'a dyn Fn(&str) -> Who,
    /// The languages of the notes.
    pub languages: &'a Languages,
}

/// What is at hand while a query is translated.
struct Given<'a> {
    scope: &'a Scope<'a>,
    asked: &'a Asked,
}

/// How much more a word in the title, among the people or in a heading weighs than one in the body.
const TITLE: f32 = 3.0;
const PEOPLE: f32 = 2.0;
const HEADINGS: f32 = 1.5;
/// How much the fields that a word is found in besides the best one still count.
const ALSO: f32 = 0.2;
/// How much words that stand together as they do in the query count beside the words themselves.
const TOGETHER: f32 = 0.5;
/// The score of a note that does not have the word, but is with somebody of this name.
const NAMED: f32 = 0.5;

/// The query; none if it says nothing.
pub(super) fn translate(
    root: &Node,
    fields: &Fields,
    scope: &Scope<'_>,
    asked: &Asked,
) -> Option<Box<dyn Query>> {
    let scope = &Given { scope, asked };
    let query = match root {
        Node::All => everything(),
        root => node(root, fields, scope)?,
    };
    if root.speaks_of_entry() {
        return Some(query);
    }
    // Words are looked for in the whole note; which entry has them is found when it is shown.
    let whole = TermQuery::new(Term::from_field_u64(fields.part, 0), IndexRecordOption::Basic);
    Some(both(query, silent(Box::new(whole))))
}

fn node(tree: &Node, fields: &Fields, scope: &Given<'_>) -> Option<Box<dyn Query>> {
    match tree {
        Node::All => Some(everything()),
        Node::And(nodes) => {
            let queries = nodes.iter().filter_map(|tree| node(tree, fields, scope));
            let all = combine(queries.collect(), BooleanQuery::intersection)?;
            let mut parts = vec![(Occur::Must, all)];
            parts.extend(together(nodes, fields).map(|query| (Occur::Should, query)));
            Some(if parts.len() == 1 {
                parts.remove(0).1
            } else {
                Box::new(BooleanQuery::new(parts))
            })
        }
        Node::Or(nodes) => {
            let queries = nodes.iter().filter_map(|tree| node(tree, fields, scope));
            combine(queries.collect(), BooleanQuery::union)
        }
        Node::Not(inner) => {
            let without = node(inner, fields, scope)?;
            Some(Box::new(BooleanQuery::new(vec![
                (Occur::Must, everything()),
                (Occur::MustNot, without),
            ])))
        }
        Node::Leaf { what, .. } if !what.is_text() => leaf(what, fields, scope),
        Node::Leaf { what, span } => Some(asked(scope.asked.of(what, span)?, fields)),
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

fn leaf(what: &Leaf, fields: &Fields, scope: &Given<'_>) -> Option<Box<dyn Query>> {
    let exact = |field: Field, text: &str| -> Box<dyn Query> {
        silent(Box::new(TermQuery::new(
            Term::from_field_text(field, text),
            IndexRecordOption::Basic,
        )))
    };
    match what {
        // Read beforehand, with what the vault has of it.
        Leaf::Word(_) | Leaf::Phrase(_) | Leaf::Prefix(_) => None,
        Leaf::With(name) => Some(silent(with(&(scope.scope.with)(name), fields))),
        Leaf::Kind(kind) => Some(exact(fields.kind, kind.as_str())),
        Leaf::Tag(tag) => Some(exact(fields.tag, &fold(tag.trim_start_matches('#')))),
        Leaf::Via(via) => Some(exact(fields.via, &channel_name(via))),
        Leaf::Dir(direction) => Some(exact(fields.direction, direction.as_str())),
        Leaf::Date(range) => Some(silent(Box::new(days(fields.day, range)))),
    }
}

/// A text of the query, or somebody whose name it is: a note with Bea is found by her family name.
fn asked(asked: &AskedText, fields: &Fields) -> Box<dyn Query> {
    let said = text(&asked.wanted, fields);
    if asked.who.parts.is_empty() {
        return said;
    }
    let with = ConstScoreQuery::new(with(&asked.who, fields), NAMED);
    Box::new(DisjunctionMaxQuery::new(vec![said, Box::new(with)]))
}

/// The documents of somebody.
fn with(who: &Who, fields: &Fields) -> Box<dyn Query> {
    let terms =
        who.parts.iter().map(|(note, part)| Term::from_field_u64(fields.key, key(*note, *part)));
    Box::new(TermSetQuery::new(terms))
}

/// Words that stand beside each other in the query, as phrases.
fn together(nodes: &[Node], fields: &Fields) -> impl Iterator<Item = Box<dyn Query>> {
    let word = |node: &Node| match node {
        Node::Leaf { what: Leaf::Word(word), .. } => Some(word.clone()),
        _ => None,
    };
    let pairs = nodes.windows(2).filter_map(move |pair| {
        let text = format!("{} {}", word(&pair[0])?, word(&pair[1])?);
        Wanted::of(&text, false)
    });
    pairs.map(|wanted| -> Box<dyn Query> {
        Box::new(BoostQuery::new(text(&wanted, fields), TOGETHER))
    })
}

/// One of the runs that are wanted in any of the fields, best in the title.
fn text(wanted: &Wanted, fields: &Fields) -> Box<dyn Query> {
    let weighed = [
        (fields.title, TITLE),
        (fields.people, PEOPLE),
        (fields.headings, HEADINGS),
        (fields.body, 1.0),
        (fields.values, 1.0),
    ];
    let found = weighed.iter().map(|(field, weight)| -> Box<dyn Query> {
        let runs = wanted.runs.iter().map(|one| -> Box<dyn Query> {
            Box::new(BoostQuery::new(run(*field, one, wanted.prefix), *weight * one.weight))
        });
        Box::new(DisjunctionMaxQuery::new(runs.collect()))
    });
    Box::new(DisjunctionMaxQuery::with_tie_breaker(found.collect(), ALSO))
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
    if !prefix {
        return Box::new(PhraseQuery::new_with_offset(words));
    }
    let mut begins = PhrasePrefixQuery::new_with_offset(words);
    begins.set_max_expansions(u32::MAX);
    Box::new(begins)
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
