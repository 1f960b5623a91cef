//! What a person is called: the name, the other names, and the organisations, which are names too.

use std::collections::HashSet;

use super::super::fields::{Fields, Key, split_list, unlink};
use super::super::value::{Value, normal};
use super::Source;
use crate::settings::Settings;

/// The name, and whether it came from the title.
pub(super) fn name(source: &Source<'_>) -> (String, bool) {
    let Source { path, fields, heading, settings } = *source;
    let stated = fields.first(Key::Name, settings, |field| match &field.value {
        Value::Map(pairs) => full_name(pairs),
        value => value.texts().first().map(|text| unlink(text)),
    });
    let parts = || {
        let first = fields.text(Key::FirstName, settings)?;
        let last = fields.text(Key::LastName, settings);
        Some(last.map_or(first.clone(), |last| format!("{first} {last}")))
    };
    let stated = stated.filter(|name| !name.is_empty()).or_else(parts);
    if let Some(name) = stated {
        return (name, false);
    }
    let of_file = file_name(&path.stem());
    let is_id = !of_file.contains(' ') && of_file.contains(|c: char| c.is_ascii_digit());
    if is_id {
        if let Some(title) = fields.text(Key::Title, settings) {
            return (title, true);
        }
        if let Some(heading) = heading {
            return (heading.trim().to_owned(), false);
        }
    }
    (of_file, false)
}

/// `{first: Maya, last: Chen}` and its like.
fn full_name(pairs: &[(String, Value)]) -> Option<String> {
    let part = |names: &[&str]| {
        let pair = pairs.iter().find(|(key, _)| names.contains(&normal(key).as_str()));
        pair.and_then(|(_, value)| value.text())
    };
    let whole = part(&["full", "fullname", "fn", "name"]);
    let first = part(&["first", "given", "firstname", "givenname"]);
    let last = part(&["last", "family", "surname", "lastname", "familyname"]);
    match (whole, first, last) {
        (Some(whole), _, _) => Some(whole.to_owned()),
        (None, Some(first), Some(last)) => Some(format!("{first} {last}")),
        (None, one, two) => one.or(two).map(str::to_owned),
    }
}

/// The name that a file's name gives: `Chen, Maya`, `@Maya Chen`, `Person - Maya Chen`, `maya-chen`.
fn file_name(stem: &str) -> String {
    let name = stem.rsplit("___").next().unwrap_or(stem);
    let name = name.rsplit("%2F").next().unwrap_or(name).trim().trim_start_matches('@');
    let name = ["Person - ", "person - ", "People - "]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name);
    if let Some((last, first)) = name.split_once(", ")
        && !first.trim().is_empty()
        && !first.contains(',')
    {
        return format!("{} {}", first.trim(), last.trim());
    }
    let kebab = name.contains(['-', '_'])
        && name.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_'));
    if !kebab {
        return name.trim().to_owned();
    }
    let words = name.split(['-', '_']).filter(|word| !word.is_empty()).map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    words.collect::<Vec<_>>().join(" ")
}

pub(super) fn aliases(fields: &Fields, settings: &Settings) -> Vec<String> {
    let all = fields.all(Key::Aliases, settings);
    let texts = all.iter().flat_map(|field| field.value.texts());
    let names = texts.flat_map(split_list).map(|text| unlink(text.trim_start_matches('@')));
    distinct(names)
}

/// Organisations keep their commas (`Acme, Inc.`) unless they are links or a list.
pub(super) fn organisations(fields: &Fields, settings: &Settings) -> Vec<String> {
    let all = fields.all(Key::Organisation, settings);
    let texts = all.iter().flat_map(|field| field.value.texts());
    let names = texts.flat_map(|text| {
        if text.contains("]],") || text.contains("]] ,") { split_list(text) } else { vec![text] }
    });
    distinct(names.map(unlink))
}

/// Each name once, in the order written; blank ones left out.
fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    names.filter(|name| !name.is_empty() && seen.insert(name.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_gives_a_name() {
        let cases = [
            ("Maya Chen", "Maya Chen"),
            ("Chen, Maya", "Maya Chen"),
            ("@Maya Chen", "Maya Chen"),
            ("Person - Maya Chen", "Maya Chen"),
            ("Person___Maya Chen", "Maya Chen"),
            ("maya-chen", "Maya Chen"),
            ("Jean-Luc", "Jean-Luc"),
            ("Acme, Inc, Ltd", "Acme, Inc, Ltd"),
            ("田中", "田中"),
        ];
        for (stem, name) in cases {
            assert_eq!(file_name(stem), name, "{stem}");
        }
    }
}
