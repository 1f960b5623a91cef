//! What is read from where it is kept when somebody first asks: a search needs names, and not what happened with
//! those who have them.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

type Make<T> = Box<dyn FnOnce() -> T + Send>;

/// Something that is at hand, or will be when it is asked for. What is made on all cores must not first be asked
/// for by one of several that were sent to work on all cores: they would wait for one another. So the facts, which
/// such workers ask for, are made by one alone. What makes it must not panic: it would never be tried again.
pub struct Later<T>(Arc<LazyLock<T, Make<T>>>);

impl<T> Later<T> {
    /// What this will make when somebody asks.
    pub(super) fn new(make: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(make))))
    }
}

impl<T: Send + 'static> From<T> for Later<T> {
    fn from(one: T) -> Self {
        let later = Self::new(move || one);
        LazyLock::force(&later.0);
        later
    }
}

impl<T: Default + Send + 'static> Default for Later<T> {
    fn default() -> Self {
        Self::from(T::default())
    }
}

impl<T> Clone for Later<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: PartialEq> PartialEq for Later<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
