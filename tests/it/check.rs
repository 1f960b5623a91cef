//! `rekindle check`: what is wrong in the notes, where, and what to try.

use insta::assert_snapshot;
use serde_json::json;

use crate::vault::{TestVault, field, items, keys};

const VAULT: &str = "
    === People/Maya Chen.md
    ---
    cadence: now and then
    last_contact: 03-04-2026
    ---
    - 2026-02-30 met
    - 2026-11-03 the pilot
    === People/Maya Ortiz.md
    - 2026-11-01 met
    === Meetings/2026-11-05 Walk.md
    ---
    with: [Maya Chan, Maya, Uma Berg]
    ---
    === Meetings/Some day.md
    ---
    with: '[[Maya Ortiz]]'
    ---
";

const DAY: [&str; 2] = ["--today", "2026-11-20"];

fn check<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["check"], arguments, &DAY].concat()
}

#[test]
fn problems_stand_with_place_level_code_and_hint() {
    let run = TestVault::new(VAULT).run(&check(&[]));
    assert_eq!((run.stderr.as_str(), run.code), ("", 1));
    assert_snapshot!(run.stdout, @"
    Meetings/2026-11-05 Walk.md:2:1: warning[person-misspelt]: nobody is called Maya
        did you mean Maya Chen?
    Meetings/2026-11-05 Walk.md:2:1: warning[person-misspelt]: nobody is called Maya Chan
        did you mean Maya Chen?
    Meetings/Some day.md:1:1: warning[meeting-undated]: this meeting has no date
        add a line `date: YYYY-MM-DD`, or begin the file name with the date
    People/Maya Chen.md:2:1: warning[directive-unreadable]: cadence: now and then means nothing here, and holds nothing
        expected how often to be in touch, such as 30d, 6w, monthly, every 3 months, as-needed or never
    People/Maya Chen.md:3:1: warning[date-ambiguous]: last_contact: 03-04-2026 could be two different days
        write it as YYYY-MM-DD
    People/Maya Chen.md:5:1: warning[date-impossible]: 2026-02-30 is not in the calendar
        check the day, the month and the year
    ");
}

#[test]
fn strict_adds_hints() {
    let vault = TestVault::new(VAULT);
    let plain = vault.json(&check(&[]));
    let strict = vault.json(&check(&["--strict"]));
    let hints: Vec<_> = items(&strict).iter().filter(|row| row["level"] == "hint").collect();
    let codes: Vec<_> = hints.iter().map(|row| row["code"].as_str().unwrap_or("")).collect();
    assert_eq!(codes, ["person-unknown", "entry-unclear"]);
    assert_eq!(items(&strict).len(), items(&plain).len() + 2);
    assert_eq!(plain["notes"]["hints"], 2);
}

#[test]
fn a_clean_vault_is_silent() {
    let vault = TestVault::new("=== People/Ada.md\n- 2026-11-19 met\n");
    for arguments in [&[][..], &["--strict"]] {
        let run = vault.run(&check(arguments));
        assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.code), ("", "", 0));
    }
}

#[test]
fn json_has_every_field_and_null_for_no_hint() {
    let vault = TestVault::new(VAULT);
    let answer = vault.json(&check(&[]));
    assert_eq!(answer["schema"], "rekindle.check/1");
    for row in items(&answer) {
        let names = ["path", "line", "column", "level", "code", "message", "hint"];
        assert_eq!(keys(row), names, "{row}");
        assert!(row["hint"].is_string() || row["hint"].is_null(), "{row}");
    }
    let ambiguous = items(&answer).iter().find(|row| row["code"] == "date-ambiguous");
    assert_eq!(
        ambiguous,
        Some(&json!({
            "path": "People/Maya Chen.md",
            "line": 3,
            "column": 1,
            "level": "warning",
            "code": "date-ambiguous",
            "message": "last_contact: 03-04-2026 could be two different days",
            "hint": "write it as YYYY-MM-DD",
        }))
    );
    let clean = TestVault::new("=== People/Ada.md\n- 2026-11-19 met\n").json(&check(&[]));
    assert_eq!((&clean["items"], &clean["notes"]["files"]), (&json!([]), &json!(1)));
}

#[test]
fn a_name_in_most_meetings_may_be_me() {
    let vault = TestVault::new("=== People/Ada.md\n");
    for day in 1..=5 {
        let note = "---\nwith: [Ann Lee, Ada]\n---\n";
        vault.write(&format!("Meetings/2026-11-0{day} Talk.md"), note);
    }
    let codes = |answer: &serde_json::Value| {
        let codes = field(answer, "code").into_iter().cloned().collect::<Vec<_>>();
        codes.iter().filter(|code| **code == "me-unset").count()
    };
    assert_eq!(codes(&vault.json(&check(&["--strict"]))), 1);
    vault.write(".rekindle/config.toml", "me = ['Ann Lee']\n");
    assert_eq!(codes(&vault.json(&check(&["--strict"]))), 0);
}

#[test]
fn a_conflict_copy_is_told_and_counts_as_nobody() {
    let vault = TestVault::new(
        "
        === People/Ada.md
        - 2026-11-19 met
        === People/Ada 2.md
        - 2026-11-19 met
        === People/Ada.sync-conflict-20261119-101010-ABCDEFG.md
        - 2026-11-18 met
        === People/Henry 8.md
        - 2026-11-18 met
    ",
    );
    let answer = vault.json(&check(&[]));
    assert_eq!(field(&answer, "code"), ["conflict-copy", "conflict-copy"]);
    let paths = ["People/Ada 2.md", "People/Ada.sync-conflict-20261119-101010-ABCDEFG.md"];
    assert_eq!(field(&answer, "path"), paths);
    let quiet = vault.json(&["quiet", "--today", "2026-11-20"]);
    assert_eq!(quiet["notes"]["contacts"], 2);
}
