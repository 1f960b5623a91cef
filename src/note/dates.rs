//! Dates as people type them. `DD-MM` against `MM-DD` is never guessed: where only one reading exists
//! (the 25th month does not) it is taken, else the date is reported.

mod birthday;

use crate::model::{Code, Date, Time};

pub(super) use birthday::read_birthday;

/// What a text that should be a date turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// A day, perhaps with a time.
    Day(Date, Option<Time>),
    /// A date, but no day that can be meant.
    Wrong(Wrong),
}

/// Why a date is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It is not in the calendar: 30 February.
    Impossible,
    /// It may be one of two days: 03-04-2026.
    Ambiguous,
    /// The year cannot be meant: 1025, 20266.
    FarOff,
}

impl Wrong {
    /// The code to report it with.
    pub fn code(self) -> Code {
        match self {
            Self::Impossible => Code::DateImpossible,
            Self::Ambiguous => Code::DateAmbiguous,
            Self::FarOff => Code::DateFarOff,
        }
    }

    /// What is wrong with `text`, in a sentence.
    pub fn message(self, text: &str) -> String {
        match self {
            Self::Impossible => format!("{text} is not in the calendar"),
            Self::Ambiguous => format!("{text} could be two different days"),
            Self::FarOff => format!("{text} is too far off to be meant"),
        }
    }

    /// What to try.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Impossible | Self::FarOff => "check the day, the month and the year",
            Self::Ambiguous => "write it as YYYY-MM-DD",
        }
    }
}

/// The years in which something can have been said or planned.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// The day that a text is, however it is written: `2026-11-30`, `[[2026-11-30]]`, `30 Nov 2026`.
pub(crate) fn day_in(text: &str) -> Option<Date> {
    match read(text)? {
        Reading::Day(day, _) => Some(day),
        Reading::Wrong(_) => None,
    }
}

/// Reads a text that is a date and nothing else. `None` if it is no date at all.
pub(super) fn read(text: &str) -> Option<Reading> {
    let (reading, rest) = read_prefix(text.trim())?;
    rest.trim().trim_end_matches('.').is_empty().then_some(reading)
}

/// Reads the date that a text begins with, and a time after it; gives what follows.
///
/// The date may be bold, quoted or a link: what wraps it is skipped on both sides.
pub(super) fn read_prefix(text: &str) -> Option<(Reading, &str)> {
    const WRAPS: [char; 7] = ['*', '_', '[', '"', '\'', '(', '`'];
    let unwrapped = text.trim_start_matches(WRAPS);
    let (reading, rest) = read_bare(unwrapped)?;
    if unwrapped.len() == text.len() {
        return Some((reading, rest));
    }
    // What closes the wrapping: `**`, `]]`, `](target)`, a second name as in `[[2026-11-19|Thursday]]`.
    let wrapped_in_link = text.starts_with('[');
    let mut rest = rest;
    if wrapped_in_link {
        let end = rest.find(']')?;
        rest = &rest[end..];
    }
    let closed = rest.trim_start_matches([']', '*', '_', '"', '\'', ')', '`']);
    let rest = match closed.strip_prefix('(') {
        Some(target) if wrapped_in_link && rest.starts_with("](") => {
            &target[target.find(')').map_or(target.len(), |at| at + 1)..]
        }
        _ => closed,
    };
    Some(read_time_after(reading, rest))
}

/// Gives a date without a time the time that follows it.
fn read_time_after(reading: Reading, rest: &str) -> (Reading, &str) {
    if let Reading::Day(day, None) = reading
        && let Some((time, after)) = read_time_prefix(rest.trim_start())
    {
        return (Reading::Day(day, Some(time)), after);
    }
    (reading, rest)
}

fn read_bare(text: &str) -> Option<(Reading, &str)> {
    let (reading, rest) = read_numbers(text).or_else(|| read_words(text))?;
    let boundary = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    // `2026-11-18T09:15:00+01:00` and `2026-11-18T09:15`.
    let timed = rest.strip_prefix(['T', 't']).and_then(read_time_prefix);
    if let (Reading::Day(day, _), Some((time, after))) = (reading, timed) {
        return Some((Reading::Day(day, Some(time)), skip_offset(after)));
    }
    if !boundary {
        return None;
    }
    // A range or a longer number is no date: `2026-11-18-2`, `2026.11.18.3`.
    let mut next = rest.chars();
    if matches!(next.next(), Some('-' | '/' | '.'))
        && next.next().is_some_and(|c| c.is_ascii_digit())
    {
        return None;
    }
    let after_comma = rest.strip_prefix(", ").filter(|rest| read_time_prefix(rest).is_some());
    let (reading, rest) = read_time_after(reading, after_comma.unwrap_or(rest));
    Some((reading, rest))
}

