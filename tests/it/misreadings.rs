//! Lines and notes that were once read wrongly, each with what it means. A bug that is met gets a row here.

use crate::vault::TestVault;

const DAY: &str = "2026-11-20";

/// The state of Maya Chen, from the text of her note alone.
fn state_of(note: &str) -> String {
    let vault = TestVault::empty();
    vault.write("People/Maya Chen.md", note);
    vault.state("maya", DAY)
}

#[test]
fn a_subject_turns_a_word_only_if_it_comes_before_it() {
    let cases = [
        ("- 2026-11-19 sent a note about the talk they gave\n", "unanswered"),
        ("- 2026-11-19 asked whether she has time next week\n", "unanswered"),
        ("- 2026-11-19 emailed to ask if he knows Tom\n", "unanswered"),
        ("- 2026-11-19 replied that I should call\n", "owed"),
        ("- 2026-11-19 declined because I was late\n", "closed"),
        ("- 2026-11-19 she asked whether I have time\n", "owed"),
    ];
    for (note, state) in cases {
        assert_eq!(state_of(note), state, "{note}");
    }
}

#[test]
fn what_is_no_contact_does_not_count_as_contact() {
    let cases = [
        // A stated last contact that lies ahead is a slip of the pen.
        ("---\nlast_contact: 2027-01-05\n---\n", "untracked"),
        // An open task under a dated heading is intent.
        ("### 2026-11-12\n- [ ] call her back\n", "untracked"),
        ("### 2026-11-12\n- [x] called her back\n", "in_touch"),
        // A word that is not in the table says nothing.
        (
            "---\noutreach:\n  - {date: 2026-11-12, via: linkedin, status: pending}\n---\n",
            "untracked",
        ),
        // Struck out is taken back; so is a task of Logseq's that is open.
        ("- ~~2026-11-12 met~~\n", "untracked"),
        ("- TODO 2026-11-12 call her\n", "untracked"),
        ("- DONE 2026-11-12 called her\n", "in_touch"),
    ];
    for (note, state) in cases {
        assert_eq!(state_of(note), state, "{note}");
    }
}

#[test]
fn what_is_contact_counts_as_contact() {
    let cases = [
        ("---\noutreach:\n  - 2026-11-12 sent via linkedin: hello\n---\n", "unanswered"),
        ("- [[2026-11-11|Wed]] met\n", "in_touch"),
        ("- [Wed](../Journal/2026-11-11.md) met\n", "in_touch"),
        ("### [[2026-11-10|Tue]] call\n", "in_touch"),
        ("- Fri 2026-11-13 met\n", "in_touch"),
        ("---\n  email: maya@example.org\n  last_contact: 2026-11-01\n---\n", "in_touch"),
        ("---\n\temail: maya@example.org\n\tlast_contact: 2026-11-01\n---\n", "in_touch"),
        (
            "```\n>>>>>>> other\n```\n```\n<<<<<<< HEAD\n=======\n```\n- 2026-11-01 met\n",
            "in_touch",
        ),
        ("---\nlast_contact: [2026-01-01, 2026-11-01]\n---\n", "in_touch"),
    ];
    for (note, state) in cases {
        assert_eq!(state_of(note), state, "{note}");
    }
}

#[test]
fn a_directive_that_cannot_be_read_is_a_problem() {
    let cases = [
        ("follow_up: 03/04/2026", "date-ambiguous"),
        ("follow_up: 2026-02-30", "date-impossible"),
        ("cadence: [weekly, monthly]", "directive-unreadable"),
        ("cadence: {days: often}", "directive-unreadable"),
        ("max_messages: [2, 3]", "directive-unreadable"),
        ("follow_up_after: 36500y", "directive-unreadable"),
        ("birthday: 1990-02-29", "date-impossible"),
    ];
    for (line, code) in cases {
        let vault = TestVault::empty();
        vault.write("People/Maya Chen.md", format!("---\n{line}\n---\n"));
        let run = vault.run(&["check", "--today", DAY]);
        let column = line.find(": ").map_or(1, |colon| colon + 3);
        let told = format!("People/Maya Chen.md:2:{column}: warning[{code}]:");
        assert!(run.stdout.starts_with(&told), "{line}: {}", run.stdout);
    }
}

