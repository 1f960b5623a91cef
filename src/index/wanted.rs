//! What a text has to have for a word, phrase or beginning of a query to be in it: runs of words, any of
//! which will do. The index and the lines of a note are asked for the same runs, so what is found can be
//! shown.

use std::ops::Range;

use foldhash::HashSet;

use super::signs::PHONE;
use super::tokenizer::{Form, Piece, each_piece, pieces};

/// How much a run weighs that is another spelling of what was typed: `followup` for `follow-up`.
const SPELLING: f32 = 0.9;
/// How much a telephone number weighs against the digits it is made of, which may stand anywhere.
const NUMBER: f32 = 2.0;
/// How much a run weighs that has less than what was typed: `maya` for `@maya`.
const LESS: f32 = 0.5;
/// How much another form of the word weighs: `meetings` for `meeting`. Less than half, for in a text of the
/// usual length repeating a form multiplies its score by 2.2 at most; in a long one it can be more.
const FORM: f32 = 0.45;

/// Runs of words, any of which is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub(super) runs: Vec<Run>,
    /// The last word of each run is only a beginning.
    pub(super) prefix: bool,
    /// Names of those meant, by which a note may be found that does not have the word itself.
    names: Vec<Run>,
}

/// Words at certain distances.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// Each word with its distance from the first one.
    pub words: Vec<(usize, String)>,
    pub weight: f32,
}

impl Run {
    /// The word, if it is a single one.
    pub fn single(&self) -> Option<&str> {
        match &self.words[..] {
            [(_, word)] => Some(word),
            _ => None,
        }
    }
}

impl Wanted {
    /// What a text asks for; none if it has no letter or digit. With `prefix` it is only how a word begins.
    pub fn of(text: &str, prefix: bool) -> Option<Self> {
        let pieces = pieces(text);
        let mut runs = vec![Run { words: strict(&pieces), weight: 1.0 }];
        let mut add = |words: Vec<(usize, String)>, weight: f32| {
            if !words.is_empty() && runs.iter().all(|run| run.words != words) {
                runs.push(Run { words, weight });
            }
        };
        add(joined(&pieces), SPELLING);
        if let Some(number) = phone(&pieces) {
            add(vec![(0, number)], NUMBER);
        }
        let plain: Vec<Piece> =
            pieces.iter().filter(|piece| piece.form != Form::Handle).cloned().collect();
        add(strict(&plain), LESS);
        (!runs[0].words.is_empty()).then_some(Self { runs, prefix, names: Vec::new() })
    }

    /// The same without what has less than was typed: for what a text must not have.
    pub(super) fn exactly(mut self) -> Self {
        self.runs.retain(|run| run.weight > LESS);
        self
    }

    /// The word, if it is one word and nothing else.
    pub(super) fn word(&self) -> Option<&str> {
        match &self.runs[..] {
            [run] if !self.prefix => run.single(),
            _ => None,
        }
    }

    /// The telephone number, as it is compared, if it is one.
    pub(super) fn number(self) -> Option<String> {
        let mut words = self.runs.into_iter().filter_map(|run| run.single().map(str::to_owned));
        words.find(|word| word.starts_with(PHONE))
    }

    /// Lets another spelling do as well.
    pub(super) fn or_spelt(&mut self, word: String) {
        let weight = if word.starts_with(PHONE) { NUMBER } else { SPELLING };
        self.or(word, weight);
    }

    /// Lets another form do as well.
    pub(super) fn or_form(&mut self, word: String) {
        self.or(word, FORM);
    }

    /// Remembers the names of those meant.
    pub(super) fn mean(&mut self, names: &[String]) {
        let runs = names.iter().filter_map(|name| Self::of(name, false)).flat_map(|name| name.runs);
        self.names = runs.collect();
    }

    fn or(&mut self, word: String, weight: f32) {
        if self.runs.iter().all(|run| run.single() != Some(&word)) {
            self.runs.push(Run { words: vec![(0, word)], weight });
        }
    }

