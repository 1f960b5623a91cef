//! Signs that belong to a word: `C++`, `C#`, `.NET`, `50%`, `@maya`; and the digits of a telephone number.

use std::ops::{Range, RangeInclusive};

/// What tells a telephone number from other digits.
pub(super) const PHONE: &str = "tel:";
/// The fewest and the most digits of a telephone number (ITU-T E.164 has at most 15).
const DIGITS: RangeInclusive<usize> = 7..=15;
/// How many digits tell numbers apart: the country code, or the 0 in its place, comes before them.
const TELLING: usize = 9;

/// Whether the word that begins here is a handle, as `@maya` is and the end of `a@maya` is not.
pub(super) fn is_handle(text: &str, start: usize) -> bool {
    let Some(before) = text[..start].strip_suffix('@') else { return false };
    !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
}

/// A word with the sign that makes it another one, and whether it is nothing without that sign.
/// `folded` is the word as it is compared.
pub(super) fn signed(text: &str, word: Range<usize>, folded: &str) -> Option<(String, bool)> {
    let (before, after) = (&text[..word.start], &text[word.end..]);
    if folded.ends_with(|c: char| c.is_alphabetic()) {
        let is_name = folded.chars().count() <= 2;
        if after.starts_with("++") && !after.starts_with("+++") {
            return Some((format!("{folded}++"), is_name));
        }
        if after.starts_with('#') && !after[1..].starts_with(char::is_alphanumeric) {
            return Some((format!("{folded}#"), is_name));
        }
    }
    if folded.bytes().all(|byte| byte.is_ascii_digit())
        && (after.starts_with('%') || after.starts_with(" %"))
    {
        return Some((format!("{folded}%"), false));
    }
    let before = before.strip_suffix('.')?;
    let begins = before.is_empty()
        || before.ends_with(|c: char| c.is_whitespace() || "([{\"'*/".contains(c));
    (begins && folded.starts_with(char::is_alphabetic)).then(|| (format!(".{folded}"), false))
}

/// The telephone number that begins with the digits at `start`, as it is compared, with the number of groups
/// it is written in; and up to where digits have been looked at. A number is the same with its country
/// code, with a 0 instead, and however it is spaced.
pub(super) fn phone(text: &str, start: usize) -> (Option<(String, usize)>, usize) {
    if let Some(length) = date_length(&text[start..]) {
        return (None, start + length);
    }
    let (mut digits, mut groups, mut end) = (String::new(), 0, start);
    let mut at = start;
    loop {
        let rest = &text[at..];
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_word = rest[length..].starts_with(char::is_alphanumeric);
        if length == 0 || is_word || digits.len() + length > *DIGITS.end() {
            break;
        }
        digits += &rest[..length];
        groups += 1;
        end = at + length;
        at = end + gap(&text[end..]);
        if at == end {
            break;
        }
    }
    let telling = digits.len().saturating_sub(TELLING);
    let number = DIGITS.contains(&digits.len()).then(|| format!("{PHONE}{}", &digits[telling..]));
    (number.map(|number| (number, groups)), end.max(start + 1))
}

/// The length of what may stand between two groups of digits: `) `, `-`, `.`, ` (`.
fn gap(rest: &str) -> usize {
    let length = rest.bytes().take_while(|byte| b" -/()".contains(byte)).count();
    match rest.as_bytes() {
        [b'.', digit, ..] if digit.is_ascii_digit() => 1,
        _ if length <= 3 => length,
        _ => 0,
    }
}

/// The length of a date in ISO form, which has as many digits as a telephone number.
fn date_length(rest: &str) -> Option<usize> {
    const LENGTH: usize = 10;
    let date = rest.as_bytes().get(..LENGTH)?;
    let fits = date.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => matches!(byte, b'-' | b'/' | b'.'),
        _ => byte.is_ascii_digit(),
    });
    fits.then_some(LENGTH)
}

#[cfg(test)]
mod tests {
    use super::phone;

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        let same = ["+44 20 7946 0018", "+442079460018", "(020) 7946-0018", "0044 (0)20 7946.0018"];
        for text in same {
            let start = text.find(|c: char| c.is_ascii_digit()).expect("a digit");
            let (number, end) = phone(text, start);
            assert_eq!(
                number.map(|(number, _)| number).as_deref(),
                Some("tel:079460018"),
                "{text}"
            );
            assert_eq!(end, text.len(), "{text}");
        }
        for other in ["2026-11-02", "12 34", "10 000", "1234567x", "1, 2, 3, 4, 5, 6, 7"] {
            assert_eq!(phone(other, 0).0, None, "{other}");
        }
        assert_eq!(phone("555-0100 or", 0), (Some(("tel:5550100".to_owned(), 2)), 8));
    }
}