fn skip_offset(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix(['Z', 'z']) {
        return rest;
    }
    match text.strip_prefix(['+', '-']) {
        Some(rest) => rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':'),
        None => text,
    }
}

/// `2026-11-18`, `2026/11/8`, `2026.11.8`, and `18-11-2026` if only one reading exists.
fn read_numbers(text: &str) -> Option<(Reading, &str)> {
    let (first, rest) = digits(text)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (second, rest) = digits(&rest[1..])?;
    let (third, rest) = digits(rest.strip_prefix(separator)?)?;
    let number = |text: &str| text.parse::<i32>().unwrap_or(i32::MAX);
    let (a, b, c) = (number(first), number(second), number(third));
    let short = |text: &str| text.len() <= 2;
    if first.len() >= 4 && short(second) && short(third) {
        return Some((day(a, b, c), rest));
    }
    if short(first) && short(second) && third.len() >= 4 {
        let reading = match (day(c, b, a), day(c, a, b)) {
            (one @ Reading::Day(..), two @ Reading::Day(..)) if one == two => one,
            (Reading::Day(..), Reading::Day(..)) => Reading::Wrong(Wrong::Ambiguous),
            (one @ Reading::Day(..), _) | (_, one) => one,
        };
        return Some((reading, rest));
    }
    None
}

/// `June 9th, 2023`, `9 Jun 2023`, `Friday, 9 June 2023`, `the 9th of June 2023`.
fn read_words(text: &str) -> Option<(Reading, &str)> {
    let mut rest = text;
    if let Some((word, after)) = letters(rest)
        && is_weekday(word)
    {
        rest = after.trim_start_matches(['.', ',']).trim_start();
        if let Some(found) = read_numbers(rest) {
            return Some(found);
        }
    }
    if let Some((word, after)) = letters(rest) {
        let month = month(word)?;
        let (day_text, after) = digits(after.trim_start_matches('.').trim_start())?;
        let after = skip_ordinal(after).trim_start_matches(',').trim_start();
        return with_year(after, month, day_text);
    }
    let (day_text, after) = digits(rest)?;
    let after = skip_ordinal(after).trim_start_matches('.').trim_start();
    let after = after.strip_prefix("of ").unwrap_or(after);
    let (word, after) = letters(after)?;
    let after = after.trim_start_matches(['.', ',']).trim_start();
    with_year(after, month(word)?, day_text)
}

fn with_year<'a>(text: &'a str, month: i32, day_text: &str) -> Option<(Reading, &'a str)> {
    let (year, rest) = digits(text)?;
    if year.len() < 4 || day_text.len() > 2 {
        return None;
    }
    let year = year.parse().unwrap_or(i32::MAX);
    Some((day(year, month, day_text.parse().ok()?), rest))
}

fn day(year: i32, month: i32, day: i32) -> Reading {
    // A leap year stands in for a year that chrono cannot hold.
    let shown = if (1..=9999).contains(&year) { year } else { 2000 };
    let date = u32::try_from(month).ok().zip(u32::try_from(day).ok());
    match date.and_then(|(month, day)| Date::from_ymd_opt(shown, month, day)) {
        None => Reading::Wrong(Wrong::Impossible),
        Some(_) if !YEARS.contains(&year) => Reading::Wrong(Wrong::FarOff),
        Some(date) => Reading::Day(date, None),
    }
}

/// Whether a text is a day without its year and nothing else: `11/24`, `24.11.`, `Nov 24`, `24 November`.
pub(super) fn lacks_year(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ',']);
    let is_day = |text: &str| matches!(text.parse::<u32>(), Ok(1..=31)) && text.len() <= 2;
    if let Some((one, two)) = text.split_once(['/', '.']) {
        return is_day(one) && is_day(two);
    }
    let Some((one, two)) = text.split_once(' ') else { return false };
    let is_month = |text: &str| month(text.trim_end_matches('.')).is_some();
    let is_ordinal = |text: &str| {
        digits(text).is_some_and(|(day, rest)| is_day(day) && skip_ordinal(rest).is_empty())
    };
    is_month(one) && is_ordinal(two) || is_ordinal(one) && is_month(two)
}

