//! Text → words as they are compared: case and accents folded; Chinese, Japanese and Korean, which have
//! no spaces, as single characters and pairs of neighbours; pictures; and beside the words what people write with
//! them: `C++`, `50%`, `@maya`, `follow-up` as `followup`, a telephone number however it is spaced.

use std::borrow::Cow;
use std::collections::VecDeque;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::signs;
use crate::model::text::{fold, is_pictograph};

/// Longer runs of letters are no words that anybody looks for, in bytes.
const LONGEST: usize = 200;
/// Longer compounds are file names and addresses, and nobody writes those as one word; in bytes.
const LONGEST_COMPOUND: usize = 40;

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A word, folded.
    Word,
    /// A character of a script without spaces.
    Character,
    /// Two neighbouring characters of such a script.
    Pair,
    /// A word with the sign that makes it another one: `c++`, `.net`, `50%`.
    Signed,
    /// A word with the `@` before it.
    Handle,
    /// The parts of a compound as one word, at the place of its first and again of its last part.
    Joined {
        /// How many parts it has.
        parts: usize,
    },
    /// A telephone number, at the place of its first group of digits.
    Phone {
        /// How many groups it is written in.
        groups: usize,
    },
}

/// A piece of text as it is compared. Several may stand at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    /// Where it stands, counted in words and characters.
    pub place: usize,
    pub form: Form,
}

/// The tokenizer of running text.
#[derive(Debug, Clone, Default)]
pub(super) struct Folding;

impl Tokenizer for Folding {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        Words { scanner: Scanner::new(text), token: Token::default() }
    }
}

