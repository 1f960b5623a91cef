//! Text compared as people mean it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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
            folded.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            continue;
        }
        for c in word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            match c {
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' | 'ð' => folded.push('d'),
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'þ' => folded.push_str("th"),
                'ı' => folded.push('i'),
                // What lower-casing leaves behind of `İ`.
                '\u{307}' => {}
                '’' => folded.push('\''),
                _ => folded.push(c),
            }
        }
    }
    folded
}

/// The words of a folded text: runs of letters, digits and apostrophes.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty())
}

/// The spelling in `known` that is nearest to `wanted`, if one is near enough to be a slip of the pen.
/// Both are compared folded; what is returned is the known spelling as it stands.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(wanted);
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&wanted, &fold(name)), name))
        .filter(|(likeness, _)| *likeness >= 0.87)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
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
        ];
        for (text, folded) in cases {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn the_nearest_spelling_is_near() {
        let known = ["Maya Chen", "Tom Okafor"];
        assert_eq!(nearest("Maya Chan", known), Some("Maya Chen"));
        assert_eq!(nearest("Wolfgang", known), None);
    }
}
