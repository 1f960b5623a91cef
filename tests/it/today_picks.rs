//! Whom the page of the day says to write to.

use serde_json::Value;

use crate::vault::{TestVault, items};

/// The people to reach out to on 2026-11-20, with `, done` if they were.
fn picks(vault: &TestVault) -> Vec<String> {
    let answer = vault.json(&["today", "--today", "2026-11-20"]);
    let picks = items(&answer).iter().filter(|row| row["kind"] == "reach_out");
    let row = |row: &Value| {
        let name = row["contact"]["name"].as_str().unwrap_or("?");
        format!("{name}{}", if row["done"] == true { ", done" } else { "" })
    };
    picks.map(row).collect()
}

#[test]
fn as_needed_is_nobody_to_reach_out_to_whoever_says_so() {
    let vault = TestVault::new(
        r#"
        === .rekindle/config.toml
        [cadence.tags]
        easy = "as-needed"
        === People/Ada Lind.md
        ---
        tags: [easy]
        ---
        - 2026-01-10 coffee: long ago
        === People/Bo Winter.md
        ---
        cadence: as-needed
        ---
        - 2026-01-11 coffee: long ago
        === People/Cy Moss.md
        - 2026-11-01 shared via email: an article
        - 2026-10-30 coffee: not so long ago
    "#,
    );
    assert_eq!(picks(&vault), ["Cy Moss"]);
}

#[test]
fn whoever_was_written_to_about_a_meeting_called_off_is_not_replaced() {
    let vault = TestVault::new(
        r#"
        === Meetings/2026-11-20 Ada.md
        ---
        with: "[[Ada Lind]]"
        status: cancelled
        ---
        === People/Ada Lind.md
        - 2026-07-01 coffee: hello
        === People/Bo Winter.md
        - 2026-07-02 coffee: hello
        === People/Cy Moss.md
        - 2026-07-03 coffee: hello
    "#,
    );
    assert_eq!(picks(&vault), ["Ada Lind", "Bo Winter"]);
    let written = "- 2026-07-01 coffee: hello\n- 2026-11-20 sent via email: another day?\n";
    vault.write("People/Ada Lind.md", written);
    assert_eq!(picks(&vault), ["Ada Lind, done", "Bo Winter"]);
}

#[test]
fn whoever_was_let_go_today_is_left_in_peace() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-07-08 met
        - 2026-11-20 let go
    ",
    );
    let on = |day: &str| vault.json(&["today", "--today", day])["items"].clone();
    assert_eq!(on("2026-11-20"), serde_json::json!([]));
    assert_eq!(on("2026-11-21")[0]["kind"], "reach_out");
}
