//! Birthdays: any date, or a day without its year, in a year in which nobody can be met any more.

use chrono::Datelike;

use super::{Reading, Wrong, digits, read, read_words};
use crate::model::{Birthday, Date};

/// Reads a birthday: any date, or a day without a year (`--03-14`, `03-14`, `March 14`, `14 March`).
/// `None` if it is none, or cannot be.
pub(in crate::note) fn read_birthday(text: &str) -> Option<Result<Birthday, Wrong>> {
    let text = text.replace(['[', ']', '"', '\''], "");
    let text = text.trim().trim_end_matches('.');
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let (year, rest) = text.split_at(4);
        let (month, day) = rest.split_at(2);
        return read_birthday(&format!("{year}-{month}-{day}"));
    }
    // People are born in years in which nobody can be met any more, so the year is read apart.
    if let Some((before, year, after)) = year_in(text) {
        let leap = format!("{before}2000{after}");
        return Some(match read(&leap)? {
            Reading::Day(date, _) => birthday(Some(year), date.month(), date.day()),
            Reading::Wrong(wrong) => Err(wrong),
        });
    }
    let yearless = text.strip_prefix("--").unwrap_or(text);
    let Some((first, rest)) = digits(yearless) else { return in_words(text) };
    // `--0314`, as vCard writes it.
    if first.len() == 4 && text.starts_with("--") && rest.is_empty() {
        let (month, day) = first.split_at(2);
        return Some(birthday(None, month.parse().ok()?, day.parse().ok()?));
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'));
    let Some((separator, (second, rest))) = separator.zip(rest.get(1..).and_then(digits)) else {
        return in_words(text);
    };
    if !rest.trim().is_empty() {
        return None;
    }
    let (first, second) = (first.parse().ok()?, second.parse().ok()?);
    let (month_first, day_first) = (birthday(None, first, second), birthday(None, second, first));
    Some(match (separator, month_first, day_first) {
        // The form of ISO and of vCard has the month first.
        ('-', month_first, _) => month_first,
        (_, Ok(one), Ok(other)) if one != other => Err(Wrong::Ambiguous),
        (_, Ok(one), _) | (_, _, Ok(one)) => Ok(one),
        (_, wrong, _) => wrong,
    })
}

/// A birthday, if there is such a day; address books write 1604 and 0001 for a year they do not know.
fn birthday(year: Option<i32>, month: u32, day: u32) -> Result<Birthday, Wrong> {
    let year = year.filter(|year| !matches!(year, 1 | 1604));
    let there = Date::from_ymd_opt(year.unwrap_or(2000), month, day).is_some();
    there.then_some(Birthday { year, month, day }).ok_or(Wrong::Impossible)
}

/// The year in a text, with what stands before and after it.
fn year_in(text: &str) -> Option<(&str, i32, &str)> {
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()) {
        let start = from + start;
        let (number, rest) = digits(&text[start..])?;
        if number.len() == 4 && !text[..start].ends_with("--") {
            return Some((&text[..start], number.parse().ok()?, rest));
        }
        from = start + number.len();
    }
    None
}

/// `March 14`, `14 March`.
fn in_words(text: &str) -> Option<Result<Birthday, Wrong>> {
    let with_year = format!("{}, 2000", text.trim_end_matches([',', '.']));
    Some(match read_words(&with_year)? {
        (Reading::Day(date, _), rest) if rest.trim().is_empty() => {
            birthday(None, date.month(), date.day())
        }
        (Reading::Wrong(wrong), _) => Err(wrong),
        _ => return None,
    })
}
