//! Words as a shell has them on its command line: with quotes around or before what they mean.

/// Which quote stands open before a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// None.
    Nothing,
    /// `'`
    Single,
    /// `"`
    Double,
}

impl Open {
    /// The quote with which a word begins, if it has not been closed.
    pub fn of(word: &str) -> Self {
        let open = match word.chars().next() {
            Some('\'') => Self::Single,
            Some('"') => Self::Double,
            _ => return Self::Nothing,
        };
        let closed = word.len() > 1 && word.ends_with(&word[..1]) && !word.ends_with("\\\"");
        if closed { Self::Nothing } else { open }
    }
}

/// What a word means, quotes and backslashes taken off.
pub(super) fn unquoted(word: &str, open: Open) -> String {
    let (mut meant, mut open) = (String::with_capacity(word.len()), open);
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        match (open, c) {
            (Open::Nothing, '\'') => open = Open::Single,
            (Open::Nothing, '"') => open = Open::Double,
            (Open::Single, '\'') | (Open::Double, '"') => open = Open::Nothing,
            (Open::Nothing, '\\') => meant.extend(chars.next()),
            (Open::Double, '\\') if matches!(chars.peek(), Some('"' | '\\' | '$' | '`')) => {
                meant.extend(chars.next());
            }
            (_, c) => meant.push(c),
        }
    }
    meant
}

/// A text as it can stand on a line of bash after an open quote, or after none.
pub(super) fn quoted(text: &str, open: Open) -> String {
    let mut line = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        match (open, c) {
            (Open::Nothing, c) if is_harmless(c) => line.push(c),
            (Open::Nothing, c) => line.extend(['\\', c]),
            (Open::Single, '\'') => line.push_str("'\\''"),
            (Open::Double, '"' | '\\' | '$' | '`') => line.extend(['\\', c]),
            // No backslash helps against the history of commands, only another quote.
            (Open::Double, '!') => line.push_str("\"'!'\""),
            (_, c) => line.push(c),
        }
    }
    line
}

/// Whether a character means nothing to any shell.
pub(super) fn is_harmless(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ',' | '+' | '@' | '%' | ':' | '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_means_the_same() {
        let texts =
            ["Maya Chen", "O'Brien", "a \"b\" \\c", "$(touch x)`y`", "x; y & z", "hey!", "田 中"];
        for text in texts {
            for open in [Open::Nothing, Open::Single, Open::Double] {
                let line = quoted(text, open);
                assert_eq!(unquoted(&line, open), text, "{line}");
            }
        }
        assert_eq!(quoted("Maya Chen", Open::Nothing), "Maya\\ Chen");
        assert_eq!(quoted("$(touch x)", Open::Nothing), "\\$\\(touch\\ x\\)");
        assert_eq!(quoted("$(touch x)", Open::Double), "\\$(touch x)");
        assert_eq!(quoted("O'Brien", Open::Single), "O'\\''Brien");
    }

    #[test]
    fn an_open_quote_is_told_from_a_closed_one() {
        let cases = [
            ("\"Maya Ch", Open::Double),
            ("'Maya", Open::Single),
            ("'", Open::Single),
            ("'Maya'", Open::Nothing),
            ("Maya", Open::Nothing),
            ("", Open::Nothing),
        ];
        for (word, open) in cases {
            assert_eq!(Open::of(word), open, "{word}");
        }
    }
}
