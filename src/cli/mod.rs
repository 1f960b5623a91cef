//! The command line: arguments → settings and vault → request → answer → text and exit code.

mod ask;
mod check;
mod clock;
mod complete;
mod completions;
mod config;
#[cfg(unix)]
mod daemon;
mod error;
mod form;
mod index;
mod man;
mod output;
mod owed;
mod pager;
mod paths;
mod place;
mod prep;
mod quiet;
mod search;
mod show;
mod stats;
mod terminal;
mod today;
mod tree;
mod unanswered;
mod who;
mod why;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::FalseyValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::answer::{Ask, Body, Request, Response};
use crate::model::Date;
use crate::render::{Format, remarks, render};
use crate::report::Filter;
use crate::settings::HyperlinkFormat;

use form::FormatArg;
use output::Output;
use place::Place;

/// Who has gone quiet, what nobody answered, and what was said, from a folder of Markdown notes.
///
/// Without a command: what is due today at a glance.
#[derive(Debug, Parser)]
#[command(name = "rekindle", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(
    after_help = "Examples:\n  rekindle --vault ~/notes\n  rekindle quiet --today 2026-11-20"
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(flatten)]
    report: ReportArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
struct Global {
    /// The folder of the notes. Else: the nearest folder around the working directory that has
    /// .rekindle, .obsidian or .zk in it, then REKINDLE_VAULT, then `vault` in your settings.
    #[arg(long, value_name = "DIR", global = true, value_hint = ValueHint::DirPath)]
    vault: Option<PathBuf>,
    /// Answer as of this day, as YYYY-MM-DD; a variable REKINDLE_TODAY does the same.
    #[arg(long, value_name = "DATE", global = true, value_parser = clock::parse)]
    today: Option<Date>,
    /// How to show the answer.
    #[arg(long, value_enum, value_name = "FORMAT", global = true, default_value = "table")]
    format: FormatArg,
    /// Short for --format json.
    #[arg(long, global = true, conflicts_with = "format")]
    json: bool,
    /// With --format path: end each path with a zero byte and not with the line, for `xargs -0`.
    #[arg(short = '0', long, global = true)]
    null: bool,
    /// Cut tables to this many columns; 0 cuts nothing. Else: as wide as the terminal, and nothing is
    /// cut in a pipe.
    #[arg(
        long,
        value_name = "COLUMNS",
        global = true,
        env = "REKINDLE_WIDTH",
        hide_env_values = true
    )]
    width: Option<usize>,
    /// When to use colour. Else: on a terminal that takes it, unless NO_COLOR is set; CLICOLOR_FORCE
    /// wants it in a pipe too.
    #[arg(long, value_enum, value_name = "WHEN", global = true)]
    color: Option<WhenArg>,
    /// When names and places are links. Else: on a terminal that takes colour.
    #[arg(long, value_enum, value_name = "WHEN", global = true)]
    hyperlink: Option<WhenArg>,
    /// What links look like: file, vscode, obsidian, nvim, or a template with {path}, {line}, {column},
    /// {vault} and {host}.
    #[arg(long, value_name = "FORMAT", global = true)]
    hyperlink_format: Option<HyperlinkFormat>,
    /// Show everything at once. Else: what is longer than the screen goes through REKINDLE_PAGER, PAGER or
    /// `less -FRX`.
    #[arg(long, global = true)]
    no_pager: bool,
    /// Say which vault was chosen and what was read.
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Answer in this process, even if a daemon is running.
    #[arg(
        long,
        global = true,
        hide = true,
        env = "REKINDLE_NO_DAEMON",
        value_parser = FalseyValueParser::new()
    )]
    no_daemon: bool,
}

/// What every report takes.
#[derive(Debug, Clone, Default, Args)]
struct ReportArgs {
    /// Only contacts with this tag or a child of it; may be given several times.
    #[arg(long, value_name = "TAG", add = complete::tag())]
    tag: Vec<String>,
    /// Only contacts of an organisation with this in its name; may be given several times.
    #[arg(long, value_name = "NAME", add = complete::organisation())]
    org: Vec<String>,
    /// Show at most this many rows.
    #[arg(long, short = 'n', value_name = "ROWS", value_parser = words::rows, allow_negative_numbers = true)]
    limit: Option<usize>,
    /// Show what is left out otherwise.
    #[arg(long)]
    all: bool,
    /// Exit with 1 if there is something to do.
    #[arg(long)]
    exit_code: bool,
    /// Say how the query is understood instead of answering it.
    #[arg(long)]
    explain: bool,
    /// What the words of a report ask for.
    #[arg(skip)]
    query: Option<String>,
}

impl ReportArgs {
    /// The same, of contacts that fit a query only.
    fn among(self, words: &[String]) -> Self {
        Self { query: words::joined(words), ..self }
    }

