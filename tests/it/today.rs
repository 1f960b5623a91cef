//! `rekindle today`: a short page in a fixed order, and the people to reach out to.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::vault::{TestVault, items, keys};

const DAY: [&str; 2] = ["--today", "2026-11-20"];

fn today(vault: &TestVault) -> Value {
    vault.json(&[&["today"], &DAY[..]].concat())
}

/// `kind: contact`, a row each.
fn rows(answer: &Value) -> Vec<String> {
    let row = |row: &Value| {
        let (kind, name) = (row["kind"].as_str(), row["contact"]["name"].as_str());
        let done = if row["done"] == true { ", done" } else { "" };
        format!("{}: {}{done}", kind.unwrap_or("?"), name.unwrap_or("?"))
    };
    items(answer).iter().map(row).collect()
}

/// The text of the only row of a kind.
fn text(answer: &Value, kind: &str) -> String {
    let mut of_kind = items(answer).iter().filter(|row| row["kind"] == kind);
    let row = of_kind.next().unwrap_or_else(|| panic!("no {kind}: {answer}"));
    assert!(of_kind.next().is_none(), "only one {kind}: {answer}");
    row["text"].as_str().expect("a text").to_owned()
}

#[test]
fn the_page_of_the_sample() {
    let text = TestVault::sample().text(&[&["today", "--width", "80"], &DAY[..]].concat());
    assert_snapshot!(text, @"
    Friday 2026-11-20: 11 things to do, 0 of 2 contacted

      What       Who             When             About
      reply      Samuel Adeyemi  6 days ago       linkedin: glad somebody read it…
      reply      Leila Haddad    2 days ago       email: Ann, Rude customers, yes…
      thank you  Ingrid Solheim  9 days ago       in person: Three sites from a…
      promise    Ingrid Solheim  3 days ago       send Ingrid the ward rota…
      next step  Rafael Duarte   1 day ago        2026-11-05 lunch: Lunch at…
      meeting    Noor Rahman     today            14:00 video; 7 of 10 questions…
      follow up  Callum Reid     4 days ago       message 3 of 3; 2026-11-02…
      let go     Desmond Pryce   3 days ago       3 messages; 2026-10-27 call…
      follow up  Grace Wanjiru   3 days ago       message 2 of 3; 2026-11-03…
      held?      Dev Raman       8 days ago       call: Dev Raman, Fenwick Cells
      birthday   Hannah Voss     on Tuesday
      write to   Amara Osei      silent 21 weeks  2026-07-28 email: does the…
      write to   Elena Marsh     silent 22 weeks  2026-06-18 forty minutes along…

    Not on this page: 3 owed later or undated, 2 paused, 2 with a lapsed thread
    ");
}

#[test]
fn json_has_every_field_and_the_footer() {
    let answer = today(&TestVault::sample());
    assert_eq!(answer["schema"], "rekindle.today/1");
    let fields = [
        "kind",
        "contact",
        "others",
        "on",
        "overdue_days",
        "done",
        "paused",
        "silence_days",
        "text",
        "path",
        "line",
    ];
    for row in items(&answer) {
        assert_eq!(keys(row), fields);
    }
    let notes = &answer["notes"];
    assert_eq!(
        (&notes["picks"], &notes["reached"], &notes["later"]),
        (&json!(2), &json!(0), &json!(3))
    );
    assert_eq!(
        notes["left"],
        json!({"owed": 0, "meetings": 0, "follow_ups": 0, "did_it_happen": 0, "birthdays": 0})
    );
}

#[test]
fn two_thousand_contacts_fit_one_screen() {
    let vault = TestVault::empty();
    for number in 0..2_000 {
        let (month, day) = (number % 9 + 1, number % 28 + 1);
        let birthday = format!("---\nbirthday: 11-{:02}\n---\n", number % 30 + 1);
        let lines = match number % 5 {
            0 => format!("- 2026-{month:02}-{day:02} met\n"),
            1 => format!("- 2026-11-{:02} sent via email: a question\n", number % 10 + 1),
            2 => format!("- 2026-11-{:02} received via email: a question\n", number % 10 + 1),
            3 => format!("- 2026-10-30 booked via email for 2026-11-{:02}\n", number % 20 + 2),
            _ => format!("- [ ] 2026-11-{:02} send the deck\n", number % 28 + 1),
        };
        vault.write(&format!("People/Contact {number}.md"), format!("{birthday}{lines}"));
    }
    let page = vault.text(&[&["today", "--width", "80"], &DAY[..]].concat());
    let lines: Vec<&str> = page.lines().collect();
    assert!(lines.len() <= 23, "a screen has 24 lines with the prompt:\n{page}");
    assert!(lines.iter().all(|line| line.chars().count() <= 80), "{page}");
    // Every group is there, and what it leaves out is counted.
    let kinds = ["reply", "promise", "meeting", "follow up", "held?", "birthday", "write to"];
    let shown = kinds.map(|kind| lines.iter().filter(|line| line.trim().starts_with(kind)).count());
    assert_eq!(shown, [5, 0, 3, 3, 2, 2, 2], "{page}");
    let left_out = "\nNot on this page: 682 more owed, 97 more meetings, 397 more to follow up,\n  \
                    298 more unmarked meetings, 262 more birthdays, 113 owed later or undated\n";
    assert!(page.ends_with(left_out), "{page}");
    let all = vault.text(&["today", "--all", "--today", "2026-11-20"]);
    assert!(all.lines().count() > 500, "{all}");
}

const QUIET: &str = "
    === People/Ada Lind.md
    - 2026-01-05 met: the dam
    === People/Bo Winter.md
    - 2026-02-05 met: the map
    === People/Cleo Adler.md
    - 2026-03-05 met: the mill
";

#[test]
fn whoever_was_written_to_today_is_done_and_not_replaced() {
    let vault = TestVault::new(QUIET);
    let names = |marks: [&str; 2]| {
        ["Ada Lind", "Bo Winter"]
            .into_iter()
            .zip(marks)
            .map(|(name, mark)| format!("reach_out: {name}{mark}"))
            .collect::<Vec<_>>()
    };
    let picks = |vault: &TestVault| rows(&today(vault));
    assert_eq!(picks(&vault), names(["", ""]));
    vault.write(
        "People/Ada Lind.md",
        "- 2026-01-05 met: the dam\n- 2026-11-20 sent via email: hello\n",
    );
    assert_eq!(picks(&vault), names([", done", ""]));
    let note = "---\ntype: message\nto: Bo Winter\n---\nHello again, how is the map?\n";
    vault.write("Messages/2026-11-20 To Bo.md", note);
    assert_eq!(picks(&vault), names([", done", ", done"]));
    assert_eq!(today(&vault)["notes"]["reached"], 2);
    let page = vault.text(&[&["today"], &DAY[..]].concat());
    assert!(page.starts_with("Friday 2026-11-20: nothing due, 2 of 2 contacted\n"), "{page}");
    // The next day they are not quiet, and others are.
    let next = vault.json(&["today", "--today", "2026-11-21"]);
    assert_eq!(rows(&next)[0], "reach_out: Cleo Adler");
}

#[test]
fn a_meeting_of_today_is_no_pick_however_it_is_told() {
    let vault = TestVault::new(QUIET);
    let note = "---\ntype: meeting\nwith: Ada Lind\n---\n";
    vault.write("Meetings/2026-11-20 Ada.md", note);
    let others = ["reach_out: Bo Winter", "reach_out: Cleo Adler"];
    assert_eq!(rows(&today(&vault))[1..], others);
    vault.write(
        "People/Ada Lind.md",
        "- 2026-01-05 met: the dam\n- 2026-11-20 met: the dam again\n",
    );
    let held = rows(&today(&vault));
    assert_eq!(held[held.len() - 2..], others, "{held:?}");
}

#[test]
fn with_few_quiet_the_longest_unseen_are_picked_but_not_the_as_needed() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        cadence: as-needed
        ---
        - 2026-11-01 met: the dam
        === People/Bo Winter.md
        - 2026-11-05 call: the map
        === People/Cleo Adler.md
        - 2026-11-04 call: the mill
        === People/Dan Fox.md
        ---
        follow_up: 2026-12-01
        ---
        - 2026-11-03 call: the weir
        === People/Eve Stone.md
        - 2026-11-02 sent via email: never answered
        === People/Flo Reed.md
        - 2026-08-01 call: the lock
    ",
    );
    let picks = |answer: &Value| {
        let mut rows = rows(answer);
        rows.retain(|row| row.starts_with("reach_out"));
        rows
    };
    assert_eq!(picks(&today(&vault)), ["reach_out: Flo Reed", "reach_out: Cleo Adler"]);
    vault.write(".rekindle/config.toml", "[today]\npicks = 3\n");
    assert_eq!(picks(&today(&vault)).len(), 3);
    vault.write(".rekindle/config.toml", "[today]\npicks = 0\n");
    assert_eq!(picks(&today(&vault)), [""; 0]);
}

