//! Cuts a query into tokens. Nothing is an error here but groups within groups within groups.
//!
//! Only what stands at the start of a term can mean something: `f(x)`, `6"`, `well-known` and `a"b` are
//! words. Whether a word is an operator or a field is for the parser to say; the lexer only sees that
//! it has the shape of one. Every character is looked at a bounded number of times.

use std::ops::Range;

use super::error::Error;
use super::fields;

/// How deep groups may lie within groups.
pub(super) const MAX_DEPTH: usize = 16;

/// A piece of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// What it looks like.
    pub(super) what: Shape,
    /// Where it stands, in bytes.
    pub(super) span: Range<usize>,
}

/// What a token looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// `(`. One without its counterpart is closed by the end of the query.
    Open,
    /// `)` or `}`, of a group that is open.
    Close,
    /// `name:(` or `name:{`, of a field that takes a group. A group like any other from there on.
    FieldOpen {
        /// Where the name stands.
        name: Range<usize>,
    },
    /// `[key]` or `[key:value]`; the key begins with a letter.
    Bracket {
        /// Where the key stands.
        key: Range<usize>,
        /// Where the value stands, if there is a colon.
        value: Option<Range<usize>>,
    },
    /// `|`, or several.
    Pipe,
    /// A `-` with a term attached to it; a term always follows.
    Minus,
    /// Text without white space.
    Word,
    /// Text in quotes; holds where the inner text stands.
    Quoted(Range<usize>),
    /// `[[…]]`; holds where the inner text stands.
    Link(Range<usize>),
    /// `name:value` or `name:"some value"`. The name begins with a letter and the value is there, though
    /// it may be an empty pair of quotes.
    Field {
        /// Where the name stands.
        name: Range<usize>,
        /// Where the value stands, without its quotes.
        value: Range<usize>,
        /// The value stands in quotes.
        quoted: bool,
    },
}

/// Cuts a query into tokens; it stands within `outer` groups already.
///
/// # Errors
/// If more than [`MAX_DEPTH`] groups are open at once.
pub(super) fn tokens(query: &str, outer: usize) -> Result<Vec<Token>, Error> {
    let mut lexer = Lexer {
        query,
        last_straight: query.rfind('"'),
        last_curly: query.rfind('”'),
        last_link: query.rfind("]]"),
        outer,
        open: Vec::new(),
    };
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = query[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        if c == '}' && lexer.open.contains(&'{') {
            // Parentheses that are still open within the braces end with them.
            while lexer.open.pop() != Some('{') {
                tokens.push(Token { what: Shape::Close, span: at..at });
            }
            tokens.push(Token { what: Shape::Close, span: at..at + 1 });
            at += 1;
            continue;
        }
        let token = lexer.token(at)?;
        at = token.span.end;
        tokens.push(token);
    }
    Ok(tokens)
}

struct Lexer<'q> {
    query: &'q str,
    /// Where the last of each closing mark stands, so that a search for one is made only if it succeeds.
    last_straight: Option<usize>,
    last_curly: Option<usize>,
    last_link: Option<usize>,
    /// How many groups the whole query stands in.
    outer: usize,
    /// How each group that is open was opened, innermost last.
    open: Vec<char>,
}

