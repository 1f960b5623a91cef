//! Disks that are mounted and unmounted: no folder tells of that, not even the one that is covered.

/// The system's table of what is mounted where.
#[cfg(target_os = "linux")]
#[derive(Debug)]
pub(super) struct Mounts(Option<std::fs::File>);

#[cfg(target_os = "linux")]
impl Mounts {
    /// The table as it is now. Where there is none to be read, nothing ever changes.
    pub fn new() -> Self {
        Self(std::fs::File::open("/proc/self/mountinfo").ok())
    }

    /// Whether anything was mounted or unmounted since this was asked last, anywhere. The system remembers
    /// for each open table what it has told, so nothing is read.
    pub fn changed(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let Some(table) = &self.0 else { return false };
        let mut polled = [PollFd::new(table, PollFlags::PRI)];
        let told = poll(&mut polled, Some(&Timespec::default()));
        // In doubt, look.
        told.is_err() || polled[0].revents().intersects(PollFlags::PRI | PollFlags::ERR)
    }
}

/// Nowhere else can the table be asked for changes.
#[cfg(not(target_os = "linux"))]
#[derive(Debug)]
pub(super) struct Mounts;

#[cfg(not(target_os = "linux"))]
impl Mounts {
    pub fn new() -> Self {
        Self
    }

    pub fn changed(&self) -> bool {
        false
    }
}
