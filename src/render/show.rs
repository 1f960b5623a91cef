//! One person, as a page.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::table::cut;
use super::{Style, footer, safe};
use crate::answer::Response;
use crate::model::{Direction, Level, Warmth};
use crate::report::ContactRow;
use crate::report::show::{FactsRow, PromiseRow, ShowReport, TimelineRow};

pub(super) fn render(
    report: &ShowReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let path = report.contact.path.as_deref().unwrap_or_default();
    writeln!(out, "{} ({})", style.title(&safe(&report.contact.name)), safe(path))?;
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
    if !report.promises.is_empty() {
        writeln!(out, "\n{}", style.title("Promises"))?;
        for promise in &report.promises {
            placed(&promise_line(promise), &place(&promise.path, promise.line), style, out)?;
        }
    }
    if report.timeline.is_empty() {
        writeln!(out, "\nNothing dated")?;
    } else {
        writeln!(out, "\n{}", style.title("Timeline"))?;
    }
    for row in &report.timeline {
        placed(
            &timeline_line(row),
            &place(&row.interaction.path, row.interaction.line),
            style,
            out,
        )?;
    }
    Ok(())
}

fn line(text: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match style.width {
        Some(width) => writeln!(out, "{}", cut(text, width.max(40))),
        None => writeln!(out, "{text}"),
    }
}

/// A line that ends with its place, for which the text before it makes room.
fn placed(text: &str, place: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    const LEAST: usize = 40;
    let place = format!("  ({})", safe(place));
    let room = style.width.map(|width| width.saturating_sub(place.width()).max(LEAST));
    let text = room.map_or_else(|| text.to_owned(), |room| cut(text, room));
    writeln!(out, "{text}{place}")
}

fn place(path: &str, line: u32) -> String {
    format!("{path}:{line}")
}

fn facts(facts: &FactsRow) -> Vec<(&'static str, String)> {
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

fn names(people: &[ContactRow]) -> String {
    people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ")
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
        (_, Some(Direction::Out)) => "->",
        (_, Some(Direction::In)) => "<-",
        _ => "<->",
    };
    let channel = interaction.channel.as_deref().unwrap_or(match interaction.kind.as_str() {
        "entry" | "mention" | "outreach" => "",
        "last_contact" => "last contact",
        other => other,
    });
    let said = [channel, interaction.text.as_str()];
    let said = said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    format!("  {}  {arrow:<8} {}", interaction.date, safe(&said))
}
