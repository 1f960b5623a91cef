//! What good networkers do, each habit once, with the part that the program has in it. The verdict rules
//! have their own tests; these hold what a person sees who keeps such a notebook.

mod asking;
mod counting;
mod meeting;
mod staying;

use serde_json::Value;

use crate::vault::{TestVault, items};

/// The rows of the day's page, as `kind contact: text`; done ones say so.
fn page(vault: &TestVault, day: &str) -> Vec<String> {
    let answer = vault.json(&["today", "--today", day]);
    let row = |row: &Value| {
        let done = if row["done"] == true { " (done)" } else { "" };
        let (kind, name) = (said(&row["kind"]), said(&row["contact"]["name"]));
        format!("{kind} {name}{done}: {}", said(&row["text"]))
    };
    items(&answer).iter().map(row).collect()
}

/// The rows of the day's page that are of this kind.
fn of_kind(vault: &TestVault, kind: &str, day: &str) -> Vec<String> {
    let mut rows = page(vault, day);
    rows.retain(|row| row.split(' ').next() == Some(kind));
    rows
}

/// A contact's only item of a command that speaks of one person.
fn person(vault: &TestVault, command: &str, contact: &str, day: &str) -> Value {
    items(&vault.json(&[command, contact, "--today", day]))[0].clone()
}

/// A text, or a dash where there is none.
fn said(value: &Value) -> &str {
    value.as_str().unwrap_or("-")
}
