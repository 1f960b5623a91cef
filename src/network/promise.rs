//! Promises: the open and ticked boxes of contact and meeting notes, mine and theirs kept apart.

use super::Text;
use super::directory::{Directory, Who};
use super::interaction::Place;
use crate::model::text::{fold, words};
use crate::model::{Date, Kind, Note, Task};

/// Something that one of us said would be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The other person: to whom I promised, or who promised.
    pub contact: Who,
    /// It is mine to keep.
    pub mine: bool,
    /// It has been kept.
    pub done: bool,
    /// What was promised.
    pub text: Text,
    /// When it is due.
    pub due: Option<Date>,
    /// When it was written down: the nearest dated heading above, else the day of the meeting.
    pub written: Option<Date>,
    /// Where it stands.
    pub place: Place,
}

impl Promise {
    /// Whether it had been written down by a day, as far as the note says when. What is due before a
    /// meeting was written down before it.
    pub fn is_known(&self, today: Date) -> bool {
        let before = self.due.is_some_and(|due| Some(due) < self.written);
        before || self.written.is_none_or(|day| day <= today)
    }
}

/// The promises of one note; `own` is the contact whose note it is.
pub(super) fn gather(note: &Note, own: Option<usize>, directory: &Directory) -> Vec<Promise> {
    if note.tasks.is_empty() {
        return Vec::new();
    }
    let people = match (note.kind, &note.meeting) {
        (Kind::Contact, _) => own.map(Who::Contact).into_iter().collect(),
        (Kind::Meeting, Some(meeting)) => {
            let with = meeting.with.iter().flat_map(|to| directory.resolve(to));
            with.filter(|who| *who != Who::Me).collect()
        }
        _ => Vec::new(),
    };
    of_note(note, &people, directory)
}

/// The promises of one note with these people.
fn of_note(note: &Note, people: &[Who], directory: &Directory) -> Vec<Promise> {
    let Some(first) = people.first() else { return Vec::new() };
    let promise = |task: &Task| {
        let theirs = owner(task, first, people, directory);
        let contact = match &theirs {
            Some(who) => who.clone(),
            None => named_in(task, people, directory).unwrap_or_else(|| first.clone()),
        };
        Promise {
            contact,
            mine: theirs.is_none(),
            done: task.done,
            text: task.text.as_str().into(),
            due: task.due,
            written: task.written.or(note.date.as_ref().map(|date| date.date)),
            place: Place { path: note.path.clone(), line: task.line, column: 1 },
        }
    };
    note.tasks.iter().map(promise).collect()
}

/// Who promised it, if not I.
fn owner(task: &Task, first: &Who, people: &[Who], directory: &Directory) -> Option<Who> {
    let by = task.by.as_ref()?;
    if by.target.is_none() && by.name == "they" {
        return Some(first.clone());
    }
    let among = people.iter().find(|who| is_named(who, &by.name, directory));
    if let Some(who) = among {
        return Some(who.clone());
    }
    match directory.resolve(by).into_iter().next()? {
        Who::Contact(index) => Some(Who::Contact(index)),
        Who::Stranger(name) if by.target.is_some() => Some(Who::Stranger(name)),
        _ => None,
    }
}

fn is_named(who: &Who, name: &str, directory: &Directory) -> bool {
    match who {
        Who::Contact(index) => directory.fits(*index, name),
        Who::Stranger(known) => has_words(&fold(known), &fold(name)),
        _ => false,
    }
}

/// Whether a folded name has all words of a text.
fn has_words(name: &str, text: &str) -> bool {
    let known: Vec<&str> = words(name).collect();
    words(text).next().is_some() && words(text).all(|word| known.contains(&word))
}

/// The first participant that the text of a task names, by link or by a word of the name.
fn named_in(task: &Task, people: &[Who], directory: &Directory) -> Option<Who> {
    let linked = task.people.iter().flat_map(|to| directory.resolve(to));
    let mut linked = linked.filter(|who| people.contains(who));
    if let Some(who) = linked.next() {
        return Some(who);
    }
    let mut words =
        task.text.split_whitespace().filter(|word| word.starts_with(char::is_uppercase));
    words.find_map(|word| people.iter().find(|who| is_named(who, word, directory)).cloned())
}
