//! Nothing from a note acts on a terminal or turns other text round: hostile text in every field and in
//! the names of files, through every command and every form.

use serde_json::Value;

use crate::support_terminal::on_a_terminal;
use crate::vault::TestVault;

/// Colours, the title of the window, the clipboard, a link, a bell, a backspace, C1 controls, text that is
/// turned round, text that cannot be seen, and a heap of marks.
const ODD: &str = "\u{1b}[31m\u{1b}]0;t\u{7}\u{1b}]52;c;eA==\u{7}\u{1b}]8;;http://x\u{1b}\\\u{8}\u{7f}\u{9b}2J\
    \u{202e}x\u{2066}y\u{2028}\u{200b}\u{feff}\u{ad}\u{3164}Z\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\
    \u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}";
/// What of it a file name can hold; a line end too.
const NAME: &str = "\u{1b}[31m\u{7}\n\u{202e}x\u{200b}Z\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}";

/// Every command that says something of notes.
const COMMANDS: [&[&str]; 19] = [
    &[],
    &["today"],
    &["quiet", "--all"],
    &["unanswered", "--all"],
    &["owed", "--all"],
    &["owed", "--theirs"],
    &["search", "storage"],
    &["search", "*"],
    &["who", "storage"],
    &["check", "--strict"],
    &["tree", "--all"],
    &["stats"],
    &["index"],
    &["show", "ada"],
    &["why", "ada"],
    &["prep", "bo"],
    &["show", "\u{1b}[31mnobody"],
    &["show", "odd"],
    &["config"],
];
const FORMS: [&str; 10] =
    ["table", "oneline", "path", "json", "jsonl", "csv", "tsv", "markdown", "dot", "mermaid"];

/// A vault with hostile text wherever a note can have text.
pub fn hostile() -> TestVault {
    let vault = TestVault::empty();
    let fields = [
        "organisation",
        "role",
        "location",
        "timezone",
        "met",
        "priority",
        "introduced_by",
        "phone",
        "next_step",
        "cadence",
        "interests",
        "aliases",
        "birthday",
        "pausedUntil",
        "follow_up_after",
    ];
    let fields: String = fields.map(|field| format!("{field}:: {ODD} {field}\n")).concat();
    vault.write(
        &format!("People/Ada Odd{NAME}.md"),
        format!(
            "name:: Ada Odd {ODD}\ntags:: a{ODD}\n{fields}\n## Log\n- 2026-01-10 met via {ODD}: storage {ODD}\n\
             - 2026-02-30 met {ODD}\n- 2026-03-04 {ODD}\n- [ ] storage {ODD} \u{1f4c5} 2026-11-19\n\
             - [ ] Ada: storage {ODD}\n\nAdvice: {ODD}\n"
        ),
    );
    vault.write(
        &format!("People/Bo Odd{NAME}.md"),
        format!("introduced_by:: Nobody {ODD}\n- 2026-11-10 sent via email: storage {ODD}\n"),
    );
    vault.write(
        &format!("People/Cy Odd{NAME}.md"),
        format!("role:: {ODD}\norg:: {ODD}\n- 2026-01-10 met: {ODD}\n"),
    );
    vault.write(&format!("Skip{NAME}.md"), "left out");
    vault.write(".rekindleignore", "Skip*\n");
    vault.write(
        &format!("Meetings/2026-11-21 {NAME}.md"),
        format!(
            "with:: Bo, Stranger {ODD}\nvia:: {ODD}\n# {ODD}\n## Questions\n- {ODD}\n- storage?\n"
        ),
    );
    vault.write(
        &format!("Journal/2026-11-19{NAME}.md"),
        format!("- coffee with [[{ODD}]]: storage\n"),
    );
    vault.write(
        &format!("Broken{NAME}.md"),
        format!("---\nname: @{ODD}\n\ttags: [a\n---\nstorage\n"),
    );
    vault.write(".rekindle/config.toml", "[log.words]\nmet = [\"\\u001b[31m\\u202e\"]\n");
    vault
}

