//! Hints that something in the vault changed, so that a daemon need not walk before every answer. The only
//! file that names `notify`.
//!
//! An event means "walk before you answer" and nothing else: what kind it is and which two belong to a
//! rename is not looked at, because that is where watchers are wrong. What matters is never to be believed
//! when something may have been missed. So every folder that a walk found is watched on its own, a folder
//! that anything befell is watched anew with all below it (notify forgets those, and a folder made again
//! may get the old inode number), lost events mean a new watcher, and before an answer a [`barrier`] proves
//! that every event so far was heard: one queue carries the events of the vault and those of a file of our
//! own, in order.
//!
//! [`barrier`]: Watch::news

mod mounts;
mod silent;

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{
    Config, ErrorKind, Event, EventKind, EventKindMask, RecommendedWatcher, RecursiveMode,
    WatchPathConfig, Watcher,
};

use mounts::Mounts;

use super::scan::Reach;

/// When so much was touched, a walk tells sooner what came of it than to look at each.
const MANY: usize = 64;
/// How long a new watcher may take to show that events arrive.
const PROOF: Duration = Duration::from_millis(250);

/// Why events are not enough, and every answer needs a walk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// There is no watcher.
    #[error("the system refuses to tell of changes: {0}")]
    Refused(String),
    /// Watches ran out.
    #[error("the system's limit of watched folders is reached (fs.inotify.max_user_watches)")]
    TooMany,
    /// One of the folders cannot be watched.
    #[error("{folder} cannot be watched: {why}", folder = .folder.display())]
    Closed {
        /// The folder.
        folder: PathBuf,
        /// The system's words.
        why: String,
    },
    /// The file system is of a kind that keeps changes to itself.
    #[error("the notes lie on {0}, which does not tell of every change")]
    Silent(&'static str),
    /// Something can change where nothing is watched.
    #[error("a link leads out of the watched folders, or a note has a second name on disk")]
    Beyond,
    /// Our own change was not told of, or too late.
    #[error("the system tells of changes too late")]
    Late,
}

/// Watches a vault.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    /// The private folder of the files that prove that everything was heard.
    cookies: PathBuf,
    /// The number of the last of these files. They count on, so that none is taken for another.
    cookie: u64,
    watcher: Option<RecommendedWatcher>,
    /// Each watcher has one of its own: a watcher that ends may still have something to say.
    ear: Arc<Ear>,
    folders: BTreeMap<PathBuf, Identity>,
    mounts: Mounts,
    doubt: Option<Doubt>,
    /// What was touched was told to somebody who has not said yet that it is dealt with.
    owed: bool,
}

/// What was heard since the last picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Nothing: what was seen then is still all there is.
    Nothing,
    /// Only that something befell these paths; [`Watch::caught_up`] is to be called when it was looked at.
    Touched(Vec<PathBuf>),
    /// It is not known what.
    Anything,
}

/// Device and inode.
type Identity = (u64, u64);

/// What was heard.
#[derive(Debug, Default)]
struct Ear {
    heard: Mutex<Heard>,
    came: Condvar,
}

#[derive(Debug, Default)]
struct Heard {
    /// Something changed since the last walk began, and it is not known what.
    changed: bool,
    /// What changed since then, as far as it is known.
    touched: HashSet<PathBuf>,
    /// Events were lost, so it is not known what changed nor what is still watched.
    lost: bool,
    /// The folders that are watched.
    watched: HashSet<PathBuf>,
    /// Those of them that something befell, and not only what is in them.
    shaken: HashSet<PathBuf>,
    /// The last cookie.
    cookie: u64,
}

impl Ear {
    fn heard(&self) -> MutexGuard<'_, Heard> {
        // Each change is a single step, so there is nothing half-done to be seen.
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, cookies: &Path, event: notify::Result<Event>) {
        let mut heard = self.heard();
        match event {
            // An event with this flag has no path: it is about all of them.
            Ok(event) if event.need_rescan() => heard.lost = true,
            Ok(event) if is_reading(event.kind) => return,
            Ok(event) if event.paths.is_empty() => heard.lost = true,
            Ok(event) => {
                for path in event.paths {
                    heard.take(cookies, path);
                }
            }
            Err(_) => heard.lost = true,
        }
        drop(heard);
        self.came.notify_all();
    }
}

