//! Settings as plain values, each with its default, and the reading of their text.
//!
//! Finding the files is the command line's business; this room sees texts only. A vault's settings can
//! neither run a command nor name a path outside the vault: the keys that could do not count there.

mod effective;
mod goals;
mod language;
mod limits;
pub mod odd;
mod output;
mod parse;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Cadence;

pub use effective::{Effective, Source};
pub use goals::{Goals, LevelGoals, NotAPace, PerWeek, WeekStart};
pub use language::{Language, Languages, NotALanguage};
pub use limits::{LARGEST_NOTE, Limits};
pub use output::{HyperlinkFormat, NotAForm, Output, When};
pub use parse::{Error, Loaded, Text, Warning, known_keys, load};

/// Everything that can be set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The folder of the notes. Counts in the user's own settings only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vault: Option<String>,
    /// The names and addresses of the person whose vault it is.
    pub me: Vec<String>,
    /// How the kind of a note is told.
    pub kinds: Kinds,
    /// More spellings of front matter keys: `name of the field = ["my key"]`.
    pub keys: BTreeMap<String, Vec<String>>,
    /// How dated entries are read.
    pub log: Log,
    /// Whether merely linking to somebody in a dated note counts as contact.
    pub mentions: Mentions,
    /// Which dated entries of a contact's note count as contact.
    pub entries: Entries,
    /// When a contact has gone quiet.
    pub quiet: Quiet,
    /// How often to be in touch, for contacts that do not say.
    pub cadence: CadenceRules,
    /// When to follow up, and when to let go.
    pub outreach: Outreach,
    /// After which meetings a thank-you is owed.
    pub thanks: Thanks,
    /// The day's page.
    pub today: Today,
    /// How long things stay on the lists.
    pub horizons: Horizons,
    /// How many conversations are aimed at, and with whom.
    pub goals: Goals,
    /// The day on which a week begins.
    pub week_start: WeekStart,
    /// The languages whose word forms search knows.
    pub language: Languages,
    /// Saved queries by name, for `view:name`.
    pub views: BTreeMap<String, String>,
    /// How answers look. Counts in the user's own settings only.
    pub output: Output,
    /// What is walked and read.
    pub limits: Limits,
}

/// How the kind of a note is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kinds {
    /// Whether the type key of the front matter decides.
    pub by_type: bool,
    /// Whether tags decide.
    pub by_tag: bool,
    /// Whether folders decide.
    pub by_folder: bool,
    /// Whether a note's shape decides: a date for a name, a date and participants.
    pub by_shape: bool,
    /// Types, tags and folders of contacts, besides the known ones.
    pub contact: KindRule,
    /// Types, tags and folders of meetings, besides the known ones.
    pub meeting: KindRule,
    /// Folders of templates, besides the known ones.
    pub templates: Vec<String>,
}

/// More ways to tell a kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KindRule {
    /// Values of the type key.
    pub types: Vec<String>,
    /// Tags, without `#`.
    pub tags: Vec<String>,
    /// Names of folders.
    pub folders: Vec<String>,
}

impl Default for Kinds {
    fn default() -> Self {
        Self {
            by_type: true,
            by_tag: true,
            by_folder: true,
            by_shape: true,
            contact: KindRule::default(),
            meeting: KindRule::default(),
            templates: Vec::new(),
        }
    }
}

/// Words for the log and for what is found by its heading, besides the English ones.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Log {
    /// Headings under which a dated line counts as contact.
    pub headings: Vec<String>,
    /// Phrases by row, see [`Log::ROWS`].
    pub words: BTreeMap<String, Vec<String>>,
}

impl Log {
    /// The rows to which words can be added: what happened, who acted, and what else is told by words.
    pub const ROWS: [&str; 18] = [
        "asked",
        "again",
        "told",
        "received",
        "declined",
        "met",
        "called",
        "planned",
        "let_go",
        "i",
        "they",
        "via",
        "with",
        "no_answer",
        "no_reply",
        "thanks",
        "advice",
        "questions",
    ];
}

/// What a mention counts as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mentions {
    /// Shown, but the clock runs on.
    #[default]
    Shown,
    /// In this vault linking is logging.
    Contact,
}

/// Which dated entries count as contact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Entries {
    /// Those with a known word, and all under a log heading.
    #[default]
    Clear,
    /// All of them.
    All,
}

/// The constants of the rule for quiet contacts. Why these: five public data sets of dated contacts, on
/// which this rule ranks about as well as plain days of silence and raises fewer false alarms on
/// contacts with a slow rhythm. All are in days unless said otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quiet {
    /// Days closer together than this are one episode.
    pub episode: u32,
    /// The rhythm that is assumed before any is known.
    pub prior: u32,
    /// How many gaps the assumption weighs.
    pub prior_weight: u32,
    /// The line while there was only one exchange.
    pub single: u32,
    /// How many days of contact still count as one exchange.
    pub single_days: u32,
    /// The shortest learnt line.
    pub shortest: u32,
    /// The longest learnt line, unless the usual gap itself is longer.
    pub longest: u32,
    /// The line as a multiple of the usual gap.
    pub factor: f64,
    /// How many gaps make the usual gap trusted beyond `longest`.
    pub trusted_gaps: u32,
    /// Silence from which a quiet contact is dormant, at least.
    pub dormant: u32,
    /// Silence from which a quiet contact is dormant, as a multiple of the line.
    pub dormant_factor: u32,
}