/// A stream of words for tantivy.
pub(super) struct Words<'a> {
    scanner: Scanner<'a>,
    token: Token,
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        match self.scanner.advance(&mut self.token.text) {
            Some((_, place)) => {
                self.token.position = place;
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// All pieces of a text, in order of their places.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut scanner = Scanner::new(text);
    let mut pieces = Vec::new();
    let mut text = String::new();
    while let Some((form, place)) = scanner.advance(&mut text) {
        pieces.push(Piece { text: std::mem::take(&mut text), place, form });
    }
    pieces
}

/// Tells all pieces of a text with their places, in the order of those.
pub(super) fn each_piece(text: &str, mut tell: impl FnMut(&str, usize)) {
    let mut scanner = Scanner::new(text);
    let mut piece = String::new();
    while let Some((_, place)) = scanner.advance(&mut piece) {
        tell(&piece, place);
    }
}

struct Scanner<'a> {
    text: Cow<'a, str>,
    at: usize,
    /// The place of the next word.
    place: usize,
    /// Up to here it is known which digits are a telephone number.
    numbers_seen: usize,
    /// What stands at the place of the last word, or in the rest of a compound.
    waiting: VecDeque<Piece>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        // Full-width letters, ligatures and characters put together from parts.
        let text = match text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
            true => Cow::Borrowed(text),
            false => Cow::Owned(text.nfkc().collect()),
        };
        Self { text, at: 0, place: 0, numbers_seen: 0, waiting: VecDeque::new() }
    }

    /// Writes the next piece into a text, and tells what it is and where it stands.
    fn advance(&mut self, into: &mut String) -> Option<(Form, usize)> {
        loop {
            into.clear();
            if let Some(piece) = self.waiting.pop_front() {
                into.push_str(&piece.text);
                return Some((piece.form, piece.place));
            }
            let rest = &self.text[self.at..];
            let first = rest.chars().next()?;
            if is_ideographic(first) {
                return Some(self.character(first, into));
            }
            if is_pictograph(first) {
                return Some(self.pictograph(first, into));
            }
            if !first.is_alphanumeric() {
                let begins = |c: char| c.is_alphanumeric() || is_pictograph(c);
                self.at += rest.find(begins).unwrap_or(rest.len());
                continue;
            }
            let start = self.at;
            let end = start + word_length(rest);
            self.at = end;
            if self.follows(end).is_some() {
                self.compound(start, end);
                continue;
            }
            let place = self.place;
            if let Some(form) = self.word(start, end, into) {
                return Some((form, place));
            }
        }
    }

    /// A character, with the pair that begins with it.
    fn character(&mut self, first: char, into: &mut String) -> (Form, usize) {
        let place = self.place;
        self.place += 1;
        self.at += first.len_utf8();
        into.push(first);
        if let Some(next) = self.text[self.at..].chars().next().filter(|c| is_ideographic(*c)) {
            let text = String::from_iter([first, next]);
            self.waiting.push_back(Piece { text, place, form: Form::Pair });
        }
        (Form::Character, place)
    }

    /// A picture is a word; two letters that make a flag are one. Its colours say nothing.
    fn pictograph(&mut self, first: char, into: &mut String) -> (Form, usize) {
        let is_flag = |c: &char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
        let place = self.place;
        self.place += 1;
        into.push(first);
        self.at += first.len_utf8();
        let next = self.text[self.at..].chars().next().filter(is_flag);
        if let Some(next) = next.filter(|_| is_flag(&first)) {
            into.push(next);
            self.at += next.len_utf8();
        }
        (Form::Word, place)
    }

    /// Writes a word into a text, and puts what else stands there with those that wait.
    fn word(&mut self, start: usize, end: usize, into: &mut String) -> Option<Form> {
        let word = &self.text[start..end];
        if word.len() > LONGEST {
            return None;
        }
        if word.is_ascii() {
            into.push_str(word);
            into.make_ascii_lowercase();
        } else {
            into.push_str(&fold(word));
        }
        if into.is_empty() {
            return None;
        }
        let place = self.place;
        self.place += 1;
        if signs::is_handle(&self.text, start) {
            let text = format!("@{into}");
            self.waiting.push_back(Piece { text, place, form: Form::Handle });
        }
        if word.as_bytes()[0].is_ascii_digit() && start >= self.numbers_seen {
            let (phone, end) = signs::phone(&self.text, start);
            self.numbers_seen = end;
            if let Some((text, groups)) = phone {
                self.waiting.push_back(Piece { text, place, form: Form::Phone { groups } });
            }
        }
        match signs::signed(&self.text, start..end, into) {
            // The letter alone is no part of the name.
            Some((text, true)) => {
                *into = text;
                return Some(Form::Signed);
            }
            Some((text, false)) => {
                self.waiting.push_front(Piece { text, place, form: Form::Signed });
            }
            None => {}
        }
        Some(Form::Word)
    }

    /// Where the next part of a compound begins, if a word that ends here has one.
    fn follows(&self, end: usize) -> Option<usize> {
        let mut rest = self.text[end..].chars();
        let mark = rest.next().filter(|c| matches!(c, '-' | '\'' | '’' | '‐' | '_'))?;
        let next = rest.next()?;
        (next.is_alphanumeric() && !is_ideographic(next)).then_some(end + mark.len_utf8())
    }

    /// `follow-up`, `O'Brien`: the parts, and all of them as one word, which stands with the first as well as
    /// with the last one, so that phrases go on before and after it.
    fn compound(&mut self, start: usize, end: usize) {
        let mut ranges = vec![(start, end)];
        while let Some(next) = self.follows(self.at) {
            self.at = next + word_length(&self.text[next..]);
            ranges.push((next, self.at));
        }
        let mut parts: VecDeque<Piece> = VecDeque::new();
        let mut joined = String::new();
        let first_place = self.place;
        let mut after_first = 0;
        for (start, end) in &ranges {
            let (place, mut text) = (self.place, String::new());
            // What stands with this part gets behind it.
            let before = std::mem::take(&mut self.waiting);
            if let Some(form) = self.word(*start, *end, &mut text) {
                joined += &text;
                parts.push_back(Piece { text, place, form });
            }
            parts.append(&mut self.waiting);
            self.waiting = before;
            if after_first == 0 {
                after_first = parts.len();
            }
        }
        let count = self.place - first_place;
        // `2026-11-02` and `10-12` are no words.
        let has_letter = joined.contains(char::is_alphabetic);
        if count > 1 && has_letter && joined.len() <= LONGEST_COMPOUND {
            let form = Form::Joined { parts: count };
            let piece = |place| Piece { text: joined.clone(), place, form };
            parts.insert(after_first, piece(first_place));
            parts.push_back(piece(self.place - 1));
        }
        self.waiting.append(&mut parts);
    }
}

