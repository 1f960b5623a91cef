//! From a response to text. Writes to the `Write` it is given, and makes everything that came from a
//! note safe to show.

mod bar;
mod check;
mod config;
mod explain;
mod flat;
mod footer;
mod format;
mod graph;
mod index;
mod json;
mod lines;
mod link;
mod markdown;
mod overview;
mod owed;
mod page;
mod paint;
mod paths;
mod prep;
mod quiet;
mod records;
mod safe;
mod search;
mod show;
mod stats;
mod status;
mod table;
mod today;
mod tree;
mod unanswered;
mod who;
mod why;

use std::io::{self, Write};

use crate::answer::{Body, Response};

pub use config::render as render_config;
pub use format::{Format, Ground, Style};
pub use link::Links;
pub use paths::render as render_paths;
pub use safe::safe;
pub use status::render as render_status;

/// Writes a response.
///
/// # Errors
/// If the writing fails, or there is no such form of this answer; see [`Format::forms`].
pub fn render(response: &Response, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match style.format {
        Format::Table => page(response, style, out),
        Format::Json => json::render(response, out),
        Format::Jsonl => json::lines(&json::items(&response.body)?, out),
        Format::Dot | Format::Mermaid => match &response.body {
            Body::Tree(report) if style.format == Format::Dot => graph::dot(report, out),
            Body::Tree(report) => graph::mermaid(report, out),
            _ => Err(no_such_form()),
        },
        format => {
            let records = records::of(&response.body)?.ok_or_else(no_such_form)?;
            match format {
                Format::Csv => flat::csv(&records, style, out),
                Format::Tsv => flat::tsv(&records, style, out),
                Format::Markdown => markdown::render(&records, style, out),
                Format::Path { end } => lines::paths(&records, end, style, out),
                _ => lines::oneline(&records, style, out),
            }
        }
    }
}

fn no_such_form() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "there is no such form of this answer")
}

/// What belongs beside an answer in this format, a sentence each: that there is nothing in it, where the
/// format has no word for that, and what the format leaves out.
///
/// # Errors
/// If a row cannot be turned into plain data, which no row is known to do.
pub fn remarks(response: &Response, format: Format) -> io::Result<Vec<String>> {
    if matches!(format, Format::Table | Format::Json | Format::Dot | Format::Mermaid) {
        return Ok(Vec::new());
    }
    let records = records::of(&response.body)?;
    let mut remarks = Vec::new();
    if json::items(&response.body)?.is_empty() {
        remarks.extend(nothing(response)?);
    } else if let Some(records) = records.filter(|_| format != Format::Jsonl) {
        if records.rows.is_empty() {
            remarks.push("there is nothing in this answer that has a row".to_owned());
        }
        if let Format::Path { .. } = format {
            remarks.extend(lines::without_a_note(&records));
        }
    }
    if let Body::Search(report) = &response.body {
        remarks.extend(search::left_out(report));
    }
    Ok(remarks)
}

/// The sentence with which the page of an empty answer begins; none if it is empty too.
fn nothing(response: &Response) -> io::Result<Option<String>> {
    let mut shown = Vec::new();
    page(response, Style::default(), &mut shown)?;
    let shown = String::from_utf8_lossy(&shown);
    Ok(shown.lines().next().map(str::to_owned))
}

/// Writes the page that people read.
fn page(response: &Response, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match &response.body {
        Body::Overview(report) => overview::render(report, response, style, out),
        Body::Quiet(report) => quiet::render(report, response, style, out),
        Body::Unanswered(report) => unanswered::render(report, response, style, out),
        Body::Owed(report) => owed::render(report, response, style, out),
        Body::Today(report) => today::render(report, response, style, out),
        Body::Tree(report) => tree::render(report, response, style, out),
        Body::Show(report) => show::render(report, response, style, out),
        Body::Why(report) => why::render(report, response, style, out),
        Body::Prep(report) => prep::render(report, response, style, out),
        Body::Stats(report) => stats::render(report, response, style, out),
        Body::Check(report) => check::render(report, style, out),
        Body::Who(report) => who::render(report, style, out),
        Body::Search(report) => search::render(report, style, out),
        Body::Explain(report) => explain::render(report, response, out),
        Body::Index(report) => index::render(report, response, style, out),
    }
}
