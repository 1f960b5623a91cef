//! The forms in which an answer can be shown, and what they need to know of the terminal and the vault.

use std::path::Path;

use super::Links;
use crate::answer::Ask;

/// How an answer is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// `path:line:column: DATE people: text`, a row each.
    Oneline,
    /// The paths of the notes.
    Path {
        /// What ends each of them: a line, or a zero byte, which no path can hold.
        end: u8,
    },
    /// One JSON object.
    Json,
    /// The items of that object, one a line.
    Jsonl,
    /// Values separated by commas, as RFC 4180 has them.
    Csv,
    /// Values separated by tabs.
    Tsv,
    /// A table to paste into a note.
    Markdown,
    /// A graph for Graphviz.
    Dot,
    /// A graph for Mermaid.
    Mermaid,
}

/// The form of `--format path` without `-0`.
const PATH: Format = Format::Path { end: b'\n' };
/// Of answers that consist of rows with a place.
const ROWS: &[Format] = &[
    Format::Table,
    Format::Oneline,
    PATH,
    Format::Json,
    Format::Jsonl,
    Format::Csv,
    Format::Tsv,
    Format::Markdown,
];
/// The same, of rows that are the nodes of a graph.
const GRAPH: &[Format] = &[
    Format::Table,
    Format::Oneline,
    PATH,
    Format::Json,
    Format::Jsonl,
    Format::Csv,
    Format::Tsv,
    Format::Markdown,
    Format::Dot,
    Format::Mermaid,
];
/// Of answers that consist of numbers.
const NUMBERS: &[Format] =
    &[Format::Table, Format::Json, Format::Jsonl, Format::Csv, Format::Tsv, Format::Markdown];

impl Format {
    /// The forms of an answer that is one object and nothing more.
    pub const OBJECT: &'static [Self] = &[Self::Table, Self::Json, Self::Jsonl];
    /// The form of what is a text already.
    pub const TEXT: &'static [Self] = &[Self::Table];

    /// The forms that an answer has.
    pub fn forms(ask: &Ask) -> &'static [Self] {
        match ask {
            Ask::Tree => GRAPH,
            Ask::Stats { .. } => NUMBERS,
            Ask::Index => Self::OBJECT,
            _ => ROWS,
        }
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Oneline => "oneline",
            Self::Path { .. } => "path",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Markdown => "markdown",
            Self::Dot => "dot",
            Self::Mermaid => "mermaid",
        }
    }
}

/// The room there is to show something in, and the means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style<'a> {
    /// How an answer is shown.
    pub format: Format,
    /// How many columns there are; none if nothing may be cut.
    pub width: Option<usize>,
    /// Whether to show everything that a terminal would rather have cut.
    pub all: bool,
    /// Whether to mark by colour, too, what is marked otherwise.
    pub colour: bool,
    /// Whether bars are drawn with ASCII characters.
    pub ascii: bool,
    /// Whether the answer goes to a terminal, so that nothing in it may act on one.
    pub terminal: bool,
    /// Where the notes lie, and where the user stands.
    pub ground: Ground<'a>,
    /// The form of links to places in notes; none if nothing is a link.
    pub links: Option<Links<'a>>,
}

/// Where the notes lie, and where the user stands: what a path is told by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ground<'a> {
    /// The canonical path of the vault.
    pub vault: Option<&'a Path>,
    /// The canonical path of the working directory.
    pub working: Option<&'a Path>,
}
