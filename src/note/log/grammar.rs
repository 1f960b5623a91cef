//! One dated line → what it means.
//!
//! `DATE [TIME] [:|–||] [I|they|ARROW] WORD… [via CHANNEL] [(DURATION)] [: TEXT]`. The caller has taken
//! the date and the time; this file reads the rest.

use std::ops::Range;

use super::meaning::{Subject, bare_word, is_short, read_minutes, word_of};
use super::words::{Row, Words, channel, channel_name, channel_of, is_marked};
use crate::model::text::fold;
use crate::model::{Date, Direction, Meaning, PersonRef, Word};
use crate::note::dates;

/// The words among which the deciding one must begin.
const DECIDING: usize = 4;
/// More people than this are no list that anybody reads; the rest are mentions.
const LONGEST_LIST: usize = 200;

/// A line to read.
pub(crate) struct Line<'a> {
    /// Its text after date and time.
    pub text: &'a str,
    /// The links in it, in bytes of the text.
    pub links: Vec<(Range<usize>, &'a PersonRef)>,
    /// The day of the entry.
    pub date: Date,
    /// It stands under a log heading.
    pub in_log: bool,
    /// Words with other senses count here even without a sign that a log is meant.
    pub all_words: bool,
    /// It stands in a daily note: words before the first link decide too.
    pub in_journal: bool,
    /// Folded names of the contact whose note this is, who may be the subject of the line.
    pub own_names: &'a [String],
}

impl<'a> Line<'a> {
    /// The first link that begins at this byte or after it.
    fn link_from(&self, at: usize) -> Option<&(Range<usize>, &'a PersonRef)> {
        self.links.get(self.links.partition_point(|(range, _)| range.start < at))
    }

    fn is_in_link(&self, at: usize) -> bool {
        let after = self.links.partition_point(|(range, _)| range.start <= at);
        after.checked_sub(1).is_some_and(|before| self.links[before].0.contains(&at))
    }
}

/// What a line says.
#[derive(Debug, PartialEq)]
pub(crate) struct Said {
    pub meaning: Meaning,
    pub channel: Option<String>,
    pub minutes: Option<u32>,
    pub text: String,
    pub people: Vec<PersonRef>,
    pub mentions: Vec<PersonRef>,
}

/// A word of the part before the colon.
struct Token<'a> {
    folded: String,
    link: Option<&'a PersonRef>,
    ends_with_comma: bool,
}

/// Reads a line.
pub(crate) fn read(line: &Line<'_>, words: &Words) -> Said {
    let mut at = skip_separator(line.text, 0);
    let mut head = Head::take(line, at, words);
    let mut via = head.via.take();
    // A channel in brackets comes first: the words after it decide, even those after the colon. So do
    // the words after a link in a daily note: `[[Maya Chen]]: sent the deck`.
    let only_links = line.in_journal && head.tokens.iter().all(|token| token.link.is_some());
    let first_says_nothing = (head.tokens.is_empty() && via.is_some()) || only_links;
    if first_says_nothing && head.end < line.text.len() {
        at = skip_separator(line.text, head.end);
        let brackets = std::mem::take(&mut head.brackets);
        head = Head::take(line, at, words);
        if head.phrase(line, words, true).is_none() {
            // Nothing decides: the channel stands alone, and the rest is what was said.
            head.tokens.clear();
            (head.bare, head.colon) = (0, None);
        }
        head.brackets.splice(..0, brackets);
        via = head.via.take().or(via);
    }
    let minutes = head.brackets.iter().find_map(|text| read_minutes(text));
    let text = match head.colon {
        Some(colon) if !line.text[colon..].trim_matches([':', ' ', '\n']).is_empty() => {
            &line.text[colon..]
        }
        _ => &line.text[at..],
    };
    let text =
        text.trim_start_matches([':', '：']).split_whitespace().collect::<Vec<_>>().join(" ");
    let (meaning, own_channel) = meaning(line, &head, via.as_deref(), &text, words);
    let people = people(line, &head, words);
    let linked = line.links.iter().map(|(_, to)| *to);
    let mentions = linked.filter(|to| !people.contains(to)).cloned().collect();
    Said { meaning, channel: via.or(own_channel), minutes, text, people, mentions }
}

