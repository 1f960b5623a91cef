//! Opening a file when the system has no descriptor left for it: another thread or a client of the daemon may
//! give one back at any moment, and a note that cannot be opened must not pass for one that nobody may read.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How often to try again, and how long to wait in between.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(10);

/// Whether the last wait was in vain; then nobody waits until an opening succeeds, for there may be ten
/// thousand notes to wait for.
static IN_VAIN: AtomicBool = AtomicBool::new(false);

/// Opens something, and tries again for a second if there are too many open files.
pub(super) fn patiently<T>(open: impl Fn() -> io::Result<T>) -> io::Result<T> {
    let was_in_vain = IN_VAIN.load(Ordering::Relaxed);
    let mut left = if was_in_vain { 0 } else { TRIES };
    loop {
        let opened = open();
        let starved = opened.as_ref().is_err_and(is_for_want_of_descriptors);
        if starved && left > 0 {
            left -= 1;
            thread::park_timeout(PAUSE);
            continue;
        }
        if starved != was_in_vain {
            IN_VAIN.store(starved, Ordering::Relaxed);
        }
        return opened;
    }
}

/// Whether there are too many open files, in this process or in all.
#[cfg(unix)]
pub(super) fn is_for_want_of_descriptors(error: &io::Error) -> bool {
    use rustix::io::Errno;
    matches!(Errno::from_io_error(error), Some(Errno::MFILE | Errno::NFILE))
}

#[cfg(not(unix))]
pub(super) fn is_for_want_of_descriptors(_: &io::Error) -> bool {
    false
}
