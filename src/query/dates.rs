//! Days as a query names them, widened to the unit they are written in: `2026-11` is a whole month.
//!
//! Today is a value like any other. Weeks begin on Monday; `m` is a month, for notes know no minutes.

use std::fmt;

use chrono::{Datelike, Days, Months, Weekday};

use super::error::shown;
use crate::model::text::{fold, nearest};
use crate::model::{Date, Span, Unit};

/// Days from one to another, both included; an end that is `None` is open. Never reversed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl DateRange {
    /// Whether a day lies in it.
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (from, to) => write!(f, "{}..{}", day(from), day(to)),
        }
    }
}

/// Why a value names no days. The message goes on after the name of the field: `date: does not …`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    /// What is wrong.
    pub(super) message: String,
    /// A value that may have been meant.
    pub(super) suggestion: Option<String>,
}

impl Trouble {
    fn new(message: String, suggestion: Option<String>) -> Self {
        Self { message, suggestion }
    }
}

/// The days of `date:`: one unit, or a range of them with at most one open end.
pub(super) fn on(value: &str, today: Date) -> Result<DateRange, Trouble> {
    let Some((left, right)) = value.split_once("..") else {
        let unit = unit(value, today)?;
        return Ok(DateRange { from: Some(unit.first), to: Some(unit.last) });
    };
    let end = |text: &str| match text.trim() {
        "" => Ok(None),
        text => unit(text, today).map(Some),
    };
    // What would be right in place of one end is shown with the other.
    let within = |trouble: Trouble, with: &dyn Fn(&str) -> String| {
        let suggestion = trouble.suggestion.as_deref().map(with);
        Trouble { suggestion, ..trouble }
    };
    let from = end(left).map_err(|trouble| within(trouble, &|left| format!("{left}..{right}")))?;
    let to = end(right).map_err(|trouble| within(trouble, &|right| format!("{left}..{right}")))?;
    match (from, to) {
        (None, None) => {
            Err(Trouble::new("needs a day before or after the two dots".to_owned(), None))
        }
        (Some(from), Some(to)) if from.first > to.last => {
            let message =
                format!("begins on {} and would end on {}, before that", from.first, to.last);
            let turned = format!("{}..{}", right.trim(), left.trim());
            Err(Trouble::new(message, Some(turned)))
        }
        (from, to) => Ok(DateRange { from: from.map(|u| u.first), to: to.map(|u| u.last) }),
    }
}

/// Whether a value that names no days was meant to: it is written like one that does, or nearly so.
pub(super) fn is_meant(value: &str, trouble: &Trouble) -> bool {
    trouble.suggestion.is_some() || numbers(value).is_some() || length(value).is_some()
}

/// The days of `after:`: the unit's first day and everything later.
pub(super) fn after(value: &str, today: Date) -> Result<DateRange, Trouble> {
    let unit = single(value, today)?;
    Ok(DateRange { from: Some(unit.first), to: None })
}

/// The days of `before:`: everything earlier than the unit's first day.
pub(super) fn before(value: &str, today: Date) -> Result<DateRange, Trouble> {
    let unit = single(value, today)?;
    let to = unit.first.pred_opt().filter(|day| can_be_typed(*day));
    Ok(DateRange { from: None, to: Some(to.ok_or_else(|| out_of_reach(value))?) })
}

/// The days of `older_than:`: everything before the day that long ago.
pub(super) fn older_than(value: &str, today: Date) -> Result<DateRange, Trouble> {
    let to = long_ago(value, today)?.pred_opt().filter(|day| can_be_typed(*day));
    Ok(DateRange { from: None, to: Some(to.ok_or_else(|| out_of_reach(value))?) })
}

/// The days of `newer_than:`: the day that long ago and everything later.
pub(super) fn newer_than(value: &str, today: Date) -> Result<DateRange, Trouble> {
    Ok(DateRange { from: Some(long_ago(value, today)?), to: None })
}

/// The day that lies a length of time back.
fn long_ago(value: &str, today: Date) -> Result<Date, Trouble> {
    let Some(span) = length(value.trim()) else {
        let message = format!(
            "does not understand {}; it takes a length of time: 10d, 6w, 3m or 1y",
            shown(value)
        );
        // Four digits are a year, which is no length of time.
        let bare = value.len() < 4 && value.bytes().all(|b| b.is_ascii_digit());
        return Err(Trouble::new(message, bare.then(|| format!("{value}d"))));
    };
    ago(span, today).filter(|day| can_be_typed(*day)).ok_or_else(|| out_of_reach(value))
}

fn single(value: &str, today: Date) -> Result<Stretch, Trouble> {
    if value.contains("..") {
        let message = "takes one day, month or year; a range goes with date:".to_owned();
        return Err(Trouble::new(message, None));
    }
    unit(value, today)
}

/// One unit: its first and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    first: Date,
    last: Date,
}

impl Stretch {
    fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// The seven days from a Monday on that hold `day`.
    fn week(day: Date) -> Option<Self> {
        let first = day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))?;
        Some(Self { first, last: first.checked_add_days(Days::new(6))? })
    }

    fn month(year: i32, month: u32) -> Option<Self> {
        let first = Date::from_ymd_opt(year, month, 1)?;
        Some(Self { first, last: first.checked_add_months(Months::new(1))?.pred_opt()? })
    }

    fn year(year: i32) -> Option<Self> {
        let first = Date::from_ymd_opt(year, 1, 1)?;
        Some(Self { first, last: Date::from_ymd_opt(year, 12, 31)? })
    }
}

