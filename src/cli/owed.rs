//! `rekindle owed`

use clap::Args;

use super::{Plan, ReportArgs};
use crate::answer::Ask;

/// What I owe: replies, thank-yous, promises, next steps. Or what others promised me.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle owed\n  rekindle owed --theirs --all")]
pub(super) struct OwedArgs {
    #[command(flatten)]
    report: ReportArgs,
    /// What others promised me.
    #[arg(long)]
    theirs: bool,
    /// Only contacts whose own note fits this query, as in `search`: tag:energy, storage, -via:email.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
}

impl OwedArgs {
    pub(super) fn plan(self) -> Plan {
        let report = self.report.among(&self.query);
        Plan { ask: Ask::Owed { theirs: self.theirs }, report, rebuild: false }
    }
}
