//! `rekindle daemon install`, and what a daemon tells whoever supervises it.

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::Command;

use rustix::process::Signal;

use super::start::{START, line, small};
use crate::support_daemon::{Background, Daemon, Desk, PATIENCE, said};

fn heard(socket: &UnixDatagram) -> String {
    socket.set_read_timeout(Some(PATIENCE)).expect("it is a socket");
    let mut bytes = [0; 256];
    let length = socket.recv(&mut bytes).expect("it tells");
    String::from_utf8_lossy(&bytes[..length]).into_owned()
}

fn told_to(desk: &Desk, socket: &UnixDatagram, address: &std::ffi::OsStr) {
    let mut command = desk.command(&["daemon", "run"]);
    let mut daemon = Daemon::launch(command.env("NOTIFY_SOCKET", address));
    assert_eq!(heard(socket), "STATUS=reading the notes");
    assert_eq!(heard(socket), "READY=1\nSTATUS=watching 1 note");
    daemon.signal(Signal::TERM);
    assert_eq!(heard(socket), "STOPPING=1");
    assert!(daemon.end().0.success());
}

#[test]
fn whoever_supervises_it_is_told_when_it_is_ready_and_ends() {
    let desk = small();
    let path = desk.beside("supervisor");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    told_to(&desk, &socket, path.as_os_str());
}

#[cfg(target_os = "linux")]
#[test]
fn a_supervisor_may_have_a_name_that_is_no_path() {
    use std::os::linux::net::SocketAddrExt;
    let desk = small();
    let name = format!("rekindle-life-{}", std::process::id());
    let address = std::os::unix::net::SocketAddr::from_abstract_name(&name).expect("it is short");
    let socket = UnixDatagram::bind_addr(&address).expect("a socket");
    told_to(&desk, &socket, format!("@{name}").as_ref());
}

#[test]
fn one_that_cannot_begin_tells_no_supervisor_that_it_is_ready() {
    let desk = small();
    let _daemon = desk.daemon();
    let path = desk.beside("supervisor");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    let mut command = desk.command(&["daemon", "run"]);
    assert!(line(&said(command.env("NOTIFY_SOCKET", &path))).ends_with("already running"));
    socket.set_nonblocking(true).expect("it is a socket");
    assert!(socket.recv(&mut [0; 9]).is_err());
}

/// What `install` says, with the key of the vault taken out.
fn plain(desk: &Desk, text: &str) -> String {
    let socket = desk.address().socket;
    let key = &socket.file_name().and_then(|name| name.to_str()).expect("a name")[..8];
    let home = desk.beside("");
    let home = home.to_str().expect("text").trim_end_matches('/');
    text.replace(key, "KEY")
        .replace(home, "HOME")
        .replace(env!("CARGO_BIN_EXE_rekindle"), "PROGRAM")
}

