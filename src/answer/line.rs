//! The line of a note that fits a query best, and what to show of it. Reads the note as it is now, so that
//! nothing is shown that is no longer there.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::mark::Mark;
use crate::index::{Text, Wanted};
use crate::model::Note;
use crate::model::text::is_pictograph;
use crate::note::{covered, entry_spans};
use crate::report::search::LineRow;

/// The longest snippet, in characters.
const SNIPPET: usize = 160;

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

/// The lines of a note, and which of them a hit may show.
pub struct Lines<'a> {
    note: &'a Note,
    pub lines: Vec<&'a str>,
    /// The lines of each entry, as indexes.
    pub spans: Vec<Range<usize>>,
    /// The entry that fits, if one does.
    entry: Option<usize>,
    /// Whether each line is of what fits.
    fits: Vec<bool>,
}

impl<'a> Lines<'a> {
    /// The lines of a note of which a part fits: the number of an entry, from 1, or 0 for the whole note, or one
    /// more than there are entries for what stands in none of them. `entries` are those that fit by themselves,
    /// if it is not enough that the whole note fits.
    pub fn new(note: &'a Note, text: &'a str, part: u64, entries: Option<&[u64]>) -> Self {
        let lines: Vec<&str> = text.split('\n').collect();
        let spans = entry_spans(&note.entries, &lines);
        let number = |part: u64| usize::try_from(part).ok()?.checked_sub(1);
        let entry = number(part).filter(|entry| *entry < spans.len());
        let own = |parts: &[u64]| {
            covered(lines.len(), parts.iter().filter_map(|part| spans.get(number(*part)?)))
        };
        let outside = || covered(lines.len(), &spans).into_iter().map(|of_entry| !of_entry);
        let fits = match (entry, part, entries) {
            (Some(_), ..) => own(&[part]),
            (None, 0, None) => vec![true; lines.len()],
            (None, 0, Some(entries)) => own(entries)
                .into_iter()
                .zip(outside())
                .map(|(own, outside)| own || outside)
                .collect(),
            (None, ..) => outside().collect(),
        };
        Self { note, lines, spans, entry, fits }
    }

    /// The line that has most of what is wanted, the first of equal ones.
    pub fn best(&self, marks: &[Mark]) -> Found {
        let all = |of: fn(&Wanted) -> Wanted| -> Vec<Mark> {
            marks.iter().filter_map(|mark| mark.with(of)).collect()
        };
        let fitting = || (0..self.lines.len()).filter(|at| self.fits[*at]);
        // The names and addresses of a contact say less of it than its first sentence.
        let own = if self.note.contact.is_some() { below_front_matter(&self.lines) } else { 0 };
        let best = best_line(&self.lines, fitting(), marks)
            .or_else(|| {
                let named = fitting().filter(|at| *at >= own);
                best_line(&self.lines, named, &all(Wanted::by_name))
            })
            // Of a phrase that goes on in the next line, the line in which it begins.
            .or_else(|| best_line(&self.lines, fitting(), &all(Wanted::head)))
            .or_else(|| self.opening())
            .unwrap_or(0);
        let holds = |span: &Range<usize>| span.contains(&best);
        let entry = self.entry.or_else(|| self.spans.iter().position(holds));
        let line = self.lines.get(best).copied().unwrap_or_default();
        Found { line: best as u32 + 1, entry, snippet: cut(line.trim(), marks) }
    }

    /// All lines that have something of what is wanted.
    pub fn fitting(&self, marks: &[Mark]) -> Vec<LineRow> {
        let fits = |at: &usize| {
            let text = Text::new(self.lines[*at]);
            self.fits[*at] && marks.iter().any(|mark| mark.fit(*at, &text) > 0.0)
        };
        let row =
            |at: usize| LineRow { line: at as u32 + 1, text: cut(self.lines[at].trim(), marks) };
        (0..self.lines.len()).filter(fits).map(row).collect()
    }

    /// The line with which what fits begins to say something: the first below the front matter that is neither
    /// blank nor a heading, else a heading, else something in the front matter.
    fn opening(&self) -> Option<usize> {
        let below = below_front_matter(&self.lines);
        let says = |at: &usize| {
            let line = self.lines[*at].trim();
            self.fits[*at] && !line.is_empty() && (*at >= below || line != "---")
        };
        if let Some(entry) = self.entry {
            return self.spans.get(entry).map(|span| span.start);
        }
        let is_heading = |at: &usize| self.lines[*at].starts_with('#');
        let all = below..self.lines.len();
        let text = all.clone().find(|at| says(at) && !is_heading(at));
        text.or_else(|| all.clone().find(says)).or_else(|| (0..below).find(says))
    }
}

