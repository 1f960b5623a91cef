//! The YAML of a front matter block, guarded before it is parsed and mended after.
//!
//! serde_yaml is quadratic on nested brackets and runs out of memory on aliases, so a scan of the bytes
//! refuses what is too large, too deep or uses aliases before the parser sees it; the lines are then
//! read one by one. Where YAML silently loses what was typed (`[[x]]`, `#tag`, `Editor #1`, leading
//! zeros), the value is taken from the raw line.

use std::collections::HashMap;

use serde_yaml::Value as Yaml;

use super::super::fields;
use super::super::value::{Field, Value, normal};
use super::chunk::{self, Chunk};
use crate::model::{Code, Problem, Spot};

/// The largest block that is parsed as YAML, in bytes.
const MAX_BYTES: usize = 64 << 10;
/// The deepest nesting of brackets that is parsed.
const MAX_DEPTH: usize = 64;

/// Reads a block into `fields`. False if it is no front matter at all: text between two rules.
pub(super) fn read(
    source: &str,
    first_line: u32,
    fields: &mut Vec<Field>,
    problems: &mut Vec<Problem>,
) -> bool {
    let chunks = chunk::split(source, first_line);
    if let Err(reason) = guard(source) {
        let message = format!("the front matter {reason}; its lines were read one by one");
        problems.push(
            Problem::new(Code::FrontMatterBounds, first_line, message)
                .with_hint("keep front matter small and flat, without & anchors and * aliases"),
        );
        fields.extend(chunks.iter().map(|chunk| chunk.field(chunk.read())));
        return true;
    }
    match serde_yaml::from_str::<Yaml>(source) {
        Ok(Yaml::Mapping(mapping)) => {
            let by_key: HashMap<&str, &Chunk<'_>> =
                chunks.iter().rev().map(|chunk| (chunk.key, chunk)).collect();
            for (key, value) in mapping {
                let Some(key) = scalar(&key) else { continue };
                let chunk = by_key.get(key.as_str()).copied();
                fields.push(match chunk {
                    Some(chunk) => chunk.field(mend(value, chunk)),
                    None => unplaced(key, value, first_line),
                });
            }
            true
        }
        Ok(Yaml::Null) => true,
        Ok(_) => !chunks.is_empty() && read_chunks(source, &chunks, fields, problems),
        Err(_) if chunks.is_empty() => false,
        Err(error) => {
            if !read_chunks(source, &chunks, fields, problems) {
                let (line, column) =
                    error.location().map_or((0, 1), |at| place(source, at.line(), at.column()));
                let at = Spot { line: first_line + line, column };
                let message = format!("the front matter is not YAML: {}", plain_words(&error));
                problems.push(
                    Problem::at(Code::FrontMatterYaml, at, message)
                        .with_hint("put the value in quotes; the other keys were read"),
                );
            }
            true
        }
    }
}

/// The line of a place, from 0, and its column in characters, from 1. To the parser other signs end a line,
/// too, which to everybody else stand in the middle of one; and it may find out only after the end that
/// something is missing.
fn place(source: &str, line: usize, column: usize) -> (u32, u32) {
    let ends_line = |(at, c): &(usize, char)| match c {
        '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
        '\r' => !source[at + 1..].starts_with('\n'),
        _ => false,
    };
    let starts = source.char_indices().filter(ends_line).map(|(at, c)| at + c.len_utf8());
    let start = std::iter::once(0).chain(starts).nth(line.saturating_sub(1));
    let start = start.unwrap_or(source.len());
    let mut rest = source[start..].char_indices().map(|(at, _)| start + at);
    let at = rest.nth(column.saturating_sub(1)).unwrap_or(source.len());
    let own_line = source[..at].matches('\n').count();
    let last = source.trim_end_matches('\n').matches('\n').count();
    if own_line > last {
        return (last as u32, 1);
    }
    let own_start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    (own_line as u32, source[own_start..at].chars().count() as u32 + 1)
}

/// The parser's words without the place, which the problem carries itself.
fn plain_words(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let end = text.find(" at line ").unwrap_or(text.len());
    text[..end].trim_end_matches(',').to_owned()
}

