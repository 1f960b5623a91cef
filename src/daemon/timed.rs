//! A socket that gives up at a fixed moment, however the other side spreads its bytes.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

/// See above.
#[derive(Debug)]
pub(super) struct Timed {
    stream: UnixStream,
    until: Instant,
}

impl Timed {
    /// Gives up so long from now.
    pub fn new(stream: UnixStream, patience: Duration) -> Self {
        Self { stream, until: Instant::now() + patience }
    }

    /// Gives up so long from now, and not when it would have.
    pub fn allow(&mut self, patience: Duration) {
        self.until = Instant::now() + patience;
    }

    /// The socket.
    pub fn into_inner(self) -> UnixStream {
        self.stream
    }

    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.until.saturating_duration_since(Instant::now());
        // Zero would mean to wait for ever.
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(Some(left)) }
    }
}

/// The system says "try again" when the time is over.
fn over(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock => io::ErrorKind::TimedOut.into(),
        _ => error,
    }
}

impl Read for Timed {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(self.left()?)?;
        self.stream.read(bytes).map_err(over)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(self.left()?)?;
        self.stream.write(bytes).map_err(over)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
