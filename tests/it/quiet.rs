//! `rekindle quiet`: its table, its JSON, its filters and its exit codes.

use insta::assert_snapshot;
use serde_json::json;

use crate::vault::{TestVault, contacts, items, keys};

const DAY: [&str; 2] = ["--today", "2026-11-20"];

const VAULT: &str = "
    === People/Ada Lind.md
    ---
    tags: [energy/storage]
    company: Harbour Power
    ---
    - 2026-08-01 sent via email: may I see the control room?
    - 2026-08-03 received via email: come on Friday
    - 2026-08-07 met in person (40m): the control room, from the gallery
    === People/Bo Winter.md
    ---
    tags: [energy]
    cadence: every 6 weeks
    ---
    - 2026-10-09 call: the winter rates
    === People/Cleo Adler.md
    ---
    company: Harbour Water
    ---
    - 2025-01-10 lunch: her new job
    === People/Dan Fox.md
    - 2026-11-01 coffee
";

fn quiet<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["quiet"], arguments, &DAY].concat()
}

#[test]
fn the_table_has_the_most_overdue_first_and_the_dormant_below() {
    let text = TestVault::new(VAULT).text(&quiet(&[]));
    assert_snapshot!(text, @"
    2 contacts have gone quiet on Friday 2026-11-20

      Contact    Silent for  Rhythm               Last contact                                   Last heard
      Ada Lind   15 weeks    one exchange         2026-08-07 the control room, from the gallery  2026-08-07
      Bo Winter  6 weeks     plan: every 6 weeks  2026-10-09 call: the winter rates              2026-10-09

    Silent for so long that it is no longer news

      Contact     Silent for  Rhythm        Last contact                   Last heard
      Cleo Adler  22 months   one exchange  2025-01-10 lunch: her new job  2025-01-10

    Not listed: 1 in touch
    ");
}

#[test]
fn a_narrow_table_cuts_what_is_free_and_keeps_the_rest() {
    let text = TestVault::new(VAULT).text(&quiet(&["--width", "80"]));
    assert_snapshot!(text, @"
    2 contacts have gone quiet on Friday 2026-11-20

      Contact    Silent for  Rhythm               Last contact            Last heard
      Ada Lind   15 weeks    one exchange         2026-08-07 the contro…  2026-08-07
      Bo Winter  6 weeks     plan: every 6 weeks  2026-10-09 call: the…   2026-10-09

    Silent for so long that it is no longer news

      Contact     Silent for  Rhythm        Last contact                  Last heard
      Cleo Adler  22 months   one exchange  2025-01-10 lunch: her new…    2025-01-10

    Not listed: 1 in touch
    ");
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn of_the_dormant_a_terminal_shows_three() {
    let vault = TestVault::empty();
    for (number, name) in ["Ada", "Bo", "Cleo", "Dan", "Eve"].iter().enumerate() {
        let note = format!("- 2020-0{}-01 met\n", number + 1);
        vault.write(&format!("People/{name}.md"), note);
    }
    let text = vault.text(&quiet(&["--width", "100"]));
    assert_snapshot!(text, @"
    Nobody has gone quiet on Friday 2026-11-20

    Silent for so long that it is no longer news

      Contact  Silent for  Rhythm        Last contact    Last heard
      Ada      7 years     one exchange  2020-01-01 met  2020-01-01
      Bo       7 years     one exchange  2020-02-01 met  2020-02-01
      Cleo     7 years     one exchange  2020-03-01 met  2020-03-01
      and 2 more (--all shows them)
    ");
    let all = vault.text(&quiet(&["--width", "100", "--all"]));
    assert!(all.contains("Dan") && all.contains("Eve") && !all.contains("more"), "{all}");
    // Nothing is cut in a pipe.
    let piped = vault.text(&quiet(&[]));
    assert!(piped.contains("Dan") && piped.contains("Eve"), "{piped}");
}

#[test]
fn an_empty_report_says_what_was_looked_at() {
    let nobody = TestVault::empty().text(&quiet(&[]));
    assert_snapshot!(nobody, @"Nobody is quiet on 2026-11-20: there are no contacts.");
    let vault = TestVault::new(
        "
        === People/Ada.md
        - 2026-11-19 met
        === People/Bo.md
        - 2026-11-25 lunch
        === People/Cleo.md
        Knows everybody.
    ",
    );
    assert_snapshot!(vault.text(&quiet(&[])), @"Nobody is quiet on 2026-11-20: 1 scheduled, 1 in touch, 1 without a dated talk.");
}

#[test]
fn json_has_every_field_and_null_for_what_is_absent() {
    let vault = TestVault::new(VAULT);
    let answer = vault.json(&quiet(&[]));
    let head = ["schema", "vault", "today", "as_of", "items", "notes"];
    assert_eq!(keys(&answer), head);
    assert_eq!(answer["schema"], "rekindle.quiet/1");
    assert_eq!(answer["vault"], "$VAULT");
    assert_eq!(answer["today"], "2026-11-20");
    assert_eq!(items(&answer).len(), 3);
    let first = &items(&answer)[0];
    let talk = json!({
        "date": "2026-08-07", "direction": "both", "kind": "entry", "channel": null,
        "text": "the control room, from the gallery", "path": "People/Ada Lind.md", "line": 7,
    });
    let expected = json!({
        "contact": {"name": "Ada Lind", "path": "People/Ada Lind.md"},
        "state": "quiet",
        "silence_days": 105,
        "line_days": 30,
        "ratio": 3.5,
        "cadence": {"days": null, "source": "single"},
        "usual_days": null,
        "last": talk,
        "last_heard": talk,
        "reason": "one exchange, 105 days ago, nothing since",
    });
    for (name, value) in expected.as_object().expect("an object") {
        assert_eq!(&first[name], value, "{name}");
    }
    let second = &items(&answer)[1];
    assert_eq!(second["cadence"], json!({"days": 42, "source": "contact"}));
    assert_eq!(second["ratio"], 1.0);
    assert_eq!(items(&answer)[2]["state"], "dormant");
    let notes = &answer["notes"];
    for (name, count) in [("contacts", 4), ("quiet", 2), ("dormant", 1), ("in_touch", 1)] {
        assert_eq!(notes[name], count, "{name}");
    }
    for name in ["paused", "new", "mentioned_only", "scheduled", "lapsed", "owed", "unanswered"] {
        assert_eq!(notes[name], 0, "{name}");
    }
}

#[test]
fn what_was_last_heard_can_be_older_than_the_last_word_or_missing() {
    let vault = TestVault::new(
        "
        === People/Ada.md
        - 2026-01-10 met via video
        - 2026-02-01 thanked via email
    ",
    );
    let answer = vault.json(&quiet(&[]));
    let row = &items(&answer)[0];
    assert_eq!(
        (&row["last"]["date"], &row["last"]["direction"]),
        (&json!("2026-02-01"), &json!("out"))
    );
    assert_eq!(row["last_heard"]["date"], "2026-01-10");
    assert_eq!(row["last_heard"]["channel"], "video");
}

#[test]
fn filters_take_tags_with_their_children_and_parts_of_organisations() {
    let vault = TestVault::new(VAULT);
    let cases: [(&[&str], &[&str]); 9] = [
        (&[], &["Ada Lind", "Bo Winter", "Cleo Adler"]),
        (&["--tag", "energy"], &["Ada Lind", "Bo Winter"]),
        (&["--tag", "#energy/storage"], &["Ada Lind"]),
        (&["--tag", "ENERGY", "--tag", "other"], &["Ada Lind", "Bo Winter"]),
        (&["--tag", "ener"], &[]),
        (&["--org", "harbour"], &["Ada Lind", "Cleo Adler"]),
        (&["--org", "water", "--org", "power"], &["Ada Lind", "Cleo Adler"]),
        (&["--tag", "energy", "--org", "harbour"], &["Ada Lind"]),
        (&["--limit", "2"], &["Ada Lind", "Bo Winter"]),
    ];
    for (arguments, expected) in cases {
        assert_eq!(contacts(&vault.json(&quiet(arguments))), expected, "{arguments:?}");
    }
}

#[test]
fn a_limit_says_how_many_it_left_out() {
    let vault = TestVault::new(VAULT);
    // "A footer with what was left out and why": one of the two quiet ones is.
    let text = vault.text(&quiet(&["--limit", "1"]));
    assert!(text.contains("2 contacts") || text.contains(" more"), "{text}");
    let none = vault.text(&quiet(&["--limit", "0"]));
    assert!(!none.starts_with("Nobody is quiet"), "{none}");
}

#[test]
fn all_shows_the_paused_too() {
    let vault = TestVault::new(VAULT);
    vault.write("People/Eve Hill.md", "---\nstatus: paused\n---\n- 2026-08-01 met\n");
    let answer = vault.json(&quiet(&[]));
    assert_eq!(contacts(&answer), ["Ada Lind", "Bo Winter", "Cleo Adler"]);
    assert_eq!(answer["notes"]["paused"], 1);
    let all = vault.json(&quiet(&["--all"]));
    assert!(contacts(&all).contains(&"Eve Hill"), "--all shows the paused: {:?}", contacts(&all));
}

#[test]
fn the_exit_code_tells_only_when_it_is_asked_to() {
    let busy = TestVault::new(VAULT);
    let calm = TestVault::new("=== People/Ada.md\n- 2026-11-19 met\n");
    assert_eq!(busy.run(&quiet(&[])).code, 0);
    assert_eq!(busy.run(&quiet(&["--exit-code"])).code, 1);
    assert_eq!(calm.run(&quiet(&[])).code, 0);
    assert_eq!(calm.run(&quiet(&["--exit-code"])).code, 0);
}

#[test]
fn stale_is_another_name_for_it() {
    let vault = TestVault::new(VAULT);
    assert_eq!(vault.text(&["stale", "--today", "2026-11-20"]), vault.text(&quiet(&[])));
}

#[test]
fn in_an_unprepared_vault_mentions_are_shown_as_a_hint() {
    let vault = TestVault::new(
        "
        === People/Ada.md
        ---
        email: ada@example.org
        ---
        === People/Bo.md
        ---
        email: bo@example.org
        ---
        - 2026-01-15 the pilot looks good
        === Journal/2026-02-10.md
        Read [[Ada]]'s article on storage.
    ",
    );
    assert_snapshot!(vault.text(&quiet(&[])), @r#"
    Nobody is quiet on 2026-11-20: 2 new.

    By mentions only: dated notes name them, but none says that you spoke

      Contact  Silent for  Rhythm          Last contact                               Last heard
      Bo       10 months   only mentioned  2026-01-15 the pilot looks good            -
      Ada      9 months    only mentioned  2026-02-10 Read Ada's article on storage.  -
      If in your vault linking is logging, set mentions = "contact" in
      .rekindle/config.toml; entries = "all" does the same for dated lines.
    "#);
    let answer = vault.json(&quiet(&[]));
    let source = |item: &serde_json::Value| item["cadence"]["source"].clone();
    assert_eq!(items(&answer).iter().map(source).collect::<Vec<_>>(), ["mention", "mention"]);
    assert_eq!(answer["notes"]["mentioned_only"], 2);
}
