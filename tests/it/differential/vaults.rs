//! Random notes, random edits and random questions, from few words, so that they meet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A source of chance that gives the same every time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const WORDS: [&str; 10] =
    ["grid", "Storage", "pilot", "tariff", "Zürich", "café", "rate card", "storm", "R&D", "10:30"];
const PEOPLE: [&str; 5] = ["Maya Chen", "Tom Okafor", "Zoë Kowalczyk", "Maya Ito", "Priya Nair"];
const DAYS: [&str; 6] =
    ["2026-11-18", "2026-11-02", "2026-09-10", "2026-03-05", "2025-12-24", "2026-12-01"];
const TAGS: [&str; 4] = ["energy", "energy/policy", "Work", "friend"];

/// A note that stays.
const KEYS: &str = "Keys.md";

/// The files of a vault, on disk and here.
pub struct Vault {
    root: PathBuf,
    files: BTreeMap<String, String>,
    made: usize,
}

impl Vault {
    pub fn new(root: &Path, notes: usize, dice: &mut Dice) -> Self {
        let mut vault = Self { root: root.to_owned(), files: BTreeMap::new(), made: 0 };
        // What questions ask for has to be a key of the vault, whatever else is in it.
        vault.write(KEYS, "---\nstatus:\npriority: 3\ndue: 2026-10-01\n---\n".to_owned());
        (0..notes).for_each(|_| vault.add(dice));
        vault
    }

    pub fn notes(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// Some notes with their text, for a message.
    pub fn shown<'a>(&self, paths: impl Iterator<Item = &'a String>) -> String {
        paths.map(|path| format!("=== {path}\n{}", self.files[path])).collect()
    }

    /// Writes some notes anew, removes some, and gives some another name.
    pub fn edit(&mut self, dice: &mut Dice) {
        let paths: Vec<String> = self.files.keys().filter(|path| *path != KEYS).cloned().collect();
        for path in paths {
            match dice.below(8) {
                0 => self.remove(&path),
                1 => {
                    let text = note(&path, dice);
                    self.write(&path, text);
                }
                2 => {
                    let text = format!("{}\n{}\n", self.files[&path], line(dice));
                    self.write(&path, text);
                }
                3 if path.starts_with("Notes/") => {
                    let text = self.files[&path].clone();
                    self.remove(&path);
                    self.made += 1;
                    self.write(&format!("Notes/Moved {}.md", self.made), text);
                }
                _ => {}
            }
        }
        (0..3).for_each(|_| self.add(dice));
    }

    fn add(&mut self, dice: &mut Dice) {
        self.made += 1;
        let (number, day) = (self.made, dice.pick(&DAYS));
        let path = match dice.below(6) {
            0 | 1 => format!("People/{}.md", dice.pick(&PEOPLE)),
            2 => format!("Meetings/{day} {} {number}.md", dice.pick(&["Grid", "Round"])),
            3 => format!("Messages/{day} {number}.md"),
            4 => format!("Journal/{day}.md"),
            _ => format!("Notes/{} {number}.md", dice.pick(&["Storage", "Ideas", "Café"])),
        };
        let text = note(&path, dice);
        self.write(&path, text);
    }

    fn write(&mut self, path: &str, text: String) {
        let file = self.root.join(path);
        std::fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("a folder");
        std::fs::write(file, &text).expect("a file");
        self.files.insert(path.to_owned(), text);
    }

    fn remove(&mut self, path: &str) {
        std::fs::remove_file(self.root.join(path)).expect("our own file");
        self.files.remove(path);
    }
}

/// The text of a note that is to lie at a path.
fn note(path: &str, dice: &mut Dice) -> String {
    let mut front: Vec<String> = Vec::new();
    match path.split('/').next() {
        Some("People") => {
            front.push(format!(
                "company: {}",
                dice.pick(&["Acme Storage", "Ellery", "\"[[Grid Co]]\""])
            ));
            if dice.once_in(2) {
                front.push(format!("role: {}", dice.pick(&["head of grid", "pilot"])));
            }
            if dice.once_in(2) {
                front.push("email: someone@example.org".to_owned());
            }
            if dice.once_in(3) {
                front.push(format!("cadence: {}", dice.pick(&["6w", "monthly"])));
            }
        }
        Some("Meetings") => {
            front.push("type: meeting".to_owned());
            let (one, two) = (dice.pick(&PEOPLE), dice.pick(&PEOPLE));
            front.push(format!("with: [\"[[{one}]]\", {two}]"));
            if dice.once_in(2) {
                front.push(format!("via: {}", dice.pick(&["video", "email"])));
            }
        }
        Some("Messages") => {
            front.push("type: message".to_owned());
            front.push(format!("{}: \"[[{}]]\"", dice.pick(&["to", "from"]), dice.pick(&PEOPLE)));
            if dice.once_in(2) {
                front.push("via: email".to_owned());
            }
        }
        _ => {}
    }
    if dice.once_in(2) {
        front.push(format!("status: {}", dice.pick(&["open", "Done", "in progress", ""])));
    }
    if dice.once_in(2) {
        front.push(format!("priority: {}", dice.pick(&["1", "2.5", "10", "high"])));
    }
    if dice.once_in(3) {
        front.push(format!("due: {}", dice.pick(&DAYS)));
    }
    if dice.once_in(2) {
        front.push(format!("tags: [{}]", dice.pick(&TAGS)));
    }
    let mut text = String::new();
    if !front.is_empty() {
        text = format!("---\n{}\n---\n", front.join("\n"));
    }
    for _ in 0..dice.below(7) {
        text += &line(dice);
        text.push('\n');
    }
    text
}

