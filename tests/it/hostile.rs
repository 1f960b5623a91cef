//! A vault that somebody hostile made: links out of it and round in circles, pipes, sockets and devices named
//! like notes and like settings, a file of 3 GB, names that no terminal should see, folders deeper than a
//! path can say. Every command answers, nothing hangs, and nothing outside is read.

#![cfg(unix)]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;

use rustix::fs::{CWD, FileType, Mode, OFlags, mkdirat, mknodat, openat};

use crate::support_daemon::{Desk, PATIENCE, contact};

/// A word that stands in no note of the vault.
const SECRET: &str = "quicksilver";

/// Every command that looks at notes.
const COMMANDS: [&[&str]; 22] = [
    &[],
    &["today"],
    &["quiet", "--all"],
    &["unanswered", "--all"],
    &["owed", "--all"],
    &["owed", "--theirs"],
    &["search", "quicksilver"],
    &["search", "*"],
    &["search", "section:storage"],
    &["search", "task-todo:storage"],
    &["who", "storage"],
    &["check", "--strict"],
    &["tree", "--all"],
    &["stats"],
    &["index"],
    &["index", "--rebuild"],
    &["show", "ann"],
    &["why", "ann"],
    &["prep", "ann"],
    &["show", "quicksilver"],
    &["config"],
    &["paths"],
];

