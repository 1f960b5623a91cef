//! A query in words: one condition a line, indented below what joins them.

use std::io::{self, Write};

use super::safe;
use crate::answer::Response;
use crate::report::explain::ExplainReport;

pub(super) fn render(
    report: &ExplainReport,
    response: &Response,
    out: &mut dyn Write,
) -> io::Result<()> {
    let query = if report.query.trim().is_empty() { "*" } else { report.query.trim() };
    writeln!(out, "{}, on {}, asks for", safe(query), response.today)?;
    for row in &report.rows {
        writeln!(out, "  {}{}", "  ".repeat(row.depth), safe(&row.text))?;
    }
    if report.of_one_piece {
        let piece = match report.or_of_a_note {
            true => "one dated entry, of what stands in no entry, or of a whole note",
            false => "one dated entry, a note with its own day, or what stands in no entry",
        };
        writeln!(out, "All of it has to hold of {piece}.")?;
    }
    for line in report.views.iter().chain(&report.taken_as_text) {
        writeln!(out, "{}", safe(line))?;
    }
    writeln!(out, "The same in full: {}", safe(&report.typed))
}
