//! The page that the bare command shows: the day's page, and what the vault holds.

use serde::{Deserialize, Serialize};

use super::today::TodayReport;
use crate::model::{Kind, Note};

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
