//! A table fitted to the terminal: one line a row, the last free column cut first, nothing in a pipe.

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::link::parted;
use super::paint::Mark;
use super::safe::is_plain;
use super::{Style, safe};

/// What a column is.
pub(super) struct Column {
    /// Its title.
    pub title: &'static str,
    /// The fewest columns it is cut down to; a column that is never cut has none.
    pub least: Option<usize>,
}

/// A column that is never cut.
pub(super) const fn fixed(title: &'static str) -> Column {
    Column { title, least: None }
}

/// A column that may be cut, down to `least` columns of the terminal.
pub(super) const fn free(title: &'static str, least: usize) -> Column {
    Column { title, least: Some(least) }
}

const INDENT: &str = "  ";
const GAP: usize = 2;

/// Writes the rows under the titles of the columns, with the mark of each cell, which is asked for by row
/// and column.
pub(super) fn write<'a, M: Into<Mark<'a>>, S: AsRef<str>>(
    columns: &[Column],
    rows: &[Vec<S>],
    style: Style,
    mark: impl Fn(usize, usize) -> M,
    out: &mut dyn Write,
) -> io::Result<()> {
    let bare = !style.colour && style.links.is_none();
    let marked = |row, column, cell: &str, line: &mut String| {
        if bare {
            return line.push_str(cell);
        }
        // What is drawn before a name leads nowhere.
        let (before, text) = parted(cell, |c| matches!(c, ' ' | '│' | '├' | '└' | '─' | '⋯'));
        let mark = mark(row, column).into();
        if mark.spot.is_none() || before.is_empty() {
            return line.push_str(&style.mark(mark, cell));
        }
        line.push_str(&style.paint(mark.tone, &before));
        line.push_str(&style.mark(mark, text));
    };
    write_cells(columns, rows, style.width, marked, out)
}

/// A text as it is shown, and how many columns of a terminal it takes.
struct Cell<'a> {
    text: Cow<'a, str>,
    width: usize,
}

impl<'a> Cell<'a> {
    fn of(text: &'a str) -> Self {
        let text = safe(text);
        let width = width(&text);
        Self { text, width }
    }

    /// Cut to so many columns.
    fn cut(&self, room: usize) -> Cell<'_> {
        if self.width <= room {
            return Cell { text: Cow::Borrowed(&self.text), width: self.width };
        }
        let text = cut(&self.text, room);
        Cell { width: width(&text), text: Cow::Owned(text) }
    }
}

/// How many columns of a terminal a text takes.
fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.width() }
}

