//! No line of a log is too odd: the same that the property test of the note room holds.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rekindle::note::{Parser, odd};
use rekindle::settings::Settings;

fuzz_target!(|line: &str| {
    let settings = Settings::default();
    odd::hold_line(&Parser::new(&settings), line);
});
