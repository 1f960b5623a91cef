//! Who led to whom as a graph, in the languages of Graphviz and Mermaid. Both read escapes and markup in
//! the text of a node, so whatever a note may hold is written as plain characters here.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::safe;
use super::tree::{job, number};
use crate::report::ContactRow;
use crate::report::tree::{TreeReport, TreeRow};

/// Writes a graph for Graphviz.
pub(super) fn dot(report: &TreeReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph rekindle {{")?;
    writeln!(out, "  rankdir=LR;")?;
    writeln!(out, "  node [shape=box];")?;
    for (index, row) in report.rows.iter().enumerate() {
        let lines: Vec<String> = lines(row).iter().map(|line| for_dot(line)).collect();
        writeln!(out, "  n{} [label=\"{}\"];", index + 1, lines.join("\\n"))?;
    }
    for Edge { from, to, first } in edges(&report.rows) {
        let style = if first { "" } else { " [style=dashed]" };
        writeln!(out, "  n{from} -> n{to}{style};")?;
    }
    writeln!(out, "}}")
}

/// Writes a graph for Mermaid.
pub(super) fn mermaid(report: &TreeReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    for (index, row) in report.rows.iter().enumerate() {
        let lines: Vec<String> = lines(row).iter().map(|line| for_mermaid(line)).collect();
        writeln!(out, "  n{}[\"{}\"]", index + 1, lines.join("<br/>"))?;
    }
    for Edge { from, to, first } in edges(&report.rows) {
        let arrow = if first { "-->" } else { "-.->" };
        writeln!(out, "  n{from} {arrow} n{to}")?;
    }
    Ok(())
}

/// The lines in the box of a contact.
fn lines(row: &TreeRow) -> Vec<String> {
    let state = row.state.map(|state| format!("{}, ", state.as_str().replace('_', " ")));
    let held = number(row.conversations, "conversation");
    let mut lines = vec![row.contact.name.clone(), job(row)];
    lines.push(format!("{}{held}", state.unwrap_or_default()));
    if row.depth == 0 && row.people > 1 {
        let yielded = number(row.yielded, "conversation");
        lines.push(format!("altogether {} people, {yielded}", row.people));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// An introduction, from and to the number of a node.
struct Edge {
    from: usize,
    to: usize,
    /// By whoever the contact stands beneath.
    first: bool,
}

fn edges(rows: &[TreeRow]) -> Vec<Edge> {
    let key = |contact: &ContactRow| (contact.path.clone(), contact.name.clone());
    let numbers: HashMap<_, usize> =
        rows.iter().enumerate().map(|(index, row)| (key(&row.contact), index + 1)).collect();
    let mut edges = Vec::new();
    // The numbers of those above a row.
    let mut above: Vec<usize> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let to = index + 1;
        above.truncate(row.depth);
        let parent = above.last().copied();
        edges.extend(parent.map(|from| Edge { from, to, first: true }));
        let others = row.introduced_by.iter().skip(usize::from(parent.is_some()));
        let others = others.filter_map(|other| numbers.get(&key(other)).copied());
        edges.extend(others.map(|from| Edge { from, to, first: false }));
        above.push(to);
    }
    edges
}

/// Text between the quotes of a label. Graphviz reads `\` and `&` there as the beginning of something.
fn for_dot(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in safe(text).chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            '&' => escaped.push_str("&amp;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Text between the quotes of a node. Mermaid reads directives, styles, Markdown and HTML there, so all
/// that is no letter, digit or harmless sign is written as its number.
fn for_mermaid(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in safe(text).chars() {
        match c {
            ' ' | ',' | '.' | '-' | '\'' | '(' | ')' | '/' => escaped.push(c),
            c if c.is_ascii_alphanumeric() || !c.is_ascii() => escaped.push(c),
            c => {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "#{};", u32::from(c));
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{for_dot, for_mermaid};

    #[test]
    fn nothing_in_a_name_ends_its_label() {
        let cases = [
            ("Zoë Kowalczyk", "Zoë Kowalczyk", "Zoë Kowalczyk"),
            ("Ann \"Annie\" Lee", "Ann \\\"Annie\\\" Lee", "Ann #34;Annie#34; Lee"),
            ("back\\slash\\N", "back\\\\slash\\\\N", "back#92;slash#92;N"),
            ("ends with \\", "ends with \\\\", "ends with #92;"),
            ("two\nlines", "two lines", "two lines"),
            ("a] --> n9[b", "a] --> n9[b", "a#93; --#62; n9#91;b"),
            ("<b>&lt;</b>", "<b>&amp;lt;</b>", "#60;b#62;#38;lt#59;#60;/b#62;"),
            ("`x` %%{init}%%", "`x` %%{init}%%", "#96;x#96; #37;#37;#123;init#125;#37;#37;"),
            ("style a:b #c;", "style a:b #c;", "style a#58;b #35;c#59;"),
            ("\u{1b}[31m", "<U+001B>[31m", "#60;U#43;001B#62;#91;31m"),
        ];
        for (name, dot, mermaid) in cases {
            assert_eq!(for_dot(name), dot);
            assert_eq!(for_mermaid(name), mermaid);
        }
    }
}
