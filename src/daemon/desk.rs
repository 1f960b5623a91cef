//! The loop that answers, over a closed set of events.
//!
//! It alone knows the vault, so nothing in it is shared. It may be busy for long with a first walk; so the
//! door answers for the daemon's liveness, and its end does not wait for the loop.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::Address;
use super::board::{Board, milliseconds};
use super::fresh::Fresh;
use super::given::Given;
use super::protocol::{Answered, Reply};
use super::server::{Error, Socket, is_at};
use crate::answer::Request;
use crate::state::{self, Gone, State};

/// How often to walk though nobody asks and nothing was heard. This, and not the events, is the guarantee.
const WALK: Duration = Duration::from_secs(300);
/// How long after the last question the daemon lets go of what it can have again.
const REST: Duration = Duration::from_secs(120);
/// How often such a walk reads every note and compares the bytes, for changes that left no trace in the
/// file's times: after its start, and then once a day.
const COMPARE: Duration = Duration::from_secs(24 * 60 * 60);

/// Finds and reads the settings anew, and opens the vault under them.
pub type Open = Box<dyn FnMut() -> Result<Opened, String> + Send>;

/// A vault opened under some settings.
pub struct Opened {
    /// The vault.
    pub state: State,
    /// The fingerprint of the settings.
    pub settings: u64,
}

/// Everything that can happen to the loop.
pub(super) enum Event {
    /// A client wants something.
    Client {
        /// What it wants.
        work: Work,
        /// Where the reply goes.
        reply: Sender<Reply>,
    },
    /// It is time for a walk, or to rest.
    Tick,
    /// It is time to end.
    Stop,
}

/// What a client can want of the loop.
pub(super) enum Work {
    /// An answer, and the fingerprint of the client's settings.
    Ask { settings: u64, request: Request },
    /// Everything read anew.
    Rebuild,
}

/// The one who answers.
pub(super) struct Desk {
    address: Address,
    open: Open,
    fresh: Fresh,
    /// The fingerprint of the settings in force.
    settings: u64,
    /// When every note is to be compared again; none before the first time.
    compare: Option<Instant>,
    given: Given,
    board: Arc<Board>,
}

impl Desk {
    pub fn open(address: &Address, mut open: Open, board: Arc<Board>) -> Result<Self, Error> {
        let Opened { state, settings } = open().map_err(Error::Vault)?;
        let fresh = Fresh::new(state, address.cookies.clone());
        Ok(Self {
            address: address.clone(),
            open,
            fresh,
            settings,
            compare: None,
            given: Given::default(),
            board,
        })
    }

    pub fn run(
        mut self,
        happened: &Receiver<Event>,
        socket: Socket,
        ready: impl FnOnce(usize),
    ) -> Result<(), Error> {
        let first = self.fresh.walk().map_err(|error| Error::Vault(error.to_string()))?;
        self.tell(Some(first.snapshot.notes.len()));
        ready(first.snapshot.notes.len());
        drop(first);
        let mut walk = Instant::now() + WALK;
        let mut rest = None;
        loop {
            match next(happened, rest.map_or(walk, |rest| walk.min(rest))) {
                Event::Client { work, reply } => {
                    // A client that is gone does not want it any more.
                    let _ = reply.send(self.reply(work));
                    rest = Some(Instant::now() + REST);
                }
                Event::Tick if Instant::now() < walk => {
                    self.rest();
                    rest = None;
                }
                Event::Tick => {
                    if !is_at(&self.address.socket, socket) {
                        return Err(Error::SocketGone);
                    }
                    self.look_around(Instant::now());
                    walk = Instant::now() + WALK;
                }
                Event::Stop => return Ok(()),
            }
        }
    }

    /// Nobody has asked for a while: what takes much room, and can be had again, is let go of.
    fn rest(&mut self) {
        self.given = Given::default();
        let _ = self.guarded(|desk| desk.fresh.let_go());
    }

    /// The slow walk.
    fn look_around(&mut self, now: Instant) {
        if self.compare.is_none_or(|due| now >= due) {
            self.fresh.doubt_all();
            self.compare = Some(now + COMPARE);
        }
        self.fresh.try_again();
        let _ = self.guarded(Self::walk);
    }

    fn reply(&mut self, work: Work) -> Reply {
        let reply = self.guarded(|desk| match work {
            Work::Ask { settings, request } if desk.has(settings) => desk.answer(&request),
            Work::Ask { .. } => Reply::OtherSettings,
            Work::Rebuild => {
                desk.fresh.forget();
                desk.walk()
            }
        });
        reply.unwrap_or(Reply::Fault)
    }

