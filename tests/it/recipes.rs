//! Runs docs/recipes.md, as far as the programs it names are here: each recipe on the sample, by the shell
//! or the editor for which it is written.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::blocks::blocks;
use crate::vault::TestVault;

/// The text of a recipe.
fn recipe(name: &str) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/recipes.md");
    let page = fs::read_to_string(page).expect("docs/recipes.md is there");
    let found = blocks(&page).into_iter().find(|block| block.marked("file") == Some(name));
    found.unwrap_or_else(|| panic!("there is no recipe {name}")).text
}

/// A program in a private home whose vault is the sample, with this one on its path.
fn program(vault: &TestVault, name: &str) -> Command {
    let own = Path::new(env!("CARGO_BIN_EXE_rekindle")).parent().expect("a folder").to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path: OsString =
        std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&path)))
            .expect("no odd folders");
    let mut command = Command::new(name);
    command.env_clear().env("PATH", path).env("HOME", vault.home()).current_dir(vault.home());
    command.env("REKINDLE_VAULT", vault.root()).env("REKINDLE_TODAY", "2026-11-20");
    command.stdin(Stdio::null());
    command
}

/// What a shell prints that runs a recipe and then some more.
fn in_shell(vault: &TestVault, recipe_name: &str, more: &str) -> String {
    let script = recipe(recipe_name) + more;
    let mut shell = program(vault, "sh");
    let output = shell.args(["-c", &script]).output().expect("there is a shell");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{recipe_name}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_quickfix_list_of_vim_takes_what_check_finds() {
    let vault = TestVault::sample();
    let script = recipe("quickfix.vim")
        + "call writefile(map(getqflist(), {_, e -> e.valid . ' ' . e.lnum . ':' . e.col . ' ' . bufname(e.bufnr)}), 'list')\nqa!\n";
    fs::write(vault.home().join("script.vim"), script).expect("our own folder");
    let mut vim = program(&vault, "vim");
    vim.args(["-Nu", "NONE", "-es", "-S", "script.vim"]);
    let Ok(status) = vim.env("TERM", "dumb").stdout(Stdio::null()).stderr(Stdio::null()).status()
    else {
        return;
    };
    assert!(status.code().is_some());
    let list = fs::read_to_string(vault.home().join("list")).expect("vim wrote a list");
    let root = vault.root().display();
    let expected = format!(
        "1 4:7 {root}/Meetings/2026/2026-06-18 Substation walk.md\n\
         1 3:7 {root}/Meetings/2026/2026-11-12 Dev Raman.md\n\
         1 7:15 {root}/People/Elena Marsh.md\n"
    );
    assert_eq!(list, expected);
}

#[test]
fn fzf_opens_the_editor_where_it_was_said() {
    let vault = TestVault::sample();
    if program(&vault, "fzf").arg("--version").stdout(Stdio::null()).status().is_err() {
        return;
    }
    let mut shell = program(&vault, "sh");
    // Chooses what fits instead of asking, and tells what the editor is asked to open.
    shell.env("FZF_DEFAULT_OPTS", "--filter='saltmarsh handover'").env("EDITOR", "echo");
    shell.args(["-c", &recipe("fzf.sh"), "sh", "handover"]);
    let output = shell.output().expect("there is a shell");
    let lunch = vault.root().join("Meetings/2026/2026-11-05 Lunch at Saltmarsh.md");
    let expected = format!("+14 {}\n", lunch.display());
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{output:?}");
}

#[test]
fn cron_mails_what_waits_and_nothing_else() {
    let vault = TestVault::sample();
    std::os::unix::fs::symlink(vault.root(), vault.home().join("notes")).expect("our own folder");
    let mail = in_shell(&vault, "cron.sh", "");
    assert!(mail.starts_with("4 messages wait for an answer"), "{mail}");
    let quiet = TestVault::new("=== People/Ada.md\n- 2026-11-18 met\n");
    std::os::unix::fs::symlink(quiet.root(), quiet.home().join("notes")).expect("our own folder");
    assert_eq!(in_shell(&quiet, "cron.sh", ""), "");
}

#[test]
fn the_prompt_has_a_mark_while_something_is_open() {
    let ask = "rekindle_mark\n";
    assert_eq!(in_shell(&TestVault::sample(), "prompt.sh", ask), "● ");
    assert_eq!(in_shell(&TestVault::empty(), "prompt.sh", ask), "");
}

#[test]
fn tables_and_paths_go_where_they_are_sent() {
    let vault = TestVault::sample();
    in_shell(&vault, "markdown.sh", "");
    let note = fs::read_to_string(vault.home().join("Weekly review.md")).expect("it was written");
    assert!(note.starts_with("| Contact | State |"), "{note}");
    in_shell(&vault, "csv.sh", "");
    let table = fs::read_to_string(vault.home().join("unanswered.csv")).expect("it was written");
    assert!(table.starts_with("contact,contact_path,since,"), "{table}");
    let found = in_shell(&vault, "paths.sh", "");
    assert!(!found.is_empty() && found.lines().all(|path| Path::new(path).is_file()), "{found}");
}
