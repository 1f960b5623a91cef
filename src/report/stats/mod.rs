//! How it goes: the pace of conversations against the goal, how often and how soon outreach is answered,
//! and who has been spoken with. Threads that are still open are in no rate, a refusal is a response, and
//! nothing is claimed of a few cases.

mod coverage;
mod outreach;
mod pace;

use serde::{Deserialize, Serialize};

use super::{Counts, Filter, Survey, conversation};

pub use coverage::{CoverageRow, CoverageRows};
pub use outreach::{GroupRow, OutreachRows};
pub use pace::WeekRow;

/// The fewest closed asks of which a rate is claimed, and the fewest answers of which a usual time is.
pub const LEAST_CASES: usize = 10;

/// The statistics of a vault on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatsReport {
    /// What is counted.
    pub counted: Counted,
    /// The last weeks, the current one last.
    pub weeks: Vec<WeekRow>,
    /// How many a week are aimed at.
    pub per_week: Option<f64>,
    /// How many conversations were counted in all.
    pub total: usize,
    /// How many are aimed at.
    pub total_goal: Option<u32>,
    /// How many weeks in a row kept the pace, up to now; none if there is no goal.
    pub weeks_kept: Option<usize>,
    /// What became of what was asked.
    pub outreach: OutreachRows,
    /// Who was spoken with.
    pub coverage: CoverageRows,
    /// For the notes of the answer.
    pub counts: Counts,
}

/// What the pace and the coverage count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counted {
    /// Conversations marked as informational interviews.
    Interviews,
    /// All that were held, in a vault in which none is marked.
    Conversations,
}

/// The statistics of those whom the filter takes, with this many weeks. Of roles and organisations as many
/// are listed as the filter's limit says.
pub fn report(survey: &Survey<'_>, filter: &Filter, weeks: u32) -> StatsReport {
    let views = survey.verdicts.iter().map(|(_, verdict)| &verdict.view).enumerate();
    let mut held = conversation::all(views);
    let counted = if held.iter().any(|conversation| conversation.interview) {
        held.retain(|conversation| conversation.interview);
        Counted::Interviews
    } else {
        Counted::Conversations
    };
    let goals = &survey.settings.goals;
    let per_week = goals.interviews_per_week.get();
    let pace = pace::Pace::new(&held, survey.settings.week_start, per_week, survey.today);
    let asks: Vec<_> =
        survey.verdicts.iter().flat_map(|(person, verdict)| person.asks(verdict)).collect();
    StatsReport {
        counted,
        weeks: pace.last(weeks),
        per_week,
        total: held.len(),
        total_goal: (goals.total > 0).then_some(goals.total),
        weeks_kept: pace.kept(),
        outreach: outreach::rows(&asks),
        coverage: coverage::rows(survey, &held, filter),
        counts: survey.counts(),
    }
}