/// The words for days, as they are written.
const WORDS: [&str; 16] = [
    "today",
    "yesterday",
    "tomorrow",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-year",
    "last-year",
];

/// Reads one unit.
fn unit(value: &str, today: Date) -> Result<Stretch, Trouble> {
    let unit = any_unit(value, today)?;
    let in_reach = can_be_typed(unit.first) && can_be_typed(unit.last);
    if in_reach { Ok(unit) } else { Err(out_of_reach(value)) }
}

/// Whether a day can be written with a year of four digits.
fn can_be_typed(day: Date) -> bool {
    (0..=9999).contains(&day.year())
}

fn any_unit(value: &str, today: Date) -> Result<Stretch, Trouble> {
    let value = value.trim();
    if let Some(parts) = numbers(value) {
        return calendar(value, &parts);
    }
    // `last-month`, `last_month` and, in quotes, `last month` are one word.
    let word: String = fold(value).chars().filter(|c| !matches!(c, ' ' | '-' | '_')).collect();
    if let Some(known) = WORDS.into_iter().find(|known| known.replace('-', "") == word) {
        return named(known, today).ok_or_else(|| out_of_reach(value));
    }
    if let Some(span) = length(value) {
        return ago(span, today).map(Stretch::day).ok_or_else(|| out_of_reach(value));
    }
    let message = format!(
        "does not understand {}; it takes 2026-11-20, 2026-11, 2026, today, monday, last-month or 2w",
        shown(value)
    );
    let near = || nearest(value, WORDS).map(str::to_owned);
    Err(Trouble::new(message, spelt_out(value).or_else(near)))
}

/// `2026/11/1` and `2026-11-1` as they are to be written, if there is such a day.
fn spelt_out(value: &str) -> Option<String> {
    let parts = value.split(['-', '/', '.']);
    let parts: Vec<String> = parts.map(|part| format!("{part:0>2}")).collect();
    let spelt = parts.join("-");
    let numbers = numbers(&spelt).filter(|_| spelt != value)?;
    calendar(&spelt, &numbers).is_ok().then_some(spelt)
}

/// The numbers of `2026`, `2026-11` or `2026-11-20`; a year has four digits, the others have two.
fn numbers(value: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::with_capacity(3);
    for (at, part) in value.split('-').enumerate() {
        let digits = if at == 0 { 4 } else { 2 };
        if at > 2 || part.len() != digits || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        numbers.push(part.parse().ok()?);
    }
    Some(numbers)
}

fn calendar(value: &str, numbers: &[u32]) -> Result<Stretch, Trouble> {
    let year = numbers[0].cast_signed();
    let found = match numbers {
        [_, month, day] => Date::from_ymd_opt(year, *month, *day).map(Stretch::day),
        [_, month] => Stretch::month(year, *month),
        _ => Stretch::year(year),
    };
    found.ok_or_else(|| {
        // The 31st of a shorter month means its last day; a thirteenth month means nothing.
        let last = match numbers {
            [_, month, 29..=31] => Stretch::month(year, *month).map(|month| month.last.to_string()),
            _ => None,
        };
        Trouble::new(format!("does not understand {value}: no calendar has it"), last)
    })
}

fn named(word: &str, today: Date) -> Option<Stretch> {
    let (year, month) = (today.year(), today.month());
    match word {
        "today" => Some(Stretch::day(today)),
        "yesterday" => today.pred_opt().map(Stretch::day),
        "tomorrow" => today.succ_opt().map(Stretch::day),
        "this-week" => Stretch::week(today),
        "last-week" => Stretch::week(today.checked_sub_days(Days::new(7))?),
        "this-month" => Stretch::month(year, month),
        "last-month" if month == 1 => Stretch::month(year - 1, 12),
        "last-month" => Stretch::month(year, month - 1),
        "this-year" => Stretch::year(year),
        "last-year" => Stretch::year(year - 1),
        weekday => {
            let weekday: Weekday = weekday.parse().ok()?;
            let since = today.weekday().days_since(weekday);
            today.checked_sub_days(Days::new(since.into())).map(Stretch::day)
        }
    }
}

/// A length of time with its unit; a bare number could be anything, and holidays are not known.
fn length(value: &str) -> Option<Span> {
    let span: Span = value.parse().ok()?;
    let bare = value.bytes().all(|b| b.is_ascii_digit());
    (!bare && span.unit != Unit::BusinessDay).then_some(span)
}

/// The day that long before today, stepping months and years by the calendar.
fn ago(span: Span, today: Date) -> Option<Date> {
    let count = span.count;
    match span.unit {
        Unit::Day => today.checked_sub_days(Days::new(count.into())),
        Unit::Week => today.checked_sub_days(Days::new(u64::from(count) * 7)),
        Unit::Month => today.checked_sub_months(Months::new(count)),
        Unit::Year => today.checked_sub_months(Months::new(count.checked_mul(12)?)),
        Unit::BusinessDay => None,
    }
}

fn out_of_reach(value: &str) -> Trouble {
    Trouble::new(format!("does not understand {}: no calendar goes that far", shown(value)), None)
}

#[cfg(test)]
mod tests;
