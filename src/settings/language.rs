//! The languages in whose words search knows the other forms: `meetings` for `meeting`, `spoken` not for `spoke`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::text::nearest;

/// A language with a Snowball stemmer. The names are those of the crate that has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Hash)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Language {
    Arabic,
    Armenian,
    Basque,
    Catalan,
    Czech,
    Danish,
    Dutch,
    English,
    Esperanto,
    Estonian,
    Finnish,
    French,
    German,
    Greek,
    Hindi,
    Hungarian,
    Indonesian,
    Irish,
    Italian,
    Lithuanian,
    Nepali,
    Norwegian,
    Persian,
    Polish,
    Portuguese,
    Romanian,
    Russian,
    Serbian,
    Spanish,
    Swedish,
    Tamil,
    Turkish,
    Ukrainian,
    Yiddish,
}

impl Language {
    /// All of them, by name.
    pub const ALL: [Self; 34] = [
        Self::Arabic,
        Self::Armenian,
        Self::Basque,
        Self::Catalan,
        Self::Czech,
        Self::Danish,
        Self::Dutch,
        Self::English,
        Self::Esperanto,
        Self::Estonian,
        Self::Finnish,
        Self::French,
        Self::German,
        Self::Greek,
        Self::Hindi,
        Self::Hungarian,
        Self::Indonesian,
        Self::Irish,
        Self::Italian,
        Self::Lithuanian,
        Self::Nepali,
        Self::Norwegian,
        Self::Persian,
        Self::Polish,
        Self::Portuguese,
        Self::Romanian,
        Self::Russian,
        Self::Serbian,
        Self::Spanish,
        Self::Swedish,
        Self::Tamil,
        Self::Turkish,
        Self::Ukrainian,
        Self::Yiddish,
    ];

    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// The languages of a vault: one name, a list of names, or `none`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Names", into = "Names")]
pub struct Languages(pub Vec<Language>);

impl Default for Languages {
    fn default() -> Self {
        Self(vec![Language::English])
    }
}

/// As it is written in a settings file.
#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "expected the name of a language, a list of names, or \"none\"")]
enum Names {
    One(String),
    Several(Vec<String>),
}

/// A name that is no language with a stemmer.
#[derive(Debug, thiserror::Error)]
pub struct NotALanguage(String);

impl fmt::Display for NotALanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Language::ALL.map(Language::name);
        write!(f, "{:?} is no language whose word forms are known", self.0)?;
        match nearest(&self.0, names.iter().map(String::as_str)) {
            Some(name) => write!(f, "; did you mean {name:?}?"),
            None => write!(f, "; there are none, {}", names.join(", ")),
        }
    }
}

impl TryFrom<Names> for Languages {
    type Error = NotALanguage;

    fn try_from(names: Names) -> Result<Self, NotALanguage> {
        let names = match names {
            Names::One(name) if name == "none" => return Ok(Self(Vec::new())),
            Names::One(name) => vec![name],
            Names::Several(names) => names,
        };
        let known = |name: String| {
            let known = Language::ALL.into_iter().find(|language| language.name() == name);
            known.ok_or(NotALanguage(name))
        };
        names.into_iter().map(known).collect::<Result<_, _>>().map(Self)
    }
}

impl From<Languages> for Names {
    fn from(Languages(languages): Languages) -> Self {
        match languages[..] {
            [] => Self::One("none".to_owned()),
            [one] => Self::One(one.name()),
            _ => Self::Several(languages.into_iter().map(Language::name).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Text, load};
    use super::{Language, Languages};

    fn read(text: &str) -> Result<Languages, String> {
        let text = Text { file: "user".to_owned(), text: text.to_owned(), of_vault: false };
        load(&[text]).map(|loaded| loaded.settings.language).map_err(|error| error.message)
    }

    #[test]
    fn one_name_a_list_or_none() {
        let cases: [(&str, &[Language]); 5] = [
            ("", &[Language::English]),
            ("language = 'german'", &[Language::German]),
            ("language = ['english', 'french']", &[Language::English, Language::French]),
            ("language = 'none'", &[]),
            ("language = []", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), Ok(Languages(expected.to_vec())), "{text}");
        }
    }

    #[test]
    fn what_is_no_language_is_said() {
        let message = |text: &str| read(text).expect_err(text);
        assert!(message("language = 'germna'").contains("did you mean \"german\"?"));
        assert!(message("language = ['english', 'none']").contains("\"none\" is no language"));
        assert!(message("language = 3").contains("the name of a language"));
    }
}
