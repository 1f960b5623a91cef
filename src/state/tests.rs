//! Refreshes over real folders. The oracle of most is: as if everything were read from scratch.

use std::fs::{self, File};
use std::time::SystemTime;

use super::*;
use crate::model::NotePath;
use crate::store::Facts;
use crate::vault::{SkipReason, TestVault, vault_of};

mod network;

/// A vault with a cache beside it.
struct Desk {
    vault: TestVault,
    cache: tempfile::TempDir,
}

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        Self { vault: vault_of(files), cache: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A new process, to which every file has rested long enough.
    fn state(&self) -> State {
        self.careful_state().trusting_after(Duration::ZERO)
    }

    /// A new process, to which every file that a test has written is too young.
    fn careful_state(&self) -> State {
        let cache = Some(self.cache.path().to_owned());
        State::open(self.vault.root.clone(), cache, Settings::default())
    }

    fn facts(&self) -> PathBuf {
        store::folder(self.cache.path(), &self.vault.root).join("facts")
    }
}

fn refresh(state: &mut State) -> Arc<Snapshot> {
    state.refresh().expect("the vault is there")
}

fn paths(snapshot: &Snapshot) -> Vec<String> {
    snapshot.notes.all().iter().map(|note| note.path.shown()).collect()
}

/// How many notes were read, and how many were not.
fn effort(snapshot: &Snapshot) -> (usize, usize) {
    (snapshot.read, snapshot.unchanged)
}

fn many() -> Desk {
    let desk = Desk::new(&[]);
    for number in 0..12 {
        desk.vault.write(&format!("People/{number:02}.md"), "text");
    }
    desk
}

#[test]
fn what_left_no_trace_is_found_when_every_note_is_doubted() {
    let desk = Desk::new(&[("a.md", "# As it is\n"), ("b.md", "# Another\n")]);
    let mut state = desk.state();
    refresh(&mut state);
    // As if the bytes had been others, and the file's times the same.
    let known = state.known.as_mut().expect("it was refreshed");
    let a = NotePath::new("a.md");
    let other = Parser::new(&Settings::default()).parse(&a, b"# Another\n");
    let stored = known.notes.get_mut(&a).expect("it is known");
    (stored.hash, stored.facts) = ([0; 32], Arc::new(Facts::new(other)));
    let titles = |state: &mut State| {
        refresh(state).notes.all().iter().map(|note| note.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&mut state), ["Another", "Another"]);
    state.doubt_all();
    assert_eq!(titles(&mut state), ["As it is", "Another"]);
    assert_eq!(effort(&refresh(&mut state)), (0, 2), "the doubt is over");
}

#[test]
fn a_second_run_reads_only_what_changed() {
    let desk = Desk::new(&[("a.md", "a"), ("b.md", "b"), ("People/c.md", "c"), ("empty.md", "")]);
    let mut first = desk.state();
    assert_eq!(effort(&refresh(&mut first)), (4, 0));
    assert!(matches!(first.saved(), Saved::Whole { .. }));

    let mut second = desk.state();
    let snapshot = refresh(&mut second);
    assert_eq!(effort(&snapshot), (0, 4));
    assert_eq!(paths(&snapshot), ["People/c.md", "a.md", "b.md", "empty.md"]);
    assert_eq!(*second.saved(), Saved::NotNeeded);

    desk.vault.write("b.md", "b, edited");
    desk.vault.write("d.md", "d");
    fs::remove_file(desk.vault.at("a.md")).expect("our own file");
    for state in [&mut first, &mut second, &mut desk.state()] {
        let snapshot = refresh(state);
        assert_eq!(paths(&snapshot), ["People/c.md", "b.md", "d.md", "empty.md"]);
        assert_eq!(snapshot.read + snapshot.unchanged, 4);
    }
    assert_eq!(effort(&refresh(&mut desk.state())), (0, 4));
}

#[test]
fn whoever_will_search_reads_each_note_once() {
    for (indexing, expected) in [(true, 70), (false, 0)] {
        let desk = Desk::new(&[]);
        for number in 0..70 {
            desk.vault.write(&format!("{number}.md"), "storm");
        }
        let snapshot = refresh(&mut desk.state().indexing(indexing));
        // What the index has is found without the notes.
        fs::remove_dir_all(&desk.vault.root).expect("our own folder");
        let ask = crate::answer::Ask::Search { query: "storm".into(), showing: Default::default() };
        let request = crate::answer::Request {
            today: "2026-11-20".parse().expect("a date"),
            filter: crate::report::Filter::default(),
            ask,
        };
        let response = crate::answer::answer(&snapshot, &request).expect("a query");
        let crate::answer::Body::Search(report) = response.body else { panic!("not asked") };
        assert_eq!(report.found, expected);
    }
}

