//! The body of a note as a flat list of blocks: headings, list items, table rows, paragraphs, each with
//! its line, its plain text and its links. The only file that names pulldown_cmark.
//!
//! Code, embeds and comments are left out, and quotes are marked: what stands there was not done by
//! anybody.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{dates, links};
use crate::model::{Code, NotePath, PersonRef, Problem, Spot};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A list item, without the items below it; with a box, whether it is ticked.
    Item(Option<bool>),
    /// A row of a table.
    Row,
    /// A paragraph, or a further paragraph of a list item.
    Paragraph,
}

/// A piece of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub kind: BlockKind,
    /// Where its text begins in the file, on its first line.
    pub at: Spot,
    /// Its text without markup. Lines of the source are kept apart by `\n`.
    pub text: String,
    /// The links in it, in bytes of the text.
    pub links: Vec<(Range<usize>, PersonRef)>,
    /// The cells of a row, in bytes of the text.
    pub cells: Vec<Range<usize>>,
    /// What is bold, in bytes of the text.
    pub strong: Vec<Range<usize>>,
    /// It stands in a block quote.
    pub quoted: bool,
}

impl Block {
    /// The links as people.
    pub fn people(&self) -> impl Iterator<Item = &PersonRef> {
        self.links.iter().map(|(_, to)| to)
    }

    /// Where the line of its text with this index begins, as far as that is known.
    pub fn line_spot(&self, index: usize) -> Spot {
        if index == 0 { self.at } else { Spot::line(self.at.line + index as u32) }
    }

    /// The text of a cell, trimmed.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", |range| self.text[range.clone()].trim())
    }
}

/// More blocks than this are no note that anybody keeps, and would cost a hundred times the file's size
/// in memory. What lies beyond them is searched, but not looked through for facts.
const MOST_BLOCKS: usize = 100_000;

/// Reads a body whose first line is line `first_line` of the file `path`.
pub(super) fn read(
    body: &str,
    first_line: u32,
    path: &NotePath,
    problems: &mut Vec<Problem>,
) -> Vec<Block> {
    let body = blank_comments(body);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader::new(path);
    let line_starts: Vec<usize> = body.match_indices('\n').map(|(at, _)| at).collect();
    let mut columns = Columns::new(&body);
    for (event, range) in Parser::new_ext(&body, options).into_offset_iter() {
        let above = line_starts.partition_point(|end| *end < range.start);
        let line = first_line + above as u32;
        if reader.blocks.len() >= MOST_BLOCKS && reader.open.is_empty() {
            let message = format!(
                "more than {MOST_BLOCKS} paragraphs and list items; the rest is only searched"
            );
            problems.push(Problem::new(Code::TooDense, line, message).with_hint("split the note"));
            break;
        }
        // Only text and links say where they stand; they come in ascending order.
        let placed =
            matches!(event, Event::Text(_) | Event::Code(_) | Event::Start(Tag::Link { .. }));
        let line_start = above.checked_sub(1).map_or(0, |end| line_starts[end] + 1);
        let column = if placed { columns.at(line_start, range.start) } else { 1 };
        reader.take(event, Spot { line, column });
    }
    reader.blocks.retain(|block| !block.text.trim().is_empty());
    reader.blocks.iter_mut().for_each(read_task_word);
    reader.blocks
}

/// Columns of a text; asked for in ascending order, each byte is looked at once.
struct Columns<'a> {
    text: &'a str,
    at: usize,
    column: u32,
}

impl<'a> Columns<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, column: 1 }
    }

    /// The column, in characters from 1, of a byte on the line that begins at `line_start`.
    fn at(&mut self, line_start: usize, at: usize) -> u32 {
        if !(line_start..=at).contains(&self.at) {
            (self.at, self.column) = (line_start, 1);
        }
        self.column += self.text[self.at..at].chars().count() as u32;
        self.at = at;
        self.column
    }
}

/// Logseq writes a task as a word: `- TODO call Maya`.
fn read_task_word(block: &mut Block) {
    if block.kind != BlockKind::Item(None) {
        return;
    }
    let word = block.text.split(' ').next().unwrap_or_default();
    block.kind = match word {
        "TODO" | "DOING" | "NOW" | "LATER" | "WAITING" => BlockKind::Item(Some(false)),
        "DONE" => BlockKind::Item(Some(true)),
        _ => return,
    };
    // The word and the space after it.
    let length = (word.len() + 1).min(block.text.len());
    block.text.drain(..length);
    block.at.column += length as u32;
    let back = |range: &mut Range<usize>| {
        *range = range.start.saturating_sub(length)..range.end.saturating_sub(length);
    };
    block.links.iter_mut().for_each(|(range, _)| back(range));
    block.strong.iter_mut().for_each(back);
}

struct Reader<'a> {
    path: &'a NotePath,
    blocks: Vec<Block>,
    /// The blocks that are open, by index, innermost last. `None` for what is left out.
    open: Vec<Option<usize>>,
    /// The start of the link that is open in the text and in the file, and its target.
    link: Option<(usize, Spot, LinkTarget)>,
    quotes: usize,
    embeds: usize,
    at: Spot,
}

