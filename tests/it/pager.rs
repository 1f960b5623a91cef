//! What is longer than the screen goes through a pager, which changes neither the answer nor the exit code;
//! and what becomes of an answer that nobody takes.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::formats::WITH_ROWS;
use crate::support_terminal::on_a_terminal;
use crate::vault::TestVault;

const SCREEN: (u16, u16) = (100, 10);

/// What the sample shows on a terminal, with a variable set.
fn shown(
    arguments: &[&str],
    variables: &[(&str, &str)],
    size: (u16, u16),
) -> (String, String, i32) {
    let vault = TestVault::sample();
    let mut command = vault.command(&[arguments, &["--today", "2026-11-20"]].concat());
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("TERM", "dumb");
    command.arg("--vault").arg(vault.root()).envs(variables.iter().copied());
    on_a_terminal(&mut command, size)
}

#[test]
fn only_what_is_longer_than_the_screen_is_paged() {
    let plain = shown(&["quiet", "--no-pager"], &[], SCREEN);
    assert_eq!((plain.1.as_str(), plain.2), ("", 0));
    let marked: String = plain.0.lines().map(|line| format!("P:{line}\n")).collect();
    let mark = ("REKINDLE_PAGER", "sed 's/^/P:/'");
    assert_eq!(shown(&["quiet"], &[mark], SCREEN), (marked.clone(), String::new(), 0));
    assert_eq!(shown(&["quiet"], &[("PAGER", mark.1)], SCREEN).0, marked);
    assert_eq!(shown(&["quiet"], &[mark, ("PAGER", "false")], SCREEN).0, marked);
    // It fits, it is not wanted, or there is none.
    assert_eq!(shown(&["quiet"], &[mark], (100, 60)), plain);
    assert_eq!(shown(&["quiet", "--no-pager"], &[mark], SCREEN), plain);
    for none in ["", "cat", " "] {
        assert_eq!(
            shown(&["quiet"], &[("REKINDLE_PAGER", none), ("PAGER", mark.1)], SCREEN),
            plain
        );
    }
    // In a pipe there is no screen.
    let vault = TestVault::sample();
    let mut piped = vault.command(&["quiet", "--today", "2026-11-20"]);
    piped.env("REKINDLE_PAGER", mark.1).arg("--vault").arg(vault.root());
    assert!(!vault.finish(&mut piped).stdout.contains("P:"));
}

#[test]
fn ones_own_settings_name_a_pager_and_a_vault_does_not() {
    let vault = TestVault::empty();
    for number in 0..20 {
        vault.write(&format!("People/Friend {number}.md"), "- 2026-10-01 met\n");
    }
    let run = || {
        let mut command = vault.command(&["quiet", "--today", "2026-11-20", "--vault"]);
        command.arg(vault.root()).env("TERM", "dumb").env("PAGER", "");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        on_a_terminal(&mut command, SCREEN)
    };
    vault.write(".rekindle/config.toml", "[output]\npager = \"sed s/^/P:/\"\n");
    let (text, said, _) = run();
    assert!(
        !text.contains("P:") && said.contains("output.pager, which counts in your own"),
        "{said}"
    );
    vault.write_user_settings("[output]\npager = \"sed s/^/U:/\"\n");
    assert!(run().0.starts_with("U:20 contacts"), "{}", run().0);
}

#[test]
fn a_pager_without_a_shell_cannot_run_one() {
    let home = TestVault::empty();
    let mark = home.home().join("pwned");
    let pager = format!("sed -n p; touch {}", mark.display());
    // All of it is arguments of `sed`, which finds no such files.
    shown(&["quiet"], &[("REKINDLE_PAGER", &pager)], SCREEN);
    assert!(!mark.exists());
}

#[test]
fn a_pager_that_cannot_be_started_costs_a_line() {
    let plain = shown(&["quiet", "--no-pager"], &[], SCREEN);
    let cases = [
        (
            "/nowhere/pager -x",
            "rekindle: the pager /nowhere/pager cannot be started: it is not there\n",
        ),
        ("less 'x", "rekindle: the pager less 'x has a quote that does not end\n"),
    ];
    for (pager, line) in cases {
        let paged = shown(&["quiet"], &[("REKINDLE_PAGER", pager)], SCREEN);
        assert_eq!(paged, (plain.0.clone(), line.to_owned(), 0));
    }
}

