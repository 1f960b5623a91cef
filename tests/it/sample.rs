//! The sample vault on 2026-11-20, against an expectation that was worked out by hand from the notes and
//! the rules before the program could answer. If the two differ, one of them is wrong: find out which.

use rekindle::model::Date;
use rekindle::network::{Pause, Person, State as Verdict, Step};
use rekindle::settings::{Settings, Text, load};
use rekindle::state::State;

use crate::vault::{TestVault, contacts, field, items};

const TODAY: &str = "2026-11-20";

/// Path, state, days of silence, days of the line, and what comes next on which day.
const EXPECTED: &str = "\
Notes/Reading/Hollis Vane.md   | untracked  |   - |   - | -
People/@Dev Raman.md           | in_touch   |  18 |  30 | quiet 2026-12-02
People/Amara Osei.md           | quiet      | 148 |  63 | dormant 2026-12-22
People/Beatrice Lindqvist.md   | dormant    | 428 | 115 | -
People/Callum Reid.md          | unanswered |  18 |  30 | follow up (3 of 3) 2026-11-16, due
People/Desmond Pryce.md        | unanswered |  24 |  30 | let go 2026-11-17, due
People/Elena Marsh.md          | quiet      | 155 |  82 | dormant 2026-12-15
People/Grace Wanjiru.md        | unanswered |  17 |  77 | follow up (2 of 3) 2026-11-17, due
People/Ingrid Solheim.md       | in_touch   |  10 |  30 | quiet 2026-12-10
People/Jonas Petrak.md         | dormant    | 262 |  30 | -
People/Katarina Holub.md       | unanswered |   8 |  30 | follow up (2 of 2) 2026-11-22, not due
People/Leila Haddad.md         | owed       |   3 |  30 | reply 2026-11-18
People/Marcus Thorne.md        | closed     | 150 |  30 | -
People/Maya Chen.md            | in_touch   |   1 |  30 | quiet 2026-12-19
People/Noor Rahman.md          | scheduled  |   9 |  30 | meeting 2026-11-20
People/Oliver Finch.md         | quiet      |  50 |  30 | dormant 2027-03-30
People/Priya Nair.md           | scheduled  |   4 |  88 | meeting 2026-11-26
People/Rafael Duarte.md        | in_touch   |  15 |  83 | next step 2026-11-19
People/Ruth Calloway.md        | paused     | 106 |  74 | back 2027-01-15
People/Samuel Adeyemi.md       | owed       |   7 |  30 | reply 2026-11-14
People/Sofia Bellandi.md       | closed     |  65 |  30 | -
People/Tom Okafor.md           | quiet      |  94 |  72 | dormant 2027-02-14
People/Victor Lindgren.md      | paused     | 211 |  30 | -
People/Voss, Hannah.md         | quiet      |  59 |  42 | dormant 2027-03-21
People/Wen Li.md               | new        |   - |   - | -
People/Yuki Tanabe.md          | lapsed     |  95 |  30 | follow up (2 of 3) was 2026-08-24
People/Zoë Kowalczyk.md        | scheduled  |   3 |  69 | meeting 2026-11-25
";

fn day(text: &str) -> Date {
    text.parse().expect("an ISO date")
}

fn settings(vault: &TestVault) -> Settings {
    let file = vault.root().join(".rekindle/config.toml");
    let text = std::fs::read_to_string(file).expect("the sample has settings");
    let text = Text { file: "config.toml".to_owned(), text, of_vault: true };
    load(&[text]).expect("they are right").settings
}

/// The first day after `today` on which the contact is in this state, if that comes within two years.
fn first_day(person: &Person, state: Verdict, today: Date, settings: &Settings) -> Option<Date> {
    let later = today.iter_days().skip(1).take(730);
    later.into_iter().find(|day| person.verdict(*day, settings).state == state)
}

