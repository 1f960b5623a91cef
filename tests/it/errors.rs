//! Every error a user can meet, with its literal text: what went wrong, where, and what to try, in one to
//! three lines on stderr, nothing on stdout, and exit code 2. A warning leaves the answer as it is.

use crate::vault::{Run, TestVault};

const TWO_MAYAS: &str = "
    === People/Maya Chen.md
    - 2026-11-01 met

    === People/Maya Ortiz.md
    - 2026-11-02 met

    === People/Zoë Kowalczyk.md
    ---
    aliases: [Zed]
    ---
    - 2026-11-03 met
";

/// Holds an outcome to be an error with this text.
fn assert_error(run: &Run, expected: &str) {
    assert_eq!(run.stderr, expected);
    assert_eq!((run.stdout.as_str(), run.code), ("", 2));
    assert!((1..=3).contains(&run.stderr.lines().count()), "one to three lines: {}", run.stderr);
}

#[test]
fn a_folder_that_is_no_vault_is_named() {
    let vault = TestVault::new(TWO_MAYAS);
    let cases = [
        ("nowhere", "error: --vault names $HOME/nowhere, which does not exist\n"),
        (
            "../vault/People/Maya Chen.md",
            "error: --vault names $HOME/../vault/People/Maya Chen.md, which is not a folder\n\
             A vault is a folder: try the one that holds the notes\n",
        ),
    ];
    for (folder, expected) in cases {
        let run = vault.finish(&mut vault.command(&["quiet", "--vault", folder]));
        assert_error(&run, expected);
    }
    let run = vault.finish(vault.command(&["quiet"]).env("REKINDLE_VAULT", "gone"));
    assert_error(&run, "error: REKINDLE_VAULT names $HOME/gone, which does not exist\n");
}

#[test]
fn without_a_vault_the_four_ways_to_name_one_are_said() {
    let vault = TestVault::empty();
    for command in [&["quiet"][..], &["show", "maya"], &["check"], &["index"], &[]] {
        let run = vault.finish(&mut vault.command(command));
        assert_error(
            &run,
            "error: no vault found\n\
             Name the folder of your notes with --vault DIR, go into a folder that has .rekindle, .obsidian \
             or .zk in it or above it,\nset REKINDLE_VAULT, or set `vault` in your settings\n",
        );
    }
}

#[test]
fn a_relative_vault_in_the_settings_is_refused() {
    let vault = TestVault::empty();
    vault.write_user_settings("vault = 'notes'\n");
    assert_error(
        &vault.finish(&mut vault.command(&["quiet"])),
        "error: `vault` in your settings is notes, which could be anywhere\n\
         Write it in full, or from your home folder on: ~/notes\n",
    );
}

#[test]
#[cfg(unix)]
fn a_closed_vault_is_an_error_and_not_an_empty_answer() {
    use std::fs::{Permissions, read_dir, set_permissions};
    use std::os::unix::fs::PermissionsExt;

    let vault = TestVault::new(TWO_MAYAS);
    set_permissions(vault.root(), Permissions::from_mode(0o000)).expect("it is ours");
    // Nothing is closed to root.
    let closed = read_dir(vault.root()).is_err();
    let run = vault.run(&["quiet", "--today", "2026-11-20"]);
    set_permissions(vault.root(), Permissions::from_mode(0o700)).expect("it is ours");
    if closed {
        assert_error(
            &run,
            "error: --vault names $VAULT, which cannot be read: permission denied\n",
        );
    }
}

#[test]
fn wrong_arguments_are_told_with_what_may_be_meant() {
    let vault = TestVault::new(TWO_MAYAS);
    let cases: [(&[&str], &str); 8] = [
        (
            &["quiet", "--frmat", "json"],
            "error: unexpected argument '--frmat' found\n\
             tip: a similar argument exists: '--format'\nsee `rekindle --help`\n",
        ),
        (
            &["quite"],
            "error: unrecognized subcommand 'quite'\n\
             tip: a similar subcommand exists: 'quiet'\nsee `rekindle --help`\n",
        ),
        (&["zap"], "error: unrecognized subcommand 'zap'\nsee `rekindle --help`\n"),
        (
            &["quiet", "--today", "yesterday"],
            "error: invalid value 'yesterday' for '--today <DATE>': write the day as YYYY-MM-DD, for \
             example 2026-11-20\nsee `rekindle --help`\n",
        ),
        (
            &["quiet", "--today", "2026-02-29"],
            "error: invalid value '2026-02-29' for '--today <DATE>': write the day as YYYY-MM-DD, for \
             example 2026-11-20\nsee `rekindle --help`\n",
        ),
        (
            &["quiet", "--format", "xml"],
            "error: invalid value 'xml' for '--format <FORMAT>'\n\
             [possible values: table, oneline, path, json, jsonl, csv, tsv, markdown, dot, mermaid]\nsee `rekindle --help`\n",
        ),
        (
            &["quiet", "--json", "--format", "table"],
            "error: the argument '--json' cannot be used with '--format <FORMAT>'\n\
             see `rekindle --help`\n",
        ),
        (
            &["show"],
            "error: the following required arguments were not provided:\n\
             <CONTACT>...\nsee `rekindle --help`\n",
        ),
    ];
    for (arguments, expected) in cases {
        assert_error(&vault.run(arguments), expected);
    }
}

