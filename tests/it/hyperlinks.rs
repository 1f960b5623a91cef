//! Links of the terminal: where they are, where they lead, and where there are none.

use std::collections::BTreeSet;

use insta::assert_snapshot;

use crate::support_terminal::on_a_terminal;
use crate::vault::{TestVault, items};

const LINKED: [&str; 2] = ["--hyperlink", "always"];

/// What is linked in a text, each with its target, in order; and the text without links.
fn links(text: &str) -> (Vec<(String, String)>, String) {
    let mut parts = text.split("\u{1b}]8;;");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    let mut links = Vec::new();
    while let (Some(opened), Some(closed)) = (parts.next(), parts.next()) {
        let (target, linked) = opened.split_once("\u{1b}\\").expect("a link begins");
        let after = closed.strip_prefix("\u{1b}\\").expect("a link ends before the next");
        links.push((linked.to_owned(), target.to_owned()));
        plain += linked;
        plain += after;
    }
    assert!(!plain.contains("\u{1b}]"), "{plain:?}");
    (links, plain)
}

/// The bytes that a path in a link stands for.
fn decoded(target: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), target.as_bytes());
    while let [first, after @ ..] = rest {
        rest = after;
        bytes.push(*first);
        if *first == b'%' {
            let hex = std::str::from_utf8(&rest[..2]).expect("two digits");
            *bytes.last_mut().expect("it was pushed") =
                u8::from_str_radix(hex, 16).expect("digits");
            rest = &rest[2..];
        }
    }
    String::from_utf8(bytes).expect("text")
}

#[test]
fn every_page_with_links_is_the_same_page() {
    let vault = TestVault::sample();
    let pages: [&[&str]; 14] = [
        &[],
        &["quiet"],
        &["quiet", "--all", "--width", "80"],
        &["unanswered", "--width", "80"],
        &["owed"],
        &["today"],
        &["search", "storage"],
        &["check", "--strict"],
        &["tree", "--all", "--width", "90"],
        &["show", "maya"],
        &["why", "amara", "--width", "70"],
        &["prep", "noor"],
        &["index"],
        &["paths"],
    ];
    for page in pages {
        let page = [page, &["--today", "2026-11-20"]].concat();
        let plain = vault.run(&page);
        assert!(!plain.stdout.contains('\u{1b}'), "{page:?} in a pipe");
        let linked = vault.run(&[&page[..], &LINKED].concat());
        let (links, shown) = links(&linked.stdout);
        assert_eq!(shown, plain.stdout, "{page:?}");
        assert!(!links.is_empty() || page[0] == "index", "{page:?}");
        // Each leads to something that is there.
        for (text, target) in links {
            let path = target.strip_prefix("file://").expect("a file");
            let path = decoded(&path[path.find(['/', '$']).expect("a path")..]);
            let path = path.replace("$VAULT", vault.root().to_str().expect("text"));
            let path = path.replace("$HOME", vault.home().to_str().expect("text"));
            assert!(std::path::Path::new(&path).exists(), "{page:?}: {text} leads to {target}");
        }
    }
}

#[test]
fn names_lead_to_notes_and_words_to_their_line() {
    let vault = TestVault::sample();
    let asked = ["owed", "--limit", "2", "--today", "2026-11-20", "--hyperlink-format", "vscode"];
    let text = vault.text(&[&asked[..], &LINKED].concat());
    let shown: Vec<String> =
        links(&text).0.into_iter().map(|(text, target)| format!("{text} -> {target}")).collect();
    assert_snapshot!(shown.join("\n"), @"
    Ingrid Solheim -> vscode://file$VAULT/People/Ingrid%20Solheim.md:1:1
    in person: Three sites from a field -> vscode://file$VAULT/Meetings/2026/2026-11-10%20Ingrid%20Solheim.md:3:1
    Dev Raman -> vscode://file$VAULT/People/%40Dev%20Raman.md:1:1
    call: Dev Raman, Fenwick Cells -> vscode://file$VAULT/Meetings/2026/2026-11-12%20Dev%20Raman.md:3:1
    ");
}

#[test]
fn each_form_has_its_target_and_odd_names_are_encoded() {
    let vault = TestVault::empty();
    vault.write("People/Zoë 50% \"x\" 'y' [z] #1.md", "- 2026-11-10 sent via email: hello\n");
    let target = |form: &str| {
        let asked = ["unanswered", "--today", "2026-11-20", "--hyperlink-format", form];
        links(&vault.text(&[&asked[..], &LINKED].concat())).0[1].1.clone()
    };
    let path = "People/Zo%C3%AB%2050%25%20%22x%22%20%27y%27%20%5Bz%5D%20%231.md";
    assert_eq!(target("vscode"), format!("vscode://file$VAULT/{path}:1:1"));
    assert_eq!(target("obsidian"), format!("obsidian://open?path=$VAULT/{path}"));
    assert_eq!(target("nvim"), format!("nvim://file$VAULT/{path}:1:1"));
    assert_eq!(target("x://{vault}#{line}.{column}{path}"), format!("x://vault#1.1$VAULT/{path}"));
    assert!(target("file").starts_with("file://"));
    let run = vault.run(&["quiet", "--hyperlink-format", "emacs"]);
    assert_eq!(
        run.stderr,
        "error: invalid value 'emacs' for '--hyperlink-format <FORMAT>': emacs is no form of links; write \
         file, vscode, obsidian, nvim, or a template such as edit://{path}:{line}\nsee `rekindle --help`\n"
    );
    assert_eq!(run.code, 2);
}

#[test]
fn only_a_terminal_with_colour_has_links_by_itself() {
    let vault = TestVault::sample();
    let linked = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = vault.command(&[&["quiet", "--today", "2026-11-20"], arguments].concat());
        command.env("PAGER", "").args(["--vault"]).arg(vault.root());
        command.envs(variables.iter().copied());
        on_a_terminal(&mut command, (100, 60)).0.contains("\u{1b}]8;;")
    };
    let good = [("TERM", "xterm-256color")];
    assert!(linked(&[], &good));
    assert!(!linked(&[], &[("TERM", "dumb")]));
    assert!(!linked(&[], &[("TERM", "xterm-256color"), ("NO_COLOR", "1")]));
    assert!(!linked(&["--hyperlink", "never"], &good));
    assert!(linked(&["--hyperlink", "always", "--color", "never"], &good));
    for form in ["json", "jsonl", "csv", "tsv", "oneline", "path", "markdown"] {
        assert!(!linked(&["--format", form, "--hyperlink", "always"], &good), "{form}");
    }
    // Colour in a pipe is no reason for links there.
    assert!(!vault.text(&["quiet", "--color", "always"]).contains("\u{1b}]8;;"));
}

