//! The facts of a person, from the fields of a contact's note.

use std::collections::HashSet;

use super::dates::{self, Reading};
use super::fields::{Fields, Key, split_list, unlink};
use super::people;
use super::value::{Field, Value};
use crate::model::contact::At;
use crate::model::text::fold;
use crate::model::{
    Cadence, Code, Contact, Date, Hold, Level, NextStep, NotePath, Problem, Span, Warmth,
};
use crate::settings::Settings;

/// What is needed to read a contact.
pub(super) struct Source<'a> {
    pub path: &'a NotePath,
    pub fields: &'a Fields,
    /// The first level-1 heading that is neither a date nor a log's.
    pub heading: Option<&'a str>,
    pub settings: &'a Settings,
}

/// Reads a contact; what is stated but cannot be read becomes a problem.
pub(super) fn read(source: &Source<'_>, explicit: bool, problems: &mut Vec<Problem>) -> Contact {
    let Source { fields, settings, .. } = *source;
    let text = |key| fields.text(key, settings);
    let texts = |key| fields.texts(key, settings);
    let (name, titled) = name(source);
    let role = text(Key::Role).or_else(|| {
        // A title is what somebody does, if the name is known from elsewhere.
        text(Key::Title).filter(|title| !titled && fold(title) != fold(&name))
    });
    let mut contact = Contact {
        aliases: aliases(fields, settings),
        emails: texts(Key::Email),
        phones: texts(Key::Phone),
        links: texts(Key::Links),
        organisations: organisations(fields, settings),
        role,
        birthday: birthday(fields, settings, problems),
        introduced_by: introduced_by(source),
        met: text(Key::Met),
        last_contact: last_contact(fields, settings, problems),
        cadence: cadence(fields, settings, problems),
        next_step: next_step(fields, settings, problems),
        interests: texts(Key::Interests),
        level: level(fields, settings),
        warmth: text(Key::Warmth).and_then(|text| match fold(&text).as_str() {
            "warm" | "hot" => Some(Warmth::Warm),
            "cold" => Some(Warmth::Cold),
            _ => None,
        }),
        central: text(Key::Central).is_some_and(|text| is_yes(&text)),
        priority: text(Key::Priority),
        location: text(Key::Location),
        timezone: text(Key::Timezone),
        hold: hold(fields, settings),
        paused_until: paused_until(fields, settings, problems),
        follow_up_after: follow_up_after(fields, settings, problems),
        max_messages: max_messages(fields, settings, problems),
        explicit,
        name,
    };
    contact.aliases.retain(|alias| *alias != contact.name);
    contact
}

fn is_yes(text: &str) -> bool {
    matches!(fold(text).as_str(), "true" | "yes" | "y" | "1" | "x")
}

/// The name, and whether it came from the title.
fn name(source: &Source<'_>) -> (String, bool) {
    let Source { path, fields, heading, settings } = *source;
    let stated = fields.first(Key::Name, settings, |field| match &field.value {
        Value::Map(pairs) => full_name(pairs),
        value => value.texts().first().map(|text| unlink(text)),
    });
    let parts = || {
        let first = fields.text(Key::FirstName, settings)?;
        let last = fields.text(Key::LastName, settings);
        Some(last.map_or(first.clone(), |last| format!("{first} {last}")))
    };
    let stated = stated.filter(|name| !name.is_empty()).or_else(parts);
    if let Some(name) = stated {
        return (name, false);
    }
    let of_file = file_name(&path.stem());
    let is_id = !of_file.contains(' ') && of_file.contains(|c: char| c.is_ascii_digit());
    if is_id {
        if let Some(title) = fields.text(Key::Title, settings) {
            return (title, true);
        }
        if let Some(heading) = heading {
            return (heading.trim().to_owned(), false);
        }
    }
    (of_file, false)
}

/// `{first: Maya, last: Chen}` and its like.
fn full_name(pairs: &[(String, Value)]) -> Option<String> {
    let part = |names: &[&str]| {
        let pair =
            pairs.iter().find(|(key, _)| names.contains(&super::value::normal(key).as_str()));
        pair.and_then(|(_, value)| value.text())
    };
    let whole = part(&["full", "fullname", "fn", "name"]);
    let first = part(&["first", "given", "firstname", "givenname"]);
    let last = part(&["last", "family", "surname", "lastname", "familyname"]);
    match (whole, first, last) {
        (Some(whole), _, _) => Some(whole.to_owned()),
        (None, Some(first), Some(last)) => Some(format!("{first} {last}")),
        (None, one, two) => one.or(two).map(str::to_owned),
    }
}

