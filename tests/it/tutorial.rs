//! Does the two weeks of docs/tutorial.md with a copy of the sample: what the page says to write is written,
//! what it says to ask is asked, and the answers are those of the page, to the letter.

use std::fs;
use std::path::Path;

use crate::blocks::{Block, blocks, steps};
use crate::vault::TestVault;

fn copy(from: &Path, to: &TestVault, inside: &Path) {
    for entry in fs::read_dir(from.join(inside)).expect("the sample can be read") {
        let path = inside.join(entry.expect("an entry").file_name());
        let file = from.join(&path);
        if file.is_dir() {
            copy(from, to, &path);
        } else {
            let name = path.to_str().expect("the sample's names are UTF-8");
            to.write(name, fs::read(&file).expect("a note of the sample"));
        }
    }
}

/// The text with a change made to it, as a diff shows one: lines with a space stay, lines with `-` go,
/// lines with `+` come. What it changes has to be there exactly once.
fn changed(text: &str, diff: &str) -> String {
    let of = |sign: char| -> String {
        let lines = diff.lines().filter(|line| line.starts_with([' ', sign]));
        lines.map(|line| format!("{}\n", &line[1..])).collect()
    };
    let (old, new) = (of('-'), of('+'));
    assert_eq!(text.matches(&old).count(), 1, "once in the note:\n{old}");
    text.replace(&old, &new)
}

/// Writes what a block says, if it says anything.
fn write(vault: &TestVault, block: &Block) {
    let line = block.line;
    let Some((mark, path)) = &block.mark else { panic!("tutorial.md:{line}: no file is named") };
    let file = vault.root().join(path);
    let note =
        || fs::read_to_string(&file).unwrap_or_else(|_| panic!("tutorial.md:{line}: {path}"));
    let text = match mark.as_str() {
        "file" => {
            assert!(!file.exists(), "tutorial.md:{line}: {path} is there already");
            block.text.clone()
        }
        "append" => note() + &block.text,
        "change" => changed(&note(), &block.text),
        _ => panic!("tutorial.md:{line}: {mark} is no mark"),
    };
    vault.write(path, text);
}

#[test]
fn the_two_weeks_go_as_the_tutorial_tells() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tutorial = fs::read_to_string(folder.join("docs/tutorial.md")).expect("it is there");
    let vault = TestVault::empty();
    copy(&folder.join("sample-vault"), &vault, Path::new(""));
    let (mut asked, mut written) = (0, 0);
    for block in blocks(&tutorial) {
        if block.language != "console" {
            write(&vault, &block);
            written += 1;
            continue;
        }
        for step in steps(&block.text) {
            let arguments: Vec<&str> = step.arguments.iter().map(String::as_str).collect();
            let mut command = vault.command(&arguments);
            command.current_dir(vault.root()).env("REKINDLE_WIDTH", "100");
            let run = vault.finish(&mut command);
            let said = run.stdout + &run.stderr;
            assert_eq!(said, step.output, "tutorial.md:{}: {arguments:?}", block.line);
            asked += 1;
        }
    }
    assert!(asked > 5 && written > 5, "{asked} questions and {written} notes");
}

#[test]
fn a_change_is_made_where_its_lines_are() {
    let text = "a\n- [ ] send it\nb\n";
    assert_eq!(changed(text, "-- [ ] send it\n+- [x] send it\n"), "a\n- [x] send it\nb\n");
    assert_eq!(changed(text, " a\n+new\n"), "a\nnew\n- [ ] send it\nb\n");
}

#[test]
#[should_panic(expected = "once in the note")]
fn a_change_that_fits_nowhere_is_told() {
    changed("a\n", "-b\n+c\n");
}
