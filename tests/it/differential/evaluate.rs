//! The slow, obvious way to answer a query: every note, every piece of it, every condition.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rekindle::model::text::fold;
use rekindle::model::{Date, Direction, Entry, Kind, Meaning, Note, NotePath, PersonRef, Spot};
use rekindle::network::{Network, Person, Source, Who};
use rekindle::note::{Parser, entry_spans};
use rekindle::query::{Leaf, Node, Place};
use rekindle::settings::Settings;

use super::texts::{has, key_holds, node_holds, path_holds, text_holds};

/// Everything that is known of a vault, by reading it.
pub struct Reader {
    notes: Vec<(Arc<Note>, String)>,
    network: Network,
    settings: Settings,
    today: Date,
}

/// A piece of a note: the whole of it, one entry, or what stands in none.
struct Piece<'a> {
    note: &'a Note,
    /// The whole file.
    text: &'a str,
    what: What<'a>,
    /// Its lines, as indexes into the file.
    lines: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum What<'a> {
    Whole,
    Entry(&'a Entry),
    Rest,
}

impl Reader {
    pub fn new(files: &BTreeMap<String, String>, settings: &Settings, today: Date) -> Self {
        let parser = Parser::new(settings);
        let read = |(path, text): (&String, &String)| {
            (Arc::new(parser.parse(&NotePath::new(path), text.as_bytes())), text.clone())
        };
        let mut notes: Vec<_> = files.iter().map(read).collect();
        notes.sort_by(|a, b| a.0.path.cmp(&b.0.path));
        let facts: Vec<Arc<Note>> = notes.iter().map(|(note, _)| Arc::clone(note)).collect();
        let network = Network::build(&facts, settings);
        Self { notes, network, settings: settings.clone(), today }
    }

    pub fn keys(&self) -> BTreeSet<String> {
        let notes = self.notes.iter();
        notes.flat_map(|(note, _)| note.keys.iter().map(|(key, _)| key.to_owned())).collect()
    }

    /// The paths of the notes that fit.
    pub fn fitting(&self, root: &Node) -> BTreeSet<String> {
        let in_pieces = speaks_of_entry(root);
        let fits = |(note, text): &&(Arc<Note>, String)| {
            let mut all = if in_pieces { pieces(note, text) } else { vec![whole(note, text)] };
            if !in_pieces && speaks_of_people(root) {
                all.extend(pieces(note, text));
            }
            all.iter().any(|piece| self.holds(root, piece))
        };
        self.notes.iter().filter(fits).map(|(note, _)| note.path.shown()).collect()
    }

    fn holds(&self, node: &Node, piece: &Piece<'_>) -> bool {
        match node {
            Node::All => true,
            Node::And(parts) => parts.iter().all(|part| self.holds(part, piece)),
            Node::Or(parts) => parts.iter().any(|part| self.holds(part, piece)),
            Node::Not(inner) => !self.holds_as_it_stands(inner, piece),
            // A word may be the name of somebody, who is with it by another one.
            Node::Leaf { what: word @ Leaf::Word(name), .. } => {
                let note = whole(piece.note, piece.text);
                let named = |person: &Person| {
                    let in_part = matches!(piece.what, What::Whole)
                        && pieces(note.note, note.text).iter().any(|part| takes_part(person, part));
                    takes_part(person, piece) || in_part
                };
                self.leaf(word, piece) || self.named(name).any(named)
            }
            Node::Leaf { what, .. } => self.leaf(what, piece),
        }
    }

    /// The same below a `Not`: what is left out is the word itself.
    fn holds_as_it_stands(&self, node: &Node, piece: &Piece<'_>) -> bool {
        match node {
            Node::And(parts) => parts.iter().all(|part| self.holds_as_it_stands(part, piece)),
            Node::Or(parts) => parts.iter().any(|part| self.holds_as_it_stands(part, piece)),
            Node::Not(inner) => !self.holds(inner, piece),
            Node::All => true,
            Node::Leaf { what, .. } => self.leaf(what, piece),
        }
    }

