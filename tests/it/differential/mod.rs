//! The index against a slow reader: random vaults, random edits, random questions, and for each the notes
//! that fit, found by the program and found by looking at every note in turn.

mod evaluate;
mod texts;
mod vaults;

use std::collections::{BTreeMap, BTreeSet};

use rekindle::answer::{Ask, Body, Request, answer};
use rekindle::model::Date;
use rekindle::query::{Context, parse};
use rekindle::report::Filter;
use rekindle::report::search::Showing;
use rekindle::settings::Settings;
use rekindle::state::State;
use tempfile::TempDir;

use evaluate::Reader;
pub use vaults::Dice;
use vaults::Vault;

/// A Friday.
fn today() -> Date {
    Date::from_ymd_opt(2026, 11, 20).expect("a date")
}

/// Asks some questions of a vault after each of some rounds of edits, and says how many had hits.
fn compare(seed: u64, notes: usize, rounds: usize, questions: usize) -> usize {
    let folder = TempDir::new().expect("a temporary folder");
    let (root, cache) = (folder.path().join("vault"), folder.path().join("cache"));
    std::fs::create_dir(&root).expect("a folder");
    let mut dice = Dice::new(seed);
    let mut vault = Vault::new(&root, notes, &mut dice);
    let settings = Settings::default();
    let mut state = State::open(root, Some(cache), settings.clone());
    let mut found = 0;
    for round in 0..rounds {
        let snapshot = state.refresh().expect("the vault is there");
        let reader = Reader::new(vault.notes(), &settings, today());
        let keys: BTreeSet<String> = reader.keys();
        let views = BTreeMap::new();
        let context = Context { today: today(), keys: &keys, views: &views };
        for _ in 0..questions {
            let query = vaults::question(&mut dice, 3);
            let tree = parse(&query, &context).unwrap_or_else(|error| panic!("{query}: {error}"));
            let filter = Filter { all: true, ..Filter::default() };
            let ask = Ask::Search { query: query.clone(), showing: Showing::default() };
            let response = answer(&snapshot, &Request { today: today(), filter, ask });
            let Ok(Body::Search(report)) = response.map(|response| response.body) else {
                panic!("{query} is a query");
            };
            let by_index: BTreeSet<String> = report.rows.into_iter().map(|row| row.path).collect();
            let by_reading = reader.fitting(&tree.root);
            assert_eq!(
                by_index,
                by_reading,
                "seed {seed}, round {round}: {query} is {}\n{}",
                tree.root,
                vault.shown(by_index.symmetric_difference(&by_reading))
            );
            found += usize::from(!by_index.is_empty());
        }
        vault.edit(&mut dice);
    }
    found
}

#[test]
fn small_vaults_answer_as_a_slow_reader_does() {
    let found: usize = (1..=16).map(|seed| compare(seed, 14, 3, 10)).sum();
    // A question without an answer proves little.
    assert!((160..=440).contains(&found), "{found} of 480 questions had hits");
}

/// Enough notes for an index on disk, with what changed since in memory.
#[test]
fn an_index_on_disk_and_one_in_memory_answer_as_one() {
    let found: usize = (101..=103).map(|seed| compare(seed, 80, 4, 12)).sum();
    assert!((60..=130).contains(&found), "{found} of 144 questions had hits");
}

/// What people write with signs in it, cut anywhere, finds the note that goes on so.
#[test]
fn a_beginning_with_signs_finds_what_begins_so() {
    const TEXTS: [&str; 14] = [
        "10:30",
        "docs.rs/serde",
        "follow-up",
        "1.50",
        "R&D",
        "bed-flow",
        "maya@example.org",
        "3.5%",
        "O\u{2019}Brien",
        "snake_case/path.md",
        "020-7946-0018",
        "a+b=c",
        "電池-storage",
        "2026-11-20T10:00",
    ];
    let folder = TempDir::new().expect("a temporary folder");
    for (number, text) in TEXTS.iter().enumerate() {
        let note = format!("---\nkey: {text}\n---\n# About {text}\n\nsaid {text}, twice\n");
        std::fs::write(folder.path().join(format!("{number}.md")), note).expect("a file");
    }
    let mut state = State::open(folder.path().to_owned(), None, Settings::default());
    let snapshot = state.refresh().expect("the vault is there");
    let mut asked = 0;
    for (number, text) in TEXTS.iter().enumerate() {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        // Behind a sign a `*` begins no word.
        let begun = |text: &&str| text.ends_with(char::is_alphanumeric);
        for beginning in ends.map(|end| &text[..end]).filter(begun) {
            let places = ["", "title:", "body:", "section:"];
            for query in places.map(|place| format!("{place}{beginning}*")) {
                let filter = Filter { all: true, ..Filter::default() };
                let ask = Ask::Search { query: query.clone(), showing: Showing::default() };
                let response = answer(&snapshot, &Request { today: today(), filter, ask });
                let Ok(Body::Search(report)) = response.map(|response| response.body) else {
                    panic!("{query} is a query");
                };
                let path = format!("{number}.md");
                assert!(report.rows.iter().any(|row| row.path == path), "{query} in {text}");
                asked += 1;
            }
        }
    }
    assert!(asked > 100, "{asked} questions");
}
