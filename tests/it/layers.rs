//! Which room may import which, held against the sources. The arrows point one way; a line that turns one
//! round is found here and not in a review.

use std::fs;
use std::path::{Path, PathBuf};

use crate::vault::TestVault;

/// Each room, and the rooms it may name.
const ALLOWED: [(&str, &[&str]); 13] = [
    ("model", &[]),
    ("settings", &["model"]),
    ("note", &["model", "settings"]),
    ("query", &["model", "settings"]),
    ("vault", &["model", "settings", "note"]),
    // Folders and files that nobody else can look into.
    ("private", &[]),
    ("store", &["model", "settings", "note", "private"]),
    ("network", &["model", "settings", "note"]),
    ("report", &["model", "settings", "network", "query"]),
    ("index", &["model", "settings", "note", "query", "private"]),
    ("state", BELOW_STATE),
    (
        "answer",
        &[
            "state", "model", "settings", "note", "query", "vault", "store", "network", "report",
            "index",
        ],
    ),
    // `network` for the enums that the rows of reports carry: the state of a contact, the step of a thread.
    ("render", &["model", "report", "answer", "network"]),
];
const BELOW_STATE: &[&str] =
    &["model", "settings", "note", "query", "vault", "store", "network", "report", "index"];
/// The rooms at the edge, which may name all.
const EDGE: [&str; 4] = ["cli", "daemon", "main", "lib"];
/// A crate, and the files that may name it.
const NAMED_IN: [(&str, &str); 6] = [
    ("serde_yaml", "src/note/front_matter/"),
    ("pulldown_cmark", "src/note/body.rs"),
    ("notify", "src/vault/watch.rs"),
    ("tantivy", "src/index/"),
    ("snowball_stemmers_rs", "src/index/stems.rs"),
    ("rmp_serde", "src/daemon/protocol.rs"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below a folder, relative to the repository, with `/` between the parts.
fn rust_files(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a folder of sources").flatten() {
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files.sort();
    files
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).expect("a source can be read")
}

/// The room of a file: `src/note/log/mod.rs` lies in `note`, `src/state/tests.rs` and `src/state.rs` in
/// `state`.
fn room(file: &str) -> &str {
    let inner = file.strip_prefix("src/").unwrap_or(file);
    inner.split('/').next().unwrap_or(inner).trim_end_matches(".rs")
}

fn is_test_file(file: &str) -> bool {
    file.ends_with("/tests.rs") || file.ends_with("_tests.rs")
}

/// The lines of a source with their numbers, without comments and without modules for tests.
fn code(source: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut in_tests = false;
    let mut marked = false;
    for (number, line) in source.lines().enumerate() {
        let text = line.trim();
        let opens = text.starts_with("mod ") && text.ends_with('{');
        in_tests |= marked && opens;
        marked = line == "#[cfg(test)]" || (marked && text.starts_with('#'));
        if !in_tests && !text.starts_with("//") {
            lines.push((number + 1, line));
        }
        in_tests &= line != "}";
    }
    lines
}

/// The rooms that a line names: `crate::model::Date`, `crate::{model, note::log}`.
fn rooms_in(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for after in line.split("crate::").skip(1) {
        let word = |text: &str| {
            let text = text.trim_start();
            let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
            text[..end].to_owned()
        };
        match after.strip_prefix('{') {
            None => rooms.push(word(after)),
            Some(list) => {
                let mut depth = 0;
                let outer: String = list
                    .chars()
                    .filter(|c| {
                        depth += i32::from(*c == '{') - i32::from(*c == '}');
                        depth == 0
                    })
                    .collect();
                rooms.extend(outer.split(',').map(word).filter(|room| !room.is_empty()));
            }
        }
    }
    rooms
}

/// What a source breaks of the table: imports that point the wrong way, and crates named out of place.
fn violations(file: &str, source: &str) -> Vec<String> {
    let own = room(file);
    let allowed = ALLOWED.iter().find(|(room, _)| *room == own).map(|(_, allowed)| *allowed);
    let mut found = Vec::new();
    if allowed.is_none() && !EDGE.contains(&own) {
        found.push(format!("{file}: {own} is no room of the table"));
    }
    if is_test_file(file) {
        return found;
    }
    let source = source.replace("crate::{\n", "crate::{");
    for (number, line) in code(&source) {
        for named in rooms_in(line) {
            let inside = named == own || allowed.is_none_or(|rooms| rooms.contains(&&*named));
            if !inside {
                found.push(format!("{file}:{number}: {own} names {named}"));
            }
        }
        // A chain of `super` that climbs out of the room names another one without saying `crate`.
        let depth = file.split('/').count() - 1 - usize::from(file.ends_with("/mod.rs"));
        if depth > 0 && line.contains(&"super::".repeat(depth)) {
            found.push(format!("{file}:{number}: super leaves {own}"));
        }
        // A word of systemd's that is also the name of a crate.
        let line = line.replace("Type=notify", "");
        for (name, home) in NAMED_IN {
            let named = line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == name);
            if named && !file.starts_with(home) {
                found.push(format!("{file}:{number}: {name} belongs into {home}"));
            }
        }
    }
    found
}

