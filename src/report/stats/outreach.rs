//! What became of asks, in groups: how many were answered, and how soon.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::LEAST_CASES;
use crate::network::{Ask, Outcome};

/// The asks of a vault, counted in groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutreachRows {
    /// All of them.
    pub all: GroupRow,
    /// By the channel of the first message, those with most asks first.
    pub by_channel: Vec<GroupRow>,
    /// The warm, then the cold.
    pub by_warmth: Vec<GroupRow>,
    /// By the number of the message, from `1` on.
    pub by_try: Vec<GroupRow>,
}

/// What became of a group of asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupRow {
    /// What they have in common.
    pub name: String,
    /// How many were answered, by a refusal too.
    pub answered: usize,
    /// How many of these answers were refusals.
    pub refused: usize,
    /// How many were let go.
    pub let_go: usize,
    /// How many ran out.
    pub lapsed: usize,
    /// How many wait for an answer; they are in no other number.
    pub open: usize,
    /// How many do not. By try, an ask is closed at a message as soon as another follows it.
    pub closed: usize,
    /// The part of the closed that was answered, from 0 to 1 with three digits; none of fewer than
    /// [`LEAST_CASES`] closed ones.
    pub rate: Option<f64>,
    /// The median of the days from the first message to the answer; none of fewer than [`LEAST_CASES`]
    /// answers.
    pub median_days: Option<f64>,
}

pub(super) fn rows(asks: &[Ask]) -> OutreachRows {
    let mut channels: BTreeMap<&str, Vec<&Ask>> = BTreeMap::new();
    for ask in asks {
        channels.entry(ask.channel.as_deref().unwrap_or("unnamed")).or_default().push(ask);
    }
    let mut by_channel: Vec<GroupRow> =
        channels.into_iter().map(|(name, asks)| group(name, asks)).collect();
    by_channel.sort_by_key(|row| std::cmp::Reverse(row.closed + row.open));
    let warmth = |name, warm| group(name, asks.iter().filter(|ask| ask.warm == warm));
    let most = asks.iter().map(|ask| ask.tries).max().unwrap_or(0);
    OutreachRows {
        all: group("all", asks),
        by_channel,
        by_warmth: vec![warmth("warm", true), warmth("cold", false)],
        by_try: (1..=most).map(|number| at_try(number, asks)).collect(),
    }
}

fn group<'a>(name: &str, asks: impl IntoIterator<Item = &'a Ask>) -> GroupRow {
    let mut row = GroupRow {
        name: name.to_owned(),
        answered: 0,
        refused: 0,
        let_go: 0,
        lapsed: 0,
        open: 0,
        closed: 0,
        rate: None,
        median_days: None,
    };
    let mut days: Vec<u32> = Vec::new();
    for ask in asks {
        match ask.outcome {
            Outcome::Answered { refused, .. } => {
                row.answered += 1;
                row.refused += usize::from(refused);
            }
            Outcome::LetGo => row.let_go += 1,
            Outcome::Lapsed => row.lapsed += 1,
            Outcome::Open => row.open += 1,
        }
        days.extend(ask.days_to_answer());
    }
    row.closed = row.answered + row.let_go + row.lapsed;
    row.rate = rate(row.answered, row.closed);
    row.median_days = median(days);
    row
}

/// What the message of this number brought, in the asks that came as far.
fn at_try(number: u32, asks: &[Ask]) -> GroupRow {
    let ended = asks.iter().filter(|ask| ask.tries == number);
    let went_on = asks.iter().filter(|ask| ask.tries > number).count();
    let row = group(&number.to_string(), ended);
    let closed = row.closed + went_on;
    GroupRow { closed, rate: rate(row.answered, closed), ..row }
}

fn rate(answered: usize, closed: usize) -> Option<f64> {
    let rate = answered as f64 / closed as f64;
    (closed >= LEAST_CASES).then(|| (rate * 1000.0).round() / 1000.0)
}

/// The middle of the values, the mean of the middle two if there is an even number of them.
fn median(mut days: Vec<u32>) -> Option<f64> {
    if days.len() < LEAST_CASES {
        return None;
    }
    days.sort_unstable();
    let upper = days.len() / 2;
    let lower = (days.len() - 1) / 2;
    Some((f64::from(days[lower]) + f64::from(days[upper])) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    fn day(number: u32) -> Date {
        Date::from_ymd_opt(2026, 1, number).expect("a day of January")
    }

    fn ask(tries: u32, outcome: Outcome) -> Ask {
        Ask { since: day(1), channel: None, tries, warm: false, outcome }
    }

    fn answered(tries: u32, days: u32) -> Ask {
        ask(tries, Outcome::Answered { on: day(1 + days), refused: false })
    }

    #[test]
    fn nine_cases_claim_nothing_and_the_tenth_does() {
        let mut asks: Vec<Ask> = (1..=9).map(|days| answered(1, days)).collect();
        // Open ones are no cases, however many there are.
        asks.extend([ask(1, Outcome::Open), ask(1, Outcome::Open)]);
        let row = rows(&asks).all;
        assert_eq!((row.answered, row.closed, row.open), (9, 9, 2));
        assert_eq!((row.rate, row.median_days), (None, None));
        asks.push(ask(2, Outcome::LetGo));
        let row = rows(&asks).all;
        // Ten are closed, but only nine were answered.
        assert_eq!((row.rate, row.median_days), (Some(0.9), None));
        asks.push(answered(1, 20));
        let row = rows(&asks).all;
        assert_eq!((row.rate, row.median_days), (Some(0.909), Some(5.5)));
        asks.push(ask(1, Outcome::Answered { on: day(3), refused: true }));
        let row = rows(&asks).all;
        assert_eq!((row.refused, row.answered, row.rate), (1, 11, Some(0.917)));
        assert_eq!(row.median_days, Some(5.0));
    }

    #[test]
    fn a_try_counts_the_asks_that_came_as_far() {
        let asks = [
            answered(1, 3),
            answered(2, 9),
            ask(1, Outcome::LetGo),
            ask(2, Outcome::Open),
            ask(3, Outcome::Lapsed),
            ask(1, Outcome::Open),
        ];
        let tries = rows(&asks).by_try;
        let said = tries.iter().map(|row| {
            let GroupRow { name, answered, closed, open, let_go, lapsed, .. } = row;
            format!("{name}: {answered} of {closed}, {open} open, {let_go} {lapsed}")
        });
        assert_eq!(
            said.collect::<Vec<_>>(),
            ["1: 1 of 5, 1 open, 1 0", "2: 1 of 2, 1 open, 0 0", "3: 0 of 1, 0 open, 0 1"]
        );
    }
}
