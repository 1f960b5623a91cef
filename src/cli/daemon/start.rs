//! `rekindle daemon start`: a daemon in the background, and what becomes of it. The daemon tells whoever
//! started it through a pipe, which also ends with the daemon; a question then proves that it is there.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;

use super::super::place::{InVault, Place};
use super::super::{TROUBLE, error};
use super::{address, number, serve, shown, stop};
use crate::daemon::client::{self, NoAnswer};
use crate::daemon::lock::{Holder, holder};
use crate::daemon::{Address, THRIFT, log, server};
use crate::report::status::StatusReport;

/// What the daemon says when it has read the notes.
const READY: &str = "ready";
/// What it says when it is not needed.
const NOT_NEEDED: &str = "not needed";
/// How long it may take from the start of a process, whoever started it, until it can be asked.
const OPENING: Duration = Duration::from_secs(10);
/// How often to start one because another that was there is gone.
const TRIES: usize = 5;
/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(20);

/// What became of a process that is to be a daemon.
enum Outcome {
    /// It has read the notes.
    Ready,
    /// There was one already.
    NotNeeded,
    /// It ended, and said this.
    Ended(String),
    /// It is still reading the notes.
    Reading,
}

pub(super) fn start(place: &Place<InVault>, wait: Duration) -> anyhow::Result<u8> {
    let address = address(place)?;
    for _ in 0..TRIES {
        if let Some(told) = attempt(&address, wait)? {
            error::note(&told);
            return Ok(0);
        }
    }
    let told = "somebody else starts and ends daemons of this vault at the same time";
    Err(anyhow::anyhow!("{told}\ntry again in a while"))
}

/// Starts a daemon if there is none, and tells what became of it; nothing if it was not needed because of
/// one that is gone by now.
fn attempt(address: &Address, wait: Duration) -> anyhow::Result<Option<String>> {
    let vault = shown(&address.root);
    let already = format!("a daemon for {vault} is already running");
    let mut before = String::new();
    match stop::patiently(|| client::status(address)) {
        Ok(_) => return Ok(Some(already)),
        Err(NoAnswer::Nobody) => {}
        Err(NoAnswer::OtherBuild(version)) => {
            stop::end(address)?;
            before = format!("ended the daemon of another build ({version}); ");
        }
        Err(why) => return Err(stop::trouble(address, &why)),
    }
    let mut started = Started::new(address)?;
    match started.outcome(wait) {
        Outcome::Ended(why) => return Err(ended(address, &why)),
        Outcome::NotNeeded => {
            let is_gone = || holder(&address.lock) == Holder::Nobody;
            return match asked(address, is_gone) {
                Ok(_) => Ok(Some(already)),
                Err(NoAnswer::Nobody) if is_gone() => Ok(None),
                Err(NoAnswer::Nobody) => Err(stop::out_of_reach(address)),
                Err(why) => Err(stop::trouble(address, &why)),
            };
        }
        Outcome::Ready | Outcome::Reading => {}
    }
    match asked(address, || matches!(started.outcome(Duration::ZERO), Outcome::Ended(_))) {
        Ok(StatusReport { notes: Some(notes), .. }) => Ok(Some(format!(
            "{before}watching {vault} ({}); `rekindle daemon stop` ends it",
            number(notes)
        ))),
        Ok(_) => Ok(Some(format!(
            "{before}reading the notes of {vault}; `rekindle daemon status` tells when it is through"
        ))),
        Err(why) => Err(match started.outcome(Duration::ZERO) {
            Outcome::Ended(why) => ended(address, &why),
            _ => stop::trouble(address, &why),
        }),
    }
}

/// What `start` starts: the daemon, in a session of its own, which says how it fares on standard output.
pub(super) fn be_started(place: &Place<InVault>) -> anyhow::Result<u8> {
    // Fails only if it is so already.
    let _ = rustix::process::setsid();
    // The log has them, with the time.
    std::panic::set_hook(Box::new(|_| {}));
    let say = |text: &str| {
        // Whoever started it may be gone.
        let _ = writeln!(io::stdout(), "{text}").and_then(|()| io::stdout().flush());
    };
    match serve(place, move |_| say(READY)) {
        Ok(()) => Ok(0),
        Err(server::Error::AlreadyRunning) => {
            say(NOT_NEEDED);
            Ok(0)
        }
        Err(error) => {
            say(&format!("{:#}", anyhow::Error::from(error)));
            Ok(TROUBLE)
        }
    }
}

fn ended(address: &Address, why: &str) -> anyhow::Error {
    let why = if why.is_empty() { "it ended at once" } else { why };
    let log = address.log.display();
    anyhow::anyhow!("the daemon could not be started: {why}\nits log is {log}")
}

/// How the daemon is, once it can be asked or is gone.
fn asked(address: &Address, mut is_gone: impl FnMut() -> bool) -> Result<StatusReport, NoAnswer> {
    let until = Instant::now() + OPENING;
    loop {
        match stop::patiently(|| client::status(address)) {
            Err(NoAnswer::Nobody) if Instant::now() < until && !is_gone() => {
                thread::park_timeout(PAUSE);
            }
            asked => return asked,
        }
    }
}

/// A process that is to be a daemon.
struct Started {
    /// What it says; ends when it does.
    said: Receiver<String>,
    told: Vec<String>,
}

impl Started {
    fn new(address: &Address) -> anyhow::Result<Self> {
        let program =
            std::env::current_exe().context("the file of this program cannot be found")?;
        let mut command = Command::new(program);
        command.arg("--vault").arg(&address.root).args(["daemon", "run", "--background"]);
        command.envs(THRIFT.iter().filter(|(name, _)| std::env::var_os(name).is_none()).copied());
        // Whoever supervises this command does not supervise the daemon.
        command.env_remove("NOTIFY_SOCKET").stdin(Stdio::null()).stdout(Stdio::piped());
        // What the system says of its end, such as an overflow of a stack.
        let log = log::file(&address.log).map_or_else(|_| Stdio::null(), |log: File| log.into());
        let mut child: Child = command.stderr(log).spawn().context("no process can be started")?;
        let (to, said) = mpsc::channel();
        if let Some(output) = child.stdout.take() {
            let lines = BufReader::new(output).lines();
            thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| to.send(line)));
        }
        Ok(Self { said, told: Vec::new() })
    }

    /// What became of it after so long a time at most.
    fn outcome(&mut self, wait: Duration) -> Outcome {
        let until = Instant::now() + wait;
        loop {
            match self.said.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) if line == READY => return Outcome::Ready,
                Ok(line) if line == NOT_NEEDED => return Outcome::NotNeeded,
                Ok(line) => self.told.push(line),
                Err(RecvTimeoutError::Timeout) => return Outcome::Reading,
                Err(RecvTimeoutError::Disconnected) => {
                    return Outcome::Ended(self.told.join("\n"));
                }
            }
        }
    }
}
