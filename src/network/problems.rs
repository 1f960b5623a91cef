//! What is wrong with contacts in the light of one another, whatever the day: two that go by one name,
//! and introductions that lead round to where they began.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::directory::{Directory, Who};
use super::{Person, Place};
use crate::model::text::{fold, listed};
use crate::model::{Code, NotePath, Problem, Spot};

/// Names and addresses that two contacts share, one problem for each pair, at the later of the two.
pub(super) fn shared_names(people: &[Person], directory: &Directory) -> Vec<(NotePath, Problem)> {
    let mut pairs: BTreeMap<(usize, usize), BTreeSet<&str>> = BTreeMap::new();
    let mut spellings: HashMap<usize, Spellings> = HashMap::new();
    for (key, mut who) in directory.shared() {
        // A file's name that is not the contact's own may well stand in two folders.
        who.retain(|index| {
            let own = spellings.entry(*index).or_insert_with(|| spellings_of(&people[*index]));
            own.contains_key(key)
        });
        let Some((first, later)) = who.split_first() else { continue };
        for second in later {
            pairs.entry((*second, *first)).or_default().insert(key);
        }
    }
    let problem = |((second, first), keys): ((usize, usize), BTreeSet<&str>)| {
        let (person, other) = (&people[second], &people[first]);
        let mut shared: Vec<(Option<Spot>, String)> =
            keys.into_iter().filter_map(|key| spellings[&second].get(key).cloned()).collect();
        // Where a key of the front matter says it, that is the place to look.
        shared.sort_by_key(|(at, _)| (at.is_none(), *at));
        let at = shared.iter().find_map(|(at, _)| *at).unwrap_or(Spot::START);
        let mut names: Vec<String> = shared.into_iter().map(|(_, name)| name).collect();
        names.dedup_by_key(|name| fold(name));
        let verb = if names.len() == 1 { "means" } else { "mean" };
        let message = format!("{} also {verb} {}", listed(&names), other.note.path.shown());
        let problem = Problem::at(Code::ContactTwice, at, message).with_hint(
            "merge the two notes if they are one person; if not, give each a name and an address of its own",
        );
        (person.note.path.clone(), problem)
    };
    pairs.into_iter().map(problem).collect()
}

/// How a contact spells each folded name or address of its own, and where.
type Spellings = HashMap<String, (Option<Spot>, String)>;

fn spellings_of(person: &Person) -> Spellings {
    let contact = person.contact();
    let places = &contact.places;
    let aliases = contact.aliases.iter().map(|alias| (places.aliases, alias));
    let addresses = contact.emails.iter().map(|address| (places.emails, address));
    let all = std::iter::once((places.name, &contact.name)).chain(aliases).chain(addresses);
    let mut spellings = Spellings::new();
    for (at, name) in all {
        spellings.entry(fold(name)).or_insert_with(|| (at, name.clone()));
    }
    spellings
}

/// Circles of introductions: Maya by Tom, Tom by Maya. Each is told once, at its first contact by path.
pub(super) fn circles(people: &[Person], directory: &Directory) -> Vec<(NotePath, Problem)> {
    let found = find_circles(people.len(), |index| {
        let by = people[index].introduced_by.iter();
        let known = by.filter_map(|who| match who {
            Who::Contact(by) => Some(*by),
            _ => None,
        });
        known.collect()
    });
    let problem = |circle: Vec<usize>| {
        let person = &people[circle[0]];
        let by = Who::Contact(circle[1 % circle.len()]);
        let mut stated = person.contact().introduced_by.iter();
        let at = stated.find(|at| directory.resolve(&at.value).contains(&by));
        let place = Place::of(&person.note.path, at.map_or(Spot::START, |at| at.spot()));
        let message = format!("introductions lead round in a circle: {}", chain(people, &circle));
        let problem = Problem::at(Code::IntroductionCircle, place.spot(), message).with_hint(
            "one of them was known first: take `introduced_by` out of that note, or mend it",
        );
        (place.path, problem)
    };
    found.into_iter().map(problem).collect()
}

/// `Maya Chen, by Tom Okafor, by Maya Chen`.
fn chain(people: &[Person], circle: &[usize]) -> String {
    /// More names than this are not read by anybody.
    const LONGEST: usize = 6;
    let name = |index: &usize| people[*index].name();
    let mut names: Vec<&str> = circle.iter().take(LONGEST).map(name).collect();
    if circle.len() > LONGEST {
        names.push("…");
    }
    names.extend(circle.first().map(name));
    names.join(", by ")
}

/// Circles among `count` nodes, at least one wherever nodes lead round to themselves; each begins with
/// its smallest node. Every edge is looked at once.
fn find_circles(count: usize, leads_to: impl Fn(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        OnTheWay,
        Done,
    }
    let mut seen = vec![Seen::Not; count];
    let mut found: BTreeSet<Vec<usize>> = BTreeSet::new();
    for start in 0..count {
        if seen[start] != Seen::Not {
            continue;
        }
        seen[start] = Seen::OnTheWay;
        let mut way = vec![(start, leads_to(start).into_iter())];
        while let Some((node, next)) = way.last_mut() {
            let node = *node;
            match next.next() {
                None => {
                    seen[node] = Seen::Done;
                    way.pop();
                }
                Some(next) if seen[next] == Seen::Not => {
                    seen[next] = Seen::OnTheWay;
                    way.push((next, leads_to(next).into_iter()));
                }
                Some(next) if seen[next] == Seen::OnTheWay => {
                    let from = way.iter().position(|(node, _)| *node == next).unwrap_or(0);
                    let mut circle: Vec<usize> =
                        way[from..].iter().map(|(node, _)| *node).collect();
                    let first = (0..circle.len()).min_by_key(|at| circle[*at]).unwrap_or(0);
                    circle.rotate_left(first);
                    found.insert(circle);
                }
                Some(_) => {}
            }
        }
    }
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_wherever_they_are() {
        let circles = |edges: &[&[usize]]| find_circles(edges.len(), |node| edges[node].to_vec());
        assert_eq!(circles(&[&[1], &[0]]), [[0, 1]]);
        assert_eq!(circles(&[&[0]]), [[0]]);
        assert_eq!(circles(&[&[1], &[2], &[]]), [[0_usize; 0]; 0]);
        // A way into a circle is no part of it, and one of two introducers is enough.
        assert_eq!(circles(&[&[2], &[], &[1, 3], &[2]]), [[2, 3]]);
        assert_eq!(circles(&[&[1], &[2], &[0, 3], &[2]]), [vec![0, 1, 2], vec![2, 3]]);
        let long = 100_000;
        let ring = find_circles(long, |node| vec![(node + 1) % long]);
        assert_eq!((ring.len(), ring[0].len()), (1, long));
    }
}
