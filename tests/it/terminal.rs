//! What goes to a terminal or a pipe: nothing raw from a note, colour only where it is wanted, nothing said
//! when the reader has gone.

use std::process::Stdio;

use insta::assert_snapshot;

use crate::support_terminal;
use crate::vault::TestVault;

const QUIET: [&str; 3] = ["quiet", "--today", "2026-11-20"];

#[test]
fn nothing_of_a_note_reaches_the_terminal_raw() {
    let vault = TestVault::empty();
    vault.write("People/Ada.md", "- 2026-01-10 met: \u{1b}[31mred\u{7} and \u{202e}turned\n");
    assert_snapshot!(vault.text(&QUIET), @"
    Nobody has gone quiet on Friday 2026-11-20

    Silent for so long that it is no longer news

      Contact  Silent for  Rhythm        Last contact                                           Last heard
      Ada      10 months   one exchange  2026-01-10 <U+001B>[31mred<U+0007> and <U+202E>turned  2026-01-10
    ");
}

#[test]
fn a_closed_pipe_is_silent() {
    let vault = TestVault::empty();
    // More than a pipe holds, so that writing meets the closed end.
    for number in 0..600 {
        let text = "words ".repeat(30);
        vault.write(&format!("People/Friend {number}.md"), format!("- 2026-01-10 met: {text}\n"));
    }
    let mut command = vault.command(&QUIET);
    command.arg("--vault").arg(vault.root()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

/// Each command, and whether it has anything to paint.
const PAGES: [(&[&str], bool); 9] = [
    (&[], true),
    (&["quiet"], true),
    (&["quiet", "--all", "--width", "80"], true),
    (&["unanswered", "--width", "80"], true),
    (&["show", "elena"], true),
    (&["stats", "--width", "80"], true),
    (&["stats", "--width", "140"], true),
    (&["search", "tariff"], true),
    (&["stats", "--json"], false),
];

/// A text without the escapes that colour consists of.
fn stripped(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |before, part| {
        let (codes, rest) = part.split_once('m').expect("an escape of colour ends");
        assert!(codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'), "{part:?}");
        before + rest
    })
}

/// What a command prints without `as_of`, which differs from one run to the next.
fn lasting(text: &str) -> String {
    text.lines()
        .filter(|line| !line.contains("\"as_of\""))
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn colour_adds_escapes_and_nothing_else() {
    let vault = TestVault::sample();
    for (page, painted) in PAGES {
        let page = [page, &["--today", "2026-11-20"]].concat();
        let plain = vault.text(&page);
        assert!(!plain.contains('\u{1b}'), "{page:?} in a pipe");
        let colour = vault.text(&[&page[..], &["--color", "always"]].concat());
        assert_eq!(colour.contains('\u{1b}'), painted, "{page:?}");
        assert_eq!(lasting(&stripped(&colour)), lasting(&plain), "{page:?}");
        // Each line stands for itself, so that a pager or `head` may take any part.
        for line in colour.lines().filter(|line| line.contains('\u{1b}')) {
            let last = line.rsplit("\u{1b}[").next().unwrap_or_default();
            assert!(last.starts_with("0m"), "{line:?}");
        }
    }
}

#[test]
fn what_is_due_and_what_is_a_title_stand_out() {
    let page = ["unanswered", "--today", "2026-11-20", "--color", "always"];
    let text = TestVault::sample().text(&page);
    assert!(text.starts_with("\u{1b}[1m4 messages wait for an answer"), "{text}");
    assert!(text.contains("\u{1b}[33mlet go, due 2026-11-17\u{1b}[0m"), "{text}");
    assert!(text.contains("  wait until 2026-11-22  "), "{text}");
    assert!(text.contains("\n\u{1b}[2mNot listed: 3 scheduled"), "{text}");
}

#[test]
fn the_environment_has_a_say_in_a_pipe() {
    let vault = TestVault::sample();
    let painted = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = vault.command(&[&QUIET[..], arguments].concat());
        command.arg("--vault").arg(vault.root()).envs(variables.iter().copied());
        vault.finish(&mut command).stdout.contains('\u{1b}')
    };
    assert!(!painted(&[], &[("TERM", "xterm-256color")]));
    assert!(painted(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!painted(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!painted(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(painted(&["--color", "always"], &[("NO_COLOR", "1"), ("TERM", "dumb")]));
}

/// What the program shows on a terminal.
fn on_a_terminal(vault: &TestVault, variables: &[(&str, &str)]) -> String {
    let mut command = vault.command(&[&QUIET[..], &["--width", "80"]].concat());
    command.arg("--vault").arg(vault.root()).envs(variables.iter().copied());
    let (shown, said, code) = support_terminal::on_a_terminal(&mut command, (80, 100));
    assert_eq!((said.as_str(), code), ("", 0));
    // Links are a matter of their own.
    let mut parts = shown.split("\u{1b}]8;;");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("\u{1b}\\").expect("a link ends").1)
}

#[test]
fn a_terminal_gets_colour_unless_it_is_dumb_or_its_owner_says_no() {
    let vault = TestVault::sample();
    let plain = vault.text(&[&QUIET[..], &["--width", "80"]].concat());
    let colour = on_a_terminal(&vault, &[("TERM", "xterm-256color")]);
    assert!(colour.contains('\u{1b}'), "{colour:?}");
    assert_eq!(stripped(&colour), plain);
    for variables in [
        &[("TERM", "xterm-256color"), ("NO_COLOR", "1")][..],
        &[("TERM", "xterm-256color"), ("CLICOLOR", "0")],
        &[("TERM", "dumb")],
    ] {
        assert_eq!(on_a_terminal(&vault, variables), plain, "{variables:?}");
    }
}

#[test]
fn escapes_of_a_note_stay_out_of_a_page_in_colour() {
    let red = "\u{1b}[31mred\u{7}";
    let vault = TestVault::empty();
    vault.write("People/Ada.md", format!("Role:: {red}\nOrg:: {red}\n- 2026-01-12 met: {red}\n"));
    vault.write("People/Bo.md", format!("- 2026-11-10 sent via email: {red}\n"));
    for command in ["stats", "unanswered", "quiet", "show"] {
        let named = if command == "show" { &["ada"][..] } else { &[] };
        let page = [&[command], named, &["--today", "2026-11-20", "--color", "always"]].concat();
        let text = vault.text(&page);
        assert!(text.contains("<U+001B>[31mred<U+0007>"), "{text:?}");
        // Red is none of our tones.
        assert!(!text.contains("\u{1b}[31m"), "{text:?}");
        assert!(!stripped(&text).contains(['\u{1b}', '\u{7}']), "{text:?}");
    }
}
