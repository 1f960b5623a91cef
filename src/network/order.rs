//! One thing told twice counts once, and the facts of a day stand in the order in which they happened.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::interaction::{Fact, Source, What};
use crate::model::{Date, Direction, NotePath, Word};

/// Merges what is told twice and orders everything, earliest first. `own` is the contact's note.
pub(super) fn settle(facts: Vec<Fact>, own: &NotePath) -> Vec<Fact> {
    let newest_first = newest_first(&facts, own);
    settle_days(facts, own, newest_first)
}

/// The same for the facts of some days, of which nothing is missing. `facts` has those of the contact's own
/// note for all days.
pub(super) fn settle_some(
    mut facts: Vec<Fact>,
    own: &NotePath,
    days: &BTreeSet<Date>,
) -> Vec<Fact> {
    let newest_first = newest_first(&facts, own);
    facts.retain(|fact| days.contains(&fact.date));
    settle_days(facts, own, newest_first)
}

fn settle_days(facts: Vec<Fact>, own: &NotePath, newest_first: bool) -> Vec<Fact> {
    let mut by_day: Vec<Fact> = facts;
    by_day.sort_by_key(|fact| fact.date);
    let mut settled = Vec::with_capacity(by_day.len());
    let mut rest = by_day.as_slice();
    while let Some(first) = rest.first() {
        let end = rest.partition_point(|fact| fact.date == first.date);
        let (day, after) = rest.split_at(end);
        settled.extend(settle_day(day.to_vec(), own, newest_first));
        rest = after;
    }
    settled
}

fn settle_day(mut day: Vec<Fact>, own: &NotePath, newest_first: bool) -> Vec<Fact> {
    if day.len() == 1 {
        return day;
    }
    day = merge(day);
    // A stated last contact says nothing beside their own word of that day.
    let heard = day.iter().any(|fact| {
        fact.source != Source::LastContact
            && matches!(fact.what.direction(), Some(Direction::In | Direction::Both))
            && fact.what != What::Planned
    });
    day.retain(|fact| fact.source != Source::LastContact || !heard);
    if day.iter().all(|fact| fact.time.is_some()) {
        day.sort_by_key(|fact| fact.time);
        return day;
    }
    day.sort_by(|a, b| {
        let place = |fact: &Fact| position(fact, own);
        place(a).cmp(&place(b)).then_with(|| match (place(a), newest_first) {
            (Position::OwnBody, true) => b.place.line.cmp(&a.place.line),
            (Position::OwnBody, false) => a.place.line.cmp(&b.place.line),
            _ => by_place(a, b),
        })
    });
    day
}

/// Where in a day a fact belongs when the times do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Position {
    LastContact,
    OthersOut,
    OwnOutreach,
    OwnBody,
    OthersRest,
}

fn position(fact: &Fact, own: &NotePath) -> Position {
    match fact.source {
        Source::LastContact => Position::LastContact,
        Source::Outreach => Position::OwnOutreach,
        _ if fact.place.path == *own => Position::OwnBody,
        _ if fact.what.direction() == Some(Direction::Out) => Position::OthersOut,
        _ => Position::OthersRest,
    }
}

fn by_place(a: &Fact, b: &Fact) -> Ordering {
    a.place.cmp(&b.place)
}

/// Joins facts of the same day and direction from different places, if their channels are equal or one
/// is unnamed. Two lines of one place are two things.
fn merge(mut day: Vec<Fact>) -> Vec<Fact> {
    // What a contact's own note says comes first: it is what the others are compared with.
    day.sort_by(|a, b| (a.source, &a.place).cmp(&(b.source, &b.place)));
    let first = place_of(&day[0]);
    if day.iter().all(|fact| place_of(fact) == first) {
        return day;
    }
    let mut kept: Vec<Fact> = Vec::with_capacity(day.len());
    for fact in day {
        // Nothing but a direction can be told twice.
        let twin =
            fact.what.direction().and_then(|_| kept.iter_mut().find(|known| is_twin(known, &fact)));
        match twin {
            Some(known) => join(known, fact),
            None => kept.push(fact),
        }
    }
    kept
}

fn is_twin(known: &Fact, fact: &Fact) -> bool {
    if known.source == Source::LastContact || fact.source == Source::LastContact {
        return false;
    }
    let place = place_of(fact);
    let other_place = place_of(known) != place
        && known.also.iter().all(|(source, at)| (*source == Source::Outreach, &at.path) != place);
    let channels = match (&known.channel, &fact.channel) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let direction = known.what.direction();
    // Two planned days are no exchange, but still one meeting.
    other_place && channels && direction.is_some() && direction == fact.what.direction()
}

/// Front matter and body of one note are two places.
fn place_of(fact: &Fact) -> (bool, &NotePath) {
    (fact.source == Source::Outreach, &fact.place.path)
}

fn join(known: &mut Fact, fact: Fact) {
    known.what = match (known.what.clone(), &fact.what) {
        (What::Exchange(mut word), What::Exchange(other)) => {
            word.answers |= other.answers;
            word.is_final |= other.is_final;
            word.held |= other.held;
            word.thanks |= other.thanks;
            word.interview |= other.interview;
            What::Exchange(word)
        }
        (What::Exchange(mut word), What::Meeting { .. } | What::Planned) => {
            word.held = true;
            What::Exchange(word)
        }
        (What::Exchange(_), What::Announced(day)) => What::Announced(*day),
        (What::Planned, What::Exchange(word)) => {
            What::Exchange(Word { held: true, ..word.clone() })
        }
        (What::Planned, What::Announced(day)) => What::Announced(*day),
        (What::Planned, What::Meeting { held }) => What::Meeting { held: *held },
        (what, _) => what,
    };
    known.time = known.time.or(fact.time);
    known.minutes = known.minutes.or(fact.minutes);
    known.interview |= fact.interview;
    known.no_thanks |= fact.no_thanks;
    known.people = known.people.max(fact.people);
    if known.channel.is_none() {
        known.channel = fact.channel;
    }
    if known.text.is_empty() {
        known.text = fact.text;
    }
    known.also.push((fact.source, fact.place));
    known.also.extend(fact.also);
}

/// Whether the majority of the dated entries in the contact's own note descend from one to the next.
/// `facts` are in the order in which they were gathered, which within a note is that of its lines.
fn newest_first(facts: &[Fact], own: &NotePath) -> bool {
    let entries =
        facts.iter().filter(|fact| fact.source == Source::Entry && fact.place.path == *own);
    let dates: Vec<_> = entries.map(|fact| &fact.date).collect();
    let steps = dates.windows(2).map(|pair| pair[0].cmp(pair[1]));
    let balance: i32 = steps
        .map(|step| match step {
            Ordering::Greater => 1,
            Ordering::Less => -1,
            Ordering::Equal => 0,
        })
        .sum();
    balance > 0
}