impl Heard {
    fn take(&mut self, cookies: &Path, path: PathBuf) {
        if let Ok(name) = path.strip_prefix(cookies) {
            let number = name.to_str().and_then(|name| name.parse().ok());
            self.cookie = self.cookie.max(number.unwrap_or(0));
            return;
        }
        if self.watched.contains(&path) {
            self.shaken.insert(path.clone());
        }
        if self.touched.len() < MANY {
            self.touched.insert(path);
        } else {
            self.changed = true;
        }
    }
}

/// Whether somebody merely looked. Closing a file that was open for writing is no mere look: a change made
/// in mapped memory shows in nothing else.
fn is_reading(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    }
}

impl Watch {
    /// A watch over a vault. `cookies` is a folder of our own outside it, on a local disk and closed to
    /// others. Nothing is watched before the first [`Watch::sync`].
    pub fn new(root: PathBuf, cookies: PathBuf) -> Self {
        // Events have the paths that were asked for, so the two must be spelled alike.
        let cookies = cookies.canonicalize().unwrap_or(cookies);
        Self {
            root,
            cookies,
            cookie: 0,
            watcher: None,
            ear: Arc::default(),
            folders: BTreeMap::new(),
            mounts: Mounts::new(),
            doubt: None,
            owed: false,
        }
    }

    /// How many folders are watched.
    pub fn folders(&self) -> usize {
        self.folders.len()
    }

    /// Why every answer needs a walk, if it does.
    pub fn doubt(&self) -> Option<&Doubt> {
        self.doubt.as_ref()
    }

    /// What became of what the last walk saw. It is known only if the root is the same folder, events can be
    /// trusted, and every event so far was heard.
    pub fn news(&mut self, timeout: Duration) -> News {
        let root = identity(&self.root);
        let same_root = root.is_some() && root == self.folders.get(&self.root).copied();
        if self.mounts.changed() {
            self.distrust();
        }
        if self.doubt.is_some() || !same_root || self.owed {
            return News::Anything;
        }
        let all_heard = self.barrier(timeout);
        let mut heard = self.ear.heard();
        if !all_heard || heard.changed || heard.lost || !heard.shaken.is_empty() {
            return News::Anything;
        }
        if heard.touched.is_empty() {
            return News::Nothing;
        }
        self.owed = true;
        News::Touched(heard.touched.drain().collect())
    }

    /// What was told to be touched has been looked at, after it was told.
    pub fn caught_up(&mut self) {
        self.owed = false;
    }

    /// To be called before a walk begins. What changes from here on may or may not be seen by it.
    pub fn walk_begins(&mut self) {
        self.owed = false;
        let mut heard = self.ear.heard();
        heard.changed = false;
        heard.touched.clear();
    }

    /// Makes sure that the next answer is preceded by a walk.
    pub fn distrust(&mut self) {
        self.ear.heard().changed = true;
    }

    /// Gives a watcher that was too late another chance.
    pub fn try_again(&mut self) {
        self.doubt = None;
    }

    /// Watches the folders of a walk and no others. Returns false if one had to be added: what happened
    /// in it between the walk and now is not known, so there must be another walk.
    pub fn sync(&mut self, reach: &Reach) -> bool {
        if self.doubt == Some(Doubt::Late) {
            // To find out whether that is still so costs every answer the time of a barrier.
            return true;
        }
        let mut steady = true;
        if self.watcher.is_none() || self.ear.heard().lost {
            steady = false;
            self.doubt = self.start_over().err();
            if self.doubt.is_some() {
                self.watcher = None;
                return true;
            }
        }
        self.drop_stale(reach);
        self.doubt = match self.add_missing(reach) {
            Ok(added) => {
                steady &= !added;
                let silent = silent::among(&self.folders).map(Doubt::Silent);
                silent.or(reach.beyond.then_some(Doubt::Beyond))
            }
            Err(doubt) => Some(doubt),
        };
        steady
    }

