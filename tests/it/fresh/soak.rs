//! Several writers at once, each of whom asks after every save: no answer is ever behind.

use std::fs::{self, File};
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::asker::{Asker, found, search};
use crate::differential::Dice;
use crate::support_daemon::{Desk, contact};

const WRITERS: usize = 3;
/// Notes of each writer.
const NOTES: usize = 5;
/// One question in so many is put by a process that is started for it.
const BY_COMMAND: usize = 50;

/// One who saves notes of its own in every way there is, and asks after each.
struct Writer<'a> {
    desk: &'a Desk,
    asker: Asker<'a>,
    number: usize,
    dice: Dice,
    /// The word that each of its notes says now.
    says: [Option<String>; NOTES],
}

impl<'a> Writer<'a> {
    fn new(desk: &'a Desk, number: usize) -> Self {
        let (asker, dice) = (Asker::new(desk), Dice::new(number as u64 + 7));
        Self { desk, asker, number, dice, says: Default::default() }
    }

    fn path(&self, note: usize) -> String {
        // Some share a folder with those of others.
        let folder =
            if note.is_multiple_of(2) { "People" } else { ["A", "B", "C"][self.number % 3] };
        format!("{folder}/Writer {} note {note}.md", self.number)
    }

    /// Saves one note, or removes it.
    fn save(&mut self, note: usize, word: &str) {
        let (path, text) = (self.path(note), contact(word));
        let file = self.desk.at(&path);
        let temporary = file.with_file_name(format!(".{}-{note}.tmp", self.number));
        match self.dice.below(6) {
            0 | 1 => self.desk.write(&path, &text),
            2 => {
                fs::write(&temporary, &text).expect("our own file");
                fs::rename(&temporary, &file).expect("our own file");
            }
            3 if file.exists() => {
                let old = file.with_extension("md~");
                fs::rename(&file, &old).expect("our own file");
                fs::write(&file, &text).expect("our own file");
                fs::remove_file(&old).expect("our own file");
            }
            4 if file.exists() => {
                let mut open = File::create(&file).expect("our own file");
                let (first, rest) = text.split_at(text.len() / 2);
                open.write_all(first.as_bytes()).expect("our own file");
                open.write_all(rest.as_bytes()).expect("our own file");
            }
            5 if file.exists() => {
                fs::remove_file(&file).expect("our own file");
                self.says[note] = None;
                return;
            }
            _ => self.desk.write(&path, &text),
        }
        self.says[note] = Some(word.to_owned());
    }

    /// Saves, asks, and tells whether the answer was as it must be.
    fn round(&mut self, round: usize) -> Result<(), String> {
        let note = self.dice.below(NOTES);
        let before = self.says[note].clone();
        // Of one length, so that most saves leave the size as it is.
        self.save(note, &format!("w{}n{round:06}", self.number));
        for (word, expected) in [(before, false), (self.says[note].clone(), true)] {
            let Some(word) = word else { continue };
            let paths = self.ask(&word);
            let wanted = if expected { vec![self.path(note)] } else { Vec::new() };
            if paths != wanted {
                return Err(format!("round {round}: {word} is found in {paths:?}"));
            }
        }
        Ok(())
    }

    fn ask(&mut self, word: &str) -> Vec<String> {
        if self.dice.once_in(BY_COMMAND) {
            let said = self.desk.run(&["search", word, "--all", "--json"]);
            let json = said.json();
            let rows = json["items"].as_array().expect("a list").iter();
            return rows.map(|row| row["path"].as_str().expect("a path").to_owned()).collect();
        }
        let ask = search(word);
        match self.dice.once_in(4) {
            true => found(self.asker.alone(&[ask]).remove(0)),
            false => found(self.asker.through(&ask)),
        }
    }
}

/// So many saves, each with its questions, by all writers together; returns how many answers were behind.
fn soak(saves: usize) -> Vec<String> {
    let desk =
        Desk::new(&[("People/Ann.md", "text"), ("A/a.md", ""), ("B/b.md", ""), ("C/c.md", "")]);
    let _daemon = desk.daemon();
    let taken = AtomicUsize::new(0);
    thread::scope(|scope| {
        let write = |number| {
            let (desk, taken) = (&desk, &taken);
            move || {
                let mut writer = Writer::new(desk, number);
                let rounds = std::iter::from_fn(|| {
                    let round = taken.fetch_add(1, Ordering::Relaxed);
                    (round < saves).then_some(round)
                });
                rounds.filter_map(|round| writer.round(round).err()).collect::<Vec<_>>()
            }
        };
        let writers: Vec<_> = (0..WRITERS).map(|number| scope.spawn(write(number))).collect();
        writers.into_iter().flat_map(|writer| writer.join().expect("no panic")).collect()
    })
}

#[test]
fn no_answer_is_behind() {
    assert_eq!(soak(600), [""; 0]);
}

#[test]
#[ignore = "takes minutes"]
fn of_ten_thousand_answers_none_is_behind() {
    assert_eq!(soak(10_000), [""; 0]);
}

/// The number that the only note says.
fn version(asker: &Asker<'_>) -> Option<usize> {
    // Searched for by what never changes; the line of the hit says the rest.
    let told = asker.through(&search("edition"));
    let text = format!("{told:?}");
    let (_, after) = text.split_once("edition number ")?;
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// An editor that never stops saving keeps nobody waiting, and no answer is older than the save that was
/// over when it was asked for.
#[test]
fn an_editor_that_saves_all_the_time() {
    let desk = Desk::new(&[("a.md", "edition number 0\n"), ("b.md", "text")]);
    let _daemon = desk.daemon();
    let asker = Asker::new(&desk);
    let (saved, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let editor = scope.spawn(|| {
            let mut number = 0;
            while !stop.load(Ordering::SeqCst) {
                number += 1;
                desk.write(".a.md.tmp", &format!("edition number {number}\n"));
                desk.rename(".a.md.tmp", "a.md");
                saved.store(number, Ordering::SeqCst);
            }
        });
        let mut answers = Vec::new();
        for _ in 0..150 {
            let before = saved.load(Ordering::SeqCst);
            let told = version(&asker);
            answers.push((before, told, saved.load(Ordering::SeqCst) + 1));
        }
        stop.store(true, Ordering::SeqCst);
        editor.join().expect("no panic");
        for (before, told, after) in answers {
            assert!(told.is_some_and(|told| (before..=after).contains(&told)), "{before} {told:?}");
        }
    });
    assert_eq!(version(&asker), Some(saved.load(Ordering::SeqCst)));
}
