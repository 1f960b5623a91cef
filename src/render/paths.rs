//! The folders and files that the program uses.

use std::io::{self, Write};

use super::link::Spot;
use super::paint::Tone;
use super::{Format, Style, json, safe};
use crate::report::paths::{FileRow, PathsReport};

/// Writes the folders and files in use.
///
/// # Errors
/// If the writing fails.
pub fn render(report: &PathsReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if style.format != Format::Table {
        return json::plain("paths", &[serde_json::to_value(report)?], style, out);
    }
    let file = |row: &Option<FileRow>| match row {
        Some(row) if row.exists => style.mark(Some(there(&row.path)).into(), &safe(&row.path)),
        Some(row) => style.paint(Tone::Aside, &format!("{} (not there)", safe(&row.path))),
        None => "-".to_owned(),
    };
    let vault = match (&report.vault, &report.vault_chosen) {
        (Some(vault), Some(chosen)) => {
            let vault = style.mark(Some(there(vault)).into(), &safe(vault));
            let chosen = style.paint(Tone::Aside, &format!("({})", safe(chosen)));
            format!("{vault} {chosen}")
        }
        _ => "none (see `rekindle --help`)".to_owned(),
    };
    let rows = [
        ("vault", vault),
        ("its settings", file(&report.vault_settings)),
        ("your settings", file(&report.user_settings)),
        ("cache", file(&report.cache)),
        ("daemon's log", file(&report.log)),
    ];
    for (name, value) in rows {
        writeln!(out, "{name:<14} {value}")?;
    }
    Ok(())
}

/// A file or folder as the place to which its path leads.
fn there(path: &str) -> Spot<'_> {
    Spot::at(path, None, 1)
}
