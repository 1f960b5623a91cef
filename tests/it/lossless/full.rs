//! Disks that become full at any point of writing, and disks that nobody may write to. Nothing is lost in
//! silence: the answers are right at once, and when there is room again all is kept as ever.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::process::Command;

use super::kept::{
    Expected, NOTES, cache, clear, desk, files, in_time, is_settled, note, path, restore,
};
use crate::fresh::namespace::{close, entered, mount_small};
use crate::support_daemon::Desk;

/// The size of the disk, and the pieces in which its room is given out.
const DISK: usize = 4 << 20;
const PAGE: usize = 4_096;

/// How it is said that something could not be kept.
const FULL: &str =
    "rekindle: what was read could not be kept for the next time: No space left on device";
const CLOSED: &str =
    "rekindle: what was read could not be kept for the next time: Read-only file system";

/// A desk whose cache lies on a small disk of its own.
fn with_small_disk() -> Desk {
    let desk = desk(NOTES);
    fs::create_dir(desk.beside("cache")).expect("our own folder");
    mount_small(&desk.beside("cache"), DISK);
    desk
}

/// Fills the disk but for so many pages.
fn fill(desk: &Desk, pages: usize) {
    let filler = desk.beside("cache/filler");
    let mut file = File::create(&filler).expect("our own file");
    let mut length = 0;
    while let Ok(written) = file.write(&[0; PAGE]) {
        length += written as u64;
    }
    file.set_len(length - (pages * PAGE) as u64).expect("our own file");
    let full = fs::write(desk.beside("cache/probe"), vec![0; (pages + 1) * PAGE]);
    assert_eq!(full.map_err(|error| error.kind()), Err(ErrorKind::StorageFull));
    clear(&desk.beside("cache/probe"));
}

fn free(desk: &Desk) {
    clear(&desk.beside("cache/filler"));
}

/// With ever more room, from what is restored before each: the first to ask is right, all who follow are,
/// and when there is room, all is kept.
fn becomes_full(desk: &Desk, restored: impl Fn()) {
    let expected = Expected::new(desk);
    let notes = files(&desk.vault);
    restored();
    desk.run(&["search", "storage"]);
    let needed: usize = files(&cache(desk)).values().map(|file| file.len().div_ceil(PAGE)).sum();
    let (mut failed, mut kept) = (0, 0);
    for pages in 0..needed + 20 {
        restored();
        fill(desk, pages);
        let when = format!("with {pages} pages of room");
        expected.typed(desk, pages % 3, |line| line.starts_with(FULL), &when);
        if pages.is_multiple_of(3) {
            let said = desk.run(&["quiet"]);
            assert!(said.err.is_empty() || said.err.starts_with(FULL), "{when}: {said:?}");
            assert_eq!(said.code, Some(0));
            failed += usize::from(!said.err.is_empty());
            kept += usize::from(said.err.is_empty());
            expected.told(desk, &when);
        }
        free(desk);
        let when = format!("after {pages} pages of room");
        expected.found(desk, &when);
        if pages.is_multiple_of(4) {
            expected.typed(desk, pages / 4, |_| false, &when);
            expected.told(desk, &when);
            is_settled(desk, &when);
        }
    }
    assert!(failed > 2 && kept > 2, "{failed} failed and {kept} did not");
    assert!(files(&desk.vault) == notes, "notes were touched");
}

#[test]
fn the_disk_is_full_at_any_point_of_a_first_index() {
    if !entered("lossless::full::the_disk_is_full_at_any_point_of_a_first_index") {
        return;
    }
    let desk = with_small_disk();
    becomes_full(&desk, || clear(&cache(&desk)));
}

#[test]
fn the_disk_is_full_at_any_point_of_taking_in_many_notes() {
    if !entered("lossless::full::the_disk_is_full_at_any_point_of_taking_in_many_notes") {
        return;
    }
    let desk = with_small_disk();
    desk.run(&["search", "storage"]);
    let before = files(&cache(&desk));
    for number in 0..70 {
        desk.write(&path(number), &note(number, 1));
    }
    becomes_full(&desk, || restore(&cache(&desk), &before));
}

