//! What became of outreach: a bar where a rate can be claimed, a sign for each case where it cannot.

use std::io::{self, Write};

use super::super::Style;
use super::super::bar::{cases, share};
use super::super::paint::Tone;
use super::{Names, bar_room, line, page};
use crate::report::stats::{GroupRow, LEAST_CASES, OutreachRows};
use crate::report::wording::span;

pub(super) fn write(rows: &OutreachRows, style: Style, out: &mut dyn Write) -> io::Result<()> {
    const BESIDE: usize = "    17 of 21    100%  Usual wait  Open".len();
    writeln!(out, "\n{}\n", style.title(&format!("Outreach: {}", summary(&rows.all))))?;
    let named = |row: &GroupRow, name: String| GroupRow { name, ..row.clone() };
    let message = |row: &GroupRow| named(row, format!("{} message", ordinal(&row.name)));
    let warmth = rows.by_warmth.iter().filter(|row| row.closed + row.open > 0);
    let groups: [Vec<GroupRow>; 4] = [
        vec![named(&rows.all, "all".to_owned())],
        rows.by_channel.clone(),
        warmth.cloned().collect(),
        rows.by_try.iter().map(message).collect(),
    ];
    let all = || groups.iter().flatten();
    let names = Names::new(all().map(|row| row.name.as_str()), page(style) / 4);
    let room = bar_room(style, BESIDE + names.width);
    let titles =
        format!("  {}  {:<8}  {:<room$}  Rate  Usual wait  Open", names.cell(""), "Answered", "");
    line(&titles, out)?;
    for (index, group) in groups.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        for row in group {
            line(&format!("  {}  {}", names.cell(&row.name), cells(row, room, style)), out)?;
        }
    }
    if all().any(|row| row.rate.is_none() || row.median_days.is_none()) {
        let signs = style.signs();
        let legend = format!("{} answered  {} not  {} open", signs.yes, signs.no, signs.open);
        let rule = format!(
            "No rate is claimed below {LEAST_CASES} cases, no usual wait below {LEAST_CASES} answers."
        );
        let aside = |text: &str| format!("  {}", style.paint(Tone::Aside, text));
        writeln!(out, "\n{}\n{}", aside(&legend), aside(&rule))?;
    }
    Ok(())
}

/// `17 of 21 answered (3 said no), 3 let go, 1 ran out, 4 open`
fn summary(all: &GroupRow) -> String {
    let no = if all.refused > 0 { format!(" ({} said no)", all.refused) } else { String::new() };
    let answered = format!("{} of {} answered{no}", all.answered, all.closed);
    let mut parts: Vec<String> = (all.closed > 0).then_some(answered).into_iter().collect();
    for (count, what) in [(all.let_go, "let go"), (all.lapsed, "ran out"), (all.open, "open")] {
        parts.extend((count > 0).then(|| format!("{count} {what}")));
    }
    parts.join(", ")
}

fn cells(row: &GroupRow, room: usize, style: Style) -> String {
    let answered = match row.closed {
        0 => " -".to_owned(),
        closed => format!("{:>2} of {closed}", row.answered),
    };
    let (chart, rate) = match row.rate {
        Some(rate) => (share(rate, room, style), format!("{:.0}%", rate * 100.0)),
        None => {
            let not = row.closed.saturating_sub(row.answered);
            (cases(row.answered, not, row.open, room, style), String::new())
        }
    };
    let wait = match row.median_days {
        None => String::new(),
        Some(days) if days.fract() == 0.0 || days >= 14.0 => span(days.round() as u32),
        Some(days) => format!("{days} days"),
    };
    let open = if row.open > 0 { row.open.to_string() } else { String::new() };
    format!("{answered:<8}  {chart}  {rate:>4}  {wait:<10}  {open:>4}")
}

/// `1st`, `2nd`, `3rd`, `4th`
fn ordinal(number: &str) -> String {
    let ending = match number {
        _ if number.ends_with("11") || number.ends_with("12") || number.ends_with("13") => "th",
        _ if number.ends_with('1') => "st",
        _ if number.ends_with('2') => "nd",
        _ if number.ends_with('3') => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn tries_are_counted_as_people_count() {
        let said = ["1", "2", "3", "4", "11", "12", "13", "21", "102"].map(ordinal);
        let expected = ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd"];
        assert_eq!(said, expected);
    }
}
