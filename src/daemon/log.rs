//! What a daemon writes down about itself: when it began, was ready and ended, its faults, and when it had
//! to do without being told of changes. Never anything from a note.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use chrono::{DateTime, SecondsFormat, Utc};
use rustix::fs::OFlags;

use super::make;
use crate::render::safe;

/// The size at which a log is put aside, in bytes. One that was put aside is kept.
const LARGEST: u64 = 1 << 20;

/// A log; the default one forgets everything.
#[derive(Debug, Default)]
pub(super) struct Log(Option<Mutex<Open>>);

#[derive(Debug)]
struct Open {
    path: PathBuf,
    file: File,
    largest: u64,
}

impl Log {
    /// The log in this file, which is private and is made if it is not there.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::of(path, LARGEST)
    }

    fn of(path: &Path, largest: u64) -> io::Result<Self> {
        let open = Open { path: path.to_owned(), file: file(path)?, largest };
        Ok(Self(Some(Mutex::new(open))))
    }

    /// Writes a line, with the time before it. If that cannot be done, the daemon's work goes on.
    pub fn say(&self, text: &str) {
        let Some(open) = &self.0 else { return };
        let time = DateTime::<Utc>::from(SystemTime::now());
        let time = time.to_rfc3339_opts(SecondsFormat::Millis, true);
        let line = format!("{time} {}\n", safe(text.trim_end()));
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = open.make_room(line.len()).and_then(|()| open.file.write_all(line.as_bytes()));
    }
}

impl Open {
    /// Puts what is there aside if there would be too much. It is copied and cut, and not renamed: the
    /// standard error of a daemon in the background is this same file.
    fn make_room(&self, needed: usize) -> io::Result<()> {
        if self.file.metadata()?.len() + needed as u64 <= self.largest {
            return Ok(());
        }
        let old = old(&self.path);
        let _ = fs::remove_file(&old);
        // On a full disk the new lines are worth more than the old ones.
        let _ = fs::copy(&self.path, &old);
        self.file.set_len(0)
    }
}

/// Where a log is put aside.
fn old(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".old");
    name.into()
}

/// Opens a log to write at its end, for nobody else to read.
///
/// # Errors
/// If it cannot be opened, or is no file.
pub fn file(path: &Path) -> io::Result<File> {
    path.parent().map_or(Ok(()), make).map_err(io::Error::other)?;
    let mut options = File::options();
    options.create(true).append(true).mode(0o600);
    // No link is followed, and nobody waits for a reader of a pipe.
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    let file = options.open(path)?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    if meta.mode() & 0o077 != 0 {
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn read(path: &Path) -> String {
        fs::read_to_string(path).expect("it is there")
    }

    #[test]
    fn each_line_has_its_time_and_acts_on_no_terminal() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("key.log");
        fs::write(&path, "kept\n").expect("our own file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("our own file");
        let log = Log::open(&path).expect("it can be written");
        log.say("one");
        log.say("two\n\u{1b}[31m lines\n");
        let text = read(&path);
        let lines: Vec<&str> = text.lines().collect();
        let time = |line: &str| {
            line.split(' ').next().map(DateTime::parse_from_rfc3339).expect("one").is_ok()
        };
        assert_eq!(lines.len(), 3, "{text}");
        assert_eq!(lines[0], "kept");
        assert!(lines[1..].iter().all(|line| time(line)), "{text}");
        assert!(
            lines[1].ends_with("Z one") && lines[2].ends_with("two <U+001B>[31m lines"),
            "{text}"
        );
        assert_eq!(fs::metadata(&path).expect("it is there").mode() & 0o777, 0o600);
        Log::default().say("forgotten");
    }

    #[test]
    fn it_takes_so_much_room_and_no_more() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("key.log");
        let log = Log::of(&path, 1_000).expect("it can be written");
        // What was opened before is what is written to after.
        let mut stderr = file(&path).expect("it can be written");
        for number in 0..200 {
            log.say(&format!("line {number}"));
        }
        writeln!(stderr, "at the end").expect("it can be written");
        let (new, old) = (read(&path), read(&old(&path)));
        let last = old.lines().last().expect("it has lines").rsplit(' ').next().expect("a number");
        let next: usize = last.parse::<usize>().expect("a number") + 1;
        assert!(new.lines().next().expect("a line").ends_with(&format!(" line {next}")), "{new}");
        assert!(new.ends_with(" line 199\nat the end\n"), "{new}");
        assert!(
            new.len() <= 1_020 && (900..=1_000).contains(&old.len()),
            "{} {}",
            new.len(),
            old.len()
        );
        assert_eq!(fs::read_dir(home.path()).expect("our own folder").count(), 2);
        for entry in fs::read_dir(home.path()).expect("our own folder").flatten() {
            assert_eq!(entry.metadata().expect("our own file").mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn only_a_file_of_our_own_is_written() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| home.path().join(name);
        fs::write(at("target"), "").expect("our own file");
        symlink(at("target"), at("link")).expect("a link");
        fs::create_dir(at("folder")).expect("our own folder");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            at("pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
            0,
        )
        .expect("a pipe");
        for name in ["link", "folder", "pipe", "target/log"] {
            assert!(Log::open(&at(name)).is_err(), "{name}");
        }
        assert_eq!(read(&at("target")), "");
    }
}
