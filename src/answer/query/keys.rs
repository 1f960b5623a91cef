//! What the keys of a note's front matter hold, against what is asked of them.

use crate::index::{Text, Wanted};
use crate::model::text::{fold, key_name};
use crate::model::{Date, Note};
use crate::note::day_in;
use crate::query::{Compare, DateRange, Operand, Test, number};

/// Whether a note has something: a fact of a contact by its name, or a key with a value.
pub(super) fn has(note: &Note, what: &str) -> bool {
    let as_contact = note.contact.as_ref().is_some_and(|contact| match what {
        "email" => !contact.emails.is_empty(),
        "phone" => !contact.phones.is_empty(),
        "birthday" => contact.birthday.is_some(),
        "cadence" => contact.cadence.is_some(),
        "alias" => !contact.aliases.is_empty(),
        "org" => !contact.organisations.is_empty(),
        "role" => contact.role.is_some(),
        "location" => contact.location.is_some(),
        "interests" => !contact.interests.is_empty(),
        "level" => contact.level.is_some(),
        "next_step" => contact.next_step.is_some(),
        _ => false,
    });
    let as_key =
        || note.keys.get(&key_name(what)).is_some_and(|mut values| values.next().is_some());
    as_contact || as_key()
}

/// Whether a note has a key whose values fit. A comparison never matches a missing value.
pub(super) fn fits(note: &Note, key: &str, test: &Test) -> bool {
    let Some(mut values) = note.keys.get(key) else { return false };
    match test {
        Test::There => true,
        Test::Null => values.next().is_none(),
        Test::Value(compare, operand) => values.any(|value| compares(value, *compare, operand)),
    }
}

/// Whether a value compares so.
pub(in crate::answer) fn compares(value: &str, compare: Compare, operand: &Operand) -> bool {
    if let (Some(range), Some(day)) = (operand.days, day_in(value)) {
        return on_days(day, compare, &range);
    }
    if let (Some(wanted), Some(value)) = (operand.number(), number(value)) {
        return match compare {
            Compare::Is => (value - wanted).abs() < f64::EPSILON,
            Compare::Less => value < wanted,
            Compare::AtMost => value <= wanted,
            Compare::More => value > wanted,
            Compare::AtLeast => value >= wanted,
        };
    }
    if compare == Compare::Is {
        return says(value, &operand.text);
    }
    // A text is neither more nor less than a number or a day.
    if operand.number().is_some() || operand.days.is_some() {
        return false;
    }
    let (value, wanted) = (fold(value), fold(&operand.text));
    match compare {
        Compare::Less => value < wanted,
        Compare::AtMost => value <= wanted,
        Compare::More => value > wanted,
        Compare::AtLeast | Compare::Is => value >= wanted,
    }
}

/// A day against a unit: more than a month is after its end, less than it before its beginning.
fn on_days(day: Date, compare: Compare, range: &DateRange) -> bool {
    match compare {
        Compare::Is => range.contains(day),
        Compare::Less => range.from.is_some_and(|from| day < from),
        Compare::AtMost => range.to.is_some_and(|to| day <= to),
        Compare::More => range.to.is_some_and(|to| day > to),
        Compare::AtLeast => range.from.is_some_and(|from| day >= from),
    }
}

/// Whether a value has the words of a text one after the other, the last one only begun if the text ends
/// with `*`; without a word in it, whether it is that text.
fn says(value: &str, text: &str) -> bool {
    let begun = text.ends_with('*');
    match Wanted::of(text.trim_end_matches('*'), begun) {
        Some(wanted) => wanted.fit(&Text::new(value)) > 0.0,
        None => fold(&value.replace(['"', '“', '”'], "'")) == fold(text),
    }
}
