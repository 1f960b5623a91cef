//! `rekindle daemon`

mod install;
mod start;
mod stop;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Subcommand};

use super::output::Output;
use super::place::{InVault, Meeting, Place};
use super::{Global, NOBODY, error};
use crate::daemon::client::{self, NoAnswer};
use crate::daemon::desk::{Open, Opened};
use crate::daemon::server;
use crate::daemon::{Address, AddressError, Folders};
use crate::render::{render_status, safe};
use crate::report::status::StatusReport;
use crate::report::wording::counted;
use crate::state::State;

/// A process that keeps what is known of the vault up to date, so that every command answers at once.
///
/// It changes no answer, and nothing needs it: without it every command does the same work itself.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle daemon start\n  rekindle daemon status")]
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
    Run {
        /// Be it for whoever started it, away from any terminal.
        #[arg(long, hide = true)]
        background: bool,
    },
    /// Start the daemon in the background, unless it is there already.
    ///
    /// One of another build of this program is replaced. It lasts until you log out or `rekindle daemon stop`;
    /// `rekindle daemon install` has the system start it again.
    #[command(
        after_help = "Examples:\n  rekindle daemon start\n  rekindle daemon start --wait 600"
    )]
    Start {
        /// How long to wait until it has read the notes. After that it goes on reading by itself.
        #[arg(long, value_name = "SECONDS", default_value_t = 10)]
        #[arg(value_parser = clap::value_parser!(u64).range(..=86_400))]
        wait: u64,
    },
    /// End the daemon.
    #[command(
        after_help = "Examples:\n  rekindle daemon stop\n  rekindle daemon stop --vault ~/notes"
    )]
    Stop,
    /// Whether a daemon answers, and how it is; exits with 3 if none does.
    #[command(after_help = "Examples:\n  rekindle daemon status\n  rekindle daemon status --json")]
    Status,
    /// Have the system start the daemon of this vault whenever you log in.
    ///
    /// Writes a user unit for systemd or, on macOS, an agent for launchd, and says how to switch it on and
    /// how to take it away again. Nothing is switched on by this.
    #[command(
        after_help = "Examples:\n  rekindle daemon install\n  rekindle daemon install --print"
    )]
    Install {
        /// Show what would be written instead.
        #[arg(long)]
        print: bool,
    },
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
            Action::Run { background: true } => start::be_started(&place),
            Action::Run { background: false } => {
                warnings.iter().for_each(|warning| error::note(warning));
                run(&place)
            }
            Action::Start { wait } => start::start(&place, Duration::from_secs(wait)),
            Action::Stop => stop::stop(&place),
            Action::Status => status(&place, global),
            Action::Install { print } => install::install(&place, print),
        }
    }
}

/// Where the daemon of a vault is met.
pub(super) fn address(place: &Place<InVault>) -> Result<Address, AddressError> {
    at(&place.meeting, &place.chosen.root)
}

/// The log of the daemon of a vault, if there can be one.
pub(super) fn log(meeting: &Meeting, root: Option<&Path>) -> Option<PathBuf> {
    Some(at(meeting, root?).ok()?.log)
}

fn at(meeting: &Meeting, root: &Path) -> Result<Address, AddressError> {
    let Meeting { runtime, state } = meeting.clone();
    Address::new(&Folders { runtime, state }, root)
}

fn run(place: &Place<InVault>) -> anyhow::Result<u8> {
    let shown = shown(&place.chosen.root);
    let ready = move |notes: usize| {
        error::note(&format!("watching {shown} ({}); stop with Ctrl-C", number(notes)));
    };
    match serve(place, ready) {
        Err(error @ server::Error::AlreadyRunning) => error::note(&error.to_string()),
        ended => ended?,
    }
    Ok(0)
}

fn serve(
    place: &Place<InVault>,
    ready: impl FnOnce(usize) + Send + 'static,
) -> Result<(), server::Error> {
    let address = address(place)?;
    // A disk with the working directory of a process on it cannot be unmounted.
    let _ = std::env::set_current_dir("/");
    server::serve(&address, open(place.chosen.root.clone()), ready)
}

/// The folder of a vault in a line.
fn shown(root: &Path) -> String {
    safe(&root.to_string_lossy()).into_owned()
}

fn number(notes: usize) -> String {
    counted(u32::try_from(notes).unwrap_or(u32::MAX), "note")
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
