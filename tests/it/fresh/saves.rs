//! With a daemon running, whatever was saved before a question is in its very next answer, however editors,
//! sync tools and people save.

use std::fs::{self, File};
use std::io::Write;

use crate::support_daemon::{Daemon, Desk, contact, git};

const MAYA: &str = "People/Maya Chen.md";

/// A vault with one contact, and a daemon that has answered once and walked nowhere since.
fn desk() -> (Desk, Daemon) {
    let desk = Desk::new(&[(MAYA, &contact("storage")), ("Journal/2026-11-02.md", "text")]);
    let daemon = desk.daemon();
    tells(&desk, "storage");
    (desk, daemon)
}

/// The very next answer has this conversation with Maya in it, and no other.
fn tells(desk: &Desk, text: &str) {
    let said = desk.asked(&["show", "maya", "--json"]);
    let timeline = &said.json()["items"][0]["timeline"];
    let texts: Vec<_> = timeline.as_array().expect("a list").iter().map(|it| &it["text"]).collect();
    assert_eq!(texts, [text], "{said:?}");
    let said = desk.asked(&["search", text, "--json"]);
    assert_eq!(said.json()["items"][0]["path"], MAYA, "{said:?}");
}

/// The very next answer knows so many notes.
fn counts(desk: &Desk, notes: usize) {
    let said = desk.asked(&["index", "--json"]);
    assert_eq!(said.json()["items"][0]["notes"], notes, "{said:?}");
    let said = desk.asked(&["search", "*", "--all", "--json"]);
    assert_eq!(said.json()["notes"]["found"], notes, "{said:?}");
}

#[test]
fn a_save_in_place() {
    let (desk, _daemon) = desk();
    for text in ["wind", "water", "tides"] {
        // Of the same size, and within one tick of the clock.
        fs::write(desk.at(MAYA), contact(text)).expect("our own file");
        tells(&desk, text);
    }
    let mut note = File::options().append(true).open(desk.at(MAYA)).expect("our own file");
    note.write_all(b"  - more\n").expect("our own file");
    let said = desk.asked(&["show", "maya", "--json"]);
    assert!(said.out.contains("tides"), "{said:?}");
    // Truncated, and not yet written.
    File::create(desk.at(MAYA)).expect("our own file");
    assert!(!desk.asked(&["check", "--strict", "--json"]).out.contains("tides"));
    fs::write(desk.at(MAYA), contact("sun")).expect("our own file");
    tells(&desk, "sun");
}

#[test]
fn a_file_put_in_its_place() {
    let (desk, _daemon) = desk();
    for (number, text) in ["wind", "water", "tides"].into_iter().enumerate() {
        let new = format!("People/.Maya Chen.md.{number}");
        desk.write(&new, &contact(text));
        desk.rename(&new, MAYA);
        tells(&desk, text);
    }
    // From another folder, which is how some sync tools do it.
    fs::write(desk.beside("new"), contact("sun")).expect("our own file");
    fs::rename(desk.beside("new"), desk.at(MAYA)).expect("our own file");
    tells(&desk, "sun");
}

#[test]
fn the_way_vim_saves() {
    let (desk, _daemon) = desk();
    for text in ["wind", "water"] {
        desk.write("People/4913", "");
        desk.remove("People/4913");
        desk.rename(MAYA, "People/Maya Chen.md~");
        let mut note = File::create_new(desk.at(MAYA)).expect("it was renamed");
        note.write_all(contact(text).as_bytes()).expect("our own file");
        note.sync_all().expect("our own file");
        drop(note);
        desk.remove("People/Maya Chen.md~");
        tells(&desk, text);
        counts(&desk, 2);
    }
}

#[test]
fn the_way_sed_edits() {
    let (desk, _daemon) = desk();
    for (name, text) in [("sedAb12Cd", "wind"), ("sedXyZ098", "water")] {
        let temporary = format!("People/{name}");
        desk.write(&temporary, &contact(text));
        desk.rename(&temporary, MAYA);
        tells(&desk, text);
    }
}

#[test]
fn many_files_in_many_new_folders() {
    let (desk, _daemon) = desk();
    for folder in 0..30 {
        for file in 0..10 {
            desk.write(&format!("New {folder}/deep/{file}.md"), "text");
        }
    }
    counts(&desk, 302);
    // In a folder that is a moment old, and one in it.
    desk.write("New 7/deep/deeper/a.md", "text");
    desk.write("New 8/deep/a.md", "text");
    counts(&desk, 304);
    desk.write("New 7/deep/deeper/b.md", "text");
    counts(&desk, 305);
}

