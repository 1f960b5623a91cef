//! What is walked and read.

use serde::{Deserialize, Deserializer, Serialize, de};

/// The most that `note_bytes` can be set to. A vault that somebody else made may hold a file of any length,
/// and settings that would let it in; a note is held in memory as a whole.
pub const LARGEST_NOTE: u64 = 256 << 20;

/// What is walked and read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// The largest note that is read, in bytes; at most [`LARGEST_NOTE`].
    #[serde(deserialize_with = "up_to_the_largest")]
    pub note_bytes: u64,
    /// A meeting with more people than this, without me, is a mention.
    pub participants: u32,
    /// Whether links on disk that leave the vault are followed. Counts in the user's own settings only.
    pub follow_links: bool,
    /// Whether `.gitignore` counts.
    pub gitignore: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { note_bytes: 10 << 20, participants: 12, follow_links: false, gitignore: false }
    }
}

fn up_to_the_largest<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let bytes = u64::deserialize(from)?;
    let expected = format!("expected a number of bytes, at most {LARGEST_NOTE} (256 MiB)");
    if bytes <= LARGEST_NOTE { Ok(bytes) } else { Err(de::Error::custom(expected)) }
}

#[cfg(test)]
mod tests {
    use crate::settings::{Text, load};

    #[test]
    fn no_settings_let_in_a_note_that_memory_cannot_hold() {
        let load = |bytes: u64| {
            let text = format!("[limits]\nnote_bytes = {bytes}\n");
            load(&[Text { file: "vault".to_owned(), text, of_vault: true }])
                .map(|loaded| loaded.settings.limits.note_bytes)
        };
        assert_eq!(load(268_435_456).expect("it is the most"), 268_435_456);
        let error = load(268_435_457).expect_err("it is more").to_string();
        let expected = "line 2, column 14: expected a number of bytes, at most 268435456 (256 MiB)";
        assert!(error.contains(expected), "{error}");
    }
}
