//! What a single token asks for: a word, a phrase, a link, a field with its value, a key in brackets.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::{Parser, Role};
use crate::model::text::{is_searchable, key_name, nearest};
use crate::query::dates::Trouble;
use crate::query::error::Error;
use crate::query::fields::{self, Field, plain};
use crate::query::lexer::{Shape, Token};
use crate::query::tree::{Leaf, Node, Place};
use crate::query::{Why, keys, views};

impl Parser<'_, '_> {
    /// What a single token asks for; an empty pair of quotes asks for nothing.
    pub(super) fn leaf(&mut self, token: &Token) -> Result<Option<Node>, Error> {
        let query = self.query;
        let leaf = match &token.what {
            Shape::Field { name, value, quoted } => {
                return self.field(token, name.clone(), value.clone(), *quoted).map(Some);
            }
            Shape::Bracket { key, value } => {
                return self.bracket(token, key.clone(), value.clone()).map(Some);
            }
            Shape::Quoted(inner) => {
                let text = &query[inner.clone()];
                let leaf = phrase(text);
                if let Some(leaf) = &leaf {
                    self.note_star(text, leaf, &token.span);
                }
                leaf
            }
            Shape::Link(inner) => {
                let target = query[inner.clone()].split(['|', '#']).next().unwrap_or_default();
                let target = target.replace(['[', ']'], "");
                let target = target.trim();
                match self.inside.place {
                    Some(_) => phrase(target.rsplit('/').next().unwrap_or(target)),
                    None => (!target.is_empty()).then(|| Leaf::Link(target.to_owned())),
                }
            }
            _ => return self.word(token.span.clone()).map(Some),
        };
        leaf.map(|leaf| self.asks(leaf, token.span.clone())).transpose()
    }

    fn field(
        &mut self,
        token: &Token,
        name: Range<usize>,
        value: Range<usize>,
        quoted: bool,
    ) -> Result<Node, Error> {
        let (name_text, value_text) = (&self.query[name.clone()], &self.query[value.clone()]);
        let failed = |trouble: Trouble| Error {
            message: format!("{}: {}", name_text.to_lowercase(), trouble.message),
            span: if value.is_empty() { token.span.clone() } else { value.clone() },
            suggestion: trouble.suggestion.map(|value| as_typed(name_text, &value)),
        };
        if let Some(field) = fields::field(name_text) {
            if self.inside.place.is_some() {
                return Err(failed(fields::trouble("cannot stand among words to look for")));
            }
            let text = fields::value(value_text, quoted).map_err(failed)?;
            let leaf = match field {
                Field::Value(reader) | Field::Without(reader) => {
                    let read = |text: &str| reader(text, self.context);
                    // `date:last month` lacks its quotes.
                    let longer = self.next_word().map(|next| format!("{text} {next}"));
                    let longer = longer.filter(|longer| !quoted && read(longer).is_ok());
                    read(&text).map_err(|trouble| match longer {
                        None => failed(trouble),
                        suggestion => failed(Trouble { suggestion, ..trouble }),
                    })?
                }
                Field::With if text.contains('*') && beginning(&text).is_none() => {
                    return Err(failed(misplaced_star(&text)));
                }
                Field::With => Leaf::With(text),
                Field::Text(place) => {
                    let inner = if quoted { phrase(&text) } else { Some(word(&text)) };
                    if inner.as_ref().is_some_and(Leaf::has_star) {
                        return Err(failed(misplaced_star(&text)));
                    }
                    let what = inner.map(|what| Node::Leaf { what, span: value.clone() });
                    let what = what.filter(|_| text != "*" || quoted);
                    let missing = fields::trouble("needs a value right after the colon");
                    let what = what.ok_or(missing).map_err(failed)?;
                    fields::within(place, what).map_err(failed)?
                }
                Field::View => {
                    let outer = (self.inside, self.groups);
                    return views::read(&text, self.context, self.seen, outer, &token.span)
                        .map_err(failed);
                }
            };
            let node = self.asks(leaf, token.span.clone())?;
            return Ok(if matches!(field, Field::Without(_)) { node.negated() } else { node });
        }
        let key = key_name(name_text);
        let known = self.context.keys.contains(&key);
        if quoted && known || looks_like_a_field(value_text) {
            if known && self.inside.place.is_none() {
                let today = self.context.today;
                let leaf = keys::read(key, Some(value_text), today).map_err(failed)?;
                return self.asks(leaf, token.span.clone());
            }
            let nearest = fields::near(name_text, self.context);
            self.note(name.clone(), Why::NoField { nearest });
        }
        if !quoted {
            return self.word(token.span.clone());
        }
        let mut parts = vec![self.word(name.start..name.end + 1)?];
        if let Some(words) = phrase(value_text) {
            parts.push(self.asks(words, name.end + 1..token.span.end)?);
        }
        Ok(Node::and(parts))
    }

