//! List items with a box: what was promised, by whom, and for when.

use super::body::{Block, BlockKind};
use super::dates::{self, Reading};
use crate::model::{Date, PersonRef, Task};

/// The tasks of a note; `written` is the date of the nearest dated heading above each.
pub(super) fn read(blocks: &[Block]) -> Vec<Task> {
    let mut written = None;
    let mut tasks = Vec::new();
    for block in blocks.iter().filter(|block| !block.quoted) {
        match block.kind {
            BlockKind::Heading(_) => {
                if let Some((Reading::Day(day, _), _)) = dates::read_prefix(block.text.trim()) {
                    written = Some(day);
                }
            }
            BlockKind::Item(Some(done)) => tasks.push(task(block, done, written)),
            _ => {}
        }
    }
    tasks
}

fn task(block: &Block, done: bool, written: Option<Date>) -> Task {
    let flat = block.text.replace('\n', " ");
    let flat = flat.trim();
    // The date that opens a task is its due day.
    let (opening, rest) = match dates::read_prefix(flat) {
        Some((Reading::Day(day, _), rest)) => {
            (Some(day), rest.trim_start_matches([' ', ':', '–', '-']))
        }
        _ => (None, flat),
    };
    let (marked, text) = take_due(rest);
    Task {
        line: block.at.line,
        done,
        by: owner(block, text.trim()),
        people: block.people().cloned().collect(),
        due: marked.or(opening),
        written,
        text: text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .trim_end_matches(',')
            .to_owned(),
    }
}

/// Takes a due date out of a text: `📅 2026-11-30`, `[due:: 2026-11-30]`, `due: 2026-11-30`,
/// `@due(2026-11-30)`.
fn take_due(text: &str) -> (Option<Date>, String) {
    const MARKS: [&str; 7] = ["📅", "[due::", "(due::", "due::", "@due(", "due:", "🗓"];
    let lower = text.to_ascii_lowercase();
    for mark in MARKS {
        let Some(at) = lower.find(mark) else { continue };
        let after = text[at + mark.len()..].trim_start_matches(['\u{fe0f}', ' ']);
        if let Some((Reading::Day(day, _), rest)) = dates::read_prefix(after) {
            let rest = rest.trim_start_matches([']', ')']);
            return (Some(day), format!("{}{rest}", &text[..at]));
        }
    }
    (None, text.to_owned())
}

/// Who promised it, if the text begins with somebody: `they`, a link, `@name` or a name, followed by
/// `:`, `to` or `will`. Whether a plain name is anybody's is decided with all contacts at hand.
fn owner(block: &Block, text: &str) -> Option<PersonRef> {
    let plain = |name: &str| PersonRef::plain(name, block.at);
    let promised = |rest: &str| {
        let rest = rest.trim_start();
        rest.starts_with(':') || rest.starts_with("to ") || rest.starts_with("will ")
    };
    if let Some((_, to)) = block.links.first()
        && let Some(rest) = text.strip_prefix(to.name.as_str())
    {
        return promised(rest).then(|| to.clone());
    }
    let end = [":", " to ", " will "].iter().filter_map(|mark| text.find(mark)).min()?;
    let name = text[..end].trim();
    let bare = name.strip_prefix('@').unwrap_or(name);
    let few_words = !bare.is_empty() && bare.split_whitespace().count() <= 4;
    let is_they = bare.eq_ignore_ascii_case("they");
    // Not every script has capitals.
    let capital = !bare.split_whitespace().any(|word| word.starts_with(char::is_lowercase));
    let named = bare.len() < name.len() || is_they || capital;
    (few_words && named).then(|| plain(if is_they { "they" } else { bare }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NotePath;
    use crate::note::body;

    #[test]
    fn tasks_have_owner_and_due_day() {
        let text = "# Talk\n- [ ] send the deck 📅 2026-11-30\n- [x] call Tom [due:: 2026-11-30] soon\n\
                    - [ ] 2026-12-01: write to [[Maya]]\n- [ ] [[Maya]]: introduce me @due(2026-12-02)\n\
                    - [ ] **Tom Okafor** will send the paper\n- [ ] they to answer, due: 2026-12-03\n\
                    - [ ] @zoe: the list\n- [ ] 山田 太郎: the map\n- [ ] look to the sky\n- no task\n## 2026-11-18 Call\n- [ ] ask\n\
                    > - [ ] quoted\n";
        let path = NotePath::new("x.md");
        let shown: Vec<String> = read(&body::read(text, 1, &path, &mut Vec::new()))
            .iter()
            .map(|task| {
                let day = |day: Option<Date>| day.map_or("-".to_owned(), |day| day.to_string());
                let by = task.by.as_ref().map_or("me", |by| by.name.as_str());
                let (due, written) = (day(task.due), day(task.written));
                format!("{} {} {by} {due} {written} {}", task.line, task.done, task.text)
            })
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        2 false me 2026-11-30 - send the deck
        3 true me 2026-11-30 - call Tom soon
        4 false me 2026-12-01 - write to Maya
        5 false Maya 2026-12-02 - Maya: introduce me
        6 false Tom Okafor - - Tom Okafor will send the paper
        7 false they 2026-12-03 - they to answer
        8 false zoe - - @zoe: the list
        9 false 山田 太郎 - - 山田 太郎: the map
        10 false me - - look to the sky
        13 false me - 2026-11-18 ask
        ");
    }
}
