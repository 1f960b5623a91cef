//! The facts of one note.

use serde::{Deserialize, Serialize};

use super::calendar::{Date, Time};
use super::contact::Contact;
use super::interaction::{Channel, Direction, Meaning};
use super::keys::Keys;
use super::path::NotePath;
use super::problem::Problem;

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One person.
    Contact,
    /// One meeting.
    Meeting,
    /// One message, sent or received.
    Message,
    /// One day.
    Journal,
    /// Anything else.
    Note,
}

impl Kind {
    /// The word for it in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Meeting => "meeting",
            Self::Message => "message",
            Self::Journal => "journal",
            Self::Note => "note",
        }
    }
}

/// Why a note is searchable but counts as nobody and nothing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SetAside {
    /// A template: in a templates folder, or with placeholders in its front matter.
    Template,
    /// A copy that a sync tool made of another note.
    ConflictCopy,
}

/// Everything that one file says, as far as the reports need it. Holds nothing that depends on the day
/// asked about or on other notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Where it lies.
    pub path: NotePath,
    /// What it is about.
    pub kind: Kind,
    /// Its title: a contact's name, else the front matter's title, the first heading or the file name.
    pub title: String,
    /// Set if the note counts as nobody and nothing that happened.
    pub set_aside: Option<SetAside>,
    /// A hash of the first 200 bytes; a copy named `… 2.md` is known by it.
    pub opening: u64,
    /// The day the note speaks of.
    pub date: Option<NoteDate>,
    /// Tags of the front matter and of lines of nothing but tags, without `#`, as written.
    pub tags: Vec<String>,
    /// Every key of the front matter, and of the lines in the body that stand in for it.
    pub keys: Keys,
    /// Present if the kind is [`Kind::Contact`].
    pub contact: Option<Contact>,
    /// Present if the kind is [`Kind::Meeting`].
    pub meeting: Option<Meeting>,
    /// Present if the kind is [`Kind::Message`].
    pub message: Option<Message>,
    /// Dated entries and journal lines, in the order of the file, after those of the front matter.
    pub entries: Vec<Entry>,
    /// List items with a box.
    pub tasks: Vec<Task>,
    /// Questions prepared for a meeting.
    pub questions: Vec<Remark>,
    /// Advice that was given.
    pub advice: Vec<Remark>,
    /// Notes and people that the body links to, each once, with the first line.
    pub links: Vec<Link>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl Note {
    /// The kind that it counts as: templates and copies that a sync tool made are searchable notes, and no
    /// more.
    pub fn counts_as(&self) -> Kind {
        if self.set_aside.is_some() { Kind::Note } else { self.kind }
    }
}

/// A place in a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spot {
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1; 1 also where nothing better is known.
    pub column: u32,
}

impl Spot {
    /// Where a note begins, which stands for the whole of it.
    pub const START: Self = Self::line(1);

    /// The start of a line.
    pub const fn line(line: u32) -> Self {
        Self { line, column: 1 }
    }
}

/// The day a note speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDate {
    /// The day, as typed.
    pub date: Date,
    /// The time, as typed.
    pub time: Option<Time>,
    /// Known only from when the file was made (`created`).
    pub weak: bool,
    /// Its line; 1 if it comes from the file name.
    pub line: u32,
    /// Its column in characters, counted from 1.
    pub column: u32,
}

/// A person as a note names them; who is meant is decided with all contacts at hand.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonRef {
    /// The name as shown: a link's text, a plain name, an e-mail address.
    pub name: String,
    /// The target of a link, without heading or block: `People/Maya Chen`. A Markdown link's path is
    /// already resolved against the folder of the note.
    pub target: Option<String>,
    /// Its line in the note.
    pub line: u32,
    /// Its column in characters, counted from 1.
    pub column: u32,
}

impl PersonRef {
    /// Somebody who is linked to.
    pub fn linked(name: impl Into<String>, target: impl Into<String>, at: Spot) -> Self {
        let Spot { line, column } = at;
        Self { name: name.into(), target: Some(target.into()), line, column }
    }

