//! `rekindle why`: the rule, the facts with their places, and the day on which the verdict changes.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::vault::{TestVault, items, keys};

const DAY: [&str; 2] = ["--today", "2026-11-20"];

fn why(vault: &TestVault, contact: &str) -> String {
    vault.text(&[&["why", contact, "--width", "100"], &DAY[..]].concat())
}

#[test]
fn a_learnt_line_is_told_with_its_numbers() {
    assert_snapshot!(why(&TestVault::sample(), "amara"), @"
    Amara Osei (People/Amara Osei.md)
    quiet on Friday 2026-11-20: silent for 21 weeks (2 gaps so far)

    Rule
      Silence is counted from their own last word on 2026-06-25, since nobody answered what came after:
      148 days. The line is learnt: 2 gaps of 15 days or more between days of contact, the middle one 34
      days; drawn towards 30 days that is a rhythm of 31.5 days; 2 times that, between 60 and 120, gives
      63 days. From 180 days on a quiet contact is dormant.

    Facts
      2026-05-11  ->   linkedin: we stood in the same queue at the spring…  (People/Amara Osei.md:12)
      2026-05-14  <-   linkedin: of course, the blue scarf! Thursday the…  (People/Amara Osei.md:13)
      2026-05-21  <->  in person: Grants and forms with…  (Meetings/2026/2026-05-21 Amara Osei.md:1)
      2026-06-25  <->  coffee: the bridging programme in January, she would…  (Journal/2026-06-25.md:2)
      2026-07-28  ->   email: does the mid-career grant cover the switching…  (People/Amara Osei.md:14)

    Changes on Tuesday 2026-12-22: dormant, if nothing more is written down
    ");
}

#[test]
fn each_state_has_its_rule_and_its_facts() {
    let vault = TestVault::sample();
    assert_snapshot!(why(&vault, "ruth"), @"
    Ruth Calloway (People/Ruth Calloway.md)
    paused on Friday 2026-11-20: paused until 2027-01-15

    Rule
      Whoever is paused is left out of every list: until the day that the note names, or for as long as
      status or cadence says so.

    Facts
      paused until 2027-01-15  (People/Ruth Calloway.md:7)

    Changes on Friday 2027-01-15: quiet, if nothing more is written down
    ");
    assert_snapshot!(why(&vault, "priya"), @"
    Priya Nair (People/Priya Nair.md)
    scheduled on Friday 2026-11-20: you meet on 2026-11-26

    Rule
      A meeting lies ahead. Until it is over nothing is unanswered or quiet; what is owed stays owed.

    Facts
      2026-11-26  <->  in person: Site walk, second battery  (Meetings/2026/2026-11-26 Priya Nair.md:3)

    Changes on Friday 2026-11-27: in touch, if nothing more is written down
    ");
    assert_snapshot!(why(&vault, "samuel"), @"
    Samuel Adeyemi (People/Samuel Adeyemi.md)
    owed on Friday 2026-11-20: they wrote on 2026-11-13; a reply is due

    Rule
      Their last word expects an answer, and nothing of mine came after it. A reply is due after one
      day, and makes the state for 60 days.

    Facts
      2026-11-13  <-   linkedin: glad somebody read it to the end!…  (People/Samuel Adeyemi.md:10)

    Changes on Wednesday 2027-01-13: quiet, if nothing more is written down
    ");
    assert_snapshot!(why(&vault, "katarina"), @"
    Katarina Holub (People/Katarina Holub.md)
    unanswered on Friday 2026-11-20: message 1 of 2 sent on 2026-11-12; wait until 2026-11-22

    Rule
      1 message of mine, none answered. 10 days after the last comes the next step, on 2026-11-22:
      message 2 of 2 (policy: the note's own waits). 60 days after that day the thread lapses.

    Facts
      2026-11-12  ->   email: Dear Ms Holub, Ingrid Solheim…  (Messages/2026-11-12 Katarina Holub.md:9)

    Changes on Thursday 2027-01-21: lapsed, if nothing more is written down
    ");
    assert_snapshot!(why(&vault, "hannah"), @"
    Hannah Voss (People/Voss, Hannah.md)
    quiet on Friday 2026-11-20: meant to be every 6 weeks; silent for 8

    Rule
      Silence is counted from 2026-09-22: 59 days. The note states a cadence of 42 days, and that is the
      line. From 180 days on a quiet contact is dormant.

    Facts
      cadence: 6w  (People/Voss, Hannah.md:10)
      2026-03-26  ->   email: sent a first hello, Tom's name in the first…  (People/Voss, Hannah.md:17)
      2026-03-30  <-   email: received two possible dates and a reading tip  (People/Voss, Hannah.md:18)
      2026-04-14  <->  call: Rates, a first lesson  (Meetings/2026/2026-04-14 Hannah Voss.md:3)
      2026-06-11  <->  call: talked through demand charges, slowly  (People/Voss, Hannah.md:19)
      2026-07-30  <->  call: how the hearing went, very well  (People/Voss, Hannah.md:20)
      2026-09-22  <->  coffee: her office canteen; the winter rate case…  (People/Voss, Hannah.md:21)

    Changes on Sunday 2027-03-21: dormant, if nothing more is written down
    ");
    assert_snapshot!(why(&vault, "rafael"), @"
    Rafael Duarte (People/Rafael Duarte.md)
    in touch on Friday 2026-11-20: the next step is pinned to 2026-11-19

    Rule
      Silence is counted from 2026-11-05: 15 days. The line is learnt: 4 gaps of 15 days or more between
      days of contact, the middle one 53 days; drawn towards 30 days that is a rhythm of 41.5 days; 2
      times that, between 60 and 120, gives 83 days. From 180 days on a quiet contact is dormant. A next
      step pinned to 2026-11-19 keeps this contact from being quiet.

    Facts
      next step on 2026-11-19  (People/Rafael Duarte.md:9)
      2026-04-16  ->   email: Maya says you know every breaker by name  (People/Rafael Duarte.md:14)
      2026-04-20  <-   email: sure, first week of May  (People/Rafael Duarte.md:15)
      2026-05-06  <-   email: so sorry about yesterday, a string had…  (People/Rafael Duarte.md:16)
      2026-05-12  <->  call: Rafael, second try  (Meetings/2026/2026-05-12 Rafael Duarte.md:3)
      2026-07-21  <->  call: what a work order looks like from his side  (People/Rafael Duarte.md:17)
      2026-09-30  <->  visited the yard at Saltmarsh, hard hat two sizes…  (People/Rafael Duarte.md:18)
      2026-11-05  <->  lunch: Lunch at Saltmarsh  (Meetings/2026/2026-11-05 Lunch at Saltmarsh.md:3)

    Stays so, if nothing more is written down
    ");
    assert_snapshot!(why(&vault, "jonas"), @"
    Jonas Petrak (People/Jonas Petrak.md)
    dormant on Friday 2026-11-20: one exchange, 262 days ago, nothing since

    Rule
      Silence is counted from 2026-03-03: 262 days. There was one exchange so far, on 1 day, so the line
      is 30 days. From 180 days on a quiet contact is dormant.

    Facts
      2026-03-03  <->  last contact  (People/Jonas Petrak.md:7)

    Stays so, if nothing more is written down
    ");
    assert_snapshot!(why(&vault, "marcus"), @"
    Marcus Thorne (People/Marcus Thorne.md)
    closed on Friday 2026-11-20: let go, or declined, and nothing since

    Rule
      The last thing that happened ended it: let go, or declined. Anything said after it opens it again.

    Facts
      2026-07-14  let go busy man, no harm done  (People/Marcus Thorne.md:12)

    Stays so, if nothing more is written down
    ");
    assert_snapshot!(why(&vault, "yuki"), @"
    Yuki Tanabe (People/Yuki Tanabe.md)
    lapsed on Friday 2026-11-20: no answer, and the thread ran out

    Rule
      Nobody answered, 60 days have passed since the day of the next step, and the two of you never
      spoke.

    Facts
      2026-08-17  ->   linkedin: sent via linkedin  (People/Yuki Tanabe.md:8)

    Stays so, if nothing more is written down
    ");
    assert_snapshot!(why(&vault, "wen"), @"
    Wen Li (People/Wen Li.md)
    new on Friday 2026-11-20: nothing sent to Wen Li yet

    Rule
      Somebody means to be in touch, and nothing was said so far.

    Facts
      an e-mail address  (People/Wen Li.md:5)
      somebody introduced them  (People/Wen Li.md:6)

    Stays so, if nothing more is written down
    ");
    assert_snapshot!(why(&vault, "hollis"), @"
    Hollis Vane (Notes/Reading/Hollis Vane.md)
    untracked on Friday 2026-11-20: no contact recorded

    Rule
      No contact is recorded. Dated notes that merely name somebody do not count, unless the settings
      say so (mentions, entries).

    Facts
      2026-09-17  named two chapters of Hollis Vane on the tram  (Journal/2026-09-17.md:3)

    Stays so, if nothing more is written down
    ");
}

#[test]
fn json_has_every_field_and_null_for_what_is_absent() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        cadence: 6w
        ---
        - 2026-11-02 met via video: the dam
    ",
    );
    let answer = vault.json(&["why", "ada", "--today", "2026-11-20"]);
    assert_eq!(answer["schema"], "rekindle.why/1");
    let item = &items(&answer)[0];
    let fields = [
        "contact",
        "state",
        "also",
        "reason",
        "rule",
        "facts",
        "changes_on",
        "becomes",
        "unreadable",
    ];
    assert_eq!(keys(item), fields);
    assert_eq!(
        item["facts"],
        json!([
            {
                "date": null, "direction": null, "kind": "directive", "channel": null,
                "text": "cadence: 6w", "path": "People/Ada Lind.md", "line": 2,
            },
            {
                "date": "2026-11-02", "direction": "both", "kind": "entry", "channel": "video",
                "text": "the dam", "path": "People/Ada Lind.md", "line": 4,
            },
        ])
    );
    assert_eq!((&item["changes_on"], &item["becomes"]), (&json!("2026-12-14"), &json!("quiet")));
    let later = vault.json(&["why", "ada", "--today", "2027-11-20"]);
    let item = &items(&later)[0];
    assert_eq!((&item["state"], &item["changes_on"]), (&json!("dormant"), &Value::Null));
}

#[test]
fn a_name_that_fits_nobody_or_several_is_said_so() {
    let vault = TestVault::sample();
    assert_eq!(vault.run(&["why", "nobodyofthisname"]).code, 2);
    assert_eq!(vault.run(&["why", "e"]).code, 2);
}

#[test]
fn a_directive_that_means_nothing_is_said_to_hold_nothing() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        paused_until: the autumn
        ---
        - 2026-11-02 met
    ",
    );
    let told = "Not understood, and without effect (see `rekindle check`)\n  line 2: paused_until: the \
                autumn means nothing here, and holds nothing\n";
    for command in ["why", "show"] {
        let text = vault.text(&[&[command, "ada"], &DAY[..]].concat());
        assert!(text.contains(told), "{text}");
    }
}

#[test]
fn a_pause_by_tag_is_not_said_to_be_the_notes() {
    let vault = TestVault::new(
        "
        === .rekindle/config.toml
        [cadence.tags]
        old = 'never'
        === People/Ada Lind.md
        ---
        tags: [old]
        ---
        - 2026-11-02 met
    ",
    );
    assert_snapshot!(why(&vault, "ada"), @"
    Ada Lind (People/Ada Lind.md)
    paused on Friday 2026-11-20: the settings say never

    Rule
      Whoever is paused is left out of every list: until the day that the note names, or for as long as
      status or cadence says so.

    Facts
      the settings say never, for a tag of it or for everybody  (People/Ada Lind.md:1)

    Stays so, if nothing more is written down
    ");
}

#[test]
fn a_meeting_called_off_beforehand_stays_called_off() {
    let vault = TestVault::new(
        r#"
        === People/Ada Lind.md
        - 2026-11-10 scheduled via email: we meet on 2026-11-25
        === Meetings/2026-11-25 Ada.md
        ---
        with: "[[Ada Lind]]"
        status: cancelled
        ---
    "#,
    );
    let answer = vault.json(&[&["why", "ada"], &DAY[..]].concat());
    let item = &items(&answer)[0];
    assert_eq!((&item["state"], &item["becomes"]), (&json!("in_touch"), &json!("quiet")));
    assert_eq!(item["changes_on"], "2026-12-10");
    assert_eq!(vault.state("Ada Lind", "2026-12-09"), "in_touch");
    assert_eq!(vault.state("Ada Lind", "2026-12-10"), "quiet");
}

#[test]
fn a_rule_says_how_its_line_comes_about() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2024-01-01 met
        - 2024-07-01 met
        - 2025-01-01 met
        - 2025-07-01 met
        - 2026-07-01 met
        === People/Bo Winter.md
        - 2026-11-01 met
        - 2026-11-02 met
        - 2026-11-03 met
        - 2026-11-04 met
        === People/Cy Moss.md
        - 2026-11-01 sent via email: a question
        - 2026-11-08 declined via email
        - 2026-11-09 thanked via email
    ",
    );
    let told = |contact: &str, words: &str| {
        let text = vault.text(&[&["why", contact], &DAY[..]].concat());
        assert!(text.contains(words), "{text}");
    };
    told(
        "ada",
        "2 times that, between 60 and 120, but no less than the middle gap, gives 183 days.",
    );
    told(
        "bo",
        "There was no gap of 15 days or more between the 4 days of contact, so a rhythm of 30 days is \
         assumed; 2 times that, between 60 and 120, gives 60 days.",
    );
    // Whoever declined does not go quiet, and is not said to.
    told("cy", "in touch on Friday 2026-11-20: last contact 11 days ago\n");
    told("cy", "Whoever has not said anything yet, but to decline, is never quiet.");
    told("cy", "Stays so, if nothing more is written down");
}

#[test]
fn a_fact_of_the_front_matter_stands_at_its_line() {
    let vault = TestVault::new(
        r#"
        === People/Ada Lind.md
        ---
        role: grid planner
        email: ada@example.org
        introduced_by: "[[Bo Winter]]"
        ---
        === People/Bo Winter.md
        ---
        role: fitter
        followup: 2026-03-01
        ---
        - 2026-01-01 sent via email: a question
    "#,
    );
    let facts = |contact: &str| {
        let answer = vault.json(&[&["why", contact], &DAY[..]].concat());
        let facts = items(&answer)[0]["facts"].as_array().cloned().unwrap_or_default();
        facts.iter().map(|fact| format!("{}: {}", fact["line"], fact["text"])).collect::<Vec<_>>()
    };
    assert_eq!(facts("ada"), [r#"3: "an e-mail address""#, r#"4: "somebody introduced them""#]);
    // The thread has lapsed, counted from the day of the next step.
    assert_eq!(facts("bo"), [r#"3: "next step on 2026-03-01""#, r#"5: "a question""#]);
}