/// Skips white space, and one colon, dash or bar.
fn skip_separator(text: &str, from: usize) -> usize {
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

/// The part of a line before its colon.
struct Head<'a> {
    tokens: Vec<Token<'a>>,
    /// How many tokens stand before the first `via`, `with` or bracket.
    bare: usize,
    /// Who is said to have acted, and the number of tokens before that.
    subject: Option<(usize, Subject)>,
    via: Option<String>,
    brackets: Vec<String>,
    /// Where the colon is, if there is one.
    colon: Option<usize>,
    /// Where the head ends: at the colon, or at the end of the line.
    end: usize,
}

impl<'a> Head<'a> {
    fn take(line: &Line<'a>, from: usize, words: &Words) -> Self {
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
    fn phrase(
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

    fn arrow(&self) -> Option<Direction> {
        match self.subject {
            Some((_, Subject::Arrow(direction))) => Some(direction),
            _ => None,
        }
    }

    /// Who acts in a phrase that begins at this token: said outright, or a name right before it.
    fn subject_before(&self, line: &Line<'_>, start: usize) -> Option<Subject> {
        if let Some((at, subject)) = self.subject
            && at <= start
        {
            return Some(subject);
        }
        let before = &self.tokens[..start];
        let last = before.last()?;
        let joined: Vec<&str> = before.iter().map(|token| token.folded.as_str()).collect();
        let named = last.link.is_some() || line.own_names.contains(&joined.join(" "));
        named.then_some(Subject::Them)
    }

    /// The channel that is all that stands before the colon, `via`, `with` or a bracket.
    fn bare_channel(&self) -> Option<(String, bool)> {
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

fn meaning(
    line: &Line<'_>,
    head: &Head<'_>,
    via: Option<&str>,
    text: &str,
    words: &Words,
) -> (Meaning, Option<String>) {
    let folded = fold(line.text);
    let answered = !folded.contains("no answer") && !folded.contains("voicemail");
    let bare = head.bare_channel();
    let phrase = head.phrase(line, words, via.is_some());
    let (mut word, own_channel) = match (bare, phrase) {
        (bare, Some((start, phrase, row))) if bare.is_none() || row != Row::Met => {
            let own_channel = channel_of(&phrase).map(str::to_owned);
            match row {
                Row::Planned => {
                    let on = dates::all_in(line.text).find(|day| *day > line.date);
                    return (Meaning::Planned { on }, own_channel);
                }
                Row::LetGo => return (Meaning::LetGo, own_channel),
                _ => {}
            }
            let tried = row == Row::Met && own_channel.as_deref() == Some("call") && !answered;
            let row = if tried { Row::Again } else { row };
            let mut word = word_of(row, &phrase, head.subject_before(line, start));
            word.thanks = word.direction == Direction::Out && words.say_thanks(&phrase);
            (word, own_channel)
        }
        (Some((name, talk)), _) => (bare_word(&name, talk, head.arrow(), answered), Some(name)),
        (None, _) => {
            let via_only = via.filter(|_| head.tokens.is_empty());
            match via_only.and_then(|name| channel(name).map(|talk| (name, talk))) {
                Some((name, talk)) => (bare_word(name, talk, head.arrow(), answered), None),
                None if !line.in_log || line.in_journal => return (Meaning::Unclear, None),
                None => (Word::plain(Direction::Both), None),
            }
        }
    };
    let thanks = words.say_thanks(&fold(text));
    word.thanks |= thanks && word.direction == Direction::Out;
    let wants_none = folded.contains("(fyi)") || folded.contains("no reply needed");
    if wants_none || (thanks && is_short(text)) {
        word.expects_reply = false;
    }
    (Meaning::Exchange(word), own_channel)
}

/// The people linked after `with` or `and` before the colon, a comma list included; in a daily note the
/// first link too.
fn people(line: &Line<'_>, head: &Head<'_>, words: &Words) -> Vec<PersonRef> {
    let mut people: Vec<PersonRef> = Vec::new();
    if line.in_journal {
        people.extend(line.links.first().map(|(_, to)| (*to).clone()));
    }
    // In a daily note a list may begin with the first link: `Met [[Tom]], [[Maya Chen]]`.
    let mut listing = false;
    for token in head.tokens.iter().take(LONGEST_LIST) {
        match token.link {
            Some(to) => {
                if listing && !people.contains(to) {
                    people.push(to.clone());
                }
                let is_first = line.in_journal && people.first() == Some(to);
                listing = (listing || is_first) && token.ends_with_comma;
            }
            None => listing = words.joins_people(&token.folded),
        }
    }
    people
}

#[cfg(test)]
#[path = "grammar_tests.rs"]
mod tests;
