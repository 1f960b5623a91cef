//! A front matter value, as its author typed it: numbers and booleans stay text, because `+49 170` is a
//! phone number and `no` may be an answer.

use crate::model::Spot;
/// A key as it is compared.
pub(super) use crate::model::text::key_name as normal;

/// A value of the front matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// Nothing after the colon.
    #[default]
    Null,
    /// Text, or whatever else stands on one line.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Keys and values, in their order.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The text, if it is one and not blank.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            // A list of one is how some tools write a single value.
            Self::List(items) if items.len() == 1 => items[0].text(),
            _ => None,
        }
    }

    /// All texts in it, those of lists and of the values of maps too; blank ones left out.
    pub fn texts(&self) -> Vec<&str> {
        fn collect<'a>(value: &'a Value, into: &mut Vec<&'a str>) {
            match value {
                Value::Null => {}
                Value::Text(text) => {
                    if !text.trim().is_empty() {
                        into.push(text.trim());
                    }
                }
                Value::List(items) => items.iter().for_each(|item| collect(item, into)),
                Value::Map(pairs) => pairs.iter().for_each(|(_, value)| collect(value, into)),
            }
        }
        let mut texts = Vec::new();
        collect(self, &mut texts);
        texts
    }

    /// Whether there is nothing in it to use.
    pub fn is_blank(&self) -> bool {
        self.texts().is_empty()
    }
}

/// One key of the front matter, or of the lines in the body that stand in for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key as written.
    pub key: String,
    /// The key as it is compared: see [`normal`].
    pub name: String,
    /// Its value.
    pub value: Value,
    /// Where the value stands, on the line of the key; the key itself if the value is below it.
    pub at: Spot,
    /// Where the items stand, if the value is a list and that can be told.
    pub items: Vec<Spot>,
}

/// The longest name under which a key below another one is known, in bytes.
const LONGEST_NAME: usize = 200;

impl Field {
    /// The name of a key below this one, for `[address.city:Basel]`; none if nobody can mean it.
    pub fn below(&self, key: &str) -> Option<String> {
        let name = normal(key);
        (self.name.len() + name.len() <= LONGEST_NAME).then(|| format!("{}{name}", self.name))
    }

    /// Where the item of this number stands.
    pub fn item(&self, index: usize) -> Spot {
        self.items.get(index).copied().unwrap_or(self.at)
    }
}
