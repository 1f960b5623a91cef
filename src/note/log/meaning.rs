//! What a word of the table means once it is known who acted, and the small readings beside it: thanks,
//! lengths of time.

use super::words::Row;
use crate::model::{Direction, Word};

/// A message of at most this many words that thanks and asks nothing wants no answer.
const SHORT_THANKS: usize = 12;

/// Words for an answer, rather than for a first word.
const ANSWERS: [&str; 3] = ["replied", "answered", "heard back"];

/// Who is said to have acted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Me,
    Them,
    Arrow(Direction),
}

/// The meaning of a word of the table, turned by its subject or arrow.
pub(super) fn word_of(row: Row, phrase: &str, subject: Option<Subject>) -> Word {
    let natural = match row {
        Row::Asked | Row::Again | Row::Told => Direction::Out,
        Row::Received | Row::Declined => Direction::In,
        Row::Met | Row::Planned | Row::LetGo => Direction::Both,
    };
    // What only the receiver of a message does; "I received" is theirs all the same.
    let of_receiver = matches!(phrase, "received" | "heard back" | "got");
    let direction = match subject {
        Some(Subject::Arrow(direction)) => direction,
        Some(Subject::Them) if natural == Direction::Out => Direction::In,
        Some(Subject::Me) if natural == Direction::In && !of_receiver => Direction::Out,
        _ => natural,
    };
    let asks = match row {
        Row::Asked | Row::Again => true,
        // My own answer or refusal asks for nothing.
        Row::Received => direction == Direction::In,
        _ => false,
    };
    Word {
        direction,
        expects_reply: asks && direction != Direction::Both,
        answers: direction == Direction::In && ANSWERS.contains(&phrase),
        is_final: row == Row::Declined && direction == Direction::In,
        held: row == Row::Met && direction == Direction::Both,
        interview: phrase == "interview",
        thanks: false,
    }
}

/// The meaning of a channel that stands alone.
pub(super) fn bare_word(name: &str, talk: bool, arrow: Option<Direction>, answered: bool) -> Word {
    let direction = match arrow {
        Some(direction) => direction,
        _ if name == "call" && !answered => Direction::Out,
        _ => Direction::Both,
    };
    let both = direction == Direction::Both;
    let held = both && talk && name != "call";
    Word { expects_reply: !both, held, ..Word::plain(direction) }
}

/// Whether a text is short and asks nothing.
pub(crate) fn is_short(text: &str) -> bool {
    !text.contains(['?', '？']) && text.split_whitespace().count() <= SHORT_THANKS
}

/// `25m`, `25 min`, `1h`, `1h30`, `1.5 hours` → minutes, at most a week.
pub(crate) fn read_minutes(text: &str) -> Option<u32> {
    let mut minutes = 0.0_f64;
    let mut rest = text.trim();
    let mut seen = false;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number: f64 = rest[..end].parse().ok()?;
        let unit_start = rest[end..].trim_start();
        let unit_end = unit_start.find(|c: char| !c.is_alphabetic()).unwrap_or(unit_start.len());
        minutes += match &unit_start[..unit_end] {
            "m" | "min" | "mins" | "minute" | "minutes" => number,
            "h" | "hr" | "hrs" | "hour" | "hours" => number * 60.0,
            // `1h30`
            "" if seen => number,
            _ => return None,
        };
        seen = true;
        rest = unit_start[unit_end..].trim_start();
    }
    (seen && minutes <= 7.0 * 24.0 * 60.0).then(|| minutes.round() as u32)
}