#[test]
fn ones_own_settings_decide_and_a_vault_does_not() {
    let vault = TestVault::sample();
    vault.write_user_settings(
        "[output]\nhyperlink = 'always'\nhyperlink_format = 'obsidian'\ncolor = 'always'\n",
    );
    let text = vault.text(&["quiet", "--today", "2026-11-20"]);
    assert!(text.starts_with("\u{1b}[1m"), "{text:?}");
    assert!(text.contains("\u{1b}]8;;obsidian://open?path="), "{text:?}");
    let typed = ["quiet", "--today", "2026-11-20", "--hyperlink", "never", "--color", "never"];
    assert!(!vault.text(&typed).contains('\u{1b}'));

    let vault = TestVault::new("=== People/Ada.md\n- 2026-01-10 met\n");
    let all = "[output]\nhyperlink = 'always'\nhyperlink_format = 'x://{path}'\ncolor = 'always'\n\
               pager = 'touch pwned'\n";
    vault.write(".rekindle/config.toml", all);
    let run = vault.run(&["quiet", "--today", "2026-11-20"]);
    assert!(!run.stdout.contains('\u{1b}'), "{run:?}");
    for key in ["color", "hyperlink", "hyperlink_format", "pager"] {
        let said = format!("sets output.{key}, which counts in your own settings only\n");
        assert!(run.stderr.contains(&said), "{run:?}");
    }
    vault.write(".rekindle/config.toml", "");
    vault.write_user_settings("[output]\nhyperlink_format = 'emacs'\n");
    let run = vault.run(&["quiet"]);
    assert!(run.stderr.contains("line 2, column 20: emacs is no form of links"), "{run:?}");
    assert_eq!(run.code, 2);
}

#[test]
fn the_words_asked_for_stand_out() {
    let vault = TestVault::new("=== a.md\nA pilot, the Pilot of Zoë's grid.\n");
    let found = vault.json(&["search", "pilot zoe*"]);
    assert_eq!(items(&found)[0]["matches"], serde_json::json!([[2, 7], [13, 18], [22, 25]]));
    let text = vault.text(&["search", "pilot zoe*", "--color", "always"]);
    let (bold, plain) = ("\u{1b}[1m", "\u{1b}[0m");
    let line =
        format!("    A {bold}pilot{plain}, the {bold}Pilot{plain} of {bold}Zoë{plain}'s grid.\n");
    assert!(text.ends_with(&line), "{text:?}");
    let cut = vault.text(&["search", "pilot", "--color", "always", "--width", "22"]);
    assert!(cut.ends_with(&format!("    A {bold}pilot{plain}, the…\n")), "{cut:?}");
}

#[test]
fn colour_says_what_words_say_too() {
    let vault = TestVault::new(
        "
        === People/Ada.md
        ---
        introduced_by: Bo
        birthday: 2026-02-30
        ---
        - 2026-11-10 sent via email: hello

        === People/Bo.md
        - 2026-11-18 met
    ",
    );
    let text = |arguments: &[&str]| {
        vault.run(&[arguments, &["--color", "always", "--today", "2026-11-20"]].concat()).stdout
    };
    let tones = |text: &str| {
        let codes = text.split("\u{1b}[").skip(1).filter_map(|part| part.split('m').next());
        codes.filter(|code| *code != "0").map(str::to_owned).collect::<BTreeSet<_>>()
    };
    assert!(
        text(&["check"]).contains(": \u{1b}[33mwarning\u{1b}[0m[date-"),
        "{}",
        text(&["check"])
    );
    assert!(text(&["tree"]).contains("\u{1b}[33munanswered\u{1b}[0m"), "{}", text(&["tree"]));
    for page in [&["index"][..], &["paths"], &["config"]] {
        assert!(!tones(&text(page)).is_empty(), "{page:?}");
    }
}
