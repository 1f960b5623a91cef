//! A question put to all notes: the query read as this vault understands it, and for each condition that
//! is about people, states, keys or places, the notes and entries for which it holds. Words and days are
//! the index's business, which gets the rest as sets.

mod doubt;
mod explain;
mod keys;
mod link;
mod place;
mod with;

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

use super::AnswerError;
use crate::index::{self, Asked, Hits, Parts, Scope, View};
use crate::model::{Date, Note};
use crate::query::{self, Context, Leaf, Node, Query};
use crate::report::Verdicts;
use crate::state::Snapshot;

pub(super) use doubt::doubts;
pub(super) use explain::explain;
pub(super) use keys::compares;
pub(super) use place::in_words;

/// What fits a query, and what it was asked for.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What fits.
    pub(super) hits: Hits,
    /// What its texts ask for.
    pub(super) asked: Asked,
    /// Where the people are of whom the query speaks, by the condition that does.
    pub(super) with: Vec<(Leaf, Parts)>,
}

/// What is wanted of what fits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wish {
    /// Entries as well as notes.
    pub(super) each: bool,
    /// How many of the best, if not all that fits: of others it is only told how many they are.
    pub(super) best: Option<usize>,
}

/// Asks of a snapshot on a day.
struct Asker<'a, 'v> {
    snapshot: &'a Snapshot,
    verdicts: &'a Verdicts<'v>,
    /// What the index knows of all notes.
    view: &'a View,
}

/// Reads a query as this vault understands it.
pub(super) fn read(snapshot: &Snapshot, text: &str, today: Date) -> Result<Query, AnswerError> {
    let context = Context { today, keys: snapshot.keys(), views: &snapshot.settings.views };
    query::parse(text, &context).map_err(|error| AnswerError::Query {
        message: error.to_string(),
        shown: error.render(text),
    })
}

/// What fits.
pub(super) fn found(
    snapshot: &Snapshot,
    verdicts: &Verdicts<'_>,
    root: &Node,
    wish: Wish,
) -> Result<Found, AnswerError> {
    let unusable = |why: &str| AnswerError::Index { why: why.to_owned() };
    let ask = |view: &View| caught(|| Asker { snapshot, verdicts, view }.search(root, wish));
    match ask(snapshot.view().map_err(unusable)?) {
        Ok(found) => Ok(found),
        // What is on disk cannot be trusted; the notes can. It is made anew the next time.
        Err(_) => {
            let view = snapshot.view_without_disk().map_err(unusable)?;
            ask(view).map_err(|why| unusable(&why))
        }
    }
}

/// A damaged index may be anything, also a reason for tantivy to panic.
fn caught(search: impl FnOnce() -> Result<Found, index::Error>) -> Result<Found, String> {
    match panic::catch_unwind(AssertUnwindSafe(search)) {
        Ok(found) => found.map_err(|error| error.to_string()),
        Err(_) => Err("the index is damaged".to_owned()),
    }
}

impl Asker<'_, '_> {
    fn search(&self, root: &Node, Wish { each, best }: Wish) -> Result<Found, index::Error> {
        let languages = &self.snapshot.settings.language;
        let named = |leaf: &Leaf| match leaf {
            Leaf::With(name) => Some(self.with(&with::named(self.snapshot, name))),
            _ => None,
        };
        let asked = self.view.asked(root, &Scope { parts: &named, languages, each, best })?;
        let read = self.read(root, &asked)?;
        let failed = RefCell::new(None);
        let with = RefCell::new(Vec::new());
        let parts = |leaf: &Leaf| {
            let parts = self.parts(leaf, &read, &asked).unwrap_or_else(|error| {
                failed.borrow_mut().get_or_insert(error);
                None
            });
            if let (Leaf::With(_) | Leaf::WithAny(_), Some(parts)) = (leaf, &parts) {
                with.borrow_mut().push((leaf.clone(), parts.clone()));
            }
            parts
        };
        let hits =
            self.view.search(root, &Scope { parts: &parts, languages, each, best }, &asked)?;
        match failed.into_inner() {
            Some(error) => Err(error),
            None => Ok(Found { hits, asked, with: with.into_inner() }),
        }
    }

    /// Where a condition holds; none if it says nothing.
    fn parts(
        &self,
        leaf: &Leaf,
        read: &[place::Read<'_>],
        asked: &Asked,
    ) -> Result<Option<Parts>, index::Error> {
        Ok(Some(match leaf {
            Leaf::Within { place, what } => return Ok(self.in_place(*place, what, read, asked)),
            Leaf::With(name) => self.with(&with::named(self.snapshot, name)),
            Leaf::WithAny(who) => self.with(&self.people_of(who)?),
            Leaf::Link(target) => self.linking_to(target),
            Leaf::Is(state) => {
                self.contacts(|verdict| verdict.holds.iter().any(|one| one.as_str() == *state))
            }
            Leaf::Last(range) => self
                .contacts(|verdict| verdict.view.last_day().is_some_and(|day| range.contains(day))),
            Leaf::Has(what) => self.notes(|note| keys::has(note, what)),
            Leaf::Key { key, test } => self.notes(|note| keys::fits(note, key, test)),
            // The index knows these by itself.
            Leaf::Word(_)
            | Leaf::Prefix(_)
            | Leaf::Phrase(_)
            | Leaf::Kind(_)
            | Leaf::Tag(_)
            | Leaf::Via(_)
            | Leaf::Dir(_)
            | Leaf::Date(_) => return Ok(None),
        }))
    }

    /// The notes for which something holds, with all their parts.
    fn notes(&self, holds: impl Fn(&Note) -> bool) -> Parts {
        let fitting = self.snapshot.notes.all().into_iter().filter(|note| holds(note));
        Parts {
            notes: fitting.map(|note| index::note_number(&note.path)).collect(),
            ..Parts::default()
        }
    }

    /// The notes of the contacts on whom the verdict is such.
    fn contacts(&self, holds: impl Fn(&crate::network::Verdict<'_>) -> bool) -> Parts {
        let people = &self.snapshot.network().people;
        let fitting = people.iter().enumerate().filter(|(at, _)| holds(self.verdicts.of(*at)));
        Parts {
            notes: fitting.map(|(_, person)| index::note_number(&person.note.path)).collect(),
            ..Parts::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::network::State;
    use crate::query::states;

    #[test]
    fn a_query_knows_every_state() {
        assert_eq!(State::ALL.map(State::as_str), states);
    }
}
