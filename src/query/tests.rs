//! What queries mean: each input with its tree, and what no input may do.

use proptest::prelude::*;

use super::*;
use crate::model::Date;

/// A Friday.
fn today() -> Date {
    Date::from_ymd_opt(2026, 11, 20).expect("a date")
}

fn tree(query: &str) -> String {
    match parse(query, today()) {
        Ok(query) => query.root.to_string(),
        Err(error) => format!("error: {error}"),
    }
}

fn check(cases: &[(&str, &str)]) {
    for (query, expected) in cases {
        assert_eq!(tree(query), *expected, "{query:?}");
    }
}

#[test]
fn words_phrases_and_prefixes() {
    check(&[
        ("", "*"),
        ("  \t\n", "*"),
        ("*", "*"),
        ("alice", "alice"),
        ("alice budget", "(and alice budget)"),
        (" alice\u{a0}\u{3000}budget ", "(and alice budget)"),
        ("Zoë 田中 🎉", "(and Zoë 田中 🎉)"),
        ("\"rate card\"", "(phrase rate card)"),
        ("“rate  card”", "(phrase rate card)"),
        ("\"rate\"", "(phrase rate)"),
        ("\"a OR (b) -c with:d\"", "(phrase a OR \"(b)\" -c with:d)"),
        ("\"\" a \" \"", "a"),
        ("\"a\"\"b\"c", "(and (phrase a) (phrase b) c)"),
        ("prop*", "(prefix prop)"),
        ("10:3*", "(prefix 10:3)"),
        ("* a", "a"),
        ("a * OR b", "(or a b)"),
        ("-*", "(not *)"),
        ("a*b **bold** ** +*", "(and a*b **bold** ** +*)"),
    ]);
}

#[test]
fn operators_and_groups() {
    check(&[
        ("-draft", "(not draft)"),
        ("NOT draft", "(not draft)"),
        ("a -b", "(and a (not b))"),
        ("-a -b", "(and (not a) (not b))"),
        ("-\"rate card\"", "(not (phrase rate card))"),
        ("-(a b)", "(not (and a b))"),
        ("-with:maya", "(not (with maya))"),
        ("-#work", "(not (tag work))"),
        ("NOT NOT a", "a"),
        ("NOT -a", "a"),
        ("NOT -(-a)", "(not a)"),
        ("a OR b", "(or a b)"),
        ("a | b", "(or a b)"),
        ("a|b||c", "(or a b c)"),
        ("a OR NOT b", "(or a (not b))"),
        ("a b OR c d", "(or (and a b) (and c d))"),
        ("(a OR b) c", "(and (or a b) c)"),
        ("a (b (c d))", "(and a b c d)"),
        ("a OR (b OR c)", "(or a b c)"),
        ("a AND b", "(and a b)"),
        ("a AND b OR c", "(or (and a b) c)"),
        ("a or b and not c", "(and a or b and not c)"),
        ("()", "*"),
        ("a ()", "a"),
        ("a OR () | ( () )", "a"),
        ("-()", "*"),
        ("(a", "a"),
        ("x (a OR b c", "(and x (or a (and b c)))"),
        ("(a)(b)", "(and a b)"),
        ("(see foo(bar))", "(and see \"foo(bar)\")"),
        ("(with:maya)", "(with maya)"),
        ("((((((((((((((((a))))))))))))))))", "a"),
    ]);
}

#[test]
fn operators_without_two_sides_are_text() {
    check(&[
        ("OR", "OR"),
        ("Portland OR", "(and Portland OR)"),
        ("OR Portland", "(and OR Portland)"),
        ("(OR a)", "(and OR a)"),
        ("a OR OR b", "(or (and a OR) b)"),
        ("NOT", "NOT"),
        ("a NOT", "(and a NOT)"),
        ("a OR NOT", "(or a NOT)"),
        ("NOT NOT", "(not NOT)"),
        ("(a NOT) b", "(and a NOT b)"),
        ("AND", "AND"),
        ("AND a", "(and AND a)"),
        ("a AND OR b", "(or (and a AND) b)"),
        ("-OR b", "(and (not OR) b)"),
        ("-NOT b", "(and (not NOT) b)"),
        ("| a | b |", "(or (and | a) (and b |))"),
    ]);
}

