//! Conversations told apart: one that several people took part in is one, in however many notes it is
//! told.

use std::collections::{HashMap, HashSet};

use super::forest::Forest;
use crate::model::{Date, NotePath};
use crate::network::{Fact, Place};

/// The number of a conversation. Facts with the same number are the same conversation.
type Talk = usize;

/// The conversations of each person. Two facts of one day are the same conversation if some place tells
/// both, be it the note of a meeting or a line that names everybody.
pub(super) fn of_everybody<'a>(people: impl Iterator<Item = &'a [&'a Fact]>) -> Vec<HashSet<Talk>> {
    let mut told_at: HashMap<(Date, &NotePath, u32), Talk> = HashMap::new();
    let mut same = Same::default();
    let mut talks: Vec<Vec<Talk>> = Vec::new();
    for held in people {
        let of_fact = |fact: &&'a Fact| {
            let talk = same.another();
            for Place { path, line } in places(fact) {
                let first = *told_at.entry((fact.date, path, *line)).or_insert(talk);
                same.join(first, talk);
            }
            talk
        };
        talks.push(held.iter().map(of_fact).collect());
    }
    talks.into_iter().map(|held| held.into_iter().map(|talk| same.first(talk)).collect()).collect()
}

fn places(fact: &Fact) -> impl Iterator<Item = &Place> {
    std::iter::once(&fact.place).chain(fact.also.iter().map(|(_, place)| place))
}

/// Which numbers mean the same: each points to a smaller one, or to itself.
#[derive(Default)]
struct Same(Vec<Talk>);

impl Same {
    fn another(&mut self) -> Talk {
        self.0.push(self.0.len());
        self.0.len() - 1
    }

    fn first(&mut self, mut talk: Talk) -> Talk {
        while self.0[talk] != talk {
            self.0[talk] = self.0[self.0[talk]];
            talk = self.0[talk];
        }
        talk
    }

    fn join(&mut self, a: Talk, b: Talk) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }
}

impl Forest<'_> {
    /// For each node, how many conversations it and those beneath it have held together.
    pub(super) fn gather(&self, talks: &[HashSet<Talk>]) -> Vec<usize> {
        let mut together: Vec<HashSet<Talk>> = talks.to_vec();
        together.resize_with(self.len(), HashSet::new);
        let mut yielded = vec![0; self.len()];
        for node in self.upwards() {
            let mut own = std::mem::take(&mut together[node]);
            yielded[node] = own.len();
            if let Some(parent) = self.parent(node) {
                // The smaller goes into the larger, so that a long line of people costs little.
                let above = &mut together[parent];
                if above.len() < own.len() {
                    std::mem::swap(above, &mut own);
                }
                above.extend(own);
            }
        }
        yielded
    }
}
