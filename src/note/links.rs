//! What a link points at: the target of a wikilink, a Markdown link resolved against the note's folder,
//! an address.

use std::collections::HashSet;

use super::body::{Block, BlockKind};
use super::log;
use super::odd::steps;
use crate::model::text::fold;
use crate::model::{Link, NotePath, PersonRef, Spot};

/// A wikilink: `target` is all before the bar, `shown` what stands after it. `None` if it points at a
/// place in the same note.
pub(super) fn wiki(target: &str, shown: Option<&str>, at: Spot) -> Option<PersonRef> {
    let target = target.split('#').next().unwrap_or_default().trim();
    // Logseq writes the folders of a page into its name.
    let target = target.replace("___", "/").replace("%2F", "/");
    let target = target.trim_matches(['[', ']', '"']).trim();
    if target.is_empty() {
        return None;
    }
    let last = target.rsplit('/').next().unwrap_or(target);
    let last = strip_ending(last);
    let shown = shown.map(str::trim).filter(|shown| !shown.is_empty());
    Some(PersonRef::linked(shown.unwrap_or(last), target, at))
}

/// A Markdown link in the note `path`. `None` if it leads out of the vault.
pub(super) fn markdown(target: &str, shown: &str, path: &NotePath, at: Spot) -> Option<PersonRef> {
    if let Some(address) = target.strip_prefix("mailto:") {
        let address = percent_decode(address.split('?').next().unwrap_or_default());
        return Some(PersonRef::plain(address, at));
    }
    if target.contains("://") || target.starts_with('#') || target.is_empty() {
        return None;
    }
    let target = percent_decode(target.split('#').next().unwrap_or_default());
    let mut parts: Vec<String> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => path.folders().filter(|name| !name.is_empty()).collect(),
    };
    parts.reverse();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part.to_owned()),
        }
    }
    let name = if shown.trim().is_empty() { strip_ending(parts.last()?) } else { shown.trim() };
    Some(PersonRef::linked(name, parts.join("/"), at))
}

/// The wikilinks and Markdown links in a piece of text that is no Markdown body, such as a front matter
/// value, and the text between them.
pub(super) fn in_value<'a>(
    text: &'a str,
    path: &NotePath,
    at: Spot,
) -> (Vec<PersonRef>, Vec<&'a str>) {
    let (mut links, mut between) = (Vec::new(), Vec::new());
    // Where the next of each kind is; looked for again only once it lies behind, so that each byte is
    // looked at a few times, however many links there are.
    let (mut wiki_at, mut markdown_at) = (Next::new("[["), Next::new("]("));
    let mut markdown_open = (usize::MAX, None);
    let mut from = 0;
    loop {
        let wiki_at = wiki_at.from(text, from);
        let markdown_at = markdown_at.from(text, from);
        if let Some(at) = markdown_at.filter(|at| markdown_open.0 != *at) {
            steps::count(at - from);
            markdown_open = (at, text[from..at].rfind('[').map(|open| from + open));
        }
        let open = markdown_open.1.filter(|open| markdown_at.is_some() && *open >= from);
        match (wiki_at, open, markdown_at) {
            (Some(start), open, _) if open.is_none_or(|open| start <= open) => {
                between.push(&text[from..start]);
                let inner = &text[start + 2..];
                let end = inner.find("]]").unwrap_or(inner.len());
                let mut parts = inner[..end].splitn(2, '|');
                let target = parts.next().unwrap_or_default().trim_end_matches('\\');
                links.extend(wiki(target, parts.next(), at));
                from = (start + 2 + end + 2).min(text.len());
            }
            (_, Some(open), Some(middle)) => {
                between.push(&text[from..open]);
                let inner = &text[middle + 2..];
                let end = inner.find(')').unwrap_or(inner.len());
                let shown = &text[open + 1..middle];
                links.extend(markdown(inner[..end].trim_matches(['<', '>']), shown, path, at));
                from = (middle + 2 + end + 1).min(text.len());
            }
            _ => {
                between.push(&text[from..]);
                return (links, between);
            }
        }
    }
}

/// The next place of a mark in a text that is gone through once.
struct Next {
    mark: &'static str,
    at: Option<usize>,
    /// Up to where it has been looked for.
    looked: usize,
}

impl Next {
    fn new(mark: &'static str) -> Self {
        Self { mark, at: None, looked: 0 }
    }

    fn from(&mut self, text: &str, from: usize) -> Option<usize> {
        if self.at.is_some_and(|at| at < from) || (self.at.is_none() && self.looked < text.len()) {
            self.at = text[from..].find(self.mark).map(|at| from + at);
            self.looked = self.at.unwrap_or(text.len());
            steps::count(self.looked - from);
        }
        self.at
    }
}

/// A file name without the ending of a note.
pub(crate) fn strip_ending(name: &str) -> &str {
    let dot = name.len().checked_sub(3).filter(|at| name.is_char_boundary(*at));
    match dot {
        Some(at) if name[at..].eq_ignore_ascii_case(".md") => &name[..at],
        _ => name.strip_suffix(".markdown").unwrap_or(name),
    }
}

fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let decoded = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match decoded.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What a body links to, each target once.
pub(super) fn of_body(blocks: &[Block]) -> Vec<Link> {
    let mut seen = HashSet::new();
    let blocks =
        blocks.iter().filter(|block| !block.quoted && block.kind != BlockKind::Item(Some(false)));
    let mut links = Vec::new();
    for block in blocks {
        let mut text: Option<String> = None;
        for to in block.people() {
            let key = |to: &PersonRef| fold(to.target.as_deref().unwrap_or(&to.name));
            if seen.insert(key(to)) {
                // The words around it are the same for every link of a block.
                let text = text.get_or_insert_with(|| log::shorten_block(&block.text));
                links.push(Link { to: to.clone(), text: text.clone() });
            }
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_in_a_value_are_taken_apart() {
        let path = NotePath::new("Meetings/Talk.md");
        let cases = [
            ("[[Maya Chen]]", "Maya Chen=Maya Chen"),
            ("[[People/Maya Chen|Maya]], [[Tom]]", "Maya=People/Maya Chen; Tom=Tom"),
            ("[[Maya Chen#Log]] and Tom", "Maya Chen=Maya Chen"),
            ("[Maya](../People/Maya%20Chen.md)", "Maya=People/Maya Chen.md"),
            ("[x](/People/Tom.md) [[A]]", "x=People/Tom.md; A=A"),
            ("[x](../../../Tom.md)", ""),
            ("[x](https://example.org/[[a]])", ""),
            ("[[]] [[ ]] [[#here]]", ""),
            ("[[open", "open=open"),
            ("[[People___Maya Chen]]", "Maya Chen=People/Maya Chen"),
            ("[[Maya Chen.md]]", "Maya Chen=Maya Chen.md"),
            ("[Maya](mailto:maya@example.org?x)", "maya@example.org=-"),
        ];
        for (text, expected) in cases {
            let (links, _) = in_value(text, &path, Spot::START);
            let shown: Vec<String> = links
                .iter()
                .map(|link| format!("{}={}", link.name, link.target.as_deref().unwrap_or("-")))
                .collect();
            assert_eq!(shown.join("; "), expected, "{text}");
        }
    }
}
