//! What the program is made of, and that none of it talks to a network or gives up the safety of memory in
//! sources of ours. `deny.toml` says the same to `cargo deny`; nothing but the suite is needed here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml::{Table, Value};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn table(file: &str) -> Table {
    let text = fs::read_to_string(root().join(file)).expect("it is there");
    text.parse().unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The packages of a lock file that come from elsewhere than the registry, or cannot be told from others.
fn strays(lock: &Table) -> Vec<String> {
    const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";
    let packages = lock["package"].as_array().expect("a list");
    let fine = |package: &&Value| {
        let ours = text(package, "name") == "rekindle" && package.get("source").is_none();
        ours || (text(package, "source") == REGISTRY && text(package, "checksum").len() == 64)
    };
    let strays = packages.iter().filter(|package| !fine(package));
    strays.map(|package| text(package, "name").to_owned()).collect()
}

#[test]
fn every_crate_comes_from_the_registry_with_its_checksum() {
    let lock = table("Cargo.lock");
    assert!(lock["package"].as_array().is_some_and(|packages| packages.len() > 100));
    assert_eq!(strays(&lock), [""; 0]);
    let planted = "[[package]]\nname = 'a'\nsource = 'git+https://example.org/a'\nchecksum = ''\n\
                   [[package]]\nname = 'b'\n[[package]]\nname = 'rekindle'\n";
    assert_eq!(strays(&planted.parse().expect("it is TOML")), ["a", "b"]);
    let own = table("Cargo.toml");
    for key in ["patch", "replace"] {
        assert!(!own.contains_key(key), "{key}");
    }
}

/// The names that `deny.toml` bans.
fn banned() -> Vec<String> {
    let deny = table("deny.toml");
    let list = deny["bans"]["deny"].as_array().expect("a list");
    list.iter().map(|one| text(one, "crate").to_owned()).collect()
}

#[test]
fn no_crate_that_talks_to_a_network_is_among_them() {
    let (lock, banned) = (table("Cargo.lock"), banned());
    for name in ["tokio", "hyper", "reqwest", "ureq", "rustls", "openssl", "socket2", "curl"] {
        assert!(banned.iter().any(|banned| banned == name), "{name} is on the list");
    }
    for package in lock["package"].as_array().expect("a list") {
        let name = text(package, "name");
        assert!(!banned.iter().any(|banned| banned == name), "{name} talks to a network");
    }
}

/// Three crates among them could open a socket if they were asked to: `libc`, which is the system's own list
/// of functions; `rustix`, with which we open Unix sockets; and `mio`, whose sockets are a feature.
#[test]
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn the_sockets_of_mio_are_left_out() {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--locked", "--offline", "-e", "normal,features", "-i", "mio"]);
    let output = tree.current_dir(root()).output().expect("cargo runs the tests");
    let told = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        eprintln!("not run: {}", String::from_utf8_lossy(&output.stderr));
        return;
    }
    assert!(told.contains("mio feature \"os-ext\""), "{told}");
    assert!(!told.contains("mio feature \"net\""), "{told}");
}

/// All Rust sources of ours, with their paths.
fn sources() -> Vec<(PathBuf, String)> {
    let mut sources = Vec::new();
    let mut waiting: Vec<PathBuf> = ["src", "tests", "benches", "fuzz/fuzz_targets", "build.rs"]
        .map(|at| root().join(at))
        .into();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("our own folder").flatten();
            waiting.extend(entries.map(|entry| entry.path()));
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).expect("our own file");
            sources.push((path, text));
        }
    }
    assert!(sources.len() > 200, "the sources are found");
    sources
}

/// Whether a word stands in a line of a source that is no comment.
fn says(source: &str, word: &str) -> bool {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut words = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
    words.any(|one| one == word)
}

#[test]
fn memory_is_safe_and_the_lint_says_so() {
    assert_eq!(text(&table("Cargo.toml")["lints"]["rust"], concat!("un", "safe_code")), "forbid");
    // Put together, so that this file does not say it.
    for word in [concat!("un", "safe"), concat!("un", "safe_code"), concat!("no_", "mangle")] {
        for (path, source) in sources() {
            assert!(!says(&source, word), "{} says {word}", path.display());
        }
    }
    assert!(says(concat!("let a = un", "safe { b };"), concat!("un", "safe")));
    assert!(!says(concat!("// un", "safe\nnot_un", "safe"), concat!("un", "safe")));
}

#[test]
fn no_source_names_a_network() {
    let words = [
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "ToSocketAddrs",
        "SocketAddrV4",
        "SocketAddrV6",
        "IpAddr",
        "INET",
        "INET6",
        "NETLINK",
        "PACKET",
    ];
    for (path, source) in
        sources().into_iter().filter(|(path, _)| path.starts_with(root().join("src")))
    {
        for word in words {
            assert!(!says(&source, word), "{} says {word}", path.display());
        }
        assert!(!source.contains("std::net"), "{}", path.display());
    }
}

