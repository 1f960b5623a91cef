//! The terminal: how wide it is, what it can show, and how a fault is told on it.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::state::{Progress, Stage};

/// Whether standard output is a terminal.
pub(super) fn is_there() -> bool {
    io::stdout().is_terminal()
}

/// The columns and rows of standard output; none if it is no terminal.
pub(super) fn size() -> Option<(usize, usize)> {
    if !is_there() {
        return None;
    }
    let (columns, rows) = terminal_size::terminal_size_of(io::stdout())?;
    Some((usize::from(columns.0), usize::from(rows.0)))
}

/// The name of this machine, which links to its files carry: a terminal may show another machine.
pub(super) fn host() -> String {
    #[cfg(unix)]
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let host = String::new();
    host
}

/// How many columns standard output has; none if it is no terminal.
pub(super) fn width() -> Option<usize> {
    size().map(|(columns, _)| columns)
}

/// Whether standard output is a terminal that takes colour and whose owner wants it, or the environment
/// asks for colour wherever the output goes.
pub(super) fn takes_colour() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// Standard output. A console that knows no escapes has those of colour translated; without any there
/// is nothing to translate.
pub(super) fn stdout(escapes: bool) -> Box<dyn Write> {
    let stdout = io::stdout().lock();
    if escapes { Box::new(AutoStream::always(stdout)) } else { Box::new(stdout) }
}

/// Whether only ASCII can be relied on: the terminal is a dumb one, or the locale says so.
pub(super) fn is_ascii() -> bool {
    shows_ascii_only(|name| std::env::var(name).ok())
}

/// A locale that is not set, or that does not name its characters, says nothing.
fn shows_ascii_only(variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set).unwrap_or_default();
    let other_characters = match locale.split_once('.') {
        Some((_, characters)) => {
            let characters = characters.split('@').next().unwrap_or(characters);
            !["utf-8", "utf8"].contains(&characters.to_ascii_lowercase().as_str())
        }
        None => matches!(locale.as_str(), "C" | "POSIX"),
    };
    set(&"TERM").is_some_and(|terminal| terminal == "dumb") || other_characters
}

/// Shows on a terminal how far a long first look at a vault is; nothing before half a second has passed.
/// The bar is the caller's to clear away before anything else is shown.
pub(super) fn progress() -> (Progress, ProgressBar) {
    const PATIENCE: Duration = Duration::from_millis(500);
    let (began, bar) = (Instant::now(), ProgressBar::hidden());
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        // Writing to a line in memory cannot fail.
        let _ = write!(out, "{:.0} a second", state.per_sec());
    };
    let shape = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}, {rate}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(shape.with_key("rate", rate));
    let (told, shown) = (bar.clone(), Once::new());
    let progress: Progress = Arc::new(move |stage, done, total| {
        if began.elapsed() < PATIENCE {
            return;
        }
        // Draws on stderr, and only if that is a terminal.
        shown.call_once(|| told.set_draw_target(ProgressDrawTarget::stderr()));
        told.set_message(match stage {
            Stage::Reading => "reading notes",
            Stage::Indexing => "indexing notes",
        });
        told.set_length(total as u64);
        told.set_position(done as u64);
    });
    (progress, bar)
}

/// Tells a fault of the program's own in one line. One that a note brings to light costs that note only,
/// and the run goes on.
pub(super) fn soften_panics() {
    std::panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(|at| format!(" at {}:{}", at.file(), at.line()));
        let place = place.unwrap_or_default();
        let _ =
            writeln!(io::stderr(), "rekindle: a fault of this program{place}; please report it");
    }));
}

#[cfg(test)]
mod tests {
    use super::shows_ascii_only;

    #[test]
    fn only_what_clearly_is_not_utf_8_is_taken_for_ascii() {
        let cases: [(&[(&str, &str)], bool); 12] = [
            (&[], false),
            (&[("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8")], false),
            (&[("TERM", "dumb"), ("LANG", "en_GB.UTF-8")], true),
            (&[("LANG", "C")], true),
            (&[("LANG", "POSIX")], true),
            (&[("LANG", "C.UTF-8")], false),
            (&[("LANG", "de_DE.utf8@euro")], false),
            (&[("LANG", "de_DE.ISO-8859-1")], true),
            (&[("LANG", "de_DE")], false),
            // The first that is set decides, and an empty one is not set.
            (&[("LC_ALL", "en_GB.UTF-8"), ("LANG", "C")], false),
            (&[("LC_ALL", ""), ("LC_CTYPE", "C"), ("LANG", "en_GB.UTF-8")], true),
            (&[("LC_CTYPE", "en_GB.utf-8"), ("LANG", "C")], false),
        ];
        for (variables, ascii) in cases {
            let variable = |name: &str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(shows_ascii_only(variable), ascii, "{variables:?}");
        }
    }
}
