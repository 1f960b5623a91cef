//! The keys that tell the program what to do about a person: how often, not before, how many times. One
//! that cannot be read is told outright, for silently ignoring it would put somebody back on a list, or
//! keep somebody off it. Those that only describe a person are told as hints: the words they use are
//! common in vaults that mean something else by them.

use super::super::fields::{Fields, Key, split_list, unlink};
use super::super::value::{Field, normal};
use super::super::{dates, dates::Reading};
use crate::model::contact::At;
use crate::model::text::{fold, nearest, slips};
use crate::model::{Cadence, Code, Date, Hold, Level, Problem, Span, Warmth};
use crate::settings::Settings;

/// A value as it is shown in a message: a list with commas.
fn said(field: &Field) -> String {
    field.value.text().map_or_else(|| field.value.texts().join(", "), str::to_owned)
}

/// A directive that means nothing.
pub(in crate::note) fn unreadable(field: &Field, text: &str, hint: &str) -> Problem {
    let message = format!("{}: {text} means nothing here, and holds nothing", field.key);
    Problem::at(Code::DirectiveUnreadable, field.at, message).with_hint(hint)
}

/// A description that means nothing.
pub(in crate::note) fn unknown(field: &Field, text: &str, hint: &str) -> Problem {
    let message = format!("{}: {text} means nothing here", field.key);
    Problem::at(Code::ValueUnknown, field.at, message).with_hint(hint)
}

/// Whether a folded text says yes or no.
pub(in crate::note) fn yes_or_no(folded: &str) -> Option<bool> {
    match folded {
        "true" | "yes" | "y" | "1" | "x" | "always" => Some(true),
        "false" | "no" | "n" | "0" | "never" | "none" => Some(false),
        _ => None,
    }
}

pub(super) fn cadence(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<At<Cadence>> {
    fields.first(Key::Cadence, settings, |field| {
        let text = &said(field);
        match text.parse::<Cadence>() {
            Ok(value) => Some(At::new(value, field.at)),
            Err(error) => {
                problems.push(unreadable(field, text, &error.to_string()));
                None
            }
        }
    })
}

/// A status that holds. Other values speak of the note as often as of the person, and mean nothing,
/// unless they are a slip of the pen away from one that does.
pub(super) fn hold(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<At<Hold>> {
    fields.first(Key::Status, settings, |field| {
        let texts = field.value.texts();
        let held = texts.iter().find_map(|text| hold_of(&normal(&unlink(text))));
        if held.is_none()
            && let Some((text, meant)) = texts.iter().find_map(|text| Some((text, near(text)?)))
        {
            problems.push(unreadable(field, text, &format!("did you mean {meant}?")));
        }
        Some(At::new(held?, field.at))
    })
}

fn hold_of(word: &str) -> Option<Hold> {
    match word {
        "paused" => Some(Hold::Paused),
        "archived" => Some(Hold::Archived),
        "donotcontact" | "dnc" => Some(Hold::DoNotContact),
        _ => None,
    }
}

/// The status that a text was meant to be, if it is a slip or two of the pen away.
fn near(text: &str) -> Option<&'static str> {
    /// A word of its own, however near.
    const OTHER: &str = "passed";
    const HOLDS: [Hold; 3] = [Hold::Paused, Hold::Archived, Hold::DoNotContact];
    let word = normal(&unlink(text));
    let known = HOLDS.map(|hold| normal(hold.as_str()));
    let found = nearest(&word, known.iter().map(String::as_str)).filter(|_| word != OTHER)?;
    // Two slips make another word of a short one: unpaused, achieved.
    let allowed = found.len() / 6;
    let at = known.iter().position(|name| name == found)?;
    (slips(&word, found) <= allowed).then(|| HOLDS[at].as_str())
}

pub(super) fn paused_until(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<At<Date>> {
    fields.first(Key::PausedUntil, settings, |field| {
        let text = field.value.texts().first().copied()?;
        match dates::read(text) {
            Some(Reading::Day(day, _)) => Some(At::new(day, field.at)),
            _ => {
                problems.push(unreadable(field, text, "write the day as YYYY-MM-DD"));
                None
            }
        }
    })
}

pub(super) fn follow_up_after(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Vec<Span> {
    let spans = fields.first(Key::FollowUpAfter, settings, |field| {
        let texts = field.value.texts();
        let parts: Vec<&str> = texts.into_iter().flat_map(split_list).collect();
        let spans: Result<Vec<Span>, _> = parts.iter().map(|part| part.parse()).collect();
        match spans {
            Ok(spans) => Some(spans),
            Err(_) => {
                problems.push(unreadable(field, &parts.join(", "), "write waits such as 7d, 14d"));
                None
            }
        }
    });
    spans.unwrap_or_default()
}

pub(super) fn max_messages(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<u32> {
    fields.first(Key::MaxMessages, settings, |field| {
        let text = &said(field);
        match text.parse::<u32>() {
            Ok(count) if (1..=100).contains(&count) => Some(count),
            _ => {
                problems.push(unreadable(field, text, "write a whole number from 1 to 100"));
                None
            }
        }
    })
}

pub(super) fn level(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<Level> {
    let stated = described(
        fields,
        Key::Level,
        settings,
        problems,
        "junior, mid or senior",
        |text| match text {
            "junior" | "entry" => Some(Level::Junior),
            "mid" | "middle" => Some(Level::Mid),
            "senior" => Some(Level::Senior),
            _ => None,
        },
    );
    stated.or_else(|| {
        let years = fields.text(Key::Years, settings)?;
        let end = years.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(years.len());
        let years: f64 = years[..end].parse().ok()?;
        Some(if years < 3.0 { Level::Junior } else { Level::Mid })
    })
}

pub(super) fn warmth(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<Warmth> {
    described(fields, Key::Warmth, settings, problems, "warm or cold", |text| match text {
        "warm" | "hot" => Some(Warmth::Warm),
        "cold" => Some(Warmth::Cold),
        _ => None,
    })
}

pub(super) fn central(fields: &Fields, settings: &Settings, problems: &mut Vec<Problem>) -> bool {
    described(fields, Key::Central, settings, problems, "true or false", yes_or_no).unwrap_or(false)
}

/// A key with a few words for values. A number in its place counts something of the author's own.
fn described<T>(
    fields: &Fields,
    key: Key,
    settings: &Settings,
    problems: &mut Vec<Problem>,
    words: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    fields.first(key, settings, |field| {
        let text = unlink(field.value.texts().first()?);
        let value = read(&fold(&text));
        if value.is_none() && !text.starts_with(|c: char| c.is_ascii_digit()) {
            problems.push(unknown(field, &text, &format!("write {words}")));
        }
        value
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_told_only_if_it_is_a_slip_away() {
        let cases = [
            ("pasued", Some("paused")),
            ("Pause", Some("paused")),
            ("archive", Some("archived")),
            ("archieved", Some("archived")),
            ("do not contcat", Some("do-not-contact")),
            ("dont contact", Some("do-not-contact")),
            ("active", None),
            ("growing", None),
            ("passed", None),
            ("unpaused", None),
            ("unarchived", None),
            ("achieved", None),
            ("contact", None),
            ("contacted", None),
            ("planned", None),
            ("closed", None),
        ];
        for (text, meant) in cases {
            assert_eq!(near(text), meant, "{text}");
        }
    }
}
