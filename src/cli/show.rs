//! `rekindle show`

use clap::Args;

use super::{Plan, ReportArgs, complete};
use crate::answer::Ask;

/// One person: facts, verdict, promises and everything that happened.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle show maya\n  rekindle show 'Maya Chen' --json")]
pub(super) struct ShowArgs {
    /// A name, an alias or an address; some words of a name are enough.
    #[arg(value_name = "CONTACT", required = true, num_args = 1.., add = complete::contact())]
    contact: Vec<String>,
}

impl ShowArgs {
    pub(super) fn plan(self) -> Plan {
        let contact = self.contact.join(" ");
        Plan { ask: Ask::Show { contact }, report: ReportArgs::default(), rebuild: false }
    }
}
