//! What changed between two pictures of a vault. Pure: it sees paths and fingerprints only.

use std::cmp::Ordering;

use super::fingerprint::Fingerprint;
use crate::model::NotePath;

/// What became of one note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It was not known.
    Added(NotePath),
    /// Its fingerprint differs.
    Modified(NotePath),
    /// Its fingerprint agrees, but cannot vouch for the bytes: they must be compared.
    Unsure(NotePath),
    /// It is gone.
    Removed(NotePath),
}

/// Compares what is known with what was found, both in the order of their paths, and returns the changes
/// in that order. A note that is surely the same is not among them.
pub fn diff<'a>(
    known: impl IntoIterator<Item = (&'a NotePath, &'a Fingerprint)>,
    found: impl IntoIterator<Item = (&'a NotePath, &'a Fingerprint)>,
) -> Vec<Change> {
    let mut known = known.into_iter().peekable();
    let mut found = found.into_iter().peekable();
    let mut changes = Vec::new();
    loop {
        let order = match (known.peek(), found.peek()) {
            (None, None) => return changes,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((old, _)), Some((new, _))) => old.cmp(new),
        };
        let old = if order.is_le() { known.next() } else { None };
        let new = if order.is_ge() { found.next() } else { None };
        match (old, new) {
            (Some((path, _)), None) => changes.push(Change::Removed(path.clone())),
            (None, Some((path, _))) => changes.push(Change::Added(path.clone())),
            (Some((path, old)), Some((_, new))) if !old.agrees_with(new) => {
                changes.push(Change::Modified(path.clone()));
            }
            // Only the old one matters: it was taken with the bytes that are known.
            (Some((path, old)), Some(_)) if old.is_racy() => {
                changes.push(Change::Unsure(path.clone()));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    type Picture = BTreeMap<NotePath, Fingerprint>;

    fn picture(notes: &[(&str, u64, bool)]) -> Picture {
        let note = |(path, number, racy): &(&str, u64, bool)| {
            (NotePath::new(*path), Fingerprint::sample(*number, *racy))
        };
        notes.iter().map(note).collect()
    }

    #[test]
    fn each_kind_of_change_is_told() {
        let path = |path: &str| NotePath::new(path);
        let cases = [
            (vec![], vec![], vec![]),
            (vec![], vec![("a", 1, false)], vec![Change::Added(path("a"))]),
            (vec![("a", 1, false)], vec![], vec![Change::Removed(path("a"))]),
            (vec![("a", 1, false)], vec![("a", 1, false)], vec![]),
            (vec![("a", 1, false)], vec![("a", 1, true)], vec![]),
            (vec![("a", 1, true)], vec![("a", 1, false)], vec![Change::Unsure(path("a"))]),
            (vec![("a", 1, true)], vec![("a", 2, false)], vec![Change::Modified(path("a"))]),
            (
                vec![("a", 1, false), ("b/x", 1, false), ("d", 1, false)],
                vec![("b/x", 2, false), ("b.md", 1, false), ("d", 1, false), ("e", 1, false)],
                vec![
                    Change::Removed(path("a")),
                    Change::Modified(path("b/x")),
                    Change::Added(path("b.md")),
                    Change::Added(path("e")),
                ],
            ),
        ];
        for (known, found, expected) in cases {
            let (known, found) = (picture(&known), picture(&found));
            assert_eq!(diff(&known, &found), expected, "{known:?} {found:?}");
        }
    }

    fn any_picture() -> impl Strategy<Value = Picture> {
        let note = ("[ab.]{1,3}(/[ab.]{1,2})?", 0..3_u64, any::<bool>());
        proptest::collection::btree_map(
            note.clone().prop_map(|(path, ..)| NotePath::new(path)),
            note.prop_map(|(_, number, racy)| Fingerprint::sample(number, racy)),
            0..12,
        )
    }

    proptest! {
        #[test]
        fn applying_the_changes_gives_what_was_found(known in any_picture(), found in any_picture()) {
            let mut applied = known.clone();
            for change in diff(&known, &found) {
                match change {
                    Change::Removed(path) => prop_assert!(applied.remove(&path).is_some()),
                    Change::Added(path) => {
                        let fingerprint = found[&path];
                        prop_assert_eq!(applied.insert(path, fingerprint), None);
                    }
                    Change::Modified(path) | Change::Unsure(path) => {
                        let fingerprint = found[&path];
                        prop_assert!(applied.insert(path, fingerprint).is_some());
                    }
                }
            }
            prop_assert!(applied.keys().eq(found.keys()));
            prop_assert!(applied.values().zip(found.values()).all(|(a, b)| a.agrees_with(b)));
            prop_assert_eq!(diff(&found, &found).len(), found.values().filter(|f| f.is_racy()).count());
        }
    }
}
