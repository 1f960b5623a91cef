//! `rekindle` without a command: what is due at a glance.

use crate::vault::{TestVault, items, keys};
use insta::assert_snapshot;

const DAY: [&str; 2] = ["--today", "2026-11-20"];

#[test]
fn the_page_of_the_sample() {
    let text = TestVault::sample().text(&[&["--width", "100"], &DAY[..]].concat());
    assert_snapshot!(text, @"
    Friday 2026-11-20: 11 things to do, 0 of 2 contacted

      What       Who             When             About
      reply      Samuel Adeyemi  6 days ago       linkedin: glad somebody read it to the end! Which…
      reply      Leila Haddad    2 days ago       email: Ann, Rude customers, yes. I can do Tuesday or…
      thank you  Ingrid Solheim  9 days ago       in person: Three sites from a field
      promise    Ingrid Solheim  3 days ago       send Ingrid the ward rota spreadsheet
      next step  Rafael Duarte   1 day ago        2026-11-05 lunch: Lunch at Saltmarsh
      meeting    Noor Rahman     today            14:00 video; 7 of 10 questions prepared
      follow up  Callum Reid     4 days ago       message 3 of 3; 2026-11-02 linkedin: nudged via…
      let go     Desmond Pryce   3 days ago       3 messages; 2026-10-27 call: called the office, no…
      follow up  Grace Wanjiru   3 days ago       message 2 of 3; 2026-11-03 email: Dear Grace, I…
      held?      Dev Raman       8 days ago       call: Dev Raman, Fenwick Cells
      birthday   Hannah Voss     on Tuesday
      write to   Amara Osei      silent 21 weeks  2026-07-28 email: does the mid-career grant cover…
      write to   Elena Marsh     silent 22 weeks  2026-06-18 forty minutes along the fence, a kestrel…

    Not on this page: 3 owed later or undated, 2 paused, 2 with a lapsed thread
    75 notes: 27 contacts (5 quiet, 4 unanswered), 21 meetings, 8 messages, 12 daily notes
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
    Friday 2026-11-20: 1 thing to do, 0 of 1 contacted

      What       Who  When          About
      thank you  Ada  today         met
      write to   Ada  silent 1 day  2026-11-19 met
    2 notes: 2 contacts (0 quiet, 1 unanswered), 0 meetings, 0 messages, 0 daily notes
    ");
    assert_snapshot!(TestVault::empty().text(&DAY), @"
    Nothing to do on Friday 2026-11-20: there are no contacts.
    0 notes: 0 contacts (0 quiet, 0 unanswered), 0 meetings, 0 messages, 0 daily notes
    ");
}

#[test]
fn json_has_one_item_with_the_page_and_the_vault() {
    let answer = TestVault::sample().json(&DAY);
    assert_eq!(answer["schema"], "rekindle.overview/1");
    assert_eq!(items(&answer).len(), 1);
    let item = &items(&answer)[0];
    assert_eq!(keys(item), ["today", "vault"]);
    let page = TestVault::sample().json(&[&["today"], &DAY[..]].concat());
    assert_eq!(item["today"], page["items"]);
    assert_eq!(answer["notes"], page["notes"]);
    assert_eq!(item["vault"]["contacts"], 27);
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
