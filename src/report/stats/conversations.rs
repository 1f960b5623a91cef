//! Conversations, each once, whatever the number of people in it and of notes that tell it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Date;
use crate::network::{Event, Place};
use crate::report::Survey;

/// A conversation that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conversation {
    /// Its day.
    pub date: Date,
    /// An informational interview.
    pub interview: bool,
    /// Who took part, as indexes into the survey's verdicts.
    pub people: BTreeSet<usize>,
}

/// A conversation with the places that tell it.
struct Told<'a> {
    conversation: Conversation,
    places: Vec<&'a Place>,
}

/// The conversations held with those whom a survey is about, earliest first. What two people's timelines
/// tell of one day and from one place, such as the note of a meeting, is one conversation.
pub(super) fn held(survey: &Survey<'_>) -> Vec<Conversation> {
    let mut by_day: BTreeMap<Date, Vec<Told<'_>>> = BTreeMap::new();
    for (index, (_, verdict)) in survey.verdicts.iter().enumerate() {
        let held = |event: &&Event<'_>| event.word.as_ref().is_some_and(|word| word.held);
        for event in verdict.view.events.iter().filter(held) {
            let fact = event.fact;
            let marked = event.word.as_ref().is_some_and(|word| word.interview);
            let mut told = Told {
                conversation: Conversation {
                    date: fact.date,
                    interview: fact.interview || marked,
                    people: BTreeSet::from([index]),
                },
                places: fact.also.iter().map(|(_, place)| place).chain([&fact.place]).collect(),
            };
            let day = by_day.entry(fact.date).or_default();
            let known =
                |other: &mut Told<'_>| told.places.iter().any(|place| other.places.contains(place));
            // One may join two that were apart so far: each knew another of its places.
            let same: Vec<Told<'_>> = day.extract_if(.., known).collect();
            for other in same {
                told.conversation.interview |= other.conversation.interview;
                told.conversation.people.extend(other.conversation.people);
                told.places.extend(other.places);
            }
            day.push(told);
        }
    }
    by_day.into_values().flatten().map(|told| told.conversation).collect()
}
