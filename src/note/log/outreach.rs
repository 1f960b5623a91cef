//! Outreach that is kept as a list in the front matter of a contact rather than as lines of a log.

use super::super::dates::{self, Reading};
use super::super::value::{Field, Value, normal};
use super::{Piece, Source, Under, entry};
use crate::model::text::fold;
use crate::model::{Code, Direction, Entry, EntryPlace, Problem, Spot};

/// The items of `outreach` in the front matter: `{date: 2026-11-02, via: linkedin, status: sent}`, or a
/// text as it would stand in a log.
pub(in crate::note) fn read_outreach(
    source: &Source<'_>,
    fields: &[&Field],
    problems: &mut Vec<Problem>,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    for field in fields {
        let items = match &field.value {
            Value::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        for (index, item) in items.iter().enumerate() {
            let at = field.item(index);
            let text = match item {
                Value::Map(pairs) => {
                    problems.extend(unknown_direction(pairs, at));
                    outreach_line(pairs)
                }
                item => item.texts().join(" "),
            };
            match dates::read_prefix(text.trim()) {
                Some((Reading::Day(day, time), rest)) => {
                    let piece = Piece {
                        text: rest.to_owned(),
                        links: Vec::new(),
                        at,
                        beneath: String::new(),
                        beneath_links: Vec::new(),
                    };
                    let mut entry = entry(source, &piece, day, time, Under::Outreach);
                    entry.place = EntryPlace::Outreach;
                    entries.push(entry);
                }
                Some((Reading::Wrong(wrong), _)) => problems.push(
                    Problem::at(
                        wrong.code(),
                        at,
                        format!("outreach: {}", wrong.message(text.trim())),
                    )
                    .with_hint(wrong.hint()),
                ),
                None if text.trim().is_empty() => {}
                None => problems.push(
                    Problem::at(
                        Code::DateUnreadable,
                        at,
                        format!("outreach: {} has no date", text.trim()),
                    )
                    .with_hint("write it as {date: YYYY-MM-DD, via: email, status: sent}"),
                ),
            }
        }
    }
    entries
}

/// The keys of an item that say which way it went.
const DIRECTION: [&str; 2] = ["direction", "dir"];

/// Which way something went, as `direction` says it.
pub(in crate::note) fn read_direction(text: &str) -> Option<Direction> {
    match fold(text).as_str() {
        "out" | "sent" | "outgoing" | "outbound" | "->" | "→" => Some(Direction::Out),
        "in" | "received" | "incoming" | "inbound" | "<-" | "←" => Some(Direction::In),
        "both" | "<->" | "↔" => Some(Direction::Both),
        _ => None,
    }
}

fn unknown_direction(pairs: &[(String, Value)], at: Spot) -> Option<Problem> {
    let (key, value) = pairs.iter().find(|(key, _)| DIRECTION.contains(&normal(key).as_str()))?;
    let text = value.text().filter(|text| read_direction(text).is_none())?;
    let message = format!("outreach: {key}: {text} means nothing here; it counts both ways");
    Some(Problem::at(Code::DirectiveUnreadable, at, message).with_hint("write out, in or both"))
}

/// `{date: …, status: sent, via: linkedin, note: …}` → `… sent via linkedin: …`.
fn outreach_line(pairs: &[(String, Value)]) -> String {
    // `- 2026-11-02 sent via linkedin: hello` is a map to YAML, and a line to everybody else.
    if let [(key, value)] = pairs
        && dates::read_prefix(key).is_some()
    {
        return format!("{key}: {}", value.texts().join(" "));
    }
    let get = |names: &[&str]| {
        let pair = pairs.iter().find(|(key, _)| names.contains(&normal(key).as_str()));
        pair.and_then(|(_, value)| value.text())
    };
    let mut line = get(&["date", "on", "when", "day"]).unwrap_or_default().to_owned();
    if let Some(direction) = get(&DIRECTION) {
        line += match read_direction(direction) {
            Some(Direction::In) => " <-",
            Some(Direction::Out) => " ->",
            _ => " <->",
        };
    }
    let via = get(&["via", "channel", "medium"]);
    match (get(&["status", "state", "what", "action", "type"]), via) {
        (Some(status), via) => {
            line += &format!(" {status}");
            if let Some(via) = via {
                line += &format!(" via {via}");
            }
        }
        (None, Some(via)) => line += &format!(" sent via {via}"),
        (None, None) => line += " sent",
    }
    if let Some(text) = get(&["text", "note", "notes", "message", "subject", "about"]) {
        line += &format!(": {text}");
    }
    line
}
