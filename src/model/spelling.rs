//! The nearest of many spellings, for many questions. Comparing every stranger of a large vault with
//! every name would take the product of the two; here only names that have a word in common, but for one
//! letter, are compared at all.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::text::{fold, likeness, words};

/// What more names than this have in common tells none of them from another, and is not looked at.
const COMMON: usize = 32;
/// A longer text, in bytes, is nobody's name.
const LONGEST_WANTED: usize = 200;
/// In a shorter word one letter is too much to be a slip.
const SHORTEST: usize = 4;

/// Spellings, ready to be compared.
#[derive(Debug, Default)]
pub struct Spellings<'a> {
    /// As known, and folded.
    known: Vec<(&'a str, String)>,
    /// What is left of each word without one of its letters, and whose it is; in order.
    traces: Vec<(u64, u32)>,
}

impl<'a> Spellings<'a> {
    /// Takes spellings in, each once.
    pub fn new(known: impl IntoIterator<Item = &'a str>) -> Self {
        let mut known: Vec<_> = known.into_iter().map(|name| (name, fold(name))).collect();
        known.sort_unstable();
        known.dedup();
        let numbered = known.iter().zip(0_u32..);
        let mut traces: Vec<(u64, u32)> = numbered
            .flat_map(|((_, folded), number)| {
                traces_of(folded).into_iter().map(move |hash| (hash, number))
            })
            .collect();
        traces.sort_unstable();
        traces.dedup();
        Self { known, traces }
    }

    /// The spelling that is nearest to `wanted`, by the measure of [`super::text::nearest`].
    pub fn nearest(&self, wanted: &str) -> Option<&'a str> {
        let wanted = fold(wanted);
        if wanted.len() > LONGEST_WANTED {
            return None;
        }
        let mut candidates: Vec<u32> = Vec::new();
        for hash in traces_of(&wanted) {
            let start = self.traces.partition_point(|(trace, _)| *trace < hash);
            let same = self.traces[start..].iter().take_while(|(trace, _)| *trace == hash);
            let same: Vec<u32> = same.take(COMMON + 1).map(|(_, number)| *number).collect();
            if same.len() <= COMMON {
                candidates.extend(same);
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        let near = candidates.into_iter().filter_map(|number| {
            let (name, folded) = self.known.get(number as usize)?;
            Some((likeness(&wanted, folded)?, *name))
        });
        near.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1))).map(|(_, name)| name)
    }
}

/// The hashes of each word of a folded name, and of the whole without its spaces: as it is, and without
/// each one of its letters. Two words that a letter added, dropped, changed or swapped with its neighbour
/// would make equal share at least one.
fn traces_of(folded: &str) -> Vec<u64> {
    /// A longer name is no name, and would leave a trace for each of its letters.
    const LONGEST: usize = 60;
    let mut traces = Vec::new();
    let mut add = |word: &str| {
        let letters: Vec<char> = word.chars().take(LONGEST).collect();
        traces.push(hash(letters.iter()));
        if letters.len() >= SHORTEST {
            let without = |left: usize| {
                hash(letters.iter().enumerate().filter(|(at, _)| *at != left).map(|(_, c)| c))
            };
            traces.extend((0..letters.len()).map(without));
        }
    };
    // The words of an address are shared by everybody at the same firm.
    if !folded.contains('@') {
        words(folded).take(LONGEST).for_each(&mut add);
    }
    add(&words(folded).collect::<String>());
    traces.sort_unstable();
    traces.dedup();
    traces
}

fn hash<'c>(letters: impl Iterator<Item = &'c char>) -> u64 {
    let mut hasher = DefaultHasher::new();
    letters.for_each(|letter| letter.hash(&mut hasher));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[test]
    fn many_questions_get_the_answers_of_one() {
        let known = ["Maya Chen", "Tom Okafor", "Anna Schulz", "Zoë Kowalczyk", "maya@example.org"];
        let spellings = Spellings::new(known);
        let wanted = [
            ("Maya Chan", Some("Maya Chen")),
            ("Naya Chen", Some("Maya Chen")),
            ("Maya", Some("Maya Chen")),
            ("MayaChen", Some("Maya Chen")),
            ("Chen Maya", Some("Maya Chen")),
            ("Tmo Okafor", Some("Tom Okafor")),
            ("Tomm Okofor", Some("Tom Okafor")),
            ("Zoe Kovalczyk", Some("Zoë Kowalczyk")),
            ("maya@exmaple.org", Some("maya@example.org")),
            ("Anna Schmidt", None),
            ("Wolfgang", None),
            ("", None),
        ];
        for (wanted, expected) in wanted {
            assert_eq!(spellings.nearest(wanted), expected, "{wanted}");
            assert_eq!(text::nearest(wanted, known), expected, "{wanted}");
        }
    }

    #[test]
    fn strangers_are_compared_with_few_of_many() {
        let known: Vec<String> = (0..5_000).map(|n| format!("Contact Number{n:04}")).collect();
        let spellings = Spellings::new(known.iter().map(String::as_str));
        // The word that all have in common leads to nobody; what tells them apart does.
        assert_eq!(spellings.nearest("Contact Numbre4999"), Some("Contact Number4999"));
        assert_eq!(spellings.nearest("Contact"), None);
        let shared = |wanted: &str| {
            let hashes = traces_of(&fold(wanted));
            let shares = |hash: &u64| {
                let start = spellings.traces.partition_point(|(trace, _)| trace < hash);
                let end = spellings.traces.partition_point(|(trace, _)| trace <= hash);
                if end - start > COMMON { 0 } else { end - start }
            };
            hashes.iter().map(shares).sum::<usize>()
        };
        assert!(shared("Contact Number1234") <= 40 * COMMON, "{}", shared("Contact Number1234"));
    }
}
