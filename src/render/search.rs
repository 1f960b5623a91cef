//! Hits: who, when and where on one line, what was said on the next.

use std::io::{self, Write};

use super::table::cut;
use super::{Style, safe};
use crate::report::search::{SearchReport, SearchRow};

pub(super) fn render(report: &SearchReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (index, row) in report.rows.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", heading(row))?;
        let snippet = format!("    {}", safe(&row.snippet));
        match style.width {
            Some(width) => writeln!(out, "{}", cut(&snippet, width.max(20)))?,
            None => writeln!(out, "{snippet}")?,
        }
    }
    if report.rows.len() < report.found {
        let (shown, found) = (report.rows.len(), report.found);
        writeln!(out, "\n{shown} of {found} notes shown (--limit or --all for more)")?;
    }
    Ok(())
}

/// `2026-11-18  Maya Chen  (Meetings/2026-11-18 Maya Chen.md:12)`
fn heading(row: &SearchRow) -> String {
    let date = row.date.map_or_else(|| " ".repeat("2026-11-18".len()), |date| date.to_string());
    let names: Vec<&str> = row.contacts.iter().map(|contact| contact.name.as_str()).collect();
    let who = if names.is_empty() { row.title.clone() } else { names.join(", ") };
    let place = format!("{}:{}", row.path, row.line);
    format!("{date}  {}  ({})", safe(&who), safe(&place))
}
