//! How a query is understood, with the people whom its names fit.

use super::doubt::doubt;
use super::with::named;
use crate::answer::AnswerError;
use crate::model::Date;
use crate::query::{self, Leaf};
use crate::report::explain::{ExplainReport, ExplainRow};
use crate::state::Snapshot;

/// Explains a query without asking it.
pub(in crate::answer) fn explain(
    snapshot: &Snapshot,
    text: &str,
    today: Date,
) -> Result<ExplainReport, AnswerError> {
    let query = super::read(snapshot, text, today)?;
    let people = |name: &str| {
        let network = snapshot.network();
        let found = named(snapshot, name).into_iter();
        found.map(|index| network.people[index].name().to_owned()).collect()
    };
    let doubt = |leaf: &Leaf| doubt(snapshot, leaf);
    let lines = query::explain(&query.root, &people, &doubt).into_iter();
    let views = query.views.iter().map(|(name, text)| format!("view:{name} is {text}"));
    Ok(ExplainReport {
        query: text.to_owned(),
        typed: query::typed(&query.root),
        rows: lines.map(|line| ExplainRow { depth: line.depth, text: line.text }).collect(),
        of_one_piece: query.root.is_of_pieces(),
        or_of_a_note: !query.root.speaks_of_entry(),
        views: views.collect(),
        taken_as_text: query.taken_as_text.iter().map(ToString::to_string).collect(),
    })
}
