//! What is derived from notes is as private as they are: whatever the umask, nobody else can look into what
//! the program makes, and nothing of a note is in what it says on the side or keeps for running.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::Signal;

use crate::support_daemon::{Desk, contact};

/// Everything below some folders of the home, with its mode.
fn made(desk: &Desk, folders: &[&str]) -> Vec<(PathBuf, u32)> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| desk.beside(folder)).collect();
    while let Some(path) = waiting.pop() {
        let Ok(meta) = fs::symlink_metadata(&path) else { continue };
        if meta.is_dir() {
            waiting.extend(fs::read_dir(&path).expect("our own").flatten().map(|e| e.path()));
        }
        found.push((path, meta.permissions().mode() & 0o777));
    }
    found
}

fn all_are_private(desk: &Desk) -> usize {
    let all = made(desk, &["cache", "state", "run", "config"]);
    for (path, mode) in &all {
        assert_eq!(mode & 0o077, 0, "{} has mode {mode:o}", path.display());
    }
    all.len()
}

/// Runs the program after a word of the shell.
fn after(desk: &Desk, shell: &str, arguments: &[&str]) {
    let run = desk.command(arguments);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &format!("{shell} && exec \"$0\" \"$@\"")]);
    command.arg(run.get_program()).args(run.get_args()).env_clear().current_dir(&desk.vault);
    command.envs(run.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = command.output().expect("there is a shell");
    assert!(matches!(output.status.code(), Some(0..=1)), "{arguments:?}: {output:?}");
}

/// Enough notes for an index on disk.
fn desk() -> Desk {
    let desk = Desk::new(&[]);
    for number in 0..150 {
        desk.write(&format!("People/{number}.md"), &contact("storage"));
    }
    desk
}

#[test]
fn what_commands_keep_is_for_nobody_else() {
    let desk = desk();
    for command in [&["quiet"][..], &["search", "storage"], &["index", "--rebuild"], &["check"]] {
        after(&desk, "umask 000", command);
        all_are_private(&desk);
    }
    desk.write("People/more.md", &contact("water"));
    after(&desk, "umask 000", &["search", "water"]);
    assert!(all_are_private(&desk) > 5, "there is an index");
}

#[test]
fn what_a_daemon_keeps_is_for_nobody_else() {
    let desk = desk();
    let mut daemon = desk.daemon_after("umask 000");
    all_are_private(&desk);
    for round in 0..3 {
        desk.asked(&["search", "storage"]);
        for number in 0..60 {
            desk.write(&format!("People/{number}.md"), &contact(&format!("round {round}")));
        }
        all_are_private(&desk);
    }
    desk.asked(&["index", "--json"]);
    rekindle::daemon::client::control(
        &desk.address(),
        rekindle::daemon::protocol::Control::Rebuild,
    )
    .expect("it is there");
    assert!(all_are_private(&desk) > 8, "there are an index, a socket, a lock and cookies");
    daemon.signal(Signal::TERM);
    assert!(daemon.end().0.success());
    assert!(all_are_private(&desk) > 5, "an index stays");
}

/// Folders that were there before are closed, where they are the program's own.
#[test]
fn a_cache_that_stood_open_is_closed() {
    let desk = desk();
    let cache = desk.beside("cache/rekindle");
    fs::create_dir_all(&cache).expect("our own folder");
    for folder in [desk.beside("cache"), cache.clone()] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).expect("our own folder");
    }
    after(&desk, "umask 000", &["search", "storage"]);
    // The folder of all programs is none of our business; below ours nobody gets.
    let own: Vec<_> = fs::read_dir(&cache).expect("our own folder").flatten().collect();
    assert_eq!(own.len(), 1);
    for entry in own {
        assert_eq!(entry.metadata().expect("our own").mode() & 0o077, 0, "{:?}", entry.path());
    }
}

/// A word that stands in every place where a note can have a word, and its name.
const WORD: &str = "quicksilver";

fn talkative() -> Desk {
    let desk = Desk::new(&[
        (
            "People/quicksilver.md",
            "---\nname: quicksilver\nrole: quicksilver\ncadence: quicksilver\nlevel: quicksilver\n\
             aliases: [quicksilver]\nquicksilver: quicksilver\nbirthday: quicksilver\n---\n# quicksilver\n\
             - 2026-11-02 met via quicksilver: quicksilver [[quicksilver]]\n- 2026-13-45 quicksilver\n\
             - [ ] quicksilver: quicksilver\n#quicksilver\nAdvice: quicksilver\n",
        ),
        (
            "People/quicksilver broken.md",
            "---\nname: @quicksilver\n\tquicksilver: [a\n---\nquicksilver\n",
        ),
        (
            "Meetings/2026-02-30 quicksilver.md",
            "---\nwith: quicksilver\ndate: quicksilver\n---\nquicksilver\n",
        ),
        (".rekindleignore", "quicksilver[\n"),
        (".obsidian/app.json", "{\"userIgnoreFilters\":[\"/quicksilver(/\"]}"),
    ]);
    for number in 0..150 {
        desk.write(&format!("Notes/{number}.md"), "quicksilver");
    }
    desk
}

/// What a daemon says while all goes wrong that can, and the files that it keeps beside the index.
#[test]
fn nothing_of_a_note_is_in_what_a_daemon_says() {
    let desk = talkative();
    let mut daemon = desk.daemon();
    let ask = || {
        for command in [&["search", WORD][..], &["check", "--strict"], &["show", WORD], &["quiet"]]
        {
            desk.run(command);
        }
    };
    ask();
    // Notes that vanish, are cut, are no text; an index that is damaged, and a cache that cannot be written.
    desk.remove("People/quicksilver broken.md");
    fs::write(desk.at("Notes/0.md"), b"\xff\0quicksilver").expect("our own file");
    ask();
    for (path, _) in made(&desk, &["cache"]) {
        if path.is_file() {
            fs::write(&path, "damaged quicksilver").expect("our own file");
        }
    }
    desk.write("Notes/1.md", "quicksilver again");
    ask();
    fs::remove_dir_all(desk.beside("cache")).expect("our own folder");
    fs::write(desk.beside("cache"), "a file").expect("our own file");
    desk.write("Notes/2.md", "quicksilver again");
    ask();
    desk.write(".rekindle/config.toml", "quicksilver = [\n");
    ask();
    desk.write(".rekindle/config.toml", "quicksilver = 1\nme = ['quicksilver']\n");
    ask();
    for (path, _) in made(&desk, &["state", "run"]) {
        assert!(!holds(&path), "{}", path.display());
    }
    daemon.signal(Signal::TERM);
    let (status, lines) = daemon.end();
    assert!(status.success(), "{status}");
    assert!(!lines.concat().contains(WORD), "{lines:?}");
    for (path, _) in made(&desk, &["state", "run"]) {
        assert!(!holds(&path), "{}", path.display());
    }
}

/// Whether the word is in a file or its name.
fn holds(path: &Path) -> bool {
    let has = |bytes: &[u8]| bytes.windows(WORD.len()).any(|part| part == WORD.as_bytes());
    let is_file = fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file());
    let content = if is_file { fs::read(path).unwrap_or_default() } else { Vec::new() };
    has(path.as_os_str().as_encoded_bytes()) || has(&content)
}
