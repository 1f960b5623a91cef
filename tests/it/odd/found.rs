//! What was found by the other tests of this folder and by a fuzzer, each as it was found.

use rekindle::model::NotePath;
use rekindle::note::{NoteText, Parser};
use rekindle::settings::Settings;

fn texts(path: &str, text: &str) -> NoteText {
    let settings = Settings::default();
    Parser::new(&settings).parse_with_text(&NotePath::new(path), text.as_bytes()).1
}

fn entries(path: &str, text: &str) -> Vec<String> {
    texts(path, text).entries.into_iter().map(|entry| entry.text).collect()
}

/// Each of these had all lines down to the end of the note, so that a search for what was said on a day
/// found what was said on later ones; and a thousand of them took a thousand times the note.
#[test]
fn an_entry_ends_where_the_next_one_begins() {
    let person = "People/Ada.md";
    let tabs = "-\t2026-11-02 met: wind\n-\t2026-11-03 met: water\n";
    assert_eq!(entries(person, tabs), ["-\t2026-11-02 met: wind", "-\t2026-11-03 met: water"]);
    let indented = " ## 2026-11-02 met\nwind\n ## 2026-11-03 met\nwater\n";
    assert_eq!(
        entries(person, indented),
        [" ## 2026-11-02 met\nwind", " ## 2026-11-03 met\nwater"]
    );
    let underlined = "2026-11-02 met\n---\n2026-11-03 met\n---\nwater\n";
    assert_eq!(entries(person, underlined), ["2026-11-02 met\n---", "2026-11-03 met\n---\nwater"]);
    let journal = "Met [[Ada]] about wind.\nMet [[Bo]] about\nwater. Called [[Cy]] about fire.\nMet [[Di]].\n";
    assert_eq!(
        entries("2026-11-02.md", journal),
        [
            "Met [[Ada]] about wind.",
            "Met [[Bo]] about\nwater. Called [[Cy]] about fire.",
            "water. Called [[Cy]] about fire.",
            "Met [[Di]].",
        ]
    );
}

/// Five thousand sentences on a line of 60 KB were 300 MB of entries.
#[test]
fn lines_of_many_entries_are_not_kept_for_each() {
    let texts = texts("2026-11-02.md", &"met [[Ada]]. ".repeat(5_000));
    assert_eq!(texts.entries.len(), 5_000);
    let all: usize = texts.entries.iter().map(|entry| entry.text.len()).sum();
    assert!(all < 2 << 20, "{all}");
    // What finds no room is known by its own words.
    assert_eq!(texts.entries[0].text.len(), 13 * 5_000);
    assert_eq!(texts.entries[4_999].text, "met Ada");
}

/// What a message quoted of a note brought its own lines.
#[test]
fn a_problem_is_one_line_whatever_it_quotes() {
    let settings = Settings::default();
    let parser = Parser::new(&settings);
    let told = |text: &str| {
        let path = NotePath::new("Meetings/Talk.md");
        let problems = parser.parse(&path, text.as_bytes()).problems;
        problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("|")
    };
    let lines = told(
        "---\nwith: [[Ada]]\ndate: |\n  2026-11-05\n  or later\nwhen: |\n  never\n  again\n---\n",
    );
    assert!(lines.contains("never again is not a date") && !lines.contains('\n'), "{lines:?}");
    let long = told(&format!("---\nwith: [[Ada]]\ndate: {}\n---\n", "never ".repeat(9_000)));
    assert!(long.len() < 600 && long.contains('…'), "{}", long.len());
}
