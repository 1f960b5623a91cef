//! The filters that all reports share.

use serde::{Deserialize, Serialize};

use crate::model::text::fold;
use crate::network::Person;

/// Which contacts a report speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Only contacts with one of these tags, or a child of it; any if empty.
    pub tags: Vec<String>,
    /// Only contacts of an organisation whose name contains one of these; any if empty.
    pub organisations: Vec<String>,
    /// At most this many rows.
    pub limit: Option<usize>,
    /// Rows that are left out otherwise: the paused, the lapsed, all of the dormant.
    pub all: bool,
}

impl Filter {
    /// Whether the report speaks of this contact.
    pub fn takes(&self, person: &Person) -> bool {
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
