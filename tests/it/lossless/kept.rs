//! A vault of some notes, what is kept of it, and what must be answered whatever becomes of that.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime};

use rekindle::answer::Ask;
use rekindle::report::search::Showing;
use rekindle::settings::Settings;
use rekindle::state::State;
use serde_json::Value;

use crate::fresh::asker::{Asker, Told, search};
use crate::support_daemon::{Desk, PATIENCE, Said};

/// More notes than are held in memory for a search, so that there is an index on disk.
pub const NOTES: usize = 80;

/// Questions as they are typed.
const TYPED: [&[&str]; 6] = [
    &["search", "storage", "--all"],
    &["search", "\"night tariff\"", "--all"],
    &["search", "batt* -storage via:email", "--each", "--all"],
    &["quiet", "--all"],
    &["show", "number 7"],
    &["index"],
];

/// How many of those below are searches, which come first.
const SEARCHES: usize = 6;

/// The same and some more, asked without starting a program for each.
pub fn asks() -> Vec<Ask> {
    let showing = Showing { each: true, ..Showing::default() };
    let each = |query: &str| Ask::Search { query: query.to_owned(), showing };
    vec![
        search("storage"),
        search("\"night tariff\""),
        search("storage OR wind OR battery"),
        each("batt* -storage via:email"),
        each("date:2026-03"),
        search("*"),
        Ask::Who { topic: "battery".to_owned() },
        Ask::Quiet { heard: false },
        Ask::Show { contact: "number 7".to_owned() },
        Ask::Check { strict: true },
        Ask::Index,
    ]
}

/// The note of one contact.
pub fn note(number: usize, edition: usize) -> String {
    let words = ["storage", "battery", "wind", "night tariff"];
    let word = |at: usize| words[(number * 7 + edition * 3 + at) % words.len()];
    let month = 1 + (number + edition) % 10;
    format!(
        "---\ntype: person\norganisation: Yard {}\ntags: [energy]\n---\nAbout {} in edition {edition}.\n\n## Log\n\
         - 2026-{month:02}-03 met via video: {} and {}\n- 2026-{month:02}-07 sent via email: {} of {number}\n",
        number % 5,
        word(0),
        word(1),
        word(2),
        word(3),
    )
}

pub fn path(number: usize) -> String {
    format!("People/Contact Number {number}.md")
}

/// A desk of so many notes, none of which changed lately.
pub fn desk(notes: usize) -> Desk {
    let desk = Desk::new(&[]);
    for number in 0..notes {
        desk.write(&path(number), &note(number, 0));
        let file = File::options().append(true).open(desk.at(&path(number)));
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        file.and_then(|file| file.set_modified(long_ago)).expect("our own file");
    }
    desk
}

/// The folder of all that is kept.
pub fn cache(desk: &Desk) -> PathBuf {
    desk.beside("cache").join("rekindle")
}

/// The folder of what is kept of the vault.
pub fn folder(desk: &Desk) -> PathBuf {
    let folders: Vec<_> = fs::read_dir(cache(desk)).expect("something is kept").flatten().collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders[0].path()
}

/// All regular files below a folder, with their bytes.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let kind = entry.file_type().expect("our own file");
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.insert(entry.path(), fs::read(entry.path()).unwrap_or_default());
            }
        }
    }
    files
}

/// Removes whatever is there.
pub fn clear(path: &Path) {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path).expect("our own folder"),
        Ok(_) => fs::remove_file(path).expect("our own file"),
        Err(_) => {}
    }
}

/// Puts files back where they were, and nothing else.
pub fn restore(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) {
    clear(folder);
    for (path, bytes) in files {
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(path, bytes).expect("our own file");
    }
}

