//! Who was spoken with: people by level, role and organisation, against the goals.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::text::fold;
use crate::model::{Contact, Level};
use crate::report::conversation::Conversation;
use crate::report::{Filter, Survey};

/// How many roles and organisations are listed if nothing is said.
const LISTED: usize = 8;

/// The people spoken with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageRows {
    /// How many they are.
    pub people: usize,
    /// Junior, mid, senior, unknown.
    pub levels: Vec<CoverageRow>,
    /// Those with a goal, then the others with most people first.
    pub roles: Vec<CoverageRow>,
    /// How many more roles there are.
    pub more_roles: usize,
    /// Those with a goal, then the others with most people first.
    pub organisations: Vec<CoverageRow>,
    /// How many more organisations there are.
    pub more_organisations: usize,
}

/// How many people of a kind were spoken with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageRow {
    /// The level, the role or the organisation as most write it; that of a goal as the goal has it.
    pub name: String,
    /// How many people.
    pub people: usize,
    /// How many are aimed at.
    pub goal: Option<u32>,
}

pub(super) fn rows(survey: &Survey<'_>, held: &[Conversation], filter: &Filter) -> CoverageRows {
    let people: BTreeSet<usize> =
        held.iter().flat_map(|conversation| &conversation.people).copied().collect();
    let contacts: Vec<&Contact> =
        people.iter().map(|index| survey.verdicts[*index].0.contact()).collect();
    let goals = &survey.settings.goals;
    let listed = if filter.all { usize::MAX } else { filter.limit.unwrap_or(LISTED) };
    let level = |name: &str, level: Option<Level>, goal: u32| CoverageRow {
        name: name.to_owned(),
        people: contacts.iter().filter(|contact| contact.level == level).count(),
        goal: (goal > 0).then_some(goal),
    };
    let role = |contact: &&Contact| contact.role.iter().cloned().collect();
    let (roles, more_roles) = grouped(contacts.iter().map(role).collect(), &goals.roles, listed);
    let organisation = |contact: &&Contact| contact.organisations.clone();
    let (organisations, more_organisations) =
        grouped(contacts.iter().map(organisation).collect(), &goals.organisations, listed);
    CoverageRows {
        people: contacts.len(),
        levels: vec![
            level("junior", Some(Level::Junior), goals.levels.junior),
            level("mid", Some(Level::Mid), goals.levels.mid),
            level("senior", Some(Level::Senior), goals.levels.senior),
            level("unknown", None, 0),
        ],
        roles,
        more_roles,
        organisations,
        more_organisations,
    }
}

/// People with the names that each of them has, counted by name: first what has a goal, whatever the
/// limit, then the names that no goal takes. Returns how many rows the limit left out, too.
fn grouped(
    names: Vec<Vec<String>>,
    goals: &BTreeMap<String, u32>,
    listed: usize,
) -> (Vec<CoverageRow>, usize) {
    let goals: Vec<(&str, String, u32)> = goals
        .iter()
        .map(|(name, goal)| (name.as_str(), fold(name), *goal))
        .filter(|(_, folded, goal)| *goal > 0 && !folded.is_empty())
        .collect();
    let mut aimed_at = vec![0; goals.len()];
    let mut others: BTreeMap<String, Spellings> = BTreeMap::new();
    for names in names {
        let named: BTreeMap<String, String> =
            names.into_iter().map(|name| (fold(&name), name)).collect();
        for ((_, wanted, _), people) in goals.iter().zip(&mut aimed_at) {
            *people += usize::from(named.keys().any(|name| name.contains(wanted)));
        }
        for (folded, name) in named {
            if !folded.is_empty() && !goals.iter().any(|(_, wanted, _)| folded.contains(wanted)) {
                others.entry(folded).or_default().add(name);
            }
        }
    }
    let mut rows: Vec<CoverageRow> = goals
        .iter()
        .zip(aimed_at)
        .map(|((name, _, goal), people)| CoverageRow {
            name: (*name).to_owned(),
            people,
            goal: Some(*goal),
        })
        .collect();
    rows.sort_by_key(|row| Reverse(row.people));
    let mut others: Vec<CoverageRow> = others
        .into_values()
        .map(|spellings| CoverageRow {
            people: spellings.0.values().sum(),
            name: spellings.usual(),
            goal: None,
        })
        .collect();
    others.sort_by_key(|row| Reverse(row.people));
    let more = others.len().saturating_sub(listed.saturating_sub(rows.len()));
    others.truncate(others.len() - more);
    rows.extend(others);
    (rows, more)
}

/// How often a name is written in which way.
#[derive(Default)]
struct Spellings(BTreeMap<String, usize>);

impl Spellings {
    fn add(&mut self, name: String) {
        *self.0.entry(name).or_insert(0) += 1;
    }

    /// The one that is used most, the first in the alphabet of several.
    fn usual(self) -> String {
        let most = self.0.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        most.map_or_else(String::new, |(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(names: &[&[&str]], goals: &[(&str, u32)], listed: usize) -> (Vec<String>, usize) {
        let names = names.iter().map(|names| names.iter().map(|name| (*name).to_owned()).collect());
        let goals = goals.iter().map(|(name, goal)| ((*name).to_owned(), *goal)).collect();
        let (rows, more) = grouped(names.collect(), &goals, listed);
        let said = rows.iter().map(|row| match row.goal {
            Some(goal) => format!("{}: {} of {goal}", row.name, row.people),
            None => format!("{}: {}", row.name, row.people),
        });
        (said.collect(), more)
    }

    #[test]
    fn spellings_are_one_name_and_the_usual_one_is_shown() {
        let names: [&[&str]; 6] =
            [&["Brightmoor"], &["brightmoor"], &["Brightmoor"], &["Ellery", "ELLERY"], &[], &[""]];
        let (rows, more) = said(&names, &[], 8);
        assert_eq!((rows, more), (vec!["Brightmoor: 3".to_owned(), "ELLERY: 1".to_owned()], 0));
    }

    #[test]
    fn a_goal_takes_every_name_that_holds_its_words_and_is_always_listed() {
        let names: [&[&str]; 4] =
            [&["Ellery Grid Storage"], &["Ellery Council", "Brightmoor"], &["Skarholt"], &["Tern"]];
        let goals = [("ellery", 2), ("Quillon", 1), ("Tern", 0)];
        let (rows, more) = said(&names, &goals, 3);
        assert_eq!(rows, ["ellery: 2 of 2", "Quillon: 0 of 1", "Brightmoor: 1"]);
        assert_eq!(more, 2);
        let (rows, more) = said(&names, &goals, 0);
        assert_eq!((rows.len(), more), (2, 3));
    }
}
