//! `rekindle show`: one person as a page and as JSON.

use insta::assert_snapshot;
use serde_json::json;

use crate::vault::{TestVault, items, keys};

const VAULT: &str = "
    === People/Maya Chen.md
    ---
    tags: [storage]
    aliases: [Mei]
    company: Ellery Grid Storage
    role: Operations lead
    email: maya@example.org
    phone: 030 0123456
    birthday: 1984-03-14
    how_we_met: at the tram shed
    introduced_by: '[[Bo Winter]]'
    cadence: every 6 weeks
    next_contact: 2026-12-01
    ---
    ## Log
    - 2026-11-02 sent via linkedin: asked for 20 minutes
    - 2026-11-06 09:15 received via email: yes, the week of the 16th
    - 2026-11-09 nothing in particular
    - [ ] send the article 📅 2026-11-24
    - [ ] Maya: introduce me to Wen
    - [x] find the posting
    === People/Bo Winter.md
    - 2026-10-01 met
    === Meetings/2026-11-18 Maya.md
    ---
    with: '[[Maya Chen]]'
    via: video
    ---
    # The pilot
    === Meetings/2026-11-12 Called off.md
    ---
    with: '[[Maya Chen]]'
    status: cancelled
    ---
    === Meetings/2026-12-03 Again.md
    ---
    with: '[[Maya Chen]]'
    ---
    === Journal/2026-11-19.md
    Read [[Maya Chen]]'s article.
";

const DAY: [&str; 2] = ["--today", "2026-11-20"];

fn show<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["show"], arguments, &DAY].concat()
}

