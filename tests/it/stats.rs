//! `rekindle stats`

use serde_json::{Value, json};

use crate::vault::{TestVault, items, keys};

pub fn stats<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["stats", "--today", "2026-11-20"], more].concat()
}

/// The one item of the answer.
pub fn item(vault: &TestVault, more: &[&str]) -> Value {
    let answer = vault.json(&stats(more));
    assert_eq!((answer["schema"].as_str(), items(&answer).len()), (Some("rekindle.stats/1"), 1));
    items(&answer)[0].clone()
}

/// A list of rows as `name: people of goal`.
fn covered(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().expect("a list").iter();
    rows.map(|row| match row["goal"].as_u64() {
        Some(goal) => {
            format!("{}: {} of {goal}", row["name"].as_str().expect("a name"), row["people"])
        }
        None => format!("{}: {}", row["name"].as_str().expect("a name"), row["people"]),
    })
    .collect()
}

/// Two interviews, one of them with three people, and goals of every kind.
pub const GOALS: &str = "
    === .rekindle/config.toml
    [goals]
    interviews_per_week = 2
    total = 4
    [goals.levels]
    junior = 1
    [goals.roles]
    \"operations\" = 2
    [goals.organisations]
    harbour = 1
    === People/Ada Lind.md
    ---
    role: Head of Operations
    org: Harbour Light
    level: senior
    ---
    ## Log
    - 2026-11-03 interview via video
    === People/Bo Winter.md
    ---
    role: shift lead
    level: junior
    ---
    - 2026-11-05 coffee: not an interview
    === Meetings/2026-11-12 Three.md
    ---
    kind of meeting: interview
    with: [Ada Lind, Bo Winter, Cleo Adler]
    ---
    === People/Cleo Adler.md
    ---
    role: Shift Lead
    ---
    - 2026-11-12 met with [[Bo Winter]]: the three of us
    - 2026-11-25 interview via video
";

#[test]
fn one_meeting_of_three_people_is_one_interview() {
    let item = item(&TestVault::new(GOALS), &["--weeks", "4"]);
    assert_eq!((&item["counted"], &item["total"]), (&json!("interviews"), &json!(2)));
    assert_eq!(
        item["weeks"],
        json!([
            {"start": "2026-10-26", "count": 0, "goal": 2.0, "over": true},
            {"start": "2026-11-02", "count": 1, "goal": 2.0, "over": true},
            {"start": "2026-11-09", "count": 1, "goal": 2.0, "over": true},
            {"start": "2026-11-16", "count": 0, "goal": 2.0, "over": false},
        ])
    );
    assert_eq!((&item["total_goal"], &item["weeks_kept"]), (&json!(4), &json!(0)));
    let coverage = &item["coverage"];
    assert_eq!(
        covered(&coverage["levels"]),
        ["junior: 1 of 1", "mid: 0", "senior: 1", "unknown: 1"]
    );
    assert_eq!(covered(&coverage["roles"]), ["operations: 1 of 2", "Shift Lead: 2"]);
    assert_eq!(covered(&coverage["organisations"]), ["harbour: 1 of 1"]);
}

#[test]
fn weeks_begin_on_the_day_that_is_set() {
    let note = "- 2026-11-15 met: a Sunday\n- 2026-11-14 met: a Saturday\n- 2026-11-13 met\n";
    let cases = [
        ("monday", json!(["2026-11-09", "2026-11-16"]), json!([3, 0])),
        ("sunday", json!(["2026-11-08", "2026-11-15"]), json!([2, 1])),
        ("saturday", json!(["2026-11-07", "2026-11-14"]), json!([1, 2])),
    ];
    for (start, days, counts) in cases {
        let vault = TestVault::empty();
        vault.write("People/Ada.md", note);
        vault.write(".rekindle/config.toml", format!("week_start = \"{start}\"\n"));
        let item = item(&vault, &["--weeks", "2"]);
        let weeks = item["weeks"].as_array().expect("a list");
        let of =
            |key: &str| Value::from(weeks.iter().map(|week| week[key].clone()).collect::<Vec<_>>());
        assert_eq!((of("start"), of("count")), (days, counts), "{start}");
    }
}

/// A vault in which so many were asked by e-mail and answered within as many days as their number.
fn answered(count: u32) -> TestVault {
    let vault = TestVault::empty();
    for number in 1..=count {
        let note = format!(
            "- 2026-09-01 sent via email: a question\n- 2026-09-{:02} replied via email: yes\n",
            1 + number
        );
        vault.write(&format!("People/Friend {number}.md"), note);
    }
    vault
}

