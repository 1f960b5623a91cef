//! What all reports say at the end: whom they left out, and why.

use std::io::{self, Write};

use super::Style;
use super::paint::Tone;
use crate::model::Date;
use crate::network::State;
use crate::report::Counts;
use crate::report::wording::counted;

/// `Friday 2026-11-20`
pub(super) fn day(day: Date) -> String {
    day.format("%A %Y-%m-%d").to_string()
}

/// `today`, `6 days ago`, `tomorrow`, `on Tuesday`, `2026-12-26`
pub(super) fn relative(day: Date, today: Date) -> String {
    match (day - today).num_days() {
        days @ ..=-1 => {
            format!("{} ago", counted(u32::try_from(-days).unwrap_or(u32::MAX), "day"))
        }
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..7 => day.format("on %A").to_string(),
        _ => day.to_string(),
    }
}

/// The states with somebody in them, but for those that the report is about.
fn parts(counts: &Counts, shown: &[State]) -> Vec<String> {
    let all = [
        (State::Scheduled, counts.scheduled, "scheduled"),
        (State::Owed, counts.owed, "owed a reply"),
        (State::Unanswered, counts.unanswered, "unanswered"),
        (State::Quiet, counts.quiet, "quiet"),
        (State::Dormant, counts.dormant, "dormant"),
        (State::InTouch, counts.in_touch, "in touch"),
        (State::Paused, counts.paused, "paused"),
        (State::Closed, counts.closed, "closed"),
        (State::Lapsed, counts.lapsed, "with a lapsed thread"),
        (State::New, counts.new, "new"),
        (State::Untracked, counts.untracked, "without a dated talk"),
    ];
    all.iter()
        .filter(|(state, count, _)| *count > 0 && !shown.contains(state))
        .map(|(_, count, words)| format!("{count} {words}"))
        .collect()
}

/// Whom a report does not show.
pub(super) fn write(
    counts: &Counts,
    shown: &[State],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    list("Not listed:", &parts(counts, shown), style, out)
}

/// A list with commas below a report, broken where the terminal ends; nothing if it is empty.
pub(super) fn list(
    title: &str,
    parts: &[String],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if parts.is_empty() {
        return Ok(());
    }
    let mut line = title.to_owned();
    writeln!(out)?;
    for (index, part) in parts.iter().enumerate() {
        let comma = if index + 1 < parts.len() { "," } else { "" };
        if style.width.is_some_and(|width| line.len() + 1 + part.len() + comma.len() > width) {
            writeln!(out, "{}", style.paint(Tone::Aside, &line))?;
            line = " ".to_owned();
        }
        line += &format!(" {part}{comma}");
    }
    writeln!(out, "{}", style.paint(Tone::Aside, &line))
}

/// What an empty report looked at.
pub(super) fn looked_at(counts: &Counts) -> String {
    let parts = parts(counts, &[]);
    match counts.in_vault {
        _ if !parts.is_empty() => parts.join(", "),
        0 => "there are no contacts".to_owned(),
        1 => "the only contact does not fit".to_owned(),
        all => format!("none of the {all} contacts fits"),
    }
}

/// A directive that means nothing holds nothing, which must not pass in silence.
pub(super) fn directives(counts: &Counts, out: &mut dyn Write) -> io::Result<()> {
    match counts.unreadable_directives {
        0 => Ok(()),
        count => {
            let number = counted(u32::try_from(count).unwrap_or(u32::MAX), "directive");
            writeln!(out, "{number} could not be read and had no effect (see `rekindle check`)")
        }
    }
}
