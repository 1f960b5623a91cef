//! How editors and sync tools save, as the operations on files that they were seen to make. After each
//! operation that leaves the vault in a state to be asked about, and after the whole of it, the daemon says
//! what the notes say.

use std::fs::{self, File, FileTimes, Permissions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use rekindle::answer::Ask;

use super::asker::{Asker, contacts, found, search};
use crate::support_daemon::{Daemon, Desk, contact};

const NOTE: &str = "People/Maya Chen.md";

/// A vault with one contact, and its daemon.
struct Replay {
    desk: Desk,
    _daemon: Daemon,
    /// How often it was asked whether all is well.
    saves: usize,
}

impl Replay {
    fn new() -> Self {
        let desk = Desk::new(&[(NOTE, &contact("storage")), ("Notes/other.md", "text")]);
        let daemon = desk.daemon();
        let replay = Self { desk, _daemon: daemon, saves: 0 };
        replay.agrees();
        replay
    }

    fn note(&self) -> PathBuf {
        self.desk.at(NOTE)
    }

    fn beside_note(&self, name: &str) -> PathBuf {
        self.desk.at("People").join(name)
    }

    /// The daemon says what the notes say.
    fn agrees(&self) {
        let show = Ask::Show { contact: "maya".into() };
        Asker::new(&self.desk).agrees(&[Ask::Index, Ask::Check { strict: true }, show]);
    }

    /// The note was saved with this said in it, and one contact is all there is.
    fn is_saved(&mut self, said: &str) {
        self.saves += 1;
        let asker = Asker::new(&self.desk);
        assert_eq!(found(asker.through(&search(said))), [NOTE], "save {}", self.saves);
        assert_eq!(contacts(asker.through(&Ask::Index)), 1);
        assert_eq!(found(asker.through(&search("kind:contact"))), [NOTE]);
        self.agrees();
    }
}

fn write(path: &PathBuf, text: &str) {
    fs::write(path, text).expect("our own file");
}

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)
}

/// VS Code, Obsidian, `cp` over it: truncated, then written.
#[test]
fn vs_code_and_obsidian() {
    let mut replay = Replay::new();
    for said in ["wind", "water", "tides", "tides again"] {
        let mut file = File::create(replay.note()).expect("our own file");
        replay.agrees();
        let text = contact(said);
        let (first, rest) = text.split_at(30);
        file.write_all(first.as_bytes()).expect("our own file");
        replay.agrees();
        file.write_all(rest.as_bytes()).expect("our own file");
        replay.is_saved(said);
        drop(file);
        replay.is_saved(said);
    }
}

#[test]
fn vim_and_neovim() {
    let mut replay = Replay::new();
    write(&replay.beside_note(".Maya Chen.md.swp"), "swap");
    for said in ["wind", "water", "tides"] {
        write(&replay.beside_note("4913"), "");
        fs::remove_file(replay.beside_note("4913")).expect("our own file");
        let old = replay.beside_note("Maya Chen.md~");
        fs::rename(replay.note(), &old).expect("our own file");
        // For a moment there is no such contact.
        replay.agrees();
        let mut file = File::create_new(replay.note()).expect("it was renamed");
        file.write_all(contact(said).as_bytes()).expect("our own file");
        file.set_permissions(Permissions::from_mode(0o644)).expect("our own file");
        drop(file);
        replay.is_saved(said);
        fs::remove_file(old).expect("our own file");
        replay.is_saved(said);
    }
    fs::remove_file(replay.beside_note(".Maya Chen.md.swp")).expect("our own file");
    replay.is_saved("tides");
}

#[test]
fn vim_on_a_note_that_is_a_link() {
    let mut replay = Replay::new();
    let target = replay.desk.beside("elsewhere.md");
    fs::rename(replay.note(), &target).expect("our own file");
    symlink(&target, replay.note()).expect("our own folder");
    // Links that leave the vault are not followed.
    replay.agrees();
    fs::remove_file(replay.note()).expect("our own file");
    replay.desk.write(".store/Maya Chen.md", &contact("storage"));
    symlink(replay.desk.at(".store/Maya Chen.md"), replay.note()).expect("our own folder");
    for said in ["wind", "water"] {
        // Backed up beside the link, written through it.
        write(&replay.beside_note("Maya Chen.md~"), "old");
        write(&replay.note(), &contact(said));
        fs::remove_file(replay.beside_note("Maya Chen.md~")).expect("our own file");
        replay.agrees();
    }
    write(&replay.desk.at("Notes/target.md"), "# Target");
    fs::remove_file(replay.note()).expect("our own file");
    symlink("../Notes/target.md", replay.note()).expect("our own folder");
    replay.agrees();
    write(&replay.note(), &contact("through the link"));
    replay.agrees();
    fs::remove_file(replay.note()).expect("our own file");
    write(&replay.desk.at("Notes/target.md"), "# Target");
    write(&replay.note(), &contact("itself again"));
    replay.is_saved("\"itself again\"");
}

