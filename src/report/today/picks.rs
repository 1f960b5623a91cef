//! The people to reach out to on a day: those who have been quiet longest against their line, each with
//! a reason to write. They are picked as of the morning, so that whoever was written to today stands
//! there as done and is not replaced by the next.

use std::borrow::Cow;

use super::{TodayKind, TodayRow, own_place, spoke_on};
use crate::model::Date;
use crate::model::text::fold;
use crate::network::{Person, Quietness, Source, State, Verdict, What};
use crate::report::{ContactRow, Survey, owed};

/// Somebody to reach out to, as of the morning.
struct Pick<'a> {
    person: &'a Person,
    state: State,
    quietness: Quietness,
    last: Date,
    done: bool,
    text: String,
}

/// The day's picks: the top of *quiet*, then established contacts with the oldest last day.
pub(super) fn picks(survey: &Survey<'_>) -> Vec<TodayRow> {
    let mut found: Vec<Pick<'_>> = survey
        .verdicts
        .iter()
        .filter_map(|(person, verdict)| candidate(person, verdict, survey))
        .collect();
    found.sort_by(|a, b| {
        let rank = |pick: &Pick<'_>| match pick.state {
            State::Quiet => 0,
            State::Dormant => 1,
            _ => 2,
        };
        let overdue = || match a.state {
            State::InTouch => a.last.cmp(&b.last),
            _ => (b.quietness.ratio().total_cmp(&a.quietness.ratio()))
                .then_with(|| b.quietness.silence.cmp(&a.quietness.silence)),
        };
        let name = |pick: &Pick<'_>| (fold(pick.person.name()), pick.person.note.path.clone());
        rank(a).cmp(&rank(b)).then_with(overdue).then_with(|| name(a).cmp(&name(b)))
    });
    found.truncate(survey.settings.today.picks as usize);
    let rows = found.into_iter().map(|pick| {
        let contact = ContactRow::of(pick.person);
        let row = TodayRow::new(TodayKind::ReachOut, contact, pick.text, &own_place(pick.person));
        let silence_days = Some(pick.quietness.silence);
        TodayRow { done: pick.done, on: Some(survey.today), silence_days, ..row }
    });
    rows.collect()
}

fn candidate<'a>(
    person: &'a Person,
    verdict: &Verdict<'_>,
    survey: &Survey<'_>,
) -> Option<Pick<'a>> {
    let mut today =
        verdict.view.events.iter().rev().take_while(|event| event.date() == survey.today);
    if today.any(|event| event.word.is_none()) {
        // Whoever was let go today is left in peace today.
        return None;
    }
    let done = spoke_on(verdict, survey.today);
    let morning = match done {
        true => Cow::Owned(before(person, survey.today)),
        false => Cow::Borrowed(person),
    };
    let at_dawn;
    let verdict = if done {
        at_dawn = morning.verdict(survey.today, survey.settings);
        &at_dawn
    } else {
        verdict
    };
    let free = match verdict.state {
        State::Quiet | State::Dormant => true,
        State::InTouch => {
            // Without a line it is as needed: the note says so, or a tag.
            let has_line = verdict.quietness.is_some_and(|quietness| quietness.line.is_some());
            verdict.view.is_established() && verdict.pinned.is_none() && has_line
        }
        _ => false,
    };
    let quietness = verdict.quietness.filter(|_| free)?;
    let last = verdict.view.last()?.date();
    let text = reason(person, verdict, survey.today);
    Some(Pick { person, state: verdict.state, quietness, last, done, text })
}

/// The contact as if nothing had been said on this day yet; what was planned for it still is.
fn before(person: &Person, day: Date) -> Person {
    let mut facts = person.facts.to_vec();
    facts.retain_mut(|fact| {
        if fact.date != day || fact.what == What::NotHeld {
            return true;
        }
        if fact.told_by(|source| source == Source::Meeting) {
            fact.what = What::Meeting { held: false };
            return true;
        }
        matches!(fact.what, What::Planned)
    });
    Person { facts: facts.into(), ..person.clone() }
}

/// What to write about: advice that they gave, else what was spoken of last, else what they care about.
fn reason(person: &Person, verdict: &Verdict<'_>, today: Date) -> String {
    if let Some(advice) = person.advice_by(today).next() {
        return format!("tell how their advice helped: {}", advice.text);
    }
    if let Some(topic) = owed::last_topic(verdict) {
        return topic;
    }
    match &person.contact().interests[..] {
        [] => "just say hello".to_owned(),
        interests => format!("cares about {}", interests.join(", ")),
    }
}
