//! What is kept beside the fuzz targets for a fuzzer to begin with holds also without one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use rekindle::model::NotePath;
use rekindle::note::{self, Parser};
use rekindle::query::{self, Context};
use rekindle::settings::{self, Settings};

/// Runs the inputs of a target, and counts them.
fn replay(target: &str, hold: impl Fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("there is a corpus")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    for file in &files {
        let bytes = fs::read(file).expect("our own file");
        assert!(bytes.len() <= 200 << 10, "{} is too large to be kept", file.display());
        hold(&bytes);
    }
    files.len()
}

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

#[test]
fn notes_hold() {
    let settings = Settings::default();
    let parser = Parser::new(&settings);
    let count = replay("note", |bytes| {
        for path in note::odd::PATHS {
            note::odd::hold(&parser, &NotePath::new(path), bytes.get(1..).unwrap_or_default());
        }
    });
    assert!(count >= 30, "{count}");
}

#[test]
fn lines_hold() {
    let settings = Settings::default();
    let parser = Parser::new(&settings);
    assert!(replay("entry", |bytes| note::odd::hold_line(&parser, &text(bytes))) >= 15);
}

#[test]
fn settings_hold() {
    assert!(replay("settings", |bytes| settings::odd::hold(&text(bytes))) >= 10);
}

#[test]
fn queries_hold() {
    let keys: BTreeSet<String> = ["status", "due", "priority"].map(str::to_owned).into();
    let views = [("old", "last:..90d -tag:work"), ("circle", "view:circle")];
    let views: BTreeMap<String, String> =
        views.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date");
    let context = Context { today, keys: &keys, views: &views };
    assert!(replay("query", |bytes| query::odd::hold(&text(bytes), &context)) >= 10);
}

#[cfg(unix)]
#[test]
fn wires_hold() {
    assert!(replay("protocol", rekindle::daemon::odd::hold) >= 10);
}
