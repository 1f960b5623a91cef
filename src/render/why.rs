//! A verdict explained: the rule, the facts with their places, the day on which it changes.

use std::io::{self, Write};

use super::link::Spot;
use super::page::{arrow, headed, placed, said, unreadable, wrapped};
use super::{Style, footer, safe};
use crate::answer::Response;
use crate::network::State;
use crate::report::why::{WhyFact, WhyReport};

/// How many facts a terminal shows, the latest ones.
const FACTS: usize = 15;

pub(super) fn render(
    report: &WhyReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    headed(&report.contact, style, out)?;
    let (state, day) = (word(report.state), footer::day(response.today));
    writeln!(out, "{state} on {day}: {}", safe(&report.reason))?;
    writeln!(out, "\n{}", style.title("Rule"))?;
    wrapped(&report.rule, style, out)?;
    if !report.also.is_empty() {
        let also: Vec<String> = report.also.iter().map(|state| word(*state)).collect();
        wrapped(&format!("Without that: {}.", also.join(", ")), style, out)?;
    }
    writeln!(out, "\n{}", style.title("Facts"))?;
    let shown = if style.width.is_some() { FACTS } else { usize::MAX };
    let earlier = report.facts.len().saturating_sub(shown);
    if earlier > 0 {
        writeln!(out, "  {earlier} earlier ones (all of them in a pipe or with --json)")?;
    }
    for fact in &report.facts[earlier..] {
        placed(
            &line(fact, report.state),
            Spot::at(&fact.path, fact.path_hex.as_ref(), fact.line),
            style,
            out,
        )?;
    }
    unreadable(&report.unreadable, style, out)?;
    let then = "if nothing more is written down";
    match (report.changes_on, report.becomes) {
        (Some(day), Some(state)) => {
            writeln!(out, "\nChanges on {}: {}, {then}", footer::day(day), word(state))
        }
        _ => writeln!(out, "\nStays so, {then}"),
    }
}

fn word(state: State) -> String {
    state.as_str().replace('_', " ")
}

/// `  2026-11-18  <->      video: loves the pilot`
fn line(fact: &WhyFact, state: State) -> String {
    let said = said(fact.channel.as_deref(), None, &fact.kind, &fact.text);
    match fact.date {
        Some(day) => format!("  {day}  {:<4} {}", mark(fact, state), safe(&said)),
        None => format!("  {}", safe(&said)),
    }
}

fn mark(fact: &WhyFact, state: State) -> &'static str {
    match (fact.direction, fact.kind.as_str()) {
        (None, "mention") => "named",
        (None, _) if state == State::Closed => "let go",
        (None, _) => "",
        (direction, _) => arrow(direction),
    }
}
