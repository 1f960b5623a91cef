//! The facts of a meeting's note and of a message's note.

use std::collections::HashSet;

use super::body::{Block, BlockKind};
use super::dates;
use super::fields::{Fields, Key};
use super::log::{self, Words};
use super::people;
use super::value::normal;
use crate::model::text::fold;
use crate::model::{Direction, Meeting, MeetingStatus, Message, NotePath, PersonRef};
use crate::settings::Settings;

/// Reads a meeting. `attendees` are those of the body, who count where no key names anybody.
pub(super) fn read_meeting(
    fields: &Fields,
    path: &NotePath,
    attendees: Vec<PersonRef>,
    tags: &[String],
    settings: &Settings,
) -> Meeting {
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
        no_thanks: fields.text(Key::Thanks, settings).is_some_and(|text| settles_thanks(&text)),
    }
}

/// Whether a value of `thanks` says that none are owed, or that they were sent: `no`, `sent`, a date.
fn settles_thanks(text: &str) -> bool {
    let none = matches!(fold(text).as_str(), "no" | "false" | "never" | "none");
    let sent = matches!(fold(text).as_str(), "sent" | "done" | "given");
    none || sent || dates::read(text).is_some()
}

/// Reads a message; whether it expects an answer is told from its words.
pub(super) fn read_message(
    fields: &Fields,
    path: &NotePath,
    blocks: &[Block],
    words: &Words,
    settings: &Settings,
) -> Message {
    let people = |key| all_people(fields, path, &[key], settings);
    let direction =
        fields.text(Key::Direction, settings).and_then(|text| match fold(&text).as_str() {
            "out" | "sent" | "outgoing" | "outbound" => Some(Direction::Out),
            "in" | "received" | "incoming" | "inbound" => Some(Direction::In),
            _ => None,
        });
    let body = blocks.iter().filter(|block| {
        !block.quoted && !matches!(block.kind, BlockKind::Heading(_)) && !is_field(block)
    });
    let line = body.clone().next().map_or(1, |block| block.line);
    let said: Vec<&str> = body.flat_map(|block| block.text.split_whitespace()).collect();
    let text = said.join(" ");
    let folded = fold(&text);
    let thanks = words.say_thanks(&folded);
    let wants_none = folded.contains("(fyi)") || folded.contains("no reply needed");
    Message {
        direction,
        from: people(Key::From),
        to: people(Key::To),
        via: fields.text(Key::Via, settings).map(|via| log::channel_name(&via)),
        expects_reply: !(wants_none || thanks && log::is_short(&text)),
        thanks,
        text: log::shorten(&text),
        line,
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
