//! What filters and limits leave out, and what they must not change.
//!
//! `--limit` says how many rows are shown. It changes nothing about how many there are, nor whether there
//! is something to do.

use crate::vault::TestVault;

const DAY: [&str; 2] = ["--today", "2026-11-20"];

fn vault() -> TestVault {
    TestVault::new(
        "
        === People/Ada Lind.md
        - 2026-07-01 coffee: long ago
        - 2026-11-01 shared via email: an article
        === People/Bo Winter.md
        - 2026-07-02 coffee: long ago
        - 2026-11-02 shared via email: an article
        - [ ] 2026-11-18: send Bo the list
        - [ ] 2026-11-19: send Bo the key
        === People/Cy Moss.md
        - 2026-10-01 sent via email: a question
        === People/Di Holt.md
        - 2026-10-02 sent via email: a question
    ",
    )
}

#[test]
fn a_title_counts_what_the_limit_leaves_out() {
    let vault = vault();
    let cases: [(&[&str], &str); 5] = [
        (&["owed"], "2 things owed on Friday 2026-11-20, 2 due"),
        (
            &["unanswered"],
            "2 messages wait for an answer on Friday 2026-11-20, 2 with something to do",
        ),
        (
            &["quiet", "--heard"],
            "2 contacts have gone quiet on Friday 2026-11-20, counted from their own last word",
        ),
        (&["today"], "Friday 2026-11-20: 4 things to do, 0 of 2 contacted"),
        (&[], "Friday 2026-11-20: 4 things to do, 0 of 2 contacted"),
    ];
    for (command, title) in cases {
        for limit in ["0", "1", "9"] {
            let text = vault.text(&[command, &["--limit", limit], &DAY[..]].concat());
            assert_eq!(text.lines().next(), Some(title), "{command:?} --limit {limit}");
        }
    }
    let page = vault.text(&[&["today", "--limit", "1"], &DAY[..]].concat());
    assert!(page.contains("\nand 5 more than --limit shows\n"), "{page}");
}

#[test]
fn the_exit_code_speaks_of_what_the_limit_leaves_out_too() {
    let vault = vault();
    for command in ["owed", "unanswered", "today", "quiet --heard"] {
        let words: Vec<&str> = command.split(' ').collect();
        let asked = [&words[..], &["--exit-code", "--limit", "0"], &DAY[..]].concat();
        assert_eq!(vault.run(&asked).code, 1, "{command}");
    }
}

#[test]
fn a_filter_that_takes_nobody_is_not_an_empty_vault() {
    let vault = vault();
    let told = |arguments: &[&str]| vault.text(&[arguments, &DAY[..]].concat());
    let nobody = "none of the 4 contacts fits.\n";
    for command in ["quiet", "unanswered", "owed", "today"] {
        for filter in [["--tag", "energy"], ["--org", "Quillon"]] {
            let text = told(&[&[command], &filter[..]].concat());
            assert!(text.contains(nobody), "{text}");
        }
        assert!(told(&[command, "tag:energy"]).contains(nobody), "{command}");
    }
    let empty = TestVault::empty().text(&[&["quiet"], &DAY[..]].concat());
    assert_eq!(empty, "Nobody is quiet on 2026-11-20: there are no contacts.\n");
}

#[test]
fn a_long_name_does_not_push_a_table_beyond_the_terminal() {
    let name = "Maximiliana Konstantina von und zu Hohenlohe-Waldenburg-Schillingsfuerst";
    let vault = TestVault::empty();
    let log = "- 2026-05-01 coffee: long ago, on a terrace above the harbour\n- [ ] send the map\n";
    vault.write(&format!("People/{name}.md"), log);
    let question = "- 2026-11-01 sent via email: a question about the harbour and the terrace\n";
    vault.write(&format!("People/Ada {name}.md"), question);
    for command in ["quiet", "unanswered", "owed", "today"] {
        let text = vault.text(&[&[command, "--width", "90"], &DAY[..]].concat());
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(90), "{text}");
    }
}
