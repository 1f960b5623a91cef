//! Bars: a length for a number, a mark for its goal, and a sign for each of a few cases. Every bar stands
//! beside its number, so that nothing is said by a length alone.

use super::Style;
use super::paint::Tone;

/// How much of a cell is filled, in eighths.
const PARTS: [&str; 9] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];

/// As many as fill the room, at least; a single one is not drawn as if it were a crowd.
const FEW: f64 = 3.0;

/// The signs that bars are made of.
pub(super) struct Signs {
    /// Where the goal is.
    pub goal: &'static str,
    /// What is missing to the whole.
    pub track: &'static str,
    /// A case that was answered.
    pub yes: &'static str,
    /// A case that was not.
    pub no: &'static str,
    /// A case that is open.
    pub open: &'static str,
}

impl Style<'_> {
    pub(super) fn signs(self) -> Signs {
        if self.ascii {
            Signs { goal: "|", track: ".", yes: "#", no: "-", open: "." }
        } else {
            Signs { goal: "│", track: "░", yes: "■", no: "□", open: "·" }
        }
    }
}

/// What the bars of a group have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// The greatest number, or goal.
    most: f64,
    /// How many cells that is; a goal's mark may take one more.
    cells: usize,
}

impl Scale {
    /// The scale on which `most` fills the room, but for the rest that gives each one the same number of
    /// cells; where there are only a few, each one has no more than its part of [`FEW`].
    pub(super) fn new(most: f64, room: usize) -> Self {
        let most = most.max(f64::MIN_POSITIVE);
        let one = room as f64 / most.max(FEW);
        let one = if one < 1.0 { one } else { one.floor() };
        Self { most, cells: (one * most).round() as usize }
    }

    /// How many columns a bar takes, with the mark of a goal.
    pub(super) fn width(self) -> usize {
        self.cells + 1
    }

    /// A bar, padded to the width of the scale.
    pub(super) fn bar(self, number: f64, goal: Option<f64>, style: Style) -> String {
        let length = |number: f64| (number / self.most).clamp(0.0, 1.0) * self.cells as f64;
        let cells = cells(length(number), style);
        let tone = match goal {
            Some(goal) if number >= goal => Tone::Reached,
            _ => Tone::Bar,
        };
        let mark = goal.map(|goal| length(goal).round() as usize);
        let before = &cells[..cells.len().min(mark.unwrap_or(cells.len()))];
        let mut bar = style.paint(tone, &before.concat());
        let mut used = before.len();
        if let Some(mark) = mark {
            let after = cells.get(mark + 1..).unwrap_or_default();
            bar += &" ".repeat(mark - used);
            bar += &style.title(style.signs().goal);
            bar += &style.paint(tone, &after.concat());
            used = mark + 1 + after.len();
        }
        bar + &" ".repeat(self.width().saturating_sub(used))
    }
}

/// A part of a whole, from 0 to 1, as a bar on a track of so many cells.
pub(super) fn share(part: f64, room: usize, style: Style) -> String {
    let cells = cells(part.clamp(0.0, 1.0) * room as f64, style);
    let rest = style.signs().track.repeat(room.saturating_sub(cells.len()));
    style.paint(Tone::Bar, &cells.concat()) + &style.paint(Tone::Aside, &rest)
}

/// The cells that a length fills, the last one in part. What is not nothing is at least seen.
fn cells(length: f64, style: Style) -> Vec<&'static str> {
    let least = usize::from(length > 0.0);
    if style.ascii {
        return vec!["#"; (length.round() as usize).max(least)];
    }
    let eighths = ((length * 8.0).round() as usize).max(least);
    let last = PARTS[eighths % 8];
    let full = std::iter::repeat_n(PARTS[8], eighths / 8);
    full.chain((!last.is_empty()).then_some(last)).collect()
}

/// A sign for each case: those answered, those not, those that are open; of the last as many as there is
/// room for. Padded to the room.
pub(super) fn cases(yes: usize, no: usize, open: usize, room: usize, style: Style) -> String {
    let signs = style.signs();
    let no = no.min(room.saturating_sub(yes));
    let open = open.min(room.saturating_sub(yes + no));
    style.paint(Tone::Reached, &signs.yes.repeat(yes))
        + &style.paint(Tone::Plain, &signs.no.repeat(no))
        + &style.paint(Tone::Aside, &signs.open.repeat(open))
        + &" ".repeat(room.saturating_sub(yes + no + open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_has_the_length_of_its_number_and_the_mark_of_its_goal() {
        // Most, room, number, goal.
        let cases = [
            (4.0, 8, 4.0, None, "████████ ", "######## "),
            (4.0, 8, 2.0, None, "████     ", "####     "),
            (4.0, 8, 0.0, None, "         ", "         "),
            // Each one has as many cells as the other: eleven do not part into four.
            (4.0, 11, 1.0, None, "██       ", "##       "),
            // A single one fills a third.
            (1.0, 12, 1.0, None, "████ ", "#### "),
            (16.0, 8, 5.0, None, "██▌      ", "###      "),
            // Something is never nothing.
            (9000.0, 8, 1.0, None, "▏        ", "#        "),
            (4.0, 8, 2.0, Some(2.0), "████│    ", "####|    "),
            (4.0, 8, 0.0, Some(2.0), "    │    ", "    |    "),
            (4.0, 8, 4.0, Some(2.0), "████│███ ", "####|### "),
            (4.0, 8, 4.0, Some(4.0), "████████│", "########|"),
            (1.0, 12, 1.0, Some(0.5), "██│█ ", "##|# "),
        ];
        for (most, room, number, goal, blocks, ascii) in cases {
            let scale = Scale::new(most, room);
            assert_eq!(
                scale.bar(number, goal, Style::default()),
                blocks,
                "{number} of {most}, {goal:?}"
            );
            assert_eq!(
                scale.bar(number, goal, Style { ascii: true, ..Style::default() }),
                ascii,
                "{number} of {most}, {goal:?}"
            );
        }
    }

    #[test]
    fn a_share_stands_on_a_track() {
        let cases = [
            (0.0, "░░░░", "...."),
            (0.53, "██▏░", "##.."),
            (0.999, "████", "####"),
            (1.0, "████", "####"),
        ];
        for (part, blocks, ascii) in cases {
            assert_eq!(share(part, 4, Style::default()), blocks, "{part}");
            assert_eq!(share(part, 4, Style { ascii: true, ..Style::default() }), ascii, "{part}");
        }
    }

    #[test]
    fn each_case_has_a_sign_as_long_as_there_is_room() {
        assert_eq!(cases(3, 2, 1, 8, Style::default()), "■■■□□·  ");
        assert_eq!(cases(3, 2, 9, 8, Style::default()), "■■■□□···");
        assert_eq!(cases(1, 1, 1, 4, Style { ascii: true, ..Style::default() }), "#-. ");
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let bar =
            Scale::new(4.0, 8).bar(4.0, Some(2.0), Style { colour: true, ..Style::default() });
        let mark = "\u{1b}[1m│\u{1b}[0m";
        assert_eq!(bar, format!("\u{1b}[32m████\u{1b}[0m{mark}\u{1b}[32m███\u{1b}[0m "));
    }
}
