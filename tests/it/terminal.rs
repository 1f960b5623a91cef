//! What goes to a terminal or a pipe: nothing raw from a note, nothing said when the reader has gone.

use insta::assert_snapshot;

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
    use std::process::Stdio;

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
