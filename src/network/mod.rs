//! Who is who, and what happened with whom: all notes together, still without a day in mind.
//!
//! [`Network::build`] is a pure function of notes and settings. What holds on a certain day is asked of
//! it through [`Person::as_of`].

mod ask;
mod change;
mod directory;
mod gather;
mod interaction;
mod order;
mod problems;
mod promise;
mod thanks;
mod thread;
mod verdict;
mod view;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::{
    Code, Contact, Date, EntryPlace, Kind, Note, NotePath, Problem, Remark, SetAside, Spot,
};
use crate::settings::Settings;

pub use ask::{Ask, Outcome};
pub use directory::{Directory, Who};
pub use interaction::{Fact, Place, Source, What};
pub use promise::Promise;
pub use thread::{Step, Thread};
pub(crate) use verdict::measure;
pub use verdict::{CadenceSource, Owed, Pause, Quietness, State, Verdict};
pub use view::{Event, PlannedMeeting, View};

/// How many notes one thread takes at a time.
const BATCH: usize = 512;

/// A contact with everything that is dated about it.
#[derive(Debug, Clone)]
pub struct Person {
    /// The contact's note.
    pub note: Arc<Note>,
    /// Dated facts, each once, earliest first.
    pub facts: Vec<Fact>,
    /// Who introduced the contact.
    pub introduced_by: Vec<Who>,
    /// Whom the contact introduced.
    pub introduced: Vec<usize>,
    /// What the contact advised, earliest first, the undated before all.
    pub advice: Vec<Advice>,
}

/// Something that a contact advised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// When, if the note says so.
    pub date: Option<Date>,
    /// What was said.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

impl Person {
    /// The facts of the contact's note.
    pub fn contact(&self) -> &Contact {
        self.note.contact.as_ref().expect("a person is made of a contact's note")
    }

    /// What the contact had advised by a day, the latest first.
    pub fn advice_by(&self, today: Date) -> impl Iterator<Item = &Advice> {
        let known = move |advice: &&Advice| advice.date.is_none_or(|day| day <= today);
        self.advice.iter().rev().filter(known)
    }

    /// The name shown in reports.
    pub fn name(&self) -> &str {
        &self.contact().name
    }
}

/// A name that is no contact's, or that of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// The name as written.
    pub name: String,
    /// What became of it.
    pub who: Who,
    /// Where it stands.
    pub place: Place,
    /// The day of the meeting in which it is said to have taken part, if that is what the place tells.
    pub meeting: Option<Date>,
}

/// Everybody, and what happened with them.
#[derive(Debug)]
pub struct Network {
    /// All contacts, by path.
    pub people: Vec<Person>,
    /// By every name they go by.
    pub directory: Directory,
    /// What was promised, by whom to whom.
    pub promises: Vec<Promise>,
    /// The questions prepared in each note that has some.
    pub questions: HashMap<NotePath, Vec<Remark>>,
    /// Names in places meant for people that are no contact's.
    pub unresolved: Vec<Unresolved>,
    /// What is wrong with notes in the light of others.
    pub problems: Vec<(NotePath, Problem)>,
    /// The days of all meetings that have one, in the order of their notes.
    pub meetings: Vec<Date>,
}

