//! Ranking held by a judged set: queries, each with what is needed, and the notes that somebody with this need
//! would want to see, from 3 (this is it) to 1 (good to know). They were judged by the notes, before any
//! program had answered.

mod best;
mod peers;

use serde_json::Value;

use crate::vault::{TestVault, items};

const SAMPLE: &str = include_str!("sample.txt");
const WORLD: &str = include_str!("world.txt");
const VAULT: &str = include_str!("vault.txt");

/// How many hits are looked at.
const SHOWN: usize = 10;
/// Set a little under what is reached: a change that costs more has to say why.
const LEAST_NDCG: f64 = 0.95;
const LEAST_RECALL: f64 = 0.97;

/// A query with the notes that are wanted.
struct Judged {
    query: &'static str,
    wanted: Vec<(&'static str, u32)>,
}

fn judged(table: &'static str) -> Vec<Judged> {
    let mut all: Vec<Judged> = Vec::new();
    for line in table.lines() {
        if let Some(line) = line.strip_prefix("? ") {
            let (query, _) = line.rsplit_once(" : ").expect("a query and its need");
            all.push(Judged { query, wanted: Vec::new() });
        } else {
            let (grade, path) = line.split_once(' ').expect("a grade and a note");
            let grade = grade.parse().expect("a grade is a number");
            all.last_mut().expect("a query comes first").wanted.push((path, grade));
        }
    }
    all
}

/// How good an order is: the normalised discounted gain of the first ten, with a gain of 2^grade - 1, and how
/// many of the notes that are wanted are among them.
fn quality(judged: &Judged, order: &[String]) -> (f64, f64) {
    let gain = |grade: u32| f64::from((1 << grade) - 1);
    let discounted = |grades: &mut dyn Iterator<Item = u32>| -> f64 {
        let places = grades.take(SHOWN).zip(2_u32..);
        places.map(|(grade, place)| gain(grade) / f64::from(place).log2()).sum()
    };
    let grade = |path: &String| {
        judged.wanted.iter().find(|(wanted, _)| wanted == path).map_or(0, |(_, grade)| *grade)
    };
    let mut best: Vec<u32> = judged.wanted.iter().map(|(_, grade)| *grade).collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ndcg = discounted(&mut order.iter().map(grade)) / discounted(&mut best.iter().copied());
    let found = order.iter().take(SHOWN).filter(|path| grade(path) > 0).count();
    (ndcg, found as f64 / judged.wanted.len().min(SHOWN) as f64)
}

/// The notes in the order of the program.
fn ranked(vault: &TestVault, query: &str) -> Vec<String> {
    let answer = vault.json(&["search", "--today", "2026-11-20", "--all", query]);
    let path = |row: &Value| {
        let path = row["path"].as_str().expect("a path");
        path.trim_end_matches(".md").to_owned()
    };
    items(&answer).iter().map(path).collect()
}

/// Every note of a vault with its text, in the order of the paths.
fn notes(vault: &TestVault) -> Vec<(String, String)> {
    let mut notes = Vec::new();
    let mut folders = vec![vault.root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                let name = path.strip_prefix(vault.root()).expect("it lies in the vault");
                let name = name.to_string_lossy().trim_end_matches(".md").to_owned();
                notes.push((name, std::fs::read_to_string(path).expect("a text")));
            }
        }
    }
    notes.sort();
    notes
}

/// The order of `rg -i -c -F -e WORD -e WORD …`, most matching lines first: files that have any of the words,
/// or all of them.
fn by_lines(notes: &[(String, String)], query: &str, all: bool) -> Vec<String> {
    let lower = query.to_lowercase().replace('"', "");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let mut counted: Vec<(usize, &String)> = Vec::new();
    for (name, text) in notes {
        let text = text.to_lowercase();
        let fits = |line: &&str| words.iter().any(|word| line.contains(word));
        let count = text.lines().filter(fits).count();
        if count > 0 && (!all || words.iter().all(|word| text.contains(word))) {
            counted.push((count, name));
        }
    }
    counted.sort_by_key(|(count, name)| (std::cmp::Reverse(*count), *name));
    counted.into_iter().map(|(_, name)| name.clone()).collect()
}