/// A line or two of a body. What does not belong to what stands above is parted from it.
fn line(dice: &mut Dice) -> String {
    let (one, two) = (dice.pick(&WORDS), dice.pick(&WORDS));
    let (day, who) = (dice.pick(&DAYS), dice.pick(&PEOPLE));
    match dice.below(10) {
        0 => format!("\n## {}\n", dice.pick(&["Log", "Grid plans", "Storage"])),
        1 => format!("\n{one} and {two}\n"),
        2 => format!("- [ ] {one} {two}"),
        3 => format!("- [x] {one} #{} for {who}", dice.pick(&TAGS)),
        4 => format!("- {day} sent via email: {one}, {two}"),
        5 => format!(
            "- {day} received via {}: {one}\n  - more on {two}",
            dice.pick(&["linkedin", "email"])
        ),
        6 => format!("- {day} met with [[{who}]]: {one} {two}"),
        7 => format!("- lunch with [[{who}]]: {one} #{}", dice.pick(&TAGS)),
        8 => format!("\nsee [[{who}]] on {one}\n"),
        _ => format!("- {day} {one}"),
    }
}

/// A question of at most so many levels.
pub fn question(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 || dice.once_in(3) {
        return condition(dice, depth > 0);
    }
    match dice.below(5) {
        0 | 1 => format!("{} {}", part(dice, depth), part(dice, depth)),
        2 => format!("({} OR {})", part(dice, depth), part(dice, depth)),
        3 => format!("{} -{}", part(dice, depth), part(dice, depth)),
        _ => format!("-({})", question(dice, depth - 1)),
    }
}

fn part(dice: &mut Dice, depth: usize) -> String {
    format!("({})", question(dice, depth - 1))
}

fn condition(dice: &mut Dice, may_nest: bool) -> String {
    let word = dice.pick(&[
        "grid",
        "STORAGE",
        "zurich",
        "cafe",
        "rate",
        "sto*",
        "\"rate card\"",
        "10:30",
        "10:3*",
        "r&d*",
        "rate-c*",
        "ta*",
        "maya",
    ]);
    let state =
        dice.pick(&["quiet", "dormant", "in_touch", "unanswered", "owed", "new", "scheduled"]);
    let name = dice.pick(&["maya", "tom", "\"Zoë Kowalczyk\"", "nobody"]);
    let days = dice.pick(&["2026-11", "2026", "..2026-09", "2w..", "2026-03..2026-10", "monday"]);
    let key = dice.pick(&[
        "[status]",
        "[status:null]",
        "[status:open]",
        "[status:progress]",
        "[status:<e]",
        "[priority:>1]",
        "[priority:<=2.5]",
        "[priority:high]",
        "[due:<today]",
        "[due:2026-11]",
        "[due:>=2026-11-18]",
    ]);
    match dice.below(24) {
        0..=5 => word.to_owned(),
        6 => format!("with:{name}"),
        7 => format!("date:{days}"),
        8 => format!("{word} date:{days}"),
        9 => format!("via:{}", dice.pick(&["email", "video", "linkedin"])),
        10 => format!("dir:{} {word}", dice.pick(&["out", "in", "both"])),
        11 => format!("kind:{}", dice.pick(&["contact", "meeting", "message", "journal", "note"])),
        12 => format!("tag:{}", dice.pick(&["energy", "energy/policy", "work"])),
        13 => format!("is:{state}"),
        14 => format!("last:{days}"),
        15 | 16 => key.to_owned(),
        17 => format!(
            "{}:{word}",
            dice.pick(&["title", "body", "task-todo", "task-done", "org", "role"])
        ),
        18 => format!("section:({word} {})", dice.pick(&["grid", "-storage", "log", "pilot"])),
        19 => format!(
            "{}:{}",
            dice.pick(&["path", "file"]),
            dice.pick(&["people", "grid", "2026-11", "me*"])
        ),
        20 => dice.pick(&["has:email", "no:cadence", "has:due", "has:role", "no:tag"]).to_owned(),
        21 => format!("[[{}]]", dice.pick(&PEOPLE)),
        22 if may_nest => format!("with:{{{}}}", condition(dice, false)),
        23 => format!(
            "{} via:email",
            dice.pick(&["older_than:6w", "newer_than:1y", "before:2026-10"])
        ),
        _ => "*".to_owned(),
    }
}
