//! Walks over real folders.

use std::time::Duration;

use super::*;
use crate::vault::{TestVault, vault_of};

/// Walks a vault, and once more when all of its notes are known: what is the same is not found again, and all
/// else is told as before.
fn walk(vault: &TestVault, limits: &Limits) -> Scan {
    let walk = |earlier: &Earlier<'_>| {
        let cutoff = Cutoff::before_now(Duration::ZERO);
        scan(&vault.root, limits, cutoff, earlier).expect("the root can be read")
    };
    let first = walk(&Earlier::default());
    assert!(first.same.is_empty());
    let known = first.found.iter().map(|note| (&note.path, &note.fingerprint)).collect();
    let mut again = walk(&Earlier::of(known));
    again.same.sort_unstable();
    assert_eq!(again.found, []);
    assert!(again.same.iter().copied().eq((0..).take(first.found.len())));
    assert_eq!((&again.skipped, &again.reach), (&first.skipped, &first.reach));
    first
}

fn notes(scan: &Scan) -> Vec<String> {
    scan.found.iter().map(|found| found.path.shown()).collect()
}

/// What is left out, as `path: reason`.
fn left_out(scan: &Scan) -> Vec<String> {
    scan.skipped.iter().map(|skipped| format!("{}: {}", skipped.path, skipped.reason)).collect()
}

#[test]
fn notes_are_found_and_everything_left_out_is_listed() {
    let vault = vault_of(&[
        (".git/HEAD.md", ""),
        (".hidden.md", ""),
        (".obsidian/app.json", r#"{"userIgnoreFilters":["Archive/","/(/"]}"#),
        (".trash/x.md", ""),
        ("Archive/a.md", ""),
        ("People/Maya Chen.MD", ""),
        ("People/a.sync-conflict-20260101-120000-ABCDEFG.md", ""),
        ("People/photo.jpg", ""),
        ("People/~$Maya.md", ""),
        ("a folder.md/inside.markdown", ""),
        ("empty.md", ""),
        ("large.md", "123456"),
        ("new\nline.md", ""),
        ("@eaDir/a.md", ""),
    ]);
    let scan = walk(&vault, &Limits { note_bytes: 5, ..Limits::default() });
    assert_eq!(
        notes(&scan),
        [
            "People/Maya Chen.MD",
            "People/a.sync-conflict-20260101-120000-ABCDEFG.md",
            "a folder.md/inside.markdown",
            "empty.md",
            "new\nline.md",
        ]
    );
    assert_eq!(
        left_out(&scan),
        [
            ".git: it is hidden",
            ".hidden.md: it is hidden",
            ".obsidian: it is hidden",
            ".obsidian/app.json: its pattern `/(/` cannot be understood",
            ".trash: it is in the trash",
            "@eaDir: it is a folder that a sync tool keeps for itself",
            "Archive: it is among Obsidian's excluded files",
            "People/~$Maya.md: it is an editor's temporary or backup file",
            "large.md: it is larger than 5 bytes, the limit for a note",
        ]
    );
}

#[test]
fn pattern_files_leave_notes_out_and_git_has_a_say_only_if_asked() {
    let vault = vault_of(&[
        (".gitignore", "People/"),
        (".ignore", "private/\n*.draft.md\n"),
        (".rekindleignore", "!keep.draft.md\n"),
        ("People/maya.md", ""),
        ("a.draft.md", ""),
        ("keep.draft.md", ""),
        ("sub/.ignore", "!b.draft.md\n/only-here.md\n{"),
        ("sub/b.draft.md", ""),
        ("sub/only-here.md", ""),
        ("sub/deeper/only-here.md", ""),
        ("sub/private/a.md", ""),
    ]);
    let scan = walk(&vault, &Limits::default());
    let without_git =
        ["People/maya.md", "keep.draft.md", "sub/b.draft.md", "sub/deeper/only-here.md"];
    assert_eq!(notes(&scan), without_git);
    assert_eq!(
        left_out(&scan),
        [
            "a.draft.md: it is excluded by a pattern in .ignore",
            "sub/.ignore: its pattern `{` cannot be understood",
            "sub/only-here.md: it is excluded by a pattern in .ignore",
            "sub/private: it is excluded by a pattern in .ignore",
        ]
    );
    let scan = walk(&vault, &Limits { gitignore: true, ..Limits::default() });
    assert_eq!(notes(&scan), without_git[1..]);
}

#[test]
#[cfg(unix)]
fn names_are_kept_byte_for_byte() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let vault = vault_of(&[]);
    let name = OsStr::from_bytes(b"Jos\xe9.md");
    // Some file systems refuse such a name, and then there is nothing to be tested.
    if fs::write(vault.root.join(name), "").is_ok() {
        assert_eq!(walk(&vault, &Limits::default()).found[0].path, NotePath::new(name));
    }
}

#[test]
#[cfg(unix)]
fn a_file_counts_once_whatever_links_lead_to_it() {
    let vault = vault_of(&[
        ("People/maya.md", "1"),
        (".store/tom.md", "2"),
        (".store/deep/ann.md", "3"),
        ("plain.txt", "4"),
    ]);
    vault.link("a-link.md", "People/maya.md");
    vault.link("crew", "People");
    vault.link("notes", ".store");
    vault.link("notes again", ".store");
    vault.link("tom.md", ".store/tom.md");
    vault.link("text.md", "plain.txt");
    vault.link("picture.png", "nothing.png");
    fs::hard_link(vault.at("People/maya.md"), vault.at("hard.md")).expect("a second name");
    let scan = walk(&vault, &Limits::default());
    assert_eq!(
        notes(&scan),
        ["People/maya.md", "hard.md", "notes/deep/ann.md", "notes/tom.md", "text.md"]
    );
    assert_eq!(
        left_out(&scan),
        [
            ".store: it is hidden",
            "a-link.md: it is a link to something that counts under its own path",
            "crew: it is a link to something that counts under its own path",
            "notes again: it is a link to something that counts under its own path",
            "tom.md: it is a link to something that counts under its own path",
        ]
    );
}