    /// `[key:value]`, which is text where nothing has such a key.
    fn bracket(
        &mut self,
        token: &Token,
        key: Range<usize>,
        value: Option<Range<usize>>,
    ) -> Result<Node, Error> {
        let query = self.query;
        let name = key_name(query[key.clone()].trim());
        if self.inside.place.is_none() && self.context.keys.contains(&name) {
            let text = value.clone().map(|value| &query[value]);
            let shown = query[key].trim();
            let leaf = keys::read(name, text, self.context.today).map_err(|trouble| Error {
                message: format!("[{shown}]: {}", trouble.message),
                span: value.filter(|value| !value.is_empty()).unwrap_or(token.span.clone()),
                suggestion: trouble.suggestion.map(|value| format!("[{shown}:{value}]")),
            })?;
            return self.asks(leaf, token.span.clone());
        }
        if self.inside.place.is_none() {
            let known = self.context.keys.iter().map(String::as_str);
            let nearest = nearest(&query[key.clone()], known);
            self.note(key, Why::NoKey { nearest: nearest.map(str::to_owned) });
        }
        let mut parts = Vec::new();
        let mut at = token.span.start;
        for part in query[token.span.clone()].split(char::is_whitespace) {
            let end = at + part.len();
            if !part.is_empty() {
                parts.push(self.word(at..end)?);
            }
            at = end + query[end..].chars().next().map_or(0, char::len_utf8);
        }
        Ok(Node::and(parts))
    }

    /// A word, with what its first and last character make of it.
    fn word(&mut self, span: Range<usize>) -> Result<Node, Error> {
        let query = self.query;
        let text = &query[span.clone()];
        if text == "*" {
            return Ok(Node::All);
        }
        let leaf = match fields::hash_tag(text) {
            Some(tag) if self.inside.place.is_none() => Leaf::Tag(plain(tag)),
            _ => word(text),
        };
        self.note_star(text, &leaf, &span);
        if let Some(name) = text.strip_suffix(':')
            && fields::field(name).is_some()
        {
            self.note(span.start..span.end - 1, Why::NoValue);
        }
        // What stands between two words may have been meant to part them.
        if text == "or" && self.stands_between() {
            self.note(span.clone(), Why::LowerCase);
        }
        self.asks(leaf, span)
    }

    /// Notes a `*` that says nothing.
    fn note_star(&mut self, text: &str, leaf: &Leaf, span: &Range<usize>) {
        let is_path = matches!(self.inside.place, Some(Place::Path | Place::File));
        if leaf.has_star() && has_stray_star(text) && !is_path {
            self.note(span.clone(), Why::Star);
        }
    }

    /// The word that stands after the token just read, if it is one.
    fn next_word(&self) -> Option<&str> {
        let next = self.tokens.get(self.at).filter(|next| next.what == Shape::Word)?;
        Some(&self.query[next.span.clone()])
    }

    /// Whether there is something to look for on both sides of the token just read.
    fn stands_between(&self) -> bool {
        let before = self.at.checked_sub(2).and_then(|at| self.roles.get(at));
        matches!(before, Some(Role::Term | Role::Close))
            && matches!(self.role(), Some(Role::Term | Role::Open | Role::Without))
    }
}

/// The words of a text one after the other; the last one may be only a beginning.
fn phrase(text: &str) -> Option<Leaf> {
    if let Some(begun) = beginning(text.trim()) {
        return Some(Leaf::Prefix(begun.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    Leaf::phrase(plain(text).split_whitespace().map(str::to_owned).collect())
}

/// A word, or the beginning of one.
fn word(text: &str) -> Leaf {
    beginning(text).map_or_else(|| Leaf::Word(plain(text)), Leaf::Prefix)
}

/// What stands before a `*`, if that is the beginning of a word.
fn beginning(text: &str) -> Option<String> {
    let stem = text.strip_suffix('*')?;
    // Signs that would part or close something elsewhere in a query say nothing to a search.
    let safe = || plain(stem).replace(['(', ')', '{', '}', '[', ']', '|'], "'");
    (!stem.contains('*') && ends_in_word(stem)).then(safe)
}

/// Whether a text ends within a word, or with signs that belong to one.
fn ends_in_word(text: &str) -> bool {
    let signs = ["++", "#", "%"].iter().find_map(|signs| text.strip_suffix(signs));
    let last = signs.unwrap_or(text).chars().next_back();
    last.is_some_and(|c| is_searchable(c.encode_utf8(&mut [0; 4])) || is_combining_mark(c))
}

/// Whether a text has a `*` that may have been meant for a beginning and is none: not that of `**bold**`.
fn has_stray_star(text: &str) -> bool {
    let inner = text.trim_start_matches('*').trim_end_matches('*');
    let paired = text.starts_with('*') == text.ends_with('*');
    is_searchable(text) && text.contains('*') && (!paired || inner.contains('*'))
}

/// That a `*` stands where it says nothing, with what may have been meant.
fn misplaced_star(text: &str) -> Trouble {
    let without = text.replace('*', "");
    Trouble {
        message: "takes a * only behind the beginning of a word, as in prop*".to_owned(),
        suggestion: is_searchable(&without).then_some(without),
    }
}

/// A field and its value as they could be typed.
fn as_typed(name: &str, value: &str) -> String {
    let quote = if value.contains(char::is_whitespace) { "\"" } else { "" };
    format!("{}:{quote}{value}{quote}", name.to_lowercase())
}

/// Whether whoever typed `name:` before this may have meant a field: not in `https://…`, `std::io`, `C:\`.
fn looks_like_a_field(value: &str) -> bool {
    !value.starts_with("//") && !value.starts_with([':', '\\'])
}
