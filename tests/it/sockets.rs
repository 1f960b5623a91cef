//! The daemon's door, and those who come to it with bad manners or in great numbers: whoever asks properly
//! gets an answer meanwhile, from the daemon or by itself.

#![cfg(unix)]

use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::sync::Arc;

use rekindle::answer::{Ask, Body, Request};
use rekindle::daemon::protocol::{Call, Reply, decoded};
use rekindle::report::Filter;
use rekindle::report::search::Showing;
use rekindle::settings::Settings;
use rustix::process::Signal;

use crate::support_daemon::{Desk, PATIENCE, contact};

const MAYA: &str = "People/Maya Chen.md";

fn desk() -> Desk {
    Desk::new(&[(MAYA, &contact("storage"))])
}

fn frame(text: &[u8]) -> Vec<u8> {
    let length = u32::try_from(text.len()).expect("it is short").to_le_bytes();
    [&length, text].concat()
}

fn receive(client: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    client.read_exact(&mut length)?;
    let mut text = vec![0; u32::from_le_bytes(length) as usize];
    client.read_exact(&mut text)?;
    Ok(text)
}

/// A client that no silence holds up for ever.
fn client(desk: &Desk) -> UnixStream {
    let client = desk.client();
    client.set_read_timeout(Some(PATIENCE)).expect("a socket");
    client.set_write_timeout(Some(PATIENCE)).expect("a socket");
    client
}

/// What the daemon says who it is, and so what a proper client has to say.
fn hello(desk: &Desk) -> Vec<u8> {
    let mut client = client(desk);
    let other = br#"{"protocol":1,"stamp":"other","version":"9.9.9","vault":"?"}"#;
    client.write_all(&frame(other)).expect("it listens");
    receive(&mut client).expect("it says who it is")
}

/// A client that is let in.
fn let_in(desk: &Desk, hello: &[u8]) -> UnixStream {
    let mut client = client(desk);
    client.write_all(&frame(hello)).expect("it listens");
    assert_eq!(receive(&mut client).expect("it answers"), hello);
    client
}

fn reply(client: &mut UnixStream) -> io::Result<Reply> {
    let mut reply = serde_json::from_slice(&receive_all(client)?)?;
    if let Reply::Answer(answered) = &mut reply {
        answered.outcome = Arc::new(receive_all(client)?);
    }
    Ok(reply)
}

/// Frames up to an empty one.
fn receive_all(client: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    loop {
        match receive(client)? {
            part if part.is_empty() => return Ok(text),
            part => text.extend(part),
        }
    }
}

/// Whether the daemon hung up, which is waited for.
fn is_hung_up(client: &mut UnixStream) -> bool {
    match client.read_to_end(&mut Vec::new()) {
        Ok(_) => true,
        Err(error) => error.kind() == io::ErrorKind::ConnectionReset,
    }
}

