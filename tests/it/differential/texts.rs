//! Words and values, compared the slow way.

use rekindle::model::text::fold;
use rekindle::model::{Date, Note};
use rekindle::query::{Compare, Leaf, Node, Operand, Test};

fn words(text: &str) -> Vec<String> {
    let folded: String =
        text.split(|c: char| !c.is_alphanumeric()).map(|word| fold(word) + " ").collect();
    folded.split_whitespace().map(str::to_owned).collect()
}

fn has_run(text: &[String], run: &[String]) -> bool {
    (0..text.len()).any(|at| text[at..].starts_with(run))
}

pub fn text_holds(leaf: &Leaf, text: &str) -> bool {
    let text = words(text);
    match leaf {
        Leaf::Word(word) => has_run(&text, &words(word)),
        Leaf::Phrase(phrase) => has_run(&text, &words(&phrase.join(" "))),
        Leaf::Prefix(stem) => {
            let stem = words(stem);
            let (begun, run) = stem.split_last().expect("a letter or digit");
            let goes_on = |at: usize| text.get(at).is_some_and(|word| word.starts_with(begun));
            (0..text.len()).any(|at| text[at..].starts_with(run) && goes_on(at + run.len()))
        }
        _ => unreachable!("only text stands in a place"),
    }
}

pub fn node_holds(node: &Node, text: &str) -> bool {
    match node {
        Node::All => true,
        Node::And(parts) => parts.iter().all(|part| node_holds(part, text)),
        Node::Or(parts) => parts.iter().any(|part| node_holds(part, text)),
        Node::Not(inner) => !node_holds(inner, text),
        Node::Leaf { what, .. } => text_holds(what, text),
    }
}

pub fn path_holds(node: &Node, path: &str) -> bool {
    match node {
        Node::Leaf { what: Leaf::Word(part), .. } => path.contains(&fold(part)),
        Node::Leaf { what: Leaf::Prefix(start), .. } => path.starts_with(&fold(start)),
        _ => unreachable!("no question asks more of a path"),
    }
}

pub fn has(note: &Note, what: &str) -> bool {
    let contact = note.contact.as_ref();
    match what {
        "email" => contact.is_some_and(|contact| !contact.emails.is_empty()),
        "cadence" => contact.is_some_and(|contact| contact.cadence.is_some()),
        "role" => contact.is_some_and(|contact| contact.role.is_some()),
        key => note.keys.get(key).is_some_and(|values| values.count() > 0),
    }
}

pub fn key_holds(note: &Note, key: &str, test: &Test) -> bool {
    let Some(values) = note.keys.get(key) else { return false };
    let values: Vec<&str> = values.collect();
    match test {
        Test::There => true,
        Test::Null => values.is_empty(),
        Test::Value(compare, operand) => values.iter().any(|v| value_holds(v, *compare, operand)),
    }
}

fn value_holds(value: &str, compare: Compare, operand: &Operand) -> bool {
    let order = if let (Ok(day), Some(range)) = (value.parse::<Date>(), operand.days) {
        let (from, to) = (range.from.expect("a unit"), range.to.expect("a unit"));
        match day {
            day if day < from => std::cmp::Ordering::Less,
            day if day > to => std::cmp::Ordering::Greater,
            _ => std::cmp::Ordering::Equal,
        }
    } else if let (Ok(one), Ok(other)) = (value.parse::<f64>(), operand.text.parse::<f64>()) {
        one.total_cmp(&other)
    } else if compare == Compare::Is {
        return has_run(&words(value), &words(&operand.text));
    } else if operand.text.parse::<f64>().is_ok() || operand.days.is_some() {
        return false;
    } else {
        fold(value).cmp(&fold(&operand.text))
    };
    match compare {
        Compare::Is => order.is_eq(),
        Compare::Less => order.is_lt(),
        Compare::AtMost => order.is_le(),
        Compare::More => order.is_gt(),
        Compare::AtLeast => order.is_ge(),
    }
}
