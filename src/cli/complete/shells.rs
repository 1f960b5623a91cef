//! clap's shells, made to take quotes off the words they hand over and to quote what they insert. Names
//! have spaces, and a note may be called `$(anything)`: what is inserted must be one word to the shell.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_complete::env::{self, EnvCompleter, Shells};

use super::words::{Open, is_harmless, quoted, unquoted};
use super::{ASKED, BEFORE};

/// Every shell that is served.
pub(super) const ALL: Shells<'static> =
    Shells(&[&Bash, &Quoting::Elvish, &Quoting::Fish, &Quoting::Powershell, &Quoting::Zsh]);

/// Writes the script by which a shell asks this program. `program` is how this program was called.
///
/// # Errors
/// If the shell is none of [`ALL`], or the writing fails.
pub(in crate::cli) fn register(
    shell: &str,
    program: OsString,
    out: &mut dyn Write,
) -> io::Result<()> {
    let unknown = || io::Error::other(format!("{shell} is no shell that is known here"));
    let shell = ALL.completer(shell).ok_or_else(unknown)?;
    let program = Path::new(&program);
    let program = match std::env::current_dir() {
        Ok(working) if program.components().count() > 1 => working.join(program),
        _ => program.to_owned(),
    };
    shell.write_registration(ASKED, "rekindle", "rekindle", &program.to_string_lossy(), out)
}

/// Remembers the words before the current one for the completers.
fn remember(words: &[OsString], current: usize) {
    let before = words.get(..current).unwrap_or(words).to_vec();
    // Words come once in a process.
    let _ = BEFORE.set(before);
}

fn unquote(word: &OsString, open: Open) -> OsString {
    word.to_str().map_or_else(|| word.clone(), |word| unquoted(word, open).into())
}

/// A number or text that a script hands over.
fn handed(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Bash inserts what it is given as it stands, parts words at `=`, and keeps an open quote to itself.
#[derive(Debug)]
struct Bash;

/// The current word with the quote that stands open before it.
const WORD: &str = "_REKINDLE_WORD";

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        env::Bash.name()
    }

    fn is(&self, name: &str) -> bool {
        env::Bash.is(name)
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        // The script hands the word over without its quote; beside it, the word as it stands.
        let var = format!("{WORD}=\"${{COMP_WORDS[COMP_CWORD]}}\" {var}");
        env::Bash.write_registration(&var, name, bin, completer, buf)
    }

    fn write_complete(
        &self,
        cmd: &mut Command,
        args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        let current = handed("_CLAP_COMPLETE_INDEX").and_then(|index| index.parse().ok());
        let mut current: usize = current.unwrap_or(args.len().saturating_sub(1));
        let open = handed(WORD).map_or(Open::Nothing, |word| Open::of(&word));
        let mut words: Vec<OsString> = Vec::new();
        let at = current;
        for (index, word) in args.iter().enumerate() {
            let after_option =
                words.last().is_some_and(|word| word.to_string_lossy().starts_with("--"));
            if word == "=" && after_option && index < at {
                current -= 1;
                continue;
            }
            words.push(unquote(word, if index == at { open } else { Open::Nothing }));
        }
        remember(&words, current);
        let from_home = args.get(at).is_some_and(|word| word.to_string_lossy().starts_with("~/"));
        let separator = handed("_CLAP_IFS").unwrap_or_else(|| "\n".to_owned());
        let found = clap_complete::engine::complete(cmd, words, current, current_dir)?;
        for (index, candidate) in found.iter().enumerate() {
            let text = candidate.get_value().to_string_lossy();
            let line = match text.strip_prefix("~/").filter(|_| from_home) {
                Some(rest) => format!("~/{}", quoted(rest, open)),
                None => quoted(&text, open),
            };
            let separator = if index == 0 { "" } else { &separator };
            write!(buf, "{separator}{line}")?;
        }
        Ok(())
    }
}

/// Shells that clap serves well but for some quotes.
#[derive(Debug, Clone, Copy)]
enum Quoting {
    /// Hands over what the words mean, and quotes by itself.
    Elvish,
    /// Quotes by itself; the current word comes with its quotes.
    Fish,
    /// Inserts what it is given.
    Powershell,
    /// Quotes by itself; all words come with their quotes.
    Zsh,
}

impl Quoting {
    fn engine(self) -> &'static dyn EnvCompleter {
        match self {
            Self::Elvish => &env::Elvish,
            Self::Fish => &env::Fish,
            Self::Powershell => &env::Powershell,
            Self::Zsh => &env::Zsh,
        }
    }
}

impl EnvCompleter for Quoting {
    fn name(&self) -> &'static str {
        self.engine().name()
    }

    fn is(&self, name: &str) -> bool {
        self.engine().is(name)
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        self.engine().write_registration(var, name, bin, completer, buf)
    }

    fn write_complete(
        &self,
        cmd: &mut Command,
        mut args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        let last = args.len().saturating_sub(1);
        let unquoted = |word: &mut OsString| *word = unquote(word, Open::Nothing);
        match self {
            Self::Zsh => args.iter_mut().for_each(unquoted),
            Self::Fish => args.last_mut().into_iter().for_each(unquoted),
            Self::Elvish | Self::Powershell => {}
        }
        let index = handed("_CLAP_COMPLETE_INDEX").and_then(|index| index.parse().ok());
        remember(&args, index.unwrap_or(last));
        if !matches!(self, Self::Powershell) {
            return self.engine().write_complete(cmd, args, current_dir, buf);
        }
        let mut found = Vec::new();
        self.engine().write_complete(cmd, args, current_dir, &mut found)?;
        for line in String::from_utf8_lossy(&found).lines() {
            let (text, help) = line.split_once('\t').unwrap_or((line, line));
            writeln!(buf, "{}\t{help}", for_powershell(text))?;
        }
        Ok(())
    }
}

/// A text as one word of PowerShell.
fn for_powershell(text: &str) -> String {
    let harmless = text.chars().all(|c| is_harmless(c) && !matches!(c, ',' | '@' | '%'));
    if harmless { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powershell_gets_one_word() {
        let cases = [("--tag", "--tag"), ("Maya Chen", "'Maya Chen'"), ("O'Neil", "'O''Neil'")];
        for (text, word) in cases {
            assert_eq!(for_powershell(text), word);
        }
    }
}