#[test]
#[cfg(unix)]
fn links_that_lead_nowhere_or_out_or_round_are_listed_and_end() {
    let outside = vault_of(&[("theirs.md", ""), ("sub/more.md", ""), ("x.png", "")]);
    outside.link("back", &outside.root);
    let vault = vault_of(&[("mine.md", ""), ("sub/a.md", ""), (".ignore", "left-out.md")]);
    vault.link("self.md", "self.md");
    vault.link("nothing.md", "gone.md");
    vault.link("no folder", "gone");
    vault.link("left-out.md", "gone.md");
    vault.link(".#mine.md", "me@host.1234");
    vault.link("sub/up", "..");
    vault.link("out.md", outside.at("theirs.md"));
    vault.link("out", &outside.root);
    vault.link("out.png", outside.at("x.png"));
    vault.link("out picture", outside.at("x.png"));
    let scan = walk(&vault, &Limits::default());
    assert_eq!(notes(&scan), ["mine.md", "sub/a.md"]);
    assert_eq!(
        left_out(&scan),
        [
            ".#mine.md: it is an editor's temporary or backup file",
            "left-out.md: it is excluded by a pattern in .ignore",
            "no folder: it is a link to nothing",
            "nothing.md: it is a link to nothing",
            "out: it is a link that leaves the vault",
            "out.md: it is a link that leaves the vault",
            "self.md: it is a link that leads round in a circle",
            "sub/up: it is a link that leads round in a circle",
        ]
    );

    let scan = walk(&vault, &Limits { follow_links: true, ..Limits::default() });
    assert_eq!(notes(&scan), ["mine.md", "out/sub/more.md", "out/theirs.md", "sub/a.md"]);
    assert!(
        left_out(&scan).contains(&"out/back: it is a link that leads round in a circle".into())
    );
}

#[test]
#[cfg(unix)]
fn a_followed_link_to_a_folder_around_the_vault_does_not_walk_it_twice() {
    let around = vault_of(&[("vault/mine.md", ""), ("beside.md", "")]);
    let other = vault_of(&[]);
    other.link("all", &around.root);
    around.link("vault/other", &other.root);
    let limits = Limits { follow_links: true, ..Limits::default() };
    let cutoff = Cutoff::before_now(Cutoff::WINDOW);
    let scan = scan(&around.at("vault"), &limits, cutoff, &Earlier::default())
        .expect("the root can be read");
    assert_eq!(notes(&scan), ["mine.md", "other/all/beside.md"]);
    assert_eq!(
        left_out(&scan),
        ["other/all/vault: it is a link to something that counts under its own path"]
    );
}

#[test]
#[cfg(unix)]
fn pipes_sockets_and_closed_pattern_files_are_listed() {
    let vault = vault_of(&[("a.md", "")]);
    vault.pipe("pipe.md");
    vault.pipe("pipe.txt");
    vault.pipe(".ignore");
    let _socket = std::os::unix::net::UnixListener::bind(vault.at("socket.md")).expect("a socket");
    let scan = walk(&vault, &Limits::default());
    assert_eq!(notes(&scan), ["a.md"]);
    assert_eq!(
        left_out(&scan),
        [
            ".ignore: it is no file, but a pipe, a device or the like",
            "pipe.md: it is no file, but a pipe, a device or the like",
            "socket.md: it is no file, but a pipe, a device or the like",
        ]
    );
}

#[test]
#[cfg(unix)]
fn a_folder_that_is_closed_is_listed() {
    use std::os::unix::fs::PermissionsExt;
    let vault = vault_of(&[("a.md", ""), ("closed/b.md", "")]);
    let set = |mode| fs::set_permissions(vault.at("closed"), fs::Permissions::from_mode(mode));
    set(0o000).expect("our own folder");
    // Nothing is closed to the administrator.
    if fs::read_dir(vault.at("closed")).is_err() {
        let scan = walk(&vault, &Limits::default());
        assert_eq!(notes(&scan), ["a.md"]);
        assert_eq!(left_out(&scan), ["closed: it cannot be read: permission denied"]);
    }
    set(0o700).expect("our own folder");
}

#[test]
fn a_folder_of_more_than_one_batch_is_found_whole() {
    let vault = vault_of(&[]);
    for number in 0..2 * BATCH + 1 {
        vault.write(&format!("{number:05}.md"), "");
    }
    let found = notes(&walk(&vault, &Limits::default()));
    assert_eq!(found.len(), 2 * BATCH + 1);
    assert!(found.is_sorted());
}

#[test]
fn a_root_that_cannot_be_read_is_an_error() {
    let vault = vault_of(&[("file", "")]);
    for root in ["gone", "file"] {
        let cutoff = Cutoff::before_now(Cutoff::WINDOW);
        let scan = scan(&vault.at(root), &Limits::default(), cutoff, &Earlier::default());
        let error = scan.expect_err(root);
        assert!(error.to_string().contains("cannot be read"), "{error}");
    }
}
