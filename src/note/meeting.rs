//! The facts of a meeting's note and of a message's note.

use std::collections::HashSet;

use super::body::{Block, BlockKind};
use super::contact::{unknown, unreadable, yes_or_no};
use super::dates;
use super::fields::{Fields, Key};
use super::log::{self, Words};
use super::people;
use super::value::normal;
use crate::model::text::fold;
use crate::model::{
    Direction, Meeting, MeetingStatus, Message, NotePath, PersonRef, Problem, Spot,
};
use crate::settings::Settings;

/// What is needed to read either.
pub(super) struct Source<'a> {
    pub path: &'a NotePath,
    pub fields: &'a Fields,
    pub settings: &'a Settings,
}

/// Reads a meeting. `attendees` are those of the body, who count where no key names anybody.
pub(super) fn read_meeting(
    source: &Source<'_>,
    attendees: Vec<PersonRef>,
    tags: &[String],
    problems: &mut Vec<Problem>,
) -> Meeting {
    let Source { path, fields, settings } = *source;
    let keys = [Key::With, Key::From, Key::To, Key::Cc];
    let mut with = all_people(fields, path, &keys, settings);
    if with.is_empty() {
        with = attendees;
    }
    let status = fields.text(Key::Status, settings).map(|text| normal(&text));
    let status = match status.as_deref() {
        Some("planned" | "scheduled" | "upcoming" | "tentative") => MeetingStatus::Planned,
        Some("held" | "done" | "completed" | "complete" | "happened") => MeetingStatus::Held,
        Some("cancelled" | "canceled" | "calledoff" | "postponed") => MeetingStatus::Cancelled,
        Some("noshow" | "missed") => MeetingStatus::NoShow,
        _ => MeetingStatus::Unsaid,
    };
    let kinds = [Key::MeetingKind, Key::Type].into_iter();
    let mut kinds =
        kinds.flat_map(|key| fields.all(key, settings)).flat_map(|field| field.value.texts());
    let interview = kinds.any(|text| fold(text).contains("interview"))
        || tags.iter().any(|tag| fold(tag) == "interview");
    Meeting {
        with,
        via: fields.text(Key::Via, settings).map(|via| log::channel_name(&via)),
        minutes: fields.text(Key::Duration, settings).and_then(|text| {
            let folded = fold(&text);
            log::read_minutes(&folded)
                .or_else(|| folded.parse().ok().filter(|minutes| *minutes < 10_080))
        }),
        status,
        interview,
        no_thanks: fields.first(Key::Thanks, settings, |field| {
            let text = *field.value.texts().first()?;
            let settled = settles_thanks(text);
            if settled.is_none() {
                let hint = "write `thanks: no` if none are due, `thanks: sent` once they are sent";
                problems.push(unknown(field, text, hint));
            }
            settled
        }) == Some(true),
    }
}

/// Whether a value of `thanks` says that none are owed, or that they were sent: `no`, `sent`, a date.
fn settles_thanks(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "never" | "none" | "sent" | "done" | "given" => Some(true),
        folded => match yes_or_no(folded) {
            Some(wanted) => Some(!wanted),
            None => dates::read(text).map(|_| true),
        },
    }
}

/// Reads a message; whether it expects an answer is told from its words.
pub(super) fn read_message(
    source: &Source<'_>,
    blocks: &[Block],
    words: &Words,
    problems: &mut Vec<Problem>,
) -> Message {
    let Source { path, fields, settings } = *source;
    let people = |key| all_people(fields, path, &[key], settings);
    let direction = fields.first(Key::Direction, settings, |field| {
        let text = *field.value.texts().first()?;
        // One message goes one way.
        let direction = log::read_direction(text).filter(|way| *way != Direction::Both);
        if direction.is_none() {
            problems.push(unreadable(field, text, "write out or in"));
        }
        direction
    });
    let body = blocks.iter().filter(|block| {
        !block.quoted && !matches!(block.kind, BlockKind::Heading(_)) && !is_field(block)
    });
    let at = body.clone().next().map_or(Spot::START, |block| block.at);
    let said: Vec<&str> = body.flat_map(|block| block.text.split_whitespace()).collect();
    let text = said.join(" ");
    let folded = fold(&text);
    let thanks = words.say_thanks(&folded);
    Message {
        direction,
        from: people(Key::From),
        to: people(Key::To),
        via: fields.text(Key::Via, settings).map(|via| log::channel_name(&via)),
        expects_reply: !(words.want_no_reply(&folded) || thanks && log::is_short(&text)),
        thanks,
        text: log::shorten(&text),
        line: at.line,
        column: at.column,
    }
}

/// Whether a block is a `Key:: value` line, which is no part of a message.
fn is_field(block: &Block) -> bool {
    block.text.split('\n').all(|line| line.contains("::"))
}

fn all_people(
    fields: &Fields,
    path: &NotePath,
    keys: &[Key],
    settings: &Settings,
) -> Vec<PersonRef> {
    let fields = keys.iter().flat_map(|key| fields.all(*key, settings));
    let mut seen = HashSet::new();
    let people = fields.flat_map(|field| people::in_field(field, path));
    people.filter(|to| seen.insert((to.name.clone(), to.target.clone()))).collect()
}
