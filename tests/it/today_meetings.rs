//! The meetings on the page of the day: each once, whoever tells of it, with what its own note knows.

use serde_json::Value;

use crate::vault::{TestVault, items};

/// `contact and others, day: text` of the meetings on the page of 2026-11-20.
fn meetings(vault: &TestVault) -> Vec<String> {
    let answer = vault.json(&["today", "--all", "--today", "2026-11-20"]);
    let name = |contact: &Value| contact["name"].as_str().unwrap_or("?").to_owned();
    let meetings = items(&answer).iter().filter(|row| row["kind"] == "meeting");
    let row = |row: &Value| {
        let others = row["others"].as_array().into_iter().flatten();
        let who: Vec<String> = std::iter::once(&row["contact"]).chain(others).map(name).collect();
        let text = |key: &str| row[key].as_str().unwrap_or("?").to_owned();
        format!("{}, {}: {}", who.join(" and "), text("on"), text("text"))
    };
    meetings.map(row).collect()
}

#[test]
fn the_note_of_a_meeting_knows_more_than_what_announced_it() {
    let vault = TestVault::new(
        r#"
        === People/Ada Lind.md
        - 2026-11-10 scheduled via email: we meet on 2026-11-21
        === Meetings/2026-11-21 Ada.md
        ---
        with: "[[Ada Lind]]"
        via: video
        date: 2026-11-21 15:00
        ---
        ## Questions
        - What is a good first year?
        - Who else should I ask?
    "#,
    );
    let expected = "Ada Lind, 2026-11-21: 15:00 video; confirm it; 2 of 10 questions prepared";
    assert_eq!(meetings(&vault), [expected]);
    let brief = vault.text(&["prep", "ada", "--today", "2026-11-20"]);
    assert!(brief.contains("you meet on Saturday 2026-11-21 at 15:00, video"), "{brief}");
    assert!(brief.contains("1. What is a good first year?"), "{brief}");
}

#[test]
fn a_meeting_that_one_of_two_has_in_the_own_note_too_is_one_row() {
    let vault = TestVault::new(
        r#"
        === People/Ada Lind.md
        - 2026-11-20 14:00 scheduled via video: the plan
        === People/Bo Winter.md
        - 2026-07-01 coffee: hello
        === Meetings/2026-11-20 Plan.md
        ---
        with: ["[[Ada Lind]]", "[[Bo Winter]]"]
        ---
    "#,
    );
    let expected = "Ada Lind and Bo Winter, 2026-11-20: 14:00 video; 0 of 10 questions prepared";
    assert_eq!(meetings(&vault), [expected]);
}

#[test]
fn two_meetings_with_one_person_on_one_day_are_two_rows() {
    let vault = TestVault::new(
        r#"
        === People/Ada Lind.md
        - 2026-07-01 coffee: hello
        === Meetings/2026-11-21 Coffee.md
        ---
        with: "[[Ada Lind]]"
        via: coffee
        date: 2026-11-21 09:00
        ---
        === Meetings/2026-11-21 Demo.md
        ---
        with: "[[Ada Lind]]"
        via: video
        date: 2026-11-21 16:00
        ---
    "#,
    );
    let expected = [
        "Ada Lind, 2026-11-21: 09:00 coffee; confirm it",
        "Ada Lind, 2026-11-21: 16:00 video; confirm it",
    ];
    assert_eq!(meetings(&vault), expected);
}

#[test]
fn a_meeting_is_not_called_after_its_questions() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        === Meetings/2026-11-18 Ada at the dam.md
        ---
        type: interview
        with: Ada Lind
        ---
        ## Questions
        - What next?
    ",
    );
    let answer = vault.json(&["today", "--today", "2026-11-20"]);
    assert_eq!(answer["items"][0]["text"], "2026-11-18 Ada at the dam");
}
