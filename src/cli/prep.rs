//! `rekindle prep`

use clap::Args;

use super::{Plan, ReportArgs, complete};
use crate::answer::Ask;

/// A brief before a meeting: who it is, what was said, promised and advised, and the questions.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle prep maya\n  rekindle prep 'Maya Chen' --json")]
pub(super) struct PrepArgs {
    /// A name, an alias or an address; some words of a name are enough.
    #[arg(value_name = "CONTACT", required = true, num_args = 1.., add = complete::contact())]
    contact: Vec<String>,
}

impl PrepArgs {
    pub(super) fn plan(self) -> Plan {
        let contact = self.contact.join(" ");
        Plan { ask: Ask::Prep { contact }, report: ReportArgs::default(), rebuild: false }
    }
}
