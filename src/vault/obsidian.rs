//! What Obsidian's own settings say about a vault: which files its user excluded, and which folder holds
//! templates. A settings file that is missing or damaged says nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::{Regex, RegexBuilder};
use serde_json::Value;

use super::read;
use crate::model::NotePath;

/// The largest settings file that is read; a plugin may keep its data there.
const LARGEST: u64 = 1 << 20;
/// What a compiled pattern may take in memory.
const LARGEST_PATTERN: usize = 1 << 20;
/// So many patterns are understood, and each of them is tried on every path; a file of the size above has
/// room for a hundred thousand.
const MOST_PATTERNS: usize = 100;

const APP: &str = ".obsidian/app.json";
/// Files that name a folder of templates, and the key that does.
const TEMPLATES: [(&str, &str); 2] = [
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
];

/// The folders of templates that Obsidian and its plugin Templater are set to, relative to the vault.
pub fn template_folders(root: &Path) -> Vec<String> {
    let mut folders: Vec<String> = Vec::new();
    for (file, key) in TEMPLATES {
        let settings = settings(root, file);
        let folder = settings.get(key).and_then(Value::as_str).unwrap_or_default();
        let folder = folder.trim().trim_matches('/');
        if !folder.is_empty() && !folders.iter().any(|known| known == folder) {
            folders.push(folder.to_owned());
        }
    }
    folders
}

/// The files that the user told Obsidian to exclude.
#[derive(Debug, Default)]
pub(super) struct Excluded {
    /// Beginnings of paths.
    prefixes: Vec<String>,
    patterns: Vec<Regex>,
}

impl Excluded {
    /// Reads the list, and names the patterns that mean nothing here.
    pub(super) fn read(root: &Path) -> (Self, Vec<String>) {
        let settings = settings(root, APP);
        let list = settings.get("userIgnoreFilters").and_then(Value::as_array);
        let filters = list.into_iter().flatten().filter_map(Value::as_str);
        Self::new(filters)
    }

    fn new<'a>(filters: impl IntoIterator<Item = &'a str>) -> (Self, Vec<String>) {
        let mut excluded = Self::default();
        let mut bad = Vec::new();
        for filter in filters {
            let inside = filter.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
            match inside.filter(|pattern| !pattern.is_empty()) {
                Some(pattern) => {
                    let has_room = excluded.patterns.len() < MOST_PATTERNS;
                    let build = || RegexBuilder::new(pattern).size_limit(LARGEST_PATTERN).build();
                    match has_room.then(build) {
                        Some(Ok(pattern)) => excluded.patterns.push(pattern),
                        Some(Err(_)) | None => bad.push(filter.to_owned()),
                    }
                }
                None if filter.trim_matches('/').is_empty() => {}
                None => excluded.prefixes.push(filter.trim_start_matches('/').to_owned()),
            }
        }
        (excluded, bad)
    }

    /// Whether nothing is on the list.
    pub(super) fn is_empty(&self) -> bool {
        self.prefixes.is_empty() && self.patterns.is_empty()
    }

    /// Whether a note is on the list.
    pub(super) fn has_note(&self, path: &Path) -> bool {
        let path = NotePath::new(path).shown();
        self.prefixes.iter().any(|prefix| path.starts_with(prefix))
            || self.patterns.iter().any(|pattern| pattern.is_match(&path))
    }

    /// Whether everything in a folder is on the list. A pattern may match some of it only, so patterns
    /// are left to the notes.
    pub(super) fn has_folder(&self, path: &Path) -> bool {
        if self.prefixes.is_empty() {
            return false;
        }
        let path = format!("{}/", NotePath::new(path).shown());
        self.prefixes.iter().any(|prefix| path.starts_with(prefix))
    }
}

/// The folders of these settings that are there, by their place on disk, and whether one of them or a file
/// in them is a link, so that the settings could change elsewhere.
pub(super) fn watched_folders(root: &Path) -> (Vec<PathBuf>, bool) {
    let (mut folders, mut links) = (Vec::new(), false);
    let files = TEMPLATES.map(|(file, _)| file);
    let paths: BTreeSet<&Path> =
        files.iter().chain([&APP]).flat_map(|file| Path::new(file).ancestors()).collect();
    // In order, a folder comes before what is in it. The first is the root itself, which is walked.
    for path in paths.into_iter().skip(1) {
        let path = root.join(path);
        let Ok(meta) = fs::symlink_metadata(&path) else { continue };
        links |= meta.is_symlink();
        if meta.is_dir() {
            folders.push(path);
        }
    }
    (folders, links)
}

/// The name of the file with the list, for reports.
pub(super) fn list_file() -> NotePath {
    NotePath::new(APP)
}

fn settings(root: &Path, file: &str) -> Value {
    let bytes = read::bounded(root, Path::new(file), LARGEST, false);
    bytes.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::vault_of;

    #[test]
    fn the_excluded_list_has_beginnings_of_paths_and_patterns() {
        let filters = [
            "Archive/",
            "Log/2020-",
            "README.md",
            r"/\.draft\.md$/",
            r"/^x\/y/",
            "/",
            "",
            "/(?=x)/",
        ];
        let (excluded, bad) = Excluded::new(filters);
        assert_eq!(bad, ["/(?=x)/"]);
        let notes = [
            ("Archive/a.md", true),
            ("Archive/x/a.md", true),
            ("People/Archive/a.md", false),
            ("Archived.md", false),
            ("Log/2020-01-01.md", true),
            ("Log/2021-01-01.md", false),
            ("README.md", true),
            ("sub/README.md", false),
            ("sub/x.draft.md", true),
            ("x/y/a.md", true),
            ("a/x/y/a.md", false),
        ];
        for (path, expected) in notes {
            assert_eq!(excluded.has_note(Path::new(path)), expected, "{path}");
        }
        for (path, expected) in [("Archive", true), ("Archived", false), ("Log", false)] {
            assert_eq!(excluded.has_folder(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn a_list_of_patterns_without_end_is_not_held_in_memory() {
        let filters: Vec<String> = (0..1_000).map(|number| format!("/a{number}/")).collect();
        let (excluded, bad) = Excluded::new(filters.iter().map(String::as_str));
        assert_eq!((excluded.patterns.len(), bad.len()), (100, 900));
        assert!(excluded.has_note(Path::new("a7.md")) && !excluded.has_note(Path::new("b.md")));
    }

    #[test]
    fn folders_of_templates_come_from_both_settings() {
        let templater = ".obsidian/plugins/templater-obsidian/data.json";
        type Files<'a> = &'a [(&'a str, &'a str)];
        let cases: [(Files<'_>, &[&str]); 5] = [
            (&[], &[]),
            (
                &[(".obsidian/templates.json", r#"{"folder":"Meta/Templates/"}"#)],
                &["Meta/Templates"],
            ),
            (
                &[
                    (".obsidian/templates.json", r#"{"folder":"T"}"#),
                    (templater, r#"{"templates_folder":"Other","x":1}"#),
                ],
                &["T", "Other"],
            ),
            (
                &[
                    (".obsidian/templates.json", r#"{"folder": 3"#),
                    (templater, r#"{"templates_folder":"T"}"#),
                ],
                &["T"],
            ),
            (&[(".obsidian/templates.json", r#"{"folder":"/"}"#)], &[]),
        ];
        for (files, expected) in cases {
            assert_eq!(template_folders(&vault_of(files).root), expected, "{files:?}");
        }
    }
}