    fn leaf(&self, leaf: &Leaf, piece: &Piece<'_>) -> bool {
        let note = piece.note;
        match leaf {
            Leaf::Word(_) | Leaf::Phrase(_) | Leaf::Prefix(_) => {
                piece.fields().iter().any(|text| text_holds(leaf, text))
            }
            Leaf::Within { place, what } => piece.place(*place).iter().any(|text| match place {
                Place::Path | Place::File => path_holds(what, &fold(text)),
                _ => node_holds(what, text),
            }),
            Leaf::Kind(kind) => note.counts_as() == *kind,
            Leaf::Tag(tag) => piece.tags().iter().any(|own| {
                let (own, tag) = (fold(own), fold(tag));
                own == tag || own.starts_with(&format!("{tag}/"))
            }),
            Leaf::Has(what) if what == "tag" => !piece.tags().is_empty(),
            Leaf::Via(via) => piece.via() == Some(via.as_str()),
            Leaf::Dir(direction) => piece.direction() == Some(*direction),
            Leaf::Date(range) => piece.day().is_some_and(|day| range.contains(day)),
            Leaf::Is(state) => self.at(note).is_some_and(|person| {
                let verdict = person.verdict(self.today, &self.settings);
                verdict.holds.iter().any(|holds| holds.as_str() == *state)
            }),
            Leaf::Last(range) => self.at(note).is_some_and(|person| {
                let view = person.as_of(self.today, &self.settings);
                view.last_day().is_some_and(|day| range.contains(day))
            }),
            Leaf::Has(what) => has(note, what),
            Leaf::Key { key, test } => key_holds(note, key, test),
            Leaf::With(name) => self.named(name).any(|person| takes_part(person, piece)),
            Leaf::WithAny(who) => {
                let fitting = self.fitting(who);
                let people = self.network.people.iter();
                let mut fit = people.filter(|one| fitting.contains(&one.note.path.shown()));
                fit.any(|person| takes_part(person, piece))
            }
            Leaf::Link(target) => self.links(target, piece),
        }
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &Person> {
        let found = self.network.directory().find(name).into_iter();
        found.map(|at| &*self.network.people[at])
    }

    fn at(&self, note: &Note) -> Option<&Person> {
        self.network.at(&note.path)
    }

    fn links(&self, target: &str, piece: &Piece<'_>) -> bool {
        let note = piece.note;
        let resolve = |to: &PersonRef| self.network.directory().resolve(to);
        let wanted = resolve(&PersonRef::linked(target, target, Spot::START));
        let is_known = wanted.iter().any(|who| matches!(who, Who::Contact(_)));
        let own = match &wanted[..] {
            [Who::Contact(at)] => self.network.people[*at].note.path == note.path,
            _ => fold(&note.path.stem()) == fold(target),
        };
        let meant = |to: &PersonRef| match is_known {
            true => resolve(to).iter().any(|who| wanted.contains(who)),
            false => fold(to.target.as_deref().unwrap_or(&to.name)) == fold(target),
        };
        let in_entry = |entry: &Entry| entry.people.iter().chain(&entry.mentions).any(meant);
        let elsewhere = || {
            let entries: Vec<u32> =
                note.entries.iter().filter(|one| in_entry(one)).map(|one| one.line).collect();
            let links = note.links.iter().map(|link| &link.to);
            let tasks = note.tasks.iter().flat_map(|task| task.people.iter().chain(&task.by));
            let meeting = note.meeting.iter().flat_map(|meeting| &meeting.with);
            let message = note.message.iter().flat_map(|one| one.from.iter().chain(&one.to));
            let in_front = note.keys.iter().any(|(_, mut values)| {
                values.any(|value| fold(value) == fold(&format!("[[{target}]]")))
            });
            let mut named = links.chain(tasks).chain(meeting).chain(message);
            in_front || named.any(|to| !entries.contains(&to.line) && meant(to))
        };
        own || match piece.what {
            What::Entry(entry) => in_entry(entry),
            What::Rest => elsewhere(),
            What::Whole => elsewhere() || note.entries.iter().any(in_entry),
        }
    }
}

/// Whether somebody's own note is meant, or something that the person took part in.
fn takes_part(person: &Person, piece: &Piece<'_>) -> bool {
    let note = piece.note;
    person.note.path == note.path
        || person.facts.iter().filter(|fact| fact.source != Source::Mention).any(|fact| {
            let mut places = std::iter::once(&fact.place).chain(fact.also.iter().map(|(_, at)| at));
            places.any(|place| {
                place.path == note.path && {
                    let in_entry = note.entries.iter().find(|one| one.line == place.line);
                    match piece.what {
                        What::Whole => in_entry.is_none(),
                        What::Entry(entry) => {
                            in_entry.is_some_and(|first| std::ptr::eq(first, entry))
                        }
                        What::Rest => false,
                    }
                }
            })
        })
}

fn whole<'a>(note: &'a Note, text: &'a str) -> Piece<'a> {
    let below = below_front_matter(text);
    let lines = (below..text.split('\n').count()).collect();
    Piece { note, text, what: What::Whole, lines }
}

/// A note with a day of its own is one piece and has its entries besides; another one is its entries, and
/// what stands in none of them.
fn pieces<'a>(note: &'a Note, text: &'a str) -> Vec<Piece<'a>> {
    let lines: Vec<&str> = text.split('\n').collect();
    let whole = whole(note, text);
    let mut pieces = Vec::new();
    let mut free = whole.lines.clone();
    for (entry, span) in note.entries.iter().zip(entry_spans(&note.entries, &lines)) {
        free.retain(|line| !span.contains(line));
        pieces.push(Piece { note, text, what: What::Entry(entry), lines: span.collect() });
    }
    if note.date.is_some() || note.entries.is_empty() {
        pieces.push(whole);
    } else {
        pieces.push(Piece { note, text, what: What::Rest, lines: free });
    }
    pieces
}

fn below_front_matter(text: &str) -> usize {
    let mut lines = text.split('\n');
    if lines.next() != Some("---") {
        return 0;
    }
    lines.position(|line| line == "---").map_or(0, |at| at + 2)
}

impl Piece<'_> {
    fn line(&self, at: usize) -> &str {
        self.text.split('\n').nth(at).expect("it has so many lines")
    }

