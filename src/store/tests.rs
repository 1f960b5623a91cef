//! Facts that are saved come back; facts that were tampered with do not, and never do harm.

use std::fs;

use super::*;
use crate::model::{Note, NotePath};
use crate::settings::Settings;

/// Numbers stand in place of the vault's fingerprints, which this room does not know.
type Saves = Vec<Stored<u32>>;

/// What can be told apart: fingerprint, hash and note of each, or why there is nothing, and of how many.
type Told = Result<Vec<(u32, [u8; 32], Note)>, (Because, usize)>;

const SETTINGS: u64 = 7;

fn facts() -> Saves {
    let stored = |(number, path): (u8, &str)| Stored {
        fingerprint: u32::from(number) * 1000,
        hash: [number; 32],
        facts: Arc::new(Facts::new(note(path, b""))),
    };
    [(1, "A.md"), (2, "People/Zoë.md")].into_iter().map(stored).collect()
}

fn save_to(folder: &Path, facts: &Saves) -> Saved {
    save(folder, SETTINGS, &facts.iter().collect::<Vec<_>>())
}

fn length(saved: Saved) -> u64 {
    let Saved::Whole { bytes, .. } = saved else { panic!("{saved:?}") };
    bytes
}

fn note(path: &str, text: &[u8]) -> Note {
    crate::note::Parser::new(&Settings::default()).parse(&NotePath::new(path), text)
}

fn told(loaded: Loaded<u32>) -> Told {
    let lost: fn() -> Note = || panic!("nothing is damaged");
    match loaded {
        Loaded::Facts(facts, _) => Ok(all(&facts, lost)),
        Loaded::Nothing { because, notes } => Err((because, notes)),
    }
}

fn all(facts: &Saves, lost: fn() -> Note) -> Vec<(u32, [u8; 32], Note)> {
    let one = |one: &Stored<u32>| (one.fingerprint, one.hash, Note::clone(&one.facts.note(lost)));
    facts.iter().map(one).collect()
}

fn load_from(folder: &Path, settings: u64) -> Told {
    told(load(folder, settings))
}

fn nothing(because: Because, notes: usize) -> Told {
    Err((because, notes))
}

/// A folder with facts in it, and their bytes.
fn saved() -> (tempfile::TempDir, PathBuf, Vec<u8>) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("cache/rekindle/0123");
    assert!(matches!(save_to(&folder, &facts()), Saved::Whole { .. }));
    let bytes = fs::read(folder.join("facts")).expect("they were just saved");
    (home, folder, bytes)
}

#[test]
fn what_is_saved_comes_back() {
    let (_home, folder, bytes) = saved();
    assert_eq!(load_from(&folder, SETTINGS), Ok(all(&facts(), || panic!("they are at hand"))));
    assert_eq!(length(save_to(&folder, &facts())), bytes.len() as u64);
    assert_eq!(length(save_to(&folder, &vec![])), 81);
    assert_eq!(load_from(&folder, SETTINGS), Ok(Vec::new()));
    let mut names: Vec<_> = fs::read_dir(&folder)
        .expect("it is ours")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["facts", "lock"]);
}

#[test]
fn other_settings_and_other_versions_are_nothing_but_tell_how_many_notes() {
    let (_home, folder, bytes) = saved();
    assert_eq!(load_from(&folder, SETTINGS + 1), nothing(Because::OtherSettings, 2));
    for at in [16, 20] {
        let mut other = bytes.clone();
        other[at] ^= 1;
        fs::write(folder.join("facts"), other).expect("our own file");
        assert_eq!(load_from(&folder, SETTINGS), nothing(Because::OtherVersion, 2), "byte {at}");
    }
}

#[test]
fn missing_and_foreign_files_are_nothing() {
    let (home, folder, _) = saved();
    assert_eq!(load_from(home.path(), SETTINGS), nothing(Because::Missing, 0));
    for text in ["", "SQLite format 3", "rekindl"] {
        fs::write(folder.join("facts"), text).expect("our own file");
        assert_eq!(load_from(&folder, SETTINGS), nothing(Because::Foreign, 0), "{text}");
    }
    // All hole and no bytes, but nothing must ask for the memory.
    let huge = fs::File::options().write(true).open(folder.join("facts")).expect("our own file");
    huge.set_len((1 << 29) + 1).expect("a file may have holes");
    assert_eq!(load_from(&folder, SETTINGS), nothing(Because::Foreign, 0));
    fs::remove_file(folder.join("facts")).expect("our own file");
    fs::create_dir(folder.join("facts")).expect("our own folder");
    assert_eq!(load_from(&folder, SETTINGS), nothing(Because::Foreign, 0));
    // What is no file is no reason to keep nothing from then on.
    assert!(matches!(save_to(&folder, &facts()), Saved::Whole { .. }));
    assert!(load_from(&folder, SETTINGS).is_ok());
}

