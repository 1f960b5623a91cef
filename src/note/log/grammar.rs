//! One dated line → what it means.
//!
//! `DATE [TIME] [:|–||] [I|they|ARROW] WORD… [via CHANNEL] [(DURATION)] [: TEXT]`. The caller has taken
//! the date and the time; this file reads the rest, of which `head` reads what stands before the colon.

use std::ops::Range;

use super::head::{Head, skip_separator};
use super::meaning::{bare_word, is_short, read_minutes, word_of};
use super::words::{Row, Words, channel};
use crate::model::text::fold;
use crate::model::{Date, Direction, Meaning, PersonRef, Word};
use crate::note::dates;

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
    pub fn link_from(&self, at: usize) -> Option<&(Range<usize>, &'a PersonRef)> {
        self.links.get(self.links.partition_point(|(range, _)| range.start < at))
    }

    pub fn is_in_link(&self, at: usize) -> bool {
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
    let mentions = linked.filter(|to| !to.is_among(&people)).cloned().collect();
    Said { meaning, channel: via.or(own_channel), minutes, text, people, mentions }
}

fn meaning(
    line: &Line<'_>,
    head: &Head<'_>,
    via: Option<&str>,
    text: &str,
    words: &Words,
) -> (Meaning, Option<String>) {
    let folded = fold(line.text);
    let answered = !words.say_no_answer(&folded);
    let bare = head.bare_channel();
    let phrase = head.phrase(line, words, via.is_some());
    let (mut word, own_channel) = match (bare, phrase) {
        (bare, Some((start, phrase, row))) if bare.is_none() || row != Row::Met => {
            let own_channel = words.channel_of(&phrase).map(str::to_owned);
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
            word.held &= !words.is_call(&phrase);
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
    if words.want_no_reply(&folded) || (thanks && is_short(text)) {
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
                if listing && !to.is_among(&people) {
                    people.push(to.clone());
                }
                let is_first = line.in_journal && to.is_among(&people[..people.len().min(1)]);
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
