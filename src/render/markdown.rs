//! A table to paste into a note: people and notes as wikilinks, and nothing in a cell that would end it or
//! mean something of its own there.

use std::io::{self, Write};

use serde_json::Value;

use super::Style;
use super::flat::plain;
use super::link::encoded;
use super::records::Records;
use super::safe::tame;

/// Writes the rows; nothing if there is none.
pub(super) fn render(records: &Records, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if records.rows.is_empty() {
        return Ok(());
    }
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let titles = records.brief.iter().map(|(title, _)| (*title).to_owned()).collect();
    writeln!(out, "{}", line(titles))?;
    writeln!(out, "{}", line(records.brief.iter().map(|_| "---".to_owned()).collect()))?;
    for row in &records.rows {
        let cell = |(_, name): &(&str, &str)| cell(name, &row.value(name), style);
        writeln!(out, "{}", line(records.brief.iter().map(cell).collect()))?;
    }
    Ok(())
}

fn cell(name: &str, value: &Value, style: Style) -> String {
    match value {
        Value::String(path) if name == "path" => {
            let stem = without_ending(path).rsplit('/').next().unwrap_or(path);
            link(path, stem, style)
        }
        Value::Array(values) => {
            let cells = values.iter().map(|value| cell(name, value, style));
            cells.collect::<Vec<_>>().join(", ")
        }
        Value::Object(contact) => {
            let text = |name| contact.get(name).and_then(Value::as_str);
            match (text("path"), text("name")) {
                (Some(path), Some(name)) => link(path, name, style),
                (_, name) => escaped(name.unwrap_or_default(), style),
            }
        }
        value if WORDS.contains(&name) => plain(value).replace('_', " "),
        value => escaped(&plain(value), style),
    }
}

/// Values that are words of this program.
const WORDS: [&str; 4] = ["kind", "state", "next.step", "part"];

/// `[[People/Maya Chen\|Maya Chen]]`: in a table the bar has to be escaped, or it would end the cell. What
/// a wikilink cannot hold is an ordinary link.
fn link(path: &str, name: &str, style: Style) -> String {
    let target = without_ending(path);
    let odd =
        |text: &str| text.contains(['[', ']', '|', '#', '^', '\\', '`']) || text.contains("%%");
    if odd(target) || odd(name) || tame(target, style) != target || target.trim() != target {
        return format!("[{}]({})", escaped(name, style), encoded(path.as_bytes()));
    }
    format!("[[{target}\\|{}]]", tame(name, style).trim())
}

fn without_ending(path: &str) -> &str {
    path.strip_suffix(".md").unwrap_or(path)
}

/// Text that means itself. A tag would count for the note it is pasted into.
fn escaped(text: &str, style: Style) -> String {
    let text = tame(text, style);
    let mut escaped = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if matches!(c, '\\' | '|' | '[' | ']' | '<' | '`' | '*' | '#') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn people_and_notes_are_links_and_the_rest_means_itself() {
        let contact = |name: &str, path: &str| json!({ "name": name, "path": path });
        let cases = [
            (
                "contact",
                contact("Maya Chen", "People/Maya Chen.md"),
                r"[[People/Maya Chen\|Maya Chen]]",
            ),
            ("contact", json!({ "name": "a|b", "path": null }), r"a\|b"),
            ("contact", contact("a]b", "People/a]b.md"), r"[a\]b](People/a%5Db.md)"),
            ("contact", contact("C# Ann", "C# Ann.md"), r"[C\# Ann](C%23%20Ann.md)"),
            (
                "path",
                json!("Meetings/2026/x.markdown"),
                r"[[Meetings/2026/x.markdown\|x.markdown]]",
            ),
            ("path", json!("a.md"), r"[[a\|a]]"),
            (
                "text",
                json!("[[x]] | `y` *z* #tag <b> \\"),
                r"\[\[x\]\] \| \`y\` \*z\* \#tag \<b> \\",
            ),
            ("text", json!("two\nlines"), "two lines"),
            ("count", json!(-3), "-3"),
            ("count", Value::Null, ""),
        ];
        for (name, value, expected) in cases {
            assert_eq!(cell(name, &value, Style::default()), expected);
        }
        let two = json!([contact("A", "A.md"), contact("B", "B.md")]);
        assert_eq!(cell("others", &two, Style::default()), r"[[A\|A]], [[B\|B]]");
    }
}
