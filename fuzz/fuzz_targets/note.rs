//! No file is too odd for a note: the same that the property test of the note room holds. The first byte
//! chooses where the note lies, for that decides its kind.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rekindle::model::NotePath;
use rekindle::note::{Parser, odd};
use rekindle::settings::Settings;

static SETTINGS: LazyLock<Settings> = LazyLock::new(Settings::default);
thread_local! {
    /// Made once: the table of words takes longer than most inputs.
    static PARSER: Parser<'static> = Parser::new(&SETTINGS);
}

fuzz_target!(|bytes: &[u8]| {
    let paths = odd::PATHS;
    let Some((first, rest)) = bytes.split_first() else { return };
    let path = NotePath::new(paths[usize::from(*first) % paths.len()]);
    PARSER.with(|parser| odd::hold(parser, &path, rest));
});
