//! Conditions on the keys of the front matter: `[due]`, `[due:null]`, `[due:<today]`, `due:2026-11`.

use super::dates::{self, Trouble};
use super::fields::{plain, trouble};
use super::tree::{Compare, Leaf, Operand, Test, number};
use crate::model::Date;

/// Signs before a value, the longer ones first.
const SIGNS: [(&str, Compare); 4] =
    [("<=", Compare::AtMost), (">=", Compare::AtLeast), ("<", Compare::Less), (">", Compare::More)];

/// What `[key]` or `[key:value]` asks for.
pub(super) fn read(key: String, value: Option<&str>, today: Date) -> Result<Leaf, Trouble> {
    let Some(value) = value else { return Ok(Leaf::Key { key, test: Test::There }) };
    let value = plain(value);
    // `[status:"in progress"]` has its quotes for those who write them.
    let value = value.trim().trim_matches('\'').trim();
    if value == "null" {
        return Ok(Leaf::Key { key, test: Test::Null });
    }
    let sign = SIGNS.iter().find_map(|(sign, compare)| Some((value.strip_prefix(sign)?, *compare)));
    let (text, compare) = sign.unwrap_or((value, Compare::Is));
    let text = text.trim().trim_matches('\'').trim();
    if text.is_empty() {
        return Err(trouble(
            "needs a value; [key] asks whether the key is there, [key:null] whether it is empty",
        ));
    }
    let is_text = compare != Compare::Is && number(text).is_none();
    let days = match dates::on(text, today) {
        Ok(days) => Some(days),
        // Before and after a text is its place in the alphabet, which nobody means by a slip of the pen.
        Err(trouble) if is_text && dates::is_meant(text, &trouble) => {
            let suggestion = trouble.suggestion.map(|days| format!("{}{days}", compare.as_str()));
            return Err(Trouble { suggestion, ..trouble });
        }
        Err(_) => None,
    };
    let operand = Operand { text: text.to_owned(), days };
    Ok(Leaf::Key { key, test: Test::Value(compare, operand) })
}
