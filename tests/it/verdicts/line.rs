//! How long a silence has to be: the worked lines of the rule, and stated cadences. All contacts here were
//! last met on 2026-01-01, so that a line of 60 days is reached on 2026-03-02.

use rekindle::model::Date;

use super::assert_states;
use crate::vault::{TestVault, items};

const RHYTHMS: &str = "
    === People/Once.md
    - 2026-01-01 met
    === People/Three days.md
    - 2025-12-20 sent via email: hello
    - 2025-12-22 received via email: hello
    - 2026-01-01 met
    === People/Four days.md
    - 2025-12-20 sent via email: hello
    - 2025-12-22 received via email: hello
    - 2025-12-30 thanked via email
    - 2026-01-01 met
    === People/Gap of 14.md
    - 2025-12-18 met
    - 2026-01-01 met
    === People/Gap of 20.md
    - 2025-12-12 met
    - 2026-01-01 met
    === People/Gap of 40.md
    - 2025-11-22 met
    - 2026-01-01 met
    === People/Gap of 100.md
    - 2025-09-23 met
    - 2026-01-01 met
    === People/Gaps of 40 and 60.md
    - 2025-09-23 met
    - 2025-11-02 met
    - 2026-01-01 met
    === People/Five of 21.md
    - 2025-09-18 met
    - 2025-10-09 met
    - 2025-10-30 met
    - 2025-11-20 met
    - 2025-12-11 met
    - 2026-01-01 met
    === People/Weekly.md
    - 2025-12-04 met
    - 2025-12-11 met
    - 2025-12-18 met
    - 2025-12-25 met
    - 2026-01-01 met
    === People/Two of 180.md
    - 2025-01-06 met
    - 2025-07-05 met
    - 2026-01-01 met
    === People/Four of 90.md
    - 2025-01-06 met
    - 2025-04-06 met
    - 2025-07-05 met
    - 2025-10-03 met
    - 2026-01-01 met
    === People/Four of 180.md
    - 2024-01-12 met
    - 2024-07-10 met
    - 2025-01-06 met
    - 2025-07-05 met
    - 2026-01-01 met
";

/// Contact, line, its source, the first quiet day and the first dormant one.
const LINES: [(&str, u64, &str, &str, &str); 13] = [
    ("Once", 30, "single", "2026-01-31", "2026-06-30"),
    ("Three days", 30, "single", "2026-01-31", "2026-06-30"),
    ("Four days", 60, "learnt", "2026-03-02", "2026-06-30"),
    ("Gap of 14", 30, "single", "2026-01-31", "2026-06-30"),
    ("Gap of 20", 60, "learnt", "2026-03-02", "2026-06-30"),
    ("Gap of 40", 64, "learnt", "2026-03-06", "2026-06-30"),
    ("Gap of 100", 81, "learnt", "2026-03-23", "2026-06-30"),
    ("Gaps of 40 and 60", 74, "learnt", "2026-03-16", "2026-06-30"),
    ("Five of 21", 60, "learnt", "2026-03-02", "2026-06-30"),
    ("Weekly", 60, "learnt", "2026-03-02", "2026-06-30"),
    ("Two of 180", 120, "learnt", "2026-05-01", "2026-08-29"),
    ("Four of 90", 112, "learnt", "2026-04-23", "2026-08-13"),
    ("Four of 180", 180, "learnt", "2026-06-30", "2026-12-27"),
];

fn eve(day: &str) -> String {
    let day: Date = day.parse().expect("an ISO date");
    day.pred_opt().expect("a day before").to_string()
}

/// Holds a contact to be quiet from the one day on and dormant from the other.
fn assert_quiet(vault: &TestVault, contact: &str, quiet: &str, dormant: &str) {
    assert_states(
        vault,
        &[
            (contact, &eve(quiet), "in_touch"),
            (contact, quiet, "quiet"),
            (contact, &eve(dormant), "quiet"),
            (contact, dormant, "dormant"),
        ],
    );
}

