//! Saved queries: `view:name` stands for what the settings call by that name, in parentheses.

use std::ops::Range;

use super::Context;
use super::dates::Trouble;
use super::error::shown;
use super::parser::{Inside, Seen, read as read_text};
use super::tree::{Leaf, Node};
use crate::model::text::{fold, nearest};

/// How deep saved queries may stand within each other.
const MAX_VIEWS: usize = 4;

/// Reads a saved query in the place of its name, which stands at `span` within `outer` groups.
pub(super) fn read(
    name: &str,
    context: &Context<'_>,
    seen: &mut Seen,
    outer: (Inside, usize),
    span: &Range<usize>,
) -> Result<Node, Trouble> {
    let wanted = fold(name);
    let Some((name, text)) = context.views.iter().find(|(name, _)| fold(name) == wanted) else {
        let known = context.views.keys().map(String::as_str);
        let message = match context.views.is_empty() {
            true => "there are no saved queries; [views] in the settings has them".to_owned(),
            false => format!("no saved query is called {}", shown(name)),
        };
        return Err(Trouble { message, suggestion: nearest(name, known).map(str::to_owned) });
    };
    let trouble = |message: String| Trouble { message, suggestion: None };
    if let Some(at) = seen.open.iter().position(|open| open == name) {
        let mut circle = seen.open[at..].to_vec();
        circle.push(name.clone());
        return Err(trouble(format!("goes round in a circle: {}", circle.join(" → "))));
    }
    if seen.open.len() == MAX_VIEWS {
        return Err(trouble(format!(
            "saved queries stand at most {MAX_VIEWS} deep within each other, and this is one more: {} → {name}",
            seen.open.join(" → ")
        )));
    }
    seen.open.push(name.clone());
    let noted = seen.taken_as_text.len();
    let read = read_text(text, context, seen, outer.0, outer.1 + 1);
    let node = read.map_err(|error| match error.message.strip_prefix("view: ") {
        // The saved query within it has said which one it is.
        Some(message) => trouble(message.to_owned()),
        None => {
            let text = shown(text);
            trouble(format!("{name} in [views] of the settings is {text}, where {}", error.message))
        }
    })?;
    seen.open.pop();
    for taken in &mut seen.taken_as_text[noted..] {
        taken.span = span.clone();
    }
    if !seen.views.iter().any(|(known, _)| known == name) {
        seen.views.push((name.clone(), text.clone()));
    }
    Ok(placed(node, span))
}

/// The same tree, standing where the name of the saved query does.
pub(super) fn placed(node: Node, at: &Range<usize>) -> Node {
    let all = |parts: Vec<Node>| parts.into_iter().map(|part| placed(part, at)).collect();
    match node {
        Node::All => Node::All,
        Node::And(parts) => Node::And(all(parts)),
        Node::Or(parts) => Node::Or(all(parts)),
        Node::Not(inner) => Node::Not(Box::new(placed(*inner, at))),
        Node::Leaf { what, .. } => {
            let what = match what {
                Leaf::Within { place, what } => {
                    Leaf::Within { place, what: Box::new(placed(*what, at)) }
                }
                Leaf::WithAny(who) => Leaf::WithAny(Box::new(placed(*who, at))),
                what => what,
            };
            Node::Leaf { what, span: at.clone() }
        }
    }
}
