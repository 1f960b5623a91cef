//! Whole notes: every key of the front matter in its spellings, and whatever else bytes may be.

use proptest::prelude::*;

use super::*;
use crate::model::{Cadence, Hold, Level, Span, Unit, Warmth};

fn parsed(path: &str, text: &str) -> Note {
    Parser::new(&Settings::default()).parse(&NotePath::new(path), text.as_bytes())
}

fn contact(front: &str) -> crate::model::Contact {
    let note = parsed("People/Maya Chen.md", &format!("---\n{front}\n---\n"));
    assert_eq!(note.problems, [], "{front}");
    note.contact.expect("it lies in People")
}

#[test]
fn every_spelling_of_a_key_fills_its_field() {
    type Read = fn(&crate::model::Contact) -> String;
    let cases: [(&[&str], &str, Read, &str); 17] = [
        (&["name", "Full Name", "display_name", "FN"], "Maya C", |c| c.name.clone(), "Maya C"),
        (
            &["alias", "Aliases", "aka", "nick-name"],
            "[May, \"[[M C]]\"]",
            |c| c.aliases.join("|"),
            "May|M C",
        ),
        (
            &["company", "org", "Organisation", "organizations", "employer", "affiliation"],
            "\"[[Acme, Inc.]]\"",
            |c| c.organisations.join("|"),
            "Acme, Inc.",
        ),
        (
            &["role", "job_title", "position", "occupation", "title"],
            "Editor #1",
            |c| c.role.clone().unwrap_or_default(),
            "Editor #1",
        ),
        (
            &["email", "E-Mail", "mail", "emailAddress"],
            "[a@x.org, b@x.org]",
            |c| c.emails.join("|"),
            "a@x.org|b@x.org",
        ),
        (&["phone", "Mobile", "cell", "tel"], "0049170", |c| c.phones.join("|"), "0049170"),
        (
            &["linkedin", "twitter", "github", "website", "url", "socials"],
            "x.org/m",
            |c| c.links.join("|"),
            "x.org/m",
        ),
        (
            &["birthday", "birth_date", "bday", "dob", "born"],
            "March 14",
            |c| c.birthday.map_or(String::new(), |day| day.to_string()),
            "--03-14",
        ),
        (
            &["introduced_by", "referred-by", "intro by", "connectedBy"],
            "[[People/Tom Okafor|Tom]]",
            |c| c.introduced_by.iter().map(|at| at.value.name.as_str()).collect(),
            "Tom",
        ),
        (
            &["how_we_met", "met-at", "met_context", "firstMet", "date met"],
            "the fair",
            |c| c.met.clone().unwrap_or_default(),
            "the fair",
        ),
        (
            &["last_contact", "lastContacted", "last-touch", "Last Met", "last_spoke", "last_chat"],
            "[[2026-11-02]]",
            |c| c.last_contact.as_ref().map_or(String::new(), |at| at.value.to_string()),
            "2026-11-02",
        ),
        (
            &["cadence", "contact_frequency", "frequency", "check-in", "interval", "followup_days"],
            "every 6 weeks",
            |c| match c.cadence.as_ref().map(|at| at.value) {
                Some(Cadence::Every(Span { count, unit: Unit::Week })) => format!("{count} weeks"),
                other => format!("{other:?}"),
            },
            "6 weeks",
        ),
        (
            &["follow_up", "next-contact", "next_follow_up", "follow_up_date", "next touch"],
            "2026-11-24 send the deck",
            |c| {
                let step = c.next_step.as_ref().map(|at| at.value.clone());
                step.map_or(String::new(), |step| format!("{:?} {:?}", step.on, step.text))
            },
            "Some(2026-11-24) Some(\"send the deck\")",
        ),
        (
            &["status"],
            "do-not-contact",
            |c| c.hold.as_ref().map_or("", |at| Hold::as_str(at.value)).to_owned(),
            "do-not-contact",
        ),
        (
            &["paused_until", "snooze"],
            "2026-12-01",
            |c| c.paused_until.as_ref().map_or(String::new(), |at| at.value.to_string()),
            "2026-12-01",
        ),
        (
            &["follow_up_after"],
            "7d, 14d",
            |c| c.follow_up_after.iter().map(|span| format!("{span} ")).collect(),
            "7d 14d ",
        ),
        (&["max_messages", "maxMessages"], "2", |c| format!("{:?}", c.max_messages), "Some(2)"),
    ];
    for (keys, value, read, expected) in cases {
        for key in keys {
            assert_eq!(read(&contact(&format!("{key}: {value}"))), expected, "{key}: {value}");
        }
    }
    assert_eq!(contact("years in the field: 2").level, Some(Level::Junior));
    assert_eq!(contact("level: Senior").level, Some(Level::Senior));
    assert_eq!(contact("warmth: warm").warmth, Some(Warmth::Warm));
    assert!(contact("central: true").central);
    assert_eq!(contact("name: {first: Maya, last: Chen}").name, "Maya Chen");
    assert_eq!(contact("first_name: Maya\nlast_name: Chen").name, "Maya Chen");
    // What says when the note was touched says nothing about contact.
    for key in ["last_seen", "last_mention", "last_updated", "last_reviewed", "modified"] {
        assert_eq!(contact(&format!("{key}: 2026-11-02")).last_contact, None, "{key}");
    }
}

