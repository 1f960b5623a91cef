//! `rekindle` without a command: what is due at a glance.

use insta::assert_snapshot;
use serde_json::json;

use crate::vault::{TestVault, items, keys};

const DAY: [&str; 2] = ["--today", "2026-11-20"];

#[test]
fn the_page_of_the_sample() {
    let text = TestVault::sample().text(&[&["--width", "100"], &DAY[..]].concat());
    assert_snapshot!(text, @"
    Friday 2026-11-20

    Unanswered: 3 with something to do, 1 still waiting

      Contact        Since       Message  Next step                           What I wrote
      Callum Reid    2026-10-26  2 of 3   follow up (3 of 3), due 2026-11-16  linkedin: nudged via…
      Desmond Pryce  2026-10-05  3 of 3   let go, due 2026-11-17              call: called the office…
      Grace Wanjiru  2026-11-03  1 of 3   follow up (2 of 3), due 2026-11-17  email: Dear Grace, I…

    Quiet: 5 contacts

      Contact       Silent for  Rhythm                 Last contact                           Last heard
      Amara Osei    21 weeks    2 gaps so far          2026-07-28 email: does the…            2026-06-25
      Elena Marsh   22 weeks    1 gap so far           2026-06-18 forty minutes along the…    2026-06-18
      Oliver Finch  7 weeks     one exchange           2026-10-01 in person: The wall map     2026-10-01
      Hannah Voss   8 weeks     plan: every 6 weeks    2026-09-22 coffee: her office…         2026-09-22
      Tom Okafor    13 weeks    usually every 6 weeks  2026-08-18 coffee: Had coffee with…    2026-08-18

    Not listed: 3 scheduled, 2 owed a reply, 2 dormant, 4 in touch, 2 paused, 2 closed,
      2 with a lapsed thread, 1 new, 1 without a dated talk
    75 notes: 27 contacts, 21 meetings, 8 messages, 12 daily notes
    ");
}

#[test]
fn a_calm_day_is_said_to_be_one() {
    let vault = TestVault::new(
        "
        === People/Ada.md
        - 2026-11-19 met
        === People/Bo.md
        - 2026-11-18 sent via email: a question
    ",
    );
    assert_snapshot!(vault.text(&DAY), @"
    Friday 2026-11-20

    Unanswered: nothing to do, 1 still waiting

    Quiet: nobody

    Not listed: 1 in touch
    2 notes: 2 contacts, 0 meetings, 0 messages, 0 daily notes
    ");
    assert_snapshot!(TestVault::empty().text(&DAY), @"
    Friday 2026-11-20

    Unanswered: nothing to do

    Quiet: nobody
    0 notes: 0 contacts, 0 meetings, 0 messages, 0 daily notes
    ");
}

#[test]
fn a_long_list_is_cut_and_says_where_the_rest_is() {
    let vault = TestVault::empty();
    for number in 1..=9 {
        vault.write(&format!("People/Quiet {number}.md"), format!("- 2026-09-0{number} met\n"));
        let note = format!("- 2026-11-0{number} sent via email: a question\n");
        vault.write(&format!("People/Sent {number}.md"), note);
    }
    let text = vault.text(&DAY);
    assert!(text.contains("\nUnanswered: 9 with something to do\n"), "{text}");
    assert!(text.contains("\n  and 2 more (see `rekindle unanswered`)\n"), "{text}");
    assert!(text.contains("\nQuiet: 9 contacts\n"), "{text}");
    assert!(text.contains("\n  and 2 more (see `rekindle quiet`)\n"), "{text}");
}

#[test]
fn json_has_one_item_with_what_is_due_and_who_is_quiet() {
    let answer = TestVault::sample().json(&DAY);
    assert_eq!(answer["schema"], "rekindle.overview/1");
    assert_eq!(items(&answer).len(), 1);
    let item = &items(&answer)[0];
    assert_eq!(keys(item), ["unanswered", "quiet", "vault"]);
    let names = |key: &str| {
        let rows = item[key].as_array().expect("a list").iter();
        rows.map(|row| row["contact"]["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("unanswered"), ["Callum Reid", "Desmond Pryce", "Grace Wanjiru"]);
    let quiet = ["Amara Osei", "Elena Marsh", "Oliver Finch", "Hannah Voss", "Tom Okafor"];
    assert_eq!(names("quiet"), quiet);
    let notes = &answer["notes"];
    assert_eq!((&notes["waiting"], &notes["dormant"]), (&json!(1), &json!(2)));
}

#[test]
fn filters_and_the_exit_code_work_here_too() {
    let vault = TestVault::sample();
    let run = |arguments: &[&str]| vault.run(&[arguments, &DAY].concat());
    assert_eq!(run(&[]).code, 0);
    assert_eq!(run(&["--exit-code"]).code, 1);
    let tagged = run(&["--tag", "careers", "--exit-code"]);
    assert!(tagged.stdout.contains("Amara Osei") && !tagged.stdout.contains("Tom Okafor"));
    assert_eq!(tagged.code, 1);
    assert_eq!(run(&["--tag", "nobody", "--exit-code"]).code, 0);
}
