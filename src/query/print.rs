//! Trees as text: the Display is an s-expression that shows how a query was understood, exact enough to
//! test by; [`typed`] is a query that means the same tree.

use std::fmt;

use super::tree::{Compare, Leaf, Node, Place, Test};

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => write!(f, "*"),
            Self::And(parts) => list(f, "and", parts),
            Self::Or(parts) => list(f, "or", parts),
            Self::Not(inner) => write!(f, "(not {inner})"),
            Self::Leaf { what, .. } => write!(f, "{what}"),
        }
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => write!(f, "{}", Atom(word)),
            Self::Prefix(stem) => write!(f, "(prefix {})", Atom(stem)),
            Self::Phrase(words) => {
                let words: Vec<Atom<'_>> = words.iter().map(|word| Atom(word)).collect();
                list(f, "phrase", &words)
            }
            Self::Within { place, what } => write!(f, "({} {what})", place.as_str()),
            Self::With(name) => write!(f, "(with {})", Atom(name)),
            Self::WithAny(who) => write!(f, "(with-any {who})"),
            Self::Link(target) => write!(f, "(link {})", Atom(target)),
            Self::Kind(kind) => write!(f, "(kind {})", kind.as_str()),
            Self::Tag(tag) => write!(f, "(tag {})", Atom(tag)),
            Self::Via(channel) => write!(f, "(via {})", Atom(channel)),
            Self::Dir(direction) => write!(f, "(dir {})", direction.as_str()),
            Self::Date(range) => write!(f, "(date {range})"),
            Self::Is(state) => write!(f, "(is {state})"),
            Self::Last(range) => write!(f, "(last {range})"),
            Self::Has(what) => write!(f, "(has {})", Atom(what)),
            Self::Key { key, test } => {
                write!(f, "(key {}", Atom(key))?;
                match test {
                    Test::There => {}
                    Test::Null => write!(f, " null")?,
                    Test::Value(Compare::Is, operand) => write!(f, " {}", Atom(&operand.text))?,
                    Test::Value(compare, operand) => {
                        write!(f, " {} {}", compare.as_str(), Atom(&operand.text))?;
                    }
                }
                write!(f, ")")
            }
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, name: &str, parts: &[impl fmt::Display]) -> fmt::Result {
    write!(f, "({name}")?;
    for part in parts {
        write!(f, " {part}")?;
    }
    write!(f, ")")
}

/// A text as it stands, in quotes where it could be taken for something else.
struct Atom<'a>(&'a str);

impl fmt::Display for Atom<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '(' | ')');
        if self.0.is_empty() || self.0.contains(odd) {
            write!(f, "{:?}", self.0)
        } else {
            write!(f, "{}", self.0)
        }
    }
}

/// A query that means this tree, with the days as dates. Read in the same vault and as of the same day it
/// gives the same tree again.
pub fn typed(node: &Node) -> String {
    match node {
        Node::All => "*".to_owned(),
        Node::And(parts) => {
            let part = |part: &Node| match part {
                Node::Or(_) => format!("({})", typed(part)),
                part => typed(part),
            };
            parts.iter().map(part).collect::<Vec<_>>().join(" ")
        }
        // What stands beside each other binds closer.
        Node::Or(parts) => parts.iter().map(typed).collect::<Vec<_>>().join(" OR "),
        Node::Not(inner) => match **inner {
            Node::And(_) | Node::Or(_) => format!("-({})", typed(inner)),
            _ => format!("-{}", typed(inner)),
        },
        Node::Leaf { what, .. } => leaf(what),
    }
}

fn leaf(what: &Leaf) -> String {
    match what {
        Leaf::Word(word) => quoted(word),
        Leaf::Prefix(stem) if is_plain(stem) => format!("{stem}*"),
        Leaf::Prefix(stem) => format!("\"{stem}*\""),
        Leaf::Phrase(words) => format!("\"{}\"", words.join(" ")),
        Leaf::Within { place, what } => match &**what {
            Node::Leaf { what, .. } if *place != Place::Section && !what.has_star() => {
                format!("{}:{}", place.as_str(), leaf(what))
            }
            what => format!("{}:({})", place.as_str(), typed(what)),
        },
        Leaf::With(name) => format!("with:{}", quoted(name)),
        Leaf::WithAny(who) => format!("with:{{{}}}", typed(who)),
        Leaf::Link(target) => format!("[[{target}]]"),
        Leaf::Kind(kind) => format!("kind:{}", kind.as_str()),
        Leaf::Tag(tag) => format!("tag:{}", quoted(tag)),
        Leaf::Via(channel) => format!("via:{}", quoted(channel)),
        Leaf::Dir(direction) => format!("dir:{}", direction.as_str()),
        Leaf::Date(range) => format!("date:{range}"),
        Leaf::Is(state) => format!("is:{state}"),
        Leaf::Last(range) => format!("last:{range}"),
        Leaf::Has(what) => format!("has:{}", quoted(what)),
        Leaf::Key { key, test } => match test {
            Test::There => format!("[{key}]"),
            Test::Null => format!("[{key}:null]"),
            Test::Value(compare, operand) => {
                let space = if *compare == Compare::Is { "" } else { " " };
                let value = format!("{}{space}{}", compare.as_str(), operand.text);
                if value.contains(['[', ']']) {
                    format!("{key}:\"{value}\"")
                } else {
                    format!("[{key}:{value}]")
                }
            }
        },
    }
}

/// A text that is read as it stands, wherever it is put.
fn quoted(text: &str) -> String {
    let plain = is_plain(text) && !matches!(text, "OR" | "AND" | "NOT" | "or");
    if plain { text.to_owned() } else { format!("\"{text}\"") }
}

/// Whether a text needs no quotes to be read as one.
fn is_plain(text: &str) -> bool {
    let inner =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '/' | '&' | '+');
    text.starts_with(char::is_alphanumeric) && text.chars().all(inner)
}
