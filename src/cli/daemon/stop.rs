//! `rekindle daemon stop`, and what to say of a daemon that does not do what it is asked to. It is never
//! killed: why it does not answer is not known here.

use std::thread;
use std::time::{Duration, Instant};

use super::super::error;
use super::super::place::{InVault, Place};
use super::{address, shown};
use crate::daemon::Address;
use crate::daemon::client::{self, NoAnswer};
use crate::daemon::lock::{Holder, holder};

/// How long a daemon may take to end; it takes less than a second.
const ENDING: Duration = Duration::from_secs(5);
/// How long to wait before looking again whether it is gone.
const PAUSE: Duration = Duration::from_millis(10);
/// One who breaks off sooner than this is alive: about to end, or busy with others at its door.
const QUICK: Duration = Duration::from_secs(1);

pub(super) fn stop(place: &Place<InVault>) -> anyhow::Result<u8> {
    let ended = match address(place).map_err(NoAnswer::Address) {
        Err(why) if why.is_nothing_new() => false,
        found => end(&found?)?,
    };
    let vault = shown(&place.chosen.root);
    error::note(&if ended {
        format!("the daemon for {vault} has ended")
    } else {
        format!("no daemon for {vault} is running")
    });
    Ok(0)
}

/// Ends the daemon, and waits until it is gone. Returns false if there is none.
pub(super) fn end(address: &Address) -> anyhow::Result<bool> {
    let began = Instant::now();
    loop {
        match patiently(|| client::stop(address, ENDING)) {
            Ok(true) => return Ok(true),
            Ok(false) => break,
            Err(NoAnswer::Nobody) if holder(&address.lock) == Holder::Nobody => return Ok(false),
            // It may be about to open its door, or to leave.
            Err(NoAnswer::Nobody) if began.elapsed() < ENDING => thread::park_timeout(PAUSE),
            Err(NoAnswer::Nobody) => return Err(out_of_reach(address)),
            Err(why) => return Err(trouble(address, &why)),
        }
    }
    let hint = match holder(&address.lock) {
        Holder::Process(Some(number)) => {
            format!("`kill -9 {number}` ends it at once, and nothing is lost")
        }
        _ => "try again in a while".to_owned(),
    };
    Err(anyhow::anyhow!("the daemon was asked to end, and is still there\n{hint}"))
}

/// Asks again while the daemon breaks off at once.
pub(super) fn patiently<T>(mut ask: impl FnMut() -> Result<T, NoAnswer>) -> Result<T, NoAnswer> {
    let began = Instant::now();
    loop {
        let tried = Instant::now();
        match ask() {
            Err(NoAnswer::Trouble(_)) if tried.elapsed() < QUICK && began.elapsed() < ENDING => {
                thread::park_timeout(PAUSE);
            }
            asked => return asked,
        }
    }
}

/// What to say of a daemon that has no door.
pub(super) fn out_of_reach(address: &Address) -> anyhow::Error {
    let told = "a daemon is running, but its socket is gone, so nobody can reach it";
    match holder(&address.lock) {
        Holder::Process(Some(number)) => {
            anyhow::anyhow!("{told}\nit ends within five minutes; `kill {number}` ends it now")
        }
        _ => anyhow::anyhow!("{told}\nit ends within five minutes"),
    }
}

/// What to say of a daemon that gives no proper answer.
pub(super) fn trouble(address: &Address, why: &NoAnswer) -> anyhow::Error {
    let Holder::Process(Some(number)) = holder(&address.lock) else {
        return anyhow::anyhow!("{why}");
    };
    match why {
        NoAnswer::Trouble(_) => anyhow::anyhow!(
            "{why}\nif it was stopped, `kill -CONT {number}` lets it go on; \
             `kill -9 {number}` ends it, and nothing is lost"
        ),
        NoAnswer::OtherBuild(version) => anyhow::anyhow!(
            "the daemon is of another build ({version}), which does not understand this one\n\
             `kill {number}` ends it"
        ),
        _ => anyhow::anyhow!("{why}"),
    }
}