#[test]
fn facts_cut_short_at_any_length_are_nothing() {
    let (_home, folder, bytes) = saved();
    for length in 0..bytes.len() {
        fs::write(folder.join("facts"), &bytes[..length]).expect("our own file");
        let because = if length < 8 { Because::Foreign } else { Because::Damaged };
        assert_eq!(load_from(&folder, SETTINGS), nothing(because, 0), "{length} bytes");
    }
    let longer = [bytes.as_slice(), b"\0"].concat();
    fs::write(folder.join("facts"), longer).expect("our own file");
    assert_eq!(load_from(&folder, SETTINGS), nothing(Because::Damaged, 0));
}

#[test]
fn no_byte_that_was_changed_is_believed() {
    let (_home, folder, bytes) = saved();
    let right = [note("A.md", b""), note("People/Zoë.md", b"")];
    let mut lost = 0;
    for at in 0..bytes.len() {
        for mask in [1, 0x80, 0xff] {
            let mut damaged = bytes.clone();
            damaged[at] ^= mask;
            fs::write(folder.join("facts"), damaged).expect("our own file");
            // Either nothing is found, or the facts of one note have to be found in another way.
            let Loaded::Facts(facts, _) = load::<u32>(&folder, SETTINGS) else { continue };
            let stand_in = || note("lost.md", b"");
            let found = facts.iter().map(|one| Note::clone(&one.facts.note(stand_in)));
            let found: Vec<Note> = found.collect();
            let wrong = found.iter().zip(&right).filter(|(found, right)| found != right);
            assert!(wrong.clone().all(|(found, _)| *found == stand_in()), "byte {at}");
            assert_eq!(wrong.count(), 1, "byte {at}, mask {mask:x}");
            lost += 1;
        }
    }
    assert!(lost > 50, "{lost}");
}

#[test]
fn what_stays_in_the_file_is_saved_anew_without_being_decoded() {
    let (_home, folder, bytes) = saved();
    let Loaded::Facts(mut kept, _) = load::<u32>(&folder, SETTINGS) else { panic!("it was saved") };
    let new = note("B.md", b"# Between the two");
    kept.insert(1, Stored { facts: Arc::new(Facts::new(new.clone())), ..kept[0].clone() });
    assert!(length(save_to(&folder, &kept)) > bytes.len() as u64);
    let titles = |told: Told| {
        told.expect("it was saved").into_iter().map(|(.., note)| note.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(load_from(&folder, SETTINGS)), ["A", "Between the two", "Zoë"]);
    // The file is another one, and what was opened is read as it was.
    let all: Vec<Arc<Facts>> = kept.iter().map(|one| Arc::clone(&one.facts)).collect();
    let all = decoded(&all, |_| panic!("nothing is damaged"));
    let titles: Vec<&str> = all.iter().map(|note| note.title.as_str()).collect();
    assert_eq!(titles, ["A", "Between the two", "Zoë"]);
}

#[test]
fn nobody_waits_for_another_writer() {
    let (_home, folder, _) = saved();
    let lock = fs::File::open(folder.join("lock")).expect("it is never deleted");
    lock.try_lock().expect("nobody has it");
    assert_eq!(save_to(&folder, &vec![]), Saved::Busy);
    assert_eq!(load_from(&folder, SETTINGS), Ok(all(&facts(), || panic!("they are at hand"))));
    lock.unlock().expect("it is ours");
    assert!(matches!(save_to(&folder, &vec![]), Saved::Whole { .. }));
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_no_error() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let file = home.path().join("file");
    fs::write(&file, "").expect("our own file");
    assert!(matches!(save_to(&file.join("below"), &facts()), Saved::Failed(_)));
    assert!(matches!(load::<u32>(&file.join("below"), SETTINGS), Loaded::Nothing { .. }));
}

#[test]
fn what_a_killed_writer_left_is_swept_away() {
    let (_home, folder, _) = saved();
    fs::write(folder.join("facts-Ab12.tmp"), "half").expect("our own file");
    assert!(matches!(save_to(&folder, &facts()), Saved::Whole { .. }));
    assert!(!folder.join("facts-Ab12.tmp").exists());
}

#[test]
#[cfg(unix)]
fn nobody_else_can_read_the_facts() {
    use std::os::unix::fs::PermissionsExt;
    let (_home, folder, _) = saved();
    // A folder made by somebody less careful is closed, too.
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("our own folder");
    assert!(matches!(save_to(&folder, &facts()), Saved::Whole { .. }));
    for (path, mode) in [("", 0o700), ("facts", 0o600), ("lock", 0o600)] {
        let meta = fs::metadata(folder.join(path)).expect("it is there");
        assert_eq!(meta.permissions().mode() & 0o777, mode, "{path}");
    }
    let above = fs::metadata(folder.parent().expect("a parent")).expect("it is there");
    assert_eq!(above.permissions().mode() & 0o777, 0o700);
}

#[test]
fn every_vault_has_a_folder_of_its_own() {
    let cache = Path::new("cache");
    let folder = |root: &str| folder(cache, Path::new(root));
    assert_eq!(folder("/notes").file_name().expect("a name").len(), 16);
    assert_eq!(folder("/notes"), folder("/notes"));
    assert_ne!(folder("/notes"), folder("/notes2"));
}