    fn answer(&mut self, request: &Request) -> Reply {
        let picture = match self.fresh.picture() {
            Ok(picture) => picture,
            Err(error) => {
                self.tell(None);
                return no_picture(&error);
            }
        };
        self.tell(Some(picture.snapshot.notes.len()));
        let Ok(outcome) = self.given.again(&picture.snapshot, request) else { return Reply::Fault };
        let as_of = milliseconds(picture.as_of);
        let (read, unchanged) = (picture.read, picture.unchanged);
        let unsaved = self.fresh.unsaved();
        let length = outcome.len();
        Reply::Answer(Box::new(Answered { outcome, length, as_of, read, unchanged, unsaved }))
    }

    fn walk(&mut self) -> Reply {
        match self.fresh.walk() {
            Ok(picture) => {
                self.tell(Some(picture.snapshot.notes.len()));
                Reply::Done
            }
            Err(error) => {
                self.tell(None);
                no_picture(&error)
            }
        }
    }

    /// Whether the settings in force are these, having looked for new ones if not.
    fn has(&mut self, settings: u64) -> bool {
        if self.settings != settings {
            self.reopen();
        }
        self.settings == settings
    }

    /// Reads the settings, and the vault under them if they are others.
    fn reopen(&mut self) {
        match (self.open)() {
            Ok(opened) if opened.settings != self.settings => {
                self.settings = opened.settings;
                self.fresh.reopen(opened.state);
            }
            // The client tells what is wrong with its settings; ours are those that were right.
            Ok(_) | Err(_) => {}
        }
    }

    /// Lets a fault cost one question only.
    fn guarded<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let done = panic::catch_unwind(AssertUnwindSafe(|| work(self))).ok();
        if done.is_none() {
            // What it left half-done is not looked at again.
            if let Ok(opened) = (self.open)() {
                self.settings = opened.settings;
                self.fresh.reopen(opened.state);
            }
        }
        done
    }

    /// Brings what the door tells up to date.
    fn tell(&self, notes: Option<usize>) {
        self.board.tell(&self.fresh, notes);
    }
}

/// Why there is no picture. What merely this process cannot read its client may be able to.
fn no_picture(error: &state::Error) -> Reply {
    match error {
        state::Error::VaultGone { gone: Gone::Unreadable(why) } if why.is_of_this_process() => {
            Reply::Unreadable(why.to_string())
        }
        state::Error::VaultGone { .. } => Reply::VaultGone(error.to_string()),
    }
}

