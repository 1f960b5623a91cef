//! Text from a note, made safe for a terminal: what would move the cursor, change colours or turn the
//! reading direction is shown as a visible stand-in.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_normalization::char::is_combining_mark;

use super::Style;

/// How many combining marks a character may carry. No script needs more than five or six; a heap of them
/// covers the lines above and below.
const MARKS: usize = 8;

/// Replaces control characters, escape sequences, bidirectional controls and invisible characters by
/// `<U+001B>` and its like, line ends and tabs by spaces, and heaps of combining marks by their number.
pub fn safe(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return text.into();
    }
    Cow::Owned(with_stand_ins(text, is_unsafe, MARKS))
}

/// Whether a text is of ASCII without its controls: nothing else there needs a stand-in, and every character
/// takes one column.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..0x7f).contains(&byte))
}

/// Makes a text fit for where it goes. On a terminal nothing may act. A file or another program gets the
/// text as it was written, joiners, marks of direction and all, but for line ends, control characters and
/// what turns other text round: no format has a use for these, and whatever comes next may be a terminal.
pub(super) fn tame<'a>(text: &'a str, style: Style) -> Cow<'a, str> {
    if style.terminal { safe(text) } else { Cow::Owned(with_stand_ins(text, acts, usize::MAX)) }
}

fn with_stand_ins(text: &str, replaced: fn(char) -> bool, most: usize) -> String {
    let mut shown = String::with_capacity(text.len() + 16);
    let (mut marks, mut left_out) = (0, 0);
    // Writing to a string cannot fail.
    for c in text.chars() {
        if most != usize::MAX && !c.is_ascii() && is_combining_mark(c) {
            marks += 1;
            if marks > most {
                left_out += 1;
                continue;
            }
        } else {
            marks = 0;
            if left_out > 0 {
                let _ = write!(shown, "<+{left_out} marks>");
                left_out = 0;
            }
        }
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            c if replaced(c) => {
                let _ = write!(shown, "<U+{:04X}>", c as u32);
            }
            c => shown.push(c),
        }
    }
    if left_out > 0 {
        let _ = write!(shown, "<+{left_out} marks>");
    }
    shown
}

/// What acts on a terminal or on the text around it.
fn acts(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What acts, and what cannot be seen. Zero-width joiners stay: they hold emoji and Indic words together,
/// and do nothing else.
pub(super) fn is_unsafe(c: char) -> bool {
    acts(c)
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_act_on_a_terminal_is_shown() {
        let cases = [
            ("plain Zoë 田中 👩‍💻", "plain Zoë 田中 👩‍💻"),
            ("\u{1b}[31mred", "<U+001B>[31mred"),
            ("\u{9b}31m", "<U+009B>31m"),
            ("a\u{7}\u{8}b\u{7f}", "a<U+0007><U+0008>b<U+007F>"),
            ("\u{1b}]52;c;eA==\u{7}", "<U+001B>]52;c;eA==<U+0007>"),
            ("\u{202e}moc.elpmaxe", "<U+202E>moc.elpmaxe"),
            ("a\u{200b}b\u{feff}", "a<U+200B>b<U+FEFF>"),
            ("two\nlines\tand tabs", "two lines and tabs"),
            ("\u{e0041}\u{3164}", "<U+E0041><U+3164>"),
        ];
        for (text, shown) in cases {
            assert_eq!(safe(text), shown, "{text:?}");
        }
    }

    #[test]
    fn a_heap_of_marks_is_cut_and_counted() {
        let heap = |marks| format!("Z{}al", "\u{301}".repeat(marks));
        assert_eq!(safe(&heap(MARKS)), heap(MARKS));
        let cut = format!("Z{}<+32 marks>al", "\u{301}".repeat(MARKS));
        assert_eq!(safe(&heap(MARKS + 32)), cut);
        assert_eq!(safe(&"\u{301}".repeat(9)), format!("{}<+1 marks>", "\u{301}".repeat(MARKS)));
        // Vietnamese, Hebrew with points, Devanagari.
        for text in ["Nguye\u{302}\u{303}n", "שָׁ\u{5b8}לוֹם", "क्षत्रिय"] {
            assert_eq!(safe(text), text);
        }
    }

    #[test]
    fn a_pipe_keeps_text_and_no_control() {
        let tame = |text, terminal| tame(text, Style { terminal, ..Style::default() }).into_owned();
        let heap = format!("Z{}", "\u{301}".repeat(40));
        for text in ["a\u{200b}b", "שלום\u{200f}", &heap] {
            assert_eq!(tame(text, false), text);
            assert_ne!(tame(text, true), text);
        }
        let cases =
            [("\u{1b}[31m", "<U+001B>[31m"), ("\u{202e}x", "<U+202E>x"), ("a\r\nb", "a  b")];
        for (text, shown) in cases {
            assert_eq!(tame(text, false), shown);
            assert_eq!(tame(text, true), shown);
        }
    }
}
