//! Who is who, and what happened with whom: all notes together, still without a day in mind.
//!
//! [`Network::build`] is a pure function of notes and settings, and [`Network::renewed`] the same function
//! for a vault of which few notes changed. What holds on a certain day is asked of the network through
//! [`Person::as_of`].

mod ask;
mod change;
mod directory;
mod gather;
mod interaction;
mod kept;
mod later;
mod names;
mod order;
mod packed;
mod problems;
mod promise;
mod renew;
mod shared;
mod text;
mod thanks;
mod thread;
mod verdict;
mod view;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::model::{Code, Contact, Date, Kind, Note, NotePath, Problem, Remark, SetAside, Spot};
use crate::settings::Settings;

pub use ask::{Ask, Outcome};
pub use directory::{Directory, Who};
pub use interaction::{Fact, Place, Source, What};
pub use kept::{Kept, ReadPart};
pub use later::Later;
pub use promise::Promise;
pub use renew::Difference;
pub use shared::{Among, Timeline};
pub use text::{ReadTexts, Text};
pub use thread::{Step, Thread};
pub(crate) use verdict::measure;
pub use verdict::{CadenceSource, Owed, Pause, Quietness, State, Verdict};
pub use view::{Event, PlannedMeeting, View};

/// How many notes one thread takes at a time.
const BATCH: usize = 512;

/// What a contact's note says that does not happen on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Where the note lies.
    pub path: NotePath,
    /// Its tags, as [`Note::tags`].
    pub tags: Vec<String>,
    /// Who it is.
    pub contact: Contact,
    /// What is wrong with the note.
    pub problems: Vec<Problem>,
}

/// A contact with everything that is dated about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The contact's note.
    pub note: Card,
    /// Dated facts, each once, earliest first.
    pub facts: Timeline,
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
    /// A contact of whom nothing but the note is known yet.
    fn of(note: &Note) -> Self {
        let contact = note.contact.clone().unwrap_or_default();
        let (path, tags) = (note.path.clone(), note.tags.clone());
        let note = Card { path, tags, contact, problems: note.problems.clone() };
        let (introduced_by, introduced) = (Vec::new(), Vec::new());
        let advice = Vec::new();
        Self { note, facts: Timeline::default(), introduced_by, introduced, advice }
    }

    fn settle_advice(&mut self) {
        self.advice.sort_by(|a, b| (a.date, &a.place).cmp(&(b.date, &b.place)));
    }

    /// The facts of the contact's note.
    pub fn contact(&self) -> &Contact {
        &self.note.contact
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub people: Vec<Among<Person>>,
    /// What was promised, by whom to whom, in the order of the places.
    pub promises: Later<Vec<Promise>>,
    /// The questions prepared in each note that has some.
    pub questions: Arc<BTreeMap<NotePath, Vec<Remark>>>,
    /// Names in places meant for people that are no contact's, in the order of the places.
    pub unresolved: Arc<Vec<Unresolved>>,
    /// What is wrong with each note, by itself or because of the names in it, in the order of the notes.
    pub problems: Arc<Vec<(NotePath, Problem)>>,
    /// What is wrong with notes in the light of others.
    pub common_problems: Arc<Vec<(NotePath, Problem)>>,
    /// The days of all meetings that have one, in the order of their notes.
    pub meetings: Later<Vec<(NotePath, Date)>>,
    /// Every key that some note's front matter has.
    pub keys: Arc<BTreeSet<String>>,
    /// How many notes have each of them.
    key_counts: BTreeMap<String, usize>,
    /// How many notes there are of each kind; those that count as nothing are in none.
    pub counts: BTreeMap<Kind, usize>,
    /// Notes that count and are no contact's, for [`Network::directory`].
    others: Later<Vec<NotePath>>,
    /// The notes, there or not, of which others would be copies by their names.
    copied: Arc<BTreeSet<NotePath>>,
    /// Set when something turns out to be lost that was kept on disk.
    lost: Arc<AtomicBool>,
    directory: Later<Directory>,
}

