//! The state of the index.

use std::io::{self, Write};

use super::safe;
use crate::answer::Response;
use crate::report::index::IndexReport;

pub(super) fn render(
    report: &IndexReport,
    response: &Response,
    out: &mut dyn Write,
) -> io::Result<()> {
    let counts = &report.counts;
    writeln!(out, "{}", safe(&response.vault))?;
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
        writeln!(out, "  {name:<14} {value}")?;
    }
    if !report.skipped.is_empty() {
        writeln!(out, "\nLeft out")?;
    }
    for row in &report.skipped {
        writeln!(out, "  {}: {}", safe(&row.path), safe(&row.reason))?;
    }
    Ok(())
}
