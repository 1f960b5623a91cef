//! Around a conversation: questions, confirming, its length, notes, thanks, promises, the one who made
//! the introduction.

use super::{of_kind, page, person, said};
use crate::vault::{TestVault, items};

/// Questions are prepared from what one could read about the person: ten at least. The page warns as long
/// as there are fewer, and the brief has them ready to be read out.
#[test]
fn ten_questions_are_prepared() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        role: Dispatcher
        company: Harbour Power
        ---
        === Meetings/2026-03-05 Ada.md
        ---
        type: meeting
        with: Ada Lind
        kind of meeting: interview
        ---
        ## Questions
        1. What did last Tuesday look like?
        2. How did you get here?
        3. What do newcomers get wrong?
    ",
    );
    let row = |text| [format!("meeting Ada Lind: {text}")];
    assert_eq!(page(&vault, "2026-03-05"), row("3 of 10 questions prepared"));
    let brief = person(&vault, "prep", "ada", "2026-03-04");
    assert_eq!(said(&brief["facts"]["role"]), "Dispatcher");
    assert_eq!(said(&brief["questions"][2]["text"]), "What do newcomers get wrong?");
    let questions: String =
        (1..=10).map(|number| format!("{number}. Question {number}?\n")).collect();
    let note =
        "---\ntype: meeting\nwith: Ada Lind\nkind of meeting: interview\n---\n## Questions\n";
    vault.write("Meetings/2026-03-05 Ada.md", format!("{note}{questions}"));
    assert_eq!(page(&vault, "2026-03-05"), row("10 questions prepared"));
}

/// A meeting is confirmed with a short message on the day before it.
#[test]
fn a_meeting_is_confirmed_the_day_before() {
    let vault = TestVault::new(
        "
        === .rekindle/config.toml
        [today]
        questions = 0
        === People/Ada Lind.md
        === Meetings/2026-03-05 Ada.md
        ---
        type: meeting
        with: Ada Lind
        time: '10:30'
        via: video
        ---
    ",
    );
    let row = |text| [format!("meeting Ada Lind: {text}")];
    assert_eq!(page(&vault, "2026-03-03"), [""; 0]);
    assert_eq!(page(&vault, "2026-03-04"), row("10:30 video; confirm it"));
    vault.write(
        "People/Ada Lind.md",
        "- 2026-03-04 I confirmed via email: tomorrow at half past ten\n",
    );
    assert_eq!(page(&vault, "2026-03-04"), row("10:30 video; confirmed today"));
    assert_eq!(page(&vault, "2026-03-05"), row("10:30 video"));
    assert_eq!(
        vault.json(&["unanswered", "--today", "2026-03-04"])["items"],
        serde_json::json!([])
    );
}

/// How long a talk may take is agreed on beforehand and kept to: the brief says it, and the timeline says
/// how long the earlier ones took.
#[test]
fn the_length_agreed_on_is_shown() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-02-11 call (15m): a first hello
        - 2026-02-12 thanked via email
        === Meetings/2026-02-20 Ada.md
        ---
        type: meeting
        with: Ada Lind
        via: coffee
        duration: 1h30
        ---
        === Meetings/2026-03-05 Ada.md
        ---
        type: meeting
        with: Ada Lind
        via: video
        duration: 20 minutes
        ---
    ",
    );
    let brief = person(&vault, "prep", "ada", "2026-03-04");
    assert_eq!(brief["meeting"]["minutes"], 20);
    let brief = vault.text(&["prep", "ada", "--today", "2026-03-04"]);
    assert!(brief.contains("\nyou meet on Thursday 2026-03-05, video, 20 minutes\n"), "{brief}");
    let shown = person(&vault, "show", "ada", "2026-03-06");
    let minutes = |row: &serde_json::Value| row["minutes"].as_u64();
    let minutes: Vec<_> =
        shown["timeline"].as_array().expect("a list").iter().map(minutes).collect();
    assert_eq!(minutes, [Some(20), Some(90), None, Some(15)]);
    let shown = vault.text(&["show", "ada", "--today", "2026-03-06"]);
    assert!(shown.contains("  call (15m): a first hello  "), "{shown}");
    assert!(shown.contains("  coffee (1h30): 2026-02-20 Ada  "), "{shown}");
}

/// The main points of a talk are written down while it lasts, and are found again years later by what was
/// said.
#[test]
fn the_main_points_of_a_talk_are_found_again() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        === People/Bo Winter.md
        === Meetings/2023-03-05 Ada.md
        ---
        type: meeting
        with: [Ada Lind, Bo Winter]
        ---
        ## Notes
        - the handover sheet begins with the alarms
        - nights: four on, four off
    ",
    );
    let answer = vault.json(&["search", "handover alarms", "--today", "2026-03-06"]);
    let found = &items(&answer)[0];
    assert_eq!((said(&found["path"]), &found["line"]), ("Meetings/2023-03-05 Ada.md", &6.into()));
    assert_eq!(said(&found["date"]), "2023-03-05");
    assert_eq!(said(&found["contacts"][1]["name"]), "Bo Winter");
    assert_eq!(said(&found["snippet"]), "- the handover sheet begins with the alarms");
}

