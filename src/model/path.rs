//! Where a note lies: its path relative to the vault, byte for byte.

use std::cmp::Ordering;
use std::ffi::OsStr;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::{Path, is_separator};
use std::sync::Arc;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The path of a note relative to the root of its vault. Names that are not UTF-8 are kept as they are;
/// [`fmt::Display`] shows them lossily. Every fact knows where it stands, so a copy costs next to nothing.
///
/// Paths are compared name by name, as [`Path`] does, but by their bytes alone, which takes a tenth of the
/// time: they come from a walk and have nothing in them to be tidied. They are kept as bytes for the same
/// reason. Paths that are had together lie in one list, of which each keeps all: to count for each of a
/// hundred thousand by itself who has it would have the memory of each be fetched for every copy.
#[derive(Clone)]
pub struct NotePath {
    all: Arc<Vec<Box<Path>>>,
    at: u32,
}

impl NotePath {
    /// Wraps a path that is already relative to the vault.
    pub fn new(path: impl AsRef<Path>) -> Self {
        Self { all: Arc::new(vec![path.as_ref().into()]), at: 0 }
    }

    /// Wraps paths that were kept as bytes; none if one of them is no path of this system.
    pub fn all_of<'a>(kept: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<Self>> {
        let path = |bytes| Some(Path::new(of_bytes(bytes)?).into());
        let all: Vec<Box<Path>> = kept.into_iter().map(path).collect::<Option<_>>()?;
        let count = u32::try_from(all.len()).ok()?;
        let all = Arc::new(all);
        Some((0..count).map(|at| Self { all: Arc::clone(&all), at }).collect())
    }

    fn bytes(&self) -> &[u8] {
        self.as_path().as_os_str().as_encoded_bytes()
    }

    /// The path itself.
    pub fn as_path(&self) -> &Path {
        &self.all[self.at as usize]
    }

    /// The file name without its ending, lossily: `Maya Chen` of `People/Maya Chen.md`.
    pub fn stem(&self) -> String {
        self.as_path()
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default()
    }

    /// The names of the folders above the note, nearest first.
    pub fn folders(&self) -> impl Iterator<Item = String> + '_ {
        self.as_path()
            .ancestors()
            .skip(1)
            .filter_map(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned())
    }

    /// The path with `/` between its parts on every platform, lossily; what reports print.
    pub fn shown(&self) -> String {
        let parts: Vec<_> =
            self.as_path().components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }

    /// The bytes of the path in hexadecimal, if it is not UTF-8 and [`NotePath::shown`] loses something.
    pub fn hex(&self) -> Option<String> {
        if self.as_path().to_str().is_some() {
            return None;
        }
        let bytes = self.as_path().as_os_str().as_encoded_bytes();
        Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl Serialize for NotePath {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(self.bytes())
    }
}

impl<'de> Deserialize<'de> for NotePath {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = NotePath;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the bytes of a path")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<NotePath, E> {
                let path = of_bytes(bytes).ok_or_else(|| E::custom("no path of this system"))?;
                Ok(NotePath::new(path))
            }
        }
        from.deserialize_bytes(Bytes)
    }
}

#[cfg(unix)]
fn of_bytes(bytes: &[u8]) -> Option<&OsStr> {
    Some(std::os::unix::ffi::OsStrExt::from_bytes(bytes))
}

/// Elsewhere a name that is not UTF-8 cannot be had from its bytes; such notes are read anew each time.
#[cfg(not(unix))]
fn of_bytes(bytes: &[u8]) -> Option<&OsStr> {
    std::str::from_utf8(bytes).ok().map(OsStr::new)
}

impl PartialEq for NotePath {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for NotePath {}

impl Hash for NotePath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes().hash(state);
    }
}

impl Ord for NotePath {
    fn cmp(&self, other: &Self) -> Ordering {
        // A separator comes before every character of a name, as a shorter name comes before a longer one.
        fn ranks(path: &NotePath, from: usize) -> impl Iterator<Item = u8> {
            let rank = |byte: &u8| if is_separator(char::from(*byte)) { 0 } else { *byte };
            path.bytes()[from..].iter().map(rank)
        }
        let same = common(self.bytes(), other.bytes());
        ranks(self, same).cmp(ranks(other, same))
    }
}

/// How many bytes two names begin with in common.
fn common(a: &[u8], b: &[u8]) -> usize {
    // Sixteen at a time: most paths that are compared lie in one folder.
    let ((blocks, _), (others, _)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    let same = 16 * blocks.iter().zip(others).take_while(|(a, b)| a == b).count();
    same + a[same..].iter().zip(&b[same..]).take_while(|(a, b)| a == b).count()
}

impl PartialOrd for NotePath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for NotePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_path().fmt(f)
    }
}

impl fmt::Display for NotePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_in_the_order_of_their_names() {
        let paths = [
            "a",
            "a.md",
            "a/b.md",
            "a b/c.md",
            "a.md/x.md",
            "a/é.md",
            "aa.md",
            "",
            "B.md",
            "a folder of a name/b.md",
            "a folder of a name/a.md",
            "a folder of a name.md",
            "a folder of a nam",
            "a folder of a name/another folder/a.md",
            "a folder of a name/another folder",
            "a folder of a name!",
        ];
        for a in paths {
            for b in paths {
                let expected = Path::new(a).cmp(Path::new(b));
                assert_eq!(NotePath::new(a).cmp(&NotePath::new(b)), expected, "{a} {b}");
                assert_eq!(NotePath::new(a) == NotePath::new(b), a == b, "{a} {b}");
            }
        }
    }
}
