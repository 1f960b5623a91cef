//! Who takes part: the names and links in a front matter value, an Attendees section, an `Attendees:`
//! line. Who is meant by them is decided later, with all contacts at hand.

use super::body::{Block, BlockKind};
use super::links;
use super::value::{Field, Value};
use crate::model::text::fold;
use crate::model::{NotePath, PersonRef, Spot};

/// The people in a value. Plain text stays whole (`Chen, Maya` may be one person); with links in it, the
/// text between them is taken apart.
pub(super) fn in_field(field: &Field, path: &NotePath) -> Vec<PersonRef> {
    let texts: Vec<(&str, Spot)> = match &field.value {
        Value::List(items) => {
            let items = items.iter().enumerate();
            let placed = items.map(|(index, item)| (item.texts(), field.item(index)));
            placed.flat_map(|(texts, at)| texts.into_iter().map(move |text| (text, at))).collect()
        }
        value => value.texts().into_iter().map(|text| (text, field.at)).collect(),
    };
    texts.into_iter().flat_map(|(text, at)| in_text(text, path, at)).collect()
}

/// The people in one piece of text.
pub(super) fn in_text(text: &str, path: &NotePath, at: Spot) -> Vec<PersonRef> {
    let (linked, between) = links::in_value(text, path, at);
    let plain = |name: &str| PersonRef::plain(name, at);
    if linked.is_empty() {
        let name = text.trim().trim_start_matches('@').trim();
        let empty = name.is_empty() || matches!(name, "[[]]" | "-" | "n/a" | "N/A" | "none");
        return if empty { Vec::new() } else { vec![plain(name)] };
    }
    // What stands between links is a name only if it looks like one.
    let names = between.iter().flat_map(|text| text.split([',', ';', '&'])).map(|name| {
        name.trim().trim_matches(|c: char| matches!(c, '[' | ']' | '"' | '(' | ')')).trim()
    });
    let names = names.map(|name| name.strip_prefix("and ").unwrap_or(name));
    let names = names.map(|name| name.strip_suffix(" and").unwrap_or(name).trim());
    let is_name = |name: &&str| name.starts_with(char::is_uppercase) || name.contains('@');
    linked.into_iter().chain(names.filter(is_name).map(plain)).collect()
}

/// The people in an Attendees section or on an `Attendees:` line, and whether there is either.
pub(super) fn in_body(blocks: &[Block], path: &NotePath) -> (Vec<PersonRef>, bool) {
    let mut people = Vec::new();
    let mut found = false;
    // The level of the heading that opened the section; 7 if it was a line of its own.
    const LINE: u8 = 7;
    let mut section: Option<u8> = None;
    for block in blocks.iter().filter(|block| !block.quoted) {
        match block.kind {
            BlockKind::Heading(level) if names_attendees(&block.text) => {
                section = Some(level);
                found = true;
            }
            BlockKind::Heading(level) if section.is_none_or(|open| level <= open) => section = None,
            BlockKind::Item(_) if section.is_some() => people.extend(in_bullet(block)),
            BlockKind::Paragraph | BlockKind::Item(_) => {
                section = section.filter(|open| *open != LINE);
                for (index, line) in block.text.split('\n').enumerate() {
                    let Some((key, _)) = line.split_once(':') else { continue };
                    if !names_attendees(key) {
                        continue;
                    }
                    found = true;
                    let value = linked_text(block, line);
                    let value = value.split_once(':').map_or("", |(_, value)| value.trim());
                    if value.is_empty() {
                        section = Some(LINE);
                    }
                    people.extend(in_text(value, path, block.line_spot(index)));
                }
            }
            BlockKind::Heading(_) | BlockKind::Row => {}
        }
    }
    (people, found)
}

pub(super) fn names_attendees(text: &str) -> bool {
    let folded = fold(text);
    // `Attendees (3)`
    let bare = folded.split('(').next().unwrap_or_default();
    let bare = bare.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(bare, "attendees" | "participants" | "attendee" | "present")
}

/// The person of a bullet: the first link, or the text before a dash, a bracket or a comma, after which
/// people write role and firm.
fn in_bullet(block: &Block) -> Option<PersonRef> {
    if let Some((_, to)) = block.links.first() {
        return Some(to.clone());
    }
    let text = block.text.trim().trim_start_matches('@');
    let end = [" - ", " – ", " — ", "(", ",", ":"].iter().filter_map(|mark| text.find(mark)).min();
    let name = text[..end.unwrap_or(text.len())].trim();
    (!name.is_empty()).then(|| PersonRef::plain(name, block.at))
}

/// A line of a block with its links written out again, so that it can be read as a value.
pub(super) fn linked_text(block: &Block, line: &str) -> String {
    let start = line.as_ptr() as usize - block.text.as_ptr() as usize;
    let mut text = String::with_capacity(line.len());
    let mut at = start;
    let end = start + line.len();
    let first = block.links.partition_point(|(range, _)| range.start < start);
    for (range, to) in block.links[first..].iter().take_while(|(range, _)| range.end <= end) {
        text.push_str(&block.text[at..range.start]);
        match &to.target {
            Some(target) => text.push_str(&format!("[[{target}|{}]]", to.name)),
            None => text.push_str(&to.name),
        }
        at = range.end;
    }
    text.push_str(&block.text[at..end]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::body;

    fn shown(people: &[PersonRef]) -> String {
        let people = people.iter().map(|to| match &to.target {
            Some(target) => format!("{}→{target}@{}", to.name, to.line),
            None => format!("{}@{}", to.name, to.line),
        });
        people.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn people_are_read_from_any_value() {
        let path = NotePath::new("Meetings/x.md");
        let cases = [
            ("Maya Chen, Tom", "Maya Chen, Tom@1"),
            ("[[Maya]], Tom and [[Zoe]]", "Maya→Maya@1; Zoe→Zoe@1; Tom@1"),
            ("[[Maya]]'s cousin", "Maya→Maya@1"),
            ("[ [[Maya]], Tom ]", "Maya→Maya@1; Tom@1"),
            ("@Maya", "Maya@1"),
            ("[[]]", ""),
            ("", ""),
            ("maya@example.org", "maya@example.org@1"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(&in_text(text, &path, Spot::START)), expected, "{text}");
        }
    }

    #[test]
    fn a_section_or_a_line_names_attendees() {
        let path = NotePath::new("Meetings/x.md");
        let cases = [
            (
                "## Attendees\n- [[Maya]] (Acme)\n- Tom Okafor — CEO, Acme\n- Zoe, analyst\n\n## Notes\n- not me\n",
                "Maya→Maya@2; Tom Okafor@3; Zoe@4",
                true,
            ),
            ("**Attendees:** [[Maya]], Tom\n", "Maya→Maya@1; Tom@1", true),
            ("text\nAttendees: Maya, Tom\n", "Maya, Tom@2", true),
            ("- Attendees: [[Maya]]\n", "Maya→Maya@1", true),
            ("> Attendees: Maya\n", "", false),
            ("We saw: nobody\n", "", false),
        ];
        for (text, people, found) in cases {
            let (names, any) = in_body(&body::read(text, 1, &path, &mut Vec::new()), &path);
            assert_eq!((shown(&names).as_str(), any), (people, found), "{text}");
        }
    }
}
