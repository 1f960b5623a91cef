//! Hits: who, when and where on one line, what was said on the next.

use std::io::{self, Write};

use super::link::Spot;
use super::paint::{Mark, Tone};
use super::table::cut;
use super::{Style, safe};
use crate::report::search::{SearchReport, SearchRow};

/// What stands before a snippet.
const INDENT: &str = "    ";
/// The narrowest snippet.
const LEAST: usize = 16;

pub(super) fn render(report: &SearchReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (index, row) in report.rows.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", heading(row, style))?;
        if row.lines.is_empty() {
            writeln!(out, "{INDENT}{}", snippet(row, style))?;
        }
        for line in &row.lines {
            let text = format!("{INDENT}{}: {}", line.line, safe(&line.text));
            let room = style.width.map(|width| width.max(INDENT.len() + LEAST));
            writeln!(out, "{}", room.map_or_else(|| text.clone(), |room| cut(&text, room)))?;
        }
    }
    if report.rows.len() < report.found {
        let (shown, found) = (report.rows.len(), report.found);
        let more = format!("{shown} of {found} notes shown (--limit or --all for more)");
        writeln!(out, "\n{}", style.paint(Tone::Aside, &more))?;
    }
    Ok(())
}

/// `2026-11-18  Maya Chen  (Meetings/2026-11-18 Maya Chen.md:12)`
fn heading(row: &SearchRow, style: Style) -> String {
    let date = row.date.map_or_else(|| " ".repeat("2026-11-18".len()), |date| date.to_string());
    let names: Vec<&str> = row.contacts.iter().map(|contact| contact.name.as_str()).collect();
    let who = if names.is_empty() { row.title.clone() } else { names.join(", ") };
    let spot = Spot::at(&row.path, row.path_hex.as_ref(), row.line);
    let place = style.mark(Mark { tone: Tone::Aside, spot: Some(spot) }, &spot.shown());
    format!("{date}  {}  ({place})", safe(&who))
}

/// The snippet with the words that were asked for.
fn snippet(row: &SearchRow, style: Style) -> String {
    let pieces = pieces(row);
    let whole: String = pieces.iter().map(|(_, text)| text.as_str()).collect();
    let shown = match style.width {
        Some(width) => cut(&whole, width.saturating_sub(INDENT.len()).max(LEAST)),
        None => whole.clone(),
    };
    // What a cut leaves is a beginning of the whole, and perhaps a mark.
    let kept = whole.bytes().zip(shown.bytes()).take_while(|(a, b)| a == b).count();
    let mut painted = String::new();
    let mut from = 0;
    for (tone, text) in pieces {
        let length = text.len().min(kept.saturating_sub(from));
        painted += &style.paint(tone, &shown[from..from + length]);
        from += length;
    }
    painted + &shown[from..]
}

/// The snippet in pieces that are safe to show, each with its tone.
fn pieces(row: &SearchRow) -> Vec<(Tone, String)> {
    let chars: Vec<char> = row.snippet.chars().collect();
    let piece = |tone, range: std::ops::Range<usize>| {
        let text: String =
            chars[range.start.min(chars.len())..range.end.min(chars.len())].iter().collect();
        (tone, safe(&text).into_owned())
    };
    let (mut pieces, mut from) = (Vec::new(), 0);
    for (start, end) in &row.matches {
        let (start, end) = ((*start as usize).max(from), (*end as usize).max(from));
        pieces.extend([piece(Tone::Plain, from..start), piece(Tone::Title, start..end.max(start))]);
        from = end.max(start);
    }
    pieces.push(piece(Tone::Plain, from..chars.len().max(from)));
    pieces
}
