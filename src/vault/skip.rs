//! Why a file or folder of the vault is left out, as a value that can be listed and explained.

use std::fmt;
use std::io;

use crate::model::{Code, NotePath};

/// Something in the vault that is not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Where it lies: a file, or a folder that stands for all that is in it.
    pub path: NotePath,
    /// Why.
    pub reason: SkipReason,
}

/// Files whose patterns leave notes out; the earlier one outranks the later, wherever the two lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PatternFile {
    /// `.rekindleignore`
    Rekindle,
    /// `.ignore`
    Ignore,
    /// `.gitignore`, which counts only if the settings say so.
    Git,
}

impl PatternFile {
    /// All of them, by rank.
    pub const ALL: [Self; 3] = [Self::Rekindle, Self::Ignore, Self::Git];

    /// Its name on disk.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rekindle => ".rekindleignore",
            Self::Ignore => ".ignore",
            Self::Git => ".gitignore",
        }
    }
}

/// Why something is left out. Its text is the end of a sentence: `People/a.md: it is …`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// Its name begins with a dot.
    Hidden,
    /// An editor's temporary or backup file.
    Temporary,
    /// A folder of things thrown away.
    Trash,
    /// A folder that a sync tool keeps for itself.
    SyncTool,
    /// Excluded by a pattern of the user's.
    Ignored(PatternFile),
    /// On Obsidian's list of excluded files.
    ExcludedInObsidian,
    /// A link to something that counts under its own path already.
    CountedElsewhere,
    /// It was there a moment ago: deleted, renamed or replaced meanwhile.
    Vanished,
    /// The system refused; its words are kept.
    Unreadable(String),
    /// Larger than the limit, in bytes.
    TooLarge(u64),
    /// A pipe, a device or a socket with the name of a note.
    NotAFile,
    /// A link to nothing.
    LinkToNothing,
    /// A link to a folder around it, or to itself.
    LinkCircle,
    /// A link out of the vault, while such links are not followed.
    LinkOutside,
    /// A pattern that means nothing, in a file of patterns that counts otherwise.
    BadPattern(String),
    /// Reading it hit a fault of this program's.
    Fault,
}

impl SkipReason {
    /// Whether a rule leaves it out, which needs no word; anything else is trouble and is reported.
    pub fn by_rule(&self) -> bool {
        self.code().is_none()
    }

    /// Whether the user's own patterns leave it out, which are found in the vault.
    pub fn by_pattern(&self) -> bool {
        matches!(self, Self::Ignored(_) | Self::ExcludedInObsidian)
    }

    /// What `check` calls it, if it is trouble.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Hidden
            | Self::Temporary
            | Self::Trash
            | Self::SyncTool
            | Self::Ignored(_)
            | Self::ExcludedInObsidian
            | Self::CountedElsewhere
            | Self::Vanished => None,
            Self::Unreadable(_) | Self::Fault => Some(Code::Unreadable),
            Self::TooLarge(_) => Some(Code::TooLarge),
            Self::NotAFile => Some(Code::NotAFile),
            Self::LinkToNothing | Self::LinkCircle | Self::LinkOutside => Some(Code::LinkOnDisk),
            Self::BadPattern(_) => Some(Code::DirectiveUnreadable),
        }
    }

    /// What to try, if it is trouble.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Hidden
            | Self::Temporary
            | Self::Trash
            | Self::SyncTool
            | Self::Ignored(_)
            | Self::ExcludedInObsidian
            | Self::CountedElsewhere
            | Self::Vanished => return None,
            Self::Unreadable(_) => "see who may read it, and whether the disk is there",
            Self::Fault => "take the note out of the vault until then; the others count",
            Self::TooLarge(_) => "split it, or raise `note_bytes` under `[limits]` in the settings",
            Self::NotAFile => "give it another name, or take it out of the vault",
            Self::LinkToNothing => "mend the link, or delete it",
            Self::LinkCircle => "delete the link; what it leads to counts once already",
            Self::LinkOutside => {
                "copy the notes in, or set `follow_links` under `[limits]` in your own settings"
            }
            Self::BadPattern(_) => "mend the pattern; the others in the file count",
        })
    }

    /// What an error of the system means for the file it befell.
    pub(super) fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Vanished,
            _ => Self::Unreadable(plain(error)),
        }
    }
}

/// The system's words for an error, without its number.
pub(super) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error ").next().unwrap_or(&text);
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hidden => f.write_str("it is hidden"),
            Self::Temporary => f.write_str("it is an editor's temporary or backup file"),
            Self::Trash => f.write_str("it is in the trash"),
            Self::SyncTool => f.write_str("it is a folder that a sync tool keeps for itself"),
            Self::Ignored(file) => write!(f, "it is excluded by a pattern in {}", file.name()),
            Self::ExcludedInObsidian => f.write_str("it is among Obsidian's excluded files"),
            Self::CountedElsewhere => {
                f.write_str("it is a link to something that counts under its own path")
            }
            Self::Vanished => f.write_str("it was gone before it could be read"),
            Self::Unreadable(why) => write!(f, "it cannot be read: {why}"),
            Self::TooLarge(limit) => {
                write!(f, "it is larger than {limit} bytes, the limit for a note")
            }
            Self::NotAFile => f.write_str("it is no file, but a pipe, a device or the like"),
            Self::LinkToNothing => f.write_str("it is a link to nothing"),
            Self::LinkCircle => f.write_str("it is a link that leads round in a circle"),
            Self::LinkOutside => f.write_str("it is a link that leaves the vault"),
            Self::BadPattern(pattern) => write!(f, "its pattern `{pattern}` cannot be understood"),
            Self::Fault => f.write_str("reading it hit a fault of this program; please report it"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_quiet_and_trouble_has_a_code() {
        let cases = [
            (SkipReason::Hidden, None),
            (SkipReason::Ignored(PatternFile::Ignore), None),
            (SkipReason::CountedElsewhere, None),
            (SkipReason::TooLarge(10), Some(Code::TooLarge)),
            (SkipReason::NotAFile, Some(Code::NotAFile)),
            (SkipReason::LinkOutside, Some(Code::LinkOnDisk)),
            (SkipReason::Fault, Some(Code::Unreadable)),
        ];
        for (reason, code) in cases {
            assert_eq!((reason.by_rule(), reason.code()), (code.is_none(), code), "{reason}");
            assert_eq!(reason.hint().is_some(), code.is_some(), "{reason}");
        }
    }

    #[test]
    fn the_systems_words_are_kept_without_its_number() {
        let error = io::Error::from_raw_os_error(13);
        assert_eq!(SkipReason::of(&error).to_string(), "it cannot be read: permission denied");
    }
}
