//! Any past day can be asked about, and the answer is that of the day: nothing written down later counts.
//! And an answer depends on the notes alone, not on the order in which they came to lie on the disk.

use std::path::Path;

use proptest::prelude::*;
use rekindle::answer::{Ask, Body, Request, answer};
use rekindle::model::Date;
use rekindle::report::today::TodayKind;
use rekindle::report::{Counts, Filter};
use rekindle::settings::Settings;
use rekindle::state::{Snapshot, State};
use tempfile::TempDir;

const NAMES: [&str; 4] = ["Ada Lind", "Bo Winter", "Cleo Adler", "Dan Fox"];

/// Lines with words of every row of the table.
const SAID: [&str; 22] = [
    "sent via email: a question about relays",
    "asked: is the pilot open?",
    "-> linkedin: twenty minutes?",
    "followed up via email",
    "called, no answer",
    "thanked via email",
    "I shared via email: an article",
    "sent via email: the deck (fyi)",
    "received via email: yes, when?",
    "replied: the week of the 16th",
    "they emailed: a question",
    "heard back: thanks, all is well",
    "declined via email",
    "met in person (40m): the control room",
    "call (20m): heat wave week",
    "coffee with [[Ada Lind]]: the draft",
    "lunch",
    "spoke with [[Bo Winter]] and [[Cleo Adler]]",
    "scheduled via email for 2026-05-20",
    "booked a table",
    "let go",
    "the pilot looks good",
];

/// Something dated, in days since [`first_day`].
#[derive(Debug, Clone)]
struct Entry {
    on: u64,
    said: usize,
}

#[derive(Debug, Clone)]
struct Person {
    entries: Vec<Entry>,
    front: usize,
    last_contact: Option<u64>,
}

/// A note of its own: a meeting, or a message sent or received.
#[derive(Debug, Clone)]
struct Letter {
    on: u64,
    who: usize,
    kind: usize,
}

#[derive(Debug, Clone)]
struct Vault {
    people: Vec<Person>,
    letters: Vec<Letter>,
}

fn first_day() -> Date {
    "2025-09-01".parse().expect("an ISO date")
}

fn day(on: u64) -> Date {
    let mut days = first_day().iter_days();
    days.nth(usize::try_from(on).expect("a small number")).expect("it is in the calendar")
}

fn vaults() -> impl Strategy<Value = Vault> {
    let entry = (0..400u64, 0..SAID.len()).prop_map(|(on, said)| Entry { on, said });
    let entries = prop::collection::vec(entry, 0..9);
    let last_contact = prop::option::weighted(0.2, 0..400u64);
    let person = (entries, any::<bool>(), 0..FRONT.len(), last_contact).prop_map(
        |(mut entries, newest_first, front, last_contact)| {
            entries.sort_by_key(|entry| entry.on);
            if newest_first {
                // Which of two entries of one day came first is told by the direction of the whole note,
                // and what is written later may decide that. So such a note has one a day.
                entries.dedup_by_key(|entry| entry.on);
                entries.reverse();
            }
            Person { entries, front, last_contact }
        },
    );
    let letter = (0..400u64, 0..NAMES.len(), 0..5usize);
    let letter = letter.prop_map(|(on, who, kind)| Letter { on, who, kind });
    (prop::collection::vec(person, 1..=NAMES.len()), prop::collection::vec(letter, 0..6))
        .prop_map(|(people, letters)| Vault { people, letters })
}

const FRONT: [&str; 10] = [
    "email: a@example.org",
    "cadence: 6w",
    "cadence: as-needed",
    "follow_up_after: 5d, 9d",
    "max_messages: 2",
    "paused_until: 2026-02-01",
    "follow_up: 2026-02-01 ask for the map",
    "birthday: 1980-02-03",
    "introduced_by: Bo Winter",
    "interests: [mills]",
];

