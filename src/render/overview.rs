//! The page of the bare command.

use std::io::{self, Write};

use super::{Style, footer, quiet, unanswered};
use crate::answer::Response;
use crate::network::State;
use crate::report::overview::OverviewReport;
use crate::report::wording::counted;

pub(super) fn render(
    report: &OverviewReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", style.title(&footer::day(response.today)))?;
    if report.due.is_empty() {
        writeln!(out, "\nUnanswered: nothing to do{}", waiting(report))?;
    } else {
        let due = report.due.len() + report.more_due;
        let title = format!("Unanswered: {due} with something to do{}", waiting(report));
        writeln!(out, "\n{}\n", style.title(&title))?;
        unanswered::rows(&report.due.iter().collect::<Vec<_>>(), style, out)?;
        more(report.more_due, "unanswered", out)?;
    }
    if report.quiet.is_empty() {
        writeln!(out, "\nQuiet: nobody")?;
    } else {
        let quiet = report.quiet.len() + report.more_quiet;
        let number = counted(u32::try_from(quiet).unwrap_or(u32::MAX), "contact");
        writeln!(out, "\n{}\n", style.title(&format!("Quiet: {number}")))?;
        quiet::rows(&report.quiet.iter().collect::<Vec<_>>(), style, out)?;
        more(report.more_quiet, "quiet", out)?;
    }
    footer::write(&report.counts, &[State::Quiet, State::Unanswered], style, out)?;
    footer::directives(&report.counts, out)?;
    let vault = &report.vault;
    let number = |count: usize, what: &str| counted(u32::try_from(count).unwrap_or(u32::MAX), what);
    writeln!(
        out,
        "{}: {}, {}, {}, {}",
        number(vault.notes, "note"),
        number(vault.contacts, "contact"),
        number(vault.meetings, "meeting"),
        number(vault.messages, "message"),
        number(vault.journals, "daily note"),
    )
}

fn waiting(report: &OverviewReport) -> String {
    match report.waiting {
        0 => String::new(),
        count => format!(", {count} still waiting"),
    }
}

fn more(count: usize, command: &str, out: &mut dyn Write) -> io::Result<()> {
    if count == 0 {
        return Ok(());
    }
    writeln!(out, "  and {count} more (see `rekindle {command}`)")
}
