//! Runs README.md and docs/search.md. Whatever they show of a session is what the program prints, to the
//! letter, and the notes that README.md shows can be copied into a vault as they stand.

use std::fs;
use std::path::Path;

use crate::blocks::{Block, blocks, steps};
use crate::vault::TestVault;

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
        let Some(file) = block.marked("file") else { continue };
        assert!(matches!(block.language.as_str(), "markdown" | "yaml"), "line {}", block.line);
        vault.write(file, &block.text);
        written += 1;
    }
    assert!(written > 0, "README.md shows no note with its file");
    let check = vault.run(&["check", "--strict", "--today", "2026-11-20"]);
    assert_eq!((check.stdout.as_str(), check.stderr.as_str(), check.code), ("", "", 0));
    let index = vault.json(&["index", "--today", "2026-11-20"]);
    assert_eq!(index["items"][0]["notes"], written);
}
