//! What holds of every query, however odd. An ordinary function, so that the tests and a fuzzer ask the
//! same of it.

use super::tree::{Leaf, Node};
use super::{Context, MAX_LEAVES, parse, typed, views};

/// Reads any text as a query.
///
/// # Panics
/// If the tree is not as its documentation says, if places do not lie in the text, if an error cannot be
/// shown, or if what [`typed`] makes of the tree means something else.
pub fn hold(query: &str, context: &Context<'_>) {
    let parsed = match parse(query, context) {
        Ok(parsed) => parsed,
        Err(error) => {
            let marked = query.get(error.span.clone());
            assert!(marked.is_some_and(|text| !text.is_empty()), "{error:?}");
            assert!(!error.to_string().contains('\n'), "{error:?}");
            assert!(matches!(error.render(query).lines().count(), 2 | 3), "{error:?}");
            return;
        }
    };
    let root = &parsed.root;
    assert!(is_sound(root), "{root}");
    assert!(root.leaves().count() <= MAX_LEAVES, "{root}");
    let spans: Vec<_> = root.leaves().map(|(_, span)| span).collect();
    for span in &spans {
        assert!(query.get(span.clone()).is_some_and(|text| !text.is_empty()), "{span:?}");
    }
    if parsed.views.is_empty() {
        assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{spans:?}");
        for taken in &parsed.taken_as_text {
            assert_eq!(query.get(taken.span.clone()), Some(taken.name.as_str()));
        }
    }
    let text = typed(root);
    // Quotes make a query longer, and there is a limit.
    if text.len() <= super::MAX_BYTES {
        let again = parse(&text, context).map(|again| again.root);
        let again = again.unwrap_or_else(|error| panic!("{query:?} is {text:?}, but {error}"));
        let bare = |node: Node| views::placed(node, &(0..0));
        assert_eq!(bare(again), bare(root.clone()), "{query:?} is {text:?}");
    }
}

/// Whether the tree is as its documentation says.
fn is_sound(node: &Node) -> bool {
    match node {
        Node::All => true,
        Node::And(parts) => {
            parts.len() > 1
                && parts.iter().all(|n| !matches!(n, Node::And(_) | Node::All) && is_sound(n))
        }
        Node::Or(parts) => {
            parts.len() > 1 && parts.iter().all(|n| !matches!(n, Node::Or(_)) && is_sound(n))
        }
        Node::Not(inner) => !matches!(**inner, Node::Not(_)) && is_sound(inner),
        Node::Leaf { what: Leaf::Within { what, .. }, .. } => {
            is_sound(what) && what.leaves().all(|(leaf, _)| leaf.is_text())
        }
        Node::Leaf { what: Leaf::WithAny(who), .. } => {
            is_sound(who) && !who.leaves().any(|(leaf, _)| matches!(leaf, Leaf::WithAny(_)))
        }
        Node::Leaf { .. } => true,
    }
}
