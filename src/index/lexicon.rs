//! The words that the notes have, asked for by what a query has. Stems are not in the index, where they cost
//! half as much again in writing it: of the words of the vault those are stemmed that begin with the
//! letter of a word of the query, which is a few thousand at most, and only when somebody asks for the first
//! time.

use std::collections::BTreeSet;
use std::ops::Range;

use foldhash::HashMap;
use tantivy::schema::Field;

use super::schema::Fields;
use super::statistics::Side;
use super::stems::Stemmers;
use super::translate::{Parts, Scope};
use super::wanted::Wanted;
use crate::query::{Leaf, Node, Place};

/// A word of fewer letters has no other forms that could be told by its ending.
const SHORTEST: usize = 3;

/// What the texts in a query ask for, with the other spellings and forms that the vault has.
#[derive(Debug, Default)]
pub struct Asked {
    texts: Vec<AskedText>,
}

/// A text of a query.
#[derive(Debug)]
pub(super) struct AskedText {
    span: Range<usize>,
    leaf: Leaf,
    /// What it asks for.
    pub wanted: Wanted,
    /// The documents with somebody who has this name.
    pub who: Parts,
}

impl Asked {
    /// Reads a query. `sides` are the indexes whose words count.
    pub(super) fn new(
        root: &Node,
        sides: &[&Side],
        fields: &Fields,
        scope: &Scope<'_>,
    ) -> tantivy::Result<Self> {
        let lexicon = Lexicon {
            sides,
            scope,
            fields: [fields.title, fields.people, fields.headings, fields.body, fields.values],
            stemmers: Stemmers::new(scope.languages),
        };
        let mut asked = Self::default();
        asked.read(root, false, &lexicon)?;
        Ok(asked)
    }

    /// What a text of the query asks for; none if it has no letter or digit.
    pub(super) fn of(&self, leaf: &Leaf, span: &Range<usize>) -> Option<&AskedText> {
        self.texts.iter().find(|text| text.span == *span && text.leaf == *leaf)
    }

    /// What a text of the query asks for, in all the spellings and forms that would do.
    pub fn wanted(&self, leaf: &Leaf, span: &Range<usize>) -> Option<&Wanted> {
        self.of(leaf, span).map(|text| &text.wanted)
    }

    /// The words of which one is as good as the other, by each of them.
    pub(super) fn groups(&self) -> HashMap<String, Vec<String>> {
        let mut groups = HashMap::default();
        for text in &self.texts {
            let group: Vec<String> = text.wanted.group().into_iter().map(str::to_owned).collect();
            groups.extend(group.iter().map(|word| (word.clone(), group.clone())));
        }
        groups
    }

    fn read(&mut self, node: &Node, denied: bool, lexicon: &Lexicon<'_>) -> tantivy::Result<()> {
        match node {
            Node::All => Ok(()),
            Node::Not(inner) => self.read(inner, !denied, lexicon),
            Node::Or(parts) => parts.iter().try_for_each(|part| self.read(part, denied, lexicon)),
            Node::And(parts) => {
                let first = self.texts.len();
                parts.iter().try_for_each(|part| self.read(part, denied, lexicon))?;
                if !denied {
                    self.join(parts, first, lexicon)?;
                }
                Ok(())
            }
            Node::Leaf { what: Leaf::Within { place: Place::Path | Place::File, .. }, .. } => {
                Ok(())
            }
            Node::Leaf { what: Leaf::Within { what, .. }, .. } => self.read(what, denied, lexicon),
            Node::Leaf { what, span } => {
                let wanted = match what {
                    Leaf::Word(word) => Wanted::of(word, false),
                    Leaf::Phrase(words) => Wanted::of(&words.join(" "), false),
                    Leaf::Prefix(prefix) => Wanted::of(prefix, true),
                    _ => None,
                };
                let Some(mut wanted) = wanted else { return Ok(()) };
                let mut who = Parts::default();
                if denied {
                    // What must not be there is the word itself: who leaves out `draft` may want `drafting`.
                    wanted = wanted.exactly();
                } else if let Leaf::Word(name) = what {
                    let forms = wanted.word().map(|word| lexicon.forms(word)).transpose()?;
                    for form in forms.into_iter().flatten() {
                        wanted.or_form(form);
                    }
                    who = (lexicon.scope.parts)(&Leaf::With(name.clone())).unwrap_or_default();
                    wanted.mean(&who.names);
                }
                let (span, leaf) = (span.clone(), what.clone());
                self.texts.push(AskedText { span, leaf, wanted, who });
                Ok(())
            }
        }
    }

