//! `rekindle completions`: the scripts, and what they are answered when somebody presses the key. The
//! protocol is that of the scripts: `COMPLETE` names the shell, the words follow `--`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::vault::{Run, TestVault};

/// The program as the script of bash calls it for the last of these words.
fn bash(vault: &TestVault, words: &[&str]) -> Command {
    let mut command = vault.command(&[&["--", "rekindle"], words].concat());
    command.env("COMPLETE", "bash").env("_CLAP_IFS", "\n");
    command.env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    command.env("_REKINDLE_WORD", words.last().expect("a word"));
    command
}

fn lines(run: &Run) -> Vec<&str> {
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    run.stdout.lines().collect()
}

/// What bash proposes for the last word, in the vault itself; no options.
fn proposed(vault: &TestVault, words: &[&str]) -> Vec<String> {
    let mut command = bash(vault, words);
    let run = vault.finish(command.env("REKINDLE_VAULT", vault.root()));
    let lines = lines(&run).into_iter().filter(|line| !line.starts_with('-'));
    lines.map(str::to_owned).collect()
}

fn small() -> TestVault {
    TestVault::new(
        "
        === People/Maya Chen.md
        ---
        aliases: [Kestrel]
        company: Ellery Grid
        tags: [energy/grid, mentor]
        ---
        === People/Marcus Thorne.md
        ---
        company: Harrow & Vale
        tags: [energy]
        ---
        === People/Zoë Kowalczyk.md
        === Notes/Grid storage.md
        ---
        tags: [entropy]
        ---
        ",
    )
}

#[test]
fn every_shell_has_a_script_that_asks_this_program() {
    let vault = TestVault::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = vault.finish(&mut vault.command(&["completions", shell]));
        assert_eq!((run.stderr.as_str(), run.code), ("", 0), "{shell}");
        assert!(run.stdout.contains("COMPLETE"), "{shell}: {}", run.stdout);
        assert!(run.stdout.contains(env!("CARGO_BIN_EXE_rekindle")), "{shell}: {}", run.stdout);
        let by_variable = vault.finish(vault.command(&[]).env("COMPLETE", shell));
        assert_eq!(by_variable, run, "{shell}");
    }
    let run = vault.finish(&mut vault.command(&["completions", "bash"]));
    assert!(run.stdout.contains("_REKINDLE_WORD=\"${COMP_WORDS[COMP_CWORD]}\" COMPLETE=\"bash\""));
}

#[test]
fn an_unknown_shell_is_an_error() {
    let vault = TestVault::empty();
    let run = vault.finish(&mut vault.command(&["completions", "tcsh"]));
    assert_eq!((run.stdout.as_str(), run.code), ("", 2));
    assert!(run.stderr.contains("possible values: bash, elvish, fish, powershell, zsh"), "{run:?}");
    let run = vault.finish(vault.command(&[]).env("COMPLETE", "tcsh"));
    assert_eq!((run.stdout.as_str(), run.code), ("", 2));
    assert!(run.stderr.starts_with("error: unknown shell `tcsh`"), "{run:?}");
    for off in ["", "0"] {
        let run = vault.finish(vault.command(&["man"]).env("COMPLETE", off));
        assert!(run.stdout.contains(".TH rekindle"), "{run:?}");
    }
}

#[test]
fn commands_and_options_are_completed() {
    let vault = small();
    assert_eq!(proposed(&vault, &["qu"]), ["quiet"]);
    assert_eq!(proposed(&vault, &["daemon", "sta"]), ["start", "status"]);
    assert_eq!(proposed(&vault, &["tree", "--format", "d"]), ["dot"]);
    let run = vault.finish(&mut bash(&vault, &["quiet", "--ta"]));
    assert_eq!(lines(&run), ["--tag"]);
}

#[test]
fn contacts_are_completed_by_name_or_alias_whatever_the_case() {
    let vault = small();
    let cases: [(&[&str], &[&str]); 12] = [
        (&["show", "Ma"], &["Marcus\\ Thorne", "Maya\\ Chen"]),
        (&["show", "may"], &["Maya\\ Chen"]),
        (&["show", "zoe"], &["Zoë\\ Kowalczyk"]),
        (&["show", "chen"], &["Maya\\ Chen"]),
        (&["show", "kes"], &["Maya\\ Chen"]),
        (&["show", "Maya\\ C"], &["Maya\\ Chen"]),
        (&["show", "Maya", "C"], &["Chen"]),
        (&["show", "maya", ""], &["Chen"]),
        (&["show", "Maya", "X"], &[]),
        (&["show", "Maya", "Chen", ""], &[]),
        (&["show", "x"], &[]),
        (&["show", ""], &["Marcus\\ Thorne", "Maya\\ Chen", "Zoë\\ Kowalczyk"]),
    ];
    for (words, expected) in cases {
        assert_eq!(proposed(&vault, words), expected, "{words:?}");
    }
}

