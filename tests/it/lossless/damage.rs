//! Every file that is kept: cut, flipped, missing, or something else than it was.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode, mknodat};

use super::kept::{
    Expected, NOTES, cache, clear, desk, files, folder, is_settled, note, path, restore,
};
use crate::differential::Dice;
use crate::support_daemon::Desk;

/// A desk of which everything is kept, in an index of two parts with something taken out of the first, and
/// where its files are.
fn kept() -> (Desk, Vec<PathBuf>) {
    let desk = desk(NOTES);
    searched(&desk);
    for number in 0..70 {
        desk.write(&path(number), &note(number, 1));
    }
    searched(&desk);
    is_settled(&desk, "at first");
    let paths: Vec<PathBuf> = files(&cache(&desk)).into_keys().collect();
    let count =
        |part: &str| paths.iter().filter(|path| path.to_string_lossy().contains(part)).count();
    for (part, expected) in [
        ("/facts", 1),
        ("/lock", 1),
        ("/index-lock", 1),
        ("/meta.json", 1),
        ("/sealed-", 1),
        (".idx", 2),
        (".pos", 2),
        (".term", 2),
        (".fast", 2),
        (".fieldnorm", 2),
        (".del", 1),
    ] {
        assert_eq!(count(part), expected, "{part} in {paths:?}");
    }
    (desk, paths)
}

