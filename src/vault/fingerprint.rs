//! What tells that a file may have changed, without reading it.
//!
//! Every difference means "look at the bytes", and so does a file time too young to be trusted: a
//! second save within one tick of the clock would leave the same times behind. That is git's rule for
//! its index. No time is ever compared for older or newer than another file's.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Where a file lies on disk, how large it is and when it was last touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Inode numbers are used again after a deletion, so they say nothing on their own.
    device: u64,
    inode: u64,
    size: u64,
    /// Nanoseconds since 1970, which a program may set as it likes.
    modified: i128,
    /// Nanoseconds since 1970, which only the system sets.
    changed: i128,
    racy: bool,
}

impl Fingerprint {
    /// The fingerprint of a file. The cutoff must have been taken before the file is looked at.
    pub fn of(file: &Metadata, cutoff: Cutoff) -> Self {
        let [device, inode, modified, changed] = identity(file);
        let racy = modified >= cutoff.0 || changed >= cutoff.0;
        let [device, inode] = [device, inode].map(|number| number as u64);
        Self { device, inode, size: file.len(), modified, changed, racy }
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
        let size = number;
        Self { device: 1, inode: 2, size, modified: 3, changed: 4, racy }
    }
}

/// Device, inode, and the times of modification and change.
#[cfg(unix)]
fn identity(file: &Metadata) -> [i128; 4] {
    use std::os::unix::fs::MetadataExt;
    let nanos = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
    [
        file.dev().into(),
        file.ino().into(),
        nanos(file.mtime(), file.mtime_nsec()),
        nanos(file.ctime(), file.ctime_nsec()),
    ]
}

/// Where there is no more to be had: the times of modification and creation. A file without times is
/// never trusted.
#[cfg(not(unix))]
fn identity(file: &Metadata) -> [i128; 4] {
    let modified = file.modified().map_or(i128::MAX, nanos);
    [0, 0, modified, file.created().map_or(modified, nanos)]
}

/// File times from this moment on are too young to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cutoff(i128);

impl Cutoff {
    /// How long a file must have rested, unless a test says otherwise: the coarsest tick of any file
    /// system in use (FAT).
    pub const WINDOW: Duration = Duration::from_secs(2);

    /// A moment this long ago. It is taken once, before a walk, and serves for the reading that
    /// follows too; a file from the future never passes it.
    pub fn before_now(window: Duration) -> Self {
        let window = i128::try_from(window.as_nanos()).unwrap_or(i128::MAX);
        Self(nanos(SystemTime::now()).saturating_sub(window))
    }
}

fn nanos(time: SystemTime) -> i128 {
    let signed = |length: Duration| i128::try_from(length.as_nanos()).unwrap_or(i128::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => signed(after),
        Err(before) => -signed(before.duration()),
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
        let long_ago = Cutoff(nanos(now - day));
        let soon = Cutoff(nanos(now + day));
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
}
