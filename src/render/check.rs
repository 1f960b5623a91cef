//! Problems as `file:line:col: level[code]: text`, which editors and compilers' tools understand.

use std::io::{self, Write};

use super::link::Spot;
use super::paint::{Mark, Tone};
use super::{Style, safe};
use crate::model::ProblemLevel;
use crate::report::check::CheckReport;

pub(super) fn render(report: &CheckReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for row in &report.rows {
        let spot = Spot::at(&row.path, row.path_hex.as_ref(), row.line).column(row.column);
        let place = format!("{}:{}", spot.shown(), row.column);
        let place = style.mark(Mark { tone: Tone::Plain, spot: Some(spot) }, &place);
        let level = style.paint(tone(row.level), row.level.as_str());
        writeln!(out, "{place}: {level}[{}]: {}", row.code, safe(&row.message))?;
        if let Some(hint) = &row.hint {
            writeln!(out, "    {}", style.paint(Tone::Aside, &safe(hint)))?;
        }
    }
    Ok(())
}

fn tone(level: ProblemLevel) -> Tone {
    match level {
        ProblemLevel::Error => Tone::Wrong,
        ProblemLevel::Warning => Tone::Due,
        ProblemLevel::Hint => Tone::Bar,
    }
}
