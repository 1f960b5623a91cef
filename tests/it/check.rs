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
    Meetings/2026-11-05 Walk.md:2:8: warning[person-misspelt]: nobody is called Maya Chan
        did you mean Maya Chen?
    Meetings/2026-11-05 Walk.md:2:19: warning[person-misspelt]: nobody is called Maya
        did you mean Maya Chen?
    Meetings/Some day.md:1:1: warning[meeting-undated]: this meeting has no date
        add a line `date: YYYY-MM-DD`, or begin the file name with the date
    People/Maya Chen.md:2:10: warning[directive-unreadable]: cadence: now and then means nothing here, and holds nothing
        expected how often to be in touch, such as 30d, 6w, monthly, every 3 months, as-needed or never
    People/Maya Chen.md:3:15: warning[date-ambiguous]: last_contact: 03-04-2026 could be two different days
        write it as YYYY-MM-DD
    People/Maya Chen.md:5:3: warning[date-impossible]: 2026-02-30 is not in the calendar
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
            "column": 15,
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

/// What `check --strict` finds in a vault on a day: `place code`, hints with an `h`.
pub fn found_on(day: &str, vault: &str) -> Vec<String> {
    let answer = TestVault::new(vault).json(&["check", "--strict", "--today", day]);
    let row = |row: &serde_json::Value| {
        let text = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
        let level = if row["level"] == "hint" { " h" } else { "" };
        format!("{}:{}:{} {}{level}", text("path"), row["line"], row["column"], text("code"))
    };
    items(&answer).iter().map(row).collect()
}

pub fn found(vault: &str) -> Vec<String> {
    found_on(DAY[1], vault)
}

/// A vault of one contact.
pub fn ada(note: &str) -> String {
    format!("=== People/Ada.md\n{note}\n")
}

pub const NOTHING: [&str; 0] = [];

#[test]
fn a_directive_is_told_and_a_description_hinted_at() {
    let cases = [
        ("status: pasued", Some("2:9 directive-unreadable")),
        ("status: [friend, do not contcat]", Some("2:9 directive-unreadable")),
        ("paused_until: soon", Some("2:15 directive-unreadable")),
        ("follow_up: 11/24", Some("2:12 date-unreadable")),
        ("follow_up: 24 Nov.", Some("2:12 date-unreadable")),
        ("level: staff", Some("2:8 value-unknown h")),
        ("warmth: lukewarm", Some("2:9 value-unknown h")),
        ("central: perhaps", Some("2:10 value-unknown h")),
        ("outreach:\n  - {date: 2026-11-02, direction: up}", Some("3:5 directive-unreadable")),
        ("status: paused", None),
        ("status: growing", None),
        ("status: [[archive-box]]", None),
        ("level: 3", None),
        ("level: Senior", None),
        ("warmth: 6", None),
        ("central: no", None),
        ("follow_up: next tuesday-ish", None),
        ("follow_up: ask about March 9 as a title", None),
        ("outreach:\n  - {date: 2026-11-02, direction: out}", None),
    ];
    for (line, expected) in cases {
        let expected = expected.map(|told| format!("People/Ada.md:{told}"));
        assert_eq!(found(&ada(&format!("---\n{line}\n---"))), Vec::from_iter(expected), "{line}");
    }
    let note = |kind: &str, line: &str| {
        format!(
            "=== Notes/2026-11-02.md\n---\ntype: {kind}\nfrom: Ada\n{line}\n---\nHello\n{}",
            ada("")
        )
    };
    let cases = [
        ("email", "direction: up", Some("4:12 directive-unreadable")),
        ("email", "direction: in", None),
        ("meeting", "thanks: a lot", Some("4:9 value-unknown h")),
        ("meeting", "thanks: no", None),
    ];
    for (kind, line, expected) in cases {
        let expected = expected.map(|told| format!("Notes/2026-11-02.md:{told}"));
        assert_eq!(found(&note(kind, line)), Vec::from_iter(expected), "{line}");
    }
    // Whoever should be held back and is not is no secret to the reports.
    let vault = TestVault::new(&ada("---\nstatus: pasued\n---\n- 2026-01-10 met"));
    assert_eq!(vault.json(&["quiet", DAY[0], DAY[1]])["notes"]["unreadable_directives"], 1);
}

#[test]
fn a_problem_stands_at_its_value() {
    let cases = [
        ("---\nBirthday :  1990-02-30\n---", "2:13 date-impossible"),
        ("---\nname: Ada\n\"last contact\": '03-04-2026'\n---", "3:17 date-ambiguous"),
        ("---\n  cadence: often\n---", "2:12 directive-unreadable"),
        ("**Last contact:** 03-04-2026", "1:19 date-ambiguous"),
        ("- Role:: Zoë\n- Cadence:: often", "2:13 directive-unreadable"),
        ("---\nintroduced_by:\n  - Ada\n  -  Uma Berg\n---", "4:6 person-unknown h"),
        ("* x\n    * **2026-02-30** met", "2:9 date-impossible"),
        ("| day | what |\n|--|--|\n| 2026-02-30 | call |", "3:3 date-impossible"),
        ("- 2026-11-02 über die Züge: met with [[Uma Berg]]", "1:3 entry-unclear h"),
        ("- 2026-11-02 met with Züge and [[Uma Berg]]: x", "1:32 person-unknown h"),
        ("<<<<<<< a\n- 2026-11-02 met\n=======\n>>>>>>> b", "1:1 conflict-marker"),
    ];
    for (note, told) in cases {
        let found = found(&ada(note));
        assert!(found.contains(&format!("People/Ada.md:{told}")), "{note}: {found:?}");
    }
}
