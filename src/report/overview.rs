//! The page that the bare command shows: the day's page, and what the vault holds.

use serde::{Deserialize, Serialize};

use super::today::TodayReport;
use crate::model::Kind;
use crate::network::Network;

/// The overview of a vault on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverviewReport {
    /// The page of the day.
    pub today: TodayReport,
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
    /// The counts of `notes` notes in all; `unread` files are those left out for a trouble.
    pub fn of(network: &Network, notes: usize, unread: usize) -> Self {
        let of = |kind| network.counts.get(&kind).copied().unwrap_or(0);
        Self {
            notes,
            contacts: of(Kind::Contact),
            meetings: of(Kind::Meeting),
            messages: of(Kind::Message),
            journals: of(Kind::Journal),
            unread,
        }
    }
}
