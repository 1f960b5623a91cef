//! A terminal to run the program in, of a size that the test says.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::process::Command;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// What a command shows on a terminal of so many columns and rows, and its exit code. Its standard error
/// is a pipe, and comes last.
pub fn on_a_terminal(command: &mut Command, (columns, rows): (u16, u16)) -> (String, String, i32) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal can be opened");
    grantpt(&ours).expect("it is ours");
    unlockpt(&ours).expect("it is ours");
    let name = ptsname(&ours, Vec::new()).expect("it has a name");
    let name = name.to_str().expect("a path of /dev").to_owned();
    let theirs = OpenOptions::new().read(true).write(true).open(name).expect("it opens");
    let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&theirs, size).expect("a terminal has a size");
    let mut child = command
        .stdout(theirs)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    // Our copy of the other end would keep the terminal open.
    command.stdout(std::process::Stdio::null());
    let (mut terminal, mut shown) = (File::from(ours), Vec::new());
    let mut piece = [0; 4096];
    // The end of a terminal is an error on some systems and nothing on others.
    while let Ok(length @ 1..) = terminal.read(&mut piece) {
        shown.extend_from_slice(&piece[..length]);
    }
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("it is a pipe");
    stderr.read_to_string(&mut said).expect("it is UTF-8");
    let code = child.wait().expect("it ends").code().expect("it ends by itself");
    let shown = String::from_utf8(shown).expect("all output is UTF-8");
    (shown.replace("\r\n", "\n"), said, code)
}
