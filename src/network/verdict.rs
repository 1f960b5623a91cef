//! The verdict on one contact on one day: which states hold, and why.

use serde::{Deserialize, Serialize};

use super::Person;
use super::thread::{self, Thread};
use super::view::{Event, PlannedMeeting, View};
use crate::model::{Cadence, Date, Hold};
use crate::settings::Settings;

/// What a contact is on one day, in the order in which the states are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Left out by the note's own word.
    Paused,
    /// A meeting lies ahead.
    Scheduled,
    /// I owe a reply.
    Owed,
    /// My message waits for an answer.
    Unanswered,
    /// Silent as long as the line.
    Quiet,
    /// Silent for so long that it is no longer news.
    Dormant,
    /// Let go, or declined, and nothing since.
    Closed,
    /// A thread ran out, and there never was a relation.
    Lapsed,
    /// Meant to be contacted, and not yet.
    New,
    /// None of these, and in contact.
    InTouch,
    /// No contact recorded.
    Untracked,
}

impl State {
    /// Every state, in the order in which they are tried.
    pub const ALL: [Self; 11] = [
        Self::Paused,
        Self::Scheduled,
        Self::Owed,
        Self::Unanswered,
        Self::Quiet,
        Self::Dormant,
        Self::Closed,
        Self::Lapsed,
        Self::New,
        Self::InTouch,
        Self::Untracked,
    ];

    /// The word for it in reports and queries.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paused => "paused",
            Self::Scheduled => "scheduled",
            Self::Owed => "owed",
            Self::Unanswered => "unanswered",
            Self::Quiet => "quiet",
            Self::Dormant => "dormant",
            Self::Closed => "closed",
            Self::Lapsed => "lapsed",
            Self::New => "new",
            Self::InTouch => "in_touch",
            Self::Untracked => "untracked",
        }
    }
}

/// Why a contact is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// `paused_until`; back on this day.
    Until(Date),
    /// `status`.
    Status(Hold),
    /// `cadence: never`.
    Never,
}

/// A reply that I owe.
#[derive(Debug, Clone)]
pub struct Owed<'a> {
    /// Their word.
    pub event: Event<'a>,
    /// When it is due: the day after.
    pub due: Date,
}

/// Where a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CadenceSource {
    /// The contact's note states it.
    Contact,
    /// A tag of the contact has it in the settings.
    Tag,
    /// The settings have it for everybody.
    Default,
    /// Learnt from the contact's rhythm.
    Learnt,
    /// There was only one exchange so far.
    Single,
    /// Measured over mentions only.
    Mention,
}

/// How long a contact has been silent, against its line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quietness {
    /// Days of silence.
    pub silence: u32,
    /// Days at which silence becomes quiet; none for a contact that never is.
    pub line: Option<u32>,
    /// Where the line comes from.
    pub source: CadenceSource,
    /// The stated cadence in days.
    pub stated: Option<u32>,
    /// The median of the gaps, in days.
    pub median: Option<f64>,
    /// The learnt rhythm, drawn towards the prior, in days.
    pub usual: f64,
    /// How many gaps there were.
    pub gaps: u32,
    /// How many days of contact there were.
    pub days: u32,
    /// Silence has reached the line.
    pub is_quiet: bool,
    /// Silence is long past it.
    pub is_dormant: bool,
}

impl Quietness {
    /// The same line against another silence.
    #[must_use]
    pub fn against(self, silence: u32, settings: &Settings) -> Self {
        let reached = |line: u32| silence >= line;
        Self {
            silence,
            is_quiet: self.line.is_some_and(reached),
            is_dormant: self.dormant_line(settings).is_some_and(reached),
            ..self
        }
    }

    /// Days at which a quiet contact is dormant.
    pub fn dormant_line(&self, settings: &Settings) -> Option<u32> {
        let rule = &settings.quiet;
        self.line.map(|line| rule.dormant.max(line.saturating_mul(rule.dormant_factor)))
    }

    /// Silence in lines; how overdue the contact is.
    pub fn ratio(&self) -> f64 {
        self.line.map_or(0.0, |line| f64::from(self.silence) / f64::from(line.max(1)))
    }
}

