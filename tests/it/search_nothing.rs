//! What `rekindle search` and `who` say when nothing fits, and when not all is shown.

use insta::assert_snapshot;

use crate::vault::TestVault;

const VAULT: &str = "
    === Odile.md
    ---
    type: person
    tags: [energy]
    ---
    - 2026-11-02 sent via email: budget
    - 2026-11-05 sent via email: budget again
    === Ben.md
    ---
    type: person
    ---
    - 2026-11-03 met: budget
";

fn said(arguments: &[&str]) -> (String, String, i32) {
    let run = TestVault::new(VAULT).run(&[arguments, &["--today", "2026-11-20"]].concat());
    (run.stdout, run.stderr, run.code)
}

#[test]
fn that_nothing_fits_is_said_and_why() {
    let cases = [
        ("zzz", ""),
        ("with:odlie", "rekindle: with:odlie fits no contact; did you mean Odile?\n"),
        ("via:emial", "rekindle: nothing went via emial; did you mean email?\n"),
        ("tag:enregy", "rekindle: no note has the tag enregy; did you mean energy?\n"),
        ("#nope budget", "rekindle: no note has the tag nope\n"),
        // These are there, though not together.
        ("with:odile tag:energy via:email Ben", ""),
    ];
    for (query, why) in cases {
        let nothing = format!("rekindle: no note fits this query\n{why}");
        assert_eq!(said(&["search", query]), (String::new(), nothing, 1), "{query}");
        let nobody = format!("rekindle: nobody fits this query\n{why}");
        assert_eq!(said(&["who", query]), (String::new(), nobody, 1), "{query}");
    }
    let (_, stderr, _) = said(&["search", "--format", "csv", "zzz"]);
    assert_eq!(stderr, "rekindle: no note fits this query\n");
    assert_eq!(said(&["search", "budget -tag:nope"]).1, "");
}

#[test]
fn an_explanation_says_what_nothing_has() {
    let (text, _, code) = said(&["search", "--explain", "with:odlie -via:emial tag:energy"]);
    assert_eq!(code, 0);
    assert_snapshot!(text, @"
    with:odlie -via:emial tag:energy, on 2026-11-20, asks for
      all of these
        with odlie (with:odlie fits no contact; did you mean Odile?)
        not via emial (nothing went via emial; did you mean email?)
        the tag energy or one below it
    All of it has to hold of one dated entry, a note with its own day, or what stands in no entry.
    The same in full: with:odlie -via:emial tag:energy
    ");
}

#[test]
fn what_is_not_shown_is_counted_as_what_it_is() {
    let last = |arguments: &[&str]| {
        let (text, _, code) = said(&[&["search", "budget"], arguments].concat());
        assert_eq!(code, 0);
        text.lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(last(&["--each", "-n", "2"]), "2 of 3 rows shown (--limit or --all for more)");
    assert_eq!(last(&["-n", "1"]), "1 of 2 notes shown (--limit or --all for more)");
    let (text, _, code) = said(&["search", "budget", "-n", "0"]);
    let expected = "0 of 2 notes shown (--limit or --all for more)\n";
    assert_eq!((text.as_str(), code), (expected, 0));
    let (_, stderr, code) = said(&["search", "budget", "-n", "-1"]);
    assert_eq!(code, 2);
    assert_snapshot!(stderr, @"
    error: invalid value '-1' for '--limit <ROWS>': a number of rows is 0 or more
    see `rekindle --help`
    ");
}

#[test]
fn a_cut_line_keeps_the_word_that_was_found() {
    let vault = TestVault::new(
        "=== a.md\nThe first of many words in this long line about nothing much is narwhal, said Ana.\n",
    );
    let shown = |query: &str| {
        let text = vault.text(&["search", query, "--width", "60"]);
        text.lines().nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(shown("narwhal"), "    …nothing much is narwhal, said Ana.");
    assert_eq!(shown("first"), "    The first of many words in this long line about…");
}