/// The length of the word that a text begins with, in bytes.
fn word_length(rest: &str) -> usize {
    let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if rest.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return plain;
    }
    let is_inside = |c: char| {
        c.is_ascii_alphanumeric()
            || (!c.is_ascii()
                && (c.is_alphanumeric() || is_combining_mark(c) || is_unseen(c))
                && !is_ideographic(c))
    };
    rest.find(|c| !is_inside(c)).unwrap_or(rest.len())
}

/// Soft hyphens, joiners and marks of direction, which nobody sees and nobody types.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Letters of scripts that are written without spaces, or whose words people look for in part.
fn is_ideographic(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{312f}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3134f}')
        && c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::pieces;

    /// The pieces of a text, those of one place with a bar between them.
    fn places(text: &str) -> String {
        let mut shown = String::new();
        let mut last = None;
        for piece in pieces(text) {
            if last.is_some() {
                shown.push(if last == Some(piece.place) { '|' } else { ' ' });
            }
            shown += &piece.text;
            last = Some(piece.place);
        }
        shown
    }

    #[test]
    fn words_are_folded_and_scripts_without_spaces_paired() {
        let cases = [
            ("Grid storage, 10:30", "grid storage 10 30"),
            ("Zoë KOWALCZYK", "zoe kowalczyk"),
            ("Jose\u{301}", "jose"),
            ("maya.chen@example.org", "maya chen example org"),
            ("田中さん", "田|田中 中|中さ さ|さん ん"),
            ("田 x中", "田 x 中"),
            ("東京Tower", "東|東京 京 tower"),
            ("佐々木・ＴＥＬ", "佐|佐々 々|々木 木 tel"),
            ("ｶﾞﾝﾀﾞﾑ", "ガ|ガン ン|ンダ ダ|ダム ム"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("ﬁnance Ⅳ", "finance iv"),
            ("soft\u{ad}ware", "software"),
            ("Straße Işık", "strasse isik"),
            ("كِتَاب שָׁלוֹם", "كتاب שלום"),
            ("done 🎉🎉, 👍🏽 ✅️", "done 🎉 🎉 👍 ✅"),
            ("🇮🇳🇳🇮 ★ →", "🇮🇳 🇳🇮"),
            ("** — ", ""),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(places(text), expected, "{text}");
        }
        assert_eq!(places(&"x".repeat(5000)), "");
    }

    #[test]
    fn what_is_written_with_words_stands_with_them() {
        let cases = [
            ("a follow-up call", "a follow|followup up|followup call"),
            ("O’Brien don't", "o|obrien brien|obrien don|dont t|dont"),
            ("C++ or c#, Notepad++", "c++ or c# notepad|notepad++"),
            (".NET (.net) x.net", "net|.net net|.net x net"),
            ("3.5% of 50 %", "3 5|5% of 50|50%"),
            ("@maya, a@b", "maya|@maya a b"),
            ("@maya-chen", "maya|@maya|mayachen chen|mayachen"),
            ("+44 20 7946 0018", "44|tel:079460018 20 7946 0018"),
            ("020 7946-0018", "020|tel:079460018 7946 0018"),
            ("+442079460018.", "442079460018|tel:079460018"),
            ("2026-11-02 09:15", "2026 11 02 09 15"),
            ("R&D #tag a-", "r d tag a"),
        ];
        for (text, expected) in cases {
            assert_eq!(places(text), expected, "{text}");
        }
    }
}
