//! What stands beneath each heading of a note, in each of its tasks and with each of its keys, and on which
//! lines. Read anew for the few notes in question when a search asks for it: kept in the index it would make
//! that half as large again.

use std::collections::HashMap;
use std::ops::Range;

use super::body::{Block, BlockKind};
use super::fields::Fields;
use super::odd::steps;
use super::text::{Room, covered, entry_spans};
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
    let spans = entry_spans(&note.entries, &lines);
    let rest = spans.len() as u64 + 1;
    let mut room = Room::of(text);
    let mut tasks = |done: bool| {
        let fits = |block: &&Block| block.kind == BlockKind::Item(Some(done)) && !block.quoted;
        let mut pieces = Vec::new();
        let mut parts = PartsAt::new(&spans);
        for block in blocks.iter().filter(fits) {
            let at = (block.at.line as usize).saturating_sub(1);
            let parts = parts.of(at);
            let parts = if parts.is_empty() { std::slice::from_ref(&rest) } else { parts };
            let lines = at..at + block.text.split('\n').count();
            for part in std::iter::once(&0).chain(parts) {
                let Some(text) = room.join(&[&block.text]) else { break };
                pieces.push(Piece { part: *part, lines: lines.clone(), text });
            }
        }
        pieces
    };
    let (todo, done) = (tasks(false), tasks(true));
    let mut room = Room::of(text);
    let sections = headed(&lines, below, blocks);
    let in_entry = covered(lines.len(), &spans);
    let mut pieces = Vec::new();
    for (span, heading) in &sections {
        let of_note = lines[span.clone()].join("\n");
        pieces.push(Piece { part: 0, lines: span.clone(), text: of_note });
        let free = |at: &usize| *heading == Some(*at) || !in_entry[*at];
        let outside: Vec<&str> = span.clone().filter(free).map(|at| lines[at]).collect();
        pieces.push(Piece { part: rest, lines: span.clone(), text: outside.join("\n") });
    }
    // What stands in the front matter stands beneath no heading.
    for (number, span) in spans.iter().enumerate().filter(|(_, span)| span.start >= below) {
        let above = sections.partition_point(|(section, _)| section.start <= span.start);
        let above = above.checked_sub(1).map(|above| &sections[above]);
        let heading = above.and_then(|(_, heading)| *heading).filter(|at| !span.contains(at));
        let Some(text) = room.join(&lines[span.clone()]) else { continue };
        let heading = match heading {
            Some(at) => room.join(&lines[at..=at]).map(|heading| heading + "\n"),
            None => None,
        };
        let text = heading.unwrap_or_default() + &text;
        let part = number as u64 + 1;
        pieces.push(Piece { part, lines: span.clone(), text });
    }
    Pieces { sections: pieces, todo, done, keys: key_lines(fields, &lines) }
}

/// Every key with its values and where they stand.
fn key_lines(fields: &Fields, lines: &[&str]) -> Vec<KeyLine> {
    let mut found = Vec::new();
    let mut named = None;
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
        let named = named.get_or_insert_with(|| named_lines(lines));
        for (key, value) in pairs {
            let Some(name) = field.below(key) else { continue };
            let below = named.get(&normal(key)).map_or(&[][..], Vec::as_slice);
            let below = below.get(below.partition_point(|line| *line < first));
            let line = below.copied().unwrap_or(first);
            add(&name, value.texts(), &|_| line);
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

/// The lines that begin with each key, in their order.
fn named_lines(lines: &[&str]) -> HashMap<String, Vec<usize>> {
    let mut named: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some((name, _)) = line.split_once(':') {
            named.entry(normal(name)).or_default().push(at);
        }
    }
    named
}

/// The numbers of the entries in which a line stands, for lines that are asked for in ascending order.
struct PartsAt<'a> {
    spans: &'a [Range<usize>],
    /// The entries that begin further down, the first of them last.
    ahead: Vec<u64>,
    parts: Vec<u64>,
}

impl<'a> PartsAt<'a> {
    fn new(spans: &'a [Range<usize>]) -> Self {
        let mut ahead: Vec<u64> = (1..=spans.len() as u64).collect();
        ahead.sort_by_key(|part| std::cmp::Reverse(spans[*part as usize - 1].start));
        Self { spans, ahead, parts: Vec::new() }
    }

    fn of(&mut self, line: usize) -> &[u64] {
        let span = |part: &u64| &self.spans[*part as usize - 1];
        while let Some(part) = self.ahead.pop_if(|part| span(part).start <= line) {
            self.parts.push(part);
        }
        steps::count(self.parts.len());
        self.parts.retain(|part| line < span(part).end);
        &self.parts
    }
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
