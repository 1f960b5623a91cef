//! `rekindle owed`: replies, thank-yous, promises, next steps and unmarked meetings, each by its rule.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::vault::{TestVault, contacts, items, keys};

fn owed<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["owed", "--today", "2026-11-20"], more].concat()
}

/// `kind contact since due`, a row a line.
fn rows(answer: &Value) -> Vec<String> {
    let day = |value: &Value| value.as_str().map_or("-".to_owned(), |day| day[5..].to_owned());
    let row = |row: &Value| {
        let (kind, name) = (row["kind"].as_str(), row["contact"]["name"].as_str());
        let (since, due) = (day(&row["since"]), day(&row["due"]));
        format!("{} {} {since} {due}", kind.unwrap_or("?"), name.unwrap_or("?"))
    };
    items(answer).iter().map(row).collect()
}

/// The rows of a vault of one contact with these lines, on a day.
fn of_lines(lines: &str, day: &str) -> Vec<String> {
    let vault = TestVault::empty();
    vault.write("People/Ada Lind.md", lines);
    rows(&vault.json(&["owed", "--today", day]))
}

#[test]
fn the_sample_owes_what_was_worked_out_by_hand() {
    let vault = TestVault::sample();
    let answer = vault.json(&owed(&[]));
    assert_eq!(
        rows(&answer),
        [
            "thank_you Ingrid Solheim 11-10 11-11",
            "did_it_happen Dev Raman 11-12 11-13",
            "reply Samuel Adeyemi 11-13 11-14",
            "promise Ingrid Solheim 11-10 11-17",
            "reply Leila Haddad 11-17 11-18",
            "next_step Rafael Duarte - 11-19",
            "promise Maya Chen 11-18 11-24",
            "promise Priya Nair - 11-26",
            "promise Oliver Finch 10-01 -",
        ]
    );
    assert_eq!((&answer["notes"]["old"], &answer["notes"]["paused"]), (&json!(1), &json!(2)));
    assert_eq!(
        rows(&vault.json(&owed(&["--theirs"]))),
        [
            "promise Maya Chen 11-18 11-27",
            "promise Ingrid Solheim - 12-01",
            "promise Rafael Duarte 11-05 -",
        ]
    );
}

#[test]
fn the_tables_of_the_sample() {
    let vault = TestVault::sample();
    assert_snapshot!(vault.text(&owed(&["--width", "100"])), @"
    9 things owed on Friday 2026-11-20, 6 due

      What       To              Since       Due          About
      thank you  Ingrid Solheim  2026-11-10  9 days ago   in person: Three sites from a field
      held?      Dev Raman       2026-11-12  7 days ago   call: Dev Raman, Fenwick Cells
      reply      Samuel Adeyemi  2026-11-13  6 days ago   linkedin: glad somebody read it to the end!…
      promise    Ingrid Solheim  2026-11-10  3 days ago   send Ingrid the ward rota spreadsheet
      reply      Leila Haddad    2026-11-17  2 days ago   email: Ann, Rude customers, yes. I can do…
      next step  Rafael Duarte   -           1 day ago    2026-11-05 lunch: Lunch at Saltmarsh
      promise    Maya Chen       2026-11-18  on Tuesday   send the tariff article to Maya
      promise    Priya Nair      -           on Thursday  bring the printed load curves
      promise    Oliver Finch    2026-10-01  -            tell Oliver how the talk with Dev went

    Not listed: 1 old reply or promise, 1 thing to people who are paused (--all shows them)
    ");
    assert_snapshot!(vault.text(&owed(&["--theirs", "--width", "80"])), @"
    3 promises owed to you on Friday 2026-11-20, 0 due

      What     From            Since       Due         About
      promise  Maya Chen       2026-11-18  2026-11-27  Maya: introduce me to Wen Li
      promise  Ingrid Solheim  -           2026-12-01  they will ask the site…
      promise  Rafael Duarte   2026-11-05  -           Rafael will send the outage…
    ");
}

#[test]
fn json_has_every_field_and_null_for_what_is_absent() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - [ ] send the deck to Zed
        - 2026-11-18 received via email: could you send the deck?
    ",
    );
    let answer = vault.json(&owed(&[]));
    assert_eq!(answer["schema"], "rekindle.owed/1");
    let reply = json!({
        "kind": "reply",
        "contact": {"name": "Ada Lind", "path": "People/Ada Lind.md"},
        "since": "2026-11-18",
        "due": "2026-11-19",
        "overdue_days": 1,
        "text": "email: could you send the deck?",
        "path": "People/Ada Lind.md",
        "line": 2,
        "old": false,
    });
    assert_eq!(items(&answer)[0], reply);
    let promise = &items(&answer)[1];
    assert_eq!(keys(promise), keys(&reply));
    assert_eq!((&promise["due"], &promise["overdue_days"]), (&Value::Null, &Value::Null));
}

