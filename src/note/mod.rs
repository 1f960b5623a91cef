//! One Markdown text → [`Note`] with its problems. Cannot fail: whatever the bytes are, a note comes out,
//! and what was wrong is said in it.
//!
//! The way of a note: bytes → text (`decode`) → front matter and body → fields from both → kind → the
//! facts that this kind has.

mod body;
mod contact;
mod dates;
mod decode;
mod fields;
mod front_matter;
mod inline;
mod kind;
pub(crate) mod links;
mod log;
mod meeting;
pub mod odd;
mod people;
mod pieces;
mod remarks;
mod tasks;
mod text;
mod value;

use std::collections::HashSet;

use crate::model::{
    At, Code, Entry, Keys, Kind, Meaning, Note, NoteDate, NotePath, Problem, SetAside,
};
use crate::settings::Settings;

use body::{Block, BlockKind};
use dates::Reading;
use fields::{Fields, Key};
use log::Words;

pub(crate) use dates::day_in;
pub(crate) use log::channel_name;
pub use pieces::{KeyLine, Piece, Pieces};
pub use text::{NoteText, covered, entry_spans, inline_tag};

/// How much of a note a copy named `… 2.md` has to share with the note beside it, in bytes.
const OPENING: usize = 200;

/// Reads notes. Holds what is made once from the settings.
#[derive(Debug)]
pub struct Parser<'a> {
    settings: &'a Settings,
    words: Words,
}

impl<'a> Parser<'a> {
    /// A parser under these settings.
    pub fn new(settings: &'a Settings) -> Self {
        Self { settings, words: Words::new(settings) }
    }

    /// The settings it reads under.
    pub fn settings(&self) -> &Settings {
        self.settings
    }

    /// Reads one note, `bytes` as they lie in the file at `path`.
    pub fn parse(&self, path: &NotePath, bytes: &[u8]) -> Note {
        self.read(path, bytes, |note, _, _, _, _| note)
    }

    /// Reads one note together with its text, for the index.
    pub fn parse_with_text(&self, path: &NotePath, bytes: &[u8]) -> (Note, NoteText) {
        self.read(path, bytes, |note, text, fields, body_line, blocks| {
            let text = text::collect(&note, text, &fields.sources[0], body_line, blocks);
            (note, text)
        })
    }

    /// Reads one note for what stands beneath each heading, in each task and with each key.
    pub fn pieces(&self, path: &NotePath, bytes: &[u8]) -> Pieces {
        self.read(path, bytes, |note, text, fields, body_line, blocks| {
            pieces::collect(&note, text, fields, body_line, blocks)
        })
    }

    fn read<T>(
        &self,
        path: &NotePath,
        bytes: &[u8],
        finish: impl FnOnce(Note, &str, &Fields, u32, &[Block]) -> T,
    ) -> T {
        let mut problems = Vec::new();
        let whole = decode::decode(bytes, &mut problems);
        let text = front_matter::resolve_conflicts(&whole, &mut problems);
        let front = front_matter::read(&text, &mut problems);
        let blocks = body::read(&text[front.body_start..], front.body_line, path, &mut problems);
        let mut fields = Fields::default();
        fields.sources.push(front.fields);
        let body = Body { text: &text[front.body_start..], first_line: front.body_line };
        fields.sources.push(inline::double_colon(&blocks, &body));
        let mut reader = Reader { parser: self, path, body, blocks: &blocks, fields, problems };
        let mut note = reader.note(front.template);
        note.opening = opening(bytes);
        note.keys = reader.fields.keys();
        note.problems = std::mem::take(&mut reader.problems);
        note.problems.sort_by_key(|problem| (problem.line, problem.column));
        finish(note, &whole, &reader.fields, front.body_line, &blocks)
    }
}

/// The text of a note as its lines are counted: decoded, with `\n` at the end of each line.
pub fn decoded(bytes: &[u8]) -> String {
    decode::decode(bytes, &mut Vec::new())
}

fn opening(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(&bytes[..bytes.len().min(OPENING)]);
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
}

/// A body as it is written.
struct Body<'a> {
    text: &'a str,
    /// The number of its first line in the file.
    first_line: u32,
}

