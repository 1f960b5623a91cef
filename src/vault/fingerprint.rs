//! What tells that a file may have changed, without reading it.
//!
//! Every difference means "look at the bytes", and so does a file time too young to be trusted: a
//! second save within one tick of the clock would leave the same times behind. That is git's rule for
//! its index. No time is ever compared for older or newer than another file's.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Where a file lies on disk, how large it is and when it was last touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Inode numbers are used again after a deletion, so they say nothing on their own.
    device: u64,
    inode: u64,
    size: u64,
    /// Seconds since 1970, which a program may set as it likes, and nanoseconds.
    modified: i64,
    modified_nanos: u32,
    changed_nanos: u32,
    /// Seconds since 1970, which only the system sets.
    changed: i64,
    racy: bool,
}

/// Seconds since 1970, and nanoseconds on top of them.
type Moment = (i64, u32);

impl Fingerprint {
    /// The fingerprint of a file. The cutoff must have been taken before the file is looked at.
    pub fn of(file: &Metadata, cutoff: Cutoff) -> Self {
        let ([device, inode], modified, changed) = identity(file);
        let racy = modified >= cutoff.0 || changed >= cutoff.0;
        let (modified, modified_nanos) = modified;
        let (changed, changed_nanos) = changed;
        let size = file.len();
        Self { device, inode, size, modified, modified_nanos, changed_nanos, changed, racy }
    }

    /// Whether nothing about the file differs.
    pub fn agrees_with(&self, other: &Self) -> bool {
        Self { racy: false, ..*self } == Self { racy: false, ..*other }
    }

    /// Whether the file might change once more and still agree with this.
    pub fn is_racy(&self) -> bool {
        self.racy
    }

    /// The same, no longer trusted.
    #[must_use]
    pub fn doubted(self) -> Self {
        Self { racy: true, ..self }
    }

    /// A made-up fingerprint; equal numbers agree.
    #[cfg(test)]
    pub(crate) fn sample(number: u64, racy: bool) -> Self {
        Self {
            device: 1,
            inode: 2,
            size: number,
            modified: 3,
            modified_nanos: 4,
            changed_nanos: 5,
            changed: 6,
            racy,
        }
    }
}

/// Device and inode, and the times of modification and change.
#[cfg(unix)]
fn identity(file: &Metadata) -> ([u64; 2], Moment, Moment) {
    use std::os::unix::fs::MetadataExt;
    // A file system that tells nonsense tells the same nonsense each time.
    let moment = |seconds: i64, nanos: i64| (seconds, nanos as u32);
    let modified = moment(file.mtime(), file.mtime_nsec());
    ([file.dev(), file.ino()], modified, moment(file.ctime(), file.ctime_nsec()))
}

/// Where there is no more to be had: the times of modification and creation. A file without times is
/// never trusted.
#[cfg(not(unix))]
fn identity(file: &Metadata) -> ([u64; 2], Moment, Moment) {
    let modified = file.modified().map_or((i64::MAX, 0), moment);
    ([0, 0], modified, file.created().map_or(modified, moment))
}

/// File times from this moment on are too young to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cutoff(Moment);

impl Cutoff {
    /// How long a file must have rested, unless a test says otherwise: the coarsest tick of any file
    /// system in use (FAT).
    pub const WINDOW: Duration = Duration::from_secs(2);

    /// A moment this long ago. It is taken once, before a walk, and serves for the reading that
    /// follows too; a file from the future never passes it.
    pub fn before_now(window: Duration) -> Self {
        let before = SystemTime::now().checked_sub(window);
        Self(before.map_or((i64::MIN, 0), moment))
    }
}

fn moment(time: SystemTime) -> Moment {
    let seconds = |length: Duration| i64::try_from(length.as_secs()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => (seconds(after), after.subsec_nanos()),
        Err(before) => {
            // Nanoseconds count forwards in either direction.
            let before = before.duration();
            match before.subsec_nanos() {
                0 => (-seconds(before), 0),
                nanos => (-seconds(before) - 1, 1_000_000_000 - nanos),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn young_files_and_files_from_the_future_are_not_trusted() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let now = SystemTime::now();
        let day = Duration::from_secs(86_400);
        let long_ago = Cutoff(moment(now - day));
        let soon = Cutoff(moment(now + day));
        // The change time cannot be set, so the cutoff moves instead of the file.
        let racy = |cutoff| {
            Fingerprint::of(&file.as_file().metadata().expect("metadata"), cutoff).is_racy()
        };
        assert!(racy(long_ago));
        assert!(!racy(soon));
        file.as_file().set_modified(now + 2 * day).expect("our own file");
        assert!(racy(soon));
    }

    #[test]
    fn trust_is_no_difference() {
        let trusted = Fingerprint::sample(1, false);
        assert!(trusted.agrees_with(&trusted.doubted()));
        assert!(!trusted.agrees_with(&Fingerprint::sample(2, false)));
    }

    #[test]
    fn moments_before_1970_are_in_order_too() {
        let at = |seconds: i64, millis: u64| match u64::try_from(seconds) {
            Ok(after) => {
                moment(UNIX_EPOCH + Duration::from_secs(after) + Duration::from_millis(millis))
            }
            Err(_) => moment(
                UNIX_EPOCH - Duration::from_secs(seconds.unsigned_abs())
                    + Duration::from_millis(millis),
            ),
        };
        assert_eq!(at(-2, 250), (-2, 250_000_000));
        assert_eq!(at(-1, 0), (-1, 0));
        assert_eq!(at(0, 0), (0, 0));
        assert_eq!(at(1, 999), (1, 999_000_000));
        assert!(at(-2, 250) < at(-2, 750) && at(-2, 750) < at(-1, 0) && at(-1, 999) < at(0, 0));
    }
}
