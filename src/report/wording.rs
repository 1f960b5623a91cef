//! Numbers of days in the words that people use for them. Kind and factual: "silent for 9 weeks".

use crate::network::{CadenceSource, Quietness, Step, Thread};

/// `5 days`, `9 weeks`, `7 months`, `2 years`: the unit in which people would say it.
pub fn span(days: u32) -> String {
    let (count, unit) = count_and_unit(days);
    counted(count, unit)
}

/// `1 day`, `2 days`.
pub fn counted(count: u32, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// `25m`, `1h`, `1h30`: the length of a talk as people write it down.
pub fn length(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}"),
    }
}

fn count_and_unit(days: u32) -> (u32, &'static str) {
    let nearest = |length: f64| (f64::from(days) / length).round() as u32;
    match days {
        0..14 => (days, "day"),
        14..183 => (nearest(7.0), "week"),
        183..730 => (nearest(30.44), "month"),
        _ => (nearest(365.25), "year"),
    }
}

/// `every 3 weeks`, `every week`, `every day`.
pub fn every(days: u32) -> String {
    let (count, unit) = count_and_unit(days);
    if count == 1 { format!("every {unit}") } else { format!("every {count} {unit}s") }
}

/// `9w`, `2m`: the same as a key of a note states it.
pub fn shorthand(days: u32) -> String {
    let (count, unit) = count_and_unit(days);
    format!("{count}{}", &unit[..1])
}

/// Why a contact counts as quiet or not, in one line.
pub fn silence(quiet: &Quietness) -> String {
    let silent = span(quiet.silence);
    // `usually every 3 weeks; silent for 9`: the unit is said once if it is the same.
    let against = |rhythm: u32| {
        let ((count, unit), (_, other)) = (count_and_unit(quiet.silence), count_and_unit(rhythm));
        if unit == other && rhythm > 13 { count.to_string() } else { silent.clone() }
    };
    match (quiet.source, quiet.stated, quiet.median) {
        (CadenceSource::Contact, Some(days), _) => {
            format!("meant to be {}; silent for {}", every(days), against(days))
        }
        (CadenceSource::Tag, Some(days), _) => {
            format!("meant to be {} by tag; silent for {}", every(days), against(days))
        }
        (CadenceSource::Default, Some(days), _) => {
            format!("meant to be {} like everybody; silent for {}", every(days), against(days))
        }
        (CadenceSource::Mention, ..) => format!("last mentioned {silent} ago"),
        (CadenceSource::Single, ..) => {
            format!("one exchange, {} ago, nothing since", counted(quiet.silence, "day"))
        }
        (_, _, Some(median)) if quiet.gaps >= 3 => {
            let usual = median.round() as u32;
            format!("usually {}; silent for {}", every(usual), against(usual))
        }
        (_, _, Some(_)) => {
            format!("silent for {silent} ({} so far)", counted(quiet.gaps, "gap"))
        }
        _ => format!("silent for {silent}"),
    }
}

/// The rhythm that silence is measured against, in a few words: `usually every 3 weeks`.
pub fn rhythm(quiet: &Quietness) -> String {
    match (quiet.source, quiet.stated, quiet.median) {
        (CadenceSource::Contact, Some(days), _) => format!("plan: {}", every(days)),
        (CadenceSource::Tag, Some(days), _) => format!("plan by tag: {}", every(days)),
        (CadenceSource::Default, Some(days), _) => format!("plan for all: {}", every(days)),
        (CadenceSource::Mention, ..) => "only mentioned".to_owned(),
        (CadenceSource::Single, ..) => "one exchange".to_owned(),
        (_, _, Some(median)) if quiet.gaps >= 3 => {
            format!("usually {}", every(median.round() as u32))
        }
        (_, _, Some(_)) => format!("{} so far", counted(quiet.gaps, "gap")),
        _ => "no gap so far".to_owned(),
    }
}

/// What to do about a thread, with its day: `follow up (2 of 3)`, `wait until 2026-11-22`, `let go`.
pub fn step(thread: &Thread) -> String {
    match thread.step() {
        Step::Wait => format!("wait until {}", thread.on),
        Step::FollowUp => format!("follow up ({} of {})", thread.tries + 1, thread.max_tries),
        Step::LetGo => "let go".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_in_the_unit_people_use() {
        let cases = [
            (0, "0 days"),
            (1, "1 day"),
            (13, "13 days"),
            (14, "2 weeks"),
            (63, "9 weeks"),
            (182, "26 weeks"),
            (183, "6 months"),
            (729, "24 months"),
            (730, "2 years"),
        ];
        for (days, words) in cases {
            assert_eq!(span(days), words);
        }
        assert_eq!((every(7), shorthand(63)), ("every 7 days".to_owned(), "9w".to_owned()));
    }
}
