//! Colour, used sparingly and never alone: what a tone says is said by words, numbers or marks as well. A
//! text is measured and cut first and painted last, so that escapes have no width and no reset is lost.

use anstyle::{AnsiColor, Style as Look};

use super::Style;
use super::link::Spot;

/// What a piece of text is, as far as colour tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// Like everything else.
    Plain,
    /// The line that a report or a part of it begins with.
    Title,
    /// Something to do, now or since long.
    Due,
    /// Something that is wrong.
    Wrong,
    /// Something that is beside the point, such as what was left out.
    Aside,
    /// A part of a whole, as a bar.
    Bar,
    /// The same, where a goal is reached.
    Reached,
}

impl Tone {
    fn look(self) -> Look {
        match self {
            Self::Plain => Look::new(),
            Self::Title => Look::new().bold(),
            Self::Due => AnsiColor::Yellow.on_default(),
            Self::Wrong => AnsiColor::BrightRed.on_default(),
            Self::Aside => Look::new().dimmed(),
            Self::Bar => AnsiColor::Cyan.on_default(),
            Self::Reached => AnsiColor::Green.on_default(),
        }
    }
}

/// What becomes of a piece of text: its tone, and where it leads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark<'a> {
    pub tone: Tone,
    pub spot: Option<Spot<'a>>,
}

impl From<Tone> for Mark<'_> {
    fn from(tone: Tone) -> Self {
        Self { tone, spot: None }
    }
}

impl<'a> From<Option<Spot<'a>>> for Mark<'a> {
    fn from(spot: Option<Spot<'a>>) -> Self {
        Self { tone: Tone::Plain, spot }
    }
}

impl Style<'_> {
    /// A text, which has to be safe already, in its tone.
    pub(super) fn paint(self, tone: Tone, text: &str) -> String {
        if !self.colour || tone == Tone::Plain || text.is_empty() {
            return text.to_owned();
        }
        let look = tone.look();
        format!("{look}{text}{look:#}")
    }

    /// A text, which has to be safe already, with its mark.
    pub(super) fn mark(self, mark: Mark<'_>, text: &str) -> String {
        self.link(mark.spot, &self.paint(mark.tone, text))
    }

    /// A title.
    pub(super) fn title(self, text: &str) -> String {
        self.paint(Tone::Title, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_ends_with_its_text() {
        let style = Style { colour: true, ..Style::default() };
        assert_eq!(style.title("Quiet"), "\u{1b}[1mQuiet\u{1b}[0m");
        assert_eq!(style.paint(Tone::Plain, "Quiet"), "Quiet");
        assert_eq!(style.title(""), "");
        assert_eq!(Style { colour: false, ..style }.title("Quiet"), "Quiet");
    }
}
