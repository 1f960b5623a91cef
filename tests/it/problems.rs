//! Holds docs/problems.md to the program: every code has its section, and the notes of a section make
//! `check --strict` say what the section shows, to the letter.

use std::fs;
use std::path::Path;

use rekindle::model::Code;

use crate::blocks::{Block, blocks};
use crate::vault::TestVault;

/// What the page says of one code.
struct Section {
    code: String,
    level: String,
    /// What cannot be shown as a note is made by [`plant`].
    on_disk: bool,
    blocks: Vec<Block>,
}

fn sections() -> Vec<Section> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/problems.md");
    let page = fs::read_to_string(file).expect("docs/problems.md is there");
    let sections = page.split("\n## ").skip(1).map(|text| {
        let code = text.lines().next().unwrap_or_default().trim_matches('`').to_owned();
        let level = text.lines().find_map(|line| line.strip_prefix("Level: "));
        Section {
            level: level.unwrap_or_else(|| panic!("{code} has no level")).to_owned(),
            on_disk: text.contains("\n<!-- on disk: "),
            blocks: blocks(text),
            code,
        }
    });
    sections.collect()
}

/// Makes what a page cannot show. False if it cannot be made here.
#[cfg(unix)]
fn plant(code: &str, vault: &TestVault) -> bool {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use rustix::fs::{CWD, FileType, Mode, mknodat};

    vault.write("People/Bo.md", "");
    let ada = vault.root().join("People/Ada.md");
    match code {
        "unreadable" => {
            vault.write("People/Ada.md", "- 2026-11-19 met\n");
            let closed = fs::Permissions::from_mode(0o000);
            fs::set_permissions(&ada, closed).expect("it is ours");
            // Nothing is closed to the administrator.
            return fs::File::open(&ada).is_err();
        }
        "not-a-file" => mknodat(CWD, &ada, FileType::Fifo, Mode::RUSR, 0).expect("a pipe"),
        "link-on-disk" => symlink("nobody.md", &ada).expect("a link"),
        "encoding" => vault.write("People/Ada.md", b"- 2026-11-19 met\n- 2026-11-12 met Zo\xeb\n"),
        "too-dense" => vault.write("Notes/Numbers.md", "- 7\n".repeat(100_001)),
        _ => panic!("{code} is marked as on disk, and made by nobody"),
    }
    true
}

#[cfg(not(unix))]
fn plant(_: &str, _: &TestVault) -> bool {
    false
}

#[test]
fn every_code_has_its_section_with_its_level_and_every_section_its_code() {
    let sections = sections();
    let on_page: Vec<_> =
        sections.iter().map(|section| (section.code.as_str(), section.level.as_str())).collect();
    let known: Vec<_> =
        Code::ALL.iter().map(|code| (code.as_str(), code.level().as_str())).collect();
    assert_eq!(on_page, known);
}

#[test]
fn the_notes_of_a_section_have_its_problem_and_no_other() {
    for Section { code, level, on_disk, blocks } in sections() {
        let vault = TestVault::empty();
        let (notes, shown): (Vec<&Block>, Vec<&Block>) =
            blocks.iter().partition(|block| block.marked("file").is_some());
        let [shown] = shown[..] else { panic!("{code} shows not one output") };
        assert_eq!(shown.language, "text", "{code}");
        assert_ne!(on_disk, !notes.is_empty(), "{code} is made in one way");
        for note in &notes {
            vault.write(note.marked("file").unwrap_or_default(), &note.text);
        }
        if on_disk && !plant(&code, &vault) {
            continue;
        }
        let run = vault.run(&["check", "--strict", "--today", "2026-11-20"]);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), (shown.text.as_str(), ""), "{code}");
        assert_eq!(run.code, 1, "{code}");
        let lines: Vec<&str> = run.stdout.lines().collect();
        for pair in lines.chunks(2) {
            assert!(pair[0].contains(&format!(": {level}[{code}]: ")), "{code}: {}", pair[0]);
            let hint = pair.get(1).and_then(|line| line.strip_prefix("    "));
            assert!(hint.is_some_and(|hint| !hint.is_empty()), "{code} has no hint: {}", pair[0]);
        }
    }
}
