//! The network as bytes, in parts that are made and read on all cores, and the texts apart from them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use foldhash::HashSet;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::text::Texts;
use super::{Network, Person, Place, Promise, ReadTexts, Text, Unresolved};
use crate::model::{Date, Kind, NotePath, Problem, Remark};
use crate::settings::Settings;

/// How many people, promises and the like are in one part.
const BATCH: usize = 1_024;

/// What there is less of.
#[derive(Serialize, Deserialize)]
struct Rest {
    questions: Arc<BTreeMap<NotePath, Vec<Remark>>>,
    unresolved: Arc<Vec<Unresolved>>,
    problems: Arc<Vec<(NotePath, Problem)>>,
    common_problems: Arc<Vec<(NotePath, Problem)>>,
    meetings: Arc<Vec<(NotePath, Date)>>,
    key_counts: BTreeMap<String, usize>,
    counts: BTreeMap<Kind, usize>,
    copied: Arc<BTreeSet<NotePath>>,
}

/// A part. Texts lie in a part of their own, which has a number among those.
#[derive(Serialize, Deserialize)]
enum Part {
    Rest(Box<Rest>),
    Others(Vec<NotePath>),
    Promises(usize, Vec<Promise>),
    People(usize, Vec<Person>),
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
    /// The network as it is kept; none if something in it cannot be.
    pub fn to_kept(&self) -> Option<Kept> {
        let rest = Rest {
            questions: Arc::clone(&self.questions),
            unresolved: Arc::clone(&self.unresolved),
            problems: Arc::clone(&self.problems),
            common_problems: Arc::clone(&self.common_problems),
            meetings: Arc::clone(&self.meetings),
            key_counts: self.key_counts.clone(),
            counts: self.counts.clone(),
            copied: Arc::clone(&self.copied),
        };
        let encode = |part: &Part| postcard::to_stdvec(part).ok();
        let mut parts = vec![encode(&Part::Rest(Box::new(rest)))?];
        for others in self.others.chunks(BATCH) {
            parts.push(encode(&Part::Others(others.to_vec()))?);
        }
        let promises: Vec<&[Promise]> = self.promises.chunks(BATCH).collect();
        let people: Vec<&[Arc<Person>]> = self.people.chunks(BATCH).collect();
        let of_promises = promises.par_iter().enumerate().map(|(at, promises)| {
            let mut texts = Vec::new();
            let bare = promises
                .iter()
                .map(|one| Some(Promise { text: one.text.kept_in(&mut texts)?, ..one.clone() }));
            let part = Part::Promises(at, bare.collect::<Option<_>>()?);
            Some((encode(&part)?, texts))
        });
        let of_people = people.par_iter().enumerate().map(|(at, people)| {
            let mut texts = Vec::new();
            let bare = people.iter().map(|person| {
                let mut person = Person::clone(person);
                for fact in &mut person.facts {
                    fact.text = fact.text.kept_in(&mut texts)?;
                }
                Some(person)
            });
            let part = Part::People(promises.len() + at, bare.collect::<Option<_>>()?);
            Some((encode(&part)?, texts))
        });
        let with_texts: Option<Vec<(Vec<u8>, Vec<u8>)>> = of_promises.chain(of_people).collect();
        let (with_texts, texts): (Vec<_>, Vec<_>) = with_texts?.into_iter().unzip();
        parts.extend(with_texts);
        Some(Kept { parts, texts })
    }

    /// The network that was kept in so many parts, each of which `read` finds, and in texts; none if it is
    /// none. The settings must be those under which it was built.
    pub fn of_kept(
        count: usize,
        read: impl Fn(usize) -> Option<Vec<u8>> + Sync,
        texts: Arc<ReadTexts>,
        settings: &Settings,
    ) -> Option<Self> {
        let lost: Arc<AtomicBool> = Arc::default();
        let texts = |part| {
            let (read, lost) = (Arc::clone(&texts), Arc::clone(&lost));
            Arc::new(Texts { read, part, lost })
        };
        let read = |at| {
            let mut part = postcard::from_bytes(&read(at)?).ok()?;
            match &mut part {
                Part::People(number, people) => {
                    let texts = texts(*number);
                    let facts = people.iter_mut().flat_map(|person| &mut person.facts);
                    settle_in(facts.map(|fact| (&mut fact.text, &mut fact.place)), &texts);
                }
                Part::Promises(number, promises) => {
                    let promises = promises.iter_mut();
                    let places = promises.map(|one| (&mut one.text, &mut one.place));
                    settle_in(places, &texts(*number));
                }
                Part::Rest(_) | Part::Others(_) => {}
            }
            Some(part)
        };
        let parts: Option<Vec<Part>> = (0..count).into_par_iter().map(read).collect();
        let (mut rest, mut others) = (None, Vec::new());
        let (mut promises, mut people) = (Vec::new(), Vec::new());
        for part in parts? {
            match part {
                Part::Rest(one) => rest = Some(one),
                Part::Others(mut some) => others.append(&mut some),
                Part::Promises(_, mut some) => promises.append(&mut some),
                Part::People(_, some) => people.extend(some.into_iter().map(Arc::new)),
            }
        }
        let rest: Box<Rest> = rest?;
        let Rest { questions, unresolved, problems, common_problems, meetings, .. } = *rest;
        Some(Self {
            people,
            promises: Arc::new(promises),
            questions,
            unresolved,
            problems,
            common_problems,
            meetings,
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

/// Tells texts where they lie, and lets those of one note share its path, which each was read with.
fn settle_in<'a>(texts: impl Iterator<Item = (&'a mut Text, &'a mut Place)>, kept_in: &Arc<Texts>) {
    let mut paths: HashSet<NotePath> = HashSet::default();
    for (text, place) in texts {
        text.lies_in(kept_in);
        match paths.get(&place.path) {
            Some(known) => place.path = known.clone(),
            None => drop(paths.insert(place.path.clone())),
        }
    }
}
