//! rekindle: who has gone quiet, what nobody answered and what was said, from a folder of notes.
pub mod answer;
pub mod cli;
pub mod model;
pub mod network;
pub mod note;
pub mod render;
pub mod report;
pub mod settings;
pub mod state;
pub mod store;
pub mod vault;
