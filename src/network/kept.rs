//! The network as bytes, in parts that are made and read on all cores, and the texts apart from them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::packed::{PackedPeople, PackedPromise, Packer, Unpacker, numbers};
use super::text::Texts;
use super::{Among, Network, Person, Promise, ReadTexts, Unresolved};
use crate::model::{Date, Kind, NotePath, Problem, Remark, number};
use crate::settings::Settings;

/// How many people, promises and the like are in one part: enough for a piece of memory that is given back by
/// itself, and few enough for all cores to have some.
const BATCH: usize = 2_048;

/// What there is less of.
#[derive(Serialize, Deserialize)]
struct Rest {
    /// How many notes there are; a number is one of theirs.
    notes: usize,
    questions: Arc<BTreeMap<NotePath, Vec<Remark>>>,
    unresolved: Arc<Vec<Unresolved>>,
    problems: Arc<Vec<(NotePath, Problem)>>,
    common_problems: Arc<Vec<(NotePath, Problem)>>,
    key_counts: BTreeMap<String, usize>,
    counts: BTreeMap<Kind, usize>,
    copied: Arc<BTreeSet<NotePath>>,
}

/// A meeting's note by its number, and its day.
#[derive(Serialize, Deserialize)]
struct Meeting(u32, #[serde(with = "number")] Date);

/// A part. Texts lie in a part of their own, which has a number among those.
#[derive(Serialize, Deserialize)]
enum Part {
    Rest(Box<Rest>),
    Others(Vec<u32>),
    Meetings(Vec<Meeting>),
    Promises(usize, Vec<PackedPromise>),
    People(usize, PackedPeople),
}

/// What becomes of a part.
enum Unpacked {
    Rest(Box<Rest>),
    Others(Vec<NotePath>),
    Meetings(Vec<(NotePath, Date)>),
    Promises(Vec<Promise>),
    People(Vec<Among<Person>>),
}

/// A network as it is kept.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    /// What is always read.
    pub parts: Vec<Vec<u8>>,
    /// What is read when somebody asks for it.
    pub texts: Vec<Vec<u8>>,
}

impl Network {
    /// The network as it is kept beside these notes, of which it is made, in their order; none if something
    /// in it cannot be kept.
    pub fn to_kept(&self, notes: &[NotePath]) -> Option<Kept> {
        let rest = Rest {
            notes: notes.len(),
            questions: Arc::clone(&self.questions),
            unresolved: Arc::clone(&self.unresolved),
            problems: Arc::clone(&self.problems),
            common_problems: Arc::clone(&self.common_problems),
            key_counts: self.key_counts.clone(),
            counts: self.counts.clone(),
            copied: Arc::clone(&self.copied),
        };
        let numbers = numbers(notes)?;
        let encode = |part: &Part| postcard::to_stdvec(part).ok();
        let mut parts = vec![encode(&Part::Rest(Box::new(rest)))?];
        for others in self.others.chunks(BATCH) {
            let others = others.iter().map(|path| numbers.get(path).copied());
            parts.push(encode(&Part::Others(others.collect::<Option<_>>()?))?);
        }
        for meetings in self.meetings.chunks(BATCH) {
            let numbered =
                |(path, day): &(NotePath, Date)| Some(Meeting(*numbers.get(path)?, *day));
            let meetings = meetings.iter().map(numbered);
            parts.push(encode(&Part::Meetings(meetings.collect::<Option<_>>()?))?);
        }
        let promises: Vec<&[Promise]> = self.promises.chunks(BATCH).collect();
        let people: Vec<&[Among<Person>]> = self.people.chunks(BATCH).collect();
        let of_promises = promises.par_iter().enumerate().map(|(at, promises)| {
            let mut packer = Packer::new(&numbers);
            let packed = promises.iter().map(|one| packer.promise(one));
            let part = Part::Promises(at, packed.collect::<Option<_>>()?);
            Some((encode(&part)?, packer.texts))
        });
        let of_people = people.par_iter().enumerate().map(|(at, people)| {
            let mut packer = Packer::new(&numbers);
            let part = Part::People(promises.len() + at, packer.people(people)?);
            Some((encode(&part)?, packer.texts))
        });
        let with_texts: Option<Vec<(Vec<u8>, Vec<u8>)>> = of_promises.chain(of_people).collect();
        let (with_texts, texts): (Vec<_>, Vec<_>) = with_texts?.into_iter().unzip();
        parts.extend(with_texts);
        Some(Kept { parts, texts })
    }

    /// The network that was kept beside these notes in so many parts, each of which `read` finds, and in
    /// texts; none if it is none. The settings must be those under which it was built.
    pub fn of_kept(
        notes: &[NotePath],
        count: usize,
        read: impl Fn(usize) -> Option<Vec<u8>> + Sync,
        texts: Arc<ReadTexts>,
        settings: &Settings,
    ) -> Option<Self> {
        let lost: Arc<AtomicBool> = Arc::default();
        let unpacker = |part| {
            let (read, lost) = (Arc::clone(&texts), Arc::clone(&lost));
            Unpacker { notes, texts: Arc::new(Texts { read, part, lost }) }
        };
        let path = |number: u32| notes.get(number as usize).cloned();
        let unpacked = |at| {
            Some(match postcard::from_bytes(&read(at)?).ok()? {
                Part::Rest(rest) => Unpacked::Rest(rest),
                Part::Others(others) => {
                    Unpacked::Others(others.into_iter().map(path).collect::<Option<_>>()?)
                }
                Part::Meetings(meetings) => {
                    let meetings =
                        meetings.into_iter().map(|Meeting(note, day)| Some((path(note)?, day)));
                    Unpacked::Meetings(meetings.collect::<Option<_>>()?)
                }
                Part::Promises(part, promises) => {
                    let unpacker = unpacker(part);
                    let promises = promises.into_iter().map(|one| unpacker.promise(one));
                    Unpacked::Promises(promises.collect::<Option<_>>()?)
                }
                Part::People(part, people) => Unpacked::People(unpacker(part).people(people)?),
            })
        };
        let parts: Option<Vec<Unpacked>> = (0..count).into_par_iter().map(unpacked).collect();
        let (mut rest, mut others, mut meetings) = (None, Vec::new(), Vec::new());
        let (mut promises, mut people) = (Vec::new(), Vec::new());
        for part in parts? {
            match part {
                Unpacked::Rest(one) => rest = Some(one),
                Unpacked::Others(mut some) => others.append(&mut some),
                Unpacked::Meetings(mut some) => meetings.append(&mut some),
                Unpacked::Promises(mut some) => promises.append(&mut some),
                Unpacked::People(mut some) => people.append(&mut some),
            }
        }
        let rest: Box<Rest> = rest.filter(|rest| rest.notes == notes.len())?;
        let Rest { questions, unresolved, problems, common_problems, .. } = *rest;
        Some(Self {
            people,
            promises: Arc::new(promises),
            questions,
            unresolved,
            problems,
            common_problems,
            meetings: Arc::new(meetings),
            keys: Arc::new(rest.key_counts.keys().cloned().collect()),
            key_counts: rest.key_counts,
            counts: rest.counts,
            others: Arc::new(others),
            copied: rest.copied,
            lost,
            me: settings.me.clone(),
            directory: OnceLock::new(),
        })
    }
}