    /// The single words that will do, if there are several.
    pub(super) fn group(&self) -> Vec<&str> {
        let words: Vec<&str> = self.runs.iter().filter_map(Run::single).collect();
        if self.prefix || words.len() < 2 { Vec::new() } else { words }
    }

    /// The first word of each run: for a text in which a run begins and does not end.
    #[must_use]
    pub fn head(&self) -> Self {
        let head = |run: &Run| Run { words: run.words[..1].to_vec(), weight: run.weight };
        let is_single = self.runs.iter().all(|run| run.words.len() == 1);
        let runs = self.runs.iter().map(head).collect();
        Self { runs, prefix: self.prefix && is_single, names: Vec::new() }
    }

    /// Whether a text has any word of what is wanted, so that it can be marked where it is shown.
    pub fn touches(&self, text: &Text) -> bool {
        self.runs.iter().any(|run| {
            run.words.iter().enumerate().any(|(index, (_, word))| {
                let one = Run { words: vec![(0, word.clone())], weight: run.weight };
                text.has(&one, self.prefix && index + 1 == run.words.len())
            })
        })
    }

    /// The names of those meant: for a note that is found by them alone.
    #[must_use]
    pub fn by_name(&self) -> Self {
        Self { runs: self.names.clone(), prefix: false, names: Vec::new() }
    }

    /// How well a text fits: at least 1 if it has what was typed, less if it has another form of it, and 0
    /// if it has nothing.
    pub fn fit(&self, text: &Text) -> f32 {
        let fitting = self.runs.iter().filter(|run| text.has(run, self.prefix));
        fitting.map(|run| run.weight).fold(0.0, f32::max)
    }
}

/// A text to be held against what is wanted.
#[derive(Debug)]
pub struct Text {
    /// All words, one behind the other.
    words: String,
    /// Where among them each word lies, and where it stands in the text; in the order of the words.
    places: Vec<(Range<usize>, usize)>,
}

impl Text {
    /// Takes a text apart.
    pub fn new(text: &str) -> Self {
        let (mut words, mut places) = (String::new(), Vec::new());
        each_piece(text, |word, place| {
            let from = words.len();
            words.push_str(word);
            places.push((from..words.len(), place));
        });
        places.sort_by(|(a, _), (b, _)| words[a.clone()].cmp(&words[b.clone()]));
        Self { words, places }
    }

    /// Where a word stands, or all that begin so.
    fn places(&self, wanted: &str, as_prefix: bool) -> impl Iterator<Item = usize> {
        let word = |at: &Range<usize>| &self.words[at.clone()];
        let first = self.places.partition_point(|(at, _)| word(at) < wanted);
        let fits = move |found: &str| match as_prefix {
            true => found.starts_with(wanted),
            false => found == wanted,
        };
        let found = self.places[first..].iter().take_while(move |(at, _)| fits(word(at)));
        found.map(|(_, place)| *place)
    }

    fn has(&self, run: &Run, prefix: bool) -> bool {
        let Some(((first_offset, first), rest)) = run.words.split_first() else { return false };
        let is_last = |index: usize| prefix && index + 1 == run.words.len();
        if rest.is_empty() {
            return self.places(first, is_last(0)).next().is_some();
        }
        let rest = rest.iter().enumerate().map(|(index, (offset, word))| {
            (offset - first_offset, self.places(word, is_last(index + 1)).collect())
        });
        let rest: Vec<(usize, HashSet<usize>)> = rest.collect();
        let goes_on = |start: usize| {
            rest.iter().all(|(distance, places)| places.contains(&(start + distance)))
        };
        self.places(first, is_last(0)).any(goes_on)
    }
}

