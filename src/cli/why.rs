//! `rekindle why`

use clap::Args;

use super::{Plan, ReportArgs, complete};
use crate::answer::Ask;

/// Why somebody is quiet, owed or in touch: the rule, the facts with their places, the day it changes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rekindle why maya\n  rekindle why 'Maya Chen' --today 2026-12-24"
)]
pub(super) struct WhyArgs {
    /// A name, an alias or an address; some words of a name are enough.
    #[arg(value_name = "CONTACT", required = true, num_args = 1.., add = complete::contact())]
    contact: Vec<String>,
}

impl WhyArgs {
    pub(super) fn plan(self) -> Plan {
        let contact = self.contact.join(" ");
        Plan { ask: Ask::Why { contact }, report: ReportArgs::default(), rebuild: false }
    }
}
