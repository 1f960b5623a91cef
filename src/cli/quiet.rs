//! `rekindle quiet`

use clap::Args;

use super::{Plan, ReportArgs};
use crate::answer::Ask;

/// Who has gone quiet, the most overdue first.
#[derive(Debug, Args)]
#[command(
    visible_alias = "stale",
    after_help = "Examples:\n  rekindle quiet\n  rekindle quiet tag:energy --heard"
)]
pub(super) struct QuietArgs {
    #[command(flatten)]
    report: ReportArgs,
    /// Count silence from their own last word, whatever I have sent since.
    #[arg(long)]
    heard: bool,
    /// Only contacts whose own note fits this query, as in `search`: tag:energy, storage, -via:email.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
}

impl QuietArgs {
    pub(super) fn plan(self) -> Plan {
        let report = self.report.among(&self.query);
        Plan { ask: Ask::Quiet { heard: self.heard }, report, rebuild: false }
    }
}
