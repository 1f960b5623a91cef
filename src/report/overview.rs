//! The page that the bare command shows: what is due in *unanswered*, the top of *quiet*, and what the
//! vault holds.

use serde::{Deserialize, Serialize};

use super::quiet::{self, QuietRow};
use super::unanswered::{self, UnansweredRow};
use super::{Counts, Filter, Survey};
use crate::model::{Date, Kind, Note};
use crate::network::{Network, State};
use crate::settings::Settings;

/// The most rows of each kind on the page.
const ROWS: usize = 7;

/// The overview of a vault on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverviewReport {
    /// Threads whose next step is due.
    pub due: Vec<UnansweredRow>,
    /// How many more are due.
    pub more_due: usize,
    /// How many wait for their day.
    pub waiting: usize,
    /// Who has gone quiet, the dormant left out.
    pub quiet: Vec<QuietRow>,
    /// How many more have.
    pub more_quiet: usize,
    /// For the footer.
    pub counts: Counts,
    /// What the vault holds.
    pub vault: VaultCounts,
}

/// How many notes of each kind a vault holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultCounts {
    /// All notes.
    pub notes: usize,
    /// Notes about people.
    pub contacts: usize,
    /// Notes of meetings.
    pub meetings: usize,
    /// Notes of single messages.
    pub messages: usize,
    /// Daily notes.
    pub journals: usize,
    /// Files that could not be read.
    pub unread: usize,
}

impl VaultCounts {
    /// Counts notes by kind; `unread` files are those left out for a trouble.
    pub fn of<'a>(notes: impl Iterator<Item = &'a Note>, unread: usize) -> Self {
        let mut counts = Self { unread, ..Self::default() };
        for note in notes {
            counts.notes += 1;
            match note.kind {
                Kind::Contact if note.set_aside.is_none() => counts.contacts += 1,
                Kind::Meeting if note.set_aside.is_none() => counts.meetings += 1,
                Kind::Message if note.set_aside.is_none() => counts.messages += 1,
                Kind::Journal if note.set_aside.is_none() => counts.journals += 1,
                _ => {}
            }
        }
        counts
    }
}

/// The overview.
pub fn overview(
    network: &Network,
    settings: &Settings,
    today: Date,
    filter: &Filter,
    vault: VaultCounts,
) -> OverviewReport {
    let survey = Survey::new(network, settings, today, filter);
    let everything = Filter { limit: None, ..filter.clone() };
    let threads = unanswered::report(&survey, &everything).rows;
    let (mut due, waiting): (Vec<_>, Vec<_>) = threads.into_iter().partition(|row| row.due);
    let quiet::QuietReport { rows: mut quiet, counts, .. } = quiet::report(&survey, &everything);
    quiet.retain(|row| row.state == State::Quiet);
    let rows = filter.limit.unwrap_or(ROWS);
    let (more_due, more_quiet) = (due.len().saturating_sub(rows), quiet.len().saturating_sub(rows));
    due.truncate(rows);
    quiet.truncate(rows);
    let waiting = waiting.len();
    OverviewReport { due, more_due, waiting, quiet, more_quiet, counts, vault }
}