fn line(person: &Person, today: Date, settings: &Settings) -> String {
    let verdict = person.verdict(today, settings);
    let thread = verdict.thread.as_ref().map(|thread| {
        let step = match thread.next {
            Step::LetGo => "let go".to_owned(),
            _ => format!("follow up ({} of {})", thread.tries + 1, thread.max_tries),
        };
        (step, thread.on, if thread.due { "due" } else { "not due" })
    });
    let meeting = verdict.next_meeting().map(|meeting| meeting.date);
    let on = |what: &str, day: Option<Date>| day.map(|day| format!("{what} {day}"));
    let next = match verdict.state {
        Verdict::Paused => match verdict.pause {
            Some(Pause::Until(day)) => on("back", Some(day)),
            _ => None,
        },
        Verdict::Scheduled => on("meeting", meeting),
        Verdict::Owed => on("reply", verdict.owed.as_ref().map(|owed| owed.due)),
        Verdict::Unanswered => thread.map(|(step, on, due)| format!("{step} {on}, {due}")),
        Verdict::Lapsed => thread.map(|(step, on, _)| format!("{step} was {on}")),
        Verdict::InTouch if verdict.pinned.is_some() => on("next step", verdict.pinned),
        Verdict::InTouch => on("quiet", first_day(person, Verdict::Quiet, today, settings)),
        Verdict::Quiet => on("dormant", first_day(person, Verdict::Dormant, today, settings)),
        _ => None,
    };
    let days = |days: Option<u32>| days.map_or_else(|| "-".to_owned(), |days| days.to_string());
    let silence = days(verdict.quietness.map(|quiet| quiet.silence));
    let line = days(verdict.quietness.and_then(|quiet| quiet.line));
    let (path, state) = (person.note.path.shown(), verdict.state.as_str());
    let next = next.unwrap_or_else(|| "-".to_owned());
    format!("{path:<30} | {state:<10} | {silence:>3} | {line:>3} | {next}\n")
}

#[test]
fn every_contact_has_the_verdict_worked_out_by_hand() {
    let vault = TestVault::sample();
    let settings = settings(&vault);
    let mut state = State::open(vault.root().to_owned(), None, settings.clone());
    let snapshot = state.refresh().expect("the sample can be read");
    let people = &snapshot.network().people;
    let said: String = people.iter().map(|person| line(person, day(TODAY), &settings)).collect();
    for (said, expected) in said.lines().zip(EXPECTED.lines()) {
        assert_eq!(said, expected);
    }
    assert_eq!(people.len(), 27);
}

#[test]
fn verdicts_change_on_the_day_worked_out_by_hand() {
    let vault = TestVault::sample();
    let settings = settings(&vault);
    let mut state = State::open(vault.root().to_owned(), None, settings.clone());
    let snapshot = state.refresh().expect("the sample can be read");
    let cases = [
        ("People/Leila Haddad.md", "2027-01-17", "owed", "quiet"),
        ("People/Samuel Adeyemi.md", "2027-01-13", "owed", "quiet"),
        ("People/Callum Reid.md", "2027-01-15", "unanswered", "lapsed"),
        ("People/Desmond Pryce.md", "2027-01-16", "unanswered", "lapsed"),
        ("People/Grace Wanjiru.md", "2027-01-16", "unanswered", "quiet"),
        ("People/Katarina Holub.md", "2027-01-21", "unanswered", "lapsed"),
        ("People/Yuki Tanabe.md", "2026-10-23", "unanswered", "lapsed"),
        ("People/Noor Rahman.md", "2026-11-21", "scheduled", "in_touch"),
        ("People/Voss, Hannah.md", "2026-11-03", "in_touch", "quiet"),
        ("People/Ruth Calloway.md", "2027-01-15", "paused", "quiet"),
    ];
    for (path, on, before, after) in cases {
        let mut people = snapshot.network().people.iter();
        let person = people.find(|person| person.note.path.shown() == path).expect(path);
        let state = |day| person.verdict(day, &settings).state.as_str();
        let eve = day(on).pred_opt().expect("a day before");
        assert_eq!((state(eve), state(day(on))), (before, after), "{path} on {on}");
    }
}

#[test]
fn quiet_lists_the_most_overdue_first_and_the_dormant_below() {
    let answer = TestVault::sample().json(&["quiet", "--today", TODAY]);
    let quiet = ["Amara Osei", "Elena Marsh", "Oliver Finch", "Hannah Voss", "Tom Okafor"];
    let dormant = ["Jonas Petrak", "Beatrice Lindqvist"];
    assert_eq!(contacts(&answer), [&quiet[..], &dormant[..]].concat());
    let ratios: Vec<_> =
        field(&answer, "ratio").iter().filter_map(|ratio| ratio.as_f64()).collect();
    assert_eq!(ratios, [2.349, 1.89, 1.667, 1.405, 1.306, 8.733, 3.722]);
    let source = |item: &serde_json::Value| item["cadence"]["source"].as_str().map(str::to_owned);
    let sources: Vec<_> = items(&answer).iter().filter_map(source).collect();
    let expected = ["learnt", "learnt", "single", "contact", "learnt", "single", "learnt"];
    assert_eq!(sources, expected);
}

