//! The facts of a person, from the fields of a contact's note.

mod directives;
mod name;

use super::dates::{self, Reading};
use super::fields::{Fields, Key, unlink};
use super::people;
use super::value::Field;
use crate::model::contact::{At, NamePlaces};
use crate::model::text::fold;
use crate::model::{Code, Contact, Date, NextStep, NotePath, PersonRef, Problem};
use crate::settings::Settings;

pub(super) use directives::{unknown, unreadable, yes_or_no};

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
    let at = |key| fields.all(key, settings).first().map(|field| field.at);
    let (name, titled) = name::name(source);
    let role = text(Key::Role).or_else(|| {
        // A title is what somebody does, if the name is known from elsewhere.
        text(Key::Title).filter(|title| !titled && fold(title) != fold(&name))
    });
    let mut contact = Contact {
        aliases: name::aliases(fields, settings),
        emails: texts(Key::Email),
        phones: texts(Key::Phone),
        links: texts(Key::Links),
        organisations: name::organisations(fields, settings),
        role,
        birthday: birthday(fields, settings, problems),
        introduced_by: introduced_by(source),
        met: text(Key::Met),
        last_contact: last_contact(fields, settings, problems),
        cadence: directives::cadence(fields, settings, problems),
        next_step: next_step(fields, settings, problems),
        interests: texts(Key::Interests),
        level: directives::level(fields, settings, problems),
        warmth: directives::warmth(fields, settings, problems),
        central: directives::central(fields, settings, problems),
        priority: text(Key::Priority),
        location: text(Key::Location),
        timezone: text(Key::Timezone),
        hold: directives::hold(fields, settings, problems),
        paused_until: directives::paused_until(fields, settings, problems),
        follow_up_after: directives::follow_up_after(fields, settings, problems),
        max_messages: directives::max_messages(fields, settings, problems),
        explicit,
        places: NamePlaces {
            name: at(Key::Name).or_else(|| at(Key::FirstName)),
            aliases: at(Key::Aliases),
            emails: at(Key::Email),
        },
        name,
    };
    contact.aliases.retain(|alias| *alias != contact.name);
    contact
}

fn introduced_by(source: &Source<'_>) -> Vec<At<PersonRef>> {
    let all = source.fields.all(Key::IntroducedBy, source.settings);
    let people = all.into_iter().flat_map(|field| people::in_field(field, source.path));
    people.map(|to| At { line: to.line, column: to.column, value: to }).collect()
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
                    Problem::at(
                        wrong.code(),
                        field.at,
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
        days.max().map(|value| At::new(value, field.at))
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
        Some(At::new(day, field.at))
    })
}

/// The day in a text, or a problem at the field.
fn day_or_problem(text: &str, field: &Field, problems: &mut Vec<Problem>) -> Option<Date> {
    match dates::read(text) {
        Some(Reading::Day(day, _)) => Some(day),
        Some(Reading::Wrong(wrong)) => {
            let message = format!("{}: {}", field.key, wrong.message(text));
            problems.push(Problem::at(wrong.code(), field.at, message).with_hint(wrong.hint()));
            None
        }
        None => {
            let message = format!("{}: {text} is not a date", field.key);
            problems.push(
                Problem::at(Code::DateUnreadable, field.at, message)
                    .with_hint("write it as YYYY-MM-DD"),
            );
            None
        }
    }
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
                problems.push(Problem::at(wrong.code(), field.at, message).with_hint(wrong.hint()));
                (None, text)
            }
            None => {
                if dates::lacks_year(text) {
                    let message = format!("{}: {text} pins no day: it has no year", field.key);
                    problems.push(
                        Problem::at(Code::DateUnreadable, field.at, message)
                            .with_hint("write the day as YYYY-MM-DD"),
                    );
                }
                (None, text)
            }
        };
        let rest = unlink(rest.trim_start_matches([' ', ':', '–', '-', ',']).trim());
        let text = (!rest.is_empty()).then_some(rest);
        Some(At::new(NextStep { on, text }, field.at))
    })
}
