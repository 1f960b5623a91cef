//! The picture that answers are made from: walked anew whenever a walk could show anything new, and the
//! last one otherwise.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::standby::{Standby, slept};
use crate::state::{Error, Snapshot, State};
use crate::store::Saved;
use crate::vault::watch::{Doubt, News, Watch};

/// How long to wait for the proof that every event was heard. A walk takes about as long.
const BARRIER: Duration = Duration::from_millis(250);
/// How often to walk again because a walk found new folders. Each is watched from then on, so one more
/// walk is enough unless somebody makes folders all the time; and any of the walks gives a right answer.
const ROUNDS: usize = 4;

/// A vault that is watched.
#[derive(Debug)]
pub(super) struct Fresh {
    state: State,
    watch: Watch,
    last: Option<Arc<Snapshot>>,
    standby: Standby,
    /// Whether the next walk compares the bytes of every note.
    comparing: bool,
    walked: Option<SystemTime>,
    compared: Option<SystemTime>,
}

/// What is known, and as of when.
#[derive(Debug)]
pub(super) struct Picture {
    pub snapshot: Arc<Snapshot>,
    /// Every change up to here is in it.
    pub as_of: SystemTime,
    /// How many notes were read for it just now.
    pub read: usize,
    /// How many did not have to be.
    pub unchanged: usize,
}

impl Fresh {
    /// Nothing is read before the first picture.
    pub fn new(state: State, cookies: PathBuf) -> Self {
        let watch = Watch::new(state.root().to_owned(), cookies);
        let standby = Standby::new(slept);
        Self { state, watch, last: None, standby, comparing: false, walked: None, compared: None }
    }

    /// Replaces what is known, but not what is watched.
    pub fn reopen(&mut self, state: State) {
        self.state = state;
        self.last = None;
    }

    /// Forgets everything that is derived from the notes.
    pub fn forget(&mut self) {
        self.state.forget();
        self.last = None;
    }

    /// Lets go of what takes much room in memory, and can be had again from what is kept on disk.
    pub fn let_go(&mut self) {
        // Nobody else has it while nothing is asked.
        if let Some(last) = self.last.take() {
            self.last = Some(match Arc::try_unwrap(last) {
                Ok(mut last) => {
                    last.let_go();
                    Arc::new(last)
                }
                Err(last) => last,
            });
        }
    }

    /// A picture with every change in it that was over before this was called.
    ///
    /// # Errors
    /// If the vault is not there.
    pub fn picture(&mut self) -> Result<Picture, Error> {
        let as_of = SystemTime::now();
        if self.standby.is_over() {
            return self.walk();
        }
        let Some(last) = self.last.clone() else { return self.walk() };
        let (snapshot, read) = match self.watch.news(BARRIER) {
            News::Nothing => (last, 0),
            News::Touched(paths) => match self.state.refresh_these(&last, &paths) {
                Some(snapshot) => {
                    self.watch.caught_up();
                    let read = if Arc::ptr_eq(&snapshot, &last) { 0 } else { snapshot.read };
                    (snapshot, read)
                }
                None => return self.walk(),
            },
            News::Anything => return self.walk(),
        };
        self.last = Some(Arc::clone(&snapshot));
        let unchanged = snapshot.notes.len() - read;
        Ok(Picture { snapshot, as_of, read, unchanged })
    }

    /// A picture from a walk, whatever was heard.
    ///
    /// # Errors
    /// If the vault is not there.
    pub fn walk(&mut self) -> Result<Picture, Error> {
        // What a walk that fails has heard of must not be lost.
        let mut last = self.last.take();
        let (mut read, mut taken) = (0, SystemTime::now());
        for _ in 0..ROUNDS {
            self.watch.walk_begins();
            let snapshot = self.state.refresh()?;
            // A later round reads again what is too young to be trusted, and that is the same notes.
            read = read.max(snapshot.read);
            taken = snapshot.taken;
            let steady = self.watch.sync(&snapshot.reach);
            // What was made of the last picture need not be made of this one again.
            last = Some(last.filter(|last| last.says_the_same(&snapshot)).unwrap_or(snapshot));
            if steady {
                break;
            }
            self.watch.distrust();
        }
        let snapshot = last.expect("there is at least one round");
        self.last = Some(Arc::clone(&snapshot));
        self.walked = Some(taken);
        if std::mem::take(&mut self.comparing) {
            self.compared = Some(taken);
        }
        let unchanged = snapshot.notes.len().saturating_sub(read);
        Ok(Picture { snapshot, as_of: taken, read, unchanged })
    }

    /// Has the next walk compare the bytes of every note, whatever its fingerprint says.
    pub fn doubt_all(&mut self) {
        self.state.doubt_all();
        self.comparing = true;
    }

    /// When the last walk began.
    pub fn walked(&self) -> Option<SystemTime> {
        self.walked
    }

    /// When every note was last compared with what is known of it.
    pub fn compared(&self) -> Option<SystemTime> {
        self.compared
    }

    /// Gives a watcher that was too late another chance.
    pub fn try_again(&mut self) {
        self.watch.try_again();
    }

    /// How many folders are watched.
    pub fn folders(&self) -> usize {
        self.watch.folders()
    }

    /// Why every answer needs a walk, if it does.
    pub fn doubt(&self) -> Option<&Doubt> {
        self.watch.doubt()
    }

