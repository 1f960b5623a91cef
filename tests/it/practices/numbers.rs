//! What the numbers are for: not to take silence personally, to see what works, to keep a pace, and to
//! see whom one has not heard yet.

use serde_json::{Value, json};

use super::{person, said};
use crate::vault::{TestVault, items};

const DAY: [&str; 2] = ["--today", "2026-11-20"];

/// The page of numbers.
fn stats(vault: &TestVault) -> Value {
    items(&vault.json(&[&["stats"], &DAY[..]].concat()))[0].clone()
}

/// The group of this name.
fn group<'a>(groups: &'a Value, name: &str) -> &'a Value {
    let found = groups.as_array().expect("a list").iter().find(|group| group["name"] == name);
    found.unwrap_or_else(|| panic!("no {name}: {groups}"))
}

/// A vault of people who were asked once by e-mail in spring, with what came of it, and more of the front
/// matter: `(how many, what came of it, front matter)`.
fn asked(groups: &[(usize, &str, &str)]) -> TestVault {
    let vault = TestVault::empty();
    for (group, (count, outcome, front)) in groups.iter().enumerate() {
        for number in 0..*count {
            let note =
                format!("---\n{front}\n---\n- 2026-03-02 asked via email: a question\n{outcome}\n");
            vault.write(&format!("People/Person {group} {number}.md"), note);
        }
    }
    vault
}

const ANSWERED: &str = "- 2026-03-04 received via email: gladly (no reply needed)";
const DECLINED: &str = "- 2026-03-04 declined via email";
const LET_GO: &str = "- 2026-05-04 let go";

/// One or two in ten answer some people, five or six in ten a careful writer; a kind refusal is an answer.
/// The page says what it is for oneself, once there are ten cases, and claims nothing before.
#[test]
fn not_everybody_answers_and_that_is_normal() {
    let role = "role: Dispatcher";
    let ten = asked(&[(2, ANSWERED, role), (1, DECLINED, role), (7, LET_GO, role)]);
    let all = stats(&ten)["outreach"]["all"].clone();
    assert_eq!(
        (&all["closed"], &all["refused"], &all["rate"]),
        (&json!(10), &json!(1), &json!(0.3))
    );
    assert_eq!(group(&stats(&ten)["outreach"]["by_channel"], "email")["rate"], 0.3);
    let nine = asked(&[(2, ANSWERED, role), (1, DECLINED, role), (6, LET_GO, role)]);
    let all = stats(&nine)["outreach"]["all"].clone();
    assert_eq!(
        (&all["closed"], &all["rate"], &all["median_days"]),
        (&json!(9), &Value::Null, &Value::Null)
    );
    // A message that may still be answered speaks neither for nor against.
    ten.write("People/Waiting.md", "- 2026-11-18 asked via email: a question\n");
    let all = stats(&ten)["outreach"]["all"].clone();
    assert_eq!((&all["open"], &all["closed"], &all["rate"]), (&json!(1), &json!(10), &json!(0.3)));
}

/// Those with whom one has something in common, or to whom one was introduced, answer more often than
/// strangers, and the page shows by how much.
#[test]
fn the_warm_answer_more_often_than_the_cold() {
    let vault = asked(&[
        (3, ANSWERED, "warmth: warm"),
        (3, ANSWERED, "introduced_by: Bo Winter"),
        (4, LET_GO, "warmth: warm"),
        (1, ANSWERED, "warmth: cold"),
        (9, LET_GO, "role: Dispatcher"),
    ]);
    let by_warmth = &stats(&vault)["outreach"]["by_warmth"];
    assert_eq!(group(by_warmth, "warm")["rate"], 0.6);
    assert_eq!(group(by_warmth, "cold")["rate"], 0.1);
}

