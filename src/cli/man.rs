//! `rekindle man`: manual pages made of the help, so that they cannot differ from it.

use std::io::{self, Write};

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::Cli;
use crate::model::text::nearest;

/// The manual page, of the whole program or of one command, for `man` to show.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rekindle man | man -l -\n  rekindle man quiet | man -l -")]
pub(super) struct ManArgs {
    /// A command; the whole program if none is given.
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

/// What the help does not say, as the parts of a definition list.
const MORE: [(&str, &[(&str, &str)]); 3] = [
    (
        "EXIT STATUS",
        &[
            ("0", "All went well; also when a report lists something to do."),
            (
                "1",
                "check found problems, search or who found nothing, or --exit-code was given and there is something to do.",
            ),
            (
                "2",
                "The arguments, the query, the settings or the vault are wrong; or a daemon cannot be started or ended.",
            ),
            ("3", "daemon status: no daemon answers."),
            ("130", "Interrupted."),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            (
                "REKINDLE_VAULT",
                "The folder of the notes, where neither --vault nor the working directory names one.",
            ),
            ("REKINDLE_TODAY", "The day to answer as of, as --today."),
            ("REKINDLE_WIDTH", "How many columns tables may have, as --width."),
            ("REKINDLE_NO_DAEMON", "Answer without the daemon, unless it is empty or 0."),
            (
                "NOTIFY_SOCKET",
                "Where daemon run tells that it is ready and that it ends, as systemd wants it.",
            ),
        ],
    ),
    (
        "FILES",
        &[
            (".rekindle/config.toml", "The settings of a vault, in the vault."),
            (
                "config.toml",
                "Your own settings; rekindle paths says where they are, and where the cache and the daemon's log are.",
            ),
        ],
    ),
];

/// What the apostrophe is called by, for every piece of roff to use.
const DEFINITIONS: [&str; 2] = [".ie \\n(.g .ds Aq \\(aq\n", ".el .ds Aq '\n"];

impl ManArgs {
    /// Needs no vault.
    pub(super) fn run(self) -> anyhow::Result<u8> {
        let page = page(&self.command)?;
        io::stdout().lock().write_all(&page)?;
        Ok(0)
    }
}

/// The page of a command, named by its words; of the whole program if there are none.
fn page(words: &[String]) -> anyhow::Result<Vec<u8>> {
    let mut whole = Cli::command();
    let mut page = Page::default();
    if words.is_empty() {
        let mut below = Vec::new();
        commands("rekindle", &whole, &mut below);
        page.head(whole)?;
        page.add(|roff| heading(roff, "SH", "COMMANDS"))?;
        for (name, command) in below {
            page.section(&name, command)?;
        }
        page.add(more)?;
        return Ok(page.0);
    }
    whole.build();
    let mut command = &whole;
    for word in words {
        command = command.find_subcommand(word).ok_or_else(|| {
            let known = command.get_subcommands().map(Command::get_name);
            let hint = match nearest(word, known) {
                Some(name) => format!("did you mean {name}?"),
                None => "`rekindle --help` lists all commands".to_owned(),
            };
            anyhow::anyhow!("there is no command {}\n{hint}", words.join(" "))
        })?;
    }
    page.head(command.clone())?;
    Ok(page.0)
}

/// The text of a page so far.
#[derive(Default)]
struct Page(Vec<u8>);

impl Page {
    /// The name, what it does, all options, the examples.
    fn head(&mut self, command: Command) -> io::Result<()> {
        let examples = examples(&command);
        let name = command.get_display_name().unwrap_or(command.get_name());
        let version = env!("CARGO_PKG_VERSION");
        // A page without a date: it is as old as the program.
        let title = format!(".TH {name} 1 \"\" \"rekindle {version}\" \"User Commands\"\n");
        self.0.extend_from_slice([DEFINITIONS.concat(), title].concat().as_bytes());
        let man = Man::new(command);
        self.part(|out| man.render_name_section(out))?;
        self.part(|out| man.render_synopsis_section(out))?;
        self.part(|out| man.render_description_section(out))?;
        self.part(|out| man.render_options_section(out))?;
        self.add(|roff| {
            heading(roff, "SH", "EXAMPLES");
            lines(&examples, roff)
        })
    }

    /// One command within the page of the whole program.
    fn section(&mut self, name: &str, command: Command) -> io::Result<()> {
        let examples = examples(&command);
        let aliases: Vec<String> = command.get_visible_aliases().map(str::to_owned).collect();
        let command = command.bin_name(name).disable_help_flag(true).disable_help_subcommand(true);
        let man = Man::new(command);
        self.add(|roff| heading(roff, "SS", name))?;
        self.inner(|out| man.render_synopsis_section(out), "")?;
        self.inner(|out| man.render_description_section(out), ".PP\n")?;
        self.inner(|out| man.render_options_section(out), "")?;
        self.add(|roff| {
            if !aliases.is_empty() {
                roff.control("PP", []);
                roff.text([roman("Also called "), bold(aliases.join(", ")), roman(".")]);
            }
            roff.control("PP", []);
            roff.text([roman("Examples:")]);
            lines(&examples, roff)
        })
    }

    /// A part without its heading: the command is the heading.
    fn inner(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
        before: &str,
    ) -> io::Result<()> {
        let mut part = Self::default();
        part.part(write)?;
        let text = String::from_utf8_lossy(&part.0);
        let body: String =
            text.split_inclusive('\n').filter(|line| !line.starts_with(".SH")).collect();
        if !body.trim().is_empty() {
            self.0.extend_from_slice(before.as_bytes());
            self.0.extend_from_slice(body.as_bytes());
        }
        Ok(())
    }

    /// Something of our own.
    fn add(&mut self, write: impl FnOnce(&mut Roff)) -> io::Result<()> {
        let mut roff = Roff::new();
        write(&mut roff);
        self.part(|out| roff.to_writer(out))
    }

    /// A piece of roff without the definitions that begin each.
    fn part(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut piece = Vec::new();
        write(&mut piece)?;
        let lines = piece.split_inclusive(|byte| *byte == b'\n');
        let is_definition = |line: &&[u8]| DEFINITIONS.iter().any(|one| one.as_bytes() == *line);
        self.0.extend(lines.filter(|line| !is_definition(line)).flatten());
        Ok(())
    }
}

/// The commands that the help lists, each under its full name, without what every command takes.
fn commands(name: &str, command: &Command, found: &mut Vec<(String, Command)>) {
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        let name = format!("{name} {}", below.get_name());
        found.push((name.clone(), below.clone()));
        commands(&name, below, found);
    }
}

/// The lines of the examples in a command's help.
fn examples(command: &Command) -> Vec<String> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let lines = help.lines().skip_while(|line| line.trim() != "Examples:").skip(1);
    lines.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// Lines that are shown as they stand.
fn lines(lines: &[String], roff: &mut Roff) {
    roff.control("RS", ["4"]);
    roff.control("nf", []);
    for line in lines {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff.control("RE", []);
}

fn heading(roff: &mut Roff, level: &str, text: &str) {
    roff.control(level, [text]);
}

fn more(roff: &mut Roff) {
    for (title, terms) in MORE {
        heading(roff, "SH", title);
        for (term, meaning) in terms {
            roff.control("TP", []);
            roff.text([bold(*term)]);
            roff.text([roman(*meaning)]);
        }
    }
}
