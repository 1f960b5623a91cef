//! Finds the front matter at the top of a note: where it begins and ends, whatever state it is in.
//!
//! Most front matter is a block of YAML between `---` lines. The rest of this file is for what people
//! and tools do to it: no closing line, blank lines before it, two blocks in a row, a script tag above.

mod chunk;
mod yaml;

use std::borrow::Cow;
use std::collections::HashSet;

use crate::model::{Code, Problem};

use super::value::Field;

/// The front matter of a note, and where the body begins.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    /// Keys with their values, in the order written.
    pub fields: Vec<Field>,
    /// The byte at which the body begins.
    pub body_start: usize,
    /// The line on which the body begins, counted from 1.
    pub body_line: u32,
    /// It holds placeholders for a template program to fill in.
    pub template: bool,
}

/// How far down the closing line is looked for, in bytes.
const LOOK_AHEAD: usize = 1 << 20;

/// Finds and reads the front matter of a decoded note.
pub(super) fn read(text: &str, problems: &mut Vec<Problem>) -> FrontMatter {
    let mut found = FrontMatter { body_line: 1, ..FrontMatter::default() };
    let (start, scripted) = skip_script(text);
    found.template = scripted;
    let Some(mut block) = find(text, start) else {
        return found;
    };
    if block.blank_before {
        problems.push(
            Problem::new(Code::FrontMatterLate, 1, "blank lines before the front matter")
                .with_hint("other programs read it only from the first line on"),
        );
    }
    loop {
        let (indent, source) = dedented(&text[block.start..block.end]);
        let source = &source;
        found.template |= has_placeholder(source);
        let (read_before, told_before) = (found.fields.len(), problems.len());
        if found.template {
            // A template's placeholders are seldom YAML, and nothing in it is anybody's.
            found.fields.extend(chunk::as_text(source, block.line));
        } else if !yaml::read(source, block.line, &mut found.fields, problems) {
            return found;
        }
        for field in &mut found.fields[read_before..] {
            let at = std::iter::once(&mut field.at).chain(&mut field.items);
            at.for_each(|at| at.column += indent);
        }
        problems[told_before..].iter_mut().for_each(|problem| problem.column += indent);
        if read_before > 0 {
            drop_known_keys(&mut found.fields, read_before);
        }
        if !block.closed {
            let line = block.line.saturating_sub(1);
            problems.push(
                Problem::new(
                    Code::FrontMatterUnclosed,
                    line,
                    "the front matter has no closing ---",
                )
                .with_hint("put a line --- between the keys and the text"),
            );
        }
        found.body_start = block.body_start;
        found.body_line = block.body_line;
        match find_second(text, &block) {
            Some(second) => {
                let message =
                    "two front matter blocks in a row; where both have a key, the first wins";
                problems.push(
                    Problem::new(Code::FrontMatterTwice, second.line.saturating_sub(1), message)
                        .with_hint("move the keys of the second block into the first"),
                );
                block = second;
            }
            None => return found,
        }
    }
}

/// By how many characters all lines of a block are indented, and the block without that.
fn dedented(source: &str) -> (u32, Cow<'_, str>) {
    let filled = || source.split('\n').filter(|line| !line.trim().is_empty());
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let common = filled().map(indent).min().unwrap_or(0);
    if common == 0 {
        return (0, source.into());
    }
    let lines = source.split('\n').map(|line| line.get(common..).unwrap_or_default());
    (common as u32, lines.collect::<Vec<_>>().join("\n").into())
}

/// Takes our side where an unfinished merge left both. The lines of the other side and the marks become
/// blank, so that every line keeps its number.
pub(super) fn resolve_conflicts<'a>(text: &'a str, problems: &mut Vec<Problem>) -> Cow<'a, str> {
    let marked = text.starts_with("<<<<<<< ") || text.contains("\n<<<<<<< ");
    if !marked || !text.contains("\n>>>>>>> ") {
        return text.into();
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    while at < lines.len() {
        let conflict =
            lines[at].starts_with("<<<<<<< ").then(|| conflict_at(&lines[at..])).flatten();
        let Some((ours, length)) = conflict else {
            kept.push_str(lines[at]);
            at += 1;
            continue;
        };
        let message = "marks of an unfinished merge; the upper side counts";
        problems.push(
            Problem::new(Code::ConflictMarker, at as u32 + 1, message)
                .with_hint("keep what is right and delete the marks"),
        );
        kept.push('\n');
        lines[at + 1..at + 1 + ours].iter().for_each(|line| kept.push_str(line));
        kept.extend(std::iter::repeat_n('\n', length - 1 - ours));
        at += length;
    }
    kept.into()
}

/// A conflict that begins on the first of these lines: how many lines our side has, and how many lines
/// there are in all. None if it does not close before the next one begins.
fn conflict_at(lines: &[&str]) -> Option<(usize, usize)> {
    let inside = lines[1..].iter().take_while(|line| !line.starts_with("<<<<<<< "));
    let mut ours = None;
    for (index, line) in inside.enumerate() {
        if line.starts_with(">>>>>>> ") {
            return ours.map(|ours| (ours, index + 2));
        }
        if ours.is_none() && (line.trim_end() == "=======" || line.starts_with("||||||| ")) {
            ours = Some(index);
        }
    }
    None
}

