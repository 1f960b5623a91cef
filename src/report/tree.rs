//! Who led to whom: the contacts as a forest, each beneath whoever introduced it first, and how many
//! conversations every branch has yielded. Asking for one or two more names is how a network grows, and
//! this shows which of the answers bore fruit.

mod forest;

use std::cmp::Ordering;
use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{ContactRow, Filter, Survey, conversation};
use crate::model::Date;
use crate::model::text::fold;
use crate::network::{State, Verdict, View};

use forest::Forest;

/// Who led to whom as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeReport {
    /// Everybody who is shown, each beneath the introducer and before the next root. If all are asked
    /// for, those who stand alone come last.
    pub rows: Vec<TreeRow>,
    /// How many trees of at least two people there are, whatever the limit shows of them.
    pub trees: usize,
    /// How many people stand in them beneath a root.
    pub introduced: usize,
    /// How many roots the limit left out.
    pub more: usize,
    /// How many contacts were introduced by nobody and introduced nobody.
    pub alone: usize,
}

/// Somebody in the forest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeRow {
    /// Who; without a path if the introducer has no note.
    pub contact: ContactRow,
    /// Everybody who introduced the contact, as its note names them; the row stands beneath the first,
    /// unless that would lead round in a circle.
    pub introduced_by: Vec<ContactRow>,
    /// At whom the tree begins.
    pub root: ContactRow,
    /// How many introductions lie between the root and this row; 0 for the root.
    pub depth: usize,
    /// The state on the day asked about; none without a note.
    pub state: Option<State>,
    /// Conversations held with the contact.
    pub conversations: usize,
    /// Conversations held with the contact and with everybody beneath; one of several people counts once.
    #[serde(rename = "yield")]
    pub yielded: usize,
    /// How many people that is, whether the filter shows them or not.
    pub people: usize,
    /// What the contact does.
    pub role: Option<String>,
    /// Where the contact works.
    pub organisation: Option<String>,
}

/// A contact as of the day asked about.
struct Seen<'a> {
    /// The filter takes it.
    taken: bool,
    state: State,
    /// The day of the first contact.
    first: Option<Date>,
    /// What had happened.
    view: View<'a>,
}

impl<'a> Seen<'a> {
    fn of(verdict: &Verdict<'a>, taken: bool) -> Self {
        let events = &verdict.view.events;
        Self {
            taken,
            state: verdict.state,
            first: events.iter().find(|event| event.word.is_some()).map(|event| event.date()),
            view: verdict.view.clone(),
        }
    }
}

/// The forest of those whom the filter takes, and of everybody above them. The numbers speak of the whole
/// tree, so that no filter changes what somebody has led to.
pub fn report(survey: &Survey<'_>, filter: &Filter) -> TreeReport {
    let network = survey.network;
    let seen = everybody(survey);
    let mut forest = Forest::of(network);
    let named = |node: usize| (fold(forest.name(network, node)), node);
    let names: Vec<(String, usize)> = (0..forest.len()).map(named).collect();
    let by_first_day = |a: &usize, b: &usize| {
        let day = |node: usize| seen.get(node).and_then(|seen| seen.first);
        let (a_day, b_day) = (day(*a), day(*b));
        (a_day.is_none(), a_day, &names[*a]).cmp(&(b_day.is_none(), b_day, &names[*b]))
    };
    forest.sort(by_first_day);

    let mut talks: Vec<HashSet<usize>> = vec![HashSet::new(); seen.len()];
    let views = seen.iter().enumerate().map(|(index, seen)| (index, &seen.view));
    for (number, conversation) in conversation::all(views).into_iter().enumerate() {
        for person in conversation.people {
            talks[person].insert(number);
        }
    }
    let conversations = |node: usize| talks.get(node).map_or(0, |talks| talks.len());
    let yielded = forest.gather(&talks);
    let people = forest.count(|_| true);
    let shown = forest.count(|node| seen.get(node).is_some_and(|seen| seen.taken));

    let most_first = |a: &usize, b: &usize| -> Ordering {
        yielded[*b].cmp(&yielded[*a]).then_with(|| names[*a].cmp(&names[*b]))
    };
    let roots = forest.roots().filter(|root| shown[*root] > 0);
    let (mut roots, mut alone): (Vec<usize>, Vec<usize>) =
        roots.partition(|root| people[*root] > 1);
    roots.sort_by(most_first);
    alone.sort_by(most_first);
    let (trees, alone_ones) = (roots.len(), alone.len());
    let introduced = roots.iter().map(|root| people[*root] - 1).sum();
    if filter.all {
        roots.append(&mut alone);
    }
    let more = roots.len().saturating_sub(filter.limit.unwrap_or(usize::MAX));
    roots.truncate(roots.len() - more);

    let mut rows = Vec::new();
    for root in roots {
        let top = forest.contact(network, root);
        for (node, depth) in forest.below(root).filter(|(node, _)| shown[*node] > 0) {
            let person = network.people.get(node);
            rows.push(TreeRow {
                contact: forest.contact(network, node),
                introduced_by: forest
                    .introducers(node)
                    .filter_map(|who| ContactRow::of_who(who, network))
                    .collect(),
                root: top.clone(),
                depth,
                state: seen.get(node).map(|seen| seen.state),
                conversations: conversations(node),
                yielded: yielded[node],
                people: people[node],
                role: person.and_then(|person| person.contact().role.clone()),
                organisation: person
                    .and_then(|person| person.contact().organisations.first().cloned()),
            });
        }
    }
    TreeReport { rows, trees, introduced, more, alone: alone_ones }
}

/// Everybody, in the order of the network; those whom the filter takes have been judged already.
fn everybody<'a>(survey: &Survey<'a>) -> Vec<Seen<'a>> {
    let mut taken = survey.verdicts.iter().peekable();
    let people = survey.network.people.iter().map(AsRef::as_ref);
    let seen = people.map(|person| match taken.next_if(|(one, _)| std::ptr::eq(*one, person)) {
        Some((_, verdict)) => Seen::of(verdict, true),
        None => Seen::of(&person.verdict(survey.today, survey.settings), false),
    });
    seen.collect()
}
