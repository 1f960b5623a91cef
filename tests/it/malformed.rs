//! A vault of notes that went wrong in every way we know, made in code. Every file is counted or listed
//! with a reason, each trouble has its code, the good notes are answered as ever, and no byte changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::vault::{TestVault, contacts, items};

const DAY: [&str; 2] = ["--today", "2026-11-20"];

/// A text in UTF-16 with its byte order mark.
fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
}

/// A contact met on 2026-01-10, with this front matter.
fn met(front: &str) -> Vec<u8> {
    format!("---\n{front}\n---\n- 2026-01-10 met\n").into_bytes()
}

/// Each file with its bytes and the codes that `check --strict` has for it.
fn files() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    let good = String::from_utf8(met("cadence: weekly")).expect("it is UTF-8");
    let latin = [b"---\ncadence: weekly\nrole: R\xe9gisseur\n---\n", &b"- 2026-01-10 met\n"[..]];
    let merge = "<<<<<<< HEAD\ncadence: weekly\n=======\ncadence: monthly\n>>>>>>> theirs";
    let deep = format!("a: {}{}", "[".repeat(30_000), "]".repeat(30_000));
    let alias = |n: u32| format!("a{n}: &a{n} [{}]\n", format!("*a{}, ", n - 1).repeat(9));
    let bomb = format!("a0: &a0 [x]\n{}cadence: weekly", (1..9).map(alias).collect::<String>());
    let odd = "---\npaused_until: 2026-02-29\nlast_contact: 99999-01-01\n---\n\
               - 2026-13-45 met\n- 9999-12-31 met\n- 0000-00-00 met\n";
    let unsure = "---\ntype: email\nfrom: '[[Good]]'\nto: '[[Fine]]'\n---\n";
    vec![
        ("People/Good.md", good.clone().into(), &[]),
        ("People/Fine.md", "- 2026-11-19 met\n".into(), &[]),
        ("People/Bom.md", format!("\u{feff}{good}").into(), &[]),
        ("People/Crlf.md", good.replace('\n', "\r\n").into(), &[]),
        ("People/Utf16le.md", utf16(&good, u16::to_le_bytes), &[]),
        ("People/Utf16be.md", utf16(&good, u16::to_be_bytes), &[]),
        ("People/Latin.md", latin.concat(), &["encoding"]),
        ("People/Nul.md", good.replace("- 2026", "\0\0\n\n- 2026").into(), &["encoding"]),
        ("People/Empty.md", Vec::new(), &[]),
        ("People/Blank.md", "\n \n\n".into(), &[]),
        (
            "People/Unclosed.md",
            good.replace("weekly\n---", "weekly\n").into(),
            &["front-matter-unclosed"],
        ),
        ("People/Stacked.md", met("cadence: weekly\n---\n---\nrole: b"), &["front-matter-twice"]),
        ("People/Late.md", format!("\n\n{good}").into(), &["front-matter-late"]),
        ("People/No yaml.md", met("cadence: weekly\nrole: @home: now"), &["front-matter-yaml"]),
        ("People/Twice.md", met("cadence: weekly\ncadence: weekly"), &["key-twice"]),
        ("People/Placeholder.md", met("cadence: weekly\ndate: {{date}}"), &[]),
        ("People/Merge.md", met(merge), &["conflict-marker"]),
        ("People/Deep.md", met(&deep), &["front-matter-bounds"]),
        ("People/Bomb.md", met(&bomb), &["front-matter-bounds"]),
        ("People/Long.md", format!("{good}{}\n", "word ".repeat(400_000)).into(), &[]),
        ("People/Quotes.md", format!("{good}{}x\n", "> ".repeat(5_000)).into(), &[]),
        ("People/Large.md", vec![b'x'; 3_000_001], &["too-large"]),
        (
            "People/Odd dates.md",
            odd.into(),
            &[
                "directive-unreadable",
                "date-far-off",
                "date-impossible",
                "date-far-off",
                "date-impossible",
            ],
        ),
        ("Meetings/No day.md", "---\nwith: '[[Good]]'\n---\n".into(), &["meeting-undated"]),
        (
            "Meetings/No such day.md",
            "---\ndate: 2026-02-29\nwith: '[[Good]]'\n---\n".into(),
            &["meeting-undated", "date-impossible"],
        ),
        ("Messages/2026-11-01 Unsure.md", unsure.into(), &["message-direction"]),
    ]
}

