//! The settings in force, and where each comes from.

use serde::Serialize;

use crate::settings::Loaded;

/// The settings in force.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigReport {
    /// One row a setting, in the order of their keys.
    pub rows: Vec<ConfigRow>,
}

/// A setting in force.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigRow {
    /// The parts of its key.
    pub key: Vec<String>,
    /// Its value.
    pub value: toml::Value,
    /// Who says so.
    pub origin: Origin,
    /// The file that says so; none for a default.
    pub file: Option<String>,
}

/// Who decides a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Nobody; it is what holds otherwise.
    Default,
    /// The user's own settings.
    User,
    /// The settings in the vault.
    Vault,
}

/// All settings, or those that some file sets.
pub fn report(loaded: &Loaded, only_changed: bool) -> ConfigReport {
    let rows = loaded.effective().into_iter().map(|setting| ConfigRow {
        key: setting.key,
        value: setting.value,
        origin: match setting.source {
            None => Origin::Default,
            Some(source) if source.of_vault => Origin::Vault,
            Some(_) => Origin::User,
        },
        file: setting.source.map(|source| source.file.clone()),
    });
    let wanted = |row: &ConfigRow| !only_changed || row.origin != Origin::Default;
    ConfigReport { rows: rows.filter(wanted).collect() }
}
