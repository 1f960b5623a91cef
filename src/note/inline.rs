//! Facts in the body that stand in for front matter: `Key:: value` lines as Dataview and Logseq write
//! them, and a contact's `**Key:** value` lines.

use super::Body;
use super::body::{Block, BlockKind};
use super::fields;
use super::people::linked_text;
use super::value::{Field, Value, normal};
use crate::model::Spot;
use crate::settings::Settings;

/// The longest key, in bytes; what is longer is prose.
const LONGEST_KEY: usize = 40;

/// `Key:: value` lines, whatever the key.
pub(super) fn double_colon(blocks: &[Block], body: &Body<'_>) -> Vec<Field> {
    let mut fields: Vec<Field> = lines(blocks)
        .filter_map(|(block, line, number)| {
            let at = line.find("::")?;
            let key = line[..at].trim().trim_matches(['*', '_', '[', '(']).trim();
            let value = linked_text(block, line);
            let value = value.split_once("::")?.1.trim_end_matches([']', ')']).trim().to_owned();
            let value = close_link(value);
            is_key(key).then(|| field(key, value, number))
        })
        .collect();
    place(&mut fields, body, "::");
    fields
}

/// `**Key:** value` lines whose key is known.
pub(super) fn bold(blocks: &[Block], body: &Body<'_>, settings: &Settings) -> Vec<Field> {
    let mut fields: Vec<Field> = lines(blocks)
        .filter_map(|(block, line, number)| {
            let start = line.as_ptr() as usize - block.text.as_ptr() as usize;
            let at = block.strong.partition_point(|range| range.start < start);
            let strong = block.strong.get(at).filter(|range| range.start == start)?;
            let bold = block.text.get(strong.clone())?;
            let key = bold.trim().trim_end_matches(':').trim();
            let after = line.get(strong.len()..)?;
            let has_colon = bold.trim().ends_with(':') || after.trim_start().starts_with(':');
            let doubled = after.trim_start().starts_with("::");
            if doubled || !has_colon || !is_key(key) || !fields::is_known(&normal(key), settings) {
                return None;
            }
            let value = linked_text(block, line);
            let value = value.get(strong.len()..)?.trim_start_matches([':', ' ']).trim().to_owned();
            Some(field(key, value, number))
        })
        .collect();
    place(&mut fields, body, ":");
    fields
}

/// Lets fields, which are in the order of their lines, say where their values stand: after the first
/// `mark` of the line, and what is bold around it.
fn place(fields: &mut [Field], body: &Body<'_>, mark: &str) {
    let mut lines = (body.first_line..).zip(body.text.split('\n')).peekable();
    for field in fields {
        while lines.next_if(|(number, _)| *number < field.at.line).is_some() {}
        let Some((_, line)) = lines.peek() else { return };
        let Some(end) = line.find(mark).map(|at| at + mark.len()) else { continue };
        let value = line[end..].trim_start_matches([':', '*', '_', ' ', '\t']);
        if !value.is_empty() {
            field.at.column = line[..line.len() - value.len()].chars().count() as u32 + 1;
        }
    }
}

/// The lines of paragraphs and list items, with their numbers.
fn lines(blocks: &[Block]) -> impl Iterator<Item = (&Block, &str, u32)> {
    let blocks = blocks.iter().filter(|block| {
        !block.quoted && matches!(block.kind, BlockKind::Paragraph | BlockKind::Item(_))
    });
    blocks.flat_map(|block| {
        let lines = block.text.split('\n').enumerate();
        lines.map(move |(index, line)| (block, line, block.at.line + index as u32))
    })
}

fn is_key(key: &str) -> bool {
    let fits = !key.is_empty() && key.len() <= LONGEST_KEY;
    fits && key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/'))
}

/// Puts back the brackets of a link that ends the value, which the trimming took for the field's own.
fn close_link(value: String) -> String {
    let open = value.matches("[[").count();
    if open > value.matches("]]").count() { value + "]]" } else { value }
}

fn field(key: &str, value: String, line: u32) -> Field {
    let value = if value.is_empty() { Value::Null } else { Value::Text(value) };
    Field { key: key.to_owned(), name: normal(key), value, at: Spot::line(line), items: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NotePath;
    use crate::note::body;

    fn shown(fields: &[Field]) -> String {
        let fields = fields.iter().map(|field| {
            let Spot { line, column } = field.at;
            format!("{}@{line}:{column}={}", field.name, field.value.text().unwrap_or("-"))
        });
        fields.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn facts_in_the_body_are_found() {
        let path = NotePath::new("People/Maya.md");
        let text = "type:: person\nrole:: Editor\n\n- **Company**:: [[Acme]]\n[born:: 03-14]\n\n\
                    std::vec is prose: not a key, for it is much too long to be one::\n\n> quoted:: x\n\n\
                    ```\ncode:: x\n```\n\n**Email:** maya@example.org\n**Phone**: 0170\n- **Role:** Head\n\
                    **Verdict:** good\nplain: x\n";
        let blocks = body::read(text, 1, &path, &mut Vec::new());
        let written = Body { text, first_line: 1 };
        assert_eq!(
            shown(&double_colon(&blocks, &written)),
            "type@1:8=person; role@2:8=Editor; company@4:17=[[Acme|Acme]]; born@5:9=03-14; std@7:6=vec is prose: not a key, for it is much too long to be one::"
        );
        assert_eq!(
            shown(&bold(&blocks, &written, &Settings::default())),
            "email@15:12=maya@example.org; phone@16:12=0170; role@17:13=Head"
        );
    }
}