impl Vault {
    /// The notes. What is dated after `until` is left out, with its line kept, so that the lines of all
    /// else stay the same.
    fn files(&self, until: Option<Date>) -> Vec<(String, String)> {
        let known = |on: u64| until.is_none_or(|until| day(on) <= until);
        let mut files = Vec::new();
        for (person, name) in self.people.iter().zip(NAMES) {
            let last = person.last_contact.filter(|on| known(*on));
            let last =
                last.map_or("spare: x".to_owned(), |on| format!("last_contact: {}", day(on)));
            let mut note = format!("---\n{}\n{last}\n---\n", FRONT[person.front]);
            for entry in &person.entries {
                note += &match known(entry.on) {
                    true => format!("- {} {}\n", day(entry.on), SAID[entry.said]),
                    false => "- nothing yet\n".to_owned(),
                };
            }
            files.push((format!("People/{name}.md"), note));
        }
        for (number, letter) in
            self.letters.iter().enumerate().filter(|(_, letter)| known(letter.on))
        {
            let (date, who) = (day(letter.on), NAMES[letter.who]);
            let front = match letter.kind {
                0 => format!("type: interview\nwith: '[[{who}]]'\nquestions: [What next?]"),
                1 => format!("type: meeting\nwith: '[[{who}]]'\nstatus: cancelled"),
                2 => format!("type: email\nto: '[[{who}]]'"),
                3 => format!("type: email\nfrom: '[[{who}]]'"),
                _ => "type: journal".to_owned(),
            };
            let text = format!(
                "---\n{front}\n---\nA question for [[{who}]]?\n\n- [ ] send the deck\n\
                 - [ ] they will write\n\nAdvice: ask early, {number}\n"
            );
            files.push((format!("Notes/{date} {number}.md"), text));
        }
        files
    }
}

fn write(root: &Path, files: &[(String, String)]) {
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, text).expect("it can be written");
    }
}

fn ask(snapshot: &Snapshot, today: Date, ask: Ask) -> Body {
    let filter = Filter { all: true, ..Filter::default() };
    answer(snapshot, &Request { today, filter, ask }).expect("there is an answer").body
}

/// Contacts with a meeting ahead, or today.
fn planned(snapshot: &Snapshot, today: Date) -> Vec<&str> {
    let people = snapshot.network().people.iter();
    let ahead = people.filter(|who| !who.as_of(today, &snapshot.settings).ahead.is_empty());
    ahead.map(|person| person.name()).collect()
}

/// What the reports say of all contacts but some.
fn said(snapshot: &Snapshot, today: Date, but: &[&str]) -> Vec<String> {
    let mut said = Vec::new();
    let takes = |name: &str| !but.contains(&name);
    for heard in [false, true] {
        if let Body::Quiet(report) = ask(snapshot, today, Ask::Quiet { heard }) {
            let rows = report.rows.into_iter().filter(|row| takes(&row.contact.name));
            said.extend(rows.map(|row| format!("{row:?}")));
        }
    }
    if let Body::Unanswered(report) = ask(snapshot, today, Ask::Unanswered) {
        let rows = report.rows.into_iter().filter(|row| takes(&row.contact.name));
        said.extend(rows.map(|row| format!("{row:?}")));
    }
    if let Body::Owed(report) = ask(snapshot, today, Ask::Owed { theirs: false }) {
        let rows = report.rows.into_iter().filter(|row| takes(&row.contact.name));
        said.extend(rows.map(|row| format!("{row:?}")));
    }
    if let Body::Tree(report) = ask(snapshot, today, Ask::Tree) {
        let rows = report.rows.into_iter().filter(|row| takes(&row.contact.name));
        said.extend(rows.map(|row| format!("{row:?}")));
    }
    if let Body::Stats(mut report) = ask(snapshot, today, Ask::Stats { weeks: 12 }) {
        // How many are scheduled is what may differ.
        report.counts = Counts::default();
        said.push(format!("{report:?}"));
    }
    if let Body::Today(report) = ask(snapshot, today, Ask::Today) {
        // Whoever is left out here could be among those to reach out to in one vault and not the other.
        let rows = report.rows.into_iter().filter(|row| takes(&row.contact.name));
        let rows = rows.filter(|row| row.kind != TodayKind::ReachOut || but.is_empty());
        said.extend(rows.map(|row| format!("{row:?}")));
    }
    for name in
        snapshot.network().people.iter().map(|person| person.name()).filter(|name| takes(name))
    {
        let contact = || name.to_owned();
        for about in [
            Ask::Show { contact: contact() },
            Ask::Why { contact: contact() },
            Ask::Prep { contact: contact() },
        ] {
            said.push(format!("{name}: {:?}", ask(snapshot, today, about)));
        }
    }
    if let Body::Check(report) = ask(snapshot, today, Ask::Check { strict: true }) {
        // How a line is written has no day, and `entry-ahead` is about what lies ahead.
        let dated = ["meeting-unmarked", "reply-first", "cadence-skipped", "me-unset"];
        let rows = report.rows.into_iter().filter(|row| dated.contains(&row.code.as_str()));
        said.extend(rows.map(|row| format!("{row:?}")));
    }
    said
}

