//! What the program is measured against, and the vaults on which it is: `benches/compare.py` runs both in turn.
//!
//! ```text
//! yardstick vault FOLDER NOTES      writes a vault
//! yardstick stat FOLDER             lists every folder and looks up every note, on two threads
//! yardstick read FOLDER             the same, and reads every byte
//! yardstick json FOLDER FILE        writes title, date, people, tags and text of every note as JSON lines
//! yardstick index FILE FOLDER       makes an index of that with tantivy as it is, as its own program would
//! yardstick commit FOLDER NOTES     replaces one note in such an index so many times, each with a commit and
//!                                   a reload, and prints the median and the 99th percentile in milliseconds
//! yardstick ask FOLDER TIMES WORD…  asks the daemon of a vault over its socket, in one process, and prints
//!                                   the same of how long the answers took
//! yardstick save FOLDER TIMES       saves a note, asks the daemon for what it says, and prints the same of how
//!                                   long it was from the end of the save to the answer that has it
//! yardstick ask FOLDER TIMES QUERY  asks the daemon of a vault over its socket, in one process, and prints
//!                                   the same of how long the answers took
//! yardstick save FOLDER TIMES       saves a note, asks the daemon for what it says, and prints the same of
//!                                   how long it was from the end of the save to the answer that has it
//! ```

#![expect(clippy::print_stdout, reason = "what it measures is its output")]

mod vault;

use std::error::Error;
use std::fs::{self, DirEntry, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rekindle::answer::{Ask, Body, Request};
use rekindle::daemon::client::{self, Answer};
use rekindle::daemon::{Address, Folders};
use rekindle::report::Filter;
use rekindle::report::search::Showing;
use rekindle::settings::Settings;
use serde_json::{Value, json};
use tantivy::schema::{FAST, STORED, STRING, Schema, TEXT};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// tantivy's own program has this heap unless told otherwise.
const HEAP: usize = 1_000_000_000;

fn main() -> Outcome<()> {
    rayon::ThreadPoolBuilder::new().num_threads(2).build_global()?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["vault", folder, notes] => vault::write(Path::new(folder), notes.parse()?)?,
        ["stat", folder] => {
            println!("{} bytes", each_note(folder, |note| Ok(note.metadata()?.len()))?)
        }
        ["read", folder] => println!("{} bytes", each_note(folder, read)?),
        ["json", folder, file] => as_json(folder, file)?,
        ["index", file, folder] => index(file, folder)?,
        ["commit", folder, notes] => commit(folder, notes.parse()?)?,
        ["ask", folder, times, query] => {
            let asker = Asker::new(folder)?;
            took(times.parse()?, |_| asker.search(query).map(|_| ()))?;
        }
        ["save", folder, times] => save(folder, times.parse()?)?,
        _ => return Err("see the head of benches/yardstick.rs".into()),
    }
    Ok(())
}

/// Does something with every note, and adds up what comes of it.
fn each_note(folder: &str, look: impl Fn(&DirEntry) -> Outcome<u64> + Sync) -> Outcome<u64> {
    let mut notes = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                notes.push(entry);
            }
        }
    }
    notes.par_chunks(512).map(|notes| notes.iter().map(&look).sum::<Outcome<u64>>()).sum()
}

fn read(note: &DirEntry) -> Outcome<u64> {
    let mut bytes = Vec::new();
    File::open(note.path())?.read_to_end(&mut bytes)?;
    Ok(bytes.len() as u64)
}

/// The same parts of a note that the program indexes, taken apart by lines: whoever makes an index of this
/// needs to know neither YAML nor Markdown.
fn as_json(folder: &str, file: &str) -> Outcome<()> {
    let out = std::sync::Mutex::new(BufWriter::new(File::create(file)?));
    each_note(folder, |note| {
        let text = fs::read_to_string(note.path())?;
        let (front, body) = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .unwrap_or(("", &text));
        let of =
            |key: &str| front.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
        let title = body.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
        let path = note.path();
        let note = json!({
            "path": path.to_string_lossy(), "title": title, "people": of("with: "), "tags": of("tags: "),
            "company": of("company: "), "date": of("date: "), "front": front, "body": body,
        });
        let mut out = out.lock().expect("no thread panics");
        writeln!(out, "{note}")?;
        Ok(1)
    })?;
    Ok(out.into_inner()?.flush()?)
}

