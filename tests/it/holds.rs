//! What holds somebody back from the lists, and how long things stay on them: each directive honoured by
//! every report, counted in its footer, shown on request, and never silently without effect.

use serde_json::{Value, json};

use crate::vault::{TestVault, contacts, field, items};

/// The reports, each as asked. The bare command is the overview.
const REPORTS: [&[&str]; 6] =
    [&["quiet"], &["quiet", "--heard"], &["unanswered"], &["owed"], &["today"], &[]];

/// Somebody for every list. `HOLD` is a line of the front matter.
const VAULT: &str = "
    === People/Quiet.md
    ---
    birthday: 11-21
    HOLD
    ---
    - 2026-08-05 met: the dam
    === People/Heard.md
    ---
    birthday: 11-21
    HOLD
    ---
    - 2026-08-05 met: the map
    - 2026-11-10 thanked via email
    === People/Asked.md
    ---
    HOLD
    ---
    - 2026-11-02 sent via email: a question
    === People/Owing.md
    ---
    HOLD
    ---
    - 2026-11-10 received via email: and the mill?
    - [ ] 2026-11-19 send the drawing
    === People/Meeting.md
    ---
    HOLD
    ---
    === Meetings/2026-11-21 Weir.md
    ---
    type: meeting
    with: Meeting
    ---
";

fn vault(hold: &str) -> TestVault {
    TestVault::new(&VAULT.replace("HOLD", hold))
}

fn on<'a>(report: &[&'a str], more: &[&'a str], day: &'a str) -> Vec<&'a str> {
    [report, more, &["--today", day]].concat()
}

/// The names that a report lists, each once and sorted.
fn listed(vault: &TestVault, report: &[&str], more: &[&str], day: &str) -> Vec<String> {
    let mut answer = vault.json(&on(report, more, day));
    if report.is_empty() {
        answer = json!({"items": answer["items"][0]["today"]});
    }
    let mut names: Vec<String> = contacts(&answer).into_iter().map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}

/// Holds every report to list exactly those whom it lists when nothing holds them back.
fn assert_free(vault: &TestVault, day: &str) {
    let expected: [&[&str]; 6] = [
        &["Quiet"],
        &["Heard", "Quiet"],
        &["Asked"],
        &["Owing"],
        &["Asked", "Heard", "Meeting", "Owing", "Quiet"],
        &["Asked", "Heard", "Meeting", "Owing", "Quiet"],
    ];
    for (report, names) in REPORTS.iter().zip(expected) {
        assert_eq!(listed(vault, report, &[], day), names, "{report:?} on {day}");
    }
}

/// Holds every report to leave everybody out and to say so.
fn assert_held(vault: &TestVault, hold: &str, day: &str) {
    for report in REPORTS {
        assert_eq!(listed(vault, report, &[], day), [""; 0], "{hold}: {report:?} on {day}");
        let text = vault.text(&on(report, &[], day));
        assert!(text.contains("5 paused"), "{hold}: {report:?} counts them: {text}");
    }
    let shown: [(&[&str], &[&str]); 4] = [
        (&["quiet"], &["Asked", "Heard", "Owing", "Quiet"]),
        (&["quiet", "--heard"], &["Heard", "Owing", "Quiet"]),
        (&["unanswered"], &["Asked"]),
        (&["owed"], &["Owing"]),
    ];
    for (report, names) in shown {
        assert_eq!(listed(vault, report, &["--all"], day), names, "{hold}: {report:?} --all");
    }
    // Whoever asks for somebody finds them.
    assert_eq!(vault.state("Quiet", day), "paused", "{hold}");
    let found = vault.json(&["search", "dam", "--today", day]);
    assert_eq!(field(&found, "path"), ["People/Quiet.md"], "{hold}");
}

#[test]
fn without_a_directive_everybody_is_listed() {
    assert_free(&vault("role: Dispatcher"), "2026-11-20");
    assert_free(&vault("status: active"), "2026-11-20");
}

