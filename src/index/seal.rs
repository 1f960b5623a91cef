//! What an index on disk is trusted by. tantivy has a checksum in each file and looks at none of them, and
//! `meta.json`, which tells which files belong to the index, has none.
//!
//! So beside each state of the index lies its seal: a list of its files with their checksums. It is named
//! after the bytes of the `meta.json` that it belongs to, and is there before that takes its place, so a
//! writer may be killed at any moment. An index without the seal of its `meta.json`, or with a file that
//! is not as the seal says, is as good as none. A file that looks as it did when it was sealed (size,
//! number, times) is believed; the bytes of any other are compared. All of them are after the system was
//! started anew, for nothing here waits for the disk, and not everything may have reached it.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

use crate::private;

/// The file that tells which segments there are.
pub(super) const META: &str = "meta.json";
/// How seals are named, before a checksum.
const SEAL: &str = "sealed-";
/// How files that are being put in the place of others are named at first.
const UNFINISHED: &str = "unfinished-";
/// More than a list of files takes.
const LARGEST: u64 = 1 << 26;

/// One file of an index.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    name: String,
    look: Look,
    hash: [u8; blake3::OUT_LEN],
}

/// What a file looks like from outside: its size, device and number, and when it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Look([i64; 7]);

impl Look {
    #[cfg(unix)]
    fn of(meta: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let [size, device, number] = [meta.size(), meta.dev(), meta.ino()].map(u64::cast_signed);
        let changed = [meta.mtime(), meta.mtime_nsec(), meta.ctime(), meta.ctime_nsec()];
        Self([size, device, number, changed[0], changed[1], changed[2], changed[3]])
    }

    #[cfg(not(unix))]
    fn of(meta: &Metadata) -> Self {
        let since = |time: io::Result<std::time::SystemTime>| {
            let time = time.ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
            i64::try_from(time.as_nanos()).ok()
        };
        let [made, changed] = [meta.created(), meta.modified()].map(|at| since(at).unwrap_or(-1));
        Self([meta.len().cast_signed(), made, changed, 0, 0, 0, 0])
    }
}

/// What a seal says.
#[derive(Debug, Serialize, Deserialize)]
struct Seal {
    /// Under which start of the system it was made, if that can be told.
    start: Option<String>,
    entries: Vec<Entry>,
}

/// What tells one start of the system from another.
fn start() -> Option<String> {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()
}

/// Whether files are believed by what they look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// Those that look as they did.
    Looks,
    /// None, without comparing their bytes.
    Nothing,
}

/// An index that is as it was written, with its files open: what becomes of their names does not matter.
#[derive(Debug)]
pub(super) struct Sealed {
    folder: PathBuf,
    pub meta: Vec<u8>,
    pub files: HashMap<PathBuf, Arc<File>>,
    pub entries: Vec<Entry>,
}

impl Sealed {
    /// Opens the index of a folder. `None` if there is none, or it is not as it was written.
    pub fn open(folder: &Path, trust: Trust) -> Option<Self> {
        // Whoever writes may put another index in its place between two looks.
        const TRIES: usize = 3;
        let mut meta = Vec::new();
        for _ in 0..TRIES {
            // The folder may be a link to anything.
            let is_folder = fs::symlink_metadata(folder).is_ok_and(|meta| meta.is_dir());
            let now = small(&folder.join(META)).ok().filter(|now| is_folder && meta != *now)?;
            meta.clone_from(&now);
            if let Ok(Some(sealed)) = Self::with(folder, now, trust) {
                return Some(sealed);
            }
        }
        None
    }

