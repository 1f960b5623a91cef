//! No bytes are too odd for the daemon's socket, from either side.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| rekindle::daemon::odd::hold(bytes));
