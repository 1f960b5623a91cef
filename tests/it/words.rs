//! What counts as a word in a search: forms of it, scripts without spaces, addresses, numbers and signs.
//! Each case has its hits and, among the notes that it leaves out, its near misses.

use serde_json::Value;

use crate::vault::{TestVault, items};

/// The hits of a query as `note:line`, best first.
fn ranked(vault: &TestVault, query: &str) -> Vec<String> {
    let answer = vault.json(&["search", "--today", "2026-11-20", "--all", query]);
    let shown = |row: &Value| {
        let path = row["path"].as_str().expect("a path");
        format!("{}:{}", path.trim_end_matches(".md"), row["line"])
    };
    items(&answer).iter().map(shown).collect()
}

fn hold(vault: &TestVault, cases: &[(&str, &[&str])]) {
    for (query, expected) in cases {
        let mut found = ranked(vault, query);
        found.sort();
        assert_eq!(found, *expected, "{query}");
    }
}

const FORMS: &str = "
=== a.md
One meeting about tariffs.
=== b.md
We keep meeting.

Two meetings, both drafted.
=== c.md
The draft met its match.
=== d.md
Batteries and a battery; budgeting.
=== e.md
Die Verträge der Häuser, la négociation.
";

#[test]
fn a_word_finds_its_other_forms() {
    let vault = TestVault::new(FORMS);
    hold(
        &vault,
        &[
            ("meeting", &["a:1", "b:1"]),
            ("meetings", &["a:1", "b:3"]),
            ("tariff", &["a:1"]),
            // What changes within a word is another word.
            ("meet", &["a:1", "b:1"]),
            ("met", &["c:1"]),
            ("batteries", &["d:1"]),
            ("budget", &["d:1"]),
            // Phrases and beginnings are meant to the letter.
            ("\"two meeting\"", &[]),
            ("\"two meetings\"", &["b:3"]),
            ("meetings*", &["b:3"]),
            // So is what must not be there, but for case and accents.
            ("-drafted meeting", &["a:1"]),
            ("-draft meeting", &["a:1", "b:1"]),
            ("-DRAFTED meeting", &["a:1"]),
            // German and French are not configured.
            ("haus", &[]),
            ("vertragen", &[]),
        ],
    );
}

#[test]
fn the_word_as_typed_stands_above_its_forms() {
    let mut notes = String::new();
    for number in 0..30 {
        notes += &format!("=== plain {number:02}.md\nthe meeting of the group, number {number}\n");
    }
    notes += "=== rare.md\nmeetings meetings meetings of the group\n=== a rare.md\nthe meetings, number 0\n";
    let vault = TestVault::new(&notes);
    let found = ranked(&vault, "meeting");
    assert_eq!(found.len(), 32);
    assert!(found[30].contains("rare") && found[31].contains("rare"), "{found:?}");
    let found = ranked(&vault, "meetings");
    assert!(found[0].contains("rare") && found[1].contains("rare"), "{found:?}");
}

#[test]
fn the_languages_are_those_of_the_settings() {
    let vault = TestVault::new(FORMS);
    vault.write(".rekindle/config.toml", "language = ['german', 'french']\n");
    hold(
        &vault,
        &[
            ("vertrag", &["e:1"]),
            ("haus", &["e:1"]),
            ("négociations", &["e:1"]),
            ("batteries", &["d:1"]),
            ("budget", &[]),
        ],
    );
    vault.write(".rekindle/config.toml", "language = 'none'\n");
    hold(&vault, &[("meetings", &["b:3"]), ("tariff", &[]), ("vertrage", &["e:1"])]);
    // With letters before the word as well as behind it.
    vault.write(".rekindle/config.toml", "language = 'arabic'\n");
    vault.write("f.md", "الكتاب\n");
    hold(&vault, &[("كتاب", &["f:1"])]);
}

const SCRIPTS: &str = "
=== ja.md
# 電池storageの打ち合わせ

佐々木さんと東京で会った。
=== zh.md
与王伟讨论储能电池的价格。

在北京大学见面。
=== ko.md
김민수 님과 배터리 회의를 했다
=== kana.md
ガンダムとｶﾞｲﾄﾞ、カメラ
=== north.md
大北京の店
";

