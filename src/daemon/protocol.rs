//! What travels over the socket: frames, and what is in them.
//!
//! A frame is its length as four bytes, the lowest first, and so many bytes. A length is checked before
//! anything is allocated for it. Each side first says who it is; then the client asks one thing, and the reply
//! comes in as many frames as it takes and an empty one, and so does an answer behind it. All of it is JSON but
//! for that answer, which may be long and is MessagePack. Both name the fields: rows of reports leave some out
//! and flatten others.

use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::key;
use crate::answer::{AnswerError, Request, Response};
use crate::report::status::StatusReport;

/// The number of this protocol. [`Hello`] keeps its fields whatever the number.
const PROTOCOL: u32 = 1;
/// The largest frame, and so the largest question.
pub(super) const FRAME: usize = 64 << 10;
/// The most room that is made for an answer before it is there.
const ROOM: usize = 16 << 20;
/// The largest answer.
const ANSWER: usize = 256 << 20;

/// The first frame both ways: who is speaking, and about which vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The number of the protocol.
    pub protocol: u32,
    /// Changes with every source of the program.
    pub stamp: String,
    /// The program's version.
    pub version: String,
    /// The hash of the canonical path of the vault, which may have bytes that JSON cannot.
    pub vault: String,
}

impl Hello {
    /// This program, about this vault.
    pub(super) fn new(root: &Path) -> Self {
        Self {
            protocol: PROTOCOL,
            stamp: env!("REKINDLE_BUILD").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            vault: key(root),
        }
    }

    /// Whether what the other says is understood, though it may be another build and mean something else by
    /// it. To end is all that may be asked for then.
    pub(super) fn understands(&self, other: &Self) -> bool {
        self.protocol == other.protocol && self.vault == other.vault
    }
}

/// What a client wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Call {
    /// An answer from the notes.
    Ask {
        /// The fingerprint of the settings that the client found.
        settings: u64,
        /// The question.
        request: Request,
    },
    /// Something about the daemon itself.
    Control(Control),
}

/// What can be wanted of the daemon itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Control {
    /// Are you there?
    Ping,
    /// How are you?
    Status,
    /// End. Another build of the program may ask for it, too.
    Stop,
    /// Forget everything that is derived from the notes, and read all of them again.
    Rebuild,
}

/// What comes back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// An answer.
    Answer(Box<Answered>),
    /// This process cannot read the vault, and the client may be able to; why.
    Unreadable(String),
    /// The vault is not there; why, in the words of [`crate::state::Error`].
    VaultGone(String),
    /// The daemon finds other settings than the client does.
    OtherSettings,
    /// The daemon hit a fault of this program over this question.
    Fault,
    /// How the daemon is.
    Status(Box<StatusReport>),
    /// It is done.
    Done,
}

/// What the one function that answers said.
pub type Outcome = Result<Response, AnswerError>;

/// An answer, and what went into it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// What the one function that answers said, as `encoded` writes it: an answer that is given again need
    /// not be written again. It follows the rest of the reply.
    #[serde(skip)]
    pub outcome: Arc<Vec<u8>>,
    /// How long that is, in bytes, so that there is room for it.
    pub length: usize,
    /// When the vault was looked at, in milliseconds since 1970 (UTC).
    pub as_of: u64,
    /// How many notes were read for it.
    pub read: usize,
    /// How many did not have to be.
    pub unchanged: usize,
    /// Why what was read could not be kept for the next time, if so.
    pub unsaved: Option<String>,
}

/// Writes one frame.
pub(super) fn send(to: &mut impl Write, what: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_vec(what)?;
    send_frame(to, &text)?;
    to.flush()
}

/// Reads one frame.
pub(super) fn receive<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    let mut text = Vec::new();
    receive_frame(from, &mut text)?;
    Ok(serde_json::from_slice(&text)?)
}

/// An answer as it travels.
pub(super) fn encoded(outcome: &Outcome) -> io::Result<Vec<u8>> {
    rmp_serde::to_vec_named(outcome).map_err(io::Error::other)
}

