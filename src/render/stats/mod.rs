//! How it goes, as a page: the weeks, what became of outreach, and who was spoken with.

mod coverage;
mod outreach;

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::bar::Scale;
use super::paint::Tone;
use super::table::cut;
use super::{Style, footer, safe};
use crate::answer::Response;
use crate::report::stats::{Counted, StatsReport};
use crate::report::wording::counted;

/// How wide the page is where nothing says how wide it may be.
const WIDTH: usize = 80;
/// The narrowest page, however narrow the terminal is.
const NARROWEST: usize = 60;
/// Longer bars say no more.
const LONGEST_BAR: usize = 48;

pub(super) fn render(
    report: &StatsReport,
    response: &Response,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let asked = report.outreach.all.closed + report.outreach.all.open;
    if report.total == 0 && asked == 0 {
        let counts = footer::looked_at(&report.counts);
        writeln!(out, "Nothing to count on {}: {counts}.\n", response.today)?;
        conversations_hint(out)?;
        outreach_hint(out)?;
        return footer::directives(&report.counts, out);
    }
    writeln!(out, "{}", style.title(&title(report, &footer::day(response.today))))?;
    if report.total == 0 {
        conversations_hint(out)?;
    } else {
        pace(report, style, out)?;
    }
    if asked == 0 {
        writeln!(out, "\n{}", style.title("Outreach: nothing that expects an answer"))?;
        outreach_hint(out)?;
    } else {
        outreach::write(&report.outreach, style, out)?;
    }
    if report.total > 0 {
        coverage::write(&report.coverage, style, out)?;
    }
    footer::directives(&report.counts, out)
}

/// `9 interviews by Friday 2026-11-20`, `9 of 10 interviews by …`, `12 interviews by …, the goal was 10`
fn title(report: &StatsReport, day: &str) -> String {
    let unit = unit(report);
    match (report.total, report.total_goal.map(|goal| goal as usize)) {
        (0, None) => format!("No {unit} by {day}"),
        (total, Some(goal)) if total < goal => {
            format!("{total} of {} by {day}", number(goal, unit))
        }
        (total, Some(goal)) => format!("{} by {day}, the goal was {goal}", number(total, unit)),
        (total, None) => format!("{} by {day}", number(total, unit)),
    }
}

/// What is counted.
fn unit(report: &StatsReport) -> &'static str {
    match report.counted {
        Counted::Interviews => "interview",
        Counted::Conversations => "conversation",
    }
}

fn number(count: usize, what: &str) -> String {
    counted(u32::try_from(count).unwrap_or(u32::MAX), what)
}

fn conversations_hint(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "  Conversations are counted from notes of meetings that have a date and `with`,"
    )?;
    writeln!(out, "  and from lines of a contact's note such as `- 2026-11-18 coffee: the pilot`.")
}

fn outreach_hint(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  Outreach is counted from lines such as `- 2026-11-02 asked via email: …`.")
}

/// The weeks, one a line, with the goal as a mark on each.
fn pace(report: &StatsReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    const BESIDE: usize = "  2026-11-16    1    so far".len();
    if report.counted == Counted::Conversations {
        let how = "`kind of meeting: interview`";
        writeln!(out, "  None is marked as an interview ({how}): all count.")?;
    }
    let weeks = &report.weeks;
    let held: u32 = weeks.iter().map(|week| week.count).sum();
    let held = number(held as usize, unit(report));
    let last = match weeks.len() {
        1 => "This week".to_owned(),
        count => format!("The last {count} weeks"),
    };
    writeln!(out, "\n{}\n", style.title(&format!("{last}: {held}")))?;
    let counts = weeks.iter().map(|week| f64::from(week.count));
    let most = counts.chain(report.per_week).fold(1.0, f64::max);
    let scale = Scale::new(most, bar_room(style, BESIDE));
    for week in weeks {
        let count = format!("{:>3}", week.count);
        let count = if week.count == 0 { style.paint(Tone::Aside, &count) } else { count };
        let bar = scale.bar(f64::from(week.count), week.goal, style);
        let so_far = if week.over { "" } else { "so far" };
        line(&format!("  {}  {count}  {bar}  {so_far}", week.start), out)?;
    }
    let Some(goal) = report.per_week else { return Ok(()) };
    let kept = match report.weeks_kept {
        None | Some(0) => String::new(),
        Some(1) => ", kept for 1 week".to_owned(),
        Some(weeks) => format!(", kept for {weeks} weeks in a row"),
    };
    let text = format!("{} the goal: {}{kept}", style.signs().goal, per_week(goal));
    writeln!(out, "\n  {}", style.paint(Tone::Aside, &text))
}

/// `1 a week`, `1 in 2 weeks`
fn per_week(goal: f64) -> String {
    let weeks = 1.0 / goal;
    if goal < 1.0 && (weeks - weeks.round()).abs() < 1e-9 {
        format!("1 in {weeks:.0} weeks")
    } else {
        format!("{goal} a week")
    }
}

/// How wide the page is.
fn page(style: Style) -> usize {
    style.width.unwrap_or(WIDTH).max(NARROWEST)
}

/// The room for a bar beside so many columns; a goal's mark takes one.
fn bar_room(style: Style, beside: usize) -> usize {
    page(style).saturating_sub(beside + 1).min(LONGEST_BAR)
}

/// A column of names, safe to show.
struct Names {
    width: usize,
}

impl Names {
    /// As wide as the widest, and no wider than the room.
    fn new<'a>(names: impl Iterator<Item = &'a str>, room: usize) -> Self {
        Self { width: names.map(|name| safe(name).width()).max().unwrap_or(0).min(room) }
    }

    /// A name, cut and padded.
    fn cell(&self, name: &str) -> String {
        let name = cut(&safe(name), self.width);
        let padding = " ".repeat(self.width.saturating_sub(name.width()));
        name + &padding
    }
}

/// A line without the blanks at its end.
fn line(text: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", text.trim_end())
}