/// Each talk ends with asking for one or two other people, and so the network grows like a snowball: the
/// tree shows who led to whom, and how many talks each root has yielded.
#[test]
fn each_talk_leads_to_one_or_two_others() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-03-02 met: the dam
        === People/Bo Winter.md
        ---
        introduced_by: '[[Ada Lind]]'
        ---
        - 2026-04-02 met: the map
        === People/Cleo Adler.md
        ---
        introduced_by: '[[Bo Winter]]'
        ---
        === People/Dan Fox.md
        ---
        introduced_by: '[[Ada Lind]]'
        ---
        - 2026-06-02 sent via email: a question
        === People/Eve Stone.md
        - 2026-05-02 met: the weir
        === Meetings/2026-05-04 Mill.md
        ---
        type: meeting
        with: [Bo Winter, Cleo Adler]
        ---
    ",
    );
    let answer = vault.json(&[&["tree"], &DAY[..]].concat());
    assert_eq!(answer["schema"], "rekindle.tree/1");
    let rows = items(&answer).iter().map(|row| {
        let (name, root) = (said(&row["contact"]["name"]), said(&row["root"]["name"]));
        let numbers = [&row["depth"], &row["people"], &row["conversations"], &row["yield"]];
        let numbers = numbers.map(Value::to_string).join(" ");
        format!("{name} of {root}: {numbers}")
    });
    let expected = [
        "Ada Lind of Ada Lind: 0 4 1 3",
        "Bo Winter of Ada Lind: 1 2 2 2",
        "Cleo Adler of Ada Lind: 2 1 1 1",
        "Dan Fox of Ada Lind: 1 1 0 0",
    ];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
    assert_eq!(answer["notes"]["alone"], 1);
    let ada = person(&vault, "show", "ada", "2026-11-20");
    assert_eq!(ada["introduced"].as_array().map(Vec::len), Some(2));
}

/// A target and a pace keep the search going: one interview a week, ten at least.
#[test]
fn a_pace_is_kept() {
    let vault = TestVault::new(
        "
        === .rekindle/config.toml
        [goals]
        interviews_per_week = 1
        total = 10
        === People/Ada Lind.md
        - 2026-10-20 interview via video: the dam
        - 2026-11-03 interview via video: the dam again
        === People/Bo Winter.md
        - 2026-11-11 coffee: no interview
        === Meetings/2026-11-10 Both.md
        ---
        type: interview
        with: [Ada Lind, Bo Winter]
        ---
    ",
    );
    let page = stats(&vault);
    assert_eq!(
        (said(&page["counted"]), &page["total"], &page["total_goal"]),
        ("interviews", &json!(3), &json!(10))
    );
    let weeks = page["weeks"].as_array().expect("a list");
    let of = |week: &Value| {
        (said(&week["start"]).to_owned(), week["count"].as_u64(), week["over"] == true)
    };
    let week = |start: &str, count, over| (start.to_owned(), Some(count), over);
    assert_eq!(of(&weeks[0]), week("2026-08-31", 0, true));
    let last: Vec<_> = weeks[7..].iter().map(of).collect();
    assert_eq!(
        last,
        [
            week("2026-10-19", 1, true),
            week("2026-10-26", 0, true),
            week("2026-11-02", 1, true),
            week("2026-11-09", 1, true),
            week("2026-11-16", 0, false),
        ]
    );
    assert_eq!((weeks.len(), &weeks[11]["goal"].as_f64()), (12, &Some(1.0)));
    assert_eq!(page["weeks_kept"], 2, "this week is not over yet");
}

/// One hears people of every level: under three years in the field is junior, whatever the title says.
#[test]
fn every_level_is_heard() {
    let vault = TestVault::new(
        "
        === .rekindle/config.toml
        [goals.levels]
        junior = 2
        === People/Ada Lind.md
        ---
        role: Head of everything
        company: Harbour Power
        years in the field: 2
        ---
        - 2026-11-03 interview via video: the dam
        === People/Bo Winter.md
        ---
        role: Dispatcher
        company: Harbour Power
        level: senior
        ---
        - 2026-11-04 interview via video: the map
        === People/Cleo Adler.md
        - 2026-11-05 interview via video: the mill
        === People/Dan Fox.md
        ---
        level: mid
        ---
        - 2026-11-06 sent via email: never heard
    ",
    );
    let coverage = &stats(&vault)["coverage"];
    let people = |name: &str| {
        let levels = coverage["levels"].as_array().expect("a list");
        let level = levels.iter().find(|level| level["name"] == name);
        level.map_or(0, |level| level["people"].as_u64().expect("a number"))
    };
    assert_eq!(["junior", "mid", "senior", "unknown"].map(people), [1, 0, 1, 1]);
    assert_eq!(group(&coverage["levels"], "junior")["goal"], 2);
    assert_eq!(group(&coverage["levels"], "senior")["goal"], Value::Null);
    assert_eq!(group(&coverage["organisations"], "Harbour Power")["people"], 2);
}
