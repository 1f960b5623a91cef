use super::*;
use crate::model::Spot;
use crate::settings::Settings;

/// Reads the text after the date of an entry of 2026-11-02, with `[[name]]` as links.
fn said(text: &str, in_log: bool, in_journal: bool) -> Said {
    let mut plain = String::new();
    let mut links = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        let (name, after) = after.split_once("]]").expect("a closed link");
        plain.push_str(before);
        let start = plain.len();
        plain.push_str(name);
        let to = PersonRef::linked(name, name, Spot::START);
        links.push((start..plain.len(), to));
        rest = after;
    }
    plain.push_str(rest);
    let links = links.iter().map(|(range, to)| (range.clone(), to)).collect();
    let date = "2026-11-02".parse().expect("a date");
    let own_names = ["maya chen".to_owned(), "maya".to_owned()];
    let own_names = own_names.as_slice();
    let line = Line { text: &plain, links, date, in_log, all_words: false, in_journal, own_names };
    read(&line, &Words::new(&Settings::default()))
}

/// `out?` is out with an answer expected, `in!` is in and final, `both*` was held.
fn meaning_of(text: &str) -> String {
    shown(&said(text, false, false))
}

fn shown(said: &Said) -> String {
    let mut text = match &said.meaning {
        Meaning::Planned { on: Some(day) } => format!("planned for {day}"),
        Meaning::Planned { on: None } => "planned".to_owned(),
        Meaning::LetGo => "let go".to_owned(),
        Meaning::Unclear => "unclear".to_owned(),
        Meaning::Exchange(word) => {
            let mark = |on: bool, mark: &'static str| if on { mark } else { "" };
            format!(
                "{}{}{}{}",
                word.direction.as_str(),
                mark(word.expects_reply, "?"),
                mark(word.is_final, "!"),
                mark(word.held, "*"),
            )
        }
    };
    if let Some(channel) = &said.channel {
        text += &format!(" via {channel}");
    }
    text
}

#[test]
fn every_row_of_the_word_table() {
    let cases = [
        ("sent via linkedin: asked for 20 minutes", "out? via linkedin"),
        ("asked for a call", "out?"),
        ("reached out via email", "out? via email"),
        ("Emailed: hello", "out? via email"),
        ("followed up via email", "out? via email"),
        ("left voicemail", "out? via call"),
        ("called (no answer)", "out? via call"),
        ("call: went to voicemail", "out? via call"),
        ("phone: no answer", "out? via call"),
        ("thanked via email", "out via email"),
        ("congratulated on the new post", "out"),
        ("received via email: yes, the week of the 16th", "in? via email"),
        ("heard back: maybe", "in?"),
        ("declined via linkedin: too busy", "in! via linkedin"),
        ("said no", "in!"),
        ("met via video (25m): loves the pilot", "both* via video"),
        ("called: a good talk", "both via call"),
        ("call", "both via call"),
        ("coffee with [[Priya Nair]]: grid storage", "both* via coffee"),
        ("spoke about storage", "both*"),
        ("scheduled: video on 2026-11-25", "planned for 2026-11-25"),
        ("booked a call for 25 Nov 2026", "planned for 2026-11-25"),
        ("scheduled: was to be 2026-10-30", "planned"),
        ("let go", "let go"),
        ("her birthday", "unclear"),
        ("", "unclear"),
    ];
    for (text, expected) in cases {
        assert_eq!(meaning_of(text), expected, "{text}");
    }
}

#[test]
fn words_with_other_senses_need_a_sign_that_a_log_is_meant() {
    let words = [
        "updated",
        "closed",
        "got",
        "confirmed",
        "shared",
        "delivered",
        "introduced",
        "video",
        "interview",
    ];
    for word in words {
        let text = format!("{word} the file");
        assert_eq!(meaning_of(&text), "unclear", "{text}");
        assert_ne!(shown(&said(&text, true, false)), "unclear", "{text}");
        for marked in [format!("I {text}"), format!("-> {text}"), format!("{text} via email")] {
            assert_ne!(meaning_of(&marked), "unclear", "{marked}");
        }
    }
    // Alone before the colon, video is a channel.
    assert_eq!(meaning_of("video: the pilot"), "both* via video");
}

#[test]
fn subjects_and_arrows_turn_a_word() {
    let cases = [
        ("I emailed: a question", "out? via email"),
        ("they emailed: a question", "in? via email"),
        ("she wrote: a question", "in?"),
        ("Maya wrote: a question", "in?"),
        ("Maya Chen emailed", "in? via email"),
        ("[[Maya Chen]] asked me for the deck", "in?"),
        ("asked Maya for the deck", "out?"),
        ("they thanked me", "in"),
        ("they shared the report", "in"),
        ("I replied: yes", "out"),
        ("I heard back", "in?"),
        ("I called", "both via call"),
        ("-> sent: the deck", "out?"),
        ("<- sent: the deck", "in?"),
        ("← called: about the pilot", "in via call"),
        ("<-> wrote", "both"),
        ("-> email: a question", "out? via email"),
        ("→ linkedin", "out? via linkedin"),
        ("<- email: an answer", "in? via email"),
        ("↔ email: back and forth", "both via email"),
        ("-> replied: yes", "out"),
        ("<- declined", "in!"),
    ];
    for (text, expected) in cases {
        assert_eq!(meaning_of(text), expected, "{text}");
    }
}

