//! What stands beneath each heading of a note, in each of its tasks and with each of its keys, and on which
//! lines. Read anew for the few notes in question when a search asks for it: kept in the index it would make
//! that half as large again.

use std::ops::Range;

use super::body::{Block, BlockKind};
use super::fields::Fields;
use super::text::entry_spans;
use super::value::{Value, normal};
use crate::model::Note;

/// A piece of a note's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The part of the note that it is of: 0 for the note itself, the number of an entry from 1, or one
    /// more than there are entries for what stands in none.
    pub part: u64,
    /// Its lines, as indexes.
    pub lines: Range<usize>,
    /// What it says.
    pub text: String,
}

/// A value of a key, or a key without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    /// The key as it is compared.
    pub key: String,
    /// The value as it stands.
    pub value: Option<String>,
    /// The index of the line it stands on.
    pub line: usize,
}

/// The pieces of a note. Whatever stands in an entry is a piece of the note and one of the entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Each heading with what stands beneath it, up to the next; also what stands above the first. Of an
    /// entry: its text, and the heading it stands beneath.
    pub sections: Vec<Piece>,
    /// Open tasks.
    pub todo: Vec<Piece>,
    /// Ticked tasks.
    pub done: Vec<Piece>,
    /// Every key of the front matter, and of the lines in the body that stand in for it.
    pub keys: Vec<KeyLine>,
}

/// Collects them. `text` is the whole file, decoded.
pub(super) fn collect(
    note: &Note,
    text: &str,
    fields: &Fields,
    body_line: u32,
    blocks: &[Block],
) -> Pieces {
    let lines: Vec<&str> = text.split('\n').collect();
    let below = (body_line as usize - 1).min(lines.len());
    let spans = entry_spans(note, &lines);
    let rest = spans.len() as u64 + 1;
    let tasks = |done: bool| {
        let fits = |block: &&Block| block.kind == BlockKind::Item(Some(done)) && !block.quoted;
        let mut pieces = Vec::new();
        for block in blocks.iter().filter(fits) {
            let at = (block.at.line as usize).saturating_sub(1);
            let parts = parts_at(&spans, at);
            let parts = std::iter::once(0).chain(if parts.is_empty() { vec![rest] } else { parts });
            let lines = at..at + block.text.split('\n').count();
            let (lines, text) = (&lines, &block.text);
            pieces.extend(parts.map(|part| Piece {
                part,
                lines: lines.clone(),
                text: text.clone(),
            }));
        }
        pieces
    };
    let sections = headed(&lines, below, blocks);
    let mut pieces = Vec::new();
    for (span, heading) in &sections {
        let of_note = lines[span.clone()].join("\n");
        pieces.push(Piece { part: 0, lines: span.clone(), text: of_note });
        let free = |at: &usize| *heading == Some(*at) || parts_at(&spans, *at).is_empty();
        let outside: Vec<&str> = span.clone().filter(free).map(|at| lines[at]).collect();
        pieces.push(Piece { part: rest, lines: span.clone(), text: outside.join("\n") });
    }
    // What stands in the front matter stands beneath no heading.
    for (number, span) in spans.iter().enumerate().filter(|(_, span)| span.start >= below) {
        let above = sections.iter().find(|(section, _)| section.contains(&span.start));
        let heading = above.and_then(|(_, heading)| *heading).filter(|at| !span.contains(at));
        let text: Vec<&str> = heading.into_iter().chain(span.clone()).map(|at| lines[at]).collect();
        let part = number as u64 + 1;
        pieces.push(Piece { part, lines: span.clone(), text: text.join("\n") });
    }
    Pieces {
        sections: pieces,
        todo: tasks(false),
        done: tasks(true),
        keys: key_lines(fields, &lines),
    }
}

