//! Real editors and tools, as many of them as are installed, on a vault with a daemon.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use rekindle::answer::Ask;

use super::asker::{Asker, found, search};
use crate::support_daemon::{Desk, contact, git};

const NOTE: &str = "People/Maya Chen.md";

/// Programs that put one word in the place of another in a note, each by its own way of saving. `OLD`, `NEW`
/// and `NOTE` are filled in.
const EDITORS: &[(&str, &[&str])] = &[
    ("vim", &["-Nu", "NONE", "-es", "-c", "%s/OLD/NEW/", "-c", "wq", "NOTE"]),
    (
        "vim",
        &[
            "-Nu",
            "NONE",
            "-es",
            "-c",
            "set nobackup nowritebackup",
            "-c",
            "%s/OLD/NEW/",
            "-c",
            "wq",
            "NOTE",
        ],
    ),
    (
        "vim",
        &[
            "-Nu",
            "NONE",
            "-es",
            "-c",
            "set backup backupcopy=yes",
            "-c",
            "%s/OLD/NEW/",
            "-c",
            "wq",
            "NOTE",
        ],
    ),
    ("nvim", &["--clean", "-es", "-c", "%s/OLD/NEW/", "-c", "wq", "NOTE"]),
    (
        "emacs",
        &[
            "-Q",
            "--batch",
            "NOTE",
            "--eval",
            "(progn (search-forward \"OLD\") (replace-match \"NEW\") (save-buffer))",
        ],
    ),
    (
        "emacs",
        &[
            "-Q",
            "--batch",
            "NOTE",
            "--eval",
            "(progn (setq file-precious-flag t) (search-forward \"OLD\") (replace-match \"NEW\") (save-buffer))",
        ],
    ),
    ("sed", &["-i", "s/OLD/NEW/", "NOTE"]),
    ("sed", &["-i.bak", "s/OLD/NEW/", "NOTE"]),
    ("perl", &["-pi", "-e", "s/OLD/NEW/", "NOTE"]),
    (
        "node",
        &["-e", "f='NOTE';fs.writeFileSync(f,String(fs.readFileSync(f)).replace('OLD','NEW'))"],
    ),
    (
        "python3",
        &[
            "-c",
            "import mmap\nf = open('NOTE', 'r+b')\nm = mmap.mmap(f.fileno(), 0)\nf.close()\ni = m.find(b'OLD')\nm[i:i + 5] = b'NEW'\nm.close()",
        ],
    ),
    ("sh", &["-c", "sed s/OLD/NEW/ \"NOTE\" > \"NOTE.new\" && mv \"NOTE.new\" \"NOTE\""]),
    ("sh", &["-c", "sed s/OLD/NEW/ \"NOTE\" > ../copy && cp -p ../copy \"NOTE\""]),
    (
        "sh",
        &[
            "-c",
            "sed s/OLD/NEW/ \"NOTE\" > ../copy && touch -d 2001-01-01 ../copy && rsync -a --ignore-times ../copy \"NOTE\"",
        ],
    ),
    (
        "sh",
        &[
            "-c",
            "sed s/OLD/NEW/ \"NOTE\" > ../copy && touch -d 2001-01-01 ../copy && rsync -a --inplace --ignore-times ../copy \"NOTE\"",
        ],
    ),
    (
        "sh",
        &[
            "-c",
            "mkdir -p ../from && sed s/OLD/NEW/ \"NOTE\" > '../from/Maya Chen.md' && rsync -a --delay-updates --ignore-times ../from/ People/",
        ],
    ),
    (
        "sh",
        &[
            "-c",
            "printf NEW | dd conv=notrunc status=none of=\"NOTE\" bs=1 seek=$(grep -abo OLD \"NOTE\" | cut -d: -f1)",
        ],
    ),
    (
        "sh",
        &[
            "-c",
            // Typed on a terminal, at the pace of a quick typist.
            "(sleep 0.5; printf '\\033rOLD\\rNEW\\rA'; sleep 0.3; printf '\\017\\r'; sleep 0.3; \
             printf '\\030'; sleep 0.3) | TERM=xterm script -qec \"nano 'NOTE'\" /dev/null",
        ],
    ),
];