#[test]
fn a_pause_is_honoured_by_every_report() {
    for hold in [
        "paused_until: 2026-11-21",
        "snooze: 2026-11-21",
        "status: paused",
        "status: archived",
        "status: do-not-contact",
        "status: Do not contact",
        "cadence: never",
    ] {
        assert_held(&vault(hold), hold, "2026-11-20");
    }
}

#[test]
fn the_pages_show_the_paused_on_request() {
    let vault = vault("status: paused");
    for report in [&["today"][..], &[]] {
        let names = listed(&vault, report, &["--all"], "2026-11-20");
        assert_eq!(names, ["Asked", "Heard", "Meeting", "Owing", "Quiet"], "{report:?}");
    }
}

#[test]
fn the_snoozed_are_back_on_the_very_day() {
    for hold in ["paused_until: 2026-11-20", "snooze: 2026-11-20"] {
        let vault = vault(hold);
        assert_held(&vault, hold, "2026-11-19");
        assert_free(&vault, "2026-11-20");
    }
}

#[test]
fn a_tag_can_pause_and_its_children_with_it() {
    let vault = vault("tags: [old/school]");
    assert_free(&vault, "2026-11-20");
    vault.write(".rekindle/config.toml", "[cadence.tags]\nold = 'never'\n");
    assert_held(&vault, "tag old/school", "2026-11-20");
}

#[test]
fn as_needed_keeps_out_of_quiet_and_of_nothing_else() {
    let by_tag = vault("tags: [family/aunts]");
    by_tag.write(".rekindle/config.toml", "[cadence.tags]\nfamily = 'as-needed'\n");
    for vault in [vault("cadence: as-needed"), by_tag] {
        let expected: [&[&str]; 6] = [
            &[],
            &[],
            &["Asked"],
            &["Owing"],
            // Birthdays are none of its business.
            &["Asked", "Heard", "Meeting", "Owing", "Quiet"],
            &["Asked", "Heard", "Meeting", "Owing", "Quiet"],
        ];
        for (report, names) in REPORTS.iter().zip(expected) {
            assert_eq!(listed(&vault, report, &[], "2026-11-20"), names, "{report:?}");
        }
        let picks = vault.json(&["today", "--today", "2026-11-20"]);
        assert!(items(&picks).iter().all(|row| row["kind"] != "reach_out"), "{picks}");
    }
}

#[test]
fn a_pinned_step_holds_quiet_back_and_is_owed_on_its_day() {
    let vault = vault("follow_up: 2026-11-20 bring the plan");
    for report in [&REPORTS[0], &REPORTS[1]] {
        assert_eq!(listed(&vault, report, &[], "2026-11-19"), [""; 0], "{report:?}");
        assert_eq!(listed(&vault, report, &[], "2026-11-20"), [""; 0], "{report:?}");
    }
    let steps = |day: &str| -> Vec<String> {
        let answer = vault.json(&["owed", "--today", day]);
        let steps = items(&answer).iter().filter(|row| row["kind"] == "next_step");
        steps
            .map(|row| format!("{} {}", text(&row["contact"]["name"]), text(&row["text"])))
            .collect()
    };
    assert_eq!(steps("2026-11-19"), [""; 0]);
    let all = ["Asked", "Heard", "Meeting", "Owing", "Quiet"];
    assert_eq!(steps("2026-11-20"), all.map(|name| format!("{name} bring the plan")));
    // The day of an open thread's next step is the pinned one.
    let next = |day: &str| vault.json(&["unanswered", "--today", day])["items"][0]["next"].clone();
    assert_eq!(next("2026-11-19"), json!({"step": "wait", "on": "2026-11-20"}));
    assert_eq!(next("2026-11-20"), json!({"step": "follow_up", "on": "2026-11-20"}));
}

