//! The lists of people: quiet, unanswered, owed, and the day's page.

use std::io;

use super::{Made, Place, Record, Records, labelled, names, told, value};
use crate::report::owed::{OwedReport, OwedRow};
use crate::report::quiet::{QuietReport, QuietRow};
use crate::report::today::{TodayReport, TodayRow};
use crate::report::unanswered::{UnansweredReport, UnansweredRow};

pub(super) fn quiet(report: &QuietReport) -> io::Result<Records> {
    let record = |row: &QuietRow| {
        Ok(Record {
            item: value(row)?,
            place: told(row.last.as_ref(), &row.contact),
            date: row.last.as_ref().map(|last| last.date.to_string()),
            people: names([&row.contact]),
            text: row.reason.clone(),
        })
    };
    Ok(Records {
        columns: &[
            "contact",
            "contact.path",
            "state",
            "silence_days",
            "line_days",
            "ratio",
            "cadence.days",
            "cadence.source",
            "usual_days",
            "last.date",
            "last.direction",
            "last.kind",
            "last.channel",
            "last.text",
            "last.path",
            "last.line",
            "last_heard.date",
            "last_heard.direction",
            "last_heard.kind",
            "last_heard.channel",
            "last_heard.text",
            "last_heard.path",
            "last_heard.line",
            "rhythm",
            "reason",
            "promises",
            "thanks",
        ],
        brief: &[
            ("Contact", "contact"),
            ("State", "state"),
            ("Days silent", "silence_days"),
            ("Rhythm", "rhythm"),
            ("Last contact", "last.date"),
            ("What it was", "last.text"),
        ],
        rows: report.rows.iter().chain(&report.by_mentions).map(record).collect::<Made>()?,
    })
}

pub(super) fn unanswered(report: &UnansweredReport) -> io::Result<Records> {
    let record = |row: &UnansweredRow| {
        Ok(Record {
            item: value(row)?,
            place: told(row.last.as_ref(), &row.contact),
            date: Some(row.next.on.to_string()),
            people: names([&row.contact]),
            text: row.reason.clone(),
        })
    };
    Ok(Records {
        columns: &[
            "contact",
            "contact.path",
            "since",
            "last_sent",
            "waiting_days",
            "tries",
            "max_tries",
            "next.step",
            "next.on",
            "due",
            "overdue_days",
            "lapsed",
            "last.date",
            "last.direction",
            "last.kind",
            "last.channel",
            "last.text",
            "last.path",
            "last.line",
            "reason",
        ],
        brief: &[
            ("Contact", "contact"),
            ("Since", "since"),
            ("Messages", "tries"),
            ("Next step", "next.step"),
            ("On", "next.on"),
            ("What I wrote", "last.text"),
        ],
        rows: report.rows.iter().map(record).collect::<Made>()?,
    })
}

pub(super) fn owed(report: &OwedReport) -> io::Result<Records> {
    let record = |row: &OwedRow| {
        let item = value(row)?;
        Ok(Record {
            text: labelled(&item["kind"], &row.text),
            item,
            place: Some(Place::new(&row.path, row.path_hex.as_ref(), row.line)),
            date: row.due.or(row.since).map(|day| day.to_string()),
            people: names([&row.contact]),
        })
    };
    Ok(Records {
        columns: &[
            "kind",
            "contact",
            "contact.path",
            "since",
            "due",
            "overdue_days",
            "text",
            "path",
            "line",
            "old",
        ],
        brief: &[
            ("What", "kind"),
            ("Who", "contact"),
            ("Since", "since"),
            ("Due", "due"),
            ("About", "text"),
            ("Note", "path"),
        ],
        rows: report.rows.iter().map(record).collect::<Made>()?,
    })
}

pub(super) fn today(report: &TodayReport) -> io::Result<Records> {
    let record = |row: &TodayRow| {
        let item = value(row)?;
        Ok(Record {
            text: labelled(&item["kind"], &row.text),
            item,
            place: Some(Place::new(&row.path, row.path_hex.as_ref(), row.line)),
            date: row.on.map(|day| day.to_string()),
            people: names([&row.contact].into_iter().chain(&row.others)),
        })
    };
    Ok(Records {
        columns: &[
            "kind",
            "contact",
            "contact.path",
            "others",
            "others.path",
            "on",
            "overdue_days",
            "done",
            "paused",
            "silence_days",
            "text",
            "path",
            "line",
        ],
        brief: &[
            ("What", "kind"),
            ("Who", "contact"),
            ("With", "others"),
            ("On", "on"),
            ("About", "text"),
            ("Note", "path"),
        ],
        rows: report.rows.iter().map(record).collect::<Made>()?,
    })
}
