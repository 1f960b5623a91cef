//! Time that passed while the machine slept. Timers stand still meanwhile, and another system may have had
//! the disk.

use std::time::Duration;

/// Less than this is a difference of clocks and no sleep.
const NAP: Duration = Duration::from_secs(1);

/// How long the machine has slept in all, as far as that can be told; it only grows.
pub(super) type Slept = fn() -> Duration;

/// Tells whether the machine slept.
#[derive(Debug)]
pub(super) struct Standby {
    slept: Slept,
    known: Duration,
}

impl Standby {
    /// From now on.
    pub fn new(slept: Slept) -> Self {
        Self { slept, known: slept() }
    }

    /// Whether the machine slept since this was asked last.
    pub fn is_over(&mut self) -> bool {
        let slept = (self.slept)();
        let is_over = slept.saturating_sub(self.known) >= NAP;
        if is_over {
            self.known = slept;
        }
        is_over
    }
}

/// The system's word: one of its clocks goes on in standby, the other does not.
#[cfg(target_os = "linux")]
pub(super) fn slept() -> Duration {
    use rustix::time::{ClockId, Timespec, clock_gettime};
    let since = |clock| {
        let Timespec { tv_sec, tv_nsec } = clock_gettime(clock);
        let [seconds, nanoseconds] = [tv_sec, tv_nsec].map(|part| u64::try_from(part).unwrap_or(0));
        Duration::from_secs(seconds) + Duration::from_nanos(nanoseconds)
    };
    // Read first, so that the moment between the two never looks like a sleep.
    let all = since(ClockId::Boottime);
    all.saturating_sub(since(ClockId::Monotonic))
}

/// Elsewhere it cannot be told; the slow walk finds what it would have found.
#[cfg(not(target_os = "linux"))]
pub(super) fn slept() -> Duration {
    Duration::ZERO
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    static SLEPT: AtomicU64 = AtomicU64::new(7_000);

    #[test]
    fn a_sleep_is_told_once() {
        let mut standby = Standby::new(|| Duration::from_millis(SLEPT.load(Ordering::Relaxed)));
        for (slept, is_over) in
            [(7_000, false), (7_002, false), (8_100, true), (8_100, false), (90_000, true)]
        {
            SLEPT.store(slept, Ordering::Relaxed);
            assert_eq!(standby.is_over(), is_over, "{slept}");
        }
    }

    #[test]
    fn being_awake_is_no_sleep() {
        let mut standby = Standby::new(slept);
        assert!((0..1_000).all(|_| !standby.is_over()));
    }
}
