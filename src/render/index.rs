//! The state of the index.

use std::io::{self, Write};

use super::link::Spot;
use super::paint::{Mark, Tone};
use super::{Style, safe};
use crate::answer::Response;
use crate::report::index::IndexReport;

pub(super) fn render(
    report: &IndexReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let counts = &report.counts;
    writeln!(out, "{}", style.title(&safe(&response.vault)))?;
    let rows = [
        ("notes", counts.notes.to_string()),
        ("contacts", counts.contacts.to_string()),
        ("meetings", counts.meetings.to_string()),
        ("messages", counts.messages.to_string()),
        ("daily notes", counts.journals.to_string()),
        ("problems", report.problems.to_string()),
        ("read now", report.read.to_string()),
        ("kept on disk", format!("{} bytes", report.bytes)),
    ];
    for (name, value) in rows {
        let tone = if name == "problems" && report.problems > 0 { Tone::Due } else { Tone::Plain };
        writeln!(out, "  {name:<14} {}", style.paint(tone, &value))?;
    }
    if !report.skipped.is_empty() {
        writeln!(out, "\n{}", style.title("Left out"))?;
    }
    for row in &report.skipped {
        let tone = if row.by_rule { Tone::Aside } else { Tone::Due };
        let spot = Some(Spot::at(&row.path, row.path_hex.as_ref(), 1));
        let path = style.mark(Mark { tone: Tone::Plain, spot }, &safe(&row.path));
        writeln!(out, "  {path}: {}", style.paint(tone, &safe(&row.reason)))?;
    }
    Ok(())
}