    fn body(&self) -> String {
        self.lines.iter().map(|at| self.line(*at)).collect::<Vec<_>>().join("\n")
    }

    /// Where words are looked for: each name, the title, the text, the values above it.
    fn fields(&self) -> Vec<String> {
        let note = self.note;
        let mut fields = vec![self.body()];
        let named =
            |people: &[PersonRef]| people.iter().map(|to| to.name.clone()).collect::<Vec<_>>();
        if let What::Entry(entry) = self.what {
            if note.kind == Kind::Contact {
                fields.push(note.title.clone());
            }
            fields.extend(named(&entry.people));
            fields.extend(named(&entry.mentions));
            return fields;
        }
        fields.push(note.title.clone());
        let values =
            note.keys.iter().flat_map(|(_, values)| values.map(str::to_owned).collect::<Vec<_>>());
        fields.push(values.collect::<Vec<_>>().join("\n"));
        fields.extend(note.contact.iter().flat_map(|contact| contact.aliases.clone()));
        fields.extend(note.meeting.iter().flat_map(|meeting| named(&meeting.with)));
        fields.extend(
            note.message.iter().flat_map(|one| [named(&one.from), named(&one.to)].concat()),
        );
        fields
    }

    fn place(&self, place: Place) -> Vec<String> {
        let contact = self.note.contact.iter();
        let path = self.note.path.shown();
        match place {
            Place::Title => vec![self.note.title.clone()],
            Place::Body => vec![self.body()],
            Place::Path => vec![path],
            Place::File => path.rsplit('/').next().map(str::to_owned).into_iter().collect(),
            Place::Org => contact.flat_map(|contact| contact.organisations.clone()).collect(),
            Place::Role => contact.flat_map(|contact| contact.role.clone()).collect(),
            Place::Section => self.sections(),
            Place::Todo => self.tasks("- [ ] "),
            Place::Done => self.tasks("- [x] "),
        }
    }

    fn tasks(&self, mark: &str) -> Vec<String> {
        let lines = self.lines.iter().map(|at| self.line(*at));
        lines.filter_map(|line| line.trim_start().strip_prefix(mark).map(str::to_owned)).collect()
    }

    /// The lines of this piece beneath each heading, with the heading.
    fn sections(&self) -> Vec<String> {
        let count = self.text.split('\n').count();
        let mut sections: Vec<Vec<&str>> = vec![Vec::new()];
        let mut has_some = vec![true];
        for at in below_front_matter(self.text)..count {
            let line = self.line(at);
            if line.starts_with('#') {
                sections.push(vec![line]);
                // An entry is beneath one heading only.
                has_some.push(!matches!(self.what, What::Entry(_)));
            } else if self.lines.contains(&at) {
                sections.last_mut().expect("there is one").push(line);
                *has_some.last_mut().expect("there is one") = true;
            }
        }
        let kept = sections.into_iter().zip(has_some).filter(|(_, kept)| *kept);
        kept.map(|(lines, _)| lines.join("\n")).collect()
    }

    /// The tags of the note, and those in the lines of this piece.
    fn tags(&self) -> Vec<String> {
        let inline = self.lines.iter().flat_map(|at| self.line(*at).split_whitespace());
        let inline = inline.filter_map(|word| word.strip_prefix('#'));
        let inline = inline.filter(|tag| tag.starts_with(char::is_alphabetic));
        self.note.tags.iter().cloned().chain(inline.map(str::to_owned)).collect()
    }

    fn day(&self) -> Option<Date> {
        match self.what {
            What::Entry(entry) => Some(entry.date),
            _ => self.note.date.as_ref().map(|date| date.date),
        }
    }

    fn via(&self) -> Option<&str> {
        let note = self.note;
        match self.what {
            What::Entry(entry) => entry.channel.as_deref(),
            What::Rest => None,
            What::Whole => {
                let meeting = note.meeting.as_ref().and_then(|meeting| meeting.via.as_deref());
                meeting.or(note.message.as_ref().and_then(|message| message.via.as_deref()))
            }
        }
    }

    fn direction(&self) -> Option<Direction> {
        let note = self.note;
        match self.what {
            What::Entry(entry) => match &entry.meaning {
                Meaning::Exchange(word) => Some(word.direction),
                Meaning::Planned { .. } => Some(Direction::Both),
                Meaning::LetGo | Meaning::Unclear => None,
            },
            What::Rest => None,
            What::Whole if note.meeting.is_some() => Some(Direction::Both),
            What::Whole => {
                let message = note.message.as_ref()?;
                Some(if message.from.is_empty() { Direction::Out } else { Direction::In })
            }
        }
    }
}

fn speaks_of_people(node: &Node) -> bool {
    node.leaves().any(|(leaf, _)| matches!(leaf, Leaf::With(_) | Leaf::WithAny(_)))
}

fn speaks_of_entry(node: &Node) -> bool {
    node.leaves().any(|(leaf, _)| matches!(leaf, Leaf::Date(_) | Leaf::Via(_) | Leaf::Dir(_)))
}
