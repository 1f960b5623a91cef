//! A line a row, for other programs: the place with the text, as compilers write it, or the path alone.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::records::{Place, Record, Records};
use super::safe::tame;
use super::{Ground, Style};

/// Writes `path:line:column: DATE people: text`, a row each.
pub(super) fn oneline(records: &Records, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for row in &records.rows {
        let line = [place(row, style), said(row)].concat();
        writeln!(out, "{}", tame(line.trim_end_matches([' ', ':']), style))?;
    }
    Ok(())
}

fn place(row: &Record, style: Style) -> String {
    let Some(place) = &row.place else { return String::new() };
    let path = style.ground.told(&place.path());
    format!("{}:{}:{}: ", path.to_string_lossy(), place.line, place.column)
}

/// `2026-11-18 Maya Chen, Wen Li: loves the pilot`
fn said(row: &Record) -> String {
    let people = row.people.join(", ");
    let head = [row.date.as_deref().unwrap_or_default(), &people];
    let head: Vec<&str> = head.into_iter().filter(|part| !part.is_empty()).collect();
    match head[..] {
        [] => row.text.clone(),
        _ => format!("{}: {}", head.join(" "), row.text),
    }
}

/// Writes the paths of the notes, each once, in the order of the rows. Those that end with a zero byte are
/// written as they are on disk, whatever bytes they consist of.
pub(super) fn paths(
    records: &Records,
    end: u8,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut seen = HashSet::new();
    for place in records.rows.iter().filter_map(|row| row.place.as_ref()) {
        let path = style.ground.told(&place.path());
        if !seen.insert(path.clone()) {
            continue;
        }
        if end == 0 {
            out.write_all(&bytes(&path))?;
        } else {
            out.write_all(tame(&path.to_string_lossy(), style).as_bytes())?;
        }
        out.write_all(&[end])?;
    }
    Ok(())
}

/// That some rows have no path.
pub(super) fn without_a_note(records: &Records) -> Option<String> {
    let rows = records.rows.iter().filter(|row| row.place.is_none());
    match rows.count() {
        0 => None,
        1 => Some("1 row has no note and is left out".to_owned()),
        count => Some(format!("{count} rows have no note and are left out")),
    }
}

impl Place {
    /// The note, relative to the vault, as it is on disk.
    pub(super) fn path(&self) -> PathBuf {
        let from_hex = self.path_hex.as_deref().and_then(from_hex);
        from_hex.unwrap_or_else(|| PathBuf::from(&self.path))
    }
}

/// The path whose bytes are written in hexadecimal.
pub(super) fn from_hex(hex: &str) -> Option<PathBuf> {
    let digits: Option<Vec<u8>> =
        hex.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let bytes: Vec<u8> =
        digits?.chunks(2).map(|pair| pair.iter().fold(0, |b, d| b << 4 | d)).collect();
    os_string(bytes).map(PathBuf::from)
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    Some(std::os::unix::ffi::OsStringExt::from_vec(bytes))
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    String::from_utf8(bytes).ok().map(OsString::from)
}

/// The bytes of a path: what it is on Unix, and its text elsewhere.
pub(super) fn bytes(path: &Path) -> Cow<'_, [u8]> {
    #[cfg(unix)]
    let bytes = Cow::Borrowed(std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()));
    #[cfg(not(unix))]
    let bytes = Cow::Owned(path.to_string_lossy().into_owned().into_bytes());
    bytes
}

impl Ground<'_> {
    /// The path of a note as the user's programs find it: from the working directory on where that lies in
    /// the vault, else in full.
    pub(super) fn told(self, note: &Path) -> PathBuf {
        let Some(vault) = self.vault else { return note.to_owned() };
        let below = self.working.and_then(|working| working.strip_prefix(vault).ok());
        let Some(below) = below else { return vault.join(note) };
        let shared = below.components().zip(note.components());
        let shared = shared.take_while(|(a, b)| a == b).count();
        let up = below.components().skip(shared).map(|_| Component::ParentDir);
        let told: PathBuf = up.chain(note.components().skip(shared)).collect();
        // Nobody is to take it for an option.
        let is_option = told.as_os_str().as_encoded_bytes().starts_with(b"-");
        if is_option { Path::new(".").join(told) } else { told }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_where_the_user_stands() {
        let cases = [
            (Some("/notes"), "People/Maya.md"),
            (Some("/notes/People"), "Maya.md"),
            (Some("/notes/Meetings/2026"), "../../People/Maya.md"),
            (Some("/notes/Peo"), "../People/Maya.md"),
            (Some("/home"), "/notes/People/Maya.md"),
            (Some("/notesbook"), "/notes/People/Maya.md"),
            (None, "/notes/People/Maya.md"),
        ];
        for (working, expected) in cases {
            let vault = Some(Path::new("/notes"));
            let ground = Ground { vault, working: working.map(Path::new) };
            assert_eq!(ground.told(Path::new("People/Maya.md")), Path::new(expected));
        }
        let ground = Ground { vault: Some(Path::new("/n")), working: Some(Path::new("/n")) };
        assert_eq!(ground.told(Path::new("-rf.md")), Path::new("./-rf.md"));
    }

    #[test]
    #[cfg(unix)]
    fn bytes_survive_hexadecimal() {
        let path = from_hex("41ff2e6d64").expect("it is hexadecimal");
        assert_eq!(bytes(&path).as_ref(), b"A\xff.md");
        assert_eq!(from_hex("4x"), None);
    }
}
