//! Calendar days and the spans people state between them.
//!
//! Dates are civil: the day as it was typed, without a zone. [`Span`] keeps the unit it was written in,
//! because a month added to a date is a calendar month while the *line* of a cadence is a count of days.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, Weekday};
use serde::{Deserialize, Serialize};

/// A calendar day.
pub type Date = chrono::NaiveDate;
/// A time of day, as typed, without a zone.
pub type Time = chrono::NaiveTime;

/// Days as they are kept by the thousand: a number each, which is read in a tenth of the time of a text.
pub mod number {
    use chrono::Datelike;
    use serde::{Deserialize, Deserializer, Serializer, de};

    use super::Date;

    /// Writes a day as the number of days since the first of the year 1.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn serialize<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i32(day.num_days_from_ce())
    }

    /// Reads it.
    ///
    /// # Errors
    /// If there is no such day.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        let number = i32::deserialize(from)?;
        Date::from_num_days_from_ce_opt(number).ok_or_else(|| de::Error::custom("no day"))
    }

    /// The same for a day that may be missing.
    pub mod or_none {
        use super::{Date, Datelike, Deserialize, Deserializer, Serializer};

        /// Writes it, or nothing.
        ///
        /// # Errors
        /// If it cannot be written.
        pub fn serialize<S: Serializer>(day: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
            match day {
                Some(day) => to.serialize_some(&day.num_days_from_ce()),
                None => to.serialize_none(),
            }
        }

        /// Reads it.
        ///
        /// # Errors
        /// If it is no number.
        pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
            let number = Option::<i32>::deserialize(from)?;
            Ok(number.and_then(Date::from_num_days_from_ce_opt))
        }
    }
}

/// What a [`Span`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Calendar days.
    Day,
    /// Monday to Friday; holidays are not known.
    BusinessDay,
    /// Seven days.
    Week,
    /// Calendar months; the 31st steps back to the last day of a shorter month.
    Month,
    /// Calendar years; 29 February steps back to the 28th.
    Year,
}

/// A stated length of time, such as `6w` or `3 months`, of at most [`Span::MAX_COUNT`] days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// How many of the unit.
    pub count: u32,
    /// The unit it was written in.
    pub unit: Unit,
}

impl Span {
    /// The longest span that is read, in days; more is taken for a slip of the pen.
    pub const MAX_COUNT: u32 = 36_500;

    /// A span of calendar days.
    pub const fn days(count: u32) -> Self {
        Self { count, unit: Unit::Day }
    }

    /// The nominal number of days: a week is 7, a month 30, a quarter (3 months) 91, a half-year 182
    /// and a year 365; five business days are a week.
    pub fn nominal_days(self) -> u32 {
        match self.unit {
            Unit::Day => self.count,
            Unit::BusinessDay => self.count / 5 * 7 + self.count % 5,
            Unit::Week => self.count.saturating_mul(7),
            Unit::Month => {
                let (years, rest) = (self.count / 12, self.count % 12);
                let rest = match rest {
                    3 => 91,
                    6 => 182,
                    9 => 273,
                    n => n * 30,
                };
                years.saturating_mul(365).saturating_add(rest)
            }
            Unit::Year => self.count.saturating_mul(365),
        }
    }

    /// The day this span after `from`, stepping months and years by the calendar.
    pub fn after(self, from: Date) -> Date {
        let moved = match self.unit {
            Unit::Day => from.checked_add_days(Days::new(self.count.into())),
            Unit::Week => from.checked_add_days(Days::new(u64::from(self.count) * 7)),
            Unit::Month => from.checked_add_months(Months::new(self.count)),
            Unit::Year => from.checked_add_months(Months::new(self.count.saturating_mul(12))),
            Unit::BusinessDay => add_business_days(from, self.count),
        };
        moved.unwrap_or(Date::MAX)
    }
}

