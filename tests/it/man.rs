//! `rekindle man`: a page for the whole program and for each command, which says what the help says.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::vault::TestVault;

/// Every command by its words, read off the help.
fn commands(vault: &TestVault) -> Vec<Vec<String>> {
    let listed = |words: &[String]| -> Vec<String> {
        let help = help(vault, words);
        let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
        let list = list.take_while(|line| !line.is_empty());
        let first = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        first.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
    };
    let mut commands = Vec::new();
    for name in listed(&[]) {
        let below = listed(std::slice::from_ref(&name));
        commands.push(vec![name.clone()]);
        commands.extend(below.into_iter().map(|inner| vec![name.clone(), inner]));
    }
    commands
}

fn run(vault: &TestVault, arguments: &[&str]) -> String {
    let run = vault.finish(&mut vault.command(arguments));
    assert_eq!((run.stderr.as_str(), run.code), ("", 0), "{arguments:?}");
    run.stdout
}

fn help(vault: &TestVault, words: &[String]) -> String {
    let words = words.iter().map(String::as_str).chain(["--help"]);
    run(vault, &words.collect::<Vec<_>>())
}

fn page(vault: &TestVault, words: &[String]) -> String {
    let words = ["man"].into_iter().chain(words.iter().map(String::as_str));
    run(vault, &words.collect::<Vec<_>>())
}

/// What a reader of a page sees, near enough.
fn read(page: &str) -> String {
    let mut text = page.replace("\\-", "-").replace("\\*(Aq", "'");
    for font in ["\\fB", "\\fI", "\\fR"] {
        text = text.replace(font, "");
    }
    text.replace("\\\\", "\\")
}

/// The long names of the options in a help text, and the lines of its examples.
fn options_and_examples(help: &str) -> (Vec<&str>, Vec<&str>) {
    let lines = || help.lines().map(str::trim_start);
    let option = |line: &'_ str| line.starts_with('-');
    let long = |line| str::split(line, [' ', ',']).find(|word| word.starts_with("--"));
    let options = lines().filter(|line| option(line)).filter_map(long).collect();
    let examples = lines().skip_while(|line| *line != "Examples:").skip(1);
    (options, examples.filter(|line| line.starts_with("rekindle")).collect())
}

#[test]
fn every_page_names_the_options_and_examples_of_its_command() {
    let vault = TestVault::empty();
    let whole = read(&page(&vault, &[]));
    let commands = commands(&vault);
    assert!(commands.len() > 10, "{commands:?}");
    for words in [vec![]].iter().chain(&commands) {
        let (help, page) = (help(&vault, words), read(&page(&vault, words)));
        let name = [&["rekindle".to_owned()], words.as_slice()].concat().join("-");
        assert!(page.contains(&format!(".TH {name} 1 ")), "{words:?}: {page}");
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES"] {
            assert_eq!(
                page.matches(&format!(".SH {section}\n")).count(),
                1,
                "{words:?}: {section}"
            );
        }
        let (options, examples) = options_and_examples(&help);
        assert!(options.contains(&"--vault") && !examples.is_empty(), "{words:?}: {help}");
        for wanted in options.iter().chain(&examples) {
            assert!(page.contains(wanted), "the page of {words:?} lacks {wanted}");
            assert!(whole.contains(wanted), "the whole page lacks {wanted} of {words:?}");
        }
    }
    for words in &commands {
        let heading = format!(".SS \"rekindle {}\"\n", words.join(" "));
        assert_eq!(whole.matches(&heading).count(), 1, "{heading}");
    }
    for section in ["COMMANDS", "\"EXIT STATUS\"", "ENVIRONMENT", "FILES"] {
        assert_eq!(whole.matches(&format!(".SH {section}\n")).count(), 1, "{section}");
    }
}

#[test]
fn an_alias_has_the_page_of_its_command() {
    let vault = TestVault::empty();
    let of = |name: &str| page(&vault, &[name.to_owned()]);
    assert_eq!(of("stale"), of("quiet"));
}

#[test]
fn an_unknown_command_has_no_page() {
    let vault = TestVault::empty();
    let run = vault.finish(&mut vault.command(&["man", "qiet"]));
    assert_eq!((run.stdout.as_str(), run.code), ("", 2));
    assert_eq!(run.stderr, "error: there is no command qiet\ndid you mean quiet?\n");
    let run = vault.finish(&mut vault.command(&["man", "quiet", "xyz"]));
    let expected = "error: there is no command quiet xyz\n`rekindle --help` lists all commands\n";
    assert_eq!((run.stderr.as_str(), run.code), (expected, 2));
}

/// What a checker of manual pages has to say; `None` if it is not installed.
fn checked(checker: &[&str], page: &str) -> Option<String> {
    let mut command = Command::new(checker[0]);
    command.args(&checker[1..]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    child.stdin.take().expect("it reads").write_all(page.as_bytes()).expect("all of it");
    let output = child.wait_with_output().expect("it ends");
    let said = [output.stdout, output.stderr].concat();
    Some(String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn checkers_of_manual_pages_find_nothing() {
    let vault = TestVault::empty();
    let checkers: [&[&str]; 2] = [
        &["mandoc", "-T", "lint", "-W", "error"],
        &["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z"],
    ];
    for words in [vec![]].iter().chain(&commands(&vault)) {
        let page = page(&vault, words);
        for checker in checkers {
            let said = checked(checker, &page).unwrap_or_default();
            assert_eq!(said, "", "{checker:?} about {words:?}");
        }
    }
}
