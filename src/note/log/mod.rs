//! Dated entries of a note → what happened, when, which way.
mod grammar;
mod words;
pub(crate) use grammar::*;
pub(crate) use words::*;