#[test]
fn fields() {
    check(&[
        ("with:maya", "(with maya)"),
        ("with:\"Maya Chen\"", "(with \"Maya Chen\")"),
        ("with:“Maya Chen” lunch", "(and (with \"Maya Chen\") lunch)"),
        ("with:\"Maya Chen", "(and (with Maya) Chen)"),
        ("with:maya@example.org", "(with maya@example.org)"),
        ("With:Maya KIND:Meeting", "(and (with Maya) (kind meeting))"),
        ("with:a with:b", "(and (with a) (with b))"),
        ("kind:contact", "(kind contact)"),
        ("kind:meeting|kind:message", "(or (kind meeting) (kind message))"),
        ("kind:journal kind:\"note\"", "(and (kind journal) (kind note))"),
        ("tag:work", "(tag work)"),
        ("tag:#work/energy/", "(tag work/energy)"),
        ("#work", "(tag work)"),
        ("#work/energy-2_a", "(tag work/energy-2_a)"),
        ("#📚", "(tag 📚)"),
        ("#42 # ## #a, C#", "(and #42 # ## #a, C#)"),
        ("via:email", "(via email)"),
        ("via:\"in person\"", "(via \"in person\")"),
        ("dir:out dir:In dir:both", "(and (dir out) (dir in) (dir both))"),
        ("date:2026-11", "(date 2026-11-01..2026-11-30)"),
        ("date:..2w", "(date ..2026-11-06)"),
        ("date:\"last month\"", "(date 2026-10-01..2026-10-31)"),
        ("date:2026-01..2026-03", "(date 2026-01-01..2026-03-31)"),
        ("after:2026-11", "(date 2026-11-01..)"),
        ("before:2026-11", "(date ..2026-10-31)"),
        ("battery date:2025-03", "(and battery (date 2025-03-01..2025-03-31))"),
        (
            "(kind:meeting OR via:email) -\"rate card\" solar* after:monday",
            "(and (or (kind meeting) (via email)) (not (phrase rate card)) (prefix solar) \
             (date 2026-11-16..))",
        ),
    ]);
}

#[test]
fn everything_else_is_text() {
    check(&[
        ("10:30", "10:30"),
        ("https://x.y/z?q=1", "https://x.y/z?q=1"),
        ("https://en.wikipedia.org/wiki/Foo_(bar)", "\"https://en.wikipedia.org/wiki/Foo_(bar)\""),
        ("re: proposal", "(and re: proposal)"),
        ("re:proposal", "re:proposal"),
        ("re:\"rate card\"", "(and re: (phrase rate card))"),
        ("-re:\"rate card\"", "(not (and re: (phrase rate card)))"),
        ("[[Bob Ross]]", "(phrase Bob Ross)"),
        ("[[People/Maya Chen#Log|Maya]]", "(phrase Maya Chen)"),
        ("[[]] [[a", "[[a"),
        ("status:open", "status:open"),
        ("[status:open]", "[status:open]"),
        ("-work", "(not work)"),
        ("C++", "C++"),
        ("R&D", "R&D"),
        ("50%", "50%"),
        ("(unclosed", "unclosed"),
        ("\"open quote", "(and \"\\\"open\" quote)"),
        ("\"open with:maya", "(and \"\\\"open\" (with maya))"),
        ("6\" pipe", "(and \"6\\\"\" pipe)"),
        ("a:b:c", "a:b:c"),
        ("-", "-"),
        ("--", "--"),
        ("a - b", "(and a - b)"),
        ("--flag -> x -> -- -)", "(and --flag -> x -> -- \"-)\")"),
        (")", "\")\""),
        ("a) b", "(and \"a)\" b)"),
        ("smile :) :(", "(and smile \":)\" \":(\")"),
        ("f(x) + g(x)", "(and \"f(x)\" + \"g(x)\")"),
        (
            "well-known maya@example.org +49-30 @maya ~/notes",
            "(and well-known maya@example.org +49-30 @maya ~/notes)",
        ),
        ("before: with:", "(and before: with:)"),
        ("C:\\x std::io :x x: 7:a", "(and C:\\x std::io :x x: 7:a)"),
        ("/a.*b/ a^2 b~1 {x TO y} \\", "(and /a.*b/ a^2 b~1 {x TO y} \\)"),
        ("title:(a b)", "(and \"title:(a\" \"b)\")"),
    ]);
}

