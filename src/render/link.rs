//! Links of the terminal (OSC 8) to a place in a note. The text of a link is measured, cut and painted
//! before, so that no escape has a width; its target holds nothing but what a link may hold.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use super::Style;
use super::lines::{bytes, from_hex};
use crate::report::{ContactRow, InteractionRow};

/// The form of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Links<'a> {
    /// The target, with `{path}`, `{line}`, `{column}`, `{vault}` and `{host}` in it.
    pub template: &'a str,
    /// The name of this machine.
    pub host: &'a str,
}

/// A place that a text leads to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'a> {
    path: &'a str,
    path_hex: Option<&'a str>,
    line: u32,
    column: u32,
}

impl<'a> Spot<'a> {
    /// The beginning of a line.
    pub(super) fn at(path: &'a str, path_hex: Option<&'a String>, line: u32) -> Self {
        Self { path, path_hex: path_hex.map(String::as_str), line, column: 1 }
    }

    /// A character of a line.
    pub(super) fn column(self, column: u32) -> Self {
        Self { column, ..self }
    }

    /// A contact's note, if there is one.
    pub(super) fn of(contact: &'a ContactRow) -> Option<Self> {
        Some(Self::at(contact.path.as_deref()?, contact.path_hex.as_ref(), 1))
    }

    /// Where an interaction is told.
    pub(super) fn told(row: &'a InteractionRow) -> Self {
        Self::at(&row.path, row.path_hex.as_ref(), row.line)
    }

    /// `Meetings/2026-11-18 Maya Chen.md:12`
    pub(super) fn shown(self) -> String {
        format!("{}:{}", super::safe(self.path), self.line)
    }
}

impl Style<'_> {
    /// A text, safe and painted, that leads to a place.
    pub(super) fn link(self, spot: Option<Spot>, text: &str) -> String {
        match (self.links, spot) {
            (Some(links), Some(spot)) if !text.trim().is_empty() => {
                let target = target(links, self.ground.vault, spot);
                format!("\u{1b}]8;;{target}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
            }
            _ => text.to_owned(),
        }
    }
}

fn target(links: Links, vault: Option<&Path>, spot: Spot) -> String {
    let note = spot.path_hex.and_then(from_hex).unwrap_or_else(|| spot.path.into());
    let path = vault.map_or_else(|| note.clone(), |vault| vault.join(&note));
    let name = vault.and_then(Path::file_name).unwrap_or_default();
    let values = [
        ("{path}", rooted(encoded(&bytes(&path)))),
        ("{line}", spot.line.to_string()),
        ("{column}", spot.column.to_string()),
        ("{vault}", encoded(&bytes(Path::new(name)))),
        ("{host}", encoded(links.host.as_bytes())),
    ];
    // Braces are encoded in every value, so that none is taken for a variable.
    values.iter().fold(links.template.to_owned(), |text, (name, value)| text.replace(name, value))
}

/// The path of a drive has no `/` of its own before it.
fn rooted(path: String) -> String {
    if cfg!(windows) { format!("/{}", path.replace("%5C", "/")) } else { path }
}

/// Bytes as a link has them: all but letters, digits, `/` and a few signs by their number.
pub(super) fn encoded(text: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(byte) {
            encoded.push(char::from(*byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// A text in front of which something stands that leads nowhere.
pub(super) fn parted(text: &str, beside: fn(char) -> bool) -> (Cow<'_, str>, &str) {
    let rest = text.trim_start_matches(beside);
    (text[..text.len() - rest.len()].into(), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_holds_nothing_but_what_a_link_may_hold() {
        let cases = [
            ("a b.md", "/n%20b/a%20b.md"),
            ("Zoë.md", "/n%20b/Zo%C3%AB.md"),
            ("50% \"x\" 'y'.md", "/n%20b/50%25%20%22x%22%20%27y%27.md"),
            ("a#b?c&d.md", "/n%20b/a%23b%3Fc%26d.md"),
            ("{line}.md", "/n%20b/%7Bline%7D.md"),
            ("\u{1b}\\\u{7}.md", "/n%20b/%1B%5C%07.md"),
        ];
        let links = Links { template: "x://{host}{path}:{line}:{column}?v={vault}", host: "ho st" };
        for (path, expected) in cases {
            let spot = Spot::at(path, None, 3).column(5);
            let expected = format!("x://ho%20st{expected}:3:5?v=n%20b");
            assert_eq!(target(links, Some(Path::new("/n b")), spot), expected);
        }
        let hex = "41ff".to_owned();
        let links = Links { template: "{path}", host: "" };
        assert_eq!(
            target(links, Some(Path::new("/n")), Spot::at("A\u{fffd}", Some(&hex), 1)),
            "/n/A%FF"
        );
    }

    #[test]
    fn without_links_a_text_stays_as_it_is() {
        let spot = Spot::at("a.md", None, 1);
        assert_eq!(Style::default().link(Some(spot), "Ada"), "Ada");
        let links = Some(Links { template: "file://{path}", host: "" });
        let style = Style { links, ..Style::default() };
        assert_eq!(style.link(None, "Ada"), "Ada");
        assert_eq!(style.link(Some(spot), ""), "");
        let expected = "\u{1b}]8;;file://a.md\u{1b}\\Ada\u{1b}]8;;\u{1b}\\";
        assert_eq!(style.link(Some(spot), "Ada"), expected);
    }
}
