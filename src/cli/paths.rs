//! `rekindle paths`

use std::path::Path;

use clap::Args;

use super::Global;
use super::output::Output;
use super::place::Place;
use crate::render::render_paths;
use crate::report::paths::{FileRow, PathsReport};
use crate::store;
use crate::vault::root;

/// The folders and files in use: vault, settings, cache.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle paths\n  rekindle paths --vault ~/notes --json")]
pub(super) struct PathsArgs {}

impl PathsArgs {
    /// Needs no snapshot, so that it works where nothing else does.
    pub(super) fn run(self, global: &Global) -> anyhow::Result<u8> {
        let place = Place::find(global.vault.as_deref())?;
        let chosen = match place.chosen {
            Ok(chosen) => Some(chosen),
            Err(root::Error::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
        let row = |path: &Path| FileRow {
            path: path.to_string_lossy().into_owned(),
            exists: path.exists(),
        };
        let vault_root = chosen.as_ref().map(|chosen| chosen.root.as_path());
        let cache = place.cache.as_deref().map(|cache| match vault_root {
            Some(root) => store::folder(cache, root),
            None => cache.to_owned(),
        });
        #[cfg(unix)]
        let log = super::daemon::log(&place.meeting, vault_root);
        #[cfg(not(unix))]
        let log: Option<std::path::PathBuf> = None;
        let report = PathsReport {
            vault: vault_root.map(|root| root.to_string_lossy().into_owned()),
            vault_chosen: chosen.as_ref().map(|chosen| chosen.way.to_string()),
            vault_settings: vault_root.map(|root| row(&root.join(super::place::IN_VAULT))),
            user_settings: place.user_file.as_deref().map(row),
            cache: cache.as_deref().map(row),
            log: log.as_deref().map(row),
        };
        let output = Output::new(global, None, &place.settings.settings);
        let style = output.style(false);
        output.show(style, |out| render_paths(&report, style, out))?;
        Ok(0)
    }
}