/// What is no file at all, and how `check` calls it.
#[cfg(unix)]
fn plant(people: &Path) -> Vec<(&'static str, &'static [&'static str])> {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    use std::os::unix::fs::symlink;

    let linked = |target: &str, name: &str| symlink(target, people.join(name)).expect("a link");
    mknodat(CWD, people.join("Pipe.md"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0)
        .expect("a pipe");
    linked("nobody.md", "Dangling.md");
    linked("Loop.md", "Loop.md");
    linked("../People", "Round");
    linked("/", "Outside.md");
    linked("Good.md", "Again.md");
    vec![
        ("People/Pipe.md", &["not-a-file"]),
        ("People/Dangling.md", &["link-on-disk"]),
        ("People/Loop.md", &["link-on-disk"]),
        ("People/Round", &["link-on-disk"]),
        ("People/Outside.md", &["link-on-disk"]),
        ("People/Again.md", &[]),
    ]
}

#[cfg(not(unix))]
fn plant(_: &Path) -> Vec<(&'static str, &'static [&'static str])> {
    Vec::new()
}

struct Nasty {
    vault: TestVault,
    codes: BTreeMap<String, Vec<String>>,
}

fn nasty() -> Nasty {
    let vault = TestVault::new("=== .rekindle/config.toml\n[limits]\nnote_bytes = 3000000\n");
    let mut codes = BTreeMap::new();
    let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    for (path, bytes, expected) in files() {
        vault.write(path, bytes);
        codes.insert(path.to_owned(), owned(expected));
    }
    for (path, expected) in plant(&vault.root().join("People")) {
        codes.insert(path.to_owned(), owned(expected));
    }
    Nasty { vault, codes }
}

#[test]
fn every_file_is_counted_or_listed_with_a_reason() {
    let Nasty { vault, codes } = nasty();
    let index = vault.json(&[&["index"][..], &DAY].concat());
    let item = &items(&index)[0];
    let listed = item["skipped"].as_array().expect("a list").iter();
    let listed: Vec<&str> = listed.filter_map(|row| row["path"].as_str()).collect();
    let known: Vec<_> = listed.iter().filter(|path| codes.contains_key(**path)).collect();
    assert_eq!(listed.len(), known.len() + 1, "all but the settings were planted: {listed:?}");
    assert_eq!(item["notes"].as_u64(), Some((codes.len() - known.len()) as u64));
    #[cfg(unix)]
    assert_eq!(known.len(), 7);
}

#[test]
fn each_trouble_has_its_code() {
    let Nasty { vault, codes } = nasty();
    let check = vault.json(&[&["check", "--strict"][..], &DAY].concat());
    let mut found: BTreeMap<String, Vec<String>> =
        codes.keys().map(|path| (path.clone(), Vec::new())).collect();
    for row in items(&check) {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        found.entry(text("path")).or_default().push(text("code"));
    }
    for (path, expected) in &codes {
        assert_eq!(&found[path], expected, "{path}");
    }
    assert_eq!(found.len(), codes.len(), "nothing else is wrong: {:?}", found.keys());
}

#[test]
fn what_can_be_read_counts_and_the_good_notes_are_answered_as_ever() {
    let Nasty { vault, .. } = nasty();
    let quiet = vault.json(&[&["quiet"][..], &DAY].concat());
    // All of these were met on 2026-01-10, most with a cadence that could be read.
    let expected = [
        "Bom", "Crlf", "Good", "Late", "Latin", "Long", "Merge", "No yaml", "Nul", "Quotes",
        "Stacked", "Twice", "Unclosed", "Utf16be", "Utf16le", "Bomb", "Deep",
    ];
    let mut names = contacts(&quiet);
    names.sort_unstable();
    let mut sorted = expected.to_vec();
    sorted.sort_unstable();
    assert_eq!(names, sorted);
    for row in items(&quiet) {
        assert_eq!(row["silence_days"], 314, "{row}");
        let stated = row["contact"]["name"] != "Deep";
        assert_eq!(row["line_days"], if stated { 7 } else { 30 }, "{row}");
    }
    assert_eq!(vault.state("Fine", "2026-11-20"), "in_touch");
    assert_eq!(vault.state("Empty", "2026-11-20"), "untracked");
}

/// All regular files below a folder with their bytes.
fn bytes_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let kind = entry.file_type().expect("a kind");
        if kind.is_dir() {
            all.extend(bytes_below(&entry.path()));
        } else if kind.is_file() {
            all.insert(entry.path(), fs::read(entry.path()).expect("a file"));
        }
    }
    all
}

#[test]
fn no_byte_of_the_vault_changes() {
    let Nasty { vault, .. } = nasty();
    let before = bytes_below(vault.root());
    for command in [
        &["quiet"][..],
        &["unanswered"],
        &["show", "good"],
        &["check"],
        &["index", "--rebuild"],
        &[],
    ] {
        vault.run(&[command, &DAY].concat());
    }
    let after = bytes_below(vault.root());
    assert!(before.keys().eq(after.keys()), "the same files");
    for (path, bytes) in &before {
        assert!(after[path] == *bytes, "{} changed", path.display());
    }
}

#[test]
fn a_second_run_says_the_same() {
    let Nasty { vault, .. } = nasty();
    for command in ["quiet", "check", "unanswered"] {
        let arguments = [&[command][..], &DAY].concat();
        assert_eq!(vault.run(&arguments), vault.run(&arguments), "{command}");
    }
}
