//! Conditions that no note of this vault can fulfil: a name, a tag or a channel that nothing has.

use std::collections::BTreeSet;

use super::with::named;
use crate::model::text::{fold, nearest};
use crate::note::channel_name;
use crate::query::{Leaf, Node};
use crate::state::Snapshot;

/// What nothing has of what a query asks for, a sentence each.
pub(in crate::answer) fn doubts(snapshot: &Snapshot, root: &Node) -> Vec<String> {
    root.asked_for().filter_map(|(leaf, _)| doubt(snapshot, leaf)).collect()
}

/// That nothing has what a condition names, with the spelling that may have been meant.
pub(super) fn doubt(snapshot: &Snapshot, leaf: &Leaf) -> Option<String> {
    let (says, near) = match leaf {
        Leaf::With(name) => {
            let network = snapshot.network();
            if !named(snapshot, name).is_empty() {
                return None;
            }
            let names: Vec<&str> = network.people.iter().map(|person| person.name()).collect();
            let words = names.iter().flat_map(|name| name.split_whitespace());
            let near = nearest(name, names.iter().copied().chain(words)).map(str::to_owned);
            (format!("with:{name} fits no contact"), near)
        }
        Leaf::Tag(tag) if tag.ends_with('*') => {
            let known = snapshot.view().ok()?.tags().ok()?;
            let begun = fold(tag.trim_end_matches('*'));
            if known.iter().any(|known| known.starts_with(&begun)) {
                return None;
            }
            (format!("no note has a tag that begins with {begun}"), None)
        }
        Leaf::Tag(tag) => {
            let known = snapshot.view().ok()?.tags().ok()?;
            let near = unknown(&fold(tag), &known)?;
            (format!("no note has the tag {tag}"), near)
        }
        Leaf::Via(channel) => {
            let known = snapshot.view().ok()?.channels().ok()?;
            let near = unknown(&channel_name(channel), &known)?;
            (format!("nothing went via {channel}"), near)
        }
        _ => return None,
    };
    Some(match near {
        Some(near) => format!("{says}; did you mean {near}?"),
        None => says,
    })
}

/// The known value that is nearest to one that is not known.
fn unknown(wanted: &str, known: &BTreeSet<String>) -> Option<Option<String>> {
    let is_unknown = !known.contains(wanted);
    is_unknown.then(|| nearest(wanted, known.iter().map(String::as_str)).map(str::to_owned))
}
