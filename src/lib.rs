//! rekindle answers, from a folder of Markdown notes with YAML front matter, who has gone quiet, what was
//! sent that nobody answered, and what was said.
//!
//! # The flow
//!
//! ```text
//! files ─▶ vault (walk) ─▶ changes ─▶ note (text → Note + problems) ─┬─▶ store (facts) ─▶ network ─▶ report ─┐
//!                                                                    └─▶ index ─▶ hits ──────────────────────┴─▶ answer ─▶ render ─▶ terminal
//!                                     query (text → tree) ──────────────▶ index
//!                                     daemon: the same answer, over a socket
//! ```
//!
//! Data runs one way. [`state::State::refresh`] brings the picture of the vault up to date and gives a
//! [`state::Snapshot`]; one pure function, [`answer::answer`], makes a [`answer::Response`] of it.
//!
//! # The rooms, each depending only on those above it
//!
//! | room | what it is |
//! |---|---|
//! | [`model`] | plain data: notes, contacts, dates, problems |
//! | [`settings`] | what can be set, with its defaults |
//! | [`note`] | one Markdown text → a [`model::Note`] with its problems |
//! | [`query`] | what is asked for in a search: text → a tree of conditions |
//! | [`vault`] | the folder on disk: its root, a walk, what changed |
//! | [`private`] | folders and files that nobody else can look into |
//! | [`store`] | the facts of every note in one file, so that a second run reads only what changed |
//! | [`network`] | who is who, what happened with whom, and the verdict on a day |
//! | [`report`] | network + day + settings → plain rows |
//! | [`index`] | full-text search over notes and their dated entries |
//! | [`state`] | a vault brought up to date |
//! | [`answer`] | request → response |
//! | [`render`] | response → text or JSON |
//! | `daemon` | the same answers over a local socket, from a picture kept up to date |
//! | [`cli`] | arguments → request; errors and exit codes |
//!
//! # What you will not find
//!
//! - Nothing writes to a note.
//! - Nothing opens a network connection.
//! - No report asks the clock: the day is read once, in [`cli`], and handed on as a value.
//! - No file time counts as contact; file times only tell whether a file has to be read again.
//! - No note stops the rest: parsing gives a value and problems, never an error.
//! - Nothing from a note reaches a terminal without passing through [`render::safe`].

pub mod answer;
pub mod cli;
#[cfg(unix)]
pub mod daemon;
pub mod index;
pub mod model;
pub mod network;
pub mod note;
pub mod private;
pub mod query;
pub mod render;
pub mod report;
pub mod settings;
pub mod state;
pub mod store;
pub mod vault;