/// Runs a command that must come to its end by itself.
pub fn in_time(mut command: Command) -> Said {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the program starts");
    let pid = rustix::process::Pid::from_child(&child);
    let (to, ended) = mpsc::channel();
    thread::spawn(move || to.send(child.wait_with_output()));
    let Ok(output) = ended.recv_timeout(PATIENCE) else {
        // It has not been waited for, so the number is still its own.
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        panic!("{command:?} hangs");
    };
    let output = output.expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes text");
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// What must be answered as long as the notes stay as they are.
pub struct Expected {
    /// By the number of the question, once it was asked.
    typed: [OnceCell<Value>; TYPED.len()],
    told: Vec<Told>,
}

impl Expected {
    /// Asks of an empty cache.
    pub fn new(desk: &Desk) -> Self {
        Self { typed: Default::default(), told: Asker::new(desk).anew(&asks()) }
    }

    /// A process that is started now answers rightly, and says nothing else but what `may_say` allows.
    pub fn typed(&self, desk: &Desk, which: usize, may_say: impl Fn(&str) -> bool, when: &str) {
        let which = which % TYPED.len();
        let question = [TYPED[which], &["--json"][..]].concat();
        let expected = self.typed[which].get_or_init(|| {
            let mut command = desk.command(&question);
            command.env("XDG_CACHE_HOME", desk.beside("empty")).env("REKINDLE_NO_DAEMON", "1");
            let said = in_time(command);
            assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{question:?}");
            clear(&desk.beside("empty"));
            lasting(&said)
        });
        let said = in_time(desk.command(&question));
        assert_eq!(said.code, Some(0), "{when}, {question:?}: {said:?}");
        assert!(said.err.lines().all(may_say), "{when}, {question:?}: {}", said.err);
        assert_eq!(&lasting(&said), expected, "{when}, {question:?}");
    }

    /// Every search is answered rightly from what is kept.
    pub fn found(&self, desk: &Desk, when: &str) {
        let asks = &asks()[..SEARCHES];
        for ((ask, told), expected) in asks.iter().zip(Asker::new(desk).alone(asks)).zip(&self.told)
        {
            assert_eq!(&told, expected, "{when}: {ask:?}");
        }
    }

    /// Every question is answered rightly from what is kept.
    pub fn told(&self, desk: &Desk, when: &str) {
        for ((ask, told), expected) in
            asks().iter().zip(Asker::new(desk).alone(&asks())).zip(&self.told)
        {
            assert_eq!(&told, expected, "{when}: {ask:?}");
        }
    }

    /// The same from a copy, so that what is kept stays as it is.
    pub fn told_from_copy(&self, desk: &Desk, when: &str) {
        let (kept, copy) = (cache(desk), desk.beside("copy"));
        clear(&copy);
        for (path, bytes) in files(&kept) {
            let path = copy.join(path.strip_prefix(&kept).expect("it lies there"));
            fs::create_dir_all(path.parent().expect("a folder")).expect("our own folder");
            fs::write(path, bytes).expect("our own file");
        }
        let told = Asker::new(desk).from(&asks(), Some(copy));
        for ((ask, told), expected) in asks().iter().zip(told).zip(&self.told) {
            assert_eq!(&told, expected, "{when}: {ask:?}");
        }
    }

    /// So does a daemon.
    pub fn through(&self, desk: &Desk, when: &str) {
        let asker = Asker::new(desk);
        for (ask, expected) in asks().iter().zip(&self.told) {
            assert_eq!(&asker.through(ask), expected, "{when}: {ask:?}");
        }
    }
}

/// The JSON of an answer without what may differ with who gives it.
fn lasting(said: &Said) -> Value {
    let mut json = said.lasting_json();
    if json["schema"] == "rekindle.index/1" {
        json["items"][0].as_object_mut().expect("an object").remove("bytes");
    }
    json
}

/// What is kept is of use again: notes that did not change are not read, and searches write nothing.
pub fn is_settled(desk: &Desk, when: &str) {
    let settings = Settings::default();
    let look = || {
        let state = State::open(desk.vault.clone(), Some(cache(desk)), settings.clone());
        let mut state = state.trusting_after(Duration::ZERO).indexing(true);
        let snapshot = state.refresh().expect("the vault is there");
        snapshot.view().expect("there is a view");
        snapshot.read
    };
    // Files that were young when they were kept are looked at once more.
    look();
    let before = files(&folder(desk));
    assert_eq!(look(), 0, "{when}: notes are read again");
    let after = files(&folder(desk));
    assert!(before == after, "{when}: something is written again");
}
