//! Daemons of other builds: they are told from ours, asked to end, and nothing else is believed of them.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::thread::{self, JoinHandle};

use serde_json::{Value, json};

use super::start::{START, line, small};
use crate::support_daemon::{Background, Desk, PATIENCE};

fn send(to: &mut UnixStream, what: &[u8]) {
    let length = u32::try_from(what.len()).expect("it is short").to_le_bytes();
    // Whoever is told may have hung up.
    let _ = to.write_all(&[&length, what].concat());
}

fn receive(from: &mut UnixStream) -> io::Result<Value> {
    from.set_read_timeout(Some(PATIENCE))?;
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let mut text = vec![0; u32::from_le_bytes(length) as usize];
    from.read_exact(&mut text)?;
    Ok(serde_json::from_slice(&text).unwrap_or(Value::Null))
}

/// A daemon of another build, until it is asked to end. Gives what it was asked.
fn another(desk: &Desk, protocol: u32) -> JoinHandle<Vec<Value>> {
    let address = desk.address();
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&address.folder).expect("ours");
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(desk.beside("state/rekindle"))
        .expect("ours");
    let mut lock = File::create(&address.lock).expect("our own file");
    lock.lock().expect("nobody has it");
    lock.write_all(b"4242424").expect("our own file");
    let listener = UnixListener::bind(&address.socket).expect("a socket");
    thread::spawn(move || {
        let (mut asked, mut last) = (Vec::new(), None);
        for client in listener.incoming() {
            let mut client = client.expect("a client");
            let Ok(hello) = receive(&mut client) else { continue };
            let ours = json!({"protocol": protocol, "stamp": "other", "version": "9.9.9", "vault": hello["vault"]});
            send(&mut client, ours.to_string().as_bytes());
            let Ok(call) = receive(&mut client) else { continue };
            asked.push(call.clone());
            if call == json!({"Control": "Stop"}) {
                send(&mut client, b"\"Done\"");
                send(&mut client, b"");
                last = Some(client);
                break;
            }
        }
        drop(listener);
        fs::remove_file(&address.socket).expect("our own");
        drop(lock);
        // Hung up on when all is over, as by the end of a process.
        drop(last);
        asked
    })
}

#[test]
fn a_daemon_of_another_build_costs_a_line_and_is_replaced() {
    let desk = small();
    let other = another(&desk, 1);
    let said = desk.run(&["show", "maya", "--json"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("storage"), "{said:?}");
    assert_eq!(
        said.err,
        "rekindle: answered without the daemon: the daemon is of another build (9.9.9); `rekindle daemon start` replaces it\n"
    );
    let status = desk.run(&["daemon", "status"]);
    assert_eq!(status.code, Some(3), "{status:?}");
    let _left = Background(&desk);
    let started = desk.run(&START);
    let vault = desk.vault.display();
    let expected = format!(
        "ended the daemon of another build (9.9.9); watching {vault} (1 note); `rekindle daemon stop` ends it"
    );
    assert_eq!(line(&started), expected);
    assert_eq!(other.join().expect("no fault"), [json!({"Control": "Stop"})]);
    desk.asked(&["quiet"]);
}

#[test]
fn a_daemon_of_another_build_is_stopped() {
    let desk = small();
    let other = another(&desk, 1);
    assert!(line(&desk.run(&["daemon", "stop"])).ends_with("has ended"));
    assert_eq!(other.join().expect("no fault"), [json!({"Control": "Stop"})]);
}

#[test]
fn one_that_speaks_another_protocol_is_told_of() {
    let desk = small();
    let other = another(&desk, 2);
    for command in [&START[..], &["daemon", "stop"]] {
        let said = desk.run(command);
        assert_eq!(said.code, Some(2), "{said:?}");
        assert_eq!(
            said.err,
            "error: the daemon is of another build (9.9.9), which does not understand this one\n`kill 4242424` ends it\n"
        );
    }
    let said = desk.run(&["show", "maya", "--json"]);
    assert_eq!((said.code, said.err.lines().count()), (Some(0), 1), "{said:?}");
    let mut client = desk.client();
    send(&mut client, br#"{"vault":"?"}"#);
    receive(&mut client).expect("it is there");
    send(&mut client, br#"{"Control":"Stop"}"#);
    assert_eq!(other.join().expect("no fault"), [json!({"Control": "Stop"})]);
}

/// Our daemon, asked by another build.
#[test]
fn another_build_may_have_ours_end_and_nothing_else() {
    let desk = small();
    let mut daemon = desk.daemon();
    let hello = |vault: &Value, protocol: u32| {
        let mut client = desk.client();
        let hello =
            json!({"protocol": protocol, "stamp": "other", "version": "9.9.9", "vault": vault});
        send(&mut client, hello.to_string().as_bytes());
        let ours = receive(&mut client).expect("it says who it is");
        (client, ours["vault"].clone())
    };
    let (_, vault) = hello(&json!("?"), 1);
    let call = |vault: &Value, protocol: u32, call: &Value| {
        let (mut client, _) = hello(vault, protocol);
        send(&mut client, call.to_string().as_bytes());
        receive(&mut client).ok()
    };
    let stop = json!({"Control": "Stop"});
    for other in ["Ping", "Status", "Rebuild", "Unheard of"] {
        assert_eq!(call(&vault, 1, &json!({"Control": other})), None, "{other}");
    }
    assert_eq!(call(&vault, 1, &json!({"Ask": {"settings": 1, "request": {}}})), None);
    assert_eq!(call(&vault, 2, &stop), None);
    assert_eq!(call(&json!("?"), 1, &stop), None);
    desk.asked(&["quiet"]);
    assert_eq!(call(&vault, 1, &stop), Some(json!("Done")));
    let (status, lines) = daemon.end();
    assert!(status.success() && lines.is_empty(), "{lines:?}");
}
