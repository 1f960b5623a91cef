//! `rekindle daemon`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::output::Output;
use super::place::{InVault, Meeting, Place};
use super::{Global, NOBODY, error};
use crate::daemon::client::{self, NoAnswer};
use crate::daemon::desk::{Open, Opened};
use crate::daemon::server;
use crate::daemon::{Address, AddressError, Folders};
use crate::render::render_status;
use crate::report::status::StatusReport;
use crate::report::wording::counted;
use crate::state::State;

/// A process that keeps what is known of the vault up to date, so that every command answers at once.
///
/// It changes no answer, and nothing needs it: without it every command does the same work itself.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle daemon run\n  rekindle daemon status")]
pub(super) struct DaemonArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Be the daemon of the vault, until Ctrl-C.
    #[command(
        after_help = "Examples:\n  rekindle daemon run\n  rekindle daemon run --vault ~/notes"
    )]
    Run,
    /// Whether a daemon answers, and how it is; exits with 3 if none does.
    #[command(after_help = "Examples:\n  rekindle daemon status\n  rekindle daemon status --json")]
    Status,
}

impl DaemonArgs {
    /// Whether it has something to show.
    pub(super) fn is_status(&self) -> bool {
        matches!(self.action, Action::Status)
    }

    pub(super) fn run(self, global: &Global) -> anyhow::Result<u8> {
        let place = Place::find(global.vault.as_deref())?;
        let warnings = place.warnings();
        let place = place.with_vault()?;
        match self.action {
            Action::Run => {
                warnings.iter().for_each(|warning| error::note(warning));
                run(&place)
            }
            Action::Status => status(&place, global),
        }
    }
}

/// Where the daemon of a vault is met.
pub(super) fn address(place: &Place<InVault>) -> Result<Address, AddressError> {
    let Meeting { runtime, state } = place.meeting.clone();
    Address::new(&Folders { runtime, state }, &place.chosen.root)
}

fn run(place: &Place<InVault>) -> anyhow::Result<u8> {
    let root = place.chosen.root.clone();
    let shown = root.display().to_string();
    let address = address(place)?;
    let ready = move |notes: usize| {
        let notes = counted(u32::try_from(notes).unwrap_or(u32::MAX), "note");
        error::note(&format!("watching {shown} ({notes}); stop with Ctrl-C"));
    };
    // A disk with the working directory of a process on it cannot be unmounted.
    let _ = std::env::set_current_dir("/");
    match server::serve(&address, open(root), ready) {
        Err(error @ server::Error::AlreadyRunning) => error::note(&error.to_string()),
        ended => ended?,
    }
    Ok(0)
}

/// How the daemon finds the settings again after they were edited.
fn open(root: PathBuf) -> Open {
    Box::new(move || {
        let place = Place::find(Some(&root)).and_then(Place::with_vault);
        let place = place.map_err(|error| format!("{error:#}"))?;
        let settings = place.settings.settings;
        let fingerprint = settings.fingerprint();
        let state = State::open(place.chosen.root, place.cache, settings).indexing(true);
        Ok(Opened { state, settings: fingerprint })
    })
}

fn status(place: &Place<InVault>, global: &Global) -> anyhow::Result<u8> {
    let report = address(place).map_err(NoAnswer::Address).and_then(|at| client::status(&at));
    let report = report.unwrap_or_else(|why| {
        if !why.is_nothing_new() {
            error::note(&why.to_string());
        }
        let vault = place.chosen.root.to_string_lossy().into_owned();
        StatusReport { vault, ..StatusReport::default() }
    });
    let output = Output::new(global, None, &place.settings.settings);
    let style = output.style(false);
    output.show(style, |out| render_status(&report, style, out))?;
    Ok(if report.running { 0 } else { NOBODY })
}
