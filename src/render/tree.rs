//! Who led to whom, drawn as a tree.

use std::io::{self, Write};

use super::link::Spot;
use super::paint::{Mark, Tone};
use super::table::{self, fixed, free};
use super::{Style, footer};
use crate::answer::Response;
use crate::network::State;
use crate::report::ContactRow;
use crate::report::tree::{TreeReport, TreeRow};
use crate::report::wording::counted;

/// How many levels of rails are drawn before a name; of deeper ones the last, after a mark. Lines that
/// grow with their depth would fill a disk for a long chain of introductions.
const RAILS: usize = 24;
/// The columns of one level.
const RAIL: usize = 3;

pub(super) fn render(
    report: &TreeReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", style.title(&title(report, response)))?;
    if !report.rows.is_empty() {
        writeln!(out)?;
        let columns = [
            free("Contact", 20),
            free("Role", 8),
            fixed("State"),
            fixed("Talks"),
            fixed("Altogether"),
        ];
        // Rails take a third of a terminal at most, so that names stay readable.
        let levels = style.width.map_or(RAILS, |width| (width / 3 / RAIL).clamp(1, RAILS));
        let (numbers, cells): (Vec<_>, Vec<_>) = cells(&report.rows, levels).into_iter().unzip();
        let mark = |row: usize, column: usize| -> Mark<'_> {
            match (numbers[row].map(|number: usize| &report.rows[number]), column) {
                (Some(row), 0) => Spot::of(&row.contact).into(),
                (Some(row), 2) => row.state.map_or(Tone::Aside, tone).into(),
                _ => Tone::Plain.into(),
            }
        };
        table::write(&columns, &cells, style, mark, out)?;
    }
    if report.more > 0 {
        writeln!(out, "\nand {} more than --limit shows", report.more)?;
    }
    if report.alone > 0 && !style.all {
        let were = if report.alone == 1 { "was" } else { "were" };
        let alone = number(report.alone, "contact");
        let what = "introduced by nobody and introduced nobody (--all lists them)";
        writeln!(out, "\n{alone} {were} {what}")?;
    }
    if report.trees == 0 {
        writeln!(out, "introduced_by in a contact's note says who led you there")?;
    }
    Ok(())
}

fn title(report: &TreeReport, response: &Response) -> String {
    let day = footer::day(response.today);
    let has = if report.trees == 1 { "person has" } else { "people have" };
    let others = number(report.introduced, "other");
    match report.trees {
        0 => format!("Nobody has led to anybody on {day}"),
        trees => format!("{trees} {has} led to {others} on {day}"),
    }
}

/// What has something to do stands out, and what is over stands back.
fn tone(state: State) -> Tone {
    match state {
        State::Owed | State::Unanswered | State::Quiet => Tone::Due,
        State::Dormant | State::Paused | State::Closed | State::Lapsed => Tone::Aside,
        State::Scheduled | State::InTouch | State::New | State::Untracked => Tone::Plain,
    }
}

/// The rows of the table with their numbers, and an empty one without a number before each tree and before
/// those who stand alone.
fn cells(rows: &[TreeRow], levels: usize) -> Vec<(Option<usize>, Vec<String>)> {
    let last = last_of_siblings(rows);
    let mut cells = Vec::new();
    // Of each level above a row, whether its line goes on beneath the row.
    let mut goes_on: Vec<bool> = Vec::new();
    let mut before: Option<&TreeRow> = None;
    for (index, row) in rows.iter().enumerate() {
        goes_on.truncate(row.depth);
        let rails = rails(&goes_on, last[index], row.depth, levels);
        goes_on.push(!last[index]);
        let is_tree = row.people > 1;
        if row.depth == 0 && before.is_some_and(|before| is_tree || before.depth > 0) {
            cells.push((None, vec![String::new(); 5]));
        }
        let shown = 1 + rows[index + 1..].iter().take_while(|row| row.depth > 0).count();
        let row_cells = vec![
            format!("{rails}{}{}", row.contact.name, also(row)),
            job(row),
            row.state.map_or_else(|| "-".to_owned(), |state| state.as_str().replace('_', " ")),
            row.conversations.to_string(),
            if row.depth == 0 && is_tree { altogether(row, shown) } else { String::new() },
        ];
        cells.push((Some(index), row_cells));
        before = Some(row);
    }
    cells
}

/// Whether each row is the last beneath its introducer.
fn last_of_siblings(rows: &[TreeRow]) -> Vec<bool> {
    let mut later: Vec<bool> = Vec::new();
    let mut last = vec![false; rows.len()];
    for (index, row) in rows.iter().enumerate().rev() {
        later.resize(row.depth + 1, false);
        last[index] = !std::mem::replace(&mut later[row.depth], true);
    }
    last
}

/// What is drawn before a name.
fn rails(goes_on: &[bool], is_last: bool, depth: usize, levels: usize) -> String {
    if depth == 0 {
        return String::new();
    }
    let above = &goes_on[1..];
    let shown = &above[above.len() - above.len().min(levels - 1)..];
    let mut rails = String::from(if shown.len() < above.len() { "⋯ " } else { "" });
    rails.extend(shown.iter().map(|goes_on| if *goes_on { "│  " } else { "   " }));
    rails.push_str(if is_last { "└─ " } else { "├─ " });
    rails
}

/// ` (also through Tom Okafor)`
fn also(row: &TreeRow) -> String {
    // The first is whoever stands above, unless a circle was cut here.
    let (others, how) = match (row.depth, &row.introduced_by[..]) {
        (0, others) => (others, "through"),
        (_, [_, others @ ..]) => (others, "also through"),
        (_, []) => return String::new(),
    };
    if others.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = others.iter().map(|ContactRow { name, .. }| name.as_str()).collect();
    format!(" ({how} {})", names.join(", "))
}

/// `Technician, Osprey Ridge`
pub(super) fn job(row: &TreeRow) -> String {
    let parts = [&row.role, &row.organisation];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// `5 people, 14 conversations`, or `2 of 5 people, 14 conversations` if a filter shows only two.
pub(super) fn altogether(row: &TreeRow, shown: usize) -> String {
    let of = if shown < row.people { format!("{shown} of ") } else { String::new() };
    format!("{of}{} people, {}", row.people, number(row.yielded, "conversation"))
}

pub(super) fn number(count: usize, unit: &str) -> String {
    counted(u32::try_from(count).unwrap_or(u32::MAX), unit)
}
