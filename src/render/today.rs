//! The day's page, as a table.

use std::io::{self, Write};

use super::link::Spot;
use super::paint::{Mark, Tone};
use super::table::{self, fixed, free};
use super::{Style, footer};
use crate::answer::Response;
use crate::model::Date;
use crate::report::today::{TodayKind, TodayReport, TodayRow};
use crate::report::wording::{counted, span};

pub(super) fn render(
    report: &TodayReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let day = footer::day(response.today);
    if report.rows.is_empty() && report.more == 0 {
        let counts = footer::looked_at(&report.counts);
        writeln!(out, "Nothing to do on {day}: {counts}.")?;
    } else {
        let to_do = match report.to_do {
            0 => "nothing due".to_owned(),
            count => {
                format!("{} to do", counted(u32::try_from(count).unwrap_or(u32::MAX), "thing"))
            }
        };
        let picks = match report.picks {
            0 => String::new(),
            picks => format!(", {} of {picks} contacted", report.reached),
        };
        writeln!(out, "{}\n", style.title(&format!("{day}: {to_do}{picks}")))?;
        rows(report, response.today, style, out)?;
    }
    if report.more > 0 {
        writeln!(out, "\nand {} more than --limit shows", report.more)?;
    }
    left_out(report, style, out)?;
    footer::directives(&report.counts, out)
}

fn rows(report: &TodayReport, today: Date, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let columns = [fixed("What"), free("Who", 12), fixed("When"), free("About", 16)];
    let cells: Vec<Vec<String>> = report
        .rows
        .iter()
        .map(|row| vec![word(row.kind).to_owned(), who(row), when(row, today), row.text.clone()])
        .collect();
    let mark = |row: usize, column: usize| {
        let row = &report.rows[row];
        let tone = match column {
            _ if row.done => Tone::Aside,
            WHEN if row.overdue_days > 0 => Tone::Due,
            _ => Tone::Plain,
        };
        let spot = match column {
            WHO => Spot::of(&row.contact),
            ABOUT => Some(Spot::at(&row.path, row.path_hex.as_ref(), row.line)),
            _ => None,
        };
        Mark { tone, spot }
    };
    table::write(&columns, &cells, style, mark, out)
}

/// The columns that are marked.
const WHO: usize = 1;
const WHEN: usize = 2;
const ABOUT: usize = 3;

fn who(row: &TodayRow) -> String {
    match row.others.len() {
        0 if row.paused => format!("{} (paused)", row.contact.name),
        0 => row.contact.name.clone(),
        1 => format!("{} and {}", row.contact.name, row.others[0].name),
        others => format!("{} and {others} others", row.contact.name),
    }
}

fn when(row: &TodayRow, today: Date) -> String {
    match (row.kind, row.on) {
        _ if row.done => "done".to_owned(),
        (TodayKind::ReachOut, _) => {
            row.silence_days.map_or_else(String::new, |days| format!("silent {}", span(days)))
        }
        (_, None) => "-".to_owned(),
        (_, Some(day)) => footer::relative(day, today),
    }
}

fn word(kind: TodayKind) -> &'static str {
    match kind {
        TodayKind::Reply => "reply",
        TodayKind::ThankYou => "thank you",
        TodayKind::Tell => "tell",
        TodayKind::Promise => "promise",
        TodayKind::NextStep => "next step",
        TodayKind::Meeting => "meeting",
        TodayKind::FollowUp => "follow up",
        TodayKind::LetGo => "let go",
        TodayKind::DidItHappen => "held?",
        TodayKind::Birthday => "birthday",
        TodayKind::ReachOut => "write to",
    }
}

/// What the page leaves out, and which command shows it.
fn left_out(report: &TodayReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let left = &report.left;
    let parts = [
        (left.owed, "more owed"),
        (left.meetings, "more meetings"),
        (left.follow_ups, "more to follow up"),
        (left.did_it_happen, "more unmarked meetings"),
        (left.birthdays, "more birthdays"),
        (report.later, "owed later or undated"),
        (report.counts.paused, "paused"),
        (report.counts.lapsed, "with a lapsed thread"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, what)| format!("{count} {what}")).collect();
    footer::list("Not on this page:", &parts, style, out)
}