    /// Why what was read could not be kept, if so.
    pub fn unsaved(&self) -> Option<String> {
        match self.state.saved() {
            Saved::Failed(why) => Some(why.clone()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::settings::Settings;
    use crate::vault::vault_of;

    fn titles(picture: &Picture) -> Vec<String> {
        picture.snapshot.notes.all().iter().map(|note| note.title.clone()).collect()
    }

    #[test]
    fn a_picture_is_used_again_until_something_changes() {
        let vault = vault_of(&[("a.md", "a")]);
        let cookies = tempfile::tempdir().expect("a temporary folder");
        let state = State::open(vault.root.clone(), None, Settings::default());
        let mut fresh = Fresh::new(state, cookies.path().to_owned());
        let first = fresh.picture().expect("it is there");
        let second = fresh.picture().expect("it is there");
        // A barrier that is late on a busy machine costs a walk, which shows the same.
        assert_eq!(titles(&first), titles(&second));
        assert!(first.as_of < second.as_of);
        for name in ["b", "new/c", "new/d"] {
            vault.write(&format!("{name}.md"), "");
        }
        assert_eq!(titles(&fresh.picture().expect("it is there")), ["a", "b", "c", "d"]);
        assert_eq!(fresh.folders(), 2);

        std::fs::rename(&vault.root, cookies.path().join("away")).expect("our own folder");
        fresh.picture().expect_err("it is away");
        std::fs::rename(cookies.path().join("away"), &vault.root).expect("our own folder");
        assert_eq!(titles(&fresh.picture().expect("it is back")), ["a", "b", "c", "d"]);
        fresh.forget();
        assert_eq!(fresh.picture().expect("it is there").read % 4, 0);
    }

    /// Saves and looks, and tells whether each picture was had as it should: by a walk or without one, and
    /// with so many notes read.
    fn saves_without_a_walk() -> bool {
        let vault = vault_of(&[("a.md", "# One"), ("b.md", "# Two"), ("sub/c.md", "# Three")]);
        let cookies = tempfile::tempdir().expect("a temporary folder");
        let state = State::open(vault.root.clone(), None, Settings::default());
        let state = state.trusting_after(Duration::ZERO);
        let mut fresh = Fresh::new(state, cookies.path().to_owned());
        let mut as_it_should = true;
        let mut picture = |walks: bool, read: usize, expected: &[&str]| {
            let before = fresh.walked();
            let picture = fresh.picture().expect("it is there");
            as_it_should &= (fresh.walked() != before, picture.read) == (walks, read);
            assert_eq!(titles(&picture), expected);
            let keys = picture.snapshot.keys().iter().cloned().collect::<Vec<_>>().concat();
            (keys, picture.snapshot.network().people.len())
        };
        picture(true, 3, &["One", "Two", "Three"]);
        picture(false, 0, &["One", "Two", "Three"]);
        vault.write("b.md", "# Zwei");
        picture(false, 1, &["One", "Zwei", "Three"]);
        vault.write("sub/.c.md.tmp", "---\ntype: person\n---\n# Drei");
        std::fs::rename(vault.at("sub/.c.md.tmp"), vault.at("sub/c.md")).expect("our own file");
        let known = picture(false, 1, &["One", "Zwei", "c"]);
        assert_eq!(known, ("type".to_owned(), 1), "what was made before is made anew");
        // The same bytes again are nothing new.
        vault.write("b.md", "# Zwei");
        picture(false, 0, &["One", "Zwei", "c"]);
        vault.write("new.md", "# New");
        picture(true, 1, &["One", "Zwei", "New", "c"]);
        std::fs::remove_file(vault.at("a.md")).expect("our own file");
        picture(true, 0, &["Zwei", "New", "c"]);
        as_it_should
    }

    #[test]
    fn a_save_of_a_known_note_needs_no_walk() {
        // A barrier that is late on a busy machine costs a walk, which shows the same.
        assert!((0..5).any(|_| saves_without_a_walk()));
    }

    #[test]
    fn a_walk_that_finds_nothing_new_keeps_what_was_made() {
        let vault = vault_of(&[("a.md", "# One"), ("b.md", "# Two")]);
        let cookies = tempfile::tempdir().expect("a temporary folder");
        let state = State::open(vault.root.clone(), None, Settings::default());
        let mut fresh = Fresh::new(state, cookies.path().to_owned());
        let first = fresh.walk().expect("it is there");
        let second = fresh.walk().expect("it is there");
        assert!(Arc::ptr_eq(&first.snapshot, &second.snapshot) && first.as_of < second.as_of);
        for (path, text) in [("b.md", "# Zwei"), ("c.md", ""), (".rekindleignore", "c.md")] {
            let before = fresh.walk().expect("it is there");
            vault.write(path, text);
            let after = fresh.walk().expect("it is there");
            assert!(!Arc::ptr_eq(&before.snapshot, &after.snapshot), "{path}");
        }
        std::fs::rename(vault.at("a.md"), vault.at("d.md")).expect("our own file");
        assert_eq!(titles(&fresh.walk().expect("it is there")), ["Zwei", "One"]);
    }

    #[test]
    fn what_is_saved_during_a_walk_is_in_the_next_picture() {
        let vault = vault_of(&[("a.md", "")]);
        let cookies = tempfile::tempdir().expect("a temporary folder");
        let state = State::open(vault.root.clone(), None, Settings::default());
        let mut fresh = Fresh::new(state, cookies.path().to_owned());
        for round in 0..300 {
            vault.write("b.md", "something that needs a walk");
            let title = format!("round {round}");
            thread::scope(|scope| {
                scope.spawn(|| vault.write("a.md", &format!("# {title}\n")));
                fresh.picture().expect("it is there");
            });
            assert_eq!(titles(&fresh.picture().expect("it is there"))[0], title);
        }
    }
}