/// A process that cannot write files beyond a length, in blocks of 512 bytes: what is long fails, and what is
/// short does not.
fn with_short_files(desk: &Desk, blocks: usize) -> Command {
    let question = desk.command(&["search", "storage", "--all", "--json"]);
    let mut command = Command::new("sh");
    // Without the trap the process would end at once.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    command.args(["-c", &script, "sh"]).arg(question.get_program()).args(question.get_args());
    command.env_clear().current_dir(&desk.vault).env("REKINDLE_NO_DAEMON", "1");
    command.envs(question.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command
}

/// With ever longer files, from what is restored before each.
fn fails(desk: &Desk, restored: impl Fn()) {
    let expected = Expected::new(desk);
    restored();
    let right = desk.alone(&["search", "storage", "--all", "--json"]);
    let longest = files(&cache(desk)).values().map(Vec::len).max().expect("something is kept");
    let mut failed = 0;
    // Every third length, which is nearer than any two files are.
    for blocks in (0..longest / 512 + 2).step_by(3) {
        let when = format!("no files beyond {blocks} blocks");
        restored();
        let said = in_time(with_short_files(desk, blocks));
        assert_eq!((said.code, said.lasting_json()), (Some(0), right.lasting_json()), "{when}");
        let told = "rekindle: what was read could not be kept for the next time: File too large";
        assert!(said.err.lines().all(|line| line.starts_with(told)), "{when}: {}", said.err);
        failed += usize::from(!said.err.is_empty());
        expected.found(desk, &when);
        if blocks.is_multiple_of(2) {
            expected.typed(desk, blocks, |_| false, &when);
            expected.told(desk, &when);
            is_settled(desk, &when);
        }
    }
    assert!(failed > 4, "{failed} failed");
}

#[test]
fn some_files_of_a_first_index_cannot_be_written() {
    let desk = desk(NOTES);
    fails(&desk, || clear(&cache(&desk)));
}

#[test]
fn some_files_of_many_changed_notes_cannot_be_written() {
    let desk = desk(NOTES);
    desk.run(&["search", "storage"]);
    let before = files(&cache(&desk));
    for number in 0..70 {
        desk.write(&path(number), &note(number, 1));
    }
    fails(&desk, || restore(&cache(&desk), &before));
}

/// Saves many notes, and asks of the daemon and of a process.
fn saves(desk: &Desk, edition: usize, trouble: Option<&str>, when: &str) {
    let may_say = |line: &str| trouble.is_some_and(|trouble| line.starts_with(trouble));
    for number in 0..70 {
        desk.write(&path(number), &note(number, edition));
    }
    let expected = Expected::new(desk);
    expected.through(desk, when);
    for which in 0..6 {
        expected.typed(desk, which, may_say, when);
    }
    let mut alone = desk.command(&["search", "storage", "--json"]);
    alone.env("REKINDLE_NO_DAEMON", "1");
    let said = in_time(alone);
    assert_eq!(said.code, Some(0), "{when}");
    assert!(said.err.lines().all(may_say), "{when}: {said:?}");
    expected.told(desk, when);
}

#[test]
fn a_disk_fills_up_and_is_closed_under_a_daemon() {
    if !entered("lossless::full::a_disk_fills_up_and_is_closed_under_a_daemon") {
        return;
    }
    let desk = with_small_disk();
    let daemon = desk.daemon();
    saves(&desk, 1, None, "at first");
    for (round, pages) in [0, 2, 7, 20, 40].into_iter().enumerate() {
        fill(&desk, pages);
        saves(&desk, 2 + 2 * round, Some(FULL), &format!("with {pages} pages of room"));
        free(&desk);
        saves(&desk, 3 + 2 * round, None, &format!("after {pages} pages of room"));
    }
    close(&desk.beside("cache"), true);
    saves(&desk, 20, Some(CLOSED), "nobody may write");
    saves(&desk, 21, Some(CLOSED), "nobody may write yet");
    close(&desk.beside("cache"), false);
    saves(&desk, 22, None, "everybody may write again");
    drop(daemon);
    is_settled(&desk, "after all");
    // Nobody may write, and what is kept is up to date: it is used.
    close(&desk.beside("cache"), true);
    let expected = Expected::new(&desk);
    expected.typed(&desk, 0, |line| line.starts_with(CLOSED), "closed at rest");
    expected.told(&desk, "closed at rest");
}
