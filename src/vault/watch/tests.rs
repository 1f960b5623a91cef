//! Watches over real folders. The one question is always: is a change ever believed not to be there?

use std::thread;

use super::*;
use crate::settings::Limits;
use crate::vault::{Cutoff, Earlier, TestVault, scan, vault_of};

/// Long enough for a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_secs(20);

struct Watched {
    vault: TestVault,
    watch: Watch,
    cookies: tempfile::TempDir,
}

impl Watched {
    fn new(files: &[(&str, &str)]) -> Self {
        let vault = vault_of(files);
        let cookies = tempfile::tempdir().expect("a temporary folder");
        let watch = Watch::new(vault.root.clone(), cookies.path().to_owned());
        let mut watched = Self { vault, watch, cookies };
        watched.settle();
        watched
    }

    fn walk(&mut self) -> bool {
        self.watch.walk_begins();
        let cutoff = Cutoff::before_now(Cutoff::WINDOW);
        let scan = scan(&self.vault.root, &Limits::default(), cutoff, &Earlier::default());
        let scan = scan.expect("it can be read");
        self.watch.sync(&scan.reach)
    }

    /// Walks until a walk finds nothing new to watch.
    fn settle(&mut self) {
        // What was told of late, on a busy machine, means one more walk.
        assert!((0..5).any(|_| self.walk() && self.is_settled()), "it comes to rest");
        assert_eq!(self.watch.doubt(), None);
    }

    fn is_settled(&mut self) -> bool {
        self.watch.news(PATIENCE) == News::Nothing
    }

    /// Settles, and then hears of a new file in this folder.
    fn settles_and_hears(&mut self, folder: &str) {
        self.settle();
        self.vault.write(&format!("{folder}/heard.md"), "");
        assert!(!self.is_settled(), "a file in {folder} is heard of");
        self.settle();
    }
}

#[test]
fn every_kind_of_change_is_heard_of_and_reading_is_none() {
    let mut watched = Watched::new(&[("a.md", "a"), ("sub/b.md", "b"), ("sub/deep/c.md", "c")]);
    assert_eq!(watched.watch.folders(), 3);
    let at = |path: &str| watched.vault.at(path);
    let [a, z, b, c, deep, gone] =
        ["a.md", "z.md", "sub/b.md", "sub/deep/c.md", "sub/deep", "sub/gone"].map(at);
    let changes: [(&str, Box<dyn Fn()>); 7] = [
        ("a save", Box::new(|| fs::write(&b, "other").expect("our own file"))),
        ("a deletion", Box::new(|| fs::remove_file(&c).expect("our own file"))),
        ("a rename", Box::new(|| fs::rename(&a, &z).expect("our own file"))),
        ("a folder", Box::new(|| fs::create_dir(&gone).expect("our own folder"))),
        ("no folder", Box::new(|| fs::remove_dir(&gone).expect("our own folder"))),
        ("a renamed folder", Box::new(|| fs::rename(&deep, &gone).expect("our own folder"))),
        (
            "a moment set back",
            Box::new(|| {
                let file = File::options().write(true).open(&b).expect("our own file");
                file.set_modified(std::time::UNIX_EPOCH).expect("our own file");
            }),
        ),
    ];
    for (what, change) in changes {
        change();
        assert!(!watched.is_settled(), "{what}");
        watched.settle();
    }
    assert_eq!(fs::read(&b).expect("our own file"), b"other");
    assert_eq!(fs::read_dir(&watched.vault.root).expect("our own folder").count(), 2);
    assert!(watched.is_settled(), "merely looking is no change");
}

#[test]
fn folders_made_again_renamed_and_renamed_back_are_watched_anew() {
    let mut watched = Watched::new(&[("sub/deep/a.md", "a"), ("other/b.md", "b")]);
    let at = |path: &str| watched.vault.at(path);
    let [sub, deep, other, away] = ["sub", "sub/deep", "other", "away"].map(at);
    // The file system may give it the inode number of the old one.
    fs::remove_dir_all(&deep).expect("our own folder");
    fs::create_dir(&deep).expect("our own folder");
    watched.settles_and_hears("sub/deep");

    // Afterwards everything is where it was, but the watches below are forgotten.
    fs::rename(&sub, &away).expect("our own folder");
    fs::rename(&away, &sub).expect("our own folder");
    watched.settles_and_hears("sub/deep");

    fs::rename(&sub, &away).expect("our own folder");
    fs::rename(&other, &sub).expect("our own folder");
    fs::rename(&away, &other).expect("our own folder");
    watched.settles_and_hears("other/deep");
    watched.settles_and_hears("sub");
    assert_eq!(watched.watch.folders(), 4);
}

#[test]
fn folders_that_come_and_go_while_they_are_synced_leave_no_deaf_spot() {
    let mut watched = Watched::new(&[("a.md", "a")]);
    let flapping = watched.vault.at("sub");
    thread::scope(|scope| {
        let flap = || {
            for _ in 0..200 {
                fs::create_dir_all(flapping.join("deep")).expect("our own folder");
                fs::remove_dir_all(&flapping).expect("our own folder");
            }
            fs::create_dir_all(flapping.join("deep")).expect("our own folder");
        };
        let flapper = scope.spawn(flap);
        while !flapper.is_finished() {
            watched.walk();
        }
    });
    watched.settles_and_hears("sub/deep");
    watched.settles_and_hears("sub");
}

#[test]
fn lost_events_and_errors_mean_a_new_watcher() {
    let mut watched = Watched::new(&[("sub/a.md", "a")]);
    let lost = || Ok(Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan));
    let nameless = || Ok(Event::new(EventKind::Any));
    let failed = || Err(notify::Error::generic("a trouble"));
    for event in [lost(), nameless(), failed()] {
        watched.watch.ear.hear(watched.cookies.path(), event);
        assert!(!watched.is_settled());
        assert!(!watched.walk(), "everything had to be watched again");
        watched.settles_and_hears("sub");
    }
}

