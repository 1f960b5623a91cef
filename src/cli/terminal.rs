//! The terminal: how wide it is, and how a fault is told on it.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::state::{Progress, Stage};

/// How many columns standard output has; none if it is no terminal.
pub(super) fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width.0))
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
