//! People and promises as they lie in a part. A note is its number among all notes, whose paths are at hand
//! before the network is; a channel is its number among those of the part; a text lies elsewhere. So nothing
//! that many facts share is read, or held, more than once.

use std::sync::Arc;

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use super::text::{Range, Texts};
use super::{Advice, Among, Card, Fact, Person, Place, Promise, Source, Text, Timeline, What, Who};
use crate::model::{Contact, Date, NotePath, Problem, Time, number};

/// A place: the number of the note, line and column.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct PackedPlace(u32, u32, u32);

/// A [`Fact`].
#[derive(Serialize, Deserialize)]
struct PackedFact {
    #[serde(with = "number")]
    date: Date,
    time: Option<Time>,
    what: What,
    source: Source,
    channel: Option<u32>,
    minutes: Option<u32>,
    text: Range,
    place: PackedPlace,
    people: u32,
    interview: bool,
    no_thanks: bool,
    also: Vec<(Source, PackedPlace)>,
}

/// An [`Advice`].
#[derive(Serialize, Deserialize)]
struct PackedAdvice {
    #[serde(with = "number::or_none")]
    date: Option<Date>,
    text: String,
    place: PackedPlace,
}

/// A [`Person`].
#[derive(Serialize, Deserialize)]
pub(super) struct PackedPerson {
    note: u32,
    tags: Vec<String>,
    contact: Contact,
    problems: Vec<Problem>,
    /// How many of the facts are about it.
    facts: usize,
    introduced_by: Vec<Who>,
    introduced: Vec<usize>,
    advice: Vec<PackedAdvice>,
}

/// A [`Promise`].
#[derive(Serialize, Deserialize)]
pub(super) struct PackedPromise {
    contact: Who,
    mine: bool,
    done: bool,
    text: Range,
    #[serde(with = "number::or_none")]
    due: Option<Date>,
    #[serde(with = "number::or_none")]
    written: Option<Date>,
    place: PackedPlace,
}

/// The people of a part.
#[derive(Serialize, Deserialize)]
pub(super) struct PackedPeople {
    people: Vec<PackedPerson>,
    /// What happened with them, one after the other.
    facts: Vec<PackedFact>,
    /// The channels, in the order of their numbers.
    channels: Vec<Arc<str>>,
}

/// Notes by path.
pub(super) type Numbers<'a> = HashMap<&'a NotePath, u32>;

/// The numbers of notes, which are given in the order of their paths; none if there are too many.
pub(super) fn numbers(notes: &[NotePath]) -> Option<Numbers<'_>> {
    let numbered = notes.iter().enumerate();
    numbered.map(|(number, path)| Some((path, u32::try_from(number).ok()?))).collect()
}

/// Packs what goes into one part. Each of its functions has nothing if something cannot be packed.
pub(super) struct Packer<'a> {
    notes: &'a Numbers<'a>,
    known: HashMap<Arc<str>, u32>,
    channels: Vec<Arc<str>>,
    /// The texts, one behind the other.
    pub texts: Vec<u8>,
}

impl<'a> Packer<'a> {
    pub fn new(notes: &'a Numbers<'a>) -> Self {
        Self { notes, known: HashMap::default(), channels: Vec::new(), texts: Vec::new() }
    }

    fn place(&self, place: &Place) -> Option<PackedPlace> {
        let Place { path, line, column } = place;
        Some(PackedPlace(*self.notes.get(path)?, *line, *column))
    }

    fn channel(&mut self, channel: &Arc<str>) -> Option<u32> {
        if let Some(number) = self.known.get(channel) {
            return Some(*number);
        }
        let number = u32::try_from(self.channels.len()).ok()?;
        self.channels.push(Arc::clone(channel));
        self.known.insert(Arc::clone(channel), number);
        Some(number)
    }

    fn fact(&mut self, fact: &Fact) -> Option<PackedFact> {
        let also = fact.also.iter().map(|(source, place)| Some((*source, self.place(place)?)));
        let also = also.collect::<Option<_>>()?;
        Some(PackedFact {
            date: fact.date,
            time: fact.time,
            what: fact.what.clone(),
            source: fact.source,
            channel: match &fact.channel {
                Some(channel) => Some(self.channel(channel)?),
                None => None,
            },
            minutes: fact.minutes,
            text: fact.text.kept_in(&mut self.texts)?,
            place: self.place(&fact.place)?,
            people: fact.people,
            interview: fact.interview,
            no_thanks: fact.no_thanks,
            also,
        })
    }