fn add_business_days(from: Date, count: u32) -> Option<Date> {
    let whole_weeks = count / 5;
    let mut day = from.checked_add_days(Days::new(u64::from(whole_weeks) * 7))?;
    let mut left = count % 5;
    // A whole number of weeks from a weekend day still has to land on a working day.
    if left == 0 && whole_weeks > 0 {
        while is_weekend(day) {
            day = day.pred_opt()?;
        }
    }
    while left > 0 {
        day = day.succ_opt()?;
        if !is_weekend(day) {
            left -= 1;
        }
    }
    Some(day)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// A text that is no [`Span`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a length of time such as 10d, 5bd, 6w, 3m or 1y")]
pub struct NotASpan;

impl FromStr for Span {
    type Err = NotASpan;

    /// Reads `30`, `30d`, `5bd`, `6w`, `3 weeks`, `1 month`, `2 years`. A bare number counts days.
    fn from_str(text: &str) -> Result<Self, NotASpan> {
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let count: u32 = text[..digits].parse().map_err(|_| NotASpan)?;
        if count > Self::MAX_COUNT {
            return Err(NotASpan);
        }
        let rest = text[digits..].trim_start_matches([' ', '-', '_']).to_lowercase();
        let span = match rest.as_str() {
            "" | "d" | "day" | "days" => Self::days(count),
            "bd" | "business day" | "business days" | "working days" => {
                Self { count, unit: Unit::BusinessDay }
            }
            "w" | "wk" | "wks" | "week" | "weeks" => Self { count, unit: Unit::Week },
            "m" | "mo" | "mos" | "month" | "months" => Self { count, unit: Unit::Month },
            "q" | "quarter" | "quarters" => Self { count: count * 3, unit: Unit::Month },
            "y" | "yr" | "yrs" | "year" | "years" => Self { count, unit: Unit::Year },
            _ => return Err(NotASpan),
        };
        // A count that is meant as days may be a slip of the pen as years.
        if span.nominal_days() > Self::MAX_COUNT { Err(NotASpan) } else { Ok(span) }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Day => "d",
            Unit::BusinessDay => "bd",
            Unit::Week => "w",
            Unit::Month => "m",
            Unit::Year => "y",
        };
        write!(f, "{}{unit}", self.count)
    }
}

/// A birthday, with or without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birthday {
    /// The year of birth; address books write 1604 or 0001 for an unknown one, which is `None` here.
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31, valid in a leap year.
    pub day: u32,
}

impl Birthday {
    /// The day it falls on in `year`; 29 February is kept on the 28th in other years.
    pub fn in_year(self, year: i32) -> Option<Date> {
        Date::from_ymd_opt(year, self.month, self.day)
            .or_else(|| Date::from_ymd_opt(year, self.month, self.day.checked_sub(1)?))
    }
}

impl fmt::Display for Birthday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{:02}-{:02}", self.month, self.day),
            None => write!(f, "--{:02}-{:02}", self.month, self.day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("an ISO date")
    }

    #[test]
    fn spans_are_read_in_every_unit() {
        let cases = [
            ("30", 30),
            ("30d", 30),
            ("6w", 42),
            ("3 weeks", 21),
            ("1m", 30),
            ("3 months", 91),
            ("6m", 182),
            ("12 months", 365),
            ("2q", 182),
            ("1 year", 365),
            ("5bd", 7),
            ("7bd", 9),
        ];
        for (text, days) in cases {
            assert_eq!(text.parse::<Span>().map(Span::nominal_days), Ok(days), "{text}");
        }
        for text in ["", "soon", "d", "-3d", "3 parsecs", "99999999999999999999", "36500y"] {
            assert_eq!(text.parse::<Span>(), Err(NotASpan), "{text}");
        }
    }

    #[test]
    fn months_and_years_step_by_the_calendar() {
        let span = |text: &str| text.parse::<Span>().expect("a span");
        assert_eq!(span("1m").after(day("2026-01-31")), day("2026-02-28"));
        assert_eq!(span("1y").after(day("2024-02-29")), day("2025-02-28"));
        assert_eq!(span("2w").after(day("2026-11-20")), day("2026-12-04"));
    }

    #[test]
    fn business_days_skip_weekends() {
        let span = |count| Span { count, unit: Unit::BusinessDay };
        // 2026-11-20 is a Friday.
        assert_eq!(span(1).after(day("2026-11-20")), day("2026-11-23"));
        assert_eq!(span(5).after(day("2026-11-20")), day("2026-11-27"));
        assert_eq!(span(3).after(day("2026-11-21")), day("2026-11-25"));
        assert_eq!(span(5).after(day("2026-11-21")), day("2026-11-27"));
        assert_eq!(span(0).after(day("2026-11-21")), day("2026-11-21"));
    }

    #[test]
    fn a_leap_birthday_is_kept_on_the_28th() {
        let leap = Birthday { year: None, month: 2, day: 29 };
        assert_eq!(leap.in_year(2024), Some(day("2024-02-29")));
        assert_eq!(leap.in_year(2026), Some(day("2026-02-28")));
    }
}