#[test]
fn scripts_without_spaces_are_found_in_part() {
    let vault = TestVault::new(SCRIPTS);
    hold(
        &vault,
        &[
            ("電池", &["ja:1"]),
            ("電池storage", &["ja:1"]),
            ("電池 STORAGE", &["ja:1"]),
            ("storage電池", &[]),
            ("池電", &[]),
            ("佐々木", &["ja:3"]),
            ("佐々木さん 東京", &["ja:3"]),
            ("\"東京 で\"", &["ja:3"]),
            ("\"で 東京\"", &[]),
            // Characters alone, within a word and at its end.
            ("電", &["ja:1"]),
            ("池", &["ja:1", "zh:1"]),
            ("店", &["north:1"]),
            ("京", &["ja:3", "north:1", "zh:3"]),
            ("北京大学", &["zh:3"]),
            ("大北", &["north:1"]),
            ("储能*", &["zh:1"]),
            ("배터리", &["ko:1"]),
            ("민수", &["ko:1"]),
            ("회의", &["ko:1"]),
            ("수민", &[]),
            // Narrow forms are wide ones, and marks of kana are letters.
            ("ガイド", &["kana:1"]),
            ("ｶﾒﾗ", &["kana:1"]),
            ("カンタム", &[]),
            ("ＳＴＯＲＡＧＥ", &["ja:1"]),
        ],
    );
}

const SIGNS: &str = "
=== cpp.md
She writes C++ and C#, on .NET.
=== c.md
She writes C, and reads nets.
=== rd.md
Head of R&D; D and R.
=== percent.md
A 50% share, version 3.5, at 10:30.
=== numbers.md
Room 50, 30 of 10, chapter 5.3.
=== hyphen.md
A follow-up on Monday.
=== open.md
Will follow up soon.
=== joined.md
The followup went well.
=== near.md
Up they follow.
=== quote.md
Don't call Mr O’Brien.
=== plain.md
Dont call Obrien or Brien.
=== fold.md
ﬁnance in der Straße, Işık, Jose\u{301}, كِتَاب, שָׁלוֹם
";

#[test]
fn signs_belong_to_their_words() {
    let vault = TestVault::new(&SIGNS.replace("\\u{301}", "\u{301}"));
    hold(
        &vault,
        &[
            ("C++", &["cpp:1"]),
            ("c#", &["cpp:1"]),
            // The letter alone is another language.
            ("C", &["c:1"]),
            (".NET", &["cpp:1"]),
            ("net", &["c:1", "cpp:1"]),
            ("R&D", &["rd:1"]),
            ("D&R", &[]),
            ("50%", &["percent:1"]),
            ("50", &["numbers:1", "percent:1"]),
            ("3.5", &["percent:1"]),
            ("5.3", &["numbers:1"]),
            ("10:30", &["percent:1"]),
            ("10:31", &[]),
            ("follow-up", &["hyphen:1", "joined:1", "open:1"]),
            ("followup", &["hyphen:1", "joined:1"]),
            ("follow up", &["hyphen:1", "joined:1", "near:1", "open:1"]),
            ("\"follow up\"", &["hyphen:1", "open:1"]),
            ("don't", &["plain:1", "quote:1"]),
            ("dont", &["plain:1", "quote:1"]),
            ("O'Brien", &["plain:1", "quote:1"]),
            ("obrien", &["plain:1", "quote:1"]),
            ("brien", &["plain:1", "quote:1"]),
            ("finance", &["fold:1"]),
            ("strasse", &["fold:1"]),
            ("STRASSE", &["fold:1"]),
            ("straße", &["fold:1"]),
            ("isik", &["fold:1"]),
            ("ışık", &["fold:1"]),
            ("josé", &["fold:1"]),
            ("كتاب", &["fold:1"]),
            ("שלום", &["fold:1"]),
        ],
    );
}

const ADDRESSES: &str = "
=== mail.md
Write to maya@example.org.
=== other.md
Write to tom@example.org or maya.lind@example.com.
=== handle.md
On the network she is @maya.
=== name.md
Maya, example of calm, organises.
=== phone.md
---
type: person
phone: +44 20 7946 0018
---
=== spaceless.md
Call 02079460018 first.
=== digits.md
Numbers 44, 20, 0018 and 7946.
=== wrong.md
+44 20 7946 0019
=== url.md
See https://example.org/rates/winter?year=2026.
";

