//! Plain data: what a note says, who a contact is, what happened when.
//!
//! Nothing here reads a file, asks the clock or decides a verdict. A [`Note`] holds the facts of one
//! file and nothing that depends on the day or on other notes, so that it can be stored and used again
//! as long as the file stays the same.

pub mod calendar;
pub mod contact;
pub mod interaction;
mod keys;
pub mod note;
pub mod path;
pub mod problem;
pub mod spelling;
pub mod text;

pub use calendar::{Birthday, Date, Span, Time, Unit, number};
pub use contact::{At, Cadence, Contact, Hold, Level, NamePlaces, NextStep, Warmth};
pub use interaction::{Channel, Direction, Meaning, Word};
pub use keys::Keys;
pub use note::{
    Entry, EntryPlace, Kind, Link, Meeting, MeetingStatus, Message, Note, NoteDate, PersonRef,
    Remark, SetAside, Spot, Task,
};
pub use path::NotePath;
pub use problem::{Code, Level as ProblemLevel, Problem};
