//! The forms of an answer: one mechanism for all commands, so that each form is held to its rules with
//! every command that has it.

use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use serde_json::Value;

use crate::vault::{TestVault, items};

/// Every command whose answer has rows with a place.
pub const WITH_ROWS: [&[&str]; 13] = [
    &[],
    &["today"],
    &["quiet", "--all"],
    &["unanswered", "--all"],
    &["owed", "--all"],
    &["owed", "--theirs"],
    &["search", "storage"],
    &["who", "storage"],
    &["check", "--strict"],
    &["tree", "--all"],
    &["show", "maya"],
    &["why", "maya"],
    &["prep", "noor"],
];

/// A command on the sample, in a form.
fn asked(command: &[&str], format: &str) -> String {
    let vault = TestVault::sample();
    let run = vault.run(&[command, &["--today", "2026-11-20", "--format", format]].concat());
    // `check` finds something, and `search` says what it does not show.
    assert!(run.code == 0 || command[0] == "check", "{command:?}: {run:?}");
    run.stdout
}

fn run_in(vault: &TestVault, folder: &Path, arguments: &[&str]) -> String {
    let mut command = vault.command(arguments);
    command.args(["--today", "2026-11-20", "--vault"]).arg(vault.root()).current_dir(folder);
    vault.finish(&mut command).stdout
}

/// The records of a CSV, by the letter of RFC 4180.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'), "a line ends with both");
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            '\n' => panic!("a line ends with both"),
            c => cell.push(c),
        }
    }
    assert!(record.is_empty() && cell.is_empty(), "the last line ends too");
    records
}

#[test]
fn one_line_a_row_with_place_day_people_and_text() {
    assert_snapshot!(asked(&["quiet", "--limit", "3"], "oneline"), @"
    $VAULT/People/Amara Osei.md:14:1: 2026-07-28 Amara Osei: silent for 21 weeks (2 gaps so far)
    $VAULT/People/Elena Marsh.md:18:1: 2026-06-18 Elena Marsh: silent for 22 weeks (1 gap so far)
    $VAULT/People/Oliver Finch.md:1:1: 2026-10-01 Oliver Finch: one exchange, 50 days ago, nothing since
    ");
    assert_snapshot!(asked(&["check"], "oneline"), @"
    $VAULT/Meetings/2026/2026-06-18 Substation walk.md:4:7: warning[person-misspelt]: nobody is called Elena March
    $VAULT/Meetings/2026/2026-11-12 Dev Raman.md:3:7: warning[meeting-unmarked]: nobody noted whether the meeting with Dev Raman on 2026-11-12 was held
    $VAULT/People/Elena Marsh.md:7:15: warning[date-ambiguous]: Last Contact: 03-04-2026 could be two different days
    ");
    assert_snapshot!(asked(&["search", "tariff"], "oneline"), @"
    $VAULT/Journal/2026-11-19.md:2:1: 2026-11-19: - the tariff article is in the blue folder
    $VAULT/Meetings/2026/2026-04-09 Priya Nair.md:16:1: 2026-04-09 Priya Nair: Advice: learn to read a tariff before you learn to read a circuit diagram. #advice
    $VAULT/Meetings/2026/2026-11-18 Maya Chen.md:20:1: 2026-11-18 Maya Chen: - [ ] send the tariff article to Maya 📅 2026-11-24
    $VAULT/People/Priya Nair.md:11:1: Priya Nair: - tariffs
    ");
    for command in WITH_ROWS {
        let text = asked(command, "oneline");
        assert_eq!(text.lines().count(), asked(command, "tsv").lines().count() - 1, "{command:?}");
        for line in text.lines() {
            let (place, _) = line.split_once(": ").expect("a place");
            let mut parts = place.rsplitn(3, ':').skip(1);
            let number: usize = parts.next().expect("a line").parse().expect("a number");
            let path = parts.next().expect("a path").replace("$VAULT", "sample-vault");
            let note = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            let note = std::fs::read_to_string(note).expect("the note is there");
            assert!(number <= note.lines().count(), "{line}");
        }
    }
}

#[test]
fn a_path_is_told_once_and_from_where_the_user_stands() {
    let vault = TestVault::sample();
    let paths = ["search", "tariff", "-n", "3", "--format", "path"];
    assert_snapshot!(run_in(&vault, vault.root(), &paths), @"
    Journal/2026-11-19.md
    Meetings/2026/2026-04-09 Priya Nair.md
    Meetings/2026/2026-11-18 Maya Chen.md
    ");
    assert_snapshot!(run_in(&vault, &vault.root().join("Meetings/2026"), &paths), @"
    ../../Journal/2026-11-19.md
    2026-04-09 Priya Nair.md
    2026-11-18 Maya Chen.md
    ");
    assert_snapshot!(run_in(&vault, &vault.home(), &paths), @"
    $VAULT/Journal/2026-11-19.md
    $VAULT/Meetings/2026/2026-04-09 Priya Nair.md
    $VAULT/Meetings/2026/2026-11-18 Maya Chen.md
    ");
    for command in WITH_ROWS {
        let text = run_in(&vault, vault.root(), &[command, &["--format", "path"]].concat());
        let mut lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|path| vault.root().join(path).is_file()), "{command:?}: {text}");
        let many = lines.len();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), many, "{command:?}");
    }
}

#[test]
fn who_has_no_note_has_no_path_and_that_is_said() {
    let vault = TestVault::new(
        "
        === People/Maya.md
        ---
        introduced_by: Zed Stranger
        ---
        - 2026-11-18 met
    ",
    );
    let run = vault.run(&["tree", "--format", "path", "--today", "2026-11-20"]);
    assert_eq!(run.stdout, "$VAULT/People/Maya.md\n");
    assert_eq!(run.stderr, "rekindle: 1 row has no note and is left out\n");
    let text = vault.text(&["tree", "--format", "oneline", "--today", "2026-11-20"]);
    assert!(text.starts_with("Zed Stranger: "), "{text}");
}

#[test]
#[cfg(unix)]
fn paths_that_end_with_a_zero_byte_are_what_is_on_disk() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let vault = TestVault::empty();
    let names: [&[u8]; 3] = [b"People/A\xff.md", b"People/B\x1b[31m\nx.md", b"People/C.md"];
    for name in names {
        let path = vault.root().join(OsStr::from_bytes(name));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, "- 2026-11-10 sent via email: a question\n")
            .expect("it can be written");
    }
    let run = |arguments: &[&str]| {
        let mut command: Command = vault.command(&["unanswered", "--format", "path"]);
        command.args(["--today", "2026-11-20", "--vault"]).arg(vault.root()).args(arguments);
        command.current_dir(vault.root()).output().expect("it runs").stdout
    };
    let expected = [names[0], names[1], names[2], b""].join(&0);
    assert_eq!(run(&["-0"]), expected);
    let shown = "People/A\u{fffd}.md\nPeople/B<U+001B>[31m x.md\nPeople/C.md\n";
    assert_eq!(String::from_utf8(run(&[])).expect("text"), shown);
    let run = vault.run(&["quiet", "-0"]);
    let expected = "error: -0 ends paths, and no paths are asked for\ntry --format path -0\n";
    assert_eq!((run.stderr.as_str(), run.code), (expected, 2));
}