/// Small vaults, of which many can be tried.
fn config() -> ProptestConfig {
    ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nothing_dated_later_counts(vault in vaults(), on in 0..400u64) {
        let today = day(on);
        let (whole, cut) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
        write(whole.path(), &vault.files(None));
        write(cut.path(), &vault.files(Some(today)));
        let snapshot = |folder: &TempDir| {
            State::open(folder.path().to_owned(), None, Settings::default()).refresh()
        };
        let whole = snapshot(&whole).expect("it can be read");
        let cut = snapshot(&cut).expect("it can be read");
        // A plan is known before its day, and hides other things.
        let but = [planned(&whole, today), planned(&cut, today)].concat();
        prop_assert_eq!(said(&whole, today, &but), said(&cut, today, &but));
    }

    #[test]
    fn a_verdict_changes_on_the_day_that_it_names(vault in vaults(), on in 0..400u64) {
        let today = day(on);
        let folder = TempDir::new().expect("a folder");
        write(folder.path(), &vault.files(Some(today)));
        let mut state = State::open(folder.path().to_owned(), None, Settings::default());
        let snapshot = state.refresh().expect("it can be read");
        let settings = &snapshot.settings;
        for person in &snapshot.network().people {
            let now = person.verdict(today, settings).state;
            let later = today.iter_days().skip(1).take(1_000);
            let states = later.map(|day| (day, person.verdict(day, settings).state));
            let change = states.into_iter().find(|(_, state)| *state != now);
            prop_assert_eq!(person.next_change(today, settings), change, "{}", person.name());
        }
    }

    #[test]
    fn an_answer_depends_on_the_notes_alone(
        (files, shuffled) in vaults().prop_flat_map(|vault| {
            let files = vault.files(None);
            (Just(files.clone()), Just(files).prop_shuffle())
        }),
        on in 0..400u64,
    ) {
        let (first, second) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
        let cache = TempDir::new().expect("a folder");
        write(first.path(), &files);
        write(second.path(), &shuffled);
        let root = second.path().to_owned();
        let open = |cache| State::open(root.clone(), cache, Settings::default());
        let kept = || Some(cache.path().to_owned());
        let mut one = State::open(first.path().to_owned(), None, Settings::default());
        let expected = one.refresh().expect("it can be read");
        let (mut plain, mut keeping, mut recalling) = (open(None), open(kept()), open(kept()));
        let others = [
            one.refresh(),
            plain.refresh(),
            plain.refresh(),
            keeping.refresh(),
            recalling.refresh(),
        ];
        let asked = [
            Ask::Overview,
            Ask::Quiet { heard: false },
            Ask::Unanswered,
            Ask::Owed { theirs: false },
            Ask::Owed { theirs: true },
            Ask::Check { strict: true },
        ];
        for other in others {
            let other = other.expect("it can be read");
            prop_assert_eq!(said(&other, day(on), &[]), said(&expected, day(on), &[]));
            for asked in &asked {
                let expected = ask(&expected, day(on), asked.clone());
                prop_assert_eq!(ask(&other, day(on), asked.clone()), expected);
            }
        }
    }
}
