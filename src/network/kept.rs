//! The network as bytes, in parts that are made and read on all cores, each when somebody asks for it, and the texts
//! apart from them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::packed::{BATCH, Packer, Unpacker, WithTexts, numbers};
use super::text::Texts;
use super::{Among, Directory, Fact, Later, Network, Person, ReadTexts, Unresolved};
use crate::model::{Kind, NotePath, Problem, Remark};
use crate::settings::Settings;

/// How many parts there are of each kind. They lie in this order, with the facts of each part of people behind
/// all of those, between the part with the rest and that with the directory.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Layout {
    others: usize,
    meetings: usize,
    promises: usize,
    people: usize,
}

/// What there is less of.
#[derive(Serialize, Deserialize)]
struct Rest {
    /// How many notes there are; a number is one of theirs.
    notes: usize,
    layout: Layout,
    questions: Arc<BTreeMap<NotePath, Vec<Remark>>>,
    unresolved: Arc<Vec<Unresolved>>,
    problems: Arc<Vec<(NotePath, Problem)>>,
    common_problems: Arc<Vec<(NotePath, Problem)>>,
    key_counts: BTreeMap<String, usize>,
    counts: BTreeMap<Kind, usize>,
    copied: Arc<BTreeSet<NotePath>>,
}

/// A network as it is kept.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    /// What is read in one go, most of it when somebody asks for it.
    pub parts: Vec<Vec<u8>>,
    /// What is read when a row shows it.
    pub texts: Vec<Vec<u8>>,
}

/// Reads a part; none if it is not there.
pub type ReadPart = dyn Fn(usize) -> Option<Vec<u8>> + Send + Sync;

impl Layout {
    fn others(self) -> Range<usize> {
        1..1 + self.others
    }

    fn meetings(self) -> Range<usize> {
        let from = self.others().end;
        from..from + self.meetings
    }

    fn promises(self) -> Range<usize> {
        let from = self.meetings().end;
        from..from + self.promises
    }

    fn people(self) -> Range<usize> {
        let from = self.promises().end;
        from..from + self.people
    }

    fn directory(self) -> usize {
        self.people().end + self.people
    }

    /// Whether there are so many parts.
    fn is_of(self, count: usize) -> bool {
        let Self { others, meetings, promises, people } = self;
        [others, meetings, promises, people].iter().all(|part| *part <= count)
            && self.directory() + 1 == count
    }
}

impl Network {
    /// The network as it is kept beside these notes, of which it is made, in their order; none if something
    /// in it cannot be kept.
    pub fn to_kept(&self, notes: &[NotePath]) -> Option<Kept> {
        let numbers = numbers(notes)?;
        let packer = || Packer::new(&numbers);
        let others = self.others.chunks(BATCH).map(|others| packer().notes(others));
        let others: Vec<Vec<u8>> = others.collect::<Option<_>>()?;
        let meetings = self.meetings.chunks(BATCH).map(|meetings| packer().days(meetings));
        let meetings: Vec<Vec<u8>> = meetings.collect::<Option<_>>()?;
        let promises = self.promises.par_chunks(BATCH).map(|promises| packer().promises(promises));
        let promises: Vec<WithTexts> = promises.collect::<Option<_>>()?;
        let people = self.people.par_chunks(BATCH).map(|people| packer().people(people));
        let people: Vec<Vec<u8>> = people.collect::<Option<_>>()?;
        let facts = self.people.par_chunks(BATCH).map(|people| packer().facts(people));
        let facts: Vec<WithTexts> = facts.collect::<Option<_>>()?;
        let rest = Rest {
            notes: notes.len(),
            layout: Layout {
                others: others.len(),
                meetings: meetings.len(),
                promises: promises.len(),
                people: people.len(),
            },
            questions: Arc::clone(&self.questions),
            unresolved: Arc::clone(&self.unresolved),
            problems: Arc::clone(&self.problems),
            common_problems: Arc::clone(&self.common_problems),
            key_counts: self.key_counts.clone(),
            counts: self.counts.clone(),
            copied: Arc::clone(&self.copied),
        };
        let (promises, mut texts): (Vec<_>, Vec<_>) = promises.into_iter().unzip();
        let (facts, mut of_facts): (Vec<_>, Vec<_>) = facts.into_iter().unzip();
        texts.append(&mut of_facts);
        let mut parts = vec![postcard::to_stdvec(&rest).ok()?];
        parts.extend([others, meetings, promises, people, facts].into_iter().flatten());
        parts.push(self.directory().to_kept()?);
        // What was lost must not be kept as if there had been nothing.
        (!self.has_lost()).then_some(Kept { parts, texts })
    }

