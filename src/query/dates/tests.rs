//! Values of dates, with the days they stand for.

use super::*;

/// A Friday.
fn today() -> Date {
    Date::from_ymd_opt(2026, 11, 20).expect("a date")
}

fn read(values: &[(&str, &str)], reader: fn(&str, Date) -> Result<DateRange, Trouble>) {
    for (value, expected) in values {
        let shown = reader(value, today()).map(|range| range.to_string());
        assert_eq!(shown.as_deref(), Ok(*expected), "{value}");
    }
}

#[test]
fn every_form_is_widened_to_its_unit() {
    let values = [
        ("2026-11-20", "2026-11-20"),
        ("2026-11", "2026-11-01..2026-11-30"),
        ("2024-02", "2024-02-01..2024-02-29"),
        ("2026-12", "2026-12-01..2026-12-31"),
        ("2026", "2026-01-01..2026-12-31"),
        ("today", "2026-11-20"),
        ("Yesterday", "2026-11-19"),
        ("tomorrow", "2026-11-21"),
        ("friday", "2026-11-20"),
        ("thursday", "2026-11-19"),
        ("monday", "2026-11-16"),
        ("saturday", "2026-11-14"),
        ("sunday", "2026-11-15"),
        ("0d", "2026-11-20"),
        ("3d", "2026-11-17"),
        ("2w", "2026-11-06"),
        ("6m", "2026-05-20"),
        ("6M", "2026-05-20"),
        ("1y", "2025-11-20"),
        ("3 weeks", "2026-10-30"),
        ("this-week", "2026-11-16..2026-11-22"),
        ("last-week", "2026-11-09..2026-11-15"),
        ("this-month", "2026-11-01..2026-11-30"),
        ("last-month", "2026-10-01..2026-10-31"),
        ("last month", "2026-10-01..2026-10-31"),
        ("last_month", "2026-10-01..2026-10-31"),
        ("LastMonth", "2026-10-01..2026-10-31"),
        ("this-year", "2026-01-01..2026-12-31"),
        ("last-year", "2025-01-01..2025-12-31"),
        ("2026-01..2026-03", "2026-01-01..2026-03-31"),
        ("2026-01-15..2026", "2026-01-15..2026-12-31"),
        ("2026-11-20..2026-11-20", "2026-11-20"),
        ("..2026-03", "..2026-03-31"),
        ("2026-03..", "2026-03-01.."),
        ("2w..", "2026-11-06.."),
        ("..2w", "..2026-11-06"),
        ("6m..2w", "2026-05-20..2026-11-06"),
        ("last-week..today", "2026-11-09..2026-11-20"),
        ("monday .. friday", "2026-11-16..2026-11-20"),
    ];
    read(&values, on);
}

#[test]
fn after_includes_its_unit_and_before_does_not() {
    let values = [
        ("2026-11", "2026-11-01.."),
        ("2026", "2026-01-01.."),
        ("2026-11-20", "2026-11-20.."),
        ("last-week", "2026-11-09.."),
        ("2w", "2026-11-06.."),
    ];
    read(&values, after);
    let values = [
        ("2026-11", "..2026-10-31"),
        ("2026", "..2025-12-31"),
        ("2026-11-20", "..2026-11-19"),
        ("last-week", "..2026-11-08"),
        ("monday", "..2026-11-15"),
    ];
    read(&values, before);
}

#[test]
fn months_step_by_the_calendar() {
    let cases = [
        ("2026-03-31", "1m", "2026-02-28"),
        ("2024-02-29", "1y", "2023-02-28"),
        ("2026-01-15", "last-month", "2025-12-01..2025-12-31"),
        ("2026-01-01", "this-week", "2025-12-29..2026-01-04"),
        ("2026-01-01", "yesterday", "2025-12-31"),
    ];
    for (today, value, expected) in cases {
        let today = today.parse().expect("a date");
        let shown = on(value, today).map(|range| range.to_string());
        assert_eq!(shown.as_deref(), Ok(expected), "{value} on {today}");
    }
}

#[test]
fn what_names_no_days_says_why() {
    const FORMS: &str = "it takes 2026-11-20, 2026-11, 2026, today, monday, last-month or 2w";
    let cases: [(&str, String, Option<&str>); 18] = [
        ("soon", format!("does not understand soon; {FORMS}"), None),
        ("wendesday", format!("does not understand wendesday; {FORMS}"), Some("wednesday")),
        ("last-moth", format!("does not understand last-moth; {FORMS}"), Some("last-month")),
        ("..mondy", format!("does not understand mondy; {FORMS}"), Some("..monday")),
        ("tody..2w", format!("does not understand tody; {FORMS}"), Some("today..2w")),
        ("30", format!("does not understand 30; {FORMS}"), None),
        ("3bd", format!("does not understand 3bd; {FORMS}"), None),
        ("2026-1-2", format!("does not understand 2026-1-2; {FORMS}"), Some("2026-01-02")),
        ("2026/11", format!("does not understand 2026/11; {FORMS}"), Some("2026-11")),
        ("2026-2-30", format!("does not understand 2026-2-30; {FORMS}"), None),
        ("20.11.2026", format!("does not understand 20.11.2026; {FORMS}"), None),
        ("2026-11...", format!("does not understand .; {FORMS}"), None),
        ("2026-13", "does not understand 2026-13: no calendar has it".to_owned(), None),
        (
            "2026-02-30",
            "does not understand 2026-02-30: no calendar has it".to_owned(),
            Some("2026-02-28"),
        ),
        (
            "2026-01..2026-02-29",
            "does not understand 2026-02-29: no calendar has it".to_owned(),
            Some("2026-01..2026-02-28"),
        ),
        (
            "2026-03..2026-01",
            "begins on 2026-03-01 and would end on 2026-01-31, before that".to_owned(),
            Some("2026-01..2026-03"),
        ),
        (
            "2w..3w",
            "begins on 2026-11-06 and would end on 2026-10-30, before that".to_owned(),
            Some("3w..2w"),
        ),
        ("..", "needs a day before or after the two dots".to_owned(), None),
    ];
    for (value, message, suggestion) in cases {
        let expected = Trouble { message, suggestion: suggestion.map(str::to_owned) };
        assert_eq!(on(value, today()), Err(expected), "{value}");
    }
    assert_eq!(
        before("2026-01..2026-03", today()).map_err(|trouble| trouble.message),
        Err("takes one day, month or year; a range goes with date:".to_owned())
    );
}

#[test]
fn the_ends_of_the_calendar_are_no_crash() {
    for today in [Date::MIN, Date::MAX] {
        for word in WORDS.into_iter().chain(["36500y", "36500m", "1d", "0000", "9999"]) {
            for reader in [on, after, before] {
                let _ = reader(word, today);
            }
        }
    }
}

#[test]
fn a_range_contains_its_ends() {
    let range = on("2026-11-10..2026-11-12", today()).expect("a range");
    let within: Vec<u32> = (1..=30)
        .filter(|day| range.contains(Date::from_ymd_opt(2026, 11, *day).expect("a date")))
        .collect();
    assert_eq!(within, [10, 11, 12]);
    assert!(DateRange { from: None, to: None }.contains(today()));
}
