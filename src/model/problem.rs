//! Something wrong in a note: a value beside the facts, never an error that stops the rest.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::note::Spot;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something is lost or left out because of it.
    Error,
    /// Something may not mean what was meant.
    Warning,
    /// Worth knowing; shown by `check --strict`.
    Hint,
}

impl Level {
    /// The word for it in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $level:ident;)+) => {
        /// What kind of problem it is. The text of a code is stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code { $($(#[doc = $doc])+ $variant),+ }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stable text of the code.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// How much a problem of this code matters.
            pub fn level(self) -> Level {
                match self { $(Self::$variant => Level::$level),+ }
            }
        }
    };
}

codes! {
    /// The file could not be read, and is left out.
    Unreadable = "unreadable", Error;
    /// The file is larger than the limit, and is left out.
    TooLarge = "too-large", Error;
    /// The name ends like a note's, but it is a pipe, a device or the like.
    NotAFile = "not-a-file", Warning;
    /// A link on disk leads out of the vault, to nothing, or round in a circle.
    LinkOnDisk = "link-on-disk", Warning;
    /// Bytes that are no text in the note's encoding.
    Encoding = "encoding", Warning;
    /// The front matter is not YAML; what could be read was.
    FrontMatterYaml = "front-matter-yaml", Warning;
    /// The front matter has no closing line.
    FrontMatterUnclosed = "front-matter-unclosed", Warning;
    /// The front matter is too large, too deep or uses aliases.
    FrontMatterBounds = "front-matter-bounds", Warning;
    /// Two front matter blocks in a row.
    FrontMatterTwice = "front-matter-twice", Warning;
    /// Blank lines before the front matter.
    FrontMatterLate = "front-matter-late", Hint;
    /// A key stands twice.
    KeyTwice = "key-twice", Warning;
    /// So many paragraphs that not all are looked through for facts.
    TooDense = "too-dense", Warning;
    /// Marks of an unfinished merge.
    ConflictMarker = "conflict-marker", Warning;
    /// A copy made by a sync tool.
    ConflictCopy = "conflict-copy", Warning;
    /// A date that does not exist.
    DateImpossible = "date-impossible", Warning;
    /// A date that could be two days.
    DateAmbiguous = "date-ambiguous", Warning;
    /// A date in a year that cannot be meant.
    DateFarOff = "date-far-off", Warning;
    /// Text where a date belongs.
    DateUnreadable = "date-unreadable", Warning;
    /// A directive (cadence, pause, policy) whose value means nothing.
    DirectiveUnreadable = "directive-unreadable", Warning;
    /// A key that only describes (level, warmth) whose value means nothing here.
    ValueUnknown = "value-unknown", Hint;
    /// A meeting without a day.
    MeetingUndated = "meeting-undated", Warning;
    /// A planned meeting of a past day of which nobody says whether it was held.
    MeetingUnmarked = "meeting-unmarked", Warning;
    /// A message whose direction cannot be told.
    MessageDirection = "message-direction", Warning;
    /// A name that fits more than one contact.
    PersonAmbiguous = "person-ambiguous", Warning;
    /// A name that fits no contact, but nearly fits one.
    PersonMisspelt = "person-misspelt", Warning;
    /// A name that fits no contact.
    PersonUnknown = "person-unknown", Hint;
    /// Two contacts go by the same name or address.
    ContactTwice = "contact-twice", Warning;
    /// Introductions that lead round to where they began.
    IntroductionCircle = "introduction-circle", Warning;
    /// A message sent or received on a day that lies ahead.
    EntryAhead = "entry-ahead", Warning;
    /// An answer that is older than everything it could answer.
    ReplyFirst = "reply-first", Warning;
    /// A stated cadence that the two never keep.
    CadenceSkipped = "cadence-skipped", Hint;
    /// A dated entry that says nothing about contact.
    EntryUnclear = "entry-unclear", Hint;
    /// It looks as if `me` should be set.
    MeUnset = "me-unset", Hint;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The longest message, in characters: it may quote what the note says, and that may have no end.
const LONGEST: usize = 500;

/// On one line and not without end, whatever is quoted in it.
fn one_sentence(message: String) -> String {
    if message.len() <= LONGEST && !message.contains(['\n', '\r']) {
        return message;
    }
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// One thing wrong in a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of problem.
    pub code: Code,
    /// Its line, counted from 1.
    pub line: u32,
    /// Its column in characters, counted from 1.
    pub column: u32,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to try.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem at the start of a line.
    pub fn new(code: Code, line: u32, message: impl Into<String>) -> Self {
        Self { code, line, column: 1, message: one_sentence(message.into()), hint: None }
    }

    /// A problem at a place in a line.
    pub fn at(code: Code, at: Spot, message: impl Into<String>) -> Self {
        Self { column: at.column, ..Self::new(code, at.line, message) }
    }

    /// The same problem with advice.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