#[test]
fn lines_of_json_are_the_items() {
    let vault = TestVault::sample();
    let all: &[&[&str]] = &[&["stats"], &["index"], &["config"], &["paths"]];
    for command in WITH_ROWS.iter().chain(all) {
        let command = [command, &["--today", "2026-11-20"][..]].concat();
        let lines = vault.run(&[&command[..], &["--format", "jsonl"]].concat()).stdout;
        let lines: Vec<Value> =
            lines.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
        let mut whole = vault.json(&command)["items"].as_array().expect("a list").clone();
        // How much is kept and read differs from one run to the next.
        if command[0] == "index" {
            (whole[0]["read"], whole[0]["bytes"]) =
                (lines[0]["read"].clone(), lines[0]["bytes"].clone());
        }
        assert_eq!(lines, whole, "{command:?}");
    }
}

/// The name of every value of an item, as the columns have it; of a contact, its name and its path.
fn names_of(item: &Value, before: &str, names: &mut Vec<String>) {
    for (key, value) in item.as_object().expect("an object") {
        let name = format!("{before}{key}");
        let contact = |value: &Value| value.get("name").is_some();
        match value {
            Value::Object(_) if !contact(value) => names_of(value, &format!("{name}_"), names),
            Value::Object(_) => names.extend([name.clone(), format!("{name}_path")]),
            Value::Array(all) if all.iter().any(contact) => {
                names.extend([name.clone(), format!("{name}_path")]);
            }
            _ => names.push(name),
        }
    }
}

#[test]
fn a_flat_table_has_every_value_of_the_items() {
    let vault = TestVault::sample();
    for command in WITH_ROWS {
        // Their items are pages with more in them than rows.
        if matches!(command, [] | ["show" | "why" | "prep", ..]) {
            continue;
        }
        let whole = vault.json(&[command, &["--today", "2026-11-20"]].concat());
        let table = csv(&asked(command, "csv"));
        let (titles, rows) = table.split_first().expect("a header");
        assert_eq!(rows.len(), items(&whole).len(), "{command:?}");
        assert!(rows.iter().all(|row| row.len() == titles.len()), "{command:?}");
        let mut names = Vec::new();
        items(&whole).iter().for_each(|item| names_of(item, "", &mut names));
        // A value that is null in one row may be an object in another.
        // `matches` is for whoever paints the snippet, and each of `lines` is a row of its own.
        let lacks = |name: &String| {
            let below = format!("{name}_");
            !matches!(name.as_str(), "matches" | "lines")
                && !titles.contains(name)
                && !titles.iter().any(|title| title.starts_with(&below))
        };
        let lacking: Vec<&String> = names.iter().filter(|name| lacks(name)).collect();
        assert_eq!(lacking, [""; 0], "{command:?}");
    }
}

