//! What bears out the conditions of a query in a note: for each the lines on which it can be seen, so that
//! what is shown is what was meant.

use std::collections::HashSet;
use std::ops::Range;

use super::query::{Found, compares, in_words};
use crate::index::{self, Parts, Text, Wanted};
use crate::model::text::fold;
use crate::note::{Piece, Pieces, inline_tag};
use crate::query::{Compare, Leaf, Node, Place, Test};
use crate::state::Snapshot;

/// How much a line counts that is meant as a whole, against one that has a word.
const WHOLE: f64 = 0.5;

/// What bears out one condition.
pub(super) struct Mark {
    /// The words; none if the lines count as they are.
    pub(super) wanted: Option<Wanted>,
    /// The lines, as indexes; none if it may be any.
    lines: Option<HashSet<usize>>,
}

impl Mark {
    fn words(wanted: Option<Wanted>) -> Option<Self> {
        wanted.map(|wanted| Self { wanted: Some(wanted), lines: None })
    }

    fn lines(lines: impl IntoIterator<Item = usize>) -> Self {
        Self { wanted: None, lines: Some(lines.into_iter().collect()) }
    }

    /// How much a line says of it.
    pub(super) fn fit(&self, at: usize, text: &Text) -> f64 {
        match &self.wanted {
            _ if self.lines.as_ref().is_some_and(|lines| !lines.contains(&at)) => 0.0,
            Some(wanted) => f64::from(wanted.fit(text)),
            None => WHOLE,
        }
    }

    /// The same with other words, if there are words.
    pub(super) fn with(&self, of: fn(&Wanted) -> Wanted) -> Option<Self> {
        let wanted = Some(of(self.wanted.as_ref()?));
        Some(Self { wanted, lines: self.lines.clone() })
    }
}

/// A note whose marks are asked for.
pub(super) struct Page<'a> {
    pub(super) snapshot: &'a Snapshot,
    /// Its place among the notes.
    pub(super) index: usize,
    /// The part that fits.
    pub(super) part: u64,
    pub(super) lines: &'a [&'a str],
    /// The lines of each entry, as indexes.
    pub(super) spans: &'a [Range<usize>],
}