#[test]
fn renamed_notes_and_moved_folders_are_known_under_their_new_paths_only() {
    let desk = Desk::new(&[("a.md", "a"), ("old/b.md", "b"), ("old/sub/c.md", "c")]);
    let mut state = desk.state();
    refresh(&mut state);
    fs::rename(desk.vault.at("a.md"), desk.vault.at("z.md")).expect("our own file");
    fs::rename(desk.vault.at("old"), desk.vault.at("new")).expect("our own folder");
    for state in [&mut state, &mut desk.state()] {
        let snapshot = refresh(state);
        assert_eq!(paths(&snapshot), ["new/b.md", "new/sub/c.md", "z.md"]);
        assert_eq!(snapshot.notes.get(2).title, "z");
    }
}

#[test]
fn an_edit_of_the_same_size_is_noticed_though_the_time_was_set_back() {
    let desk = Desk::new(&[("a.md", "one")]);
    let path = desk.vault.at("a.md");
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let set_back =
        || File::options().write(true).open(&path).and_then(|file| file.set_modified(old));
    set_back().expect("our own file");
    for mut state in [desk.state(), desk.careful_state()] {
        desk.vault.write("a.md", "one");
        set_back().expect("our own file");
        refresh(&mut state);
        let hash = |state: &State| {
            let known = state.known.as_ref().expect("refreshed");
            known.notes.get(&NotePath::new("a.md")).expect("it is there").hash
        };
        let before = hash(&state);
        desk.vault.write("a.md", "two");
        set_back().expect("our own file");
        refresh(&mut state);
        assert_ne!(hash(&state), before);
    }
}

#[test]
fn young_files_are_read_again_until_they_can_be_trusted() {
    let desk = Desk::new(&[("a.md", "a"), ("b.md", "b")]);
    let mut careful = desk.careful_state();
    assert_eq!(effort(&refresh(&mut careful)), (2, 0));
    assert_eq!(effort(&refresh(&mut careful)), (2, 0));
    // Nothing differs, so nothing is written.
    assert_eq!(*careful.saved(), Saved::NotNeeded);
    // Kept as untrusted, so they are read once more, found the same and trusted from then on.
    assert_eq!(effort(&refresh(&mut desk.state())), (2, 0));
    assert_eq!(effort(&refresh(&mut desk.state())), (0, 2));
}

#[test]
fn without_a_cache_or_with_one_that_cannot_be_written_answers_are_the_same() {
    let desk = Desk::new(&[("a.md", "a"), ("cache", "a file where a folder should be")]);
    for cache in [None, Some(desk.vault.at("cache"))] {
        let mut state = State::open(desk.vault.root.clone(), cache.clone(), Settings::default());
        assert_eq!(paths(&refresh(&mut state)), ["a.md"]);
        assert_eq!(matches!(state.saved(), Saved::Failed(_)), cache.is_some());
    }
}

#[test]
fn damaged_facts_and_other_settings_mean_that_all_is_read() {
    let desk = Desk::new(&[("a.md", "a"), ("b.md", "b")]);
    refresh(&mut desk.state());
    let cut = fs::read(desk.facts()).expect("they are kept");
    fs::write(desk.facts(), &cut[..cut.len() - 1]).expect("our own file");
    assert_eq!(effort(&refresh(&mut desk.state())), (2, 0));

    let settings = Settings { me: vec!["Ann Lee".into()], ..Settings::default() };
    let cache = Some(desk.cache.path().to_owned());
    let mut other =
        State::open(desk.vault.root.clone(), cache, settings).trusting_after(Duration::ZERO);
    assert_eq!(effort(&refresh(&mut other)), (2, 0));
    assert_eq!(effort(&refresh(&mut other)), (0, 2));
}

