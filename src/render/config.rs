//! The settings in force, as a settings file with the same meaning.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::json;
use toml::Value;
use unicode_width::UnicodeWidthStr;

use super::paint::Tone;
use super::safe::is_unsafe;
use super::{Format, Style, json, safe};
use crate::report::config::{ConfigReport, ConfigRow, Origin};

/// Origins stand in one column, unless a value reaches beyond this one.
const COLUMN: usize = 48;

/// Writes the settings in force. What is written can be read as a settings file.
///
/// # Errors
/// If the writing fails.
pub fn render(report: &ConfigReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if style.format != Format::Table {
        let item = |row: &ConfigRow| {
            let (key, origin, file) = (key(&row.key), row.origin, &row.file);
            json!({ "key": key, "value": row.value, "origin": origin, "file": file })
        };
        let items: Vec<_> = report.rows.iter().map(item).collect();
        return json::plain("config", &items, style, out);
    }
    if report.rows.is_empty() {
        return writeln!(out, "# no file sets anything; all defaults hold");
    }
    let lines: Vec<String> = report
        .rows
        .iter()
        .map(|row| format!("{} = {}", key(&row.key), value(&row.value)))
        .collect();
    let widths = lines.iter().map(|line| line.width());
    let column = widths.filter(|width| *width <= COLUMN).max().unwrap_or(COLUMN);
    for (line, row) in lines.iter().zip(&report.rows) {
        let gap = " ".repeat(column.saturating_sub(line.width()));
        let tone = if row.origin == Origin::Default { Tone::Aside } else { Tone::Bar };
        let origin = style.paint(tone, &format!("# {}", safe(&origin(row))));
        writeln!(out, "{line}{gap}   {origin}")?;
    }
    Ok(())
}

fn origin(row: &ConfigRow) -> String {
    match (row.origin, &row.file) {
        (Origin::Default, _) | (_, None) => "default".to_owned(),
        (Origin::Vault, _) => ".rekindle/config.toml".to_owned(),
        (Origin::User, Some(file)) => file.clone(),
    }
}

fn key(parts: &[String]) -> String {
    let bare = |part: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        !part.is_empty() && part.chars().all(plain)
    };
    let part = |part: &String| if bare(part) { part.clone() } else { string(part) };
    parts.iter().map(part).collect::<Vec<_>>().join(".")
}

/// A value on one line.
fn value(value: &Value) -> String {
    match value {
        Value::String(text) => string(text),
        Value::Integer(number) => number.to_string(),
        // With a point, or it would be read as an integer.
        Value::Float(number) => format!("{number:?}").to_lowercase(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Datetime(time) => time.to_string(),
        Value::Array(values) => {
            format!("[{}]", values.iter().map(self::value).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) if table.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let row = |(name, value): (&String, &Value)| {
                format!("{} = {}", key(std::slice::from_ref(name)), self::value(value))
            };
            format!("{{ {} }}", table.iter().map(row).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text in quotes. What would act on a terminal is written as its number, which TOML reads back.
fn string(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if is_unsafe(c) => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_read_back_as_it_was() {
        let text = r#"
            "a b".'c"d' = "tab\t, line\n, \u202E, \\ and \""
            numbers = [-5, 2.0, 0.1, 1e30, inf]
            day = 2026-11-20
            nested = { list = [{ a = 1 }, {}], empty = {}, yes = true }
        "#;
        let table: toml::Table = text.parse().expect("it is TOML");
        let shown: Vec<String> = table
            .iter()
            .map(|(name, inner)| format!("{} = {}", key(std::slice::from_ref(name)), value(inner)))
            .collect();
        let shown = shown.join("\n");
        assert_eq!(shown.parse::<toml::Table>(), Ok(table), "{shown}");
        assert!(!shown.contains(['\t', '\u{202e}']), "{shown}");
    }
}
