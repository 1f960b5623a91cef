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
mod paths;
mod quiet;
mod readme;
mod sample;
mod search;
mod show;
mod stats;
mod stats_page;
mod support_daemon;
mod terminal;
mod unanswered;
mod vault;
mod verdicts;
