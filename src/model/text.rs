//! Text compared as people mean it.

use unicode_normalization::UnicodeNormalization;

/// Folds a name for comparison: case, accents, compatibility forms and runs of white space do not
/// matter, so `Zoë  KOWALCZYK` and `zoe kowalczyk` are one name. Letters that Unicode does not take
/// apart (`ø`, `ł`, `ß`) are spelt as people type them without the right keyboard.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            let from = folded.len();
            folded.push_str(word);
            folded[from..].make_ascii_lowercase();
            continue;
        }
        for c in word.nfkd().flat_map(char::to_lowercase) {
            match c {
                // A letter of its own, which nobody types without its mark.
                '\u{306}' if folded.ends_with('и') => {
                    folded.pop();
                    folded.push('й');
                }
                c if is_accent(c) => {}
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' | 'ð' => folded.push('d'),
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'þ' => folded.push_str("th"),
                'ı' => folded.push('i'),
                '’' => folded.push('\''),
                _ => folded.push(c),
            }
        }
    }
    folded
}

/// Marks that are left out without making another word: accents, the vowel signs of Arabic and Hebrew, and
/// what nobody sees. The marks of other scripts are letters: without them `が` is `か`, and Hindi loses its
/// vowels.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Whether a sign is a picture that people look for like a word. Stars that are counted, arrows and
/// ornaments are none.
pub fn is_pictograph(c: char) -> bool {
    c > '\u{2300}'
        && matches!(c,
            '\u{231a}' | '\u{231b}' | '\u{23e9}'..='\u{23fa}' | '\u{2600}'..='\u{2604}'
            | '\u{2607}'..='\u{2767}' | '\u{2795}'..='\u{2797}' | '\u{27b0}' | '\u{27bf}'
            | '\u{2b1b}' | '\u{2b1c}' | '\u{2b50}' | '\u{2b55}' | '\u{1f000}'..='\u{1f0ff}'
            | '\u{1f18e}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f300}'..='\u{1f3fa}'
            | '\u{1f400}'..='\u{1faff}')
}

/// Whether a text has anything that a search can look for: a letter, a digit or a picture.
pub fn is_searchable(text: &str) -> bool {
    text.contains(|c: char| c.is_alphanumeric() || is_pictograph(c))
}

/// A key of the front matter as it is compared: folded, without space, `_`, `-`, `.` and `*`.
pub fn key_name(key: &str) -> String {
    fold(key).chars().filter(|c| !matches!(c, ' ' | '_' | '-' | '.' | '*')).collect()
}

/// The words of a folded text: runs of letters, digits and apostrophes.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
}

/// Names as they are said in a sentence: `A`, `A and B`, `A, B and 3 more`.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

/// The spelling in `known` that is nearest to `wanted`, if one is near enough to be a slip of the pen.
/// Both are compared folded; what is returned is the known spelling as it stands. For one question;
/// whoever has many asks [`super::spelling::Spellings`].
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(wanted);
    let near = known.into_iter().filter_map(|name| Some((likeness(&wanted, &fold(name))?, name)));
    near.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1))).map(|(_, name)| name)
}

/// How like two folded texts are, from 0 to 1, if one may be meant by the other: a few slips of the pen
/// apart, the same words in another order, or words of the known one only (`maya` for `maya chen`).
///
/// Two measures have to agree on a slip. Jaro-Winkler alone takes Anna Schmidt for Anna Schulz, and a
/// count of slips alone takes Ada Lind for Ida Lund.
pub(super) fn likeness(wanted: &str, known: &str) -> Option<f64> {
    /// The least likeness of two spellings of one word.
    const LIKE: f64 = 0.87;
    let likeness = || strsim::jaro_winkler(wanted, known);
    let [one, other] = [wanted, known].map(|text| text.chars().count());
    let allowed = match one.min(other) {
        0..3 => 0,
        3..6 => 1,
        6..12 => 2,
        _ => 3,
    };
    // Each letter more is a slip, and to measure a text of any length against every name takes long.
    if one.abs_diff(other) <= allowed {
        let likeness = likeness();
        if likeness >= LIKE && slips(wanted, known) <= allowed {
            return Some(likeness);
        }
    }
    let of_known: Vec<&str> = words(known).collect();
    let mut some = words(wanted).peekable();
    let is_part = some.peek().is_some() && some.all(|word| of_known.contains(&word));
    // An address is nobody's name, and its parts are nobody's either.
    (is_part && !known.contains('@')).then(likeness)
}

/// How many letters have to be added, dropped, changed or swapped with their neighbour.
pub fn slips(one: &str, two: &str) -> usize {
    strsim::osa_distance(one, two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_drops_case_accents_and_spacing() {
        let cases = [
            ("Zoë  KOWALCZYK", "zoe kowalczyk"),
            ("Jose\u{301}", "jose"),
            ("Łukasz Sørensen", "lukasz sorensen"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            (" O’Neil ", "o'neil"),
            ("田中", "田中"),
            ("Чёрный", "черный"),
            ("мои\u{306}", "мой"),
            ("كِتَابٌ שָׁלוֹם", "كتاب שלום"),
            ("soft\u{ad}ware", "software"),
        ];
        for (text, folded) in cases {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn the_nearest_spelling_is_near() {
        let known = ["Maya Chen", "Tom Okafor", "Anna Schulz", "Ida Lund", "maya@example.org"];
        let cases = [
            ("Maya Chan", Some("Maya Chen")),
            ("Naya Chen", Some("Maya Chen")),
            ("MayaChen", Some("Maya Chen")),
            ("Chen, Maya", Some("Maya Chen")),
            ("Maya", Some("Maya Chen")),
            ("Tom Okafro", Some("Tom Okafor")),
            ("Tomm Okofor", Some("Tom Okafor")),
            ("maya@exmaple.org", Some("maya@example.org")),
            // Somebody else, however much of the name is the same.
            ("Anna Schmidt", None),
            ("Ada Lind", None),
            ("Tom Berg", None),
            ("example", None),
            ("Wolfgang", None),
            ("", None),
        ];
        for (wanted, expected) in cases {
            assert_eq!(nearest(wanted, known), expected, "{wanted}");
        }
    }

    #[test]
    fn names_are_listed_as_they_are_said() {
        let names = ["Ada", "Bo", "Cleo", "Dan"].map(str::to_owned);
        let said: Vec<String> = (0..=4).map(|count| listed(&names[..count])).collect();
        assert_eq!(said, ["", "Ada", "Ada and Bo", "Ada, Bo and 1 more", "Ada, Bo and 2 more"]);
    }
}
