//! What is kept of the network beside the facts: never a wrong answer from it, whatever becomes of the file.

use std::fs;
use std::path::{Path, PathBuf};

use rekindle::answer::{Ask, Body, Request, Response, answer};
use rekindle::report::Filter;
use rekindle::settings::Settings;
use rekindle::state::State;

use crate::vault::TestVault;

const VAULT: &str = "\
=== People/Ada Lin.md
---
email: ada@lin.example
---
- 2026-01-10 met via coffee: how the night shift works
- [ ] send Ada the paper on tariffs
=== People/Bo Winter.md
---
introduced_by: Ada Lin
---
- 2026-02-01 sent via email: a question on storage
- 2026-02-03 replied via email: gladly, next week
=== Meetings/2026-03-01 Lunch.md
---
with: [Ada Lin, Bo Winter]
---
What the pilot costs.
";

fn ask(root: &Path, cache: &Path) -> Vec<Body> {
    let mut state = State::open(root.to_owned(), Some(cache.to_owned()), Settings::default());
    let snapshot = state.refresh().expect("the vault is there");
    let asks = [
        Ask::Quiet { heard: false },
        Ask::Owed { theirs: false },
        Ask::Show { contact: "ada".to_owned() },
        Ask::Check { strict: true },
    ];
    let bodies = asks.into_iter().map(|ask| {
        let today = "2026-11-20".parse().expect("a date");
        let request = Request { today, filter: Filter { all: true, ..Filter::default() }, ask };
        let Response { body, .. } = answer(&snapshot, &request).expect("an answer");
        body
    });
    bodies.collect()
}

/// The file in a cache.
fn file(cache: &Path) -> PathBuf {
    let vaults = fs::read_dir(cache).expect("it is there").flatten();
    let mut files = vaults.map(|vault| vault.path().join("network")).filter(|file| file.exists());
    files.next().expect("the network is kept")
}

#[test]
fn whatever_becomes_of_the_kept_network_answers_stay_the_same() {
    let vault = TestVault::new(VAULT);
    let cache = vault.home().join("own cache");
    let right = ask(vault.root(), &cache);
    let kept = file(&cache);
    let bytes = fs::read(&kept).expect("it is there");
    let damage = |damaged: &[u8], what: &str| {
        fs::remove_file(&kept).expect("it is there");
        fs::write(&kept, damaged).expect("our own file");
        assert_eq!(ask(vault.root(), &cache), right, "{what}");
        assert!(kept.exists(), "{what}: it is not kept anew");
    };
    for at in (0..bytes.len()).step_by(3) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        damage(&damaged, &format!("byte {at}"));
    }
    for length in (0..bytes.len()).step_by(97) {
        damage(&bytes[..length], &format!("{length} bytes"));
    }
    damage(&[bytes.as_slice(), b"x"].concat(), "one byte more");
    fs::remove_file(&kept).expect("it is there");
    assert_eq!(ask(vault.root(), &cache), right);
    // The facts may have been saved meanwhile, and the head says which it belongs to.
    const HEAD: usize = 64;
    let anew = fs::read(&kept).expect("it is kept anew");
    assert!(anew[HEAD..] == bytes[HEAD..], "it is kept otherwise");
}

#[test]
fn a_network_is_not_taken_for_that_of_other_notes() {
    let vault = TestVault::new(VAULT);
    let cache = vault.home().join("own cache");
    let before = ask(vault.root(), &cache);
    let old = fs::read(file(&cache)).expect("it is there");
    vault.write("People/Bo Winter.md", "- 2026-02-01 sent via email: another question\n");
    let after = ask(vault.root(), &cache);
    assert_ne!(before, after);
    // As a slower process might leave it behind.
    fs::write(file(&cache), old).expect("our own file");
    assert_eq!(ask(vault.root(), &cache), after);
}
