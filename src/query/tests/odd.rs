//! No query is too odd.

use proptest::prelude::*;

use super::*;
use crate::query::odd::hold;

/// Queries out of the pieces of the language, and of what it has to bear.
fn any_query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "(", ")", "-", "\"", "“", "”", "|", "*", ":", "#", "[[", "]]", " ", " ", "OR", "AND",
            "NOT", "with:", "date:", "before:", "kind:", "dir:", "tag:", "x:", "..", "2026-11", "2w",
            "monday", "meeting", "out", "{", "/", "\t", "\0", "é", "田", "e\u{301}", "👩‍💻", "}", "with:{",
            "title:", "body:(", "section:(", "path:", "task-todo:", "is:", "quiet", "last:", "has:", "no:",
            "email", "older_than:", "[", "]", "[status:", "[due:", "status:", "due:", ">", "<=", "3",
            "null", "view:monday", "view:", "or", "'", "''", "10:3*", "R&D*", "docs.rs*",
            "#ru*", "C++", "C+*", "->", "🎉", "a b*\"",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z]{1,4} ",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_query_is_too_odd(query in any_query(), days in -800_000_i32..800_000) {
        let today = today() + chrono::TimeDelta::days(days.into());
        context_on(today, |context| hold(&query, context));
    }

    #[test]
    fn ordinary_words_are_looked_for_together(
        words in prop::collection::vec("\\p{L}{1,12}", 1..20)
    ) {
        // Those in capitals join words, and of those in small letters it is said that they do not.
        let joins = |word: &String| ["OR", "AND", "NOT"].contains(&word.to_uppercase().as_str());
        prop_assume!(!words.iter().any(joins));
        let parsed = parsed(&words.join(" ")).expect("a query");
        let found: Vec<String> = parsed.root.asked_for().map(|(leaf, _)| match leaf {
            Leaf::Word(word) => word.clone(),
            other => format!("{other:?}"),
        }).collect();
        prop_assert_eq!(&found, &words);
        prop_assert_eq!(parsed.root.leaves().count(), words.len());
        prop_assert!(words.len() == 1 || matches!(parsed.root, Node::And(_)));
        prop_assert!(parsed.taken_as_text.is_empty());
    }
}

#[test]
fn a_quoted_value_of_a_key_may_begin_with_a_colon() {
    for query in ["status:\":[", "status:\":[\"", "status:\"//x\"", "status:\"\\x\""] {
        context(|context| hold(query, context));
        let parsed = parsed(query).expect("a query");
        assert!(matches!(parsed.root, Node::Leaf { what: Leaf::Key { .. }, .. }), "{query}");
    }
    assert_eq!(tree("std::fmt"), "std::fmt");
}

#[test]
fn a_dash_before_a_bracket_denies_nothing_also_when_it_is_written_again() {
    for query in ["-)))A)))))A*", "-)a", "-)a*", "-\u{201d}x*"] {
        context(|context| hold(query, context));
    }
}
