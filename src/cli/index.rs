//! `rekindle index`

use clap::Args;

use super::{Plan, ReportArgs};
use crate::answer::Ask;

/// What is known of the vault, and which files were left out and why.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle index\n  rekindle index --rebuild")]
pub(super) struct IndexArgs {
    /// Forget what is kept and read every note again.
    #[arg(long)]
    rebuild: bool,
}

impl IndexArgs {
    pub(super) fn plan(self) -> Plan {
        Plan { ask: Ask::Index, report: ReportArgs::default(), rebuild: self.rebuild }
    }
}
