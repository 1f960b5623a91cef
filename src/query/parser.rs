//! From tokens to the tree: what stands beside each other holds together, binds closer than `OR`, and
//! `-` or `NOT` binds closest.
//!
//! An operator without something on each side of it is text, and so is everything that only looks like
//! a field. The one recursion is that of groups, whose depth the lexer bounds.

use std::ops::Range;

use super::error::{Error, boundary};
use super::fields;
use super::lexer::{Shape, Token, tokens};
use super::tree::{Leaf, Node};
use super::{MAX_BYTES, MAX_LEAVES, Query, TakenAsText};
use crate::model::Date;

/// Reads a query as of a day.
///
/// # Errors
/// If a reserved field has a value that means nothing, or the query is beyond its bounds. The leftmost
/// one is told.
pub fn parse(query: &str, today: Date) -> Result<Query, Error> {
    if query.len() > MAX_BYTES {
        return Err(Error {
            message: format!("a query has at most {MAX_BYTES} bytes, and this one {}", query.len()),
            span: boundary(query, MAX_BYTES)..query.len(),
            suggestion: None,
        });
    }
    let tokens = tokens(query)?;
    let roles = roles(query, &tokens);
    let mut parser = Parser {
        query,
        today,
        tokens: &tokens,
        roles,
        at: 0,
        leaves: 0,
        taken_as_text: Vec::new(),
    };
    let root = parser.either()?.unwrap_or(Node::All);
    Ok(Query { root, taken_as_text: parser.taken_as_text })
}

/// What a token does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    Either,
    /// `AND`, which says what goes without saying.
    Both,
    Without,
    Term,
}

/// Tells operators from words that are spelt so.
fn roles(query: &str, tokens: &[Token]) -> Vec<Role> {
    let spelt = |token: &Token| match token.what {
        Shape::Open => Role::Open,
        Shape::Close => Role::Close,
        Shape::Pipe => Role::Either,
        Shape::Minus => Role::Without,
        Shape::Word => match &query[token.span.clone()] {
            "OR" => Role::Either,
            "AND" => Role::Both,
            "NOT" => Role::Without,
            _ => Role::Term,
        },
        Shape::Quoted(_) | Shape::Link(_) | Shape::Field { .. } => Role::Term,
    };
    let mut roles: Vec<Role> = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let after_term = matches!(roles.last(), Some(Role::Term | Role::Close));
        let after_minus = at > 0 && tokens[at - 1].what == Shape::Minus;
        let before_term = tokens
            .get(at + 1)
            .is_some_and(|next| matches!(spelt(next), Role::Term | Role::Open | Role::Without));
        roles.push(match spelt(token) {
            Role::Either | Role::Both if !(after_term && before_term) => Role::Term,
            Role::Without if token.what == Shape::Word && (after_minus || !before_term) => {
                Role::Term
            }
            role => role,
        });
    }
    roles
}

struct Parser<'q> {
    query: &'q str,
    today: Date,
    tokens: &'q [Token],
    roles: Vec<Role>,
    /// The next token.
    at: usize,
    /// How many leaves there are so far.
    leaves: usize,
    taken_as_text: Vec<TakenAsText>,
}

