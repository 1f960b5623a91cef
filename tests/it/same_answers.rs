//! Every command says the same whether a daemon answers or the process itself.

use std::fs;

use crate::support_daemon::{Desk, contact};

/// Every command that answers, in as many ways as it can be asked.
const QUESTIONS: &[&[&str]] = &[
    &[],
    &["--all"],
    &["--tag", "energy"],
    &["quiet"],
    &["quiet", "--all", "--exit-code"],
    &["quiet", "--limit", "2"],
    &["unanswered"],
    &["unanswered", "--all", "--exit-code"],
    &["quiet", "--heard"],
    &["quiet", "tag:storage"],
    &["quiet", "via:email", "nofield:x"],
    &["owed"],
    &["owed", "--theirs", "--all"],
    &["today"],
    &["today", "--all", "--exit-code"],
    &["why", "maya"],
    &["prep", "maya"],
    &["unanswered", "kind:nothing"],
    &["show", "maya"],
    &["show", "nobody of this name"],
    &["show", "e"],
    &["tree"],
    &["tree", "--all", "--tag", "energy", "--limit", "3"],
    &["stats"],
    &["stats", "--weeks", "40", "--all"],
    &["check"],
    &["check", "--strict"],
    &["index"],
    &["search", "tariff"],
    &["search", "tariff", "--each", "--context", "--sort", "date", "--all"],
    &["who", "tariff"],
    &["who", "night", "--tag", "storage", "--all"],
    &["who", "nothingofthekind"],
    &["search", "meetings lindqvist", "--all"],
    &["search", "email question", "--all"],
    &["search", "with:maya", "date:2026"],
    &["search", "kind:contact", "-energy"],
    &["search", "nothingofthekind"],
    &["search", "kind:nothing"],
    &["search", "is:quiet OR section:(open charge)"],
    &["search", "with:{company:ellery} -via:email date:2026"],
    &["search", "--explain", "with:maya date:last-month"],
    &["quiet", "--explain", "last:..90d"],
];

/// The daemon and a process of its own say the same.
fn agree(desk: &Desk) {
    for question in QUESTIONS.iter().copied() {
        let arguments = [question, &["--json"]].concat();
        // Beside an error it is not said who answered.
        let fails = matches!(question, ["show", who] if *who != "maya")
            || question.last() == Some(&"kind:nothing");
        let through = if fails { desk.run(&arguments) } else { desk.asked(&arguments) };
        let alone = desk.alone(&arguments);
        assert_eq!(through.code, alone.code, "{question:?}");
        if alone.out.is_empty() {
            assert_eq!(through.out, alone.out, "{question:?}");
            assert_eq!(through.err, alone.err, "{question:?}");
        } else {
            assert_eq!(through.lasting_json(), alone.lasting_json(), "{question:?}");
        }
    }
}

#[test]
fn every_command_says_the_same_with_and_without_a_daemon() {
    let desk = Desk::with_sample_vault();
    let _daemon = desk.daemon();
    agree(&desk);
    let contacts = fs::read_dir(desk.at("People")).expect("our own folder");
    let mut contacts: Vec<_> = contacts.flatten().map(|entry| entry.path()).collect();
    contacts.sort();
    for path in contacts.iter().step_by(3) {
        let mut text = fs::read_to_string(path).expect("our own file");
        text += "\n## Log\n- 2026-11-19 sent via email: one more question\n- 2026-02-30 met\n";
        fs::write(path, text).expect("our own file");
    }
    for path in contacts.iter().skip(1).step_by(5) {
        fs::remove_file(path).expect("our own file");
    }
    desk.write("People/New Friend.md", &contact("a new thing"));
    desk.write("People/Broken.md", "---\nname: @x\n\ttags: [a\n---\n");
    agree(&desk);
    desk.write(".rekindle/config.toml", "me = [\"Grace Wanjiru\"]\n[quiet]\nsingle = 10\n");
    agree(&desk);
}
