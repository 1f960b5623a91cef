//! What `.rekindleignore`, `.ignore` and, if asked for, `.gitignore` leave out.
//!
//! As in ripgrep: within one kind of file the nearest one with a say decides, and one kind outranks
//! the next wherever they lie, so that a `.ignore` at the root can take back what a `.gitignore` deep
//! down excludes. Files above the vault have no say, for a vault's notes are the same on every machine.

use std::path::Path;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::skip::PatternFile;

/// The patterns in force in one folder: its own, and those of the folders above.
#[derive(Debug)]
pub(super) struct Rules {
    above: Option<Arc<Rules>>,
    /// By rank, as [`PatternFile::ALL`].
    own: [Gitignore; 3],
}

impl Rules {
    /// The rules of a folder that has these pattern files, and the patterns that mean nothing.
    pub(super) fn new(
        above: Option<Arc<Self>>,
        folder: &Path,
        texts: &[(PatternFile, String)],
    ) -> (Self, Vec<(PatternFile, String)>) {
        let mut bad = Vec::new();
        let own = PatternFile::ALL.map(|kind| {
            let mut builder = GitignoreBuilder::new(folder);
            for (_, text) in texts.iter().filter(|(file, _)| *file == kind) {
                for line in text.trim_start_matches('\u{feff}').lines() {
                    if builder.add_line(None, line).is_err() {
                        bad.push((kind, line.trim().to_owned()));
                    }
                }
            }
            builder.build().unwrap_or_else(|_| {
                // Each pattern is fine on its own; together they are more than a matcher can hold.
                bad.push((kind, "all of them together".to_owned()));
                Gitignore::empty()
            })
        });
        (Self { above, own }, bad)
    }

    /// The kind of file that excludes a path below the folder of these rules, if one does.
    pub(super) fn exclude(&self, path: &Path, is_folder: bool) -> Option<PatternFile> {
        for (rank, kind) in PatternFile::ALL.into_iter().enumerate() {
            let mut rules = Some(self);
            while let Some(here) = rules {
                let verdict = here.own[rank].matched(path, is_folder);
                if verdict.is_ignore() {
                    return Some(kind);
                }
                if verdict.is_whitelist() {
                    return None;
                }
                rules = here.above.as_deref();
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PatternFile::{Git, Ignore, Rekindle};

    fn rules(above: Option<Arc<Rules>>, folder: &str, texts: &[(PatternFile, &str)]) -> Arc<Rules> {
        let texts: Vec<_> = texts.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect();
        Arc::new(Rules::new(above, Path::new(folder), &texts).0)
    }

    #[test]
    fn patterns_mean_what_they_mean_to_ripgrep() {
        let text =
            "# a comment\nprivate/\n/top.md\nlogs/*.md\n!logs/keep.md\n**/deep/*.md\n*.DRAFT.md";
        let rules = rules(None, "", &[(Ignore, text)]);
        let cases = [
            ("private", true, true),
            ("a/private", true, true),
            ("private", false, false),
            ("top.md", false, true),
            ("a/top.md", false, false),
            ("logs/x.md", false, true),
            ("logs/keep.md", false, false),
            ("a/logs/x.md", false, false),
            ("a/b/deep/x.md", false, true),
            ("a/x.DRAFT.md", false, true),
            ("a/x.draft.md", false, false),
            ("# a comment", false, false),
        ];
        for (path, is_folder, excluded) in cases {
            let verdict = rules.exclude(Path::new(path), is_folder);
            assert_eq!(verdict, excluded.then_some(Ignore), "{path}");
        }
    }

    #[test]
    fn the_nearest_file_decides_within_a_kind_and_the_kind_beyond_that() {
        let root = rules(None, "", &[(Ignore, "*.md\n!/People/Tom.md"), (Git, "!*")]);
        let people = rules(Some(root), "People", &[(Ignore, "!/Maya.md"), (Git, "Tom.md")]);
        let cases = [
            ("People/Maya.md", None),
            ("People/Tom.md", None),
            ("People/sub/Maya.md", Some(Ignore)),
            ("People/Ann.md", Some(Ignore)),
        ];
        for (path, expected) in cases {
            assert_eq!(people.exclude(Path::new(path), false), expected, "{path}");
        }
        let top = rules(None, "", &[(Rekindle, "!a.md")]);
        let below = rules(Some(top), "x", &[(Ignore, "*.md")]);
        assert_eq!(below.exclude(Path::new("x/a.md"), false), None);
        assert_eq!(below.exclude(Path::new("x/b.md"), false), Some(Ignore));
    }

    #[test]
    fn a_pattern_that_means_nothing_is_named_and_the_others_count() {
        let text = "\u{feff}a.md\r\n[z-a.md\r\nb.md\r\n".to_owned();
        let (rules, bad) = Rules::new(None, Path::new(""), &[(Ignore, text)]);
        assert_eq!(bad, [(Ignore, "[z-a.md".to_owned())]);
        assert_eq!(rules.exclude(Path::new("a.md"), false), Some(Ignore));
        assert_eq!(rules.exclude(Path::new("b.md"), false), Some(Ignore));
    }
}
