//! What queries mean: each input with its tree, and what no input may do.

mod errors;
mod fields;
mod odd;

use super::*;
use crate::model::Date;

/// A Friday.
fn today() -> Date {
    Date::from_ymd_opt(2026, 11, 20).expect("a date")
}

/// The keys and saved queries of a small vault.
fn context<R>(ask: impl FnOnce(&Context<'_>) -> R) -> R {
    context_on(today(), ask)
}

fn context_on<R>(today: Date, ask: impl FnOnce(&Context<'_>) -> R) -> R {
    let keys = ["status", "due", "priority", "company", "date", "nextstep"];
    let keys = keys.map(str::to_owned).into_iter().collect();
    let views = [
        ("old friends", "last:..90d -tag:work"),
        ("monday", "view:\"old friends\" OR is:owed"),
        ("a", "x view:b"),
        ("b", "view:c y"),
        ("c", "view:a"),
        ("wrong", "with:maya kind:foo"),
        ("outer", "view:wrong"),
        ("deep1", "view:deep2"),
        ("deep2", "view:deep3"),
        ("deep3", "view:deep4"),
        ("deep4", "view:deep5"),
        ("deep5", "x"),
    ];
    let views = views.map(|(name, text)| (name.to_owned(), text.to_owned())).into_iter().collect();
    ask(&Context { today, keys: &keys, views: &views })
}

fn parsed(query: &str) -> Result<Query, Error> {
    context(|context| parse(query, context))
}

fn tree(query: &str) -> String {
    match parsed(query) {
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
        ("\"rate\"", "rate"),
        ("\"a OR (b) -c with:d\"", "(phrase a OR \"(b)\" -c with:d)"),
        ("\"\" a \" \"", "a"),
        ("\"a\"\"b\"c", "(and a b c)"),
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
fn a_hit_may_fulfil_what_is_not_left_out() {
    let cases = [
        (
            "a \"b c\" d* -e -(f g) (h OR NOT i) with:j #k",
            "a (phrase b c) (prefix d) h (with j) (tag k)",
        ),
        ("* -a", ""),
    ];
    for (query, expected) in cases {
        let parsed = parsed(query).expect("a query");
        let words: Vec<String> =
            parsed.root.asked_for().map(|(leaf, _)| leaf.to_string()).collect();
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
        let parsed = parsed(query).expect("a query");
        assert_eq!(parsed.root.speaks_of_entry(), expected, "{query}");
    }
}

#[test]
fn a_leaf_knows_its_place() {
    let query = "é -with:\"Maya Chen\" (prop*|#tag)";
    let parsed = parsed(query).expect("a query");
    let places: Vec<&str> = parsed.root.leaves().map(|(_, span)| &query[span]).collect();
    assert_eq!(places, ["é", "with:\"Maya Chen\"", "prop*", "#tag"]);
}
