//! Asking the daemon. Whatever goes wrong, the caller does the work itself and may say why in one line.

use std::io;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use super::protocol::{self, Answered, Call, Control, Hello, Outcome, Reply};
use super::timed::Timed;
use super::{Address, AddressError, check_private};
use crate::answer::Request;
use crate::report::status::StatusReport;

/// How long it may take to be let in.
const HANDSHAKE: Duration = Duration::from_millis(250);
/// How long that may take when somebody wants something of the daemon itself, and no answer is kept waiting.
const CONTROL: Duration = Duration::from_secs(3);
/// How long an answer may take. Whoever shook hands is alive, and may be reading the vault for the first
/// time; doing the same beside it would not be faster.
const ANSWER: Duration = Duration::from_secs(30);

/// Why the daemon gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// There is none, which is nothing to speak of.
    #[error("no daemon is running")]
    Nobody,
    /// Its folder is no place to meet.
    #[error(transparent)]
    Address(AddressError),
    /// It did not answer, or broke off.
    #[error("the daemon does not answer ({0})")]
    Trouble(String),
    /// It is another build of the program.
    #[error("the daemon is of another build ({0}); `rekindle daemon start` replaces it")]
    OtherBuild(String),
    /// It is for another vault, which only a collision of hashes can bring about.
    #[error("the daemon is for another vault")]
    OtherVault,
    /// It finds other settings.
    #[error("the daemon has other settings; end it and start it again to use it")]
    OtherSettings,
    /// It hit a fault.
    #[error("the daemon hit a fault of this program; please report it")]
    Fault,
}

impl NoAnswer {
    /// Whether it needs no word: there is no daemon, or there can be none.
    pub fn is_nothing_new(&self) -> bool {
        let nowhere = AddressError::is_nowhere;
        matches!(self, Self::Nobody) || matches!(self, Self::Address(error) if nowhere(error))
    }
}

/// The daemon's answer.
#[derive(Debug)]
pub enum Answer {
    /// From the notes.
    Answered(Box<Outcome>, Box<Answered>),
    /// The vault is not there; why.
    VaultGone(String),
}

/// Asks the daemon of a vault. `settings` is the fingerprint of those that the caller found.
///
/// # Errors
/// If there is no answer.
pub fn ask(address: &Address, settings: u64, request: Request) -> Result<Answer, NoAnswer> {
    match call(address, &Call::Ask { settings, request }, HANDSHAKE)? {
        Reply::Answer(answered) => {
            let mut outcome = protocol::decoded(&answered.outcome).map_err(trouble)?;
            if let Ok(response) = &mut outcome {
                response.as_of = answered.as_of;
            }
            Ok(Answer::Answered(Box::new(outcome), answered))
        }
        Reply::VaultGone(why) => Ok(Answer::VaultGone(why)),
        Reply::Unreadable(why) => Err(NoAnswer::Trouble(why)),
        Reply::OtherSettings => Err(NoAnswer::OtherSettings),
        Reply::Fault => Err(NoAnswer::Fault),
        Reply::Status(_) | Reply::Done => Err(nonsense()),
    }
}

/// How the daemon of a vault is.
///
/// # Errors
/// If there is no answer.
pub fn status(address: &Address) -> Result<StatusReport, NoAnswer> {
    match call(address, &Call::Control(Control::Status), CONTROL)? {
        Reply::Status(status) => Ok(*status),
        _ => Err(nonsense()),
    }
}

/// Has the daemon of a vault do something about itself. To end, it may be of another build.
///
/// # Errors
/// If it is not known to be done.
pub fn control(address: &Address, control: Control) -> Result<(), NoAnswer> {
    match call(address, &Call::Control(control), CONTROL)? {
        Reply::Done => Ok(()),
        Reply::VaultGone(why) | Reply::Unreadable(why) => Err(NoAnswer::Trouble(why)),
        _ => Err(nonsense()),
    }
}

/// Has the daemon of a vault end, which may be of another build, and tells whether it is gone before so much
/// time has passed.
///
/// # Errors
/// If it did not say that it will.
pub fn stop(address: &Address, patience: Duration) -> Result<bool, NoAnswer> {
    let (reply, mut stream) = exchange(address, &Call::Control(Control::Stop), CONTROL)?;
    if reply != Reply::Done {
        return Err(nonsense());
    }
    stream.allow(patience);
    // It says no more, and hangs up by ending.
    Ok(match io::copy(&mut stream, &mut io::sink()) {
        Err(error) => error.kind() != io::ErrorKind::TimedOut,
        Ok(_) => true,
    })
}

fn call(address: &Address, call: &Call, handshake: Duration) -> Result<Reply, NoAnswer> {
    Ok(exchange(address, call, handshake)?.0)
}

fn exchange(
    address: &Address,
    call: &Call,
    handshake: Duration,
) -> Result<(Reply, Timed), NoAnswer> {
    match check_private(&address.folder) {
        Err(error) if error.is_missing() => return Err(NoAnswer::Nobody),
        checked => checked.map_err(NoAnswer::Address)?,
    }
    let stream = match connect(address) {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
            ) =>
        {
            return Err(NoAnswer::Nobody);
        }
        connected => connected.map_err(trouble)?,
    };
    let mut stream = Timed::new(stream, handshake);
    let ours = Hello::new(&address.root);
    protocol::send(&mut stream, &ours).map_err(trouble)?;
    let theirs: Hello = protocol::receive(&mut stream).map_err(trouble)?;
    if theirs.vault != ours.vault {
        return Err(NoAnswer::OtherVault);
    }
    let may_be_another = *call == Call::Control(Control::Stop) && theirs.understands(&ours);
    if theirs != ours && !may_be_another {
        return Err(NoAnswer::OtherBuild(theirs.version));
    }
    stream.allow(ANSWER);
    protocol::send(&mut stream, call).map_err(trouble)?;
    let reply = protocol::receive_reply(&mut stream).map_err(trouble)?;
    Ok((reply, stream))
}

/// Connects at once or not at all: a daemon that was stopped in its tracks may have a full queue, and to
/// join that would mean to wait for ever.
#[cfg(target_os = "linux")]
fn connect(address: &Address) -> io::Result<UnixStream> {
    use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
    rustix::net::connect(&socket, &SocketAddrUnix::new(&address.socket)?)?;
    let stream = UnixStream::from(socket);
    stream.set_nonblocking(false)?;
    Ok(stream)
}

#[cfg(not(target_os = "linux"))]
fn connect(address: &Address) -> io::Result<UnixStream> {
    UnixStream::connect(&address.socket)
}

fn trouble(error: io::Error) -> NoAnswer {
    NoAnswer::Trouble(match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "it took too long".to_owned(),
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::ConnectionReset => "it broke off".to_owned(),
        _ => error.to_string(),
    })
}

fn nonsense() -> NoAnswer {
    NoAnswer::Trouble("it said something else".to_owned())
}
