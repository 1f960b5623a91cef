//! What a note says at some place. Verdicts do without, and only rows show it; so it stays in the file that
//! the network is kept in until somebody asks.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

/// A text, at hand or kept.
#[derive(Clone)]
pub struct Text(Inner);

#[derive(Clone)]
enum Inner {
    Here(Box<str>),
    Kept(Arc<Texts>, Range),
}

/// Where among the texts of one part.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Range {
    from: u32,
    length: u32,
    /// The first bytes of its BLAKE3 hash.
    check: u32,
}

/// Reads so many bytes of a part from a place on; none if they are not there.
pub type ReadTexts = dyn Fn(usize, u32, u32) -> Option<Vec<u8>> + Send + Sync;

/// The texts of one part, which stay where they are kept.
pub(super) struct Texts {
    pub read: Arc<ReadTexts>,
    pub part: usize,
    /// Set when one of them turns out to be lost.
    pub lost: Arc<AtomicBool>,
}

fn check(text: &[u8]) -> u32 {
    let hash = blake3::hash(text);
    u32::from_le_bytes(hash.as_bytes()[..4].try_into().expect("a hash has 32 bytes"))
}

impl Text {
    /// The text. One that is lost is empty, and whoever keeps the network is told.
    pub fn read(&self) -> Cow<'_, str> {
        match &self.0 {
            Inner::Here(text) => Cow::Borrowed(text),
            Inner::Kept(texts, range) => Cow::Owned(texts.text(*range)),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Inner::Here(text) => text.is_empty(),
            Inner::Kept(_, range) => range.length == 0,
        }
    }

    /// Where the text lies when it is put at the end of `texts`. None if those are too long, or if it is lost:
    /// it must not be kept as one that says nothing.
    pub(super) fn kept_in(&self, texts: &mut Vec<u8>) -> Option<Range> {
        let text = self.read();
        if matches!(&self.0, Inner::Kept(_, range) if text.len() != range.length as usize) {
            return None;
        }
        let from = u32::try_from(texts.len()).ok()?;
        texts.extend_from_slice(text.as_bytes());
        let length = u32::try_from(text.len()).ok()?;
        Some(Range { from, length, check: check(text.as_bytes()) })
    }

    /// A text that lies among others.
    pub(super) fn lies_in(texts: &Arc<Texts>, range: Range) -> Self {
        Self(match range.length {
            0 => Inner::Here(Box::default()),
            _ => Inner::Kept(Arc::clone(texts), range),
        })
    }
}

impl Texts {
    fn text(&self, range: Range) -> String {
        let bytes = (self.read)(self.part, range.from, range.length);
        let bytes = bytes.filter(|bytes| check(bytes) == range.check);
        bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| {
            self.lost.store(true, Ordering::Relaxed);
            String::new()
        })
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Inner::Here(text.into()))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.read() == other.read()
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.read().fmt(f)
    }
}
