//! The day: read once, here, and handed on as a value.

use anyhow::Context;

use crate::model::Date;

/// The day asked about when no `--today` says otherwise: `REKINDLE_TODAY`, else the calendar day in the
/// user's own zone.
pub(super) fn today() -> anyhow::Result<Date> {
    match std::env::var("REKINDLE_TODAY") {
        Ok(text) if !text.trim().is_empty() => parse(&text)
            .map_err(anyhow::Error::msg)
            .with_context(|| format!("REKINDLE_TODAY is `{text}`")),
        _ => Ok(now()),
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge at which the day is read")]
fn now() -> Date {
    chrono::Local::now().date_naive()
}

/// Reads the day of `--today`.
pub(super) fn parse(text: &str) -> Result<Date, String> {
    let text = text.trim();
    let day: Date =
        text.parse().map_err(|_| "write the day as YYYY-MM-DD, for example 2026-11-20")?;
    // A year of another length is a slip of the pen, and its arithmetic nobody's business.
    if text.len() == 10 && text.as_bytes()[0].is_ascii_digit() {
        Ok(day)
    } else {
        Err("write the year with four digits".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_a_whole_date_is_a_day() {
        assert_eq!(parse(" 2026-11-20 "), Ok("2026-11-20".parse().expect("a date")));
        for text in
            ["2026-02-29", "tomorrow", "20.11.2026", "+12026-11-20", "2026-1-2", "-999-01-01", ""]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
