//! The body of a note as a flat list of blocks: headings, list items, table rows, paragraphs, each with
//! its line, its plain text and its links. The only file that names pulldown_cmark.
//!
//! Code, embeds and comments are left out, and quotes are marked: what stands there was not done by
//! anybody.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{dates, links};
use crate::model::{Code, NotePath, PersonRef, Problem};

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
    /// Its first line in the file.
    pub line: u32,
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
    for (event, range) in Parser::new_ext(&body, options).into_offset_iter() {
        let line = first_line + line_starts.partition_point(|end| *end < range.start) as u32;
        if reader.blocks.len() >= MOST_BLOCKS && reader.open.is_empty() {
            let message = format!(
                "more than {MOST_BLOCKS} paragraphs and list items; the rest is only searched"
            );
            problems.push(Problem::new(Code::TooDense, line, message).with_hint("split the note"));
            break;
        }
        reader.take(event, line);
    }
    reader.blocks.retain(|block| !block.text.trim().is_empty());
    reader.blocks.iter_mut().for_each(read_task_word);
    reader.blocks
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
    /// The start of the link that is open, and its target.
    link: Option<(usize, LinkTarget)>,
    quotes: usize,
    embeds: usize,
    line: u32,
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
            line: 1,
        }
    }

    fn take(&mut self, event: Event<'_>, line: u32) {
        self.line = line;
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
        if self.embeds == 0
            && let Some(block) = self.current()
        {
            block.text.push_str(text);
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.open.push(Some(self.blocks.len()));
        let quoted = self.quotes > 0;
        let (line, text) = (self.line, String::new());
        self.blocks.push(Block {
            kind,
            line,
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
                if let Some(block) = self.current() {
                    let at = block.text.len();
                    self.link =
                        Some((at, LinkTarget { wiki, named, target: dest_url.into_string() }));
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
        let Some((start, link)) = self.link.take() else { return };
        if self.embeds > 0 {
            return;
        }
        let (path, line) = (self.path, self.line);
        let Some(block) = self.current() else { return };
        let shown = block.text.get(start..).unwrap_or_default().to_owned();
        let to = if link.wiki {
            links::wiki(&link.target, link.named.then_some(shown.as_str()), line)
        } else {
            links::markdown(&link.target, &shown, path, line)
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
mod tests {
    use super::*;

    fn shown(body: &str) -> Vec<String> {
        let path = NotePath::new("Meetings/2026/Talk.md");
        read(body, 10, &path, &mut Vec::new())
            .iter()
            .map(|block| {
                let links: Vec<String> = block
                    .links
                    .iter()
                    .map(|(range, to)| {
                        format!(
                            "{}={}",
                            &block.text[range.clone()],
                            to.target.as_deref().unwrap_or("-")
                        )
                    })
                    .collect();
                let kind = match block.kind {
                    BlockKind::Heading(level) => format!("h{level}"),
                    BlockKind::Item(None) => "item".to_owned(),
                    BlockKind::Item(Some(done)) => format!("task:{done}"),
                    BlockKind::Row => format!("row:{}", block.cells.len()),
                    BlockKind::Paragraph => "p".to_owned(),
                };
                let quoted = if block.quoted { " quoted" } else { "" };
                let mut line = format!("{} {kind}{quoted} {:?}", block.line, block.text);
                if !links.is_empty() {
                    line += &format!(" {links:?}");
                }
                line
            })
            .collect()
    }

    #[test]
    fn blocks_have_their_line_text_and_links() {
        let body = "# Log of [[Maya Chen]]\n\n- 2026-11-02 **sent** to [[People/Tom Okafor|Tom]]\n  and more\n  \
                    - [ ] below\n- [x] done [Ann](../../People/Ann%20Lee.md#top)\n\n  second paragraph\n\n\
                    | Date | What |\n|---|---|\n| 2026-11-03 | `call` |\n\n> quoted [[Zed]]\n\n```\n- 2026-01-01 sent\n```\n";
        insta::assert_snapshot!(shown(body).join("\n"), @r#"
        10 h1 "Log of Maya Chen" ["Maya Chen=Maya Chen"]
        12 item "2026-11-02 sent to Tom\nand more" ["Tom=People/Tom Okafor"]
        14 task:false "below"
        15 task:true "done Ann" ["Ann=People/Ann Lee.md"]
        17 p "second paragraph"
        19 row:2 "Date | What"
        21 row:2 "2026-11-03 | call"
        23 p quoted "quoted Zed" ["Zed=Zed"]
        "#);
    }

    #[test]
    fn no_note_costs_without_bound() {
        let path = NotePath::new("x.md");
        let mut problems = Vec::new();
        let blocks = read(&"[[a]]\n\n".repeat(MOST_BLOCKS + 5), 1, &path, &mut problems);
        assert_eq!(blocks.len(), MOST_BLOCKS);
        let told: Vec<_> = problems.iter().map(|problem| (problem.code, problem.line)).collect();
        assert_eq!(told, [(Code::TooDense, 200_001)]);
    }

    #[test]
    fn embeds_comments_and_code_are_left_out() {
        let body = "a ![[Maya]] b ![pic](x.png) c\n%% hidden\n[[Tom]] %% d\n<!-- [[Zed]] -->\n\n    indented [[Code]]\n\n\
                    [web](https://example.org) [[#Heading]] [mail](mailto:maya@example.org) %% open\n";
        insta::assert_snapshot!(shown(body).join("\n"), @r#"
        10 p "a  b  c"
        17 p "web #Heading mail %% open" ["mail=-"]
        "#);
    }
}