#[test]
fn every_import_follows_the_table() {
    let files = rust_files("src");
    assert!(files.len() > 50, "the sources are found");
    let found: Vec<String> = files.iter().flat_map(|file| violations(file, &read(file))).collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_planted_violation_is_found() {
    let cases = [
        ("src/model/a.rs", "use crate::note::Parser;\n", "src/model/a.rs:1: model names note"),
        ("src/note/mod.rs", "//! A.\nuse crate::vault;\n", "src/note/mod.rs:2: note names vault"),
        (
            "src/note/b.rs",
            "use crate::{\n    model, network::Who};\n",
            "src/note/b.rs:1: note names network",
        ),
        (
            "src/report/c.rs",
            "fn c() { crate::render::safe(\"\") }\n",
            "src/report/c.rs:1: report names render",
        ),
        ("src/state.rs", "use crate::answer::answer;\n", "src/state.rs:1: state names answer"),
        (
            "src/note/log/d.rs",
            "use super::super::super::vault;\n",
            "src/note/log/d.rs:1: super leaves note",
        ),
        (
            "src/note/e.rs",
            "use serde_yaml::Value;\n",
            "src/note/e.rs:1: serde_yaml belongs into src/note/front_matter/",
        ),
        (
            "src/index/f.rs",
            "#[cfg(test)]\nmod tests {\n    use crate::cli;\n}\nuse crate::cli;\n",
            "src/index/f.rs:5: index names cli",
        ),
        ("src/utils/g.rs", "", "src/utils/g.rs: utils is no room of the table"),
    ];
    for (file, source, expected) in cases {
        assert_eq!(violations(file, source), [expected]);
    }
}

#[test]
fn what_is_allowed_is_not_found() {
    let cases = [
        ("src/note/a.rs", "use crate::model::{Date, note};\nuse super::log;\n"),
        ("src/note/front_matter/yaml.rs", "use serde_yaml::Value;\n"),
        ("src/note/b.rs", "// crate::vault and serde_yaml are elsewhere\n/// [`crate::cli`]\n"),
        ("src/note/tests.rs", "use crate::vault;\n"),
        ("src/note/c.rs", "#[cfg(test)]\nmod tests {\n    use crate::vault;\n}\n"),
        ("src/cli/d.rs", "use crate::{answer, vault::root, state::State};\n"),
        ("src/daemon/e.rs", "const TYPE: &str = \"Type=notify\";\n"),
    ];
    for (file, source) in cases {
        assert_eq!(violations(file, source), [""; 0]);
    }
}

/// Files of the test binary that no `mod` line names.
fn left_out(files: &[String], main: &str) -> Vec<String> {
    let named = |name: &str| main.lines().any(|line| line.trim() == format!("mod {name};"));
    let inner = files.iter().filter_map(|file| file.strip_prefix("tests/it/"));
    let first_of = inner.map(|file| file.split('/').next().unwrap_or(file).trim_end_matches(".rs"));
    let mut missing: Vec<String> =
        first_of.filter(|name| *name != "main" && !named(name)).map(str::to_owned).collect();
    missing.dedup();
    missing
}

#[test]
fn no_file_of_tests_is_forgotten() {
    assert_eq!(left_out(&rust_files("tests/it"), &read("tests/it/main.rs")), [""; 0]);
    let files = ["tests/it/main.rs", "tests/it/a.rs", "tests/it/b/mod.rs"].map(str::to_owned);
    assert_eq!(left_out(&files, "mod a;\n"), ["b"]);
}

/// The commands that the help lists.
pub fn commands(help: &str) -> Vec<&str> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let list = list.take_while(|line| !line.is_empty());
    // A description that goes on stands further to the right.
    let first = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    first.filter_map(|line| line.split_whitespace().next()).collect()
}

#[test]
fn every_command_has_a_file_of_tests() {
    let help = TestVault::empty();
    let help = help.finish(&mut help.command(&["--help"])).stdout;
    let commands = commands(&help);
    assert!(commands.contains(&"quiet") && commands.len() >= 6, "{commands:?}");
    for command in commands {
        let file = root().join("tests/it").join(format!("{command}.rs"));
        assert!(file.exists(), "rekindle {command} has no tests/it/{command}.rs");
    }
}
