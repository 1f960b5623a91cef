//! The daemon's life: takes the lock, binds the socket, opens the door, starts the loop that answers, and
//! ends when told to, whatever the loop is at.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use rustix::fs::Mode;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::board::{Board, milliseconds, shown};
use super::desk::{Desk, Event, Open};
use super::door::Door;
use super::log::Log;
use super::protocol::Hello;
use super::supervisor::Supervisor;
use super::{Address, AddressError, lock, make_private};
use crate::report::status::StatusReport;

/// How long the loop may take to finish what it is at when the daemon is to end.
const GRACE: Duration = Duration::from_millis(500);
/// How often to sweep at the end, beside a loop that is not through yet.
const SWEEPS: usize = 10;

/// Why a daemon ended, or never began.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is one already.
    #[error("a daemon for this vault is already running")]
    AlreadyRunning,
    /// There is no place for its socket.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The system refused something.
    #[error("{what}: {source}")]
    System {
        /// What it was.
        what: &'static str,
        /// The system's words.
        source: io::Error,
    },
    /// The vault is not there, or its settings cannot be read.
    #[error("{0}")]
    Vault(String),
    /// Its socket was taken away, so nobody can reach it.
    #[error("the daemon's socket was removed, so it ends; start it again")]
    SocketGone,
    /// A fault before the first picture.
    #[error("the daemon hit a fault of this program; please report it")]
    Fault,
}

/// What ends the daemon.
pub(super) enum Ending {
    /// Somebody wants it to end; a client hears of the end by being hung up on.
    Wanted(Option<UnixStream>),
    /// The loop is over.
    Over(Result<(), Error>),
}

/// Is the daemon of a vault until told to end. `ready` is called with the number of notes once the first
/// picture is there.
///
/// # Errors
/// If there is one already, or it cannot begin, or cannot go on.
pub fn serve(
    address: &Address,
    open: Open,
    ready: impl FnOnce(usize) + Send + 'static,
) -> Result<(), Error> {
    // Whatever is made from here on is for nobody else, the socket above all.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let _lock = lock::take(&address.lock)?;
    let supervisor = Supervisor::at(std::env::var_os("NOTIFY_SOCKET"));
    // Without a log there is a daemon all the same.
    let board = Arc::new(Board::new(status(address), Log::open(&address.log).unwrap_or_default()));
    write_down_faults(Arc::clone(&board));
    let (version, process) = (env!("CARGO_PKG_VERSION"), std::process::id());
    board.log(&format!(
        "begins: version {version}, process {process}, vault {}",
        address.root.display()
    ));
    let result = live(address, open, &board, &supervisor, ready);
    match &result {
        Ok(()) => board.log("ends, as it was asked to"),
        Err(error) => board.log(&format!("ends: {error}")),
    }
    result
}

