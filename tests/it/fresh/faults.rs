//! What makes watching fail: events lost, no watches left, disks that come and go, another root.

use std::fs;

use rekindle::answer::Ask;
use rustix::process::Signal;

use super::asker::{Asker, found, search};
use super::namespace::{self, entered, mount_empty, mount_folder, unmount};
use crate::support_daemon::{Desk, contact};

/// The status of the daemon: how it learns of changes, and why so.
fn watching(desk: &Desk) -> (String, String) {
    let status = desk.run(&["daemon", "status", "--json"]).json();
    let text = |name: &str| status["items"][0][name].as_str().unwrap_or_default().to_owned();
    (text("watching"), text("why"))
}

/// The daemon's next answers are what the notes say.
fn agrees(desk: &Desk) {
    let quiet = Ask::Quiet { heard: false };
    Asker::new(desk).agrees(&[Ask::Index, search("*"), Ask::Check { strict: true }, quiet]);
}

fn count(desk: &Desk) -> usize {
    found(Asker::new(desk).through(&search("*"))).len()
}

/// While the daemon is held still, 30,000 events happen, and its queue holds 16,384.
#[test]
fn a_burst_of_ten_thousand_changes_overflows_the_queue() {
    let desk = Desk::new(&[("People/Ann.md", &contact("storage"))]);
    let daemon = desk.daemon();
    assert_eq!(count(&desk), 1);
    daemon.signal(Signal::STOP);
    for number in 0..10_000 {
        desk.write(&format!("New {}/{number}.md", number % 20), "");
    }
    // Meanwhile nobody answers at the door, and whoever asks does the work.
    let said = desk.run(&["index", "--json"]);
    assert_eq!(said.json()["items"][0]["notes"], 10_001);
    assert_eq!(
        said.err,
        "rekindle: answered without the daemon: the daemon does not answer (it took too long)\n"
    );
    daemon.signal(Signal::CONT);
    assert_eq!(count(&desk), 10_001);
    desk.write("New 7/7.md", "one more word");
    assert_eq!(found(Asker::new(&desk).through(&search("\"one more word\""))), ["New 7/7.md"]);
    assert_eq!(watching(&desk).0, "events");
    daemon.signal(Signal::STOP);
    for number in 0..20 {
        fs::remove_dir_all(desk.at(&format!("New {number}"))).expect("our own folder");
    }
    daemon.signal(Signal::CONT);
    assert_eq!(count(&desk), 1);
    agrees(&desk);
}

#[test]
fn no_watches_are_left() {
    if !entered("fresh::faults::no_watches_are_left") {
        return;
    }
    let desk = Desk::new(&[("People/Ann.md", &contact("storage"))]);
    for folder in 0..60 {
        desk.write(&format!("Folder {folder}/a.md"), "text");
    }
    namespace::limit("max_inotify_watches", 30);
    let _daemon = desk.daemon();
    assert_eq!(count(&desk), 61);
    let too_many = "the system's limit of watched folders is reached (fs.inotify.max_user_watches)";
    assert_eq!(watching(&desk), ("polling".to_owned(), too_many.to_owned()));
    // In a folder that is watched, perhaps, and in one that is not.
    for folder in 0..60 {
        desk.write(&format!("Folder {folder}/b.md"), "text");
        assert_eq!(count(&desk), 62 + folder);
    }
    agrees(&desk);
    namespace::limit("max_inotify_watches", 1_000);
    agrees(&desk);
    assert_eq!(watching(&desk).0, "events");
    desk.write("Folder 59/c.md", "text");
    assert_eq!(count(&desk), 122);
}

#[test]
fn no_watchers_are_left() {
    if !entered("fresh::faults::no_watchers_are_left") {
        return;
    }
    let desk = Desk::new(&[("People/Ann.md", &contact("storage"))]);
    namespace::limit("max_inotify_instances", 0);
    let _daemon = desk.daemon();
    desk.write("b.md", "text");
    assert_eq!(count(&desk), 2);
    let (watching_by, why) = watching(&desk);
    assert_eq!(watching_by, "polling");
    assert!(why.starts_with("the system refuses to tell of changes: "), "{why}");
    desk.remove("b.md");
    agrees(&desk);
    namespace::limit("max_inotify_instances", 100);
    agrees(&desk);
    assert_eq!(watching(&desk).0, "events");
}

/// A dozen notes: more than may vanish at once and be believed to be gone.
fn dozen(desk: &Desk, folder: &str) {
    for number in 0..12 {
        desk.write(&format!("{folder}/{number}.md"), "text");
    }
}

