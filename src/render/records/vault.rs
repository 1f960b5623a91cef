//! Answers about the whole vault: hits, problems, who led to whom, and how it goes.

use std::io;

use serde_json::{Value, json};

use super::super::tree::{job, number};
use super::{Made, Place, Record, Records, names, value};
use crate::report::check::CheckReport;
use crate::report::search::{LineRow, SearchReport, SearchRow};
use crate::report::stats::{CoverageRow, StatsReport};
use crate::report::tree::{TreeReport, TreeRow};
use crate::report::who::{WhoReport, WhoRow};

pub(super) fn search(report: &SearchReport) -> io::Result<Records> {
    let record = |row: &SearchRow| {
        let people = names(&row.contacts);
        let date = row.date.map(|day| day.to_string());
        // The title of a daily note says no more than its day.
        let title = Some(row.title.clone()).filter(|title| Some(title) != date.as_ref());
        Ok(Record {
            item: value(row)?,
            place: Some(Place::new(&row.path, row.path_hex.as_ref(), row.line)),
            people: if people.is_empty() { title.into_iter().collect() } else { people },
            date,
            text: row.snippet.clone(),
        })
    };
    Ok(Records {
        columns: &[
            "path",
            "file",
            "title",
            "kind",
            "date",
            "contacts",
            "contacts.path",
            "score",
            "line",
            "snippet",
        ],
        brief: &[
            ("Kind", "kind"),
            ("Date", "date"),
            ("Who", "contacts"),
            ("Note", "path"),
            ("What", "snippet"),
        ],
        rows: report
            .rows
            .iter()
            .map(record)
            .collect::<Made>()?
            .into_iter()
            .zip(&report.rows)
            .flat_map(|(record, row)| by_line(record, row))
            .collect(),
    })
}

/// A hit of which all lines were asked for is a row for each of them.
fn by_line(record: Record, row: &SearchRow) -> Vec<Record> {
    if row.lines.is_empty() {
        return vec![record];
    }
    let of_line = |line: &LineRow| Record {
        item: with_line(record.item.clone(), line),
        place: Some(Place::new(&row.path, row.path_hex.as_ref(), line.line)),
        date: record.date.clone(),
        people: record.people.clone(),
        text: line.text.clone(),
    };
    row.lines.iter().map(of_line).collect()
}

/// The same row, telling of this line.
fn with_line(mut item: Value, line: &LineRow) -> Value {
    item["line"] = json!(line.line);
    item["snippet"] = json!(line.text);
    item
}

pub(super) fn who(report: &WhoReport) -> io::Result<Records> {
    let record = |row: &WhoRow| {
        let best = &row.best;
        Ok(Record {
            item: value(row)?,
            place: Some(Place::new(&best.path, best.path_hex.as_ref(), best.line)),
            date: best.date.map(|day| day.to_string()),
            people: vec![row.contact.name.clone()],
            text: best.snippet.clone(),
        })
    };
    Ok(Records {
        columns: &[
            "contact",
            "contact.path",
            "score",
            "hits",
            "last",
            "best.date",
            "best.path",
            "best.line",
            "best.snippet",
        ],
        brief: &[
            ("Who", "contact"),
            ("Last contact", "last"),
            ("Hits", "hits"),
            ("Note", "best.path"),
            ("What was said", "best.snippet"),
        ],
        rows: report.rows.iter().map(record).collect::<Made>()?,
    })
}

pub(super) fn check(report: &CheckReport) -> io::Result<Records> {
    let rows = report.rows.iter().map(|row| {
        let place = Place::new(&row.path, row.path_hex.as_ref(), row.line);
        Ok(Record {
            item: value(row)?,
            place: Some(Place { column: row.column, ..place }),
            date: None,
            people: Vec::new(),
            text: format!("{}[{}]: {}", row.level.as_str(), row.code, row.message),
        })
    });
    Ok(Records {
        columns: &["path", "line", "column", "level", "code", "message", "hint"],
        brief: &[
            ("Level", "level"),
            ("Note", "path"),
            ("Line", "line"),
            ("Code", "code"),
            ("What", "message"),
            ("What to try", "hint"),
        ],
        rows: rows.collect::<Made>()?,
    })
}

pub(super) fn tree(report: &TreeReport) -> io::Result<Records> {
    let record = |row: &TreeRow| {
        let state = row.state.map(|state| state.as_str().replace('_', " "));
        let held = number(row.conversations, "conversation");
        let parts = [Some(job(row)), state, Some(held)];
        let parts: Vec<String> =
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        Ok(Record {
            item: value(row)?,
            place: Place::of(&row.contact),
            date: None,
            people: names([&row.contact]),
            text: parts.join(", "),
        })
    };
    Ok(Records {
        columns: &[
            "contact",
            "contact.path",
            "introduced_by",
            "introduced_by.path",
            "root",
            "root.path",
            "depth",
            "state",
            "conversations",
            "yield",
            "people",
            "role",
            "organisation",
        ],
        brief: &[
            ("Contact", "contact"),
            ("Introduced by", "introduced_by"),
            ("Role", "role"),
            ("Organisation", "organisation"),
            ("State", "state"),
            ("Talks", "conversations"),
            ("Altogether", "yield"),
        ],
        rows: report.rows.iter().map(record).collect::<Made>()?,
    })
}

/// Numbers of weeks, of groups of outreach and of people, told apart by what they are about.
pub(super) fn stats(report: &StatsReport) -> io::Result<Records> {
    let mut items = Vec::new();
    for week in &report.weeks {
        let (name, count) = (week.start, week.count);
        items.push(json!({ "part": "week", "name": name, "count": count, "goal": week.goal }));
    }
    let outreach = &report.outreach;
    let groups = [
        ("outreach", std::slice::from_ref(&outreach.all)),
        ("channel", &outreach.by_channel),
        ("warmth", &outreach.by_warmth),
        ("message", &outreach.by_try),
    ];
    for (part, rows) in groups {
        for row in rows {
            let mut item = value(row)?;
            item["part"] = json!(part);
            item["count"] = json!(row.closed + row.open);
            items.push(item);
        }
    }
    let coverage = &report.coverage;
    let kinds = [
        ("level", &coverage.levels),
        ("role", &coverage.roles),
        ("organisation", &coverage.organisations),
    ];
    for (part, rows) in kinds {
        let item = |row: &CoverageRow| {
            let (name, count) = (&row.name, row.people);
            json!({ "part": part, "name": name, "count": count, "goal": row.goal })
        };
        items.extend(rows.iter().map(item));
    }
    let record =
        |item| Record { item, place: None, date: None, people: Vec::new(), text: String::new() };
    Ok(Records {
        columns: &[
            "part",
            "name",
            "count",
            "goal",
            "answered",
            "refused",
            "let_go",
            "lapsed",
            "open",
            "closed",
            "rate",
            "median_days",
        ],
        brief: &[
            ("Part", "part"),
            ("Name", "name"),
            ("Number", "count"),
            ("Goal", "goal"),
            ("Answered", "answered"),
            ("Rate", "rate"),
            ("Usual wait in days", "median_days"),
        ],
        rows: items.into_iter().map(record).collect(),
    })
}
