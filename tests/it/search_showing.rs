//! How the hits of `rekindle search` are shown: every entry, the latest first, all lines that fit.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::vault::{TestVault, items};

const VAULT: &str = "
    === People/Ada Lind.md
    ---
    role: relays
    ---
    - 2026-03-02 call: relays at the dam
    - 2026-05-02 call: the weather
    - 2026-04-02 sent via email: more on relays
    === Meetings/2026-06-01 Walk.md
    ---
    type: meeting
    with: Ada Lind
    ---
    Relays by the fence.
    Nothing else.
    More relays.
    === Notes/Relays.md
    Undated relays, with a fence.
";

fn found(arguments: &[&str]) -> Vec<String> {
    let vault = TestVault::new(VAULT);
    let answer = vault.json(&[&["search"], arguments].concat());
    let row = |row: &Value| {
        let name = row["path"].as_str().unwrap_or("?").rsplit('/').next().unwrap_or("?").to_owned();
        format!("{name}:{} {}", row["line"], row["date"].as_str().unwrap_or("-"))
    };
    items(&answer).iter().map(row).collect()
}

#[test]
fn each_shows_every_entry_that_fits_and_every_note_beside_them() {
    let mut rows = found(&["relays", "--each"]);
    rows.sort();
    let expected = [
        "2026-06-01 Walk.md:5 2026-06-01",
        "Ada Lind.md:2 -",
        "Ada Lind.md:4 2026-03-02",
        "Ada Lind.md:6 2026-04-02",
        "Relays.md:1 -",
    ];
    assert_eq!(rows, expected);
    assert_eq!(found(&["relays", "via:email", "--each"]), ["Ada Lind.md:6 2026-04-02"]);
    // What is left out may stand elsewhere in the note.
    let without = found(&["relays", "-fence", "--each", "--sort", "date"]);
    assert_eq!(
        without,
        ["Ada Lind.md:6 2026-04-02", "Ada Lind.md:4 2026-03-02", "Ada Lind.md:2 -"]
    );
}

#[test]
fn the_latest_come_first_and_the_undated_last() {
    assert_eq!(
        found(&["relays", "--sort", "date", "--each", "-n", "3"]),
        ["2026-06-01 Walk.md:5 2026-06-01", "Ada Lind.md:6 2026-04-02", "Ada Lind.md:4 2026-03-02",]
    );
    let rows = found(&["relays", "--sort", "date"]);
    assert_eq!(rows[0], "2026-06-01 Walk.md:5 2026-06-01");
    assert_eq!(rows.last().map(String::as_str), Some("Relays.md:1 -"));
}

#[test]
fn context_shows_all_lines_that_fit() {
    let vault = TestVault::new(VAULT);
    let text = vault.text(&["search", "relays", "kind:meeting", "--context"]);
    assert_snapshot!(text, @"
    2026-06-01  Ada Lind  (Meetings/2026-06-01 Walk.md:5)
        5: Relays by the fence.
        7: More relays.
    ");
    let answer = vault.json(&["search", "relays", "kind:meeting", "--context"]);
    let lines = &items(&answer)[0]["lines"];
    let expected =
        json!([{"line": 5, "text": "Relays by the fence."}, {"line": 7, "text": "More relays."}]);
    assert_eq!(*lines, expected);
    let plain = vault.json(&["search", "relays", "kind:meeting"]);
    assert_eq!(items(&plain)[0]["lines"], json!([]));
    let oneline = ["search", "relays", "kind:meeting", "--context", "--format", "oneline"];
    assert_snapshot!(vault.text(&oneline), @"
    $VAULT/Meetings/2026-06-01 Walk.md:5:1: 2026-06-01 Ada Lind: Relays by the fence.
    $VAULT/Meetings/2026-06-01 Walk.md:7:1: 2026-06-01 Ada Lind: More relays.
    ");
}

#[test]
fn a_table_of_all_lines_has_each_of_them() {
    let vault = TestVault::new("=== k.md\nkiwi one\n\nkiwi two\n");
    let rows = |format| vault.text(&["search", "kiwi", "--context", "--format", format]);
    assert_snapshot!(rows("markdown"), @r"
    | Kind | Date | Who | Note | What |
    | --- | --- | --- | --- | --- |
    | note |  |  | [[k\|k]] | kiwi one |
    | note |  |  | [[k\|k]] | kiwi two |
    ");
    let cells = |line: &str| line.split(['\t', ',']).skip(8).collect::<Vec<_>>().join(" ");
    for format in ["csv", "tsv"] {
        let text = rows(format);
        let shown: Vec<String> = text.lines().skip(1).map(cells).collect();
        assert_eq!(shown, ["1 kiwi one", "3 kiwi two"], "{format}");
    }
}

#[test]
fn a_zero_that_ends_paths_is_no_word_of_the_query() {
    let vault = TestVault::new("=== w.md\nwinnow 0.7\n");
    for command in ["search", "who"] {
        let arguments = [command, "winnow", "--format", "path", "-0"];
        let run = vault.run(&arguments);
        let expected = if command == "search" { "$VAULT/w.md\0" } else { "" };
        assert_eq!(run.stdout, expected, "{command}");
    }
    assert_eq!(vault.run(&["search", "-0", "--format", "path", "winnow"]).stdout, "$VAULT/w.md\0");
    // Anything else with a dash still leaves a word out.
    assert_eq!(vault.run(&["search", "winnow", "-07"]).code, 0);
    assert_eq!(vault.run(&["search", "winnow", "-7"]).code, 1);
}
