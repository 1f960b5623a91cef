//! From a response to text. Writes to the `Write` it is given, and makes everything that came from a
//! note safe to show.

mod bar;
mod check;
mod config;
mod explain;
mod footer;
mod graph;
mod index;
mod json;
mod overview;
mod owed;
mod page;
mod paint;
mod paths;
mod prep;
mod quiet;
mod safe;
mod search;
mod show;
mod stats;
mod status;
mod table;
mod today;
mod tree;
mod unanswered;
mod why;

use std::io::{self, Write};

use crate::answer::{Body, Response};

pub use config::render as render_config;
pub use paths::render as render_paths;
pub use safe::safe;
pub use status::render as render_status;

/// How an answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// One JSON object.
    Json,
    /// A graph for Graphviz.
    Dot,
    /// A graph for Mermaid.
    Mermaid,
}

impl Format {
    /// Whether only something with nodes and edges can be shown like this.
    pub fn is_graph(self) -> bool {
        matches!(self, Self::Dot | Self::Mermaid)
    }
}

/// The room there is to show something in, and the means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
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
}

/// Writes a response.
///
/// # Errors
/// If the writing fails.
pub fn render(response: &Response, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if style.format == Format::Json {
        return json::render(response, out);
    }
    match &response.body {
        Body::Overview(report) => overview::render(report, response, style, out),
        Body::Quiet(report) => quiet::render(report, response, style, out),
        Body::Unanswered(report) => unanswered::render(report, response, style, out),
        Body::Owed(report) => owed::render(report, response, style, out),
        Body::Today(report) => today::render(report, response, style, out),
        Body::Tree(report) => match style.format {
            Format::Dot => graph::dot(report, out),
            Format::Mermaid => graph::mermaid(report, out),
            _ => tree::render(report, response, style, out),
        },
        Body::Show(report) => show::render(report, response, style, out),
        Body::Why(report) => why::render(report, response, style, out),
        Body::Prep(report) => prep::render(report, response, style, out),
        Body::Stats(report) => stats::render(report, response, style, out),
        Body::Check(report) => check::render(report, out),
        Body::Search(report) => search::render(report, style, out),
        Body::Explain(report) => explain::render(report, response, out),
        Body::Index(report) => index::render(report, response, out),
    }
}
