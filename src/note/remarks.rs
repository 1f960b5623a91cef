//! What is worth bringing up again: the questions prepared for a meeting, and the advice that was given.
//!
//! Questions are the list items under a heading that says so, or those of the key `questions`. Advice is
//! what follows `Advice:`, what carries the tag `#advice`, and the list items under such a heading.

use super::body::{Block, BlockKind};
use super::dates::{self, Reading};
use super::fields::{Fields, Key};
use super::log::{Words, shorten_block};
use crate::model::text::fold;
use crate::model::{Date, Remark};
use crate::settings::Settings;

/// How many colons of a line are looked at for the word that marks advice.
const COLONS: usize = 4;
/// The most words before such a colon: `Advice from Maya:`.
const HEAD: usize = 4;

/// The questions and the advice of a note, each in the order of its lines.
pub(super) fn read(
    blocks: &[Block],
    fields: &Fields,
    words: &Words,
    settings: &Settings,
) -> (Vec<Remark>, Vec<Remark>) {
    let (mut questions, mut advice) = (of_key(fields, settings), Vec::new());
    // The level of the heading under which list items are questions, or advice.
    let (mut asking, mut advising): (Option<u8>, Option<u8>) = (None, None);
    let mut written = None;
    for block in blocks.iter().filter(|block| !block.quoted) {
        if let BlockKind::Heading(level) = block.kind {
            if let Some((Reading::Day(day, _), _)) = dates::read_prefix(block.text.trim()) {
                written = Some(day);
            }
            let own = |open: Option<u8>, opens: bool| match opens {
                true => Some(level),
                false => open.filter(|above| *above < level),
            };
            asking = own(asking, words.is_about_questions(&block.text));
            advising = own(advising, words.is_about_advice(&block.text));
            continue;
        }
        let is_item = matches!(block.kind, BlockKind::Item(_));
        if is_item && asking.is_some() {
            questions.extend(remark(block, &block.text, written));
        } else if let Some(text) = advised(block, words) {
            advice.extend(remark(block, text, written));
        } else if is_item && advising.is_some() {
            advice.extend(remark(block, &block.text, written));
        }
    }
    (questions, advice)
}

/// The questions of the key, as a list or a text; a number is a plan and no question.
fn of_key(fields: &Fields, settings: &Settings) -> Vec<Remark> {
    let asked = fields
        .all(Key::Questions, settings)
        .into_iter()
        .flat_map(|field| field.value.texts().into_iter().map(|text| (field.at, text.trim())));
    asked
        .filter(|(_, text)| text.contains(char::is_alphabetic))
        .map(|(at, text)| Remark { at, text: shorten_block(text), date: None, people: Vec::new() })
        .collect()
}

/// The advice in a block, if it says that it is some.
fn advised<'a>(block: &'a Block, words: &Words) -> Option<&'a str> {
    let text = match dates::read_prefix(block.text.trim_start()) {
        Some((Reading::Day(..), rest)) => rest,
        _ => block.text.as_str(),
    };
    let mut from = 0;
    for (at, colon) in text.match_indices(':').take(COLONS) {
        let line = text[from..at].rsplit('\n').next().unwrap_or_default();
        let mut head = line.split_whitespace();
        let first = head.next().unwrap_or_default();
        if words.is_advice(&fold(first.trim_matches('*'))) && head.count() < HEAD {
            return Some(&text[at + colon.len()..]);
        }
        from = at + colon.len();
    }
    let tagged = text.split_whitespace().any(|word| {
        let tag = word.strip_prefix('#').unwrap_or_default();
        words.is_advice(&fold(tag.trim_end_matches(|c: char| !c.is_alphanumeric())))
    });
    tagged.then_some(text)
}

/// A remark, unless nothing is said in it.
fn remark(block: &Block, text: &str, written: Option<Date>) -> Option<Remark> {
    let begins = |text: &str| match dates::read_prefix(text.trim_start()) {
        Some((Reading::Day(day, _), _)) => Some(day),
        _ => None,
    };
    let own = begins(&block.text);
    let rest = match dates::read_prefix(text.trim_start()) {
        Some((Reading::Day(..), rest)) => rest.trim_start_matches([' ', ':', '–', '-']),
        _ => text,
    };
    let said: Vec<&str> = rest.split_whitespace().filter(|word| !is_tag(word)).collect();
    let text = shorten_block(&said.join(" "));
    text.contains(char::is_alphanumeric).then(|| Remark {
        at: block.at,
        text,
        date: own.or(written),
        people: block.people().cloned().collect(),
    })
}

fn is_tag(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|tag| tag.starts_with(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NotePath;
    use crate::note::body;

    fn shown(text: &str, settings: &Settings) -> String {
        let blocks = body::read(text, 1, &NotePath::new("x.md"), &mut Vec::new());
        let (questions, advice) =
            read(&blocks, &Fields::default(), &Words::new(settings), settings);
        let line = |what: &str, remark: &Remark| {
            let day = remark.date.map_or("-".to_owned(), |day| day.to_string());
            let people: Vec<&str> =
                remark.people.iter().map(|person| person.name.as_str()).collect();
            format!("{} {what} {day} {} {people:?}", remark.at.line, remark.text)
        };
        let questions = questions.iter().map(|remark| line("?", remark));
        let lines = questions.chain(advice.iter().map(|remark| line("!", remark)));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn questions_and_advice_are_found_where_people_write_them() {
        let text = "## Questions for Noor\n1. What is a good first year?\n2. \n- [ ] Who else?\n\
                    ### The panel\n- Who sits on it?\n## Notes\n- not a question\n\n\
                    Advice: bring one page. #advice\n\n\
                    Her rule: *one certificate.* #advice\n\nA long talk.\nAdvice: ask early\n\n\
                    - 2026-05-07 call (15m): advice: pick one tool, says [[Maya Chen]]\n\
                    - **Advice from Maya:** ask early\n- good advice: none of it\n- 2026-05-08: advice: ask late\n\
                    ## 2026-06-01 Advice\n- learn to read a tariff\n> Advice: quoted\n\
                    ## Log\n- the advice was good\n- #advised people\n";
        insta::assert_snapshot!(shown(text, &Settings::default()), @r#"
        2 ? - What is a good first year? []
        4 ? - Who else? []
        6 ? - Who sits on it? []
        10 ! - bring one page. []
        12 ! - Her rule: one certificate. []
        14 ! - ask early []
        17 ! 2026-05-07 pick one tool, says Maya Chen ["Maya Chen"]
        18 ! - ask early []
        20 ! 2026-05-08 ask late []
        22 ! 2026-06-01 learn to read a tariff []
        "#);
    }

    #[test]
    fn another_language_has_its_own_words() {
        let mut settings = Settings::default();
        let own = [("advice", "Rat"), ("questions", "Fragen")];
        settings.log.words = own.map(|(row, word)| (row.to_owned(), vec![word.to_owned()])).into();
        let text = "## Fragen\n- Was macht ein gutes Jahr aus?\n## Notizen\n- Rat: früh fragen\n";
        insta::assert_snapshot!(shown(text, &settings), @"
        2 ? - Was macht ein gutes Jahr aus? []
        4 ! - früh fragen []
        ");
    }
}
