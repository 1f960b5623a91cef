//! Conversations by week, against how many a week are aimed at.

use std::collections::HashMap;

use chrono::Days;
use serde::{Deserialize, Serialize};

use crate::model::Date;
use crate::report::conversation::Conversation;
use crate::settings::WeekStart;

/// A week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeekRow {
    /// Its first day.
    pub start: Date,
    /// How many conversations there were.
    pub count: u32,
    /// How many are aimed at.
    pub goal: Option<f64>,
    /// Whether its last day is past.
    pub over: bool,
}

/// The counts of all weeks up to today.
pub(super) struct Pace {
    counts: HashMap<Date, u32>,
    current: Date,
    goal: Option<f64>,
}

impl Pace {
    pub(super) fn new(
        held: &[Conversation],
        week_start: WeekStart,
        goal: Option<f64>,
        today: Date,
    ) -> Self {
        let mut counts = HashMap::new();
        for conversation in held {
            *counts.entry(week_start.week_of(conversation.date)).or_insert(0) += 1;
        }
        Self { counts, current: week_start.week_of(today), goal }
    }

    /// The first day of the week so many weeks ago.
    fn week(&self, ago: u32) -> Option<Date> {
        self.current.checked_sub_days(Days::new(u64::from(ago) * 7))
    }

    fn count(&self, ago: u32) -> u32 {
        self.week(ago).and_then(|start| self.counts.get(&start)).copied().unwrap_or(0)
    }

    /// So many weeks, the current one last.
    pub(super) fn last(&self, weeks: u32) -> Vec<WeekRow> {
        let row = |ago| {
            let start = self.week(ago)?;
            Some(WeekRow { start, count: self.count(ago), goal: self.goal, over: ago > 0 })
        };
        (0..weeks).rev().filter_map(row).collect()
    }

    /// How many weeks in a row kept the pace. The current one counts as soon as it has done so, and breaks
    /// no row before it is over.
    pub(super) fn kept(&self) -> Option<usize> {
        const LONGEST: f64 = 104.0;
        let goal = self.goal?;
        // Of half a conversation a week, one in two weeks keeps the pace of both.
        let (needed, span) =
            if goal < 1.0 { (1.0, (1.0 / goal).ceil().min(LONGEST) as u32) } else { (goal, 1) };
        let keeps = |ago: u32| {
            let held: u32 = (ago..ago.saturating_add(span)).map(|ago| self.count(ago)).sum();
            f64::from(held) >= needed
        };
        let first = u32::from(!keeps(0));
        Some((first..).take_while(|ago| keeps(*ago)).count())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn pace(days: &[&str], goal: f64, today: &str) -> Pace {
        let day = |text: &str| text.parse::<Date>().expect("an ISO date");
        let held = |date: &&str| Conversation {
            date: day(date),
            interview: false,
            people: BTreeSet::new(),
        };
        let held: Vec<_> = days.iter().map(held).collect();
        Pace::new(&held, WeekStart::Monday, Some(goal), day(today))
    }

    #[test]
    fn weeks_in_a_row_are_counted_back_from_now() {
        // Mondays: 10-26, 11-02, 11-09, 11-16.
        let days = ["2026-10-27", "2026-11-03", "2026-11-08", "2026-11-11"];
        let cases = [
            (1.0, "2026-11-13", 3),
            // The current week breaks nothing before it is over.
            (1.0, "2026-11-22", 3),
            (1.0, "2026-11-23", 0),
            (1.5, "2026-11-13", 1),
            (1.5, "2026-11-08", 1),
            // Half a conversation a week: one in two weeks.
            (0.5, "2026-11-22", 4),
            (0.5, "2026-11-23", 4),
            (0.5, "2026-11-30", 0),
            (0.000_001, "2026-11-13", 3),
        ];
        for (goal, today, kept) in cases {
            let days: Vec<&str> = days.iter().copied().filter(|day| *day <= today).collect();
            assert_eq!(pace(&days, goal, today).kept(), Some(kept), "{goal} on {today}");
        }
    }

    #[test]
    fn the_first_weeks_of_the_calendar_have_no_weeks_before_them() {
        let pace = pace(&[], 1.0, "0001-01-01");
        assert_eq!((pace.last(2).len(), pace.kept()), (2, Some(0)));
    }
}
