//! `rekindle daemon start` and `stop`, when all is well.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::thread;

use rekindle::daemon::lock::{Holder, holder};
use rustix::process::Signal;

use crate::fresh::namespace::{self, entered};
use crate::support_daemon::{Background, Desk, Said, contact};

pub const MAYA: &str = "People/Maya Chen.md";
/// Patience for a machine that is busy with something else.
pub const START: [&str; 4] = ["daemon", "start", "--wait", "600"];

pub fn small() -> Desk {
    Desk::new(&[(MAYA, &contact("storage"))])
}

/// What a command says that has nothing to answer.
pub fn line(said: &Said) -> &str {
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "{said:?}");
    let line = said.err.strip_prefix("rekindle: ").and_then(|line| line.strip_suffix('\n'));
    line.filter(|line| !line.contains('\n')).unwrap_or_else(|| panic!("{said:?}"))
}

/// The lines of the log without their times.
fn log(desk: &Desk) -> Vec<String> {
    let log = fs::read_to_string(desk.address().log).expect("there is a log");
    let line = |line: &str| line.split_once("Z ").map(|(_, text)| text.to_owned());
    log.lines().map(|text| line(text).unwrap_or_else(|| panic!("{log}"))).collect()
}

#[test]
fn it_starts_answers_and_ends_and_each_is_told_in_a_line() {
    let desk = small();
    let vault = desk.vault.display();
    let none = format!("no daemon for {vault} is running");
    assert_eq!(line(&desk.run(&["daemon", "stop"])), none);
    let left = Background(&desk);
    let started = desk.run(&START);
    let expected = format!("watching {vault} (1 note); `rekindle daemon stop` ends it");
    assert_eq!(line(&started), expected);
    let pid = left.pid().expect("it has the lock");
    desk.asked(&["quiet"]);
    let again = desk.run(&START);
    assert_eq!(line(&again), format!("a daemon for {vault} is already running"));
    assert_eq!(line(&desk.run(&["daemon", "run"])), "a daemon for this vault is already running");
    assert_eq!(left.pid(), Some(pid));

    let address = desk.address();
    assert_eq!(line(&desk.run(&["daemon", "stop"])), format!("the daemon for {vault} has ended"));
    assert_eq!(holder(&address.lock), Holder::Nobody);
    assert_eq!(fs::read_dir(&address.folder).expect("it stays").count(), 0);
    assert_eq!(line(&desk.run(&["daemon", "stop"])), none);
    let version = env!("CARGO_PKG_VERSION");
    let begins = format!("begins: version {version}, process {pid}, vault {vault}");
    assert_eq!(log(&desk), [&begins, "is ready: 1 note", "ends, as it was asked to"]);
    assert_eq!(desk.run(&["quiet"]).code, Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_vault_may_have_any_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let mut desk = small();
    let odd = desk.beside("x").with_file_name(OsStr::from_bytes(b"-a \"b\"\n$c \xff\x1b[31m"));
    fs::rename(&desk.vault, &odd).expect("our own folder");
    desk.vault = odd.canonicalize().expect("our own folder");
    let _left = Background(&desk);
    let started = desk.run(&START);
    assert!(line(&started).contains("-a \"b\" $c \u{fffd}<U+001B>[31m (1 note);"), "{started:?}");
    desk.asked(&["quiet"]);
    assert!(line(&desk.run(&["daemon", "stop"])).ends_with("<U+001B>[31m has ended"));
    let written = log(&desk);
    assert!(
        written.len() == 3 && written[0].ends_with("-a \"b\" $c \u{fffd}<U+001B>[31m"),
        "{written:?}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn it_lives_away_from_whoever_started_it() {
    let desk = small();
    let left = Background(&desk);
    let mut command = desk.command(&START);
    command.env("NOTIFY_SOCKET", desk.beside("supervisor")).stdin(Stdio::null());
    // Whoever reads what `start` says gets to the end of it, though the daemon lives on.
    let output = command.output().expect("it starts");
    assert!(output.status.success(), "{output:?}");
    let pid = left.pid().expect("it has the lock");
    let of = |name: &str| format!("/proc/{}/{name}", pid.as_raw_nonzero());
    let stat = fs::read_to_string(of("stat")).expect("it runs");
    let after_name: Vec<&str> =
        stat.rsplit_once(") ").expect("a name").1.split_whitespace().collect();
    let [_state, _parent, group, session] = after_name[..4] else { panic!("{stat}") };
    let own = pid.as_raw_nonzero().to_string();
    assert_eq!([group, session], [own.as_str(), own.as_str()]);
    let leads_to = |name: &str| fs::read_link(of(name)).expect("it is open");
    assert_eq!(leads_to("fd/0").to_str(), Some("/dev/null"));
    assert_eq!(leads_to("fd/2"), desk.address().log);
    assert_eq!(leads_to("cwd").to_str(), Some("/"));
    let environment = fs::read(of("environ")).expect("it is ours");
    assert!(!String::from_utf8_lossy(&environment).contains("NOTIFY_SOCKET"));
    left.signal(Signal::HUP);
    left.is_gone();
}

#[test]
fn of_twenty_started_at_once_one_stays_and_all_are_told() {
    let desk = small();
    let left = Background(&desk);
    let starts: Vec<_> = (0..20)
        .map(|_| {
            let mut command = desk.command(&START);
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().expect("it starts")
        })
        .collect();
    let said: Vec<String> = starts
        .into_iter()
        .map(|start| {
            let output = start.wait_with_output().expect("it ends");
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stderr).expect("text")
        })
        .collect();
    // Who finds one that has not read the notes yet tells of that one.
    let known = |line: &String| line.contains("watching") || line.contains("already running");
    assert!(said.iter().all(|said| said.lines().count() == 1 && known(said)), "{said:?}");
    let watching = said.iter().filter(|line| line.contains("watching")).count();
    assert_eq!(watching, 1, "{said:?}");
    let pid = left.pid().expect("one stays").as_raw_nonzero().get();
    let begun = log(&desk).iter().filter(|line| line.starts_with("begins")).count();
    assert_eq!(begun, 1);
    desk.asked(&["quiet"]);
    let status = desk.run(&["daemon", "status", "--json"]).json();
    assert_eq!(status["items"][0]["pid"], pid);
    assert_eq!(desk.run(&["daemon", "stop"]).code, Some(0));
}

#[test]
fn the_log_is_private_and_has_nothing_of_the_notes() {
    let desk = Desk::new(&[(MAYA, &contact("storage"))]);
    desk.write("secretword.md", "---\nsecretword: [\n---\n# secretword\n- 2026-13-45 secretword\n");
    fs::create_dir_all(desk.beside("state/rekindle")).expect("our own folder");
    let log_file = desk.address().log;
    fs::write(&log_file, "").expect("our own file");
    fs::set_permissions(&log_file, fs::Permissions::from_mode(0o644)).expect("our own file");
    let _left = Background(&desk);
    line(&desk.run(&START));
    for question in [&["search", "secretword"][..], &["check"], &["index"]] {
        desk.asked(question);
    }
    assert_eq!(desk.run(&["daemon", "stop"]).code, Some(0));
    assert_eq!(log(&desk).len(), 3);
    let text = fs::read_to_string(&log_file).expect("our own file");
    assert!(!text.contains("secretword") && !text.contains("storage"), "{text}");
    let mode = fs::metadata(&log_file).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_log_tells_of_watches_that_ran_out() {
    if !entered("life::start::the_log_tells_of_watches_that_ran_out") {
        return;
    }
    let desk = small();
    for folder in 0..60 {
        desk.write(&format!("Folder {folder}/a.md"), "text");
    }
    namespace::limit("max_inotify_watches", 30);
    let _left = Background(&desk);
    line(&desk.run(&START));
    desk.asked(&["quiet"]);
    namespace::limit("max_inotify_watches", 1_000);
    desk.asked(&["quiet"]);
    desk.asked(&["quiet"]);
    assert_eq!(desk.run(&["daemon", "stop"]).code, Some(0));
    let expected = [
        "changes are looked for before each answer: the system's limit of watched folders is \
         reached (fs.inotify.max_user_watches)",
        "is ready: 61 notes",
        "the system tells of changes again",
        "ends, as it was asked to",
    ];
    assert_eq!(log(&desk)[1..], expected);
}

#[test]
fn a_start_that_fails_says_why() {
    let desk = small();
    let _left = Background(&desk);
    // The lock can be had, the socket cannot.
    fs::create_dir_all(desk.address().socket.join("in the way")).expect("our own folder");
    let private = fs::Permissions::from_mode(0o700);
    fs::set_permissions(desk.address().folder, private).expect("our own folder");
    let said = desk.run(&START);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    let log = desk.address().log;
    assert!(said.err.starts_with("error: the daemon"), "{said:?}");
    assert!(said.err.lines().count() <= 3, "{said:?}");
    assert!(!log.exists() || fs::read_to_string(&log).is_ok_and(|log| log.contains("ends: ")));
    let gone = Desk::new(&[]);
    fs::remove_dir(&gone.vault).expect("our own folder");
    fs::create_dir(gone.beside("here")).expect("our own folder");
    let mut command = gone.command(&START);
    let output = command.current_dir(gone.beside("here")).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

#[test]
fn starts_and_ends_at_once_leave_one_daemon_or_none() {
    let desk = small();
    let left = Background(&desk);
    let vault = desk.vault.display();
    // Whoever was not needed, because of a daemon that was being ended, starts one after all.
    let known = [
        format!("rekindle: watching {vault} (1 note); `rekindle daemon stop` ends it\n"),
        format!(
            "rekindle: reading the notes of {vault}; `rekindle daemon status` tells when it is through\n"
        ),
        format!("rekindle: a daemon for {vault} is already running\n"),
        format!("rekindle: the daemon for {vault} has ended\n"),
        format!("rekindle: no daemon for {vault} is running\n"),
        format!(
            "error: the daemon could not be started: it ended at once\nits log is {}\n",
            desk.address().log.display()
        ),
    ];
    thread::scope(|scope| {
        for _ in 0..4 {
            for command in [&START[..], &["daemon", "stop"]] {
                let (desk, known) = (&desk, &known);
                scope.spawn(move || {
                    for _ in 0..10 {
                        let said = desk.run(command);
                        assert!(known.contains(&said.err), "{command:?}: {said:?}");
                        assert_eq!(desk.run(&["quiet"]).code, Some(0));
                    }
                });
            }
        }
    });
    assert_eq!(desk.run(&["daemon", "stop"]).code, Some(0));
    assert_eq!(left.pid(), None);
    assert_eq!(fs::read_dir(desk.address().folder).expect("it stays").count(), 0);
    assert!(line(&desk.run(&START)).starts_with("watching"));
    desk.asked(&["quiet"]);
}
