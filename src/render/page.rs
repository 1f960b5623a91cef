//! What the pages about one person share: lines that fit, lines that end with their place, wrapped text.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::link::Spot;
use super::paint::{Mark, Tone};
use super::table::cut;
use super::{Style, safe};
use crate::model::Direction;
use crate::report::ContactRow;
use crate::report::wording::length;

/// The narrowest page that anything is cut to.
const LEAST: usize = 40;

/// A line cut to the page.
pub(super) fn line(text: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match style.width {
        Some(width) => writeln!(out, "{}", cut(text, width.max(LEAST))),
        None => writeln!(out, "{text}"),
    }
}

/// The title of a page about somebody: the name and the note.
pub(super) fn headed(contact: &ContactRow, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let path = safe(contact.path.as_deref().unwrap_or_default());
    let path = style.mark(Mark { tone: Tone::Aside, spot: Spot::of(contact) }, &path);
    writeln!(out, "{} ({path})", style.title(&safe(&contact.name)))
}

/// A line that ends with its place, for which the text before it makes room.
pub(super) fn placed(text: &str, spot: Spot, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let place = spot.shown();
    let room =
        style.width.map(|width| width.saturating_sub(place.width() + "  ()".len()).max(LEAST));
    let text = room.map_or_else(|| text.to_owned(), |room| cut(text, room));
    let mark = Mark { tone: Tone::Aside, spot: Some(spot) };
    writeln!(out, "{text}  ({})", style.mark(mark, &place))
}

/// Text in whole words, each line indented by two columns; one line where nothing may be cut.
pub(super) fn wrapped(text: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    const INDENT: &str = "  ";
    let room = style.width.map_or(usize::MAX, |width| width.max(LEAST) - INDENT.len());
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.width() + 1 + word.width() > room {
            writeln!(out, "{INDENT}{line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(out, "{INDENT}{line}")
}

/// Directives that hold nothing, which must not pass in silence.
pub(super) fn unreadable(
    directives: &[String],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if !directives.is_empty() {
        writeln!(out, "\nNot understood, and without effect (see `rekindle check`)")?;
    }
    for directive in directives {
        wrapped(&safe(directive), style, out)?;
    }
    Ok(())
}

/// Names with commas between them.
pub(super) fn names(people: &[ContactRow]) -> String {
    people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// `->`, `<-` or `<->`.
pub(super) fn arrow(direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Out) => "->",
        Some(Direction::In) => "<-",
        _ => "<->",
    }
}

/// `video (25m): loves the pilot`; what kind of place tells it, where nothing is said of a channel.
pub(super) fn said(channel: Option<&str>, minutes: Option<u32>, kind: &str, text: &str) -> String {
    let channel = channel.unwrap_or(match kind {
        "entry" | "mention" | "outreach" | "directive" => "",
        "last_contact" => "last contact",
        other => other,
    });
    let length = minutes.map(|minutes| format!("({})", length(minutes))).unwrap_or_default();
    let head = [channel, &length].into_iter().filter(|part| !part.is_empty());
    let head = head.collect::<Vec<_>>().join(" ");
    let said = [head.as_str(), text];
    said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}
