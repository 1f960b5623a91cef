//! Tags in a search: those of a note hold for all of it, those in running text for what they stand in.

use insta::assert_snapshot;

use crate::vault::{TestVault, items};

const VAULT: &str = "
    === advice.md
    in-line #advice here
    === Cy.md
    ---
    type: person
    tags: [Grid]
    ---
    - 2026-11-10 met: a talk #ask/money
    - 2026-11-12 sent via email: the plan, #done.
    === code.md
    Nothing but `#advice` and

    ```
    #advice
    ```

    a [[#advice]] link, C#advice and #42
";

/// The hits as `note:line`, sorted.
fn found(query: &str) -> Vec<String> {
    let vault = TestVault::new(VAULT);
    let answer = vault.json(&["search", "--today", "2026-11-20", query]);
    let rows = items(&answer).iter();
    let path = |row: &serde_json::Value| row["path"].as_str().unwrap_or("?").to_owned();
    let mut found: Vec<String> = rows.map(|row| format!("{}:{}", path(row), row["line"])).collect();
    found.sort();
    found
}

#[test]
fn a_tag_in_running_text_is_one() {
    let cases: [(&str, &[&str]); 13] = [
        ("#advice", &["advice.md:1"]),
        ("tag:advice", &["advice.md:1"]),
        ("tag:ADVICE here", &["advice.md:1"]),
        ("tag:ask", &["Cy.md:5"]),
        ("#done", &["Cy.md:6"]),
        ("tag:money", &[]),
        ("tag:42", &[]),
        // All of a note has a tag of its front matter, an entry its own.
        ("tag:grid date:2026-11-10", &["Cy.md:5"]),
        ("tag:ask date:2026-11-10", &["Cy.md:5"]),
        ("tag:ask date:2026-11-12", &[]),
        ("tag:done via:email", &["Cy.md:6"]),
        ("no:tag", &["code.md:1"]),
        ("has:tag kind:note", &["advice.md:1"]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(query), expected, "{query}");
    }
}

/// What a note is about is decided by its own tags, not by what its text mentions.
#[test]
fn a_tag_in_running_text_makes_nobody_a_contact() {
    let vault = TestVault::new("=== a.md\nread about #people and #meeting\n");
    assert_snapshot!(vault.text(&["search", "#people", "--format", "csv"]).lines().last().unwrap_or_default().split(',').nth(3).unwrap_or_default(), @"note");
}
