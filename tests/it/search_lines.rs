//! The line that `rekindle search` shows of a hit is one that the query is about: of a piece that fits, and
//! where each condition can be seen.

use serde_json::Value;

use crate::vault::{TestVault, items};

/// The hits as `note:line DAY`, in their order, and the exit code.
fn found(vault: &TestVault, arguments: &[&str]) -> Vec<String> {
    let answer = vault.json(&[&["search", "--today", "2026-11-20"], arguments].concat());
    let row = |row: &Value| {
        let path = row["path"].as_str().unwrap_or("?").trim_end_matches(".md").to_owned();
        format!("{path}:{} {}", row["line"], row["date"].as_str().unwrap_or("-"))
    };
    items(&answer).iter().map(row).collect()
}

const BUDGET: &str = "
    === Ana.md
    ---
    type: person
    ---
    - 2026-11-01 sent via email: budget draft
    - 2026-11-15 met via video: budget
    === Cy.md
    ---
    type: person
    ---
    - 2026-11-10 sent via email: budget question
";

#[test]
fn the_latest_fitting_entry_of_a_note_puts_it_in_order_and_is_shown() {
    let vault = TestVault::new(BUDGET);
    let by_date = |query: &str| found(&vault, &[query, "--sort", "date"]);
    assert_eq!(by_date("budget"), ["Ana:5 2026-11-15", "Cy:4 2026-11-10"]);
    assert_eq!(by_date("sent"), ["Cy:4 2026-11-10", "Ana:4 2026-11-01"]);
    assert_eq!(by_date("kind:contact"), ["Ana:5 2026-11-15", "Cy:4 2026-11-10"]);
    // What no entry has by itself has the day of the line that is shown.
    assert_eq!(by_date("draft video"), ["Ana:4 2026-11-01"]);
}

#[test]
fn what_is_left_out_is_not_shown() {
    let vault = TestVault::new(BUDGET);
    assert_eq!(found(&vault, &["-date:2026"]), ["Ana:2 -", "Cy:2 -"]);
    assert_eq!(found(&vault, &["-date:2026", "--each"]), ["Ana:2 -", "Cy:2 -"]);
    let each = found(&vault, &["-via:email", "--each"]);
    assert_eq!(each, ["Ana:5 2026-11-15", "Ana:2 -", "Cy:2 -"]);
    assert_eq!(found(&vault, &["-via:email", "budget"]), ["Ana:5 2026-11-15"]);
    // Of a note with its own day too.
    let journal =
        "=== 2026-11-19.md\n- 09:00 sent via email to [[Ana]]: plans\n\nThen it rained.\n";
    assert_eq!(found(&TestVault::new(journal), &["-via:email"]), ["2026-11-19:3 2026-11-19"]);
}

#[test]
fn each_piece_is_shown_once() {
    let vault = TestVault::new(BUDGET);
    for query in ["kind:contact", "*"] {
        assert_eq!(
            found(&vault, &[query, "--each"]),
            ["Ana:4 2026-11-01", "Ana:5 2026-11-15", "Ana:2 -", "Cy:4 2026-11-10", "Cy:2 -"]
        );
    }
}

#[test]
fn with_somebody_is_what_they_took_part_in() {
    let vault = TestVault::new(
        "
        === 2026-11-19.md
        # T

        - 09:00 coffee with [[Ana]]: narwhal
        - 10:00 coffee with [[Bob]]: manatee
        === Ana.md
        ---
        type: person
        ---
        === Bob.md
        ---
        type: person
        ---
        He likes otters.

        And seals.
        === Meetings/2026-11-02 Zoo.md
        ---
        with: [Ana, Bob]
        ---
        Walrus.
        ",
    );
    let cases: [(&[&str], &[&str]); 9] = [
        (&["with:bob coffee"], &["2026-11-19:4 2026-11-19"]),
        (&["with:bob kind:journal"], &["2026-11-19:4 2026-11-19"]),
        (&["with:bob narwhal"], &[]),
        (&["with:bob narwhal", "--each"], &[]),
        (&["with:bob narwhal date:2026-11-19"], &[]),
        (&["with:bob manatee date:2026-11-19"], &["2026-11-19:4 2026-11-19"]),
        (&["-with:bob coffee"], &["2026-11-19:3 2026-11-19"]),
        // Their own note, and a meeting, are with them as a whole.
        (&["with:bob otters seals"], &["Bob:4 -"]),
        (&["with:bob walrus"], &["Meetings/2026-11-02 Zoo:4 2026-11-02"]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&vault, query), expected, "{query:?}");
    }
    assert_eq!(vault.run(&["who", "with:bob narwhal"]).code, 1);
}

#[test]
fn a_task_and_a_section_are_shown_where_they_are() {
    let vault = TestVault::new(
        "
        === List.md
        # List

        - [ ] call the boat yard
        - [x] mail the boat photos
        === S.md
        # S

        ## Log

        hello

        ## Other

        hello budget

        ## Money

        budget hello
        ",
    );
    let lines = |query: &str| -> Vec<u64> {
        let answer = vault.json(&["search", "--context", query]);
        let row = items(&answer)[0].clone();
        let lines = row["lines"].as_array().cloned().unwrap_or_default();
        let of = |row: &Value| row["line"].as_u64().unwrap_or(0);
        std::iter::once(of(&row)).chain(lines.iter().map(of)).collect()
    };
    assert_eq!(lines("task-done:boat"), [4, 4]);
    assert_eq!(lines("task-todo:boat"), [3, 3]);
    assert_eq!(lines("task-todo:(call -mail)"), [3, 3]);
    assert_eq!(lines("section:(log hello)"), [5, 3, 5]);
    assert_eq!(lines("section:(money budget hello)"), [13, 11, 13]);
}

#[test]
fn a_condition_on_a_key_or_tag_shows_its_own_line() {
    let vault = TestVault::new(
        "
        === n.md
        ---
        status: open
        rank: 5
        due: 2026-11-01
        address:
          city: Basel
        ---
        Text first, open 5 2026-11-01 Basel x.
        === P.md
        ---
        type: person
        tags:
          - y
          - x/z
        ---
        - 2026-10-01 met: x
        - 2026-11-01 met: other
        ",
    );
    let cases = [
        ("[status]", "n:2 -"),
        ("[status:open]", "n:2 -"),
        ("[status:ope*]", "n:2 -"),
        ("[rank:>3]", "n:3 -"),
        ("[due:2026-11]", "n:4 -"),
        ("due:2026-11-01", "n:4 -"),
        ("[address.city:basel]", "n:6 -"),
        ("has:due", "n:4 -"),
        ("tag:x", "P:5 -"),
        // A word in the text says more than a key.
        ("text [rank:5]", "n:8 -"),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&vault, &[query]), [expected], "{query}");
    }
}
