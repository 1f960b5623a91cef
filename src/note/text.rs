//! The text of a note as search sees it: all of its words, and those of each dated entry.
//!
//! What is searched are the lines as they stand in the file, markup and all, so that a hit always has a
//! line to show; only the keys of the front matter are left out, for every contact has an `email:`.

use std::ops::Range;

use super::body::{Block, BlockKind};
use super::value::Field;
use crate::model::Note;
use crate::model::text::is_pictograph;

/// The text of a note, ready to be indexed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteText {
    /// The values of the front matter.
    pub values: String,
    /// Everything below the front matter.
    pub body: String,
    /// The headings.
    pub headings: String,
    /// What stands below the front matter in no entry, if the note has entries and no day of its own:
    /// what it says that was not said on a certain day.
    pub rest: Option<Stretch>,
    /// Each of the note's entries, in their order.
    pub entries: Vec<Stretch>,
    /// The tags anywhere below the front matter, without `#`.
    pub tags: Vec<String>,
}

/// Some lines of a note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stretch {
    /// What they say.
    pub text: String,
    /// The tags in them, without `#`.
    pub tags: Vec<String>,
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
    let values: Vec<&str> = front.iter().flat_map(|field| field.value.texts()).collect();
    let spans = entry_spans(note, &lines);
    let tags = tags(&lines, blocks);
    let entry = |span: &Range<usize>| {
        let before = |end: usize| tags.partition_point(|(at, _)| *at < end);
        let tags = &tags[before(span.start)..before(span.end)];
        Stretch {
            // An entry may stand in the front matter too.
            text: lines[span.clone()].join("\n"),
            tags: tags.iter().map(|(_, tag)| tag.clone()).collect(),
        }
    };
    let outside = || {
        let covered = covered(lines.len(), &spans);
        let text: Vec<&str> =
            (below..lines.len()).filter(|at| !covered[*at]).map(|at| lines[at]).collect();
        let tags = tags.iter().filter(|(at, _)| !covered[*at]).map(|(_, tag)| tag.clone());
        Stretch { text: text.join("\n"), tags: tags.collect() }
    };
    NoteText {
        values: values.join("\n"),
        body: lines[below..].join("\n"),
        headings: of_kind(|kind| matches!(kind, BlockKind::Heading(_))),
        rest: (note.date.is_none() && !spans.is_empty()).then(outside),
        entries: spans.iter().map(entry).collect(),
        tags: tags.iter().map(|(_, tag)| tag.clone()).collect(),
    }
}

/// Which of so many lines are of one of these spans.
pub fn covered<'a>(lines: usize, spans: impl IntoIterator<Item = &'a Range<usize>>) -> Vec<bool> {
    let mut covered = vec![false; lines];
    for span in spans {
        let end = span.end.min(lines);
        covered[span.start.min(end)..end].fill(true);
    }
    covered
}

/// The tags in the body, each with the index of its line and in the order of those: a `#` after white space, and what is attached to
/// it. What is no block, such as code, has none.
fn tags(lines: &[&str], blocks: &[Block]) -> Vec<(usize, String)> {
    let numbers = blocks.iter().flat_map(|block| {
        let first = (block.at.line as usize).saturating_sub(1);
        first..first + block.text.split('\n').count()
    });
    let of_line = |at: usize| {
        let words = lines.get(at).copied().unwrap_or_default().split_whitespace();
        words.filter_map(inline_tag).map(move |tag| (at, tag.to_owned())).collect::<Vec<_>>()
    };
    let mut tags: Vec<(usize, String)> = numbers.flat_map(of_line).collect();
    tags.sort_by_key(|(at, _)| *at);
    tags
}

/// The tag that a word of running text is, without the `#` and what follows it: `#work/energy,`. As in
/// Obsidian it is not all digits.
pub fn inline_tag(word: &str) -> Option<&str> {
    let tag = word.strip_prefix('#')?;
    let ends = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '/') || is_pictograph(c));
    let tag = tag[..tag.find(ends).unwrap_or(tag.len())].trim_end_matches('/');
    tag.contains(|c: char| c.is_alphabetic() || is_pictograph(c) || c == '_').then_some(tag)
}

/// The lines of each entry, as indexes.
pub(super) fn entry_spans(note: &Note, lines: &[&str]) -> Vec<Range<usize>> {
    note.entries.iter().map(|entry| entry_lines(lines, entry.line)).collect()
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
    use super::{entry_lines, inline_tag};

    #[test]
    fn a_tag_ends_where_its_name_does() {
        let cases = [
            ("#work", Some("work")),
            ("#work/energy,", Some("work/energy")),
            ("#très-bien!", Some("très-bien")),
            ("#2026-11", None),
            ("#2026-q4", Some("2026-q4")),
            ("#/", None),
            ("##", None),
            ("C#", None),
            ("#work#more", Some("work")),
        ];
        for (word, expected) in cases {
            assert_eq!(inline_tag(word), expected, "{word}");
        }
    }

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