#[test]
fn an_open_quote_stays_open() {
    let vault = small();
    // Bash keeps the quote from the word.
    let quoted = |quote: &str| {
        let mut command = bash(&vault, &["show", "Maya C"]);
        command.env("_REKINDLE_WORD", format!("{quote}Maya C"));
        lines(&vault.finish(command.env("REKINDLE_VAULT", vault.root()))).concat()
    };
    assert_eq!((quoted("\""), quoted("'")), ("Maya Chen".to_owned(), "Maya Chen".to_owned()));
    assert_eq!(quoted(""), "Maya\\ Chen");
}

#[test]
fn tags_and_organisations_are_those_of_contacts() {
    let vault = small();
    let cases: [(&[&str], &[&str]); 6] = [
        (&["quiet", "--tag", "en"], &["energy", "energy/grid"]),
        (&["quiet", "--tag", ""], &["energy", "energy/grid", "mentor"]),
        // Bash parts words at the sign.
        (&["quiet", "--tag", "=", "men"], &["mentor"]),
        (&["tree", "--tag", "Men"], &["mentor"]),
        (&["quiet", "--org", "h"], &["Harrow\\ \\&\\ Vale"]),
        (&["--org", "el"], &["Ellery\\ Grid"]),
    ];
    for (words, expected) in cases {
        assert_eq!(proposed(&vault, words), expected, "{words:?}");
    }
}

#[test]
fn each_shell_gets_names_in_its_own_way() {
    let vault = small();
    let ask = |shell: &str, words: &[&str]| {
        let mut command = vault.command(&[&["--", "rekindle"], words].concat());
        command.env("COMPLETE", shell).env("REKINDLE_VAULT", vault.root());
        command.env("_CLAP_IFS", "\n").env("_CLAP_COMPLETE_INDEX", words.len().to_string());
        lines(&vault.finish(&mut command)).join("|")
    };
    // These quote what they insert by themselves.
    assert_eq!(ask("zsh", &["show", "Maya\\ C"]), "Maya Chen:Ellery Grid");
    assert_eq!(ask("zsh", &["show", "\"Maya C"]), "Maya Chen:Ellery Grid");
    assert_eq!(ask("zsh", &["show", "Maya", "C"]), "Chen");
    assert_eq!(ask("fish", &["show", "'Maya C"]), "Maya Chen\tEllery Grid");
    assert_eq!(ask("fish", &["quiet", "--tag", "men"]), "mentor\t1 contact");
    assert_eq!(ask("elvish", &["show", "Maya C"]), "Maya Chen");
    assert_eq!(ask("powershell", &["show", "Maya C"]), "'Maya Chen'\tEllery Grid");
}

#[test]
fn the_vault_is_that_of_the_words_typed_so_far() {
    let (vault, other) = (small(), TestVault::new("=== People/Ada Byron.md\n"));
    let (root, ada) = (other.root().display().to_string(), ["Ada\\ Byron"]);
    assert_eq!(proposed(&vault, &["--vault", &root, "show", "A"]), ada);
    assert_eq!(proposed(&vault, &["show", &format!("--vault={root}"), "A"]), ada);
    assert_eq!(proposed(&vault, &["show", "--vault", "=", &root, "A"]), ada);
    assert_eq!(proposed(&vault, &["show", "--vault", &format!("'{root}'"), "A"]), ada);
    assert_eq!(proposed(&vault, &["show", "A"]), [""; 0]);

    let in_home = vault.home().join("notes/People");
    fs::create_dir_all(&in_home).expect("our own folder");
    fs::write(in_home.join("Bo Lind.md"), "").expect("our own file");
    assert_eq!(proposed(&vault, &["--vault", "~/notes", "show", "B"]), ["Bo\\ Lind"]);

    let here = |vault: &TestVault| lines(&vault.finish(&mut bash(vault, &["show", "B"]))).concat();
    assert_eq!(here(&vault), "");
    vault.write_user_settings("vault = '~/notes'\n");
    assert_eq!(here(&vault), "Bo\\ Lind");
    fs::create_dir(other.root().join(".rekindle")).expect("our own folder");
    let mut command = bash(&vault, &["show", "A"]);
    let run = vault.finish(command.current_dir(other.root().join("People")));
    assert_eq!(lines(&run), ada);
}

