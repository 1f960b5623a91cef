//! From notes to dated facts: who took part in what, which way, and where it says so.

use std::collections::HashSet;
use std::sync::Arc;

use super::directory::{Directory, Who};
use super::interaction::{Fact, Place, Source, What};
use super::{Advice, Person, Unresolved};
use crate::model::{
    Code, Date, Direction, Entry, EntryPlace, Kind, Meaning, MeetingStatus, Note, NotePath,
    PersonRef, Problem, Spot, Word,
};
use crate::settings::Settings;

/// More of a doubtful name is not shown, in characters.
const LONGEST_NAME: usize = 100;

/// Collects the facts of some notes, each with the contact whom it is about.
pub(super) struct Gatherer<'a> {
    directory: &'a Directory,
    settings: &'a Settings,
    facts: Vec<(usize, Fact)>,
    introduced_by: Vec<(usize, Who)>,
    advice: Vec<(usize, Advice)>,
    pub unresolved: Vec<Unresolved>,
    pub problems: Vec<(NotePath, Problem)>,
}

impl<'a> Gatherer<'a> {
    pub fn new(directory: &'a Directory, settings: &'a Settings) -> Self {
        Self {
            directory,
            settings,
            facts: Vec::new(),
            introduced_by: Vec::new(),
            advice: Vec::new(),
            unresolved: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Gives everybody what was collected, in the order in which it was; facts to their lists in `told`.
    pub fn give(&mut self, people: &mut [Person], told: &mut [Vec<Fact>]) {
        for (index, fact) in self.facts.drain(..) {
            told[index].push(fact);
        }
        for (index, who) in self.introduced_by.drain(..) {
            people[index].introduced_by.push(who);
        }
        for (index, advice) in self.advice.drain(..) {
            people[index].advice.push(advice);
        }
    }

    /// What was collected about whom, in the order in which it was.
    pub fn collected(self) -> (Vec<(usize, Fact)>, Vec<(usize, Advice)>) {
        (self.facts, self.advice)
    }

    /// Takes the facts of one note. `own` is the contact whose note it is.
    pub fn take(&mut self, note: &Note, own: Option<usize>) {
        let mut taking_part: HashSet<usize> = own.into_iter().collect();
        if let (Some(index), Some(contact)) = (own, &note.contact) {
            if let Some(at) = &contact.last_contact {
                let word = Word::plain(Direction::Both);
                let place = Place::of(&note.path, at.spot());
                let fact = fact(at.value, Source::LastContact, What::Exchange(word), "", place);
                self.facts.push((index, fact));
            }
            for at in &contact.introduced_by {
                let who = self.resolve(&at.value, &note.path, true);
                self.introduced_by.extend(who.into_iter().map(|who| (index, who)));
            }
        }
        if note.kind == Kind::Meeting {
            self.meeting(note, &mut taking_part);
        }
        if note.kind == Kind::Message {
            self.message(note, &mut taking_part);
        }
        for entry in &note.entries {
            self.entry(note, own, entry, &mut taking_part);
        }
        self.advice(note, own);
        self.mentions(note, &taking_part);
    }

    /// Advice is that of the contact in whose note it stands; else of those of the meeting or message
    /// whom the line links to, or of all of them; in a daily note of those whom the line links to.
    fn advice(&mut self, note: &Note, own: Option<usize>) {
        let directory = self.directory;
        let indexes = |people: &mut dyn Iterator<Item = &PersonRef>| -> Vec<usize> {
            let found: Vec<Who> = people.flat_map(|to| directory.resolve(to)).collect();
            let mut indexes: Vec<usize> = contacts(&found).collect();
            indexes.sort_unstable();
            indexes.dedup();
            indexes
        };
        if note.advice.is_empty() {
            return;
        }
        let meeting = note.meeting.iter().flat_map(|meeting| &meeting.with);
        let message = note.message.iter().flat_map(|message| &message.from);
        let present = match own {
            Some(index) => vec![index],
            None => indexes(&mut meeting.chain(message)),
        };
        for remark in &note.advice {
            let mut of = indexes(&mut remark.people.iter());
            if own.is_some() || note.kind != Kind::Journal {
                of.retain(|index| present.contains(index));
                of = if of.is_empty() { present.clone() } else { of };
            }
            for index in of {
                let advice = Advice {
                    date: remark.date.or(note.date.as_ref().map(|date| date.date)),
                    text: remark.text.clone(),
                    place: Place::of(&note.path, remark.at),
                };
                self.advice.push((index, advice));
            }
        }
    }

    /// Whom a reference means, me left out. Strangers and doubtful names are noted if `report`.
    fn resolve(&mut self, to: &PersonRef, path: &NotePath, report: bool) -> Vec<Who> {
        let found = self.directory.resolve(to);
        for who in &found {
            if report && matches!(who, Who::Stranger(_) | Who::Ambiguous(_)) {
                let place = Place { path: path.clone(), line: to.line, column: to.column };
                // A text may name many; each is told by its own name.
                let name = match who {
                    Who::Stranger(name) => name.clone(),
                    _ => to.name.chars().take(LONGEST_NAME).collect(),
                };
                self.unresolved.push(Unresolved { name, who: who.clone(), place, meeting: None });
            }
        }
        found.into_iter().filter(|who| *who != Who::Me).collect()
    }

    fn resolve_all(&mut self, people: &[PersonRef], path: &NotePath) -> Vec<Who> {
        let mut seen = HashSet::new();
        let all = people.iter().flat_map(|to| self.resolve(to, path, true));
        all.filter(|who| seen.insert(who.clone())).collect()
    }

    fn meeting(&mut self, note: &Note, taking_part: &mut HashSet<usize>) {
        let Some(meeting) = &note.meeting else { return };
        let known = self.unresolved.len();
        let everybody = self.resolve_all(&meeting.with, &note.path);
        let Some(date) = &note.date else { return };
        self.unresolved[known..].iter_mut().for_each(|one| one.meeting = Some(date.date));
        let mention = everybody.len() > self.settings.limits.participants as usize;
        let what = match meeting.status {
            _ if mention => What::Mention,
            MeetingStatus::Unsaid => What::Meeting { held: false },
            MeetingStatus::Held => What::Meeting { held: true },
            MeetingStatus::Planned => What::Planned,
            MeetingStatus::Cancelled | MeetingStatus::NoShow => What::NotHeld,
        };
        let source = if mention { Source::Mention } else { Source::Meeting };
        for index in contacts(&everybody) {
            let place = Place { path: note.path.clone(), line: date.line, column: date.column };
            let fact = Fact {
                time: date.time,
                channel: meeting.via.as_deref().map(Arc::from),
                minutes: meeting.minutes,
                people: everybody.len() as u32,
                interview: meeting.interview,
                no_thanks: meeting.no_thanks,
                ..fact(date.date, source, what.clone(), &note.title, place)
            };
            self.facts.push((index, fact));
            taking_part.insert(index);
        }
    }

    fn message(&mut self, note: &Note, taking_part: &mut HashSet<usize>) {
        let Some(message) = &note.message else { return };
        let is_me = |people: &[PersonRef]| {
            people.iter().any(|to| self.directory.resolve(to).contains(&Who::Me))
        };
        let (from_me, to_me) = (is_me(&message.from), is_me(&message.to));
        let direction = match (message.direction, from_me, to_me) {
            (Some(direction), ..) => Some(direction),
            (None, true, _) => Some(Direction::Out),
            (None, false, true) => Some(Direction::In),
            (None, false, false) if message.from.is_empty() => Some(Direction::Out),
            (None, false, false) if message.to.is_empty() => Some(Direction::In),
            _ => None,
        };
        let Some(direction) = direction else {
            self.problems.push((
                note.path.clone(),
                Problem::at(
                    Code::MessageDirection,
                    message.from.first().map_or(Spot::START, PersonRef::spot),
                    "from and to name somebody, but who is me?",
                )
                .with_hint("add `direction: out` or `direction: in`, or set `me` in the settings"),
            ));
            return;
        };
        let named = match direction {
            Direction::In if !message.from.is_empty() => &message.from,
            Direction::In => &message.to,
            _ if !message.to.is_empty() => &message.to,
            _ => &message.from,
        };
        let everybody = self.resolve_all(named, &note.path);
        let Some(date) = &note.date else { return };
        for index in contacts(&everybody) {
            let word = Word {
                expects_reply: message.expects_reply,
                thanks: message.thanks && direction == Direction::Out,
                ..Word::plain(direction)
            };
            let place =
                Place { path: note.path.clone(), line: message.line, column: message.column };
            let what = What::Exchange(word);
            let fact = Fact {
                time: date.time,
                channel: message.via.as_deref().map(Arc::from),
                ..fact(date.date, Source::Message, what, &message.text, place)
            };
            self.facts.push((index, fact));
            taking_part.insert(index);
        }
    }

    fn entry(
        &mut self,
        note: &Note,
        own: Option<usize>,
        entry: &Entry,
        taking_part: &mut HashSet<usize>,
    ) {
        let journal = entry.place == EntryPlace::Journal;
        if own.is_none() && !journal {
            return;
        }
        let mut people: Vec<usize> = own.into_iter().collect();
        let mut strangers = HashSet::new();
        for to in &entry.people {
            // In a daily note a link may lead anywhere.
            let found = self.resolve(to, &note.path, !journal);
            strangers.extend(found.iter().filter(|who| !matches!(who, Who::Contact(_))).cloned());
            for index in contacts(&found) {
                if !people.contains(&index) {
                    people.push(index);
                }
            }
        }
        let what = match &entry.meaning {
            Meaning::Exchange(word) => What::Exchange(word.clone()),
            Meaning::Planned { on: Some(day) } => What::Announced(*day),
            Meaning::Planned { on: None } => What::Planned,
            Meaning::LetGo => What::LetGo,
            Meaning::Unclear => What::Unclear,
        };
        let source = match entry.place {
            EntryPlace::Body => Source::Entry,
            EntryPlace::Outreach => Source::Outreach,
            EntryPlace::Journal => Source::Journal,
        };
        let place = Place { path: note.path.clone(), line: entry.line, column: entry.column };
        let said = Fact {
            time: entry.time,
            channel: entry.channel.as_deref().map(Arc::from),
            minutes: entry.minutes,
            people: (people.len() + strangers.len()) as u32,
            interview: matches!(&entry.meaning, Meaning::Exchange(word) if word.interview),
            ..fact(entry.date, source, what, &entry.text, place.clone())
        };
        for index in &people {
            self.facts.push((*index, said.clone()));
            taking_part.insert(*index);
        }
        for to in &entry.mentions {
            let found = self.resolve(to, &note.path, false);
            for index in contacts(&found).filter(|index| !people.contains(index)) {
                self.mention(index, entry.date, &entry.text, place.clone());
                // Said once, the link is not said again as one of the whole note.
                taking_part.insert(index);
            }
        }
    }

    fn mention(&mut self, index: usize, date: Date, text: &str, place: Place) {
        let mention = fact(date, Source::Mention, What::Mention, text, place);
        self.facts.push((index, mention));
    }

    /// Links of a dated note to contacts who took no part in anything that it tells.
    fn mentions(&mut self, note: &Note, taking_part: &HashSet<usize>) {
        let Some(date) = note.date.as_ref().filter(|_| note.kind != Kind::Contact) else { return };
        for link in &note.links {
            let found = self.resolve(&link.to, &note.path, false);
            for index in contacts(&found).filter(|index| !taking_part.contains(index)) {
                let place =
                    Place { path: note.path.clone(), line: link.to.line, column: link.to.column };
                self.mention(index, date.date, &link.text, place);
            }
        }
    }
}

fn contacts(people: &[Who]) -> impl Iterator<Item = usize> + '_ {
    people.iter().filter_map(|who| match who {
        Who::Contact(index) => Some(*index),
        _ => None,
    })
}

/// A fact of which nothing more is known.
fn fact(date: Date, source: Source, what: What, text: &str, place: Place) -> Fact {
    Fact {
        date,
        time: None,
        what,
        source,
        channel: None,
        minutes: None,
        text: text.into(),
        place,
        people: 1,
        interview: false,
        no_thanks: false,
        also: Vec::new(),
    }
}