    /// Puts a new watcher in the place of one that lost something, and has it prove that it hears.
    fn start_over(&mut self) -> Result<(), Doubt> {
        self.watcher = None;
        self.folders.clear();
        self.ear = Arc::default();
        let (ear, cookies) = (Arc::clone(&self.ear), self.cookies.clone());
        let config = Config::default()
            .with_follow_symlinks(false)
            .with_event_kinds(EventKindMask::CORE | EventKindMask::ACCESS_CLOSE);
        let watcher = RecommendedWatcher::new(move |event| ear.hear(&cookies, event), config);
        let mut watcher = watcher.map_err(|error| Doubt::Refused(plain(&error)))?;
        watch(&mut watcher, &self.cookies).map_err(|error| refusal(&self.cookies, &error))?;
        self.watcher = Some(watcher);
        if self.barrier(PROOF) { Ok(()) } else { Err(Doubt::Late) }
    }

    /// Stops watching folders that are gone, that were replaced or that something befell, the latter with
    /// all below them.
    fn drop_stale(&mut self, reach: &Reach) {
        let Some(watcher) = &mut self.watcher else { return };
        let mut shaken = std::mem::take(&mut self.ear.heard().shaken);
        let replaced = |(path, known): (&PathBuf, &Identity)| {
            (identity(path) != Some(*known)).then(|| path.clone())
        };
        shaken.extend(self.folders.iter().filter_map(replaced));
        let wanted: HashSet<&PathBuf> = reach.folders.iter().collect();
        self.folders.retain(|path, _| {
            let stays = wanted.contains(path)
                && (shaken.is_empty() || !path.ancestors().any(|above| shaken.contains(above)));
            if !stays {
                // It may not be watched any more, which is as well.
                let _ = watcher.unwatch(path);
                self.ear.heard().watched.remove(path);
            }
            stays
        });
    }

    /// Watches what is not watched yet, and tells whether there was anything.
    fn add_missing(&mut self, reach: &Reach) -> Result<bool, Doubt> {
        let Some(watcher) = &mut self.watcher else { return Ok(false) };
        let mut added = false;
        for path in &reach.folders {
            if self.folders.contains_key(path) {
                continue;
            }
            added = true;
            // A folder that is gone again, or replaced just now, is left for the next walk.
            let Some(before) = identity(path) else { continue };
            // First, so that what befalls it from the first moment on is heard as such.
            self.ear.heard().watched.insert(path.clone());
            match watch(watcher, path) {
                Ok(()) if identity(path) == Some(before) => {
                    self.folders.insert(path.clone(), before);
                }
                Ok(()) => drop(watcher.unwatch(path)),
                Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
                Err(error) => return Err(refusal(path, &error)),
            }
        }
        Ok(added)
    }

    /// Makes a file of our own and waits until it is heard of. Then all that came before it was heard.
    fn barrier(&mut self, timeout: Duration) -> bool {
        self.cookie += 1;
        let number = self.cookie;
        let file = self.cookies.join(number.to_string());
        let made = File::create(&file).is_ok();
        let mut heard = self.ear.heard();
        if made {
            let waiting = |heard: &mut Heard| heard.cookie < number && !heard.lost;
            let waited = self.ear.came.wait_timeout_while(heard, timeout, waiting);
            heard = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let all_heard = heard.cookie >= number && !heard.lost;
        heard.lost |= !all_heard;
        drop(heard);
        // What is left behind is swept away when a daemon starts.
        let _ = fs::remove_file(file);
        all_heard
    }
}

/// Watches a folder itself and what lies directly in it, and never what a link there points at.
fn watch(watcher: &mut RecommendedWatcher, folder: &Path) -> notify::Result<()> {
    let flat = WatchPathConfig::new(RecursiveMode::NonRecursive).with_dereference_symlinks(false);
    watcher.watch_with(folder, flat)
}

fn refusal(folder: &Path, error: &notify::Error) -> Doubt {
    match error.kind {
        ErrorKind::MaxFilesWatch => Doubt::TooMany,
        _ => Doubt::Closed { folder: folder.to_owned(), why: plain(error) },
    }
}

fn plain(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::Io(error) => super::skip::plain(error),
        _ => error.to_string(),
    }
}

/// Which folder it is, if it is one.
#[cfg(unix)]
fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::symlink_metadata(folder).ok().filter(fs::Metadata::is_dir)?;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<Identity> {
    fs::symlink_metadata(folder).ok().filter(fs::Metadata::is_dir).map(|_| (0, 0))
}

#[cfg(test)]
mod tests;
