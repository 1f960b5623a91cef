//! What holds of all bytes that come over the socket, whoever sent them. An ordinary function, so that the
//! tests and a fuzzer ask the same of it.

use std::io::{self, Read};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::protocol::{self, Call, Hello, Reply};

/// Bytes from a socket that ends after them, handed over a few at a time.
struct Wire<'a> {
    left: &'a [u8],
    /// The most that was asked for at once.
    asked: usize,
}

impl Read for Wire<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.asked = self.asked.max(into.len());
        let few = into.len().min(7);
        self.left.read(&mut into[..few])
    }
}

/// Reads any bytes as all that can come: who speaks, a question, a reply.
///
/// # Panics
/// If room is made for more than a frame, if an error is none of the two that nonsense can be, or if what
/// was understood is something else when it is sent again.
pub fn hold(bytes: &[u8]) {
    hold_message::<Hello>(bytes);
    hold_message::<Call>(bytes);
    let mut wire = Wire { left: bytes, asked: 0 };
    let reply = protocol::receive_reply(&mut wire);
    hold_outcome(&reply, wire.asked);
    if let Ok(reply) = reply {
        let mut sent = Vec::new();
        protocol::send_reply(&mut sent, &reply).expect("memory takes everything");
        let again: Reply = protocol::receive_reply(&mut sent.as_slice()).expect("it is our own");
        assert_eq!(again, reply);
    }
    // An answer travels as a text of its own, which anything may stand in for.
    let outcome = protocol::decoded(bytes);
    hold_outcome(&outcome, 0);
    if let Ok(outcome) = outcome {
        let sent = protocol::encoded(&outcome).expect("it was read");
        assert_eq!(protocol::decoded(&sent).expect("it is our own"), outcome);
    }
}

fn hold_message<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
    let mut wire = Wire { left: bytes, asked: 0 };
    let message = protocol::receive::<T>(&mut wire);
    hold_outcome(&message, wire.asked);
    if let Ok(message) = message {
        let mut sent = Vec::new();
        // What is sent may be longer than what was received, for fields may be left out.
        if protocol::send(&mut sent, &message).is_ok() {
            let again: T = protocol::receive(&mut sent.as_slice()).expect("it is our own");
            assert_eq!(again, message);
        }
    }
}

fn hold_outcome<T>(outcome: &io::Result<T>, asked: usize) {
    assert!(asked <= protocol::FRAME, "{asked} bytes at once");
    let Err(error) = outcome else { return };
    let kinds = [io::ErrorKind::InvalidData, io::ErrorKind::UnexpectedEof];
    assert!(kinds.contains(&error.kind()), "{error:?}");
}