fn live(
    address: &Address,
    open: Open,
    board: &Arc<Board>,
    supervisor: &Supervisor,
    ready: impl FnOnce(usize) + Send + 'static,
) -> Result<(), Error> {
    make_private(&address.folder)?;
    make_private(&address.cookies)?;
    sweep(&address.cookies);
    let (ending, ended) = mpsc::channel();
    listen_to_signals(ending.clone()).map_err(system("signals cannot be listened to"))?;
    let (listener, socket) = bind(&address.socket).map_err(system("no socket can be made"))?;
    supervisor.tell("STATUS=reading the notes");

    let (events, happened) = mpsc::channel();
    let hello = Hello::new(&address.root);
    let door =
        Door { hello, events: events.clone(), ending: ending.clone(), board: Arc::clone(board) };
    let spawn = |name: &str, run: Box<dyn FnOnce() + Send>| {
        let thread = thread::Builder::new().name(name.to_owned());
        thread.spawn(run).map_err(system("no thread can be started"))
    };
    spawn("door", Box::new(move || door.stand_open(&listener)))?;
    let (at, told, on) = (address.clone(), supervisor.clone(), Arc::clone(board));
    let run = move || {
        let work = AssertUnwindSafe(|| {
            let ready = |notes| {
                on.log(&format!("is ready: {}", shown(notes)));
                told.tell(&format!("READY=1\nSTATUS=watching {}", shown(notes)));
                ready(notes);
            };
            Desk::open(&at, open, Arc::clone(&on))?.run(&happened, socket, ready)
        });
        let result = panic::catch_unwind(work).unwrap_or(Err(Error::Fault));
        let _ = ending.send(Ending::Over(result));
    };
    spawn("loop", Box::new(run))?;

    let mut result = Ok(());
    let ending = ended.recv();
    supervisor.tell("STOPPING=1");
    match ending {
        Ok(Ending::Over(over)) => result = over,
        // The signals' thread never ends.
        Err(_) => {}
        Ok(Ending::Wanted(asker)) => {
            // Hung up on by the system when the lock is free and the process gone, and not before.
            std::mem::forget(asker);
            let _ = events.send(Event::Stop);
            // What it is at is a reading of notes, which may be broken off anywhere.
            let until = Instant::now() + GRACE;
            let left = || until.saturating_duration_since(Instant::now());
            while let Ok(Ending::Wanted(asker)) = ended.recv_timeout(left()) {
                std::mem::forget(asker);
            }
        }
    }
    if is_at(&address.socket, socket) {
        let _ = fs::remove_file(&address.socket);
    }
    for _ in 0..SWEEPS {
        sweep(&address.cookies);
        match fs::remove_dir(&address.cookies) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
            _ => break,
        }
    }
    result
}

/// How a daemon is that has just begun.
fn status(address: &Address) -> StatusReport {
    StatusReport {
        vault: address.root.to_string_lossy().into_owned(),
        running: true,
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        pid: Some(std::process::id()),
        since: Some(milliseconds(SystemTime::now())),
        ..StatusReport::default()
    }
}

/// Has each fault of the program written down: where it was, and not what was said there, which may be
/// about a note.
fn write_down_faults(board: Arc<Board>) {
    let told = panic::take_hook();
    panic::set_hook(Box::new(move |fault| {
        let place = fault.location().map(|at| format!(" at {}:{}", at.file(), at.line()));
        board.log(&format!("a fault of this program{}", place.unwrap_or_default()));
        told(fault);
    }));
}

/// Device and inode of a socket.
pub(super) type Socket = (u64, u64);

/// Binds the socket, in the place of one that a daemon left behind. Only for who holds the lock.
fn bind(path: &Path) -> io::Result<(UnixListener, Socket)> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    let meta = fs::symlink_metadata(path)?;
    Ok((listener, (meta.dev(), meta.ino())))
}

pub(super) fn is_at(path: &Path, socket: Socket) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| (meta.dev(), meta.ino()) == socket)
}

/// Removes what a daemon left behind that was killed.
fn sweep(cookies: &Path) {
    for entry in fs::read_dir(cookies).into_iter().flatten().flatten() {
        let _ = fs::remove_file(entry.path());
    }
}

fn listen_to_signals(ending: Sender<Ending>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let listen = move || {
        for _ in signals.forever() {
            let _ = ending.send(Ending::Wanted(None));
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(listen)?;
    Ok(())
}

pub(super) fn system(what: &'static str) -> impl FnOnce(io::Error) -> Error {
    move |source| Error::System { what, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_written_down_without_what_was_said() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("key.log");
        let log = Log::open(&path).expect("it can be written");
        write_down_faults(Arc::new(Board::new(StatusReport::default(), log)));
        let fault = thread::spawn(|| panic!("text of a note")).join();
        // Back to the one of the system.
        drop(panic::take_hook());
        assert!(fault.is_err());
        let text = fs::read_to_string(&path).expect("it was made");
        assert!(text.contains("Z a fault of this program at src/daemon/server.rs:"), "{text}");
        assert!(!text.contains("text of a note"), "{text}");
    }
}
