//! Bytes → text. Whatever the bytes are, some text comes out, and the note says what was odd.
//!
//! Line ends become `\n`, so that everything after this counts lines in one way.

use crate::model::{Code, Problem, Spot};

/// Decodes a note: UTF-8 with or without a byte order mark, UTF-16 by its mark; whatever is neither is
/// replaced by U+FFFD and reported.
pub(super) fn decode(bytes: &[u8], problems: &mut Vec<Problem>) -> String {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    let text = unify_line_ends(text);
    report_oddities(&text, std::str::from_utf8(bytes).is_err(), problems);
    if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text: String =
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

fn unify_line_ends(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Reports the first line that is not text. A note may hold U+FFFD of its own, as the trace of an older
/// mishap; that is not worth a word unless this decoding put it there.
fn report_oddities(text: &str, not_utf8: bool, problems: &mut Vec<Problem>) {
    let place_of = |wanted: char| {
        let before = text.split(wanted).next().unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let (above, column) = (before.matches('\n').count(), line.chars().count());
        Spot { line: above as u32 + 1, column: column as u32 + 1 }
    };
    if text.contains('\0') {
        let message = "NUL bytes: this looks like something other than text";
        problems.push(
            Problem::at(Code::Encoding, place_of('\0'), message)
                .with_hint("if it is no note, give it another ending than .md"),
        );
    } else if not_utf8 && text.contains(char::REPLACEMENT_CHARACTER) {
        let at = place_of(char::REPLACEMENT_CHARACTER);
        problems.push(
            Problem::at(Code::Encoding, at, "bytes that are not UTF-8 are shown as \u{FFFD}")
                .with_hint("save the note as UTF-8"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Vec<(Code, u32)>) {
        let mut problems = Vec::new();
        let text = decode(bytes, &mut problems);
        (text, problems.iter().map(|problem| (problem.code, problem.line)).collect())
    }

    #[test]
    fn every_encoding_gives_text() {
        let cases: [(&[u8], &str, &[(Code, u32)]); 9] = [
            (b"a\r\nb\rc\n", "a\nb\nc\n", &[]),
            (b"\xEF\xBB\xBFa", "a", &[]),
            (b"\xFF\xFEa\0\n\0", "a\n", &[]),
            (b"\xFE\xFF\0a\xD8\x3D\xDE\x00", "a\u{1F600}", &[]),
            (b"\xFE\xFF\0a\xD8", "a\u{FFFD}", &[(Code::Encoding, 1)]),
            (b"a\nZo\xEB", "a\nZo\u{FFFD}", &[(Code::Encoding, 2)]),
            (b"a\n\0b", "a\n\u{FFFD}b", &[(Code::Encoding, 2)]),
            ("old \u{FFFD}".as_bytes(), "old \u{FFFD}", &[]),
            (b"", "", &[]),
        ];
        for (bytes, text, problems) in cases {
            assert_eq!(decoded(bytes), (text.to_owned(), problems.to_vec()), "{bytes:?}");
        }
    }
}