/// Reads the time that a text begins with: `9:15`, `09:15:30`, `9:15 pm`.
pub(super) fn read_time_prefix(text: &str) -> Option<(Time, &str)> {
    let (hour, rest) = digits(text).filter(|(hour, _)| hour.len() <= 2)?;
    let (minute, mut rest) = digits(rest.strip_prefix(':')?).filter(|(text, _)| text.len() == 2)?;
    let mut second = 0;
    if let Some((text, after)) = rest.strip_prefix(':').and_then(digits)
        && text.len() == 2
    {
        second = text.parse().ok()?;
        rest = after;
        let fraction = rest.strip_prefix('.').and_then(digits);
        rest = fraction.map_or(rest, |(_, after)| after);
    }
    let mut hour: u32 = hour.parse().ok()?;
    let trimmed = rest.trim_start();
    if let Some((word, after)) = letters(trimmed) {
        match word.to_ascii_lowercase().as_str() {
            "am" | "pm" if hour > 12 || hour == 0 => return None,
            "am" => (hour, rest) = (hour % 12, after),
            "pm" => (hour, rest) = (hour % 12 + 12, after),
            _ => {}
        }
    }
    if rest.chars().next().is_some_and(char::is_alphanumeric) && !rest.starts_with(['Z', 'z']) {
        return None;
    }
    Some((Time::from_hms_opt(hour, minute.parse().ok()?, second)?, rest))
}

/// The date in a file name: `2026-11-18 Lunch`, `Lunch 20261118`, `2026_11_18`. The first one counts.
pub(super) fn in_file_name(stem: &str) -> Option<(Reading, bool)> {
    let bytes = stem.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let (first, rest) = digits(&stem[at..])?;
        let whole = |length: usize| length == stem.trim().len();
        if first.len() == 8 {
            let (year, month_day) = first.split_at(4);
            let (month, day_text) = month_day.split_at(2);
            if let reading @ Reading::Day(..) =
                day(year.parse().ok()?, month.parse().ok()?, day_text.parse().ok()?)
            {
                return Some((reading, whole(8)));
            }
        } else if first.len() == 4 {
            let separator = rest.chars().next().filter(|c| matches!(c, '-' | '_' | '.'));
            if let Some(separator) = separator {
                let tail = &rest[1..];
                if let Some((month, rest)) = digits(tail).filter(|(text, _)| text.len() == 2) {
                    let day_text = rest.strip_prefix(separator).and_then(digits);
                    if let Some((day_text, rest)) = day_text.filter(|(text, _)| text.len() == 2) {
                        let year = first.parse().ok()?;
                        let reading = day(year, month.parse().ok()?, day_text.parse().ok()?);
                        return Some((reading, whole(10) && rest.is_empty()));
                    }
                }
            }
        }
        at += first.len();
    }
    None
}

/// All days named in a text, in their order; for meetings that are announced and dues.
pub(super) fn all_in(text: &str) -> impl Iterator<Item = Date> + '_ {
    let starts = text.char_indices().scan(' ', |before, (at, c)| {
        let begins =
            c.is_alphanumeric() && !before.is_alphanumeric() && !matches!(before, '-' | '/' | '.');
        *before = c;
        Some(begins.then_some(at))
    });
    starts.flatten().filter_map(|at| match read_bare(&text[at..])? {
        (Reading::Day(day, _), _) => Some(day),
        _ => None,
    })
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    (end > 0).then(|| text.split_at(end))
}

fn letters(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    (end > 0).then(|| text.split_at(end))
}

fn skip_ordinal(text: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|ending| text.strip_prefix(ending)).unwrap_or(text)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The month with this English name, whole or cut to three letters or more.
fn month(word: &str) -> Option<i32> {
    let word = word.to_ascii_lowercase();
    let index = MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(&word))?;
    Some(index as i32 + 1)
}

fn is_weekday(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word.len() >= 3 && WEEKDAYS.iter().any(|name| name.starts_with(&word))
}

#[cfg(test)]
mod tests;
