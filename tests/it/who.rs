//! `rekindle who`: people by what was said with them, and the line that says so.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::vault::{TestVault, contacts, items, keys};

const DAY: [&str; 2] = ["--today", "2026-11-20"];

fn who(vault: &TestVault, topic: &[&str]) -> Value {
    vault.json(&[&["who"], topic, &DAY].concat())
}

const VAULT: &str = "
    === People/Ada Lind.md
    ---
    tags: [energy]
    interests: [relays, mills]
    ---
    === People/Bo Winter.md
    - 2026-11-02 call: relays, and once more relays
    - 2026-11-03 sent via email: on relays (fyi)
    - 2026-11-04 call: the weather
    === People/Cleo Adler.md
    ---
    status: paused
    ---
    - 2026-11-02 call: relays
    === People/Dan Fox.md
    === Meetings/2026-11-05 Walk.md
    ---
    type: meeting
    with: [Dan Fox, Zed Stranger]
    ---
    A short word on relays by the fence.
    === Journal/2026-11-06.md
    - Relays all day.
    - Coffee with [[Dan Fox]]: mills and mills
    === Notes/Relays.md
    Relays, for nobody in particular.
";

#[test]
fn everything_said_with_somebody_counts() {
    let vault = TestVault::new(VAULT);
    let answer = who(&vault, &["relays"]);
    assert_eq!(answer["schema"], "rekindle.who/1");
    let rows = items(&answer);
    for row in rows {
        assert_eq!(keys(row), ["contact", "score", "hits", "last", "best"]);
        assert_eq!(keys(&row["best"]), ["date", "path", "line", "snippet"]);
    }
    // An interest of few words says more than a call about it, and two talks more than one.
    assert_eq!(contacts(&answer), ["Ada Lind", "Bo Winter", "Dan Fox"]);
    assert_eq!((&rows[1]["hits"], &rows[1]["last"]), (&json!(2), &json!("2026-11-04")));
    assert_eq!(
        rows[1]["best"],
        json!({
            "date": "2026-11-02", "path": "People/Bo Winter.md", "line": 1,
            "snippet": "- 2026-11-02 call: relays, and once more relays",
        })
    );
    assert_eq!(answer["notes"]["found"], 3);
    // A daily note is about whom the entry names, not about everybody whom it names somewhere.
    assert_eq!(contacts(&who(&vault, &["mills"])), ["Dan Fox", "Ada Lind"]);
    assert_eq!(contacts(&who(&vault, &["relays", "day"])), [""; 0]);
}

#[test]
fn filters_and_limits_work_as_elsewhere_and_the_paused_are_counted() {
    let vault = TestVault::new(VAULT);
    assert_eq!(contacts(&who(&vault, &["relays", "--tag", "energy"])), ["Ada Lind"]);
    assert_eq!(contacts(&who(&vault, &["relays", "-n", "1"])), ["Ada Lind"]);
    let all = who(&vault, &["relays", "--all"]);
    assert!(contacts(&all).contains(&"Cleo Adler"));
    let text = vault.text(&["who", "relays", "-n", "1", "--today", "2026-11-20"]);
    assert_snapshot!(text, @"
    Ada Lind  1 hit, never in contact
        interests: [relays, mills]  (People/Ada Lind.md:3)

    1 of 3 people shown (--limit or --all for more)

    Not listed: 1 paused
    ");
}

#[test]
fn the_exit_code_tells_whether_anybody_was_found() {
    let vault = TestVault::new(VAULT);
    let code = |topic: &[&str]| vault.run(&[&["who"], topic].concat()).code;
    assert_eq!(
        (code(&["relays"]), code(&["nothingofthekind"]), code(&["kind:nothing"])),
        (0, 1, 2)
    );
    // A leading dash leaves a word out, as in a search.
    assert_eq!(contacts(&who(&vault, &["relays", "-fence", "-mills"])), ["Bo Winter"]);
}

#[test]
fn the_sample_knows_whom_to_ask_about_nights() {
    let text = TestVault::sample().text(&[
        "who",
        "night shift",
        "--today",
        "2026-11-20",
        "--width",
        "100",
    ]);
    assert_snapshot!(text, @"
    Noor Rahman  1 hit, last contact 2026-11-11
        2026-11-20 6. How does a shift end well?  (Meetings/2026/2026-11-20 Noor Rahman.md:18)

    Wen Li  1 hit, never in contact
        role: Night shift lead  (People/Wen Li.md:4)

    Zoë Kowalczyk  1 hit, last contact 2026-11-17
        2026-09-15 - Twelve-hour shifts, four on, four…  (Meetings/2026/2026-09-15 Zoë Kowalczyk.md:11)

    Maya Chen  1 hit, last contact 2026-11-19
        - 2026-07-02 call (20m): heat wave week, they ran the fans all…  (People/Maya Chen.md:25)
    ");
}
