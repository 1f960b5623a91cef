//! Dated entries of a note → what happened, when, which way.
//!
//! An entry is a list item, heading or table row that begins with a date; in a daily note also a line
//! or sentence that links to somebody. What stands in an open task is intent, and what is quoted was
//! done by somebody else.

mod grammar;
mod head;
mod meaning;
mod outreach;
mod words;

use std::ops::Range;

use super::body::{Block, BlockKind};
use super::dates::{self, Reading};
use crate::model::text::fold;
use crate::model::{Date, Entry, EntryPlace, Meaning, PersonRef, Problem, Spot, Time};

use grammar::Line;
pub(super) use grammar::Said;
pub(crate) use meaning::{is_short, read_minutes};
pub(super) use outreach::{read_direction, read_outreach};
pub(crate) use words::{Words, channel_name};

/// The longest text that an entry keeps, in characters; the rest stays in the note.
const LONGEST_TEXT: usize = 300;

/// More aliases than this nobody goes by; each line of a log is compared with all of them.
const MOST_ALIASES: usize = 100;

/// What is needed to read the entries of a note.
pub(super) struct Source<'a> {
    pub words: &'a Words,
    /// The day of a daily note.
    pub journal: Option<Date>,
    /// Folded names of the contact whose note this is.
    pub own_names: Vec<String>,
}

/// The entries of a body, in its order. A date that is no day becomes a problem.
pub(super) fn read(
    source: &Source<'_>,
    blocks: &[Block],
    problems: &mut Vec<Problem>,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut sections: Vec<(u8, Option<bool>)> = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let dated = dates::read_prefix(block.text.trim_start());
        if let (BlockKind::Heading(level), None) = (block.kind, &dated) {
            sections.retain(|(above, _)| *above < level);
            sections.push((level, source.words.opens_log(&block.text)));
        }
        let counts = !block.quoted && block.kind != BlockKind::Item(Some(false));
        if !counts {
            continue;
        }
        let in_log = sections.iter().rev().find_map(|(_, log)| *log).unwrap_or(false);
        let under = if in_log { Under::Log } else { Under::Other };
        let can_be_dated = block.kind != BlockKind::Paragraph;
        match dated.filter(|_| can_be_dated) {
            Some((Reading::Day(day, time), rest)) => {
                let piece = Piece::of(block, &blocks[index + 1..], rest);
                entries.push(entry(source, &piece, day, time, under));
            }
            Some((Reading::Wrong(wrong), rest)) => {
                let shown = block.text.trim_start();
                let shown = shown[..shown.len() - rest.len()].trim();
                problems.push(
                    Problem::at(wrong.code(), block.at, wrong.message(shown))
                        .with_hint(wrong.hint()),
                );
            }
            None => {
                if let Some(day) = source.journal {
                    entries.extend(journal_entries(source, block, day, under));
                }
            }
        }
    }
    entries
}

/// The text of an entry after its date, with its links.
struct Piece<'a> {
    text: String,
    links: Vec<(Range<usize>, &'a PersonRef)>,
    at: Spot,
    /// What stands under a dated heading.
    beneath: String,
    beneath_links: Vec<&'a PersonRef>,
}

impl<'a> Piece<'a> {
    fn of(block: &'a Block, after: &'a [Block], rest: &str) -> Self {
        if block.kind == BlockKind::Row {
            return Self::of_row(block);
        }
        let from = rest.as_ptr() as usize - block.text.as_ptr() as usize;
        let mut piece = Self {
            text: rest.to_owned(),
            links: shift(&block.links, from..block.text.len(), 0),
            at: block.at,
            beneath: String::new(),
            beneath_links: Vec::new(),
        };
        if !matches!(block.kind, BlockKind::Heading(_)) {
            return piece;
        }
        let beneath = after.iter().take_while(|block| {
            !matches!(block.kind, BlockKind::Heading(_))
                && dates::read_prefix(block.text.trim_start()).is_none()
        });
        let said = |block: &&Block| {
            !block.quoted && !matches!(block.kind, BlockKind::Row | BlockKind::Item(Some(false)))
        };
        for block in beneath.filter(said) {
            // A heading that is a date alone says nothing; what follows it does.
            if piece.text.trim().is_empty() {
                piece.text = block.text.clone();
                piece.links = shift(&block.links, 0..block.text.len(), 0);
                break;
            } else if piece.beneath.len() < LONGEST_TEXT {
                piece.beneath.push_str(&block.text);
                piece.beneath.push(' ');
                piece.beneath_links.extend(block.people());
            }
        }
        piece
    }

    /// `| 2026-11-18 | email | sent the deck |` says what `2026-11-18 (email): sent the deck` does.
    fn of_row(block: &'a Block) -> Self {
        let mut text = String::new();
        let mut links = Vec::new();
        for (index, range) in block.cells.iter().enumerate().skip(1) {
            let cell = block.cell(index);
            if cell.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push_str(": ");
            }
            let is_channel = index == 1 && words::channel(&fold(cell)).is_some();
            let padding = usize::from(is_channel);
            let at = text.len() + padding;
            let start = range.start
                + (block.text[range.clone()].len() - block.text[range.clone()].trim_start().len());
            links.extend(shift(&block.links, start..range.end, at));
            text.push_str(&if is_channel { format!("({cell})") } else { cell.to_owned() });
        }
        Self { text, links, at: block.at, beneath: String::new(), beneath_links: Vec::new() }
    }
}

