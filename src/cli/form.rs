//! The form of the answer: which was asked for, and whether the command has it.

use clap::ValueEnum;

use super::{Command, Global};
use crate::render::Format;

/// The forms on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// For people.
    Table,
    /// path:line:1: DATE people: text, a row each.
    Oneline,
    /// The path of each note.
    Path,
    /// One JSON object.
    Json,
    /// The items of that object, one a line.
    Jsonl,
    /// Values separated by commas, for spreadsheets.
    Csv,
    /// Values separated by tabs.
    Tsv,
    /// A table with wikilinks, to paste into a note.
    Markdown,
    /// A graph for Graphviz; `tree` only.
    Dot,
    /// A graph for Mermaid; `tree` only.
    Mermaid,
}

impl Global {
    /// The form that was asked for.
    pub(super) fn format(&self) -> Format {
        match self.format {
            FormatArg::Table if self.json => Format::Json,
            FormatArg::Table => Format::Table,
            FormatArg::Oneline => Format::Oneline,
            FormatArg::Path => Format::Path { end: if self.null { 0 } else { b'\n' } },
            FormatArg::Json => Format::Json,
            FormatArg::Jsonl => Format::Jsonl,
            FormatArg::Csv => Format::Csv,
            FormatArg::Tsv => Format::Tsv,
            FormatArg::Markdown => Format::Markdown,
            FormatArg::Dot => Format::Dot,
            FormatArg::Mermaid => Format::Mermaid,
        }
    }

    /// Holds the form to be one of these.
    pub(super) fn has_form(&self, forms: &[Format]) -> anyhow::Result<()> {
        let asked = self.format();
        if self.null && self.format != FormatArg::Path {
            anyhow::bail!("-0 ends paths, and no paths are asked for\ntry --format path -0");
        }
        if forms.iter().any(|form| form.name() == asked.name()) {
            return Ok(());
        }
        let names: Vec<&str> = forms.iter().map(|form| form.name()).collect();
        let hint = match names[..] {
            [] | [_] => "leave --format out".to_owned(),
            [ref others @ .., last] => format!("try --format {} or {last}", others.join(", ")),
        };
        anyhow::bail!("this command has no answer in the form of {}\n{hint}", asked.name())
    }
}

/// The forms of what a command says without asking the vault; none if it asks.
pub(super) fn of_text(command: Option<&Command>) -> Option<&'static [Format]> {
    match command {
        Some(Command::Config(_) | Command::Paths(_)) => Some(Format::OBJECT),
        Some(Command::Completions(_) | Command::Man(_)) => Some(Format::TEXT),
        #[cfg(unix)]
        Some(Command::Daemon(args)) if args.is_status() => Some(Format::OBJECT),
        #[cfg(unix)]
        Some(Command::Daemon(_)) => Some(Format::TEXT),
        _ => None,
    }
}
