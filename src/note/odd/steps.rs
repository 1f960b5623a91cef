//! Counts what is gone through more often than once, so that tests can hold that the work for a note grows
//! as its length does. Only builds for tests count, which are those with debug assertions.

use std::cell::Cell;

thread_local! {
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

/// So many lines, bytes or words were looked at.
#[inline]
pub(in crate::note) fn count(steps: usize) {
    if cfg!(debug_assertions) {
        TAKEN.with(|taken| taken.set(taken.get() + steps));
    }
}

/// What was counted on this thread since this was last asked.
pub(in crate::note) fn taken() -> usize {
    TAKEN.with(Cell::take)
}
