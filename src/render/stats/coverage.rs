//! Who was spoken with: levels, roles and organisations, the last two side by side where there is room.

use std::io::{self, Write};

use super::super::Style;
use super::super::bar::Scale;
use super::super::paint::Tone;
use super::{LONGEST_BAR, Names, line, number, page};
use crate::report::stats::{CoverageRow, CoverageRows};

/// From this width on two lists have room side by side.
const WIDE: usize = 110;
/// The columns between the two.
const GAP: usize = 3;
/// The columns of a line that neither its name nor its goal nor its bar takes.
const BESIDE: usize = "    100  ".len();

pub(super) fn write(rows: &CoverageRows, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let people = match rows.people {
        1 => "1 person".to_owned(),
        people => format!("{people} people"),
    };
    writeln!(out, "\n{}", style.title(&format!("Spoken with: {people}")))?;
    let wide = page(style) >= WIDE;
    let room = if wide { (page(style) - GAP) / 2 } else { page(style) };
    let all = [&rows.levels, &rows.roles, &rows.organisations];
    let shape = Shape::new(&all.into_iter().flatten().collect::<Vec<_>>(), room);
    // That nobody's level is unknown goes without saying.
    let levels = rows.levels.iter().filter(|row| row.people > 0 || row.name != "unknown");
    let levels = shape.list(levels, None, style);
    let roles = shape.list(rows.roles.iter(), more(rows.more_roles, "role"), style);
    let organisations = more(rows.more_organisations, "organisation");
    let organisations = shape.list(rows.organisations.iter(), organisations, style);
    let blocks = if wide && !roles.is_empty() {
        vec![levels, shape.beside(roles, organisations)]
    } else {
        vec![levels, roles, organisations]
    };
    for block in blocks.iter().filter(|block| !block.is_empty()) {
        writeln!(out)?;
        for text in block {
            line(text, out)?;
        }
    }
    Ok(())
}

/// `and 3 more roles (--all lists them)`
fn more(count: usize, what: &str) -> Option<String> {
    let number = number(count, &format!("more {what}"));
    (count > 0).then(|| format!("and {number} (--all lists them)"))
}

/// What the lines of all lists have in common.
struct Shape {
    names: Names,
    /// The columns of ` of 3`.
    goal: usize,
    scale: Scale,
}

impl Shape {
    fn new(rows: &[&CoverageRow], room: usize) -> Self {
        let names = Names::new(rows.iter().map(|row| row.name.as_str()), room / 2);
        let goal = rows.iter().map(|row| of_goal(row).len()).max().unwrap_or(0);
        let most = |row: &&CoverageRow| row.people.max(row.goal.unwrap_or(0) as usize);
        let most = rows.iter().map(most).max().unwrap_or(0);
        let bars = room.saturating_sub(BESIDE + names.width + goal + 1).min(LONGEST_BAR);
        Self { names, goal, scale: Scale::new(most as f64, bars) }
    }

    /// A list, each line padded to the same width.
    fn list<'a>(
        &self,
        rows: impl Iterator<Item = &'a CoverageRow>,
        more: Option<String>,
        style: Style,
    ) -> Vec<String> {
        let row = |row: &CoverageRow| {
            let (name, goal, width) = (self.names.cell(&row.name), of_goal(row), self.goal);
            let bar = self.scale.bar(row.people as f64, row.goal.map(f64::from), style);
            format!("  {name}  {:>3}{goal:<width$}  {bar}", row.people)
        };
        let more = more.map(|text| {
            let padding = " ".repeat(self.width().saturating_sub(2 + text.len()));
            format!("  {}{padding}", style.paint(Tone::Aside, &text))
        });
        rows.map(row).chain(more).collect()
    }

    fn width(&self) -> usize {
        BESIDE + self.names.width + self.goal + self.scale.width()
    }

    /// Two lists as one.
    fn beside(&self, left: Vec<String>, right: Vec<String>) -> Vec<String> {
        let (empty, gap) = (" ".repeat(self.width()), " ".repeat(GAP));
        let length = left.len().max(right.len());
        let left = left.into_iter().chain(std::iter::repeat(empty));
        let right = right.into_iter().chain(std::iter::repeat(String::new()));
        left.zip(right).take(length).map(|(left, right)| left + &gap + &right).collect()
    }
}

/// ` of 3`, if three are aimed at.
fn of_goal(row: &CoverageRow) -> String {
    row.goal.map_or_else(String::new, |goal| format!(" of {goal}"))
}