#[test]
fn a_pick_has_a_reason_to_write() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-01-05 met: the dam
        - 2026-01-06 advice: ask early
        === People/Bo Winter.md
        - 2026-02-05 met: the map
        - 2026-02-06 call
        === People/Cleo Adler.md
        ---
        interests: [mills, rivers]
        last_contact: 2026-03-05
        ---
        === People/Dan Fox.md
        ---
        last_contact: 2026-03-06
        ---
    ",
    );
    vault.write(".rekindle/config.toml", "[today]\npicks = 4\n");
    let answer = today(&vault);
    let texts: Vec<&Value> = items(&answer).iter().map(|row| &row["text"]).collect();
    assert_eq!(
        texts,
        [
            "tell how their advice helped: ask early",
            "2026-02-05 the map",
            "cares about mills, rivers",
            "just say hello",
        ]
    );
}

#[test]
fn meetings_of_today_and_tomorrow_say_what_is_still_to_prepare() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        === People/Bo Winter.md
        - 2026-01-05 met: the map
        === Meetings/2026-11-20 Ada.md
        ---
        type: interview
        with: Ada Lind
        time: 14:00
        via: video
        ---
        ## Questions
        - What next?
        - And then?
        === Meetings/2026-11-21 Bo.md
        ---
        type: meeting
        with: [Bo Winter, Ada Lind]
        ---
        === Meetings/2026-11-22 Later.md
        ---
        type: meeting
        with: Ada Lind
        ---
    ",
    );
    let said = |vault: &TestVault| -> Vec<Value> {
        let answer = today(vault);
        let meetings = items(&answer).iter().filter(|row| row["kind"] == "meeting");
        meetings.map(|row| row["text"].clone()).collect()
    };
    let first = "14:00 video; 2 of 10 questions prepared";
    assert_eq!(said(&vault), [first, "confirm it; 0 of 10 questions prepared"]);
    let answer = today(&vault);
    let others = items(&answer).iter().map(|row| row["others"].as_array().map_or(0, Vec::len));
    assert_eq!(others.take(2).collect::<Vec<_>>(), [0, 1]);
    vault.write(".rekindle/config.toml", "[today]\nquestions = 2\n");
    vault.write("People/Ada Lind.md", "- 2026-11-20 confirmed via email\n");
    vault.write("People/Bo Winter.md", "- 2026-11-20 I confirmed via email\n");
    assert_eq!(said(&vault)[0], "14:00 video; 2 questions prepared");
    assert!(said(&vault)[1].as_str().is_some_and(|text| text.starts_with("confirmed today")));
}

