//! Hits: who, when and where on one line, what was said on the next.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

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
    if let Some(more) = left_out(report) {
        let gap = if report.rows.is_empty() { "" } else { "\n" };
        writeln!(out, "{gap}{}", style.paint(Tone::Aside, &more))?;
    }
    Ok(())
}

/// How many rows are not shown, if some are not.
pub(super) fn left_out(report: &SearchReport) -> Option<String> {
    let (shown, found) = (report.rows.len(), report.found);
    let rows = if report.in_pieces { "rows" } else { "notes" };
    (shown < found).then(|| format!("{shown} of {found} {rows} shown (--limit or --all for more)"))
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

/// The snippet with the words that were asked for, cut so that the first of them can be seen.
fn snippet(row: &SearchRow, style: Style) -> String {
    let room = style.width.map(|width| width.saturating_sub(INDENT.len()).max(LEAST));
    let (text, matches) = match room {
        Some(room) => from_match(row, room),
        None => (row.snippet.clone(), row.matches.clone()),
    };
    let pieces = pieces(&text, &matches);
    let whole: String = pieces.iter().map(|(_, text)| text.as_str()).collect();
    let shown = room.map_or_else(|| whole.clone(), |room| cut(&whole, room));
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

/// The snippet from some words before the first one that was asked for on, if that would not be seen
/// otherwise, and where in it the words stand.
fn from_match(row: &SearchRow, room: usize) -> (String, Vec<(u32, u32)>) {
    let chars: Vec<char> = row.snippet.chars().collect();
    let width = |from: usize, to: usize| String::from_iter(&chars[from..to]).width();
    let first = row.matches.first().map(|(start, end)| (*start as usize, *end as usize));
    let Some((start, _)) =
        first.filter(|(start, end)| start <= end && *end <= chars.len() && width(0, *end) >= room)
    else {
        return (row.snippet.clone(), row.matches.clone());
    };
    let mut from = start;
    while from > 0 && width(from - 1, start) <= room / 3 {
        from -= 1;
    }
    let space = (from..start).find(|at| chars[*at].is_whitespace());
    let from = space.map_or(from, |at| at + 1);
    let text = std::iter::once('…').chain(chars[from..].iter().copied()).collect();
    // The mark takes one place.
    let moved = |at: u32| (at as usize + 1).saturating_sub(from) as u32;
    (text, row.matches.iter().map(|(start, end)| (moved(*start), moved(*end))).collect())
}

/// A text in pieces that are safe to show, each with its tone.
fn pieces(text: &str, matches: &[(u32, u32)]) -> Vec<(Tone, String)> {
    let chars: Vec<char> = text.chars().collect();
    let piece = |tone, range: std::ops::Range<usize>| {
        let text: String =
            chars[range.start.min(chars.len())..range.end.min(chars.len())].iter().collect();
        (tone, safe(&text).into_owned())
    };
    let (mut pieces, mut from) = (Vec::new(), 0);
    for (start, end) in matches {
        let (start, end) = ((*start as usize).max(from), (*end as usize).max(from));
        pieces.extend([piece(Tone::Plain, from..start), piece(Tone::Title, start..end.max(start))]);
        from = end.max(start);
    }
    pieces.push(piece(Tone::Plain, from..chars.len().max(from)));
    pieces
}
