//! Where a `*` may stand in a query, what it finds there, and what is said where it may not.

use crate::vault::{TestVault, field};

const VAULT: &str = "
    === People/Odile Roy.md
    ---
    type: person
    tags: [rust/async]
    company: Grid Projects
    ---
    - 2026-11-02 met: two meetings
    === Notes/C.md
    # Clojure and C++

    one meeting, C++, #russian and two meet
    - [ ] send invoices
";

fn found(query: &str) -> Vec<String> {
    let vault = TestVault::new(VAULT);
    let answer = vault.json(&["search", "--today", "2026-11-20", query]);
    let paths = field(&answer, "path").into_iter();
    let mut paths: Vec<String> =
        paths.map(|path| path.as_str().unwrap_or("?").to_owned()).collect();
    paths.sort();
    paths
}

const C: &str = "Notes/C.md";
const ODILE: &str = "People/Odile Roy.md";

#[test]
fn a_beginning_works_in_every_text() {
    let cases: [(&str, &[&str]); 17] = [
        ("\"two meet*\"", &[C, ODILE]),
        ("\"two meeti*\"", &[ODILE]),
        ("\"meeti*\"", &[C, ODILE]),
        ("title:\"clojure an*\"", &[C]),
        ("title:cloj*", &[C]),
        ("org:proj*", &[ODILE]),
        ("task-todo:invo*", &[C]),
        ("section:(cloj* invo*)", &[C]),
        ("path:peop*", &[ODILE]),
        ("file:od*", &[ODILE]),
        ("tag:rus*", &[C, ODILE]),
        ("#rus*", &[C, ODILE]),
        ("tag:russ*", &[C]),
        ("tag:rust/a*", &[ODILE]),
        ("with:odi*", &[ODILE]),
        ("with:dil*", &[]),
        ("C++*", &[C]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(query), expected, "{query}");
    }
}

#[test]
fn a_star_that_says_nothing_is_named() {
    let vault = TestVault::new(VAULT);
    let said = |query: &str| vault.run(&["search", "--today", "2026-11-20", query]).stderr;
    for query in ["C+*", "me*ting", "*ting", "\"tw* meetings\"", "meeting-*"] {
        let expected = format!(
            "rekindle: {query} is searched without the *, which stands behind the beginning of a word, as in prop*\n"
        );
        assert!(said(query).ends_with(&expected), "{query}: {}", said(query));
    }
    // What is pasted with its marks is text.
    for query in ["**meeting**", "*meeting*", "meeting*"] {
        assert_eq!(said(query), "", "{query}");
    }
    let cases = [
        (
            "file:*.md",
            "error: file: takes a * only behind the beginning of a word, as in prop*\n\
             file:*.md\n     ^^^^\ndid you mean file:.md?\n",
        ),
        (
            "path:(*.md notes)",
            "error: path: takes a * only behind how it begins, as in path:people*\n\
             path:(*.md notes)\n^^^^^^\n",
        ),
        (
            "task-todo:*",
            "error: task-todo: takes a * only behind the beginning of a word, as in prop*\n\
             task-todo:*\n          ^\n",
        ),
        (
            "tag:*rust",
            "error: tag: takes a * only behind the beginning of a tag, as in tag:en*\n\
             tag:*rust\n    ^^^^^\n",
        ),
        ("via:em*", "error: via: takes the whole name of a channel, without *\nvia:em*\n    ^^^\n"),
        (
            "with:o*e",
            "error: with: takes a * only behind the beginning of a word, as in prop*\n\
             with:o*e\n     ^^^\ndid you mean with:oe?\n",
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(said(query), expected, "{query}");
    }
}

#[test]
fn an_explanation_says_how_a_beginning_is_read() {
    let vault = TestVault::new(VAULT);
    let query = "\"two meet*\" tag:rus* with:odi* C+*";
    let text = vault.text(&["search", "--today", "2026-11-20", "--explain", query]);
    insta::assert_snapshot!(text, @r#"
    "two meet*" tag:rus* with:odi* C+*, on 2026-11-20, asks for
      all of these
        the phrase "two meet", the last word of which goes on
        a tag that begins with rus
        with Odile Roy
        the word "C+*"
    All of it has to hold of one dated entry, of what stands in no entry, or of a whole note.
    C+* is searched without the *, which stands behind the beginning of a word, as in prop*
    The same in full: "two meet*" tag:"rus*" with:"odi*" "C+*"
    "#);
}
