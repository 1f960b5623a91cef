//! `rekindle check`

use clap::Args;

use super::{Plan, ReportArgs};
use crate::answer::Ask;

/// What is wrong in the notes or contradicts itself, with file, line, column and what to try.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle check\n  rekindle check --strict --format json")]
pub(super) struct CheckArgs {
    /// Hints too: people without a note, dated lines that do not say who spoke.
    #[arg(long)]
    strict: bool,
}

impl CheckArgs {
    pub(super) fn plan(self) -> Plan {
        Plan {
            ask: Ask::Check { strict: self.strict },
            report: ReportArgs::default(),
            rebuild: false,
        }
    }
}
