//! `rekindle unanswered`: its table, its JSON, its filters and its exit codes.

use insta::assert_snapshot;
use serde_json::json;

use crate::vault::{TestVault, contacts, items};

const VAULT: &str = "
    === People/Ada Lind.md
    ---
    tags: [energy]
    ---
    - 2026-11-02 sent via linkedin: asked for 20 minutes on grid storage
    === People/Bo Winter.md
    ---
    company: Harbour Power
    ---
    - 2026-10-01 emailed: who keeps the relays?
    - 2026-10-08 followed up via email
    - 2026-10-22 called, no answer
    === People/Cleo Adler.md
    - 2026-11-16 asked: is the pilot open?
    === People/Dan Fox.md
    - 2026-01-16 sent via email: a first question
    === People/Eve Stone.md
    - 2026-11-16 met
";

fn unanswered<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["unanswered"], arguments, &["--today", "2026-11-20"]].concat()
}

#[test]
fn the_table_has_the_earliest_next_step_first() {
    assert_snapshot!(TestVault::new(VAULT).text(&unanswered(&[])), @"
    3 messages wait for an answer on Friday 2026-11-20, 2 with something to do

      Contact     Since       Message  Next step                           What I wrote
      Ada Lind    2026-11-02  1 of 3   follow up (2 of 3), due 2026-11-09  linkedin: asked for 20 minutes on grid storage
      Bo Winter   2026-10-01  3 of 3   let go, due 2026-11-12              call: called, no answer
      Cleo Adler  2026-11-16  1 of 3   wait until 2026-11-23               is the pilot open?

    Not listed: 1 in touch, 1 with a lapsed thread
    ");
}

#[test]
fn all_shows_the_lapsed_and_the_paused_too() {
    let vault = TestVault::new(VAULT);
    vault.write(
        "People/Fay Hill.md",
        "---\nstatus: paused\n---\n- 2026-11-10 sent via email: a question\n",
    );
    let answer = vault.json(&unanswered(&[]));
    assert_eq!(contacts(&answer), ["Ada Lind", "Bo Winter", "Cleo Adler"]);
    assert_eq!((&answer["notes"]["lapsed"], &answer["notes"]["paused"]), (&json!(1), &json!(1)));
    let footer = "\nNot listed: 1 in touch, 1 paused, 1 with a lapsed thread\n";
    let text = vault.text(&unanswered(&[]));
    assert!(text.ends_with(footer), "{text}");

    let all = vault.json(&unanswered(&["--all"]));
    assert_eq!(contacts(&all)[..2], ["Dan Fox", "Ada Lind"]);
    // Who is listed is not among those "not listed".
    let text = vault.text(&unanswered(&["--all"]));
    assert!(!text.contains("1 with a lapsed thread"), "{text}");
    assert!(contacts(&all).contains(&"Fay Hill"), "--all shows the paused: {text}");
}

#[test]
fn an_empty_report_says_what_was_looked_at() {
    let vault = TestVault::new("=== People/Ada.md\n- 2026-11-19 met\n");
    assert_snapshot!(vault.text(&unanswered(&[])), @"Nothing waits for an answer on 2026-11-20: 1 in touch.");
    assert_snapshot!(TestVault::empty().text(&unanswered(&[])), @"Nothing waits for an answer on 2026-11-20: there are no contacts.");
}

#[test]
fn json_has_every_field_and_null_for_what_is_absent() {
    let answer = TestVault::new(VAULT).json(&unanswered(&[]));
    assert_eq!(answer["schema"], "rekindle.unanswered/1");
    let expected = json!({
        "contact": {"name": "Ada Lind", "path": "People/Ada Lind.md"},
        "since": "2026-11-02",
        "last_sent": "2026-11-02",
        "waiting_days": 18,
        "tries": 1,
        "max_tries": 3,
        "next": {"step": "follow_up", "on": "2026-11-09"},
        "due": true,
        "overdue_days": 11,
        "lapsed": false,
        "last": {
            "date": "2026-11-02", "direction": "out", "kind": "entry", "channel": "linkedin",
            "text": "asked for 20 minutes on grid storage", "path": "People/Ada Lind.md", "line": 4,
        },
        "reason": "message 1 of 3, sent 18 days ago; follow up (2 of 3)",
    });
    assert_eq!(items(&answer)[0], expected);
    let last = &items(&answer)[2];
    assert_eq!(last["last"]["channel"], json!(null));
    assert_eq!(last["next"], json!({"step": "wait", "on": "2026-11-23"}));
    assert_eq!(last["due"], json!(false));
}

#[test]
fn filters_take_tags_and_organisations() {
    let vault = TestVault::new(VAULT);
    let cases: [(&[&str], &[&str]); 4] = [
        (&["--tag", "energy"], &["Ada Lind"]),
        (&["--org", "harbour"], &["Bo Winter"]),
        (&["--tag", "energy", "--org", "harbour"], &[]),
        (&["--limit", "2"], &["Ada Lind", "Bo Winter"]),
    ];
    for (arguments, expected) in cases {
        assert_eq!(contacts(&vault.json(&unanswered(arguments))), expected, "{arguments:?}");
    }
}

#[test]
fn the_exit_code_tells_whether_a_step_is_due() {
    let vault = TestVault::new(VAULT);
    assert_eq!(vault.run(&unanswered(&[])).code, 0);
    assert_eq!(vault.run(&unanswered(&["--exit-code"])).code, 1);
    let waiting = ["unanswered", "--exit-code", "--today", "2026-10-02"];
    assert_eq!(TestVault::new(VAULT).run(&waiting).code, 0);
}

#[test]
fn waiting_is_another_name_for_it() {
    let vault = TestVault::new(VAULT);
    let waiting = vault.text(&["waiting", "--today", "2026-11-20"]);
    assert_eq!(waiting, vault.text(&unanswered(&[])));
}