/// By the system's own account, while the program runs.
#[cfg(target_os = "linux")]
mod running {
    use std::fs;
    use std::process::{Command, Stdio};

    use crate::support_daemon::{Daemon, Desk};

    /// Every command, with and without a daemon.
    const COMMANDS: [&[&str]; 23] = [
        &[],
        &["today"],
        &["quiet"],
        &["unanswered"],
        &["owed"],
        &["search", "tariff"],
        &["search", "https://example.org/a"],
        &["who", "storage"],
        &["search", "--explain", "tariff"],
        &["man"],
        &["check", "--strict"],
        &["tree"],
        &["stats"],
        &["index"],
        &["index", "--rebuild"],
        &["show", "maya"],
        &["why", "maya"],
        &["prep", "noor"],
        &["config"],
        &["paths"],
        &["completions", "bash"],
        &["daemon", "status"],
        &["quiet", "--hyperlink", "always"],
    ];

    fn traced(desk: &Desk, arguments: &[&str], log: &str) -> Command {
        let run = desk.command(arguments);
        let mut traced = Command::new("strace");
        traced.args(["-f", "-qq", "-e", "trace=socket,connect,bind,sendto,sendmsg", "-o"]);
        traced.arg(desk.beside(log)).arg(run.get_program()).args(run.get_args());
        traced.env_clear().current_dir(&desk.vault).stdin(Stdio::null());
        traced.envs(run.get_envs().filter_map(|(name, value)| Some((name, value?))));
        traced.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        traced
    }

    /// The calls that speak of an address family other than the local one.
    fn foreign(log: &str) -> Vec<&str> {
        let is_foreign = |call: &&str| call.split("AF_").skip(1).any(|f| !f.starts_with("UNIX"));
        log.lines().filter(is_foreign).collect()
    }

    /// How many sockets were made, all of which have to be local.
    fn local_ones(desk: &Desk, log: &str) -> usize {
        let log = fs::read_to_string(desk.beside(log)).expect("strace wrote it");
        assert_eq!(foreign(&log), [""; 0]);
        log.lines().filter(|call| call.contains("socket(AF_UNIX")).count()
    }

    #[test]
    fn a_foreign_socket_would_be_seen() {
        let log = "7 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 4\n\
                   7 connect(4, {sa_family=AF_UNIX, sun_path=\"/run/a\"}, 9) = 0\n\
                   8 socket(AF_INET6, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 5\n\
                   9 connect(5, {sa_family=AF_INET, sin_port=htons(80)}, 16 <unfinished ...>\n";
        assert_eq!(foreign(log), log.lines().skip(2).collect::<Vec<_>>());
    }

    #[test]
    #[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
    fn it_opens_no_network_socket() {
        if Command::new("strace").args(["-qq", "true"]).output().is_err() {
            eprintln!("not run: strace is not installed");
            return;
        }
        let desk = Desk::with_sample_vault();
        let help = desk.run(&["--help"]).out;
        for name in crate::layers::commands(&help) {
            assert!(COMMANDS.iter().any(|one| one.first() == Some(&name)), "{name} is not run");
        }
        for command in COMMANDS {
            let output = traced(&desk, command, "alone").output().expect("it was there just now");
            assert!(
                output.status.code().is_some_and(|code| code != 101),
                "{command:?}: {output:?}"
            );
            local_ones(&desk, "alone");
        }
        let daemon = Daemon::launch(&mut traced(&desk, &["daemon", "run"], "daemon"));
        let line = daemon.line().expect("it does not end");
        assert!(line.contains("watching"), "{line}");
        let mut asked = 0;
        for command in COMMANDS {
            traced(&desk, command, "client").output().expect("it was there just now");
            asked += local_ones(&desk, "client");
        }
        assert!(asked >= 10, "the daemon was asked over its socket: {asked}");
        assert!(local_ones(&desk, "daemon") >= 1, "it has one");
        rekindle::daemon::client::control(
            &desk.address(),
            rekindle::daemon::protocol::Control::Stop,
        )
        .expect("it is there");
    }

    /// The same of a daemon by what it holds open, where nothing can be traced.
    #[test]
    fn it_holds_no_network_socket_open() {
        let desk = Desk::with_sample_vault();
        let daemon = desk.daemon();
        desk.asked(&["search", "tariff"]);
        let of = |what: &str| format!("/proc/{}/{what}", daemon.pid());
        let open: Vec<String> = fs::read_dir(of("fd"))
            .expect("our own child")
            .flatten()
            .filter_map(|entry| fs::read_link(entry.path()).ok())
            .filter_map(|link| {
                let link = link.to_string_lossy().into_owned();
                Some(link.strip_prefix("socket:[")?.trim_end_matches(']').to_owned())
            })
            .collect();
        assert!(!open.is_empty(), "it listens");
        let unix = fs::read_to_string(of("net/unix")).expect("our own child");
        for inode in open {
            let known = unix.lines().any(|line| line.split_whitespace().any(|word| word == inode));
            assert!(known, "socket {inode} is no local one");
        }
    }
}