#[test]
fn the_disk_of_the_vault_is_unmounted_and_comes_back() {
    if !entered("fresh::faults::the_disk_of_the_vault_is_unmounted_and_comes_back") {
        return;
    }
    let desk = Desk::new(&[]);
    let disk = desk.beside("disk");
    fs::create_dir(&disk).expect("our own folder");
    mount_folder(&disk, &desk.vault);
    dozen(&desk, "People");
    let _daemon = desk.daemon();
    assert_eq!(count(&desk), 12);
    for round in 0..3 {
        unmount(&desk.vault);
        let (through, alone) = (desk.run(&["quiet"]), desk.alone(&["quiet"]));
        assert_eq!((through.code, &through.err), (Some(2), &alone.err));
        assert!(through.err.contains("is empty, but"), "{through:?}");
        // Another system has the disk meanwhile.
        fs::write(disk.join(format!("People/{round}.md")), "other").expect("our own file");
        fs::write(disk.join(format!("new {round}.md")), "text").expect("our own file");
        mount_folder(&disk, &desk.vault);
        assert_eq!(count(&desk), 13 + round);
        assert_eq!(found(Asker::new(&desk).through(&search("other"))).len(), round + 1);
        agrees(&desk);
    }
    // Another disk in its place, which holds notes, is believed.
    mount_empty(&desk.vault);
    assert_eq!(desk.run(&["quiet"]).code, Some(2));
    desk.write("only.md", "text");
    assert_eq!(count(&desk), 1);
    desk.write("another.md", "text");
    assert_eq!(count(&desk), 2);
    unmount(&desk.vault);
    assert_eq!(count(&desk), 15);
    assert_eq!(watching(&desk).0, "events");
}

#[test]
fn a_disk_covers_a_folder_of_the_vault() {
    if !entered("fresh::faults::a_disk_covers_a_folder_of_the_vault") {
        return;
    }
    let desk = Desk::new(&[("a.md", "text")]);
    dozen(&desk, "People");
    dozen(&desk, "People/Old");
    let _daemon = desk.daemon();
    assert_eq!(count(&desk), 25);
    for _ in 0..3 {
        mount_empty(&desk.at("People"));
        assert_eq!(count(&desk), 1);
        desk.write("People/new.md", "text");
        assert_eq!(count(&desk), 2);
        agrees(&desk);
        unmount(&desk.at("People"));
        assert_eq!(count(&desk), 25);
        desk.write("People/Old/0.md", "text again");
        agrees(&desk);
    }
}

/// A file system made by a program sends no events for what happens behind it.
#[test]
#[ignore = "needs bindfs"]
fn a_file_system_that_keeps_changes_to_itself() {
    if !entered("fresh::faults::a_file_system_that_keeps_changes_to_itself") {
        return;
    }
    let desk = Desk::new(&[]);
    let disk = desk.beside("disk");
    fs::create_dir(&disk).expect("our own folder");
    namespace::mount_by_program(&disk, &desk.vault);
    desk.write("a.md", "text");
    let _daemon = desk.daemon();
    for round in 0..20 {
        fs::write(disk.join(format!("{round}.md")), "text").expect("our own file");
        assert_eq!(count(&desk), 2 + round);
        fs::write(disk.join("a.md"), format!("round {round}")).expect("our own file");
        let query = format!("\"round {round}\"");
        assert_eq!(found(Asker::new(&desk).through(&search(&query))), ["a.md"]);
    }
    let why = "the notes lie on a file system made by a program (FUSE), which does not tell of every change";
    assert_eq!(watching(&desk), ("polling".to_owned(), why.to_owned()));
    unmount(&desk.vault);
}

#[test]
fn another_root_takes_the_place_of_the_old_one() {
    let desk = Desk::new(&[("a.md", "text")]);
    dozen(&desk, "People");
    let _daemon = desk.daemon();
    assert_eq!(count(&desk), 13);
    for round in 1..4 {
        fs::rename(&desk.vault, desk.beside("old")).expect("our own folder");
        let told = Asker::new(&desk).through(&Ask::Index).expect_err("it is away");
        assert!(told.contains("cannot be read: no such file or directory"), "{told}");
        fs::create_dir(&desk.vault).expect("our own folder");
        for number in 0..round {
            desk.write(&format!("People/new {number}.md"), "text");
        }
        assert_eq!(count(&desk), round);
        agrees(&desk);
        fs::remove_dir_all(&desk.vault).expect("our own folder");
        fs::rename(desk.beside("old"), &desk.vault).expect("our own folder");
        assert_eq!(count(&desk), 13);
        desk.write("People/0.md", "saved after that");
        agrees(&desk);
    }
}

/// What is on disk is true, half a note too; and the rest is seen when it is there.
#[test]
fn a_note_caught_half_saved() {
    let desk = Desk::new(&[("People/Ann.md", &contact("storage"))]);
    let _daemon = desk.daemon();
    let whole = contact("the whole of it");
    for length in (0..=whole.len()).step_by(7) {
        fs::write(desk.at("People/Ann.md"), &whole[..length]).expect("our own file");
        agrees(&desk);
    }
    desk.write("People/Ann.md", &whole);
    assert_eq!(found(Asker::new(&desk).through(&search("\"whole of it\""))), ["People/Ann.md"]);
    agrees(&desk);
}