/// Whether a piece of text holds a placeholder of a template program.
pub(super) fn has_placeholder(text: &str) -> bool {
    text.contains("{{") || text.contains("<%")
}

struct Block {
    /// The first byte after the opening line.
    start: usize,
    /// The byte after the last line of the block.
    end: usize,
    /// The line number of the first line of the block.
    line: u32,
    body_start: usize,
    body_line: u32,
    closed: bool,
    blank_before: bool,
    first: bool,
}

/// Skips a script tag above the front matter, which only templates have.
fn skip_script(text: &str) -> (usize, bool) {
    if !text.trim_start().starts_with("<%") {
        return (0, false);
    }
    let end = text.find("%>").map_or(0, |at| at + 2);
    let rest = &text[end..];
    (end + rest.find("---").filter(|at| rest[..*at].trim().is_empty()).unwrap_or(0), true)
}

fn find(text: &str, from: usize) -> Option<Block> {
    let blank: usize = text[from..]
        .split_inclusive('\n')
        .take_while(|line| line.trim().is_empty() && line.ends_with('\n'))
        .map(str::len)
        .sum();
    let opening = from + blank;
    let mut lines = text[opening..].split_inclusive('\n');
    if lines.next()?.trim_end() != "---" {
        return None;
    }
    let line = text[..opening].matches('\n').count() as u32 + 2;
    let mut block = delimit(text, opening, line)?;
    block.blank_before = blank > 0 && from == 0;
    Some(block)
}

/// The block whose opening line begins at byte `opening`; `line` is the number of the line after it.
fn delimit(text: &str, opening: usize, line: u32) -> Option<Block> {
    let start = opening + text[opening..].find('\n').map_or(text.len() - opening, |at| at + 1);
    let mut at = start;
    let mut block = Block {
        start,
        end: start,
        line,
        body_start: start,
        body_line: line,
        closed: false,
        blank_before: false,
        first: true,
    };
    let first = text[start..].split('\n').find(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#')
    });
    // A rule at the top of a page of prose opens nothing, even if the prose has a colon in it.
    let is_key = |line: &str| {
        chunk::key_of(line.trim_start()).is_some_and(|(key, _)| key.split(' ').count() <= 4)
    };
    let opens_keys = first.is_some_and(|line| {
        closes(line) || is_key(line) || line.starts_with('{') || line.contains("<%")
    });
    if !opens_keys {
        return None;
    }
    for (index, text_line) in text[start..].split_inclusive('\n').enumerate() {
        if at - start > LOOK_AHEAD {
            break;
        }
        if closes(text_line) {
            block.end = at;
            block.body_start = at + text_line.len();
            block.body_line = line + index as u32 + 1;
            block.closed = true;
            return Some(block);
        }
        at += text_line.len();
    }
    // No closing line: what looks like keys is read, up to the first line that does not.
    let mut end = start;
    let mut lines = 0;
    for text_line in text[start..].split_inclusive('\n') {
        let belongs = text_line.starts_with([' ', '\t']) || text_line.starts_with("- ");
        let goes_on = chunk::key_of(text_line).is_some()
            || (end > start && belongs && !text_line.trim().is_empty());
        if !goes_on {
            break;
        }
        end += text_line.len();
        lines += 1;
    }
    if end == start {
        return None;
    }
    block.end = end;
    block.body_start = end;
    block.body_line = line + lines;
    Some(block)
}

fn closes(line: &str) -> bool {
    matches!(line.trim_end(), "---" | "...")
}

/// A second block right below the first, if it is closed and holds keys only.
fn find_second(text: &str, block: &Block) -> Option<Block> {
    if !block.closed || !block.first {
        return None;
    }
    let rest = &text[block.body_start..];
    let blank: usize =
        rest.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let opening = block.body_start + blank;
    let blank_lines = rest[..blank].matches('\n').count() as u32;
    if text[opening..].split('\n').next().map(str::trim_end) != Some("---") {
        return None;
    }
    let mut second = delimit(text, opening, block.body_line + blank_lines + 1)?;
    let source = &text[second.start..second.end];
    let keys_only = source.split('\n').all(|line| {
        line.trim().is_empty()
            || line.starts_with([' ', '\t', '-', '#'])
            || chunk::key_of(line).is_some()
    });
    second.first = false;
    (second.closed && keys_only && !source.trim().is_empty()).then_some(second)
}

/// Drops keys of the second block that the first block has as well.
fn drop_known_keys(fields: &mut Vec<Field>, first: usize) {
    let known: HashSet<String> = fields[..first].iter().map(|field| field.name.clone()).collect();
    let mut index = 0;
    fields.retain(|field| {
        index += 1;
        index <= first || !known.contains(&field.name)
    });
}

#[cfg(test)]
mod tests;
