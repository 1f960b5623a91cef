//! A brief before a meeting: who it is, what was said last, what was advised and promised, who made the
//! introduction, and which questions are ready.

use serde::{Deserialize, Serialize};

use super::show::{self, FactsRow, PromiseRow};
use super::{ContactRow, InteractionRow};
use crate::model::Date;
use crate::network::{Network, PlannedMeeting, State, Who};
use crate::settings::Settings;

/// How many of the last talks are shown.
const TALKS: usize = 5;

/// A brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepReport {
    /// With whom.
    pub contact: ContactRow,
    /// What the note says about them.
    pub facts: FactsRow,
    /// The state on the day asked about.
    pub state: State,
    /// Why, in one line.
    pub reason: String,
    /// The next meeting.
    pub meeting: Option<MeetingRow>,
    /// The two have not met before.
    pub first: bool,
    /// What was said last, the latest first.
    pub talks: Vec<InteractionRow>,
    /// What they advised, the latest first.
    pub advice: Vec<RemarkRow>,
    /// Open promises, mine and theirs.
    pub promises: Vec<PromiseRow>,
    /// Who introduced them.
    pub introduced_by: Vec<ReferrerRow>,
    /// Whom they introduced.
    pub introduced: Vec<ContactRow>,
    /// The questions prepared.
    pub questions: Vec<RemarkRow>,
    /// How many questions would be good to have.
    pub questions_wanted: u32,
}

/// A meeting ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingRow {
    /// Its day.
    pub date: Date,
    /// Its time, as `HH:MM`.
    pub time: Option<String>,
    /// What is to carry it.
    pub channel: Option<String>,
    /// How long it is to take, in minutes.
    pub minutes: Option<u32>,
    /// What it is about.
    pub text: String,
    /// The note that plans it, relative to the vault.
    pub path: String,
    /// The line in the note.
    pub line: u32,
    /// The bytes of the path, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
}

/// A question or a piece of advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkRow {
    /// Its day.
    pub date: Option<Date>,
    /// What it says.
    pub text: String,
    /// The note, relative to the vault.
    pub path: String,
    /// The line in the note.
    pub line: u32,
    /// The bytes of the path, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
}

/// Who made the introduction, to be asked beforehand and told afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferrerRow {
    /// Who.
    pub contact: ContactRow,
    /// When the two of us last had contact.
    pub last: Option<Date>,
}

/// The brief on the contact with this index.
pub fn prep(network: &Network, settings: &Settings, today: Date, index: usize) -> PrepReport {
    let person = &network.people[index];
    let verdict = person.verdict(today, settings);
    let view = &verdict.view;
    let said = view.events.iter().rev().filter(|event| event.word.is_some());
    let open = network.promises.iter().filter(|promise| {
        promise.contact == Who::Contact(index) && !promise.done && promise.is_known(today)
    });
    let advice = person.advice_by(today).map(|advice| RemarkRow {
        date: advice.date,
        text: advice.text.clone(),
        path: advice.place.path.shown(),
        line: advice.place.line,
        path_hex: advice.place.path.hex(),
    });
    let referrers = person.introduced_by.iter().filter_map(|who| {
        let last = match who {
            Who::Contact(index) => network.people[*index].as_of(today, settings).last_day(),
            _ => None,
        };
        Some(ReferrerRow { contact: ContactRow::of_who(who, network)?, last })
    });
    let introduced = person.introduced.iter().map(|index| ContactRow::of(&network.people[*index]));
    PrepReport {
        contact: ContactRow::of(person),
        facts: show::facts(person),
        state: verdict.state,
        reason: show::reason(person, &verdict),
        meeting: verdict.next_meeting().map(meeting_row),
        first: view.held().next().is_none(),
        talks: said.take(TALKS).map(InteractionRow::of).collect(),
        advice: advice.collect(),
        promises: open.map(PromiseRow::of).collect(),
        introduced_by: referrers.collect(),
        introduced: introduced.collect(),
        questions: questions(network, verdict.next_meeting(), &person.note.path),
        questions_wanted: settings.today.questions,
    }
}

fn meeting_row(meeting: &PlannedMeeting<'_>) -> MeetingRow {
    let fact = meeting.fact;
    // What was agreed on on an earlier day says how that was done, not how the meeting will be.
    let of_day = meeting.is_of_day();
    MeetingRow {
        date: meeting.date,
        time: fact.time.filter(|_| of_day).map(|time| time.format("%H:%M").to_string()),
        channel: fact.channel.as_deref().map(str::to_owned).filter(|_| of_day),
        minutes: fact.minutes.filter(|_| of_day),
        text: fact.text.read().into_owned(),
        path: fact.place.path.shown(),
        line: fact.place.line,
        path_hex: fact.place.path.hex(),
    }
}

/// The questions of the notes that plan the next meeting, then those of the contact's own note.
pub(super) fn questions(
    network: &Network,
    meeting: Option<&PlannedMeeting<'_>>,
    own: &crate::model::NotePath,
) -> Vec<RemarkRow> {
    let facts = meeting.into_iter().map(|meeting| meeting.fact);
    let places = facts.flat_map(|fact| fact.places());
    let mut paths: Vec<_> = places.map(|place| &place.path).chain([own]).collect();
    let mut seen = std::collections::HashSet::new();
    paths.retain(|path| seen.insert(*path));
    let asked = paths.into_iter().filter_map(|path| Some((path, network.questions.get(path)?)));
    let rows = asked.flat_map(|(path, remarks)| {
        remarks.iter().map(|remark| RemarkRow {
            date: remark.date,
            text: remark.text.clone(),
            path: path.shown(),
            line: remark.at.line,
            path_hex: path.hex(),
        })
    });
    rows.collect()
}
