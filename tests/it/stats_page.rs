//! The page of `rekindle stats`, as it is shown.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::stats::{GOALS, item, stats};
use crate::vault::TestVault;

#[test]
fn the_page_of_the_sample_at_80_columns() {
    let text = TestVault::sample().text(&stats(&["--width", "80"]));
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    // Nothing says how wide a pipe is: the page is the same.
    assert_eq!(TestVault::sample().text(&stats(&[])), text);
    assert_snapshot!(text, @"
    9 interviews by Friday 2026-11-20

    The last 12 weeks: 4 interviews

      2026-08-31    0                  │
      2026-09-07    0                  │
      2026-09-14    1  ████████████████│
      2026-09-21    0                  │
      2026-09-28    1  ████████████████│
      2026-10-05    0                  │
      2026-10-12    0                  │
      2026-10-19    0                  │
      2026-10-26    0                  │
      2026-11-02    0                  │
      2026-11-09    1  ████████████████│
      2026-11-16    1  ████████████████│  so far

      │ the goal: 1 a week, kept for 2 weeks in a row

    Outreach: 17 of 20 answered (1 said no), 1 let go, 2 ran out, 4 open

                   Answered                                  Rate  Usual wait  Open
      all          17 of 20  █████████████████████████▌░░░░   85%  4 days         4

      email        13 of 14  ███████████████████████████▉░░   93%  4 days         3
      linkedin      4 of 6   ■■■■□□·                                              1

      warm         13 of 14  ███████████████████████████▉░░   93%  4 days         3
      cold          4 of 6   ■■■■□□·                                              1

      1st message  17 of 22  ███████████████████████▎░░░░░░   77%  4 days         2
      2nd message   0 of 2   □□·                                                  1
      3rd message   0 of 1   □·                                                   1

      ■ answered  □ not  · open
      No rate is claimed below 10 cases, no usual wait below 10 answers.

    Spoken with: 8 people

      junior                             1  ███████
      mid                                5  ███████████████████████████████████
      senior                             2  ██████████████

      Asset manager, wind and storage    1  ███████
      control room engineer              1  ███████
      Director of operations             1  ███████
      Head of training                   1  ███████
      Interconnection planner            1  ███████
      Operations lead                    1  ███████
      Site supervisor, Saltmarsh         1  ███████
      Storage programme manager          1  ███████

      Ellery Grid Storage                2  ██████████████
      Brightmoor Energy                  1  ███████
      Calderfield Power Co-op            1  ███████
      Harrow & Vale                      1  ███████
      Midcoast System Operator           1  ███████
      Osprey Ridge                       1  ███████
      Skarholt Storage                   1  ███████
    ");
}

#[test]
fn the_page_of_the_sample_at_140_columns() {
    let text = TestVault::sample().text(&stats(&["--width", "140"]));
    for line in text.lines() {
        assert!(line.chars().count() <= 140, "{line}");
    }
    assert_snapshot!(text, @"
    9 interviews by Friday 2026-11-20

    The last 12 weeks: 4 interviews

      2026-08-31    0                  │
      2026-09-07    0                  │
      2026-09-14    1  ████████████████│
      2026-09-21    0                  │
      2026-09-28    1  ████████████████│
      2026-10-05    0                  │
      2026-10-12    0                  │
      2026-10-19    0                  │
      2026-10-26    0                  │
      2026-11-02    0                  │
      2026-11-09    1  ████████████████│
      2026-11-16    1  ████████████████│  so far

      │ the goal: 1 a week, kept for 2 weeks in a row

    Outreach: 17 of 20 answered (1 said no), 1 let go, 2 ran out, 4 open

                   Answered                                                    Rate  Usual wait  Open
      all          17 of 20  ████████████████████████████████████████▊░░░░░░░   85%  4 days         4

      email        13 of 14  ████████████████████████████████████████████▋░░░   93%  4 days         3
      linkedin      4 of 6   ■■■■□□·                                                                1

      warm         13 of 14  ████████████████████████████████████████████▋░░░   93%  4 days         3
      cold          4 of 6   ■■■■□□·                                                                1

      1st message  17 of 22  █████████████████████████████████████▏░░░░░░░░░░   77%  4 days         2
      2nd message   0 of 2   □□·                                                                    1
      3rd message   0 of 1   □·                                                                     1

      ■ answered  □ not  · open
      No rate is claimed below 10 cases, no usual wait below 10 answers.

    Spoken with: 8 people

      junior                             1  █████
      mid                                5  █████████████████████████
      senior                             2  ██████████

      Asset manager, wind and storage    1  █████                          Ellery Grid Storage                2  ██████████
      control room engineer              1  █████                          Brightmoor Energy                  1  █████
      Director of operations             1  █████                          Calderfield Power Co-op            1  █████
      Head of training                   1  █████                          Harrow & Vale                      1  █████
      Interconnection planner            1  █████                          Midcoast System Operator           1  █████
      Operations lead                    1  █████                          Osprey Ridge                       1  █████
      Site supervisor, Saltmarsh         1  █████                          Skarholt Storage                   1  █████
      Storage programme manager          1  █████
    ");
}

#[test]
fn goals_are_marked_on_each_line() {
    let text = TestVault::new(GOALS).text(&stats(&["--weeks", "3"]));
    assert_snapshot!(text, @"
    2 of 4 interviews by Friday 2026-11-20

    The last 3 weeks: 2 interviews

      2026-11-02    1  ████████████████                │
      2026-11-09    1  ████████████████                │
      2026-11-16    0                                  │  so far

      │ the goal: 2 a week

    Outreach: nothing that expects an answer
      Outreach is counted from lines such as `- 2026-11-02 asked via email: …`.

    Spoken with: 3 people

      junior        1 of 1  ████████████████│
      mid           0
      senior        1       ████████████████
      unknown       1       ████████████████

      operations    1 of 2  ████████████████                │
      Shift Lead    2       ████████████████████████████████

      harbour       1 of 1  ████████████████│
    ");
}

#[test]
fn without_a_marked_interview_every_conversation_counts_and_the_page_says_so() {
    let vault = TestVault::new(
        "
        === People/Ada.md
        - 2026-11-18 met: the pilot
        - 2026-11-19 replied via email: thanks
        === Meetings/2026-11-10 Bo.md
        ---
        with: Bo, Cleo
        ---
        === People/Bo.md
        - 2026-11-10 met: the same meeting
        === People/Cleo.md
        - 2026-11-21 lunch
    ",
    );
    let counts = item(&vault, &[]);
    assert_eq!((&counts["counted"], &counts["total"]), (&json!("conversations"), &json!(2)));
    let text = vault.text(&stats(&["--weeks", "2"]));
    assert_snapshot!(text, @"
    2 conversations by Friday 2026-11-20
      None is marked as an interview (`kind of meeting: interview`): all count.

    The last 2 weeks: 2 conversations

      2026-11-09    1  ████████████████│
      2026-11-16    1  ████████████████│  so far

      │ the goal: 1 a week, kept for 2 weeks in a row

    Outreach: nothing that expects an answer
      Outreach is counted from lines such as `- 2026-11-02 asked via email: …`.

    Spoken with: 3 people

      junior     0
      mid        0
      senior     0
      unknown    3  ████████████████████████████████████████████████
    ");
}

#[test]
fn an_empty_vault_says_what_would_count() {
    assert_snapshot!(TestVault::empty().text(&stats(&[])), @"
    Nothing to count on 2026-11-20: there are no contacts.

      Conversations are counted from notes of meetings that have a date and `with`,
      and from lines of a contact's note such as `- 2026-11-18 coffee: the pilot`.
      Outreach is counted from lines such as `- 2026-11-02 asked via email: …`.
    ");
    let asked = TestVault::new("=== People/Ada.md\n- 2026-11-18 sent via email: may I ask\n");
    assert_snapshot!(asked.text(&stats(&[])), @"
    No conversation by Friday 2026-11-20
      Conversations are counted from notes of meetings that have a date and `with`,
      and from lines of a contact's note such as `- 2026-11-18 coffee: the pilot`.

    Outreach: 1 open

                   Answered                                  Rate  Usual wait  Open
      all           -        ·                                                    1

      email         -        ·                                                    1

      cold          -        ·                                                    1

      1st message   -        ·                                                    1

      ■ answered  □ not  · open
      No rate is claimed below 10 cases, no usual wait below 10 answers.
    ");
    let met = TestVault::new("=== People/Ada.md\n- 2026-11-18 met\n");
    let text = met.text(&stats(&["--weeks", "1"]));
    assert_snapshot!(text, @"
    1 conversation by Friday 2026-11-20
      None is marked as an interview (`kind of meeting: interview`): all count.

    This week: 1 conversation

      2026-11-16    1  ████████████████│  so far

      │ the goal: 1 a week, kept for 1 week

    Outreach: nothing that expects an answer
      Outreach is counted from lines such as `- 2026-11-02 asked via email: …`.

    Spoken with: 1 person

      junior     0
      mid        0
      senior     0
      unknown    1  ████████████████
    ");
}

#[test]
fn without_a_goal_there_is_no_mark_and_null() {
    let vault = TestVault::new("=== People/Ada.md\n- 2026-11-18 met\n");
    vault.write(".rekindle/config.toml", "[goals]\ninterviews_per_week = 0\n");
    let item = item(&vault, &["--weeks", "1"]);
    assert_eq!((&item["weeks_kept"], &item["total_goal"]), (&Value::Null, &Value::Null));
    assert_eq!(item["weeks"][0]["goal"], Value::Null);
    let text = vault.text(&stats(&[]));
    assert!(!text.contains('│') && !text.contains("goal"), "{text}");
}

#[test]
fn what_cannot_be_shown_is_drawn_in_ascii() {
    let vault = TestVault::sample();
    for (name, value) in [("TERM", "dumb"), ("LC_ALL", "C"), ("LANG", "de_DE.ISO-8859-1")] {
        let mut command = vault.command(&stats(&["--vault"]));
        let run = vault.finish(command.arg(vault.root()).env(name, value));
        assert!(run.stdout.contains("\n  2026-11-16    1  ################|  so far\n"), "{name}");
        assert!(!run.stdout.contains(['█', '│', '■', '░', '·']), "{name}: {}", run.stdout);
    }
}