/// An answer that travelled.
///
/// # Errors
/// If it is none.
pub fn decoded(text: &[u8]) -> io::Result<Outcome> {
    rmp_serde::from_slice(text).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Writes a reply of any length.
pub(super) fn send_reply(to: &mut impl Write, reply: &Reply) -> io::Result<()> {
    let mut to = io::BufWriter::with_capacity(FRAME + 4, to);
    send_frames(&mut to, &serde_json::to_vec(reply)?)?;
    if let Reply::Answer(answered) = reply {
        send_frames(&mut to, &answered.outcome)?;
    }
    to.flush()
}

/// Reads a reply of any length.
pub(super) fn receive_reply(from: &mut impl Read) -> io::Result<Reply> {
    let mut reply = serde_json::from_slice(&receive_frames(from, 0)?)?;
    if let Reply::Answer(answered) = &mut reply {
        answered.outcome = Arc::new(receive_frames(from, answered.length)?);
    }
    Ok(reply)
}

/// Writes as many frames as it takes, and an empty one.
fn send_frames(to: &mut impl Write, text: &[u8]) -> io::Result<()> {
    if text.len() > ANSWER {
        return Err(too_long());
    }
    for part in text.chunks(FRAME) {
        send_frame(to, part)?;
    }
    send_frame(to, &[])
}

/// Reads frames up to an empty one, of which it is said that they are so long together.
fn receive_frames(from: &mut impl Read, said: usize) -> io::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(said.min(ROOM));
    while receive_frame(from, &mut text)? > 0 {
        if text.len() > ANSWER {
            return Err(too_long());
        }
    }
    Ok(text)
}

fn send_frame(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|_| bytes.len() <= FRAME);
    to.write_all(&length.ok_or_else(too_long)?.to_le_bytes())?;
    to.write_all(bytes)
}

/// Reads the bytes of a frame to the end of `into`, and tells how many there were.
fn receive_frame(from: &mut impl Read, into: &mut Vec<u8>) -> io::Result<usize> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
    if length > FRAME {
        return Err(too_long());
    }
    // It is short enough to make room for, whatever comes.
    into.reserve(length);
    match from.take(length as u64).read_to_end(into)? == length {
        true => Ok(length),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a message is too long")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Ask;
    use crate::report::Filter;

    fn frame(length: u32, bytes: &[u8]) -> Vec<u8> {
        [&length.to_le_bytes(), bytes].concat()
    }

    #[test]
    fn what_is_sent_is_what_is_received() {
        let request = Request {
            today: "2026-11-20".parse().expect("a date"),
            filter: Filter { tags: vec!["work".into()], ..Filter::default() },
            ask: Ask::Show { contact: "Zoë".into() },
        };
        let call = Call::Ask { settings: u64::MAX, request };
        let mut wire = Vec::new();
        send(&mut wire, &Hello::new(Path::new("/notes"))).expect("memory takes everything");
        send(&mut wire, &call).expect("memory takes everything");
        let mut wire = wire.as_slice();
        assert_eq!(
            receive::<Hello>(&mut wire).expect("it is whole"),
            Hello::new("/notes".as_ref())
        );
        assert_eq!(receive::<Call>(&mut wire).expect("it is whole"), call);
        assert!(wire.is_empty());
    }

    #[test]
    fn a_reply_may_be_longer_than_a_frame() {
        for length in [0, FRAME - 16, FRAME, 3 * FRAME + 1] {
            let reply = Reply::VaultGone("é".repeat(length));
            let mut wire = Vec::new();
            send_reply(&mut wire, &reply).expect("memory takes everything");
            assert!(wire.ends_with(&[0; 4]));
            assert_eq!(receive_reply(&mut wire.as_slice()).expect("it is whole"), reply);
        }
    }

    #[test]
    fn no_length_is_believed_and_no_nonsense_understood() {
        let cases = [
            (frame(u32::MAX, b""), io::ErrorKind::InvalidData),
            (frame(65_537, b""), io::ErrorKind::InvalidData),
            (frame(65_536, b"{"), io::ErrorKind::UnexpectedEof),
            (frame(4, b"nul"), io::ErrorKind::UnexpectedEof),
            (frame(0, b""), io::ErrorKind::UnexpectedEof),
            (frame(4, b"null"), io::ErrorKind::InvalidData),
            (frame(2, b"\xff\xfe"), io::ErrorKind::InvalidData),
            (b"GET / HTTP/1.1\r\n\r\n".to_vec(), io::ErrorKind::InvalidData),
            (b"\x01".to_vec(), io::ErrorKind::UnexpectedEof),
        ];
        for (wire, kind) in cases {
            let error = receive::<Call>(&mut wire.as_slice()).expect_err("it is nonsense");
            assert_eq!(error.kind(), kind, "{wire:?}");
            assert!(receive_reply(&mut wire.as_slice()).is_err(), "{wire:?}");
        }
        let long = "x".repeat(FRAME);
        assert!(send(&mut Vec::new(), &long).is_err());
    }
}
