use super::*;
use crate::model::NotePath;
use crate::note::body;
use crate::settings::Settings;

fn entries(text: &str, journal: Option<&str>) -> Vec<String> {
    let path = NotePath::new("People/Maya Chen.md");
    let words = Words::new(&Settings::default());
    let journal = journal.map(|day| day.parse().expect("a date"));
    let source = Source { words: &words, journal, own_names: own_names("Maya Chen", &[]) };
    let mut problems = Vec::new();
    let entries = read(&source, &body::read(text, 1, &path, &mut Vec::new()), &mut problems);
    let mut shown: Vec<String> = entries.iter().map(show).collect();
    shown.extend(problems.iter().map(|problem| format!("{} {}", problem.line, problem.code)));
    shown
}

fn show(entry: &Entry) -> String {
    let meaning = match &entry.meaning {
        Meaning::Exchange(word) => {
            format!("{}{}", word.direction.as_str(), if word.expects_reply { "?" } else { "" })
        }
        Meaning::Planned { on } => format!("planned {on:?}"),
        Meaning::LetGo => "let go".to_owned(),
        Meaning::Unclear => "unclear".to_owned(),
    };
    let time = entry.time.map_or(String::new(), |time| time.format(" %H:%M").to_string());
    let people: Vec<&str> = entry.people.iter().map(|to| to.name.as_str()).collect();
    let channel = entry.channel.as_deref().unwrap_or("-");
    format!("{} {}{time} {meaning} {channel} {people:?} {}", entry.line, entry.date, entry.text)
}

#[test]
fn entries_are_items_headings_and_rows_that_begin_with_a_date() {
    let text = "# Maya Chen\n- 2026-11-02 sent via linkedin: asked\n- [x] 2026-11-03 called\n- [ ] 2026-11-30 call\n\
                - **2026-11-18** (email): sent the deck\n- [[2026-11-19]] thanked via email\n  > - 2026-11-20 sent\n\
                \n2026-11-21 sent in a paragraph\n\n### 2026-11-22 Call\nAbout the pilot.\n\n- with detail\n\n\
                ### 2026-11-23\nSent her the deck\n\n| Date | Channel | Summary |\n|--|--|--|\n\
                | 2026-11-24 | Email | Sent it to [[Tom]] |\n| 2026-11-25 | met | the pilot |\n| 2025-12 → 2026-04 | x | y |\n\
                \n```\n- 2026-01-01 sent\n```\n- 2026-02-30 sent\n- 2026-11-26 her birthday\n";
    insta::assert_snapshot!(entries(text, None).join("\n"), @"
    2 2026-11-02 out? linkedin [] asked
    3 2026-11-03 both call [] called
    5 2026-11-18 out? email [] sent the deck
    6 2026-11-19 out email [] thanked via email
    11 2026-11-22 both call [] About the pilot. with detail
    16 2026-11-23 out? - [] Sent her the deck
    21 2026-11-24 out? email [] Sent it to Tom
    22 2026-11-25 both - [] the pilot
    29 2026-11-26 unclear - [] her birthday
    28 date-impossible
    ");
}

#[test]
fn a_log_heading_makes_every_entry_contact() {
    let text = "## Log\n- 2026-11-01 a\n### 2026-11-02 b\n- 2026-11-03 c\n### Older\n- 2026-11-04 d\n\
                ### Mentions\n- 2026-11-05 e\n## Notes\n- 2026-11-06 f\n";
    insta::assert_snapshot!(entries(text, None).join("\n"), @"
    2 2026-11-01 both - [] a
    3 2026-11-02 both - [] b
    4 2026-11-03 both - [] c
    6 2026-11-04 both - [] d
    8 2026-11-05 unclear - [] e
    10 2026-11-06 unclear - [] f
    ");
}

#[test]
fn a_daily_note_tells_of_people_it_links_to() {
    let text = "- 10:00 coffee with [[Maya Chen]]: the pilot\n- [[Tom]] emailed me back\n- read about [[Zoe]]\n\n\
                Had coffee with [[Tom Okafor]]. Then met Dr. [[Ann]] and [[Bea]]!\nWrote to [[Cy]]\nagain\n\n\
                > called [[Dan]]\n- [ ] call [[Eve]]\n- [x] called [[Flo]]\n- no link, but called\n\
                - dinner with [[Gus]]\n- 2026-11-01 called [[Hal]]\n## Meetings\n- sat beside [[Ida]]\n";
    insta::assert_snapshot!(entries(text, Some("2026-11-05")).join("\n"), @r#"
    1 2026-11-05 10:00 both coffee ["Maya Chen"] the pilot
    2 2026-11-05 in? email ["Tom"] Tom emailed me back
    5 2026-11-05 both coffee ["Tom Okafor"] Had coffee with Tom Okafor
    5 2026-11-05 both - ["Ann", "Bea"] Then met Dr. Ann and Bea!
    6 2026-11-05 out? - ["Cy"] Wrote to Cy again
    11 2026-11-05 both call ["Flo"] called Flo
    13 2026-11-05 both dinner ["Gus"] dinner with Gus
    14 2026-11-01 both call ["Hal"] called Hal
    "#);
}
