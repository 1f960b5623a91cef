//! `rekindle search`: what was said, with the line that says it.

use serde_json::{Value, json};

use crate::vault::TestVault;

const VAULT: &str = "
=== People/Maya Chen.md
---
type: person
aliases: [May]
company: Acme Storage
---
# Maya Chen

Met at the grid fair.

## Log
- 2026-09-10 sent via email: the rate card for Zürich
- 2026-10-02 met via video: the pilot budget is agreed
  - she will ask Priya about storage
=== People/Tom Okafor.md
- 2026-10-05 coffee: storage, and the budget of the co-op
=== Meetings/2026-10-12 Budget round.md
---
type: meeting
date: 2026-10-12
with: [\"[[Maya Chen]]\", \"[[Tom Okafor]]\"]
tags: [work/money]
via: video
---
We went through the draft budget at 10:30, see https://example.org/rate?x=1.
=== Messages/2026-10-20 To Maya.md
---
type: email
to: \"[[Maya Chen]]\"
date: 2026-10-20
---
A question on the tariff.
=== Journal/2026-10-21.md
- Lunch with [[Maya Chen]]: the roof garden
- thinking about 田中さん and résumés
=== Notes/Storage.md
Storage storage storage. C++ and R&D.
";

fn rows(vault: &TestVault, query: &[&str]) -> Vec<String> {
    let mut arguments = vec!["search", "--today", "2026-11-20", "--json"];
    arguments.extend(query);
    let run = vault.run(&arguments);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    let items = answer["items"].as_array().expect("items is a list");
    assert_eq!(run.code, i32::from(items.is_empty()), "{run:?}");
    let shown = items.iter().map(|row| {
        let path = row["path"].as_str().expect("a path");
        let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md");
        format!("{stem}:{}", row["line"])
    });
    shown.collect()
}

/// The same, in the order of the paths: for questions that are not about ranking.
fn sorted(vault: &TestVault, query: &[&str]) -> Vec<String> {
    let mut rows = rows(vault, query);
    rows.sort();
    rows
}

#[test]
fn words_phrases_and_their_like_find_the_right_line() {
    let vault = TestVault::new(VAULT);
    let cases: [(&str, &[&str]); 37] = [
        ("10:3*", &["2026-10-12 Budget round:8"]),
        ("10:4*", &[]),
        ("R&D*", &["Storage:1"]),
        ("-example.or* draft", &[]),
        ("budget", &["2026-10-12 Budget round:8", "Maya Chen:12", "Tom Okafor:1"]),
        ("pilot budget", &["Maya Chen:12"]),
        ("budget pilot", &["Maya Chen:12"]),
        ("\"budget pilot\"", &[]),
        ("\"pilot budget\"", &["Maya Chen:12"]),
        ("BUDG*", &["2026-10-12 Budget round:8", "Maya Chen:12", "Tom Okafor:1"]),
        ("budget -pilot", &["2026-10-12 Budget round:8", "Tom Okafor:1"]),
        ("budget NOT pilot", &["2026-10-12 Budget round:8", "Tom Okafor:1"]),
        ("pilot OR tariff", &["2026-10-20 To Maya:6", "Maya Chen:12"]),
        ("(pilot | tariff) maya", &["2026-10-20 To Maya:6", "Maya Chen:12"]),
        ("zurich", &["Maya Chen:11"]),
        ("résumés", &["2026-10-21:2"]),
        ("resumes", &["2026-10-21:2"]),
        ("田中", &["2026-10-21:2"]),
        ("10:30", &["2026-10-12 Budget round:8"]),
        ("https://example.org/rate?x=1", &["2026-10-12 Budget round:8"]),
        ("re: budget", &[]),
        ("[[Tom Okafor]]", &["2026-10-12 Budget round:4", "Tom Okafor:1"]),
        ("(budget", &["2026-10-12 Budget round:8", "Maya Chen:12", "Tom Okafor:1"]),
        ("\"rate card", &["Maya Chen:11"]),
        ("[[Priya]]", &[]),
        ("[[Storage]]", &["Storage:1"]),
        ("\"budget", &["2026-10-12 Budget round:8", "Maya Chen:12", "Tom Okafor:1"]),
        ("https://example.org/rate?x=2", &[]),
        ("-work -budget -storage", &["2026-10-20 To Maya:6", "2026-10-21:1"]),
        ("company:acme", &["Maya Chen:4"]),
        ("[company:acme]", &["Maya Chen:4"]),
        ("\"10:30\", see", &["2026-10-12 Budget round:8"]),
        ("R&D C++", &["Storage:1"]),
        ("C++", &["Storage:1"]),
        ("acme", &["Maya Chen:4"]),
        ("priya storage", &["Maya Chen:13"]),
        ("nothingofthekind", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(sorted(&vault, &[query]), expected, "{query}");
    }
}

#[test]
fn people_kinds_tags_and_dates_narrow_it_down() {
    let vault = TestVault::new(VAULT);
    let cases: [(&[&str], &[&str]); 16] = [
        (&["budget", "with:maya"], &["2026-10-12 Budget round:8", "Maya Chen:12"]),
        (&["with:May", "lunch"], &["2026-10-21:1"]),
        (&["budget", "with:tom"], &["2026-10-12 Budget round:8", "Tom Okafor:1"]),
        (&["budget", "with:nobody"], &[]),
        (&["kind:meeting"], &["2026-10-12 Budget round:8"]),
        (&["tag:work"], &["2026-10-12 Budget round:5"]),
        (&["#work/money"], &["2026-10-12 Budget round:5"]),
        (&["tag:money"], &[]),
        (
            &["budget", "date:2026-10"],
            &["2026-10-12 Budget round:8", "Maya Chen:12", "Tom Okafor:1"],
        ),
        (&["budget", "before:2026-10"], &[]),
        (&["rate", "before:2026-10"], &["Maya Chen:11"]),
        (&["budget", "after:2026-10-06"], &["2026-10-12 Budget round:8"]),
        (&["card", "date:2026-10"], &[]),
        (&["with:maya", "date:2026-10-21"], &["2026-10-21:1"]),
        (&["via:video"], &["2026-10-12 Budget round:8", "Maya Chen:12"]),
        (&["via:mail"], &["Maya Chen:11"]),
    ];
    for (query, expected) in cases {
        assert_eq!(sorted(&vault, query), expected, "{query:?}");
    }
}

#[test]
fn a_row_tells_who_and_when_and_what() {
    let vault = TestVault::new(VAULT);
    let answer = vault.json(&["search", "--today", "2026-11-20", "pilot"]);
    assert_eq!(answer["schema"], "rekindle.search/1");
    let row = &answer["items"][0];
    let mut without_place = row.clone();
    let file = without_place.as_object_mut().and_then(|row| row.remove("file"));
    assert!(
        file.is_some_and(|file| file.as_str().is_some_and(|file| file.ends_with("Maya Chen.md")))
    );
    let score = without_place.as_object_mut().and_then(|row| row.remove("score"));
    assert!(score.is_some_and(|score| score.as_f64().is_some_and(|score| score > 0.0)));
    let expected = json!({
        "path": "People/Maya Chen.md",
        "title": "Maya Chen",
        "kind": "contact",
        "date": "2026-10-02",
        "contacts": [{"name": "Maya Chen", "path": "People/Maya Chen.md"}],
        "line": 12,
        "snippet": "- 2026-10-02 met via video: the pilot budget is agreed",
        "matches": [[32, 37]],
        "lines": [],
    });
    assert_eq!(without_place, expected);
}

#[test]
fn a_title_counts_more_than_a_mention_in_passing() {
    let vault = TestVault::new(VAULT);
    assert_eq!(rows(&vault, &["budget"])[0], "2026-10-12 Budget round:8");
    assert_eq!(rows(&vault, &["storage"])[0], "Storage:1");
}

#[test]
fn an_answer_knows_every_save_whatever_the_index_knows() {
    let vault = TestVault::new(VAULT);
    assert_eq!(sorted(&vault, &["zebra"]), Vec::<String>::new());
    vault.write("Notes/Animal.md", "a zebra\n");
    assert_eq!(sorted(&vault, &["zebra"]), ["Animal:1"]);
    vault.write("Notes/Animal.md", "\n\na zebra again\n");
    assert_eq!(sorted(&vault, &["zebra"]), ["Animal:3"]);
    vault.write("Notes/Animal.md", "a horse\n");
    assert_eq!(sorted(&vault, &["zebra"]), Vec::<String>::new());
    // Many at once, so that the index on disk is written, then changed, then some are gone.
    for number in 0..100 {
        vault.write(&format!("Many/{number:03}.md"), format!("number {number}\n"));
    }
    assert_eq!(sorted(&vault, &["number", "--all"]).len(), 100);
    vault.write("Many/007.md", "a spy\n");
    std::fs::remove_file(vault.root().join("Many/008.md")).expect("it was just written");
    std::fs::rename(vault.root().join("Many/009.md"), vault.root().join("Many/nine.md"))
        .expect("a rename");
    let left = sorted(&vault, &["number", "--all"]);
    assert_eq!(left.len(), 98);
    assert!(left.contains(&"nine:1".to_owned()) && !left.contains(&"009:1".to_owned()));
    assert_eq!(sorted(&vault, &["spy"]), ["007:1"]);
}

#[test]
fn ranking_does_not_depend_on_the_history_of_edits() {
    let fresh = TestVault::new(VAULT);
    let edited = TestVault::new(VAULT);
    for number in 0..100 {
        edited.write(&format!("Many/{number:03}.md"), "budget storage tariff\n");
    }
    assert_eq!(rows(&edited, &["budget", "--all"]).len(), 103);
    std::fs::remove_dir_all(edited.root().join("Many")).expect("it was just written");
    for query in ["budget", "storage", "maya budget"] {
        let scores = |vault: &TestVault| {
            let answer = vault.json(&["search", "--today", "2026-11-20", query]);
            let items = answer["items"].as_array().cloned().unwrap_or_default();
            items.iter().map(|row| (row["path"].clone(), row["score"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(scores(&edited), scores(&fresh), "{query}");
    }
}

#[test]
fn a_wrong_query_is_shown_with_carets() {
    let vault = TestVault::new(VAULT);
    let run = vault.run(&["search", "--today", "2026-11-20", "budget kind:meting"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(run.stderr, @"
    error: kind: does not understand meting; it takes contact, meeting, message, journal, note
    budget kind:meting
                ^^^^^^
    did you mean kind:meeting?
    ");
}

#[test]
fn a_field_that_is_none_is_text_and_said_so() {
    let vault = TestVault::new(VAULT);
    let run = vault.run(&["search", "--today", "2026-11-20", "colour:blue"]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stderr, @"
    rekindle: no note fits this query
    rekindle: colour: is no field here and is searched as text
    ");
}

#[test]
fn the_table_has_who_when_where_and_what() {
    let vault = TestVault::new(VAULT);
    insta::assert_snapshot!(vault.text(&["search", "--today", "2026-11-20", "budget"]), @"
    2026-10-12  Maya Chen, Tom Okafor  (Meetings/2026-10-12 Budget round.md:8)
        We went through the draft budget at 10:30, see https://example.org/rate?x=1.

    2026-10-05  Tom Okafor  (People/Tom Okafor.md:1)
        - 2026-10-05 coffee: storage, and the budget of the co-op

    2026-10-02  Maya Chen  (People/Maya Chen.md:12)
        - 2026-10-02 met via video: the pilot budget is agreed
    ");
    insta::assert_snapshot!(vault.text(&["search", "--today", "2026-11-20", "budget", "-n", "1"]), @"
    2026-10-12  Maya Chen, Tom Okafor  (Meetings/2026-10-12 Budget round.md:8)
        We went through the draft budget at 10:30, see https://example.org/rate?x=1.

    1 of 3 notes shown (--limit or --all for more)
    ");
}

/// The folder of the facts and the index of a vault.
fn cache_of(vault: &TestVault) -> std::path::PathBuf {
    let paths = vault.json(&["paths"]);
    let path = paths["items"][0]["cache"]["path"].as_str().expect("there is a cache");
    path.replace("$HOME", &vault.home().display().to_string()).into()
}

/// Writes so many notes that the index is kept on disk, and gives the folder that it is in.
fn with_index_on_disk() -> (TestVault, std::path::PathBuf) {
    let vault = TestVault::new(VAULT);
    for number in 0..100 {
        vault.write(&format!("Many/{number:03}.md"), format!("number {number}\n"));
    }
    assert_eq!(sorted(&vault, &["number", "--all"]).len(), 100);
    let cache = cache_of(&vault);
    let inside = std::fs::read_dir(&cache).expect("it was just written").flatten();
    let mut folders = inside.map(|entry| entry.path()).filter(|path| path.is_dir());
    let index = folders.next().expect("the index is on disk");
    assert_eq!(folders.next(), None);
    (vault, index)
}

#[test]
fn a_cache_that_cannot_be_written_costs_one_line() {
    let vault = TestVault::new(VAULT);
    let cache = cache_of(&vault);
    std::fs::create_dir_all(cache.parent().expect("it lies in a folder")).expect("a folder");
    std::fs::write(&cache, "a file where the folder belongs").expect("a file");
    for number in 0..100 {
        vault.write(&format!("Many/{number:03}.md"), format!("number {number}\n"));
    }
    let run = vault.run(&["search", "--today", "2026-11-20", "number", "--all", "--json"]);
    let answer: Value = serde_json::from_str(&run.stdout).expect("an answer");
    assert_eq!((run.code, answer["notes"]["found"].as_u64()), (0, Some(100)));
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
}

#[test]
fn an_index_that_is_gone_or_damaged_is_made_anew() {
    let (vault, index) = with_index_on_disk();
    std::fs::remove_dir_all(&index).expect("it is there");
    assert_eq!(sorted(&vault, &["number", "--all"]).len(), 100);
    assert!(index.is_dir());
    // Every file in turn: cut to nothing, cut short, and of another kind.
    let files = || {
        let files = std::fs::read_dir(&index).expect("it is there").flatten();
        let mut files: Vec<_> = files.map(|file| file.path()).collect();
        files.sort();
        files
    };
    let count = files().len();
    assert!(count > 5, "{count} files");
    for number in 0..count {
        for damage in 0..3 {
            let Some(file) = files().get(number).cloned() else { continue };
            let bytes = std::fs::read(&file).expect("it is there");
            let damaged = match damage {
                0 => Vec::new(),
                1 => bytes[..bytes.len() / 2].to_vec(),
                _ => vec![b'x'; bytes.len()],
            };
            // In the place of the old one, for a file that is cut under a reader is another matter.
            std::fs::remove_file(&file).expect("it is there");
            std::fs::write(&file, damaged).expect("a file");
            let name = file.display();
            assert_eq!(sorted(&vault, &["number", "--all"]).len(), 100, "{name} {damage}");
            assert_eq!(sorted(&vault, &["\"number 7\""]), ["007:1"], "{name} {damage}");
        }
    }
}

#[test]
fn rebuilding_starts_from_the_notes() {
    let (vault, index) = with_index_on_disk();
    let before = std::fs::metadata(index.join("meta.json")).expect("it is there");
    vault.text(&["index", "--today", "2026-11-20", "--rebuild"]);
    let after = std::fs::metadata(index.join("meta.json")).expect("it is made anew");
    assert_ne!(before.modified().ok(), after.modified().ok());
    assert_eq!(sorted(&vault, &["number", "--all"]).len(), 100);
}

#[test]
fn several_at_once_all_answer_rightly() {
    let vault = TestVault::new(VAULT);
    for number in 0..300 {
        vault.write(&format!("Many/{number:03}.md"), format!("number {number}\n"));
    }
    std::thread::scope(|scope| {
        let asked: Vec<_> =
            (0..6).map(|_| scope.spawn(|| sorted(&vault, &["number", "--all"]).len())).collect();
        for one in asked {
            assert_eq!(one.join().expect("it answers"), 300);
        }
    });
}

#[test]
fn an_index_made_under_other_settings_is_replaced_by_a_new_one() {
    let (vault, index) = with_index_on_disk();
    vault.write(".rekindle/config.toml", "[kinds]\nby_folder = false\n");
    assert_eq!(sorted(&vault, &["number", "--all"]).len(), 100);
    assert_eq!(sorted(&vault, &["kind:contact", "tom"]), Vec::<String>::new());
    let inside = std::fs::read_dir(cache_of(&vault)).expect("it is there").flatten();
    let indexes: Vec<_> = inside.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    assert!(indexes.len() == 1 && indexes[0] != index, "{indexes:?}");
}
