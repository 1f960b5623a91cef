//! What the shell may put in place of a word that is being typed: names of contacts, tags and
//! organisations of the vault that the words before it choose.
//!
//! This runs in the middle of somebody's prompt. So whatever goes wrong, there is simply nothing to
//! propose: no error, no warning, no wait for a daemon, and nothing is written to the vault.

mod shells;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::ffi::{OsStr, OsString};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use clap::CommandFactory;
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use super::place::Place;
use super::{Cli, TROUBLE, error};
use crate::model::text::fold;
use crate::network::Person;
use crate::render::safe;
use crate::state::{Snapshot, State};

pub(super) use shells::register;

/// The variable with which a shell asks; clap's own name for it.
const ASKED: &str = "COMPLETE";
/// How many words before the current one may belong to the same name.
const WORDS_OF_A_NAME: usize = 4;

/// The words before the one that is being typed, without their quotes. Completers are told the current
/// word only, and belong to arguments that are made before any word is known.
static BEFORE: OnceLock<Vec<OsString>> = OnceLock::new();

/// Answers a shell that asks for completions or for the script that does; `None` if none asks.
pub(super) fn answer(arguments: &[OsString]) -> Option<ExitCode> {
    std::env::var_os(ASKED).filter(|shell| !shell.is_empty() && shell != "0")?;
    if arguments.is_empty() {
        return None;
    }
    let completing = arguments.iter().any(|argument| argument == "--");
    if completing {
        panic::set_hook(Box::new(|_| {}));
    }
    let engine = CompleteEnv::with_factory(Cli::command).var(ASKED).shells(shells::ALL);
    let working = std::env::current_dir().ok();
    let asked = || engine.try_complete(arguments, working.as_deref());
    match panic::catch_unwind(AssertUnwindSafe(asked)) {
        Ok(Err(trouble)) if !completing => {
            let trouble = trouble.to_string();
            let told = trouble.trim().trim_start_matches("error: ").to_owned();
            error::report(&anyhow::Error::msg(told));
            Some(ExitCode::from(TROUBLE))
        }
        _ => Some(ExitCode::SUCCESS),
    }
}

/// Completes the name of a contact, typed as one word or as several.
pub(super) fn contact() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        let snapshot = snapshot();
        match (snapshot, current.to_str()) {
            (Some(snapshot), Some(current)) => contacts(&snapshot, current),
            _ => Vec::new(),
        }
    })
}

/// Completes a tag that contacts have, or a parent of one.
pub(super) fn tag() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        let current = current.to_string_lossy();
        counted(&current, |person| {
            let tags = person.note.tags.iter();
            let ends = |tag: &str| tag.match_indices('/').map(|(at, _)| at).collect::<Vec<_>>();
            let with_parents = tags.flat_map(|tag| {
                ends(tag).into_iter().chain([tag.len()]).map(|end| tag[..end].to_owned())
            });
            with_parents.collect()
        })
    })
}

/// Completes the name of an organisation that contacts work for.
pub(super) fn organisation() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        counted(&current.to_string_lossy(), |person| person.contact().organisations.clone())
    })
}

/// What the vault holds; nothing on any trouble.
fn snapshot() -> Option<Arc<Snapshot>> {
    let words = BEFORE.get().map(Vec::as_slice).unwrap_or_default();
    let place = Place::find(vault(words).as_deref()).ok()?.with_vault().ok()?;
    let mut state = State::open(place.chosen.root, place.cache, place.settings.settings);
    state.refresh().ok()
}

/// The vault that `--vault` names. The shell has not replaced `~` yet.
fn vault(words: &[OsString]) -> Option<PathBuf> {
    let mut words = words.iter();
    let named = words.find_map(|word| match word.to_str()?.strip_prefix("--vault") {
        Some("") => Some(None),
        Some(value) => value.strip_prefix('=').map(|value| Some(OsString::from(value))),
        None => None,
    })?;
    let folder = PathBuf::from(named.or_else(|| words.next().cloned())?);
    match folder.strip_prefix("~") {
        Ok(rest) => Some(etcetera::home_dir().ok()?.join(rest)),
        Err(_) => Some(folder),
    }
}

