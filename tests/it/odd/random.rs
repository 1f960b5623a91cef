//! Input put together at random.

use proptest::prelude::*;
use proptest::sample::select;
use rekindle::model::NotePath;
use rekindle::note::{Parser, odd};
use rekindle::settings::Settings;

use super::pieces::{self, NOTE, SETTINGS};

/// How many cases of each; `PROPTEST_CASES` asks for others.
fn cases(number: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok());
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(asked.unwrap_or(number))
    }
}

fn note(path: &str, bytes: &[u8]) {
    let settings = Settings::default();
    odd::hold(&Parser::new(&settings), &NotePath::new(path), bytes);
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn pieces_make_a_note(text in pieces::text(NOTE, 40), path in select(&odd::PATHS[..])) {
        note(path, text.as_bytes());
    }

    #[test]
    fn pieces_make_front_matter(
        front in pieces::text(NOTE, 15),
        body in pieces::text(NOTE, 15),
        path in select(&odd::PATHS[..]),
    ) {
        note(path, format!("---\n{front}\n---\n{body}").as_bytes());
    }

    #[test]
    fn bytes_make_a_note(bytes in pieces::bytes(), path in select(&odd::PATHS[..])) {
        note(path, &bytes);
    }

    #[test]
    fn mishaps_leave_a_note(bytes in pieces::mishap_of_the_sample(), path in select(&odd::PATHS[..])) {
        note(path, &bytes);
    }

    #[test]
    fn pieces_make_a_line(text in pieces::text(NOTE, 20)) {
        let settings = Settings::default();
        odd::hold_line(&Parser::new(&settings), &text);
    }

    #[test]
    fn pieces_make_settings(text in pieces::text(SETTINGS, 25)) {
        rekindle::settings::odd::hold(&text);
    }
}
