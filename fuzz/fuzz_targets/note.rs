//! No file is too odd for a note: the same that the property test of the note room holds. The first byte
//! chooses where the note lies, for that decides its kind.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rekindle::model::NotePath;
use rekindle::note::{Parser, odd};
use rekindle::settings::Settings;

fuzz_target!(|bytes: &[u8]| {
    let paths = odd::PATHS;
    let Some((first, rest)) = bytes.split_first() else { return };
    let settings = Settings::default();
    odd::hold(&Parser::new(&settings), &NotePath::new(paths[usize::from(*first) % paths.len()]), rest);
});
