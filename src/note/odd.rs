//! What holds of every note and of every dated line, however odd. Ordinary functions, so that the tests and
//! a fuzzer ask the same of them.

use super::body::{self, Block};
use super::log::{self, Said};
use super::pieces::Pieces;
use super::text::{NoteText, entry_spans};
use super::{Parser, decoded};
use crate::model::{Note, NotePath, PersonRef, Spot};

pub(super) mod steps;

/// How many times its length the facts of a note may take, written as JSON with the names of their fields. A
/// note of nothing but dates that are no dates comes near it.
const MOST_FACTS: usize = 64;
/// How many times its length the texts of a note may take, besides the room for lines that belong to several
/// entries.
const MOST_TEXT: usize = 12;
/// How many steps there may be for each byte, where work has grown faster than the length before.
const MOST_STEPS: usize = 32;
/// What is added to each of these, for notes of a few bytes.
const IN_ANY_CASE: usize = 4096;

/// Places in a vault, one for every kind of note.
pub const PATHS: [&str; 5] = [
    "People/Maya Chen.md",
    "2026-11-02.md",
    "Meetings/2026-11-02 Maya Chen.md",
    "Messages/2026-11-02 From Maya Chen.md",
    "a.md",
];

/// Reads any bytes as a note.
///
/// # Panics
/// If a place lies outside of the text, if what comes out or the work for it is more than a fixed multiple
/// of what went in, or if reading depends on more than the bytes, the ends of lines and byte order marks
/// aside.
pub fn hold(parser: &Parser<'_>, path: &NotePath, bytes: &[u8]) {
    steps::taken();
    let (note, texts) = parser.parse_with_text(path, bytes);
    let pieces = parser.pieces(path, bytes);
    let taken = steps::taken();
    assert!(taken <= MOST_STEPS * bytes.len() + IN_ANY_CASE, "{taken} steps for {}", bytes.len());
    hold_size(&note, &texts, &pieces, bytes.len());
    hold_places(&note, &texts, &pieces, &decoded(bytes));
    assert!(!note.title.trim().is_empty(), "{:?}", note.title);
    for problem in &note.problems {
        assert!(!problem.message.contains('\n'), "{problem:?}");
    }
    assert_eq!(parser.parse(path, bytes), note, "reading it again says the same");
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if !text.contains('\r') && !text.starts_with('\u{feff}') {
        let crlf = text.replace('\n', "\r\n");
        for twin in [&crlf, &format!("\u{feff}{text}"), &format!("\u{feff}{crlf}")] {
            let (mut told, texts_told) = parser.parse_with_text(path, twin.as_bytes());
            // Of the bytes themselves.
            told.opening = note.opening;
            assert_eq!((told, texts_told), (note.clone(), texts.clone()), "{twin:?}");
        }
    }
}

fn hold_size(note: &Note, texts: &NoteText, pieces: &Pieces, length: usize) {
    let facts = serde_json::to_vec(note).expect("facts are plain data").len();
    assert!(facts <= MOST_FACTS * (length + IN_ANY_CASE), "{facts} bytes of facts for {length}");
    let stretches = texts.entries.iter().chain(&texts.rest);
    let stretches = stretches.map(|stretch| stretch.text.len() + sum(&stretch.tags));
    let whole = texts.body.len() + texts.headings.len() + texts.values.len() + sum(&texts.tags);
    let listed = pieces.sections.iter().chain(&pieces.todo).chain(&pieces.done);
    let listed = listed.map(|piece| piece.text.len());
    let keys = pieces.keys.iter();
    let keys = keys.map(|key| key.key.len() + key.value.as_deref().map_or(0, str::len));
    let size = whole + stretches.sum::<usize>() + listed.sum::<usize>() + keys.sum::<usize>();
    // Entries have room for theirs, and tasks and sections have, twice each at the worst for their tags.
    let room = 6 << 20;
    assert!(size <= room + MOST_TEXT * length, "{size} bytes of text for {length}");
}