impl Page<'_> {
    /// What bears out the conditions of a query.
    pub(super) fn marks(&self, root: &Node, found: &Found) -> Vec<Mark> {
        let leaves: Vec<_> = root.asked_for().collect();
        let is_apart = |leaf: &Leaf| {
            let within = Place::Section..=Place::Done;
            match leaf {
                Leaf::Within { place, .. } => within.contains(place),
                other => matches!(other, Leaf::Key { .. } | Leaf::Has(_) | Leaf::Tag(_)),
            }
        };
        let pieces = match leaves.iter().any(|(leaf, _)| is_apart(leaf)) {
            true => self.snapshot.look_into(&[self.index], |_, pieces| pieces.clone()).pop(),
            false => None,
        };
        let pieces = pieces.unwrap_or_default();
        let mut marks = Vec::new();
        for (leaf, span) in leaves {
            match leaf {
                Leaf::Word(_) | Leaf::Phrase(_) | Leaf::Prefix(_) => {
                    marks.extend(Mark::words(found.asked.wanted(leaf, &span).cloned()));
                }
                Leaf::Link(target) => {
                    let stem = target.rsplit('/').next().unwrap_or(target);
                    marks.extend(Mark::words(Wanted::of(stem, false)));
                }
                Leaf::Within { place: Place::Path | Place::File, .. } => {}
                Leaf::Within { place, what } => {
                    self.within(*place, what, found, &pieces, &mut marks)
                }
                Leaf::With(_) | Leaf::WithAny(_) => {
                    let with = found.with.iter().find(|(known, _)| known == leaf);
                    marks.extend(with.map(|(_, parts)| self.with(parts)));
                }
                Leaf::Tag(tag) => marks.push(self.tag(tag, &pieces)),
                Leaf::Key { key, test } => of_key(key, test, &pieces, &mut marks),
                Leaf::Has(what) => marks.push(Mark::lines(
                    pieces.keys.iter().filter(|at| at.key.starts_with(what)).map(|at| at.line),
                )),
                Leaf::Kind(_)
                | Leaf::Via(_)
                | Leaf::Dir(_)
                | Leaf::Date(_)
                | Leaf::Is(_)
                | Leaf::Last(_) => {}
            }
        }
        marks
    }

    /// The words in one place: in a section or task only where all that is asked of it holds.
    fn within(
        &self,
        place: Place,
        what: &Node,
        found: &Found,
        pieces: &Pieces,
        marks: &mut Vec<Mark>,
    ) {
        let pieces = match place {
            Place::Section => Some(&pieces.sections),
            Place::Todo => Some(&pieces.todo),
            Place::Done => Some(&pieces.done),
            _ => None,
        };
        let fits = |piece: &&Piece| {
            let text = Text::new(&piece.text);
            piece.part == self.part && in_words(what, &text, &found.asked) == Some(true)
        };
        let lines: Option<HashSet<usize>> = pieces.map(|pieces| {
            pieces.iter().filter(fits).flat_map(|piece| piece.lines.clone()).collect()
        });
        for (leaf, span) in what.asked_for() {
            let wanted = found.asked.wanted(leaf, &span).cloned();
            let mark = Mark::words(wanted);
            marks.extend(mark.map(|mark| Mark { lines: lines.clone(), ..mark }));
        }
        if matches!(place, Place::Todo | Place::Done) {
            marks.extend(lines.map(Mark::lines));
        }
    }

    /// The entries in which somebody took part.
    fn with(&self, parts: &Parts) -> Mark {
        let note = index::note_number(self.snapshot.notes.path(self.index));
        let own = parts.parts.iter().filter(|(of, _)| *of == note);
        let spans = own.filter_map(|(_, part)| self.spans.get((*part as usize).checked_sub(1)?));
        Mark::lines(spans.map(|span| span.start))
    }

    /// The tag in the text, else in the front matter.
    fn tag(&self, tag: &str, pieces: &Pieces) -> Mark {
        let begun = tag.strip_suffix('*').map(fold);
        let tag = fold(tag);
        let is_it = |own: &str| {
            let own = fold(own);
            begun.as_ref().is_some_and(|begun| own.starts_with(begun))
                || own == tag
                || own.strip_prefix(&tag).is_some_and(|rest| rest.starts_with('/'))
        };
        let inline = |line: &str| line.split_whitespace().filter_map(inline_tag).any(&is_it);
        let lines = self.lines.iter().enumerate().filter(|(_, line)| inline(line));
        let lines: Vec<usize> = lines.map(|(at, _)| at).collect();
        if !lines.is_empty() {
            return Mark::lines(lines);
        }
        let states = |value: &String| {
            let tags = value.split(|c: char| matches!(c, ',' | ';') || c.is_whitespace());
            tags.map(|tag| tag.trim_start_matches('#')).any(is_it)
        };
        let keys = pieces.keys.iter().filter(|at| at.value.as_ref().is_some_and(states));
        Mark::lines(keys.map(|at| at.line))
    }
}

/// The lines on which a key fits.
fn of_key(key: &str, test: &Test, pieces: &Pieces, marks: &mut Vec<Mark>) {
    let fits = |value: &Option<String>| match (test, value) {
        (Test::Value(compare, operand), Some(value)) => compares(value, *compare, operand),
        (Test::Value(..), None) => false,
        (Test::There | Test::Null, _) => true,
    };
    let lines = pieces.keys.iter().filter(|at| at.key == key && fits(&at.value));
    let lines: HashSet<usize> = lines.map(|at| at.line).collect();
    if let Test::Value(Compare::Is, operand) = test {
        let begun = operand.text.strip_suffix('*');
        let wanted = Wanted::of(begun.unwrap_or(&operand.text), begun.is_some());
        let mark = Mark::words(wanted);
        marks.extend(mark.map(|mark| Mark { lines: Some(lines.clone()), ..mark }));
    }
    marks.push(Mark::lines(lines));
}
