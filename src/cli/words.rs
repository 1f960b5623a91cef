//! The words of a query among the arguments: a leading `-draft` is one of them, not an option.

use std::ffi::OsString;

/// No argument can hold it, so it tells a word of a query from an option.
const SHIELD: char = '\0';
/// The commands whose words narrow a report down.
const REPORTS: [&str; 8] =
    ["quiet", "stale", "unanswered", "waiting", "owed", "today", "stats", "tree"];

/// The words of a query as one text; none if there are none.
pub(super) fn joined(words: &[String]) -> Option<String> {
    let words = words.iter().map(|word| word.trim_start_matches(SHIELD));
    let text = words.collect::<Vec<_>>().join(" ");
    (!text.trim().is_empty()).then_some(text)
}

/// Shields words of a query from being read as options: after `search` and `who`, what begins with a single dash and
/// is no option of ours; after a report only what is plainly no option, such as `-tag:work`.
pub(super) fn shield(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let (mut searching, mut reporting, mut counting) = (false, false, false);
    let shielded = arguments.into_iter().map(|argument| {
        let text = argument.to_str().unwrap_or_default();
        let may_be_word = !std::mem::replace(&mut counting, matches!(text, "-n" | "--limit"));
        let word = may_be_word && is_word(text) && (searching || reporting && is_condition(text));
        if !searching && !reporting {
            searching = matches!(text, "search" | "who");
            reporting = REPORTS.contains(&text);
        }
        if word { OsString::from(format!("{SHIELD}{text}")) } else { argument }
    });
    shielded.collect()
}

/// How many rows to show.
pub(super) fn rows(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "a number of rows is 0 or more".to_owned())
}

fn is_condition(text: &str) -> bool {
    text.contains(':') || text.starts_with("-#") || text.starts_with("-\"")
}

fn is_word(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-').filter(|rest| !rest.starts_with('-')) else {
        return false;
    };
    let is_option = matches!(rest, "" | "0" | "n" | "v" | "h" | "V")
        || rest.strip_prefix('n').is_some_and(|rows| {
            rows.trim_start_matches('=').bytes().all(|byte| byte.is_ascii_digit())
        });
    !is_option
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_left_out_is_no_option() {
        let words = ["-draft", "-x", "-with:maya", "-\"rate card\"", "-nothing", "-05"];
        let options = ["-0", "-n", "-n5", "-n=5", "-v", "-h", "--all", "--", "-", "draft"];
        assert_eq!(words.map(is_word), [true; 6]);
        assert_eq!(options.map(is_word), [false; 10]);
    }

    #[test]
    fn a_report_takes_only_plain_conditions_for_words() {
        let shielded = |words: &[&str]| -> Vec<bool> {
            let arguments = words.iter().map(OsString::from);
            let shown = shield(arguments).into_iter();
            shown.map(|word| word.to_string_lossy().starts_with(SHIELD)).collect()
        };
        assert_eq!(
            shielded(&["rekindle", "-x", "quiet", "-tag:work", "-#work", "-a", "-n", "3"]),
            [false, false, false, true, true, false, false, false]
        );
        assert_eq!(
            shielded(&["rekindle", "search", "quiet", "-x", "-n", "3"]),
            [false, false, false, true, false, false]
        );
    }
}