/// Whether a text can be shown and typed as it stands.
fn is_plain(text: &str) -> bool {
    safe(text) == text && !text.trim().is_empty()
}

/// Texts of contacts that begin with what is typed, each with how many contacts have it.
fn counted(current: &str, texts: impl Fn(&Person) -> Vec<String>) -> Vec<CompletionCandidate> {
    let Some(snapshot) = snapshot() else { return Vec::new() };
    let wanted = fold(current.trim_start_matches('#'));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for person in &snapshot.network().people {
        let mut texts = texts(person);
        texts.retain(|text| is_plain(text) && fold(text).starts_with(&wanted));
        texts.sort();
        texts.dedup();
        for text in texts {
            *counts.entry(text).or_default() += 1;
        }
    }
    let candidate = |(text, count): (String, usize)| {
        let contacts = if count == 1 { "contact" } else { "contacts" };
        CompletionCandidate::new(text).help(Some(format!("{count} {contacts}").into()))
    };
    counts.into_iter().map(candidate).collect()
}

/// Contacts whose name goes on from what is typed; else those with a later name or an alias like it.
fn contacts(snapshot: &Snapshot, current: &str) -> Vec<CompletionCandidate> {
    let people = &snapshot.network().people;
    let before = BEFORE.get().map(Vec::as_slice).unwrap_or_default();
    let before: Vec<String> = before.iter().map(|word| fold(&word.to_string_lossy())).collect();
    for count in (1..=WORDS_OF_A_NAME.min(before.len())).rev() {
        let typed = &before[before.len() - count..];
        let rests: Vec<Vec<&str>> =
            people.iter().filter_map(|person| rest(person.name(), typed)).collect();
        if rests.is_empty() {
            continue;
        }
        let wanted = fold(current);
        let rests = rests.into_iter().map(|rest| rest.join(" "));
        let fitting = rests.filter(|rest| is_plain(rest) && fold(rest).starts_with(&wanted));
        return fitting.map(CompletionCandidate::new).collect();
    }
    let wanted = fold(current);
    let begins = |text: &str| fold(text).starts_with(&wanted);
    let all = || people.iter().map(AsRef::as_ref);
    let mut fitting: Vec<&Person> = all().filter(|one: &&Person| begins(one.name())).collect();
    if fitting.is_empty() {
        let later = |person: &&Person| {
            let name = fold(person.name());
            let later_word = name.split(' ').skip(1).any(|word| word.starts_with(&wanted));
            later_word || person.contact().aliases.iter().any(|alias| begins(alias))
        };
        fitting = all().filter(later).collect();
    }
    let mut namesakes: HashMap<String, usize> = HashMap::new();
    for person in people {
        *namesakes.entry(fold(person.name())).or_default() += 1;
    }
    let candidate = |person: &Person| {
        // A name that several have says nothing; the path of a note does.
        let is_only = namesakes.get(&fold(person.name())) == Some(&1);
        let text = if is_only { person.name().to_owned() } else { person.note.path.shown() };
        let contact = person.contact();
        let job = contact.role.as_ref().or(contact.organisations.first());
        let help = job.map(|job| safe(job).into_owned().into());
        is_plain(&text).then(|| CompletionCandidate::new(text).help(help))
    };
    fitting.into_iter().filter_map(candidate).collect()
}

/// The words of a name after those that were typed already, if it begins with these.
fn rest<'a>(name: &'a str, typed: &[String]) -> Option<Vec<&'a str>> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (first, rest) = words.split_at_checked(typed.len())?;
    first.iter().zip(typed).all(|(word, typed)| fold(word) == *typed).then(|| rest.to_vec())
}
