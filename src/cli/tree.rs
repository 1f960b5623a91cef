//! `rekindle tree`

use clap::Args;

use super::{Plan, ReportArgs};
use crate::answer::Ask;

/// Who led to whom, with the conversations that each root has yielded.
///
/// An introduction is what a contact's note says in introduced_by, referred_by and their like. --tag and
/// --org show the contacts that fit and everybody above them; --limit counts trees; --all also lists
/// those who were introduced by nobody and introduced nobody.
#[derive(Debug, Args)]
#[command(
    mut_arg("exit_code", |arg| arg.hide(true)),
    after_help = "Examples:\n  rekindle tree\n  rekindle tree --format dot | dot -Tsvg -o tree.svg"
)]
pub(super) struct TreeArgs {
    #[command(flatten)]
    report: ReportArgs,
    /// Only contacts whose own note fits this query, as in `search`: tag:energy, storage, -via:email.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
}

impl TreeArgs {
    pub(super) fn plan(self) -> Plan {
        Plan { ask: Ask::Tree, report: self.report.among(&self.query), rebuild: false }
    }
}
