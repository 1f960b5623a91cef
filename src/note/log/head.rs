//! The part of a dated line before its colon: who acted, the words that decide, `via` and what stands in
//! brackets.

use super::grammar::Line;
use super::meaning::Subject;
use super::words::{Row, Words, channel, channel_name, is_marked};
use crate::model::text::fold;
use crate::model::{Direction, PersonRef};
use crate::note::odd::steps;

/// The words among which the deciding one must begin.
const DECIDING: usize = 4;

/// A word of the part before the colon.
pub(super) struct Token<'a> {
    pub folded: String,
    pub link: Option<&'a PersonRef>,
    pub ends_with_comma: bool,
}

/// The part of a line before its colon.
pub(super) struct Head<'a> {
    pub tokens: Vec<Token<'a>>,
    /// How many tokens stand before the first `via`, `with` or bracket.
    pub bare: usize,
    /// Who is said to have acted, and the number of tokens before that.
    subject: Option<(usize, Subject)>,
    pub via: Option<String>,
    pub brackets: Vec<String>,
    /// Where the colon is, if there is one.
    pub colon: Option<usize>,
    /// Where the head ends: at the colon, or at the end of the line.
    pub end: usize,
}

impl<'a> Head<'a> {
    pub fn take(line: &Line<'a>, from: usize, words: &Words) -> Self {
        let colon = find_colon(line, from);
        let end = colon.unwrap_or(line.text.len());
        let mut head = Self {
            tokens: Vec::new(),
            bare: usize::MAX,
            subject: None,
            via: None,
            brackets: Vec::new(),
            colon,
            end,
        };
        head.tokenize(line, from, words);
        head.bare = head.bare.min(head.tokens.len());
        head
    }

    fn tokenize(&mut self, line: &Line<'a>, from: usize, words: &Words) {
        let mut at = from;
        let mut wants_channel = false;
        while at < self.end {
            let rest = &line.text[at..self.end];
            let c = rest.chars().next().unwrap_or(' ');
            if c.is_whitespace()
                || (matches!(c, ',' | ';' | '.' | '!' | '*') && !self.tokens.is_empty())
            {
                at += c.len_utf8();
                continue;
            }
            if let Some((range, to)) =
                line.link_from(at).filter(|(range, _)| range.start == at && !range.is_empty())
            {
                if std::mem::take(&mut wants_channel) {
                    self.via = Some(channel_name(&to.name));
                    at = range.end;
                    continue;
                }
                let after = line.text[range.end..].trim_start();
                let token = Token {
                    folded: fold(&to.name),
                    link: Some(to),
                    ends_with_comma: after.starts_with(','),
                };
                self.tokens.push(token);
                at = range.end;
                continue;
            }
            if c == '(' {
                let close = rest.find(')').map_or(rest.len(), |close| close + 1);
                self.bracket(rest[1..close].trim_end_matches(')'));
                at += close;
                continue;
            }
            if let Some((arrow, length)) = arrow(rest) {
                if self.tokens.is_empty() && self.subject.is_none() {
                    self.subject = Some((0, Subject::Arrow(arrow)));
                }
                at += length;
                continue;
            }
            let length = rest
                .find(|c: char| c.is_whitespace() || c == '(')
                .unwrap_or(rest.len())
                .max(c.len_utf8());
            // A link may begin in the middle of what would be a word: `with:[[Maya]]`.
            let next_link = line.link_from(at + 1).map(|(range, _)| range.start);
            let length = next_link.map_or(length, |start| length.min(start - at));
            self.word(&rest[..length], words, &mut wants_channel);
            at += length;
        }
    }

    fn word(&mut self, raw: &str, words: &Words, wants_channel: &mut bool) {
        let trimmed = raw.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
        if trimmed.is_empty() {
            return;
        }
        let folded = fold(trimmed);
        let position = self.tokens.len();
        if *wants_channel {
            *wants_channel = false;
            // `via in person` is one channel.
            match &mut self.via {
                Some(via) if via == "in" => *via = format!("in {folded}"),
                _ => {
                    self.via =
                        Some(if folded == "in" { folded.clone() } else { channel_name(&folded) })
                }
            }
            if folded == "in" {
                *wants_channel = true;
            }
            return;
        }
        if words.is_via(&folded) {
            *wants_channel = true;
            self.bare = self.bare.min(position);
            return;
        }
        if words.joins_people(&folded) {
            self.bare = self.bare.min(position);
        }
        if self.subject.is_none() && words.is_me(&folded) {
            self.subject = Some((position, Subject::Me));
            if position == 0 {
                return;
            }
        } else if self.subject.is_none() && words.is_them(&folded) {
            self.subject = Some((position, Subject::Them));
            if position == 0 {
                return;
            }
        }
        self.tokens.push(Token { folded, link: None, ends_with_comma: raw.ends_with(',') });
    }

    fn bracket(&mut self, inner: &str) {
        self.bare = self.bare.min(self.tokens.len());
        let folded = fold(inner);
        if channel(&folded).is_some() && self.via.is_none() {
            self.via = Some(channel_name(&folded));
        }
        self.brackets.push(folded);
    }