fn schema() -> Schema {
    let mut schema = Schema::builder();
    schema.add_text_field("path", STRING | STORED);
    for name in ["title", "people", "tags", "company", "front", "body"] {
        schema.add_text_field(name, TEXT);
    }
    schema.add_text_field("date", STRING | FAST);
    schema.build()
}

fn document(schema: &Schema, line: &str) -> Outcome<TantivyDocument> {
    let Value::Object(note) = serde_json::from_str(line)? else { return Err("no object".into()) };
    let mut document = TantivyDocument::new();
    for (name, value) in note {
        document.add_text(schema.get_field(&name)?, value.as_str().unwrap_or_default());
    }
    Ok(document)
}

fn index(file: &str, folder: &str) -> Outcome<()> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    let schema = schema();
    let index = Index::create_in_dir(folder, schema.clone())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(2, HEAP)?;
    for line in BufReader::new(File::open(file)?).lines() {
        writer.add_document(document(&schema, &line?)?)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

fn commit(folder: &str, notes: usize) -> Outcome<()> {
    let index = Index::open_in_dir(folder)?;
    let schema = index.schema();
    let path = schema.get_field("path")?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000)?;
    let reader = index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?;
    let reader: tantivy::IndexReader = reader;
    let text = "pilot budget ".repeat(120);
    took(notes, |number| {
        let line =
            json!({ "path": "changed.md", "title": format!("number {number}"), "body": text });
        writer.delete_term(Term::from_field_text(path, "changed.md"));
        writer.add_document(document(&schema, &line.to_string())?)?;
        writer.commit()?;
        Ok(reader.reload()?)
    })
}

/// Does something so many times, and prints how long it took: the median and the 99th percentile.
fn took(times: usize, mut work: impl FnMut(usize) -> Outcome<()>) -> Outcome<()> {
    let mut lasted = Vec::new();
    for number in 0..times {
        let start = Instant::now();
        work(number)?;
        lasted.push(start.elapsed());
    }
    print_shares(lasted);
    Ok(())
}

/// Prints the median and the 99th percentile, in milliseconds.
fn print_shares(mut lasted: Vec<Duration>) {
    lasted.sort_unstable();
    let at = |share: usize| lasted[(lasted.len() - 1) * share / 100].as_secs_f64() * 1e3;
    println!("{:.3} {:.3}", at(50), at(99));
}

/// Somebody who asks the daemon of a vault, found where the program finds it on Linux.
struct Asker {
    address: Address,
    settings: u64,
}

impl Asker {
    fn new(folder: &str) -> Outcome<Self> {
        let at = |name| std::env::var_os(name).map(|folder| PathBuf::from(folder).join("rekindle"));
        let folders = Folders { runtime: at("XDG_RUNTIME_DIR"), state: at("XDG_STATE_HOME") };
        let address = Address::new(&folders, &Path::new(folder).canonicalize()?)?;
        Ok(Self { address, settings: Settings::default().fingerprint() })
    }

    /// How many notes a search finds.
    fn search(&self, query: &str) -> Outcome<usize> {
        let ask = Ask::Search { query: query.to_owned(), showing: Showing::default() };
        let today = "2026-11-01".parse()?;
        let request = Request { today, filter: Filter::default(), ask };
        let Answer::Answered(outcome, _) = client::ask(&self.address, self.settings, request)?
        else {
            return Err("the vault is away".into());
        };
        match (*outcome)?.body {
            Body::Search(report) => Ok(report.found),
            _ => Err("that was not asked".into()),
        }
    }
}

fn save(folder: &str, times: usize) -> Outcome<()> {
    let (asker, note) = (Asker::new(folder)?, Path::new(folder).join("Saved again and again.md"));
    let mut lasted = Vec::new();
    for number in 0..times {
        fs::write(&note, format!("# Saved\n\n{}edition{number}\n", "pilot budget ".repeat(120)))?;
        let start = Instant::now();
        if asker.search(&format!("edition{number}"))? != 1 {
            return Err("an answer is behind".into());
        }
        lasted.push(start.elapsed());
    }
    fs::remove_file(note)?;
    print_shares(lasted);
    Ok(())
}
