//! `rekindle config`

use clap::Args;

use super::output::Output;
use super::place::Place;
use super::{Global, error};
use crate::render::render_config;
use crate::report::config;
use crate::vault::root;

/// The settings in force, and where each comes from.
///
/// What is printed can be pasted into a settings file as it stands. `rekindle paths` says where those
/// files are.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle config\n  rekindle config --changed --json")]
pub(super) struct ConfigArgs {
    /// Only what some file sets; the defaults are left out.
    #[arg(long)]
    changed: bool,
}

impl ConfigArgs {
    /// Needs no snapshot, so that it works where nothing else does.
    pub(super) fn run(self, global: &Global) -> anyhow::Result<u8> {
        let place = Place::find(global.vault.as_deref())?;
        let warnings = place.warnings();
        match place.chosen {
            Ok(_) | Err(root::Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        let report = config::report(&place.settings, self.changed);
        let output = Output::new(global, None, &place.settings.settings);
        let style = output.style(false);
        output.show(style, |out| render_config(&report, style, out))?;
        warnings.iter().for_each(|warning| error::note(warning));
        Ok(0)
    }
}
