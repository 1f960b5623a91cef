//! `rekindle today`

use clap::Args;

use super::{Plan, ReportArgs};
use crate::answer::Ask;

/// The day's page: what is owed, whom I meet, what to follow up, and two people to reach out to.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle today\n  rekindle today --today 2026-11-20 --all")]
pub(super) struct TodayArgs {
    #[command(flatten)]
    report: ReportArgs,
    /// Only contacts whose own note fits this query, as in `search`: tag:energy, storage, -via:email.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
}

impl TodayArgs {
    pub(super) fn plan(self) -> Plan {
        let report = self.report.among(&self.query);
        Plan { ask: Ask::Today, report, rebuild: false }
    }
}
