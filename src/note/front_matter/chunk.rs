//! The front matter as lines: each top-level key with the lines that belong to it.
//!
//! This is the reader of last resort where the YAML is not YAML, and the memory of what was typed where
//! YAML keeps only what it understood.

use super::super::value::{Field, Value, normal};
use crate::model::Spot;

/// A top-level key with the lines that belong to it.
#[derive(Debug)]
pub(super) struct Chunk<'a> {
    /// The key as written, without quotes.
    pub key: &'a str,
    /// What stands after the colon, trimmed.
    pub inline: &'a str,
    /// The lines below, as written, each with its number.
    pub below: Vec<(u32, &'a str)>,
    /// All of it, key and all, in bytes of the block.
    pub span: std::ops::Range<usize>,
    /// The line of the key.
    pub line: u32,
    /// The column of what stands after the colon, in characters from 1; 1 if nothing does.
    pub column: u32,
}

/// The key of a line `key: …` that begins at the margin, and what stands after the colon.
pub(super) fn key_of(line: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 80;
    let first = line.chars().next()?;
    if first.is_whitespace() || matches!(first, '-' | '#' | '{' | '[' | '<' | '>' | '|' | '%' | ':')
    {
        return None;
    }
    let (key, rest) = match first {
        quote @ ('"' | '\'') => {
            let end = line[1..].find(quote)? + 1;
            (&line[1..end], line[end + 1..].trim_start().strip_prefix(':')?)
        }
        _ => {
            let end = line.char_indices().take(LONGEST + 1).find_map(|(at, c)| {
                let after = line[at + c.len_utf8()..].chars().next();
                (c == ':' && after.is_none_or(char::is_whitespace)).then_some(at)
            })?;
            (&line[..end], &line[end + 1..])
        }
    };
    let key = key.trim();
    (!key.is_empty()).then(|| (key, rest.trim()))
}

/// Splits a block into its keys. Lines above the first key belong to nobody and are dropped.
pub(super) fn split(source: &str, first_line: u32) -> Vec<Chunk<'_>> {
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    let mut at = 0;
    for (index, line) in source.split_inclusive('\n').enumerate() {
        let number = first_line + index as u32;
        let start = at;
        at += line.len();
        let line = line.trim_end_matches('\n');
        if let Some((key, inline)) = key_of(line) {
            let column = if inline.is_empty() { 1 } else { column_in(line, inline) };
            let below = Vec::new();
            chunks.push(Chunk { key, inline, below, span: start..at, line: number, column });
        } else if let Some(chunk) = chunks.last_mut() {
            chunk.below.push((number, line));
            chunk.span.end = at;
        }
    }
    chunks
}

/// The column at which a piece of a line begins, in characters from 1.
fn column_in(line: &str, piece: &str) -> u32 {
    let at = (piece.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
    line.get(..at).map_or(1, |before| before.chars().count() as u32 + 1)
}

impl<'a> Chunk<'a> {
    /// The items of a list written one a line, `- item`, each with its place and its own text; deeper
    /// lines belong to the item above them and are left out.
    pub fn items(&self) -> Vec<(Spot, &'a str)> {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let is_item = |line: &str| {
            let line = line.trim_start();
            line == "-" || line.starts_with("- ")
        };
        let margin =
            self.below.iter().filter(|(_, line)| is_item(line)).map(|(_, line)| indent(line)).min();
        let on_margin = |line: &str| is_item(line) && Some(indent(line)) == margin;
        self.below
            .iter()
            .filter(|(_, line)| on_margin(line))
            .map(|(number, line)| {
                let item = line.trim_start()[1..].trim();
                (Spot { line: *number, column: column_in(line, item) }, item)
            })
            .collect()
    }

    /// Where the items of a list stand that is written on the line of its key: `[one, "two"]`. Ends at
    /// the first item that is not found as it is typed.
    fn inline_items(&self, list: &[Value]) -> Vec<Spot> {
        let mut spots = Vec::new();
        let (mut rest, mut column) = (self.inline, self.column);
        for item in list {
            let Value::Text(text) = item else { break };
            let Some(at) = rest.find(text.trim()) else { break };
            let (between, found) = rest.split_at(at);
            if between
                .contains(|c: char| !matches!(c, '[' | ',' | '"' | '\'') && !c.is_whitespace())
            {
                break;
            }
            column += between.chars().count() as u32;
            spots.push(Spot { line: self.line, column });
            let length = text.trim().len();
            column += found[..length].chars().count() as u32;
            rest = &found[length..];
        }
        spots
    }

    /// The value, taken from the lines alone: a list if there are items below, else the text.
    pub fn read(&self) -> Value {
        let items = self.items();
        if self.inline.is_empty() && !items.is_empty() {
            return Value::List(items.into_iter().map(|(_, item)| plain(item)).collect());
        }
        if matches!(self.inline, "|" | ">" | "|-" | ">-") || self.inline.is_empty() {
            let text: Vec<&str> = self.below.iter().map(|(_, line)| line.trim()).collect();
            return plain(text.join("\n").trim());
        }
        plain(self.inline)
    }

    /// The field, with the value `value`.
    pub fn field(&self, value: Value) -> Field {
        let items = match &value {
            Value::List(list) if self.inline.is_empty() => {
                let items = self.items();
                let paired = items.len() == list.len();
                items.into_iter().filter(|_| paired).map(|(at, _)| at).collect()
            }
            Value::List(list) => self.inline_items(list),
            _ => Vec::new(),
        };
        let key = self.key.to_owned();
        let at = Spot { line: self.line, column: self.column };
        Field { name: normal(&key), key, value, at, items }
    }
}

/// A value on one line: unquoted, a flow list split, links left whole.
pub(super) fn plain(text: &str) -> Value {
    plain_at(text, 0)
}

fn plain_at(text: &str, depth: usize) -> Value {
    /// Deeper lists are nothing that anybody means, and stay text.
    const DEEPEST: usize = 4;
    let text = text.trim();
    if text.is_empty() || text == "~" {
        return Value::Null;
    }
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote))
            && !inner.contains(quote)
        {
            return Value::Text(inner.to_owned());
        }
    }
    let is_list = text.starts_with('[') && text.ends_with(']') && !text.starts_with("[[");
    if is_list && text.len() >= 2 && depth < DEEPEST {
        let parts = split_commas(&text[1..text.len() - 1]).into_iter();
        return Value::List(parts.map(|part| plain_at(part, depth + 1)).collect());
    }
    Value::Text(text.to_owned())
}

/// Splits at commas outside quotes and brackets; blank parts are left out.
pub(in crate::note) fn split_commas(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_i32, None);
    for (at, c) in text.char_indices() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"', None) => quote = Some(c),
            ('[' | '{' | '(', None) => depth += 1,
            (']' | '}' | ')', None) => depth -= 1,
            (',', None) if depth <= 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Every key as plain text, for blocks that are not worth more.
pub(super) fn as_text(source: &str, first_line: u32) -> Vec<Field> {
    split(source, first_line).iter().map(|chunk| chunk.field(chunk.read())).collect()
}
