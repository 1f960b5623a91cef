//! The people of a vault, whatever they are brought together from.

use std::fs::{self, File};

use super::*;

/// Two people who had lunch, in a vault in which one changed note is few.
fn lunch(text: &str) -> Desk {
    let desk = many();
    desk.vault.write("People/Ada Lin.md", "---\nrole: analyst\n---\n");
    desk.vault.write("People/Bo Winter.md", "- [ ] send Bo the paper\n");
    for number in 0..12 {
        desk.vault.write(&format!("Meetings/2026-02-{:02} Talk.md", number + 1), "with: x\n");
    }
    desk.vault.write("Meetings/Luncheon.md", text);
    desk
}

/// The network of a snapshot, as far as it can be compared, and that of a process that keeps nothing.
fn networks(snapshot: &Snapshot) -> [impl PartialEq + fmt::Debug + use<>; 2] {
    let fresh = State::open(snapshot.root.clone(), None, Settings::default()).refresh();
    let fresh = fresh.expect("the vault is there");
    [snapshot, &*fresh].map(|snapshot| {
        let network = snapshot.network();
        (network.people.clone(), network.promises.clone(), network.meetings.clone())
    })
}

/// Flips a bit of what is kept of the note about the luncheon, in the file that others have open.
fn damage(desk: &Desk) {
    damage_at(&desk.facts(), b"Luncheon");
}

/// Flips a bit of a word where it first stands in a file that others have open.
fn damage_at(file: &Path, word: &[u8]) {
    use std::os::unix::fs::FileExt;
    let bytes = fs::read(file).expect("it is kept");
    let at = bytes.windows(word.len()).position(|found| found == word).expect("it is in there");
    let file = File::options().write(true).open(file).expect("our own file");
    file.write_all_at(&[bytes[at] ^ 1], at as u64).expect("our own file");
}

const BOTH: &str = "---\nwith: [Ada Lin, Bo Winter]\ndate: 2026-03-01\n---\n";
/// Somebody less, and another day.
const OTHERWISE: [&str; 2] = [
    "---\nwith: [Ada Lin]\ndate: 2026-03-01\n---\n",
    "---\nwith: [Ada Lin, Bo Winter]\ndate: 2026-04-01\n---\n",
];

#[test]
fn what_a_note_told_is_taken_back_though_the_facts_of_it_are_damaged() {
    for text in OTHERWISE {
        let desk = lunch(BOTH);
        let last = refresh(&mut desk.state());
        assert_eq!(last.network().people.len(), 14);
        damage(&desk);
        desk.vault.write("Meetings/Luncheon.md", text);
        let [found, expected] = networks(&refresh(&mut desk.state()));
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn nor_does_a_daemon_hand_on_what_a_note_told_that_it_cannot_take_back() {
    for text in OTHERWISE {
        let desk = lunch(BOTH);
        let mut state = desk.state();
        let last = refresh(&mut state);
        assert_eq!(last.network().people.len(), 14);
        damage(&desk);
        desk.vault.write("Meetings/Luncheon.md", text);
        let path = last.root.join("Meetings/Luncheon.md");
        let next = state.refresh_these(&last, &[path]).expect("it is a note");
        let [found, expected] = networks(&next);
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn places_stay_with_their_notes_when_one_gets_another_name() {
    let desk = lunch(BOTH);
    refresh(&mut desk.state()).network();
    let root = &desk.vault.root;
    let (old, new) = (root.join("Meetings/Luncheon.md"), root.join("A Luncheon.md"));
    fs::rename(old, new).expect("our own file");
    let [found, expected] = networks(&refresh(&mut desk.state()));
    assert_eq!(found, expected);
}

#[test]
fn who_was_let_go_of_is_had_again() {
    let desk = lunch(BOTH);
    let mut state = desk.state();
    let mut last = refresh(&mut state);
    last.network();
    for text in OTHERWISE {
        desk.vault.write("Meetings/Luncheon.md", text);
        let path = last.root.join("Meetings/Luncheon.md");
        last = state.refresh_these(&last, &[path]).expect("it is a note");
        last.network();
        let snapshot = Arc::get_mut(&mut last).expect("nobody else has it");
        snapshot.let_go();
        assert!(!snapshot.has_network());
        let [found, expected] = networks(&last);
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn nobody_is_let_go_of_who_would_have_to_be_brought_together_anew() {
    let desk = lunch(BOTH);
    let mut last = refresh(&mut desk.state());
    last.network();
    fs::remove_file(desk.facts().with_file_name("network")).expect("it was kept");
    let mut alone = State::open(desk.vault.root.clone(), None, Settings::default());
    let mut unkept = refresh(&mut alone);
    unkept.network();
    let renamed = lunch(BOTH);
    let mut state = renamed.state();
    let before = refresh(&mut state);
    before.network();
    let path = before.root.join("People/Ada Lin.md");
    fs::write(&path, "---\nalias: Adele\n---\n").expect("our own file");
    let mut other_name = state.refresh_these(&before, &[path]).expect("it is a note");
    other_name.network();
    let lost = lunch(BOTH);
    let mut state = lost.state();
    let before = refresh(&mut state);
    before.network();
    lost.vault.write("Meetings/Luncheon.md", OTHERWISE[0]);
    let path = before.root.join("Meetings/Luncheon.md");
    let mut unreadable = state.refresh_these(&before, &[path]).expect("it is a note");
    unreadable.network();
    // What people go by, folded.
    damage_at(&lost.facts().with_file_name("network"), b"bo winter");
    for snapshot in [&mut last, &mut unkept, &mut other_name, &mut unreadable] {
        let snapshot = Arc::get_mut(snapshot).expect("nobody else has it");
        snapshot.let_go();
        assert!(snapshot.has_network());
    }
}