fn sum(texts: &[String]) -> usize {
    texts.iter().map(String::len).sum()
}

fn hold_places(note: &Note, texts: &NoteText, pieces: &Pieces, text: &str) {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut lengths = vec![None; lines.len()];
    let mut inside = |what: &str, Spot { line, column }: Spot| {
        assert!((1..=lines.len()).contains(&(line as usize)), "{what}: {line} of {}", lines.len());
        let at = line as usize - 1;
        let length = *lengths[at].get_or_insert_with(|| lines[at].chars().count());
        assert!((1..=length + 1).contains(&(column as usize)), "{what}: {column} of {length}");
    };
    note.entries.iter().for_each(|entry| {
        inside("entry", entry.spot());
        let people = entry.people.iter().chain(&entry.mentions);
        people.for_each(|to| inside("person", to.spot()));
    });
    note.tasks.iter().for_each(|task| inside("task", Spot::line(task.line)));
    note.links.iter().for_each(|link| inside("link", link.to.spot()));
    note.questions.iter().chain(&note.advice).for_each(|remark| inside("remark", remark.at));
    for problem in &note.problems {
        inside("problem", Spot { line: problem.line, column: problem.column });
    }
    if let Some(date) = &note.date {
        inside("date", Spot { line: date.line, column: date.column });
    }
    let taking_part = note.meeting.iter().flat_map(|meeting| &meeting.with);
    let writing = note.message.iter().flat_map(|message| message.from.iter().chain(&message.to));
    taking_part.chain(writing).for_each(|to| inside("person", to.spot()));
    assert_eq!(note.entries.len(), texts.entries.len());
    for span in entry_spans(&note.entries, &lines) {
        assert!(span.start < span.end && span.end <= lines.len(), "{span:?}");
    }
    for piece in pieces.sections.iter().chain(&pieces.todo).chain(&pieces.done) {
        assert!(piece.lines.start <= piece.lines.end && piece.lines.end <= lines.len());
        assert!(piece.part <= note.entries.len() as u64 + 1, "{}", piece.part);
    }
    assert!(pieces.keys.iter().all(|key| key.line < lines.len()));
}

/// Reads any text as a list item of a note, and each block that comes of it as a dated line, in every place
/// where one can stand.
///
/// # Panics
/// If what is understood was not said, or the work is more than a fixed multiple of the length.
pub fn hold_line(parser: &Parser<'_>, text: &str) {
    let path = NotePath::new("People/Maya Chen.md");
    let names = log::own_names("Maya Chen", &["May".to_owned(), "M. C.".to_owned()]);
    let source = format!("- {text}");
    let blocks = body::read(&source, 1, &path, &mut Vec::new());
    for block in &blocks {
        for bits in 0..8_u8 {
            let place = [1, 2, 4].map(|bit| bits & bit != 0);
            steps::taken();
            let said = log::said(&parser.words, block, place, &names);
            let taken = steps::taken();
            let most = MOST_STEPS * block.text.len() + IN_ANY_CASE;
            assert!(taken <= most, "{taken} steps for {}", block.text.len());
            hold_said(&said, block);
            assert_eq!(said, log::said(&parser.words, block, place, &names));
        }
    }
}

fn hold_said(said: &Said, block: &Block) {
    let linked: Vec<&PersonRef> = block.people().collect();
    for to in said.people.iter().chain(&said.mentions) {
        assert!(linked.contains(&to), "{to:?} is not among {linked:?}");
    }
    for to in &said.mentions {
        assert!(!to.is_among(&said.people), "{to:?} is both");
    }
    for word in said.text.split(' ') {
        assert!(block.text.contains(word), "{word:?} is not in {:?}", block.text);
    }
    assert!(said.text.len() <= block.text.len(), "{said:?}");
    assert!(said.channel.as_ref().is_none_or(|name| !name.contains('\n')), "{said:?}");
}
