//! `rekindle tree`: who led to whom, each person once, and what every branch has yielded.

use insta::assert_snapshot;
use serde_json::json;

use crate::vault::{TestVault, contacts, field, items, keys};

const TODAY: &str = "2026-11-20";

/// The names of a tree, each after as many dashes as introductions lead to it.
fn shape(vault: &TestVault, arguments: &[&str]) -> Vec<String> {
    let answer = vault.json(&[&["tree", "--today", TODAY], arguments].concat());
    let of_row = |item: &serde_json::Value| {
        let depth = item["depth"].as_u64().expect("a number") as usize;
        format!("{}{}", "-".repeat(depth), item["contact"]["name"].as_str().expect("a name"))
    };
    items(&answer).iter().map(of_row).collect()
}

#[test]
fn the_sample_has_three_trees() {
    let vault = TestVault::sample();
    let trees = [
        "Maya Chen",
        "-Priya Nair",
        "--Zoë Kowalczyk",
        "---Noor Rahman",
        "--Ingrid Solheim",
        "---Katarina Holub",
        "--Leila Haddad",
        "-Rafael Duarte",
        "--Grace Wanjiru",
        "-Wen Li",
        "Tom Okafor",
        "-Elena Marsh",
        "--Callum Reid",
        "-Hannah Voss",
        "-Ruth Calloway",
        "-Oliver Finch",
        "--Dev Raman",
        "Beatrice Lindqvist",
        "-Jonas Petrak",
    ];
    assert_eq!(shape(&vault, &[]), trees);
    let all = shape(&vault, &["--all"]);
    assert_eq!(all[..trees.len()], trees);
    let alone = [
        "Amara Osei",
        "Desmond Pryce",
        "Hollis Vane",
        "Marcus Thorne",
        "Samuel Adeyemi",
        "Sofia Bellandi",
        "Victor Lindgren",
        "Yuki Tanabe",
    ];
    assert_eq!(all[trees.len()..], alone);
    let answer = vault.json(&["tree", "--today", TODAY]);
    assert_eq!(answer["notes"], json!({"alone": 8, "more": 0}));
    let roots = items(&answer).iter().filter(|item| item["depth"] == 0);
    let roots: Vec<_> = roots.map(|item| (&item["people"], &item["yield"])).collect();
    // Maya's nine, and eight of Priya, Zoë, Ingrid, Rafael and Grace in which she had no part.
    assert_eq!(roots, [(&json!(10), &json!(17)), (&json!(7), &json!(17)), (&json!(2), &json!(3))]);
}

/// Ada led to Bo and Cy; Bo to Di, whom Ada named too; Eve has no note.
fn small() -> TestVault {
    TestVault::new(
        "
        === People/Ada Byron.md
        ---
        role: Engineer
        company: Analytical Engines
        ---
        - 2026-09-01 met via video: the plan
        - 2026-10-01 lunch: the plan again
        === People/Bo Lind.md
        ---
        introduced_by: '[[Ada Byron]]'
        tags: [energy]
        ---
        - 2026-09-10 met
        === People/Cy Young.md
        ---
        introduced_by: '[[Ada Byron]]'
        company: Tern Street
        ---
        - 2026-09-05 sent via email: a question
        === People/Di Ray.md
        ---
        introduced_by: ['[[Bo Lind]]', '[[Ada Byron]]']
        ---
        - 2026-11-25 met
        === People/Fay Wood.md
        ---
        introduced_by: Eve Stone
        ---
        === People/Gus Hall.md
        - 2026-11-19 met
        === Meetings/2026-10-20 Round table.md
        ---
        type: meeting
        with: ['[[Ada Byron]]', '[[Bo Lind]]', '[[Di Ray]]']
        ---
        === Journal/2026-10-22.md
        - 09:00 coffee with [[Bo Lind]] and [[Di Ray]]: what next
        ",
    )
}