/// What must not be in an answer: controls but for the ends of lines and cells, and what turns text round.
fn acts(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What must not be on a terminal either.
fn hides(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{3164}')
}

/// The text without the escapes of our own, which say nothing but colours and links.
fn without_our_escapes(text: &str) -> String {
    let mut rest = text.to_owned();
    for own in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[33m", "\u{1b}[36m", "\u{1b}[32m"] {
        rest = rest.replace(own, "");
    }
    let mut parts = rest.split("\u{1b}]8;;");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (link, after) = part.split_once("\u{1b}\\").expect("a link ends");
        assert!(link.is_ascii() && !link.contains(char::is_control), "{link:?}");
        text + after
    })
}

#[test]
fn nothing_acts_in_any_form_of_any_command() {
    let vault = hostile();
    for command in COMMANDS {
        for form in FORMS {
            let run = vault.run(&[command, &["--format", form, "--today", "2026-11-20"]].concat());
            let found = run.stdout.chars().chain(run.stderr.chars()).find(|c| acts(*c));
            assert_eq!(found, None, "{command:?} as {form}: {run:?}");
            if form == "table" {
                // The text is there, in its harmless form.
                let said = format!("{}{}", run.stdout, run.stderr);
                let marks = ["<U+202E>", "<U+001B>", "U0000202E"];
                assert!(marks.iter().any(|mark| said.contains(mark)), "{command:?}: {run:?}");
                assert!(!run.stdout.contains(hides), "{command:?}: {run:?}");
                assert!(!run.stdout.contains(&"\u{301}".repeat(9)), "{command:?}: {run:?}");
            }
            if run.code != 2 && form == "json" {
                serde_json::from_str::<Value>(&run.stdout).expect("an object");
            }
        }
    }
}

#[test]
fn nothing_acts_or_hides_on_a_terminal() {
    let vault = hostile();
    for command in COMMANDS {
        for form in FORMS {
            let mut asked = vault.command(command);
            asked.args(["--format", form, "--today", "2026-11-20", "--vault"]).arg(vault.root());
            asked.env("TERM", "xterm-256color").env("PAGER", "");
            let (shown, said, _) = on_a_terminal(&mut asked, (100, 40));
            let text = without_our_escapes(&shown) + &said;
            let found = text.chars().find(|c| acts(*c) || hides(*c));
            assert_eq!(found, None, "{command:?} as {form}: {text:?}");
            // JSON is data and keeps what it says; its controls are escaped.
            let heap = text.contains(&"\u{301}".repeat(9));
            assert!(!heap || form.starts_with("json"), "{command:?} as {form}: {text:?}");
        }
    }
}

#[test]
fn the_name_of_the_vault_is_shown_safely() {
    let odd = TestVault::empty();
    odd.write("odd\u{1b}[31m\u{202e}/.rekindle/config.toml", "nokey = 1\n");
    odd.write("odd\u{1b}[31m\u{202e}/People/A.md", "- 2026-01-10 met\n");
    let folder = odd.root().join("odd\u{1b}[31m\u{202e}");
    let commands: [&[&str]; 7] = [
        &["quiet", "-v"],
        &["index"],
        &["paths"],
        &["config"],
        &["daemon", "status"],
        &["daemon", "stop"],
        &["daemon", "install"],
    ];
    for command in commands {
        for form in ["table", "json"] {
            let mut asked = odd.command(command);
            asked.args(["--format", form, "--vault"]).arg(&folder);
            let run = odd.finish(&mut asked);
            let found = run.stdout.chars().chain(run.stderr.chars()).find(|c| acts(*c));
            assert_eq!(found, None, "{command:?}: {run:?}");
        }
    }
}

#[test]
fn a_pipe_keeps_what_people_write() {
    let vault = TestVault::empty();
    // A family held together by joiners, Persian with a non-joiner, Hebrew with a mark of direction.
    let text = "\u{1f469}\u{200d}\u{1f4bb} \u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645} \u{5d0}\u{200f}";
    vault.write("People/Ada.md", format!("- 2026-11-10 sent via email: {text}\n"));
    for form in ["csv", "tsv", "markdown", "json"] {
        let shown = vault.text(&["unanswered", "--format", form, "--today", "2026-11-20"]);
        let kept =
            if form == "json" { text.replace('\u{200f}', "\\u200f") } else { text.to_owned() };
        assert!(shown.contains(&kept), "{form}: {shown}");
    }
}
