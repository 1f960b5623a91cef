//! How many conversations are aimed at, and with whom, and the day on which a week begins. Nothing is due
//! because of a goal: it is what `stats` counts against.

use std::collections::BTreeMap;

use chrono::{Datelike, Days};
use serde::{Deserialize, Serialize};

use crate::model::Date;

/// What is aimed at. A goal of 0 is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Goals {
    /// Informational interviews a week.
    pub interviews_per_week: PerWeek,
    /// Interviews in all.
    pub total: u32,
    /// People spoken with, by how far along they are.
    pub levels: LevelGoals,
    /// People spoken with, by words of their role.
    pub roles: BTreeMap<String, u32>,
    /// People spoken with, by a part of their organisation's name.
    pub organisations: BTreeMap<String, u32>,
}

/// How many people of each level to speak with. A goal of 0 is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LevelGoals {
    /// Under three years in the field.
    pub junior: u32,
    /// Three years or more, by title.
    pub mid: u32,
    /// By title.
    pub senior: u32,
}

/// A number of conversations a week, from 0 (no goal) to 100; a half is one in two weeks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct PerWeek(f64);

/// A number that is no pace.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected how many interviews a week, from 0 to 100; 0.5 is one in two weeks")]
pub struct NotAPace;

impl PerWeek {
    /// The number, if there is a goal.
    pub fn get(self) -> Option<f64> {
        (self.0 > 0.0).then_some(self.0)
    }
}

impl Default for PerWeek {
    /// One a week: the pace that a guide to informational interviews advises.
    fn default() -> Self {
        Self(1.0)
    }
}

impl TryFrom<f64> for PerWeek {
    type Error = NotAPace;

    fn try_from(number: f64) -> Result<Self, NotAPace> {
        if (0.0..=100.0).contains(&number) { Ok(Self(number)) } else { Err(NotAPace) }
    }
}

impl From<PerWeek> for f64 {
    fn from(pace: PerWeek) -> Self {
        pace.0
    }
}

/// The day on which a week begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WeekStart {
    /// As in ISO 8601.
    #[default]
    Monday,
    /// As in North America.
    Sunday,
    /// As in the Middle East.
    Saturday,
}

impl WeekStart {
    /// The first day of the week that `day` lies in.
    pub fn week_of(self, day: Date) -> Date {
        let weekday = day.weekday();
        let into = match self {
            Self::Monday => weekday.num_days_from_monday(),
            Self::Sunday => weekday.num_days_from_sunday(),
            Self::Saturday => (weekday.num_days_from_sunday() + 1) % 7,
        };
        day.checked_sub_days(Days::new(into.into())).unwrap_or(Date::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_the_day_that_is_set() {
        // 2026-11-20 is a Friday.
        let cases = [
            (WeekStart::Monday, "2026-11-20", "2026-11-16"),
            (WeekStart::Sunday, "2026-11-20", "2026-11-15"),
            (WeekStart::Saturday, "2026-11-20", "2026-11-14"),
            (WeekStart::Monday, "2026-11-16", "2026-11-16"),
            (WeekStart::Monday, "2026-11-15", "2026-11-09"),
            (WeekStart::Sunday, "2026-11-15", "2026-11-15"),
            (WeekStart::Sunday, "2026-11-14", "2026-11-08"),
            (WeekStart::Saturday, "2026-11-14", "2026-11-14"),
            (WeekStart::Saturday, "2026-11-13", "2026-11-07"),
        ];
        for (start, day, first) in cases {
            let day: Date = day.parse().expect("an ISO date");
            assert_eq!(start.week_of(day).to_string(), first, "{start:?} {day}");
        }
    }
}
