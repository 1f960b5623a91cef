//! The bytes of one note, read so that nothing with a note's name can hang, flood or mislead the
//! program: not a pipe put in its place, not a link slipped in after the walk, not a file that grows.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::fingerprint::{Cutoff, Fingerprint};
use super::links;
use super::patience::patiently;
use super::skip::SkipReason;
use crate::model::NotePath;
use crate::settings::Limits;

/// Reads a note, and the fingerprint that its bytes had. A note that changed while it was read is
/// returned all the same, with a fingerprint that is not trusted. The root must be canonical.
///
/// # Errors
/// The reason why it cannot be one of the notes read.
pub fn read(
    root: &Path,
    path: &NotePath,
    limits: &Limits,
    cutoff: Cutoff,
) -> Result<(Vec<u8>, Fingerprint), SkipReason> {
    let file = open(root, path.as_path(), limits.follow_links)?;
    let fingerprint = || {
        let meta = file.metadata().map_err(|error| SkipReason::of(&error))?;
        Ok(Fingerprint::of(&meta, cutoff))
    };
    let before = fingerprint()?;
    let bytes = at_most(&file, limits.note_bytes)?;
    let after = fingerprint()?;
    let steady = before.agrees_with(&after);
    Ok((bytes, if steady { before } else { before.doubted() }))
}

/// Reads any small file of the vault.
pub(super) fn bounded(
    root: &Path,
    path: &Path,
    limit: u64,
    follow_links: bool,
) -> Result<Vec<u8>, SkipReason> {
    at_most(&open(root, path, follow_links)?, limit)
}

fn at_most(file: &File, limit: u64) -> Result<Vec<u8>, SkipReason> {
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| SkipReason::of(&error))?;
    if bytes.len() as u64 > limit { Err(SkipReason::TooLarge(limit)) } else { Ok(bytes) }
}

/// Opens a regular file, be it through a link that may be followed, and nothing else.
fn open(root: &Path, path: &Path, follow_links: bool) -> Result<File, SkipReason> {
    let path = root.join(path);
    let opened =
        patiently(|| open_itself(&path)).or_else(|error| match fs::symlink_metadata(&path) {
            Ok(meta) if meta.is_symlink() => {
                let target = links::resolve(root, &path, follow_links)?;
                patiently(|| open_itself(&target)).map_err(|error| SkipReason::of(&error))
            }
            Ok(meta) if !meta.is_file() => Err(SkipReason::NotAFile),
            _ => Err(SkipReason::of(&error)),
        });
    let file = opened?;
    match file.metadata() {
        Ok(meta) if meta.is_file() => Ok(file),
        Ok(_) => Err(SkipReason::NotAFile),
        Err(error) => Err(SkipReason::of(&error)),
    }
}

/// Opens what lies at a path and not what a link there points at, without waiting for a pipe.
#[cfg(unix)]
fn open_itself(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    // The bits are a C `int` that rustix hands out unsigned.
    File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open_itself(path: &Path) -> io::Result<File> {
    if fs::symlink_metadata(path)?.is_file() {
        File::open(path)
    } else {
        Err(io::ErrorKind::InvalidInput.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::vault_of;

    fn read_at(root: &Path, path: &str, limits: &Limits) -> Result<String, SkipReason> {
        let cutoff = Cutoff::before_now(Cutoff::WINDOW);
        let (bytes, fingerprint) = read(root, &NotePath::new(path), limits, cutoff)?;
        assert!(fingerprint.is_racy(), "it was only just written");
        Ok(String::from_utf8(bytes).expect("the tests write text"))
    }

    #[test]
    fn a_note_is_read_up_to_the_limit() {
        let vault = vault_of(&[("empty.md", ""), ("full.md", "12345"), ("over.md", "123456")]);
        let limits = Limits { note_bytes: 5, ..Limits::default() };
        let cases = [
            ("empty.md", Ok(String::new())),
            ("full.md", Ok("12345".to_owned())),
            ("over.md", Err(SkipReason::TooLarge(5))),
            ("gone.md", Err(SkipReason::Vanished)),
            ("", Err(SkipReason::NotAFile)),
        ];
        for (path, expected) in cases {
            assert_eq!(read_at(&vault.root, path, &limits), expected, "{path}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn pipes_are_not_waited_for_and_links_lead_nowhere_else() {
        let outside = vault_of(&[("secret.md", "theirs")]);
        let vault = vault_of(&[("a.md", "mine")]);
        vault.pipe("pipe.md");
        vault.link("inside.md", "a.md");
        vault.link("outside.md", outside.at("secret.md"));
        vault.link("nothing.md", "b.md");
        vault.link("self.md", "self.md");
        let closed = Limits::default();
        let open = Limits { follow_links: true, ..Limits::default() };
        let cases = [
            ("pipe.md", &closed, Err(SkipReason::NotAFile)),
            ("inside.md", &closed, Ok("mine".to_owned())),
            ("outside.md", &closed, Err(SkipReason::LinkOutside)),
            ("outside.md", &open, Ok("theirs".to_owned())),
            ("nothing.md", &open, Err(SkipReason::LinkToNothing)),
            ("self.md", &open, Err(SkipReason::LinkCircle)),
        ];
        for (path, limits, expected) in cases {
            assert_eq!(read_at(&vault.root, path, limits), expected, "{path}");
        }
    }
}