#[test]
fn half_a_question_is_not_waited_for() {
    let desk = desk();
    let _daemon = desk.daemon();
    let hello = hello(&desk);
    let ping = frame(br#"{"Control":"Ping"}"#);
    // Cut anywhere, before the question and in it.
    for end in [0, 1, 4, 5, ping.len() - 1] {
        let mut half = let_in(&desk, &hello);
        half.write_all(&ping[..end]).expect("it listens");
        desk.asked(&["quiet"]);
        assert!(is_hung_up(&mut half), "{end}");
    }
    let mut whole = let_in(&desk, &hello);
    whole.write_all(&ping).expect("it listens");
    assert_eq!(reply(&mut whole).expect("it answers"), Reply::Done);
    assert!(is_hung_up(&mut whole));
}

#[test]
fn nonsense_ends_the_talk_at_once() {
    let desk = desk();
    let _daemon = desk.daemon();
    let hello = hello(&desk);
    let deep = "[".repeat(60_000);
    let cases: [Vec<u8>; 8] = [
        frame(b"null"),
        frame(b"\xff\xfe"),
        frame(deep.as_bytes()),
        frame(br#"{"Control":"Dance"}"#),
        frame(br#"{"Ask":{"settings":-1,"request":{}}}"#),
        frame(b""),
        65_537_u32.to_le_bytes().to_vec(),
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
    ];
    for case in cases {
        let mut client = let_in(&desk, &hello);
        client.write_all(&case).expect("it listens");
        assert!(is_hung_up(&mut client), "{case:?}");
        desk.asked(&["quiet"]);
    }
    // One that goes on and on, and never gets to the point: it cannot even hand it over.
    let mut endless = client(&desk);
    let part = vec![b'x'; 1 << 20];
    let mut sent = 0;
    while endless.write_all(&part).is_ok() {
        sent += part.len();
        assert!(sent < 64 << 20, "it is listened to");
    }
    desk.asked(&["quiet"]);
}

#[test]
fn a_reply_that_nobody_reads_keeps_nobody_waiting() {
    let desk = desk();
    for number in 0..3_000 {
        desk.write(&format!("Notes/{number} {}.md", "long name ".repeat(12)), "storage");
    }
    let _daemon = desk.daemon();
    let hello = hello(&desk);
    let mut deaf = let_in(&desk, &hello);
    let all = Ask::Search { query: "storage".to_owned(), showing: Showing::default() };
    deaf.write_all(&question(all)).expect("it listens");
    for _ in 0..3 {
        desk.asked(&["search", "storage", "--limit", "1"]);
    }
}

#[test]
fn a_hundred_who_say_nothing() {
    let desk = desk();
    let mut daemon = desk.daemon();
    let mut idle: Vec<UnixStream> = (0..100).map(|_| client(&desk)).collect();
    // While they are there, whoever finds no room helps itself.
    desk.write(MAYA, &contact("water"));
    let said = desk.run(&["show", "maya", "--json"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("water"), "{said:?}");
    assert!(idle.iter_mut().all(is_hung_up));
    assert!(desk.asked(&["show", "maya", "--json"]).out.contains("water"));
    daemon.signal(Signal::TERM);
    let (status, lines) = daemon.end();
    assert!(status.success() && lines.is_empty(), "{lines:?}");
}

#[test]
fn out_of_descriptors_the_door_recovers_when_clients_leave() {
    let desk = desk();
    let _daemon = desk.daemon_after("ulimit -n 24");
    desk.asked(&["quiet"]);
    for round in 0..3 {
        let idle: Vec<UnixStream> = (0..40).map(|_| client(&desk)).collect();
        let text = format!("round {round}");
        desk.write(MAYA, &contact(&text));
        let said = desk.run(&["show", "maya", "--json"]);
        assert!(said.code == Some(0) && said.out.contains(&text), "{said:?}");
        drop(idle);
        assert!(desk.asked(&["show", "maya", "--json"]).out.contains(&text));
    }
}

/// What a daemon cannot read for want of descriptors must not pass for gone.
#[test]
fn out_of_descriptors_no_note_is_lost() {
    let desk = desk();
    for number in 0..50 {
        desk.write(&format!("{}/{number}.md", number % 10), "storage");
    }
    let _daemon = desk.daemon_after("ulimit -n 24");
    let hello = hello(&desk);
    // From a few descriptors left to none.
    for round in 0..12 {
        for number in 0..50 {
            desk.write(&format!("{}/{number}.md", number % 10), &format!("storage {round}"));
        }
        desk.write(&format!("new {round}/a.md"), "new");
        let mut proper = let_in(&desk, &hello);
        let idle: Vec<UnixStream> = (0..2 + round).map(|_| client(&desk)).collect();
        proper.write_all(&question(Ask::Index)).expect("it listens");
        // It may say that it cannot, or nothing, but not something else.
        if let Ok(Reply::Answer(answered)) = reply(&mut proper) {
            let outcome = decoded(&answered.outcome).expect("it travels");
            let Ok(Body::Index(index)) = outcome.map(|answer| answer.body) else {
                panic!("that was not asked")
            };
            assert_eq!((index.counts.notes, index.skipped), (52 + round, vec![]));
        }
        // A client that is let in no more, or told so, does it itself.
        let said = desk.run(&["index", "--json"]);
        assert_eq!(said.json()["items"][0]["notes"], 52 + round, "{said:?}");
        drop(idle);
        let index = desk.asked(&["index", "--json"]).json();
        assert_eq!(index["items"][0]["notes"], 52 + round, "{index}");
    }
}

/// A question in the words of the protocol, by a client whose settings are those without a file.
fn question(ask: Ask) -> Vec<u8> {
    let request =
        Request { today: "2026-11-20".parse().expect("a date"), filter: Filter::default(), ask };
    let call = Call::Ask { settings: Settings::default().fingerprint(), request };
    frame(&serde_json::to_vec(&call).expect("it is plain data"))
}

/// A folder that others may enter is no place to meet; with it closed, the system asks them for their rights.
#[test]
fn the_socket_is_for_its_owner() {
    let desk = desk();
    let _daemon = desk.daemon();
    let address = desk.address();
    let mode = |path: &std::path::Path| {
        fs::symlink_metadata(path).expect("it is there").permissions().mode() & 0o777
    };
    assert_eq!(mode(&address.folder), 0o700);
    assert_eq!(mode(&address.socket) & 0o077, 0);
    assert_eq!(mode(&address.cookies), 0o700);
    assert_eq!(mode(&address.lock), 0o600);
}

/// Tells the test below that it runs as somebody else, and where the socket is.
const SOMEBODY: &str = "REKINDLE_TEST_SOMEBODY";

/// Only root can become somebody else to try it.
#[test]
#[expect(clippy::print_stderr, clippy::print_stdout, reason = "one half tells the other")]
fn somebody_else_is_kept_out() {
    if let Some(socket) = std::env::var_os(SOMEBODY) {
        let told = match UnixStream::connect(socket) {
            Err(error) => format!("{:?}", error.kind()),
            Ok(mut client) => {
                client.set_read_timeout(Some(PATIENCE)).expect("a socket");
                // It may be gone before it is written to.
                let _ = client.write_all(&frame(b"{}"));
                let mut heard = Vec::new();
                let _ = client.read_to_end(&mut heard);
                format!("heard {} bytes", heard.len())
            }
        };
        println!("somebody else: {told}");
        return;
    }
    let somebody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let can = Command::new("setpriv").args(somebody).arg("true").output();
    if !can.is_ok_and(|output| output.status.success()) {
        eprintln!("not run: only root can become somebody else, and setpriv is needed for it");
        return;
    }
    let desk = desk();
    let _daemon = desk.daemon();
    let address = desk.address();
    let set = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("our own");
    };
    // Nothing but the folder of the socket keeps anybody out.
    for folder in [desk.beside(""), desk.beside("run")] {
        set(&folder, 0o755);
    }
    let try_it = || {
        let mut command = Command::new("setpriv");
        command.args(somebody).arg(std::env::current_exe().expect("a test has a file"));
        command.args(["--exact", "sockets::somebody_else_is_kept_out", "--nocapture"]);
        let output = command.current_dir("/").env(SOMEBODY, &address.socket).output();
        let told = String::from_utf8_lossy(&output.expect("it could just now").stdout).into_owned();
        let line = told.lines().find_map(|line| line.split_once("somebody else: "));
        line.unwrap_or_else(|| panic!("{told}")).1.to_owned()
    };
    assert_eq!(try_it(), "PermissionDenied");
    // Even if its owner opened the folder, the daemon looks who is there.
    set(&address.folder, 0o755);
    set(&address.socket, 0o777);
    assert_eq!(try_it(), "heard 0 bytes");
    // It listens all the while.
    set(&address.folder, 0o700);
    desk.asked(&["quiet"]);
}
