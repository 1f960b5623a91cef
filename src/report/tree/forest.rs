//! The shape of the forest: who stands beneath whom. Introductions may go round in a circle and be as deep
//! as a network is large, so circles are cut and nothing here calls itself.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use crate::model::text::fold;
use crate::network::{Network, Who};
use crate::report::ContactRow;

/// Everybody, and beneath whom they stand. A node is the index of a contact in the network; those after
/// the last contact are introducers without a note.
pub(super) struct Forest<'a> {
    /// Who introduced each contact, oneself left out.
    introducers: Vec<Vec<&'a Who>>,
    /// Introducers that are no contacts.
    strangers: Vec<ContactRow>,
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
}

impl<'a> Forest<'a> {
    /// Each contact beneath the first of its introducers. In a circle, the contact with the smallest path
    /// stands on top.
    pub fn of(network: &'a Network) -> Self {
        let introducers = network.people.iter().enumerate().map(|(index, person)| {
            let mut others: Vec<&Who> = Vec::new();
            for who in person.introduced_by.iter().filter(|who| **who != Who::Contact(index)) {
                if !others.contains(&who) {
                    others.push(who);
                }
            }
            others
        });
        let introducers: Vec<Vec<&Who>> = introducers.collect();
        let (mut strangers, mut known) = (Vec::new(), HashMap::new());
        let mut parents: Vec<Option<usize>> = introducers
            .iter()
            .map(|introducers| match introducers.first()? {
                Who::Contact(index) => Some(*index),
                who => {
                    let stranger = ContactRow::of_who(who, network)?;
                    let next = network.people.len() + strangers.len();
                    let node = *known.entry(fold(&stranger.name)).or_insert(next);
                    if node == next {
                        strangers.push(stranger);
                    }
                    Some(node)
                }
            })
            .collect();
        parents.extend(strangers.iter().map(|_| None));
        cut_circles(&mut parents);
        let mut children = vec![Vec::new(); parents.len()];
        for (node, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent {
                children[*parent].push(node);
            }
        }
        Self { introducers, strangers, parents, children }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// Those beneath nobody.
    pub fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter(|node| self.parents[*node].is_none())
    }

    /// Everybody who introduced a contact.
    pub fn introducers(&self, node: usize) -> impl Iterator<Item = &'a Who> + '_ {
        self.introducers.get(node).into_iter().flatten().copied()
    }

    /// The name of a node.
    pub fn name<'b>(&'b self, network: &'b Network, node: usize) -> &'b str {
        match network.people.get(node) {
            Some(person) => person.name(),
            None => &self.strangers[node - network.people.len()].name,
        }
    }

    /// A node as rows name it.
    pub fn contact(&self, network: &Network, node: usize) -> ContactRow {
        match network.people.get(node) {
            Some(person) => ContactRow::of(person),
            None => self.strangers[node - network.people.len()].clone(),
        }
    }

    /// Puts everybody beneath the same introducer in order.
    pub fn sort(&mut self, order: impl Fn(&usize, &usize) -> Ordering) {
        for children in &mut self.children {
            children.sort_by(&order);
        }
    }

    /// A node and everybody beneath it, each with the number of introductions in between; whoever
    /// introduced comes before whom they introduced.
    pub fn below(&self, node: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let mut next = vec![(node, 0)];
        std::iter::from_fn(move || {
            let (node, depth) = next.pop()?;
            next.extend(self.children[node].iter().rev().map(|child| (*child, depth + 1)));
            Some((node, depth))
        })
    }

    /// Beneath whom a node stands.
    pub fn parent(&self, node: usize) -> Option<usize> {
        self.parents[node]
    }

    /// Everybody, those below before those above.
    pub fn upwards(&self) -> Vec<usize> {
        let mut order: Vec<usize> =
            self.roots().flat_map(|root| self.below(root).map(|(node, _)| node)).collect();
        order.reverse();
        order
    }

    /// For each node, how many of it and those beneath it pass a test.
    pub fn count(&self, test: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut counts: Vec<usize> = (0..self.len()).map(|node| usize::from(test(node))).collect();
        for node in self.upwards() {
            if let Some(parent) = self.parents[node] {
                counts[parent] += counts[node];
            }
        }
        counts
    }
}

/// Takes the arrow upwards from the smallest node of every circle.
fn cut_circles(parents: &mut [Option<usize>]) {
    /// From which start a node was reached first.
    const NOT_YET: usize = usize::MAX;
    let mut reached_from = vec![NOT_YET; parents.len()];
    for start in 0..parents.len() {
        let mut at = start;
        while reached_from[at] == NOT_YET {
            reached_from[at] = start;
            match parents[at] {
                Some(parent) => at = parent,
                None => break,
            }
        }
        let closes = reached_from[at] == start && parents[at].is_some();
        if !closes {
            continue;
        }
        let (entry, mut smallest) = (at, at);
        while let Some(parent) = parents[at].filter(|parent| *parent != entry) {
            at = parent;
            smallest = smallest.min(at);
        }
        parents[smallest] = None;
    }
}

impl Forest<'_> {
    /// For each node, how many conversations it and those beneath it have held together.
    pub(super) fn gather(&self, talks: &[HashSet<usize>]) -> Vec<usize> {
        let mut together: Vec<HashSet<usize>> = talks.to_vec();
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Forest, cut_circles};

    #[test]
    fn a_chain_may_be_as_deep_as_a_network_is_large() {
        const PEOPLE: usize = 100_000;
        let parents = (0..PEOPLE).map(|node| node.checked_sub(1)).collect();
        let children = (0..PEOPLE)
            .map(|node| Vec::from_iter([node + 1].into_iter().filter(|next| *next < PEOPLE)));
        let forest = Forest {
            introducers: Vec::new(),
            strangers: Vec::new(),
            parents,
            children: children.collect(),
        };
        assert_eq!(forest.below(0).last(), Some((PEOPLE - 1, PEOPLE - 1)));
        assert_eq!(forest.count(|_| true)[..2], [PEOPLE, PEOPLE - 1]);
        // Each has one conversation of their own, and all of them one together.
        let talks: Vec<HashSet<usize>> = (0..PEOPLE).map(|node| [node, PEOPLE].into()).collect();
        let yielded = forest.gather(&talks);
        assert_eq!((yielded[0], yielded[PEOPLE - 1]), (PEOPLE + 1, 2));
    }

    #[test]
    fn every_circle_is_cut_at_its_smallest_node() {
        let cases: [(&[Option<usize>], &[Option<usize>]); 6] = [
            (&[], &[]),
            (&[Some(0)], &[None]),
            (&[Some(1), Some(0)], &[None, Some(0)]),
            (&[None, Some(0), Some(1)], &[None, Some(0), Some(1)]),
            // A tail leads into the circle of 1, 2 and 3.
            (
                &[Some(3), Some(2), Some(3), Some(1), Some(0)],
                &[Some(3), None, Some(3), Some(1), Some(0)],
            ),
            (
                &[Some(1), Some(2), Some(0), Some(4), Some(3)],
                &[None, Some(2), Some(0), None, Some(3)],
            ),
        ];
        for (parents, expected) in cases {
            let mut cut = parents.to_vec();
            cut_circles(&mut cut);
            assert_eq!(cut, expected, "{parents:?}");
        }
    }
}
