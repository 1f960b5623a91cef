//! The text of a note as search sees it: all of its words, and those of each dated entry.
//!
//! What is searched are the lines as they stand in the file, markup and all, so that a hit always has a
//! line to show; only the keys of the front matter are left out, for every contact has an `email:`.

use std::collections::HashMap;
use std::ops::Range;

use super::body::{Block, BlockKind};
use super::odd::steps;
use super::value::Field;
use crate::model::text::is_pictograph;
use crate::model::{Entry, EntryPlace, Note};

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

/// How much text may be kept of lines that belong to more than one entry: of a thousand sentences on one
/// line each would keep the whole line. What finds no room is searched with the note, and an entry that
/// finds none is known by the words that are shown of it.
pub(super) struct Room(usize);

impl Room {
    /// More than any note of an ordinary form needs.
    const AT_LEAST: usize = 1 << 20;

    /// The room for the entries of a note with this text.
    pub fn of(text: &str) -> Self {
        Self(Self::AT_LEAST + 2 * text.len())
    }

    /// The text of some lines, if there is room for it.
    pub fn join(&mut self, lines: &[&str]) -> Option<String> {
        let mut length = 0;
        for line in lines {
            steps::count(1);
            length += line.len() + 1;
            if length > self.0 {
                return None;
            }
        }
        self.0 -= length;
        Some(lines.join("\n"))
    }
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
    let spans = entry_spans(&note.entries, &lines);
    let tags = tags(&lines, blocks);
    let mut room = Room::of(text);
    let entry = |(span, entry): (&Range<usize>, &Entry)| {
        // An entry may stand in the front matter too.
        let Some(text) = room.join(&lines[span.clone()]) else {
            return Stretch { text: entry.text.clone(), tags: Vec::new() };
        };
        let before = |end: usize| tags.partition_point(|(at, _)| *at < end);
        let tags = &tags[before(span.start)..before(span.end)];
        Stretch { text, tags: tags.iter().map(|(_, tag)| tag.clone()).collect() }
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
        entries: spans.iter().zip(&note.entries).map(entry).collect(),
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

/// The lines of each entry, as indexes: of a heading all up to the next heading, of a table row that alone, of
/// a list item what is indented below it, and lines that go on without being indented. An entry ends where
/// one begins that is not indented deeper; a sentence of a daily note may end on the line on which the next
/// begins.
pub fn entry_spans(entries: &[Entry], lines: &[&str]) -> Vec<Range<usize>> {
    let first = |entry: &Entry| (entry.line as usize).saturating_sub(1).min(lines.len());
    let mut starts: HashMap<usize, bool> = HashMap::new();
    for entry in entries {
        *starts.entry(first(entry)).or_default() |= entry.place == EntryPlace::Journal;
    }
    let ends = ends(lines, &starts);
    let span = |entry| first(entry)..ends.get(&first(entry)).copied().unwrap_or(lines.len());
    entries.iter().map(span).collect()
}

/// Where the entries end that start on these lines; of sentences of a daily note that is said. Each line
/// is looked at once, and who is still open is kept.
fn ends(lines: &[&str], starts: &HashMap<usize, bool>) -> HashMap<usize, usize> {
    let mut ends = HashMap::new();
    let mut heading: Option<usize> = None;
    // The lines of open entries with how far they are indented, the deepest last.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let (mut filled, mut blank_before) = (0, false);
    for (at, line) in lines.iter().enumerate() {
        steps::count(1);
        let (text, starts_here) = (line.trim_start(), starts.get(&at));
        let indent = line.len() - text.len();
        let is_heading = line.starts_with('#');
        let close = |start: usize, ends: &mut HashMap<usize, usize>| {
            let shared = starts_here == Some(&true)
                && starts.get(&start) == Some(&true)
                && !begins_sentence(text);
            let end = if shared { at + 1 } else { filled.max(start + 1) };
            ends.insert(start, end);
        };
        if is_heading && let Some(start) = heading.take() {
            close(start, &mut ends);
        }
        if !text.is_empty() {
            let lazy = !blank_before
                && starts_here.is_none()
                && !begins_item(text)
                && !line.starts_with(['#', '|', '>']);
            while !lazy && let Some((start, _)) = open.pop_if(|(_, own)| indent <= *own) {
                steps::count(1);
                close(start, &mut ends);
            }
            filled = at + 1;
        }
        blank_before = text.is_empty();
        match starts_here {
            None => {}
            Some(_) if is_heading => heading = Some(at),
            Some(_) if text.starts_with('|') => drop(ends.insert(at, at + 1)),
            Some(_) => open.push((at, indent)),
        }
    }
    let last = open.into_iter().map(|(start, _)| start).chain(heading);
    ends.extend(last.map(|start| (start, filled.max(start + 1))));
    ends
}

/// Whether a line of a daily note begins with a sentence, as the reader of entries tells them apart.
fn begins_sentence(text: &str) -> bool {
    let first = text.trim_start_matches(['[', '*', '_']).chars().next();
    first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether a line, without what it is indented by, begins a list item.
fn begins_item(text: &str) -> bool {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = match number.len() == text.len() {
        true => text.strip_prefix(['-', '*', '+']),
        false => number.strip_prefix(['.', ')']),
    };
    after.is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let spans = |place, firsts: &[u32]| {
            let entry = |line: &u32| Entry {
                place,
                date: "2026-11-02".parse().expect("a date"),
                time: None,
                line: *line,
                column: 1,
                meaning: crate::model::Meaning::Unclear,
                channel: None,
                minutes: None,
                text: String::new(),
                people: Vec::new(),
                mentions: Vec::new(),
            };
            entry_spans(&firsts.iter().map(entry).collect::<Vec<_>>(), &lines)
        };
        let expected = [1..4, 5..7, 9..13, 14..15, 15..16];
        assert_eq!(spans(EntryPlace::Body, &[2, 6, 10, 15, 16]), expected);
        for (first, expected) in [2, 6, 10, 15, 16].into_iter().zip(expected) {
            assert_eq!(spans(EntryPlace::Body, &[first]), [expected], "line {first}");
        }
        let end = lines.len();
        assert_eq!(spans(EntryPlace::Outreach, &[99, 2]), [end..end, 1..4]);
        assert_eq!(spans(EntryPlace::Journal, &[6, 7, 7]), [5..7, 6..7, 6..7]);
        assert_eq!(spans(EntryPlace::Body, &[6, 7]), [5..6, 6..7]);
    }

    #[test]
    fn an_item_begins_with_its_mark_and_a_space_or_a_tab() {
        for item in ["- a", "*\ta", "+", "1. a", "12)\ta", "3."] {
            assert!(begins_item(item), "{item}");
        }
        for text in ["-a", "---", "1.5 h", "1", "", "**a**", ". a"] {
            assert!(!begins_item(text), "{text}");
        }
    }
}