struct LinkTarget {
    wiki: bool,
    named: bool,
    target: String,
}

impl<'a> Reader<'a> {
    fn new(path: &'a NotePath) -> Self {
        Self {
            path,
            blocks: Vec::new(),
            open: Vec::new(),
            link: None,
            quotes: 0,
            embeds: 0,
            at: Spot::START,
        }
    }

    fn take(&mut self, event: Event<'_>, at: Spot) {
        self.at = at;
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::SoftBreak | Event::HardBreak => self.push("\n"),
            Event::TaskListMarker(done) => {
                if let Some(block) = self.current() {
                    block.kind = BlockKind::Item(Some(done));
                }
            }
            _ => {}
        }
    }

    fn current(&mut self) -> Option<&mut Block> {
        let index = (*self.open.last()?)?;
        self.blocks.get_mut(index)
    }

    fn push(&mut self, text: &str) {
        let at = self.at;
        if self.embeds == 0
            && let Some(block) = self.current()
        {
            if block.text.is_empty() && block.at.line == at.line {
                block.at = at;
            }
            block.text.push_str(text);
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.open.push(Some(self.blocks.len()));
        let quoted = self.quotes > 0;
        let (at, text) = (Spot::line(self.at.line), String::new());
        self.blocks.push(Block {
            kind,
            at,
            text,
            links: Vec::new(),
            cells: Vec::new(),
            strong: Vec::new(),
            quoted,
        });
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(level as u8)),
            Tag::Item => self.open(BlockKind::Item(None)),
            Tag::TableHead | Tag::TableRow => self.open(BlockKind::Row),
            Tag::TableCell => {
                if let Some(block) = self.current() {
                    if !block.text.is_empty() {
                        block.text.push_str(" | ");
                    }
                    let at = block.text.len();
                    block.cells.push(at..at);
                }
            }
            Tag::Paragraph => {
                // The first paragraph of a list item is the item's own text.
                let in_new_item = self.current().is_some_and(|block| {
                    matches!(block.kind, BlockKind::Item(_)) && block.text.trim().is_empty()
                });
                if in_new_item {
                    let item = self.open.last().copied().flatten();
                    self.open.push(item);
                } else {
                    self.open(BlockKind::Paragraph);
                }
            }
            Tag::Strong => {
                if let Some(block) = self.current() {
                    let at = block.text.len();
                    block.strong.push(at..at);
                }
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.open.push(None),
            // What is struck out was taken back.
            Tag::Image { .. } | Tag::Strikethrough => self.embeds += 1,
            Tag::Link { link_type, dest_url, .. } => {
                let (wiki, named) = match link_type {
                    LinkType::WikiLink { has_pothole } => (true, has_pothole),
                    _ => (false, true),
                };
                let at = self.at;
                if let Some(block) = self.current() {
                    let start = block.text.len();
                    let target = LinkTarget { wiki, named, target: dest_url.into_string() };
                    self.link = Some((start, at, target));
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::Paragraph
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock => drop(self.open.pop()),
            TagEnd::TableCell => {
                if let Some(block) = self.current() {
                    let end = block.text.len();
                    if let Some(cell) = block.cells.last_mut() {
                        cell.end = end;
                    }
                }
            }
            TagEnd::Strong => {
                if let Some(block) = self.current() {
                    let end = block.text.len();
                    if let Some(strong) = block.strong.last_mut() {
                        strong.end = end;
                    }
                }
            }
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::Image | TagEnd::Strikethrough => self.embeds = self.embeds.saturating_sub(1),
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    fn end_link(&mut self) {
        let Some((start, at, link)) = self.link.take() else { return };
        if self.embeds > 0 {
            return;
        }
        let path = self.path;
        let Some(block) = self.current() else { return };
        let shown = block.text.get(start..).unwrap_or_default().to_owned();
        let to = if link.wiki {
            links::wiki(&link.target, link.named.then_some(shown.as_str()), at)
        } else {
            links::markdown(&link.target, &shown, path, at)
        };
        let Some(to) = to else { return };
        // A day under a second name, `[[2026-11-11|Wednesday]]`, is read as the day where it opens a block.
        let day = to.target.as_deref().and_then(|target| {
            let last = links::strip_ending(target.rsplit('/').next()?);
            (block.text[..start].trim().is_empty() && dates::read(last).is_some())
                .then(|| last.to_owned())
        });
        if let Some(day) = day {
            block.text.truncate(start);
            block.text.push_str(&day);
            if link.named {
                block.at = at;
            }
        } else if link.wiki && !link.named {
            block.text.truncate(start);
            block.text.push_str(&to.name);
        }
        let range = start..block.text.len();
        block.links.push((range, to));
    }
}

/// Replaces `%% … %%` by spaces, line ends kept, so that everything else stays on its line.
fn blank_comments(body: &str) -> std::borrow::Cow<'_, str> {
    if !body.contains("%%") {
        return body.into();
    }
    let mut kept = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(start) = rest.find("%%") {
        let Some(length) = rest[start + 2..].find("%%") else { break };
        let end = start + 2 + length + 2;
        kept.push_str(&rest[..start]);
        kept.extend(rest[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept.into()
}

#[cfg(test)]
mod tests;
