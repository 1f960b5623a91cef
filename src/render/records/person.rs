//! Pages about one person: what happened, why the verdict, and what to know before a meeting.

use std::io;

use serde_json::json;

use super::super::page::said;
use super::{Made, Place, Record, Records, labelled, names, value_of};
use crate::model::Date;
use crate::report::prep::PrepReport;
use crate::report::show::{ShowReport, TimelineRow};
use crate::report::why::{WhyFact, WhyReport};

pub(super) fn show(report: &ShowReport) -> io::Result<Records> {
    let record = |row: &TimelineRow| {
        let told = &row.interaction;
        Ok(Record {
            item: value_of(&report.contact, row)?,
            place: Some(Place::new(&told.path, told.path_hex.as_ref(), told.line)),
            date: Some(told.date.to_string()),
            people: names([&report.contact]),
            text: said(told.channel.as_deref(), row.minutes, &told.kind, &told.text),
        })
    };
    Ok(Records {
        columns: &[
            "contact",
            "contact.path",
            "date",
            "direction",
            "kind",
            "channel",
            "minutes",
            "counts_as",
            "text",
            "path",
            "line",
            "also",
        ],
        brief: &[
            ("Who", "contact"),
            ("Date", "date"),
            ("Way", "direction"),
            ("Channel", "channel"),
            ("What", "text"),
            ("Note", "path"),
        ],
        rows: report.timeline.iter().map(record).collect::<Made>()?,
    })
}

pub(super) fn why(report: &WhyReport) -> io::Result<Records> {
    let record = |row: &WhyFact| {
        Ok(Record {
            item: value_of(&report.contact, row)?,
            place: Some(Place::new(&row.path, row.path_hex.as_ref(), row.line)),
            date: row.date.map(|day| day.to_string()),
            people: names([&report.contact]),
            text: said(row.channel.as_deref(), None, &row.kind, &row.text),
        })
    };
    Ok(Records {
        columns: &[
            "contact",
            "contact.path",
            "date",
            "direction",
            "kind",
            "channel",
            "text",
            "path",
            "line",
        ],
        brief: &[
            ("Who", "contact"),
            ("Date", "date"),
            ("Way", "direction"),
            ("Channel", "channel"),
            ("What", "text"),
            ("Note", "path"),
        ],
        rows: report.facts.iter().map(record).collect::<Made>()?,
    })
}

/// Whatever the brief points at, in its order.
pub(super) fn prep(report: &PrepReport) -> io::Result<Records> {
    let mut parts: Vec<(&str, Option<String>, &str, Place)> = Vec::new();
    let day = |day: Date| day.to_string();
    if let Some(meeting) = &report.meeting {
        let place = Place::new(&meeting.path, meeting.path_hex.as_ref(), meeting.line);
        parts.push(("meeting", Some(day(meeting.date)), &meeting.text, place));
    }
    for talk in &report.talks {
        let place = Place::new(&talk.path, talk.path_hex.as_ref(), talk.line);
        parts.push(("talk", Some(day(talk.date)), &talk.text, place));
    }
    for advice in &report.advice {
        let place = Place::new(&advice.path, advice.path_hex.as_ref(), advice.line);
        parts.push(("advice", advice.date.map(day), &advice.text, place));
    }
    for promise in &report.promises {
        let place = Place::new(&promise.path, promise.path_hex.as_ref(), promise.line);
        let whose = if promise.mine { "promise" } else { "their promise" };
        parts.push((whose, promise.due.map(day), &promise.text, place));
    }
    for question in &report.questions {
        let place = Place::new(&question.path, question.path_hex.as_ref(), question.line);
        parts.push(("question", question.date.map(day), &question.text, place));
    }
    let rows = parts.into_iter().map(|(part, date, text, place)| {
        let (path, line) = (&place.path, place.line);
        let row = json!({ "part": part, "date": date, "text": text, "path": path, "line": line });
        Ok(Record {
            item: value_of(&report.contact, &row)?,
            date,
            people: names([&report.contact]),
            text: labelled(&json!(part), text),
            place: Some(place),
        })
    });
    Ok(Records {
        columns: &["contact", "contact.path", "part", "date", "text", "path", "line"],
        brief: &[("Part", "part"), ("Date", "date"), ("What", "text"), ("Note", "path")],
        rows: rows.collect::<Made>()?,
    })
}