#[test]
fn a_thread_lapses_on_day_60_after_the_day_of_its_step() {
    let vault = TestVault::new(
        "
        === People/Stranger.md
        - 2026-03-02 sent via email: a question
        === People/Known.md
        - 2026-01-05 met: the dam
        - 2026-03-02 sent via email: a question
    ",
    );
    let listed = |report: &[&str], more: &[&str], day: &str| listed(&vault, report, more, day);
    // The stranger's step is due on 2026-03-09, the other's a week later.
    assert_eq!(listed(&["unanswered"], &[], "2026-05-07"), ["Known", "Stranger"]);
    assert_eq!(listed(&["unanswered"], &[], "2026-05-08"), ["Known"]);
    assert_eq!(listed(&["unanswered"], &[], "2026-05-14"), ["Known"]);
    assert_eq!(listed(&["unanswered"], &[], "2026-05-15"), [""; 0]);
    assert_eq!(listed(&["unanswered"], &["--all"], "2026-05-15"), ["Known", "Stranger"]);
    // Somebody known is quiet again, and counted among the lapsed all the same.
    assert_eq!(listed(&["quiet"], &[], "2026-05-14"), [""; 0]);
    assert_eq!(listed(&["quiet"], &[], "2026-05-15"), ["Known"]);
    assert_eq!(listed(&["today"], &[], "2026-05-07"), ["Known", "Stranger"]);
    assert_eq!(listed(&["today"], &[], "2026-05-15"), ["Known"]);
    for report in REPORTS {
        let text = vault.text(&on(report, &[], "2026-05-15"));
        assert!(text.contains("2 with a lapsed thread"), "{report:?}: {text}");
    }
    vault.write(".rekindle/config.toml", "[horizons]\nlapsed = 90\n");
    assert_eq!(listed(&["unanswered"], &[], "2026-05-15"), ["Known", "Stranger"]);
}

#[test]
fn old_replies_and_old_promises_stand_below_the_line() {
    let vault = TestVault::new(
        "
        === People/Reply.md
        - 2026-03-02 received via email: a question
        === People/Promise.md
        ## 2026-03-02
        - [ ] send the drawing
        === People/Dated.md
        ## 2026-03-02
        - [ ] send the plan 📅 2026-03-09
        === People/Undated.md
        - [ ] send the map
    ",
    );
    let listed = |report: &[&str], more: &[&str], day: &str| listed(&vault, report, more, day);
    assert_eq!(listed(&["owed"], &[], "2026-05-01"), ["Dated", "Promise", "Reply", "Undated"]);
    assert_eq!(listed(&["owed"], &[], "2026-05-02"), ["Dated", "Promise", "Undated"]);
    assert_eq!(listed(&["today"], &[], "2026-05-01"), ["Dated", "Reply"]);
    assert_eq!(listed(&["owed"], &[], "2026-08-29"), ["Dated", "Promise", "Undated"]);
    assert_eq!(listed(&["owed"], &[], "2026-08-30"), ["Dated", "Undated"]);
    assert_eq!(
        listed(&["owed"], &["--all"], "2026-08-30"),
        ["Dated", "Promise", "Reply", "Undated"]
    );
    assert_eq!(vault.json(&["owed", "--today", "2026-08-30"])["notes"]["old"], 2);
    // A reply of long ago no longer makes the state, and silence does.
    assert_eq!(vault.state("Reply", "2026-05-01"), "owed");
    assert_eq!(vault.state("Reply", "2026-05-02"), "quiet");
    vault.write(".rekindle/config.toml", "[horizons]\nreply = 365\npromise = 365\n");
    assert_eq!(listed(&["owed"], &[], "2026-08-30"), ["Dated", "Promise", "Reply", "Undated"]);
}

#[test]
fn a_directive_that_means_nothing_holds_nothing_and_every_report_says_so() {
    for hold in [
        "paused_until: someday",
        "snooze: 2026-02-30",
        "cadence: now and then",
        "follow_up_after: soon",
        "max_messages: none",
    ] {
        let vault = vault(hold);
        assert_free(&vault, "2026-11-20");
        let warning = "5 directives could not be read and had no effect (see `rekindle check`)\n";
        for report in REPORTS {
            let text = vault.text(&on(report, &[], "2026-11-20"));
            assert!(text.contains(warning), "{hold}: {report:?}: {text}");
        }
        let check = vault.json(&["check", "--today", "2026-11-20"]);
        assert_eq!(field(&check, "code"), vec!["directive-unreadable"; 5], "{hold}");
        let hints = field(&check, "hint");
        assert!(hints.iter().all(|hint| hint.is_string()), "{hold}: {hints:?}");
    }
}

