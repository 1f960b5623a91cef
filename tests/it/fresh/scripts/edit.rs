//! The steps of a script, and how each is done on disk.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File, FileTimes, Permissions};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::support_daemon::{Desk, contact};

/// Where notes may lie: the same name in another case and in another form of Unicode, names that are no
/// text, names with a line in them, names that are no notes' names, copies.
const PLACES: [&[u8]; 15] = [
    b"People/Ann.md",
    b"People/ann.md",
    "People/Jos\u{e9}.md".as_bytes(),
    "People/Jose\u{301}.md".as_bytes(),
    b"People/Old/Bea.md",
    b"Notes/a b.md",
    b"Notes/a b 2.md",
    b"Notes/line\nbreak.md",
    b"Notes/\xff\xfe.md",
    b"Notes/deep/c.markdown",
    b"Notes/a b.sync-conflict-20261101-101010-ABCDEFG.md",
    b"Notes/.hidden.md",
    b"Notes/draft.md~",
    b"d.md",
    b"2026-11-02.md",
];
/// Folders; the last two are there only if a step makes them.
const FOLDERS: [&str; 6] = ["People", "People/Old", "Notes", "Notes/deep", "New", "Notes/New"];
/// What `.rekindleignore` may say.
const IGNORES: [&str; 4] = ["", "Notes/deep\n", "*.md\n!Ann.md\n", "/People\n[\n"];

/// One thing that befalls a vault. Numbers choose a place, a folder or a text.
#[derive(Debug, Clone)]
pub enum Edit {
    /// Saved in place.
    Save(usize, usize),
    /// Truncated and half of it written, as if the rest were to follow.
    Half(usize, usize),
    Append(usize, usize),
    /// A new file put in its place.
    Replace(usize, usize),
    /// Renamed, written anew, the old one removed.
    Vim(usize, usize),
    /// Other bytes of the same number, and then the time of change set back.
    SameSizeAndTime(usize),
    /// The time of change set to long ago, or to the future.
    Times(usize, bool),
    /// Opened by an editor that writes later, wherever the file is then.
    Open(usize),
    WriteToOpen(usize),
    Rename(usize, usize),
    Swap(usize, usize),
    Remove(usize),
    RemoveAndMake(usize, usize),
    /// A link on disk to another place.
    Link(usize, usize),
    /// A link to a folder of the vault.
    LinkFolder(usize, usize),
    /// A link to what is no part of the vault.
    LinkOut(usize),
    /// A second name in the vault.
    SecondName(usize, usize),
    /// A second name for a file outside.
    NameForOutside(usize),
    /// The file outside is written.
    WriteOutside(usize),
    Mode(usize, bool),
    FolderMode(usize, bool),
    MakeFolder(usize),
    RemoveFolder(usize),
    RenameFolder(usize, usize),
    SwapFolders(usize, usize),
    MoveOut(usize),
    /// What was moved out comes back, perhaps as another folder.
    MoveIn(usize),
    /// Edited while it is out.
    WriteWhileOut(usize),
    /// Many notes in one folder.
    Burst(usize, usize),
    Ignore(usize),
}

impl Edit {
    /// The names of all kinds.
    pub const KINDS: [&str; 30] = [
        "Save",
        "Half",
        "Append",
        "Replace",
        "Vim",
        "SameSizeAndTime",
        "Times",
        "Open",
        "WriteToOpen",
        "Rename",
        "Swap",
        "Remove",
        "RemoveAndMake",
        "Link",
        "LinkFolder",
        "LinkOut",
        "SecondName",
        "NameForOutside",
        "WriteOutside",
        "Mode",
        "FolderMode",
        "MakeFolder",
        "RemoveFolder",
        "RenameFolder",
        "SwapFolders",
        "MoveOut",
        "MoveIn",
        "WriteWhileOut",
        "Burst",
        "Ignore",
    ];

    pub fn kind(&self) -> String {
        let shown = format!("{self:?}");
        shown.split('(').next().unwrap_or_default().to_owned()
    }
}