    /// Lets neighbours be written as one: `follow up` as `followup`, and the groups of a telephone number
    /// without spaces between them.
    fn join(&mut self, parts: &[Node], first: usize, lexicon: &Lexicon<'_>) -> tantivy::Result<()> {
        let text = |node: &Node| match node {
            Node::Leaf { what: Leaf::Word(word), span } => Some((word.clone(), span.clone())),
            _ => None,
        };
        let words: Vec<Option<(String, Range<usize>)>> = parts.iter().map(text).collect();
        for rows in words.split(Option::is_none) {
            let row: Vec<&(String, Range<usize>)> = rows.iter().flatten().collect();
            for pair in row.windows(2) {
                let plain = |word: &str| Wanted::of(word, false)?.word().map(str::to_owned);
                let (Some(one), Some(other)) = (plain(&pair[0].0), plain(&pair[1].0)) else {
                    continue;
                };
                let both = format!("{one}{other}");
                if both.contains(char::is_alphabetic) && lexicon.has(&both)? {
                    self.spell(first, &[&pair[0].1, &pair[1].1], &both);
                }
            }
            let is_digits = |word: &str| {
                word.contains(|c: char| c.is_ascii_digit())
                    && word.chars().all(|c| c.is_ascii_digit() || "+-()./".contains(c))
            };
            for group in row.split(|(word, _)| !is_digits(word)).filter(|group| group.len() > 1) {
                let texts: Vec<&str> = group.iter().map(|(word, _)| word.as_str()).collect();
                let spans: Vec<&Range<usize>> = group.iter().map(|(_, span)| span).collect();
                if let Some(number) = Wanted::of(&texts.join(" "), false).and_then(Wanted::number) {
                    self.spell(first, &spans, &number);
                }
            }
        }
        Ok(())
    }

    fn spell(&mut self, first: usize, spans: &[&Range<usize>], word: &str) {
        for text in &mut self.texts[first..] {
            if spans.contains(&&text.span) {
                text.wanted.or_spelt(word.to_owned());
            }
        }
    }
}

/// The words of some indexes.
struct Lexicon<'a> {
    sides: &'a [&'a Side],
    scope: &'a Scope<'a>,
    fields: [Field; 5],
    stemmers: Stemmers,
}

impl Lexicon<'_> {
    /// The other words that have the stem of this one in one of the languages.
    fn forms(&self, word: &str) -> tantivy::Result<BTreeSet<String>> {
        let mut forms = BTreeSet::new();
        let first = word.chars().next().filter(|_| is_word(word));
        let Some(first) = first else { return Ok(forms) };
        let stems: Vec<_> = self.stemmers.stems(word).collect();
        let mut letter = [0; 4];
        let from = if self.stemmers.whole { "" } else { &*first.encode_utf8(&mut letter) };
        for side in self.sides {
            let words = side.stems(from, &self.fields, &self.stemmers)?;
            for (language, stem) in stems.iter().enumerate() {
                let has_it =
                    |other: &&str| *other != word && self.stemmers.stem(language, other) == *stem;
                forms.extend(words.of(language, stem).filter(has_it).map(str::to_owned));
            }
        }
        Ok(forms)
    }

    fn has(&self, word: &str) -> tantivy::Result<bool> {
        let searchers = self.sides.iter().map(|side| &side.searcher);
        for segment in searchers.flat_map(|searcher| searcher.segment_readers()) {
            for field in self.fields {
                if segment.inverted_index(field)?.terms().term_ord(word)?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

pub(super) fn is_word(text: &str) -> bool {
    text.chars().count() >= SHORTEST && text.chars().all(char::is_alphabetic)
}