#[test]
fn nine_cases_claim_nothing_and_the_tenth_does() {
    let vault = answered(9);
    // Neither an open thread nor a further one is a case.
    vault.write("People/Open.md", "- 2026-11-18 sent via email: a question\n");
    vault.write("People/Open too.md", "- 2026-11-19 sent via email: a question\n");
    let all = item(&vault, &[])["outreach"]["all"].clone();
    let expected = json!({
        "name": "all", "answered": 9, "refused": 0, "let_go": 0, "lapsed": 0, "open": 2, "closed": 9,
        "rate": null, "median_days": null,
    });
    assert_eq!((keys(&all), &all), (keys(&expected), &expected));
    let text = vault.text(&stats(&[]));
    assert!(text.contains(" 9 of 9   ■■■■■■■■■··"), "{text}");
    assert!(text.contains("No rate is claimed below 10 cases"), "{text}");
    assert!(!text.contains('%'), "{text}");

    // A refusal is a response.
    vault.write(
        "People/Tenth.md",
        "- 2026-09-01 sent via email: a question\n- 2026-09-11 declined via email\n",
    );
    let all = item(&vault, &[])["outreach"]["all"].clone();
    let expected = json!({
        "name": "all", "answered": 10, "refused": 1, "let_go": 0, "lapsed": 0, "open": 2, "closed": 10,
        "rate": 1.0, "median_days": 5.5,
    });
    assert_eq!(all, expected);
    let text = vault.text(&stats(&[]));
    assert!(text.contains("Outreach: 10 of 10 answered (1 said no), 2 open\n"), "{text}");
    assert!(text.contains("  100%  5.5 days       2\n"), "{text}");
}

#[test]
fn what_came_to_nothing_counts_by_channel_warmth_and_try() {
    let vault = answered(7);
    vault.write("People/A.md", "- 2026-02-01 sent via linkedin: hello\n- 2026-03-01 let go\n");
    vault.write("People/B.md", "- 2026-02-01 wrote: hello\n- 2026-02-09 followed up via email\n");
    vault.write(
        "People/C.md",
        "---\nwarmth: warm\n---\n- 2026-02-01 sent via email: hello\n\
         - 2026-02-09 followed up via phone\n- 2026-02-12 replied: yes\n",
    );
    let outreach = item(&vault, &[])["outreach"].clone();
    assert_eq!(keys(&outreach), ["all", "by_channel", "by_warmth", "by_try"]);
    let said = |rows: &Value| {
        let rows = rows.as_array().expect("a list").iter();
        let said = rows.map(|row| {
            let name = row["name"].as_str().expect("a name");
            format!(
                "{name}: {} of {}, let go {}, lapsed {}, rate {}",
                row["answered"], row["closed"], row["let_go"], row["lapsed"], row["rate"]
            )
        });
        said.collect::<Vec<_>>()
    };
    assert_eq!(
        said(&outreach["by_channel"]),
        [
            "email: 8 of 8, let go 0, lapsed 0, rate null",
            "linkedin: 0 of 1, let go 1, lapsed 0, rate null",
            "unnamed: 0 of 1, let go 0, lapsed 1, rate null",
        ]
    );
    assert_eq!(
        said(&outreach["by_warmth"]),
        [
            "warm: 1 of 1, let go 0, lapsed 0, rate null",
            "cold: 7 of 9, let go 1, lapsed 1, rate null",
        ]
    );
    assert_eq!(
        said(&outreach["by_try"]),
        ["1: 7 of 10, let go 1, lapsed 0, rate 0.7", "2: 1 of 2, let go 0, lapsed 1, rate null"]
    );
}

#[test]
fn nothing_dated_later_counts_and_the_paused_do() {
    let vault = TestVault::new(
        "
        === People/Ada.md
        ---
        status: paused
        ---
        - 2026-11-02 sent via email: a question
        - 2026-11-04 met: at once
        - 2026-11-23 interview via video
        - 2026-11-24 sent via email: another
    ",
    );
    let item = item(&vault, &[]);
    assert_eq!((&item["counted"], &item["total"]), (&json!("conversations"), &json!(1)));
    let all = &item["outreach"]["all"];
    assert_eq!((&all["answered"], &all["open"]), (&json!(1), &json!(0)));
}

#[test]
fn filters_and_the_limit_choose_what_is_counted_and_listed() {
    let vault = TestVault::sample();
    let one = item(&vault, &["--org", "ellery"]);
    assert_eq!(covered(&one["coverage"]["organisations"]), ["Ellery Grid Storage: 2"]);
    let few = vault.json(&stats(&["--limit", "2"]));
    let organisations = &items(&few)[0]["coverage"]["organisations"];
    assert_eq!(covered(organisations), ["Ellery Grid Storage: 2", "Brightmoor Energy: 1"]);
    assert_eq!(few["notes"]["more_organisations"], 5);
    let text = vault.text(&stats(&["--limit", "2"]));
    assert!(text.contains("\n  and 5 more organisations (--all lists them)\n"), "{text}");
}

#[test]
fn weeks_are_one_to_104() {
    let vault = TestVault::sample();
    assert_eq!(item(&vault, &["--weeks", "104"])["weeks"].as_array().map(Vec::len), Some(104));
    for weeks in ["0", "105", "many"] {
        let run = vault.run(&stats(&["--weeks", weeks]));
        assert_eq!((run.stdout.as_str(), run.code), ("", 2), "{weeks}");
        assert!(run.stderr.contains("--weeks"), "{}", run.stderr);
    }
}
