//! `rekindle prep`: what one wants to have read before a meeting.

use insta::assert_snapshot;
use serde_json::json;

use crate::vault::{TestVault, items, keys};

const DAY: [&str; 2] = ["--today", "2026-11-20"];

#[test]
fn the_brief_before_a_first_meeting() {
    let text = TestVault::sample().text(&[&["prep", "noor", "--width", "80"], &DAY[..]].concat());
    assert_snapshot!(text, @"
    Noor Rahman
    you meet today at 14:00, video, 30 minutes, for the first time
      Noor Rahman, shift manager  (Meetings/2026/2026-11-20 Noor Rahman.md:3)

      role           Shift manager
      organisation   Midcoast System Operator
      e-mail         noor.rahman@example.com
      level          senior
      introduced by  Zoë Kowalczyk (last contact 2026-11-17): ask what to talk…

    Last talks
      2026-11-11  ->   linkedin: Friday at 14:00, her…  (People/Noor Rahman.md:14)
      2026-11-10  <-   linkedin: Zoë…  (Messages/2026-11-10 From Noor Rahman.md:7)
      2026-11-06  ->   linkedin: Zoë's name, what a…  (People/Noor Rahman.md:13)

    Questions: 7 of 10  (Meetings/2026/2026-11-20 Noor Rahman.md:13)
      1. What does a good first year look like from your chair?
      2. Which mistake do you want people to make early?
      3. How do you know that somebody is ready for nights alone?
      4. What did you do before?
      5. What do you wish applicants had asked you?
      6. How does a shift end well?
      7. Whom else should I hear?
    ");
}

#[test]
fn the_brief_on_somebody_known() {
    let text = TestVault::sample().text(&[&["prep", "maya", "--width", "100"], &DAY[..]].concat());
    assert_snapshot!(text, @"
    Maya Chen
    no meeting is planned; in touch: last contact 1 day ago; quiet from day 30

      role           Operations lead
      organisation   Ellery Grid Storage
      e-mail         maya.chen@example.com
      links          https://example.com/in/maya-chen-ops
      birthday       --03-14
      met            Energy Evenings in the tram shed, she was fixing the projector
      interests      state of charge, shift handover, trail running
      level          mid
      warmth         warm
      tags           person, storage
      cadence        1m
      introduced     Priya Nair, Rafael Duarte, Wen Li

    Last talks
      2026-11-19  ->   email: thanked via email, told her the handover sheet…  (People/Maya Chen.md:21)
      2026-11-18  <->  video: the operations posting, and who to see before…  (People/Maya Chen.md:22)
      2026-11-05  <->  lunch: Lunch at Saltmarsh  (Meetings/2026/2026-11-05 Lunch at Saltmarsh.md:3)
      2026-10-14  <->  coffee: she has seen a draft of the posting, and it…  (Journal/2026-10-14.md:2)
      2026-09-10  ->   email: the bed-flow chart, names removed  (People/Maya Chen.md:23)

    Advice received
      2026-11-18  bring one page, your own handover sheet…  (Meetings/2026/2026-11-18 Maya Chen.md:18)
      2026-05-07  pick one dispatch tool and learn it properly, the second…  (People/Maya Chen.md:26)

    Open promises
      [ ] mine, due 2026-11-24: send the tariff article to…  (Meetings/2026/2026-11-18 Maya Chen.md:20)
      [ ] theirs, due 2026-11-27: Maya: introduce me to…  (Meetings/2026/2026-11-18 Maya Chen.md:21)

    No questions prepared: write them under ## Questions in the meeting's note
    ");
}

#[test]
fn json_has_every_field() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        ---
        introduced_by: \"[[Bo Winter]]\"
        ---
        ## Questions
        - What would she do again?
        === People/Bo Winter.md
        - 2026-11-02 lunch: Ada would know
        === Meetings/2026-11-23 Ada.md
        ---
        type: meeting
        with: Ada Lind
        time: 09:30
        via: video
        questions: [How did she begin?]
        ---
    ",
    );
    let answer = vault.json(&[&["prep", "ada"], &DAY[..]].concat());
    assert_eq!(answer["schema"], "rekindle.prep/1");
    let item = &items(&answer)[0];
    let fields = [
        "contact",
        "facts",
        "state",
        "reason",
        "meeting",
        "first",
        "talks",
        "advice",
        "promises",
        "introduced_by",
        "introduced",
        "questions",
        "questions_wanted",
    ];
    assert_eq!(keys(item), fields);
    assert_eq!(
        item["meeting"],
        json!({
            "date": "2026-11-23", "time": "09:30", "channel": "video", "minutes": null,
            "text": "2026-11-23 Ada", "path": "Meetings/2026-11-23 Ada.md", "line": 1,
        })
    );
    let bo = json!({"name": "Bo Winter", "path": "People/Bo Winter.md"});
    assert_eq!(item["introduced_by"], json!([{"contact": bo, "last": "2026-11-02"}]));
    let asked = item["questions"].as_array().expect("a list");
    let texts: Vec<_> = asked.iter().map(|question| question["text"].clone()).collect();
    assert_eq!(texts, ["How did she begin?", "What would she do again?"]);
    assert_eq!((&item["first"], &item["questions_wanted"]), (&json!(true), &json!(10)));
}

#[test]
fn advice_is_that_of_whoever_gave_it() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-05-07 call: advice: pick one tool
        === People/Bo Winter.md
        Advice: undated, and kept
        === Meetings/2026-11-02 Lunch.md
        ---
        type: meeting
        with: [Ada Lind, Bo Winter]
        ---
        Advice from [[Bo Winter]]: ask early
        ## Advice
        - bring one page
        === Journal/2026-11-03.md
        Rang [[Bo Winter]] about it.

        Advice: listen to [[Ada Lind]]
        === Meetings/2026-12-02 Later.md
        ---
        type: meeting
        with: Ada Lind
        ---
        Advice: not given yet
    ",
    );
    let advice = |contact| {
        let answer = vault.json(&[&["prep", contact], &DAY[..]].concat());
        let rows = answer["items"][0]["advice"].as_array().expect("a list").clone();
        rows.iter().map(|row| row["text"].as_str().expect("a text").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(advice("ada"), ["listen to Ada Lind", "bring one page", "pick one tool"]);
    assert_eq!(advice("bo"), ["bring one page", "ask early", "undated, and kept"]);
}

#[test]
fn a_meeting_that_was_agreed_on_by_letter_has_what_its_own_note_prepares() {
    let vault = TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-11-17 scheduled via email for 2026-11-21
        === Meetings/2026-11-21 Ada.md
        ---
        type: meeting
        with: Ada Lind
        time: '16:00'
        via: video
        duration: 30m
        ---
        ## Questions
        - What did last Tuesday look like?
    ",
    );
    let text = vault.text(&[&["prep", "ada"], &DAY[..]].concat());
    assert_snapshot!(text, @"
    Ada Lind
    you meet on Saturday 2026-11-21 at 16:00, video, 30 minutes, for the first time
      2026-11-21 Ada  (Meetings/2026-11-21 Ada.md:1)

    Last talks
      2026-11-17  <->  email: scheduled via email for 2026-11-21  (People/Ada Lind.md:1)

    Questions: 1 of 10  (Meetings/2026-11-21 Ada.md:9)
      1. What did last Tuesday look like?
    ");
    let page = vault.json(&[&["today"], &DAY[..]].concat());
    assert_eq!(items(&page)[0]["text"], "16:00 video; confirm it; 1 of 10 questions prepared");
}