impl Lexer<'_> {
    /// The token at `at`, where something other than white space stands.
    fn token(&mut self, at: usize) -> Result<Token, Error> {
        let rest = &self.query[at..];
        let mark = |what, length: usize| Ok(Token { what, span: at..at + length });
        if let Some((inner, end)) = self.quoted(at) {
            return Ok(Token { what: Shape::Quoted(inner), span: at..end });
        }
        if let Some((inner, end)) = self.link(at) {
            return Ok(Token { what: Shape::Link(inner), span: at..end });
        }
        if let Some(token) = self.bracket(at) {
            return Ok(token);
        }
        if let Some(length) = name_end(rest)
            && fields::takes_group(&rest[..length], rest[length + 1..].chars().next())
        {
            let span = at..at + length + 2;
            self.enter(span.end - 1)?;
            return Ok(Token { what: Shape::FieldOpen { name: at..at + length }, span });
        }
        match rest.as_bytes()[0] {
            b'(' => {
                self.enter(at)?;
                mark(Shape::Open, 1)
            }
            b')' if self.open.last() == Some(&'(') => {
                self.open.pop();
                mark(Shape::Close, 1)
            }
            b'|' => mark(Shape::Pipe, rest.len() - rest.trim_start_matches('|').len()),
            b'-' if begins_negated(&rest[1..]) => mark(Shape::Minus, 1),
            _ => Ok(self.word(at)),
        }
    }

    /// Opens the group whose sign stands at `at`.
    fn enter(&mut self, at: usize) -> Result<(), Error> {
        if self.outer + self.open.len() >= MAX_DEPTH {
            return Err(Error {
                message: format!("a query has at most {MAX_DEPTH} groups within each other"),
                span: at..at + 1,
                suggestion: None,
            });
        }
        self.open.extend(self.query[at..].chars().next());
        Ok(())
    }

    /// `[key:value]`, with nothing attached to it: `[text](address)` is text.
    fn bracket(&self, at: usize) -> Option<Token> {
        let inner = self.query[at..].strip_prefix('[')?;
        if !inner.starts_with(char::is_alphabetic) {
            return None;
        }
        let length = inner.find(['[', ']'])?;
        let rest = inner[length..].strip_prefix(']')?;
        let ends = |c: char| c.is_whitespace() || matches!(c, '|' | ')' | '}');
        if !rest.chars().next().is_none_or(ends) {
            return None;
        }
        let (from, to) = (at + 1, at + 1 + length);
        let colon = inner[..length].find(':').map(|colon| from + colon);
        let what = Shape::Bracket {
            key: from..colon.unwrap_or(to),
            value: colon.map(|colon| colon + 1..to),
        };
        Some(Token { what, span: at..to + 1 })
    }

    /// A word, or what has the shape of a field.
    fn word(&self, at: usize) -> Token {
        let mut name = name_end(&self.query[at..]).map(|length| at..at + length);
        if let Some(name) = &name
            && let Some((value, end)) = self.quoted(name.end + 1)
        {
            let what = Shape::Field { name: name.clone(), value, quoted: true };
            return Token { what, span: at..end };
        }
        let end = at + self.word_length(&self.query[at..]);
        let what = match name.take() {
            Some(name) if name.end + 1 < end => {
                Shape::Field { value: name.end + 1..end, name, quoted: false }
            }
            _ => Shape::Word,
        };
        Token { what, span: at..end }
    }

    /// Up to white space, a bar, or the end of the group it stands in. Parentheses within it pair up.
    fn word_length(&self, rest: &str) -> usize {
        let mut open = 0_usize;
        for (at, c) in rest.char_indices() {
            match c {
                '|' => return at,
                '(' => open += 1,
                ')' if open > 0 => open -= 1,
                ')' if self.open.last() == Some(&'(') => return at,
                '}' if self.open.contains(&'{') => return at,
                c if c.is_whitespace() => return at,
                _ => {}
            }
        }
        rest.len()
    }

    /// The inside of the quotes that open at `at`, and where they end.
    fn quoted(&self, at: usize) -> Option<(Range<usize>, usize)> {
        match self.query[at..].chars().next()? {
            '"' => self.enclosed(at, "\"", "\"", self.last_straight),
            '“' => self.enclosed(at, "“", "”", self.last_curly),
            _ => None,
        }
    }

    fn link(&self, at: usize) -> Option<(Range<usize>, usize)> {
        self.enclosed(at, "[[", "]]", self.last_link)
    }

    /// What stands between two marks, the first of them at `at`; `last` is where the other stands last.
    fn enclosed(
        &self,
        at: usize,
        open: &str,
        close: &str,
        last: Option<usize>,
    ) -> Option<(Range<usize>, usize)> {
        let from = at + open.len();
        if !self.query[at..].starts_with(open) || last.is_none_or(|last| last < from) {
            return None;
        }
        let to = from + self.query[from..].find(close)?;
        Some((from..to, to + close.len()))
    }
}

/// Whether a `-` before this text means *without*: arrows, dashes and a lone `-` do not.
fn begins_negated(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_some_and(|c| !c.is_whitespace() && !matches!(c, '-' | '>' | ')' | '}' | '|'))
}

/// The length of the name in `name:…`: a letter, then letters, digits, `-` and `_`.
fn name_end(rest: &str) -> Option<usize> {
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')?;
    (rest[end..].starts_with(':') && rest.starts_with(char::is_alphabetic)).then_some(end)
}