impl Parser<'_> {
    fn role(&self) -> Option<Role> {
        self.roles.get(self.at).copied()
    }

    /// Steps over the next token if it has this role.
    fn took(&mut self, role: Role) -> bool {
        let fits = self.role() == Some(role);
        self.at += usize::from(fits);
        fits
    }

    /// What stands between `OR`s, up to the end of the group. Nothing at all, or only empty groups, is
    /// `None`.
    fn either(&mut self) -> Result<Option<Node>, Error> {
        let mut sides = Vec::new();
        loop {
            sides.extend(self.together()?);
            if !self.took(Role::Either) {
                break;
            }
        }
        Ok((!sides.is_empty()).then(|| Node::or(sides)))
    }

    /// What stands beside each other, up to an `OR` or the end of the group.
    fn together(&mut self) -> Result<Option<Node>, Error> {
        let mut parts = Vec::new();
        while !matches!(self.role(), None | Some(Role::Either | Role::Close)) {
            if !self.took(Role::Both) {
                parts.extend(self.term()?);
            }
        }
        Ok((!parts.is_empty()).then(|| Node::and(parts)))
    }

    /// A leaf or a group, with or without what denies it.
    fn term(&mut self) -> Result<Option<Node>, Error> {
        let mut denied = false;
        while self.took(Role::Without) {
            denied = !denied;
        }
        let node = if self.took(Role::Open) {
            let inner = self.either()?;
            self.took(Role::Close);
            inner
        } else {
            let at = self.at;
            self.at += 1;
            match self.tokens.get(at) {
                Some(token) => self.leaf(token)?,
                None => None,
            }
        };
        Ok(if denied { node.map(Node::negated) } else { node })
    }

    /// What a single token asks for; an empty pair of quotes asks for nothing.
    fn leaf(&mut self, token: &Token) -> Result<Option<Node>, Error> {
        let query = self.query;
        let phrase = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let words = match &token.what {
            Shape::Field { name, value, quoted } => {
                return self.field(token, name.clone(), value.clone(), *quoted).map(Some);
            }
            Shape::Quoted(inner) => phrase(&query[inner.clone()]),
            Shape::Link(inner) => phrase(linked(&query[inner.clone()])),
            _ => return self.word(token.span.clone()).map(Some),
        };
        if words.is_empty() {
            return Ok(None);
        }
        self.asks(Leaf::Phrase(words), token.span.clone()).map(Some)
    }

    fn field(
        &mut self,
        token: &Token,
        name: Range<usize>,
        value: Range<usize>,
        quoted: bool,
    ) -> Result<Node, Error> {
        let (name_text, value_text) = (&self.query[name.clone()], &self.query[value.clone()]);
        if let Some(reader) = fields::reader(name_text) {
            return match fields::read(reader, value_text, quoted, self.today) {
                Ok(leaf) => self.asks(leaf, token.span.clone()),
                Err(trouble) => Err(Error {
                    message: format!("{}: {}", name_text.to_lowercase(), trouble.message),
                    span: if value.is_empty() { token.span.clone() } else { value },
                    suggestion: trouble.suggestion.map(|value| as_typed(name_text, &value)),
                }),
            };
        }
        if looks_like_a_field(value_text) {
            self.note(name.clone(), fields::near(name_text));
        }
        if !quoted {
            return self.word(token.span.clone());
        }
        let mut parts = vec![self.word(name.start..name.end + 1)?];
        let words: Vec<String> = value_text.split_whitespace().map(str::to_owned).collect();
        if !words.is_empty() {
            parts.push(self.asks(Leaf::Phrase(words), name.end + 1..token.span.end)?);
        }
        Ok(Node::and(parts))
    }

    /// A word, with what its first and last character make of it.
    fn word(&mut self, span: Range<usize>) -> Result<Node, Error> {
        let word = &self.query[span.clone()];
        let stem = word.strip_suffix('*');
        if word == "*" {
            return Ok(Node::All);
        }
        let leaf = match (fields::hash_tag(word), stem) {
            (Some(tag), _) => Leaf::Tag(tag.to_owned()),
            (None, Some(stem)) if !stem.contains('*') && stem.contains(char::is_alphanumeric) => {
                Leaf::Prefix(stem.to_owned())
            }
            _ => Leaf::Word(word.to_owned()),
        };
        if let Some(name) = word.strip_suffix(':')
            && fields::reader(name).is_some()
        {
            self.note(span.start..span.end - 1, None);
        }
        self.asks(leaf, span)
    }

    fn asks(&mut self, what: Leaf, span: Range<usize>) -> Result<Node, Error> {
        self.leaves += 1;
        if self.leaves > MAX_LEAVES {
            return Err(Error {
                message: format!("a query has at most {MAX_LEAVES} words and conditions"),
                span,
                suggestion: None,
            });
        }
        Ok(Node::Leaf { what, span })
    }

    fn note(&mut self, name: Range<usize>, nearest: Option<&'static str>) {
        let text = self.query[name.clone()].to_owned();
        let reserved = fields::reader(&text).is_some();
        self.taken_as_text.push(TakenAsText { name: text, span: name, reserved, nearest });
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

/// The name of the note in a link: `Maya Chen` of `People/Maya Chen#Log|Maya`.
fn linked(inner: &str) -> &str {
    let target = inner.split(['|', '#']).next().unwrap_or(inner);
    target.rsplit('/').next().unwrap_or(target)
}
