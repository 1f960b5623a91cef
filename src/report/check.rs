//! What is wrong in the notes: each problem with its place and what to try.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::model::text::{fold, nearest};
use crate::model::{Code, Note, NotePath, Problem, ProblemLevel};
use crate::network::{Network, Unresolved, Who};
use crate::settings::Settings;

/// All problems of a vault.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReport {
    /// By path and line.
    pub rows: Vec<CheckRow>,
    /// How many hints there are that only `--strict` shows.
    pub hints: usize,
    /// How many files were looked at.
    pub files: usize,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRow {
    /// The note, relative to the vault.
    pub path: String,
    /// The bytes of the path, if it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path_hex: Option<String>,
    /// Its line, counted from 1.
    pub line: u32,
    /// Its column in characters, counted from 1.
    pub column: u32,
    /// How much it matters.
    pub level: ProblemLevel,
    /// Its stable code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to try.
    pub hint: Option<String>,
}

/// All problems; hints only if `strict`. `left_out` are files that could not be read.
pub fn check<'a>(
    notes: impl Iterator<Item = &'a Note>,
    left_out: Vec<(NotePath, Problem)>,
    network: &Network,
    settings: &Settings,
    strict: bool,
) -> CheckReport {
    let mut problems = left_out;
    let mut files = problems.len();
    for note in notes {
        files += 1;
        problems.extend(note.problems.iter().map(|problem| (note.path.clone(), problem.clone())));
    }
    problems.extend(network.problems.iter().cloned());
    let spellings: Vec<&str> = network.directory.spellings().collect();
    let mut asked: HashMap<&str, Option<&str>> = HashMap::new();
    for unresolved in &network.unresolved {
        let near = *asked
            .entry(&unresolved.name)
            .or_insert_with(|| nearest(&unresolved.name, spellings.iter().copied()));
        problems.push((unresolved.place.path.clone(), person_problem(unresolved, near, network)));
    }
    problems.extend(me_hint(network, settings));
    let (hints, worse): (Vec<_>, Vec<_>) =
        problems.into_iter().partition(|(_, problem)| problem.code.level() == ProblemLevel::Hint);
    let count = hints.len();
    let mut shown = worse;
    if strict {
        shown.extend(hints);
    }
    let mut rows: Vec<CheckRow> =
        shown.into_iter().map(|(path, problem)| row(&path, problem)).collect();
    rows.sort_by(|a, b| {
        let key = |row: &CheckRow| {
            (row.path.clone(), row.line, row.column, row.code.clone(), row.message.clone())
        };
        key(a).cmp(&key(b))
    });
    rows.dedup();
    CheckReport { rows, hints: if strict { 0 } else { count }, files }
}

fn row(path: &NotePath, problem: Problem) -> CheckRow {
    CheckRow {
        path: path.shown(),
        path_hex: path.hex(),
        line: problem.line,
        column: problem.column,
        level: problem.code.level(),
        code: problem.code.as_str().to_owned(),
        message: problem.message,
        hint: problem.hint,
    }
}

fn person_problem(unresolved: &Unresolved, near: Option<&str>, network: &Network) -> Problem {
    let Unresolved { name, who, place } = unresolved;
    if let Who::Ambiguous(indexes) = who {
        let paths = indexes.iter().map(|index| network.people[*index].note.path.shown());
        let paths = paths.collect::<Vec<_>>().join(" or ");
        return Problem::new(Code::PersonAmbiguous, place.line, format!("{name} could be {paths}"))
            .with_hint("name one of them in full, or by the path of the note");
    }
    let stranger = match who {
        Who::Stranger(stranger) => stranger,
        _ => name,
    };
    match near.filter(|near| fold(near) != fold(stranger)) {
        Some(near) => {
            let known = network.directory.find(near).into_iter().next();
            let shown =
                known.map_or(near.to_owned(), |index| network.people[index].name().to_owned());
            Problem::new(Code::PersonMisspelt, place.line, format!("nobody is called {stranger}"))
                .with_hint(format!("did you mean {shown}?"))
        }
        None => Problem::new(Code::PersonUnknown, place.line, format!("{stranger} has no note"))
            .with_hint("make a note for them, if you mean to keep in touch"),
    }
}

/// A name in more than half of all meetings is probably the user's own.
fn me_hint(network: &Network, settings: &Settings) -> Option<(NotePath, Problem)> {
    if !settings.me.is_empty() || network.meetings < 4 {
        return None;
    }
    let (name, count, path) = network.most_met()?;
    if count * 2 <= network.meetings {
        return None;
    }
    let message = format!("{name} is in {count} of {} meetings; is that you?", network.meetings);
    let problem = Problem::new(Code::MeUnset, 1, message)
        .with_hint(format!("if so, put me = [\"{name}\"] in .rekindle/config.toml"));
    Some((path, problem))
}