#[test]
fn a_kind_is_told_by_type_then_tag_then_folder_then_shape() {
    let cases = [
        ("a.md", "---\ntype: person\n---\n", Kind::Contact),
        ("a.md", "---\ncategories: [\"[[People]]\"]\n---\n", Kind::Contact),
        ("a.md", "---\ntags: [person/work]\n---\n", Kind::Contact),
        ("a.md", "#people #work\n", Kind::Contact),
        ("a.md", "type:: person\n", Kind::Contact),
        ("People/a.md", "", Kind::Contact),
        ("People/a.md", "---\ntype: note\n---\n", Kind::Note),
        ("People/a.md", "---\ntype: philosopher\n---\n", Kind::Contact),
        ("a.md", "---\ntype: 1-1\n---\n", Kind::Meeting),
        ("a.md", "---\ntags: meeting\ndate: 2026-11-02\n---\n", Kind::Meeting),
        ("a.md", "---\ntags: meeting\n---\n", Kind::Note),
        ("People/a.md", "---\ntags: meeting\ndate: 2026-11-02\n---\n", Kind::Contact),
        ("2026-11-02 Talk.md", "---\nwith: Maya\n---\n", Kind::Meeting),
        ("2026-11-02 Talk.md", "Attendees: Maya\n", Kind::Meeting),
        ("2026-11-02 Talk.md", "", Kind::Note),
        ("Talk.md", "---\nwith: Maya\n---\n", Kind::Note),
        ("2026-11-02.md", "", Kind::Journal),
        ("a.md", "---\ntype: daily\n---\n", Kind::Journal),
        ("a.md", "---\ntype: email\nto: Maya\n---\n", Kind::Message),
        ("a.md", "---\ntype: email\n---\n", Kind::Note),
    ];
    for (path, text, kind) in cases {
        assert_eq!(parsed(path, text).kind, kind, "{path}: {text}");
    }
}

/// Pieces of notes that are hard to read, for putting together at random.
const PIECES: [&str; 36] = [
    "---\n",
    "...\n",
    "type: person\n",
    "with: [[Maya]], [[Tom]]\n",
    "date: 2026-02-30\n",
    "tags: #a\n",
    "outreach:\n  - {date: 2026-11-02, via: linkedin}\n",
    "- 2026-11-02 sent via email: a\n",
    "### 2026-11-02\n",
    "- [ ] [[Tom]] to call 📅 2026-11-30\n",
    "| 2026-11-02 | email | x |\n",
    "|--|--|--|\n",
    "# Log\n",
    "[[",
    "]]",
    "(",
    ")",
    "**",
    "`",
    "```\n",
    "%%",
    "<!--",
    "-->",
    "> ",
    "\t- ",
    "\u{feff}",
    "\u{202e}",
    "e\u{301}",
    "田中",
    "\n",
    "\r\n",
    " ",
    "key:: value\n",
    "**Role:** x\n",
    "<<<<<<< a\n=======\n>>>>>>> b\n",
    "[a](b.md)",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever the bytes are, a note comes out, and every place that it names is in the file.
    #[test]
    fn bytes_make_a_note(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check_sound("People/Maya Chen.md", &bytes);
    }

    /// The same for what looks like notes, in every kind of note.
    #[test]
    fn pieces_make_a_note(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40),
        path in proptest::sample::select(&["People/Maya.md", "2026-11-02.md", "Meetings/a.md", "a.md"][..]),
    ) {
        check_sound(path, pieces.concat().as_bytes());
    }
}

fn check_sound(path: &str, bytes: &[u8]) {
    let settings = Settings::default();
    odd::hold(&Parser::new(&settings), &NotePath::new(path), bytes);
}
