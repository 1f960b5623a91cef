//! The words of an index by their stems, kept once somebody asked for those that begin with a letter: an
//! index that is opened never changes, and its words are stemmed but once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use snowball_stemmers_rs::{Algorithm, Stemmer};
use tantivy::Searcher;
use tantivy::schema::Field;

use super::lexicon::is_word;
use crate::settings::{Language, Languages};

/// What finds the stem of a word in each of some languages.
pub(super) struct Stemmers {
    languages: Languages,
    stemmers: Vec<Stemmer>,
    /// Forms of a word may begin with other letters in one of them.
    pub whole: bool,
}

impl Stemmers {
    pub fn new(languages: &Languages) -> Self {
        let all = languages.0.iter();
        Self {
            stemmers: all.clone().map(|language| Stemmer::create(algorithm(*language))).collect(),
            whole: all.clone().any(|language| changes_beginnings(*language)),
            languages: languages.clone(),
        }
    }

    /// The stem of a word in the language of this number.
    pub fn stem<'w>(&self, language: usize, word: &'w str) -> Cow<'w, str> {
        self.stemmers[language].stem(word)
    }

    /// The stem of a word in each language.
    pub fn stems<'w>(&self, word: &'w str) -> impl Iterator<Item = Cow<'w, str>> {
        self.stemmers.iter().map(move |stemmer| stemmer.stem(word))
    }
}

/// The words that begin so, for one set of languages.
#[derive(Debug, Default)]
pub(super) struct Stems(Mutex<HashMap<(String, Languages), Arc<Words>>>);

/// Words one after the other in one text, for there may be many, and where each is.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    /// A hash of a language and a stem in it, and the beginning and end of a word that has it; in order.
    places: Vec<(u64, u32, u32)>,
}

impl Words {
    /// The words that may have this stem in a language: a hash can be that of another, too.
    pub fn of(&self, language: usize, stem: &str) -> impl Iterator<Item = &str> {
        let hash = hash(language, stem);
        let first = self.places.partition_point(|(known, ..)| *known < hash);
        let same = self.places[first..].iter().take_while(move |(known, ..)| *known == hash);
        same.filter_map(|(_, start, end)| self.text.get(*start as usize..*end as usize))
    }

    fn read(
        searcher: &Searcher,
        fields: &[Field],
        beginning: &str,
        stemmers: &Stemmers,
    ) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().par_iter();
        let fields =
            segments.flat_map(|segment| fields.par_iter().map(move |field| (segment, field)));
        let terms = fields.map(|(segment, field)| {
            let inverted = segment.inverted_index(*field)?;
            let mut terms = inverted.terms().range().ge(beginning).into_stream()?;
            let mut words = Vec::new();
            while terms.advance() && terms.key().starts_with(beginning.as_bytes()) {
                let term = std::str::from_utf8(terms.key()).ok().filter(|term| is_word(term));
                words.extend(term.map(str::to_owned));
            }
            Ok(words)
        });
        let mut terms = terms.collect::<tantivy::Result<Vec<Vec<String>>>>()?.concat();
        terms.par_sort_unstable();
        terms.dedup();
        let stems = |term: &String| {
            let stems = stemmers.stems(term).enumerate();
            stems.map(|(language, stem)| hash(language, &stem)).collect::<Vec<_>>()
        };
        let stems: Vec<Vec<u64>> = terms.par_iter().map(stems).collect();
        let mut words = Self::default();
        for (term, stems) in terms.iter().zip(stems) {
            let start = words.text.len() as u32;
            words.text.push_str(term);
            let end = words.text.len() as u32;
            words.places.extend(stems.into_iter().map(|stem| (stem, start, end)));
        }
        words.places.sort_unstable();
        words.text.shrink_to_fit();
        words.places.shrink_to_fit();
        Ok(words)
    }
}

impl Stems {
    /// The words of an index that begin so.
    pub fn beginning(
        &self,
        beginning: &str,
        searcher: &Searcher,
        fields: &[Field],
        stemmers: &Stemmers,
    ) -> tantivy::Result<Arc<Words>> {
        let key = (beginning.to_owned(), stemmers.languages.clone());
        if let Some(words) = self.known().get(&key) {
            return Ok(Arc::clone(words));
        }
        let words = Arc::new(Words::read(searcher, fields, beginning, stemmers)?);
        self.known().insert(key, Arc::clone(&words));
        Ok(words)
    }

    /// Not to be held while anything is read, which is on other threads.
    fn known(&self) -> MutexGuard<'_, HashMap<(String, Languages), Arc<Words>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hash(language: usize, stem: &str) -> u64 {
    use std::hash::BuildHasher;
    foldhash::fast::FixedState::default().hash_one((language, stem))
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