/// Any step.
pub fn edit() -> impl Strategy<Value = Edit> {
    let place = || 0..PLACES.len();
    // Two places near each other meet more often.
    let few = || 0..6_usize;
    let folder = || 0..FOLDERS.len();
    let text = || 0..12_usize;
    prop_oneof![
        4 => (place(), text()).prop_map(|(place, text)| Edit::Save(place, text)),
        1 => (place(), text()).prop_map(|(place, text)| Edit::Half(place, text)),
        1 => (place(), text()).prop_map(|(place, text)| Edit::Append(place, text)),
        2 => (place(), text()).prop_map(|(place, text)| Edit::Replace(place, text)),
        1 => (place(), text()).prop_map(|(place, text)| Edit::Vim(place, text)),
        2 => place().prop_map(Edit::SameSizeAndTime),
        1 => (place(), any::<bool>()).prop_map(|(place, past)| Edit::Times(place, past)),
        1 => place().prop_map(Edit::Open),
        1 => text().prop_map(Edit::WriteToOpen),
        2 => (place(), place()).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (few(), few()).prop_map(|(a, b)| Edit::Rename(a, b)),
        2 => (few(), few()).prop_map(|(a, b)| Edit::Swap(a, b)),
        2 => place().prop_map(Edit::Remove),
        1 => (place(), text()).prop_map(|(place, text)| Edit::RemoveAndMake(place, text)),
        1 => (place(), place()).prop_map(|(from, to)| Edit::Link(from, to)),
        1 => (place(), folder()).prop_map(|(place, folder)| Edit::LinkFolder(place, folder)),
        1 => place().prop_map(Edit::LinkOut),
        1 => (place(), place()).prop_map(|(from, to)| Edit::SecondName(from, to)),
        1 => place().prop_map(Edit::NameForOutside),
        1 => text().prop_map(Edit::WriteOutside),
        1 => (place(), any::<bool>()).prop_map(|(place, open)| Edit::Mode(place, open)),
        1 => (folder(), any::<bool>()).prop_map(|(folder, open)| Edit::FolderMode(folder, open)),
        1 => folder().prop_map(Edit::MakeFolder),
        1 => folder().prop_map(Edit::RemoveFolder),
        2 => (folder(), folder()).prop_map(|(from, to)| Edit::RenameFolder(from, to)),
        1 => (folder(), folder()).prop_map(|(a, b)| Edit::SwapFolders(a, b)),
        1 => folder().prop_map(Edit::MoveOut),
        2 => folder().prop_map(Edit::MoveIn),
        1 => text().prop_map(Edit::WriteWhileOut),
        1 => (folder(), prop_oneof![Just(3), Just(70)]).prop_map(|(f, count)| Edit::Burst(f, count)),
        1 => (0..IGNORES.len()).prop_map(Edit::Ignore),
    ]
}

/// A few notes to begin with.
pub fn start(desk: &Desk) {
    for folder in &FOLDERS[..4] {
        fs::create_dir_all(desk.at(folder)).expect("our own folder");
    }
    for (number, place) in [0, 2, 4, 5, 9, 13, 14].into_iter().enumerate() {
        fs::write(desk.at_bytes(PLACES[place]), text(number)).expect("our own file");
    }
    fs::write(desk.beside("outside.md"), contact("outside")).expect("our own file");
}

/// The words that searches look for are among them; texts of one number differ in one word.
fn text(number: usize) -> Vec<u8> {
    let word = ["grid", "storm", "tariff"][number % 3];
    match number / 3 {
        0 => contact(word).into_bytes(),
        1 => format!("# About {word}\n\n- 2026-11-03 [[Ann]]: {word}\n").into_bytes(),
        2 => [b"caf\xe9 ", word.as_bytes(), b"\n"].concat(),
        _ => {
            format!("---\ntype: meeting\nwith: [Ann\ndate: 2026-11-04\n---\n{word}\n").into_bytes()
        }
    }
}

/// A vault that things befall. What cannot be done is left undone: there is no file of that name, or a
/// folder where a file should be.
pub struct Vault<'a> {
    desk: &'a Desk,
    /// What an editor has open.
    open: Option<File>,
}

impl<'a> Vault<'a> {
    pub fn new(desk: &'a Desk) -> Self {
        Self { desk, open: None }
    }

    fn place(&self, place: usize) -> PathBuf {
        self.desk.at_bytes(PLACES[place])
    }

    fn folder(&self, folder: usize) -> PathBuf {
        self.desk.at(FOLDERS[folder])
    }

    /// Does it, as far as it can be done.
    pub fn apply(&mut self, edit: &Edit) {
        // Whatever fails leaves the vault in some state, and that is to be told rightly.
        let _ = self.attempt(edit);
    }