#[test]
fn what_is_told_twice_loses_nothing() {
    let vault = TestVault::empty();
    vault.write("People/Maya Chen.md", "- 2026-11-10 booked\n");
    vault.write("Journal/2026-11-10.md", "- coffee with [[Maya Chen]]: good\n");
    assert_eq!(vault.state("maya", DAY), "in_touch");

    // Their question is not answered by their own thanks of the same day.
    let vault = TestVault::empty();
    vault.write("People/Maya Chen.md", "- 2026-11-18 received via email: could you call?\n");
    vault.write(
        "Messages/a.md",
        "---\ntype: email\nfrom: Maya Chen\ndate: 2026-11-18\n---\nThanks a lot\n",
    );
    assert_eq!(vault.state("maya", DAY), "owed");

    // A meeting that is called off is not ahead, wherever it was announced.
    let vault = TestVault::empty();
    vault.write("People/Maya Chen.md", "- 2026-11-10 scheduled: coffee on 2026-12-01\n");
    vault.write("Meetings/2026-12-01 Coffee.md", "---\nwith: Maya Chen\nstatus: cancelled\n---\n");
    assert_eq!(vault.state("maya", DAY), "in_touch");
}

#[test]
fn everybody_who_is_named_took_part() {
    let cases = [
        ("with: [[[Maya Chen]],\n  [[Tom Okafor]]]", ""),
        ("with: Maya Chen (CEO), Tom Okafor", ""),
        ("with: Maya Chen / Tom Okafor", ""),
        ("", "Attendees:\n- Maya Chen\n- Tom Okafor\n"),
        ("", "## Attendees (2)\n### Acme\n- Maya Chen\n### Others\n- Tom Okafor\n"),
    ];
    for (line, body) in cases {
        let vault = TestVault::empty();
        vault.write("People/Maya Chen.md", "");
        vault.write("People/Tom Okafor.md", "");
        let note = format!("---\ndate: 2026-11-10\n{line}\n---\n{body}");
        vault.write("Meetings/Talk.md", note.clone());
        for name in ["maya", "tom"] {
            assert_eq!(vault.state(name, DAY), "in_touch", "{name} in {note}");
        }
    }
    // In a daily note too.
    let vault = TestVault::empty();
    vault.write("People/Maya Chen.md", "");
    vault.write("People/Tom Okafor.md", "");
    vault.write("2026-11-10.md", "- Met [[Tom Okafor]], [[Maya Chen]]\n");
    assert_eq!(
        (vault.state("maya", DAY), vault.state("tom", DAY)),
        ("in_touch".into(), "in_touch".into())
    );
    vault.write("2026-11-10.md", "- [[Maya Chen]]: emailed the deck\n");
    assert_eq!(vault.state("maya", DAY), "unanswered");
}

#[test]
fn a_vaults_settings_are_not_a_way_out_of_it() {
    let vault = TestVault::empty();
    vault.write(".rekindle/kept", "");
    let config = vault.root().join(".rekindle/config.toml");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/hostname", &config).expect("a link");
        let run = vault.run(&["quiet", "--today", DAY]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("are a link out of the vault"), "{}", run.stderr);
    }
}

#[test]
fn json_has_nothing_that_acts_on_a_terminal() {
    let vault = TestVault::empty();
    vault.write("People/Maya Chen.md", "- 2026-11-10 met: \u{9b}31m \u{202e}right \u{2066}x\n");
    let run = vault.run(&["show", "maya", "--today", DAY, "--json"]);
    assert!(run.stdout.contains("\\u009b31m \\u202eright \\u2066x"), "{}", run.stdout);
    assert!(!run.stdout.contains(['\u{9b}', '\u{202e}', '\u{2066}']));
}

/// Ten times as much takes about ten times as long. What is counted is not time but that it ends at all:
/// each of these took minutes, or the whole program, before.
#[test]
fn much_of_one_kind_is_no_trouble() {
    let many =
        |count: usize, piece: &dyn Fn(usize) -> String| (0..count).map(piece).collect::<String>();
    let vault = TestVault::empty();
    let deep = format!("---\na: {}{}\n---\n", "[ ".repeat(20_000), "] ".repeat(20_000));
    vault.write("deep.md", deep);
    vault.write("links.md", many(40_000, &|n| format!("[[a{n}]] ")));
    vault.write("People/Maya Chen.md", many(10_000, &|n| format!("- 2026-11-10 met: {n}\n")));
    vault.write(
        "People/Tom Okafor.md",
        many(10_000, &|n| format!("- 2026-10-{:02} booked\n", n % 28 + 1)),
    );
    vault.write("2026-11-10.md", format!("- {}\n", many(20_000, &|n| format!("Met [[a{n}]]. "))));
    vault.write("keys.md", many(20_000, &|n| format!("k{n}:: [[a{n}]]\n")));
    let names = many(40_000, &|n| format!("name {n}, "));
    vault.write("Meetings/Talk.md", format!("---\ndate: 2026-11-10\nwith: {names}\n---\n"));
    assert_eq!(vault.state("maya", DAY), "in_touch");
}
