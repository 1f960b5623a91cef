//! The tests of the whole program, in one binary.

#[cfg(unix)]
mod daemon;
#[cfg(unix)]
mod freshness;
#[cfg(unix)]
mod support_daemon;
