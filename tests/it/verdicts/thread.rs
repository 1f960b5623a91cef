//! Threads: when to follow up, when to let go, and when a thread has run out. 2026-03-02 is a Monday.

use super::{assert_states, assert_threads};
use crate::vault::TestVault;

#[test]
fn the_patient_waits_are_7_14_and_21_days() {
    let vault = TestVault::new(
        "
        === People/Ada.md
        - 2026-03-02 sent via email: may I ask you about relays?
        - 2026-03-09 followed up via email
        - 2026-03-23 called, no answer
    ",
    );
    assert_threads(
        &vault,
        &[
            ("Ada", "2026-03-02", "1/3 wait 2026-03-09"),
            ("Ada", "2026-03-08", "1/3 wait 2026-03-09"),
            ("Ada", "2026-03-09", "2/3 wait 2026-03-23"),
            ("Ada", "2026-03-22", "2/3 wait 2026-03-23"),
            ("Ada", "2026-03-23", "3/3 wait 2026-04-13"),
            ("Ada", "2026-04-12", "3/3 wait 2026-04-13"),
            ("Ada", "2026-04-13", "3/3 let_go 2026-04-13"),
            ("Ada", "2026-06-11", "3/3 let_go 2026-04-13"),
            ("Ada", "2026-06-12", "-"),
        ],
    );
    assert_states(&vault, &[("Ada", "2026-06-11", "unanswered"), ("Ada", "2026-06-12", "lapsed")]);
}

#[test]
fn a_thread_lapses_on_day_60_after_the_day_of_its_next_step() {
    let vault = TestVault::new(
        "
        === People/Ada.md
        - 2026-03-02 sent via email: may I ask you about relays?
        === People/Known.md
        - 2026-01-01 met
        - 2026-03-02 sent via email: may I ask you about relays?
    ",
    );
    assert_threads(
        &vault,
        &[
            ("Ada", "2026-03-09", "1/3 follow_up 2026-03-09"),
            ("Ada", "2026-05-07", "1/3 follow_up 2026-03-09"),
            ("Ada", "2026-05-08", "-"),
            ("Known", "2026-03-15", "1/3 wait 2026-03-16"),
            ("Known", "2026-03-16", "1/3 follow_up 2026-03-16"),
            ("Known", "2026-05-14", "1/3 follow_up 2026-03-16"),
            ("Known", "2026-05-15", "-"),
        ],
    );
    // Somebody known can be quiet again, counted from the last word of theirs.
    assert_states(
        &vault,
        &[
            ("Ada", "2026-05-08", "lapsed"),
            ("Known", "2026-05-14", "unanswered"),
            ("Known", "2026-05-15", "quiet"),
            ("Known", "2026-06-29", "quiet"),
            ("Known", "2026-06-30", "dormant"),
        ],
    );
}

#[test]
fn the_notes_own_waits_outrank_the_policy() {
    let vault = TestVault::new(
        "
        === People/Own.md
        ---
        follow_up_after: 3d, 5d
        ---
        - 2026-03-02 sent via email: a question
        - 2026-03-05 followed up
        - 2026-03-10 followed up
        === People/Known.md
        ---
        follow_up_after: 3d
        ---
        - 2026-01-01 met
        - 2026-03-02 sent via email: a question
        === People/Business.md
        ---
        follow_up_after: 3bd
        ---
        - 2026-03-06 sent via email: written on a Friday
        === People/Month.md
        ---
        follow_up_after: 1m
        ---
        - 2026-01-31 sent via email: a question
        === People/Two.md
        ---
        max_messages: 2
        ---
        - 2026-03-02 sent via email: a question
        - 2026-03-09 followed up
        === People/Extra.md
        ---
        follow_up_after: 3d, 5d, 8d, 13d
        max_messages: 2
        ---
        - 2026-03-02 sent via email: a question
        - 2026-03-05 followed up
    ",
    );
    assert_threads(
        &vault,
        &[
            ("Own", "2026-03-04", "1/3 wait 2026-03-05"),
            ("Own", "2026-03-09", "2/3 wait 2026-03-10"),
            ("Own", "2026-03-14", "3/3 wait 2026-03-15"),
            ("Own", "2026-03-15", "3/3 let_go 2026-03-15"),
            ("Known", "2026-03-04", "1/3 wait 2026-03-05"),
            ("Known", "2026-03-05", "1/3 follow_up 2026-03-05"),
            ("Business", "2026-03-10", "1/3 wait 2026-03-11"),
            ("Business", "2026-03-11", "1/3 follow_up 2026-03-11"),
            ("Month", "2026-02-27", "1/3 wait 2026-02-28"),
            ("Month", "2026-02-28", "1/3 follow_up 2026-02-28"),
            ("Two", "2026-03-08", "1/2 wait 2026-03-09"),
            ("Two", "2026-03-22", "2/2 wait 2026-03-23"),
            ("Two", "2026-03-23", "2/2 let_go 2026-03-23"),
            ("Extra", "2026-03-09", "2/2 wait 2026-03-10"),
            ("Extra", "2026-03-10", "2/2 let_go 2026-03-10"),
        ],
    );
}

