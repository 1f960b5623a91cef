//! `rekindle unanswered`

use clap::Args;

use super::{Plan, ReportArgs};
use crate::answer::Ask;

/// What I sent that nobody answered, and what to do next.
#[derive(Debug, Args)]
#[command(
    visible_alias = "waiting",
    after_help = "Examples:\n  rekindle unanswered\n  rekindle unanswered --exit-code --format json"
)]
pub(super) struct UnansweredArgs {
    #[command(flatten)]
    report: ReportArgs,
    /// Only contacts whose own note fits this query, as in `search`: tag:energy, storage, -via:email.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
}

impl UnansweredArgs {
    pub(super) fn plan(self) -> Plan {
        let report = self.report.among(&self.query);
        Plan { ask: Ask::Unanswered, report, rebuild: false }
    }
}