struct Reader<'a> {
    parser: &'a Parser<'a>,
    path: &'a NotePath,
    body: Body<'a>,
    blocks: &'a [Block],
    fields: Fields,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn note(&mut self, template: bool) -> Note {
        let settings = self.parser.settings;
        let tags = self.tags();
        let stated = self.stated_date();
        let in_name = dates::in_file_name(&self.path.stem());
        let named_by_date = matches!(in_name, Some((Reading::Day(..), true)));
        let (attendees, has_section) = people::in_body(self.blocks, self.path);
        let signs = kind::Signs {
            path: self.path,
            fields: &self.fields,
            tags: &tags,
            dated: stated.is_some() || matches!(in_name, Some((Reading::Day(..), _))),
            named_by_date,
            with_people: has_section || self.names_participants(),
            settings,
        };
        let (kind, explicit) = kind::decide(&signs);
        let set_aside = kind::set_aside(self.path, settings);
        let set_aside = set_aside.or(template.then_some(SetAside::Template));
        if set_aside == Some(SetAside::ConflictCopy) {
            self.problems.push(
                Problem::new(
                    Code::ConflictCopy,
                    1,
                    "a copy that a sync tool made; it counts as nobody",
                )
                .with_hint("merge what is new in it into the note, then delete it"),
            );
        }
        let counts = set_aside.is_none();
        if kind == Kind::Contact {
            self.fields.sources.push(inline::bold(self.blocks, &self.body, settings));
        }
        let date = self.date(stated, in_name, kind, counts);
        let mut problems = Vec::new();
        let contact = (kind == Kind::Contact).then(|| {
            let heading = self.heading();
            let source =
                contact::Source { path: self.path, fields: &self.fields, heading, settings };
            contact::read(&source, explicit, &mut problems)
        });
        let source = meeting::Source { path: self.path, fields: &self.fields, settings };
        let words = &self.parser.words;
        let meeting = (kind == Kind::Meeting)
            .then(|| meeting::read_meeting(&source, attendees, &tags, &mut problems));
        let message = (kind == Kind::Message)
            .then(|| meeting::read_message(&source, self.blocks, words, &mut problems));
        if counts {
            self.problems.extend(problems);
        }
        if counts && date.is_none() && matches!(kind, Kind::Meeting | Kind::Message) {
            let message = format!("this {} has no date", kind.as_str());
            self.problems.push(
                Problem::new(Code::MeetingUndated, 1, message).with_hint(
                    "add a line `date: YYYY-MM-DD`, or begin the file name with the date",
                ),
            );
        }
        let entries = self.entries(kind, date.as_ref(), contact.as_ref());
        if counts && kind == Kind::Contact {
            self.report_unclear(&entries);
        }
        let (questions, advice) =
            remarks::read(self.blocks, &self.fields, &self.parser.words, settings);
        let title = match &contact {
            Some(contact) => contact.name.clone(),
            None => self.title(),
        };
        Note {
            path: self.path.clone(),
            kind,
            title,
            set_aside,
            opening: 0,
            date,
            tags,
            keys: Keys::default(),
            contact,
            meeting,
            message,
            entries,
            tasks: tasks::read(self.blocks),
            questions,
            advice,
            links: links::of_body(self.blocks),
            problems: Vec::new(),
        }
    }

    /// Tags of the front matter, and those on lines of nothing but tags.
    fn tags(&self) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        let mut add = |tag: &str| {
            let tag = tag.trim().trim_start_matches('#').trim_matches(['"', '\'']);
            if !tag.is_empty() && seen.insert(tag.to_owned()) {
                tags.push(tag.to_owned());
            }
        };
        for field in self.fields.all(Key::Tags, self.parser.settings) {
            for text in field.value.texts() {
                let words = text.split(|c: char| matches!(c, ',' | ';') || c.is_whitespace());
                words.map(fields::unlink).for_each(|tag| add(&tag));
            }
        }
        let paragraphs = self.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
        for line in paragraphs.flat_map(|block| block.text.split('\n')) {
            let is_tag = |word: &str| {
                let tag = word.strip_prefix('#').unwrap_or_default();
                tag.starts_with(|c: char| c.is_alphabetic() || c == '_') && !tag.contains('#')
            };
            if !line.trim().is_empty() && line.split_whitespace().all(is_tag) {
                line.split_whitespace().for_each(&mut add);
            }
        }
        tags
    }

    /// Whether a key that means taking part has somebody in it.
    fn names_participants(&self) -> bool {
        let with = self.fields.all(Key::With, self.parser.settings);
        with.iter().any(|field| fields::TAKING_PART.contains(&field.name.as_str()))
    }

    /// The day of a date key, whatever the kind; wrong ones are reported once the kind is known.
    fn stated_date(&self) -> Option<NoteDate> {
        self.fields.first(Key::Date, self.parser.settings, |field| {
            let text = field.value.texts().first().copied()?;
            match dates::read(text)? {
                Reading::Day(date, time) => Some(NoteDate {
                    date,
                    time,
                    weak: false,
                    line: field.at.line,
                    column: field.at.column,
                }),
                Reading::Wrong(_) => None,
            }
        })
    }

    /// The day of the note: a key's, else the file name's, else that on which it was made.
    fn date(
        &mut self,
        stated: Option<NoteDate>,
        in_name: Option<(Reading, bool)>,
        kind: Kind,
        counts: bool,
    ) -> Option<NoteDate> {
        let settings = self.parser.settings;
        let of_event = matches!(kind, Kind::Meeting | Kind::Message | Kind::Journal);
        if stated.is_none() && counts && of_event {
            let mut problems = std::mem::take(&mut self.problems);
            contact::date_of(Key::Date, &self.fields, settings, &mut problems);
            // A key that holds only a time is no date, and no mistake either.
            problems.retain(|problem| {
                problem.code != Code::DateUnreadable
                    || !self.fields.all(Key::Date, settings).iter().any(|field| {
                        field.at.line == problem.line
                            && field
                                .value
                                .text()
                                .is_some_and(|text| dates::read_time_prefix(text).is_some())
                    })
            });
            self.problems = problems;
        }
        let named = match in_name {
            Some((Reading::Day(date, time), _)) => {
                Some(NoteDate { date, time, weak: false, line: 1, column: 1 })
            }
            _ => None,
        };
        let created = || {
            let mut ignored = Vec::new();
            let at = contact::date_of(Key::Created, &self.fields, settings, &mut ignored)?;
            let At { value: date, line, column } = at;
            Some(NoteDate { date, time: None, weak: true, line, column })
        };
        let mut date = stated.or(named).or_else(|| created().filter(|_| of_event))?;
        if date.time.is_none() {
            let of = |key| {
                self.fields.first(key, settings, |field| {
                    dates::read_time_prefix(field.value.text()?).map(|(time, _)| time)
                })
            };
            date.time = of(Key::Time).or_else(|| of(Key::Date));
        }
        Some(date)
    }

    fn entries(
        &mut self,
        kind: Kind,
        date: Option<&NoteDate>,
        contact: Option<&crate::model::Contact>,
    ) -> Vec<Entry> {
        let journal = date.filter(|_| kind == Kind::Journal).map(|date| date.date);
        let own_names = contact.map(|contact| log::own_names(&contact.name, &contact.aliases));
        let source = log::Source {
            words: &self.parser.words,
            journal,
            own_names: own_names.unwrap_or_default(),
        };
        let mut problems = Vec::new();
        let mut entries = Vec::new();
        if kind == Kind::Contact {
            let outreach = self.fields.all(Key::Outreach, self.parser.settings);
            entries.extend(log::read_outreach(&source, &outreach, &mut problems));
        }
        entries.extend(log::read(&source, self.blocks, &mut problems));
        // Elsewhere a date that is no day is nobody's contact, and may be anything.
        if matches!(kind, Kind::Contact | Kind::Journal) {
            self.problems.extend(problems);
        }
        entries
    }

    fn report_unclear(&mut self, entries: &[Entry]) {
        for entry in entries.iter().filter(|entry| entry.meaning == Meaning::Unclear) {
            self.problems.push(
                Problem::at(
                    Code::EntryUnclear,
                    entry.spot(),
                    "a dated line that does not say who spoke",
                )
                .with_hint(
                    "begin it with a word such as met, sent or received, or put it under ## Log",
                ),
            );
        }
    }

    /// The first level-1 heading that is neither a date nor a log's.
    fn heading(&self) -> Option<&str> {
        self.blocks.iter().find_map(|block| {
            let fits = block.kind == BlockKind::Heading(1)
                && dates::read_prefix(block.text.trim()).is_none()
                && self.parser.words.opens_log(&block.text).is_none();
            fits.then_some(block.text.as_str())
        })
    }

    fn title(&self) -> String {
        let stated = self.fields.text(Key::Title, self.parser.settings);
        let heading = || {
            let mut headings =
                self.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
            let first = headings.next().filter(|block| !self.is_section(&block.text))?;
            Some(first.text.trim().replace('\n', " "))
        };
        stated.or_else(heading).unwrap_or_else(|| self.path.stem())
    }

    /// Whether a heading says what stands beneath it, rather than what the note is about.
    fn is_section(&self, heading: &str) -> bool {
        let words = &self.parser.words;
        let few = heading.split_whitespace().count() <= 2;
        let known = words.is_about_questions(heading) || words.is_about_advice(heading);
        few && (known || people::names_attendees(heading))
    }
}

#[cfg(test)]
mod tests;
