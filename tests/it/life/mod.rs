//! The life of a daemon in the background, whatever befalls it: it starts, is told of, ends, and costs no
//! answer.

mod faults;
mod folders;
mod other_build;
mod service;
mod start;
