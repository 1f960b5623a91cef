//! Text → words as they are compared: case and accents folded; Chinese, Japanese and Korean, which have
//! no spaces, as pairs of neighbouring characters.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::model::text::fold;

/// Longer runs of letters are no words that anybody looks for, in bytes.
const LONGEST: usize = 200;

/// The tokenizer of running text.
#[derive(Debug, Clone, Default)]
pub(super) struct Folding;

impl Tokenizer for Folding {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        Words { text, at: 0, pair: None, token: Token::default() }
    }
}

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut folding = Folding;
    let mut stream = folding.token_stream(text);
    let mut words = Vec::new();
    while stream.advance() {
        words.push(stream.token().text.clone());
    }
    words
}

/// A stream of words.
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
    /// The last character of the pair before, to which the next one is joined.
    pair: Option<char>,
    token: Token,
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let rest = &self.text[self.at..];
            let Some(first) = rest.chars().next() else { return false };
            if is_ideographic(first) {
                return self.take_pair(first);
            }
            if !first.is_alphanumeric() {
                self.pair = None;
                let skipped = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
                self.at += skipped;
                continue;
            }
            self.pair = None;
            let length = rest
                .find(|c: char| (!c.is_alphanumeric() && !is_mark(c)) || is_ideographic(c))
                .unwrap_or(rest.len());
            let word = &rest[..length];
            let start = self.at;
            self.at += length;
            if length > LONGEST {
                continue;
            }
            self.emit(start, length);
            if word.is_ascii() {
                self.token.text.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            } else {
                self.token.text.push_str(&fold(word));
            }
            if !self.token.text.is_empty() {
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl Words<'_> {
    fn emit(&mut self, start: usize, length: usize) {
        self.token.text.clear();
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = start;
        self.token.offset_to = start + length;
    }

    /// `田中さん` is read as `田中`, `中さ`, `さん`; a character alone is a word of its own.
    fn take_pair(&mut self, first: char) -> bool {
        let start = self.at;
        let length = first.len_utf8();
        let next = self.text[start + length..].chars().next().filter(|c| is_ideographic(*c));
        match (self.pair, next) {
            (_, Some(next)) => {
                self.emit(start, length + next.len_utf8());
                self.token.text.push(first);
                self.token.text.push(next);
                self.pair = Some(first);
                self.at += length;
                true
            }
            (Some(_), None) => {
                // The last character is in the pair before.
                self.pair = None;
                self.at += length;
                self.advance()
            }
            (None, None) => {
                self.emit(start, length);
                self.token.text.push(first);
                self.at += length;
                true
            }
        }
    }
}

/// Combining marks belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Letters of scripts that are written without spaces, or whose words people look for in part.
fn is_ideographic(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_folded_and_scripts_without_spaces_paired() {
        let cases: [(&str, &[&str]); 9] = [
            ("Grid storage, 10:30", &["grid", "storage", "10", "30"]),
            ("Zoë KOWALCZYK's", &["zoe", "kowalczyk", "s"]),
            ("Jose\u{301}", &["jose"]),
            ("maya.chen@example.org", &["maya", "chen", "example", "org"]),
            ("田中さん", &["田中", "中さ", "さん"]),
            ("田 x中", &["田", "x", "中"]),
            ("東京Tower", &["東京", "tower"]),
            ("** — ", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "{text}");
        }
        assert_eq!(words(&"x".repeat(5000)), Vec::<String>::new());
    }
}