#[test]
fn commas_and_tabs_part_the_same_values() {
    for command in WITH_ROWS.iter().copied().chain([&["stats"][..]]) {
        let commas = csv(&asked(command, "csv"));
        let tabs: Vec<Vec<String>> = asked(command, "tsv")
            .lines()
            .map(|line| line.split('\t').map(str::to_owned).collect())
            .collect();
        assert_eq!(commas, tabs, "{command:?}");
        assert!(commas.len() > 1, "{command:?}");
    }
}

#[test]
fn a_formula_from_a_note_is_text_in_a_spreadsheet() {
    let vault = TestVault::new(
        "
        === People/=cmd.md
        ---
        name: \"=HYPERLINK(1)\"
        role: \"+1\"
        ---
        - 2026-11-10 sent via email: =1+1, or \"-2\"
    ",
    );
    let table = csv(&vault.text(&["unanswered", "--format", "csv", "--today", "2026-11-20"]));
    let cell = |name: &str| {
        let column = table[0].iter().position(|title| title == name).expect("a column");
        table[1][column].as_str()
    };
    assert_eq!(cell("contact"), "'=HYPERLINK(1)");
    assert_eq!(cell("contact_path"), "People/=cmd.md");
    assert_eq!(cell("last_text"), "'=1+1, or \"-2\"");
    assert_eq!(cell("waiting_days"), "10");
}

#[test]
fn a_pasted_table_is_no_contact() {
    for command in WITH_ROWS.iter().copied().chain([&["stats"][..]]) {
        let table = asked(command, "markdown");
        let width = table.lines().next().expect("a header").matches(" | ").count();
        for line in table.lines() {
            assert!(line.starts_with("| ") && line.ends_with(" |"), "{command:?}: {line}");
            assert_eq!(line.matches(" | ").count(), width, "{command:?}: {line}");
        }
        let vault = TestVault::empty();
        vault.write("People/Maya Chen.md", format!("## Log\n- 2026-11-18 met\n\n{table}"));
        vault.write("Journal/2026-11-20.md", format!("# Log\n\n{table}"));
        let shown = vault.json(&["show", "maya", "--today", "2026-11-20"]);
        let timeline = shown["items"][0]["timeline"].as_array().expect("a list");
        let counts = timeline.iter().filter(|row| row["counts_as"] != "mention");
        let days: Vec<&Value> = counts.map(|row| &row["date"]).collect();
        assert_eq!(days, ["2026-11-18"], "{command:?}");
    }
    assert_snapshot!(asked(&["unanswered", "--limit", "2"], "markdown"), @r"
    | Contact | Since | Messages | Next step | On | What I wrote |
    | --- | --- | --- | --- | --- | --- |
    | [[People/Callum Reid\|Callum Reid]] | 2026-10-26 | 2 | follow up | 2026-11-16 | nudged via linkedin, one friendly line |
    | [[People/Desmond Pryce\|Desmond Pryce]] | 2026-10-05 | 3 | let go | 2026-11-17 | called the office, no answer, left a voicemail |
    ");
}

#[test]
fn an_empty_answer_is_empty_and_says_so_beside() {
    let vault = TestVault::new("=== People/Maya.md\n- 2026-11-18 met\n");
    for format in ["oneline", "path", "jsonl", "csv", "tsv", "markdown"] {
        let run = vault.run(&["quiet", "--format", format, "--today", "2026-11-20"]);
        let said = "rekindle: Nobody is quiet on 2026-11-20: 1 in touch.\n";
        assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.code), ("", said, 0));
        let run = vault.run(&["search", "nothing", "--format", format]);
        let said = "rekindle: no note fits this query\n";
        assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.code), ("", said, 1));
        let run = vault.run(&["check", "--format", format, "--today", "2026-11-20"]);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.code), ("", "", 0));
    }
    let whole = vault.json(&["quiet", "--today", "2026-11-20"]);
    assert_eq!(items(&whole), [Value::Null; 0]);
}

#[test]
fn what_a_search_does_not_show_is_said_beside_its_lines() {
    let vault = TestVault::sample();
    let run = vault.run(&["search", "storage", "-n", "2", "--format", "path"]);
    assert_eq!((run.stdout.lines().count(), run.code), (2, 0));
    assert!(run.stderr.starts_with("rekindle: 2 of "), "{}", run.stderr);
}

#[test]
fn a_form_that_makes_no_sense_is_refused_with_those_that_do() {
    let vault = TestVault::sample();
    let cases: [(&[&str], &str); 5] = [
        (
            &["stats", "--format", "path"],
            "path\ntry --format table, json, jsonl, csv, tsv or markdown\n",
        ),
        (&["index", "--format", "csv"], "csv\ntry --format table, json or jsonl\n"),
        (&["paths", "--format", "tsv"], "tsv\ntry --format table, json or jsonl\n"),
        (
            &["quiet", "--format", "dot"],
            "dot\ntry --format table, oneline, path, json, jsonl, csv, tsv or markdown\n",
        ),
        (&["man", "--json"], "json\nleave --format out\n"),
    ];
    for (arguments, said) in cases {
        let run = vault.run(arguments);
        let said = format!("error: this command has no answer in the form of {said}");
        assert_eq!((run.stderr, run.stdout.as_str(), run.code), (said, "", 2));
    }
}
