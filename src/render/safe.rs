//! Text from a note, made safe for a terminal: what would move the cursor, change colours or turn the
//! reading direction is shown as a visible stand-in.

use std::borrow::Cow;
use std::fmt::Write;

/// Replaces control characters, escape sequences, bidirectional controls and invisible characters by
/// `<U+001B>` and its like, and line ends and tabs by spaces.
pub fn safe(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| !is_unsafe(c)) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            c if is_unsafe(c) => {
                // Writing to a string cannot fail.
                let _ = write!(shown, "<U+{:04X}>", c as u32);
            }
            c => shown.push(c),
        }
    }
    shown.into()
}

/// Zero-width joiners stay: they hold emoji and Indic words together, and do nothing else.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn what_would_act_on_a_terminal_is_shown() {
        let cases = [
            ("plain Zoë 田中 👩‍💻", "plain Zoë 田中 👩‍💻"),
            ("\u{1b}[31mred", "<U+001B>[31mred"),
            ("\u{9b}31m", "<U+009B>31m"),
            ("a\u{7}\u{8}b", "a<U+0007><U+0008>b"),
            ("\u{1b}]52;c;eA==\u{7}", "<U+001B>]52;c;eA==<U+0007>"),
            ("\u{202e}moc.elpmaxe", "<U+202E>moc.elpmaxe"),
            ("a\u{200b}b\u{feff}", "a<U+200B>b<U+FEFF>"),
            ("two\nlines\tand tabs", "two lines and tabs"),
        ];
        for (text, shown) in cases {
            assert_eq!(safe(text), shown, "{text:?}");
        }
    }
}