/// The name that a file's name gives: `Chen, Maya`, `@Maya Chen`, `Person - Maya Chen`, `maya-chen`.
fn file_name(stem: &str) -> String {
    let name = stem.rsplit("___").next().unwrap_or(stem);
    let name = name.rsplit("%2F").next().unwrap_or(name).trim().trim_start_matches('@');
    let name = ["Person - ", "person - ", "People - "]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name);
    if let Some((last, first)) = name.split_once(", ")
        && !first.trim().is_empty()
        && !first.contains(',')
    {
        return format!("{} {}", first.trim(), last.trim());
    }
    let kebab = name.contains(['-', '_'])
        && name.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_'));
    if !kebab {
        return name.trim().to_owned();
    }
    let words = name.split(['-', '_']).filter(|word| !word.is_empty()).map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    words.collect::<Vec<_>>().join(" ")
}

fn aliases(fields: &Fields, settings: &Settings) -> Vec<String> {
    let all = fields.all(Key::Aliases, settings);
    let texts = all.iter().flat_map(|field| field.value.texts());
    let names = texts.flat_map(split_list).map(|text| unlink(text.trim_start_matches('@')));
    distinct(names)
}

/// Organisations keep their commas (`Acme, Inc.`) unless they are links or a list.
fn organisations(fields: &Fields, settings: &Settings) -> Vec<String> {
    let all = fields.all(Key::Organisation, settings);
    let texts = all.iter().flat_map(|field| field.value.texts());
    let names = texts.flat_map(|text| {
        if text.contains("]],") || text.contains("]] ,") { split_list(text) } else { vec![text] }
    });
    distinct(names.map(unlink))
}

/// Each name once, in the order written; blank ones left out.
fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    names.filter(|name| !name.is_empty() && seen.insert(name.clone())).collect()
}

fn introduced_by(source: &Source<'_>) -> Vec<At<crate::model::PersonRef>> {
    let all = source.fields.all(Key::IntroducedBy, source.settings);
    let people = all.into_iter().flat_map(|field| people::in_field(field, source.path));
    people.map(|value| At { line: value.line, value }).collect()
}

