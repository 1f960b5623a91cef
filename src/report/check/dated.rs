//! What cannot have happened as it is written down, or did not happen as it was meant, as of one day:
//! messages of days that lie ahead, answers to nothing, meetings that nobody marked, cadences that are
//! never kept.

use std::collections::BTreeMap;

use crate::model::text::listed;
use crate::model::{Code, Date, Direction, NotePath, Problem, Spot};
use crate::network::{CadenceSource, Event, Person, Place, Source, Verdict, View, What};
use crate::report::{Survey, wording};

/// The problems of the day, of everybody in the survey.
pub(super) fn problems(survey: &Survey<'_>) -> Vec<(NotePath, Problem)> {
    let mut problems = unmarked(survey);
    for (person, verdict) in &survey.verdicts {
        problems.extend(ahead(person, survey.today));
        problems.extend(reply_first(person, &verdict.view));
        problems.extend(cadence_skipped(person, verdict));
    }
    problems
}

fn at(place: &Place, code: Code, message: String, hint: impl Into<String>) -> (NotePath, Problem) {
    (place.path.clone(), Problem::at(code, place.spot(), message).with_hint(hint))
}

/// Messages sent or received on a day that lies ahead. A meeting ahead is planned; a message is a slip.
fn ahead(person: &Person, today: Date) -> Vec<(NotePath, Problem)> {
    let from = person.facts.partition_point(|fact| fact.date <= today);
    let facts = person.facts[from..].iter().filter_map(|fact| {
        let done = match &fact.what {
            What::Exchange(_) if fact.source == Source::LastContact => "have been in contact",
            What::Exchange(word) if word.direction == Direction::Out => "have been sent",
            What::Exchange(word) if word.direction == Direction::In => "have been received",
            _ => return None,
        };
        Some((fact, done))
    });
    let problems = facts.flat_map(|(fact, done)| {
        let subject = if fact.source == Source::LastContact { "the two of you" } else { "it" };
        let message = format!("{} lies ahead: {subject} cannot {done} yet", fact.date);
        let told = std::iter::once(&fact.place).chain(fact.also.iter().map(|(_, place)| place));
        told.map(move |place| {
            let hint =
                "check the day, the month and the year; something to do is an open task, `- [ ] …`";
            at(place, Code::EntryAhead, message.clone(), hint)
        })
    });
    problems.collect()
}

/// An answer before which there is nothing of mine, while what it may answer is dated later.
fn reply_first(person: &Person, view: &View<'_>) -> Option<(NotePath, Problem)> {
    let is_theirs =
        |event: &&Event<'_>| event.word.is_none() || event.direction() == Some(Direction::In);
    let answers = |event: &&Event<'_>| event.word.as_ref().is_some_and(|word| word.answers);
    let answer = view.events.iter().take_while(is_theirs).find(answers)?;
    let asked = view.events.iter().find(|event| {
        let asks = event.word.as_ref().is_some_and(|word| word.expects_reply);
        asks && event.direction() == Some(Direction::Out) && event.date() > answer.date()
    })?;
    let message = format!(
        "{} answered on {}, but the first message to answer is of {}",
        person.name(),
        answer.date(),
        asked.date()
    );
    let hint =
        "check both years, or note what was answered; if they wrote first, call it `received`";
    Some(at(&answer.fact.place, Code::ReplyFirst, message, hint))
}

/// Planned meetings of days past of which nobody says whether they were held, each place once.
fn unmarked(survey: &Survey<'_>) -> Vec<(NotePath, Problem)> {
    let mut meetings: BTreeMap<(&Place, Date), (Source, Vec<String>)> = BTreeMap::new();
    for (person, verdict) in &survey.verdicts {
        for meeting in &verdict.view.unmarked {
            let key = (&meeting.fact.place, meeting.date);
            let (_, names) = meetings.entry(key).or_insert((meeting.fact.source, Vec::new()));
            names.push(person.name().to_owned());
        }
    }
    let problem = |((place, day), (source, names)): ((&Place, Date), (Source, Vec<String>))| {
        let names = listed(&names);
        let message = format!("nobody noted whether the meeting with {names} on {day} was held");
        let entry = format!("- {day} met");
        let hint = match source {
            Source::Meeting => format!(
                "write `status: held` or `status: cancelled` there, or `{entry}` in the contact's note"
            ),
            _ => {
                format!("add a line `{entry}`, or strike the plan out, `~~…~~`, if it was not held")
            }
        };
        at(place, Code::MeetingUnmarked, message, hint)
    };
    meetings.into_iter().map(problem).collect()
}

/// A stated cadence behind which the two fell each of the last times, and not by little.
fn cadence_skipped(person: &Person, verdict: &Verdict<'_>) -> Option<(NotePath, Problem)> {
    /// How many gaps have to be longer than the cadence, the last ones.
    const GAPS: usize = 4;
    let quietness = verdict.quietness.filter(|_| verdict.pause.is_none())?;
    let stated = quietness.stated?;
    let days = verdict.view.days();
    let gaps = days.windows(2).map(|pair| (pair[1] - pair[0]).num_days());
    let gaps: Vec<u32> = gaps.filter_map(|gap| u32::try_from(gap).ok()).collect();
    let mut last = gaps.len().checked_sub(GAPS).map(|from| gaps[from..].to_vec())?;
    last.sort_unstable();
    let median = (last[GAPS / 2 - 1] + last[GAPS / 2]) / 2;
    // Half as much again, in whole numbers.
    if last[0] <= stated || median * 2 < stated * 3 {
        return None;
    }
    let (place, by_tag) = match (&person.contact().cadence, quietness.source) {
        (Some(cadence), CadenceSource::Contact) => {
            (Place::of(&person.note.path, cadence.spot()), "")
        }
        _ => (Place::of(&person.note.path, Spot::START), " by tag"),
    };
    let plan = wording::every(stated);
    let message = format!("meant to be {plan}{by_tag}, but the last {GAPS} gaps were all longer");
    let (rhythm, key) = (wording::every(median), wording::shorthand(median));
    let hint = format!("you are in touch about {rhythm}; perhaps `cadence: {key}`");
    Some(at(&place, Code::CadenceSkipped, message, hint))
}
