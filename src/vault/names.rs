//! What a file's name says about it: a note, or something that an editor, a sync tool or the desktop
//! keeps for itself. Pure, so that a walk and a watcher cannot disagree.
//!
//! A sync tool's conflict copy (`a.sync-conflict-….md`) is a note like any other here; what it counts as
//! is decided where notes are read.

use std::ffi::OsStr;
use std::path::Path;

use super::skip::SkipReason;

/// Whether a file of this name is a note: it ends in `.md` or `.markdown`, whatever the case.
pub fn is_note(name: &OsStr) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("md") || end.eq_ignore_ascii_case("markdown"))
}

/// Why a file of this name is left out, whatever is in it.
pub fn rule_for_file(name: &OsStr) -> Option<SkipReason> {
    let name = name.to_string_lossy();
    if is_temporary(&name) {
        Some(SkipReason::Temporary)
    } else if name.starts_with('.') {
        Some(SkipReason::Hidden)
    } else {
        None
    }
}

/// Why a folder of this name is left out with all that is in it.
pub fn rule_for_folder(name: &OsStr) -> Option<SkipReason> {
    let name = name.to_string_lossy();
    if matches!(&*name, ".trash" | "$RECYCLE.BIN" | "#recycle") || name.starts_with(".Trash-") {
        Some(SkipReason::Trash)
    } else if SYNC_FOLDERS.contains(&&*name) {
        Some(SkipReason::SyncTool)
    } else if name.starts_with('.') {
        Some(SkipReason::Hidden)
    } else {
        None
    }
}

/// Folders of old versions, markers and thumbnails.
const SYNC_FOLDERS: [&str; 9] = [
    ".stversions",        // Syncthing
    ".stfolder",          // Syncthing
    ".sync",              // Resilio
    ".dropbox.cache",     // Dropbox
    ".dropbox",           // Dropbox
    ".~tmp~",             // rsync
    "@eaDir",             // Synology
    "#snapshot",          // Synology
    "@Recently-Snapshot", // QNAP
];

fn is_temporary(name: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|end| name.ends_with(end));
    let begins = |openings: &[&str]| openings.iter().any(|start| name.starts_with(start));
    // vim tries whether it may write a folder with a file of this very name.
    name == "4913"
        // Emacs: locks, and files that it saves on its own.
        || name.starts_with(".#")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        // Backups of vim, Emacs, nano and gedit; swap files of vim.
        || ends(&["~", ".swp", ".swo", ".swx"])
        // Office locks, LibreOffice locks, files that GTK and JetBrains write before they rename.
        || begins(&["~$", ".~lock.", ".goutputstream-"])
        || ends(&["___jb_tmp___", "___jb_old___"])
        || ends(&[".tmp", ".temp", ".part", ".crdownload"])
        || is_sed_file(name)
}

/// `sed -i` writes into `sed` and six letters or digits before it renames.
fn is_sed_file(name: &str) -> bool {
    name.strip_prefix("sed").is_some_and(|rest| {
        rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_known_by_their_ending() {
        let cases = [
            ("a.md", true),
            ("A.MD", true),
            ("a.markdown", true),
            ("a b.c.Md", true),
            ("a\nb.md", true),
            ("a.sync-conflict-20260101-120000-ABCDEFG.md", true),
            ("a.excalidraw.md", true),
            ("a.md~", false),
            ("a.txt", false),
            ("a.mdx", false),
            ("md", false),
            (".md", false),
        ];
        for (name, expected) in cases {
            assert_eq!(is_note(OsStr::new(name)), expected, "{name}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_name_that_is_not_utf8_can_be_a_note() {
        use std::os::unix::ffi::OsStrExt;
        assert!(is_note(OsStr::from_bytes(b"Jos\xe9.md")));
        assert_eq!(rule_for_file(OsStr::from_bytes(b"Jos\xe9.md")), None);
    }

    #[test]
    fn files_of_editors_and_hidden_files_are_left_out() {
        use SkipReason::{Hidden, Temporary};
        let cases = [
            ("a.md", None),
            ("a.sync-conflict-20260101-120000-ABCDEFG.md", None),
            ("a (conflicted copy 2026-01-01).md", None),
            ("4913.md", None),
            ("sediment.md", None),
            ("#1.md", None),
            ("a.md~", Some(Temporary)),
            ("4913", Some(Temporary)),
            ("#a.md#", Some(Temporary)),
            (".#a.md", Some(Temporary)),
            (".a.md.swp", Some(Temporary)),
            ("sedAb3xYz", Some(Temporary)),
            (".syncthing.a.md.tmp", Some(Temporary)),
            ("~$a.md", Some(Temporary)),
            (".a.md", Some(Hidden)),
            (".a.md.Xy12ab", Some(Hidden)),
        ];
        for (name, expected) in cases {
            assert_eq!(rule_for_file(OsStr::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn folders_of_tools_are_left_out() {
        use SkipReason::{Hidden, SyncTool, Trash};
        let cases = [
            ("People", None),
            ("x.md", None),
            ("#tags", None),
            (".obsidian", Some(Hidden)),
            (".git", Some(Hidden)),
            (".trash", Some(Trash)),
            (".Trash-1000", Some(Trash)),
            ("#recycle", Some(Trash)),
            (".stversions", Some(SyncTool)),
            (".sync", Some(SyncTool)),
            (".~tmp~", Some(SyncTool)),
            ("@eaDir", Some(SyncTool)),
        ];
        for (name, expected) in cases {
            assert_eq!(rule_for_folder(OsStr::new(name)), expected, "{name}");
        }
    }
}
