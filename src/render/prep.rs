//! A brief before a meeting, as a page.

use std::io::{self, Write};

use super::link::Spot;
use super::page::{arrow, line, names, placed, said, wrapped};
use super::show::{facts, promises};
use super::{Style, footer, safe};
use crate::answer::Response;
use crate::report::prep::{MeetingRow, PrepReport};
use crate::report::wording::counted;

pub(super) fn render(
    report: &PrepReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", style.title(&safe(&report.contact.name)))?;
    match &report.meeting {
        Some(meeting) => {
            line(&safe(&meeting_line(meeting, report.first, response)), style, out)?;
            placed(
                &format!("  {}", safe(&meeting.text)),
                Spot::at(&meeting.path, meeting.path_hex.as_ref(), meeting.line),
                style,
                out,
            )?;
        }
        None => {
            let state = report.state.as_str().replace('_', " ");
            let text = format!("no meeting is planned; {state}: {}", report.reason);
            line(&safe(&text), style, out)?;
        }
    }
    background(report, style, out)?;
    if !report.talks.is_empty() {
        writeln!(out, "\n{}", style.title("Last talks"))?;
    }
    for talk in &report.talks {
        let said = said(talk.channel.as_deref(), None, &talk.kind, &talk.text);
        let text = format!("  {}  {:<4} {}", talk.date, arrow(talk.direction), safe(&said));
        placed(&text, Spot::at(&talk.path, talk.path_hex.as_ref(), talk.line), style, out)?;
    }
    if !report.advice.is_empty() {
        writeln!(out, "\n{}", style.title("Advice received"))?;
    }
    for advice in &report.advice {
        let day = advice.date.map_or(String::new(), |day| format!("{day}  "));
        let text = format!("  {day}{}", safe(&advice.text));
        placed(&text, Spot::at(&advice.path, advice.path_hex.as_ref(), advice.line), style, out)?;
    }
    promises("Open promises", &report.promises, style, out)?;
    questions(report, style, out)
}

/// The questions in full, for they are read out.
fn questions(report: &PrepReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (ready, wanted) = (report.questions.len(), report.questions_wanted);
    let Some(first) = report.questions.first() else {
        let where_to = "write them under ## Questions in the meeting's note";
        return writeln!(out, "\nNo questions prepared: {where_to}");
    };
    let of = if ready < wanted as usize { format!(" of {wanted}") } else { String::new() };
    writeln!(out)?;
    placed(
        &format!("Questions: {ready}{of}"),
        Spot::at(&first.path, first.path_hex.as_ref(), first.line),
        style,
        out,
    )?;
    for (index, question) in report.questions.iter().enumerate() {
        wrapped(&format!("{}. {}", index + 1, safe(&question.text)), style, out)?;
    }
    Ok(())
}

/// `you meet on Friday 2026-11-20 at 14:00, video, for the first time`
fn meeting_line(meeting: &MeetingRow, first: bool, response: &Response) -> String {
    let day = match meeting.date {
        day if day == response.today => "today".to_owned(),
        day => format!("on {}", footer::day(day)),
    };
    let time = meeting.time.as_ref().map_or(String::new(), |time| format!(" at {time}"));
    let channel = meeting.channel.as_ref().map_or(String::new(), |channel| format!(", {channel}"));
    let minutes = meeting.minutes.map(|minutes| format!(", {}", counted(minutes, "minute")));
    let minutes = minutes.unwrap_or_default();
    let first = if first { ", for the first time" } else { "" };
    format!("you meet {day}{time}{channel}{minutes}{first}")
}

fn background(report: &PrepReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut facts = facts(&report.facts);
    facts.push(("introduced", names(&report.introduced)));
    for referrer in &report.introduced_by {
        let last = match referrer.last {
            Some(day) => format!(" (last contact {day}): ask what to talk about, tell how it went"),
            None => String::new(),
        };
        facts.push(("introduced by", format!("{}{last}", referrer.contact.name)));
    }
    facts.retain(|(_, value)| !value.is_empty());
    if !facts.is_empty() {
        writeln!(out)?;
    }
    for (name, value) in facts {
        line(&format!("  {name:<14} {}", safe(&value)), style, out)?;
    }
    Ok(())
}
