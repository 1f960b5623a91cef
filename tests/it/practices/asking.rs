//! Writing to people who do not have to answer: how often, how long to wait, when to leave them in peace.

use super::{of_kind, page, person, said};
use crate::vault::{TestVault, contacts, items};

/// A first message without an answer is followed up kindly after some days, once more after a couple of
/// weeks, and after the third one moves on.
#[test]
fn an_unanswered_message_is_followed_up_gently_and_then_let_go() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-03-02 sent via email: twenty minutes on relays?
        - 2026-03-10 followed up via email: one line
        - 2026-03-25 followed up via email: a last one
    ",
    );
    let days = [
        ("2026-03-08", None),
        (
            "2026-03-09",
            Some("follow_up Ada Lind: message 2 of 3; 2026-03-02 email: twenty minutes on relays?"),
        ),
        ("2026-03-10", None),
        ("2026-03-23", None),
        ("2026-03-24", Some("follow_up Ada Lind: message 3 of 3; 2026-03-10 email: one line")),
        ("2026-04-14", None),
        ("2026-04-15", Some("let_go Ada Lind: 3 messages; 2026-03-25 email: a last one")),
    ];
    for (day, row) in days {
        assert_eq!(page(&vault, day), Vec::from_iter(row), "{day}");
    }
}

/// The careful way: one request and a week; a second message only to somebody central to the search.
#[test]
fn the_careful_write_once_and_twice_to_those_who_matter_most() {
    let vault = TestVault::new(
        "
        === .rekindle/config.toml
        [outreach]
        policy = 'cautious'
        === People/Ada Lind.md
        - 2026-03-02 sent via email: a question
        === People/Bo Winter.md
        ---
        central: true
        ---
        - 2026-03-02 sent via email: another question
        === People/Cleo Adler.md
        ---
        max_messages: 3
        follow_up_after: 10d, 3w
        ---
        - 2026-03-02 sent via email: a third question
    ",
    );
    let on = |day| {
        let rows = page(&vault, day);
        rows.iter().map(|row| row.split(';').next().unwrap_or(row).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(on("2026-03-08"), [""; 0]);
    assert_eq!(
        on("2026-03-09"),
        ["let_go Ada Lind: 1 message", "follow_up Bo Winter: message 2 of 2"]
    );
    assert_eq!(on("2026-03-12")[2], "follow_up Cleo Adler: message 2 of 3");
}

/// On LinkedIn one exchanges a few messages before asking for a conversation: a message need not be a
/// request, and what asks for nothing is never chased.
#[test]
fn a_few_messages_come_before_the_request() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-03-02 shared via linkedin: the map she wrote about, with two more
        - 2026-03-05 received via linkedin: thanks, a good find
        - 2026-03-09 sent via linkedin: her talk is in the club's letter (fyi)
        - 2026-03-16 asked via linkedin: twenty minutes on relays?
    ",
    );
    let waiting = |day| contacts(&vault.json(&["unanswered", "--today", day])).len();
    assert_eq!(["2026-03-04", "2026-03-06", "2026-03-15", "2026-03-16"].map(waiting), [0, 0, 0, 1]);
    let thread = vault.json(&["unanswered", "--today", "2026-03-30"]);
    assert_eq!(
        (&items(&thread)[0]["since"], &items(&thread)[0]["tries"]),
        (&"2026-03-16".into(), &1.into())
    );
    let owed = vault.json(&["owed", "--today", "2026-03-06"]);
    assert_eq!(contacts(&owed), [""; 0], "a thank-you asks for no answer");
    let talk = person(&vault, "show", "ada", "2026-03-30");
    let exchanged = talk["timeline"].as_array().expect("a list").iter();
    assert!(exchanged.clone().all(|row| row["counts_as"] == "contact"), "{talk}");
    assert_eq!(exchanged.count(), 4);
}

/// Whoever has something in common with you, or was asked on your behalf, answers more often: the notes
/// say who is warm and who made the introduction, and both are at hand before one writes.
#[test]
fn who_is_warm_and_who_introduced_them_is_at_hand() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        type: contact
        introduced_by: '[[Bo Winter]]'
        warmth: warm
        ---
        === People/Bo Winter.md
        - 2026-03-02 lunch: you should meet Ada
        === People/Cleo Adler.md
        ---
        type: contact
        warmth: cold
        ---
    ",
    );
    let [ada, bo, cleo] =
        ["ada", "bo", "cleo"].map(|name| person(&vault, "prep", name, "2026-03-04"));
    assert_eq!(
        (&ada["facts"]["warmth"], &cleo["facts"]["warmth"]),
        (&"warm".into(), &"cold".into())
    );
    assert_eq!(said(&ada["introduced_by"][0]["contact"]["name"]), "Bo Winter");
    assert_eq!(said(&bo["introduced"][0]["name"]), "Ada Lind");
    assert_eq!((&cleo["introduced_by"], &cleo["state"]), (&serde_json::json!([]), &"new".into()));
}

/// Silence is no verdict on oneself. It is closed with one line, and a closed thread stays closed: nobody
/// is bombarded, and nobody comes back on a list who was left in peace.
#[test]
fn a_closed_thread_stays_closed() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-03-02 sent via email: a question
        - 2026-03-09 followed up via email
        - 2026-03-23 followed up via email
        - 2026-04-14 let go: a busy year, no harm done
        === People/Bo Winter.md
        - 2026-03-02 sent via email: a question
        - 2026-03-04 declined via email: no time for this
    ",
    );
    assert_eq!(of_kind(&vault, "let_go", "2026-04-13").len(), 1);
    for day in ["2026-04-14", "2026-05-14", "2027-04-14", "2036-04-14"] {
        for command in ["today", "unanswered", "quiet", "owed"] {
            let answer = vault.json(&[command, "--today", day]);
            assert_eq!(contacts(&answer), [""; 0], "{command} on {day}");
        }
        assert_eq!(["Ada Lind", "Bo Winter"].map(|who| vault.state(who, day)), ["closed"; 2]);
    }
}