#[test]
fn trouble_is_silent() {
    let vault = small();
    let silent = |command: &mut Command| {
        let run = vault.finish(command);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.code), ("", "", 0));
    };
    silent(&mut bash(&vault, &["show", "M"]));
    silent(&mut bash(&vault, &["--vault", "/nowhere", "show", "M"]));
    silent(&mut bash(&vault, &["--vault", "", "show", "M"]));
    let with = |name: &str, value: &str| {
        let mut command = bash(&vault, &["show", "M"]);
        silent(command.env(name, value));
    };
    with("REKINDLE_VAULT", "/nowhere");
    with("_CLAP_COMPLETE_INDEX", "77");
    with("_CLAP_COMPLETE_INDEX", "x");
    with("COMPLETE", "tcsh");
    vault.write(".rekindle/config.toml", "me = 3\n");
    with("REKINDLE_VAULT", &vault.root().display().to_string());
    vault.write(".rekindle/config.toml", "mee = ['x']\n");
    assert_eq!(proposed(&vault, &["show", "maya"]), ["Maya\\ Chen"]);
}

#[test]
fn a_name_is_one_word_whatever_is_in_it() {
    let vault = TestVault::empty();
    let note = |name: &str| format!("---\nname: \"{name}\"\n---\n");
    vault.write("People/1.md", note("$(touch x) `y`"));
    vault.write("People/2.md", note("Pat O'Brien; ls *"));
    vault.write("People/3.md", note("\\e[31mRed"));
    vault.write("People/4.md", note("Two\\nLines"));
    vault.write("People/5.md", note("Ann \\\"Annie\\\" \\\\ Lee"));
    let expected = [
        "\\$\\(touch\\ x\\)\\ \\`y\\`",
        "Pat\\ O\\'Brien\\;\\ ls\\ \\*",
        "Ann\\ \\\"Annie\\\"\\ \\\\\\ Lee",
    ];
    let names = proposed(&vault, &["show", ""]);
    for name in expected {
        assert!(names.iter().any(|proposed| proposed == name), "{name}: {names:?}");
    }
    assert!(names.iter().all(|name| !name.contains(['\u{1b}', '\n'])), "{names:?}");
}

#[test]
fn namesakes_are_told_apart_by_their_paths() {
    let vault =
        TestVault::new("=== People/Work/Ada.md\n=== People/Home/Ada.md\n=== People/Bo.md\n");
    let paths = ["People/Home/Ada.md", "People/Work/Ada.md"];
    assert_eq!(proposed(&vault, &["show", "a"]), paths);
    for path in paths {
        let shown = vault.json(&["show", path, "--today", "2026-11-20"]);
        assert_eq!(shown["items"][0]["contact"]["path"], path);
    }
}

/// Every file below a folder with what is in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("our own folder").flatten() {
        if entry.path().is_dir() {
            found.insert(entry.path(), Vec::new());
            found.extend(files(&entry.path()));
        } else {
            found.insert(entry.path(), fs::read(entry.path()).expect("our own file"));
        }
    }
    found
}

#[test]
fn nothing_is_written_to_the_vault() {
    let vault = small();
    let before = files(vault.root());
    assert_eq!(proposed(&vault, &["show", "maya"]), ["Maya\\ Chen"]);
    assert_eq!(proposed(&vault, &["quiet", "--tag", "men"]), ["mentor"]);
    assert_eq!(files(vault.root()), before);
}

#[test]
fn bash_itself_proposes_quoted_names() {
    let vault = small();
    let script = "\
source <(\"$PROGRAM\" completions bash)
propose() {
    COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)) COMP_TYPE=9 COMP_LINE=\"$*\"
    _clap_complete_rekindle rekindle \"${@: -1}\" \"${@: -2:1}\"
    printf '<%s>' \"${COMPREPLY[@]}\"
    echo
}
propose rekindle show may
propose rekindle show 'Maya\\ C'
propose rekindle show Maya C
propose rekindle quiet --tag = ene
propose rekindle show Ma
complete -p rekindle
";
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-c", script]).current_dir(vault.home());
    command.env("PROGRAM", env!("CARGO_BIN_EXE_rekindle")).env("REKINDLE_VAULT", vault.root());
    command.env("HOME", vault.home()).env("XDG_CACHE_HOME", vault.home().join("cache"));
    command.env("XDG_CONFIG_HOME", vault.home().join("config")).env_remove("COMPLETE");
    // Where there is no bash, nobody completes in it.
    let Ok(output) = command.output() else { return };
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let lines: Vec<&str> = out.lines().collect();
    let expected = [
        "<Maya\\ Chen>",
        "<Maya\\ Chen>",
        "<Chen>",
        "<energy><energy/grid>",
        "<Marcus\\ Thorne><Maya\\ Chen>",
    ];
    assert_eq!((&lines[..5], err.as_ref()), (&expected[..], ""), "{out}");
    assert!(lines[5].contains("-F _clap_complete_rekindle rekindle"), "{out}");
}