fn searched(desk: &Desk) {
    let said = desk.run(&["search", "storage"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
}

type Damage = (String, Box<dyn Fn()>);

/// After each damage, the first to ask gets the right answer, so does the next, and then all is well.
fn befalls(damages: impl Iterator<Item = Damage>, desk: &Desk) {
    let expected = Expected::new(desk);
    let whole = files(&cache(desk));
    let notes = files(&desk.vault);
    let mut failed = Vec::new();
    for (number, (when, damage)) in damages.enumerate() {
        damage();
        let held = panic::catch_unwind(AssertUnwindSafe(|| {
            // Starting a program takes long, and so does it to look twice. Others ask first as well.
            match number % 4 {
                0 => expected.typed(desk, number / 4, |_| false, &when),
                1 => expected.told(desk, &when),
                _ => {}
            }
            expected.found(desk, &when);
            if number.is_multiple_of(3) {
                is_settled(desk, &when);
            }
        }));
        failed.extend(held.is_err().then_some(when));
        restore(&cache(desk), &whole);
    }
    assert!(files(&desk.vault) == notes, "notes were touched");
    assert!(failed.is_empty(), "{} failed: {failed:#?}", failed.len());
}

#[test]
fn every_file_cut_to_any_length() {
    let (desk, paths) = kept();
    let cut = |path: &Path| {
        let length = fs::metadata(path).expect("our own file").len();
        let lengths = [0, 1, 5, 6, 7, length / 2, length.saturating_sub(1)];
        let path = path.to_owned();
        lengths.into_iter().map(move |to| {
            let (path, when) = (path.clone(), format!("{} cut to {to} bytes", path.display()));
            let damage = move || {
                let file = File::options().write(true).open(&path).expect("our own file");
                file.set_len(to.min(length)).expect("our own file");
            };
            (when, Box::new(damage) as Box<dyn Fn()>)
        })
    };
    befalls(paths.iter().flat_map(|path| cut(path)), &desk);
}

#[test]
fn every_file_missing_or_something_else() {
    let (desk, paths) = kept();
    let foreign = desk.beside("foreign");
    fs::write(&foreign, "something else\n".repeat(500)).expect("our own file");
    let index = paths.iter().find(|path| path.ends_with("meta.json")).expect("it is there");
    let index = index.parent().expect("a folder").to_owned();
    let mut places = paths.clone();
    places.push(index);
    let become_other = |path: &PathBuf| {
        let foreign = foreign.clone();
        let path = path.clone();
        ["missing", "a folder", "a full folder", "a pipe", "a link", "a dead link", "another file"]
            .into_iter()
            .map(move |what| {
                let (path, foreign) = (path.clone(), foreign.clone());
                let when = format!("{} is {what}", path.display());
                let damage = move || {
                    clear(&path);
                    match what {
                        "a folder" => fs::create_dir(&path).expect("our own folder"),
                        "a full folder" => {
                            fs::create_dir(&path).expect("our own folder");
                            fs::write(path.join("a"), "a").expect("our own file");
                        }
                        "a pipe" => {
                            mknodat(CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0)
                                .expect("a pipe");
                        }
                        "a link" => symlink(&foreign, &path).expect("a link"),
                        "a dead link" => symlink("nowhere", &path).expect("a link"),
                        "another file" => {
                            fs::copy(&foreign, &path).expect("our own file");
                        }
                        _ => {}
                    }
                };
                (when, Box::new(damage) as Box<dyn Fn()>)
            })
    };
    befalls(places.iter().flat_map(become_other), &desk);
    let text = fs::read_to_string(&foreign).expect("our own file");
    assert_eq!(text, "something else\n".repeat(500), "what is linked to is nobody's");
}

/// What another version of the program leaves: the same files, whole and sound, but made by another build,
/// or an index in a folder of another name.
#[test]
fn every_file_of_another_version() {
    let (desk, paths) = kept();
    let named = |name: &str| {
        let path = paths.iter().find(|path| path.ends_with(name));
        path.unwrap_or_else(|| panic!("{name} is kept")).clone()
    };
    // Behind the magic, and in the facts behind their number, stands which build it was.
    let of_another_build = |path: PathBuf, at: usize| -> Damage {
        let when = format!("{} is of another build", path.display());
        let damage = move || {
            let mut bytes = fs::read(&path).expect("our own file");
            bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
            fs::write(&path, bytes).expect("our own file");
        };
        (when, Box::new(damage))
    };
    for (name, at) in [("facts", 16), ("network", 8)] {
        let path = named(name);
        let stamp = fs::read(&path).expect("our own file")[at];
        let (when, damage) = of_another_build(path.clone(), at);
        damage();
        searched(&desk);
        // It was not taken for one of ours, and made again.
        assert_eq!(fs::read(&path).expect("our own file")[at], stamp, "{when}");
    }
    let folder = named("meta.json").parent().expect("a folder").to_owned();
    let beside = folder.with_file_name("index-0123456789abcdef");
    let (old, new) = (folder.clone(), beside.clone());
    let moved = move || fs::rename(&old, &new).expect("our own folder");
    let both = move || {
        fs::create_dir_all(&beside).expect("our own folder");
        fs::copy(folder.join("meta.json"), beside.join("meta.json")).expect("our own file");
    };
    let damages: [Damage; 4] = [
        of_another_build(named("facts"), 16),
        of_another_build(named("network"), 8),
        ("the index is of another version".to_owned(), Box::new(moved)),
        ("there is another version's index as well".to_owned(), Box::new(both.clone())),
    ];
    befalls(damages.into_iter(), &desk);
    both();
    for number in 0..70 {
        desk.write(&path(number), &note(number, 2));
    }
    searched(&desk);
    let indexes = files(&cache(&desk)).into_keys();
    let indexes = indexes.filter(|path| path.ends_with("meta.json")).count();
    assert_eq!(indexes, 1, "an index that nobody will read takes no room");
}

/// Flips so many single bits, one at a time, wherever chance has it.
fn flips(count: usize, seed: u64) {
    let (desk, paths) = kept();
    let paths: Vec<_> =
        paths.into_iter().filter(|path| fs::metadata(path).is_ok_and(|m| m.len() > 0)).collect();
    let mut dice = Dice::new(seed);
    let flip = move |_| {
        let path = paths[dice.below(paths.len())].clone();
        let length = usize::try_from(fs::metadata(&path).expect("our own file").len());
        let (at, bit) = (dice.below(length.expect("a small file")), dice.below(8));
        let when = format!("bit {bit} of byte {at} of {} flipped", path.display());
        let damage = move || {
            let mut bytes = fs::read(&path).expect("our own file");
            bytes[at] ^= 1 << bit;
            fs::write(&path, bytes).expect("our own file");
        };
        (when, Box::new(damage) as Box<dyn Fn()>)
    };
    befalls((0..count).map(flip), &desk);
}

#[test]
fn three_hundred_bits_flipped() {
    flips(300, 1);
}

#[test]
#[ignore = "takes minutes"]
fn fifteen_hundred_bits_flipped() {
    flips(1_500, 2);
}

/// A file of facts that is written anew takes over what it does not have to look at, and that may be damaged.
#[test]
fn damage_is_not_handed_on() {
    let (desk, _) = kept();
    let facts = folder(&desk).join("facts");
    let whole = fs::read(&facts).expect("our own file");
    for number in 0..3 {
        desk.write(&path(number), &note(number, 2));
    }
    // What is said in another note, a digit of a day in it, and a letter of a word.
    let place = |what: &str| {
        let found = whole.windows(what.len()).rposition(|bytes| bytes == what.as_bytes());
        found.unwrap_or_else(|| panic!("{what} is not kept"))
    };
    let places = ["wind of 77", "of 79", "Contact Number 78", "2026-09-07", "Yard 4"];
    let places: Vec<usize> = places.map(place).into();
    let expected = Expected::new(&desk);
    let before = files(&cache(&desk));
    for at in places {
        restore(&cache(&desk), &before);
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&facts, &bytes).expect("our own file");
        let when = format!("byte {at} of the facts");
        // A search does not look at what is not found.
        expected.typed(&desk, 0, |_| false, &when);
        assert_ne!(fs::read(&facts).expect("our own file"), bytes, "{when}: it is written anew");
        expected.told(&desk, &when);
        is_settled(&desk, &when);
    }
}

/// The tests would notice an answer that is wrong.
#[test]
fn another_answer_is_noticed() {
    let (desk, _) = kept();
    let expected = Expected::new(&desk);
    expected.typed(&desk, 0, |_| false, "before a change");
    desk.write(&path(7), &note(7, 2));
    let typed = AssertUnwindSafe(|| expected.typed(&desk, 0, |_| false, "after a change"));
    assert!(panic::catch_unwind(typed).is_err());
    let told = AssertUnwindSafe(|| expected.told(&desk, "after a change"));
    assert!(panic::catch_unwind(told).is_err());
}