/// The line that has most of what is wanted. What stands on few lines of the note says more about where
/// its subject is than what stands on many.
fn best_line(lines: &[&str], range: impl Iterator<Item = usize>, marks: &[Mark]) -> Option<usize> {
    let fits = |index: usize| -> Vec<f64> {
        let text = Text::new(lines[index]);
        marks.iter().map(|mark| mark.fit(index, &text)).collect()
    };
    let any = |fits: &[f64]| fits.iter().any(|fit| *fit > 0.0);
    let fitting: Vec<(usize, Vec<f64>)> =
        range.map(|index| (index, fits(index))).filter(|(_, fits)| any(fits)).collect();
    let weights: Vec<f64> = (0..marks.len())
        .map(|number| fitting.iter().filter(|(_, fits)| fits[number] > 0.0).count())
        .map(|lines| 1.0 / (lines.max(1) as f64))
        .collect();
    let weight =
        |fits: &[f64]| -> f64 { fits.iter().zip(&weights).map(|(fit, weight)| fit * weight).sum() };
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

/// The first line below the front matter.
fn below_front_matter(lines: &[&str]) -> usize {
    if lines.first().is_none_or(|line| line.trim_end() != "---") {
        return 0;
    }
    lines.iter().skip(1).position(|line| line.trim_end() == "---").map_or(0, |at| at + 2)
}

/// Cuts a line to the part around the first thing wanted, at words where there are spaces.
fn cut(line: &str, marks: &[Mark]) -> String {
    cut_around(line, &wanted(marks))
}

/// The words that are looked for.
pub fn wanted(marks: &[Mark]) -> Vec<&Wanted> {
    marks.iter().filter_map(|mark| mark.wanted.as_ref()).collect()
}

fn cut_around(line: &str, wanted: &[&Wanted]) -> String {
    if line.chars().count() <= SNIPPET {
        return line.to_owned();
    }
    let hit = first_fit(line, wanted).unwrap_or(0);
    let before = line[..hit].chars().count().saturating_sub(SNIPPET / 3);
    let earliest = line.char_indices().nth(before).map_or(0, |(at, _)| at);
    let from = match line[earliest..hit].find(char::is_whitespace) {
        Some(at) if before > 0 => earliest + at,
        _ => earliest,
    };
    let end = line[from..].char_indices().nth(SNIPPET).map_or(line.len(), |(at, _)| from + at);
    let end = match line[from..end].rfind(char::is_whitespace) {
        Some(at) if end < line.len() && from + at > hit => from + at,
        _ => end,
    };
    let mark = |cut: bool| if cut { "…" } else { "" };
    format!("{}{}{}", mark(from > 0), line[from..end].trim(), mark(end < line.len()))
}

/// Where the first thing wanted begins: the shortest beginning of the line that has it, and in this the
/// shortest end. Halving finds both, whatever a word is in the script of the line.
fn first_fit(line: &str, wanted: &[&Wanted]) -> Option<usize> {
    let fits = |part: &str| {
        let text = Text::new(part);
        wanted.iter().any(|wanted| wanted.fit(&text) > 0.0)
    };
    if !fits(line) {
        return None;
    }
    let places: Vec<usize> =
        line.char_indices().map(|(at, _)| at).chain(std::iter::once(line.len())).collect();
    let end = places[places.partition_point(|at| !fits(&line[..*at]))];
    let starts = places.partition_point(|at| *at < end && fits(&line[*at..end]));
    Some(places[starts.saturating_sub(1)])
}

/// Where in a text the wanted words stand, in characters: the first of each and the one after its last.
pub fn matches(text: &str, wanted: &[&Wanted]) -> Vec<(u32, u32)> {
    let is_wanted = |word: &str| {
        let word = Text::new(word);
        wanted.iter().any(|wanted| wanted.touches(&word))
    };
    let mut found = Vec::new();
    let (mut word, mut start) = (String::new(), 0);
    for (at, c) in (0..).zip(text.chars().chain([' '])) {
        if c.is_alphanumeric() || is_pictograph(c) || (!word.is_empty() && is_combining_mark(c)) {
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

    fn typed(text: &str) -> Vec<Wanted> {
        let begins = text.strip_suffix('*');
        Wanted::of(begins.unwrap_or(text), begins.is_some()).into_iter().collect()
    }

    fn shown(line: &str, text: &str) -> String {
        cut_around(line, &typed(text).iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_long_line_is_cut_around_what_fits() {
        let line = format!("{} grid storage {}", "before ".repeat(40), "after ".repeat(40));
        let shown = shown(&line, "storage");
        assert!(shown.starts_with("…before") && shown.ends_with("after…"), "{shown}");
        assert!(shown.contains("grid storage after"), "{shown}");
        assert!(shown.chars().count() <= SNIPPET + 2, "{shown}");
        assert_eq!(cut_around("short", &[]), "short");
        let unbroken = "x".repeat(500);
        assert_eq!(cut_around(&unbroken, &[]).chars().count(), SNIPPET + 1);
    }

    #[test]
    fn a_line_without_spaces_is_cut_around_what_fits() {
        let line = format!("{}電池の話{}", "田中さんと".repeat(50), "それから".repeat(50));
        let shown = shown(&line, "電池");
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!(shown.contains("電池の話"), "{shown}");
        assert_eq!(shown.chars().count(), SNIPPET + 2);
    }

    #[test]
    fn the_wanted_words_of_a_text_are_found_in_characters() {
        let cases: [(&str, &[(u32, u32)]); 5] = [
            ("grid", &[(4, 8)]),
            ("zoë", &[(0, 3)]),
            ("pi*", &[(10, 15)]),
            ("grid pilot", &[(4, 8), (10, 15)]),
            ("gri", &[]),
        ];
        for (want, expected) in cases {
            assert_eq!(
                matches("Zoë\u{b7}Grid, pilot.", &typed(want).iter().collect::<Vec<_>>()),
                expected,
                "{want:?}"
            );
        }
    }
}
