//! `TestVault`: a whole vault in one literal, with a home folder of its own, an empty environment and the
//! built program beside it. A test then says what is in the notes, what was asked and what was answered.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A line that begins with this names the file whose text follows.
const MARKER: &str = "=== ";

/// A vault, and a private place to run the program in.
pub struct TestVault {
    root: PathBuf,
    folder: TempDir,
}

/// What a run printed, with the temporary folders shown as `$VAULT` and `$HOME`.
#[derive(Debug, PartialEq)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl TestVault {
    /// Writes the files of a literal:
    ///
    /// ```text
    /// === People/Maya Chen.md
    /// - 2026-11-02 sent via email: a question
    /// ```
    ///
    /// The indentation of the first marker is taken off every line.
    pub fn new(text: &str) -> Self {
        let vault = Self::empty();
        for (path, content) in files_of(text) {
            vault.write(&path, content);
        }
        vault
    }

    /// A vault without a note.
    pub fn empty() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("it is there").join("vault");
        fs::create_dir(&root).expect("the vault can be made");
        fs::create_dir(folder.path().join("home")).expect("a home can be made");
        Self { root, folder }
    }

    /// The vault that comes with the program. It is only read.
    pub fn sample() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-vault");
        Self { root: root.canonicalize().expect("the sample is there"), ..Self::empty() }
    }

    /// The folder of the notes.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The private home folder; settings and cache lie in it.
    pub fn home(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("it is there").join("home")
    }

    /// Writes one file of the vault.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        write(&self.root.join(path), content.as_ref());
    }

    /// Writes the user's own settings.
    pub fn write_user_settings(&self, content: &str) {
        write(&self.home().join("config/rekindle/config.toml"), content.as_bytes());
    }

    /// The program in the private home, with nothing else in its environment and no vault named.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let home = self.home();
        let mut command = Command::new(env!("CARGO_BIN_EXE_rekindle"));
        command.args(arguments).env_clear().current_dir(&home).stdin(Stdio::null());
        command.env("HOME", &home);
        command.env("XDG_CACHE_HOME", home.join("cache"));
        command.env("XDG_CONFIG_HOME", home.join("config"));
        command
    }

    /// Runs the program on this vault.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let mut command = self.command(arguments);
        command.arg("--vault").arg(&self.root);
        self.finish(&mut command)
    }

    /// Runs a command of [`TestVault::command`] to its end.
    pub fn finish(&self, command: &mut Command) -> Run {
        let Output { status, stdout, stderr } = command.output().expect("the program runs");
        let shown = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).expect("all output is UTF-8");
            let text = text.replace(&self.home().display().to_string(), "$HOME");
            text.replace(&self.root.display().to_string(), "$VAULT")
        };
        let (stdout, stderr) = (shown(stdout), shown(stderr));
        let code = status.code().expect("it ends by itself");
        Run { stdout, stderr, code }
    }

    /// Standard output of a run in which all went well.
    pub fn text(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!((run.stderr.as_str(), run.code), ("", 0), "{arguments:?}");
        run.stdout
    }

    /// The answer as JSON, whatever the exit code.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[arguments, &["--json"]].concat());
        let parsed = serde_json::from_str(&run.stdout);
        parsed.unwrap_or_else(|error| panic!("{arguments:?} gave no JSON ({error}): {run:?}"))
    }

    /// The state of a contact on a day, as `show` has it.
    pub fn state(&self, contact: &str, day: &str) -> String {
        let shown = self.json(&["show", contact, "--today", day]);
        shown["items"][0]["state"].as_str().expect("a state").to_owned()
    }
}

fn write(path: &Path, content: &[u8]) {
    let folder = path.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(path, content).expect("the file can be written");
}

/// The paths and texts of a literal.
fn files_of(text: &str) -> Vec<(String, String)> {
    let first = text.lines().find(|line| line.trim_start().starts_with(MARKER));
    let first = first.expect("a vault begins with a line === and the path of a file");
    let indent = first.len() - first.trim_start().len();
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let blank = line.len() - line.trim_start().len();
        let line = &line[indent.min(blank)..];
        match (line.strip_prefix(MARKER), files.last_mut()) {
            (Some(path), _) => files.push((path.trim().to_owned(), String::new())),
            (None, Some((_, content))) => *content += &format!("{line}\n"),
            (None, None) => assert!(line.trim().is_empty(), "text before the first marker: {line}"),
        }
    }
    files
}

/// The objects of `items`, one field of each.
pub fn field<'a>(answer: &'a Value, name: &str) -> Vec<&'a Value> {
    items(answer).iter().map(|item| &item[name]).collect()
}

/// The names of the contacts in `items`, in their order.
pub fn contacts(answer: &Value) -> Vec<&str> {
    let name = |item: &'_ Value| item["contact"]["name"].is_string();
    assert!(items(answer).iter().all(name), "every row names its contact: {answer}");
    items(answer).iter().filter_map(|item| item["contact"]["name"].as_str()).collect()
}

/// `items` itself.
pub fn items(answer: &Value) -> &[Value] {
    answer["items"].as_array().expect("items is a list")
}

/// The keys of an object, in their order.
pub fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn a_literal_becomes_files() {
    let files = files_of(
        "
        === People/Maya Chen.md
        ---
        cadence: 6w
        ---
          - 2026-11-02 met

        === a.md
    ",
    );
    let expected =
        [("People/Maya Chen.md", "---\ncadence: 6w\n---\n  - 2026-11-02 met\n\n"), ("a.md", "\n")];
    assert_eq!(files, expected.map(|(path, text)| (path.to_owned(), text.to_owned())));
}