    fn attempt(&mut self, edit: &Edit) -> std::io::Result<()> {
        let (outside, away) = (self.desk.beside("outside.md"), self.desk.beside("away"));
        match *edit {
            Edit::Save(place, number) => fs::write(self.place(place), text(number)),
            Edit::Half(place, number) => {
                let text = text(number);
                fs::write(self.place(place), &text[..text.len() / 2])
            }
            Edit::Append(place, number) => {
                let mut file = File::options().append(true).open(self.place(place))?;
                file.write_all(b"\n")?;
                file.write_all(&text(number))
            }
            Edit::Replace(place, number) => {
                let temporary = self.place(place).with_file_name(".new.tmp");
                fs::write(&temporary, text(number))?;
                fs::rename(temporary, self.place(place))
            }
            Edit::Vim(place, number) => {
                let old = self.place(place).with_extension("old~");
                fs::rename(self.place(place), &old)?;
                fs::write(self.place(place), text(number))?;
                fs::remove_file(old)
            }
            Edit::SameSizeAndTime(place) => {
                let old = fs::read(self.place(place))?;
                let times = fs::metadata(self.place(place))?.modified()?;
                let new = String::from_utf8_lossy(&old).replace("grid", "dirg");
                let new = new.replace("storm", "grids").replace("dirg", "wind");
                let file = File::options().write(true).open(self.place(place))?;
                (&file).write_all(new.as_bytes())?;
                file.set_modified(times)
            }
            Edit::Times(place, past) => {
                let file = File::options().write(true).open(self.place(place))?;
                let years = Duration::from_secs(20 * 365 * 86_400);
                let now = SystemTime::now();
                file.set_times(FileTimes::new().set_modified(if past {
                    now - years
                } else {
                    now + years
                }))
            }
            Edit::Open(place) => {
                self.open = Some(File::options().append(true).open(self.place(place))?);
                // That an editor has it open shows in its folder.
                fs::write(self.place(place).with_extension("md.swp"), "")
            }
            Edit::WriteToOpen(number) => match &mut self.open {
                Some(file) => file.write_all(&text(number)),
                None => Ok(()),
            },
            Edit::Rename(from, to) => fs::rename(self.place(from), self.place(to)),
            Edit::Swap(a, b) => exchange(&self.place(a), &self.place(b)),
            Edit::Remove(place) => fs::remove_file(self.place(place)),
            Edit::RemoveAndMake(place, number) => {
                fs::remove_file(self.place(place))?;
                fs::write(self.place(place), text(number))
            }
            Edit::Link(from, to) => symlink(self.place(to), self.place(from)),
            Edit::LinkFolder(place, folder) => symlink(self.folder(folder), self.place(place)),
            Edit::LinkOut(place) => symlink(outside, self.place(place)),
            Edit::SecondName(from, to) => fs::hard_link(self.place(from), self.place(to)),
            Edit::NameForOutside(place) => fs::hard_link(outside, self.place(place)),
            Edit::WriteOutside(number) => fs::write(outside, text(number)),
            Edit::Mode(place, open) => {
                let mode = if open { 0o644 } else { 0 };
                fs::set_permissions(self.place(place), Permissions::from_mode(mode))
            }
            Edit::FolderMode(folder, open) => {
                let mode = if open { 0o755 } else { 0o100 };
                fs::set_permissions(self.folder(folder), Permissions::from_mode(mode))
            }
            Edit::MakeFolder(folder) => fs::create_dir_all(self.folder(folder)),
            Edit::RemoveFolder(folder) => fs::remove_dir_all(self.folder(folder)),
            Edit::RenameFolder(from, to) => fs::rename(self.folder(from), self.folder(to)),
            Edit::SwapFolders(a, b) => exchange(&self.folder(a), &self.folder(b)),
            Edit::MoveOut(folder) => fs::rename(self.folder(folder), away),
            Edit::MoveIn(folder) => fs::rename(away, self.folder(folder)),
            Edit::WriteWhileOut(number) => fs::write(away.join("new while out.md"), text(number)),
            Edit::Burst(folder, count) => {
                fs::create_dir_all(self.folder(folder))?;
                (0..count).try_for_each(|number| {
                    let file = self.folder(folder).join(format!("burst {number}.md"));
                    fs::write(file, text(number % 12))
                })
            }
            Edit::Ignore(which) => fs::write(self.desk.at(".rekindleignore"), IGNORES[which]),
        }
    }

    /// Everything that lies in the vault and beside it, with what tells one state of it from another.
    pub fn seen(&self) -> BTreeMap<PathBuf, (u64, u32, i64, i64, Vec<u8>)> {
        let mut seen = BTreeMap::new();
        let mut folders = vec![self.desk.vault.clone(), self.desk.beside("away")];
        seen.insert(
            self.desk.beside("outside.md"),
            (0, 0, 0, 0, fs::read(self.desk.beside("outside.md")).unwrap_or_default()),
        );
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let Ok(meta) = entry.metadata() else { continue };
                let bytes = if meta.is_file() {
                    fs::read(entry.path()).unwrap_or_default()
                } else {
                    Vec::new()
                };
                let state = (meta.ino(), meta.mode(), meta.mtime(), meta.mtime_nsec(), bytes);
                if meta.is_dir() {
                    folders.push(entry.path());
                }
                seen.insert(entry.path(), state);
            }
        }
        seen
    }
}

/// Two paths change places in one step.
fn exchange(a: &Path, b: &Path) -> std::io::Result<()> {
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

impl Desk {
    /// A path of the vault that need not be text.
    fn at_bytes(&self, path: &[u8]) -> PathBuf {
        self.vault.join(OsStr::from_bytes(path))
    }
}
