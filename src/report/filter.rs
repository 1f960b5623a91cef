//! The filters that all reports share.

use foldhash::HashSet;
use serde::{Deserialize, Serialize};

use crate::model::NotePath;
use crate::model::text::fold;
use crate::network::Person;

/// Which contacts a report speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Only contacts with one of these tags, or a child of it; any if empty.
    pub tags: Vec<String>,
    /// Only contacts of an organisation whose name contains one of these; any if empty.
    pub organisations: Vec<String>,
    /// Only contacts whose own note fits this query.
    pub query: Option<String>,
    /// At most this many rows.
    pub limit: Option<usize>,
    /// Rows that are left out otherwise: the paused, the lapsed, all of the dormant.
    pub all: bool,
}

/// A filter whose query has been answered.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// What was asked for.
    pub filter: &'a Filter,
    /// The notes that fit its query, if it has one.
    pub fitting: Option<&'a HashSet<NotePath>>,
}

impl Selection<'_> {
    /// Whether a report speaks of this contact.
    pub fn takes(&self, person: &Person) -> bool {
        let fits = self.fitting.is_none_or(|notes| notes.contains(&person.note.path));
        fits && self.filter.takes(person)
    }

    /// Whether a report speaks of everybody, those without a note among them.
    pub fn takes_all(&self) -> bool {
        let Filter { tags, organisations, .. } = self.filter;
        self.fitting.is_none() && tags.is_empty() && organisations.is_empty()
    }
}

impl Filter {
    fn takes(&self, person: &Person) -> bool {
        let has_tag = |wanted: &String| {
            let wanted = fold(wanted.trim_start_matches('#'));
            person.note.tags.iter().any(|tag| {
                let tag = fold(tag);
                tag == wanted || tag.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('/'))
            })
        };
        let has_organisation = |wanted: &String| {
            let wanted = fold(wanted);
            person.contact().organisations.iter().any(|name| fold(name).contains(&wanted))
        };
        (self.tags.is_empty() || self.tags.iter().any(has_tag))
            && (self.organisations.is_empty() || self.organisations.iter().any(has_organisation))
    }
}
