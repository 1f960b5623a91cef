//! What the daemon tells of itself: its state, for whoever asks, and in the log what became of it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::fresh::Fresh;
use super::log::Log;
use crate::report::status::{StatusReport, Watching};
use crate::report::wording::counted;

/// See above. It can be read without asking the loop, which may be busy.
#[derive(Debug, Default)]
pub(super) struct Board {
    status: Mutex<StatusReport>,
    log: Log,
}

impl Board {
    pub fn new(status: StatusReport, log: Log) -> Self {
        Self { status: Mutex::new(status), log }
    }

    /// How the daemon is.
    pub fn status(&self) -> StatusReport {
        self.lock().clone()
    }

    /// Writes something down.
    pub fn log(&self, text: &str) {
        self.log.say(text);
    }

    /// Brings what is told up to date. `notes` is how many there are, if the vault is there.
    pub fn tell(&self, fresh: &Fresh, notes: Option<usize>) {
        let doubt = fresh.doubt().map(ToString::to_string);
        let watching = if doubt.is_none() { Watching::Events } else { Watching::Polling };
        let mut status = self.lock();
        let before = status.clone();
        status.notes = notes;
        status.folders = Some(fresh.folders());
        status.walked = fresh.walked().map(milliseconds);
        status.compared = fresh.compared().map(milliseconds);
        status.watching = Some(watching);
        status.why = doubt;
        let now = status.clone();
        drop(status);
        for line in news(&before, &now) {
            self.log(&line);
        }
    }

    fn lock(&self) -> MutexGuard<'_, StatusReport> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is worth a line in the log.
fn news(before: &StatusReport, now: &StatusReport) -> Vec<String> {
    let mut news = Vec::new();
    let was_told = before.watching.is_some();
    match (before.notes, now.notes) {
        (Some(_), None) => news.push("the vault cannot be read".to_owned()),
        (None, Some(notes)) if was_told => {
            news.push(format!("the vault can be read again: {}", shown(notes)));
        }
        _ => {}
    }
    match &now.why {
        Some(why) if before.why.as_ref() != Some(why) => {
            news.push(format!("changes are looked for before each answer: {why}"));
        }
        None if before.why.is_some() => news.push("the system tells of changes again".to_owned()),
        _ => {}
    }
    news
}

/// A number of notes.
pub(super) fn shown(notes: usize) -> String {
    counted(u32::try_from(notes).unwrap_or(u32::MAX), "note")
}

/// Milliseconds since 1970 (UTC).
pub(super) fn milliseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_hears_of_changes_and_of_each_once() {
        let status = |notes, why: Option<&str>| StatusReport {
            notes,
            watching: Some(Watching::Events),
            why: why.map(str::to_owned),
            ..StatusReport::default()
        };
        let gone = "the vault cannot be read";
        let again = "the vault can be read again: 1 note";
        let lost = "changes are looked for before each answer: no watches";
        let found = "the system tells of changes again";
        let cases: [(StatusReport, StatusReport, &[&str]); 8] = [
            (StatusReport::default(), status(Some(3), None), &[]),
            (StatusReport::default(), status(Some(3), Some("no watches")), &[lost]),
            (status(Some(3), None), status(Some(4), None), &[]),
            (status(Some(3), None), status(None, None), &[gone]),
            (status(None, None), status(None, None), &[]),
            (status(None, None), status(Some(1), Some("no watches")), &[again, lost]),
            (status(Some(1), Some("no watches")), status(Some(1), Some("no watches")), &[]),
            (status(Some(1), Some("no watches")), status(Some(1), None), &[found]),
        ];
        for (before, now, expected) in cases {
            assert_eq!(news(&before, &now), expected, "{before:?} {now:?}");
        }
    }
}
