//! The lock that makes a process the daemon of a vault. The system lets go of it whatever way the process
//! ends, so it never tells of one that is gone; the number in the file is for people only.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rustix::fs::OFlags;

use super::server::{Error, system};
use super::{check_ours, make};

/// How often to try, for somebody may be looking whether the lock is held at this very moment.
const TRIES: usize = 5;
/// How long to wait in between.
const PAUSE: Duration = Duration::from_millis(10);

/// Who has the lock of a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Nobody.
    Nobody,
    /// A process, and its number if it has written that down already.
    Process(Option<u32>),
}

/// Takes the lock, for as long as the file is open.
pub(super) fn take(path: &Path) -> Result<File, Error> {
    take_after(path, || thread::park_timeout(PAUSE))
}

fn take_after(path: &Path, mut pause: impl FnMut()) -> Result<File, Error> {
    if let Some(folder) = path.parent() {
        make(folder)?;
        check_ours(folder)?;
    }
    let mut options = File::options();
    options.create(true).truncate(false).write(true).mode(0o600);
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    let mut file = options.open(path).map_err(system("the daemon's lock cannot be opened"))?;
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => {
                // On a full disk people have to do without it.
                let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
                return Ok(file);
            }
            Err(TryLockError::WouldBlock) => pause(),
            Err(TryLockError::Error(source)) => {
                return Err(Error::System { what: "the daemon's lock cannot be taken", source });
            }
        }
    }
    Err(Error::AlreadyRunning)
}

/// Who has the lock.
pub fn holder(path: &Path) -> Holder {
    let Ok(file) = File::open(path) else { return Holder::Nobody };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {
            let number = fs::read_to_string(path).ok();
            Holder::Process(number.and_then(|number| number.parse().ok()))
        }
        // Let go of again with the file.
        Ok(()) | Err(TryLockError::Error(_)) => Holder::Nobody,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn one_process_has_it_and_is_known_by_its_number() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("state/key.lock");
        assert_eq!(holder(&path), Holder::Nobody);
        let first = take(&path).expect("nobody has it");
        assert_eq!(holder(&path), Holder::Process(Some(std::process::id())));
        assert!(matches!(take(&path), Err(Error::AlreadyRunning)));
        drop(first);
        assert_eq!(holder(&path), Holder::Nobody);
        assert!(path.exists(), "a lock is never deleted");
        // A longer number than ours, left by somebody else.
        fs::write(&path, "12345678901234").expect("our own file");
        let again = take(&path).expect("nobody has it");
        assert_eq!(holder(&path), Holder::Process(Some(std::process::id())));
        again.set_len(0).expect("our own file");
        assert_eq!(holder(&path), Holder::Process(None));
    }

    #[test]
    fn who_merely_looks_keeps_nobody_from_taking_it() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("key.lock");
        drop(take(&path).expect("nobody has it"));
        let looking = File::open(&path).expect("it is there");
        looking.try_lock_shared().expect("nobody has it");
        let mut looking = Some(looking);
        let taken = take_after(&path, || drop(looking.take()));
        assert_eq!(holder(&path), Holder::Process(Some(std::process::id())), "{taken:?}");
    }

    #[test]
    fn a_lock_that_others_could_take_away_is_refused() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let state = home.path().join("state");
        fs::create_dir(&state).expect("our own folder");
        let told = |mode| {
            fs::set_permissions(&state, fs::Permissions::from_mode(mode)).expect("ours");
            take(&state.join("key.lock")).err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert_eq!(told(0o755), "", "others may look");
        for mode in [0o777, 0o775, 0o722, 0o1777] {
            assert!(
                told(mode).contains("others may write to it; `chmod go-w` ends that"),
                "{mode:o}"
            );
        }
        assert_eq!(told(0o700), "");
        symlink(home.path().join("elsewhere"), state.join("link.lock")).expect("a link");
        assert!(take(&state.join("link.lock")).is_err());
        assert!(!home.path().join("elsewhere").exists());
    }
}
