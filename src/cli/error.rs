//! Errors as people read them: what went wrong, where, and what to try, in one to three lines.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::error::ErrorKind;

use super::TROUBLE;
use crate::answer::AnswerError;
use crate::render::safe;

/// Says what is wrong with the arguments, or shows the help that was asked for.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let mut stdout = io::stdout();
        let written = write!(stdout, "{}", error.render()).and_then(|()| stdout.flush());
        let written = written.map_err(anyhow::Error::from).context("the help cannot be written");
        return match written {
            Err(error) if !is_closed_pipe(&error) => {
                report(&error);
                ExitCode::from(TROUBLE)
            }
            _ => ExitCode::SUCCESS,
        };
    }
    let text = error.render().to_string();
    let mut lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let usage = lines.iter().position(|line| line.starts_with("Usage:"));
    lines.truncate(usage.unwrap_or(lines.len()).min(2));
    lines.retain(|line| !line.starts_with("For more information"));
    say(&format!("{}\nsee `rekindle --help`", lines.join("\n")));
    ExitCode::from(TROUBLE)
}

/// Says what went wrong, and why, and what to try.
pub(super) fn report(error: &anyhow::Error) {
    let mut text = format!("error: {error}");
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        let words = cause.split(" (os error ").next().unwrap_or(&cause);
        // Some errors already say what caused them.
        if !text.to_lowercase().contains(&words.to_lowercase()) {
            text += &format!(": {words}");
        }
    }
    match error.downcast_ref::<AnswerError>() {
        Some(AnswerError::NobodyFits { nearest, .. }) => match nearest {
            Some(nearest) => text += &format!("\ndid you mean {nearest}?"),
            None => text += "\nsome words of a name, an alias or an address are enough",
        },
        Some(AnswerError::SeveralFit { candidates, .. }) => {
            const SHOWN: usize = 10;
            let names = candidates.iter().take(SHOWN).map(|candidate| match &candidate.path {
                Some(path) => format!("{} ({path})", candidate.name),
                None => candidate.name.clone(),
            });
            text += &format!("\nsay which: {}", names.collect::<Vec<_>>().join(", "));
            if candidates.len() > SHOWN {
                text += &format!(" and {} more", candidates.len() - SHOWN);
            }
        }
        Some(AnswerError::Query { shown, .. }) => text += &format!("\n{shown}"),
        Some(AnswerError::Index { .. }) => {
            text += "\n`rekindle index --rebuild` makes it anew; your notes are untouched";
        }
        None => {}
    }
    say(&text);
}

/// A remark beside the answer.
pub(super) fn note(text: &str) {
    say(&format!("rekindle: {text}"));
}

/// Whether whoever read the output has had enough.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(broken))
}

/// Writes to stderr, line by line and safe to show; if even that fails, there is nobody to tell.
fn say(text: &str) {
    let mut stderr = io::stderr().lock();
    for line in text.lines() {
        let _ = writeln!(stderr, "{}", safe(line));
    }
}