#[test]
fn emacs() {
    let mut replay = Replay::new();
    let lock = replay.beside_note(".#Maya Chen.md");
    for (number, said) in ["wind", "water", "tides"].into_iter().enumerate() {
        symlink("ann@example.4711:1", &lock).expect("our own folder");
        replay.agrees();
        if number == 0 {
            // A backup at the first save only.
            fs::rename(replay.note(), replay.beside_note("Maya Chen.md~")).expect("our own file");
            replay.agrees();
        }
        write(&replay.note(), &contact(said));
        replay.is_saved(said);
        fs::remove_file(&lock).expect("our own file");
        write(&replay.beside_note("#Maya Chen.md#"), "saved by itself");
        replay.is_saved(said);
    }
    // With `file-precious-flag`.
    write(&replay.beside_note("tmpAb12Cd"), &contact("precious"));
    fs::rename(replay.beside_note("tmpAb12Cd"), replay.note()).expect("our own file");
    replay.is_saved("precious");
}

#[test]
fn nano() {
    let mut replay = Replay::new();
    let swap = replay.beside_note(".Maya Chen.md.swp");
    for said in ["wind", "water"] {
        write(&swap, "b0nano");
        write(&replay.note(), &contact(said));
        replay.is_saved(said);
        fs::remove_file(&swap).expect("our own file");
    }
    replay.is_saved("water");
}

#[test]
fn sed_in_place() {
    let mut replay = Replay::new();
    for (name, said) in [("sedAb12Cd", "wind"), ("sedXyZ098", "water"), ("sed000000", "water")] {
        let temporary = replay.beside_note(name);
        write(&temporary, "");
        replay.agrees();
        write(&temporary, &contact(said));
        fs::rename(&temporary, replay.note()).expect("our own file");
        replay.is_saved(said);
    }
}

#[test]
fn rsync() {
    let mut replay = Replay::new();
    for said in ["wind", "water"] {
        let temporary = replay.beside_note(".Maya Chen.md.x8Kd2a");
        write(&temporary, &contact(said));
        let file = File::options().write(true).open(&temporary).expect("our own file");
        // As old as at its origin: older than what it replaces, and the same each time.
        file.set_times(FileTimes::new().set_modified(long_ago())).expect("our own file");
        fs::rename(&temporary, replay.note()).expect("our own file");
        replay.is_saved(said);
    }
    // `--inplace`, with the size and the time as they were.
    let mut file = File::options().write(true).open(replay.note()).expect("our own file");
    file.write_all(contact("tides").as_bytes()).expect("our own file");
    file.set_times(FileTimes::new().set_modified(long_ago())).expect("our own file");
    replay.is_saved("tides");
    file.seek(SeekFrom::Start(0)).expect("our own file");
    file.write_all(contact("winds").as_bytes()).expect("our own file");
    file.set_times(FileTimes::new().set_modified(long_ago())).expect("our own file");
    replay.is_saved("winds");
    // `--delay-updates`.
    let waiting = replay.beside_note(".~tmp~");
    fs::create_dir(&waiting).expect("our own folder");
    write(&waiting.join("Maya Chen.md"), &contact("delayed"));
    replay.is_saved("winds");
    fs::rename(waiting.join("Maya Chen.md"), replay.note()).expect("our own file");
    fs::remove_dir(&waiting).expect("our own folder");
    replay.is_saved("delayed");
    // `--temp-dir`, from outside the vault.
    write(&replay.desk.beside("temporary"), &contact("moved in"));
    fs::rename(replay.desk.beside("temporary"), replay.note()).expect("our own file");
    replay.is_saved("\"moved in\"");
}

#[test]
fn syncthing() {
    let mut replay = Replay::new();
    let temporary = replay.beside_note(".syncthing.Maya Chen.md.tmp");
    for said in ["wind", "water"] {
        write(&temporary, &contact(said));
        replay.agrees();
        fs::remove_file(replay.note()).expect("our own file");
        replay.agrees();
        fs::rename(&temporary, replay.note()).expect("our own file");
        replay.is_saved(said);
    }
    // Two devices saved at once: ours is put aside, theirs takes its place. There is still one contact.
    let copy = replay.beside_note("Maya Chen.sync-conflict-20261119-101500-ABCDEFG.md");
    fs::rename(replay.note(), &copy).expect("our own file");
    write(&temporary, &contact("tides"));
    fs::rename(&temporary, replay.note()).expect("our own file");
    replay.is_saved("tides");
    fs::remove_file(copy).expect("our own file");
    replay.is_saved("tides");
}

/// Tools that keep a file open: the bytes are appended after it was renamed, and after it was removed.
#[test]
fn a_file_written_through_an_open_descriptor() {
    let mut replay = Replay::new();
    let mut file = File::options().append(true).open(replay.note()).expect("our own file");
    fs::rename(replay.note(), replay.desk.at("Notes/moved.md")).expect("our own file");
    replay.agrees();
    file.write_all(b"- 2026-11-03 sent via email: tides\n").expect("our own file");
    replay.agrees();
    let asker = Asker::new(&replay.desk);
    assert_eq!(found(asker.through(&search("tides"))), ["Notes/moved.md"]);
    fs::remove_file(replay.desk.at("Notes/moved.md")).expect("our own file");
    file.write_all(b"- 2026-11-04 sent via email: to nobody\n").expect("our own file");
    replay.agrees();
    write(&replay.note(), &contact("again"));
    replay.is_saved("again");
}
