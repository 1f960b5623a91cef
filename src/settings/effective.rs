//! The settings in force, key by key, each with the file that says so. They are read off the settings as
//! they are written out, so that no key can be forgotten here.

use super::parse::{Loaded, values_of};

/// A settings file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it stands.
    pub file: String,
    /// It lies in the vault.
    pub of_vault: bool,
}

/// A setting in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Effective<'a> {
    /// The parts of its key.
    pub key: Vec<String>,
    /// Its value.
    pub value: toml::Value,
    /// The file that sets it; none if nobody does, and the default holds.
    pub source: Option<&'a Source>,
}

impl Loaded {
    /// Every setting that has a value, in the order of their keys. A table whose keys are the user's
    /// to choose has one for each of its rows, or a single one if it is empty.
    pub fn effective(&self) -> Vec<Effective<'_>> {
        let table = toml::Table::try_from(&self.settings).expect("settings are TOML");
        let values = values_of(&table).into_iter();
        let effective = values.map(|(key, value)| {
            let source = self.source(&key);
            Effective { key, value: value.clone(), source }
        });
        effective.collect()
    }

    /// The file that sets a key. A value may be written otherwise than it was set: a table for a word that
    /// stands for it, or a word for a table.
    fn source(&self, key: &[String]) -> Option<&Source> {
        let above = || (1..key.len()).rev().find_map(|parts| self.sources.get(&key[..parts]));
        let below = || {
            let mut set = self.sources.iter().filter(|(other, _)| other.starts_with(key));
            set.next().map(|(_, source)| source)
        };
        self.sources.get(key).or_else(above).or_else(below)
    }
}

#[cfg(test)]
mod tests {
    use crate::settings::{Text, load};

    fn set(texts: &[(&str, &str)]) -> Vec<String> {
        let text = |(file, text): &(&str, &str)| Text {
            file: (*file).to_owned(),
            text: (*text).to_owned(),
            of_vault: *file == "vault",
        };
        let loaded = load(&texts.iter().map(text).collect::<Vec<_>>()).expect("they are right");
        let effective = loaded.effective();
        let set = effective.iter().filter_map(|one| Some((one, one.source?)));
        set.map(|(one, source)| format!("{} {}", one.key.join("."), source.file)).collect()
    }

    #[test]
    fn each_value_comes_from_the_last_file_that_sets_it() {
        assert_eq!(set(&[]), [""; 0]);
        let user =
            "me = ['Ann']\n[quiet]\nsingle = 40\ndormant = 90\n[cadence.tags]\nwork = '6w'\n";
        let vault = "[quiet]\nsingle = 50\n[cadence.tags]\n'a.b' = '1y'\n";
        assert_eq!(
            set(&[("user", user), ("vault", vault)]),
            [
                "cadence.tags.a.b vault",
                "cadence.tags.work user",
                "me user",
                "quiet.dormant user",
                "quiet.single vault"
            ]
        );
    }

    #[test]
    fn what_has_no_effect_has_no_source() {
        let vault = "vault = '/'\nmee = ['Ann']\n[limits]\nfollow_links = true\ngitignore = true\n";
        assert_eq!(set(&[("vault", vault)]), ["limits.gitignore vault"]);
    }
}
