//! One person, as a page.

use std::io::{self, Write};

use super::link::Spot;
use super::page::{arrow, headed, line, names, placed, said, unreadable};
use super::{Style, footer, safe};
use crate::answer::Response;
use crate::model::{Level, Warmth};
use crate::report::show::{FactsRow, PromiseRow, ShowReport, TimelineRow};

pub(super) fn render(
    report: &ShowReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    headed(&report.contact, style, out)?;
    let state = report.state.as_str().replace('_', " ");
    writeln!(out, "{state} on {}: {}", footer::day(response.today), safe(&report.reason))?;
    let mut facts = facts(&report.facts);
    facts.push(("introduced by", names(&report.introduced_by)));
    facts.push(("introduced", names(&report.introduced)));
    facts.retain(|(_, value)| !value.is_empty());
    if !facts.is_empty() {
        writeln!(out)?;
    }
    for (name, value) in facts {
        line(&format!("  {name:<14} {}", safe(&value)), style, out)?;
    }
    unreadable(&report.unreadable, style, out)?;
    promises("Promises", &report.promises, style, out)?;
    if report.timeline.is_empty() {
        writeln!(out, "\nNothing dated")?;
    } else {
        writeln!(out, "\n{}", style.title("Timeline"))?;
    }
    for row in &report.timeline {
        placed(&timeline_line(row), Spot::told(&row.interaction), style, out)?;
    }
    Ok(())
}

pub(super) fn facts(facts: &FactsRow) -> Vec<(&'static str, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        ("role", text(&facts.role)),
        ("organisation", facts.organisations.join(", ")),
        ("also", facts.aliases.join(", ")),
        ("e-mail", facts.emails.join(", ")),
        ("phone", facts.phones.join(", ")),
        ("links", facts.links.join(", ")),
        ("location", text(&facts.location)),
        ("time zone", text(&facts.timezone)),
        ("birthday", text(&facts.birthday)),
        ("met", text(&facts.met)),
        ("interests", facts.interests.join(", ")),
        ("level", facts.level.map_or(String::new(), |level| level_word(level).to_owned())),
        ("warmth", facts.warmth.map_or(String::new(), |warmth| warmth_word(warmth).to_owned())),
        ("priority", text(&facts.priority)),
        ("tags", facts.tags.join(", ")),
        ("cadence", text(&facts.cadence)),
        ("next step", text(&facts.next_step)),
    ]
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Junior => "junior",
        Level::Mid => "mid",
        Level::Senior => "senior",
    }
}

fn warmth_word(warmth: Warmth) -> &'static str {
    match warmth {
        Warmth::Warm => "warm",
        Warmth::Cold => "cold",
    }
}

/// A list of promises under its heading; without any, nothing.
pub(super) fn promises(
    heading: &str,
    rows: &[PromiseRow],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if !rows.is_empty() {
        writeln!(out, "\n{}", style.title(heading))?;
    }
    for promise in rows {
        let spot = Spot::at(&promise.path, promise.path_hex.as_ref(), promise.line);
        placed(&promise_line(promise), spot, style, out)?;
    }
    Ok(())
}

/// `  [ ] mine, due 2026-11-24: send the article`
fn promise_line(promise: &PromiseRow) -> String {
    let mark = if promise.done { "x" } else { " " };
    let whose = if promise.mine { "mine" } else { "theirs" };
    let due = promise.due.map_or(String::new(), |day| format!(", due {day}"));
    format!("  [{mark}] {whose}{due}: {}", safe(&promise.text))
}

/// `  2026-11-18  <->      video: loves the pilot`
fn timeline_line(row: &TimelineRow) -> String {
    let interaction = &row.interaction;
    let arrow = match (row.counts_as.as_str(), interaction.direction) {
        ("let_go", _) => "let go",
        ("mention", _) => "named",
        ("unclear", _) => "unclear",
        ("planned", _) => "planned",
        ("not_held", _) => "not held",
        (_, direction) => arrow(direction),
    };
    let said =
        said(interaction.channel.as_deref(), row.minutes, &interaction.kind, &interaction.text);
    format!("  {}  {arrow:<8} {}", interaction.date, safe(&said))
}
