//! From the texts of the settings files to [`Settings`]: later files win key by key, and a key that
//! nobody knows is a warning, so that a slip of the pen does not pass for a setting.

use std::collections::BTreeMap;

use super::effective::Source;
use super::{Log, Settings};
use crate::model::text::nearest;

/// A settings file that cannot be read as one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the settings in {file} cannot be read: {message}")]
pub struct Error {
    /// Where it stands.
    pub file: String,
    /// What is wrong, with line and column, on one line.
    pub message: String,
}

/// The text of a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Where it stands, for messages.
    pub file: String,
    /// What it says.
    pub text: String,
    /// It lies in the vault and travels with the notes: it may not lead out of the vault.
    pub of_vault: bool,
}

/// A key that has no effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    /// Nobody knows it.
    #[error("{file} sets {key}, which is no setting{}", near(.nearest))]
    Unknown {
        /// The file that has it.
        file: String,
        /// The key, with dots between its parts.
        key: String,
        /// The known key it may stand for.
        nearest: Option<String>,
    },
    /// A vault must not decide it.
    #[error("{file} sets {key}, which counts in your own settings only")]
    NotForVaults {
        /// The file that has it.
        file: String,
        /// The key, with dots between its parts.
        key: String,
    },
}

fn near(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or(String::new(), |key| format!("; did you mean {key}?"))
}

/// Settings, and what was odd about their texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// The settings in force.
    pub settings: Settings,
    /// Keys that nobody knows.
    pub warnings: Vec<Warning>,
    /// Which file set each key that is set, by the parts of the key.
    pub(super) sources: BTreeMap<Vec<String>, Source>,
}

/// Reads settings; what a later text says wins.
///
/// # Errors
/// If a text is not TOML, or a value has the wrong type.
pub fn load(texts: &[Text]) -> Result<Loaded, Error> {
    let known = known_keys();
    let mut merged = toml::Table::new();
    let mut warnings = Vec::new();
    let mut sources = BTreeMap::new();
    for Text { file, text, of_vault } in texts {
        let failed =
            |error: toml::de::Error| Error { file: file.clone(), message: describe(&error, text) };
        // Read on its own first, so that a wrong type is reported with its place in this very file.
        toml::from_str::<Settings>(text).map_err(failed)?;
        let mut table: toml::Table = text.parse().map_err(failed)?;
        for key in keys_of(&table) {
            let file = file.clone();
            if *of_vault && USERS_OWN.contains(&key.as_str()) {
                remove(&mut table, &key);
                warnings.push(Warning::NotForVaults { file, key });
            } else if !is_known(&key, &known) {
                let rows = Log::ROWS.map(|row| format!("log.words.{row}"));
                let spellings = known.iter().chain(&rows).map(String::as_str);
                let nearest = nearest(&key, spellings).map(str::to_owned);
                warnings.push(Warning::Unknown { file, key, nearest });
            }
        }
        let source = Source { file: file.clone(), of_vault: *of_vault };
        let set = values_of(&table).into_iter().map(|(key, _)| (key, source.clone()));
        sources.extend(set);
        merge(&mut merged, table);
    }
    let settings = merged.try_into().map_err(|error: toml::de::Error| Error {
        file: texts.last().map(|text| text.file.clone()).unwrap_or_default(),
        message: error.message().to_owned(),
    })?;
    Ok(Loaded { settings, warnings, sources })
}

/// Keys that would let a vault reach out of itself, to other folders or to the user's terminal.
const USERS_OWN: [&str; 6] = [
    "vault",
    "limits.follow_links",
    "output.color",
    "output.hyperlink",
    "output.hyperlink_format",
    "output.pager",
];
/// Tables whose keys are the user's to choose.
const OPEN: [&str; 7] = [
    "keys",
    "log.words",
    "cadence.tags",
    "outreach.tags",
    "goals.roles",
    "goals.organisations",
    "views",
];

/// Every key that can be set, with dots between its parts; of tables whose keys are the user's to choose,
/// the table.
pub fn known_keys() -> Vec<String> {
    let defaults = toml::Table::try_from(Settings::default()).expect("the defaults are TOML");
    let mut keys = keys_of(&defaults);
    keys.extend(OPEN.map(str::to_owned));
    // What has no default is not among the defaults.
    keys.extend(["vault", "cadence.default", "output.pager"].map(str::to_owned));
    keys
}

fn is_known(key: &str, known: &[String]) -> bool {
    if let Some(row) = key.strip_prefix("log.words.") {
        return Log::ROWS.contains(&row);
    }
    let open = OPEN.iter().any(|table| key.strip_prefix(table).is_some_and(|k| k.starts_with('.')));
    open || known.iter().any(|name| name == key)
}

/// The keys of all values in a table, with dots between their parts.
fn keys_of(table: &toml::Table) -> Vec<String> {
    values_of(table).into_iter().map(|(key, _)| key.join(".")).collect()
}

/// All values in a table, each with the parts of its key. An empty table counts as a value.
pub(super) fn values_of(table: &toml::Table) -> Vec<(Vec<String>, &toml::Value)> {
    let mut values = Vec::new();
    for (name, value) in table {
        match value {
            toml::Value::Table(inner) if !inner.is_empty() => {
                let below = values_of(inner).into_iter();
                values.extend(below.map(|(mut key, value)| {
                    key.insert(0, name.clone());
                    (key, value)
                }));
            }
            _ => values.push((vec![name.clone()], value)),
        }
    }
    values
}

