//! What lies in one piece of memory with its like. A piece of a megabyte is given back to the system when nobody
//! needs it any more; a hundred thousand small ones leave holes that nobody else may use.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::{Fact, Later};

/// One of several. It keeps all of them.
pub struct Among<T> {
    all: Arc<Vec<T>>,
    at: usize,
}

impl<T> Among<T> {
    /// All of these.
    pub(super) fn all_of(all: Vec<T>) -> Vec<Self> {
        let all = Arc::new(all);
        (0..all.len()).map(|at| Self { all: Arc::clone(&all), at }).collect()
    }
}

impl<T> From<T> for Among<T> {
    fn from(one: T) -> Self {
        Self { all: Arc::new(vec![one]), at: 0 }
    }
}

impl<T> Clone for Among<T> {
    fn clone(&self) -> Self {
        Self { all: Arc::clone(&self.all), at: self.at }
    }
}

impl<T> Deref for Among<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.all[self.at]
    }
}

impl<T> AsRef<T> for Among<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: PartialEq> PartialEq for Among<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: fmt::Debug> fmt::Debug for Among<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// The facts about one contact, in the order of their days.
#[derive(Clone, Default)]
pub struct Timeline {
    all: Later<Vec<Fact>>,
    own: Range<usize>,
}

impl Timeline {
    /// The facts about several contacts, of which each has so many: one list behind the other.
    pub(super) fn all_of(all: &Later<Vec<Fact>>, lengths: &[usize]) -> Vec<Self> {
        let mut to = 0_usize;
        let timelines = lengths.iter().map(|length| {
            let from = to;
            to = to.saturating_add(*length);
            Self { all: all.clone(), own: from..to }
        });
        timelines.collect()
    }

    /// How many there are, whether they are at hand or not.
    pub(super) fn count(&self) -> usize {
        self.own.len()
    }
}

impl From<Vec<Fact>> for Timeline {
    fn from(facts: Vec<Fact>) -> Self {
        Self { own: 0..facts.len(), all: facts.into() }
    }
}

impl Deref for Timeline {
    type Target = [Fact];

    fn deref(&self) -> &[Fact] {
        // Those that were lost are not there.
        self.all.get(self.own.clone()).unwrap_or_default()
    }
}

impl PartialEq for Timeline {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Timeline {}

impl fmt::Debug for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_that_are_not_there_are_none() {
        let lengths = |lengths: &[usize]| {
            let timelines = Timeline::all_of(&Later::default(), lengths);
            let lengths = timelines.iter().map(|timeline| (timeline.count(), timeline.len()));
            lengths.collect::<Vec<_>>()
        };
        assert_eq!(lengths(&[0, 0]), [(0, 0), (0, 0)]);
        assert_eq!(lengths(&[]), []);
        assert_eq!(lengths(&[1, 2]), [(1, 0), (2, 0)]);
        assert_eq!(lengths(&[1, usize::MAX]), [(1, 0), (usize::MAX - 1, 0)]);
    }

    #[test]
    fn each_is_itself() {
        let all = Among::all_of(vec!["a", "b"]);
        assert_eq!((*all[0], *all[1]), ("a", "b"));
        assert_eq!(all[1], Among::from("b"));
        assert_ne!(all[0], all[1]);
    }
}