/// Each query with the quality of the orders that the program, and lines counted in two ways, give it.
fn measured() -> Vec<(&'static str, [(f64, f64); 3])> {
    let mut measured = Vec::new();
    for (vault, table) in [(TestVault::sample(), SAMPLE), (TestVault::new(VAULT), WORLD)] {
        let notes = notes(&vault);
        for judged in judged(table) {
            for (path, _) in &judged.wanted {
                assert!(notes.iter().any(|(name, _)| name == path), "{path} is no note");
            }
            let orders = [
                ranked(&vault, judged.query),
                by_lines(&notes, judged.query, false),
                by_lines(&notes, judged.query, true),
            ];
            measured.push((judged.query, orders.map(|order| quality(&judged, &order))));
        }
    }
    measured
}

/// What is printed: a row a query with nDCG@10 and recall@10 of three orders, and the means.
fn table(measured: &[(&str, [(f64, f64); 3])]) -> (String, [(f64, f64); 3]) {
    let mut shown = String::new();
    let mut sums = [(0.0, 0.0); 3];
    let row = |name: &str, row: &[(f64, f64); 3]| {
        let cells = row.iter().map(|(ndcg, recall)| format!("{:.3} {recall:.3}", ndcg + 0.0));
        format!("{}  {name}\n", cells.collect::<Vec<_>>().join("  "))
    };
    for (query, values) in measured {
        shown += &row(query, values);
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum = (sum.0 + value.0, sum.1 + value.1);
        }
    }
    let count = measured.len() as f64;
    let means = sums.map(|(ndcg, recall)| (ndcg / count, recall / count));
    shown += &row(&format!("mean of {} queries", measured.len()), &means);
    (shown, means)
}

#[test]
#[expect(clippy::print_stderr, reason = "the table is there to be read")]
fn what_is_wanted_stands_first() {
    let measured = measured();
    assert!(measured.len() >= 40);
    let (shown, [(ndcg, recall), ..]) = table(&measured);
    eprintln!(
        "nDCG@10 and recall@10 of the program, of lines with any word, with all words\n{shown}"
    );
    assert!(ndcg >= LEAST_NDCG && recall >= LEAST_RECALL, "{shown}");
}

#[test]
fn a_word_weighs_most_in_the_title_then_among_the_people_then_in_a_heading() {
    let vault = TestVault::new(
        "
=== a body.md
# One

The zebra of the day.
=== b heading.md
# Two

## Zebra

Of the day.
=== c people.md
---
type: meeting
date: 2026-11-02
with: Zebra
---
# Three

Of the day.
=== d title.md
# Zebra

Of the day.
=== e alias.md
---
type: person
aliases: [Zebra]
---
# Four

Of the day.
",
    );
    let order = ranked(&vault, "zebra");
    assert_eq!(order[0], "d title");
    assert_eq!(order[3..], ["b heading", "a body"]);
}

#[test]
fn equal_notes_stand_in_the_order_of_their_paths() {
    let names = ["c", "a", "e", "b", "d"];
    let notes = names.map(|name| format!("=== {name}/same.md\nThe zebra of the day.\n")).concat();
    let expected = ["a/same", "b/same", "c/same", "d/same", "e/same"];
    assert_eq!(ranked(&TestVault::new(&notes), "zebra"), expected);
    assert_eq!(ranked(&TestVault::new(&notes), "zebra OR day"), expected);
}

#[test]
fn quality_is_that_of_the_textbook() {
    let judged = Judged { query: "x", wanted: vec![("a", 3), ("b", 1)] };
    let order = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(quality(&judged, &order(&["a", "b", "c"])), (1.0, 1.0));
    assert_eq!(quality(&judged, &order(&["c"])), (0.0, 0.0));
    // 7 and 1 in the places 2 and 1: (1/1 + 7/1.585) / (7/1 + 1/1.585).
    let (ndcg, recall) = quality(&judged, &order(&["b", "a"]));
    assert!((ndcg - 0.7098).abs() < 0.0001 && recall == 1.0, "{ndcg}");
}
