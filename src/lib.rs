//! rekindle: who has gone quiet, what nobody answered and what was said, from a folder of notes.
pub mod model;
pub mod note;
pub mod settings;
