//! A vault with folders of its own for everything that the program keeps, and daemons that end with the
//! test. Whatever is waited for is an event, and no wait is without an end.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use rekindle::daemon::lock::{Holder, holder};
use rekindle::daemon::{Address, Folders};
use rustix::process::{Pid, Signal};
use serde_json::Value;

/// Long enough for a machine that is busy with something else.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How often a question is put again because a busy machine kept the daemon from answering in time. An
/// answer found without the daemon leaves the daemon as it was, so its next answer is still its next.
const TRIES: usize = 50;

/// A vault, and a home.
pub struct Desk {
    home: tempfile::TempDir,
    pub vault: PathBuf,
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The JSON that was asked for.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The JSON, but for what may differ with who answers.
    pub fn lasting_json(&self) -> Value {
        let mut json = self.json();
        json.as_object_mut().expect("an object").remove("as_of").expect("it is always there");
        if json["schema"] == "rekindle.index/1" {
            json["items"][0].as_object_mut().expect("an object").remove("read");
        }
        json
    }
}

impl Desk {
    /// A vault with these notes in it.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let vault = home.path().canonicalize().expect("it was just made").join("vault");
        fs::create_dir(&vault).expect("our own folder");
        let desk = Self { home, vault };
        for (path, text) in files {
            desk.write(path, text);
        }
        desk
    }

    /// A copy of the sample vault.
    pub fn with_sample_vault() -> Self {
        let desk = Self::new(&[]);
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-vault");
        copy(&sample, &desk.vault);
        desk
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.vault.join(path)
    }

    /// A path beside the vault, on the same disk.
    pub fn beside(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let file = self.at(path);
        fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }

    pub fn rename(&self, from: &str, to: &str) {
        fs::rename(self.at(from), self.at(to)).unwrap_or_else(|error| panic!("{from}: {error}"));
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// The program in this home, with nothing else in its environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_of(Path::new(env!("CARGO_BIN_EXE_rekindle")), arguments)
    }

    /// A program in this home.
    pub fn command_of(&self, program: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(&self.vault).arg("--vault").arg(&self.vault);
        command.args(arguments).env("REKINDLE_TODAY", "2026-11-20").env("TZ", "UTC");
        for (name, folder) in [
            ("HOME", ""),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            command.env(name, self.beside(folder));
        }
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Said {
        said(&mut self.command(arguments))
    }

    /// Runs a command without a daemon.
    pub fn alone(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).env("REKINDLE_NO_DAEMON", "1"))
    }

    /// The daemon's next answer.
    pub fn asked(&self, arguments: &[&str]) -> Said {
        for _ in 0..TRIES {
            let said = self.run(&[arguments, &["-v"]].concat());
            if said.err.contains("answered by the daemon") {
                return said;
            }
            assert!(said.err.contains("it took too long"), "{said:?}");
        }
        panic!("the daemon does not answer {arguments:?}");
    }

    /// The address of this vault's daemon.
    pub fn address(&self) -> Address {
        let at = |folder| Some(self.beside(folder).join("rekindle"));
        let folders = Folders { runtime: at("run"), state: at("state") };
        Address::new(&folders, &self.vault).expect("temporary folders have short names")
    }

    /// A client with manners of its own.
    pub fn client(&self) -> UnixStream {
        UnixStream::connect(self.address().socket).expect("the daemon is there")
    }

    /// Starts a daemon, which may turn out not to be needed.
    pub fn launch(&self) -> Daemon {
        Daemon::launch(&mut self.command(&["daemon", "run"]))
    }

    /// Starts a daemon, and waits until it is ready.
    pub fn daemon(&self) -> Daemon {
        self.ready(self.launch())
    }

    /// Starts a daemon by way of a shell, which first says something else, and waits until it is ready.
    pub fn daemon_after(&self, shell: &str) -> Daemon {
        let run = self.command(&["daemon", "run"]);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &format!("{shell} && exec \"$0\" \"$@\"")]);
        command.arg(run.get_program()).args(run.get_args());
        command.env_clear().current_dir(&self.vault);
        command.envs(run.get_envs().filter_map(|(name, value)| Some((name, value?))));
        self.ready(Daemon::launch(&mut command))
    }

    fn ready(&self, daemon: Daemon) -> Daemon {
        let line = daemon.line().expect("it does not end");
        let ready = format!("rekindle: watching {} (", self.vault.display());
        assert!(line.starts_with(&ready), "{line}");
        daemon
    }
}