/// A vault beside a folder that is none of its business. What the system does not let be made is said.
fn hostile() -> (Desk, Vec<&'static str>) {
    let desk = Desk::new(&[("People/Ann.md", &contact("storage")), ("Folder.md/a.md", "text")]);
    let outside = desk.beside("outside");
    fs::create_dir(&outside).expect("our own folder");
    fs::write(outside.join("secret.md"), contact(SECRET)).expect("our own file");
    fs::write(outside.join("ignore"), "*\n").expect("our own file");
    let link = |target: &Path, name: &str| symlink(target, desk.at(name)).expect("a link");
    link(&outside.join("secret.md"), "People/Secret.md");
    link(&outside, "Outside");
    link(Path::new("../outside/secret.md"), "Up.md");
    link(Path::new("/proc/self/environ"), "Environment.md");
    link(Path::new("/dev/zero"), "Zero.md");
    link(Path::new("/"), "Everything");
    link(Path::new("/proc"), "Processes");
    link(Path::new("Self.md"), "Self.md");
    link(Path::new("../People"), "People/Round");
    link(Path::new("Two.md"), "One.md");
    link(Path::new("One.md"), "Two.md");
    link(&desk.vault, "Vault");
    link(&outside.join("ignore"), "People/.rekindleignore");
    fs::create_dir(desk.at(".obsidian")).expect("our own folder");
    link(&outside.join("secret.md"), ".obsidian/templates.json");
    let pipe = |name: &str| {
        mknodat(CWD, desk.at(name), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe");
    };
    ["Pipe.md", ".obsidian/app.json", ".ignore", "People/Pipe.markdown"].into_iter().for_each(pipe);
    let _socket = UnixListener::bind(desk.at("Socket.md")).expect("a socket");
    let mut not_made = Vec::new();
    let zero = rustix::fs::makedev(1, 5);
    if mknodat(CWD, desk.at("Device.md"), FileType::CharacterDevice, Mode::RUSR, zero).is_err() {
        not_made.push("a device");
    }
    for name in ["Sparse.md", ".rekindleignore"] {
        let sparse = File::create(desk.at(name)).expect("our own file");
        sparse.set_len(3 << 30).expect("no block of it is there");
    }
    for name in
        [&b"new\nline.md"[..], b"\x1b]0;t\x07\x1b[31m.md", b"latin \xe9\xff.md", b"\xf0\x9f.md"]
    {
        fs::write(desk.vault.join(OsStr::from_bytes(name)), "storage").expect("our own file");
    }
    fs::create_dir(desk.vault.join(OsStr::from_bytes(b"folder \xe9\n"))).expect("our own folder");
    let inside = desk.vault.join(OsStr::from_bytes(b"folder \xe9\n/\xff.md"));
    fs::write(inside, contact("storage")).expect("our own file");
    if deeper_than_a_path(&desk.vault).is_err() {
        not_made.push("a folder deeper than a path can say");
    }
    (desk, not_made)
}

/// Folders in folders, with a note in the last: together longer than the 4096 bytes of a path.
fn deeper_than_a_path(vault: &Path) -> rustix::io::Result<()> {
    let name = "d".repeat(200);
    let flags = OFlags::DIRECTORY | OFlags::RDONLY;
    let mut folder = openat(CWD, vault, flags, Mode::empty())?;
    for _ in 0..25 {
        mkdirat(&folder, &name, Mode::RWXU)?;
        folder = openat(&folder, &name, flags, Mode::empty())?;
    }
    openat(&folder, "deep.md", OFlags::CREATE | OFlags::WRONLY, Mode::RUSR)?;
    Ok(())
}

/// Runs a command to its end, which has to come.
fn ends(mut command: Command) -> Output {
    let (to, ended) = mpsc::channel();
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = child.spawn().expect("it starts");
    let pid = rustix::process::Pid::from_child(&child);
    thread::spawn(move || to.send(child.wait_with_output()));
    match ended.recv_timeout(PATIENCE) {
        Ok(output) => output.expect("our own child"),
        Err(_) => {
            rustix::process::kill_process(pid, rustix::process::Signal::KILL)
                .expect("our own child");
            panic!("{command:?} hangs");
        }
    }
}

fn check_said(command: &[&str], output: &Output) {
    let told = [&output.stdout, &output.stderr].map(|bytes| {
        std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{command:?}: {error}"))
    });
    assert!(matches!(output.status.code(), Some(0..=2)), "{command:?}: {output:?}");
    let asked = command.contains(&SECRET);
    assert!(asked || !told.concat().contains(SECRET), "{command:?}: {told:?}");
    for c in told.iter().flat_map(|text| text.chars()) {
        assert!(!c.is_control() || matches!(c, '\n' | '\t'), "{command:?}: {c:?}");
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn every_command_answers_and_nothing_outside_is_told() {
    let (desk, not_made) = hostile();
    if !not_made.is_empty() {
        eprintln!("this system did not let be made: {not_made:?}");
    }
    for command in COMMANDS {
        check_said(command, &ends(desk.command(command)));
    }
    let found = desk.run(&["search", SECRET, "--json"]);
    assert_eq!((found.code, found.json()["items"].as_array().map(Vec::len)), (Some(1), Some(0)));
    let index = desk.run(&["index", "--json"]).json();
    let skipped = index["items"][0]["skipped"].as_array().expect("a list").clone();
    let reason = |path: &str| {
        let row = skipped.iter().find(|row| row["path"] == path);
        row.and_then(|row| row["reason"].as_str()).unwrap_or("counted").to_owned()
    };
    let leaves = "it is a link that leaves the vault";
    let no_file = "it is no file, but a pipe, a device or the like";
    let circle = "it is a link that leads round in a circle";
    let large = "it is larger than 10485760 bytes, the limit for a note";
    for (path, expected) in [
        ("People/Secret.md", leaves),
        ("Outside", leaves),
        ("Up.md", leaves),
        ("Environment.md", leaves),
        ("Zero.md", leaves),
        ("Everything", leaves),
        ("Self.md", circle),
        ("One.md", circle),
        ("Vault", circle),
        ("Pipe.md", no_file),
        ("People/Pipe.markdown", no_file),
        ("Socket.md", no_file),
        ("Sparse.md", large),
    ] {
        assert_eq!(reason(path), expected, "{path}");
    }
    // Ann, what lies in the folder named like a note, four odd names, and one in a folder with one.
    let notes = index["items"][0]["notes"].as_u64();
    let deep = u64::from(!skipped.iter().any(|row| row.to_string().contains("dddd")));
    assert_eq!(notes, Some(7 + deep), "{skipped:?}");
}

/// The daemon walks and watches the same vault, and things come and go in it.
#[test]
fn a_daemon_answers_too() {
    let (desk, _) = hostile();
    let mut daemon = desk.daemon();
    for command in COMMANDS {
        check_said(command, &ends(desk.command(command)));
    }
    desk.asked(&["quiet"]);
    let outside = desk.beside("outside");
    fs::write(outside.join("more.md"), contact(SECRET)).expect("our own file");
    fs::rename(desk.at("Pipe.md"), desk.at("Pipe2.md")).expect("our own pipe");
    fs::remove_file(desk.at("People/Ann.md")).expect("our own file");
    symlink(outside.join("more.md"), desk.at("People/Ann.md")).expect("a link");
    let found = desk.asked(&["search", SECRET, "--json"]);
    assert_eq!(found.json()["items"].as_array().map(Vec::len), Some(0), "{found:?}");
    fs::remove_file(desk.at("People/Ann.md")).expect("our own link");
    desk.write("People/Ann.md", &contact("water"));
    let found = desk.asked(&["search", "water", "--json"]);
    assert_eq!(found.json()["items"][0]["path"], "People/Ann.md", "{found:?}");
    daemon.signal(rustix::process::Signal::TERM);
    let (status, lines) = daemon.end();
    assert!(status.success() && lines.is_empty(), "{lines:?}");
}

/// What is opened, by the system's own account.
#[test]
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn nothing_outside_is_opened() {
    let (desk, _) = hostile();
    let outside = desk.beside("outside").canonicalize().expect("it is there");
    let log = desk.beside("opened");
    for command in [&["check", "--strict"][..], &["search", SECRET], &["index", "--rebuild"]] {
        let asked = desk.command(command);
        let mut traced = Command::new("strace");
        traced
            .args(["-f", "-qq", "-e", "trace=open,openat,openat2", "-o"])
            .arg(&log)
            .arg(asked.get_program());
        traced.args(asked.get_args()).env_clear().current_dir(&desk.vault);
        traced.envs(asked.get_envs().filter_map(|(name, value)| Some((name, value?))));
        if Command::new("strace").args(["-qq", "true"]).output().is_err() {
            eprintln!("not run: strace is not installed");
            return;
        }
        traced.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let output = ends(traced);
        check_said(command, &output);
        let log = String::from_utf8_lossy(&fs::read(&log).expect("strace wrote it")).into_owned();
        assert!(log.contains("People/Ann.md"), "what is inside is opened: {log}");
        let opened = log.lines().filter(|line| !line.contains(" = -1 "));
        let forbidden = [
            &*outside.to_string_lossy(),
            "/dev/zero",
            "environ",
            "Pipe.md",
            "Socket.md",
            "Device.md",
        ]
        .map(str::to_owned);
        for line in opened {
            let found = forbidden.iter().find(|path| line.contains(path.as_str()));
            assert_eq!(found, None, "{line}");
        }
    }
}

/// Settings that are no file, are a link out of the vault, or are without end, cost one line and no time.
#[test]
fn settings_that_are_no_settings() {
    let desk = Desk::new(&[("People/Ann.md", &contact("storage"))]);
    fs::create_dir(desk.at(".rekindle")).expect("our own folder");
    let file = desk.at(".rekindle/config.toml");
    let plant: [(&str, &dyn Fn()); 5] = [
        ("it is no text file", &|| {
            mknodat(CWD, &file, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe");
        }),
        ("it is no text file", &|| {
            File::create(&file).and_then(|file| file.set_len(3 << 30)).expect("our own file");
        }),
        ("are a link out of the vault", &|| symlink("/dev/zero", &file).expect("a link")),
        ("are a link out of the vault", &|| symlink("../../secret", &file).expect("a link")),
        ("cannot be read", &|| symlink("config.toml", &file).expect("a link")),
    ];
    fs::write(desk.beside("secret"), "me = [").expect("our own file");
    for (expected, plant) in plant {
        plant();
        let output = ends(desk.command(&["quiet"]));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains(expected) && told.lines().count() <= 3, "{expected}: {told}");
        assert_eq!(output.status.code(), Some(2), "{told}");
        fs::remove_file(&file).expect("our own file");
    }
}

/// With hardly a descriptor to spare, each folder and note has to wait for its turn. What is not read must
/// not be missing in silence.
#[test]
fn notes_that_have_to_wait_for_a_descriptor_are_not_left_out() {
    let desk = Desk::new(&[]);
    for number in 0..60 {
        desk.write(&format!("{}/below/{number}.md", number % 20), "storage");
    }
    for round in 0..10 {
        for files in [4, 4, 4, 5] {
            // The first is read anew each time.
            let _ = fs::remove_dir_all(desk.beside("cache"));
            let run = desk.command(&["index", "--json"]);
            let mut shell = Command::new("/bin/sh");
            // What other tests have open may be handed on to a child: a terminal, say.
            let run_with = format!("exec 3>&- 4>&-; ulimit -n {files} && exec \"$0\" \"$@\"");
            shell.args(["-c", &run_with]);
            shell.arg(run.get_program()).args(run.get_args()).env_clear().current_dir(&desk.vault);
            shell.envs(run.get_envs().filter_map(|(name, value)| Some((name, value?))));
            let output = ends(shell);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            if output.status.code() == Some(2) {
                assert!(told.contains("too many open files"), "{told}");
                continue;
            }
            let index = serde_json::from_slice(&output.stdout);
            let index: serde_json::Value =
                index.unwrap_or_else(|error| panic!("{error}, {}: {told}", output.status));
            let item = &index["items"][0];
            assert_eq!(
                (&item["notes"], &item["skipped"]),
                (&60.into(), &serde_json::json!([])),
                "{round} {files}: {told}"
            );
        }
    }
}

/// The inputs that are kept for the fuzzer, as notes of one vault: none of them is beyond any command.
#[test]
fn notes_of_the_corpus_are_answered_for() {
    let desk = Desk::new(&[("People/Ann.md", &contact("storage"))]);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/note");
    let mut notes = 1;
    for entry in fs::read_dir(corpus).expect("there is a corpus").flatten() {
        let bytes = fs::read(entry.path()).expect("our own file");
        let name = entry.file_name().to_string_lossy().into_owned();
        for (folder, name) in [("People", name.clone()), ("Meetings", format!("2026-11-02 {name}"))]
        {
            let file = desk.at(&format!("{folder}/{name}.md"));
            fs::create_dir_all(file.parent().expect("a folder")).expect("our own folder");
            fs::write(file, bytes.get(1..).unwrap_or_default()).expect("our own file");
            notes += 1;
        }
    }
    for command in COMMANDS {
        check_said(command, &ends(desk.command(command)));
        check_said(command, &ends(desk.command(&[command, &["--json"]].concat())));
    }
    for who in ["plain", "escapes-everywhere", "entries", "attendees", "sentences-on-lines"] {
        for command in ["show", "why", "prep"] {
            check_said(&[command, who], &ends(desk.command(&[command, who])));
        }
    }
    let index = desk.run(&["index", "--json"]).json();
    let item = &index["items"][0];
    assert_eq!((&item["notes"], &item["skipped"]), (&notes.into(), &serde_json::json!([])));
}

/// Each of twenty thousand names was compared with all of them.
#[test]
fn a_contact_of_very_many_names_is_found_under_the_last() {
    let names: String = (0..20_000).map(|number| format!("- b {number}\n")).collect();
    let note = format!("---\naliases:\n{names}---\n- 2026-11-02 met\n");
    let desk = Desk::new(&[("People/Ann.md", &note), ("People/Cy.md", &note)]);
    desk.write("Journal/2026-11-03.md", "- met [[Ann]]\n");
    let check = ends(desk.command(&["check"]));
    let told = String::from_utf8(check.stdout).expect("text");
    let twice = "warning[contact-twice]: b 0, b 1 and 19998 more also mean People/Ann.md";
    assert!(told.contains(twice), "{told}");
    let shown = desk.run(&["show", "b 19999"]);
    assert!(shown.code == Some(2) && shown.err.contains("People/Cy.md"), "{shown:?}");
}