#[test]
fn folders_renamed_moved_out_and_deleted() {
    let (desk, _daemon) = desk();
    desk.write("Clients/deep/a.md", "text");
    counts(&desk, 3);
    desk.rename("Clients", "Customers");
    let said = desk.asked(&["index", "--json"]);
    assert_eq!(said.json()["items"][0]["notes"], 3);
    // Below a folder that was renamed and one that has its name now.
    desk.write("Customers/deep/b.md", "text");
    counts(&desk, 4);
    desk.write("Clients/deep/c.md", "text");
    counts(&desk, 5);
    fs::rename(desk.at("Customers"), desk.beside("Customers")).expect("our own folder");
    counts(&desk, 3);
    // What happens to it outside is nobody's business, until it comes back.
    fs::write(desk.beside("Customers/deep/d.md"), "text").expect("our own file");
    counts(&desk, 3);
    fs::rename(desk.beside("Customers"), desk.at("Customers")).expect("our own folder");
    counts(&desk, 6);
    fs::remove_dir_all(desk.at("Customers")).expect("our own folder");
    counts(&desk, 3);
    // Made again at once, perhaps with the old number.
    fs::remove_dir_all(desk.at("Clients")).expect("our own folder");
    desk.write("Clients/deep/e.md", "text");
    counts(&desk, 3);
    desk.write("Clients/deep/f.md", "text");
    counts(&desk, 4);
}

#[test]
fn a_deletion() {
    let (desk, _daemon) = desk();
    desk.remove("Journal/2026-11-02.md");
    counts(&desk, 1);
    desk.remove(MAYA);
    counts(&desk, 0);
    assert_eq!(desk.run(&["show", "maya"]).code, Some(2));
    desk.write(MAYA, &contact("again"));
    tells(&desk, "again");
}

#[test]
fn a_checkout_of_another_branch() {
    let (desk, _daemon) = desk();
    if !git(&desk.vault, &["init", "--quiet", "--initial-branch=main"]) {
        // Nothing to test without it.
        return;
    }
    let commit = || {
        git(&desk.vault, &["add", "--all"]);
        git(&desk.vault, &["commit", "--quiet", "--message=notes"]);
    };
    commit();
    git(&desk.vault, &["checkout", "--quiet", "-b", "other"]);
    desk.write(MAYA, &contact("wind"));
    for folder in 0..30 {
        for file in 0..10 {
            desk.write(&format!("New {folder}/{file}.md"), "text");
        }
    }
    commit();
    counts(&desk, 302);
    for _ in 0..3 {
        git(&desk.vault, &["checkout", "--quiet", "main"]);
        counts(&desk, 2);
        tells(&desk, "storage");
        git(&desk.vault, &["checkout", "--quiet", "other"]);
        counts(&desk, 302);
        tells(&desk, "wind");
    }
}

#[test]
fn what_decides_which_notes_count() {
    let (desk, _daemon) = desk();
    desk.write(".rekindleignore", "Journal/\n");
    counts(&desk, 1);
    desk.remove(".rekindleignore");
    counts(&desk, 2);
    desk.write(".obsidian/app.json", r#"{"userIgnoreFilters":["Journal/"]}"#);
    counts(&desk, 1);
    desk.write(".obsidian/app.json", r#"{"userIgnoreFilters":[]}"#);
    counts(&desk, 2);
    desk.write(".rekindle/config.toml", "[limits]\ngitignore = true\n");
    desk.write(".gitignore", "People/\n");
    counts(&desk, 1);
    desk.write(".rekindle/config.toml", "");
    counts(&desk, 2);
}

#[test]
fn a_link_to_a_folder_outside() {
    let (desk, _daemon) = desk();
    fs::create_dir(desk.beside("theirs")).expect("our own folder");
    fs::create_dir_all(desk.beside("config/rekindle")).expect("our own folder");
    let settings = "[limits]\nfollow_links = true\n";
    fs::write(desk.beside("config/rekindle/config.toml"), settings).expect("our own file");
    std::os::unix::fs::symlink(desk.beside("theirs"), desk.at("Theirs")).expect("a link");
    for number in 1..4 {
        fs::write(desk.beside(&format!("theirs/{number}.md")), "text").expect("our own file");
        counts(&desk, 2 + number);
    }
    fs::rename(desk.beside("theirs"), desk.beside("elsewhere")).expect("our own folder");
    counts(&desk, 2);
}

#[test]
fn a_note_with_a_second_name_elsewhere() {
    let (desk, _daemon) = desk();
    fs::hard_link(desk.at(MAYA), desk.beside("Maya.md")).expect("on the same disk");
    // The system does not tell of the new name, but the next walk finds it.
    desk.write("Journal/2026-11-03.md", "text");
    tells(&desk, "storage");
    for text in ["wind", "water"] {
        fs::write(desk.beside("Maya.md"), contact(text)).expect("our own file");
        tells(&desk, text);
    }
    let status = desk.run(&["daemon", "status", "--json"]);
    assert_eq!(status.json()["items"][0]["watching"], "polling", "{status:?}");
    fs::remove_file(desk.beside("Maya.md")).expect("our own file");
    tells(&desk, "water");
    let status = desk.run(&["daemon", "status", "--json"]);
    assert_eq!(status.json()["items"][0]["watching"], "events", "{status:?}");
}