impl Network {
    /// Brings the notes together. `notes` are in the order of their paths.
    pub fn build(notes: &[Arc<Note>], settings: &Settings) -> Self {
        let copies = numbered_copies(notes);
        let counts = |note: &Note| note.set_aside.is_none() && !copies.contains_key(&note.path);
        let counted: Vec<&Arc<Note>> = notes.iter().filter(|note| counts(note)).collect();
        let is_contact = |note: &&&Arc<Note>| note.kind == Kind::Contact;
        let (own, others): (Vec<&Arc<Note>>, Vec<_>) = counted.iter().partition(is_contact);
        let mut people: Vec<Person> = own.iter().map(|note| Person::of(note)).collect();
        let others: Vec<NotePath> = others.into_iter().map(|note| note.path.clone()).collect();
        let directory = Directory::of(&settings.me, people.iter(), &others);
        let own: HashMap<&NotePath, usize> =
            own.iter().enumerate().map(|(index, note)| (&note.path, index)).collect();
        let gathered: Vec<gather::Gatherer<'_>> = counted
            .par_chunks(BATCH)
            .map(|notes| {
                let mut gatherer = gather::Gatherer::new(&directory, settings);
                notes.iter().for_each(|note| gatherer.take(note, own.get(&note.path).copied()));
                gatherer
            })
            .collect();
        let (mut unresolved, mut problems) = (Vec::new(), Vec::new());
        let mut told: Vec<Vec<Fact>> = vec![Vec::new(); people.len()];
        for mut one in gathered {
            one.give(&mut people, &mut told);
            unresolved.append(&mut one.unresolved);
            problems.append(&mut one.problems);
        }
        people.par_iter_mut().zip(told).for_each(|(person, told)| {
            person.facts = order::settle(told, &person.note.path).into();
            person.settle_advice();
        });
        for index in 0..people.len() {
            for who in people[index].introduced_by.clone() {
                if let Who::Contact(by) = who {
                    people[by].introduced.push(index);
                }
            }
        }
        let own_problems = notes.iter().flat_map(|note| of_note(&note.path, &note.problems));
        problems.extend(own_problems);
        problems.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut common_problems: Vec<_> = copies.values().cloned().collect();
        common_problems.extend(problems::shared_names(&people, &directory));
        common_problems.extend(problems::circles(&people, &directory));
        let promises = counted
            .par_iter()
            .flat_map_iter(|note| promise::gather(note, own.get(&note.path).copied(), &directory));
        let promises: Vec<Promise> = promises.collect();
        let meetings: Vec<_> = counted.iter().filter_map(|note| meeting(note)).collect();
        let mut network = Self {
            people: Among::all_of(people),
            promises: promises.into(),
            questions: Arc::default(),
            unresolved: Arc::new(unresolved),
            problems: Arc::new(problems),
            common_problems: Arc::new(common_problems),
            meetings: meetings.into(),
            keys: Arc::default(),
            key_counts: BTreeMap::new(),
            counts: BTreeMap::new(),
            others: others.into(),
            copied: Arc::new(notes.iter().filter_map(|note| copy_of(note)).collect()),
            lost: Arc::default(),
            directory: directory.into(),
        };
        let asking = counted.iter().filter(|note| !note.questions.is_empty());
        let questions = asking.map(|note| (note.path.clone(), note.questions.clone()));
        network.questions = Arc::new(questions.collect());
        notes.iter().for_each(|note| network.count(note));
        network.keys = network.counted_keys();
        network
    }

    /// All contacts by every name they go by.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Whether something that was asked for was lost on disk, so that an answer may lack it.
    pub fn has_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Counts a note and its keys.
    fn count(&mut self, note: &Note) {
        if note.set_aside.is_none() {
            *self.counts.entry(note.kind).or_insert(0) += 1;
        }
        for (key, _) in note.keys.iter() {
            match self.key_counts.get_mut(key) {
                Some(count) => *count += 1,
                None => drop(self.key_counts.insert(key.to_owned(), 1)),
            }
        }
    }

    fn counted_keys(&self) -> Arc<BTreeSet<String>> {
        Arc::new(self.key_counts.keys().cloned().collect())
    }

    /// The contact whose note lies at a path.
    pub fn at(&self, path: &NotePath) -> Option<&Person> {
        Some(&self.people[self.index_of(path)?])
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

/// What is wrong with a note, with its place.
fn of_note(path: &NotePath, problems: &[Problem]) -> impl Iterator<Item = (NotePath, Problem)> {
    problems.iter().map(|problem| (path.clone(), problem.clone()))
}

/// The day of a meeting's note.
fn meeting(note: &Note) -> Option<(NotePath, Date)> {
    let date = note.date.as_ref().filter(|_| note.kind == Kind::Meeting)?;
    Some((note.path.clone(), date.date))
}

/// The note of which this would be the copy, if its name is like `… 2`.
fn copy_of(note: &Note) -> Option<NotePath> {
    let stem = note.path.stem();
    let (base, number) = stem.rsplit_once(' ')?;
    let is_number = matches!(number.parse::<u32>(), Ok(2..=99));
    if !is_number || note.set_aside == Some(SetAside::ConflictCopy) {
        return None;
    }
    let ending = note.path.as_path().extension().unwrap_or_default();
    let sibling = note.path.as_path().with_file_name(base).into_os_string();
    let sibling = [sibling.as_os_str(), ending].join(std::ffi::OsStr::new("."));
    Some(NotePath::new(std::path::PathBuf::from(sibling)))
}

/// Notes named `… 2` beside a note that begins with the same bytes: copies that a sync tool made.
fn numbered_copies(notes: &[Arc<Note>]) -> BTreeMap<NotePath, (NotePath, Problem)> {
    let mut copies = BTreeMap::new();
    for note in notes {
        let Some(sibling) = copy_of(note) else { continue };
        let at = notes.binary_search_by(|note| note.path.cmp(&sibling));
        if at.is_ok_and(|at| notes[at].opening == note.opening) {
            let message = format!("a copy of {}; it counts as nobody", sibling.stem());
            let problem = Problem::new(Code::ConflictCopy, 1, message)
                .with_hint("merge what is new in it into the note, then delete it");
            copies.insert(note.path.clone(), (note.path.clone(), problem));
        }
    }
    copies
}