/// The line of a contact and where it comes from, as `quiet` tells on a day.
fn line(vault: &TestVault, contact: &str, day: &str) -> (Option<u64>, String) {
    let answer = vault.json(&["quiet", "--today", day]);
    let row = items(&answer).iter().find(|row| row["contact"]["name"] == contact);
    let row = row.unwrap_or_else(|| panic!("{contact} is quiet on {day}"));
    let source = row["cadence"]["source"].as_str().unwrap_or_default().to_owned();
    (row["line_days"].as_u64(), source)
}

#[test]
fn a_learnt_line_is_reached_on_its_very_day() {
    let vault = TestVault::new(RHYTHMS);
    for (contact, days, source, quiet, dormant) in LINES {
        assert_eq!(line(&vault, contact, quiet), (Some(days), source.to_owned()), "{contact}");
        assert_quiet(&vault, contact, quiet, dormant);
    }
}

#[test]
fn a_stated_cadence_fires_on_its_very_day() {
    let vault = TestVault::empty();
    let cases = [
        ("30", 30, "2026-01-31", "2026-06-30"),
        ("30d", 30, "2026-01-31", "2026-06-30"),
        ("weekly", 7, "2026-01-08", "2026-06-30"),
        ("6w", 42, "2026-02-12", "2026-06-30"),
        ("every 6 weeks", 42, "2026-02-12", "2026-06-30"),
        ("monthly", 30, "2026-01-31", "2026-06-30"),
        ("quarterly", 91, "2026-04-02", "2026-07-02"),
        ("half-yearly", 182, "2026-07-02", "2026-12-31"),
        ("yearly", 365, "2027-01-01", "2028-01-01"),
    ];
    for (cadence, days, quiet, dormant) in cases {
        let name = format!("Every {cadence}");
        vault.write(
            &format!("People/{name}.md"),
            format!("---\ncadence: {cadence}\n---\n- 2025-10-01 met\n- 2026-01-01 met\n"),
        );
        assert_eq!(line(&vault, &name, quiet), (Some(days), "contact".to_owned()), "{cadence}");
        assert_quiet(&vault, &name, quiet, dormant);
    }
}

#[test]
fn a_cadence_by_tag_counts_where_the_note_states_none() {
    let vault = TestVault::new(
        "
        === .rekindle/config.toml
        [cadence.tags]
        mentor = 'monthly'
        family = 'as-needed'
        === People/Tagged.md
        ---
        tags: [mentor/energy]
        ---
        - 2025-10-01 met
        - 2026-01-01 met
        === People/Stated.md
        ---
        tags: [mentor]
        cadence: 6w
        ---
        - 2026-01-01 met
        === People/Aunt.md
        ---
        tags: [family]
        ---
        - 2026-01-01 met
    ",
    );
    assert_eq!(line(&vault, "Tagged", "2026-01-31"), (Some(30), "tag".to_owned()));
    assert_eq!(line(&vault, "Stated", "2026-02-12"), (Some(42), "contact".to_owned()));
    assert_quiet(&vault, "Tagged", "2026-01-31", "2026-06-30");
    assert_quiet(&vault, "Stated", "2026-02-12", "2026-06-30");
    assert_states(&vault, &[("Aunt", "2030-01-01", "in_touch")]);
}

#[test]
fn as_needed_is_never_quiet_and_never_is_paused() {
    let vault = TestVault::new(
        "
        === People/As needed.md
        ---
        cadence: as-needed
        ---
        - 2026-01-01 met
        === People/None.md
        ---
        cadence: none
        ---
        - 2026-01-01 met
        === People/Never.md
        ---
        cadence: never
        ---
        - 2026-01-01 met
    ",
    );
    assert_states(
        &vault,
        &[
            ("As needed", "2030-01-01", "in_touch"),
            ("None", "2030-01-01", "in_touch"),
            ("Never", "2026-01-02", "paused"),
            ("Never", "2030-01-01", "paused"),
        ],
    );
}

#[test]
fn a_stated_last_contact_counts_from_its_day_on() {
    let vault = TestVault::new(
        "
        === People/Stated.md
        ---
        last_contact: 2026-01-01
        ---
    ",
    );
    // Ignored as long as it is later than the day asked about.
    assert_states(&vault, &[("Stated", "2025-12-31", "untracked")]);
    assert_quiet(&vault, "Stated", "2026-01-31", "2026-06-30");
}