#[test]
fn the_cautious_policy_is_one_message_and_two_for_those_who_are_central() {
    let vault = TestVault::new(
        "
        === .rekindle/config.toml
        [outreach]
        policy = 'cautious'
        [outreach.tags]
        friend = 'patient'
        === People/Ada.md
        - 2026-03-02 sent via email: a question
        === People/Central.md
        ---
        central: true
        ---
        - 2026-03-02 sent via email: a question
        - 2026-03-09 followed up
        === People/Friend.md
        ---
        tags: [friend/school]
        ---
        - 2026-03-02 sent via email: a question
    ",
    );
    assert_threads(
        &vault,
        &[
            ("Ada", "2026-03-08", "1/1 wait 2026-03-09"),
            ("Ada", "2026-03-09", "1/1 let_go 2026-03-09"),
            ("Central", "2026-03-08", "1/2 wait 2026-03-09"),
            ("Central", "2026-03-22", "2/2 wait 2026-03-23"),
            ("Central", "2026-03-23", "2/2 let_go 2026-03-23"),
            ("Friend", "2026-03-09", "1/3 follow_up 2026-03-09"),
        ],
    );
}

#[test]
fn only_messages_that_ask_open_a_thread_and_count_in_it() {
    let vault = TestVault::new(
        "
        === People/Thanked.md
        - 2026-03-02 thanked via email
        === People/Fyi.md
        - 2026-03-02 sent via email: an article (fyi)
        === People/Asked.md
        - 2026-03-02 sent via email: a question
        - 2026-03-05 shared via email: an article
        === People/Chased.md
        - 2026-03-02 nudged via email
    ",
    );
    assert_threads(
        &vault,
        &[
            ("Thanked", "2026-03-20", "-"),
            ("Fyi", "2026-03-20", "-"),
            ("Asked", "2026-03-09", "1/3 follow_up 2026-03-09"),
            ("Chased", "2026-03-09", "1/3 follow_up 2026-03-09"),
        ],
    );
    assert_states(
        &vault,
        &[("Thanked", "2026-03-20", "in_touch"), ("Fyi", "2026-03-20", "in_touch")],
    );
}

#[test]
fn their_word_a_final_word_and_let_go_close_a_thread() {
    let vault = TestVault::new(
        "
        === People/Answered.md
        - 2026-03-02 sent via email: a question
        - 2026-03-04 received via email: Tuesday at ten (no reply needed)
        === People/Declined.md
        - 2026-03-02 sent via email: a question
        - 2026-03-04 declined via email
        === People/Let go.md
        - 2026-03-02 sent via email: a question
        - 2026-03-04 let go
        === People/Again.md
        - 2026-03-02 sent via email: a question
        - 2026-03-04 let go
        - 2026-04-01 sent via email: another question
        === People/Known.md
        - 2026-01-01 met
        - 2026-02-01 sent via email: a question
        - 2026-03-01 let go
    ",
    );
    assert_states(
        &vault,
        &[
            ("Answered", "2026-03-03", "unanswered"),
            ("Answered", "2026-03-04", "in_touch"),
            ("Declined", "2026-03-03", "unanswered"),
            ("Declined", "2026-03-04", "closed"),
            ("Declined", "2030-03-04", "closed"),
            ("Let go", "2026-03-03", "unanswered"),
            ("Let go", "2026-03-04", "closed"),
            ("Let go", "2030-03-04", "closed"),
            ("Again", "2026-03-31", "closed"),
            ("Again", "2026-04-01", "unanswered"),
            // Days 01-01 and 02-01 give a line of 60, counted from their own last word.
            ("Known", "2026-03-01", "closed"),
            ("Known", "2026-03-02", "quiet"),
        ],
    );
    assert_threads(&vault, &[("Again", "2026-04-08", "1/3 follow_up 2026-04-08")]);
}

#[test]
fn a_pinned_day_is_the_day_of_the_next_step() {
    let vault = TestVault::new(
        "
        === People/Later.md
        ---
        next_contact: 2026-03-20
        ---
        - 2026-03-02 sent via email: back from the site in three weeks?
        === People/Spent.md
        ---
        next_contact: 2026-03-02
        ---
        - 2026-03-02 sent via email: a question
    ",
    );
    assert_threads(
        &vault,
        &[
            ("Later", "2026-03-19", "1/3 wait 2026-03-20"),
            ("Later", "2026-03-20", "1/3 follow_up 2026-03-20"),
            ("Spent", "2026-03-08", "1/3 wait 2026-03-09"),
        ],
    );
}
