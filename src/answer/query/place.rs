//! Words in one place: a title, a path, an organisation, beneath one heading, in one task.

use std::collections::BTreeSet;

use super::Asker;
use crate::index::{self, Asked, Parts, Scope, Text};
use crate::model::Note;
use crate::model::text::fold;
use crate::note::Piece;
use crate::query::{Leaf, Node, Place};

/// A place whose text has to be read, what has to stand there, and where it does.
pub(super) type Read<'q> = (Place, &'q Node, Parts);

impl Asker<'_, '_> {
    /// Where words stand in such a place; none if they say nothing.
    pub(super) fn in_place(
        &self,
        place: Place,
        what: &Node,
        read: &[Read<'_>],
        asked: &Asked,
    ) -> Option<Parts> {
        let is_path = matches!(place, Place::Path | Place::File);
        if !is_path && in_words(what, &Text::new(""), asked).is_none() {
            return None;
        }
        let in_text = |text: &str| in_words(what, &Text::new(text), asked) == Some(true);
        let found = match place {
            Place::Title => self.notes(|note| in_text(&note.title)),
            Place::Role => self.notes(|note| {
                note.contact.iter().flat_map(|contact| &contact.role).any(|role| in_text(role))
            }),
            Place::Org => self.notes(|note| {
                let organisations = note.contact.iter().flat_map(|contact| &contact.organisations);
                organisations.into_iter().any(|name| in_text(name))
            }),
            Place::Path => self.notes(|note| in_path(what, &fold(&note.path.shown()))),
            Place::File => self.notes(|note| {
                let path = note.path.shown();
                in_path(what, &fold(path.rsplit('/').next().unwrap_or(&path)))
            }),
            // Found before, in one go.
            Place::Todo | Place::Done | Place::Section => {
                let of = |(other, tree, _): &&Read<'_>| *other == place && *tree == what;
                read.iter().find(of).map(|(_, _, parts)| parts.clone()).unwrap_or_default()
            }
            // The index looks there by itself.
            Place::Body => return None,
        };
        Some(found)
    }

    /// Where the sections and tasks are that a query asks for. However many conditions there are, each
    /// note is read once.
    pub(super) fn read<'q>(
        &self,
        root: &'q Node,
        texts: &Asked,
    ) -> Result<Vec<Read<'q>>, index::Error> {
        let mut asked: Vec<Read<'q>> = Vec::new();
        let mut notes = BTreeSet::new();
        for (leaf, _) in root.leaves() {
            let Leaf::Within { place, what } = leaf else { continue };
            notes.extend(match place {
                _ if in_words(what, &Text::new(""), texts).is_none() => continue,
                Place::Todo => self.with_task(false),
                Place::Done => self.with_task(true),
                Place::Section => self.with_words(what)?,
                _ => continue,
            });
            asked.push((*place, what, Parts::default()));
        }
        let notes: Vec<usize> = notes.into_iter().collect();
        let conditions: Vec<(Place, &Node)> =
            asked.iter().map(|(place, what, _)| (*place, *what)).collect();
        let found = self.snapshot.look_into(&notes, |index, pieces| {
            let note = index::note_number(self.snapshot.notes.path(index));
            let split = |pieces: &[Piece]| -> Vec<(u64, Text)> {
                pieces.iter().map(|piece| (piece.part, Text::new(&piece.text))).collect()
            };
            let sections = split(&pieces.sections);
            let (todo, done) = (split(&pieces.todo), split(&pieces.done));
            let of = |(place, what): &(Place, &Node)| {
                let pieces = match place {
                    Place::Todo => &todo,
                    Place::Done => &done,
                    _ => &sections,
                };
                let fits =
                    pieces.iter().filter(|(_, text)| in_words(what, text, texts) == Some(true));
                fits.map(|(part, _)| (note, *part)).collect::<Vec<_>>()
            };
            conditions.iter().map(of).collect::<Vec<_>>()
        });
        for of_note in found {
            for ((_, _, parts), found) in asked.iter_mut().zip(of_note) {
                parts.parts.extend(found);
            }
        }
        Ok(asked)
    }

    /// The notes with an open task, or with a ticked one.
    fn with_task(&self, done: bool) -> Vec<usize> {
        let has = |note: &Note| note.tasks.iter().any(|task| task.done == done);
        let notes = self.snapshot.notes.all().into_iter().enumerate();
        notes.filter(|(_, note)| has(note)).map(|(index, _)| index).collect()
    }

    /// The notes that have the words anywhere in their text, so that only these need to be read.
    fn with_words(&self, what: &Node) -> Result<Vec<usize>, index::Error> {
        let leaf = Leaf::Within { place: Place::Body, what: Box::new(at_least(what)) };
        let node = Node::Leaf { what: leaf, span: 0..0 };
        let languages = &self.snapshot.settings.language;
        let scope = Scope { parts: &|_| None, languages, each: false, best: None };
        let found = self.view.search(&node, &scope, &self.view.asked(&node, &scope)?)?;
        let numbers = self.snapshot.numbers();
        Ok(found.hits.iter().filter_map(|hit| numbers.get(&hit.note)).copied().collect())
    }
}

/// What holds of a whole text if a tree holds of a piece of it: what must not stand in the piece may well
/// stand elsewhere.
fn at_least(what: &Node) -> Node {
    match what {
        Node::Not(_) | Node::All => Node::All,
        Node::And(parts) => Node::And(parts.iter().map(at_least).collect()),
        Node::Or(parts) => Node::Or(parts.iter().map(at_least).collect()),
        leaf @ Node::Leaf { .. } => leaf.clone(),
    }
}

/// Whether a tree of texts holds of these words; none if it says nothing, as `-` and `**` do. `asked` is what
/// its texts ask for.
pub(in crate::answer) fn in_words(what: &Node, text: &Text, asked: &Asked) -> Option<bool> {
    let all =
        |parts: &[Node]| parts.iter().filter_map(|part| in_words(part, text, asked)).collect();
    match what {
        Node::All => Some(true),
        Node::And(parts) => {
            let parts: Vec<bool> = all(parts);
            (!parts.is_empty()).then(|| parts.iter().all(|holds| *holds))
        }
        Node::Or(parts) => {
            let parts: Vec<bool> = all(parts);
            (!parts.is_empty()).then(|| parts.iter().any(|holds| *holds))
        }
        Node::Not(inner) => in_words(inner, text, asked).map(|holds| !holds),
        Node::Leaf { what, span } => asked.wanted(what, span).map(|wanted| wanted.fit(text) > 0.0),
    }
}

/// Whether a tree of texts holds of a folded path: parts of it, or with a `*` how it begins.
fn in_path(what: &Node, path: &str) -> bool {
    match what {
        Node::All => true,
        Node::And(parts) => parts.iter().all(|part| in_path(part, path)),
        Node::Or(parts) => parts.iter().any(|part| in_path(part, path)),
        Node::Not(inner) => !in_path(inner, path),
        Node::Leaf { what, .. } => match what {
            Leaf::Word(word) => path.contains(&fold(word)),
            Leaf::Phrase(phrase) => path.contains(&fold(&phrase.join(" "))),
            Leaf::Prefix(stem) => path.starts_with(&fold(stem)),
            _ => false,
        },
    }
}
