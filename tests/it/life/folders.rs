//! Folders in which there can be no daemon, or in which others could have a hand: said once, and every
//! question is answered.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;

use super::start::{START, line, small};
use crate::support_daemon::{Background, Desk, Said, said};

fn open_to_all(folder: &Path) {
    fs::create_dir_all(folder).expect("our own folder");
    fs::set_permissions(folder, Permissions::from_mode(0o777)).expect("our own folder");
}

/// Gives a folder to somebody else; false if that is not ours to do.
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn given_away(folder: &Path) -> bool {
    fs::create_dir_all(folder).expect("our own folder");
    fs::set_permissions(folder, Permissions::from_mode(0o700)).expect("our own folder");
    let given = chown(folder, Some(12_345), None).is_ok();
    if !given {
        eprintln!("another owner was not tried: only root can give a folder away");
    }
    given
}

fn answered(desk: &Desk) -> Said {
    let said = desk.run(&["show", "maya", "--json"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("storage"), "{said:?}");
    said
}

#[test]
fn a_runtime_folder_that_is_not_ours_alone_is_not_used() {
    let desk = small();
    let _left = Background(&desk);
    let folder = desk.address().folder;
    let refused = |why: &str| {
        let told = format!("the daemon's folder {} is not safe to use: {why}", folder.display());
        let beside = format!("rekindle: answered without the daemon: {told}\n");
        assert_eq!(answered(&desk).err, beside);
        for command in [&START[..], &["daemon", "stop"], &["daemon", "run"]] {
            let said = desk.run(command);
            assert_eq!((said.code, said.err), (Some(2), format!("error: {told}\n")), "{command:?}");
        }
        assert_eq!(desk.run(&["daemon", "status"]).code, Some(3));
        assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 0);
    };
    open_to_all(&folder);
    refused("others may enter it; `chmod 700` closes it");
    if given_away(&folder) {
        refused("it belongs to somebody else");
    }
}

#[test]
fn a_state_folder_that_others_may_write_to_is_not_used() {
    let desk = small();
    let _left = Background(&desk);
    let state = desk.beside("state/rekindle");
    let refused = |why: &str| {
        let told = format!("the daemon's folder {} is not safe to use: {why}", state.display());
        assert_eq!(answered(&desk).err, "");
        let said = desk.run(&START);
        let log = desk.address().log;
        let expected = format!(
            "error: the daemon could not be started: {told}\nits log is {}\n",
            log.display()
        );
        assert_eq!((said.code, said.err), (Some(2), expected));
        let said = desk.run(&["daemon", "run"]);
        assert_eq!((said.code, said.err), (Some(2), format!("error: {told}\n")));
        assert!(line(&desk.run(&["daemon", "stop"])).ends_with("is running"));
        assert!(!desk.address().lock.exists());
    };
    open_to_all(&state);
    refused("others may write to it; `chmod go-w` ends that");
    if given_away(&state) {
        refused("it belongs to somebody else");
    }
}

#[test]
fn a_socket_path_that_is_too_long_means_no_daemon() {
    let desk = small();
    let long = desk.beside(&"r".repeat(120));
    let run = |arguments: &[&str]| said(desk.command(arguments).env("XDG_RUNTIME_DIR", &long));
    let answer = run(&["show", "maya", "--json"]);
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
    for command in [&START[..], &["daemon", "run"], &["daemon", "install"]] {
        let said = run(command);
        assert_eq!(said.code, Some(2), "{said:?}");
        let told = "error: the path of the daemon's socket is too long: ";
        assert!(said.err.starts_with(told), "{said:?}");
        let hint = "bytes, and 107 are allowed; set XDG_RUNTIME_DIR to a shorter folder\n";
        assert!(said.err.ends_with(hint), "{said:?}");
    }
    assert!(line(&run(&["daemon", "stop"])).ends_with("is running"));
    assert_eq!(run(&["daemon", "status"]).code, Some(3));
}

#[test]
fn without_a_runtime_folder_the_socket_is_among_the_state() {
    let desk = small();
    let run = |arguments: &[&str]| {
        let mut command = desk.command(arguments);
        said(command.env_remove("XDG_RUNTIME_DIR"))
    };
    let _left = Background(&desk);
    assert!(line(&run(&START)).starts_with("watching"));
    let folder = desk.beside("state/rekindle/run");
    let mode = fs::metadata(&folder).expect("it was made").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let through = (0..50).any(|_| run(&["quiet", "-v"]).err.contains("answered by the daemon"));
    assert!(through);
    assert!(line(&run(&["daemon", "stop"])).ends_with("has ended"));
    assert_eq!(fs::read_dir(&folder).expect("it stays").count(), 0);
}
