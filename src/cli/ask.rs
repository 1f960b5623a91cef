//! Who answers: the daemon if there is one, else this process, in the same way and with the same outcome.

use super::place::{InVault, Place};
use super::terminal;
use crate::answer::{AnswerError, Request, Response, answer};
use crate::private;
use crate::state::State;
use crate::store::Saved;

/// How an answer is to be found.
#[derive(Debug, Clone, Copy)]
pub(super) struct How {
    /// Without a daemon.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there is no daemon here"))]
    pub alone: bool,
    /// From notes that are all read again.
    pub rebuild: bool,
}

/// An answer, and what to say beside it.
pub(super) struct Answered {
    pub outcome: Result<Response, AnswerError>,
    /// For those who want to know.
    pub details: Vec<String>,
    /// For everybody.
    pub remarks: Vec<String>,
}

/// Asks.
pub(super) fn ask(place: Place<InVault>, request: Request, how: How) -> anyhow::Result<Answered> {
    let mut details = Vec::new();
    let mut remarks = Vec::new();
    #[cfg(unix)]
    if !how.alone && !how.rebuild {
        use crate::daemon::client::{self, Answer, NoAnswer};
        let asked = super::daemon::address(&place).map_err(NoAnswer::Address).and_then(|address| {
            client::ask(&address, place.settings.settings.fingerprint(), request.clone())
        });
        match asked {
            Ok(Answer::Answered(outcome, answered)) => {
                let remarks = unsaved(answered.unsaved.as_deref()).into_iter().collect();
                let effort = effort(answered.read, answered.unchanged);
                let details = vec!["answered by the daemon".to_owned(), effort];
                return Ok(Answered { outcome: *outcome, details, remarks });
            }
            Ok(Answer::VaultGone(why)) => return Err(anyhow::Error::msg(why)),
            Err(why) if why.is_nothing_new() => {
                details.push(format!("answered without a daemon: {why}"));
            }
            Err(why) => remarks.push(format!("answered without the daemon: {why}")),
        }
    }
    let (progress, bar) = terminal::progress();
    let _closed = private::Closed::begin();
    let state = State::open(place.chosen.root, place.cache, place.settings.settings);
    let mut state = state.telling(progress).indexing(request.searches());
    if how.rebuild {
        state.forget();
    }
    let snapshot = state.refresh()?;
    details.push(effort(snapshot.read, snapshot.unchanged));
    if let Saved::Failed(why) = state.saved() {
        remarks.extend(unsaved(Some(why)));
    }
    let outcome = answer(&snapshot, &request);
    bar.finish_and_clear();
    // The process is about to end: giving all memory back piece by piece takes as long as an answer.
    std::mem::forget((state, snapshot));
    Ok(Answered { outcome, details, remarks })
}

fn effort(read: usize, unchanged: usize) -> String {
    format!("notes read: {read}, unchanged: {unchanged}")
}

fn unsaved(why: Option<&str>) -> Option<String> {
    why.map(|why| format!("what was read could not be kept for the next time: {why}"))
}
