//! Questions put through the socket, to a process of one's own with its cache, and to nothing but the notes;
//! without starting a program for each, so that there can be many.

use rekindle::answer::{Ask, Body, Request, Response, answer};
use rekindle::daemon::Address;
use rekindle::daemon::client::{self, Answer, NoAnswer};
use rekindle::report::Filter;
use rekindle::report::search::Showing;
use rekindle::settings::Settings;
use rekindle::state::State;

use crate::support_daemon::Desk;

/// How often a question is put again because a busy machine kept the daemon from answering in time.
const TRIES: usize = 50;

/// Somebody who asks about the vault of a desk.
pub struct Asker<'a> {
    desk: &'a Desk,
    address: Address,
    settings: Settings,
}

/// What an answer says: of a vault that is not there, why.
pub type Told = Result<Response, String>;

impl<'a> Asker<'a> {
    pub fn new(desk: &'a Desk) -> Self {
        Self { desk, address: desk.address(), settings: Settings::default() }
    }

    /// What the daemon says.
    pub fn through(&self, ask: &Ask) -> Told {
        for _ in 0..TRIES {
            match client::ask(&self.address, self.settings.fingerprint(), request(ask)) {
                Ok(Answer::Answered(outcome, _)) => return told(*outcome),
                Ok(Answer::VaultGone(why)) => return Err(why),
                Err(NoAnswer::Trouble(why)) if why == "it took too long" => {}
                Err(error) => panic!("{ask:?}: {error}"),
            }
        }
        panic!("the daemon does not answer {ask:?}");
    }

    /// What the daemon says, if there is one and it is not cut short.
    pub fn attempt(&self, ask: &Ask) -> Option<Told> {
        match client::ask(&self.address, self.settings.fingerprint(), request(ask)) {
            Ok(Answer::Answered(outcome, _)) => Some(told(*outcome)),
            _ => None,
        }
    }

    /// What a process says that has the cache of those before it.
    pub fn alone(&self, asks: &[Ask]) -> Vec<Told> {
        self.from(asks, Some(self.desk.beside("cache").join("rekindle")))
    }

    /// What the notes say to whom they are new.
    pub fn anew(&self, asks: &[Ask]) -> Vec<Told> {
        self.from(asks, None)
    }

    /// The daemon's next answers are what the notes say.
    pub fn agrees(&self, asks: &[Ask]) {
        for (ask, anew) in asks.iter().zip(self.anew(asks)) {
            assert_eq!(self.through(ask), anew, "{ask:?}");
        }
    }

    /// What a process says that has this cache, or none.
    pub fn from(&self, asks: &[Ask], cache: Option<std::path::PathBuf>) -> Vec<Told> {
        let mut state = State::open(self.desk.vault.clone(), cache, self.settings.clone());
        match state.refresh() {
            Ok(snapshot) => asks.iter().map(|ask| told(answer(&snapshot, &request(ask)))).collect(),
            Err(error) => asks.iter().map(|_| Err(error.to_string())).collect(),
        }
    }
}

/// Which notes a search finds, by their paths.
pub fn found(told: Told) -> Vec<String> {
    match told.expect("the vault is there").body {
        Body::Search(report) => report.rows.into_iter().map(|row| row.path).collect(),
        body => panic!("that was not asked: {body:?}"),
    }
}

/// How many contacts the state of the index tells of.
pub fn contacts(told: Told) -> usize {
    match told.expect("the vault is there").body {
        Body::Index(report) => report.counts.contacts,
        body => panic!("that was not asked: {body:?}"),
    }
}

/// A search for all that fits.
pub fn search(query: &str) -> Ask {
    Ask::Search { query: query.to_owned(), showing: Showing::default() }
}

fn request(ask: &Ask) -> Request {
    let filter = Filter { all: true, ..Filter::default() };
    Request { today: "2026-11-20".parse().expect("a date"), filter, ask: ask.clone() }
}

/// An answer without what may differ with who gives it.
fn told(outcome: Result<Response, rekindle::answer::AnswerError>) -> Told {
    let mut response = outcome.map_err(|error| error.to_string())?;
    response.as_of = 0;
    if let Body::Index(report) = &mut response.body {
        (report.read, report.bytes) = (0, 0);
    }
    Ok(response)
}
