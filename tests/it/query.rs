//! The query language on whole vaults: which notes each form finds, and how a query is explained.

use crate::vault::{TestVault, field};

const VAULT: &str = "
=== People/Maya Chen.md
---
type: person
company: Acme Storage
role: Head of Grid
email: maya@example.org
status: in progress
priority: 3
due: 2026-11-30
address:
  city: Basel
---
Met at the grid fair, talked of batteries.

## Log
- 2026-09-10 sent via email: the rate card
- 2026-10-02 met via video: the pilot budget
=== People/Tom Okafor.md
---
company: [Ellery, Grid Co]
status:
priority: [1, 20]
birthday: 03-14
cadence: 6w
---
## Log
- 2026-01-05 coffee: the budget of the co-op
=== Meetings/2026-10-12 Budget round.md
---
with: [\"[[Maya Chen]]\", \"[[Tom Okafor]]\"]
via: video
status: Done
---
# Money
The draft budget.

## Next
- [ ] call the bank
- [x] book the room
=== Notes/Storage.md
---
due: soon
rating: ★★
---
budget, without a day; see [[Money plans]]
=== Notes/Money plans.md
batteries cost money
";

/// The file names of all notes that fit, in order.
fn found(vault: &TestVault, query: &str) -> Vec<String> {
    let answer = vault.json(&["search", "--today", "2026-11-20", "--all", query]);
    let paths = field(&answer, "path").into_iter();
    let name = |path: &serde_json::Value| {
        let path = path.as_str().expect("a path");
        path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md").to_owned()
    };
    let mut names: Vec<String> = paths.map(name).collect();
    names.sort();
    names
}

fn check(cases: &[(&str, &[&str])]) {
    let vault = TestVault::new(VAULT);
    for (query, expected) in cases {
        assert_eq!(found(&vault, query), *expected, "{query}");
    }
}

const MAYA: &str = "Maya Chen";
const TOM: &str = "Tom Okafor";
const ROUND: &str = "2026-10-12 Budget round";

#[test]
fn keys_are_compared_as_what_they_are() {
    check(&[
        ("[status]", &[ROUND, MAYA, TOM]),
        ("[status:null]", &[TOM]),
        ("-[status]", &["Money plans", "Storage"]),
        ("[status:progress]", &[MAYA]),
        ("status:\"In Progress\"", &[MAYA]),
        ("status:prog*", &[MAYA]),
        ("status:rogress", &[]),
        ("[status:<e]", &[ROUND]),
        ("[priority:>2]", &[MAYA, TOM]),
        ("[priority:>2] [priority:<2]", &[TOM]),
        ("[priority:>=3] -[priority:>3]", &[MAYA]),
        ("priority:3.0", &[MAYA]),
        ("[due:>today]", &[MAYA]),
        ("[due:2026-11]", &[MAYA]),
        ("[due:<2026-12]", &[MAYA]),
        ("[due:<2026-11]", &[]),
        // Soon is no day, and no day is not earlier than any.
        ("-[due:>today] [due]", &["Storage"]),
        ("[address.city:basel]", &[MAYA]),
        ("company:\"grid co\"", &[TOM]),
        ("[rating:★★]", &["Storage"]),
        ("[rating:★]", &[]),
        ("has:email", &[MAYA]),
        ("kind:contact no:birthday", &[MAYA]),
        ("has:status kind:contact", &[MAYA]),
    ]);
}

#[test]
fn places_people_and_states() {
    check(&[
        ("title:budget", &[]),
        ("title:money", &[ROUND, "Money plans"]),
        ("body:(budget -draft)", &[MAYA, "Storage", TOM]),
        ("org:acme", &[MAYA]),
        ("org:grid role:head", &[]),
        ("role:\"head of\"", &[MAYA]),
        ("path:people/", &[MAYA, TOM]),
        ("path:note*", &["Money plans", "Storage"]),
        ("file:2026-10*", &[ROUND]),
        ("section:(money draft)", &[ROUND]),
        ("section:(money bank)", &[]),
        ("section:(fair batteries -log)", &[MAYA]),
        ("task-todo:call", &[ROUND]),
        ("task-todo:(call room)", &[]),
        ("task-done:book", &[ROUND]),
        ("is:in-touch has:cadence", &[TOM]),
        ("last:2026-10", &[MAYA, TOM]),
        ("last:..90d", &[]),
        ("with:{role:head}", &[ROUND, MAYA]),
        ("budget with:{company:ellery} date:2026-10", &[ROUND]),
        ("with:{nobody}", &[]),
        ("[[Maya Chen]]", &[ROUND, MAYA]),
        ("[[Money plans]]", &["Money plans", "Storage"]),
        ("*", &[ROUND, MAYA, "Money plans", "Storage", TOM]),
    ]);
}

/// What is said of a day, channel or direction holds of one piece: an entry, a note with its own day, or
/// what stands outside the entries of a note without one.
#[test]
fn a_piece_has_both_the_words_and_the_day() {
    check(&[
        ("budget date:2026-10", &[ROUND, MAYA]),
        ("rate date:2026-10", &[]),
        ("rate -via:email", &[]),
        ("-via:email rate OR draft", &[ROUND]),
        ("budget -date:2026-10", &["Storage", TOM]),
        ("-(via:video budget) (budget OR rate)", &[MAYA, "Storage", TOM]),
        ("batteries -date:2026", &[MAYA, "Money plans"]),
        ("batteries date:2026", &[]),
        ("rate (date:2026-10 OR dir:out)", &[MAYA]),
        ("title:maya dir:out", &[MAYA]),
        ("status:progress via:video budget", &[MAYA]),
        ("with:maya -via:video budget", &[]),
        ("older_than:10w rate", &[MAYA]),
        ("newer_than:10w rate", &[]),
        ("with:{dir:out} budget date:2026-10-12", &[ROUND]),
    ]);
}

#[test]
fn a_saved_query_has_a_name() {
    let vault = TestVault::new(VAULT);
    vault.write(
        ".rekindle/config.toml",
        "[views]\n'big money' = 'budget (view:video OR draft)'\nvideo = 'via:video'\n",
    );
    assert_eq!(found(&vault, "view:\"big money\""), [ROUND, MAYA]);
    assert_eq!(found(&vault, "-view:video draft"), [""; 0]);
    let run = vault.run(&["search", "--today", "2026-11-20", "budget view:vidoe"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(run.stderr, @"
    error: view: no saved query is called vidoe
    budget view:vidoe
                ^^^^^
    did you mean view:video?
    ");
    let run = vault.run(&["quiet", "--today", "2026-11-20", "view:video is:quite"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(run.stderr, @"
    error: is: does not understand quite; it takes paused, scheduled, owed, unanswered, quiet, dormant, closed, lapsed, new, in_touch, untracked
    view:video is:quite
                  ^^^^^
    did you mean is:quiet?
    ");
}

#[test]
fn a_query_is_explained_in_words_and_absolute_days() {
    let vault = TestVault::new(VAULT);
    vault.write(".rekindle/config.toml", "[views]\nold = 'last:..3m'\n");
    let query = "view:old (with:maya OR with:{role:head}) -status:open [due:<=2026-11] colour:red \
                 section:(a b*) no:email";
    insta::assert_snapshot!(vault.text(&["search", "--today", "2026-11-20", "--explain", query]), @r#"
    view:old (with:maya OR with:{role:head}) -status:open [due:<=2026-11] colour:red section:(a b*) no:email, on 2026-11-20, asks for
      all of these
        the note of a contact, last contact 2026-08-20 (Thursday) or earlier
        any of these
          with Maya Chen
          with any contact whose own note has
            in the role: the word "head"
        not status says "open"
        due is on or before 2026-11-30 (Monday)
        the word "colour:red"
        beneath one heading: all of these
          the word "a"
          a word that begins with "b"
        not has email
    All of it has to hold of one dated entry, of what stands in no entry, or of a whole note.
    view:old is last:..3m
    colour: is no field here and is searched as text
    The same in full: last:..2026-08-20 (with:maya OR with:{role:head}) -[status:open] [due:<= 2026-11] "colour:red" section:(a b*) -has:email
    "#);
    insta::assert_snapshot!(vault.text(&["quiet", "--today", "2026-11-20", "--explain", "via:email", "date:monday"]), @"
    via:email date:monday, on 2026-11-20, asks for
      all of these
        via email
        dated 2026-11-16 (Monday)
    All of it has to hold of one dated entry, a note with its own day, or what stands in no entry.
    The same in full: via:email date:2026-11-16
    ");
    let answer =
        vault.json(&["owed", "--today", "2026-11-20", "--explain", "last:..2w", "or", "x"]);
    assert_eq!(answer["schema"], "rekindle.explain/1");
    let expected = serde_json::json!([
        {"depth": 0, "text": "all of these"},
        {"depth": 1, "text": "the note of a contact, last contact 2026-11-06 (Friday) or earlier"},
        {"depth": 1, "text": "the word \"or\""},
        {"depth": 1, "text": "the word \"x\""},
    ]);
    assert_eq!(answer["items"], expected);
    assert_eq!(answer["notes"]["typed"], "last:..2026-11-06 \"or\" x");
    let said = "or is searched as a word; OR in capitals means either";
    assert_eq!(answer["notes"]["taken_as_text"], serde_json::json!([said]));
}

/// However long, deep or wide a question is: an answer or an error, with what is wrong.
#[test]
fn a_hostile_query_is_answered_or_refused() {
    let vault = TestVault::new(VAULT);
    let hostile = [
        ("a".repeat(4096), 1),
        ("x".repeat(60_000), 2),
        ("(".repeat(5000), 2),
        ("with:{".repeat(30), 2),
        (format!("x {}", "-".repeat(4000)), 0),
        (["section:(budget)"; 64].join(" "), 0),
        (["(budget | draft)"; 33].join(" "), 2),
        ("NOT ".repeat(1000) + "budget", 0),
        ("[".repeat(2000) + &"]".repeat(2000), 1),
        ("\"".repeat(4001), 1),
    ];
    for (query, code) in hostile {
        let run = vault.run(&["search", "--today", "2026-11-20", &query]);
        let start: String = query.chars().take(20).collect();
        assert_eq!(run.code, code, "{start}: {}", run.stderr);
    }
}

/// As anywhere else, but for what is left out and what is meant to the letter.
#[test]
fn a_word_in_a_field_finds_its_other_forms() {
    let vault = TestVault::new(
        "
        === a.md
        # Meetings

        - [ ] send invoices
        - [x] paid bills
        === b.md
        ---
        type: person
        company: Grid Projects
        role: Engineers' lead
        ---
        ",
    );
    let cases: [(&str, &[&str]); 11] = [
        ("title:meeting", &["a"]),
        ("body:invoice", &["a"]),
        ("task-todo:invoice", &["a"]),
        ("task-done:bill", &["a"]),
        ("section:invoice", &["a"]),
        ("section:(meeting sending)", &["a"]),
        ("org:project", &["b"]),
        ("role:engineer", &["b"]),
        ("title:\"meeting x\"", &[]),
        ("title:meeting*", &["a"]),
        ("task-todo:(send -invoice)", &["a"]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&vault, query), expected, "{query}");
    }
}
