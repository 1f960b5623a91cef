//! What `check` finds that contradicts itself, each with its twin that does not: one change in the notes,
//! and nothing is told.

use insta::assert_snapshot;

use crate::check::{NOTHING, ada, found, found_on};
use crate::vault::{TestVault, field};

const CHECK: [&str; 3] = ["check", "--today", "2026-11-20"];

#[test]
fn two_contacts_under_one_name_or_address_are_told_at_the_second() {
    let two = |first: &str, second: &str| {
        format!(
            "=== People/Ada Lind.md\n---\n{first}\n---\n=== People/Bo Winter.md\n---\n{second}\n---\n"
        )
    };
    let cases = [
        ("email: ada@example.org", "role: x\nemail: [b@example.org, Ada@Example.org]", Some("3:8")),
        ("aliases: [Addy]", "aliases: ádDy", Some("2:10")),
        ("role: x", "name: Ada  lind", Some("2:7")),
        ("role: x", "aliases: [Bobby, Ada Lind]", Some("2:10")),
        ("name: Bo Winter", "role: x", Some("1:1")),
        ("email: ada@example.org", "email: bo@example.org", None),
        ("aliases: [Addy]", "aliases: [Bobby]", None),
        ("company: Acme", "company: Acme", None),
    ];
    for (first, second, place) in cases {
        let expected = place.map(|place| format!("People/Bo Winter.md:{place} contact-twice"));
        assert_eq!(found(&two(first, second)), Vec::from_iter(expected), "{first} / {second}");
    }
    // Told once, with all that the two share.
    let vault = TestVault::new(&two("email: a@b.org\nname: Ada", "email: a@b.org\naliases: Ada"));
    assert_eq!(
        field(&vault.json(&CHECK), "message"),
        ["a@b.org and Ada also mean People/Ada Lind.md"]
    );
    // Files may have one name in two folders, if the contacts have not.
    let folders = |name: &str| {
        format!(
            "=== People/A/Ada.md\n---\nname: Ada Lind\n---\n=== People/B/Ada.md\n---\nname: {name}\n---\n"
        )
    };
    assert_eq!(found(&folders("Ada Winter")), NOTHING);
    assert_eq!(found(&folders("Ada Lind")), ["People/B/Ada.md:2:7 contact-twice"]);
}

#[test]
fn an_answer_before_the_question_is_told() {
    let sent = "- 2026-11-02 sent via email: a question?";
    let cases = [
        ("- 2025-11-06 replied via email: yes", true),
        ("- 2025-11-06 heard back: yes", true),
        ("- 2025-11-06 they answered", true),
        // A first word of theirs is no answer, and neither is mine.
        ("- 2025-11-06 received via email: hello", false),
        ("- 2025-11-06 I replied via email: yes", false),
        ("- 2026-11-06 replied via email: yes", false),
        ("- 2025-11-06 replied via email: yes\n- 2025-11-01 sent via email: hello?", false),
        ("- 2025-11-06 replied via email: yes\n- 2025-11-01 met", false),
    ];
    for (answer, told) in cases {
        let expected = told.then_some("People/Ada.md:2:3 reply-first");
        assert_eq!(found(&ada(&format!("{sent}\n{answer}"))), Vec::from_iter(expected), "{answer}");
    }
    // What was sent afterwards has to be something that can be answered, and known on the day.
    assert_eq!(found(&ada("- 2025-11-06 replied\n- 2026-11-02 thanked")), NOTHING);
    let asked = "- 2026-11-20 sent via email: a question?\n- 2025-11-06 replied";
    assert_eq!(found_on("2026-11-20", &ada(asked)), ["People/Ada.md:2:3 reply-first"]);
    assert_eq!(found_on("2026-11-19", &ada(asked)), ["People/Ada.md:1:3 entry-ahead"]);
}

#[test]
fn a_planned_meeting_of_a_past_day_is_told_until_it_is_marked() {
    let meeting = |status: &str, log: &str| {
        format!(
            "=== Meetings/Talk.md\n---\ndate: 2026-11-12\nwith: [Ada, Bo]\n{status}\n---\n\
             === People/Ada.md\n{log}\n=== People/Bo.md\n{log}\n"
        )
    };
    let told = ["Meetings/Talk.md:2:7 meeting-unmarked"];
    assert_eq!(found(&meeting("status: planned", "")), told);
    assert_eq!(found_on("2026-11-13", &meeting("status: planned", "")), told);
    assert_eq!(found_on("2026-11-12", &meeting("status: planned", "")), NOTHING);
    for status in ["status: held", "status: cancelled", "status: no-show", "via: phone"] {
        assert_eq!(found(&meeting(status, "")), NOTHING, "{status}");
    }
    assert_eq!(found(&meeting("status: planned", "- 2026-11-14 met")), NOTHING);
    assert_eq!(found(&meeting("status: planned", "- 2026-11-16 met")), told);
    let both = TestVault::new(&meeting("status: planned", "")).json(&CHECK);
    let message = "nobody noted whether the meeting with Ada and Bo on 2026-11-12 was held";
    assert_eq!(field(&both, "message"), [message]);

    let plan = "- 2026-11-02 scheduled via email for 2026-11-12";
    assert_eq!(found(&ada(plan)), ["People/Ada.md:1:3 meeting-unmarked"]);
    assert_eq!(found(&ada(&format!("{plan}\n- 2026-11-12 met"))), NOTHING);
    assert_eq!(found(&ada("- ~~2026-11-02 scheduled via email for 2026-11-12~~")), NOTHING);
}