#[test]
fn a_tree_is_drawn_with_what_each_root_has_yielded() {
    let text = small().text(&["tree", "--today", TODAY]);
    assert_snapshot!(text, @"
    2 people have led to 4 others on Friday 2026-11-20

      Contact                                Role                          State      Talks  Altogether
      Ada Byron                              Engineer, Analytical Engines  in touch   3      4 people, 5 conversations
      ├─ Cy Young                            Tern Street                   lapsed     0
      └─ Bo Lind                                                           in touch   3
         └─ Di Ray (also through Ada Byron)                                scheduled  2

      Eve Stone                                                            -          0      2 people, 0 conversations
      └─ Fay Wood                                                          new        0

    1 contact was introduced by nobody and introduced nobody (--all lists them)
    ");
}

#[test]
fn a_conversation_of_several_people_counts_once() {
    let answer = small().json(&["tree", "--today", TODAY]);
    assert_eq!(contacts(&answer)[..4], ["Ada Byron", "Cy Young", "Bo Lind", "Di Ray"]);
    assert_eq!(field(&answer, "conversations")[..4], [3, 0, 3, 2]);
    // Ada: two talks and the round table. Bo adds one of his own and the coffee, Di nothing new.
    assert_eq!(field(&answer, "yield")[..4], [5, 0, 3, 2]);
    assert_eq!(field(&answer, "people")[..4], [4, 1, 2, 1]);
}

#[test]
fn nothing_dated_later_counts() {
    let answer = small().json(&["tree", "--today", "2026-09-30"]);
    assert_eq!(contacts(&answer)[..4], ["Ada Byron", "Cy Young", "Bo Lind", "Di Ray"]);
    assert_eq!(field(&answer, "yield")[..4], [2, 0, 1, 0]);
    assert_eq!(field(&answer, "state")[3], "scheduled");
}

#[test]
fn json_names_the_root_and_every_introducer() {
    let answer = small().json(&["tree", "--today", TODAY]);
    assert_eq!(answer["schema"], "rekindle.tree/1");
    let names = [
        "contact",
        "introduced_by",
        "root",
        "depth",
        "state",
        "conversations",
        "yield",
        "people",
        "role",
        "organisation",
    ];
    let rows = items(&answer);
    assert!(rows.iter().all(|row| keys(row) == names), "{answer}");
    let ada = json!({"name": "Ada Byron", "path": "People/Ada Byron.md"});
    let bo = json!({"name": "Bo Lind", "path": "People/Bo Lind.md"});
    assert_eq!((&rows[3]["introduced_by"], &rows[3]["root"]), (&json!([bo, ada]), &ada));
    let eve = json!({"name": "Eve Stone", "path": null});
    assert_eq!((&rows[4]["contact"], &rows[4]["state"]), (&eve, &json!(null)));
    assert_eq!(rows[5]["introduced_by"], json!([eve]));
    assert_eq!(answer["notes"], json!({"alone": 1, "more": 0}));
}

#[test]
fn a_filter_shows_the_way_to_whom_it_takes() {
    let vault = small();
    assert_eq!(shape(&vault, &["--tag", "energy"]), ["Ada Byron", "-Bo Lind"]);
    assert_eq!(shape(&vault, &["--org", "tern"]), ["Ada Byron", "-Cy Young"]);
    assert_eq!(shape(&vault, &["--tag", "none"]), [""; 0]);
    assert_eq!(
        shape(&vault, &["--limit", "1"]),
        ["Ada Byron", "-Cy Young", "-Bo Lind", "--Di Ray"]
    );
    let text = vault.text(&["tree", "--today", TODAY, "--tag", "energy"]);
    assert!(text.contains("2 of 4 people, 5 conversations"), "{text}");
    let text = vault.text(&["tree", "--today", TODAY, "--limit", "1"]);
    assert!(text.contains("\nand 1 more than --limit shows\n"), "{text}");
}

#[test]
fn circles_are_cut_at_the_smallest_path_and_everybody_stands_once() {
    let vault = TestVault::new(
        "
        === People/Ada.md
        ---
        introduced_by: '[[Cy]]'
        ---
        === People/Bo.md
        ---
        introduced_by: '[[Ada]]'
        ---
        === People/Cy.md
        ---
        introduced_by: '[[Bo]]'
        ---
        === People/Di.md
        ---
        introduced_by: '[[Cy]]'
        ---
        === People/Eli.md
        ---
        introduced_by: '[[Eli]]'
        ---
        ",
    );
    assert_eq!(shape(&vault, &["--all"]), ["Ada", "-Bo", "--Cy", "---Di", "Eli"]);
    assert_snapshot!(vault.text(&["tree", "--today", TODAY, "--all"]), @"
    1 person has led to 3 others on Friday 2026-11-20

      Contact           Role  State  Talks  Altogether
      Ada (through Cy)        new    0      4 people, 0 conversations
      └─ Bo                   new    0
         └─ Cy                new    0
            └─ Di             new    0

      Eli                     new    0
    ");
}

#[test]
fn a_long_chain_is_drawn_with_its_last_levels() {
    let vault = TestVault::empty();
    vault.write("People/P000.md", "");
    for number in 1..600 {
        let by = number - 1;
        vault.write(
            &format!("People/P{number:03}.md"),
            format!("---\nintroduced_by: P{by:03}\n---\n"),
        );
    }
    let names = shape(&vault, &[]);
    assert_eq!((names.len(), names[599].as_str()), (600, &*format!("{}P599", "-".repeat(599))));
    let text = vault.text(&["tree", "--today", TODAY]);
    let longest = text.lines().map(|line| line.chars().count()).max();
    assert!(longest < Some(150), "{longest:?}");
    assert!(text.contains("⋯ "), "{text}");
}

#[test]
fn a_vault_without_introductions_is_told_how_to_name_one() {
    let vault = TestVault::new("=== People/Ada.md\n- 2026-11-19 met\n");
    assert_snapshot!(vault.text(&["tree", "--today", TODAY]), @"
    Nobody has led to anybody on Friday 2026-11-20

    1 contact was introduced by nobody and introduced nobody (--all lists them)
    introduced_by in a contact's note says who led you there
    ");
}

#[test]
fn only_a_tree_is_a_graph() {
    let vault = small();
    let commands: [&[&str]; 5] = [&[], &["quiet"], &["show", "ada"], &["paths"], &["check"]];
    for (command, format) in commands.iter().flat_map(|of| [(of, "dot"), (of, "mermaid")]) {
        let run = vault.run(&[*command, &["--format", format]].concat());
        assert_eq!((run.stdout.as_str(), run.code), ("", 2), "{command:?}");
        let said =
            format!("error: this command has no answer in the form of {format}\ntry --format");
        assert!(run.stderr.starts_with(&said), "{}", run.stderr);
    }
}

#[test]
fn graphs_have_the_same_people_in_the_same_order() {
    let vault = small();
    assert_snapshot!(vault.text(&["tree", "--today", TODAY, "--format", "dot"]), @r#"
    digraph rekindle {
      rankdir=LR;
      node [shape=box];
      n1 [label="Ada Byron\nEngineer, Analytical Engines\nin touch, 3 conversations\naltogether 4 people, 5 conversations"];
      n2 [label="Cy Young\nTern Street\nlapsed, 0 conversations"];
      n3 [label="Bo Lind\nin touch, 3 conversations"];
      n4 [label="Di Ray\nscheduled, 2 conversations"];
      n5 [label="Eve Stone\n0 conversations\naltogether 2 people, 0 conversations"];
      n6 [label="Fay Wood\nnew, 0 conversations"];
      n1 -> n2;
      n1 -> n3;
      n3 -> n4;
      n1 -> n4 [style=dashed];
      n5 -> n6;
    }
    "#);
    assert_snapshot!(vault.text(&["tree", "--today", TODAY, "--format", "mermaid"]), @r#"
    flowchart LR
      n1["Ada Byron<br/>Engineer, Analytical Engines<br/>in touch, 3 conversations<br/>altogether 4 people, 5 conversations"]
      n2["Cy Young<br/>Tern Street<br/>lapsed, 0 conversations"]
      n3["Bo Lind<br/>in touch, 3 conversations"]
      n4["Di Ray<br/>scheduled, 2 conversations"]
      n5["Eve Stone<br/>0 conversations<br/>altogether 2 people, 0 conversations"]
      n6["Fay Wood<br/>new, 0 conversations"]
      n1 --> n2
      n1 --> n3
      n3 --> n4
      n1 -.-> n4
      n5 --> n6
    "#);
}

/// The text between the quotes of a node's line in a graph.
fn label<'a>(line: &'a str, number: usize, open: &str, close: &str) -> &'a str {
    let rest = line.strip_prefix(&format!("  n{number}{open}"));
    let label = rest.and_then(|rest| rest.strip_suffix(close));
    label.unwrap_or_else(|| panic!("node {number} is not in its place: {line}"))
}

/// Whether Graphviz takes the text for the inside of a quoted string without markup of its own.
fn is_dot_text(label: &str) -> bool {
    let mut chars = label.chars();
    while let Some(c) = chars.next() {
        let fine = match c {
            '"' => false,
            '\\' => matches!(chars.next(), Some('"' | '\\' | 'n')),
            '&' => chars.as_str().starts_with("amp;"),
            c => !c.is_control(),
        };
        if !fine {
            return false;
        }
    }
    true
}

/// Whether Mermaid takes the text for plain characters, numbers of characters and line breaks of ours.
fn is_mermaid_text(label: &str) -> bool {
    label.replace("<br/>", "").split('#').enumerate().all(|(part, text)| {
        let plain = match text.split_once(';') {
            Some((number, rest)) if part > 0 && number.parse::<u32>().is_ok() => rest,
            _ if part > 0 => return false,
            _ => text,
        };
        plain.chars().all(|c| c.is_alphanumeric() || " ,.-'()/".contains(c))
    })
}

#[test]
fn no_name_breaks_a_graph() {
    const NASTY: [&str; 9] = [
        r#"Quote " and \\ slash"#,
        r"Ends with \\",
        r"Two\nlines",
        "x]; n9 -> n1",
        r#"x\"] --> n9[\"y"#,
        "<b>bold</b> <script>",
        "%%{init: {}}%% `md` style a:b #1;",
        "&lt;tag&gt;",
        r"\e[31m red",
    ];
    let vault = TestVault::empty();
    vault.write("People/Ada.md", "- 2026-11-19 met\n");
    for (number, name) in NASTY.iter().enumerate() {
        let name = if name.contains('"') && !name.contains("\\\"") {
            name.replace('"', "\\\"")
        } else {
            (*name).to_owned()
        };
        let note =
            format!("---\nname: \"{name}\"\nrole: \"{name}\"\nintroduced_by: '[[Ada]]'\n---\n");
        vault.write(&format!("People/{number}.md"), note);
    }
    let people = NASTY.len() + 1;
    assert_eq!(contacts(&vault.json(&["tree", "--today", TODAY])).len(), people);
    for (format, open, close, arrow) in
        [("dot", " [label=\"", "\"];", " -> "), ("mermaid", "[\"", "\"]", " --> ")]
    {
        let text = vault.text(&["tree", "--today", TODAY, "--format", format]);
        let is_text = if format == "dot" { is_dot_text } else { is_mermaid_text };
        let lines: Vec<&str> = text.lines().collect();
        let nodes = lines.iter().position(|line| line.starts_with("  n1")).expect("a first node");
        for number in 1..=people {
            let label = label(lines[nodes + number - 1], number, open, close);
            assert!(is_text(label), "{format}: {label}");
        }
        for (number, line) in (2..=people).zip(&lines[nodes + people..]) {
            let edge = format!("  n1{arrow}n{number}");
            assert_eq!(line.trim_end_matches(';'), edge, "{format}");
        }
        let end = lines[nodes + people + people - 1..].concat();
        assert_eq!(end, if format == "dot" { "}" } else { "" });
    }
}
