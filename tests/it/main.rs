//! The tests of the whole program, in one binary.

mod as_of;
mod check;
mod daemon;
mod errors;
mod freshness;
mod index;
mod layers;
mod malformed;
mod misreadings;
mod overview;
mod owed;
mod paths;
mod practices;
mod prep;
mod quiet;
mod readme;
mod sample;
mod search;
mod show;
mod support_daemon;
mod terminal;
mod today;
mod unanswered;
mod vault;
mod verdicts;
mod why;