#[test]
fn what_looks_like_a_field_is_told() {
    let cases: [(&str, &[&str]); 8] = [
        ("10:30 https://x.y re: C:\\x std::io \"a:b\" [[a:b]] [a:b]", &[]),
        ("re:proposal", &["re: is no field here and is searched as text"]),
        ("-(re:\"rate card\")", &["re: is no field here and is searched as text"]),
        (
            "a:b:c d:e",
            &[
                "a: is no field here and is searched as text",
                "d: is no field here and is searched as text",
            ],
        ),
        ("Wth:maya", &["Wth: is no field here and is searched as text; did you mean with:?"]),
        ("kinds:note", &["kinds: is no field here and is searched as text; did you mean kind:?"]),
        ("before: x", &["before: has no value attached and is searched as text"]),
        ("kind:note", &[]),
    ];
    for (query, expected) in cases {
        let parsed = parse(query, today()).expect("a query");
        let notes: Vec<String> = parsed.taken_as_text.iter().map(ToString::to_string).collect();
        assert_eq!(notes, expected, "{query}");
        for taken in parsed.taken_as_text {
            assert_eq!(query[taken.span], taken.name, "{query}");
        }
    }
}

#[test]
fn a_value_that_means_nothing_is_shown_with_carets() {
    let cases = [
        (
            "a kind:foo",
            "kind: does not understand foo; it takes contact, meeting, message, journal, note\n\
             a kind:foo\n       ^^^",
        ),
        (
            "Kind:meetings b",
            "kind: does not understand meetings; it takes contact, meeting, message, journal, note\n\
             Kind:meetings b\n     ^^^^^^^^\ndid you mean kind:meeting?",
        ),
        (
            "dir:up",
            "dir: does not understand up; it takes out, in, both\n\
             dir:up\n    ^^",
        ),
        (
            "(x -date:soon)",
            "date: does not understand soon; it takes 2026-11-20, 2026-11, 2026, today, monday, \
             last-month or 2w\n\
             (x -date:soon)\n         ^^^^",
        ),
        (
            "date:\"last moth\"",
            "date: does not understand last moth; it takes 2026-11-20, 2026-11, 2026, today, \
             monday, last-month or 2w\n\
             date:\"last moth\"\n      ^^^^^^^^^\ndid you mean date:last-month?",
        ),
        (
            "date:2026-03..2026-01",
            "date: begins on 2026-03-01 and would end on 2026-01-31, before that\n\
             date:2026-03..2026-01\n     ^^^^^^^^^^^^^^^^\ndid you mean date:2026-01..2026-03?",
        ),
        (
            "before:2026..",
            "before: takes one day, month or year; a range goes with date:\n\
             before:2026..\n       ^^^^^^",
        ),
        ("a with:\"\"", "with: needs a value right after the colon\na with:\"\"\n  ^^^^^^^"),
        ("tag:#", "tag: needs a value right after the colon\ntag:#\n    ^"),
        (
            "with:{tag:investor}",
            "with: takes one value; one with spaces stands in quotes\n\
             with:{tag:investor}\n     ^^^^^^^^^^^^^^",
        ),
        // The leftmost is told.
        (
            "dir:up kind:foo",
            "dir: does not understand up; it takes out, in, both\n\
             dir:up kind:foo\n    ^^",
        ),
    ];
    for (query, expected) in cases {
        let error = parse(query, today()).expect_err(query);
        assert_eq!(format!("{error}\n{}", error.render(query)), expected, "{query}");
    }
}

#[test]
fn a_query_has_bounds() {
    let fine = [
        "a".repeat(MAX_BYTES),
        ["w"; MAX_LEAVES].join(" "),
        format!("{}a", "(".repeat(16)),
        "(a) ".repeat(MAX_LEAVES),
        "NOT ".repeat(MAX_BYTES / 4),
        "-(".repeat(16),
        "[[“\"".repeat(500).split_off(1),
    ];
    for query in fine {
        let _ = tree(&query);
    }
    let cases = [
        ("é".repeat(2049), "a query has at most 4096 bytes, and this one 4098", 4096..4098),
        (["w"; 65].join(" "), "a query has at most 64 words and conditions", 128..129),
        ("(".repeat(17), "a query has at most 16 groups within each other", 16..17),
    ];
    for (query, message, span) in cases {
        let error = parse(&query, today()).expect_err(&query);
        assert_eq!((error.message.as_str(), error.span), (message, span));
    }
}

