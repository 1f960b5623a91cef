//! What nobody answered, as a table.

use std::io::{self, Write};

use super::link::Spot;
use super::paint::{Mark, Tone};
use super::table::{self, fixed, free};
use super::{Style, footer};
use crate::answer::Response;
use crate::network::{State, Step};
use crate::report::unanswered::{UnansweredReport, UnansweredRow};
use crate::report::wording::counted;

pub(super) fn render(
    report: &UnansweredReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if report.rows.is_empty() && report.more == 0 {
        let counts = footer::looked_at(&report.counts);
        writeln!(out, "Nothing waits for an answer on {}: {counts}.", response.today)?;
        return footer::directives(&report.counts, out);
    }
    let waiting: Vec<&UnansweredRow> = report.rows.iter().collect();
    let due = report.due;
    let count = waiting.iter().filter(|row| !row.lapsed).count() + report.more;
    let number = counted(u32::try_from(count).unwrap_or(u32::MAX), "message");
    let verb = if count == 1 { "waits" } else { "wait" };
    let day = footer::day(response.today);
    let title = format!("{number} {verb} for an answer on {day}, {due} with something to do");
    writeln!(out, "{}\n", style.title(&title))?;
    rows(&report.rows.iter().collect::<Vec<_>>(), style, out)?;
    if report.more > 0 {
        writeln!(out, "\nand {} more than --limit shows", report.more)?;
    }
    let mut shown = vec![State::Unanswered];
    shown.extend(style.all.then_some([State::Paused, State::Lapsed]).into_iter().flatten());
    footer::write(&report.counts, &shown, style, out)?;
    footer::directives(&report.counts, out)
}

/// The rows of a table of unanswered threads.
pub(super) fn rows(rows: &[&UnansweredRow], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let columns = [
        free("Contact", 12),
        fixed("Since"),
        fixed("Message"),
        fixed("Next step"),
        free("What I wrote", 16),
    ];
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.contact.name.clone(),
                row.since.to_string(),
                format!("{} of {}", row.tries, row.max_tries.max(row.tries)),
                next(row),
                row.last.as_ref().map_or_else(String::new, |last| match &last.channel {
                    Some(channel) => format!("{channel}: {}", last.text),
                    None => last.text.clone(),
                }),
            ]
        })
        .collect();
    let mark = |row: usize, column: usize| -> Mark<'_> {
        match (rows[row], column) {
            (row, 0) => Spot::of(&row.contact).into(),
            (row, 3) if row.due && !row.lapsed => Tone::Due.into(),
            (row, 4) => row.last.as_ref().map(Spot::told).into(),
            _ => Tone::Plain.into(),
        }
    };
    table::write(&columns, &cells, style, mark, out)
}

/// `follow up (2 of 3), due 2026-11-17`
fn next(row: &UnansweredRow) -> String {
    let on = row.next.on;
    if row.lapsed {
        return format!("lapsed; was due {on}");
    }
    match row.next.step {
        Step::Wait => format!("wait until {on}"),
        Step::FollowUp => format!("follow up ({} of {}), due {on}", row.tries + 1, row.max_tries),
        Step::LetGo => format!("let go, due {on}"),
    }
}
