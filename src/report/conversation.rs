//! Conversations, each once: one that several people took part in is one, in however many notes it is
//! told.

use std::collections::{BTreeSet, HashMap};

use crate::model::{Date, NotePath};
use crate::network::{Place, View};

/// A conversation: a meeting that was held, or a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conversation {
    /// Its day.
    pub date: Date,
    /// An informational interview.
    pub interview: bool,
    /// Who took part, by the numbers that came with the views.
    pub people: BTreeSet<usize>,
}

/// The conversations of some people, earliest first. Two facts of one day are the same conversation if
/// some place tells both, be it the note of a meeting or a line that names everybody.
pub(super) fn all<'a>(people: impl Iterator<Item = (usize, &'a View<'a>)>) -> Vec<Conversation> {
    let mut told_at: HashMap<(Date, &NotePath, u32), usize> = HashMap::new();
    let mut same = Same::default();
    let mut told: Vec<Conversation> = Vec::new();
    for (person, view) in people {
        for event in view.events.iter().filter(|event| event.is_talk()) {
            let number = same.another();
            for Place { path, line, .. } in event.fact.places() {
                let first = *told_at.entry((event.date(), path, *line)).or_insert(number);
                same.join(first, number);
            }
            told.push(Conversation {
                date: event.date(),
                interview: event.is_interview(),
                people: BTreeSet::from([person]),
            });
        }
    }
    let mut joined: HashMap<usize, Conversation> = HashMap::new();
    for (number, conversation) in told.into_iter().enumerate() {
        match joined.get_mut(&same.first(number)) {
            Some(known) => {
                known.interview |= conversation.interview;
                known.people.extend(conversation.people);
            }
            None => drop(joined.insert(same.first(number), conversation)),
        }
    }
    let mut all: Vec<Conversation> = joined.into_values().collect();
    all.sort_by(|a, b| (a.date, &a.people).cmp(&(b.date, &b.people)));
    all
}

/// Which numbers mean the same: each points to a smaller one, or to itself.
#[derive(Default)]
struct Same(Vec<usize>);

impl Same {
    fn another(&mut self) -> usize {
        self.0.push(self.0.len());
        self.0.len() - 1
    }

    fn first(&mut self, mut number: usize) -> usize {
        while self.0[number] != number {
            self.0[number] = self.0[self.0[number]];
            number = self.0[number];
        }
        number
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }
}
