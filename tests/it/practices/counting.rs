//! Seeing how it goes: how many answer, who answers more, where people lead, and whether the pace holds.

use serde_json::{Value, json};

use crate::vault::{TestVault, items};

fn stats(vault: &TestVault) -> Value {
    let answer = vault.json(&["stats", "--today", "2026-11-20"]);
    items(&answer)[0].clone()
}

/// The group of this name.
fn group<'a>(groups: &'a Value, name: &str) -> &'a Value {
    let groups = groups.as_array().expect("a list of groups");
    let found = groups.iter().find(|group| group["name"] == name);
    found.unwrap_or_else(|| panic!("no {name}: {groups:?}"))
}

/// People who were written to; of every three, one answered and one said no.
fn asked(how_many: usize, front: &str) -> TestVault {
    let vault = TestVault::empty();
    for number in 0..how_many {
        let ends = match number % 3 {
            0 => "- 2026-01-07 replied via email: gladly\n",
            1 => "- 2026-01-09 declined via email\n",
            _ => "- 2026-03-01 let go\n",
        };
        let note = format!("---\n{front}\n---\n- 2026-01-05 sent via email: a question\n{ends}");
        vault.write(&format!("People/Contact {number}.md"), note);
    }
    vault
}

/// Not everybody answers, and that is normal: a refusal is an answer, what is open is not counted
/// against anybody, and nothing is claimed of fewer than ten.
#[test]
fn not_everybody_answers() {
    let nine = stats(&asked(9, "email: a@example.org"));
    let all = &nine["outreach"]["all"];
    assert_eq!(
        (&all["answered"], &all["refused"], &all["closed"]),
        (&json!(6), &json!(3), &json!(9))
    );
    assert_eq!((&all["rate"], &all["median_days"]), (&Value::Null, &Value::Null));

    let vault = asked(12, "email: a@example.org");
    vault.write("People/Open.md", "- 2026-11-18 sent via linkedin: a question\n");
    let twelve = stats(&vault);
    let all = &twelve["outreach"]["all"];
    assert_eq!(
        (&all["answered"], &all["closed"], &all["open"]),
        (&json!(8), &json!(12), &json!(1))
    );
    assert_eq!(all["rate"], 0.667);
    let email = group(&twelve["outreach"]["by_channel"], "email");
    assert_eq!((&email["rate"], &email["open"]), (&json!(0.667), &json!(0)));
    let linkedin = group(&twelve["outreach"]["by_channel"], "linkedin");
    assert_eq!((&linkedin["closed"], &linkedin["open"]), (&json!(0), &json!(1)));
}

/// Warm contacts answer more than cold ones: they are counted apart, whether the note says so, somebody
/// introduced them, or the two had spoken before.
#[test]
fn the_warm_are_counted_apart_from_the_cold() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        warmth: warm
        ---
        - 2026-01-05 sent via email: a question
        - 2026-01-07 replied via email: gladly
        === People/Bo Winter.md
        ---
        introduced_by: Ada Lind
        ---
        - 2026-01-05 sent via email: a question
        - 2026-01-07 replied via email: gladly
        === People/Cleo Adler.md
        - 2025-12-05 met at the fair
        - 2026-01-05 sent via email: a question
        - 2026-01-07 replied via email: gladly
        === People/Dan Fox.md
        - 2026-01-05 sent via email: a question
        - 2026-02-05 let go
    ",
    );
    let counted = stats(&vault);
    let of = |name| group(&counted["outreach"]["by_warmth"], name);
    assert_eq!((&of("warm")["answered"], &of("warm")["closed"]), (&json!(3), &json!(3)));
    assert_eq!((&of("cold")["answered"], &of("cold")["closed"]), (&json!(0), &json!(1)));
}

