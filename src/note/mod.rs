//! One Markdown text → [`Note`] with its problems. Cannot fail.

mod body;
mod dates;
mod decode;
mod fields;
mod front_matter;
mod links;
mod log;
mod value;

use crate::model::{Kind, Note, NotePath};
use crate::settings::Settings;

/// Reads one note.
pub fn parse(path: &NotePath, bytes: &[u8], settings: &Settings) -> Note {
    let _ = (bytes, settings);
    Note {
        path: path.clone(),
        kind: Kind::Note,
        title: path.stem(),
        set_aside: None,
        opening: 0,
        date: None,
        tags: Vec::new(),
        contact: None,
        meeting: None,
        message: None,
        entries: Vec::new(),
        tasks: Vec::new(),
        links: Vec::new(),
        problems: Vec::new(),
    }
}