    /// The first and longest phrase of the table that begins among the deciding words.
    pub fn phrase(
        &self,
        line: &Line<'_>,
        words: &Words,
        has_via: bool,
    ) -> Option<(usize, String, Row)> {
        const LONGEST: usize = 4;
        let first_link = self.tokens.iter().position(|token| token.link.is_some());
        let reach = match first_link {
            Some(link) if line.in_journal => DECIDING.max(link),
            _ => DECIDING,
        };
        (0..self.tokens.len().min(reach)).find_map(|start| {
            (1..=LONGEST.min(self.tokens.len() - start)).rev().find_map(|length| {
                let tokens = &self.tokens[start..start + length];
                if tokens.iter().any(|token| token.link.is_some()) {
                    return None;
                }
                let words_of: Vec<&str> =
                    tokens.iter().map(|token| token.folded.as_str()).collect();
                let phrase = words_of.join(" ");
                let row = words.row(&phrase)?;
                let meant = line.in_log
                    || line.all_words
                    || has_via
                    || self.subject_before(line, start).is_some();
                (!is_marked(&phrase) || meant).then_some((start, phrase, row))
            })
        })
    }

    pub fn arrow(&self) -> Option<Direction> {
        match self.subject {
            Some((_, Subject::Arrow(direction))) => Some(direction),
            _ => None,
        }
    }

    /// Who acts in a phrase that begins at this token: said outright, or a name right before it.
    pub fn subject_before(&self, line: &Line<'_>, start: usize) -> Option<Subject> {
        if let Some((at, subject)) = self.subject
            && at <= start
        {
            return Some(subject);
        }
        let before = &self.tokens[..start];
        let last = before.last()?;
        let named = last.link.is_some() || line.own_names.iter().any(|name| spells(before, name));
        named.then_some(Subject::Them)
    }

    /// The channel that is all that stands before the colon, `via`, `with` or a bracket.
    pub fn bare_channel(&self) -> Option<(String, bool)> {
        const FILLERS: [&str; 9] =
            ["had", "a", "an", "quick", "short", "long", "our", "the", "first"];
        let bare: Vec<&str> = self.tokens[..self.bare]
            .iter()
            .skip_while(|token| FILLERS.contains(&token.folded.as_str()))
            .map(|token| if token.link.is_some() { "" } else { token.folded.as_str() })
            .collect();
        if bare.is_empty() {
            return None;
        }
        let whole = bare.join(" ");
        if let Some(talk) = channel(&whole) {
            return Some((channel_name(&whole), talk));
        }
        let talks: Option<Vec<bool>> = bare.iter().map(|word| channel(word)).collect();
        talks.map(|talks| (channel_name(bare[0]), talks.contains(&true)))
    }
}

/// Whether these words make this name. Looks no further than they do, for it is asked of each word of a line.
fn spells(words: &[Token<'_>], name: &str) -> bool {
    let mut rest = Some(name);
    for (index, word) in words.iter().enumerate() {
        steps::count(1);
        let spaced = |rest: &'_ str| rest.strip_prefix(' ').map(str::len);
        let from = rest.and_then(|rest| if index == 0 { Some(rest.len()) } else { spaced(rest) });
        let after = from.and_then(|length| name[name.len() - length..].strip_prefix(&*word.folded));
        if after.is_none() {
            return false;
        }
        rest = after;
    }
    rest.is_some_and(str::is_empty)
}

/// The colon that ends the head: not one in a time, a link, an address or `1:1`.
fn find_colon(line: &Line<'_>, from: usize) -> Option<usize> {
    let text = line.text;
    text[from..].char_indices().map(|(at, c)| (from + at, c)).find_map(|(at, c)| {
        if !matches!(c, ':' | '：') {
            return None;
        }
        let in_link = line.is_in_link(at);
        let before = text[..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let in_time = digit(before) && digit(after);
        let in_address = text[at..].starts_with("://");
        (!in_link && !in_time && !in_address).then_some(at)
    })
}

fn arrow(text: &str) -> Option<(Direction, usize)> {
    const ARROWS: [(&str, Direction); 6] = [
        ("<->", Direction::Both),
        ("↔", Direction::Both),
        ("->", Direction::Out),
        ("→", Direction::Out),
        ("<-", Direction::In),
        ("←", Direction::In),
    ];
    let (arrow, direction) = ARROWS.iter().find(|(arrow, _)| text.starts_with(arrow))?;
    Some((*direction, arrow.len()))
}

/// Skips white space, and one colon, dash or bar.
pub(super) fn skip_separator(text: &str, from: usize) -> usize {
    let rest = text[from..].trim_start();
    let rest = match rest.chars().next() {
        // Not the dash of an arrow.
        Some('-') if rest.starts_with("->") => rest,
        Some(c @ (':' | '–' | '—' | '-' | '|' | '：' | ',')) => {
            rest[c.len_utf8()..].trim_start()
        }
        _ => rest,
    };
    text.len() - rest.len()
}
