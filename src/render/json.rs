//! One JSON object: what kind of answer, about which vault and day, the items, and the footer's counts.

use std::io::{self, Write};

use chrono::{DateTime, SecondsFormat};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::safe::is_unsafe;
use super::{Format, Style};
use crate::answer::{Body, Response};
use crate::report::today::TodayReport;

pub(super) fn render(response: &Response, out: &mut dyn Write) -> io::Result<()> {
    let (name, items, notes) = parts(&response.body)?;
    let as_of = i64::try_from(response.as_of).ok().and_then(DateTime::from_timestamp_millis);
    let object = json!({
        "schema": format!("rekindle.{name}/1"),
        "vault": response.vault,
        "today": response.today,
        "as_of": as_of.map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true)),
        "items": items,
        "notes": notes,
    });
    write_safe(&object, out)
}

/// Writes an object with this schema that is about no vault and no day, or its items alone, one a line.
pub(super) fn plain(
    name: &str,
    items: &[Value],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if style.format == Format::Jsonl {
        return lines(items, out);
    }
    write_safe(&json!({ "schema": format!("rekindle.{name}/1"), "items": items }), out)
}

/// Writes a JSON value with everything that would act on a terminal escaped: JSON itself only asks for
/// that below U+0020.
fn write_safe(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    write_escaped(&serde_json::to_string_pretty(value)?, out)
}

/// The items of an answer.
pub(super) fn items(body: &Body) -> io::Result<Vec<Value>> {
    match parts(body)? {
        (_, Value::Array(items), _) => Ok(items),
        (_, item, _) => Ok(vec![item]),
    }
}

/// Writes items, one a line.
pub(super) fn lines(items: &[Value], out: &mut dyn Write) -> io::Result<()> {
    items.iter().try_for_each(|item| write_escaped(&serde_json::to_string(item)?, out))
}

fn write_escaped(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = text;
    while let Some(at) = rest.find(|c| c != '\n' && is_unsafe(c)) {
        let (before, after) = rest.split_at(at);
        out.write_all(before.as_bytes())?;
        let Some(c) = after.chars().next() else { break };
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        rest = &after[c.len_utf8()..];
    }
    writeln!(out, "{rest}")
}

type Parts = (&'static str, Value, Value);

fn parts(body: &Body) -> io::Result<Parts> {
    Ok(match body {
        Body::Quiet(report) => {
            let rows: Vec<_> = report.rows.iter().chain(&report.by_mentions).collect();
            ("quiet", value(&rows)?, value(&report.counts)?)
        }
        Body::Unanswered(report) => ("unanswered", value(&report.rows)?, value(&report.counts)?),
        Body::Owed(report) => {
            let mut notes = value(&report.counts)?;
            notes["old"] = json!(report.old);
            notes["paused_rows"] = json!(report.paused);
            ("owed", value(&report.rows)?, notes)
        }
        Body::Today(report) => ("today", value(&report.rows)?, today_notes(report)?),
        Body::Why(report) => ("why", json!([value(report)?]), Value::Object(Map::new())),
        Body::Prep(report) => ("prep", json!([value(report)?]), Value::Object(Map::new())),
        Body::Show(report) => ("show", json!([value(report)?]), Value::Object(Map::new())),
        Body::Tree(report) => {
            let notes = json!({ "alone": report.alone, "more": report.more });
            ("tree", value(&report.rows)?, notes)
        }
        Body::Stats(report) => {
            let item = json!({
                "counted": report.counted,
                "weeks": value(&report.weeks)?,
                "total": report.total,
                "total_goal": report.total_goal,
                "weeks_kept": report.weeks_kept,
                "outreach": value(&report.outreach)?,
                "coverage": {
                    "levels": value(&report.coverage.levels)?,
                    "roles": value(&report.coverage.roles)?,
                    "organisations": value(&report.coverage.organisations)?,
                },
            });
            let mut notes = value(&report.counts)?;
            notes["more_roles"] = json!(report.coverage.more_roles);
            notes["more_organisations"] = json!(report.coverage.more_organisations);
            ("stats", json!([item]), notes)
        }
        Body::Check(report) => {
            ("check", value(&report.rows)?, json!({ "hints": report.hints, "files": report.files }))
        }
        Body::Who(report) => {
            let mut notes = value(&report.counts)?;
            notes["found"] = json!(report.found);
            notes["taken_as_text"] = json!(report.taken_as_text);
            ("who", value(&report.rows)?, notes)
        }
        Body::Search(report) => {
            let notes = json!({ "found": report.found, "taken_as_text": report.taken_as_text });
            ("search", value(&report.rows)?, notes)
        }
        Body::Explain(report) => {
            let notes = json!({
                "query": report.query,
                "typed": report.typed,
                "of_one_piece": report.of_one_piece,
                "views": report.views,
                "taken_as_text": report.taken_as_text,
            });
            ("explain", value(&report.rows)?, notes)
        }
        Body::Index(report) => ("index", json!([value(report)?]), Value::Object(Map::new())),
        Body::Overview(report) => {
            let item =
                json!({ "today": value(&report.today.rows)?, "vault": value(&report.vault)? });
            ("overview", json!([item]), today_notes(&report.today)?)
        }
    })
}

/// The footer of the day's page.
fn today_notes(report: &TodayReport) -> io::Result<Value> {
    let mut notes = value(&report.counts)?;
    notes["left"] = value(&report.left)?;
    notes["later"] = json!(report.later);
    notes["reached"] = json!(report.reached);
    notes["picks"] = json!(report.picks);
    Ok(notes)
}

fn value(data: &impl Serialize) -> io::Result<Value> {
    Ok(serde_json::to_value(data)?)
}
