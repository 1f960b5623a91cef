//! Queries that mean nothing, and queries that are too much.

use super::*;

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
            "with:(a b)",
            "with: takes one value; one with spaces stands in quotes\n\
             with:(a b)\n     ^^",
        ),
        (
            "with:{a with:{b}}",
            "with: braces within braces are one too many\nwith:{a with:{b}}\n        ^^^^^^",
        ),
        ("a with:{}", "with: needs something within\na with:{}\n  ^^^^^^"),
        ("title:()", "title: needs something within\ntitle:()\n^^^^^^^"),
        (
            "title:*",
            "title: takes a * only behind the beginning of a word, as in prop*\ntitle:*\n      ^",
        ),
        (
            "section:(a tag:b)",
            "tag: cannot stand among words to look for\nsection:(a tag:b)\n               ^",
        ),
        (
            "title:(a body:(b))",
            "body: cannot stand among words to look for\ntitle:(a body:(b))\n         ^^^^^^",
        ),
        (
            "is:quite",
            "is: does not understand quite; it takes paused, scheduled, owed, unanswered, quiet, \
             dormant, closed, lapsed, new, in_touch, untracked\n\
             is:quite\n   ^^^^^\ndid you mean is:quiet?",
        ),
        (
            "last:never",
            "last: does not understand never; it takes 2026-11-20, 2026-11, 2026, today, monday, \
             last-month or 2w\n\
             last:never\n     ^^^^^",
        ),
        (
            "older_than:2026",
            "older_than: does not understand 2026; it takes a length of time: 10d, 6w, 3m or 1y\n\
             older_than:2026\n           ^^^^",
        ),
        (
            "no:brithday",
            "no: does not understand brithday; no note has such a key, and it is none of email, \
             phone, birthday, cadence, alias, org, role, location, interests, level, next_step, tag\n\
             no:brithday\n   ^^^^^^^^\ndid you mean no:birthday?",
        ),
        (
            "[due:<]",
            "[due]: needs a value; [key] asks whether the key is there, [key:null] whether it is \
             empty\n[due:<]\n     ^",
        ),
        (
            "[due:<tody]",
            "[due]: does not understand tody; it takes 2026-11-20, 2026-11, 2026, today, monday, \
             last-month or 2w\n[due:<tody]\n     ^^^^^\ndid you mean [due:<today]?",
        ),
        (
            "x [due:> 2026-11-31]",
            "[due]: does not understand 2026-11-31: no calendar has it\n\
             x [due:> 2026-11-31]\n       ^^^^^^^^^^^^\ndid you mean [due:>2026-11-30]?",
        ),
        (
            "due:<=2026-13",
            "due: does not understand 2026-13: no calendar has it\ndue:<=2026-13\n    ^^^^^^^^^",
        ),
        (
            "date:2026-11-1",
            "date: does not understand 2026-11-1; it takes 2026-11-20, 2026-11, 2026, today, \
             monday, last-month or 2w\n\
             date:2026-11-1\n     ^^^^^^^^^\ndid you mean date:2026-11-01?",
        ),
        (
            "date:2026/11/01..today",
            "date: does not understand 2026/11/01; it takes 2026-11-20, 2026-11, 2026, today, \
             monday, last-month or 2w\ndate:2026/11/01..today\n     ^^^^^^^^^^^^^^^^^\n\
             did you mean date:2026-11-01..today?",
        ),
        (
            "date:last month",
            "date: does not understand last; it takes 2026-11-20, 2026-11, 2026, today, monday, \
             last-month or 2w\ndate:last month\n     ^^^^\ndid you mean date:\"last month\"?",
        ),
        (
            "view:mondy",
            "view: no saved query is called mondy\nview:mondy\n     ^^^^^\ndid you mean view:monday?",
        ),
        ("x view:a", "view: goes round in a circle: a → b → c → a\nx view:a\n       ^"),
        (
            "view:wrong",
            "view: wrong in [views] of the settings is with:maya kind:foo, where kind: does not understand foo; it takes \
             contact, meeting, message, journal, note\nview:wrong\n     ^^^^^",
        ),
        (
            "view:outer",
            "view: wrong in [views] of the settings is with:maya kind:foo, where kind: does not understand foo; it takes \
             contact, meeting, message, journal, note\nview:outer\n     ^^^^^",
        ),
        (
            "view:deep1",
            "view: saved queries stand at most 4 deep within each other, and this is one more: \
             deep1 → deep2 → deep3 → deep4 → deep5\nview:deep1\n     ^^^^^",
        ),
        // The leftmost is told.
        (
            "dir:up kind:foo",
            "dir: does not understand up; it takes out, in, both\n\
             dir:up kind:foo\n    ^^",
        ),
    ];
    for (query, expected) in cases {
        let error = parsed(query).expect_err(query);
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
        let error = parsed(&query).expect_err(&query);
        assert_eq!((error.message.as_str(), error.span), (message, span));
    }
}
