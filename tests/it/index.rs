//! `rekindle index`: what is known of the vault, what was left out, and that it can be thrown away.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::vault::{TestVault, items, keys};

const VAULT: &str = "
    === People/Ada.md
    - 2026-11-19 met
    === People/People.md
    All of them.
    === Meetings/2026-11-05 Ada.md
    ---
    with: '[[Ada]]'
    ---
    === Messages/2026-11-06 Ada.md
    ---
    type: email
    to: '[[Ada]]'
    ---
    === Journal/2026-11-07.md
    Rain.
    === Templates/Meeting.md
    ---
    type: meeting
    ---
    === .obsidian/app.json
    {\"userIgnoreFilters\": [\"Private/\"]}
    === Private/secret.md
    === .rekindleignore
    drafts/
    === drafts/a.md
    === .trash/old.md
    === notes.txt
    === backup.md~
    === large.md
    This note is larger than the limit that the settings below state.
    === .rekindle/config.toml
    [limits]
    note_bytes = 60
";

const DAY: [&str; 2] = ["--today", "2026-11-20"];

fn index<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["index"], arguments, &DAY].concat()
}

#[test]
fn notes_are_counted_by_kind_and_what_is_left_out_is_listed() {
    let run = TestVault::new(VAULT).run(&index(&[]));
    assert_eq!(run.code, 0);
    assert_eq!(
        run.stderr,
        "rekindle: 1 file could not be read; `rekindle check` says which and why\n"
    );
    // The size of what is kept depends on the build.
    let kept = run.stdout.lines().find(|line| line.contains("kept on disk")).unwrap_or_default();
    assert!(kept.ends_with(" bytes") && !kept.ends_with(" 0 bytes"), "{kept}");
    assert_snapshot!(run.stdout.replace(kept, "  kept on disk   N bytes"), @"
    $VAULT
      notes          6
      contacts       1
      meetings       1
      messages       1
      daily notes    1
      problems       1
      read now       6
      kept on disk   N bytes

    Left out
      .obsidian: it is hidden
      .rekindle: it is hidden
      .trash: it is in the trash
      Private: it is among Obsidian's excluded files
      drafts: it is excluded by a pattern in .rekindleignore
      large.md: it is larger than 60 bytes, the limit for a note
    ");
}

#[test]
fn json_has_one_item_with_every_field() {
    let answer = TestVault::new(VAULT).json(&index(&[]));
    assert_eq!(answer["schema"], "rekindle.index/1");
    assert_eq!(items(&answer).len(), 1);
    let item = &items(&answer)[0];
    let counts = [
        ("notes", 6),
        ("contacts", 1),
        ("meetings", 1),
        ("messages", 1),
        ("journals", 1),
        ("problems", 1),
    ];
    for (name, count) in counts {
        assert_eq!(item[name], count, "{name}");
    }
    assert!(item["bytes"].as_u64() > Some(0));
    let skipped = item["skipped"].as_array().expect("a list");
    let large = skipped.iter().find(|row| row["path"] == "large.md").expect("it is listed");
    assert_eq!(large["reason"], "it is larger than 60 bytes, the limit for a note");
    for row in skipped {
        assert!(keys(row).starts_with(&["path", "reason"]), "{row}");
    }
}

fn read(answer: &Value) -> &Value {
    &items(answer)[0]["read"]
}

#[test]
fn what_is_kept_can_be_deleted_and_nothing_is_lost() {
    let vault = TestVault::new(VAULT);
    let quiet = vault.run(&[&["quiet"][..], &DAY].concat());
    let shown = vault.json(&[&["show", "ada"][..], &DAY].concat());
    std::fs::remove_dir_all(vault.home().join("cache")).expect("it is there");
    assert_eq!(vault.run(&[&["quiet"][..], &DAY].concat()), quiet);
    assert_eq!(vault.json(&[&["show", "ada"][..], &DAY].concat())["items"], shown["items"]);
}

#[test]
fn rebuild_reads_every_note_again() {
    let vault = TestVault::new(VAULT);
    let first = vault.json(&index(&[]));
    assert_eq!(read(&first), 6);
    let rebuilt = vault.json(&index(&["--rebuild"]));
    assert_eq!(read(&rebuilt), 6);
    let same =
        |answer: &Value| (items(answer)[0]["notes"].clone(), items(answer)[0]["skipped"].clone());
    assert_eq!(same(&rebuilt), same(&first));
}

#[test]
fn a_cache_that_cannot_be_written_costs_time_only() {
    let vault = TestVault::new("=== People/Ada.md\n- 2026-01-10 met\n");
    // A file where the folder should be.
    std::fs::write(vault.home().join("cache"), "in the way").expect("it can be written");
    let run = vault.run(&[&["quiet"][..], &DAY].concat());
    assert!(run.stdout.contains("Ada"), "{run:?}");
    assert_eq!(run.code, 0);
    assert!(
        run.stderr.starts_with("rekindle: what was read could not be kept for the next time: ")
    );
}

#[test]
#[cfg(unix)]
fn what_is_kept_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;

    let vault = TestVault::new(VAULT);
    vault.run(&index(&[]));
    let paths = vault.json(&["paths"]);
    let folder = paths["items"][0]["cache"]["path"].as_str().expect("there is a cache");
    let folder = folder.replace("$HOME", &vault.home().display().to_string());
    let mode = std::fs::metadata(folder).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn an_answer_reflects_every_save() {
    let vault = TestVault::empty();
    let quiet = |vault: &TestVault| {
        let answer = vault.json(&[&["quiet"][..], &DAY].concat());
        items(&answer).iter().map(|row| row["contact"]["name"].clone()).collect::<Vec<_>>()
    };
    let none: [Value; 0] = [];
    assert_eq!(quiet(&vault), none);
    vault.write("People/Ada.md", "- 2026-01-10 met\n");
    assert_eq!(quiet(&vault), [json!("Ada")]);
    // As many bytes as before, at once: no fingerprint by size and second would see it.
    vault.write("People/Ada.md", "- 2026-11-19 met\n");
    assert_eq!(quiet(&vault), none);
    vault.write("People/Ada.md", "- 2026-01-10 met\n");
    std::fs::rename(vault.root().join("People/Ada.md"), vault.root().join("People/Bo.md"))
        .expect("it moves");
    assert_eq!(quiet(&vault), [json!("Bo")]);
    std::fs::remove_file(vault.root().join("People/Bo.md")).expect("it goes");
    assert_eq!(quiet(&vault), none);
}
