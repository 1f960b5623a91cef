//! The terminal: how wide it is, and how a fault is told on it.

use std::io::{self, IsTerminal, Write};

/// How many columns standard output has; none if it is no terminal.
pub(super) fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width.0))
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
