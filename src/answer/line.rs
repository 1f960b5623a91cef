//! The line of a note that fits a query best, and what to show of it. Reads the note as it is now, so that
//! nothing is shown that is no longer there.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::model::Note;
use crate::note::entry_lines;

/// The longest snippet, in characters.
const SNIPPET: usize = 160;

/// A word to look for in a line, as the index compares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Words that stand one after the other.
    pub words: Vec<String>,
    /// The last one is only a beginning.
    pub prefix: bool,
}

/// The line of a note that fits best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The line, counted from 1.
    pub line: u32,
    /// The index of the entry that it stands in.
    pub entry: Option<usize>,
    /// What to show of it.
    pub snippet: String,
}

/// Finds the line that has most of what is wanted, the first of equal ones. `part` is the number of the
/// entry that fits, from 1, or 0 for the whole note. `split` takes a line apart into words.
pub fn find(
    note: &Note,
    text: &str,
    part: u64,
    wanted: &[Wanted],
    split: fn(&str) -> Vec<String>,
) -> Found {
    let lines: Vec<&str> = text.split('\n').collect();
    let spans: Vec<Range<usize>> =
        note.entries.iter().map(|entry| entry_lines(&lines, entry.line)).collect();
    let of_part =
        usize::try_from(part).ok().and_then(|part| spans.get(part.checked_sub(1)?)).cloned();
    let range = of_part.clone().unwrap_or(0..lines.len());
    let best = best_line(&lines, range.clone(), wanted, split);
    let start = if of_part.is_none() { opening(&lines) } else { range.start };
    let best = best.unwrap_or(start);
    let index = best.min(lines.len().saturating_sub(1));
    let entry = spans.iter().position(|span| span.contains(&index));
    let line = lines.get(index).copied().unwrap_or_default();
    let snippet = cut(line.trim(), wanted, split);
    Found { line: index as u32 + 1, entry, snippet }
}

/// The line that has most of what is wanted. What stands on few lines of the note says more about where
/// its subject is than what stands on many.
fn best_line(
    lines: &[&str],
    range: Range<usize>,
    wanted: &[Wanted],
    split: fn(&str) -> Vec<String>,
) -> Option<usize> {
    let fits = |index: usize| -> Vec<bool> {
        let words = split(lines[index]);
        wanted.iter().map(|wanted| has(&words, wanted)).collect()
    };
    let fitting: Vec<(usize, Vec<bool>)> =
        range.map(|index| (index, fits(index))).filter(|(_, fits)| fits.contains(&true)).collect();
    let weights: Vec<f64> = (0..wanted.len())
        .map(|number| fitting.iter().filter(|(_, fits)| fits[number]).count())
        .map(|lines| 1.0 / (lines.max(1) as f64))
        .collect();
    let weight = |fits: &[bool]| -> f64 {
        fits.iter().zip(&weights).filter(|(fits, _)| **fits).map(|(_, weight)| weight).sum()
    };
    let below = below_front_matter(lines);
    let mut best: Option<(f64, usize)> = None;
    for (index, fits) in &fitting {
        // What was said says more than a heading, and a heading more than the front matter.
        let place = match lines[*index] {
            _ if *index < below => 0.5,
            line if line.starts_with('#') => 0.8,
            _ => 1.0,
        };
        let weight = weight(fits) * place;
        if best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, *index));
        }
    }
    best.map(|(_, index)| index)
}

/// The line with which a note begins to say something: the first below the front matter that is neither
/// blank nor a heading.
fn opening(lines: &[&str]) -> usize {
    let below = below_front_matter(lines);
    let says = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    lines.iter().skip(below).position(says).map_or(0, |at| at + below)
}

/// The first line below the front matter.
fn below_front_matter(lines: &[&str]) -> usize {
    if lines.first().is_none_or(|line| line.trim_end() != "---") {
        return 0;
    }
    lines.iter().skip(1).position(|line| line.trim_end() == "---").map_or(0, |at| at + 2)
}

fn has(words: &[String], wanted: &Wanted) -> bool {
    let length = wanted.words.len();
    let same = |window: &[String]| {
        window.iter().zip(&wanted.words).enumerate().all(|(index, (word, want))| {
            let begins = wanted.prefix && index + 1 == length;
            if begins { word.starts_with(want.as_str()) } else { word == want }
        })
    };
    length > 0 && words.windows(length).any(same)
}