/// Every key with its values and where they stand.
fn key_lines(fields: &Fields, lines: &[&str]) -> Vec<KeyLine> {
    let mut found = Vec::new();
    for field in fields.sources.iter().flatten() {
        let first = (field.at.line as usize).saturating_sub(1);
        let mut add = |key: &str, values: Vec<&str>, line_of: &dyn Fn(usize) -> usize| {
            let values: Vec<Option<&str>> = match values[..] {
                [] => vec![None],
                _ => values.into_iter().map(Some).collect(),
            };
            let with_line = values.into_iter().enumerate().map(|(number, value)| KeyLine {
                key: key.to_owned(),
                value: value.map(str::to_owned),
                line: line_of(number),
            });
            found.extend(with_line);
        };
        let of_item = |number| (field.item(number).line as usize).saturating_sub(1);
        add(&field.name, field.value.texts(), &of_item);
        let Value::Map(pairs) = &field.value else { continue };
        for (key, value) in pairs {
            let is_line = |line: &&str| {
                line.split_once(':').is_some_and(|(name, _)| normal(name) == normal(key))
            };
            let below = lines.iter().skip(first).position(is_line);
            let line = below.map_or(first, |below| first + below);
            add(&format!("{}{}", field.name, normal(key)), value.texts(), &|_| line);
        }
    }
    found
}

/// The lines of each section, as indexes, and which of them is its heading.
fn headed(lines: &[&str], below: usize, blocks: &[Block]) -> Vec<(Range<usize>, Option<usize>)> {
    let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Heading(_)) && !block.quoted;
    let mut starts: Vec<usize> =
        blocks.iter().filter(is_heading).map(|block| block.at.line as usize - 1).collect();
    starts.retain(|at| (below..lines.len()).contains(at));
    starts.dedup();
    let first = starts.first().copied().unwrap_or(lines.len());
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let headed = starts.iter().zip(ends).map(|(start, end)| (*start..end, Some(*start)));
    std::iter::once((below..first, None)).chain(headed).collect()
}

/// The numbers of the entries in which a line stands.
fn parts_at(spans: &[Range<usize>], line: usize) -> Vec<u64> {
    let holds =
        |(number, span): (usize, &Range<usize>)| span.contains(&line).then_some(number as u64 + 1);
    spans.iter().enumerate().filter_map(holds).collect()
}

#[cfg(test)]
mod tests {
    use crate::model::NotePath;
    use crate::note::Parser;
    use crate::settings::Settings;

    #[test]
    fn sections_end_at_the_next_heading_and_entries_know_theirs() {
        let settings = Settings::default();
        let text = "---\ntype: person\n---\nabove\n# Maya\nfacts\n- [ ] call her\n## Log\n\
                    - 2026-11-02 met\n  - [x] ask Priya\n- 2026-11-03 called\n\nlater\n\n```\n# no heading\n```\n";
        let pieces = Parser::new(&settings).pieces(&NotePath::new("Maya.md"), text.as_bytes());
        let shown = |pieces: &[super::Piece]| {
            let one = |piece: &super::Piece| {
                format!("{}: {}", piece.part, piece.text.trim_end().replace('\n', " / "))
            };
            pieces.iter().map(one).collect::<Vec<_>>().join("\n")
        };
        insta::assert_snapshot!(shown(&pieces.sections), @"
        0: above
        3: above
        0: # Maya / facts / - [ ] call her
        3: # Maya / facts / - [ ] call her
        0: ## Log / - 2026-11-02 met /   - [x] ask Priya / - 2026-11-03 called /  / later /  / ``` / # no heading / ```
        3: ## Log /  / later /  / ``` / # no heading / ```
        1: ## Log / - 2026-11-02 met /   - [x] ask Priya
        2: ## Log / - 2026-11-03 called
        ");
        insta::assert_snapshot!(shown(&pieces.todo), @"
        0: call her
        3: call her
        ");
        insta::assert_snapshot!(shown(&pieces.done), @"
        0: ask Priya
        1: ask Priya
        ");
    }
}