    fn with(folder: &Path, meta: Vec<u8>, trust: Trust) -> io::Result<Option<Self>> {
        let seal = small(&folder.join(seal_of(&meta)))?;
        let Some((checksum, seal)) = seal.split_at_checked(blake3::OUT_LEN) else {
            return Ok(None);
        };
        if blake3::hash(seal).as_bytes() != checksum {
            return Ok(None);
        }
        let Ok(mut seal) = postcard::from_bytes::<Seal>(seal) else { return Ok(None) };
        let start = start();
        let believed = trust == Trust::Looks && start.is_some() && seal.start == start;
        let mut files = HashMap::default();
        let mut compared = false;
        for entry in &mut seal.entries {
            let file = private::read(&folder.join(&entry.name))?;
            let look = Look::of(&file.metadata()?);
            if !believed || look != entry.look {
                if hash(&file)? != entry.hash {
                    return Ok(None);
                }
                (entry.look, compared) = (look, true);
            }
            files.insert(PathBuf::from(&entry.name), Arc::new(file));
        }
        let entries = seal.entries;
        if compared && trust == Trust::Looks {
            // So that it need not be done again. If it cannot be kept, it is.
            let _ = write(folder, &meta, &Seal { start, entries: entries.clone() });
        }
        Ok(Some(Self { folder: folder.to_owned(), meta, files, entries }))
    }

    /// Removes whatever else lies in the folder: what was begun by writers that were killed, or failed.
    pub fn sweep(&self) {
        let seal = seal_of(&self.meta);
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let belongs = name == META
                || name == OsStr::new(&seal)
                || self.files.contains_key(Path::new(&name));
            if !belongs {
                // Whatever cannot be removed takes up room and does no other harm.
                let _ = private::clear(&entry.path());
            }
        }
    }
}

/// Seals the state of an index that these bytes of `meta.json` tell of, before they take their place.
/// What is known of files is not found out again.
pub(super) fn seal(folder: &Path, meta: &[u8], known: &[Entry]) -> io::Result<Vec<Entry>> {
    let belonging = belonging(meta).ok_or(io::ErrorKind::InvalidData)?;
    let mut entries = Vec::new();
    for file in fs::read_dir(folder)? {
        let name = file?.file_name();
        let Some(name) = name.to_str().filter(|name| belonging.has(name)) else { continue };
        let file = private::read(&folder.join(name))?;
        let look = Look::of(&file.metadata()?);
        let same = known.iter().find(|entry| entry.name == name && entry.look == look);
        entries.push(match same {
            Some(entry) => entry.clone(),
            None => Entry { name: name.to_owned(), look, hash: hash(&file)? },
        });
    }
    write(folder, meta, &Seal { start: start(), entries: entries.clone() })?;
    Ok(entries)
}

fn write(folder: &Path, meta: &[u8], seal: &Seal) -> io::Result<()> {
    let seal = postcard::to_stdvec(seal).map_err(io::Error::other)?;
    let bytes = [blake3::hash(&seal).as_bytes(), seal.as_slice()].concat();
    replace(&folder.join(seal_of(meta)), &bytes)
}

/// Puts a file in the place of what is there, whole or not at all.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    file.write_all(bytes)?;
    if path.is_dir() {
        // No file can take the place of a folder.
        private::clear(path)?;
    }
    file.persist(path)?;
    Ok(())
}

/// Which files belong to an index.
struct Belonging {
    segments: HashSet<String>,
    deletions: HashSet<String>,
}

impl Belonging {
    fn has(&self, name: &str) -> bool {
        let segment = name.split('.').next().unwrap_or_default();
        self.deletions.contains(name)
            || (self.segments.contains(segment) && !name.ends_with(".del"))
    }
}

/// Reads in `meta.json` which files belong to the index that it tells of.
fn belonging(meta: &[u8]) -> Option<Belonging> {
    let meta: serde_json::Value = serde_json::from_slice(meta).ok()?;
    let (mut segments, mut deletions) = (HashSet::default(), HashSet::default());
    for segment in meta["segments"].as_array()? {
        let id = segment["segment_id"].as_str()?.replace('-', "");
        if let Some(at) = segment["deletes"]["opstamp"].as_u64() {
            deletions.insert(format!("{id}.{at}.del"));
        }
        segments.insert(id);
    }
    Some(Belonging { segments, deletions })
}

fn seal_of(meta: &[u8]) -> String {
    format!("{SEAL}{}", &blake3::hash(meta).to_hex()[..32])
}

fn small(path: &Path) -> io::Result<Vec<u8>> {
    bytes(private::read(path)?)
}

