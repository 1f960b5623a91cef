//! Where clients come in: each is heard out in a short-lived thread of its own, so that one who says
//! nothing, or nonsense, or stops reading, keeps nobody else waiting.

use std::io;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use super::board::Board;
use super::desk::{Event, Work};
use super::protocol::{self, Call, Control, Hello, Reply};
use super::server::Ending;
use super::timed::Timed;

/// How many clients there may be at a time; the next one finds the door closed and helps itself.
const CLIENTS: usize = 32;
/// How long a client may take to say what it wants.
const TO_ASK: Duration = Duration::from_secs(2);
/// How long a client may take to read the reply.
const TO_READ: Duration = Duration::from_secs(30);
/// How long to wait for a client to leave when the system is out of something. Others may hold what is
/// missing, and they tell nobody when they let go of it.
const PAUSE: Duration = Duration::from_millis(100);

/// What every client thread needs.
pub(super) struct Door {
    /// Who we are.
    pub hello: Hello,
    /// The loop that answers.
    pub events: Sender<Event>,
    /// How the daemon ends.
    pub ending: Sender<Ending>,
    /// How the daemon is.
    pub board: Arc<Board>,
}

impl Door {
    /// Lets clients in, for ever.
    pub fn stand_open(self, listener: &UnixListener) {
        let door = Arc::new(self);
        let keeper = thread::current();
        for client in listener.incoming() {
            let client = match client {
                Ok(client) => client,
                // Out of descriptors or memory; who leaves gives some back.
                Err(_) => {
                    thread::park_timeout(PAUSE);
                    continue;
                }
            };
            // One is ours.
            if Arc::strong_count(&door) > CLIENTS || !is_ours(&client) {
                continue;
            }
            let (door, keeper) = (Arc::clone(&door), keeper.clone());
            let attend = move || {
                // Whatever is wrong with a client, it helps itself.
                let _ = door.attend(client);
                keeper.unpark();
            };
            // If there can be no thread, the client is dropped, and helps itself too.
            let _ = thread::Builder::new().name("client".to_owned()).spawn(attend);
        }
    }

    fn attend(&self, client: UnixStream) -> io::Result<()> {
        let mut client = Timed::new(client, TO_ASK);
        let theirs: Hello = protocol::receive(&mut client)?;
        protocol::send(&mut client, &self.hello)?;
        if !theirs.understands(&self.hello) {
            // It sees why, and asks no further.
            return Ok(());
        }
        let call = protocol::receive(&mut client)?;
        if theirs != self.hello && call != Call::Control(Control::Stop) {
            // To be replaced is all that another build can want.
            return Ok(());
        }
        let reply = match call {
            Call::Control(Control::Ping) => Reply::Done,
            Call::Control(Control::Status) => Reply::Status(Box::new(self.board.status())),
            Call::Control(Control::Stop) => {
                client.allow(TO_READ);
                protocol::send_reply(&mut client, &Reply::Done)?;
                let _ = self.ending.send(Ending::Wanted(Some(client.into_inner())));
                return Ok(());
            }
            Call::Control(Control::Rebuild) => self.ask(Work::Rebuild)?,
            Call::Ask { settings, request } => self.ask(Work::Ask { settings, request })?,
        };
        client.allow(TO_READ);
        protocol::send_reply(&mut client, &reply)
    }

    /// Has the loop do something, and waits for it.
    fn ask(&self, work: Work) -> io::Result<Reply> {
        let (reply, answer) = mpsc::channel();
        let gone = || io::Error::from(io::ErrorKind::ConnectionAborted);
        self.events.send(Event::Client { work, reply }).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())
    }
}

/// Whether the process at the other end is the same user's. The folder of the socket lets nobody else in;
/// this holds even if somebody opened it.
#[cfg(target_os = "linux")]
fn is_ours(client: &UnixStream) -> bool {
    let peer = rustix::net::sockopt::socket_peercred(client);
    peer.is_ok_and(|peer| peer.uid == rustix::process::getuid())
}

#[cfg(not(target_os = "linux"))]
fn is_ours(_: &UnixStream) -> bool {
    true
}
