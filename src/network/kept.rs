//! The network as bytes, in parts that are made and read on all cores.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Network, Person, Promise, Unresolved};
use crate::model::{Date, Kind, NotePath, Problem, Remark};
use crate::settings::Settings;

/// How many people are in one part.
const BATCH: usize = 1_024;

/// Everything but the people.
#[derive(Serialize, Deserialize)]
struct Rest {
    questions: Arc<BTreeMap<NotePath, Vec<Remark>>>,
    unresolved: Arc<Vec<Unresolved>>,
    problems: Arc<Vec<(NotePath, Problem)>>,
    common_problems: Arc<Vec<(NotePath, Problem)>>,
    meetings: Arc<Vec<(NotePath, Date)>>,
    key_counts: BTreeMap<String, usize>,
    counts: BTreeMap<Kind, usize>,
    numbered: bool,
}

/// What one part turns out to be.
enum Part {
    Rest(Box<Rest>),
    Promises(Vec<Promise>),
    Others(Vec<NotePath>),
    People(Vec<Arc<Person>>),
}

impl Network {
    /// The parts to be kept; none if something in it cannot be.
    pub fn to_parts(&self) -> Option<Vec<Vec<u8>>> {
        let rest = Rest {
            questions: Arc::clone(&self.questions),
            unresolved: Arc::clone(&self.unresolved),
            problems: Arc::clone(&self.problems),
            common_problems: Arc::clone(&self.common_problems),
            meetings: Arc::clone(&self.meetings),
            key_counts: self.key_counts.clone(),
            counts: self.counts.clone(),
            numbered: self.numbered,
        };
        let mut parts = vec![
            postcard::to_stdvec(&rest).ok()?,
            postcard::to_stdvec(&*self.promises).ok()?,
            postcard::to_stdvec(&*self.others).ok()?,
        ];
        let people: Option<Vec<Vec<u8>>> =
            self.people.par_chunks(BATCH).map(|people| postcard::to_stdvec(people).ok()).collect();
        parts.extend(people?);
        Some(parts)
    }

    /// The network that was kept in these parts; none if it is none. The settings must be those under which
    /// it was built.
    pub fn of_parts(parts: &[&[u8]], settings: &Settings) -> Option<Self> {
        fn read<'a, T: Deserialize<'a>>(part: &'a [u8]) -> Option<T> {
            postcard::from_bytes(part).ok()
        }
        let read = |(at, part): (usize, &&[u8])| match at {
            0 => read(part).map(Box::new).map(Part::Rest),
            1 => read(part).map(Part::Promises),
            2 => read(part).map(Part::Others),
            _ => read(part).map(people).map(Part::People),
        };
        let parts: Option<Vec<Part>> = parts.par_iter().enumerate().map(read).collect();
        let mut parts = parts?.into_iter();
        let (Part::Rest(rest), Part::Promises(promises), Part::Others(others)) =
            (parts.next()?, parts.next()?, parts.next()?)
        else {
            return None;
        };
        let mut people = Vec::new();
        for part in parts {
            let Part::People(mut some) = part else { return None };
            people.append(&mut some);
        }
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
            numbered: rest.numbered,
            me: settings.me.clone(),
            directory: OnceLock::new(),
        })
    }
}

/// Lets what a contact's own note tells share its path, which is most of it.
fn people(mut people: Vec<Person>) -> Vec<Arc<Person>> {
    for person in &mut people {
        let own = person.note.path.clone();
        let advice = person.advice.iter_mut().map(|advice| &mut advice.place);
        let places = person.facts.iter_mut().map(|fact| &mut fact.place).chain(advice);
        for place in places.filter(|place| place.path == own) {
            place.path = own.clone();
        }
    }
    people.into_iter().map(Arc::new).collect()
}