/// Reads each key on its own, so that one broken line costs one value. A key that stands twice keeps
/// its last value, or all items if both are lists. True if that explains why the block is not YAML.
fn read_chunks(
    source: &str,
    chunks: &[Chunk<'_>],
    fields: &mut Vec<Field>,
    problems: &mut Vec<Problem>,
) -> bool {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let (mut twice, mut broken) = (false, false);
    for chunk in chunks {
        let text = &source[chunk.span.clone()];
        let parsed = serde_yaml::from_str::<Yaml>(text).ok();
        let value = match parsed {
            Some(Yaml::Mapping(mapping)) if mapping.len() == 1 => {
                mapping.into_iter().next().map(|(_, value)| mend(value, chunk))
            }
            _ => None,
        };
        broken |= value.is_none();
        let field = chunk.field(value.unwrap_or_else(|| chunk.read()));
        match seen.get(&field.key).map(|index| &mut fields[*index]) {
            None => {
                seen.insert(field.key.clone(), fields.len());
                fields.push(field);
            }
            Some(known) => {
                twice = true;
                let message = format!("the key {} stands twice", field.key);
                problems.push(
                    Problem::new(Code::KeyTwice, field.at.line, message)
                        .with_hint(format!("the first is on line {}", known.at.line)),
                );
                match (&mut known.value, field.value) {
                    (Value::List(items), Value::List(more)) => {
                        items.extend(more);
                        known.items.clear();
                    }
                    (value, new) if !new.is_blank() => *value = new,
                    _ => {}
                }
            }
        }
    }
    twice && !broken
}

/// Why a block must not reach the parser.
fn guard(source: &str) -> Result<(), &'static str> {
    if source.len() > MAX_BYTES {
        return Err("is larger than 64 KiB");
    }
    let mut depth = 0_usize;
    // What a value may begin after; only there do & and * mean an anchor and an alias.
    let mut at_start = true;
    let bytes = source.as_bytes();
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'&' | b'*' if at_start => {
                let next = bytes.get(index + 1);
                if next.is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'_') {
                    return Err("uses YAML aliases");
                }
            }
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err("is nested too deeply");
        }
        at_start = match byte {
            b' ' | b'\t' => at_start,
            b'\n' | b'[' | b'{' | b',' | b':' | b'-' | b'?' => true,
            _ => false,
        };
    }
    Ok(())
}

/// A scalar as it is typed, as far as YAML remembers.
fn scalar(value: &Yaml) -> Option<String> {
    match value {
        Yaml::String(text) => Some(text.clone()),
        Yaml::Number(number) => Some(number.to_string()),
        Yaml::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

fn convert(value: Yaml) -> Value {
    match value {
        Yaml::Null => Value::Null,
        Yaml::String(text) => Value::Text(text),
        Yaml::Sequence(items) => Value::List(items.into_iter().map(convert).collect()),
        Yaml::Mapping(pairs) => {
            let pairs = pairs.into_iter();
            Value::Map(
                pairs.filter_map(|(key, value)| Some((scalar(&key)?, convert(value)))).collect(),
            )
        }
        Yaml::Tagged(tagged) => convert(tagged.value),
        other => scalar(&other).map_or(Value::Null, Value::Text),
    }
}

/// A key that has no line of its own, as in front matter written as JSON.
fn unplaced(key: String, value: Yaml, line: u32) -> Field {
    let at = Spot::line(line);
    Field { name: normal(&key), key, value: convert(value), at, items: Vec::new() }
}

/// The value of a key, with what YAML lost put back from the raw lines.
fn mend(value: Yaml, chunk: &Chunk<'_>) -> Value {
    let free_text = fields::is_free_text(&normal(chunk.key));
    if chunk.inline.starts_with('[') && !chunk.below.is_empty() {
        let below = chunk.below.iter().map(|(_, line)| line.trim());
        let raw: Vec<&str> = std::iter::once(chunk.inline).chain(below).collect();
        return mend_inline(value, &raw.join(" "), free_text);
    }
    if !chunk.inline.is_empty() {
        return mend_inline(value, chunk.inline, free_text);
    }
    match value {
        Yaml::Sequence(items) => {
            let raw = chunk.items();
            if raw.len() != items.len() {
                return convert(Yaml::Sequence(items));
            }
            let pairs = items.into_iter().zip(raw);
            Value::List(pairs.map(|(item, (_, raw))| mend_inline(item, raw, free_text)).collect())
        }
        other => convert(other),
    }
}

fn mend_inline(value: Yaml, raw: &str, free_text: bool) -> Value {
    match value {
        // `tags: #work` is a comment to YAML, and a tag to everybody else.
        Yaml::Null => match raw.strip_prefix('#') {
            Some(rest) if rest.starts_with(|c: char| !c.is_whitespace() && c != '#') => {
                Value::Text(raw.to_owned())
            }
            _ => Value::Null,
        },
        Yaml::Number(_) | Yaml::Bool(_) => Value::Text(without_comment(raw).to_owned()),
        Yaml::String(text) => {
            let plain = !raw.starts_with(['"', '\'', '|', '>', '[', '{']);
            if plain && free_text && raw.len() > text.len() && raw.contains(" #") {
                Value::Text(raw.to_owned())
            } else {
                Value::Text(text)
            }
        }
        // `[[x]]` is a list in a list to YAML, and a link to everybody else.
        Yaml::Sequence(_)
            if raw.contains("[[") && !raw.contains("\"[[") && !raw.contains("'[[") =>
        {
            Value::Text(without_comment(raw).to_owned())
        }
        Yaml::Sequence(items) => {
            let all_text = items.iter().all(Yaml::is_string);
            match chunk::plain(without_comment(raw)) {
                // Numbers in a flow list keep their zeros.
                Value::List(typed) if !all_text && typed.len() == items.len() => {
                    let pairs = items.into_iter().zip(typed);
                    let mended = pairs.map(|(item, typed)| match item {
                        Yaml::Number(_) | Yaml::Bool(_) => typed,
                        other => convert(other),
                    });
                    Value::List(mended.collect())
                }
                _ => convert(Yaml::Sequence(items)),
            }
        }
        other => convert(other),
    }
}

/// The raw text up to a comment.
fn without_comment(raw: &str) -> &str {
    raw.find(" #").map_or(raw, |at| &raw[..at]).trim_end()
}
