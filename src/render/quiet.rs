//! Who has gone quiet, as a table.

use std::borrow::Cow;
use std::io::{self, Write};

use super::link::Spot;
use super::table::{self, fixed, free};
use super::{Style, footer};
use crate::answer::Response;
use crate::network::State;
use crate::report::InteractionRow;
use crate::report::quiet::{QuietReport, QuietRow};
use crate::report::wording::{counted, span};

/// How many of the dormant a terminal shows.
const DORMANT: usize = 3;

pub(super) fn render(
    report: &QuietReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let of =
        |state| report.rows.iter().filter(|row| row.state == state).collect::<Vec<&QuietRow>>();
    let (quiet, dormant, paused) = (of(State::Quiet), of(State::Dormant), of(State::Paused));
    let day = footer::day(response.today);
    let nobody = report.rows.is_empty() && report.more == 0;
    let heard = if report.heard { ", counted from their own last word" } else { "" };
    if nobody {
        let counts = footer::looked_at(&report.counts);
        writeln!(out, "Nobody is quiet on {}{heard}: {counts}.", response.today)?;
    } else {
        let number = match report.quiet {
            0 => "Nobody has".to_owned(),
            1 => "1 contact has".to_owned(),
            count => format!("{count} contacts have"),
        };
        writeln!(out, "{}", style.title(&format!("{number} gone quiet on {day}{heard}")))?;
    }
    if !quiet.is_empty() {
        writeln!(out)?;
        rows(&quiet, style, out)?;
    }
    if !dormant.is_empty() {
        let shown = if style.width.is_some() && !style.all { DORMANT } else { usize::MAX };
        let title = style.title("Silent for so long that it is no longer news");
        writeln!(out, "\n{title}\n")?;
        rows(&dormant[..dormant.len().min(shown)], style, out)?;
        if dormant.len() > shown {
            writeln!(out, "  and {} more (--all shows them)", dormant.len() - shown)?;
        }
    }
    if !paused.is_empty() {
        writeln!(out, "\n{}\n", style.title("Paused"))?;
        rows(&paused, style, out)?;
    }
    if report.more > 0 {
        writeln!(out, "\nand {} more than --limit shows", report.more)?;
    }
    if !report.by_mentions.is_empty() {
        let title = "By mentions only: dated notes name them, but none says that you spoke";
        writeln!(out, "\n{}\n", style.title(title))?;
        rows(&report.by_mentions.iter().collect::<Vec<_>>(), style, out)?;
        writeln!(out, "  If in your vault linking is logging, set mentions = \"contact\" in")?;
        writeln!(out, "  .rekindle/config.toml; entries = \"all\" does the same for dated lines.")?;
    }
    if !nobody {
        let mut shown = vec![State::Quiet, State::Dormant];
        shown.extend(style.all.then_some(State::Paused));
        // Some of those in touch by the usual count are quiet by this one.
        shown.extend(report.heard.then_some([State::InTouch, State::Closed]).into_iter().flatten());
        footer::write(&report.counts, &shown, style, out)?;
    }
    footer::directives(&report.counts, out)
}

/// The rows of a table of quiet contacts.
pub(super) fn rows(rows: &[&QuietRow], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut columns = vec![
        free("Contact", 12),
        fixed("Silent for"),
        free("Rhythm", 12),
        free("Last contact", 16),
        fixed("Last heard"),
    ];
    let owing = rows.iter().any(|row| row.promises + row.thanks > 0);
    if owing {
        columns.push(fixed("Owed"));
    }
    let none = || Cow::Borrowed("-");
    let cells: Vec<Vec<Cow<'_, str>>> = rows
        .iter()
        .map(|row| {
            let mut cells = vec![
                Cow::Borrowed(row.contact.name.as_str()),
                span(row.silence_days).into(),
                Cow::Borrowed(row.rhythm.as_str()),
                row.last.as_ref().map_or_else(none, |last| what(last).into()),
                row.last_heard.as_ref().map_or_else(none, |heard| heard.date.to_string().into()),
            ];
            if owing {
                cells.push(owed(row).into());
            }
            cells
        })
        .collect();
    let spot = |row: usize, column: usize| match (rows[row], column) {
        (row, 0) => Spot::of(&row.contact),
        (row, 3) => row.last.as_ref().map(Spot::told),
        (row, 4) => row.last_heard.as_ref().map(Spot::told),
        _ => None,
    };
    table::write(&columns, &cells, style, spot, out)
}

/// What I owe to somebody who is quiet: `thanks, 2 promises`.
fn owed(row: &QuietRow) -> String {
    let thanks = (row.thanks > 0).then(|| "thanks".to_owned());
    let promises = (row.promises > 0).then(|| counted(row.promises, "promise"));
    thanks.into_iter().chain(promises).collect::<Vec<_>>().join(", ")
}

/// `2026-08-18 coffee: the pilot`
pub(super) fn what(row: &InteractionRow) -> String {
    let channel = row.channel.as_deref();
    let text = row.text.as_str();
    match (channel, text.is_empty()) {
        (Some(channel), false) => format!("{} {channel}: {text}", row.date),
        (Some(channel), true) => format!("{} {channel}", row.date),
        (None, false) => format!("{} {text}", row.date),
        (None, true) => row.date.to_string(),
    }
}
