//! One pure function answers: from a snapshot and a request to a response. Whoever asks, the command
//! line in its own process or a daemon for a client, gets the same.

mod line;
mod mark;
mod query;
mod row;
mod search;
mod who;

use serde::{Deserialize, Serialize};

use crate::model::text::nearest;
use crate::model::{Date, Problem};
use crate::network::Network;
use crate::report::check::{self, CheckReport};
use crate::report::explain::ExplainReport;
use crate::report::index::{IndexReport, SkippedRow};
use crate::report::overview::{OverviewReport, VaultCounts};
use crate::report::owed::{self, OwedReport};
use crate::report::prep::{self, PrepReport};
use crate::report::quiet::{self, QuietReport};
use crate::report::search::{SearchReport, Showing};
use crate::report::show::{self, ShowReport};
use crate::report::stats::{self, StatsReport};
use crate::report::today::{self, TodayReport};
use crate::report::tree::{self, TreeReport};
use crate::report::unanswered::{self, UnansweredReport};
use crate::report::who::WhoReport;
use crate::report::why::{self, WhyReport};
use crate::report::{ContactRow, Filter, Selection, Survey, Verdicts};
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

impl Request {
    /// Whether the full-text index is asked, too.
    pub fn searches(&self) -> bool {
        let of_index = matches!(self.ask, Ask::Search { .. } | Ask::Who { .. } | Ask::Index);
        of_index || self.filter.query.is_some()
    }
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// The page of the bare command.
    Overview,
    /// Who has gone quiet.
    Quiet {
        /// Count silence from their own last word.
        heard: bool,
    },
    /// What nobody answered.
    Unanswered,
    /// What is owed.
    Owed {
        /// By others, to me.
        theirs: bool,
    },
    /// The day's page.
    Today,
    /// Everything about one contact.
    Show {
        /// A name, or words of it.
        contact: String,
    },
    /// Why a contact is in its state.
    Why {
        /// A name, or words of it.
        contact: String,
    },
    /// A brief before a meeting.
    Prep {
        /// A name, or words of it.
        contact: String,
    },
    /// Who led to whom.
    Tree,
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
        /// How the hits are shown.
        showing: Showing,
    },
    /// People, by what was said with them.
    Who {
        /// A query, as typed.
        topic: String,
    },
    /// How a query is understood.
    Explain {
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
    /// What is owed.
    Owed(OwedReport),
    /// The day's page.
    Today(TodayReport),
    /// Everything about one contact.
    Show(Box<ShowReport>),
    /// Why a contact is in its state.
    Why(Box<WhyReport>),
    /// A brief before a meeting.
    Prep(Box<PrepReport>),
    /// Who led to whom.
    Tree(TreeReport),
    /// How it goes: pace, outreach, coverage.
    Stats(Box<StatsReport>),
    /// What is wrong in the notes.
    Check(CheckReport),
    /// The state of the index.
    Index(IndexReport),
    /// Notes and conversations that fit a query.
    Search(SearchReport),
    /// People, by what was said with them.
    Who(WhoReport),
    /// How a query is understood.
    Explain(ExplainReport),
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
    let network = snapshot.network();
    let answered = answer_from(snapshot, network, request);
    match network.has_lost() {
        true => answer_from(snapshot, snapshot.network_without_disk(), request),
        false => answered,
    }
}

fn answer_from(
    snapshot: &Snapshot,
    network: &Network,
    request: &Request,
) -> Result<Response, AnswerError> {
    let Request { today, filter, ask } = request;
    let settings = &snapshot.settings;
    let mut warnings = warnings(snapshot, ask);
    // What a query asks of a verdict and what a report tells of it is computed once.
    let verdicts = Verdicts::new(network, settings, *today);
    let fitting = match &filter.query {
        Some(query) => {
            let (notes, taken_as_text) = search::notes(snapshot, query, &verdicts)?;
            warnings.extend(taken_as_text);
            Some(notes)
        }
        None => None,
    };
    let selection = Selection { filter, fitting: fitting.as_ref() };
    let survey = |verdicts| Survey::new(verdicts, &selection);
    let body = match ask {
        Ask::Overview => {
            let today = today::report(&survey(verdicts), filter);
            Body::Overview(OverviewReport { today, vault: counts(snapshot) })
        }
        Ask::Quiet { heard } => Body::Quiet(quiet::report(&survey(verdicts), filter, *heard)),
        Ask::Unanswered => Body::Unanswered(unanswered::report(&survey(verdicts), filter)),
        Ask::Owed { theirs } => Body::Owed(owed::report(&survey(verdicts), filter, *theirs)),
        Ask::Today => Body::Today(today::report(&survey(verdicts), filter)),
        Ask::Show { contact } => {
            Body::Show(Box::new(show::show(network, settings, *today, find(snapshot, contact)?)))
        }
        Ask::Why { contact } => {
            Body::Why(Box::new(why::why(network, settings, *today, find(snapshot, contact)?)))
        }
        Ask::Prep { contact } => {
            Body::Prep(Box::new(prep::prep(network, settings, *today, find(snapshot, contact)?)))
        }
        Ask::Tree => Body::Tree(tree::report(&survey(verdicts), filter)),
        Ask::Stats { weeks } => {
            Body::Stats(Box::new(stats::report(&survey(verdicts), filter, *weeks)))
        }
        Ask::Check { strict } => Body::Check(check(snapshot, *today, *strict)),
        Ask::Index => Body::Index(index(snapshot, *today)),
        Ask::Who { topic } => {
            let wish = query::Wish { each: true, best: None };
            let found = search::found(snapshot, topic, &verdicts, wish)?;
            Body::Who(who::who(snapshot, found, &survey(verdicts), filter))
        }
        Ask::Search { query, showing } => {
            Body::Search(search::search(snapshot, query, &verdicts, filter, *showing)?)
        }
        Ask::Explain { query } => Body::Explain(query::explain(snapshot, query, *today)?),
    };
    let since_1970 = snapshot.taken.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(Response {
        vault: snapshot.root.to_string_lossy().into_owned(),
        today: *today,
        as_of: u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX),
        warnings,
        body,
    })
}

fn check(snapshot: &Snapshot, today: Date, strict: bool) -> CheckReport {
    let left_out = snapshot.skipped.iter().filter_map(|skipped| {
        let code = skipped.reason.code()?;
        let mut problem = Problem::new(code, 1, skipped.reason.to_string());
        problem.hint = skipped.reason.hint().map(str::to_owned);
        Some((skipped.path.clone(), problem))
    });
    // What is wrong is asked of the whole vault, whatever the filter.
    let all = Selection { filter: &Filter::default(), fitting: None };
    let verdicts = Verdicts::new(snapshot.network(), &snapshot.settings, today);
    let survey = Survey::new(verdicts, &all);
    check::check(&survey, snapshot.notes.len(), left_out.collect(), strict)
}

fn counts(snapshot: &Snapshot) -> VaultCounts {
    VaultCounts::of(snapshot.network(), snapshot.notes.len(), trouble(snapshot))
}

fn index(snapshot: &Snapshot, today: Date) -> IndexReport {
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
        problems: check(snapshot, today, false).rows.len(),
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
    match network.directory().find(name)[..] {
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
