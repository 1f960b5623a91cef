//! `rekindle quiet`

use clap::Args;

use super::{Plan, ReportArgs};
use crate::answer::Ask;

/// Who has gone quiet, the most overdue first.
#[derive(Debug, Args)]
#[command(
    visible_alias = "stale",
    after_help = "Examples:\n  rekindle quiet\n  rekindle quiet --tag energy --all"
)]
pub(super) struct QuietArgs {
    #[command(flatten)]
    report: ReportArgs,
}

impl QuietArgs {
    pub(super) fn plan(self) -> Plan {
        Plan { ask: Ask::Quiet, report: self.report, rebuild: false }
    }
}
