//! A tree in words, for whoever wonders why something was found or was not: each condition on a line, with
//! absolute days.

use super::dates::DateRange;
use super::tree::{Compare, Leaf, Node, Operand, Place, Test};
use crate::model::Date;
use crate::model::text::listed;

/// One condition, or what joins those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How deep it lies.
    pub depth: usize,
    /// What it says.
    pub text: String,
}

/// The conditions of a tree. `people` are the names of those whom a name in `with:` fits; `doubt` is what is
/// to be said of a condition that nothing fulfils.
pub fn explain(
    root: &Node,
    people: &dyn Fn(&str) -> Vec<String>,
    doubt: &dyn Fn(&Leaf) -> Option<String>,
) -> Vec<Line> {
    let mut explainer = Explainer { people, doubt, lines: Vec::new() };
    explainer.node(root, 0, "");
    explainer.lines
}

struct Explainer<'a> {
    people: &'a dyn Fn(&str) -> Vec<String>,
    doubt: &'a dyn Fn(&Leaf) -> Option<String>,
    lines: Vec<Line>,
}

impl Explainer<'_> {
    fn say(&mut self, depth: usize, text: String) {
        self.lines.push(Line { depth, text });
    }

    /// A node, with what goes before its first line.
    fn node(&mut self, node: &Node, depth: usize, before: &str) {
        let mut joined = |parts: &[Node], how: &str| {
            self.say(depth, format!("{before}{how}"));
            parts.iter().for_each(|part| self.node(part, depth + 1, ""));
        };
        match node {
            Node::All => self.say(depth, format!("{before}everything")),
            Node::And(parts) => joined(parts, "all of these"),
            Node::Or(parts) => joined(parts, "any of these"),
            Node::Not(inner) => self.node(inner, depth, &format!("{before}not ")),
            Node::Leaf { what, .. } => self.leaf(what, depth, before),
        }
    }

    fn leaf(&mut self, what: &Leaf, depth: usize, before: &str) {
        let text = match what {
            Leaf::Word(text) if what.says_nothing() => {
                format!("\"{text}\", which has no letter or digit and is not looked for")
            }
            Leaf::Word(word) => format!("the word \"{word}\""),
            Leaf::Prefix(stem) if stem.contains(' ') => {
                format!("the phrase \"{stem}\", the last word of which goes on")
            }
            Leaf::Prefix(stem) => format!("a word that begins with \"{stem}\""),
            Leaf::Phrase(words) => format!("the phrase \"{}\"", words.join(" ")),
            Leaf::Within { place, what } => {
                return self.node(what, depth, &format!("{before}{}: ", where_is(*place)));
            }
            Leaf::With(name) => match (self.people)(name) {
                people if people.is_empty() => format!("with {name}"),
                people => format!("with {}", listed(&people)),
            },
            Leaf::WithAny(who) => {
                self.say(depth, format!("{before}with any contact whose own note has"));
                return self.node(who, depth + 1, "");
            }
            Leaf::Link(target) => format!("the note {target}, or a link to it"),
            Leaf::Kind(kind) => format!("a note of the kind {}", kind.as_str()),
            Leaf::Tag(tag) => match tag.strip_suffix('*') {
                Some(begun) => format!("a tag that begins with {begun}"),
                None => format!("the tag {tag} or one below it"),
            },
            Leaf::Via(channel) => format!("via {channel}"),
            Leaf::Dir(direction) => format!("direction {}", direction.as_str()),
            Leaf::Date(range) => format!("dated {}", days(range)),
            Leaf::Is(state) => format!("the note of a contact whose state is {state}"),
            Leaf::Last(range) => {
                format!("the note of a contact, last contact {}", days(range))
            }
            Leaf::Has(what) => format!("has {what}"),
            Leaf::Key { key, test } => match test {
                Test::There => format!("has the key {key}"),
                Test::Null => format!("has the key {key} without a value"),
                Test::Value(compare, operand) => format!("{key} {}", compared(*compare, operand)),
            },
        };
        let doubt = (self.doubt)(what).map_or(String::new(), |doubt| format!(" ({doubt})"));
        self.say(depth, format!("{before}{text}{doubt}"));
    }
}

fn where_is(place: Place) -> &'static str {
    match place {
        Place::Title => "in the title",
        Place::Body => "below the front matter",
        Place::Path => "in the path",
        Place::File => "in the file name",
        Place::Org => "in an organisation",
        Place::Role => "in the role",
        Place::Section => "beneath one heading",
        Place::Todo => "in one open task",
        Place::Done => "in one ticked task",
    }
}

/// How a value is compared, with the days that the operand was widened to.
fn compared(compare: Compare, operand: &Operand) -> String {
    let says = format!("says \"{}\"", operand.text);
    let end = |day: Option<Date>| day.map_or_else(|| operand.text.clone(), weekday);
    match (compare, &operand.days) {
        (Compare::Is, Some(range)) => format!("is {}, or {says}", days(range)),
        (Compare::Is, None) => says,
        (Compare::Less, Some(range)) => format!("is before {}", end(range.from)),
        (Compare::AtMost, Some(range)) => format!("is on or before {}", end(range.to)),
        (Compare::More, Some(range)) => format!("is after {}", end(range.to)),
        (Compare::AtLeast, Some(range)) => format!("is on or after {}", end(range.from)),
        (Compare::Less, None) => format!("is less than {}", operand.text),
        (Compare::AtMost, None) => format!("is at most {}", operand.text),
        (Compare::More, None) => format!("is more than {}", operand.text),
        (Compare::AtLeast, None) => format!("is at least {}", operand.text),
    }
}

/// `2026-11-01 (Sunday) to 2026-11-30 (Monday)`
fn days(range: &DateRange) -> String {
    match (range.from, range.to) {
        (Some(from), Some(to)) if from == to => weekday(from),
        (Some(from), Some(to)) => format!("{} to {}", weekday(from), weekday(to)),
        (Some(from), None) => format!("{} or later", weekday(from)),
        (None, Some(to)) => format!("{} or earlier", weekday(to)),
        (None, None) => "on some day".to_owned(),
    }
}

fn weekday(day: Date) -> String {
    day.format("%Y-%m-%d (%A)").to_string()
}
