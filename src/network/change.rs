//! The day on which a verdict changes if nothing more is written down.

use std::borrow::Cow;

use chrono::Days;

use super::Person;
use super::interaction::{Fact, What};
use super::verdict::{Pause, State, Verdict};
use crate::model::Date;
use crate::settings::Settings;

/// The most days looked at; each is one on which something about the contact may change.
const MOST: usize = 1_000;

impl Person {
    /// The first day after `today` on which the state is another one, and which, if nothing more is
    /// written down. None if it stays as it is.
    pub fn next_change(&self, today: Date, settings: &Settings) -> Option<(Date, State)> {
        let person = self.known_by(today, settings);
        let mut day = today;
        let mut verdict = person.verdict(day, settings);
        let state = verdict.state;
        for _ in 0..MOST {
            day = person.turning_points(&verdict, day, settings).filter(|on| *on > day).min()?;
            verdict = person.verdict(day, settings);
            if verdict.state != state {
                return Some((day, verdict.state));
            }
        }
        None
    }

    /// The contact with nothing dated later than `today` but the meetings planned.
    fn known_by(&self, today: Date, settings: &Settings) -> Cow<'_, Self> {
        if self.facts.last().is_none_or(|fact| fact.date <= today) {
            return Cow::Borrowed(self);
        }
        let view = self.as_of(today, settings);
        let planned = |fact: &Fact| view.ahead.iter().any(|plan| plan.fact.place == fact.place);
        let mut facts = self.facts.to_vec();
        // That a meeting is called off is known as early as the meeting.
        facts.retain(|fact| fact.date <= today || fact.what == What::NotHeld || planned(fact));
        Cow::Owned(Self { facts: facts.into(), ..self.clone() })
    }

    /// Days on which the verdict on `day` may be overtaken: those that its own rules name, and those of
    /// what is dated later.
    fn turning_points(
        &self,
        verdict: &Verdict<'_>,
        day: Date,
        settings: &Settings,
    ) -> impl Iterator<Item = Date> {
        let after = |from: Date, days: u32| from.checked_add_days(Days::new(days.into()));
        let back = match verdict.pause {
            Some(Pause::Until(day)) => Some(day),
            _ => None,
        };
        let met = verdict.view.ahead.iter().filter_map(move |meeting| after(meeting.date, 1));
        let reply = settings.horizons.reply.saturating_add(1);
        let old = verdict.owed.as_ref().and_then(|owed| after(owed.event.date(), reply));
        let lapse = settings.horizons.lapsed;
        let lapsed = verdict.thread.as_ref().and_then(|thread| after(thread.on, lapse));
        let silences = verdict.quietness.into_iter().flat_map(move |quietness| {
            let lines = [quietness.line, quietness.dormant_line(settings)];
            let left = lines.into_iter().flatten();
            left.filter_map(move |line| after(day, line.checked_sub(quietness.silence)?))
        });
        let later = self.facts.partition_point(|fact| fact.date <= day);
        let dated = self.facts.get(later).map(|fact| fact.date);
        let eve = self.facts[..later].last().and_then(|fact| after(fact.date, 1));
        let dates = [back, old, lapsed, dated, eve].into_iter().flatten();
        dates.chain(met).chain(silences).collect::<Vec<_>>().into_iter()
    }
}
