//! Meetings ahead, today and past: planned, held, called off, too large to be a talk.

use super::assert_states;
use crate::vault::TestVault;

#[test]
fn a_talk_dated_ahead_is_a_plan_until_its_day_is_over() {
    let vault = TestVault::new(
        "
        === People/Coffee.md
        - 2026-03-20 coffee
        === People/Announced.md
        - 2026-03-10 scheduled via email for 2026-03-20
        === People/Announced alone.md
        - 2026-03-10 booked a table
        === People/Message ahead.md
        - 2026-03-20 sent via email: a question
    ",
    );
    assert_states(
        &vault,
        &[
            ("Coffee", "2026-03-19", "scheduled"),
            // An entry of today has happened.
            ("Coffee", "2026-03-20", "in_touch"),
            ("Announced", "2026-03-10", "scheduled"),
            ("Announced", "2026-03-20", "scheduled"),
            // Nobody said that it was held; the agreement itself was an exchange, on 2026-03-10.
            ("Announced", "2026-03-21", "in_touch"),
            ("Announced", "2026-04-08", "in_touch"),
            ("Announced", "2026-04-09", "quiet"),
            ("Announced alone", "2026-03-09", "scheduled"),
            ("Announced alone", "2026-03-11", "untracked"),
            // What is dated ahead and no talk has not happened, and is no plan.
            ("Message ahead", "2026-03-19", "untracked"),
            ("Message ahead", "2026-03-20", "unanswered"),
        ],
    );
}

#[test]
fn a_meeting_note_of_today_counts_tomorrow_or_once_an_entry_says_so() {
    let vault = TestVault::new(
        "
        === People/Tomorrow.md
        === People/Told.md
        - 2026-03-20 met: she drew the whole station
        === People/Written to.md
        - 2026-03-20 sent via email: see you at ten?
        === Meetings/2026-03-20 Tomorrow.md
        ---
        with: '[[Tomorrow]]'
        ---
        === Meetings/2026-03-20 Told.md
        ---
        with: '[[Told]]'
        ---
        === Meetings/2026-03-20 Written to.md
        ---
        with: '[[Written to]]'
        ---
    ",
    );
    assert_states(
        &vault,
        &[
            ("Tomorrow", "2026-03-19", "scheduled"),
            ("Tomorrow", "2026-03-20", "scheduled"),
            ("Tomorrow", "2026-03-21", "in_touch"),
            ("Told", "2026-03-20", "in_touch"),
            ("Written to", "2026-03-20", "scheduled"),
            ("Written to", "2026-03-21", "in_touch"),
        ],
    );
}

#[test]
fn the_status_of_a_meeting_decides_whether_it_was_held() {
    let vault = TestVault::new(
        "
        === People/Planned.md
        === People/Cancelled.md
        === People/No show.md
        === People/Plain.md
        === Meetings/2026-03-20 a.md
        ---
        with: '[[Planned]]'
        status: planned
        ---
        === Meetings/2026-03-20 b.md
        ---
        with: '[[Cancelled]]'
        status: cancelled
        ---
        === Meetings/2026-03-20 c.md
        ---
        with: '[[No show]]'
        status: no-show
        ---
        === Meetings/2026-03-20 d.md
        ---
        with: '[[Plain]]'
        ---
    ",
    );
    assert_states(
        &vault,
        &[
            ("Planned", "2026-03-19", "scheduled"),
            ("Planned", "2026-03-20", "scheduled"),
            ("Planned", "2026-03-21", "untracked"),
            ("Cancelled", "2026-03-19", "untracked"),
            ("Cancelled", "2026-03-21", "untracked"),
            ("No show", "2026-03-21", "untracked"),
            ("Plain", "2026-03-21", "in_touch"),
        ],
    );
}

#[test]
fn more_than_12_people_without_me_are_no_talk() {
    let vault = TestVault::new(
        "
        === .rekindle/config.toml
        me = ['Ann Lee']
        === People/Twelve.md
        === People/Thirteen.md
        === Meetings/2026-03-20 a.md
        ---
        with: [Ann Lee, Twelve, A B, C D, E F, G H, I J, K L, M N, O P, Q R, S T, U V]
        ---
        === Meetings/2026-03-20 b.md
        ---
        with: [Ann Lee, Thirteen, A B, C D, E F, G H, I J, K L, M N, O P, Q R, S T, U V, W X]
        ---
    ",
    );
    assert_states(
        &vault,
        &[("Twelve", "2026-03-21", "in_touch"), ("Thirteen", "2026-03-21", "untracked")],
    );
    let shown = vault.json(&["show", "Thirteen", "--today", "2026-03-21"]);
    assert_eq!(shown["items"][0]["timeline"][0]["counts_as"], "mention");
}

#[test]
fn a_meeting_ahead_hides_unanswered_and_quiet() {
    let vault = TestVault::new(
        "
        === People/Quiet.md
        - 2026-01-01 met
        - 2026-03-20 lunch
        === People/Unanswered.md
        - 2026-03-01 sent via email: a question
        - 2026-03-20 lunch
    ",
    );
    assert_states(
        &vault,
        &[
            ("Quiet", "2026-03-19", "scheduled"),
            ("Quiet", "2026-03-20", "in_touch"),
            ("Unanswered", "2026-03-19", "scheduled"),
            ("Unanswered", "2026-03-20", "in_touch"),
        ],
    );
    let day = ["--today", "2026-03-19"];
    for command in ["quiet", "unanswered"] {
        let answer = vault.json(&[&[command][..], &day].concat());
        assert_eq!(answer["items"], serde_json::json!([]), "{command}");
        assert_eq!(answer["notes"]["scheduled"], 2, "{command}");
    }
}

#[test]
fn a_mention_does_not_stop_the_clock_unless_the_settings_say_so() {
    let notes = "
        === People/Ada.md
        - 2026-01-01 met
        === Journal/2026-03-01.md
        Read [[Ada]]'s article again.
    ";
    let vault = TestVault::new(notes);
    assert_states(&vault, &[("Ada", "2026-03-02", "quiet")]);
    vault.write(".rekindle/config.toml", "mentions = 'contact'\n");
    assert_states(&vault, &[("Ada", "2026-03-02", "in_touch")]);
}