/// A daemon, which is ended when it is dropped.
pub struct Daemon {
    child: Child,
    said: Receiver<String>,
}

impl Daemon {
    /// Starts one, which may turn out not to be needed.
    pub fn launch(command: &mut Command) -> Self {
        let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
        let (to, said) = mpsc::channel();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| to.send(line)));
        Self { child, said }
    }

    /// The next line that it says; none if it ends first.
    pub fn line(&self) -> Option<String> {
        match self.said.recv_timeout(PATIENCE) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("the daemon says nothing"),
        }
    }

    /// Lets so much time pass, in which it must neither say anything nor end.
    pub fn says_nothing_for(&self, time: Duration) {
        assert_eq!(self.said.recv_timeout(time), Err(RecvTimeoutError::Timeout));
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once, as a crash would.
    pub fn kill(&mut self) {
        self.child.kill().expect("it is our own");
        self.child.wait().expect("it is our own");
    }

    /// Asks it to end.
    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).expect("it is our own");
    }

    /// Waits for its end, and gives what it said until then.
    pub fn end(&mut self) -> (ExitStatus, Vec<String>) {
        let lines = std::iter::from_fn(|| self.line()).collect();
        (self.child.wait().expect("it is our own"), lines)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Ends the daemon that a test left in the background, when it is dropped.
pub struct Background<'a>(pub &'a Desk);

impl Background<'_> {
    /// The process that has the lock; none if nobody has.
    pub fn pid(&self) -> Option<Pid> {
        match holder(&self.0.address().lock) {
            Holder::Nobody => None,
            Holder::Process(number) => {
                let number = number.expect("it has written its number down");
                Pid::from_raw(number.cast_signed())
            }
        }
    }

    pub fn signal(&self, signal: Signal) {
        rustix::process::kill_process(self.pid().expect("it runs"), signal).expect("it is ours");
    }

    /// Waits until it is gone.
    pub fn is_gone(&self) {
        let lock = File::open(self.0.address().lock).expect("a lock is never deleted");
        let (to, free) = mpsc::channel();
        thread::spawn(move || to.send(lock.lock_shared().is_ok()));
        assert_eq!(free.recv_timeout(PATIENCE), Ok(true), "it does not end");
    }
}

impl Drop for Background<'_> {
    fn drop(&mut self) {
        if let Holder::Process(Some(number)) = holder(&self.0.address().lock)
            && number != std::process::id()
            && let Some(pid) = Pid::from_raw(number.cast_signed())
        {
            // It may end by itself at this moment.
            let _ = rustix::process::kill_process(pid, Signal::KILL);
        }
    }
}

/// Runs a command to its end.
pub fn said(command: &mut Command) -> Said {
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes text");
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("our own folder");
    for entry in fs::read_dir(from).expect("it is there") {
        let entry = entry.expect("it is there");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("it is there").is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("our own file");
        }
    }
}

/// A contact's note with one conversation.
pub fn contact(said: &str) -> String {
    format!("---\ntype: person\n---\n\n## Log\n- 2026-11-02 met via video: {said}\n")
}

/// Runs git in a folder; false if there is no git.
pub fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments).env("GIT_CONFIG_GLOBAL", OsStr::new("/dev/null"));
    command.env("GIT_CONFIG_SYSTEM", "/dev/null").env("HOME", folder);
    for (name, value) in [
        ("GIT_AUTHOR_NAME", "Ann"),
        ("GIT_AUTHOR_EMAIL", "ann@example.org"),
        ("GIT_COMMITTER_NAME", "Ann"),
        ("GIT_COMMITTER_EMAIL", "ann@example.org"),
    ] {
        command.env(name, value);
    }
    match command.output() {
        Ok(output) => {
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "git {arguments:?}: {told}");
            true
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => panic!("git {arguments:?}: {error}"),
    }
}