    /// Where it stands.
    pub fn spot(&self) -> Spot {
        Spot { line: self.line, column: self.column }
    }

    /// Whether one of these names somebody in the same way, wherever the two stand.
    pub fn is_among(&self, people: &[Self]) -> bool {
        people.iter().any(|one| (&one.name, &one.target) == (&self.name, &self.target))
    }

    /// Somebody who is merely named.
    pub fn plain(name: impl Into<String>, at: Spot) -> Self {
        let Spot { line, column } = at;
        Self { name: name.into(), target: None, line, column }
    }
}

/// A link in the body of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it points at.
    pub to: PersonRef,
    /// The words around it, shortened.
    pub text: String,
}

/// A meeting as its own note describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Everybody named as taking part, in the order written.
    pub with: Vec<PersonRef>,
    /// What carried it.
    pub via: Option<Channel>,
    /// How long it took, in minutes.
    pub minutes: Option<u32>,
    /// Whether it is said to be planned, cancelled or missed.
    pub status: MeetingStatus,
    /// An informational interview.
    pub interview: bool,
    /// The note says that no thank-you is owed (`thanks: no`), or that it was sent (`thanks: sent`).
    pub no_thanks: bool,
}

/// What a meeting's note says about whether it took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MeetingStatus {
    /// Nothing said: held once its day is over.
    Unsaid,
    /// Said to be planned; somebody has to say that it took place.
    Planned,
    /// Said to have taken place.
    Held,
    /// Called off.
    Cancelled,
    /// Somebody did not come.
    NoShow,
}

/// A message as its own note describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The direction, if the note states it outright.
    pub direction: Option<Direction>,
    /// Who wrote it.
    pub from: Vec<PersonRef>,
    /// Whom it went to.
    pub to: Vec<PersonRef>,
    /// What carried it.
    pub via: Option<Channel>,
    /// Whether it expects an answer.
    pub expects_reply: bool,
    /// It says thanks.
    pub thanks: bool,
    /// How it begins.
    pub text: String,
    /// The line on which its text begins.
    pub line: u32,
    /// The column of its text in characters, counted from 1.
    pub column: u32,
}

/// Where in a note an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryPlace {
    /// A list item, heading or table row that begins with a date.
    Body,
    /// An item of `outreach` in the front matter.
    Outreach,
    /// A line of a daily note.
    Journal,
}

/// A dated piece of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it stands.
    pub place: EntryPlace,
    /// Its day.
    pub date: Date,
    /// Its time, if given.
    pub time: Option<Time>,
    /// Its line in the note.
    pub line: u32,
    /// The column of its date in characters, counted from 1.
    pub column: u32,
    /// What it means.
    pub meaning: Meaning,
    /// What carried it.
    pub channel: Option<Channel>,
    /// How long it took, in minutes.
    pub minutes: Option<u32>,
    /// What it says, without date, direction and channel; the whole line if nothing else is left.
    pub text: String,
    /// The people it belongs to besides the note's own contact.
    pub people: Vec<PersonRef>,
    /// Other links in it.
    pub mentions: Vec<PersonRef>,
}

impl Entry {
    /// Where its date stands.
    pub fn spot(&self) -> Spot {
        Spot { line: self.line, column: self.column }
    }
}

/// A list item with a box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its line in the note.
    pub line: u32,
    /// Whether the box is ticked.
    pub done: bool,
    /// What is to be done, without due date and owner.
    pub text: String,
    /// Who promised it, if not I: a name, or `they`.
    pub by: Option<PersonRef>,
    /// The people linked in it.
    pub people: Vec<PersonRef>,
    /// The day it is due.
    pub due: Option<Date>,
    /// The date of the nearest dated heading above.
    pub written: Option<Date>,
}

/// Something in a note that is worth bringing up again: a question prepared, a piece of advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Where it stands in the note.
    pub at: Spot,
    /// What it says, shortened.
    pub text: String,
    /// The day it begins with, or that of the nearest dated heading above.
    pub date: Option<Date>,
    /// The people linked in it.
    pub people: Vec<PersonRef>,
}