#[test]
fn the_page_has_facts_verdict_promises_and_timeline() {
    assert_snapshot!(TestVault::new(VAULT).text(&show(&["maya"])), @"
    Maya Chen (People/Maya Chen.md)
    scheduled on Friday 2026-11-20: you meet on 2026-12-03

      role           Operations lead
      organisation   Ellery Grid Storage
      also           Mei
      e-mail         maya@example.org
      phone          030 0123456
      birthday       1984-03-14
      met            at the tram shed
      tags           storage
      cadence        6w
      next step      2026-12-01
      introduced by  Bo Winter

    Promises
      [ ] mine, due 2026-11-24: send the article  (People/Maya Chen.md:18)
      [ ] theirs: Maya: introduce me to Wen  (People/Maya Chen.md:19)
      [x] mine: find the posting  (People/Maya Chen.md:20)

    Timeline
      2026-12-03  planned  meeting: 2026-12-03 Again  (Meetings/2026-12-03 Again.md:1)
      2026-11-19  named    Read Maya Chen's article.  (Journal/2026-11-19.md:1)
      2026-11-18  <->      video: The pilot  (Meetings/2026-11-18 Maya.md:1)
      2026-11-12  not held meeting: 2026-11-12 Called off  (Meetings/2026-11-12 Called off.md:1)
      2026-11-09  <->      nothing in particular  (People/Maya Chen.md:17)
      2026-11-06  <-       email: yes, the week of the 16th  (People/Maya Chen.md:16)
      2026-11-02  ->       linkedin: asked for 20 minutes  (People/Maya Chen.md:15)
    ");
}

#[test]
fn a_contact_of_whom_nothing_is_known_has_a_page_too() {
    let vault = TestVault::new("=== People/Ada.md\nKnows everybody.\n");
    assert_snapshot!(vault.text(&show(&["ada"])), @"
    Ada (People/Ada.md)
    untracked on Friday 2026-11-20: no contact recorded

    Nothing dated
    ");
}

#[test]
fn json_has_one_item_with_every_field() {
    let answer = TestVault::new(VAULT).json(&show(&["maya"]));
    assert_eq!(answer["schema"], "rekindle.show/1");
    assert_eq!(items(&answer).len(), 1);
    let item = &items(&answer)[0];
    let required =
        ["contact", "facts", "state", "timeline", "promises", "introduced_by", "introduced"];
    for name in required {
        assert!(keys(item).contains(&name), "{name}");
    }
    assert_eq!(item["contact"], json!({"name": "Maya Chen", "path": "People/Maya Chen.md"}));
    assert_eq!(item["state"], "scheduled");
    let bo = json!([{"name": "Bo Winter", "path": "People/Bo Winter.md"}]);
    assert_eq!((&item["introduced_by"], &item["introduced"]), (&bo, &json!([])));
    let facts = &item["facts"];
    let expected = json!({
        "aliases": ["Mei"],
        "organisations": ["Ellery Grid Storage"],
        "role": "Operations lead",
        "level": null,
        "emails": ["maya@example.org"],
        "phones": ["030 0123456"],
        "links": [],
        "location": null,
        "birthday": "1984-03-14",
        "met": "at the tram shed",
        "interests": [],
        "tags": ["storage"],
        "warmth": null,
        "cadence": "6w",
        "next_step": "2026-12-01",
    });
    for (name, value) in expected.as_object().expect("an object") {
        assert_eq!(&facts[name], value, "{name}");
    }
}

#[test]
fn the_timeline_tells_what_counts_and_where_it_stands() {
    let answer = TestVault::new(VAULT).json(&show(&["maya"]));
    let rows = items(&answer)[0]["timeline"].as_array().expect("a list").iter().map(|row| {
        let text = |name: &str| row[name].as_str().unwrap_or("null").to_owned();
        let place = format!("{}:{}", text("path"), row["line"]);
        format!(
            "{} {} {} {} {} {place}",
            text("date"),
            text("counts_as"),
            text("direction"),
            text("kind"),
            text("channel"),
        )
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            "2026-12-03 planned both meeting null Meetings/2026-12-03 Again.md:1",
            "2026-11-19 mention null mention null Journal/2026-11-19.md:1",
            "2026-11-18 contact both meeting video Meetings/2026-11-18 Maya.md:1",
            "2026-11-12 not_held null meeting null Meetings/2026-11-12 Called off.md:1",
            "2026-11-09 contact both entry null People/Maya Chen.md:17",
            "2026-11-06 contact in entry email People/Maya Chen.md:16",
            "2026-11-02 contact out entry linkedin People/Maya Chen.md:15",
        ]
    );
}

#[test]
fn promises_are_told_both_ways() {
    let answer = TestVault::new(VAULT).json(&show(&["maya"]));
    let promises = items(&answer)[0]["promises"].as_array().expect("a list");
    let expected = [
        (true, false, json!("2026-11-24"), 18),
        (false, false, json!(null), 19),
        (true, true, json!(null), 20),
    ];
    assert_eq!(promises.len(), expected.len());
    for (promise, (mine, done, due, line)) in promises.iter().zip(expected) {
        assert_eq!((&promise["mine"], &promise["done"]), (&json!(mine), &json!(done)), "{promise}");
        assert_eq!((&promise["due"], &promise["line"]), (&due, &json!(line)), "{promise}");
    }
    assert_eq!(promises[0]["text"], "send the article");
}

#[test]
fn a_contact_is_found_by_every_name() {
    let vault = TestVault::new(VAULT);
    vault.write("People/Zoë Łuk.md", "---\naliases: [The Captain]\n---\n");
    let maya = ["maya", "CHEN", "chen maya", "Mei", "maya@example.org"];
    for name in maya {
        let answer = vault.json(&show(&[name]));
        assert_eq!(items(&answer)[0]["contact"]["name"], "Maya Chen", "{name}");
    }
    for name in ["zoe", "the captain"] {
        let answer = vault.json(&show(&[name]));
        assert_eq!(items(&answer)[0]["contact"]["name"], "Zoë Łuk", "{name}");
    }
    // Several words are one name.
    assert_eq!(vault.text(&show(&["Maya", "Chen"])), vault.text(&show(&["maya"])));
}

#[test]
fn two_of_one_name_are_told_apart_by_the_path_of_the_note() {
    let vault = TestVault::new(
        "
        === People/Maya Chen.md
        - 2026-11-01 met
        === Archive/People/Maya Chen.md
        - 2026-11-02 met
    ",
    );
    let run = vault.run(&show(&["Maya Chen"]));
    let told =
        "say which: Maya Chen (Archive/People/Maya Chen.md), Maya Chen (People/Maya Chen.md)\n";
    assert_eq!(run.stderr, format!("error: Maya Chen could be 2 contacts\n{told}"));
    for path in ["People/Maya Chen.md", "Archive/People/Maya Chen.md", "Archive/People/Maya Chen"] {
        let run = vault.run(&show(&[path]));
        assert_eq!((run.stderr.as_str(), run.code), ("", 0), "{path}");
        let first = format!("Maya Chen ({}.md)", path.trim_end_matches(".md"));
        assert_eq!(run.stdout.lines().next(), Some(first.as_str()));
    }
}

#[test]
fn the_past_is_asked_about_as_it_was() {
    let vault = TestVault::new(VAULT);
    let cases =
        [("2026-11-01", "scheduled"), ("2026-11-05", "scheduled"), ("2026-12-04", "in_touch")];
    for (day, state) in cases {
        assert_eq!(vault.state("maya", day), state, "{day}");
    }
    let early = vault.json(&["show", "maya", "--today", "2026-11-03"]);
    let timeline = items(&early)[0]["timeline"].as_array().expect("a list");
    let happened: Vec<_> = timeline.iter().filter(|row| row["counts_as"] == "contact").collect();
    assert_eq!(happened.len(), 1);
    assert_eq!(happened[0]["date"], "2026-11-02");
}

#[test]
fn a_file_name_that_is_not_utf8_is_told_byte_for_byte() {
    #[cfg(target_os = "linux")]
    {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let vault = TestVault::new("=== People/Ada.md\n- 2026-11-01 met\n");
        let name = OsStr::from_bytes(b"Jos\xe9 Diaz.md");
        std::fs::write(vault.root().join("People").join(name), "- 2026-11-01 met\n")
            .expect("Linux takes any bytes");
        let answer = vault.json(&show(&["diaz"]));
        let contact = &items(&answer)[0]["contact"];
        assert_eq!(contact["path"], "People/Jos\u{fffd} Diaz.md");
        assert_eq!(contact["path_hex"], "50656f706c652f4a6f73e9204469617a2e6d64");
    }
}