/// Waits for the next event.
fn next(happened: &Receiver<Event>, walk: Instant) -> Event {
    match happened.recv_timeout(walk.saturating_duration_since(Instant::now())) {
        Ok(event) => event,
        Err(RecvTimeoutError::Timeout) => Event::Tick,
        Err(RecvTimeoutError::Disconnected) => Event::Stop,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Ask, Body};
    use crate::daemon::Folders;
    use crate::daemon::protocol::decoded;
    use crate::report::Filter;
    use crate::report::search::Showing;
    use crate::settings::Settings;
    use crate::vault::vault_of;

    /// The address of a vault's daemon with all its folders in one, which is there.
    fn address_in(home: &std::path::Path, root: &std::path::Path) -> Address {
        let at = Some(home.to_owned());
        let folders = Folders { runtime: at.clone(), state: at };
        let address = Address::new(&folders, root).expect("it is short");
        std::fs::create_dir(&address.cookies).expect("our own folder");
        address
    }

    #[test]
    fn what_nothing_told_of_is_found_by_the_slow_walk() {
        let vault = vault_of(&[("a.md", "as it was")]);
        let home = tempfile::tempdir().expect("a temporary folder");
        let address = address_in(home.path(), &vault.root);
        let root = vault.root.clone();
        let open = move || {
            let state = State::open(root.clone(), None, Settings::default());
            Ok(Opened { state, settings: 1 })
        };
        let mut desk = Desk::open(&address, Box::new(open), Arc::default()).expect("no trouble");
        let request = Request {
            today: "2026-11-20".parse().expect("a date"),
            filter: Filter::default(),
            ask: Ask::Search { query: "afterwards".to_owned(), showing: Showing::default() },
        };
        let found = |desk: &mut Desk| {
            let reply = desk.reply(Work::Ask { settings: 1, request: request.clone() });
            let Reply::Answer(answered) = reply else { panic!("{reply:?}") };
            match decoded(&answered.outcome).expect("it travels").expect("it is a query").body {
                Body::Search(report) => report.rows.len(),
                _ => panic!("that was not asked"),
            }
        };
        assert_eq!(found(&mut desk), 0);
        // A second name outside the vault, given after the walk and used to write: no event, but the times
        // of the file tell.
        let other = home.path().join("other name");
        std::fs::hard_link(vault.at("a.md"), &other).expect("they are on one disk");
        std::fs::write(&other, "afterwards").expect("our own file");
        assert_eq!(found(&mut desk), 0);
        let start = Instant::now();
        desk.look_around(start);
        assert_eq!(found(&mut desk), 1);
        let first = desk.fresh.compared().expect("the first slow walk compares");
        desk.look_around(start + COMPARE - Duration::from_secs(1));
        assert_eq!(desk.fresh.compared(), Some(first));
        desk.look_around(start + COMPARE);
        assert!(desk.fresh.compared() > Some(first));
        let told = desk.board.status().compared;
        assert_eq!(told, desk.fresh.compared().map(milliseconds));
    }

    #[test]
    fn a_daemon_that_rested_gives_the_same_answers() {
        let vault = vault_of(&[("People/Ada.md", "- 2026-01-01 met\n")]);
        let home = tempfile::tempdir().expect("a temporary folder");
        let address = address_in(home.path(), &vault.root);
        let (root, cache) = (vault.root.clone(), home.path().join("cache"));
        let open = move || {
            let state = State::open(root.clone(), Some(cache.clone()), Settings::default());
            Ok(Opened { state, settings: 1 })
        };
        let mut desk = Desk::open(&address, Box::new(open), Arc::default()).expect("no trouble");
        let request = Request {
            today: "2026-11-20".parse().expect("a date"),
            filter: Filter::default(),
            ask: Ask::Quiet { heard: false },
        };
        let silence = |desk: &mut Desk| {
            let reply = desk.reply(Work::Ask { settings: 1, request: request.clone() });
            let Reply::Answer(answered) = reply else { panic!("{reply:?}") };
            match decoded(&answered.outcome).expect("it travels").expect("it is an answer").body {
                Body::Quiet(report) => report.rows[0].silence_days,
                _ => panic!("that was not asked"),
            }
        };
        assert_eq!(silence(&mut desk), 323);
        desk.rest();
        assert_eq!(silence(&mut desk), 323);
        vault.write("People/Ada.md", "- 2026-02-01 met\n");
        assert_eq!(silence(&mut desk), 292);
        desk.rest();
        desk.rest();
        assert_eq!(silence(&mut desk), 292);
    }

    #[test]
    fn a_fault_costs_one_question_and_other_settings_are_looked_for() {
        let vault = vault_of(&[("a.md", "a")]);
        let home = tempfile::tempdir().expect("a temporary folder");
        let address = address_in(home.path(), &vault.root);
        let root = vault.root.clone();
        let mut finds = [1, 2, 3].into_iter();
        let open = move || {
            let state = State::open(root.clone(), None, Settings::default());
            finds.next().map(|settings| Opened { state, settings }).ok_or("damaged".to_owned())
        };
        let mut desk =
            Desk::open(&address, Box::new(open), Arc::default()).expect("the first settings");
        let request = Request {
            today: "2026-11-20".parse().expect("a date"),
            filter: Filter::default(),
            ask: Ask::Index,
        };
        let mut ask = |settings| {
            let reply = desk.reply(Work::Ask { settings, request: request.clone() });
            (matches!(reply, Reply::Answer(_)), reply == Reply::OtherSettings)
        };
        assert_eq!(ask(1), (true, false));
        assert_eq!(ask(2), (true, false));
        assert_eq!(ask(2), (true, false));
        assert_eq!(ask(7), (false, true));
        assert_eq!(ask(3), (true, false));
        assert_eq!(ask(8), (false, true));
        assert_eq!(desk.guarded(|_| panic!("a fault")), None::<()>);
        let reply = desk.reply(Work::Ask { settings: 3, request });
        assert!(matches!(reply, Reply::Answer(_)));
        assert_eq!(desk.reply(Work::Rebuild), Reply::Done);
        assert_eq!(desk.board.status().notes, Some(1));
    }
}
