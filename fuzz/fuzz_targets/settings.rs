//! No settings are too odd: the same that the property test of the settings room holds.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| rekindle::settings::odd::hold(text));
