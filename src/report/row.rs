//! What rows of different reports have in common: a contact, an interaction.

use serde::{Deserialize, Serialize};

use crate::model::{Date, Direction, NotePath};
use crate::network::{Event, Fact, Network, Person, Who};

/// A contact as a row names it. The path is missing if there is no note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRow {
    /// The name shown.
    pub name: String,
    /// The path of the note, relative to the vault.
    pub path: Option<String>,
    /// The bytes of the path, if it is not UTF-8 and `path` loses something.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
}

impl ContactRow {
    /// A contact with a note.
    pub fn of(person: &Person) -> Self {
        let path = &person.note.path;
        Self { name: person.name().to_owned(), path: Some(path.shown()), path_hex: path.hex() }
    }

    /// Whoever a reference means; of several, the name that was written.
    pub fn of_who(who: &Who, network: &Network) -> Option<Self> {
        let stranger = |name: &str| Self { name: name.to_owned(), path: None, path_hex: None };
        match who {
            Who::Contact(index) => Some(Self::of(&network.people[*index])),
            Who::Stranger(name) => Some(stranger(name)),
            Who::Ambiguous(indexes) => {
                let names = indexes.iter().map(|index| network.people[*index].name());
                Some(stranger(&names.collect::<Vec<_>>().join(" or ")))
            }
            Who::Me => None,
        }
    }
}

/// Something that happened, or will, as a row tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InteractionRow {
    /// Its day.
    pub date: Date,
    /// Which way it went.
    pub direction: Option<Direction>,
    /// What kind of place tells it: `entry`, `meeting`, `message` and so on.
    pub kind: String,
    /// What carried it.
    pub channel: Option<String>,
    /// What was said.
    pub text: String,
    /// The note, relative to the vault.
    pub path: String,
    /// The line in the note.
    pub line: u32,
    /// The bytes of the path, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
}

impl InteractionRow {
    /// The row of a fact.
    pub fn of_fact(fact: &Fact) -> Self {
        let path: &NotePath = &fact.place.path;
        Self {
            date: fact.date,
            direction: fact.what.direction(),
            kind: fact.source.as_str().to_owned(),
            channel: fact.channel.as_deref().map(str::to_owned),
            text: fact.text.read().into_owned(),
            path: path.shown(),
            line: fact.place.line,
            path_hex: path.hex(),
        }
    }

    /// The row of an event.
    pub fn of(event: &Event<'_>) -> Self {
        Self { direction: event.direction(), ..Self::of_fact(event.fact) }
    }
}
