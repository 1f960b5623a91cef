//! Replies that I owe, pauses, pinned steps, and those who are new, closed or nobody's business.

use super::assert_states;
use crate::vault::TestVault;

#[test]
fn a_reply_is_owed_for_60_days() {
    let vault = TestVault::new(
        "
        === People/Waiting.md
        - 2026-03-02 received via email: could you send me the chart?
        === People/Answered.md
        - 2026-03-02 received via email: could you send me the chart?
        - 2026-03-05 sent via email: here it is (fyi)
        === People/Met.md
        - 2026-03-02 received via email: could you send me the chart?
        - 2026-03-05 met
        === People/Let go.md
        - 2026-03-02 received via email: could you send me the chart?
        - 2026-03-05 let go
        === People/Planned.md
        - 2026-03-02 received via email: shall we meet?
        - 2026-03-20 meeting
        === People/No need.md
        - 2026-03-02 received via email: thanks for the chart
    ",
    );
    assert_states(
        &vault,
        &[
            ("Waiting", "2026-03-02", "owed"),
            ("Waiting", "2026-03-03", "owed"),
            // N days includes day N; older than N does not.
            ("Waiting", "2026-05-01", "owed"),
            ("Waiting", "2026-05-02", "quiet"),
            ("Answered", "2026-03-04", "owed"),
            ("Answered", "2026-03-05", "in_touch"),
            // A talk dated ahead is a plan, and a plan settles it too.
            ("Met", "2026-03-04", "scheduled"),
            ("Met", "2026-03-05", "in_touch"),
            ("Let go", "2026-03-04", "owed"),
            ("Let go", "2026-03-05", "closed"),
            ("Planned", "2026-03-05", "scheduled"),
            ("No need", "2026-03-03", "in_touch"),
        ],
    );
}

#[test]
fn the_day_on_which_a_reply_is_due_is_the_next() {
    let vault = TestVault::new(
        "
        === People/Waiting.md
        - 2026-03-02 received via email: could you send me the chart?
    ",
    );
    let shown = vault.json(&["show", "Waiting", "--today", "2026-03-03"]);
    assert_eq!(shown["items"][0]["reason"], "they wrote on 2026-03-02; a reply is due");
}

#[test]
fn who_is_paused_is_back_on_the_day() {
    let vault = TestVault::new(
        "
        === People/Until.md
        ---
        paused_until: 2026-05-10
        ---
        - 2026-01-01 met
        === People/Snoozed.md
        ---
        snooze: 2026-05-10
        ---
        - 2026-01-01 received via email: when shall we meet?
        === People/Paused.md
        ---
        status: paused
        ---
        - 2026-01-01 met
        === People/Archived.md
        ---
        status: archived
        ---
        - 2026-01-01 met
        === People/Not to contact.md
        ---
        status: do-not-contact
        ---
        - 2026-01-01 sent via email: a question
        === People/Active.md
        ---
        status: active
        ---
        - 2026-01-01 met
        === People/Ahead.md
        ---
        status: paused
        ---
        - 2026-06-01 lunch
    ",
    );
    assert_states(
        &vault,
        &[
            ("Until", "2026-05-09", "paused"),
            ("Until", "2026-05-10", "quiet"),
            ("Snoozed", "2026-01-02", "paused"),
            ("Snoozed", "2026-05-09", "paused"),
            ("Paused", "2026-05-10", "paused"),
            ("Archived", "2026-05-10", "paused"),
            ("Not to contact", "2026-01-10", "paused"),
            ("Active", "2026-05-10", "quiet"),
            // The first state that holds.
            ("Ahead", "2026-05-10", "paused"),
        ],
    );
}

#[test]
fn a_directive_that_means_nothing_holds_nothing_and_is_told() {
    let vault = TestVault::new(
        "
        === People/Someday.md
        ---
        paused_until: someday
        ---
        - 2026-01-01 met
        === People/Often.md
        ---
        cadence: now and then
        ---
        - 2026-01-01 met
    ",
    );
    assert_states(
        &vault,
        &[("Someday", "2026-01-31", "quiet"), ("Often", "2026-01-30", "in_touch")],
    );
    let quiet = vault.json(&["quiet", "--today", "2026-01-31"]);
    assert_eq!(quiet["notes"]["unreadable_directives"], 2);
    let check = vault.json(&["check", "--today", "2026-01-31"]);
    let codes = crate::vault::field(&check, "code");
    assert_eq!(codes, ["directive-unreadable", "directive-unreadable"]);
    let lines = crate::vault::field(&check, "line");
    assert_eq!(lines, [2, 2]);
}

#[test]
fn an_unspent_next_step_keeps_a_contact_out_of_quiet() {
    let vault = TestVault::new(
        "
        === People/Unspent.md
        ---
        follow_up: 2026-04-01
        ---
        - 2026-01-01 met
        - 2026-03-31 thanked
        === People/Spent.md
        ---
        follow_up: 2026-04-01
        ---
        - 2026-01-01 met
        - 2026-04-01 met
        === People/Text.md
        ---
        follow_up: ask about the pilot
        ---
        - 2026-01-01 met
    ",
    );
    assert_states(
        &vault,
        &[
            ("Unspent", "2026-03-30", "in_touch"),
            ("Unspent", "2026-04-01", "in_touch"),
            ("Unspent", "2027-04-01", "in_touch"),
            // One gap of 90 days gives a line of 79.
            ("Spent", "2026-06-18", "in_touch"),
            ("Spent", "2026-06-19", "quiet"),
            ("Text", "2026-01-31", "quiet"),
        ],
    );
}

#[test]
fn only_those_meant_to_be_contacted_are_new() {
    let vault = TestVault::new(
        "
        === People/Subject.md
        ---
        type: person
        ---
        A saint of the ninth century.
        === People/Folder only.md
        Somebody.
        === People/By type.md
        ---
        type: contact
        ---
        === People/By address.md
        ---
        email: ada@example.org
        ---
        === People/By phone.md
        ---
        phone: '030 123456'
        ---
        === People/By cadence.md
        ---
        cadence: monthly
        ---
        === People/By introduction.md
        ---
        introduced_by: '[[Subject]]'
        ---
        === People/By plan.md
        ---
        next_contact: 2026-06-01
        ---
    ",
    );
    assert_states(
        &vault,
        &[
            ("Subject", "2026-03-02", "untracked"),
            ("Folder only", "2026-03-02", "untracked"),
            ("By type", "2026-03-02", "new"),
            ("By address", "2026-03-02", "new"),
            ("By phone", "2026-03-02", "new"),
            ("By cadence", "2026-03-02", "new"),
            ("By introduction", "2026-03-02", "new"),
            ("By plan", "2026-03-02", "new"),
        ],
    );
}
