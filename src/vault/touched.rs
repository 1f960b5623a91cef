//! What can be told of a single change without a walk, which is little: that a known note has other bytes
//! now, or that a file was touched which is nobody's business. Everything else may have a say in what the
//! vault is made of: a new note may be excluded, a folder may hold others, a link may lead anywhere.

use std::fs;
use std::io;
use std::path::Path;

use super::names;
use super::scan::has_second_name;
use super::skip::PatternFile;
use crate::model::NotePath;

/// What a change at a path comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touched {
    /// Nothing: it is no note's.
    Nothing,
    /// This note, which is known and is a plain file, may have other bytes.
    Note(NotePath),
}

/// What is known of a vault without links.
pub trait Known {
    /// Whether there is a note at this path.
    fn has_note(&self, path: &NotePath) -> bool;
    /// Whether something at this path is left out.
    fn leaves_out(&self, path: &NotePath) -> bool;
}

/// What a change at a path comes to; none if only a walk can tell. The vault must have no links in it, and
/// the root must be canonical.
pub fn touched(root: &Path, path: &Path, known: &impl Known) -> Option<Touched> {
    let within = path.strip_prefix(root).ok()?;
    let name = within.file_name()?;
    let hidden = |part: &std::ffi::OsStr| part.as_encoded_bytes().starts_with(b".");
    // Below a hidden folder lie settings that have a say.
    if within.parent()?.iter().any(hidden)
        || PatternFile::ALL.iter().any(|kind| kind.name() == name)
    {
        return None;
    }
    let note = NotePath::new(within);
    match fs::symlink_metadata(path) {
        Ok(file) if !file.is_file() => None,
        Ok(_) if !names::is_note(name) => Some(Touched::Nothing),
        Ok(file) => {
            let plain = known.has_note(&note) && !has_second_name(&file);
            plain.then_some(Touched::Note(note))
        }
        // It came and went, and left no trace.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            (!known.has_note(&note) && !known.leaves_out(&note)).then_some(Touched::Nothing)
        }
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::vault_of;

    struct Few;

    impl Known for Few {
        fn has_note(&self, path: &NotePath) -> bool {
            ["a.md", "sub/b.md", "gone.md", "link.md", "twin.md", ".hidden/c.md"]
                .contains(&path.shown().as_str())
        }

        fn leaves_out(&self, path: &NotePath) -> bool {
            ["out.md", "large.md"].contains(&path.shown().as_str())
        }
    }

    #[test]
    #[cfg(unix)]
    fn only_plain_notes_that_are_known_and_other_files_are_told() {
        let vault = vault_of(&[
            ("a.md", ""),
            ("sub/b.md", ""),
            ("new.md", ""),
            ("large.md", ""),
            ("twin.md", ""),
            ("picture.png", ""),
            ("a.md~", ""),
            (".ignore", ""),
            ("sub/.rekindleignore", ""),
            (".obsidian/app.json", ""),
            (".hidden/c.md", ""),
            ("folder/x", ""),
        ]);
        vault.link("link.md", "a.md");
        vault.link("link", "sub");
        fs::hard_link(vault.at("twin.md"), vault.at("second name")).expect("our own file");
        let note = |path: &str| Some(Touched::Note(NotePath::new(path)));
        for (path, expected) in [
            ("a.md", note("a.md")),
            ("sub/b.md", note("sub/b.md")),
            ("picture.png", Some(Touched::Nothing)),
            ("a.md~", Some(Touched::Nothing)),
            // vim's file to try whether it may write, gone again; a lock of emacs.
            ("4913", Some(Touched::Nothing)),
            (".#a.md", Some(Touched::Nothing)),
            ("gone.md", None),
            ("out.md", None),
            ("new.md", None),
            ("large.md", None),
            ("twin.md", None),
            ("link.md", None),
            ("link", None),
            ("folder", None),
            (".ignore", None),
            ("sub/.rekindleignore", None),
            (".obsidian/app.json", None),
            (".hidden/c.md", None),
            ("", None),
            ("../elsewhere", None),
        ] {
            let at = vault.root.join(path);
            assert_eq!(touched(&vault.root, &at, &Few), expected, "{path}");
        }
        assert_eq!(touched(&vault.root, Path::new("/elsewhere/a.md"), &Few), None);
    }
}
