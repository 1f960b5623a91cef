//! Who is meant: names that fit nobody or several, and a name that may be the user's own.

use std::collections::HashMap;

use crate::model::spelling::Spellings;
use crate::model::text::fold;
use crate::model::{Code, NotePath, Problem};
use crate::network::{Network, Unresolved, Who};
use crate::report::Survey;

/// The problems of names in places meant for people.
pub(super) fn problems(survey: &Survey<'_>) -> Vec<(NotePath, Problem)> {
    let network = survey.network;
    let mut problems: Vec<(NotePath, Problem)> = Vec::new();
    if !network.unresolved.is_empty() {
        let spellings = Spellings::new(network.directory().spellings());
        let mut asked: HashMap<&str, Option<&str>> = HashMap::new();
        for unresolved in network.unresolved.iter() {
            let name = unresolved.name.as_str();
            let near = *asked.entry(name).or_insert_with(|| spellings.nearest(name));
            problems.push((unresolved.place.path.clone(), problem(unresolved, near, network)));
        }
    }
    problems.extend(me_unset(survey));
    problems
}

fn problem(unresolved: &Unresolved, near: Option<&str>, network: &Network) -> Problem {
    let Unresolved { name, who, place, .. } = unresolved;
    if let Who::Ambiguous(indexes) = who {
        let paths = indexes.iter().map(|index| network.people[*index].note.path.shown());
        let paths = paths.collect::<Vec<_>>().join(" or ");
        return Problem::at(
            Code::PersonAmbiguous,
            place.spot(),
            format!("{name} could be {paths}"),
        )
        .with_hint("name one of them in full, or by the path of the note");
    }
    let stranger = match who {
        Who::Stranger(stranger) => stranger,
        _ => name,
    };
    match near.filter(|near| fold(near) != fold(stranger)) {
        Some(near) => {
            let known = network.directory().find(near).into_iter().next();
            let shown =
                known.map_or(near.to_owned(), |index| network.people[index].name().to_owned());
            Problem::at(Code::PersonMisspelt, place.spot(), format!("nobody is called {stranger}"))
                .with_hint(format!("did you mean {shown}?"))
        }
        None => Problem::at(Code::PersonUnknown, place.spot(), format!("{stranger} has no note"))
            .with_hint("make a note for them, if you mean to keep in touch"),
    }
}

/// A name in more than half of all meetings so far is probably the user's own.
fn me_unset(survey: &Survey<'_>) -> Option<(NotePath, Problem)> {
    /// Fewer meetings tell nothing.
    const FEWEST: usize = 4;
    let Survey { network, today, settings, .. } = survey;
    let meetings = network.meetings.iter().filter(|(_, day)| day <= today).count();
    if !settings.me.is_empty() || meetings < FEWEST {
        return None;
    }
    let (name, count, place) = network.most_met(*today).filter(|met| met.1 * 2 > meetings)?;
    let message = format!("{name} is in {count} of {meetings} meetings; is that you?");
    let problem = Problem::at(Code::MeUnset, place.spot(), message)
        .with_hint(format!("if so, put me = [\"{name}\"] in .rekindle/config.toml"));
    Some((place.path, problem))
}
