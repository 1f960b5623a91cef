//! The text of a note as search sees it: all of its words, and those of each dated entry.
//!
//! What is searched are the lines as they stand in the file, markup and all, so that a hit always has a
//! line to show; only the keys of the front matter are left out, for every contact has an `email:`.

use std::ops::Range;

use super::body::{Block, BlockKind};
use super::value::Field;
use crate::model::Note;

/// The text of a note, ready to be indexed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteText {
    /// The values of the front matter.
    pub values: String,
    /// Each key of the front matter, as it is compared, with its values as typed.
    pub keys: Vec<(String, Vec<String>)>,
    /// Everything below the front matter.
    pub body: String,
    /// The headings.
    pub headings: String,
    /// The open tasks.
    pub todo: String,
    /// The ticked tasks.
    pub done: String,
    /// The text of each of the note's entries, in their order.
    pub entries: Vec<String>,
}

/// Collects the text of a note. `text` is the whole file, decoded.
pub(super) fn collect(
    note: &Note,
    text: &str,
    front: &[Field],
    body_line: u32,
    blocks: &[Block],
) -> NoteText {
    let lines: Vec<&str> = text.split('\n').collect();
    let below = (body_line as usize - 1).min(lines.len());
    let of_kind = |wanted: fn(BlockKind) -> bool| {
        let blocks = blocks.iter().filter(|block| wanted(block.kind));
        blocks.map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
    };
    let keys: Vec<(String, Vec<String>)> = front
        .iter()
        .map(|field| {
            (field.name.clone(), field.value.texts().into_iter().map(str::to_owned).collect())
        })
        .collect();
    let values: Vec<&str> =
        keys.iter().flat_map(|(_, values)| values.iter().map(String::as_str)).collect();
    NoteText {
        values: values.join("\n"),
        body: lines[below..].join("\n"),
        headings: of_kind(|kind| matches!(kind, BlockKind::Heading(_))),
        todo: of_kind(|kind| kind == BlockKind::Item(Some(false))),
        done: of_kind(|kind| kind == BlockKind::Item(Some(true))),
        entries: note
            .entries
            .iter()
            .map(|entry| lines[entry_lines(&lines, entry.line)].join("\n"))
            .collect(),
        keys,
    }
}

/// The lines of a dated entry that begins on line `first` (counted from 1), as indexes: a heading with
/// all up to the next heading, a table row alone, a list item with what is indented below it.
pub fn entry_lines(lines: &[&str], first: u32) -> Range<usize> {
    let start = (first as usize).saturating_sub(1).min(lines.len());
    let Some(line) = lines.get(start) else { return start..start };
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_blank = |line: &str| line.trim().is_empty();
    let begins_item = |line: &str| {
        let line = line.trim_start();
        ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
            || line.split_once(['.', ')']).is_some_and(|(number, rest)| {
                rest.starts_with(' ')
                    && !number.is_empty()
                    && number.bytes().all(|b| b.is_ascii_digit())
            })
    };
    let own = indent(line);
    let rest = &lines[start + 1..];
    let length = if line.starts_with('#') {
        rest.iter().take_while(|line| !line.starts_with('#')).count()
    } else if line.trim_start().starts_with('|') {
        0
    } else {
        let mut blank_before = false;
        rest.iter()
            .take_while(|line| {
                let deeper = indent(line) > own;
                let lazy =
                    !blank_before && !begins_item(line) && !line.starts_with(['#', '|', '>']);
                blank_before = is_blank(line);
                blank_before || deeper || lazy
            })
            .count()
    };
    let mut end = start + 1 + length;
    while end > start + 1 && is_blank(lines[end - 1]) {
        end -= 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::entry_lines;

    #[test]
    fn an_entry_ends_where_the_next_thing_begins() {
        let text = "# Log\n- 2026-11-02 sent\n  more\n  - below\n\n- 2026-11-03 met\nlazy line\n\nparagraph\n\
                    ### 2026-11-04 Call\ntext\n\n- item\n## Next\n| 2026-11-05 | met |\n| 2026-11-06 | call |\n";
        let lines: Vec<&str> = text.split('\n').collect();
        let cases = [(2, 1..4), (6, 5..7), (10, 9..13), (15, 14..15), (99, 17..17)];
        for (first, expected) in cases {
            assert_eq!(entry_lines(&lines, first), expected, "line {first}");
        }
    }
}