/// The thread of each contact on a day, as `name tries/most step day`.
fn threads(vault: &TestVault, day: &str) -> Vec<String> {
    let answer = vault.json(&["unanswered", "--today", day]);
    let mut rows: Vec<String> = items(&answer)
        .iter()
        .map(|row| {
            let (name, next) = (text(&row["contact"]["name"]), &row["next"]);
            let (step, on) = (text(&next["step"]), text(&next["on"]));
            format!("{name} {}/{} {step} {on}", row["tries"], row["max_tries"])
        })
        .collect();
    rows.sort();
    rows
}

#[test]
fn the_policy_is_that_of_the_note_then_of_its_tags_then_everybodys() {
    let notes = "
        === People/Ada.md
        - 2026-03-02 sent via email: a question
        === People/Central.md
        ---
        central: true
        ---
        - 2026-03-02 sent via email: a question
        === People/Child.md
        ---
        tags: [work/old]
        ---
        - 2026-03-02 sent via email: a question
        === People/Own.md
        ---
        tags: [work]
        follow_up_after: 3d, 5d
        max_messages: 2
        ---
        - 2026-03-02 sent via email: a question
        === People/Tagged.md
        ---
        tags: [work]
        ---
        - 2026-03-02 sent via email: a question
    ";
    let vault = TestVault::new(notes);
    let patient = [
        "Ada 1/3 follow_up 2026-03-09",
        "Central 1/3 follow_up 2026-03-09",
        "Child 1/3 follow_up 2026-03-09",
        "Own 1/2 follow_up 2026-03-05",
        "Tagged 1/3 follow_up 2026-03-09",
    ];
    assert_eq!(threads(&vault, "2026-03-09"), patient);
    vault.write(".rekindle/config.toml", "[outreach]\npolicy = 'patient'\n");
    assert_eq!(threads(&vault, "2026-03-09"), patient);
    vault.write(".rekindle/config.toml", "[outreach.tags]\n'#Work' = 'cautious'\n");
    let by_tag = [
        patient[0],
        patient[1],
        "Child 1/1 let_go 2026-03-09",
        patient[3],
        "Tagged 1/1 let_go 2026-03-09",
    ];
    assert_eq!(threads(&vault, "2026-03-09"), by_tag);
    let settings = "[outreach]\npolicy = 'cautious'\n[outreach.tags]\n'work/old' = 'patient'\n";
    vault.write(".rekindle/config.toml", settings);
    let cautious = [
        "Ada 1/1 let_go 2026-03-09",
        "Central 1/2 follow_up 2026-03-09",
        "Child 1/3 follow_up 2026-03-09",
        "Own 1/2 follow_up 2026-03-05",
        "Tagged 1/1 let_go 2026-03-09",
    ];
    assert_eq!(threads(&vault, "2026-03-09"), cautious);
}

#[test]
fn the_known_get_two_weeks_unless_one_is_cautious_or_the_note_says_otherwise() {
    let notes = "
        === People/Known.md
        - 2026-01-05 met: the dam
        - 2026-03-02 sent via email: a question
        === People/Own.md
        ---
        follow_up_after: 3bd
        ---
        - 2026-01-05 met: the map
        - 2026-03-06 sent via email: a question
    ";
    let vault = TestVault::new(notes);
    let patient = ["Known 1/3 wait 2026-03-16", "Own 1/3 follow_up 2026-03-11"];
    assert_eq!(threads(&vault, "2026-03-11"), patient);
    vault.write(".rekindle/config.toml", "[outreach]\npolicy = 'cautious'\n");
    let cautious = ["Known 1/1 let_go 2026-03-09", "Own 1/1 let_go 2026-03-11"];
    assert_eq!(threads(&vault, "2026-03-11"), cautious);
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("-")
}