/// One always says thanks within a day, and refers to something that was said: the row names the talk it
/// is for, with the place of the notes.
#[test]
fn thanks_are_said_within_a_day() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        === Meetings/2026-03-05 Ada.md
        ---
        type: interview
        with: Ada Lind
        via: video
        ---
        # Alarms that are none
        She keeps a list of them.
    ",
    );
    let owed = |day| vault.json(&["owed", "--today", day])["items"].clone();
    assert_eq!(owed("2026-03-05"), serde_json::json!([]), "it is not over yet");
    let row = &owed("2026-03-06")[0];
    assert_eq!((said(&row["kind"]), said(&row["due"])), ("thank_you", "2026-03-06"));
    assert_eq!(said(&row["text"]), "video: Alarms that are none");
    assert_eq!(said(&row["path"]), "Meetings/2026-03-05 Ada.md");
    assert_eq!(of_kind(&vault, "thank_you", "2026-03-06").len(), 1);
    vault.write("People/Ada Lind.md", "- 2026-03-06 thanked via email: for the list of alarms\n");
    assert_eq!(owed("2026-03-07"), serde_json::json!([]));
}

/// What was promised in a talk is delivered: an open box is on the list until it is ticked, and due on the
/// day that it names.
#[test]
fn what_was_promised_is_delivered() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ## To do
        - [ ] send her the address of the archive
        === Meetings/2026-03-05 Ada.md
        ---
        type: meeting
        with: Ada Lind
        thanks: sent
        ---
        - [ ] send the article on tariffs 📅 2026-03-09
        - [ ] Ada: introduce me to Bo
    ",
    );
    let promises = |more: &[&str]| -> Vec<String> {
        let answer = vault.json(&[&["owed", "--today", "2026-03-09"], more].concat());
        items(&answer)
            .iter()
            .map(|row| format!("{}: {}", said(&row["due"]), said(&row["text"])))
            .collect()
    };
    let mine =
        ["2026-03-09: send the article on tariffs", "-: send her the address of the archive"];
    assert_eq!(promises(&[]), mine);
    assert_eq!(promises(&["--theirs"]), ["-: Ada: introduce me to Bo"]);
    assert_eq!(of_kind(&vault, "promise", "2026-03-08"), [""; 0]);
    assert_eq!(of_kind(&vault, "promise", "2026-03-09").len(), 1);
    vault.write(
        "Meetings/2026-03-05 Ada.md",
        "---\ntype: meeting\nwith: Ada Lind\nthanks: sent\n---\n- [x] send the article on tariffs 📅 2026-03-09\n",
    );
    assert_eq!(promises(&[]), mine[1..]);
    assert_eq!(promises(&["--theirs"]), [""; 0]);
}

/// Whoever made the introduction knows what to talk about, and likes to hear how it went: the brief names
/// them, and the page asks to tell them.
#[test]
fn the_one_who_made_the_introduction_is_asked_and_told() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        introduced_by: '[[Bo Winter]]'
        ---
        === People/Bo Winter.md
        - 2026-03-01 call: you should meet Ada
        === Meetings/2026-03-05 Ada.md
        ---
        type: meeting
        with: Ada Lind
        ---
    ",
    );
    let brief = vault.text(&["prep", "ada", "--today", "2026-03-04"]);
    let asked = "introduced by  Bo Winter (last contact 2026-03-01): ask what to talk about, tell how it went\n";
    assert!(brief.contains(asked), "{brief}");
    assert_eq!(of_kind(&vault, "tell", "2026-03-05"), [""; 0]);
    let tell = "tell Bo Winter: how it went with Ada Lind on 2026-03-05";
    assert_eq!(of_kind(&vault, "tell", "2026-03-06"), [tell]);
    vault.write(
        "People/Bo Winter.md",
        "- 2026-03-06 I updated via email: Ada drew the whole yard\n",
    );
    assert_eq!(of_kind(&vault, "tell", "2026-03-06"), [""; 0]);
}

/// In person is better than by video, and video better than by phone: how each talk was held stays with
/// it, in the timeline and for a search.
#[test]
fn how_a_talk_was_held_stays_with_it() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-03-01 met via in person: the yard
        - 2026-03-02 met via video: the screen
        - 2026-03-03 spoke via phone: the voice
        === Meetings/2026-03-05 Ada.md
        ---
        type: meeting
        with: Ada Lind
        via: In person
        ---
        The yard again.
    ",
    );
    let shown = person(&vault, "show", "ada", "2026-03-06");
    let channels = shown["timeline"].as_array().expect("a list").iter();
    let channels: Vec<&str> = channels.map(|row| said(&row["channel"])).collect();
    assert_eq!(channels, ["in person", "call", "video", "in person"]);
    let days = |query: &str| -> Vec<String> {
        let answer = vault.json(&["search", query, "--today", "2026-03-06"]);
        let mut days: Vec<String> =
            items(&answer).iter().map(|row| said(&row["date"]).to_owned()).collect();
        days.sort();
        days
    };
    assert_eq!(days("via:\"in person\" yard"), ["2026-03-01", "2026-03-05"]);
    assert_eq!(days("via:video"), ["2026-03-02"]);
    assert_eq!(days("via:phone"), ["2026-03-03"]);
}
