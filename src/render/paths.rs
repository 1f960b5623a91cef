//! The folders and files that the program uses.

use std::io::{self, Write};

use serde_json::json;

use super::json::write_safe;
use super::{Format, safe};
use crate::report::paths::{FileRow, PathsReport};

/// Writes the folders and files in use.
///
/// # Errors
/// If the writing fails.
pub fn render(report: &PathsReport, format: Format, out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Json {
        let object = json!({ "schema": "rekindle.paths/1", "items": [report] });
        return write_safe(&object, out);
    }
    let file = |row: &Option<FileRow>| match row {
        Some(row) if row.exists => row.path.clone(),
        Some(row) => format!("{} (not there)", row.path),
        None => "-".to_owned(),
    };
    let vault = match (&report.vault, &report.vault_chosen) {
        (Some(vault), Some(chosen)) => format!("{vault} ({chosen})"),
        _ => "none (see `rekindle --help`)".to_owned(),
    };
    let rows = [
        ("vault", vault),
        ("its settings", file(&report.vault_settings)),
        ("your settings", file(&report.user_settings)),
        ("cache", file(&report.cache)),
    ];
    for (name, value) in rows {
        writeln!(out, "{name:<14} {}", safe(&value))?;
    }
    Ok(())
}
