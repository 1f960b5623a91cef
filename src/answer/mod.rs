//! One pure function answers: from a snapshot and a request to a response. Whoever asks, the command
//! line in its own process or a daemon for a client, gets the same.

mod line;
mod search;

use serde::{Deserialize, Serialize};

use crate::model::text::nearest;
use crate::model::{Date, Problem};
use crate::report::check::{self, CheckReport};
use crate::report::index::{IndexReport, SkippedRow};
use crate::report::overview::{self, OverviewReport, VaultCounts};
use crate::report::quiet::{self, QuietReport};
use crate::report::search::SearchReport;
use crate::report::show::{self, ShowReport};
use crate::report::stats::{self, StatsReport};
use crate::report::unanswered::{self, UnansweredReport};
use crate::report::{ContactRow, Filter, Survey};
use crate::state::Snapshot;

/// A question, with everything that its answer depends on besides the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The day asked about.
    pub today: Date,
    /// Which contacts a report speaks of.
    pub filter: Filter,
    /// What is asked.
    pub ask: Ask,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// The page of the bare command.
    Overview,
    /// Who has gone quiet.
    Quiet,
    /// What nobody answered.
    Unanswered,
    /// Everything about one contact.
    Show {
        /// A name, or words of it.
        contact: String,
    },
    /// How it goes: pace, outreach, coverage.
    Stats {
        /// How many weeks, the current one included.
        weeks: u32,
    },
    /// What is wrong in the notes.
    Check {
        /// Hints too.
        strict: bool,
    },
    /// The state of the index.
    Index,
    /// Notes and conversations that fit a query.
    Search {
        /// As typed.
        query: String,
    },
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The canonical path of the vault, lossily.
    pub vault: String,
    /// The day asked about.
    pub today: Date,
    /// When the vault was looked at, in milliseconds since 1970 (UTC).
    pub as_of: u64,
    /// What the answer may lack, one sentence each.
    pub warnings: Vec<String>,
    /// The report.
    pub body: Body,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// The page of the bare command.
    Overview(OverviewReport),
    /// Who has gone quiet.
    Quiet(QuietReport),
    /// What nobody answered.
    Unanswered(UnansweredReport),
    /// Everything about one contact.
    Show(Box<ShowReport>),
    /// How it goes: pace, outreach, coverage.
    Stats(Box<StatsReport>),
    /// What is wrong in the notes.
    Check(CheckReport),
    /// The state of the index.
    Index(IndexReport),
    /// Notes and conversations that fit a query.
    Search(SearchReport),
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AnswerError {
    /// No contact fits.
    #[error("no contact is called {name}")]
    NobodyFits {
        /// What was asked for.
        name: String,
        /// The nearest spelling, if one is near.
        nearest: Option<String>,
    },
    /// Several contacts fit.
    #[error("{name} could be {} contacts", candidates.len())]
    SeveralFit {
        /// What was asked for.
        name: String,
        /// All who fit.
        candidates: Vec<ContactRow>,
    },
    /// The query means nothing.
    #[error("{message}")]
    Query {
        /// What is wrong, on one line.
        message: String,
        /// The query with a caret, and what to try.
        shown: String,
    },
    /// There is no index to search, not even in memory.
    #[error("{why}")]
    Index {
        /// Why, in plain words.
        why: String,
    },
}

/// Answers a request from a snapshot.
///
/// # Errors
/// If the request is about one contact, and none or several fit.
pub fn answer(snapshot: &Snapshot, request: &Request) -> Result<Response, AnswerError> {
    let Request { today, filter, ask } = request;
    let (network, settings) = (snapshot.network(), &snapshot.settings);
    let body = match ask {
        Ask::Overview => {
            let counts =
                VaultCounts::of(snapshot.notes.iter().map(AsRef::as_ref), trouble(snapshot));
            Body::Overview(overview::overview(network, settings, *today, filter, counts))
        }
        Ask::Quiet => Body::Quiet(quiet::quiet(network, settings, *today, filter)),
        Ask::Unanswered => {
            Body::Unanswered(unanswered::unanswered(network, settings, *today, filter))
        }
        Ask::Show { contact } => {
            Body::Show(Box::new(show::show(network, settings, *today, find(snapshot, contact)?)))
        }
        Ask::Stats { weeks } => {
            let survey = Survey::new(network, settings, *today, filter);
            Body::Stats(Box::new(stats::report(&survey, filter, *weeks)))
        }
        Ask::Check { strict } => Body::Check(check(snapshot, *strict)),
        Ask::Index => Body::Index(index(snapshot)),
        Ask::Search { query } => Body::Search(search::search(snapshot, query, *today, filter)?),
    };
    let since_1970 = snapshot.taken.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(Response {
        vault: snapshot.root.to_string_lossy().into_owned(),
        today: *today,
        as_of: u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX),
        warnings: warnings(snapshot, ask),
        body,
    })
}

fn check(snapshot: &Snapshot, strict: bool) -> CheckReport {
    let left_out = snapshot.skipped.iter().filter_map(|skipped| {
        let code = skipped.reason.code()?;
        Some((skipped.path.clone(), Problem::new(code, 1, skipped.reason.to_string())))
    });
    let notes = snapshot.notes.iter().map(AsRef::as_ref);
    check::check(notes, left_out.collect(), snapshot.network(), &snapshot.settings, strict)
}

fn counts(snapshot: &Snapshot) -> VaultCounts {
    VaultCounts::of(snapshot.notes.iter().map(AsRef::as_ref), trouble(snapshot))
}

fn index(snapshot: &Snapshot) -> IndexReport {
    // Whoever asks for the state of the index wants it to be there; without one, searches do without.
    let _ = snapshot.view();
    let skipped = snapshot.skipped.iter().map(|skipped| SkippedRow {
        path: skipped.path.shown(),
        path_hex: skipped.path.hex(),
        reason: skipped.reason.to_string(),
        by_rule: skipped.reason.by_rule(),
    });
    IndexReport {
        counts: counts(snapshot),
        problems: check(snapshot, false).rows.len(),
        skipped: skipped.collect(),
        bytes: snapshot.bytes(),
        read: snapshot.read,
    }
}

/// How many files were left out for a trouble.
fn trouble(snapshot: &Snapshot) -> usize {
    snapshot.skipped.iter().filter(|skipped| !skipped.reason.by_rule()).count()
}

fn warnings(snapshot: &Snapshot, ask: &Ask) -> Vec<String> {
    let unread = trouble(snapshot);
    if unread == 0 || matches!(ask, Ask::Check { .. }) {
        return Vec::new();
    }
    let files = if unread == 1 { "1 file".to_owned() } else { format!("{unread} files") };
    vec![format!("{files} could not be read; `rekindle check` says which and why")]
}

/// The one contact that a name means.
fn find(snapshot: &Snapshot, name: &str) -> Result<usize, AnswerError> {
    let network = snapshot.network();
    match network.directory.find(name)[..] {
        [index] => Ok(index),
        [] => {
            let names: Vec<&str> = network.people.iter().map(|person| person.name()).collect();
            let nearest = nearest(name, names).map(str::to_owned);
            Err(AnswerError::NobodyFits { name: name.to_owned(), nearest })
        }
        ref several => {
            let candidates = several.iter().map(|index| ContactRow::of(&network.people[*index]));
            Err(AnswerError::SeveralFit { name: name.to_owned(), candidates: candidates.collect() })
        }
    }
}
