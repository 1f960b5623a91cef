//! Tests that mount disks or take watches away from themselves, each in a namespace of its own, where that
//! harms nobody and needs no rights.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Tells a test that it is inside.
const INSIDE: &str = "REKINDLE_TEST_NAMESPACE";

/// Whether this test runs in a namespace of its own. If not, it is run again in one, and has to pass there.
/// Where the system grants no namespaces, nothing is run, and that is said.
pub fn entered(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let unshare = || {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount"]);
        command
    };
    // Both must be granted, the namespace and a limit of its own.
    let probe = "mount -t tmpfs none /mnt && echo 99999 > /proc/sys/user/max_inotify_watches";
    let granted = unshare().args(["sh", "-c", probe]).output();
    if !granted.is_ok_and(|output| output.status.success()) {
        say_not_run(test);
        return false;
    }
    let me = std::env::current_exe().expect("a test has a file");
    let mut again = unshare();
    again.arg(me).args(["--exact", test, "--nocapture", "--include-ignored"]).env(INSIDE, "1");
    let output = again.output().expect("it was granted just now");
    let told = String::from_utf8_lossy(&output.stdout);
    let passed = output.status.success() && told.contains("1 passed");
    assert!(passed, "{told}{}", String::from_utf8_lossy(&output.stderr));
    false
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn say_not_run(test: &str) {
    eprintln!("{test} was not run: this system grants no namespaces");
}

/// Lets this namespace have only so many watched folders, or watchers, from now on.
pub fn limit(what: &str, number: usize) {
    fs::write(format!("/proc/sys/user/{what}"), number.to_string()).expect("it is our namespace");
}

/// Mounts an empty disk in memory.
pub fn mount_empty(at: &Path) {
    mounting(Command::new("mount").args(["-t", "tmpfs", "none"]).arg(at));
}

/// Mounts an empty disk in memory that holds so many bytes.
pub fn mount_small(at: &Path, bytes: usize) {
    let size = format!("size={bytes}");
    mounting(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "none"]).arg(at));
}

/// Lets nobody write to what is mounted, or everybody again. The mount is closed and not the disk, for a disk
/// on which a file is open that was deleted meanwhile cannot be.
pub fn close(at: &Path, closed: bool) {
    let how = if closed { "remount,bind,ro" } else { "remount,bind,rw" };
    mounting(Command::new("mount").args(["-o", how]).arg(at));
}

/// Shows a folder in another place.
pub fn mount_folder(folder: &Path, at: &Path) {
    mounting(Command::new("mount").arg("--bind").args([folder, at]));
}

/// Shows a folder in another place by a program in between.
pub fn mount_by_program(folder: &Path, at: &Path) {
    mounting(Command::new("bindfs").args([folder, at]));
}

/// Takes away what is mounted.
pub fn unmount(at: &Path) {
    mounting(Command::new("umount").arg(at));
}

fn mounting(command: &mut Command) {
    let output = command.output().expect("a system that grants namespaces can mount");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
