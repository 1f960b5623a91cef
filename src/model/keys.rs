//! Every key of a note's front matter with its values, in one text.
//!
//! Why not in the index: a comparison needs the values themselves, typed when they are asked for, and
//! `word:` is a field only if some note has such a key, which has to be known before anything is searched.
//! Why one text: a daemon holds the facts of all notes in memory, and a note has eight keys or so: one
//! allocation of some 150 bytes instead of thirty.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

/// Longer values are cut, in bytes: nobody compares with more than the beginning of a paragraph.
const LONGEST_VALUE: usize = 200;
/// The most values of one key.
const MOST_VALUES: usize = 64;
/// All keys and values of a note together, in bytes; what comes after is left out.
const LONGEST: usize = 8 << 10;

/// What stands before a key, and before each of its values. Neither holds a control character.
const KEY: char = '\u{1e}';
const VALUE: char = '\u{1f}';

/// The keys of a note's front matter with their values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Keys(Box<str>);

impl Keys {
    /// Packs keys, as they are compared, with their values as typed. Of several with one name the first
    /// counts.
    pub fn new<'a>(keys: impl IntoIterator<Item = (&'a str, Vec<&'a str>)>) -> Self {
        let mut packed = String::new();
        let mut seen = HashSet::new();
        for (key, values) in keys {
            if key.is_empty() || key.contains(char::is_control) || seen.contains(key) {
                continue;
            }
            if packed.len() + key.len() > LONGEST {
                break;
            }
            seen.insert(key);
            packed.push(KEY);
            packed.push_str(key);
            for value in values.into_iter().take(MOST_VALUES) {
                let value = cut(value, LONGEST_VALUE);
                if packed.len() + value.len() > LONGEST {
                    break;
                }
                packed.push(VALUE);
                packed.extend(value.chars().map(|c| if c.is_control() { ' ' } else { c }));
            }
        }
        Self(packed.into())
    }

    /// Each key with its values; one without a value has none.
    pub fn iter(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
        self.0.split(KEY).skip(1).map(|packed| {
            let mut parts = packed.split(VALUE);
            (parts.next().unwrap_or_default(), parts)
        })
    }

    /// The values of a key, if it is there.
    pub fn get(&self, key: &str) -> Option<impl Iterator<Item = &str>> {
        self.iter().find(|(name, _)| *name == key).map(|(_, values)| values)
    }
}

/// The first bytes of a text, whole characters only.
fn cut(text: &str, limit: usize) -> &str {
    let end = (0..=limit.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(keys: &Keys) -> Vec<(String, Vec<String>)> {
        let one = |(key, values): (&str, _)| {
            let values: Vec<String> = Iterator::map(values, str::to_owned).collect();
            (key.to_owned(), values)
        };
        keys.iter()
            .map(|(key, values)| one((key, values.collect::<Vec<&str>>().into_iter())))
            .collect()
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        let keys = Keys::new([
            ("status", vec!["open", "two\nlines"]),
            ("due", vec![]),
            ("status", vec!["second"]),
        ]);
        let strings = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>();
        let expected = [
            ("status".to_owned(), strings(&["open", "two lines"])),
            ("due".to_owned(), strings(&[])),
        ];
        assert_eq!(shown(&keys), expected);
        assert_eq!(keys.get("due").map(Iterator::count), Some(0));
        assert!(keys.get("stat").is_none());
        assert!(Keys::default().iter().next().is_none());
    }

    #[test]
    fn a_note_cannot_take_much_memory_with_its_keys() {
        let long = "é".repeat(500);
        let names: Vec<String> = (0..1000).map(|number| format!("key{number}")).collect();
        let keys = Keys::new(names.iter().map(|name| (name.as_str(), vec![long.as_str(); 100])));
        assert!(keys.0.len() <= LONGEST + 2, "{}", keys.0.len());
        let mut values = keys.get("key0").expect("the first is there");
        assert_eq!(values.next().map(str::len), Some(LONGEST_VALUE));
    }
}