/// The links that lie in `range`, counted from its start, moved on by `by`.
fn shift(
    links: &[(Range<usize>, PersonRef)],
    range: Range<usize>,
    by: usize,
) -> Vec<(Range<usize>, &PersonRef)> {
    let from = links.partition_point(|(link, _)| link.start < range.start);
    let inside = links[from..].iter().take_while(|(link, _)| link.end <= range.end);
    inside
        .map(|(link, to)| (link.start - range.start + by..link.end - range.start + by, to))
        .collect()
}

/// What a dated line stands under.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Under {
    /// A log heading: every line counts.
    Log,
    /// `outreach` in the front matter: every word of the table counts.
    Outreach,
    /// Anything else.
    Other,
}

fn entry(
    source: &Source<'_>,
    piece: &Piece<'_>,
    date: Date,
    time: Option<Time>,
    under: Under,
) -> Entry {
    let line = Line {
        text: &piece.text,
        links: piece.links.clone(),
        date,
        in_log: under == Under::Log,
        all_words: under == Under::Outreach,
        in_journal: source.journal.is_some(),
        own_names: &source.own_names,
    };
    let mut said = grammar::read(&line, source.words);
    if !piece.beneath.is_empty() {
        if let Meaning::Planned { on: on @ None } = &mut said.meaning {
            *on = dates::all_in(&piece.beneath).find(|day| *day > date);
        }
        let whole = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if said.text == whole {
            said.text = piece.beneath.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        said.mentions.extend(piece.beneath_links.iter().map(|to| (*to).clone()));
    }
    let place = if source.journal.is_some() { EntryPlace::Journal } else { EntryPlace::Body };
    Entry {
        place,
        date,
        time,
        line: piece.at.line,
        column: piece.at.column,
        meaning: said.meaning,
        channel: said.channel,
        minutes: said.minutes,
        text: shorten(&said.text),
        people: said.people,
        mentions: said.mentions,
    }
}

/// What the text of a block says as a dated line: in a log or not, with every word of the table counting or
/// not, in a daily note or not.
pub(super) fn said(
    words: &Words,
    block: &Block,
    [in_log, all_words, in_journal]: [bool; 3],
    own_names: &[String],
) -> Said {
    let links = shift(&block.links, 0..block.text.len(), 0);
    let date = Date::default();
    let line = Line { text: &block.text, links, date, in_log, all_words, in_journal, own_names };
    grammar::read(&line, words)
}

/// The sentences of a daily note's line that say something happened with somebody.
fn journal_entries(source: &Source<'_>, block: &Block, day: Date, under: Under) -> Vec<Entry> {
    if matches!(block.kind, BlockKind::Heading(_) | BlockKind::Row) || block.links.is_empty() {
        return Vec::new();
    }
    let (mut index, mut counted) = (0, 0);
    let entries = sentences(&block.text).into_iter().filter_map(|range| {
        index += block.text[counted..range.start].matches('\n').count();
        counted = range.start;
        let text = &block.text[range.clone()];
        let (time, rest) = match dates::read_time_prefix(text.trim_start()) {
            Some((time, rest)) => (Some(time), rest),
            None => (None, text),
        };
        let from = range.end - rest.len();
        let links = shift(&block.links, from..range.end, 0);
        if links.is_empty() {
            return None;
        }
        let piece = Piece {
            text: rest.trim_end_matches('.').to_owned(),
            links,
            at: block.line_spot(index),
            beneath: String::new(),
            beneath_links: Vec::new(),
        };
        let entry = entry(source, &piece, day, time, under);
        (entry.meaning != Meaning::Unclear).then_some(entry)
    });
    entries.collect()
}

/// The sentences of a text: up to `.`, `!` or `?` before a space, or a line end before a capital or a
/// time. `Dr.` and its like end none.
fn sentences(text: &str) -> Vec<Range<usize>> {
    const TITLES: [&str; 6] = ["dr", "mr", "mrs", "ms", "prof", "st"];
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let next = text[end..].chars().next();
        let ends = match c {
            '.' => {
                let before = text[start..at].rsplit(|c: char| !c.is_alphabetic()).next();
                let title =
                    before.is_some_and(|word| TITLES.contains(&word.to_lowercase().as_str()));
                next.is_some_and(char::is_whitespace) && !title
            }
            '!' | '?' => next.is_some_and(char::is_whitespace),
            '\n' => next.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit()),
            _ => false,
        };
        if ends {
            sentences.push(start..end);
            start = end;
        }
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

/// The beginning of a block on one line.
pub(crate) fn shorten_block(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.len() > LONGEST_TEXT * 4 {
            break;
        }
        line.push_str(if line.is_empty() { "" } else { " " });
        line.push_str(word);
    }
    shorten(&line)
}

/// Cuts a text at a word, with a mark that something is missing.
pub(super) fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        None => text.to_owned(),
        Some((end, _)) => {
            let cut = text[..end].rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
            format!("{}…", &text[..cut])
        }
    }
}

/// The folded names by which the owner of a note may be the subject of a line.
pub(super) fn own_names(name: &str, aliases: &[String]) -> Vec<String> {
    let mut names = vec![fold(name)];
    names.extend(names[0].split(' ').next().map(str::to_owned));
    names.extend(aliases.iter().take(MOST_ALIASES).map(|alias| fold(alias)));
    names.dedup();
    names
}

#[cfg(test)]
mod tests;
