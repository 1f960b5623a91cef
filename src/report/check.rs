//! What is wrong in the notes: each problem with its place and what to try.

mod dated;
mod people;

use serde::{Deserialize, Serialize};

use super::Survey;
use crate::model::{NotePath, Problem, ProblemLevel};

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

/// All problems as of the day of the survey, which is of everybody; hints only if `strict`. There are so
/// many `notes`, and `left_out`
/// are files that could not be read.
pub fn check(
    survey: &Survey<'_>,
    notes: usize,
    left_out: Vec<(NotePath, Problem)>,
    strict: bool,
) -> CheckReport {
    let mut problems = left_out;
    let files = problems.len() + notes;
    problems.extend(survey.network.problems.iter().cloned());
    problems.extend(survey.network.common_problems.iter().cloned());
    problems.extend(people::problems(survey));
    problems.extend(dated::problems(survey));
    let mut rows: Vec<CheckRow> =
        problems.into_iter().map(|(path, problem)| row(&path, problem)).collect();
    rows.sort_by(|a, b| {
        let place = a.path.cmp(&b.path).then_with(|| (a.line, a.column).cmp(&(b.line, b.column)));
        place.then_with(|| (&a.code, &a.message).cmp(&(&b.code, &b.message)))
    });
    rows.dedup();
    let all = rows.len();
    rows.retain(|row| strict || row.level != ProblemLevel::Hint);
    let hints = all - rows.len();
    CheckReport { rows, hints, files }
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