#[test]
fn a_burst_that_overflows_the_queue_is_never_believed_to_be_nothing() {
    let mut watched = Watched::new(&[("a.md", "a")]);
    // Held still, nobody empties the queue of 16,384.
    let ear = Arc::clone(&watched.watch.ear);
    let held = ear.heard();
    let files: Vec<_> = (0..3000).map(|number| watched.vault.at(number.to_string())).collect();
    for _ in 0..2 {
        for file in &files {
            fs::write(file, "x").expect("our own file");
            fs::remove_file(file).expect("our own file");
        }
    }
    drop(held);
    assert!(!watched.is_settled());
    watched.settles_and_hears("sub");
}

#[test]
fn a_new_root_and_a_root_that_is_away_are_not_believed() {
    let mut watched = Watched::new(&[("sub/a.md", "a")]);
    let away = watched.cookies.path().join("away");
    let root = watched.vault.root.clone();
    fs::rename(&root, &away).expect("our own folder");
    assert!(!watched.is_settled());
    watched.vault.write("sub/a.md", "other");
    assert!(!watched.is_settled());
    watched.settles_and_hears("sub");
    fs::remove_dir_all(&root).expect("our own folder");
    fs::create_dir(&root).expect("our own folder");
    assert!(!watched.is_settled());
    watched.vault.write("sub/a.md", "again");
    watched.settles_and_hears("sub");
    // As it was, but for what happened in between.
    let away = away.with_file_name("away again");
    fs::rename(&root, &away).expect("our own folder");
    fs::write(away.join("sub/a.md"), "meanwhile").expect("our own file");
    fs::rename(&away, &root).expect("our own folder");
    assert!(!watched.is_settled());
}

#[test]
fn a_root_in_another_place_is_noticed_though_nothing_befell_it() {
    let around = vault_of(&[("home/vault/sub/a.md", "a"), ("away/vault/sub/a.md", "other")]);
    let cookies = tempfile::tempdir().expect("a temporary folder");
    let root = around.at("home/vault");
    let watch = Watch::new(root.clone(), cookies.path().to_owned());
    let vault = TestVault { root, ..vault_of(&[]) };
    let mut watched = Watched { vault, watch, cookies };
    watched.settle();
    // The folders that are renamed lie around the vault, where nothing is watched.
    fs::rename(around.at("home"), around.at("old")).expect("our own folder");
    fs::rename(around.at("away"), around.at("home")).expect("our own folder");
    assert!(!watched.is_settled());
    watched.settles_and_hears("sub");
    watched.settles_and_hears(".");
}

#[test]
fn without_the_folder_of_cookies_nothing_is_believed_until_it_is_there_again() {
    let mut watched = Watched::new(&[("a.md", "a")]);
    let cookies = watched.watch.cookies.clone();
    fs::remove_dir_all(&cookies).expect("our own folder");
    assert!(!watched.is_settled());
    watched.walk();
    assert!(matches!(watched.watch.doubt(), Some(Doubt::Closed { .. })));
    assert!(!watched.is_settled());
    fs::create_dir(&cookies).expect("our own folder");
    watched.settles_and_hears("sub");
}

#[test]
#[cfg(unix)]
fn what_can_change_behind_the_watched_folders_needs_a_walk() {
    let outside = vault_of(&[("theirs.md", "")]);
    let vault = |make: &dyn Fn(&TestVault)| {
        let vault = vault_of(&[("a.md", ""), ("sub/b.md", ""), (".attic/sub/c.md", "")]);
        make(&vault);
        let cutoff = Cutoff::before_now(Cutoff::WINDOW);
        let scan = scan(&vault.root, &Limits::default(), cutoff, &Earlier::default());
        scan.expect("it can be read").reach.beyond
    };
    let theirs = outside.at("theirs.md");
    assert!(!vault(&|_| {}));
    assert!(!vault(&|vault| vault.link("link.md", "sub/b.md")));
    assert!(!vault(&|vault| vault.link("sub/link.md", "../a.md")));
    assert!(!vault(&|vault| vault.link("folder", "sub")));
    assert!(vault(&|vault| vault.link("link.md", &theirs)));
    assert!(vault(&|vault| vault.link("folder", &outside.root)));
    assert!(vault(&|vault| vault.link("link.md", "not/there.md")));
    assert!(vault(&|vault| vault.link("link.md", ".attic/sub/c.md")));
    assert!(vault(&|vault| vault.link("folder", ".attic/sub")));
    assert!(vault(&|vault| vault.link(".ignore", &theirs)));
    assert!(vault(&|vault| vault.link(".obsidian", &outside.root)));
    let two_steps = |vault: &TestVault| {
        vault.link(".attic/step", "../a.md");
        vault.link("link.md", ".attic/step");
    };
    assert!(vault(&two_steps));
    assert!(vault(&|vault| fs::hard_link(vault.at("a.md"), vault.at("same.md")).expect("a link")));
}

#[test]
fn the_folders_of_obsidians_settings_are_watched_too() {
    let mut watched = Watched::new(&[(".obsidian/app.json", "{}"), ("a.md", "")]);
    assert_eq!(watched.watch.folders(), 2);
    watched.vault.write(".obsidian/app.json", r#"{"userIgnoreFilters":["a.md"]}"#);
    assert!(!watched.is_settled());
    watched.vault.write(".obsidian/plugins/templater-obsidian/data.json", "{}");
    watched.settles_and_hears(".obsidian/plugins/templater-obsidian");
    assert_eq!(watched.watch.folders(), 4);
}