fn remove(table: &mut toml::Table, key: &str) {
    match key.split_once('.') {
        None => drop(table.remove(key)),
        Some((first, rest)) => {
            if let Some(toml::Value::Table(inner)) = table.get_mut(first) {
                remove(inner, rest);
            }
        }
    }
}

fn merge(into: &mut toml::Table, from: toml::Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new)) => merge(old, new),
            (_, value) => drop(into.insert(key, value)),
        }
    }
}

/// A TOML error on one line, with the line and column it points at.
fn describe(error: &toml::de::Error, text: &str) -> String {
    let message = error.message().replace('\n', ", ");
    match error.span() {
        Some(span) => {
            let before = text.get(..span.start).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            format!("line {line}, column {column}: {message}")
        }
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Goals, Mentions, Policy, WeekStart};

    fn file(name: &str, text: &str) -> Text {
        Text { file: name.to_owned(), text: text.to_owned(), of_vault: name == "vault" }
    }

    #[test]
    fn the_later_file_wins_key_by_key() {
        let user = file("user", "me = ['Ann Lee']\nmentions = 'contact'\n[quiet]\nsingle = 40\n");
        let vault = file("vault", "mentions = 'shown'\n[quiet]\ndormant = 200\n");
        let loaded = load(&[user, vault]).expect("both are right");
        assert_eq!(loaded.settings.me, ["Ann Lee"]);
        assert_eq!(loaded.settings.mentions, Mentions::Shown);
        assert_eq!(loaded.settings.quiet.single, 40);
        assert_eq!(loaded.settings.quiet.dormant, 200);
        assert_eq!(loaded.warnings, []);
    }

    #[test]
    fn a_row_of_words_has_to_be_one() {
        let text = "[log.words]\nmet = ['getroffen']\nanswer = ['Rat']\nadvise = ['Rat']\n";
        let warnings = load(&[file("vault", text)]).expect("it is right").warnings;
        let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "vault sets log.words.advise, which is no setting; did you mean log.words.advice?",
                "vault sets log.words.answer, which is no setting; did you mean log.words.no_answer?",
            ]
        );
    }

    #[test]
    fn an_unknown_key_is_a_warning_with_the_nearest_one() {
        let text = "[outreach]\npolcy = 'cautious'\n[outreach.tags]\nfriend = 'patient'\n";
        let loaded = load(&[file("vault", text)]).expect("it is TOML");
        assert_eq!(loaded.settings.outreach.policy, Policy::Patient);
        let nearest = Some("outreach.policy".to_owned());
        let expected =
            Warning::Unknown { file: "vault".into(), key: "outreach.polcy".into(), nearest };
        assert_eq!(loaded.warnings, [expected]);
    }

    #[test]
    fn a_vault_cannot_lead_out_of_itself() {
        let text = "vault = '/'\n[limits]\nfollow_links = true\nnote_bytes = 5\n";
        let loaded = load(&[file("vault", text)]).expect("it is TOML");
        assert_eq!((loaded.settings.vault, loaded.settings.limits.follow_links), (None, false));
        assert_eq!(loaded.settings.limits.note_bytes, 5);
        let said: Vec<String> = loaded.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "vault sets limits.follow_links, which counts in your own settings only",
                "vault sets vault, which counts in your own settings only"
            ]
        );
        let own = load(&[file("user", text)]).expect("it is TOML");
        assert_eq!((own.settings.vault.as_deref(), own.warnings.len()), (Some("/"), 0));
    }

    #[test]
    fn goals_are_numbers_and_names_of_ones_own() {
        let text = "week_start = 'sunday'\n[goals]\ninterviews_per_week = 2\ntotal = 10\n\
                    [goals.levels]\njunior = 3\n[goals.organisations]\nEllery = 2\n";
        let Loaded { settings, warnings, .. } = load(&[file("vault", text)]).expect("it is right");
        assert_eq!((settings.week_start, warnings), (WeekStart::Sunday, vec![]));
        let Goals { interviews_per_week, total, levels, roles, organisations } = settings.goals;
        assert_eq!((interviews_per_week.get(), total, levels.junior), (Some(2.0), 10, 3));
        assert_eq!((levels.mid, roles.len(), organisations["Ellery"]), (0, 0, 2));

        let odd = load(&[file("vault", "[goals.levels]\njuniro = 3\n")]).expect("it is TOML");
        let nearest = Some("goals.levels.junior".to_owned());
        let expected =
            Warning::Unknown { file: "vault".into(), key: "goals.levels.juniro".into(), nearest };
        assert_eq!(odd.warnings, [expected]);
        for pace in ["-1", "nan", "inf", "101"] {
            let text = format!("[goals]\ninterviews_per_week = {pace}\n");
            let error = load(&[file("vault", &text)]).expect_err(pace);
            assert!(error.message.contains("from 0 to 100"), "{}", error.message);
        }
    }

    #[test]
    fn a_wrong_type_names_file_line_and_column() {
        let error = load(&[file("vault", "me = ['x']\nmentions = 3\n")]).expect_err("3 is no word");
        assert!(error.message.starts_with("line 2, column 12: "), "{}", error.message);
        let error = load(&[file("vault", "[cadence.tags]\nwork = 'often'\n")]).expect_err("a word");
        assert!(error.message.contains("every 3 months"), "{}", error.message);
    }
}