/// Everything that can be said of a contact on one day.
#[derive(Debug, Clone)]
pub struct Verdict<'a> {
    /// The first state that holds.
    pub state: State,
    /// All states that hold, in their order.
    pub holds: Vec<State>,
    /// What had happened.
    pub view: View<'a>,
    /// Why the contact is paused.
    pub pause: Option<Pause>,
    /// A reply that I owe and that makes the state.
    pub owed: Option<Owed<'a>>,
    /// A reply that I owe for so long that it no longer does.
    pub old_reply: Option<Owed<'a>>,
    /// The open thread, lapsed or not.
    pub thread: Option<Thread>,
    /// Silence and line; none without a day to count from.
    pub quietness: Option<Quietness>,
    /// The unspent day of a pinned next step.
    pub pinned: Option<Date>,
}

impl<'a> Verdict<'a> {
    /// Silence since their own last word instead of since the last interaction of any kind, for those
    /// whom nothing else keeps from being quiet.
    pub fn since_heard(&self, today: Date, settings: &Settings) -> Option<Quietness> {
        let free = matches!(
            self.state,
            State::Quiet | State::Dormant | State::InTouch | State::Closed | State::Paused
        );
        let quietness = self.quietness?;
        let heard = self.view.last_heard()?.date();
        let silence = u32::try_from((today - heard).num_days()).unwrap_or(0);
        let may = free && self.pinned.is_none() && self.view.is_established();
        may.then(|| quietness.against(silence, settings))
    }

    /// The next meeting, today or ahead.
    pub fn next_meeting(&self) -> Option<&PlannedMeeting<'a>> {
        self.view.ahead.first()
    }
}

impl Person {
    /// The verdict on the contact as of `today`.
    pub fn verdict(&self, today: Date, settings: &Settings) -> Verdict<'_> {
        let contact = self.contact();
        let tags = &self.note.tags;
        let view = self.as_of(today, settings);
        let cadence = contact.cadence.as_ref().map(|at| at.value);
        let (stated, stated_source) = match cadence {
            Some(cadence) => (Some(cadence), CadenceSource::Contact),
            None => match settings.cadence_of_tags(tags) {
                Some(cadence) => (Some(cadence), CadenceSource::Tag),
                None => (settings.cadence.default.map(|text| text.0), CadenceSource::Default),
            },
        };
        let pause = self.pause(today, stated);
        let pinned = self.pinned(&view);
        let thread = thread::open(&view, contact, tags, pinned, today, settings);
        let (owed, old_reply) = match owed_reply(&view) {
            Some(owed) if owed.is_recent(today, settings) => (Some(owed), None),
            old => (None, old),
        };
        let ran_out = thread.as_ref().is_some_and(|thread| thread.lapsed);
        let quietness = quietness(&view, stated, stated_source, ran_out, today, settings);

        let open = thread.is_some() && !ran_out;
        let held_back = pause.is_some() || !view.ahead.is_empty() || owed.is_some() || open;
        let may_be_quiet = view.is_established() && !held_back && pinned.is_none();
        let reached =
            |test: fn(&Quietness) -> bool| quietness.as_ref().is_some_and(test) && may_be_quiet;
        let last = view.events.last();
        let closed = last.is_some_and(|event| event.word.as_ref().is_none_or(|word| word.is_final));
        let anything = view.events.iter().any(|event| event.word.is_some());
        let tests = [
            (State::Paused, pause.is_some()),
            (State::Scheduled, !view.ahead.is_empty()),
            (State::Owed, owed.is_some()),
            (State::Unanswered, open),
            (State::Quiet, reached(|quiet| quiet.is_quiet && !quiet.is_dormant)),
            (State::Dormant, reached(|quiet| quiet.is_dormant)),
            (State::Closed, closed),
            (State::Lapsed, ran_out && !view.is_established()),
            (State::New, !anything && contact.shows_intent()),
            (State::InTouch, anything),
        ];
        let mut holds: Vec<State> =
            tests.iter().filter(|(_, holds)| *holds).map(|(state, _)| *state).collect();
        if holds.is_empty() {
            holds.push(State::Untracked);
        } else if holds.len() > 1 {
            // In touch means that nothing above holds.
            holds.retain(|state| *state != State::InTouch);
        }
        Verdict { state: holds[0], holds, view, pause, owed, old_reply, thread, quietness, pinned }
    }

    fn pause(&self, today: Date, cadence: Option<Cadence>) -> Option<Pause> {
        let contact = self.contact();
        let until = contact.paused_until.as_ref().map(|at| at.value).filter(|day| today < *day);
        let status = contact.hold.as_ref().map(|at| Pause::Status(at.value));
        let never = (cadence == Some(Cadence::Never)).then_some(Pause::Never);
        status.or(until.map(Pause::Until)).or(never)
    }

    /// The day of the next step, unless something was said on or after it.
    fn pinned(&self, view: &View<'_>) -> Option<Date> {
        let on = self.contact().next_step.as_ref()?.value.on?;
        let spent = view.last().is_some_and(|event| event.date() >= on);
        (!spent).then_some(on)
    }
}