#[test]
fn a_new_folder_of_templates_in_obsidian_means_that_all_is_read() {
    let desk = Desk::new(&[("a.md", "a")]);
    let mut state = desk.state();
    refresh(&mut state);
    desk.vault.write(".obsidian/templates.json", r#"{"folder":"Meta/T"}"#);
    let snapshot = refresh(&mut state);
    assert_eq!(effort(&snapshot), (1, 0));
    assert_eq!(snapshot.settings.kinds.templates, ["Meta/T"]);
    assert_eq!(effort(&refresh(&mut state)), (0, 1));
}

#[test]
fn an_emptied_vault_of_many_notes_is_taken_for_one_that_is_away() {
    let desk = many();
    let mut state = desk.state();
    refresh(&mut state);
    let kept = fs::read(desk.facts()).expect("they are kept");
    let (mounted, away) = (desk.vault.at("People"), desk.cache.path().join("away"));
    fs::rename(&mounted, &away).expect("our own folder");
    // Obsidian's settings are away as well, so the facts no longer fit the settings.
    desk.vault.write(".obsidian/templates.json", r#"{"folder":"T"}"#);
    for state in [&mut state, &mut desk.state()] {
        let message = state.refresh().expect_err("it is away").to_string();
        let root = desk.vault.root.display();
        let facts = desk.facts();
        let facts = facts.parent().expect("a folder").display();
        assert_eq!(
            message,
            format!(
                "the vault {root} is empty, but 12 notes are known from it; if they were removed on \
                 purpose, delete {facts}\nIf it lies on another disk or a server, connect that and \
                 ask again; nothing that is known about your notes is lost"
            )
        );
        assert_eq!(fs::read(desk.facts()).expect("they are kept"), kept);
    }
    fs::remove_dir_all(desk.vault.at(".obsidian")).expect("our own folder");
    fs::rename(&away, &mounted).expect("our own folder");
    assert_eq!(effort(&refresh(&mut state)), (0, 12));
    assert_eq!(refresh(&mut desk.state()).notes.len(), 12);
}

#[test]
fn a_vault_with_few_notes_may_be_emptied_and_one_note_is_believed() {
    let desk = Desk::new(&[("a.md", "a"), ("b.md", "b")]);
    let mut state = desk.state();
    refresh(&mut state);
    fs::remove_file(desk.vault.at("a.md")).expect("our own file");
    fs::remove_file(desk.vault.at("b.md")).expect("our own file");
    assert_eq!(paths(&refresh(&mut state)), [""; 0]);

    let desk = many();
    let mut state = desk.state();
    refresh(&mut state);
    // The root itself is replaced, too.
    fs::remove_dir_all(&desk.vault.root).expect("our own folder");
    desk.vault.write("only.md", "one");
    assert_eq!(paths(&refresh(&mut state)), ["only.md"]);
}

#[test]
fn a_vault_all_of_whose_notes_are_left_out_by_its_patterns_is_there() {
    let desk = many();
    let mut state = desk.state();
    refresh(&mut state);
    desk.vault.write(".rekindleignore", "*.md\n");
    for state in [&mut desk.state(), &mut state] {
        assert_eq!(paths(&refresh(state)), [""; 0]);
    }
    desk.vault.write(".rekindleignore", "People/\n");
    assert_eq!(paths(&refresh(&mut state)), [""; 0]);
    fs::remove_file(desk.vault.at(".rekindleignore")).expect("our own file");
    assert_eq!(refresh(&mut state).notes.len(), 12);
}

#[test]
fn a_root_that_is_gone_costs_nothing_that_is_known() {
    let desk = many();
    let mut state = desk.state();
    refresh(&mut state);
    let away = desk.cache.path().join("away");
    fs::rename(&desk.vault.root, &away).expect("our own folder");
    for state in [&mut state, &mut desk.state()] {
        let message = state.refresh().expect_err("it is away").to_string();
        let root = desk.vault.root.display();
        assert!(
            message.starts_with(&format!("the vault {root} cannot be read: no such file")),
            "{message}"
        );
    }
    fs::rename(&away, &desk.vault.root).expect("our own folder");
    assert_eq!(effort(&refresh(&mut state)), (0, 12));
    assert_eq!(effort(&refresh(&mut desk.state())), (0, 12));
}

#[test]
#[cfg(unix)]
fn trouble_with_one_file_is_reported_and_the_rest_goes_on() {
    let desk = Desk::new(&[("a.md", "a"), ("large.md", "123456"), (".ignore", "drafts/")]);
    desk.vault.write("drafts/d.md", "d");
    desk.vault.pipe("pipe.md");
    desk.vault.link("nothing.md", "gone.md");
    let mut settings = Settings::default();
    settings.limits.note_bytes = 5;
    let mut state = State::open(desk.vault.root.clone(), None, settings);
    let snapshot = refresh(&mut state);
    assert_eq!(paths(&snapshot), ["a.md"]);
    let skipped: Vec<_> =
        snapshot.skipped.iter().map(|row| (row.path.shown(), row.reason.by_rule())).collect();
    let expected =
        [("drafts", true), ("large.md", false), ("nothing.md", false), ("pipe.md", false)];
    assert_eq!(skipped, expected.map(|(path, by_rule)| (path.to_owned(), by_rule)));

    // It grows past the limit, and comes back.
    desk.vault.write("a.md", "1234567");
    assert_eq!(paths(&refresh(&mut state)), [""; 0]);
    desk.vault.write("a.md", "a");
    assert_eq!(paths(&refresh(&mut state)), ["a.md"]);
}

#[test]
fn a_fault_costs_one_note_only() {
    assert_eq!(caught(|| panic!("a fault")), Err(SkipReason::Fault));
}