/// The bytes of a file that is not large.
pub(super) fn bytes(file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn hash(file: &File) -> io::Result<[u8; blake3::OUT_LEN]> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    Ok(*hasher.finalize().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = r#"{"segments": [{"segment_id": "0a-1b", "deletes": {"opstamp": 7}},
                                         {"segment_id": "2c", "deletes": null}]}"#;

    /// A folder with files of two segments and of none, sealed.
    fn sealed() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["0a1b.idx", "0a1b.7.del", "0a1b.6.del", "2c.idx", "2c.1.del", "3d.idx"] {
            fs::write(folder.path().join(name), name).expect("our own file");
        }
        seal(folder.path(), STATE.as_bytes(), &[]).expect("there is room");
        fs::write(folder.path().join(META), STATE).expect("our own file");
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("our own folder").flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_seal_has_the_files_of_its_state_and_nothing_else_is_kept() {
        let folder = sealed();
        let open = Sealed::open(folder.path(), Trust::Looks).expect("it is as it was");
        let mut belonging: Vec<_> =
            open.files.keys().map(|name| name.display().to_string()).collect();
        belonging.sort();
        assert_eq!(belonging, ["0a1b.7.del", "0a1b.idx", "2c.idx"]);
        open.sweep();
        let seal = seal_of(STATE.as_bytes());
        assert_eq!(names(folder.path()), ["0a1b.7.del", "0a1b.idx", "2c.idx", META, &seal]);
        assert!(Sealed::open(folder.path(), Trust::Nothing).is_some());
    }

    #[test]
    fn whatever_is_not_as_it_was_sealed_is_found() {
        let seal = seal_of(STATE.as_bytes());
        let before = sealed();
        for name in ["0a1b.idx", "0a1b.7.del", "2c.idx", META, &seal] {
            let whole = fs::read(before.path().join(name)).expect("our own file");
            for at in 0..whole.len() {
                let folder = sealed();
                let mut bytes = fs::read(folder.path().join(name)).expect("our own file");
                // A seal is a byte shorter where the numbers of files are smaller.
                let at = at.min(bytes.len() - 1);
                bytes[at] ^= 1;
                fs::write(folder.path().join(name), &bytes).expect("our own file");
                assert!(Sealed::open(folder.path(), Trust::Looks).is_none(), "{name}, byte {at}");
            }
            let folder = sealed();
            fs::remove_file(folder.path().join(name)).expect("our own file");
            assert!(Sealed::open(folder.path(), Trust::Looks).is_none(), "{name} is gone");
        }
        assert!(Sealed::open(before.path(), Trust::Looks).is_some());
    }

    /// Writes the seal again as if a file had not been touched since it was made, under some start.
    fn as_if_untouched(folder: &Path, start: Option<String>) {
        let path = folder.join(seal_of(STATE.as_bytes()));
        let bytes = fs::read(&path).expect("our own file");
        let mut seal: Seal = postcard::from_bytes(&bytes[blake3::OUT_LEN..]).expect("a seal");
        for entry in &mut seal.entries {
            let meta = fs::metadata(folder.join(&entry.name)).expect("our own file");
            entry.look = Look::of(&meta);
        }
        write(folder, STATE.as_bytes(), &Seal { start, ..seal }).expect("there is room");
    }

    /// A disk that lost what was written last shows files that look right and are not.
    #[test]
    #[cfg(target_os = "linux")]
    fn after_another_start_of_the_system_every_byte_is_compared_once() {
        let folder = sealed();
        fs::write(folder.path().join("2c.idx"), "2c.xdi").expect("our own file");
        as_if_untouched(folder.path(), start());
        assert!(Sealed::open(folder.path(), Trust::Looks).is_some(), "its looks are believed");
        assert!(Sealed::open(folder.path(), Trust::Nothing).is_none());
        for other in [None, Some("another".to_owned())] {
            as_if_untouched(folder.path(), other);
            assert!(Sealed::open(folder.path(), Trust::Looks).is_none());
        }
        // What is whole is believed from then on.
        fs::write(folder.path().join("2c.idx"), "2c.idx").expect("our own file");
        assert!(Sealed::open(folder.path(), Trust::Looks).is_some());
        fs::write(folder.path().join("2c.idx"), "2c.xdi").expect("our own file");
        as_if_untouched(folder.path(), start());
        assert!(Sealed::open(folder.path(), Trust::Looks).is_some());
    }
}
