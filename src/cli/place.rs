//! Where everything is: the settings files, the vault, the cache folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};

use crate::settings::{self, Loaded, Text};
use crate::vault::root::{self, Chosen, Sources};

/// The vault's settings, in the vault.
pub(super) const IN_VAULT: &str = ".rekindle/config.toml";
/// The largest settings file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// Where everything is.
pub(super) struct Place<V = MaybeVault> {
    /// The vault, or why there is none.
    pub chosen: V,
    /// The settings in force there.
    pub settings: Loaded,
    /// The user's own settings file, whether it is there or not.
    pub user_file: Option<PathBuf>,
    /// The folder of what is derived from notes.
    pub cache: Option<PathBuf>,
    /// Where a daemon is met.
    pub meeting: Meeting,
}

/// A place that may have no vault, and why.
pub(super) type MaybeVault = Result<Chosen, root::Error>;
/// A place that has one.
pub(super) type InVault = Chosen;

/// The folders from which the address of a daemon is made, as far as the system has such.
#[derive(Debug, Clone, Default)]
#[cfg_attr(not(unix), expect(dead_code, reason = "there is no daemon here"))]
pub(super) struct Meeting {
    /// For what lasts as long as the user is logged in.
    pub runtime: Option<PathBuf>,
    /// For what programs keep about themselves.
    pub state: Option<PathBuf>,
}

impl Place {
    /// Finds everything. `vault` is what `--vault` says.
    pub fn find(vault: Option<&Path>) -> anyhow::Result<Self> {
        let app = AppStrategyArgs {
            top_level_domain: String::new(),
            author: String::new(),
            app_name: "rekindle".to_owned(),
        };
        let folders = choose_app_strategy(app).ok();
        let user_file = folders.as_ref().map(|folders| folders.config_dir().join("config.toml"));
        let cache = folders.as_ref().map(AppStrategy::cache_dir);
        let meeting = Meeting {
            runtime: folders.as_ref().and_then(AppStrategy::runtime_dir),
            state: folders.as_ref().and_then(AppStrategy::state_dir),
        };
        let user = user_file.as_deref().map(|file| read(file, false)).transpose()?.flatten();
        let own = settings::load(user.as_slice())?;

        let working = std::env::current_dir().ok();
        let environment = std::env::var_os("REKINDLE_VAULT");
        let home = etcetera::home_dir().ok();
        let chosen = root::choose(&Sources {
            flag: vault,
            working: working.as_deref(),
            environment: environment.as_deref(),
            settings: own.settings.vault.as_deref().map(Path::new),
            home: home.as_deref(),
        });
        let settings = match &chosen {
            Err(_) => own,
            Ok(chosen) => {
                let in_vault = read_in_vault(&chosen.root)?;
                let texts: Vec<Text> = user.into_iter().chain(in_vault).collect();
                settings::load(&texts)?
            }
        };
        Ok(Self { chosen, settings, user_file, cache, meeting })
    }

    /// The same, for those who can do nothing without a vault.
    pub fn with_vault(self) -> anyhow::Result<Place<InVault>> {
        let Self { chosen, settings, user_file, cache, meeting } = self;
        Ok(Place { chosen: chosen?, settings, user_file, cache, meeting })
    }

    /// What is odd about the settings, a sentence each.
    pub fn warnings(&self) -> Vec<String> {
        self.settings.warnings.iter().map(ToString::to_string).collect()
    }
}

/// The text of the vault's settings, which must lie in the vault.
fn read_in_vault(root: &Path) -> anyhow::Result<Option<Text>> {
    let file = root.join(IN_VAULT);
    match file.canonicalize() {
        Ok(real) if !real.starts_with(root) => {
            let told = format!("the settings in {} are a link out of the vault", file.display());
            Err(anyhow::anyhow!("{told}\nput the file itself there"))
        }
        _ => read(&file, true),
    }
}

/// The text of a settings file; none if it is not there.
fn read(file: &Path, of_vault: bool) -> anyhow::Result<Option<Text>> {
    let told = || format!("the settings in {} cannot be read", file.display());
    let meta = match fs::metadata(file) {
        Ok(meta) => meta,
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error).with_context(told),
    };
    if !meta.is_file() || meta.len() > LARGEST {
        return Err(anyhow::anyhow!("it is no text file of at most 1 MiB")).with_context(told);
    }
    let text = fs::read_to_string(file).with_context(told)?;
    Ok(Some(Text { file: file.display().to_string(), text, of_vault }))
}