    /// The network that was kept beside these notes in so many parts, and in texts; none if it is none. The
    /// settings must be those under which it was built.
    pub fn of_kept(
        notes: Vec<NotePath>,
        count: usize,
        read: Box<ReadPart>,
        texts: Arc<ReadTexts>,
        settings: &Settings,
    ) -> Option<Self> {
        let rest: Rest = postcard::from_bytes(&read(0)?).ok()?;
        let layout = rest.layout;
        if rest.notes != notes.len() || !layout.is_of(count) {
            return None;
        }
        let lost: Arc<AtomicBool> = Arc::default();
        let source = Arc::new(Source { notes, read, texts, lost: Arc::clone(&lost) });
        let people = layout.people().into_par_iter().enumerate();
        let people = people.map(|(number, part)| source.people(layout, number, part));
        let people: Vec<Vec<Among<Person>>> = people.collect::<Option<_>>()?;
        let people: Vec<Among<Person>> = people.into_iter().flatten().collect();
        let Rest { questions, unresolved, problems, common_problems, .. } = rest;
        let others = source.all(layout.others(), |unpacker, part| unpacker.notes(part));
        let directory = source.directory(layout, &settings.me, &people, &others);
        Some(Self {
            people,
            promises: source.all(layout.promises(), |unpacker, part| unpacker.promises(part)),
            questions,
            unresolved,
            problems,
            common_problems,
            meetings: source.all(layout.meetings(), |unpacker, part| unpacker.days(part)),
            keys: Arc::new(rest.key_counts.keys().cloned().collect()),
            key_counts: rest.key_counts,
            counts: rest.counts,
            others,
            copied: rest.copied,
            lost,
            directory,
        })
    }
}

/// Where what is kept is read.
struct Source {
    notes: Vec<NotePath>,
    read: Box<ReadPart>,
    texts: Arc<ReadTexts>,
    /// Set when something turns out to be lost.
    lost: Arc<AtomicBool>,
}

impl Source {
    /// What unpacks a part with texts of this number.
    fn unpacker(&self, texts: usize) -> Unpacker<'_> {
        let (read, lost) = (Arc::clone(&self.texts), Arc::clone(&self.lost));
        Unpacker { notes: &self.notes, texts: Arc::new(Texts { read, part: texts, lost }) }
    }

    /// What there is, or nothing if it was lost, which is told.
    fn or_lost<T>(&self, found: Option<Vec<T>>) -> Vec<T> {
        found.unwrap_or_else(|| {
            self.lost.store(true, Ordering::Relaxed);
            Vec::new()
        })
    }

    /// All that lies in these parts, once somebody asks for it.
    fn all<T: Send + 'static>(
        self: &Arc<Self>,
        parts: Range<usize>,
        unpack: fn(&Unpacker<'_>, &[u8]) -> Option<Vec<T>>,
    ) -> Later<Vec<T>> {
        let source = Arc::clone(self);
        Later::new(move || {
            let parts = parts.into_par_iter().enumerate();
            let unpacked =
                parts.map(|(texts, part)| unpack(&source.unpacker(texts), &(source.read)(part)?));
            let unpacked: Option<Vec<Vec<T>>> = unpacked.collect();
            source.or_lost(unpacked.map(|parts| parts.into_iter().flatten().collect()))
        })
    }

    /// What these people go by, as it was kept. Were it lost, it could be had again, but would be lost again next
    /// time.
    fn directory(
        self: &Arc<Self>,
        layout: Layout,
        me: &[String],
        people: &[Among<Person>],
        others: &Later<Vec<NotePath>>,
    ) -> Later<Directory> {
        let (source, others) = (Arc::clone(self), others.clone());
        let (me, people) = (me.to_vec(), people.to_vec());
        Later::new(move || {
            let kept = (source.read)(layout.directory());
            kept.and_then(|kept| Directory::of_kept(&kept, people.len())).unwrap_or_else(|| {
                source.lost.store(true, Ordering::Relaxed);
                Directory::of(&me, people.iter().map(AsRef::as_ref), &others)
            })
        })
    }

    /// The people of one part; what happened with them is read once somebody asks for it, by who asks: that may
    /// be one of several who were sent to work on all cores.
    fn people(
        self: &Arc<Self>,
        layout: Layout,
        number: usize,
        part: usize,
    ) -> Option<Vec<Among<Person>>> {
        let (texts, facts) = (layout.promises + number, part + layout.people);
        let source = Arc::clone(self);
        let facts = |count| {
            Later::new(move || {
                let read = (source.read)(facts);
                let unpacked = read.and_then(|read| source.unpacker(texts).facts(&read, count));
                source.or_lost::<Fact>(unpacked)
            })
        };
        self.unpacker(texts).people(&(self.read)(part)?, facts)
    }
}
