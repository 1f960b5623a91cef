//! Pieces of notes, of lines and of settings that are hard to read, for putting together at random.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What means something in a note, and what almost does.
pub const NOTE: &[&str] = &[
    "---\n",
    "...\n",
    "---",
    "\n---\n",
    "type: person\n",
    "type: email\nto: Ann\n",
    "with: [[Maya]], [[Tom]]\n",
    "date: 2026-02-30\n",
    "date: 99999-01-01\n",
    "tags: #a\n",
    "tags: [a, b/c/d]\n",
    "aliases: [\"x, y\", z]\n",
    "outreach:\n  - {date: 2026-11-02, via: linkedin}\n  - 2026-11-03 sent: hello\n",
    "cadence: every 6 weeks\n",
    "a: {b: {c: d}}\n",
    "a: [[[[[[\n",
    "a: &x [*x]\n",
    "a: |\n  b\n",
    "\"a\": 'b\n",
    "? a\n: b\n",
    "a: !!binary x\n",
    "- 2026-11-02 sent via email: a\n",
    "-\t2026-11-02 met\n",
    "  - 2026-11-03 called (no answer)\n",
    "1. 2026-11-02 met\n",
    "### 2026-11-02\n",
    " ## 2026-11-02 met\n",
    "2026-11-02\n---\n",
    "2026-11-02 Call\n===\n",
    "- [ ] [[Tom]] to call 📅 2026-11-30\n",
    "- [x] met [[A]]. called [[B]]! ",
    "- TODO a\n",
    "| 2026-11-02 | email | x |\n",
    "|--|--|--|\n",
    "|a\\|b|[[c|d]]|\n",
    "# Log\n",
    "## Questions\n",
    "## Attendees\n",
    "Attendees: [[A]], B; C & D\n",
    "Advice: ",
    "#advice ",
    "#a/b/c ",
    "#",
    "> ",
    "> - 2026-11-02 met\n",
    "[[",
    "]]",
    "|",
    "(",
    ")",
    "](",
    "[",
    "[a](b.md)",
    "[a](<b c.md>)",
    "[[a|b]]",
    "[[a#b]]",
    "[[2026-11-02|Monday]] ",
    "![[",
    "**",
    "*",
    "_",
    "~~",
    "`",
    "```\n",
    "~~~\n",
    "%%",
    "<!--",
    "-->",
    "<a@b.c>",
    "<script>\n",
    "&#x1b;",
    "\\",
    "\t- ",
    "    ",
    "[^1]",
    "[^1]: a\n",
    "[a]: b\n",
    "key:: value\n",
    "key::",
    "**Role:** x\n",
    "**Role**:: [[x]]\n",
    "<<<<<<< a\n=======\n>>>>>>> b\n",
    "<<<<<<< a\n",
    ">>>>>>> b\n",
    "{{date}}",
    "<% tp %>",
    "\u{feff}",
    "\u{202e}",
    "\u{2028}",
    "\u{0}",
    "\u{1b}[31m",
    "e\u{301}",
    "\u{301}",
    "田中",
    "：",
    "👩‍💻",
    "ſ",
    "İ",
    "ﬁ",
    "ß",
    "\u{a0}",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "10:00 ",
    "25:99 ",
    "2026-11-02",
    "2026-13-45",
    "0000-00-00",
    "June 9th, 2023",
    "9 Jun",
    "03-04-2026",
    "scheduled for 2026-12-01",
    "via ",
    "with ",
    "and ",
    "in ",
    "I ",
    "they ",
    "->",
    "<-",
    "<->",
    "→",
    "met ",
    "sent ",
    "shared ",
    "got ",
    "video ",
    "call ",
    "thanked ",
    "let go",
    ":",
    "://",
    "1:1",
    "(20m)",
    "((",
    ",",
    ".",
    "!",
];