#[test]
fn a_channel_may_stand_in_brackets_or_alone() {
    let cases = [
        ("(email): sent the deck", "out? via email"),
        ("(email): …", "both via email"),
        ("(email) sent the deck", "out? via email"),
        ("(email): shared the deck", "out via email"),
        ("(video): the pilot", "both* via video"),
        ("(25m): the pilot", "unclear"),
        ("sent (linkedin): hello", "out? via linkedin"),
        ("email: hello", "both via email"),
        ("Email with [[Priya Nair]]", "both via email"),
        ("LinkedIn message: hello", "both via linkedin"),
        ("1:1: the pilot", "both* via 1:1"),
        ("1:1 with Maya", "both* via 1:1"),
        ("in person: the pilot", "both* via in person"),
        ("met via in person: the pilot", "both* via in person"),
        ("had dinner with Maya", "both* via dinner"),
        ("phone (10m)", "both via call"),
        ("walk", "both* via walk"),
        ("email address changed", "unclear"),
        ("e-mail: hello", "both via email"),
    ];
    for (text, expected) in cases {
        assert_eq!(meaning_of(text), expected, "{text}");
    }
}

#[test]
fn only_the_first_four_words_before_the_colon_decide() {
    assert_eq!(meaning_of("a long and winding story sent"), "unclear");
    assert_eq!(meaning_of("a long and sent story"), "out?");
    assert_eq!(meaning_of("news: she sent word"), "unclear");
    assert_eq!(meaning_of("at 10:30 sent word: x"), "out?");
    assert_eq!(meaning_of("– sent"), "out?");
    assert_eq!(meaning_of("| sent"), "out?");
    assert_eq!(meaning_of(": sent"), "out?");
    // In a daily note, so do the words before the link.
    let journal = |text: &str| shown(&said(text, false, true));
    assert_eq!(journal("this was a long but good coffee with [[Maya Chen]]"), "both* via coffee");
    assert_eq!(journal("read a lot about [[Maya Chen]]"), "unclear");
}

#[test]
fn under_a_log_heading_every_entry_is_contact() {
    assert_eq!(shown(&said("the pilot runs", true, false)), "both");
    assert_eq!(shown(&said("", true, false)), "both");
}

#[test]
fn some_messages_want_no_answer() {
    let cases = [
        ("sent (fyi): the article", "out"),
        ("sent: the article, no reply needed", "out"),
        ("received via email: thanks, see you then", "in via email"),
        ("received via email: thanks, and would Tuesday suit?", "in? via email"),
        (
            "received via email: thanks for the article, it says what we have long said here at the plant",
            "in? via email",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(meaning_of(text), expected, "{text}");
    }
}

#[test]
fn text_people_and_minutes_are_taken_out() {
    let entry = said(
        "met with [[Priya Nair]], [[Tom Okafor]] and [[Zoe]] via video (1h30): saw [[Ann]]",
        false,
        false,
    );
    let names = |people: &[PersonRef]| people.iter().map(|to| to.name.clone()).collect::<Vec<_>>();
    assert_eq!(entry.text, "saw Ann");
    assert_eq!(names(&entry.people), ["Priya Nair", "Tom Okafor", "Zoe"]);
    assert_eq!(names(&entry.mentions), ["Ann"]);
    assert_eq!(entry.minutes, Some(90));
    let entry = said("met about [[Priya Nair]] and [[Tom Okafor]]", false, false);
    assert_eq!(names(&entry.people), ["Tom Okafor"]);
    let entry = said("(email): the\n whole line", false, false);
    assert_eq!(entry.text, "the whole line");
    let entry = said("sent the deck", false, false);
    assert_eq!(entry.text, "sent the deck");
    let entry = said("coffee with [[Maya Chen]]: grid", false, true);
    assert_eq!(names(&entry.people), ["Maya Chen"]);
}

#[test]
fn minutes_are_read() {
    let cases = [
        ("25m", Some(25)),
        ("25 min", Some(25)),
        ("1h", Some(60)),
        ("1h 30m", Some(90)),
        ("1.5 hours", Some(90)),
        ("25", None),
        ("fyi", None),
        ("9999999999h", None),
        ("", None),
    ];
    for (text, expected) in cases {
        assert_eq!(read_minutes(text), expected, "{text}");
    }
}