#[test]
fn positive_texts_are_for_snippets() {
    let cases = [
        ("a \"b c\" d* -e -(f g) (h OR NOT i) with:j #k", "a (phrase b c) (prefix d) h"),
        ("* -a", ""),
    ];
    for (query, expected) in cases {
        let parsed = parse(query, today()).expect("a query");
        let words: Vec<String> = parsed.root.words().map(ToString::to_string).collect();
        assert_eq!(words.join(" "), expected, "{query}");
    }
}

#[test]
fn dates_channels_and_directions_speak_of_entries() {
    let cases = [
        ("a with:b kind:note #c", false),
        ("a date:2026", true),
        ("a (b OR -via:email)", true),
        ("NOT (dir:out)", true),
        ("*", false),
    ];
    for (query, expected) in cases {
        let parsed = parse(query, today()).expect("a query");
        assert_eq!(parsed.root.speaks_of_entry(), expected, "{query}");
    }
}

#[test]
fn a_leaf_knows_its_place() {
    let query = "é -with:\"Maya Chen\" (prop*|#tag)";
    let parsed = parse(query, today()).expect("a query");
    let places: Vec<&str> = parsed.root.leaves().map(|(_, span)| &query[span]).collect();
    assert_eq!(places, ["é", "with:\"Maya Chen\"", "prop*", "#tag"]);
}

/// Queries out of the pieces of the language, and of what it has to bear.
fn any_query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "(", ")", "-", "\"", "“", "”", "|", "*", ":", "#", "[[", "]]", " ", " ", "OR", "AND",
            "NOT", "with:", "date:", "before:", "kind:", "dir:", "tag:", "x:", "..", "2026-11", "2w",
            "monday", "meeting", "out", "{", "/", "\t", "\0", "é", "田", "e\u{301}", "👩‍💻",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z]{1,4} ",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Whether the tree is as its documentation says.
fn is_sound(node: &Node) -> bool {
    match node {
        Node::All | Node::Leaf { .. } => true,
        Node::And(parts) => {
            parts.len() > 1
                && parts.iter().all(|n| !matches!(n, Node::And(_) | Node::All) && is_sound(n))
        }
        Node::Or(parts) => {
            parts.len() > 1 && parts.iter().all(|n| !matches!(n, Node::Or(_)) && is_sound(n))
        }
        Node::Not(inner) => !matches!(**inner, Node::Not(_)) && is_sound(inner),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_query_is_too_odd(query in any_query(), days in -800_000_i32..800_000) {
        let today = today() + chrono::TimeDelta::days(days.into());
        match parse(&query, today) {
            Ok(parsed) => {
                prop_assert!(is_sound(&parsed.root), "{}", parsed.root);
                let spans: Vec<_> = parsed.root.leaves().map(|(_, span)| span).collect();
                for span in &spans {
                    prop_assert!(query.get(span.clone()).is_some_and(|text| !text.is_empty()));
                }
                prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
                for taken in parsed.taken_as_text {
                    prop_assert_eq!(query.get(taken.span), Some(taken.name.as_str()));
                }
            }
            Err(error) => {
                prop_assert!(query.get(error.span.clone()).is_some_and(|text| !text.is_empty()));
                prop_assert!(!error.to_string().contains('\n'));
                prop_assert!(matches!(error.render(&query).lines().count(), 2 | 3));
            }
        }
    }

    #[test]
    fn ordinary_words_are_looked_for_together(
        words in prop::collection::vec("\\p{L}{1,12}", 1..20)
    ) {
        prop_assume!(words.iter().all(|word| !["OR", "AND", "NOT"].contains(&word.as_str())));
        let parsed = parse(&words.join(" "), today()).expect("a query");
        let found: Vec<String> = parsed.root.words().map(|leaf| match leaf {
            Leaf::Word(word) => word.clone(),
            other => format!("{other:?}"),
        }).collect();
        prop_assert_eq!(&found, &words);
        prop_assert_eq!(parsed.root.leaves().count(), words.len());
        prop_assert!(words.len() == 1 || matches!(parsed.root, Node::And(_)));
        prop_assert!(parsed.taken_as_text.is_empty());
    }
}