#[cfg(target_os = "linux")]
#[test]
fn the_unit_is_written_and_how_to_use_it_is_said() {
    let desk = small();
    let printed = desk.run(&["daemon", "install", "--print"]);
    assert_eq!((printed.code, printed.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(plain(&desk, &printed.out), @r#"
    # Written by `rekindle daemon install`.
    [Unit]
    Description=rekindle daemon for HOME/vault (notes)

    [Service]
    Type=notify
    ExecStart="PROGRAM" --vault "HOME/vault" daemon run
    Environment="XDG_CONFIG_HOME=HOME/config"
    Environment="XDG_CACHE_HOME=HOME/cache"
    Environment="XDG_STATE_HOME=HOME/state"
    Environment="XDG_RUNTIME_DIR=HOME/run"
    Environment="MALLOC_ARENA_MAX=2"
    Environment="MALLOC_MMAP_THRESHOLD_=1048576"
    Environment="MALLOC_TRIM_THRESHOLD_=8388608"
    Restart=on-failure
    RestartSec=30
    TimeoutStartSec=infinity
    TimeoutStopSec=10
    NoNewPrivileges=yes
    UMask=0077

    [Install]
    WantedBy=default.target
    "#);
    assert!(!desk.beside("config").exists(), "it is only shown");

    let installed = desk.run(&["daemon", "install"]);
    assert_eq!((installed.code, installed.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(plain(&desk, &installed.out), @"
    written:          HOME/config/systemd/user/rekindle-KEY.service
    to switch it on:  systemctl --user daemon-reload && systemctl --user enable --now rekindle-KEY.service
    to take it away:  systemctl --user disable --now rekindle-KEY.service && rm HOME/config/systemd/user/rekindle-KEY.service
    ");
    let folder = desk.beside("config/systemd/user");
    let files: Vec<_> = fs::read_dir(folder).expect("it was made").flatten().collect();
    assert_eq!(files.len(), 1);
    let file = files[0].path();
    assert_eq!(fs::read_to_string(&file).expect("our own file"), printed.out);

    let _left = Background(&desk);
    line(&desk.run(&START));
    let again = desk.run(&["daemon", "install"]);
    insta::assert_snapshot!(plain(&desk, &again.out), @"
    is there already: HOME/config/systemd/user/rekindle-KEY.service
    but first:        rekindle daemon stop   (one is running now)
    to switch it on:  systemctl --user daemon-reload && systemctl --user enable --now rekindle-KEY.service
    to take it away:  systemctl --user disable --now rekindle-KEY.service && rm HOME/config/systemd/user/rekindle-KEY.service
    ");
    fs::write(&file, "an old one").expect("our own file");
    assert!(desk.run(&["daemon", "install"]).out.starts_with("written:"));
    assert_eq!(fs::read_to_string(&file).expect("our own file"), printed.out);
}

#[test]
fn a_path_that_no_service_file_can_hold_is_refused() {
    let mut desk = small();
    let odd = desk.beside("two\nlines");
    fs::rename(&desk.vault, &odd).expect("our own folder");
    desk.vault = odd.canonicalize().expect("our own folder");
    let refused = desk.run(&["daemon", "install"]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""));
    assert!(refused.err.contains("two\\nlines"), "{refused:?}");
    assert!(refused.err.contains("has a line end or another control character"), "{refused:?}");
    assert!(!desk.beside("config").exists());
}

/// What systemd says of a unit; none if it is not there or cannot look at any.
#[cfg(target_os = "linux")]
fn verified(unit: &Path) -> Option<String> {
    let verify = |unit: &Path| {
        let mut command = Command::new("systemd-analyze");
        // It looks for other units where a user's would be, and must find a place for its own socket.
        let home = unit.parent().expect("a folder");
        command.env_clear().env("HOME", home).env("XDG_RUNTIME_DIR", home);
        command.args(["--user", "--man=no", "verify"]).arg(unit).output().ok()
    };
    let probe = unit.with_file_name("probe.service");
    fs::write(&probe, "[Service]\nExecStart=/bin/true\n").expect("our own file");
    verify(&probe).filter(|probed| probed.status.success() && probed.stderr.is_empty())?;
    let output = verify(unit)?;
    Some(format!("{}{}", output.status, String::from_utf8_lossy(&output.stderr)))
}

#[cfg(target_os = "linux")]
#[test]
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn systemd_finds_nothing_wrong_with_a_unit_of_odd_paths() {
    let mut desk = small();
    let odd = desk.beside(r#"My $notes ${x} "a" 'b' 5% %h \n ü \"#);
    fs::rename(&desk.vault, &odd).expect("our own folder");
    desk.vault = odd.canonicalize().expect("our own folder");
    let folder = desk.beside("bin 5% of $y ü");
    fs::create_dir(&folder).expect("our own folder");
    let program = folder.join("rekindle");
    fs::copy(env!("CARGO_BIN_EXE_rekindle"), &program).expect("our own file");
    let installed = said(&mut desk.command_of(&program, &["daemon", "install"]));
    assert_eq!(installed.code, Some(0), "{installed:?}");
    let units = desk.beside("config/systemd/user");
    let unit = fs::read_dir(units).expect("it was made").flatten().next().expect("a unit").path();
    match verified(&unit) {
        Some(told) => {
            assert_eq!(told, "exit status: 0", "{}", fs::read_to_string(&unit).unwrap_or_default())
        }
        None => eprintln!("the unit was not looked at: there is no systemd-analyze that can"),
    }
}

#[test]
fn a_name_on_the_path_is_preferred() {
    let desk = small();
    let folder = desk.beside("bin");
    fs::create_dir(&folder).expect("our own folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_rekindle"), folder.join("rekindle"))
        .expect("a link");
    let mut command = desk.command(&["daemon", "install", "--print"]);
    let printed = said(command.env("PATH", format!("relative:/not/there:{}", folder.display())));
    assert!(printed.out.contains(&format!("{}/rekindle", folder.display())), "{printed:?}");
    assert!(!printed.out.contains(env!("CARGO_BIN_EXE_rekindle")), "{printed:?}");
}