#[test]
fn unanswered_lists_the_earliest_next_step_first() {
    let answer = TestVault::sample().json(&["unanswered", "--today", TODAY]);
    let rows = items(&answer).iter().map(|row| {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        format!(
            "{}: {} {} {}/{} {} {} {}",
            text(&row["contact"]["name"]),
            text(&row["since"]),
            text(&row["last_sent"]),
            row["tries"],
            row["max_tries"],
            text(&row["next"]["step"]),
            text(&row["next"]["on"]),
            row["due"],
        )
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            "Callum Reid: 2026-10-26 2026-11-02 2/3 follow_up 2026-11-16 true",
            "Desmond Pryce: 2026-10-05 2026-10-27 3/3 let_go 2026-11-17 true",
            "Grace Wanjiru: 2026-11-03 2026-11-03 1/3 follow_up 2026-11-17 true",
            "Katarina Holub: 2026-11-12 2026-11-12 1/2 wait 2026-11-22 false",
        ]
    );
    let all = TestVault::sample().json(&["unanswered", "--today", TODAY, "--all"]);
    let lapsed: Vec<_> =
        contacts(&all).into_iter().filter(|n| !contacts(&answer).contains(n)).collect();
    assert_eq!(lapsed, ["Amara Osei", "Yuki Tanabe"]);
    assert_eq!(answer["notes"]["lapsed"], 2);
}

#[test]
fn check_has_the_three_planted_slips_and_no_fourth() {
    let check = TestVault::sample().json(&["check", "--today", TODAY]);
    let rows = items(&check).iter().map(|row| {
        format!("{}:{} {}", row["path"].as_str().unwrap_or("-"), row["line"], row["code"])
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            "Meetings/2026/2026-06-18 Substation walk.md:4 \"person-misspelt\"",
            "Meetings/2026/2026-11-12 Dev Raman.md:3 \"meeting-unmarked\"",
            "People/Elena Marsh.md:7 \"date-ambiguous\"",
        ]
    );
    let strict = TestVault::sample().json(&["check", "--strict", "--today", TODAY]);
    let messages = field(&strict, "message");
    assert_eq!(
        messages,
        [
            "nobody is called Elena March",
            "Pauline Estes has no note",
            "Kofi Brandt has no note",
            "nobody noted whether the meeting with Dev Raman on 2026-11-12 was held",
            "Last Contact: 03-04-2026 could be two different days",
        ]
    );
}

#[test]
fn who_introduced_whom_is_read_both_ways() {
    let cases = [
        ("Maya Chen", &[][..], &["Priya Nair", "Rafael Duarte", "Wen Li"][..]),
        ("Priya Nair", &["Maya Chen"], &["Ingrid Solheim", "Leila Haddad", "Zoë Kowalczyk"]),
        ("Tom Okafor", &[], &["Elena Marsh", "Hannah Voss", "Oliver Finch", "Ruth Calloway"]),
        ("Jonas Petrak", &["Beatrice Lindqvist"], &[]),
    ];
    let vault = TestVault::sample();
    for (contact, by, whom) in cases {
        let shown = vault.json(&["show", contact, "--today", TODAY]);
        let names = |key: &str| {
            let people = shown["items"][0][key].as_array().expect("a list");
            let mut names: Vec<_> = people.iter().filter_map(|who| who["name"].as_str()).collect();
            names.sort_unstable();
            names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names("introduced_by"), by, "who introduced {contact}");
        assert_eq!(names("introduced"), whom, "whom {contact} introduced");
    }
}

#[test]
fn the_notes_of_each_kind_are_counted() {
    let index = TestVault::sample().json(&["index", "--today", TODAY]);
    let item = &items(&index)[0];
    let counts = ["notes", "contacts", "meetings", "messages", "journals", "problems"];
    let counts: Vec<_> = counts.iter().map(|name| item[name].as_u64().unwrap_or(0)).collect();
    assert_eq!(counts, [75, 27, 21, 8, 12, 3]);
}