/// What means something in settings.
pub const SETTINGS: &[&str] = &[
    "[limits]\n",
    "note_bytes = 5\n",
    "follow_links = true\n",
    "[output]\n",
    "output",
    "pager = 'sh -c x'\n",
    "color = 'always'\n",
    "vault = '/'\n",
    "me = ['Ann']\n",
    "mentions = 'shown'\n",
    "[log.words]\n",
    "met = ['x']\n",
    "[cadence.tags]\n",
    "'a.b' = '6w'\n",
    "work = 'never'\n",
    "[goals.levels]\n",
    "junior = 3\n",
    "interviews_per_week = 0.5\n",
    "[views]\n",
    "old = 'last:..90d'\n",
    "[keys]\n",
    "name = ['n']\n",
    "[quiet]\n",
    "single = 40\n",
    "single = -1\n",
    "single = 99999999999\n",
    "week_start = 'sunday'\n",
    "nan",
    "inf",
    "1e999",
    "1979-05-27T07:32:00Z",
    "[[",
    "]]",
    "[",
    "]",
    "{",
    "}",
    "=",
    " = ",
    ".",
    ",",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "\\u0000",
    "\\U0010FFFF",
    "#",
    "\n",
    "\r\n",
    "\r",
    " ",
    "a",
    "a.b",
    "é",
    "\u{feff}",
    "\u{0}",
    "\u{202e}",
    "true",
    "0x1",
    "1_0",
    "quiet",
    "limits",
    "follow_links",
    "polcy = 'x'\n",
    "[outreach]\n",
    "policy = 'cautious'\n",
    "language = ['en', 'de']\n",
];

/// Some of these pieces, and some bytes and characters that are none of them.
pub fn text(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => select(pieces).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z]{1,6} ",
        1 => (select(pieces), 2..40_usize).prop_map(|(piece, times)| piece.repeat(times)),
    ];
    vec(piece, 0..most).prop_map(|pieces| pieces.concat())
}

/// Bytes that are hardly text.
pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    const MARKS: [&[u8]; 6] =
        [b"", b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF", b"---\n", b"- 2026-11-02 "];
    let marks = select(&MARKS[..]);
    (marks, vec(any::<u8>(), 0..300)).prop_map(|(mark, bytes)| [mark, &bytes].concat())
}

/// What can happen to a note.
#[derive(Debug, Clone)]
enum Mishap {
    Cut(Index, Index),
    Twice(Index, Index),
    Insert(Index, &'static str),
    Byte(Index, u8),
    End(Index),
    Lines(Index, Index),
}

/// The notes of the sample after mishaps.
pub fn mishap_of_the_sample() -> impl Strategy<Value = Vec<u8>> {
    let sample: Vec<Vec<u8>> =
        sample().iter().map(|file| fs::read(file).expect("a note")).collect();
    let mishap = prop_oneof![
        any::<(Index, Index)>().prop_map(|(a, b)| Mishap::Cut(a, b)),
        any::<(Index, Index)>().prop_map(|(a, b)| Mishap::Twice(a, b)),
        (any::<Index>(), select(NOTE)).prop_map(|(at, piece)| Mishap::Insert(at, piece)),
        any::<(Index, u8)>().prop_map(|(at, byte)| Mishap::Byte(at, byte)),
        any::<Index>().prop_map(Mishap::End),
        any::<(Index, Index)>().prop_map(|(a, b)| Mishap::Lines(a, b)),
    ];
    (select(sample), vec(mishap, 1..8)).prop_map(|(mut note, mishaps)| {
        mishaps.into_iter().for_each(|mishap| befall(&mut note, mishap));
        note
    })
}

fn befall(note: &mut Vec<u8>, mishap: Mishap) {
    let at = |index: Index, note: &[u8]| index.index(note.len() + 1);
    let stretch = |a: Index, b: Index, note: &[u8]| {
        let (a, b) = (at(a, note), at(b, note));
        // Long ones now and then, but mostly a word or a line.
        a.min(b)..a.max(b).min(a.min(b) + 200)
    };
    match mishap {
        Mishap::Cut(a, b) => drop(note.drain(stretch(a, b, note))),
        Mishap::Twice(a, b) => {
            let range = stretch(a, b, note);
            let again = note[range.clone()].to_vec();
            note.splice(range.start..range.start, again);
        }
        Mishap::Insert(index, piece) => {
            let place = at(index, note);
            note.splice(place..place, piece.bytes());
        }
        Mishap::Byte(index, byte) => {
            let place = at(index, note);
            if let Some(old) = note.get_mut(place) {
                *old = byte;
            }
        }
        Mishap::End(index) => note.truncate(at(index, note)),
        Mishap::Lines(a, b) => {
            let mut lines: Vec<&[u8]> = note.split_inclusive(|byte| *byte == b'\n').collect();
            if !lines.is_empty() {
                let (a, b) = (a.index(lines.len()), b.index(lines.len()));
                lines.swap(a, b);
            }
            *note = lines.concat();
        }
    }
}

/// The files of the sample vault that are notes.
fn sample() -> Vec<PathBuf> {
    let mut notes = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-vault")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sample is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                notes.push(path);
            }
        }
    }
    notes.sort();
    assert!(notes.len() > 50, "the sample is there");
    notes
}
