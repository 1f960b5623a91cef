//! A query that means nothing: what is wrong, where, and what may have been meant.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthChar;

/// Why a query cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct Error {
    /// What is wrong, on one line.
    pub message: String,
    /// What it is about: bytes of the query, on character boundaries.
    pub span: Range<usize>,
    /// What may have been meant, as it could be typed in place of that part: `kind:meeting`.
    pub suggestion: Option<String>,
}

impl Error {
    /// The query on one line, carets below the part that is wrong, and the suggestion if there is one:
    /// two or three lines, without a line end after the last. A long query is cut to what stands around
    /// the carets. `query` must be the text that was parsed.
    pub fn render(&self, query: &str) -> String {
        let from = boundary(query, self.span.start);
        let to = boundary(query, self.span.end).max(from);
        let (lead, lead_width) = last(&query[..from], AROUND);
        let (marked, marked_width) = first(&query[from..to], MARKED);
        let rest =
            if marked.ends_with('…') { String::new() } else { first(&query[to..], AROUND).0 };
        let carets = "^".repeat(marked_width.max(1));
        let mut text = format!("{lead}{marked}{rest}\n{}{carets}", " ".repeat(lead_width));
        if let Some(suggestion) = &self.suggestion {
            text += &format!("\ndid you mean {}?", shown(suggestion));
        }
        text
    }
}

/// The last boundary between characters that is not after `at`.
pub(super) fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// How many columns of the query stand before the carets, and after them.
const AROUND: usize = 50;
/// How many columns the carets take at most.
const MARKED: usize = 60;
/// How many columns of a value a message repeats.
const VALUE: usize = 40;

/// A value as a message repeats it: on one line, and not too long.
pub(super) fn shown(value: &str) -> String {
    first(value, VALUE).0
}

/// The first columns of a text, and how many they are.
fn first(text: &str, limit: usize) -> (String, usize) {
    let (mut cut, mut width) = (String::new(), 0);
    for c in text.chars() {
        let (c, wide) = cell(c);
        if width + wide > limit {
            cut.push('…');
            return (cut, width + 1);
        }
        cut.push(c);
        width += wide;
    }
    (cut, width)
}

/// The last columns of a text, and how many they are.
fn last(text: &str, limit: usize) -> (String, usize) {
    let (mut cut, mut width) = (Vec::new(), 0);
    for c in text.chars().rev() {
        let (c, wide) = cell(c);
        if width + wide > limit {
            cut.push('…');
            width += 1;
            break;
        }
        cut.push(c);
        width += wide;
    }
    (cut.into_iter().rev().collect(), width)
}

/// A character as it is shown, and its columns. What takes no column of its own, or would act on a
/// terminal, becomes one that does not, so that the carets stand where they should.
fn cell(c: char) -> (char, usize) {
    match c {
        c if c.is_whitespace() => (' ', 1),
        c if c.is_ascii_graphic() => (c, 1),
        c => match c.width() {
            None => ('\u{fffd}', 1),
            Some(0) if !is_mark(c) => ('\u{fffd}', 1),
            Some(width) => (c, width),
        },
    }
}

/// Accents stay on their letter, and joiners hold emoji together.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(span: Range<usize>, suggestion: Option<&str>) -> Error {
        let suggestion = suggestion.map(str::to_owned);
        Error { message: "wrong".to_owned(), span, suggestion }
    }

    #[test]
    fn carets_stand_below_what_is_shown() {
        let cases = [
            ("a kind:foo b", 7..10, "a kind:foo b\n       ^^^"),
            ("田中 dir:上 x", 11..14, "田中 dir:上 x\n         ^^"),
            ("Jose\u{301} dir:up", 11..13, "Jose\u{301} dir:up\n         ^^"),
            ("a\tb\u{1b}\u{202e} dir:up", 12..14, "a b\u{fffd}\u{fffd} dir:up\n          ^^"),
            ("a", 1..1, "a\n ^"),
            // A query that is not the one that was parsed.
            ("é", 1..9, "é\n^"),
        ];
        for (query, span, expected) in cases {
            assert_eq!(error(span, None).render(query), expected, "{query}");
        }
    }

    #[test]
    fn the_suggestion_comes_last() {
        assert_eq!(
            error(5..8, Some("kind:note")).render("kind:not"),
            "kind:not\n     ^^^\ndid you mean kind:note?"
        );
    }

    #[test]
    fn a_long_query_is_cut_around_the_carets() {
        let query = format!("{} dir:up {}", "a".repeat(60), "b".repeat(60));
        let lead = format!("…{} dir:", "a".repeat(45));
        let expected = format!("{lead}up {}…\n{}^^", "b".repeat(49), " ".repeat(51));
        assert_eq!(error(65..67, None).render(&query), expected);
        let query = "x".repeat(5000);
        let expected = format!("…{}…\n{}{}", "x".repeat(110), " ".repeat(51), "^".repeat(61));
        assert_eq!(error(4096..5000, None).render(&query), expected);
    }
}
