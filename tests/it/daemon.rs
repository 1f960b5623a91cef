//! The daemon as a process among others: it changes no answer, whatever happens to it.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::thread;

use rekindle::daemon::client;
use rekindle::daemon::protocol::Control;
use rustix::process::Signal;
use serde_json::Value;

use crate::support_daemon::{Daemon, Desk, contact};

const MAYA: &str = "People/Maya Chen.md";

fn small() -> Desk {
    Desk::new(&[(MAYA, &contact("storage"))])
}

#[test]
fn who_answers_is_said_on_request_only() {
    let desk = small();
    let before = desk.run(&["quiet", "-v"]);
    assert!(before.err.contains("answered without a daemon: no daemon is running"), "{before:?}");
    let _daemon = desk.daemon();
    let asked = desk.asked(&["quiet"]);
    assert!(asked.err.contains("notes read: 0, unchanged: 1"), "{asked:?}");
    let flag = desk.run(&["quiet", "-v", "--no-daemon"]);
    assert!(!flag.err.contains("daemon"), "{flag:?}");
    assert_eq!(flag.out, asked.out);
    let rebuilt = desk.run(&["index", "--rebuild", "-v"]);
    assert!(rebuilt.err.contains("notes read: 1, unchanged: 0"), "{rebuilt:?}");
}

#[test]
fn the_exit_code_of_status_tells_whether_a_daemon_answers() {
    let desk = small();
    let status = |desk: &Desk| desk.run(&["daemon", "status", "--json"]);
    let none = status(&desk);
    assert_eq!((none.code, none.err.as_str()), (Some(3), ""));
    assert_eq!(none.json()["items"][0]["running"], false);

    let mut daemon = desk.daemon();
    let one = status(&desk);
    assert_eq!(one.code, Some(0), "{one:?}");
    let json = one.json();
    assert_eq!(json["schema"], "rekindle.status/1");
    let row = &json["items"][0];
    assert_eq!(row["running"], true);
    assert_eq!(row["pid"], daemon.pid());
    assert_eq!(row["notes"], 1);
    assert_eq!(row["folders"], 2);
    assert_eq!(row["watching"], "events");
    assert_eq!(row["why"], Value::Null);
    assert!(row["since"].as_str().is_some_and(|since| since.ends_with('Z')), "{row}");

    daemon.kill();
    assert_eq!(status(&desk).code, Some(3));
}

#[test]
fn it_ends_when_told_to_and_leaves_nothing_behind() {
    let desk = small();
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let mut daemon = desk.daemon();
        let address = desk.address();
        assert!(address.socket.exists());
        daemon.signal(signal);
        let (status, lines) = daemon.end();
        assert!(status.success(), "{signal:?}: {status}");
        assert_eq!(lines, [""; 0]);
        assert_eq!(fs::read_dir(&address.folder).expect("it stays").count(), 0, "{signal:?}");
        assert!(address.lock.exists(), "a lock is never deleted");
    }
    let mut daemon = desk.daemon();
    client::control(&desk.address(), Control::Ping).expect("it is there");
    client::control(&desk.address(), Control::Rebuild).expect("it is there");
    client::control(&desk.address(), Control::Stop).expect("it is there");
    assert!(daemon.end().0.success());
    assert!(client::control(&desk.address(), Control::Ping).is_err());
}

