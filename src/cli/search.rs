//! `rekindle search`

use std::ffi::OsString;

use clap::Args;

use super::{Plan, ReportArgs};
use crate::answer::Ask;

/// Notes and conversations that fit, best first, with the line that says so.
///
/// All words must be there, in any order; case and accents do not matter. "rate card" is a phrase,
/// prop* a beginning, -draft leaves out, OR takes either. with:maya, kind:meeting, tag:work, before:,
/// after: and date: narrow it down; dates may be 2026-11-20, 2026-11, 2026, monday, 2w or a..b.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rekindle search tariff with:maya\n  rekindle search '\"night shift\"' date:2026-09.."
)]
pub(super) struct SearchArgs {
    /// The words to look for; several arguments are joined.
    #[arg(value_name = "QUERY", required = true, num_args = 1..)]
    query: Vec<String>,
    /// Show at most this many notes; 20 if nothing is said.
    #[arg(long, short = 'n', value_name = "ROWS")]
    limit: Option<usize>,
    /// Show every note that fits.
    #[arg(long)]
    all: bool,
}

impl SearchArgs {
    pub(super) fn plan(self) -> Plan {
        let report = ReportArgs { limit: self.limit, all: self.all, ..ReportArgs::default() };
        let words = self.query.iter().map(|word| word.trim_start_matches(SHIELD));
        let query = words.collect::<Vec<_>>().join(" ");
        Plan { ask: Ask::Search { query }, report, rebuild: false }
    }
}

/// No argument can hold it, so it tells a word of a query from an option.
const SHIELD: char = '\0';

/// A leading `-draft` is a word of the query, not an option: after `search`, what begins with a single
/// dash and is no option of ours is shielded from being read as one.
pub(super) fn shield(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut searching = false;
    let shielded = arguments.into_iter().map(|argument| {
        let text = argument.to_str().unwrap_or_default();
        let word = searching && is_word(text);
        searching |= text == "search";
        if word { OsString::from(format!("{SHIELD}{text}")) } else { argument }
    });
    shielded.collect()
}

fn is_word(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-').filter(|rest| !rest.starts_with('-')) else {
        return false;
    };
    let is_option = matches!(rest, "" | "n" | "v" | "h" | "V")
        || rest.strip_prefix('n').is_some_and(|rows| {
            rows.trim_start_matches('=').bytes().all(|byte| byte.is_ascii_digit())
        });
    !is_option
}

#[cfg(test)]
mod tests {
    use super::is_word;

    #[test]
    fn a_word_left_out_is_no_option() {
        let words = ["-draft", "-x", "-with:maya", "-\"rate card\"", "-nothing"];
        let options = ["-n", "-n5", "-n=5", "-v", "-h", "--all", "--", "-", "draft"];
        assert_eq!(words.map(is_word), [true; 5]);
        assert_eq!(options.map(is_word), [false; 9]);
    }
}