    fn advice(&self, advice: &Advice) -> Option<PackedAdvice> {
        let Advice { date, text, place } = advice;
        Some(PackedAdvice { date: *date, text: text.clone(), place: self.place(place)? })
    }

    pub fn people(&mut self, people: &[Among<Person>]) -> Option<PackedPeople> {
        let facts = people.iter().flat_map(|person| person.facts.iter());
        let facts = facts.map(|fact| self.fact(fact)).collect::<Option<_>>()?;
        let people = people.iter().map(|person| self.person(person)).collect::<Option<_>>()?;
        Some(PackedPeople { people, facts, channels: std::mem::take(&mut self.channels) })
    }

    fn person(&self, person: &Person) -> Option<PackedPerson> {
        let Card { path, tags, contact, problems } = &person.note;
        Some(PackedPerson {
            note: *self.notes.get(path)?,
            tags: tags.clone(),
            contact: contact.clone(),
            problems: problems.clone(),
            facts: person.facts.len(),
            introduced_by: person.introduced_by.clone(),
            introduced: person.introduced.clone(),
            advice: person.advice.iter().map(|one| self.advice(one)).collect::<Option<_>>()?,
        })
    }

    pub fn promise(&mut self, promise: &Promise) -> Option<PackedPromise> {
        Some(PackedPromise {
            contact: promise.contact.clone(),
            mine: promise.mine,
            done: promise.done,
            text: promise.text.kept_in(&mut self.texts)?,
            due: promise.due,
            written: promise.written,
            place: self.place(&promise.place)?,
        })
    }
}

/// Unpacks what lies in one part. Each of its functions has nothing if a number means nothing.
pub(super) struct Unpacker<'a> {
    /// The paths of all notes, in the order of their numbers.
    pub notes: &'a [NotePath],
    /// Where its texts lie.
    pub texts: Arc<Texts>,
}

impl Unpacker<'_> {
    fn path(&self, number: u32) -> Option<NotePath> {
        self.notes.get(number as usize).cloned()
    }

    fn place(&self, PackedPlace(note, line, column): PackedPlace) -> Option<Place> {
        Some(Place { path: self.path(note)?, line, column })
    }

    fn fact(&self, fact: PackedFact, channels: &[Arc<str>]) -> Option<Fact> {
        let also = fact.also.into_iter().map(|(source, place)| Some((source, self.place(place)?)));
        Some(Fact {
            date: fact.date,
            time: fact.time,
            what: fact.what,
            source: fact.source,
            channel: match fact.channel {
                Some(number) => Some(Arc::clone(channels.get(number as usize)?)),
                None => None,
            },
            minutes: fact.minutes,
            text: Text::lies_in(&self.texts, fact.text),
            place: self.place(fact.place)?,
            people: fact.people,
            interview: fact.interview,
            no_thanks: fact.no_thanks,
            also: also.collect::<Option<_>>()?,
        })
    }

    fn advice(&self, PackedAdvice { date, text, place }: PackedAdvice) -> Option<Advice> {
        Some(Advice { date, text, place: self.place(place)? })
    }

    pub fn people(&self, packed: PackedPeople) -> Option<Vec<Among<Person>>> {
        let PackedPeople { people, facts: packed, channels } = packed;
        let mut facts = Vec::with_capacity(packed.len());
        for fact in packed {
            facts.push(self.fact(fact, &channels)?);
        }
        let lengths: Vec<usize> = people.iter().map(|person| person.facts).collect();
        let people = people.into_iter().zip(Timeline::all_of(facts, &lengths)?);
        let people = people.map(|(person, facts)| self.person(person, facts));
        Some(Among::all_of(people.collect::<Option<_>>()?))
    }

    fn person(&self, person: PackedPerson, facts: Timeline) -> Option<Person> {
        let PackedPerson { note, tags, contact, problems, introduced_by, introduced, .. } = person;
        let advice = person.advice.into_iter().map(|one| self.advice(one));
        Some(Person {
            note: Card { path: self.path(note)?, tags, contact, problems },
            facts,
            introduced_by,
            introduced,
            advice: advice.collect::<Option<_>>()?,
        })
    }

    pub fn promise(&self, promise: PackedPromise) -> Option<Promise> {
        let PackedPromise { contact, mine, done, text, due, written, place } = promise;
        let (text, place) = (Text::lies_in(&self.texts, text), self.place(place)?);
        Some(Promise { contact, mine, done, text, due, written, place })
    }
}