#[test]
fn a_message_of_a_day_ahead_is_told() {
    let cases = [
        ("- 2026-11-21 sent via email: x", Some("1:3")),
        ("- 2026-11-21 received via email: x", Some("1:3")),
        ("### 2026-11-21\nthanked her", Some("1:5")),
        ("---\noutreach:\n  - {date: 2026-11-21, via: email}\n---", Some("3:5")),
        ("---\nlast_contact: 2026-11-21\n---", Some("2:15")),
        ("- 2026-11-20 sent via email: x", None),
        ("- 2026-11-21 met", None),
        ("- 2026-11-19 scheduled for 2026-11-21", None),
        ("- [ ] 2026-11-21 send the article", None),
        ("---\nlast_contact: 2026-11-20\n---", None),
        ("---\nfollow_up: 2026-11-21\n---", None),
    ];
    for (note, place) in cases {
        let expected = place.map(|place| format!("People/Ada.md:{place} entry-ahead"));
        assert_eq!(found(&ada(note)), Vec::from_iter(expected), "{note}");
        assert_eq!(found_on("2026-11-21", &ada(note)), NOTHING, "{note}");
    }
    let letter = "=== Messages/2026-11-21 Ada.md\n---\ntype: email\nto: Ada\n---\nDear Ada\n";
    let told = ["Messages/2026-11-21 Ada.md:5:1 entry-ahead"];
    assert_eq!(found(&format!("{letter}{}", ada(""))), told);
}

#[test]
fn introductions_that_lead_round_are_told_once() {
    let three = |first: &str| {
        format!(
            "=== People/Ada.md\n---\nintroduced_by: {first}\n---\n\
             === People/Bo.md\n---\nreferred-by: '[[Ada]]'\n---\n\
             === People/Cleo.md\n---\nintroduced_by: [Uma Berg, Bo]\n---\n"
        )
    };
    let stranger = "People/Cleo.md:2:17 person-unknown h";
    assert_eq!(found(&three("at the fair")), ["People/Ada.md:2:16 person-unknown h", stranger]);
    for first in ["Bo", "Cleo", "Ada"] {
        let told = "People/Ada.md:2:16 introduction-circle";
        assert_eq!(found(&three(first)), [told, stranger], "{first}");
    }
    let round = TestVault::new(&three("Cleo")).json(&CHECK);
    let message = "introductions lead round in a circle: Ada, by Cleo, by Bo, by Ada";
    assert_eq!(field(&round, "message"), [message]);
}

#[test]
fn a_cadence_that_is_never_kept_is_a_hint() {
    // 63 days apart, but for the last gap.
    let met = |front: &str, last: &str| {
        let days = ["2026-03-05", "2026-05-07", "2026-07-09", "2026-09-10", last];
        let days = days.map(|day| format!("- {day} met\n"));
        ada(&format!("---\n{front}\n---\n{}", days.concat()))
    };
    let told = ["People/Ada.md:2:10 cadence-skipped h"];
    assert_eq!(found(&met("cadence: 6w", "2026-11-12")), told);
    let cases = [
        // The median of the four is less than half as much again.
        ("cadence: 43d", "2026-11-12"),
        // The last gap was kept.
        ("cadence: 6w", "2026-10-22"),
        // Two days of contact on one day are one, so there are three gaps.
        ("cadence: 6w", "2026-09-10"),
        ("cadence: as-needed", "2026-11-12"),
        ("cadence: 6w\nstatus: paused", "2026-11-12"),
        ("role: x", "2026-11-12"),
    ];
    for (front, last) in cases {
        assert_eq!(found(&met(front, last)), NOTHING, "{front}");
    }
    let vault = TestVault::new(&met("tags: [mentor]", "2026-11-12"));
    vault.write(".rekindle/config.toml", "[cadence.tags]\nmentor = 'monthly'\n");
    let by_tag = vault.run(&["check", "--strict", "--today", "2026-11-20"]);
    assert_snapshot!(by_tag.stdout, @"
    People/Ada.md:1:1: hint[cadence-skipped]: meant to be every 4 weeks by tag, but the last 4 gaps were all longer
        you are in touch about every 9 weeks; perhaps `cadence: 9w`
    ");
    assert_eq!(vault.run(&CHECK).stdout, "", "a hint is for --strict");
    let before = vault.run(&["check", "--strict", "--today", "2026-11-11"]);
    assert_eq!(before.stdout, "", "three gaps so far");
}
