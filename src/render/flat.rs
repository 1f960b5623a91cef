//! Values separated by commas or tabs, a row a line, with the names of the columns above. A spreadsheet
//! runs a cell that begins like a formula, and a note may hold what somebody else wrote: such a cell gets
//! a `'` before it, which a spreadsheet takes for the mark of text.

use std::io::{self, Write};

use serde_json::Value;

use super::Style;
use super::records::Records;
use super::safe::{is_unsafe, tame};

/// Writes the rows as RFC 4180 has them; nothing if there is none.
pub(super) fn csv(records: &Records, style: Style, out: &mut dyn Write) -> io::Result<()> {
    write(records, style, (",", "\r\n"), quoted, out)
}

/// Writes the rows with tabs between the values, none of which holds a tab or a line end.
pub(super) fn tsv(records: &Records, style: Style, out: &mut dyn Write) -> io::Result<()> {
    write(records, style, ("\t", "\n"), |cell| cell, out)
}

fn write(
    records: &Records,
    style: Style,
    (gap, end): (&str, &str),
    finish: fn(String) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    if records.rows.is_empty() {
        return Ok(());
    }
    let titles: Vec<String> = records.columns.iter().map(|name| name.replace('.', "_")).collect();
    write!(out, "{}{end}", titles.join(gap))?;
    for row in &records.rows {
        let cell = |name: &&str| finish(cell(&row.value(name), style));
        let cells: Vec<String> = records.columns.iter().map(cell).collect();
        write!(out, "{}{end}", cells.join(gap))?;
    }
    Ok(())
}

/// A value on one line: a contact by name, a list with semicolons.
fn cell(value: &Value, style: Style) -> String {
    match value {
        // Numbers stay numbers, the negative ones too.
        Value::Number(number) => number.to_string(),
        value => defused(&tame(&plain(value), style)),
    }
}

/// A value as text.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            let texts = values.iter().map(plain).filter(|text| !text.is_empty());
            texts.collect::<Vec<_>>().join("; ")
        }
        Value::Object(object) => object.get("name").map(plain).unwrap_or_default(),
        value => value.to_string(),
    }
}

/// The text of a cell with a `'` before what a spreadsheet would run.
fn defused(text: &str) -> String {
    if runs(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether a text begins like a formula. Spreadsheets pass over blanks and quotes, and some take the
/// full-width forms of the signs for the signs themselves.
fn runs(text: &str) -> bool {
    let beside = |c: char| c.is_whitespace() || is_unsafe(c) || matches!(c, '"' | '\'' | '`');
    let sign = text.trim_start_matches(beside).chars().next();
    let sign = sign.is_some_and(|c| "=+-@＝＋－＠−﹢﹣﹦﹫".contains(c));
    sign && !is_number(text)
}

/// `-3`, `+4`, `-2.5`
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}

/// A cell in quotes, if it has something in it that would end it.
fn quoted(cell: String) -> String {
    let open = cell.starts_with(char::is_whitespace) || cell.ends_with(char::is_whitespace);
    if open || cell.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_spreadsheet_would_run_is_defused() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("+49 30 1234", "'+49 30 1234"),
            ("-2+3|cmd", "'-2+3|cmd"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "' =1"),
            ("\r=1", "' =1"),
            ("  =1", "'  =1"),
            ("\"=1\"", "'\"=1\""),
            ("' =1", "'' =1"),
            ("\u{200b}=1", "'\u{200b}=1"),
            ("\u{feff}=1", "'\u{feff}=1"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("\u{ff0b}1", "'\u{ff0b}1"),
            ("\u{ff0d}1", "'\u{ff0d}1"),
            ("\u{ff20}A1", "'\u{ff20}A1"),
            ("- 2026-11-02 sent", "'- 2026-11-02 sent"),
            ("-3", "-3"),
            ("+4.5", "+4.5"),
            ("-", "'-"),
            ("-3-4", "'-3-4"),
            ("2026-11-20", "2026-11-20"),
            ("a=b", "a=b"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(cell(&json!(text), Style::default()), expected, "{text:?}");
        }
        assert_eq!(cell(&json!(-3), Style::default()), "-3");
        assert_eq!(cell(&json!(true), Style::default()), "true");
        assert_eq!(cell(&Value::Null, Style::default()), "");
        assert_eq!(cell(&json!([{"name": "=A"}, {"name": "B"}]), Style::default()), "'=A; B");
    }

    #[test]
    fn only_a_cell_that_needs_quotes_has_them() {
        let cases = [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("say \"yes\"", "\"say \"\"yes\"\"\""),
            (" blank", "\" blank\""),
        ];
        for (text, expected) in cases {
            assert_eq!(quoted(text.to_owned()), expected);
        }
    }
}
