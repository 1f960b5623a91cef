//! Runs README.md and docs/search.md. Whatever they show of a session is what the program prints, to the
//! letter, and the notes that README.md shows can be copied into a vault as they stand.

use std::fs;
use std::path::Path;

use crate::support_markdown::{Block, blocks};
use crate::vault::TestVault;

/// A command of a session with what stands beneath it.
#[derive(Debug, PartialEq)]
struct Step {
    arguments: Vec<String>,
    output: String,
}

/// The commands of a session that run this program. `cargo test` would run this very test.
fn steps(session: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut runs = false;
    for line in session.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            let words = words(command);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let arguments = match &words[..] {
                ["rekindle", arguments @ ..] => Some(arguments),
                ["cargo", "run", "--release", "--", arguments @ ..] => Some(arguments),
                ["cargo", "test"] => None,
                _ => panic!("only rekindle and cargo can be run: {command}"),
            };
            runs = arguments.is_some();
            if let Some(arguments) = arguments {
                let arguments = arguments.iter().map(|word| (*word).to_owned()).collect();
                steps.push(Step { arguments, output: String::new() });
            }
        } else if let Some(step) = steps.last_mut().filter(|_| runs) {
            step.output += &format!("{line}\n");
        }
    }
    steps
}

/// The words of a command as a shell would part them: quotes hold spaces, a comment ends the line.
fn words(command: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quote, mut in_word) = (None, false);
    for c in command.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                if !in_word {
                    words.push(String::new());
                }
                in_word = true;
            }
            (None, ' ') => in_word = false,
            (None, '#') if !in_word => break,
            (None, '|' | '>' | '<' | ';' | '&' | '$' | '`') => panic!("no shell here: {command}"),
            (_, c) => {
                if !in_word {
                    words.push(String::new());
                }
                in_word = true;
                words.last_mut().expect("a word was begun").push(c);
            }
        }
    }
    words
}

fn page(name: &str) -> Vec<Block> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    blocks(&fs::read_to_string(file).expect("the page is there"))
}

fn readme() -> Vec<Block> {
    page("README.md")
}

/// Runs the sessions of a page, and says how many commands there were.
fn run_sessions(name: &str) -> usize {
    let home = TestVault::empty();
    let mut ran = 0;
    for block in page(name).iter().filter(|block| block.language == "console") {
        for step in steps(&block.text) {
            let arguments: Vec<&str> = step.arguments.iter().map(String::as_str).collect();
            let mut command = home.command(&arguments);
            command.current_dir(env!("CARGO_MANIFEST_DIR")).env("REKINDLE_WIDTH", "100");
            let run = home.finish(&mut command);
            let said = run.stdout + &run.stderr;
            assert_eq!(said, step.output, "{name}:{}: {arguments:?}", block.line);
            ran += 1;
        }
    }
    ran
}

#[test]
fn every_session_is_what_the_program_prints() {
    assert!(run_sessions("README.md") > 0, "README.md has nothing that can be run");
}

#[test]
fn everyday_needs_are_answered_as_the_manual_of_search_says() {
    assert_eq!(run_sessions("docs/search.md"), 16);
}

#[test]
fn every_note_can_be_copied_into_a_vault() {
    let vault = TestVault::empty();
    let mut written = 0;
    for block in readme() {
        let Some(file) = block.file else { continue };
        assert!(matches!(block.language.as_str(), "markdown" | "yaml"), "line {}", block.line);
        vault.write(&file, block.text);
        written += 1;
    }
    assert!(written > 0, "README.md shows no note with its file");
    let check = vault.run(&["check", "--strict", "--today", "2026-11-20"]);
    assert_eq!((check.stdout.as_str(), check.stderr.as_str(), check.code), ("", "", 0));
    let index = vault.json(&["index", "--today", "2026-11-20"]);
    assert_eq!(index["items"][0]["notes"], written);
}

#[test]
fn sessions_are_parted_into_commands_with_their_output() {
    let session = "$ cargo run --release -- --vault v\none\n\ntwo\n$ cargo test\nall ok\n$ rekindle show 'Maya Chen'  # her page\n";
    let step = |arguments: &[&str], output: &str| Step {
        arguments: arguments.iter().map(|word| (*word).to_owned()).collect(),
        output: output.to_owned(),
    };
    let expected = [step(&["--vault", "v"], "one\n\ntwo\n"), step(&["show", "Maya Chen"], "")];
    assert_eq!(steps(session), expected);
}

#[test]
#[should_panic(expected = "no shell here")]
fn a_pipe_is_not_run_in_part() {
    steps("$ rekindle quiet --json | jq .\n");
}

#[test]
#[should_panic(expected = "only rekindle and cargo can be run")]
fn another_program_is_not_run() {
    steps("$ rm -r notes\n");
}