#[test]
fn thanks_are_owed_after_the_first_two_meetings_with_somebody_new() {
    let first = "- 2026-11-18 coffee: her first year\n";
    let cases: [(&str, &[&str]); 8] = [
        ("", &["thank_you Ada Lind 11-18 11-19"]),
        ("- 2026-10-01 coffee\n", &["thank_you Ada Lind 11-18 11-19"]),
        ("- 2026-10-01 coffee\n- 2026-10-02 lunch\n", &[]),
        // A call and a message are no meetings, but an old acquaintance is no new one.
        ("- 2026-10-01 call\n- 2026-10-02 call\n", &["thank_you Ada Lind 11-18 11-19"]),
        ("- 2026-09-19 call\n", &["thank_you Ada Lind 11-18 11-19"]),
        ("- 2026-09-18 call\n", &[]),
        ("- 2026-11-19 thanked via email\n", &[]),
        ("- 2026-11-17 thanked via email\n", &["thank_you Ada Lind 11-18 11-19"]),
    ];
    for (lines, expected) in cases {
        assert_eq!(of_lines(&format!("{lines}{first}"), "2026-11-20"), expected, "{lines}");
    }
    // Asked for up to the fourteenth day.
    assert_eq!(of_lines(first, "2026-12-02").len(), 1);
    assert_eq!(of_lines(first, "2026-12-03"), [""; 0]);
}

#[test]
fn a_meeting_note_says_who_is_thanked() {
    let meeting = |front: &str| {
        let vault = TestVault::empty();
        for name in ["Ada Lind", "Bo Winter", "Cy Fox", "Di Marsh", "Ed Hill"] {
            vault.write(&format!("People/{name}.md"), "- 2025-01-01 coffee\n- 2025-02-01 lunch\n");
        }
        vault.write("Meetings/2026-11-18.md", format!("---\ntype: meeting\n{front}\n---\n"));
        vault
    };
    let with = |vault: &TestVault| rows(&vault.json(&owed(&[])));
    assert_eq!(with(&meeting("with: Ada Lind")), [""; 0], "known for long");
    let interview = meeting("with: Ada Lind\nkind of meeting: interview");
    assert_eq!(with(&interview), ["thank_you Ada Lind 11-18 11-19"]);
    for settled in ["no", "sent", "2026-11-19"] {
        let front = format!("with: Ada Lind\nkind of meeting: interview\nthanks: {settled}");
        assert_eq!(with(&meeting(&front)), [""; 0], "{settled}");
    }
    let setting = |vault: &TestVault, value: &str| {
        vault.write(".rekindle/config.toml", format!("thanks = \"{value}\"\n"));
        with(vault).len()
    };
    let plain = meeting("with: [Ada Lind, Bo Winter, Cy Fox, Di Marsh, Ed Hill]");
    assert_eq!((setting(&plain, "always"), setting(&plain, "interviews")), (5, 0));
    assert_eq!((setting(&interview, "interviews"), setting(&interview, "never")), (1, 0));
}

#[test]
fn thanks_before_a_meeting_are_for_something_else() {
    let held = "- 2026-11-18 15:00 coffee\n";
    let at = |time: &str| {
        of_lines(&format!("- 2026-11-18 {time} thanked via email\n{held}"), "2026-11-20")
    };
    assert_eq!(at("09:00"), ["thank_you Ada Lind 11-18 11-19"]);
    assert_eq!(at("18:00"), [""; 0]);
    // Without the times nobody can tell.
    assert_eq!(at(""), [""; 0]);
}

#[test]
fn nobody_waits_for_thanks_in_a_crowd() {
    for (names, owed_to) in [("Ada, Bo, Cy, Di", 4), ("Ada, Bo, Cy, Di, Ed", 0)] {
        let vault = TestVault::empty();
        for name in ["Ada", "Bo", "Cy", "Di", "Ed"] {
            vault.write(&format!("People/{name}.md"), "x\n");
        }
        let note = format!("---\ntype: meeting\nwith: [{names}]\n---\n");
        vault.write("Meetings/2026-11-18.md", note);
        assert_eq!(rows(&vault.json(&owed(&[]))).len(), owed_to, "{names}");
    }
}

#[test]
fn what_is_old_stands_below_the_line() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-09-20 received via email: could you send the deck?
        ## 2026-05-23
        - [ ] look up the report
        ## 2026-05-24
        - [ ] find the map
        ## Some day
        - [ ] visit the dam
        === People/Bo Winter.md
        - 2026-09-21 received via email: and the deck?
        ## 2020-01-01
        - [ ] write the paper, due: 2026-11-01
    ",
    );
    let answer = vault.json(&owed(&[]));
    assert_eq!(
        rows(&answer),
        [
            "reply Bo Winter 09-21 09-22",
            "promise Bo Winter 01-01 11-01",
            "promise Ada Lind 05-24 -",
            "promise Ada Lind 05-24 -",
        ]
    );
    assert_eq!(answer["notes"]["old"], 2);
    assert_eq!(rows(&vault.json(&owed(&["--all"]))).len(), 6);
    let text = vault.text(&owed(&[]));
    let last = "\nNot listed: 2 old replies and promises (--all shows them)\n";
    assert!(text.ends_with(last), "{text}");
}