#[test]
fn addresses_and_numbers_are_found_whole_and_in_part() {
    let vault = TestVault::new(ADDRESSES);
    hold(
        &vault,
        &[
            ("maya@example.org", &["mail:1"]),
            ("example.org", &["mail:1", "other:1", "url:1"]),
            ("lind@example.com", &["other:1"]),
            ("maya", &["handle:1", "mail:1", "name:1", "other:1"]),
            ("@maya", &["handle:1", "mail:1", "name:1", "other:1"]),
            ("-@maya maya", &["mail:1", "name:1", "other:1"]),
            ("+442079460018", &["phone:3", "spaceless:1"]),
            ("+44 20 7946 0018", &["digits:1", "phone:3", "spaceless:1"]),
            ("\"+44 20 7946 0018\"", &["phone:3", "spaceless:1"]),
            ("\"020 7946-0018\"", &["phone:3", "spaceless:1"]),
            ("020 7946 0018", &["phone:3", "spaceless:1"]),
            ("\"7946 0018\"", &["phone:3"]),
            ("https://example.org/rates/winter?year=2026", &["url:1"]),
            ("example.org/rates", &["url:1"]),
            ("rates/winter", &["url:1"]),
            ("winter/rates", &[]),
        ],
    );
    // The handle itself first, and the number before its digits.
    assert_eq!(ranked(&vault, "@maya")[0], "handle:1");
    assert_eq!(ranked(&vault, "+44 20 7946 0018")[2], "digits:1");
}

#[test]
fn a_phrase_that_goes_on_in_the_next_line_shows_where_it_begins() {
    let vault = TestVault::new("=== a.md\n# Rates\n\nShe sent the rate\ncard today.\n");
    hold(&vault, &[("\"rate card\"", &["a:3"])]);
}

const PEOPLE: &str = "
=== People/Beatrice Lindqvist.md
---
type: person
aliases: [Bea]
email: bea@example.net
---
The neighbour.
=== Meetings/2026-03-06 Lunch.md
---
type: meeting
date: 2026-03-06
with: Bea
---
Noodles.
=== Messages/2026-03-07.md
---
type: email
date: 2026-03-07
to: bea@example.net
---
Thank you.
=== Journal/2026-03-08.md
- called [[Bea]] again
- slept
=== Notes/Bees.md
Bea read about bees.
";

#[test]
fn a_note_is_found_by_any_name_of_its_people() {
    let vault = TestVault::new(PEOPLE);
    hold(
        &vault,
        &[
            (
                "lindqvist",
                &[
                    "Journal/2026-03-08:1",
                    "Meetings/2026-03-06 Lunch:4",
                    "Messages/2026-03-07:4",
                    "People/Beatrice Lindqvist:6",
                ],
            ),
            ("lindqvist noodles", &["Meetings/2026-03-06 Lunch:6"]),
            ("noodles -lindqvist", &["Meetings/2026-03-06 Lunch:6"]),
            ("lindqvist date:2026-03-08", &["Journal/2026-03-08:1"]),
        ],
    );
    assert_eq!(ranked(&vault, "lindqvist")[0], "People/Beatrice Lindqvist:6");
}

#[test]
fn a_picture_is_a_word() {
    let vault = TestVault::new(
        "=== a.md\nfirst 🎉 party\n=== b.md\nonly party\n=== c.md\nflags 🇮🇳 and 👍🏽!\n",
    );
    hold(
        &vault,
        &[
            ("🎉", &["a:1"]),
            ("party 🎉", &["a:1"]),
            ("\"🎉 party\"", &["a:1"]),
            ("\"first party\"", &[]),
            ("party -🎉", &["b:1"]),
            ("party🎉", &[]),
            ("🇮🇳", &["c:1"]),
            ("🇳🇮", &[]),
            ("👍", &["c:1"]),
            ("👍🏿", &["c:1"]),
            ("🎊", &[]),
        ],
    );
}

#[test]
fn what_has_no_letter_is_not_looked_for_and_said_so() {
    let vault = TestVault::new("=== a.md\nparty -> home :)\n=== b.md\nparty\n");
    let ask = |query: &str| {
        let run = vault.run(&["search", "--today", "2026-11-20", "--format", "path", query]);
        (run.stdout.lines().count(), run.stderr)
    };
    let said =
        |text: &str| format!("rekindle: {text} has no letter or digit and is not looked for\n");
    assert_eq!(ask("party ->"), (2, said("->")));
    assert_eq!(ask("party -\":)\""), (2, said("\":)\"")));
    assert_eq!(ask("->").0, 0);
    assert!(!ask("path:-").1.contains("not looked for"));
    let explained = vault.text(&["search", "--today", "2026-11-20", "--explain", "party =>"]);
    assert!(explained.contains("  \"=>\", which has no letter or digit and is not looked for\n"));
    let run = vault.run(&["search", "title:->"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: title: needs a letter or digit to look for\n"));
}
