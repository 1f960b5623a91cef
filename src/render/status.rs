//! How the daemon is.

use std::io::{self, Write};

use chrono::{DateTime, Local, SecondsFormat, Utc};
use serde_json::{json, to_value};

use super::{Format, Style, json, safe};
use crate::report::status::{StatusReport, Watching};

/// Writes the state of a daemon, or that there is none.
///
/// # Errors
/// If the writing fails.
pub fn render(report: &StatusReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let times = [("since", report.since), ("walked", report.walked), ("compared", report.compared)];
    let times = times.map(|(name, moment)| (name, moment.and_then(utc)));
    if style.format != Format::Table {
        let mut item = to_value(report)?;
        for (name, time) in times {
            let time = time.map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true));
            item[name] = json!(time);
        }
        return json::plain("status", &[item], style, out);
    }
    if !report.running {
        let vault = safe(&report.vault);
        return writeln!(out, "No daemon answers for {vault}; `rekindle daemon start` starts one");
    }
    let number = |number: Option<usize>| match number {
        Some(number) => number.to_string(),
        None => "not known yet".to_owned(),
    };
    let [since, walked, compared] = times.map(|(_, time)| match time {
        Some(time) => time.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string(),
        None => "not yet".to_owned(),
    });
    let changes = match (report.watching, &report.why) {
        (Some(Watching::Events), _) => "told by the system".to_owned(),
        (Some(Watching::Polling), Some(why)) => format!("looked for before each answer: {why}"),
        (Some(Watching::Polling), None) => "looked for before each answer".to_owned(),
        (None, _) => "not known yet".to_owned(),
    };
    writeln!(out, "{}", style.title(&format!("A daemon answers for {}", safe(&report.vault))))?;
    let rows = [
        ("process", report.pid.map(|pid| pid.to_string()).unwrap_or_default()),
        ("since", since),
        ("version", report.version.clone().unwrap_or_default()),
        ("notes", number(report.notes)),
        ("folders", number(report.folders)),
        ("changes", changes),
        ("last walk", walked),
        ("all compared", compared),
    ];
    for (name, value) in rows {
        writeln!(out, "  {name:<14} {}", safe(&value))?;
    }
    Ok(())
}

/// A moment in milliseconds since 1970 (UTC).
fn utc(moment: u64) -> Option<DateTime<Utc>> {
    i64::try_from(moment).ok().and_then(DateTime::from_timestamp_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(report: &StatusReport, format: Format) -> String {
        let mut out = Vec::new();
        render(report, Style { format, ..Style::default() }, &mut out)
            .expect("memory takes everything");
        String::from_utf8(out).expect("it is text")
    }

    #[test]
    fn a_daemon_that_polls_says_why() {
        let report = StatusReport {
            vault: "/notes".to_owned(),
            running: true,
            version: Some("1.2.3".to_owned()),
            pid: Some(7),
            notes: Some(2),
            folders: Some(1),
            watching: Some(Watching::Polling),
            why: Some("the notes lie on NFS".to_owned()),
            ..StatusReport::default()
        };
        insta::assert_snapshot!(shown(&report, Format::Table), @r"
        A daemon answers for /notes
          process        7
          since          not yet
          version        1.2.3
          notes          2
          folders        1
          changes        looked for before each answer: the notes lie on NFS
          last walk      not yet
          all compared   not yet
        ");
    }

    #[test]
    fn no_daemon_is_no_error() {
        let report = StatusReport { vault: "/notes".to_owned(), ..StatusReport::default() };
        assert_eq!(
            shown(&report, Format::Table),
            "No daemon answers for /notes; `rekindle daemon start` starts one\n"
        );
        let report = StatusReport { since: Some(1_000), ..report };
        let text = shown(&report, Format::Json);
        for part in ["\"rekindle.status/1\"", "\"1970-01-01T00:00:01.000Z\"", "\"running\": false"]
        {
            assert!(text.contains(part), "{text}");
        }
    }
}