#[test]
fn a_wrong_day_in_the_environment_is_told() {
    let vault = TestVault::new(TWO_MAYAS);
    let mut command = vault.command(&["quiet"]);
    command.arg("--vault").arg(vault.root()).env("REKINDLE_TODAY", "20.11.2026");
    assert_error(
        &vault.finish(&mut command),
        "error: REKINDLE_TODAY is `20.11.2026`: write the day as YYYY-MM-DD, for example 2026-11-20\n",
    );
    // The flag outranks it, and is all that is read then.
    let run = vault.finish(command.args(["--today", "2026-11-20"]));
    assert_eq!(
        (run.stdout.as_str(), run.code),
        ("Nobody is quiet on 2026-11-20: 3 in touch.\n", 0)
    );
}

#[test]
fn nobody_and_several_are_told_with_the_names_to_choose_from() {
    let vault = TestVault::new(TWO_MAYAS);
    let cases = [
        ("Maya Chem", "error: no contact is called Maya Chem\ndid you mean Maya Chen?\n"),
        (
            "zoe kowalczik",
            "error: no contact is called zoe kowalczik\ndid you mean Zoë Kowalczyk?\n",
        ),
        (
            "Ishmael",
            "error: no contact is called Ishmael\n\
             some words of a name, an alias or an address are enough\n",
        ),
        (
            "maya",
            "error: maya could be 2 contacts\n\
             say which: Maya Chen (People/Maya Chen.md), Maya Ortiz (People/Maya Ortiz.md)\n",
        ),
    ];
    for (name, expected) in cases {
        assert_error(&vault.run(&["show", name, "--today", "2026-11-20"]), expected);
    }
}

#[test]
fn settings_that_cannot_be_read_are_an_error_with_the_place() {
    let file = "error: the settings in $VAULT/.rekindle/config.toml cannot be read: ";
    let cases = [
        ("me = [\n", "line 1, column 7: unclosed array, expected `]`\n"),
        ("me = \"Ann\"\n", "line 1, column 6: invalid type: string \"Ann\", expected a sequence\n"),
        (
            "# waits\n[cadence.tags]\nmentor = \"often\"\n",
            "line 3, column 10: expected how often to be in touch, such as 30d, 6w, monthly, every 3 \
             months, as-needed or never\n",
        ),
        (
            "mentions = \"loud\"\n",
            "line 1, column 12: unknown variant `loud`, expected `shown` or `contact`\n",
        ),
    ];
    for (settings, expected) in cases {
        let vault = TestVault::new(TWO_MAYAS);
        vault.write(".rekindle/config.toml", settings);
        let run = vault.run(&["quiet", "--today", "2026-11-20"]);
        assert_error(&run, &format!("{file}{expected}"));
    }
}

#[test]
fn a_key_nobody_knows_is_a_warning_and_the_answer_stands() {
    let cases = [
        ("[quiet]\nsingel = 3\n", "quiet.singel, which is no setting; did you mean quiet.single?"),
        ("colour = 'blue'\n", "colour, which is no setting"),
        ("vault = '/'\n", "vault, which counts in your own settings only"),
        (
            "[limits]\nfollow_links = true\n",
            "limits.follow_links, which counts in your own settings only",
        ),
    ];
    for (settings, expected) in cases {
        let vault = TestVault::new(TWO_MAYAS);
        vault.write(".rekindle/config.toml", settings);
        let run = vault.run(&["quiet", "--today", "2026-11-20"]);
        assert_eq!(run.stderr, format!("rekindle: $VAULT/.rekindle/config.toml sets {expected}\n"));
        assert_eq!(run.stdout, "Nobody is quiet on 2026-11-20: 3 in touch.\n");
        assert_eq!(run.code, 0);
    }
}

#[test]
fn what_comes_from_a_note_or_an_argument_is_safe_to_show() {
    let vault = TestVault::new(TWO_MAYAS);
    let run = vault.run(&["show", "\u{1b}[2Jx"]);
    assert_error(
        &run,
        "error: no contact is called <U+001B>[2Jx\n\
         some words of a name, an alias or an address are enough\n",
    );
}

#[test]
fn a_vault_that_is_suddenly_empty_is_not_believed() {
    let vault = TestVault::empty();
    for number in 0..10 {
        vault.write(&format!("People/Friend {number}.md"), "- 2026-11-01 met\n");
    }
    let known = vault.text(&["quiet", "--today", "2026-11-20"]);
    assert_eq!(known, "Nobody is quiet on 2026-11-20: 10 in touch.\n");
    std::fs::rename(vault.root().join("People"), vault.home().join("People")).expect("it moves");
    let run = vault.run(&["quiet", "--today", "2026-11-20"]);
    let first = run.stderr.lines().next().unwrap_or_default();
    let told = "error: the vault $VAULT is empty, but 10 notes are known from it; if they were removed on \
                purpose, delete $HOME/cache/rekindle/";
    assert!(first.starts_with(told), "{first}");
    assert_eq!((run.stdout.as_str(), run.code, run.stderr.lines().count()), ("", 2, 2));
    // It recovers by itself.
    std::fs::rename(vault.home().join("People"), vault.root().join("People")).expect("it moves");
    assert_eq!(vault.text(&["quiet", "--today", "2026-11-20"]), known);
}
