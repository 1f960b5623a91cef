//! People and what they have to do with a topic: who on one line, on the next what says so best.

use std::io::{self, Write};

use super::link::Spot;
use super::page::placed;
use super::{Style, footer, safe};
use crate::report::who::{WhoReport, WhoRow};
use crate::report::wording::counted;

pub(super) fn render(report: &WhoReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (index, row) in report.rows.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let last = match row.last {
            Some(day) => format!("last contact {day}"),
            None => "never in contact".to_owned(),
        };
        let name = style.title(&safe(&row.contact.name));
        writeln!(out, "{name}  {}, {last}", counted(row.hits, "hit"))?;
        let spot = Spot::at(&row.best.path, row.best.path_hex.as_ref(), row.best.line);
        placed(&format!("    {}", safe(&best(row))), spot, style, out)?;
    }
    let (shown, found) = (report.rows.len(), report.found);
    if shown < found {
        let gap = if report.rows.is_empty() { "" } else { "\n" };
        writeln!(out, "{gap}{shown} of {found} people shown (--limit or --all for more)")?;
    }
    let paused = (report.paused > 0).then(|| format!("{} paused", report.paused));
    footer::list("Not listed:", &Vec::from_iter(paused), style, out)
}

/// `2026-11-18 send the tariff article to Maya`
fn best(row: &WhoRow) -> String {
    let day = row.best.date.map_or(String::new(), |day| format!("{day} "));
    let snippet = row.best.snippet.trim_start_matches(['-', '*', ' ', '#', '[']);
    // The line of an entry begins with its day itself.
    if snippet.starts_with(day.trim_end()) {
        return row.best.snippet.trim().to_owned();
    }
    format!("{day}{}", row.best.snippet.trim())
}