    fn filter(&self) -> Filter {
        Filter {
            tags: self.tag.clone(),
            organisations: self.org.clone(),
            query: self.query.clone(),
            limit: self.limit,
            all: self.all,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum WhenArg {
    /// As the terminal and the environment want it.
    Auto,
    /// Wherever the answer goes.
    Always,
    /// Not at all.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Today(today::TodayArgs),
    Search(search::SearchArgs),
    Who(who::WhoArgs),
    Quiet(quiet::QuietArgs),
    Unanswered(unanswered::UnansweredArgs),
    Owed(owed::OwedArgs),
    Show(show::ShowArgs),
    Why(why::WhyArgs),
    Prep(prep::PrepArgs),
    Tree(tree::TreeArgs),
    Stats(stats::StatsArgs),
    Check(check::CheckArgs),
    Index(index::IndexArgs),
    Config(config::ConfigArgs),
    Paths(paths::PathsArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
    #[cfg(unix)]
    Daemon(daemon::DaemonArgs),
}

/// What a command asks, and how its outcome is told by the exit code.
struct Plan {
    ask: Ask,
    report: ReportArgs,
    /// Derive everything again first.
    rebuild: bool,
}

impl Plan {
    /// How its query is understood, if that is what is wanted.
    fn explained(mut self) -> Self {
        if self.report.explain {
            let of_report = self.report.query.take();
            let query = match self.ask {
                Ask::Search { query, .. } => query,
                _ => of_report.unwrap_or_default(),
            };
            self.ask = Ask::Explain { query };
        }
        self
    }
}

/// Exit codes. 0 is fine; 130 is the shell's for an interruption.
const SOMETHING: u8 = 1;
const TROUBLE: u8 = 2;
#[cfg(unix)]
const NOBODY: u8 = 3;

/// Runs the program with these arguments, the program's own name first.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    terminal::soften_panics();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(code) = complete::answer(&arguments) {
        return code;
    }
    let cli = match Cli::try_parse_from(words::shield(arguments)) {
        Ok(cli) => cli,
        Err(error) => return error::usage(&error),
    };
    match run(cli) {
        Ok(code) => ExitCode::from(code),
        Err(error) if error::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            error::report(&error);
            ExitCode::from(TROUBLE)
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<u8> {
    let Cli { global, report, command } = cli;
    if let Some(forms) = form::of_text(command.as_ref()) {
        global.has_form(forms)?;
    }
    let plan = match command {
        None => Plan { ask: Ask::Overview, report, rebuild: false },
        Some(Command::Search(args)) => args.plan(),
        Some(Command::Who(args)) => args.plan(),
        Some(Command::Quiet(args)) => args.plan(),
        Some(Command::Unanswered(args)) => args.plan(),
        Some(Command::Today(args)) => args.plan(),
        Some(Command::Owed(args)) => args.plan(),
        Some(Command::Show(args)) => args.plan(),
        Some(Command::Why(args)) => args.plan(),
        Some(Command::Prep(args)) => args.plan(),
        Some(Command::Tree(args)) => args.plan(),
        Some(Command::Stats(args)) => args.plan(),
        Some(Command::Check(args)) => args.plan(),
        Some(Command::Index(args)) => args.plan(),
        Some(Command::Config(args)) => return args.run(&global),
        Some(Command::Paths(args)) => return args.run(&global),
        Some(Command::Completions(args)) => return args.run(),
        Some(Command::Man(args)) => return args.run(),
        #[cfg(unix)]
        Some(Command::Daemon(args)) => return args.run(&global),
    };
    let plan = plan.explained();
    global.has_form(Format::forms(&plan.ask))?;
    let today = match global.today {
        Some(day) => day,
        None => clock::today()?,
    };
    let place = Place::find(global.vault.as_deref())?;
    let mut notes_on_stderr = place.warnings();
    let place = place.with_vault()?;
    if global.verbose {
        let (root, way) = (place.chosen.root.display(), place.chosen.way);
        notes_on_stderr.insert(0, format!("the vault is {root}, {way}"));
    }
    let request = Request { today, filter: plan.report.filter(), ask: plan.ask };
    let how = ask::How { alone: global.no_daemon, rebuild: plan.rebuild };
    let output = Output::new(&global, Some(&place.chosen.root), &place.settings.settings);
    let mut answered = ask::ask(place, request, how)?;
    if global.verbose {
        notes_on_stderr.append(&mut answered.details);
    }
    notes_on_stderr.append(&mut answered.remarks);
    let response = answered.outcome?;
    let style = output.style(plan.report.all);
    output.show(style, |out| render(&response, style, out))?;
    notes_on_stderr.extend(remarks(&response, style.format)?);
    notes_on_stderr.extend(response.warnings.iter().cloned());
    match &response.body {
        Body::Search(report) => {
            if report.found == 0 {
                notes_on_stderr.push("no note fits this query".to_owned());
            }
            notes_on_stderr.extend(report.doubts.iter().chain(&report.taken_as_text).cloned());
        }
        Body::Who(report) => {
            if report.found == 0 {
                notes_on_stderr.push("nobody fits this query".to_owned());
            }
            notes_on_stderr.extend(report.doubts.iter().chain(&report.taken_as_text).cloned());
        }
        _ => {}
    }
    for note in notes_on_stderr {
        error::note(&note);
    }
    Ok(exit_code(&response, plan.report.exit_code))
}

/// 1 if problems were found, if a search found nothing, or if there is something to do and the caller wants to know.
fn exit_code(response: &Response, wanted: bool) -> u8 {
    let something = match &response.body {
        Body::Check(report) => !report.rows.is_empty(),
        Body::Quiet(report) => wanted && report.quiet + report.dormant > 0,
        Body::Unanswered(report) => wanted && report.due > 0,
        Body::Owed(report) => wanted && report.due > 0,
        Body::Today(report) => wanted && report.is_open(),
        Body::Overview(report) => wanted && report.today.is_open(),
        Body::Search(report) => report.found == 0,
        Body::Who(report) => report.found == 0,
        Body::Show(_) | Body::Why(_) | Body::Prep(_) => false,
        Body::Stats(_) | Body::Tree(_) | Body::Index(_) | Body::Explain(_) => false,
    };
    if something { SOMETHING } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_help_with_two_examples() {
        let whole = Cli::command();
        let below = |command| clap::Command::get_subcommands(command);
        for command in below(&whole).flat_map(|command| below(command).chain([command])) {
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name} says what it does");
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples = help.lines().filter(|line| line.trim().starts_with("rekindle")).count();
            assert_eq!(examples, 2, "{name} has two examples");
        }
    }
}
