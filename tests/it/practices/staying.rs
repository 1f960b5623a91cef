//! Staying in touch: the list, the two people a day, reasons to write, and ties of years ago.

use super::{of_kind, person, said};
use crate::vault::{TestVault, contacts, field, items};

/// A list of those one wants to stay in touch with, as people keep it in a spreadsheet: name, address,
/// links, the day of the last contact, and notes; the longest silence first.
#[test]
fn a_list_of_people_has_the_longest_silence_first() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        email: ada@example.org
        linkedin: https://example.org/in/ada
        ---
        Keeps bees.

        - 2026-09-02 met: the dam
        === People/Bo Winter.md
        - 2026-07-02 met: the map
        === People/Cleo Adler.md
        - 2026-08-02 met: the mill
        - 2026-08-05 sent via email: the drawing (fyi)
    ",
    );
    let answer = vault.json(&["quiet", "--today", "2026-11-20"]);
    assert_eq!(contacts(&answer), ["Bo Winter", "Cleo Adler", "Ada Lind"]);
    let days = |key: &str| -> Vec<String> {
        field(&answer, key).iter().map(|row| said(&row["date"]).to_owned()).collect()
    };
    assert_eq!(days("last"), ["2026-07-02", "2026-08-05", "2026-09-02"]);
    assert_eq!(days("last_heard"), ["2026-07-02", "2026-08-02", "2026-09-02"]);
    let facts = &person(&vault, "show", "ada", "2026-11-20")["facts"];
    assert_eq!(facts["emails"], serde_json::json!(["ada@example.org"]));
    assert_eq!(facts["links"], serde_json::json!(["https://example.org/in/ada"]));
    let noted = vault.json(&["search", "bees", "--today", "2026-11-20"]);
    assert_eq!(said(&items(&noted)[0]["path"]), "People/Ada Lind.md");
}

/// Each day one writes to the two at the top of that list, and makes it a habit: whoever was written to
/// stays on the page as done, and the next day brings the next two.
#[test]
fn two_people_a_day_are_engaged() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-05-02 met: the dam
        === People/Bo Winter.md
        - 2026-06-02 met: the map
        === People/Cleo Adler.md
        - 2026-07-02 met: the mill
        === People/Dan Fox.md
        - 2026-08-02 met: the weir
    ",
    );
    let picks = |day| of_kind(&vault, "reach_out", day);
    let two =
        ["reach_out Bo Winter: 2026-06-02 the map", "reach_out Cleo Adler: 2026-07-02 the mill"];
    assert_eq!(picks("2026-11-20"), two);
    vault.write(
        "People/Bo Winter.md",
        "- 2026-06-02 met: the map\n- 2026-11-20 sent via email: hello\n",
    );
    assert_eq!(picks("2026-11-20")[0], "reach_out Bo Winter (done): 2026-06-02 the map");
    vault.write("People/Cleo Adler.md", "- 2026-07-02 met: the mill\n- 2026-11-20 call: hello\n");
    let page = vault.text(&["today", "--today", "2026-11-20"]);
    assert!(page.starts_with("Friday 2026-11-20: nothing due, 2 of 2 contacted\n"), "{page}");
    let next = ["reach_out Dan Fox: 2026-08-02 the weir", "reach_out Ada Lind: 2026-05-02 the dam"];
    assert_eq!(picks("2026-11-21"), next, "the dormant come after the quiet");
}

/// There is always a reason to write: a birthday, an article on what somebody cares about, the news that
/// their advice helped.
#[test]
fn there_is_always_a_reason_to_write() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        birthday: 1980-11-22
        ---
        - 2026-11-18 call: the dam
        === People/Bo Winter.md
        ---
        interests: [heat pumps, chess]
        ---
        - 2026-11-18 call: the map
        === People/Cleo Adler.md
        - 2026-07-02 met: the mill
        - 2026-07-03 advice: learn to read a tariff
    ",
    );
    assert_eq!(of_kind(&vault, "birthday", "2026-11-20"), ["birthday Ada Lind: turns 46"]);
    assert_eq!(of_kind(&vault, "birthday", "2026-11-15"), [""; 0], "it is more than a week away");
    let found = vault.json(&["search", "\"heat pumps\"", "--today", "2026-11-20"]);
    assert_eq!(said(&items(&found)[0]["contacts"][0]["name"]), "Bo Winter");
    let pick = "reach_out Cleo Adler: tell how their advice helped: learn to read a tariff";
    assert_eq!(of_kind(&vault, "reach_out", "2026-11-20")[0], pick);
    let brief = person(&vault, "prep", "cleo", "2026-11-20");
    assert_eq!(said(&brief["advice"][0]["text"]), "learn to read a tariff");
}

/// People meet again years later, and the connection still holds: nothing is dropped from a timeline, and
/// one message is enough to pick the thread up.
#[test]
fn a_tie_of_years_ago_still_holds() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2009-04-02 met: we shared a desk
        - 2011-09-12 lunch: her first daughter
        - 2013-01-20 received via email: she moves north
        === Meetings/2011-10-03 Fair.md
        ---
        type: meeting
        with: Ada Lind
        ---
    ",
    );
    let known = "- 2009-04-02 met: we shared a desk\n- 2011-09-12 lunch: her first daughter\n\
                 - 2013-01-20 received via email: she moves north\n";
    let states = |more: &str, day: &str| {
        vault.write("People/Ada Lind.md", format!("{known}{more}"));
        vault.state("Ada Lind", day)
    };
    assert_eq!(states("", "2026-11-19"), "dormant");
    let shown = person(&vault, "show", "ada", "2026-11-19");
    let days: Vec<&str> = shown["timeline"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| said(&row["date"]))
        .collect();
    assert_eq!(days, ["2013-01-20", "2011-10-03", "2011-09-12", "2009-04-02"]);
    let hello = "- 2026-11-20 sent via email: I walked past our desk today\n";
    assert_eq!(states(hello, "2026-11-20"), "unanswered");
    let answer = format!("{hello}- 2026-11-22 met via video: as if it were yesterday\n");
    assert_eq!(states(&answer, "2026-11-22"), "in_touch");
    assert_eq!(of_kind(&vault, "reach_out", "2026-11-23").len(), 1, "and she is on the list again");
}
