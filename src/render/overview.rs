//! The page of the bare command: the day's page, and a line on the vault.

use std::io::{self, Write};

use super::{Style, today};
use crate::answer::Response;
use crate::report::overview::OverviewReport;
use crate::report::wording::counted;

pub(super) fn render(
    report: &OverviewReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    today::render(&report.today, response, style, out)?;
    let (vault, counts) = (&report.vault, &report.today.counts);
    let number = |count: usize, what: &str| counted(u32::try_from(count).unwrap_or(u32::MAX), what);
    writeln!(
        out,
        "{}: {} ({} quiet, {} unanswered), {}, {}, {}",
        number(vault.notes, "note"),
        number(vault.contacts, "contact"),
        counts.quiet,
        counts.unanswered,
        number(vault.meetings, "meeting"),
        number(vault.messages, "message"),
        number(vault.journals, "daily note"),
    )
}