/// The five letters that the note says after so many saves.
fn word(number: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).expect("a letter"));
    ['q', 'x', letter(number / 26), letter(number), 'z'].iter().collect()
}

fn there(program: &str) -> bool {
    let null = Stdio::null;
    let mut command = Command::new(program);
    command.arg("--version").stdin(null()).stdout(null()).stderr(null());
    command.status().is_ok()
}

/// The daemon says what the notes say.
fn agrees(desk: &Desk) {
    Asker::new(desk).agrees(&[Ask::Index, Ask::Check { strict: true }, search("*")]);
}

#[test]
#[ignore = "runs the editors of this machine"]
#[expect(clippy::print_stderr, reason = "whoever asks for it wants to know what ran")]
fn real_editors() {
    let desk = Desk::new(&[(NOTE, &contact(&word(0))), ("Notes/other.md", "text")]);
    let _daemon = desk.daemon();
    let (mut saves, mut ran) = (0, Vec::new());
    for (program, arguments) in EDITORS {
        let needed = ["rsync", "nano"].into_iter().find(|name| arguments.concat().contains(name));
        let needed = needed.unwrap_or(program);
        if !there(needed) {
            eprintln!("not installed: {needed}");
            continue;
        }
        for _ in 0..3 {
            let (old, new) = (word(saves), word(saves + 1));
            saves += 1;
            let mut command = Command::new(program);
            command.current_dir(&desk.vault).env("HOME", desk.beside("home"));
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            for argument in *arguments {
                let filled = argument.replace("OLD", &old).replace("NEW", &new);
                command.arg(filled.replace("NOTE", NOTE));
            }
            command.status().expect("it is there");
            let text = fs::read_to_string(desk.at(NOTE)).expect("it was saved");
            assert!(text.contains(&new), "{program} {arguments:?} did not save: {text}");
            let asker = Asker::new(&desk);
            assert_eq!(found(asker.through(&search(&new))), [NOTE], "{program} {arguments:?}");
            assert_eq!(found(asker.through(&search(&old))), [""; 0], "{program} {arguments:?}");
            agrees(&desk);
        }
        ran.push(needed);
    }
    eprintln!("{saves} saves by {ran:?}");
    assert!(ran.len() >= 4, "{ran:?}");
}

/// Checkouts, stashes, a rebase and a cleaning of a vault under git.
#[test]
#[ignore = "runs git a hundred times"]
fn real_git() {
    let desk = Desk::new(&[(NOTE, &contact("storage"))]);
    let run = |arguments: &[&str]| assert!(git(&desk.vault, arguments), "git is installed");
    let commit = |branch: &str| {
        run(&["add", "-A"]);
        run(&["commit", "-qm", branch]);
    };
    run(&["init", "-q", "-b", "main"]);
    commit("main");
    let _daemon = desk.daemon();
    for branch in 0..10 {
        let name = format!("branch{branch}");
        run(&["checkout", "-q", "-b", &name, "main"]);
        for number in 0..40 {
            let folder = format!("New {branch} {}", number % 7);
            desk.write(&format!("{folder}/{number}.md"), &contact(&name));
        }
        desk.write(NOTE, &contact(&name));
        commit(&name);
        agrees(&desk);
    }
    for round in 0..30 {
        run(&["checkout", "-q", &format!("branch{}", round * 7 % 10)]);
        agrees(&desk);
        desk.write(NOTE, &contact("not committed"));
        run(&["stash", "-q"]);
        agrees(&desk);
        run(&["stash", "drop", "-q"]);
    }
    run(&["checkout", "-q", "main"]);
    agrees(&desk);
    assert!(!Path::new(&desk.at("New 3 3")).exists());
}
