//! How answers look on the user's own terminal. None of this counts in a vault's settings: it names a
//! program and a form of links, and a folder of notes that came from somebody else decides neither.

use serde::{Deserialize, Serialize};

/// How answers look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Output {
    /// Whether to use colour.
    pub color: When,
    /// Whether names and places are links.
    pub hyperlink: When,
    /// What such a link looks like.
    pub hyperlink_format: HyperlinkFormat,
    /// The program that shows what is longer than the screen, with its arguments; empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pager: Option<String>,
}

/// When something is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// As the terminal and the environment have it.
    #[default]
    Auto,
    /// Wherever the answer goes.
    Always,
    /// Not at all.
    Never,
}

/// What a link looks like: one of the names below, or a template with `{path}` in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HyperlinkFormat(String);

/// What is no form of a link.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} is no form of links; write file, vscode, obsidian, nvim, or a template such as edit://{{path}}:{{line}}"
)]
pub struct NotAForm(String);

impl HyperlinkFormat {
    /// The forms that have a name, and their templates. A terminal opens `file` by itself, without the
    /// line; the others are opened by their program. Nothing comes with Neovim that opens its form.
    const NAMES: [(&str, &str); 4] = [
        ("file", "file://{host}{path}"),
        ("vscode", "vscode://file{path}:{line}:{column}"),
        ("obsidian", "obsidian://open?path={path}"),
        ("nvim", "nvim://file{path}:{line}:{column}"),
    ];
    /// What may stand in braces.
    const VARIABLES: [&str; 5] = ["path", "line", "column", "vault", "host"];

    /// The template of the form.
    pub fn template(&self) -> &str {
        let named = Self::NAMES.iter().find(|(name, _)| *name == self.0);
        named.map_or(self.0.as_str(), |(_, template)| template)
    }
}

impl Default for HyperlinkFormat {
    fn default() -> Self {
        Self("file".to_owned())
    }
}

impl TryFrom<String> for HyperlinkFormat {
    type Error = NotAForm;

    fn try_from(text: String) -> Result<Self, NotAForm> {
        let named = Self::NAMES.iter().any(|(name, _)| *name == text);
        // A template goes to the terminal as it is.
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic()) && text.contains("{path}");
        let mut rest = text.clone();
        Self::VARIABLES.iter().for_each(|name| rest = rest.replace(&format!("{{{name}}}"), ""));
        if named || (plain && !rest.contains(['{', '}'])) {
            Ok(Self(text))
        } else {
            Err(NotAForm(text))
        }
    }
}

impl std::str::FromStr for HyperlinkFormat {
    type Err = NotAForm;

    fn from_str(text: &str) -> Result<Self, NotAForm> {
        text.to_owned().try_into()
    }
}

impl From<HyperlinkFormat> for String {
    fn from(form: HyperlinkFormat) -> Self {
        form.0
    }
}

#[cfg(test)]
mod tests {
    use super::HyperlinkFormat;

    #[test]
    fn a_form_is_a_name_or_a_template() {
        let template =
            |text: &str| text.parse::<HyperlinkFormat>().map(|f| f.template().to_owned());
        assert_eq!(template("vscode").as_deref(), Ok("vscode://file{path}:{line}:{column}"));
        assert_eq!(template("x://{path}#{line}").as_deref(), Ok("x://{path}#{line}"));
        for odd in [
            "",
            "emacs",
            "x://{line}",
            "x://{path}{nr}",
            "x://{path}}",
            "x:// {path}",
            "{path}\u{1b}",
        ] {
            assert!(template(odd).is_err(), "{odd:?}");
        }
    }
}