fn birthday(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<crate::model::Birthday> {
    fields.first(Key::Birthday, settings, |field| {
        let text = field.value.texts().first().copied().unwrap_or_default();
        match dates::read_birthday(text)? {
            Ok(birthday) => Some(birthday),
            Err(wrong) => {
                problems.push(
                    Problem::new(
                        wrong.code(),
                        field.line,
                        format!("birthday: {}", wrong.message(text)),
                    )
                    .with_hint("write it as YYYY-MM-DD, or MM-DD without the year"),
                );
                None
            }
        }
    })
}

/// The latest of the days that the key has.
fn last_contact(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<At<Date>> {
    fields.first(Key::LastContact, settings, |field| {
        let texts = field.value.texts();
        let days = texts.iter().filter_map(|text| day_or_problem(text, field, problems));
        days.max().map(|value| At { value, line: field.line })
    })
}

/// The day of a key; a value that is no day becomes a problem, and the next spelling is tried.
pub(super) fn date_of(
    key: Key,
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<At<Date>> {
    fields.first(key, settings, |field| {
        let text = field.value.texts().first().copied()?;
        let day = day_or_problem(text, field, problems)?;
        Some(At { value: day, line: field.line })
    })
}

/// The day in a text, or a problem at the field.
fn day_or_problem(text: &str, field: &Field, problems: &mut Vec<Problem>) -> Option<Date> {
    match dates::read(text) {
        Some(Reading::Day(day, _)) => Some(day),
        Some(Reading::Wrong(wrong)) => {
            let message = format!("{}: {}", field.key, wrong.message(text));
            problems.push(Problem::new(wrong.code(), field.line, message).with_hint(wrong.hint()));
            None
        }
        None => {
            let message = format!("{}: {text} is not a date", field.key);
            problems.push(
                Problem::new(Code::DateUnreadable, field.line, message)
                    .with_hint("write it as YYYY-MM-DD"),
            );
            None
        }
    }
}

fn cadence(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<At<Cadence>> {
    fields.first(Key::Cadence, settings, |field| {
        let text = &said(field);
        match text.parse::<Cadence>() {
            Ok(value) => Some(At { value, line: field.line }),
            Err(error) => {
                problems.push(unreadable(field, text, &error.to_string()));
                None
            }
        }
    })
}

/// A value as it is shown in a message: a list with commas.
fn said(field: &Field) -> String {
    field.value.text().map_or_else(|| field.value.texts().join(", "), str::to_owned)
}

fn unreadable(field: &Field, text: &str, hint: &str) -> Problem {
    let message = format!("{}: {text} means nothing here, and holds nothing", field.key);
    Problem::new(Code::DirectiveUnreadable, field.line, message).with_hint(hint)
}

fn next_step(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<At<NextStep>> {
    fields.first(Key::NextStep, settings, |field| {
        let texts = field.value.texts();
        let text = texts.first().copied()?;
        if matches!(fold(text).as_str(), "true" | "false" | "yes" | "no" | "none") {
            return None;
        }
        let (on, rest) = match dates::read_prefix(text) {
            Some((Reading::Day(day, _), rest)) => (Some(day), rest),
            Some((Reading::Wrong(wrong), rest)) => {
                let date = text[..text.len() - rest.len()].trim();
                let message = format!("{}: {}", field.key, wrong.message(date));
                problems
                    .push(Problem::new(wrong.code(), field.line, message).with_hint(wrong.hint()));
                (None, text)
            }
            None => (None, text),
        };
        let rest = unlink(rest.trim_start_matches([' ', ':', '–', '-', ',']).trim());
        let text = (!rest.is_empty()).then_some(rest);
        Some(At { value: NextStep { on, text }, line: field.line })
    })
}

fn level(fields: &Fields, settings: &Settings) -> Option<Level> {
    let stated = fields.text(Key::Level, settings).and_then(|text| match fold(&text).as_str() {
        "junior" | "entry" => Some(Level::Junior),
        "mid" | "middle" => Some(Level::Mid),
        "senior" => Some(Level::Senior),
        _ => None,
    });
    stated.or_else(|| {
        let years = fields.text(Key::Years, settings)?;
        let end = years.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(years.len());
        let years: f64 = years[..end].parse().ok()?;
        Some(if years < 3.0 { Level::Junior } else { Level::Mid })
    })
}

/// A status that holds. Other values speak of the note as often as of the person, and mean nothing.
fn hold(fields: &Fields, settings: &Settings) -> Option<At<Hold>> {
    fields.first(Key::Status, settings, |field| {
        let value =
            field.value.texts().into_iter().find_map(|text| {
                match super::value::normal(&unlink(text)).as_str() {
                    "paused" => Some(Hold::Paused),
                    "archived" => Some(Hold::Archived),
                    "donotcontact" | "dnc" => Some(Hold::DoNotContact),
                    _ => None,
                }
            })?;
        Some(At { value, line: field.line })
    })
}

fn paused_until(
    fields: &Fields,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<At<Date>> {
    fields.first(Key::PausedUntil, settings, |field| {
        let text = field.value.texts().first().copied()?;
        match dates::read(text) {
            Some(Reading::Day(day, _)) => Some(At { value: day, line: field.line }),
            _ => {
                problems.push(unreadable(field, text, "write the day as YYYY-MM-DD"));
                None
            }
        }
    })
}

fn follow_up_after(fields: &Fields, settings: &Settings, problems: &mut Vec<Problem>) -> Vec<Span> {
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

fn max_messages(fields: &Fields, settings: &Settings, problems: &mut Vec<Problem>) -> Option<u32> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_gives_a_name() {
        let cases = [
            ("Maya Chen", "Maya Chen"),
            ("Chen, Maya", "Maya Chen"),
            ("@Maya Chen", "Maya Chen"),
            ("Person - Maya Chen", "Maya Chen"),
            ("Person___Maya Chen", "Maya Chen"),
            ("maya-chen", "Maya Chen"),
            ("Jean-Luc", "Jean-Luc"),
            ("Acme, Inc, Ltd", "Acme, Inc, Ltd"),
            ("田中", "田中"),
        ];
        for (stem, name) in cases {
            assert_eq!(file_name(stem), name, "{stem}");
        }
    }
}
