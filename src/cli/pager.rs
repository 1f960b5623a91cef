//! The program that shows what is longer than the screen. It is named by the user, never by a vault, and
//! started without a shell. Whatever becomes of it, the answer and the exit code are the same.

use std::io::{self, ErrorKind, Write};
use std::process::{Command, Stdio};

use unicode_width::UnicodeWidthStr;

/// Quits where the text fits the screen after all, lets colours through, leaves the text where it is.
const DEFAULT: &str = "less -FRX";

/// A pager: a program with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pager(Vec<String>);

/// A command that cannot be taken apart into words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the pager {0} has a quote that does not end")]
pub(super) struct OpenQuote(String);

impl Pager {
    /// The pager that the environment and the user's settings name; none if they want none.
    pub(super) fn find(
        variable: impl Fn(&str) -> Option<String>,
        set: Option<&str>,
    ) -> Result<Option<Self>, OpenQuote> {
        let named = variable("REKINDLE_PAGER")
            .or_else(|| set.map(str::to_owned))
            .or_else(|| variable("PAGER"))
            .unwrap_or_else(|| DEFAULT.to_owned());
        let words = shlex::split(&named).ok_or_else(|| OpenQuote(named.clone()))?;
        let none = words.is_empty() || words == ["cat"] || words == [""];
        Ok((!none).then_some(Self(words)))
    }

    /// Shows a text and waits until the pager has ended.
    ///
    /// # Errors
    /// If the pager cannot be started.
    pub(super) fn show(&self, text: &[u8]) -> io::Result<()> {
        let mut command = Command::new(&self.0[0]);
        command.args(&self.0[1..]).stdin(Stdio::piped());
        // A bare `less` shows colours as signs unless somebody asks for more.
        if std::env::var_os("LESS").is_none() {
            command.env("LESS", "FRX");
        }
        let mut child = command.spawn()?;
        keep_on_interrupt();
        if let Some(mut stdin) = child.stdin.take() {
            // Whoever quits early has seen enough.
            let _ = stdin.write_all(text);
        }
        child.wait()?;
        Ok(())
    }

    /// That it cannot be started, in a sentence.
    pub(super) fn told(&self, error: &io::Error) -> String {
        let why = match error.kind() {
            ErrorKind::NotFound => "it is not there".to_owned(),
            _ => error.to_string().split(" (os error ").next().unwrap_or_default().to_owned(),
        };
        format!("the pager {} cannot be started: {why}", self.0[0])
    }
}

/// Ctrl-C is the pager's: many use it to end a search there.
fn keep_on_interrupt() {
    #[cfg(unix)]
    {
        let ignored = std::sync::Arc::default();
        // Without it the pager loses its text on Ctrl-C, and nothing worse happens.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, ignored);
    }
}

/// Whether a text takes more rows than the screen has, less the one for the prompt. Escapes take no room,
/// and a long line takes several rows.
pub(super) fn is_longer(text: &str, columns: usize, rows: usize) -> bool {
    let shown = anstream::adapter::strip_str(text).to_string();
    let taken = shown.lines().map(|line| line.width().div_ceil(columns.max(1)).max(1));
    taken.sum::<usize>() >= rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_names_a_pager_decides() {
        let cases: [(&[(&str, &str)], Option<&str>, &[&str]); 9] = [
            (&[], None, &["less", "-FRX"]),
            (&[("PAGER", "more")], None, &["more"]),
            (&[("PAGER", "more")], Some("most -s"), &["most", "-s"]),
            (&[("REKINDLE_PAGER", "a 'b c'"), ("PAGER", "more")], Some("most"), &["a", "b c"]),
            (&[("REKINDLE_PAGER", ""), ("PAGER", "more")], None, &[]),
            (&[("PAGER", "cat")], None, &[]),
            (&[("PAGER", "more")], Some(""), &[]),
            (&[("PAGER", " ")], None, &[]),
            (&[("PAGER", "a; b $(c)")], None, &["a;", "b", "$(c)"]),
        ];
        for (variables, set, words) in cases {
            let variable = |name: &str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            let expected =
                (!words.is_empty()).then(|| Pager(words.iter().map(|w| (*w).to_owned()).collect()));
            assert_eq!(Pager::find(variable, set), Ok(expected), "{variables:?} {set:?}");
        }
        let open = Pager::find(|_| Some("less 'x".to_owned()), None);
        assert_eq!(open, Err(OpenQuote("less 'x".to_owned())));
    }

    #[test]
    fn rows_are_counted_as_a_screen_shows_them() {
        let cases = [
            ("a\nb\n", 10, 3, false),
            ("a\nb\nc\n", 10, 3, true),
            ("\n\n\n", 10, 3, true),
            ("123456789012345\n", 10, 2, true),
            ("田中田中田中\n", 10, 2, true),
            (
                "\u{1b}[1m12345\u{1b}[0m\u{1b}]8;;file://x/long/long\u{1b}\\67\u{1b}]8;;\u{1b}\\\n",
                10,
                2,
                false,
            ),
        ];
        for (text, columns, rows, longer) in cases {
            assert_eq!(is_longer(text, columns, rows), longer, "{text:?}");
        }
    }
}
