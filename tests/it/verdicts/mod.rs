//! The verdict rules, to the day. Each test is a vault and a table of contact, day and what holds then;
//! the day before something changes stands above the day on which it does.

mod line;
mod meeting;
mod order;
mod owed;
mod thread;

use std::collections::HashMap;

use serde_json::Value;

use crate::vault::{TestVault, items};

/// Holds each contact to be in this state on this day.
fn assert_states(vault: &TestVault, cases: &[(&str, &str, &str)]) {
    for (contact, day, state) in cases {
        assert_eq!(vault.state(contact, day), *state, "{contact} on {day}");
    }
}

/// Holds the open thread of each contact to be this on this day, as `1/3 wait 2026-03-09`; `-` if
/// `unanswered` does not list the contact.
fn assert_threads(vault: &TestVault, cases: &[(&str, &str, &str)]) {
    let mut answers: HashMap<&str, Value> = HashMap::new();
    for (contact, day, expected) in cases {
        let answer =
            answers.entry(day).or_insert_with(|| vault.json(&["unanswered", "--today", day]));
        let row = items(answer).iter().find(|row| row["contact"]["name"] == *contact);
        let said = row.map_or("-".to_owned(), |row| {
            let next = &row["next"];
            let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
            let (step, on) = (text(&next["step"]), text(&next["on"]));
            assert_eq!(row["due"], step != "wait", "what is due is no waiting: {row}");
            format!("{}/{} {step} {on}", row["tries"], row["max_tries"])
        });
        assert_eq!(said, *expected, "{contact} on {day}");
    }
}