/// Cuts a line to the part around the first thing wanted, at words.
fn cut(line: &str, wanted: &[Wanted], split: fn(&str) -> Vec<String>) -> String {
    if line.chars().count() <= SNIPPET {
        return line.to_owned();
    }
    let starts: Vec<usize> = line
        .char_indices()
        .scan(true, |after_space, (at, c)| {
            let begins = *after_space && !c.is_whitespace();
            *after_space = c.is_whitespace();
            Some(begins.then_some(at))
        })
        .flatten()
        .collect();
    let fits = |start: &&usize| {
        let end =
            line[**start..].find(char::is_whitespace).map_or(line.len(), |length| **start + length);
        let words = split(&line[**start..end]);
        wanted.iter().any(|wanted| {
            let first = Wanted {
                words: wanted.words[..1.min(wanted.words.len())].to_vec(),
                prefix: wanted.prefix && wanted.words.len() == 1,
            };
            has(&words, &first)
        })
    };
    let hit = starts.iter().find(fits).copied().unwrap_or(0);
    let before = line[..hit].chars().count().saturating_sub(SNIPPET / 3);
    let from = line.char_indices().nth(before).map_or(0, |(at, _)| at);
    let from =
        if before == 0 { 0 } else { starts.iter().copied().find(|at| *at >= from).unwrap_or(hit) };
    let end = line[from..].char_indices().nth(SNIPPET).map_or(line.len(), |(at, _)| from + at);
    let end = match line[from..end].rfind(char::is_whitespace) {
        Some(at) if end < line.len() && from + at > hit => from + at,
        _ => end,
    };
    let mark = |cut: bool| if cut { "…" } else { "" };
    format!("{}{}{}", mark(from > 0), line[from..end].trim(), mark(end < line.len()))
}

/// Where in a text the wanted words stand, in characters: the first of each and the one after its last.
pub fn matches(text: &str, wanted: &[Wanted], split: fn(&str) -> Vec<String>) -> Vec<(u32, u32)> {
    let is_wanted = |word: &str| {
        let words = split(word);
        wanted.iter().any(|wanted| {
            wanted.words.iter().enumerate().any(|(index, want)| {
                let begins = wanted.prefix && index + 1 == wanted.words.len();
                words.iter().any(|word| word == want || (begins && word.starts_with(want.as_str())))
            })
        })
    };
    let mut found = Vec::new();
    let (mut word, mut start) = (String::new(), 0);
    for (at, c) in (0..).zip(text.chars().chain([' '])) {
        if c.is_alphanumeric() || (!word.is_empty() && is_combining_mark(c)) {
            if word.is_empty() {
                start = at;
            }
            word.push(c);
        } else if !word.is_empty() {
            found.extend(is_wanted(&word).then_some((start, at)));
            word.clear();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    }

    fn wanted(words: &[&str]) -> Vec<Wanted> {
        let one = |word: &&str| Wanted {
            words: split(word.trim_end_matches('*')),
            prefix: word.ends_with('*'),
        };
        words.iter().map(one).collect()
    }

    #[test]
    fn a_long_line_is_cut_around_what_fits() {
        let line = format!("{} grid storage {}", "before ".repeat(40), "after ".repeat(40));
        let shown = cut(&line, &wanted(&["storage"]), split);
        assert!(shown.starts_with("…before") && shown.ends_with("after…"), "{shown}");
        assert!(shown.contains("grid storage after"), "{shown}");
        assert!(shown.chars().count() <= SNIPPET + 2, "{shown}");
        assert_eq!(cut("short", &wanted(&["x"]), split), "short");
        let unbroken = "x".repeat(500);
        assert_eq!(cut(&unbroken, &wanted(&["y"]), split).chars().count(), SNIPPET + 1);
    }

    #[test]
    fn the_wanted_words_of_a_text_are_found_in_characters() {
        let cases: [(&[&str], &[(u32, u32)]); 4] = [
            (&["grid"], &[(4, 8)]),
            (&["zoë", "pi*"], &[(0, 3), (10, 15)]),
            (&["grid pilot"], &[(4, 8), (10, 15)]),
            (&["gri"], &[]),
        ];
        for (want, expected) in cases {
            assert_eq!(
                matches("Zoë\u{b7}Grid, pilot.", &wanted(want), split),
                expected,
                "{want:?}"
            );
        }
    }

    #[test]
    fn phrases_and_beginnings_are_found_in_a_line() {
        let words = split("the grid storage pilot");
        for (want, found) in
            [("grid storage", true), ("storage grid", false), ("sto*", true), ("grid pi*", false)]
        {
            assert_eq!(has(&words, &wanted(&[want])[0]), found, "{want}");
        }
    }
}
