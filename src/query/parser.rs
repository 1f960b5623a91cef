//! From tokens to the tree: what stands beside each other holds together, binds closer than `OR`, and
//! `-` or `NOT` binds closest.
//!
//! An operator without something on each side of it is text, and so is everything that only looks like
//! a field. The one recursion is that of groups and of saved queries, whose depth is bounded.

mod leaf;

use std::ops::Range;

use super::error::{Error, boundary};
use super::fields::{self, Field};
use super::lexer::{Shape, Token, tokens};
use super::tree::{Leaf, Node, Place};
use super::{Context, MAX_BYTES, MAX_LEAVES, Query, TakenAsText, Why};

/// Reads a query.
///
/// # Errors
/// If a reserved field has a value that means nothing, or the query is beyond its bounds. The leftmost
/// one is told.
pub fn parse(query: &str, context: &Context<'_>) -> Result<Query, Error> {
    let mut seen = Seen::default();
    let root = read(query, context, &mut seen, Inside::default(), 0)?;
    Ok(Query { root, taken_as_text: seen.taken_as_text, views: seen.views })
}

/// What was met so far, in the query and in the saved ones that it names.
#[derive(Default)]
pub(super) struct Seen {
    /// How many leaves there are.
    leaves: usize,
    pub(super) taken_as_text: Vec<TakenAsText>,
    /// The saved queries that were put in, by name, with what they say.
    pub(super) views: Vec<(String, String)>,
    /// The names of the saved queries that are being read, the outermost first.
    pub(super) open: Vec<String>,
}

/// What a part of a query stands in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inside {
    /// Within `with:{…}`.
    people: bool,
    /// Within `section:(…)` and the like, where only text means something.
    place: Option<Place>,
}

/// Reads one text that stands within `outer` groups.
pub(super) fn read(
    query: &str,
    context: &Context<'_>,
    seen: &mut Seen,
    inside: Inside,
    outer: usize,
) -> Result<Node, Error> {
    if query.len() > MAX_BYTES {
        return Err(Error {
            message: format!("a query has at most {MAX_BYTES} bytes, and this one {}", query.len()),
            span: boundary(query, MAX_BYTES)..query.len(),
            suggestion: None,
        });
    }
    let tokens = tokens(query, outer)?;
    let roles = roles(query, &tokens);
    let mut parser =
        Parser { query, context, tokens: &tokens, roles, at: 0, inside, groups: outer, seen };
    Ok(parser.either()?.unwrap_or(Node::All))
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
        Shape::Open | Shape::FieldOpen { .. } => Role::Open,
        Shape::Close => Role::Close,
        Shape::Pipe => Role::Either,
        Shape::Minus => Role::Without,
        Shape::Word => match &query[token.span.clone()] {
            "OR" => Role::Either,
            "AND" => Role::Both,
            "NOT" => Role::Without,
            _ => Role::Term,
        },
        Shape::Quoted(_) | Shape::Link(_) | Shape::Field { .. } | Shape::Bracket { .. } => {
            Role::Term
        }
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

struct Parser<'q, 'c> {
    query: &'q str,
    context: &'q Context<'c>,
    tokens: &'q [Token],
    roles: Vec<Role>,
    /// The next token.
    at: usize,
    inside: Inside,
    /// How many groups are open.
    groups: usize,
    seen: &'q mut Seen,
}

impl Parser<'_, '_> {
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
        let tokens = self.tokens;
        let Some(token) = tokens.get(self.at) else { return Ok(None) };
        let opens = self.took(Role::Open);
        let node = match &token.what {
            Shape::FieldOpen { name } if opens => self.group_of(token, name.clone()).map(Some)?,
            _ if opens => self.group()?,
            _ => {
                self.at += 1;
                self.leaf(token)?
            }
        };
        Ok(if denied { node.map(Node::negated) } else { node })
    }

    /// What stands in a group, whose opening was stepped over.
    fn group(&mut self) -> Result<Option<Node>, Error> {
        self.groups += 1;
        let inner = self.either()?;
        self.took(Role::Close);
        self.groups -= 1;
        Ok(inner)
    }

    /// A field with its group: `title:(a b)`, `with:{tag:investor}`.
    fn group_of(&mut self, token: &Token, name: Range<usize>) -> Result<Node, Error> {
        let query = self.query;
        let field = fields::field(&query[name.clone()]);
        let failed = |message: &str| Error {
            message: format!("{}: {message}", query[name.clone()].to_lowercase()),
            span: token.span.clone(),
            suggestion: None,
        };
        let outer = self.inside;
        self.inside = match field {
            _ if outer.place.is_some() => {
                return Err(failed("cannot stand among words to look for"));
            }
            Some(Field::Text(place)) => Inside { place: Some(place), ..outer },
            _ if outer.people => return Err(failed("braces within braces are one too many")),
            _ => Inside { people: true, ..outer },
        };
        let inner = self.group()?;
        let place = self.inside.place;
        self.inside = outer;
        let inner = inner.filter(|inner| place.is_none() || *inner != Node::All);
        let Some(inner) = inner else { return Err(failed("needs something within")) };
        let what = match place {
            Some(place) => {
                fields::within(place, inner).map_err(|trouble| failed(&trouble.message))?
            }
            None => Leaf::WithAny(Box::new(inner)),
        };
        // Its leaves were counted one by one.
        let end = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let end = end.map_or(token.span.end, |last| last.span.end);
        Ok(Node::Leaf { what, span: token.span.start..end })
    }

    fn asks(&mut self, what: Leaf, span: Range<usize>) -> Result<Node, Error> {
        self.seen.leaves += 1;
        if self.seen.leaves > MAX_LEAVES {
            return Err(Error {
                message: format!("a query has at most {MAX_LEAVES} words and conditions"),
                span,
                suggestion: None,
            });
        }
        if what.says_nothing() && !matches!(self.inside.place, Some(Place::Path | Place::File)) {
            self.note(span.clone(), Why::SaysNothing);
        }
        Ok(Node::Leaf { what, span })
    }

    fn note(&mut self, name: Range<usize>, why: Why) {
        let text = self.query[name.clone()].to_owned();
        self.seen.taken_as_text.push(TakenAsText { name: text, span: name, why });
    }
}