/// Asking each for one or two more names makes the network grow like a snowball: the tree shows who led
/// to whom, and how many conversations came of it.
#[test]
fn one_name_leads_to_the_next() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-01-05 coffee
        === People/Bo Winter.md
        ---
        introduced_by: \"[[Ada Lind]]\"
        ---
        - 2026-02-05 coffee
        - 2026-03-05 call: the map
        === People/Cleo Adler.md
        ---
        referred_by: Bo Winter
        ---
        - 2026-04-05 lunch with [[Ada Lind]]
    ",
    );
    let answer = vault.json(&["tree", "--today", "2026-11-20"]);
    let row = |row: &Value| {
        let name = row["contact"]["name"].as_str().unwrap_or("?").to_owned();
        (name, row["depth"].as_u64(), row["conversations"].as_u64(), row["yield"].as_u64())
    };
    let rows: Vec<_> = items(&answer).iter().map(row).collect();
    // The lunch was with two of them, and is one conversation.
    let expected = [("Ada Lind", 0, 2, 4), ("Bo Winter", 1, 2, 3), ("Cleo Adler", 2, 1, 1)];
    let expected = expected
        .map(|(name, depth, held, all)| (name.to_owned(), Some(depth), Some(held), Some(all)));
    assert_eq!(rows, expected);
    let text = vault.text(&["tree", "--today", "2026-11-20"]);
    assert!(text.contains("└─ Bo Winter") && text.contains("   └─ Cleo Adler"), "{text}");
}

/// A target and a steady pace: one interview a week, ten in all, counted by week.
#[test]
fn a_target_is_set_and_the_pace_is_kept() {
    let vault = TestVault::new(
        "
        === .rekindle/config.toml
        [goals]
        total = 10
        === Meetings/2026-11-03 Ada.md
        ---
        type: interview
        with: [Ada Lind, Bo Winter]
        ---
        === Meetings/2026-11-12 Bo.md
        ---
        type: interview
        with: Bo Winter
        ---
        === Meetings/2026-11-13 Ada.md
        ---
        type: meeting
        with: Ada Lind
        ---
        === People/Ada Lind.md
        === People/Bo Winter.md
    ",
    );
    let answer = vault.json(&["stats", "--weeks", "3", "--today", "2026-11-20"]);
    let item = &items(&answer)[0];
    assert_eq!(item["counted"], "interviews");
    let week = |start: &str, count: u32, over: bool| json!({"start": start, "count": count, "goal": 1.0, "over": over});
    let weeks =
        [week("2026-11-02", 1, true), week("2026-11-09", 1, true), week("2026-11-16", 0, false)];
    assert_eq!(item["weeks"], json!(weeks));
    assert_eq!((&item["total"], &item["total_goal"]), (&json!(2), &json!(10)));
    assert_eq!(item["weeks_kept"], 2);
    // One every two weeks is a pace as well.
    vault.write(".rekindle/config.toml", "[goals]\ninterviews_per_week = 0.5\n");
    assert_eq!(stats(&vault)["weeks"][0]["goal"], 0.5);
}

/// Hearing juniors as well as seniors, several of one role and of one organisation: what is covered is
/// counted by people spoken with. Years in the field tell more than a title.
#[test]
fn levels_roles_and_organisations_are_covered() {
    let vault = TestVault::new(
        "
        === .rekindle/config.toml
        [goals.levels]
        junior = 3
        [goals.organisations]
        grid = 2
        === People/Ada Lind.md
        ---
        years in the field: 2
        role: Analyst
        company: Northern Grid
        ---
        - 2026-11-03 coffee
        - 2026-11-10 coffee
        === People/Bo Winter.md
        ---
        level: senior
        role: analyst
        company: Harbour Lab
        ---
        - 2026-11-03 lunch
        === People/Cleo Adler.md
        ---
        level: senior
        ---
        - 2026-11-03 sent via email: never met
    ",
    );
    let coverage = &stats(&vault)["coverage"];
    let row = |name: &str, people: u32, goal: Option<u32>| json!({"name": name, "people": people, "goal": goal});
    let levels = [
        row("junior", 1, Some(3)),
        row("mid", 0, None),
        row("senior", 1, None),
        row("unknown", 0, None),
    ];
    assert_eq!(coverage["levels"], json!(levels));
    assert_eq!(coverage["roles"], json!([row("Analyst", 2, None)]));
    let organisations = [row("grid", 1, Some(2)), row("Harbour Lab", 1, None)];
    assert_eq!(coverage["organisations"], json!(organisations));
}
