//! A daemon to whom nothing happens does nothing.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::asker::{Asker, found, search};
use crate::support_daemon::{Daemon, Desk, contact};

/// How often each of the daemon's threads was given a processor so far, by its number and name.
fn turns(daemon: &Daemon) -> BTreeMap<String, u64> {
    let tasks = format!("/proc/{}/task", daemon.pid());
    let mut turns = BTreeMap::new();
    for task in fs::read_dir(tasks).expect("it runs").flatten() {
        let read = |name: &str| fs::read_to_string(task.path().join(name));
        // A thread may end between the two.
        let (Ok(status), Ok(name)) = (read("status"), read("comm")) else { continue };
        let switches = status.lines().filter(|line| line.contains("ctxt_switches"));
        let count = |line: &str| line.rsplit('\t').next()?.parse::<u64>().ok();
        let number = task.file_name().to_string_lossy().into_owned();
        turns.insert(format!("{number} {}", name.trim()), switches.filter_map(count).sum());
    }
    turns
}

/// Every file below a folder with its number, size and times.
fn files(folder: &Path) -> BTreeMap<PathBuf, [i64; 6]> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("our own folder").flatten() {
            let meta = entry.metadata().expect("our own file");
            let times = [meta.mtime(), meta.mtime_nsec(), meta.ctime(), meta.ctime_nsec()];
            let [ino, size] = [meta.ino(), meta.size()].map(u64::cast_signed);
            files.insert(entry.path(), [ino, size, times[0], times[1], times[2], times[3]]);
            if meta.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    files
}

/// A daemon that has answered, and whose threads have come to rest.
fn resting(desk: &Desk) -> Daemon {
    let daemon = desk.daemon();
    assert_eq!(found(Asker::new(desk).through(&search("storage"))).len(), 100);
    for _ in 0..100 {
        let before = turns(&daemon);
        daemon.says_nothing_for(Duration::from_millis(100));
        if turns(&daemon) == before {
            return daemon;
        }
    }
    panic!("it does not come to rest: {:?}", turns(&daemon));
}

fn desk() -> Desk {
    let desk = Desk::new(&[]);
    for number in 0..100 {
        desk.write(&format!("People/{number}.md"), &contact("storage"));
    }
    desk
}

#[test]
fn nothing_wakes_it_and_nothing_is_written() {
    let desk = desk();
    let daemon = resting(&desk);
    let (turns_before, files_before) = (turns(&daemon), files(&desk.beside("cache")));
    assert!(files_before.len() > 3, "there is an index");
    daemon.says_nothing_for(Duration::from_secs(2));
    assert_eq!(turns(&daemon), turns_before);
    // Somebody who merely reads the notes does not wake it either.
    for number in 0..100 {
        fs::read(desk.at(&format!("People/{number}.md"))).expect("our own file");
    }
    daemon.says_nothing_for(Duration::from_millis(200));
    assert_eq!(turns(&daemon), turns_before);
    // Questions write nothing, nor does one changed note.
    for _ in 0..3 {
        assert_eq!(found(Asker::new(&desk).through(&search("storage"))).len(), 100);
    }
    assert_eq!(files(&desk.beside("cache")), files_before);
}

/// Longer than the time between two slow walks.
#[test]
#[ignore = "takes six minutes"]
#[expect(clippy::print_stderr, reason = "the numbers are there to be read")]
fn only_the_slow_walk_wakes_it() {
    let desk = desk();
    let daemon = resting(&desk);
    let (before, files_before) = (turns(&daemon), files(&desk.beside("cache")));
    daemon.says_nothing_for(Duration::from_secs(330));
    let after = turns(&daemon);
    for (thread, turns) in &after {
        eprintln!("{thread}: {} turns in 330 s", turns - before.get(thread).unwrap_or(&0));
    }
    // Times that were young are old now, which is kept among the facts; the index stays as it was.
    let of_index = |files: BTreeMap<PathBuf, [i64; 6]>| -> Vec<_> {
        let in_index =
            |path: &PathBuf| path.iter().any(|part| part.as_encoded_bytes().starts_with(b"index-"));
        files.into_iter().filter(|(path, _)| in_index(path)).collect()
    };
    assert_eq!(of_index(files(&desk.beside("cache"))), of_index(files_before));
    let status = desk.run(&["daemon", "status", "--json"]).json();
    assert!(status["items"][0]["compared"].is_string(), "{status}");
}
