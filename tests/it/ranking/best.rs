//! Words that stand together are looked for in what may be among the best only: those are the best all the same.

use rekindle::answer::{Ask, Body, Request, answer};
use rekindle::report::Filter;
use rekindle::report::search::{SearchRow, Showing};
use rekindle::settings::Settings;
use rekindle::state::{Snapshot, State};

use crate::vault::TestVault;

const WORDS: [&str; 9] =
    ["tariff", "budget", "night", "shift", "pilot", "storage", "lunch", "paper", "grid"];

/// Numbers that are the same each time and look as if they were not.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    /// So many words, of which some are more common than others.
    fn words(&mut self, count: usize) -> String {
        let mut word = || WORDS[self.throw(WORDS.len()).min(self.throw(WORDS.len()))];
        (0..count).map(|_| word()).collect::<Vec<_>>().join(" ")
    }
}

/// Notes with some words in titles, headings and texts of many lengths.
fn vault() -> TestVault {
    let vault = TestVault::empty();
    let mut dice = Dice(7);
    for number in 0..400 {
        let (title, length) = (dice.throw(3), 1 + dice.throw(60));
        let (title, text) = (dice.words(title), dice.words(length));
        let heading = if dice.throw(4) == 0 { dice.words(2) } else { String::new() };
        vault.write(
            &format!("{number}.md"),
            format!("# {title} {number}\n\n## {heading}\n\n{text}\n"),
        );
    }
    vault
}

fn rows(snapshot: &Snapshot, query: &str, limit: Option<usize>) -> Vec<SearchRow> {
    let request = Request {
        today: "2026-11-20".parse().expect("a date"),
        filter: Filter { all: limit.is_none(), limit, ..Filter::default() },
        ask: Ask::Search { query: query.to_owned(), showing: Showing::default() },
    };
    match answer(snapshot, &request).expect("an answer").body {
        Body::Search(report) => report.rows,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_best_are_the_best_of_all() {
    let vault = vault();
    let mut state = State::open(vault.root().to_owned(), None, Settings::default());
    let snapshot = state.refresh().expect("the vault is there");
    let queries = [
        "tariff budget",
        "budget tariff",
        "tariff tariff",
        "grid paper",
        "tariff budget night",
        "night shift tariff budget",
        "tariff budget -lunch",
        "tariff budget (night OR \"pilot storage\")",
        "tariff -grid budget",
    ];
    for query in queries {
        let all = rows(&snapshot, query, None);
        assert!(all.len() >= 20, "{query}: {}", all.len());
        for limit in [1, 2, 3, 5, 10, 20] {
            assert_eq!(rows(&snapshot, query, Some(limit)), all[..limit], "{query}, {limit}");
        }
    }
}

#[test]
fn words_that_stand_together_are_worth_more() {
    let vault = TestVault::new(
        "\
=== apart.md
the budget came before any tariff
=== together.md
before came the tariff budget any
=== neither.md
before came the tariff and any
",
    );
    let mut state = State::open(vault.root().to_owned(), None, Settings::default());
    let snapshot = state.refresh().expect("the vault is there");
    for limit in [None, Some(1), Some(2)] {
        let found = rows(&snapshot, "tariff budget", limit);
        let paths: Vec<&str> = found.iter().map(|row| row.path.as_str()).collect();
        let expected = ["together.md", "apart.md"];
        assert_eq!(paths, expected[..limit.unwrap_or(2)]);
        // Half of what the words have, in a text where each stands once.
        if let [together, apart] = &found[..] {
            assert!((together.score / apart.score - 1.5).abs() < 0.01, "{found:?}");
        }
    }
}

#[test]
fn a_word_gains_with_both_of_its_neighbours() {
    let vault = TestVault::empty();
    for number in 0..60 {
        vault.write(
            &format!("{number}.md"),
            "early in the year and not as late as we had thought\n",
        );
    }
    let often = "tariff or tariff or tariff or tariff or tariff and early or late\n";
    vault.write("often.md", often);
    vault.write("together.md", "early tariff late in the year and not as we had all thought\n");
    let mut state = State::open(vault.root().to_owned(), None, Settings::default());
    let snapshot = state.refresh().expect("the vault is there");
    let found = |limit| rows(&snapshot, "early tariff late", limit);
    let all = found(None);
    assert_eq!((all[0].path.as_str(), all[1].path.as_str()), ("together.md", "often.md"));
    // Without what the words gain, the other one is so much better that one neighbour could not make up for it.
    assert!(all[1].score * 2.0 > all[0].score * 1.5, "{all:?}");
    assert_eq!(found(Some(1)), all[..1]);
}

#[test]
fn a_sign_that_belongs_to_the_word_before_it_makes_it_a_rarer_one() {
    let vault = TestVault::empty();
    for number in 0..200 {
        vault.write(
            &format!("a{number}.md"),
            "20 of the words and some more of all that was said then\n",
        );
        vault.write(
            &format!("b{number}.md"),
            "some of the words and some more of all that was said then\n",
        );
    }
    for number in 0..2 {
        vault.write(
            &format!("c{number}.md"),
            "ige of the words and some more of all that was said then\n",
        );
    }
    vault.write("often.md", "ige 20 ige 20 ige 20 ige 20 and more of that\n");
    vault.write("together.md", "a 20 %ige of the words and some more of all that was said\n");
    let mut state = State::open(vault.root().to_owned(), None, Settings::default());
    let snapshot = state.refresh().expect("the vault is there");
    let all = rows(&snapshot, "20 %ige", None);
    assert_eq!((all[0].path.as_str(), all[1].path.as_str()), ("together.md", "often.md"));
    assert_eq!(rows(&snapshot, "20 %ige", Some(1)), all[..1]);
}
