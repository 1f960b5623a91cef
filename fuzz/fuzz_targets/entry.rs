//! No line of a log is too odd: the same that the property test of the note room holds.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rekindle::note::{Parser, odd};
use rekindle::settings::Settings;

static SETTINGS: LazyLock<Settings> = LazyLock::new(Settings::default);
thread_local! {
    /// Made once: the table of words takes longer than most inputs.
    static PARSER: Parser<'static> = Parser::new(&SETTINGS);
}

fuzz_target!(|line: &str| PARSER.with(|parser| odd::hold_line(parser, line)));
