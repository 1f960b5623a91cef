//! Problems as `file:line:col: level[code]: text`, which editors and compilers' tools understand.

use std::io::{self, Write};

use super::safe;
use crate::report::check::CheckReport;

pub(super) fn render(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    for row in &report.rows {
        let place = format!("{}:{}:{}", row.path, row.line, row.column);
        writeln!(
            out,
            "{}: {}[{}]: {}",
            safe(&place),
            row.level.as_str(),
            row.code,
            safe(&row.message)
        )?;
        if let Some(hint) = &row.hint {
            writeln!(out, "    {}", safe(hint))?;
        }
    }
    Ok(())
}
