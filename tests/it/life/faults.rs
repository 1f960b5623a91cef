//! What can befall a daemon: every question is answered all the same, and `start` and `stop` say what there
//! is to do.

use std::fs::{self, File};

use rustix::process::Signal;

use super::start::{MAYA, START, line, small};
use crate::support_daemon::{Background, Daemon, Desk, Said, contact, said};

/// What is said beside an answer to a question; the answer is right.
fn beside_an_answer(desk: &Desk) -> String {
    let said = desk.run(&["show", "maya", "--json"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("storage"), "{said:?}");
    said.err
}

/// An error, and what to try.
fn error(said: &Said) -> [String; 2] {
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{said:?}");
    let lines: Vec<String> = said.err.lines().map(str::to_owned).collect();
    lines.try_into().unwrap_or_else(|_| panic!("{said:?}"))
}

#[test]
fn a_socket_left_by_a_crash_is_taken_over() {
    let desk = small();
    let left = Background(&desk);
    line(&desk.run(&START));
    left.signal(Signal::KILL);
    left.is_gone();
    assert!(desk.address().socket.exists(), "nobody could remove it");
    assert_eq!(beside_an_answer(&desk), "");
    let stopped = desk.run(&["daemon", "stop"]);
    assert!(line(&stopped).starts_with("no daemon for"), "{stopped:?}");
    let started = desk.run(&START);
    assert!(line(&started).starts_with("watching"), "{started:?}");
    desk.asked(&["quiet"]);
    assert_eq!(desk.run(&["daemon", "stop"]).code, Some(0));
    assert_eq!(fs::read_dir(desk.address().folder).expect("it stays").count(), 0);
}

#[test]
fn a_daemon_whose_socket_is_deleted_is_told_of() {
    let desk = small();
    let left = Background(&desk);
    line(&desk.run(&START));
    let pid = left.pid().expect("it runs").as_raw_nonzero();
    fs::remove_file(desk.address().socket).expect("it is there");
    assert_eq!(beside_an_answer(&desk), "");
    let gone = "error: a daemon is running, but its socket is gone, so nobody can reach it";
    let hint = format!("it ends within five minutes; `kill {pid}` ends it now");
    assert_eq!(error(&desk.run(&START)), [gone, &hint]);
    assert_eq!(error(&desk.run(&["daemon", "stop"])), [gone, &hint]);
    left.signal(Signal::TERM);
    left.is_gone();
    assert!(line(&desk.run(&START)).starts_with("watching"));
    desk.asked(&["quiet"]);
}

#[test]
fn a_daemon_stopped_in_its_tracks_is_told_of_and_left_alone() {
    let desk = small();
    let left = Background(&desk);
    line(&desk.run(&START));
    let pid = left.pid().expect("it runs").as_raw_nonzero();
    left.signal(Signal::STOP);
    assert_eq!(
        beside_an_answer(&desk),
        "rekindle: answered without the daemon: the daemon does not answer (it took too long)\n"
    );
    let told = [
        "error: the daemon does not answer (it took too long)".to_owned(),
        format!(
            "if it was stopped, `kill -CONT {pid}` lets it go on; `kill -9 {pid}` ends it, and nothing is lost"
        ),
    ];
    assert_eq!(error(&desk.run(&START)), told);
    assert_eq!(error(&desk.run(&["daemon", "stop"])), told);
    assert_eq!(desk.run(&["daemon", "status"]).code, Some(3));
    // Its lock holds another one off, even where nobody can see its socket.
    fs::rename(desk.address().socket, desk.beside("socket")).expect("it is there");
    assert_eq!(beside_an_answer(&desk), "");
    let gone = "error: a daemon is running, but its socket is gone, so nobody can reach it";
    assert_eq!(error(&desk.run(&START))[0], gone);
    fs::rename(desk.beside("socket"), desk.address().socket).expect("it is there");
    assert_eq!(left.pid().map(|pid| pid.as_raw_nonzero()), Some(pid), "nobody killed it");
    left.signal(Signal::CONT);
    // It may have been asked to end by those who gave up waiting.
    left.signal(Signal::TERM);
    left.is_gone();
    assert!(line(&desk.run(&START)).starts_with("watching"));
    desk.asked(&["quiet"]);
}

#[test]
fn a_program_that_holds_the_lock_and_does_nothing_costs_no_answer() {
    let desk = small();
    fs::create_dir_all(desk.beside("state/rekindle")).expect("our own folder");
    let lock = File::create(desk.address().lock).expect("our own file");
    lock.lock().expect("nobody has it");
    assert_eq!(beside_an_answer(&desk), "");
    let gone = "error: a daemon is running, but its socket is gone, so nobody can reach it";
    assert_eq!(error(&desk.run(&START)), [gone, "it ends within five minutes"]);
    assert_eq!(desk.run(&["daemon", "run"]).code, Some(0));
    drop(lock);
    let _left = Background(&desk);
    assert!(line(&desk.run(&START)).starts_with("watching"));
}

#[test]
fn the_program_is_replaced_under_a_running_daemon() {
    let desk = small();
    let program = desk.beside("bin/rekindle");
    fs::create_dir(desk.beside("bin")).expect("our own folder");
    fs::copy(env!("CARGO_BIN_EXE_rekindle"), &program).expect("our own file");
    let run = |arguments: &[&str]| said(&mut desk.command_of(&program, arguments));
    let _left = Background(&desk);
    assert!(line(&run(&START)).starts_with("watching"));
    let new = desk.beside("bin/new");
    fs::copy(&program, &new).expect("our own file");
    let mut more = File::options().append(true).open(&new).expect("our own file");
    std::io::Write::write_all(&mut more, b"other bytes").expect("our own file");
    drop(more);
    fs::rename(&new, &program).expect("our own file");
    desk.write(MAYA, &contact("storage and wind"));
    assert!(desk.asked(&["show", "maya"]).out.contains("storage and wind"));
    assert!(line(&run(&START)).ends_with("is already running"));
    assert!(line(&run(&["daemon", "stop"])).ends_with("has ended"));
    assert!(line(&run(&START)).starts_with("watching"));
    fs::remove_file(&program).expect("our own file");
    desk.asked(&["quiet"]);
    assert!(line(&desk.run(&["daemon", "stop"])).ends_with("has ended"));
}

/// A vault that takes a daemon some time, and the daemon, reading it for the first time.
fn reading() -> (Desk, Daemon) {
    let mut number = 4_000;
    for _ in 0..5 {
        let desk = small();
        for note in 0..number {
            desk.write(&format!("Notes/{}/{note}.md", note % 50), &contact("storage"));
        }
        let daemon = desk.launch();
        for _ in 0..10_000 {
            let status = desk.run(&["daemon", "status", "--json"]).json();
            let row = &status["items"][0];
            match (row["running"] == true, row["notes"].is_null()) {
                (true, true) => return (desk, daemon),
                (true, false) => break,
                (false, _) => {}
            }
        }
        number *= 2;
    }
    panic!("the daemon is too fast");
}

#[test]
fn it_ends_in_the_middle_of_its_first_look_at_many_notes() {
    for signal in [Signal::TERM, Signal::INT] {
        let (desk, mut daemon) = reading();
        daemon.signal(signal);
        let (status, lines) = daemon.end();
        assert!(status.success(), "{signal:?}: {status}");
        assert_eq!(lines, [""; 0], "{signal:?}: it was ready before it ended");
        let left = fs::read_dir(desk.address().folder).expect("it stays");
        assert_eq!(left.count(), 0, "{signal:?}");
        assert_eq!(beside_an_answer(&desk), "");
    }
}

#[test]
fn whoever_will_not_wait_is_told_that_it_is_reading() {
    let (desk, mut daemon) = reading();
    assert!(line(&desk.run(&["daemon", "stop"])).ends_with("has ended"));
    let (status, lines) = daemon.end();
    assert!(status.success() && lines.is_empty(), "{status}: {lines:?}");
    let left = Background(&desk);
    let vault = desk.vault.display();
    let reading =
        format!("reading the notes of {vault}; `rekindle daemon status` tells when it is through");
    let mut said = Vec::new();
    for _ in 0..10 {
        fs::remove_dir_all(desk.beside("cache")).unwrap_or_default();
        said.push(line(&desk.run(&["daemon", "start", "--wait", "0"])).to_owned());
        assert!(line(&desk.run(&["daemon", "stop"])).ends_with("has ended"));
        assert_eq!(left.pid(), None);
        if said.last() == Some(&reading) {
            return;
        }
    }
    panic!("{said:?}");
}

#[test]
fn a_door_full_of_clients_who_say_nothing_keeps_nobody_from_ending_it() {
    let desk = small();
    let left = Background(&desk);
    line(&desk.run(&START));
    let silent: Vec<_> = (0..40).map(|_| desk.client()).collect();
    assert!(line(&desk.run(&["daemon", "stop"])).ends_with("has ended"));
    assert_eq!(left.pid(), None);
    drop(silent);
}
