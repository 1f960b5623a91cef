//! What is kept is cut, removed or replaced while a daemon has it open. It goes on answering rightly, and
//! nothing brings it down.

use std::fs::{self, File};
use std::time::Duration;

use super::kept::{
    Expected, NOTES, cache, clear, desk, files, folder, is_settled, note, path, restore,
};
use crate::support_daemon::{Daemon, Desk};

/// A daemon that has answered from what is kept.
fn answering() -> (Desk, Daemon) {
    let desk = desk(NOTES);
    desk.alone(&["search", "storage"]);
    let daemon = desk.daemon();
    Expected::new(&desk).through(&desk, "at first");
    (desk, daemon)
}

/// Many notes are saved, and the daemon answers; then it ends, and whoever comes next finds all in order.
fn goes_on(desk: &Desk, daemon: Daemon, when: &str) {
    for edition in 1..3 {
        for number in 0..70 {
            desk.write(&path(number), &note(number, edition));
        }
        Expected::new(desk).through(desk, when);
    }
    // Not a word of a fault.
    daemon.says_nothing_for(Duration::ZERO);
    drop(daemon);
    let expected = Expected::new(desk);
    expected.typed(desk, 0, |_| false, when);
    expected.told(desk, when);
    is_settled(desk, when);
}

#[test]
fn every_file_is_cut() {
    let (desk, daemon) = answering();
    drop(daemon);
    let expected = Expected::new(&desk);
    let whole = files(&cache(&desk));
    for (path, bytes) in &whole {
        for length in [0, bytes.len() as u64 / 2] {
            restore(&cache(&desk), &whole);
            let daemon = desk.daemon();
            expected.through(&desk, "before");
            let file = File::options().write(true).open(path).expect("our own file");
            file.set_len(length).expect("our own file");
            expected.through(&desk, &format!("{} cut to {length} bytes", path.display()));
            // Not a word of a fault.
            daemon.says_nothing_for(Duration::ZERO);
        }
    }
    restore(&cache(&desk), &whole);
    let daemon = desk.daemon();
    expected.through(&desk, "before");
    for path in whole.keys() {
        let file = File::options().write(true).open(path).expect("our own file");
        file.set_len(7).expect("our own file");
    }
    expected.through(&desk, "all cut");
    goes_on(&desk, daemon, "after all were cut");
}

#[test]
fn every_file_is_removed_or_all_of_it() {
    for at_once in [false, true] {
        let (desk, daemon) = answering();
        let expected = Expected::new(&desk);
        let everything =
            if at_once { vec![cache(&desk)] } else { files(&cache(&desk)).into_keys().collect() };
        for path in everything {
            clear(&path);
            expected.through(&desk, &format!("{} removed", path.display()));
        }
        goes_on(&desk, daemon, "after it was removed");
    }
}

#[test]
fn folders_become_files_and_files_folders() {
    let (desk, daemon) = answering();
    let expected = Expected::new(&desk);
    let index = files(&folder(&desk)).into_keys().find(|path| path.ends_with("meta.json"));
    let index = index.expect("there is an index").parent().expect("a folder").to_owned();
    for path in files(&folder(&desk)).into_keys().filter(|path| path.parent() != Some(&index)) {
        clear(&path);
        fs::create_dir(&path).expect("our own folder");
        expected.through(&desk, &format!("{} is a folder", path.display()));
    }
    clear(&index);
    fs::write(&index, "a file").expect("our own file");
    expected.through(&desk, "the index is a file");
    goes_on(&desk, daemon, "after files were folders");
}
