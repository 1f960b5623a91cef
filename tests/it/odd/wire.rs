//! What comes over the daemon's socket, put together at random.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rekindle::daemon::odd::hold;

/// Messages as they are, and parts of them.
const PIECES: &[&str] = &[
    r#"{"protocol":1,"stamp":"x","version":"0.1.0","vault":"ab"}"#,
    r#"{"Control":"Ping"}"#,
    r#"{"Control":"Nothing"}"#,
    r#"{"Ask":{"settings":1,"request":{"today":"2026-11-20","filter":{},"ask":"Overview"}}}"#,
    r#"{"Ask":{"settings":-1,"request":{"today":"+262142-12-31","filter":{},"ask":{"Stats":{"weeks":4294967295}}}}}"#,
    r#""Done""#,
    r#"{"VaultGone":"é"}"#,
    r#"{"Status":{}}"#,
    r#"{"Answer":{"as_of":0,"read":0,"unchanged":1e99,"unsaved":null}}"#,
    r#"{"Answer":{"as_of":18446744073709551615,"read":0,"unchanged":0,"unsaved":"why"}}"#,
    r#"{"Err":{"Query":{"message":"a","shown":"b"}}}"#,
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "null",
    "1e999",
    "-0",
    "\\ud800",
    "\u{0}",
    "é",
    "GET / HTTP/1.1\r\n\r\n",
];

fn frame(bytes: &[u8], off: i32) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("it is short").wrapping_add_signed(off);
    [&length.to_le_bytes(), bytes].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn frames_of_pieces(
        frames in vec((vec(select(PIECES), 0..6), prop_oneof![6 => Just(0), 1 => -3..3_i32, 1 => any::<i32>()]), 0..4),
        end in vec(any::<u8>(), 0..8),
    ) {
        let frames = frames.iter().map(|(pieces, off)| frame(pieces.concat().as_bytes(), *off));
        hold(&[frames.collect::<Vec<_>>().concat(), end].concat());
    }

    #[test]
    fn bytes(bytes in vec(any::<u8>(), 0..200)) {
        hold(&bytes);
        hold(&frame(&bytes, 0));
    }
}

#[test]
fn deep_and_long_ones() {
    for unit in ["[", "{\"a\":", "{\"Ask\":", "\"\\u0000", "0", " "] {
        let text = unit.repeat(60_000 / unit.len());
        hold(&frame(text.as_bytes(), 0));
        let parts: Vec<Vec<u8>> = (0..40).map(|_| frame(text.as_bytes(), 0)).collect();
        hold(&[parts.concat(), frame(b"", 0)].concat());
    }
}