#[test]
fn a_pager_changes_no_exit_code() {
    let quits = [("REKINDLE_PAGER", "head -n 1")];
    let fails = [("REKINDLE_PAGER", "false")];
    for pager in [&quits, &fails] {
        for (arguments, code) in [
            (&["check", "--strict"][..], 1),
            (&["quiet", "--exit-code"], 1),
            (&["quiet"], 0),
            (&["show", "maya"], 0),
        ] {
            let (_, said, found) = shown(arguments, pager, (100, 3));
            assert_eq!((said.as_str(), found), ("", code), "{arguments:?}");
        }
    }
}

/// A vault with answers that are longer than a pipe holds, for every command.
fn long() -> TestVault {
    let vault = TestVault::empty();
    let text = "storage ".repeat(110);
    for number in 0..150 {
        let entries = format!(
            "- 2026-01-10 met: {text}\n- [ ] {text} \u{1f4c5} 2026-11-19\n- [ ] Me: {text}\n"
        );
        let odd = "birthday: 2026-02-30\nintroduced_by: Noor\n";
        vault.write(&format!("People/Friend {number}.md"), format!("---\n{odd}---\n{entries}"));
        let sent = format!("- 2026-11-10 sent via email: {text}\n");
        vault.write(&format!("People/Other {number}.md"), sent);
    }
    let days = |number: u32| {
        format!("- 20{:02}-{:02}-10 met: {text}\n", 10 + number / 12, 1 + number % 12)
    };
    let log: String = (0..190).map(days).collect();
    let questions: String = (0..300).map(|_| format!("- {text}\n")).collect();
    vault.write("People/Noor.md", format!("{log}\n## Questions\n{questions}"));
    vault
}

fn start(vault: &TestVault, arguments: &[&str]) -> Child {
    let mut command: Command = vault.command(arguments);
    command.args(["--today", "2026-11-20", "--vault"]).arg(vault.root());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs")
}

#[test]
fn a_reader_that_goes_after_a_line_is_not_told_off() {
    let vault = long();
    vault.run(&["index"]);
    for command in WITH_ROWS {
        let noor = ["show", "why", "prep"].contains(command.first().unwrap_or(&""));
        let command = if noor { vec![command[0], "noor"] } else { command.to_vec() };
        for form in ["table", "oneline", "path", "json", "jsonl", "csv", "tsv", "markdown"] {
            let all = if command[0..].first() == Some(&"search") { &["--all"][..] } else { &[] };
            let mut child = start(&vault, &[&command[..], &["--format", form], all].concat());
            let mut line = Vec::new();
            let mut reader = BufReader::with_capacity(16, child.stdout.take().expect("a pipe"));
            reader.read_until(b'\n', &mut line).expect("it can be read");
            drop(reader);
            let output = child.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            // What fits the pipe was all written, and has its remarks.
            let fits = said.lines().all(|line| line.starts_with("rekindle: "));
            assert!(fits && !said.contains("roken"), "{command:?} {form}: {said}");
            assert!(output.status.code().is_some_and(|code| code < 2), "{command:?} {form}");
        }
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    let Ok(_) = OpenOptions::new().write(true).open("/dev/full") else { return };
    let vault = TestVault::sample();
    let commands: [&[&str]; 8] = [
        &["quiet"],
        &["quiet", "--json"],
        &["quiet", "--format", "csv"],
        &["check"],
        &["config"],
        &["paths"],
        &["man"],
        &["--help"],
    ];
    for command in commands {
        let full = OpenOptions::new().write(true).open("/dev/full").expect("it opened before");
        let mut asked = vault.command(command);
        if command != ["--help"] {
            asked.arg("--vault").arg(vault.root());
        }
        let output = asked.stdout(full).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.starts_with("error: "), "{command:?}: {said}");
        assert!(said.to_lowercase().contains("no space left on device"), "{command:?}: {said}");
        assert_eq!(output.status.code(), Some(2), "{command:?}");
    }
}

#[test]
fn an_interruption_ends_it_as_shells_expect() {
    if ignores(Signal::INT) {
        // Tests in the background of a script, say: whatever they start ignores it too, as it should.
        return;
    }
    let vault = long();
    let mut child = start(&vault, &["quiet", "--json"]);
    // It has begun to write, and cannot go on.
    let mut stdout = child.stdout.take().expect("a pipe");
    stdout.read_exact(&mut [0]).expect("a first byte");
    let pid = Pid::from_raw(i32::try_from(child.id()).expect("a small number")).expect("not 0");
    kill_process(pid, Signal::INT).expect("it is ours");
    let status = child.wait().expect("it ends");
    // A shell tells this as 130.
    assert_eq!(status.signal(), Some(2));
}

/// Whether these tests were started by somebody who wanted this signal to be ignored.
fn ignores(signal: Signal) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok());
    ignored.is_some_and(|bits| bits >> (signal.as_raw() - 1) & 1 == 1)
}
