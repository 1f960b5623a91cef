//! The words that the notes have, asked for by what a query has. Stems are not in the index, where they cost
//! half as much again in writing it: of the words of the vault those are stemmed that begin with the
//! letter of a word of the query, which is a few thousand at most, and only when somebody asks.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use snowball_stemmers_rs::{Algorithm, Stemmer};
use tantivy::Searcher;
use tantivy::schema::Field;

use super::schema::Fields;
use super::translate::{Parts, Scope};
use super::wanted::Wanted;
use crate::query::{Leaf, Node, Place};
use crate::settings::Language;

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
        sides: &[&Searcher],
        fields: &Fields,
        scope: &Scope<'_>,
    ) -> tantivy::Result<Self> {
        let languages = scope.languages.0.iter();
        let stemmers = languages.clone().map(|language| Stemmer::create(algorithm(*language)));
        let lexicon = Lexicon {
            sides,
            scope,
            fields: [fields.title, fields.people, fields.headings, fields.body, fields.values],
            stemmers: stemmers.collect(),
            whole: languages.clone().any(|language| changes_beginnings(*language)),
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
        let mut groups = HashMap::new();
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
    sides: &'a [&'a Searcher],
    scope: &'a Scope<'a>,
    fields: [Field; 5],
    stemmers: Vec<Stemmer>,
    /// Forms of a word may begin with other letters.
    whole: bool,
}

impl Lexicon<'_> {
    /// The other words that have the stem of this one in one of the languages.
    fn forms(&self, word: &str) -> tantivy::Result<BTreeSet<String>> {
        let mut forms = BTreeSet::new();
        let first = word.chars().next().filter(|_| is_word(word));
        let (Some(first), false) = (first, self.stemmers.is_empty()) else { return Ok(forms) };
        let stems: Vec<_> = self.stemmers.iter().map(|stemmer| stemmer.stem(word)).collect();
        let mut letter = [0; 4];
        let from = if self.whole { "" } else { &*first.encode_utf8(&mut letter) };
        self.each(from, |term| {
            let mut stemmers = self.stemmers.iter().zip(&stems);
            let is_form = term != word
                && !forms.contains(term)
                && is_word(term)
                && stemmers.any(|(stemmer, stem)| stemmer.stem(term) == *stem);
            if is_form {
                forms.insert(term.to_owned());
            }
        })?;
        Ok(forms)
    }

    /// Shows every word that begins so, as often as there are places that have it.
    fn each(&self, beginning: &str, mut see: impl FnMut(&str)) -> tantivy::Result<()> {
        for segment in self.sides.iter().flat_map(|side| side.segment_readers()) {
            for field in self.fields {
                let inverted = segment.inverted_index(field)?;
                let mut terms = inverted.terms().range().ge(beginning).into_stream()?;
                while terms.advance() {
                    if !terms.key().starts_with(beginning.as_bytes()) {
                        break;
                    }
                    if let Ok(term) = std::str::from_utf8(terms.key()) {
                        see(term);
                    }
                }
            }
        }
        Ok(())
    }

    fn has(&self, word: &str) -> tantivy::Result<bool> {
        for segment in self.sides.iter().flat_map(|side| side.segment_readers()) {
            for field in self.fields {
                if segment.inverted_index(field)?.terms().term_ord(word)?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

fn is_word(text: &str) -> bool {
    text.chars().count() >= SHORTEST && text.chars().all(char::is_alphabetic)
}

/// Whether words of a language change at their beginning too.
fn changes_beginnings(language: Language) -> bool {
    use Language::{Arabic, Indonesian, Irish, Persian};
    matches!(language, Arabic | Indonesian | Irish | Persian)
}

fn algorithm(language: Language) -> Algorithm {
    match language {
        Language::Arabic => Algorithm::Arabic,
        Language::Armenian => Algorithm::Armenian,
        Language::Basque => Algorithm::Basque,
        Language::Catalan => Algorithm::Catalan,
        Language::Czech => Algorithm::Czech,
        Language::Danish => Algorithm::Danish,
        Language::Dutch => Algorithm::Dutch,
        Language::English => Algorithm::English,
        Language::Esperanto => Algorithm::Esperanto,
        Language::Estonian => Algorithm::Estonian,
        Language::Finnish => Algorithm::Finnish,
        Language::French => Algorithm::French,
        Language::German => Algorithm::German,
        Language::Greek => Algorithm::Greek,
        Language::Hindi => Algorithm::Hindi,
        Language::Hungarian => Algorithm::Hungarian,
        Language::Indonesian => Algorithm::Indonesian,
        Language::Irish => Algorithm::Irish,
        Language::Italian => Algorithm::Italian,
        Language::Lithuanian => Algorithm::Lithuanian,
        Language::Nepali => Algorithm::Nepali,
        Language::Norwegian => Algorithm::Norwegian,
        Language::Persian => Algorithm::Persian,
        Language::Polish => Algorithm::Polish,
        Language::Portuguese => Algorithm::Portuguese,
        Language::Romanian => Algorithm::Romanian,
        Language::Russian => Algorithm::Russian,
        Language::Serbian => Algorithm::Serbian,
        Language::Spanish => Algorithm::Spanish,
        Language::Swedish => Algorithm::Swedish,
        Language::Tamil => Algorithm::Tamil,
        Language::Turkish => Algorithm::Turkish,
        Language::Ukrainian => Algorithm::Ukrainian,
        Language::Yiddish => Algorithm::Yiddish,
    }
}