/// Writes the rows, each cell put at the end of its line by `finish` after it was cut, by row and column.
fn write_cells<S: AsRef<str>>(
    columns: &[Column],
    rows: &[Vec<S>],
    room: Option<usize>,
    finish: impl Fn(usize, usize, &str, &mut String),
    out: &mut dyn Write,
) -> io::Result<()> {
    let titles: Vec<Cell<'_>> = columns.iter().map(|column| Cell::of(column.title)).collect();
    let rows: Vec<Vec<Cell<'_>>> =
        rows.iter().map(|row| row.iter().map(|cell| Cell::of(cell.as_ref())).collect()).collect();
    let widths = widths(columns, &titles, &rows, room);
    let titles = std::iter::once((None, &titles));
    let mut line = String::new();
    for (number, row) in titles.chain(rows.iter().enumerate().map(|(n, row)| (Some(n), row))) {
        line.clear();
        line.push_str(INDENT);
        for (index, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let cell = cell.cut(*width);
            match number {
                Some(number) => finish(number, index, &cell.text, &mut line),
                None => line.push_str(&cell.text),
            }
            if index + 1 < widths.len() {
                line.extend(std::iter::repeat_n(' ', width - cell.width.min(*width) + GAP));
            }
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// How wide each column is: as wide as its content, the free ones cut from the last on until all fit.
fn widths(
    columns: &[Column],
    titles: &[Cell<'_>],
    rows: &[Vec<Cell<'_>>],
    room: Option<usize>,
) -> Vec<usize> {
    let content = |index: usize| rows.iter().map(move |row| row[index].width).max().unwrap_or(0);
    let mut widths: Vec<usize> =
        titles.iter().enumerate().map(|(index, title)| content(index).max(title.width)).collect();
    let Some(room) = room else { return widths };
    let room = room.saturating_sub(INDENT.len() + GAP * columns.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let spare = |index: &usize| {
            columns[*index].least.map_or(0, |least| widths[*index].saturating_sub(least))
        };
        match (0..columns.len()).rev().find(|index| spare(index) > 0) {
            Some(last) => widths[last] -= 1,
            None => break,
        }
    }
    widths
}

/// Cuts a text to a width, at a word if one ends nearby, with a mark that something is missing.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide + 1 > width {
            break;
        }
        used += wide;
        kept.push(c);
    }
    if let Some(space) = kept.rfind(' ').filter(|at| *at * 3 > kept.len() * 2) {
        kept.truncate(space);
    }
    kept.truncate(kept.trim_end_matches([' ', ',', ';', ':', '.']).len());
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Links;
    use crate::render::link::Spot;
    use crate::render::paint::Tone;

    #[test]
    fn a_cut_ends_at_a_word_and_fits() {
        let cases = [
            ("grid storage", 12, "grid storage"),
            ("grid storage, and more", 15, "grid storage…"),
            ("gridstorageandmore", 8, "gridsto…"),
            ("田中田中田中", 7, "田中田…"),
            ("ab", 1, "…"),
        ];
        for (text, width, expected) in cases {
            let shown = cut(text, width);
            assert_eq!(shown, expected);
            assert!(shown.width() <= width, "{shown}");
        }
    }

    #[test]
    fn only_free_columns_are_cut_and_never_in_a_pipe() {
        let columns = [fixed("Contact"), free("What", 6)];
        let rows = [vec!["Maya Chen".to_owned(), "a long tale of storage".to_owned()]];
        let shown = |width| {
            let mut out = Vec::new();
            let style = Style { width, ..Style::default() };
            write(&columns, &rows, style, |_, _| Tone::Plain, &mut out).expect("writing to memory");
            String::from_utf8(out).expect("text")
        };
        assert_eq!(shown(None), "  Contact    What\n  Maya Chen  a long tale of storage\n");
        assert_eq!(shown(Some(24)), "  Contact    What\n  Maya Chen  a long tal…\n");
        assert_eq!(shown(Some(5)), "  Contact    What\n  Maya Chen  a lon…\n");
    }

    #[test]
    fn colour_takes_no_room_and_no_reset_is_cut() {
        let columns = [fixed("Contact"), free("What", 6)];
        let rows = [vec!["Maya Chen".to_owned(), "a long tale of \u{1b}[31mred".to_owned()]];
        let style = Style { width: Some(24), colour: true, ..Style::default() };
        let mut out = Vec::new();
        let tone = |_, _| Tone::Due;
        write(&columns, &rows, style, tone, &mut out).expect("writing to memory");
        let shown = String::from_utf8(out).expect("text");
        let expected =
            "  Contact    What\n  \u{1b}[33mMaya Chen\u{1b}[0m  \u{1b}[33ma long tal…\u{1b}[0m\n";
        assert_eq!(shown, expected);
    }
    #[test]
    fn a_link_takes_no_room_and_leaves_out_what_is_drawn_before_a_name() {
        let columns = [free("Contact", 6), fixed("Talks")];
        let rows = [vec!["├─ Maya Chen".to_owned(), "3".to_owned()]];
        let links = Some(Links { template: "file://{path}", host: "" });
        let style = Style { width: Some(18), links, ..Style::default() };
        let spot = Spot::at("Maya.md", None, 1);
        let mut out = Vec::new();
        write(&columns, &rows, style, |_, column| (column == 0).then_some(spot), &mut out)
            .expect("writing to memory");
        let shown = String::from_utf8(out).expect("text");
        let link = "├─ \u{1b}]8;;file://Maya.md\u{1b}\\Maya…\u{1b}]8;;\u{1b}\\";
        assert_eq!(shown, format!("  Contact    Talks\n  {link}   3\n"));
    }
}
