//! `rekindle search`

use clap::{Args, ValueEnum};

use super::{Plan, ReportArgs, words};
use crate::answer::Ask;
use crate::report::search::Showing;

/// Notes and conversations that fit, best first, with the line that says so.
///
/// All words must be there, in any order; case and accents do not matter. "rate card" is a phrase,
/// prop* a beginning, -draft leaves out, OR takes either. with:maya, kind:meeting, tag:work, via:, dir:,
/// is:quiet, has:email, title:, section:(a b), [key:value], before:, after:, date: and others narrow it
/// down; dates may be 2026-11-20, 2026-11, 2026, monday, 2w or a..b. docs/search.md has all of them.
///
/// Exits with 1 if no note fits.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rekindle search tariff with:maya\n  rekindle search '\"night shift\"' date:2026-09.."
)]
pub(super) struct SearchArgs {
    /// The words to look for; several arguments are joined.
    #[arg(value_name = "QUERY", required = true, num_args = 1..)]
    query: Vec<String>,
    /// Show at most this many rows; 20 if nothing is said.
    #[arg(long, short = 'n', value_name = "ROWS", value_parser = words::rows, allow_negative_numbers = true)]
    limit: Option<usize>,
    /// Show every note that fits.
    #[arg(long)]
    all: bool,
    /// Show every entry that fits, and not only the best one of each note.
    #[arg(long)]
    each: bool,
    /// Show all lines that fit, and not only the best one.
    #[arg(long)]
    context: bool,
    /// What comes first.
    #[arg(long, value_enum, value_name = "ORDER", default_value = "best")]
    sort: Sort,
    /// Say how the query is understood instead of answering it.
    #[arg(long)]
    explain: bool,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// What fits best.
    Best,
    /// The latest day; what has none comes last.
    Date,
}

impl SearchArgs {
    pub(super) fn plan(self) -> Plan {
        let Self { limit, all, explain, .. } = self;
        let report = ReportArgs { limit, all, explain, ..ReportArgs::default() };
        let query = words::joined(&self.query).unwrap_or_default();
        let showing =
            Showing { each: self.each, by_date: self.sort == Sort::Date, context: self.context };
        Plan { ask: Ask::Search { query, showing }, report, rebuild: false }
    }
}
