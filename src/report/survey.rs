//! Every contact's verdict on one day, computed once for all that a report wants to know.

use std::cell::OnceCell;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Selection;
use crate::model::{Code, Date};
use crate::network::{Network, Person, State, Verdict};
use crate::settings::Settings;

/// So few verdicts are not worth another thread.
const FEW: usize = 256;

/// The verdicts of a day as far as anybody has asked for them, each computed once.
pub struct Verdicts<'a> {
    /// The day.
    pub today: Date,
    /// The settings in force.
    pub settings: &'a Settings,
    /// Everybody.
    pub network: &'a Network,
    /// In the order of the people; room for them is made when one is asked for.
    made: OnceCell<Vec<OnceCell<Verdict<'a>>>>,
}

impl<'a> Verdicts<'a> {
    /// Nothing is computed yet.
    pub fn new(network: &'a Network, settings: &'a Settings, today: Date) -> Self {
        Self { today, settings, network, made: OnceCell::new() }
    }

    /// The verdict on the contact with this index.
    pub fn of(&self, index: usize) -> &Verdict<'a> {
        let made = self.made.get_or_init(|| vec![OnceCell::new(); self.network.people.len()]);
        made[index].get_or_init(|| self.network.people[index].verdict(self.today, self.settings))
    }
}

/// All verdicts of a day.
pub struct Survey<'a> {
    /// The contacts that the filter takes, each with its verdict, in the order of their paths.
    pub verdicts: Vec<(&'a Person, Verdict<'a>)>,
    /// The day.
    pub today: Date,
    /// The settings in force.
    pub settings: &'a Settings,
    /// Everybody.
    pub network: &'a Network,
    /// Nobody is left out, not even those without a note.
    pub whole: bool,
}

/// How many contacts are in each state, and what else a footer tells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Contacts that the filter takes.
    pub contacts: usize,
    /// All contacts, whether the filter takes them or not.
    pub in_vault: usize,
    /// By their state.
    pub paused: usize,
    /// A meeting lies ahead.
    pub scheduled: usize,
    /// A reply is owed.
    pub owed: usize,
    /// Waiting for an answer.
    pub unanswered: usize,
    /// Silent past the line.
    pub quiet: usize,
    /// Silent long past it.
    pub dormant: usize,
    /// Let go, or declined.
    pub closed: usize,
    /// Threads that ran out, whatever the state now.
    pub lapsed: usize,
    /// Never contacted, but meant to be.
    pub new: usize,
    /// In contact.
    pub in_touch: usize,
    /// No contact recorded.
    pub untracked: usize,
    /// Contacts known from mentions and unclear entries only.
    pub mentioned_only: usize,
    /// Directives that could not be read, and hold nothing.
    pub unreadable_directives: usize,
}

impl<'a> Survey<'a> {
    /// The verdicts on everybody whom the filter takes.
    pub fn new(verdicts: Verdicts<'a>, selection: &Selection<'_>) -> Self {
        let Verdicts { today, settings, network, made } = verdicts;
        let people = network.people.iter().map(AsRef::as_ref);
        let takes = |person: &&'a Person| selection.takes(person);
        let anew = |person: &'a Person| (person, person.verdict(today, settings));
        let verdicts = match made.into_inner() {
            None => {
                let people: Vec<&Person> = people.filter(takes).collect();
                people.into_par_iter().with_min_len(FEW).map(anew).collect()
            }
            Some(made) => {
                let people = people.zip(made).filter(|(person, _)| takes(person));
                let verdict = |(person, made): (&'a Person, OnceCell<Verdict<'a>>)| {
                    made.into_inner().map_or_else(|| anew(person), |verdict| (person, verdict))
                };
                let people: Vec<_> = people.collect();
                people.into_par_iter().with_min_len(FEW).map(verdict).collect()
            }
        };
        Self { verdicts, today, settings, network, whole: selection.takes_all() }
    }

    /// The verdict on the contact with this index, if the filter takes it.
    pub fn of(&self, index: usize) -> Option<&(&'a Person, Verdict<'a>)> {
        let path = &self.network.people[index].note.path;
        let at = self.verdicts.binary_search_by(|(person, _)| person.note.path.cmp(path)).ok()?;
        self.verdicts.get(at)
    }

    /// The numbers for a footer.
    pub fn counts(&self) -> Counts {
        let (contacts, in_vault) = (self.verdicts.len(), self.network.people.len());
        let mut counts = Counts { contacts, in_vault, ..Counts::default() };
        for (person, verdict) in &self.verdicts {
            let count = match verdict.state {
                State::Paused => &mut counts.paused,
                State::Scheduled => &mut counts.scheduled,
                State::Owed => &mut counts.owed,
                State::Unanswered => &mut counts.unanswered,
                State::Quiet => &mut counts.quiet,
                State::Dormant => &mut counts.dormant,
                State::Closed => &mut counts.closed,
                State::New => &mut counts.new,
                State::InTouch => &mut counts.in_touch,
                State::Untracked => &mut counts.untracked,
                // Counted below, with the lapsed threads of contacts in another state.
                State::Lapsed => &mut 0,
            };
            *count += 1;
            if verdict.thread.as_ref().is_some_and(|thread| thread.lapsed) {
                counts.lapsed += 1;
            }
            if is_mentioned_only(verdict) {
                counts.mentioned_only += 1;
            }
            let directives = person.note.problems.iter();
            counts.unreadable_directives +=
                directives.filter(|problem| problem.code == Code::DirectiveUnreadable).count();
        }
        counts
    }
}

/// Whether nothing is known of a contact but mentions and unclear entries.
pub(super) fn is_mentioned_only(verdict: &Verdict<'_>) -> bool {
    let view = &verdict.view;
    view.events.is_empty() && !(view.mentions.is_empty() && view.unclear.is_empty())
}