#[test]
fn after_a_crash_answers_are_right_and_a_new_daemon_takes_over() {
    let desk = small();
    let mut daemon = desk.daemon();
    desk.asked(&["quiet"]);
    daemon.kill();
    assert!(desk.address().socket.exists(), "nobody could remove it");
    desk.write(MAYA, &contact("wind"));
    let said = desk.run(&["show", "maya", "--json"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    assert!(said.out.contains("wind"), "{said:?}");
    let _daemon = desk.daemon();
    assert!(desk.asked(&["show", "maya", "--json"]).out.contains("wind"));
}

#[test]
fn of_twenty_daemons_started_at_once_one_stays() {
    let desk = small();
    let mut daemons: Vec<Daemon> = (0..20).map(|_| desk.launch()).collect();
    let first: Vec<_> =
        daemons.iter().map(|daemon| daemon.line().expect("each says one")).collect();
    let stays = first.iter().position(|line| line.contains("watching")).expect("one stays");
    let mut stayed = daemons.remove(stays);
    for mut other in daemons {
        let (status, rest) = other.end();
        assert_eq!((status.code(), rest.len()), (Some(0), 0));
    }
    let told = first.iter().filter(|line| line.contains("already running")).count();
    assert_eq!(told, 19, "{first:?}");
    let status = desk.run(&["daemon", "status", "--json"]).json();
    assert_eq!(status["items"][0]["pid"], stayed.pid());
    desk.asked(&["quiet"]);
    stayed.signal(Signal::TERM);
    assert!(stayed.end().0.success());
}

#[test]
fn two_vaults_have_two_daemons() {
    let mut desk = small();
    let _daemon = desk.daemon();
    let first = desk.address();
    let other = desk.vault.with_file_name("other");
    fs::create_dir(&other).expect("our own folder");
    let vault = std::mem::replace(&mut desk.vault, other);
    assert_eq!(desk.run(&["daemon", "status"]).code, Some(3));
    let _another = desk.daemon();
    assert_ne!(desk.address().socket, first.socket);
    assert_eq!(desk.asked(&["index", "--json"]).json()["items"][0]["notes"], 0);
    desk.vault = vault;
    assert_eq!(desk.asked(&["index", "--json"]).json()["items"][0]["notes"], 1);
}

#[test]
fn clients_without_manners_keep_nobody_waiting() {
    let desk = small();
    let mut daemon = desk.daemon();
    let mut kept = Vec::new();
    let cases: [&[u8]; 6] = [
        b"",
        b"\x07",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\xff\xff\xff\xff",
        b"\0\0\x01\0",
        b"\x05\0\0\0hello",
    ];
    for bytes in cases {
        for _ in 0..3 {
            let mut client = desk.client();
            client.write_all(bytes).expect("the daemon listens");
            kept.push(client);
        }
        desk.write(MAYA, &contact("storage"));
        desk.asked(&["quiet"]);
    }
    // A great many who say nothing: whoever finds the door closed helps itself.
    kept.extend((0..40).map(|_| desk.client()));
    let said = desk.run(&["show", "maya", "--json"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("storage"), "{said:?}");
    // The door closes on all of them by and by, or at once.
    for mut client in kept {
        let _ = client.read_to_end(&mut Vec::new());
    }
    desk.asked(&["quiet"]);
    daemon.signal(Signal::TERM);
    let (status, lines) = daemon.end();
    assert!(status.success() && lines.is_empty(), "{lines:?}");
}

#[test]
fn one_of_another_build_is_told_from_ours() {
    let desk = small();
    let _daemon = desk.daemon();
    let mut client = desk.client();
    let hello = br#"{"protocol":1,"stamp":"other","version":"9.9.9","vault":"?"}"#;
    let length = u32::try_from(hello.len()).expect("it is short").to_le_bytes();
    client.write_all(&[&length, hello.as_slice()].concat()).expect("it listens");
    let mut reply = Vec::new();
    client.read_to_end(&mut reply).expect("it answers and hangs up");
    let theirs: Value = serde_json::from_slice(&reply[4..]).expect("one frame");
    assert_eq!(theirs["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(theirs["protocol"], 1);
}

#[test]
fn a_daemon_that_does_not_answer_costs_one_line() {
    let desk = small();
    fs::create_dir_all(desk.address().folder).expect("our own folder");
    let private = fs::Permissions::from_mode(0o700);
    fs::set_permissions(desk.address().folder, private).expect("our own folder");
    let deaf = std::os::unix::net::UnixListener::bind(desk.address().socket).expect("a socket");
    let said = desk.run(&["show", "maya", "--json"]);
    assert_eq!(said.code, Some(0));
    assert!(said.out.contains("storage"));
    assert_eq!(
        said.err,
        "rekindle: answered without the daemon: the daemon does not answer (it took too long)\n"
    );
    drop(deaf);

    // Anybody could have put a socket into an open folder.
    let open = fs::Permissions::from_mode(0o755);
    fs::set_permissions(desk.address().folder, open).expect("our own folder");
    let said = desk.run(&["show", "maya", "--json"]);
    assert_eq!(said.code, Some(0));
    assert!(said.err.contains("not safe to use: others may enter it"), "{said:?}");
    assert_eq!(said.err.lines().count(), 1);
    assert_eq!(desk.run(&["daemon", "run"]).code, Some(2));
}

#[test]
fn other_settings_are_read_again_or_cost_one_line() {
    let desk = small();
    let _daemon = desk.daemon();
    desk.asked(&["quiet"]);
    desk.write(".rekindle/config.toml", "[quiet]\nsingle = 5\n");
    let said = desk.asked(&["quiet", "--json"]);
    assert_eq!(said.json()["items"][0]["line_days"], 5, "{said:?}");

    let config = desk.beside("elsewhere/rekindle");
    fs::create_dir_all(&config).expect("our own folder");
    fs::write(config.join("config.toml"), "me = [\"Ann Lee\"]\n").expect("our own file");
    let mut command = desk.command(&["quiet"]);
    let output = command.env("XDG_CONFIG_HOME", desk.beside("elsewhere")).output();
    let output = output.expect("it starts");
    assert!(output.status.success());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("the daemon has other settings"), "{told}");
    assert_eq!(told.lines().count(), 1);
    desk.asked(&["quiet"]);
}

#[test]
fn two_at_once_beside_a_daemon_and_an_editor() {
    let desk = small();
    let _daemon = desk.daemon();
    thread::scope(|scope| {
        let ask = |alone: bool| {
            let desk = &desk;
            move || {
                for number in 0..10 {
                    let name = format!("People/{alone} {number}.md");
                    desk.write(&name, &contact(&format!("about {alone} {number}")));
                    let who = format!("{alone} {number}");
                    let question = ["show", who.as_str(), "--json"];
                    let said = if alone { desk.alone(&question) } else { desk.run(&question) };
                    assert_eq!(said.code, Some(0), "{said:?}");
                    assert!(said.out.contains(&format!("about {alone} {number}")), "{said:?}");
                    let question = ["search", &format!("\"about {alone} {number}\""), "--json"];
                    let said = if alone { desk.alone(&question) } else { desk.run(&question) };
                    assert_eq!(said.json()["items"][0]["path"], name, "{said:?}");
                }
            }
        };
        scope.spawn(ask(true));
        scope.spawn(ask(false));
        scope.spawn(|| {
            for number in 0..100 {
                desk.write(&format!("Notes/{number}.md"), "text");
            }
        });
    });
    let (through, alone) = (desk.asked(&["index", "--json"]), desk.alone(&["index", "--json"]));
    let [through, alone] = [through, alone].map(|said| {
        let mut json = said.lasting_json();
        // Whoever kept facts last may have done so before the last note was written.
        json["items"][0].as_object_mut().expect("an object").remove("bytes");
        json
    });
    assert_eq!(through, alone);
    assert_eq!(alone["items"][0]["notes"], 121);
}

#[test]
fn a_cache_that_cannot_be_written_costs_one_line() {
    let desk = small();
    fs::create_dir_all(desk.beside("cache")).expect("our own folder");
    fs::write(desk.beside("cache/rekindle"), "a file").expect("our own file");
    let _daemon = desk.daemon();
    for text in ["wind", "water"] {
        desk.write(MAYA, &contact(text));
        desk.asked(&["quiet"]);
        let [through, alone] =
            [desk.run(&["show", "maya", "--json"]), desk.alone(&["show", "maya", "--json"])];
        assert_eq!(through.lasting_json(), alone.lasting_json());
        assert!(through.out.contains(text));
        let question = ["search", text, "--json"];
        let [found, found_alone] = [desk.run(&question), desk.alone(&question)];
        assert_eq!(found.json()["items"][0]["path"], MAYA, "{found:?}");
        assert_eq!(found.lasting_json(), found_alone.lasting_json());
        for said in [through, alone, found, found_alone] {
            assert!(said.err.contains("could not be kept for the next time"), "{said:?}");
            assert_eq!(said.err.lines().count(), 1, "{said:?}");
        }
    }
}

#[test]
fn a_cache_that_is_deleted_costs_nothing() {
    let desk = small();
    // Enough notes for an index on disk.
    for number in 0..100 {
        desk.write(&format!("Notes/{number}.md"), "plain text");
    }
    let _daemon = desk.daemon();
    for text in ["wind", "water"] {
        assert_eq!(desk.asked(&["search", "plain", "--json"]).json()["notes"]["found"], 100);
        fs::remove_dir_all(desk.beside("cache")).expect("it was kept");
        assert_eq!(desk.asked(&["show", "maya", "--json"]).code, Some(0));
        assert_eq!(desk.asked(&["search", "plain", "--json"]).json()["notes"]["found"], 100);
        desk.write(MAYA, &contact(text));
        let through = desk.asked(&["show", "maya", "--json"]);
        assert!(through.out.contains(text), "{through:?}");
        let found = desk.asked(&["search", text, "--json"]);
        assert_eq!(found.json()["items"][0]["path"], MAYA, "{found:?}");
        assert_eq!(desk.asked(&["search", "plain", "--json"]).json()["notes"]["found"], 100);
        assert_eq!(through.lasting_json(), desk.alone(&["show", "maya", "--json"]).lasting_json());
        assert!(desk.beside("cache").exists(), "what was read is kept again");
    }
}

#[test]
fn a_vault_that_is_away_is_told_alike_and_comes_back() {
    let desk = Desk::new(&[]);
    for number in 0..12 {
        desk.write(&format!("People/{number}.md"), "text");
    }
    let _daemon = desk.daemon();
    desk.asked(&["index"]);
    fs::rename(desk.at("People"), desk.beside("away")).expect("our own folder");
    let (through, alone) = (desk.run(&["quiet"]), desk.alone(&["quiet"]));
    assert_eq!((through.code, &through.err), (Some(2), &alone.err));
    assert!(through.err.contains("is empty, but 12 notes are known"), "{through:?}");
    fs::rename(desk.beside("away"), desk.at("People")).expect("our own folder");
    assert_eq!(desk.asked(&["index", "--json"]).json()["items"][0]["notes"], 12);
    // Another root in its place.
    fs::rename(&desk.vault, desk.beside("old")).expect("our own folder");
    desk.write("only.md", "text");
    assert_eq!(desk.asked(&["index", "--json"]).json()["items"][0]["notes"], 1);
    fs::remove_dir_all(&desk.vault).expect("our own folder");
    fs::rename(desk.beside("old"), &desk.vault).expect("our own folder");
    assert_eq!(desk.asked(&["index", "--json"]).json()["items"][0]["notes"], 12);
}