#[test]
fn a_next_step_is_owed_from_its_day_until_something_is_said() {
    let note = |line: &str| format!("---\nfollow_up: 2026-11-19 ask for the map\n---\n{line}");
    let met = "- 2026-11-05 met\n";
    let step = ["next_step Ada Lind - 11-19"];
    let rows_on = |line: &str, day: &str| {
        let mut rows = of_lines(&note(line), day);
        rows.retain(|row| !row.starts_with("thank_you"));
        rows
    };
    assert_eq!(rows_on(met, "2026-11-18"), [""; 0]);
    assert_eq!(rows_on(met, "2026-11-19"), step);
    assert_eq!(rows_on(met, "2027-11-19"), step);
    assert_eq!(rows_on("- 2026-11-19 I shared via email: the map\n", "2026-11-20"), [""; 0]);
}

#[test]
fn a_planned_meeting_that_nobody_marked_is_asked_about_for_sixty_days() {
    let planned = "- 2026-11-10 scheduled via email for 2026-11-12\n";
    let asked = ["did_it_happen Ada Lind 11-12 11-13"];
    assert_eq!(of_lines(planned, "2026-11-12"), [""; 0]);
    assert_eq!(of_lines(planned, "2026-11-13"), asked);
    assert_eq!(of_lines(planned, "2027-01-11"), asked);
    assert_eq!(of_lines(planned, "2027-01-12"), [""; 0]);
    let held = format!("{planned}- 2026-11-13 call: it went well\n");
    assert_eq!(of_lines(&held, "2026-11-14"), [""; 0]);
}

#[test]
fn theirs_are_never_mine_and_strangers_have_no_note() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        tags: [energy]
        ---
        === Meetings/2026-11-18 Talk.md
        ---
        type: meeting
        with: [Ada Lind, Zed Stranger]
        thanks: no
        ---
        - [ ] Ada: introduce me to Bo
        - [ ] they will send the paper
        - [ ] Zed to call the mayor
        - [ ] write to Zed
        - [x] Ada will rest
    ",
    );
    let mine = vault.json(&owed(&[]));
    assert_eq!(contacts(&mine), ["Zed Stranger"]);
    assert_eq!(items(&mine)[0]["contact"]["path"], Value::Null);
    let theirs = vault.json(&owed(&["--theirs"]));
    assert_eq!(contacts(&theirs), ["Ada Lind", "Ada Lind", "Zed Stranger"]);
    // Who has no note has no tag.
    let tagged = vault.json(&owed(&["--theirs", "--tag", "energy"]));
    assert_eq!(contacts(&tagged), ["Ada Lind", "Ada Lind"]);
    assert_eq!(contacts(&vault.json(&owed(&["--theirs", "--limit", "1"]))), ["Ada Lind"]);
}

#[test]
fn the_paused_are_counted_and_shown_on_request() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        status: paused
        ---
        - [ ] send the deck
        - 2026-11-18 received via email: could you send the deck?
    ",
    );
    let text = vault.text(&owed(&[]));
    assert_snapshot!(text, @"
    You owe nothing on 2026-11-20: 1 paused.

    Not listed: 2 things to people who are paused (--all shows them)
    ");
    assert_eq!(rows(&vault.json(&owed(&["--all"]))).len(), 2);
}

#[test]
fn the_exit_code_tells_whether_something_is_due() {
    let vault = TestVault::empty();
    vault.write("People/Ada Lind.md", "- [ ] 2026-11-20 send the deck\n");
    let code = |day| vault.run(&["owed", "--exit-code", "--today", day]).code;
    assert_eq!((code("2026-11-19"), code("2026-11-20")), (0, 1));
}

#[test]
fn what_is_due_before_a_meeting_is_not_hidden_until_it() {
    let vault = TestVault::new(
        r#"
        === People/Ada Lind.md
        - 2026-07-01 coffee: hello
        === Meetings/2026-11-26 Ada.md
        ---
        with: "[[Ada Lind]]"
        ---
        - [ ] send Ada the agenda 📅 2026-11-19
        - [ ] send Ada the minutes 📅 2026-11-27
    "#,
    );
    let rows = |day: &str| {
        let answer = vault.json(&["owed", "--today", day]);
        let texts = items(&answer).iter().filter_map(|row| row["text"].as_str().map(str::to_owned));
        texts.collect::<Vec<_>>()
    };
    assert_eq!(rows("2026-11-20"), ["send Ada the agenda"]);
    assert_eq!(rows("2026-11-26"), ["send Ada the agenda", "send Ada the minutes"]);
}

#[test]
fn nobody_waits_for_thanks_after_a_talk_of_many_with_a_note_or_without() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-11-18 met with [[Bo Winter]], [[Cy Moss]], [[Di Holt]]
        === People/Eve Park.md
        - 2026-11-18 met with [[Bo Winter]], [[Cy Moss]], [[Di Holt]], [[Flo Reed]]
    ",
    );
    // Ada and three more make four, Eve and four more are too many.
    assert_eq!(contacts(&vault.json(&owed(&[]))), ["Ada Lind"]);
}
