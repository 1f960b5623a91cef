//! People and promises as they lie in a part. A note is its number among all notes, whose paths are at hand
//! before the network is; a channel is its number among those of the part; a text lies elsewhere. So nothing
//! that many facts share is read, or held, more than once.

use std::sync::Arc;

use foldhash::HashMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::text::{Range, Texts};
use super::{
    Advice, Among, Card, Fact, Later, Person, Place, Promise, Source, Text, Timeline, What, Who,
};
use crate::model::{Contact, Date, NotePath, Problem, Time, number};

/// How many people, promises and the like are in one part: enough for a piece of memory that is given back by
/// itself, and few enough for all cores to have some.
pub(super) const BATCH: usize = 2_048;

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

/// A [`Person`] but for what happened.
#[derive(Serialize, Deserialize)]
struct PackedPerson {
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

/// A note by its number, and a day.
#[derive(Serialize, Deserialize)]
struct Day(u32, #[serde(with = "number")] Date);

/// A [`Promise`].
#[derive(Serialize, Deserialize)]
struct PackedPromise {
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

/// Notes by path.
pub(super) type Numbers<'a> = HashMap<&'a NotePath, u32>;

/// The numbers of notes, which are given in the order of their paths; none if there are too many.
pub(super) fn numbers(notes: &[NotePath]) -> Option<Numbers<'_>> {
    let numbered = notes.iter().enumerate();
    numbered.map(|(number, path)| Some((path, u32::try_from(number).ok()?))).collect()
}

/// Packs what goes into one part, one behind the other. Each of its functions has nothing if something cannot be
/// packed.
pub(super) struct Packer<'a> {
    notes: &'a Numbers<'a>,
    known: HashMap<Arc<str>, u32>,
    channels: Vec<Arc<str>>,
    texts: Vec<u8>,
}

/// What goes into a part, and the texts of it, which lie in another.
pub(super) type WithTexts = (Vec<u8>, Vec<u8>);

/// Puts something behind what is packed.
fn put(one: &impl Serialize, packed: Vec<u8>) -> Option<Vec<u8>> {
    postcard::to_extend(one, packed).ok()
}

impl<'a> Packer<'a> {
    pub fn new(notes: &'a Numbers<'a>) -> Self {
        Self { notes, known: HashMap::default(), channels: Vec::new(), texts: Vec::new() }
    }

    /// Notes.
    pub fn notes<'p>(&self, notes: impl IntoIterator<Item = &'p NotePath>) -> Option<Vec<u8>> {
        let mut notes = notes.into_iter();
        notes.try_fold(Vec::new(), |packed, path| put(self.notes.get(path)?, packed))
    }

    /// Notes with a day each.
    pub fn days(&self, days: &[(NotePath, Date)]) -> Option<Vec<u8>> {
        let day = |(path, day): &(NotePath, Date)| Some(Day(*self.notes.get(path)?, *day));
        days.iter().try_fold(Vec::new(), |packed, one| put(&day(one)?, packed))
    }

    /// Promises, and their texts.
    pub fn promises(mut self, promises: &[Promise]) -> Option<WithTexts> {
        let mut packed = Vec::new();
        for promise in promises {
            packed = put(&self.promise(promise)?, packed)?;
        }
        Some((packed, self.texts))
    }

    /// People, but for what happened with them.
    pub fn people(&self, people: &[Among<Person>]) -> Option<Vec<u8>> {
        people.iter().try_fold(Vec::new(), |packed, person| put(&self.person(person)?, packed))
    }

    /// What happened with these people, and its texts. Its channels are before it, in the order of their numbers.
    pub fn facts(mut self, people: &[Among<Person>]) -> Option<WithTexts> {
        let mut facts = Vec::new();
        for fact in people.iter().flat_map(|person| person.facts.iter()) {
            facts = put(&self.fact(fact)?, facts)?;
        }
        let mut packed = put(&self.channels, Vec::new())?;
        packed.append(&mut facts);
        Some((packed, self.texts))
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

    fn person(&self, person: &Person) -> Option<PackedPerson> {
        let Card { path, tags, contact, problems } = &person.note;
        Some(PackedPerson {
            note: *self.notes.get(path)?,
            tags: tags.clone(),
            contact: contact.clone(),
            problems: problems.clone(),
            facts: person.facts.count(),
            introduced_by: person.introduced_by.clone(),
            introduced: person.introduced.clone(),
            advice: person.advice.iter().map(|one| self.advice(one)).collect::<Option<_>>()?,
        })
    }

    fn promise(&mut self, promise: &Promise) -> Option<PackedPromise> {
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

/// Unpacks what lies in one part. Each of its functions has nothing if something in it means nothing.
pub(super) struct Unpacker<'a> {
    /// The paths of all notes, in the order of their numbers.
    pub notes: &'a [NotePath],
    /// Where its texts lie, if it has some.
    pub texts: Arc<Texts>,
}

/// What lies one behind the other, each unpacked as soon as it is read. There is room for `count` at first.
fn each<P: DeserializeOwned, T>(
    mut packed: &[u8],
    count: usize,
    unpack: impl Fn(P) -> Option<T>,
) -> Option<Vec<T>> {
    let mut all = Vec::with_capacity(count.min(packed.len()));
    while !packed.is_empty() {
        let (one, rest) = postcard::take_from_bytes(packed).ok()?;
        all.push(unpack(one)?);
        packed = rest;
    }
    Some(all)
}

impl Unpacker<'_> {
    /// Notes.
    pub fn notes(&self, packed: &[u8]) -> Option<Vec<NotePath>> {
        each(packed, BATCH, |number| self.path(number))
    }

    /// Notes with a day each.
    pub fn days(&self, packed: &[u8]) -> Option<Vec<(NotePath, Date)>> {
        each(packed, BATCH, |Day(note, day)| Some((self.path(note)?, day)))
    }

    /// Promises.
    pub fn promises(&self, packed: &[u8]) -> Option<Vec<Promise>> {
        each(packed, BATCH, |promise| self.promise(promise))
    }

    /// The people of a part. What happened with them lies in another; `facts` is told how much that is, and gives
    /// a list of it.
    pub fn people(
        &self,
        packed: &[u8],
        facts: impl FnOnce(usize) -> Later<Vec<Fact>>,
    ) -> Option<Vec<Among<Person>>> {
        let people: Vec<PackedPerson> = each(packed, BATCH, Some)?;
        let lengths: Vec<usize> = people.iter().map(|person| person.facts).collect();
        let all = lengths.iter().try_fold(0_usize, |all, length| all.checked_add(*length))?;
        let people = people.into_iter().zip(Timeline::all_of(&facts(all), &lengths));
        let people = people.map(|(person, facts)| self.person(person, facts));
        Some(Among::all_of(people.collect::<Option<_>>()?))
    }

    /// What happened with the people of a part, so many facts.
    pub fn facts(&self, packed: &[u8], count: usize) -> Option<Vec<Fact>> {
        let (channels, facts) = postcard::take_from_bytes::<Vec<Arc<str>>>(packed).ok()?;
        let facts = each(facts, count, |fact| self.fact(fact, &channels))?;
        (facts.len() == count).then_some(facts)
    }

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

    fn promise(&self, promise: PackedPromise) -> Option<Promise> {
        let PackedPromise { contact, mine, done, text, due, written, place } = promise;
        let (text, place) = (Text::lies_in(&self.texts, text), self.place(place)?);
        Some(Promise { contact, mine, done, text, due, written, place })
    }
}
