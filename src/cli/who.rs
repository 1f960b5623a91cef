//! `rekindle who`

use clap::Args;

use super::{Plan, ReportArgs, words};
use crate::answer::Ask;

/// People, by what was said with them: whom to ask, whom an article would please.
///
/// Takes the same queries as `search`. Everything said with somebody counts, and what their own note
/// says, interests among it; who has much and fitting to say about the topic comes first. Exits with 1 if
/// nobody fits.
#[derive(Debug, Args)]
#[command(
    mut_arg("exit_code", |arg| arg.hide(true)),
    after_help = "Examples:\n  rekindle who tariff\n  rekindle who 'night shift' --tag energy"
)]
pub(super) struct WhoArgs {
    #[command(flatten)]
    report: ReportArgs,
    /// The words to look for; several arguments are joined.
    #[arg(value_name = "TOPIC", required = true, num_args = 1..)]
    topic: Vec<String>,
}

impl WhoArgs {
    pub(super) fn plan(self) -> Plan {
        let topic = words::joined(&self.topic).unwrap_or_default();
        Plan { ask: Ask::Who { topic }, report: self.report, rebuild: false }
    }
}
