//! Words in one place: a title, a path, an organisation, beneath one heading, in one task.

use super::Asker;
use crate::index::{self, Parts, Scope, Text, Wanted};
use crate::model::Note;
use crate::model::text::fold;
use crate::note::{Piece, Pieces};
use crate::query::{Leaf, Node, Place};

impl Asker<'_, '_> {
    /// Where words stand in such a place; none if they say nothing.
    pub(super) fn in_place(
        &self,
        place: Place,
        what: &Node,
    ) -> Result<Option<Parts>, index::Error> {
        let is_path = matches!(place, Place::Path | Place::File);
        if !is_path && in_words(what, &Text::new("")).is_none() {
            return Ok(None);
        }
        let in_text = |text: &str| in_words(what, &Text::new(text)) == Some(true);
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
            Place::Todo => self.in_pieces(&self.with_task(false), what, |pieces| &pieces.todo),
            Place::Done => self.in_pieces(&self.with_task(true), what, |pieces| &pieces.done),
            Place::Section => {
                self.in_pieces(&self.with_words(what)?, what, |pieces| &pieces.sections)
            }
            // The index looks there by itself.
            Place::Body => return Ok(None),
        };
        Ok(Some(found))
    }

    /// Where a piece of one of these notes has the words.
    fn in_pieces(
        &self,
        notes: &[usize],
        what: &Node,
        of: impl Fn(&Pieces) -> &Vec<Piece> + Sync,
    ) -> Parts {
        let found = self.snapshot.look_into(notes, |index, pieces| {
            let note = index::note_number(&self.snapshot.notes[index].path);
            let fits = |piece: &&Piece| in_words(what, &Text::new(&piece.text)) == Some(true);
            of(pieces).iter().filter(fits).map(|piece| (note, piece.part)).collect::<Vec<_>>()
        });
        Parts { notes: Vec::new(), parts: found.into_iter().flatten().collect() }
    }

    /// The notes with an open task, or with a ticked one.
    fn with_task(&self, done: bool) -> Vec<usize> {
        let has = |note: &Note| note.tasks.iter().any(|task| task.done == done);
        let notes = self.snapshot.notes.iter().enumerate();
        notes.filter(|(_, note)| has(note)).map(|(index, _)| index).collect()
    }

    /// The notes that have the words anywhere in their text, so that only these need to be read.
    fn with_words(&self, what: &Node) -> Result<Vec<usize>, index::Error> {
        let leaf = Leaf::Within { place: Place::Body, what: Box::new(at_least(what)) };
        let node = Node::Leaf { what: leaf, span: 0..0 };
        let languages = &self.snapshot.settings.language;
        let scope = Scope { parts: &|_| None, languages, each: false };
        let found = self.view.search(&node, &scope)?;
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

/// Whether a tree of texts holds of these words; none if it says nothing, as `-` and `**` do.
fn in_words(what: &Node, text: &Text) -> Option<bool> {
    let all = |parts: &[Node]| parts.iter().filter_map(|part| in_words(part, text)).collect();
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
        Node::Not(inner) => in_words(inner, text).map(|holds| !holds),
        Node::Leaf { what, .. } => {
            let wanted = match what {
                Leaf::Word(word) => Wanted::of(word, false),
                Leaf::Phrase(phrase) => Wanted::of(&phrase.join(" "), false),
                Leaf::Prefix(stem) => Wanted::of(stem, true),
                _ => None,
            };
            wanted.map(|wanted| wanted.fit(text) > 0.0)
        }
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
