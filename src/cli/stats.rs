//! `rekindle stats`

use clap::{Args, value_parser};

use super::{Plan, ReportArgs};
use crate::answer::Ask;

/// How it goes: interviews by week against the goal, how often and how soon outreach is answered, and the
/// levels, roles and organisations of those spoken with; --limit says how many of these are listed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle stats\n  rekindle stats --weeks 26 --tag energy")]
pub(super) struct StatsArgs {
    /// How many weeks to show, the current one included.
    #[arg(long, value_name = "WEEKS", default_value = "12", value_parser = value_parser!(u32).range(1..=104))]
    weeks: u32,
    #[command(flatten)]
    report: ReportArgs,
    /// Only contacts whose own note fits this query, as in `search`: tag:energy, storage, -via:email.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
}

impl StatsArgs {
    pub(super) fn plan(self) -> Plan {
        Plan {
            ask: Ask::Stats { weeks: self.weeks },
            report: self.report.among(&self.query),
            rebuild: false,
        }
    }
}