/// What was typed: with the signs that tell a word from another, and characters in pairs.
fn strict(pieces: &[Piece]) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let has_pair = |place: usize| pieces.iter().any(|p| p.place == place && p.form == Form::Pair);
    for piece in pieces {
        match piece.form {
            Form::Word | Form::Pair => words.push((piece.place, piece.text.clone())),
            Form::Character => {
                let before = piece.place.checked_sub(1);
                if !has_pair(piece.place) && !before.is_some_and(has_pair) {
                    words.push((piece.place, piece.text.clone()));
                }
            }
            // More exact than the word at the same place.
            Form::Signed | Form::Handle => {
                words.retain(|(place, _)| *place != piece.place);
                words.push((piece.place, piece.text.clone()));
            }
            Form::Joined { .. } | Form::Phone { .. } => {}
        }
    }
    words
}

/// The same with every compound as one word; nothing if there is no compound.
fn joined(pieces: &[Piece]) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    // Up to which place a compound goes, and how many places compounds have saved.
    let (mut until, mut saved, mut any) = (0, 0, false);
    let joined_at = |place: usize| {
        pieces.iter().find_map(|piece| match piece.form {
            Form::Joined { parts } if piece.place == place => Some((piece, parts)),
            _ => None,
        })
    };
    for (place, word) in strict(pieces) {
        if place < until {
            continue;
        }
        match joined_at(place) {
            Some((piece, parts)) => {
                words.push((place - saved, piece.text.clone()));
                until = place + parts;
                saved += parts - 1;
                any = true;
            }
            None => words.push((place - saved, word)),
        }
    }
    if any { words } else { Vec::new() }
}

/// The telephone number that a text is, as it is compared.
fn phone(pieces: &[Piece]) -> Option<String> {
    let words = pieces.iter().filter(|piece| piece.form == Form::Word).count();
    pieces.iter().find_map(|piece| match piece.form {
        Form::Phone { groups } if groups == words => Some(piece.text.clone()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Text, Wanted};

    fn fits(wanted: &str, text: &str) -> bool {
        let wanted = match wanted.strip_suffix('*') {
            Some(beginning) => Wanted::of(beginning, true),
            None => Wanted::of(wanted, false),
        };
        wanted.is_some_and(|wanted| wanted.fit(&Text::new(text)) > 0.0)
    }

    #[test]
    fn a_text_has_what_is_wanted_or_it_has_not() {
        let cases = [
            ("grid storage", "the grid-storage pilot", true),
            ("storage grid", "the grid storage pilot", false),
            ("grid sto*", "the grid storage pilot", true),
            ("grid pi*", "the grid storage pilot", false),
            ("follow-up call", "a followup call", true),
            ("followup call", "a follow-up call", true),
            ("a followup", "a follow-up call", true),
            ("電池storage", "新しい電池 Storage", true),
            ("電池storage", "storage 電池", false),
            ("池", "電池", true),
            ("田中 さん", "田中さん", true),
            ("田さ", "田中さん", false),
            ("C++", "C and D++", false),
            ("@maya", "maya", true),
            ("!", "!", false),
        ];
        for (wanted, text, expected) in cases {
            assert_eq!(fits(wanted, text), expected, "{wanted} in {text}");
        }
    }

    proptest! {
        #[test]
        fn a_text_has_itself_whatever_stands_around_it(
            text in "([a-cß0-9é電池한が@.#%+'’_ \u{301}\u{ad}-]|\\+44 |C\\+\\+){1,24}",
            other in "\\PC{0,24}",
        ) {
            if let Some(wanted) = Wanted::of(&text, false) {
                prop_assert!(wanted.fit(&Text::new(&text)) >= 1.0);
                let amid = format!("{other} ; {text} ; {other}");
                prop_assert!(wanted.fit(&Text::new(&amid)) >= 1.0, "{}", amid);
            }
            if let Some(wanted) = Wanted::of(&other, false) {
                prop_assert!(wanted.fit(&Text::new(&other)) > 0.0);
            }
        }
    }

    #[test]
    fn what_was_typed_fits_better_than_what_stands_for_it() {
        let wanted = Wanted::of("@maya", false).expect("a word");
        assert!(wanted.fit(&Text::new("@maya")) > wanted.fit(&Text::new("maya")));
        assert_eq!(wanted.exactly().fit(&Text::new("maya")), 0.0);
    }
}