impl Default for Quiet {
    fn default() -> Self {
        Self {
            episode: 14,
            prior: 30,
            prior_weight: 3,
            single: 30,
            single_days: 3,
            shortest: 60,
            longest: 120,
            factor: 2.0,
            trusted_gaps: 3,
            dormant: 180,
            dormant_factor: 2,
        }
    }
}

/// Cadences of contacts that do not state one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CadenceRules {
    /// For everybody whose note and tags say nothing; none leaves it to the rhythm that is learnt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<CadenceText>,
    /// By tag, without `#`; a tag's children inherit it, and the shortest of several wins.
    pub tags: BTreeMap<String, CadenceText>,
}

/// A cadence written as text: `6w`, `monthly`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CadenceText(pub Cadence);

impl TryFrom<String> for CadenceText {
    type Error = crate::model::contact::NotACadence;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

impl From<CadenceText> for String {
    fn from(cadence: CadenceText) -> Self {
        match cadence.0 {
            Cadence::Every(span) => span.to_string(),
            Cadence::AsNeeded => "as-needed".to_owned(),
            Cadence::Never => "never".to_owned(),
        }
    }
}

/// When to follow up, and when to let go.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outreach {
    /// For everybody.
    pub policy: Policy,
    /// By tag, without `#`; a tag's children inherit it.
    pub tags: BTreeMap<String, Policy>,
}

/// How persistent to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// Three messages: a follow-up after a week (two for those already known), another after two more
    /// weeks, and let go three weeks later.
    #[default]
    Patient,
    /// One message and a week; a second message only to people central to the search.
    Cautious,
}

/// After which meetings a thank-you is owed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Thanks {
    /// After interviews, and after the first two meetings with somebody new.
    #[default]
    First,
    /// After interviews only.
    Interviews,
    /// After every meeting.
    Always,
    /// After none.
    Never,
}

/// The day's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Today {
    /// To how many people to reach out each day. Two, as the guides have it.
    pub picks: u32,
    /// How many questions to have ready for an interview. The guides ask for 10 to 15.
    pub questions: u32,
}

impl Default for Today {
    fn default() -> Self {
        Self { picks: 2, questions: 10 }
    }
}

/// How long things stay on the lists, in days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Horizons {
    /// An unanswered thread leaves its list this long after the day of its next step.
    pub lapsed: u32,
    /// A reply that I owe stops being pressing when it is older than this.
    pub reply: u32,
    /// A thank-you is no longer asked for when its meeting is older than this.
    pub thanks: u32,
    /// A promise without a day stands below the line when it is older than this.
    pub promise: u32,
    /// A planned meeting that nobody marked is asked about for so long.
    pub did_it_happen: u32,
}

impl Default for Horizons {
    fn default() -> Self {
        Self { lapsed: 60, reply: 60, thanks: 14, promise: 180, did_it_happen: 60 }
    }
}

impl Settings {
    /// A number that changes with every setting that changes what is read from a note.
    pub fn fingerprint(&self) -> u64 {
        let read = Self { output: Output::default(), ..self.clone() };
        let text = serde_json::to_string(&read).expect("settings are plain data");
        let hash = blake3::hash(text.as_bytes());
        u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
    }

    /// The cadence that the tags of a contact give it: the shortest of those that name one.
    pub fn cadence_of_tags(&self, tags: &[String]) -> Option<Cadence> {
        let of_tag = |tag: &String| under_tag(tag, &self.cadence.tags).map(|cadence| cadence.0);
        tags.iter().filter_map(of_tag).min_by_key(|cadence| match cadence {
            Cadence::Every(span) => (0, span.nominal_days()),
            Cadence::AsNeeded => (1, 0),
            Cadence::Never => (2, 0),
        })
    }

    /// The outreach policy for a contact with these tags.
    pub fn policy_of_tags(&self, tags: &[String]) -> Policy {
        let by_tag = tags.iter().find_map(|tag| under_tag(tag, &self.outreach.tags));
        by_tag.copied().unwrap_or(self.outreach.policy)
    }
}

/// What a table of tags says of `tag`: its own row, else that of its nearest parent.
fn under_tag<'a, T>(tag: &str, table: &'a BTreeMap<String, T>) -> Option<&'a T> {
    let mut tag = tag.to_lowercase();
    loop {
        let row = table.iter().find(|(name, _)| name.trim_start_matches('#').to_lowercase() == tag);
        if let Some((_, value)) = row {
            return Some(value);
        }
        tag.truncate(tag.rfind('/')?);
    }
}
