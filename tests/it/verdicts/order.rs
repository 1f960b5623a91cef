//! One thing told twice counts once, and what happened first on a day comes first.

use super::{assert_states, assert_threads};
use crate::vault::TestVault;

#[test]
fn one_thing_told_twice_counts_once() {
    let vault = TestVault::new(
        "
        === People/Same channel.md
        - 2026-03-02 sent via email: a question
        === Messages/2026-03-02 a.md
        ---
        type: email
        to: '[[Same channel]]'
        via: email
        ---
        A question?
        === People/Unnamed channel.md
        - 2026-03-02 sent: a question
        === Messages/2026-03-02 b.md
        ---
        type: message
        to: '[[Unnamed channel]]'
        via: linkedin
        ---
        A question?
        === People/Other channel.md
        - 2026-03-02 sent via email: a question
        === Messages/2026-03-02 c.md
        ---
        type: message
        to: '[[Other channel]]'
        via: linkedin
        ---
        A question?
        === People/Same note.md
        - 2026-03-02 sent via email: a question
        - 2026-03-02 sent via email: and another
        === People/Front and body.md
        ---
        outreach:
          - {date: 2026-03-02, via: email, status: sent}
        ---
        - 2026-03-02 sent via email: a question
    ",
    );
    assert_threads(
        &vault,
        &[
            ("Same channel", "2026-03-20", "1/3 follow_up 2026-03-09"),
            ("Unnamed channel", "2026-03-20", "1/3 follow_up 2026-03-09"),
            ("Other channel", "2026-03-15", "2/3 wait 2026-03-16"),
            ("Same note", "2026-03-15", "2/3 wait 2026-03-16"),
            ("Front and body", "2026-03-20", "1/3 follow_up 2026-03-09"),
        ],
    );
    let shown = vault.json(&["show", "Same channel", "--today", "2026-03-20"]);
    let timeline = shown["items"][0]["timeline"].as_array().expect("a list");
    assert_eq!(timeline.len(), 1);
    assert_eq!(timeline[0]["path"], "People/Same channel.md");
    assert_eq!(timeline[0]["also"], serde_json::json!(["Messages/2026-03-02 a.md:6"]));
}

#[test]
fn within_a_day_the_note_is_read_the_way_it_is_written() {
    let vault = TestVault::new(
        "
        === People/Oldest first.md
        - 2026-01-01 met
        - 2026-03-02 sent via email: a question
        - 2026-03-02 received via email: yes, when?
        === People/Newest first.md
        - 2026-03-02 received via email: yes, when?
        - 2026-03-02 sent via email: a question
        - 2026-01-01 met
        === People/Newest first, mine last.md
        - 2026-03-02 sent via email: a question
        - 2026-03-02 received via email: yes, when?
        - 2026-01-01 met
        === People/As written.md
        - 2026-03-02 received via email: yes, when?
        - 2026-03-02 sent via email: a question
        === People/By time.md
        - 2026-03-02 10:00 received via email: yes, when?
        - 2026-03-02 09:00 sent via email: a question
        === People/Not all with a time.md
        - 2026-03-02 10:00 sent via email: a question
        - 2026-03-02 received via email: yes, when?
    ",
    );
    assert_states(
        &vault,
        &[
            ("Oldest first", "2026-03-03", "owed"),
            ("Newest first", "2026-03-03", "owed"),
            ("Newest first, mine last", "2026-03-03", "unanswered"),
            ("As written", "2026-03-03", "unanswered"),
            ("By time", "2026-03-03", "owed"),
            ("Not all with a time", "2026-03-03", "owed"),
        ],
    );
}

#[test]
fn within_a_day_other_notes_have_their_place() {
    let vault = TestVault::new(
        "
        === People/Outreach first.md
        ---
        outreach:
          - {date: 2026-03-02, via: email, status: sent}
        ---
        - 2026-03-02 received via email: yes, when?
        === People/Letter out.md
        - 2026-03-02 received via email: yes, when?
        === Messages/2026-03-02 To Letter out.md
        ---
        type: email
        to: '[[Letter out]]'
        ---
        Would you have time?
        === People/Letter in.md
        - 2026-03-02 sent via email: a question
        === Messages/2026-03-02 From Letter in.md
        ---
        type: email
        from: '[[Letter in]]'
        ---
        Yes, when?
        === People/Meeting.md
        - 2026-03-02 received via email: see you at ten?
        === Meetings/2026-03-02 Meeting.md
        ---
        with: '[[Meeting]]'
        ---
    ",
    );
    assert_states(
        &vault,
        &[
            ("Outreach first", "2026-03-03", "owed"),
            // Their *out* goes before the note's own entries, their *in* and *both* after.
            ("Letter out", "2026-03-03", "owed"),
            ("Letter in", "2026-03-03", "owed"),
            ("Meeting", "2026-03-03", "in_touch"),
        ],
    );
}

#[test]
fn a_stated_last_contact_comes_before_what_i_sent_that_day() {
    let vault = TestVault::new(
        "
        === People/Out.md
        ---
        last_contact: 2026-03-02
        ---
        - 2026-03-02 sent via email: a question
        === People/In.md
        ---
        last_contact: 2026-03-02
        ---
        - 2026-03-02 received via email: yes, when?
    ",
    );
    assert_states(&vault, &[("Out", "2026-03-03", "unanswered"), ("In", "2026-03-03", "owed")]);
    // It makes the contact a known one.
    assert_threads(&vault, &[("Out", "2026-03-15", "1/3 wait 2026-03-16")]);
    let shown = vault.json(&["show", "In", "--today", "2026-03-03"]);
    assert_eq!(shown["items"][0]["timeline"].as_array().map(Vec::len), Some(1));
}
