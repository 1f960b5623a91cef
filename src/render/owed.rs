//! What is owed, as a table.

use std::io::{self, Write};

use super::link::Spot;
use super::paint::{Mark, Tone};
use super::table::{self, fixed, free};
use super::{Style, footer};
use crate::answer::Response;
use crate::model::Date;
use crate::report::owed::{OwedKind, OwedReport, OwedRow};
use crate::report::wording::counted;

pub(super) fn render(
    report: &OwedReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (today, day) = (response.today, footer::day(response.today));
    if report.rows.is_empty() && report.more == 0 {
        let counts = footer::looked_at(&report.counts);
        let whom = if report.theirs { "Nobody owes you anything" } else { "You owe nothing" };
        writeln!(out, "{whom} on {today}: {counts}.")?;
    } else {
        let count = u32::try_from(report.rows.len() + report.more).unwrap_or(u32::MAX);
        let what = counted(count, if report.theirs { "promise" } else { "thing" });
        let due = report.due;
        let whose = if report.theirs { "owed to you" } else { "owed" };
        writeln!(out, "{}\n", style.title(&format!("{what} {whose} on {day}, {due} due")))?;
        rows(report, today, style, out)?;
    }
    if report.more > 0 {
        writeln!(out, "\nand {} more than --limit shows", report.more)?;
    }
    let number = |count: usize, what: &str| counted(u32::try_from(count).unwrap_or(u32::MAX), what);
    let mut left_out = Vec::new();
    if report.old > 0 && !style.all {
        let what = if report.theirs { "old promise" } else { "old reply or promise" };
        let many = if report.theirs { "old promises" } else { "old replies and promises" };
        left_out.push(match report.old {
            1 => format!("1 {what}"),
            old => format!("{old} {many}"),
        });
    }
    if report.paused > 0 {
        left_out.push(format!("{} to people who are paused", number(report.paused, "thing")));
    }
    if !left_out.is_empty() {
        let line = format!("Not listed: {} (--all shows them)", left_out.join(", "));
        writeln!(out, "\n{}", style.paint(Tone::Aside, &line))?;
    }
    footer::directives(&report.counts, out)
}

/// The columns that are marked.
const WHO: usize = 1;
const DUE: usize = 3;
const ABOUT: usize = 4;

fn rows(report: &OwedReport, today: Date, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let columns = [
        fixed("What"),
        free(if report.theirs { "From" } else { "To" }, 12),
        fixed("Since"),
        fixed("Due"),
        free("About", 16),
    ];
    let day = |day: Option<Date>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let cells: Vec<Vec<String>> = report
        .rows
        .iter()
        .map(|row| {
            vec![
                word(row.kind).to_owned(),
                row.contact.name.clone(),
                day(row.since),
                due(row, today),
                row.text.clone(),
            ]
        })
        .collect();
    let mark = |row: usize, column: usize| -> Mark<'_> {
        match (&report.rows[row], column) {
            (row, WHO) => Spot::of(&row.contact).into(),
            (row, DUE) if row.is_due(today) => Tone::Due.into(),
            (row, ABOUT) => Some(Spot::at(&row.path, row.path_hex.as_ref(), row.line)).into(),
            _ => Tone::Plain.into(),
        }
    };
    table::write(&columns, &cells, style, mark, out)
}

/// `today`, `6 days ago`, `2026-11-26`
fn due(row: &OwedRow, today: Date) -> String {
    match row.due {
        None => "-".to_owned(),
        Some(day) => footer::relative(day, today),
    }
}

fn word(kind: OwedKind) -> &'static str {
    match kind {
        OwedKind::Reply => "reply",
        OwedKind::ThankYou => "thank you",
        OwedKind::Promise => "promise",
        OwedKind::NextStep => "next step",
        OwedKind::DidItHappen => "held?",
    }
}