#[test]
fn birthdays_of_the_week_are_shown_for_people_one_knows() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        birthday: 1986-11-20
        ---
        - 2026-11-19 call
        === People/Bo Winter.md
        ---
        birthday: 11-26
        ---
        - 2026-11-19 call
        === People/Cleo Adler.md
        ---
        birthday: 11-27
        ---
        - 2026-11-19 call
        === People/Dan Fox.md
        ---
        birthday: 11-21
        ---
        === People/Eve Stone.md
        ---
        birthday: 11-21
        status: do-not-contact
        ---
        - 2026-11-19 call
    ",
    );
    let answer = today(&vault);
    let shown = |row: &Value| row["kind"] == "birthday";
    let names: Vec<&Value> =
        items(&answer).iter().filter(|row| shown(row)).map(|row| &row["contact"]["name"]).collect();
    assert_eq!(names, ["Ada Lind", "Bo Winter"]);
    assert_eq!(
        items(&answer).iter().find(|row| shown(row)).map(|row| &row["text"]),
        Some(&json!("turns 40"))
    );
    // Around the turn of the year, and on 28 February for a leap day.
    vault.write("People/Ada Lind.md", "---\nbirthday: 01-02\n---\n- 2026-11-19 call\n");
    vault.write("People/Bo Winter.md", "---\nbirthday: 02-29\n---\n- 2026-11-19 call\n");
    let on = |day: &str| text(&vault.json(&["today", "--today", day]), "birthday");
    assert_eq!((on("2026-12-28"), on("2027-02-28")), (String::new(), String::new()));
}

#[test]
fn whoever_made_the_introduction_is_told_how_it_went() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        introduced_by: Bo Winter
        ---
        - 2026-11-18 coffee: her first year
        - 2026-11-19 thanked via email
        === People/Bo Winter.md
        - 2026-11-10 call: you should meet Ada
    ",
    );
    assert_eq!(text(&today(&vault), "tell"), "how it went with Ada Lind on 2026-11-18");
    let kinds = |vault: &TestVault, day: &str| rows(&vault.json(&["today", "--today", day]));
    let tell = "tell: Bo Winter".to_owned();
    assert!(kinds(&vault, "2026-12-02").contains(&tell));
    assert!(!kinds(&vault, "2026-12-03").contains(&tell));
    vault.write("People/Bo Winter.md", "- 2026-11-19 I updated via email: it went well\n");
    assert!(!kinds(&vault, "2026-11-20").contains(&tell));
}

#[test]
fn a_pinned_day_is_said_once() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        follow_up: 2026-11-18 send the map
        ---
        - 2026-11-02 sent via email: a question
    ",
    );
    assert_eq!(rows(&today(&vault)), ["next_step: Ada Lind"]);
}

#[test]
fn an_empty_page_says_what_was_looked_at() {
    let vault = TestVault::empty();
    vault.write("People/Ada Lind.md", "- 2026-11-19 sent via email: a question\n");
    assert_snapshot!(vault.text(&[&["today"], &DAY[..]].concat()), @"Nothing to do on Friday 2026-11-20: 1 unanswered.");
    let code =
        |vault: &TestVault| vault.run(&["today", "--exit-code", "--today", "2026-11-20"]).code;
    assert_eq!(code(&vault), 0);
    assert_eq!(code(&TestVault::new(QUIET)), 1);
}
