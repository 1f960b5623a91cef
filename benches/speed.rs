//! What a question costs inside the program, part by part and on two sizes of vault:
//!
//! ```text
//! cargo bench --bench speed
//! ```
//!
//! Whole processes against yardsticks are compared by `benches/compare.py`.

#![allow(missing_docs, reason = "the macros of criterion make functions without")]

mod vault;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rekindle::answer::{Ask, Request, answer};
use rekindle::model::{Note, NotePath};
use rekindle::network::Network;
use rekindle::note::Parser;
use rekindle::report::Filter;
use rekindle::report::search::Showing;
use rekindle::settings::Settings;
use rekindle::state::{Snapshot, State};
use tempfile::TempDir;

const SIZES: [usize; 2] = [1_000, 10_000];

/// A vault with a cache beside it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(notes: usize) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        vault::write(&folder.path().join("vault"), notes).expect("our own folder");
        Self { folder }
    }

    /// A new process.
    fn state(&self) -> State {
        let at = |name| self.folder.path().join(name);
        // Notes that were just written are trusted, as they would be a moment later.
        State::open(at("vault"), Some(at("cache")), Settings::default())
            .trusting_after(Duration::ZERO)
    }

    fn some_note(&self) -> std::path::PathBuf {
        let people = fs::read_dir(self.folder.path().join("vault/People")).expect("our own folder");
        people.flatten().map(|entry| entry.path()).min().expect("there are notes")
    }
}

fn refresh(state: &mut State) -> Arc<Snapshot> {
    state.refresh().expect("the vault is there")
}

fn request(ask: Ask) -> Request {
    Request { today: "2026-11-01".parse().expect("a date"), filter: Filter::default(), ask }
}

fn search(query: &str) -> Request {
    request(Ask::Search { query: query.to_owned(), showing: Showing::default() })
}

fn parsing(criterion: &mut Criterion) {
    let desk = Desk::new(1_000);
    let settings = Settings::default();
    let parser = Parser::new(&settings);
    let bytes = fs::read(desk.some_note()).expect("our own file");
    let path = NotePath::new("People/Somebody.md");
    let mut group = criterion.benchmark_group("one note");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("parse", |bench| bench.iter(|| parser.parse(&path, black_box(&bytes))));
    group.bench_function("parse with its text", |bench| {
        bench.iter(|| parser.parse_with_text(&path, black_box(&bytes)));
    });
    group.finish();
}

/// What a process does before it answers.
fn opening(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("open");
    group.sample_size(10);
    for notes in SIZES {
        let desk = Desk::new(notes);
        refresh(&mut desk.state());
        group.bench_function(BenchmarkId::new("nothing changed", notes), |bench| {
            bench.iter(|| refresh(&mut desk.state()));
        });
        group.bench_function(BenchmarkId::new("all facts decoded", notes), |bench| {
            let decode = |snapshot: Arc<Snapshot>| snapshot.notes.all().len();
            bench.iter_batched(|| refresh(&mut desk.state()), decode, BatchSize::PerIteration);
        });
        let snapshot = refresh(&mut desk.state());
        let all: Vec<Arc<Note>> = snapshot.notes.all();
        group.bench_function(BenchmarkId::new("network", notes), |bench| {
            bench.iter(|| Network::build(black_box(&all), &snapshot.settings));
        });
    }
    group.finish();
}

/// What a daemon does for one saved note.
fn saving(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("after one save");
    group.sample_size(20);
    for notes in SIZES {
        let desk = Desk::new(notes);
        let (mut state, note) = (desk.state(), desk.some_note());
        let mut last = refresh(&mut state);
        answer(&last, &search("budget")).expect("a query");
        let text = fs::read_to_string(&note).expect("our own file");
        let mut number = 0;
        let mut save = |path: &Path| {
            number += 1;
            fs::write(path, format!("{text}\nedition{number}\n")).expect("our own file");
            search(&format!("edition{number}"))
        };
        group.bench_function(BenchmarkId::new("what was told of", notes), |bench| {
            bench.iter(|| {
                let ask = save(&note);
                let paths = [note.canonicalize().expect("our own file")];
                last = state.refresh_these(&last, &paths).expect("it is a plain note");
                answer(&last, &ask).expect("a query")
            });
        });
        group.bench_function(BenchmarkId::new("by a walk", notes), |bench| {
            bench.iter(|| {
                let ask = save(&note);
                answer(&refresh(&mut state), &ask).expect("a query")
            });
        });
    }
    group.finish();
}

/// Answers from what is there.
fn answering(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("answer");
    for notes in SIZES {
        let desk = Desk::new(notes);
        let snapshot = refresh(&mut desk.state());
        for (name, ask) in [
            ("quiet", request(Ask::Quiet { heard: false })),
            ("today", request(Ask::Today)),
            ("search for a word", search("tariff")),
            ("search for two words", search("budget meeting")),
            ("search for a phrase", search("\"the budget\"")),
            ("search for a beginning", search("tari*")),
            ("search among some people", search("with:{tag:energy} pilot")),
        ] {
            answer(&snapshot, &ask).expect("a query");
            group.bench_function(BenchmarkId::new(name, notes), |bench| {
                bench.iter(|| answer(&snapshot, black_box(&ask)));
            });
        }
    }
    group.finish();
}

criterion_group!(speed, parsing, opening, saving, answering);
criterion_main!(speed);