impl Network {
    /// Brings the notes together. `notes` are in the order of their paths.
    pub fn build(notes: &[Arc<Note>], settings: &Settings) -> Self {
        let copies = numbered_copies(notes);
        let counts = |note: &Note| note.set_aside.is_none() && !copies.contains_key(&note.path);
        let mut directory = Directory::new(&settings.me);
        let mut people: Vec<Person> = Vec::new();
        let mut own: HashMap<&NotePath, usize> = HashMap::new();
        for note in notes.iter().filter(|note| counts(note)) {
            if note.kind == Kind::Contact {
                own.insert(&note.path, people.len());
                directory.add(note);
                let note = Arc::clone(note);
                people.push(Person {
                    note,
                    facts: Vec::new(),
                    introduced_by: Vec::new(),
                    introduced: Vec::new(),
                    advice: Vec::new(),
                });
            } else {
                directory.add_other(&note.path);
            }
        }
        let counted: Vec<&Arc<Note>> = notes.iter().filter(|note| counts(note)).collect();
        let gathered: Vec<gather::Gatherer<'_>> = counted
            .par_chunks(BATCH)
            .map(|notes| {
                let mut gatherer = gather::Gatherer::new(&directory, settings);
                notes.iter().for_each(|note| gatherer.take(note, own.get(&note.path).copied()));
                gatherer
            })
            .collect();
        let (mut unresolved, mut problems) = (Vec::new(), Vec::new());
        for mut one in gathered {
            one.give(&mut people);
            unresolved.append(&mut one.unresolved);
            problems.append(&mut one.problems);
        }
        problems.extend(copies.values().cloned());
        people.par_iter_mut().for_each(|person| {
            let entries =
                person.note.entries.iter().filter(|entry| entry.place == EntryPlace::Body);
            let newest_first = order::newest_first(entries.map(|entry| &entry.date));
            let facts = std::mem::take(&mut person.facts);
            person.facts = order::settle(facts, &person.note.path, newest_first);
            person.advice.sort_by(|a, b| (a.date, &a.place).cmp(&(b.date, &b.place)));
        });
        for index in 0..people.len() {
            for who in people[index].introduced_by.clone() {
                if let Who::Contact(by) = who {
                    people[by].introduced.push(index);
                }
            }
        }
        let held = counted.iter().filter(|note| note.kind == Kind::Meeting);
        let meetings = held.filter_map(|note| Some(note.date.as_ref()?.date)).collect();
        problems.extend(problems::shared_names(&people, &directory));
        problems.extend(problems::circles(&people, &directory));
        let promises = promise::gather(&counted, &own, &directory);
        let asking = counted.iter().filter(|note| !note.questions.is_empty());
        let questions = asking.map(|note| (note.path.clone(), note.questions.clone())).collect();
        Self { people, directory, promises, questions, unresolved, problems, meetings }
    }

    /// The contact whose note lies at a path.
    pub fn at(&self, path: &NotePath) -> Option<&Person> {
        let index = self.people.binary_search_by(|person| person.note.path.cmp(path)).ok()?;
        Some(&self.people[index])
    }

    /// The name that most meetings up to `today` have in common, in how many it is, and where it stands.
    pub fn most_met(&self, today: Date) -> Option<(String, usize, Place)> {
        let is_meeting =
            |fact: &&Fact| fact.date <= today && fact.told_by(|source| source == Source::Meeting);
        let known = self.people.iter().map(|person| {
            let count = person.facts.iter().filter(is_meeting).count();
            (person.name().to_owned(), count, Place::of(&person.note.path, Spot::START))
        });
        let mut strangers: HashMap<&str, (usize, &Place)> = HashMap::new();
        let met = |unresolved: &&Unresolved| unresolved.meeting.is_some_and(|day| day <= today);
        for unresolved in self.unresolved.iter().filter(met) {
            let count = strangers.entry(&unresolved.name).or_insert((0, &unresolved.place));
            count.0 += 1;
        }
        let strangers = strangers
            .into_iter()
            .map(|(name, (count, place))| (name.to_owned(), count, place.clone()));
        known
            .chain(strangers)
            .max_by_key(|(name, count, _)| (*count, std::cmp::Reverse(name.clone())))
    }
}

/// Notes named `… 2` beside a note that begins with the same bytes: copies that a sync tool made.
fn numbered_copies(notes: &[Arc<Note>]) -> HashMap<NotePath, (NotePath, Problem)> {
    let mut by_path: Option<HashMap<&std::path::Path, &Arc<Note>>> = None;
    let mut copies = HashMap::new();
    for note in notes {
        let stem = note.path.stem();
        let Some((base, number)) = stem.rsplit_once(' ') else { continue };
        let numbered = matches!(number.parse::<u32>(), Ok(2..=99));
        if !numbered || note.set_aside == Some(SetAside::ConflictCopy) {
            continue;
        }
        let by_path = by_path
            .get_or_insert_with(|| notes.iter().map(|note| (note.path.as_path(), note)).collect());
        let ending = note.path.as_path().extension().unwrap_or_default();
        let sibling = note.path.as_path().with_file_name(base).into_os_string();
        let sibling: std::path::PathBuf =
            [sibling.as_os_str(), ending].join(std::ffi::OsStr::new(".")).into();
        let same =
            by_path.get(sibling.as_path()).is_some_and(|other| other.opening == note.opening);
        if same {
            let message = format!("a copy of {base}; it counts as nobody");
            let problem = Problem::new(Code::ConflictCopy, 1, message)
                .with_hint("merge what is new in it into the note, then delete it");
            copies.insert(note.path.clone(), (note.path.clone(), problem));
        }
    }
    copies
}