impl Owed<'_> {
    /// Whether it is recent enough to be pressing.
    fn is_recent(&self, today: Date, settings: &Settings) -> bool {
        (today - self.event.date()).num_days() <= i64::from(settings.horizons.reply)
    }
}

/// Their last word, if it expects an answer and nothing of mine or planned came after it.
fn owed_reply<'a>(view: &View<'a>) -> Option<Owed<'a>> {
    let at = view.events.iter().rposition(Event::is_their_word)?;
    let event = &view.events[at];
    let expects = event.word.as_ref().is_some_and(|word| word.expects_reply);
    // A `let go` settles it as well.
    let settled = view.events.len() > at + 1;
    let planned =
        view.ahead.iter().chain(&view.unmarked).any(|meeting| meeting.date >= event.date());
    let due = event.date().succ_opt()?;
    (expects && !settled && !planned).then(|| Owed { event: event.clone(), due })
}

fn quietness(
    view: &View<'_>,
    stated: Option<Cadence>,
    stated_source: CadenceSource,
    thread_ran_out: bool,
    today: Date,
    settings: &Settings,
) -> Option<Quietness> {
    let days = view.days();
    // After a thread without an answer, silence is counted from their own last word.
    let let_go = view.events.iter().rposition(|event| event.word.is_none());
    let heard_at = view.events.iter().rposition(Event::is_their_word);
    let unheard =
        thread_ran_out || let_go.is_some_and(|at| heard_at.is_none_or(|heard| heard < at));
    let heard = view.last_heard().map(Event::date);
    let from = if unheard { heard.or(days.last().copied())? } else { *days.last()? };
    let silence = u32::try_from((today - from).num_days()).unwrap_or(0);
    Some(measure(&days, silence, stated, stated_source, settings))
}

/// The line for these days of contact, and where the silence stands against it.
pub(crate) fn measure(
    days: &[Date],
    silence: u32,
    stated: Option<Cadence>,
    stated_source: CadenceSource,
    settings: &Settings,
) -> Quietness {
    let rule = &settings.quiet;
    let steps = days.windows(2).map(|pair| (pair[1] - pair[0]).num_days());
    let mut gaps: Vec<f64> =
        steps.filter(|gap| *gap > i64::from(rule.episode)).map(|gap| gap as f64).collect();
    gaps.sort_by(f64::total_cmp);
    let median = match gaps.len() {
        0 => None,
        n if n % 2 == 1 => Some(gaps[n / 2]),
        n => Some((gaps[n / 2 - 1] + gaps[n / 2]) / 2.0),
    };
    let (e, weight, prior) =
        (gaps.len() as f64, f64::from(rule.prior_weight), f64::from(rule.prior));
    let usual = match median {
        None => prior,
        Some(median) => ((e * median.ln() + weight * prior.ln()) / (e + weight)).exp(),
    };
    let learnt = || {
        let clamped = (rule.factor * usual)
            .clamp(f64::from(rule.shortest), f64::from(rule.longest.max(rule.shortest)));
        let trusted = gaps.len() >= rule.trusted_gaps as usize;
        median.filter(|_| trusted).map_or(clamped, |median| clamped.max(median))
    };
    let single = gaps.is_empty() && days.len() <= rule.single_days as usize;
    let (line, source) = match stated {
        Some(Cadence::Every(span)) => (Some(span.nominal_days()), stated_source),
        Some(Cadence::AsNeeded | Cadence::Never) => (None, stated_source),
        None if single => (Some(rule.single), CadenceSource::Single),
        None => (Some((learnt() + 0.5).floor() as u32), CadenceSource::Learnt),
    };
    let measured = Quietness {
        silence,
        line,
        source,
        stated: line.filter(|_| {
            matches!(source, CadenceSource::Contact | CadenceSource::Tag | CadenceSource::Default)
        }),
        median,
        usual,
        gaps: gaps.len() as u32,
        days: days.len() as u32,
        is_quiet: false,
        is_dormant: false,
    };
    measured.against(silence, settings)
}
