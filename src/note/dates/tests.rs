use super::*;

fn shown(text: &str) -> String {
    match read(text) {
        None => "none".to_owned(),
        Some(Reading::Day(day, None)) => day.to_string(),
        Some(Reading::Day(day, Some(time))) => format!("{day} {}", time.format("%H:%M")),
        Some(Reading::Wrong(wrong)) => format!("{wrong:?}"),
    }
}

#[test]
fn every_form_of_a_date_is_read() {
    let cases = [
        ("2026-11-18", "2026-11-18"),
        ("2026-11-8", "2026-11-08"),
        ("2026/11/18", "2026-11-18"),
        ("2026/1/8", "2026-01-08"),
        ("2026.11.18", "2026-11-18"),
        ("2026-11-18 09:15", "2026-11-18 09:15"),
        ("2026-11-18, 9:15 pm", "2026-11-18 21:15"),
        ("2026-11-18T23:15:00+01:00", "2026-11-18 23:15"),
        ("2026-11-18T23:15:00.123Z", "2026-11-18 23:15"),
        ("2026-11-18T09:15", "2026-11-18 09:15"),
        ("\"2026-11-18\"", "2026-11-18"),
        ("[[2026-11-18]]", "2026-11-18"),
        ("[[2026-11-18|Wednesday]]", "2026-11-18"),
        ("[2026-11-18](../Journal/2026-11-18.md)", "2026-11-18"),
        ("[[June 9th, 2023]]", "2023-06-09"),
        ("**2026-11-18**", "2026-11-18"),
        ("June 9th, 2023", "2023-06-09"),
        ("Jun 9, 2023", "2023-06-09"),
        ("9 Jun 2023", "2023-06-09"),
        ("9th of June 2023", "2023-06-09"),
        ("9. June 2023", "2023-06-09"),
        ("Friday, December 9th 2022, 12:06:08 pm", "2022-12-09 12:06"),
        ("Fri 9 Dec 2022", "2022-12-09"),
        ("Fri 2026-11-13", "2026-11-13"),
        ("2026-02-29", "Impossible"),
        ("2026-13-01", "Impossible"),
        ("31 June 2026", "Impossible"),
        ("1025-11-18", "FarOff"),
        ("20266-11-18", "FarOff"),
        ("99999999999-11-18", "FarOff"),
        ("03-04-2026", "Ambiguous"),
        ("3/4/2026", "Ambiguous"),
        ("25-12-2026", "2026-12-25"),
        ("12/25/2026", "2026-12-25"),
        ("9.9.2026", "2026-09-09"),
        ("2026-11", "none"),
        ("2026-11-18-2", "none"),
        ("3 weeks", "none"),
        ("may be", "none"),
        ("unknown", "none"),
        ("", "none"),
        ("10:30", "none"),
        ("2026-11-18 or so", "none"),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn a_birthday_needs_no_year() {
    let cases = [
        ("1980-03-14", "1980-03-14"),
        ("1604-03-14", "--03-14"),
        ("0001-03-14", "--03-14"),
        ("--03-14", "--03-14"),
        ("--0314", "--03-14"),
        ("03-14", "--03-14"),
        ("3/14", "--03-14"),
        ("March 14", "--03-14"),
        ("[[March 14th]]", "--03-14"),
        ("14 March", "--03-14"),
        ("14 March 1980", "1980-03-14"),
        ("--02-29", "--02-29"),
        ("1931-07-01", "1931-07-01"),
        ("March 14, 1604", "--03-14"),
        ("14.03.1850", "1850-03-14"),
        ("[[March 9th]] 1990", "1990-03-09"),
        ("19900314", "1990-03-14"),
        ("14.03.", "--03-14"),
        ("--02-29", "--02-29"),
    ];
    for (text, expected) in cases {
        let birthday = read_birthday(text).expect(text).expect(text);
        assert_eq!(birthday.to_string(), expected, "{text}");
    }
    assert_eq!(read_birthday("02-30"), Some(Err(Wrong::Impossible)));
    assert_eq!(read_birthday("03-04-1980"), Some(Err(Wrong::Ambiguous)));
    assert_eq!(read_birthday("1990-02-29"), Some(Err(Wrong::Impossible)));
    assert_eq!(read_birthday("3/4"), Some(Err(Wrong::Ambiguous)));
    assert_eq!(read_birthday("1985"), None);
    assert_eq!(read_birthday("spring"), None);
}

#[test]
fn a_file_name_may_hold_a_date() {
    let cases = [
        ("2026-11-18", Some(("2026-11-18", true))),
        ("2026_11_18", Some(("2026-11-18", true))),
        ("20261118", Some(("2026-11-18", true))),
        ("2026-11-18 Lunch", Some(("2026-11-18", false))),
        ("Lunch 20261118", Some(("2026-11-18", false))),
        ("Lunch-2026-11-18-b", Some(("2026-11-18", false))),
        ("202611181530", None),
        ("2026-W47", None),
        ("Lunch", None),
    ];
    for (stem, expected) in cases {
        let found = in_file_name(stem).map(|(reading, whole)| match reading {
            Reading::Day(day, _) => (day.to_string(), whole),
            Reading::Wrong(wrong) => (format!("{wrong:?}"), whole),
        });
        let expected = expected.map(|(day, whole): (&str, bool)| (day.to_owned(), whole));
        assert_eq!(found, expected, "{stem}");
    }
}

#[test]
fn dates_in_running_text_are_found() {
    let days: Vec<String> = all_in("for 2026-11-25, or 3 Dec 2026 at 10:30 (was 2026-02-30)")
        .map(|day| day.to_string())
        .collect();
    assert_eq!(days, ["2026-11-25", "2026-12-03"]);
}
