//! Where the answer goes: how it is shown there, and how it gets there whole.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::pager::{self, Pager};
use super::{Global, WhenArg, error, terminal};
use crate::render::{Ground, Links, Style};
use crate::settings::{self, Settings, When};

/// Where an answer goes.
pub(super) struct Output<'a> {
    global: &'a Global,
    /// The canonical path of the vault, if there is one.
    vault: Option<PathBuf>,
    /// The canonical path of the working directory.
    working: Option<PathBuf>,
    /// What the user's settings say of it.
    settings: settings::Output,
    /// The name of this machine, for links to its files.
    host: String,
}

impl<'a> Output<'a> {
    pub(super) fn new(global: &'a Global, vault: Option<&Path>, settings: &Settings) -> Self {
        let working = std::env::current_dir().ok();
        let working = working.map(|working| working.canonicalize().unwrap_or(working));
        let (vault, settings) = (vault.map(Path::to_owned), settings.output.clone());
        Self { global, vault, working, settings, host: terminal::host() }
    }

    /// How the answer is shown.
    pub(super) fn style(&self, all: bool) -> Style<'_> {
        let width = match self.global.width {
            Some(0) => None,
            Some(width) => Some(width),
            None => terminal::width(),
        };
        let colour = wanted(self.global.color, self.settings.color);
        let colour = colour.unwrap_or_else(terminal::takes_colour);
        let linked = wanted(self.global.hyperlink, self.settings.hyperlink);
        let linked = linked.unwrap_or_else(|| colour && terminal::is_there());
        let form = self.global.hyperlink_format.as_ref().unwrap_or(&self.settings.hyperlink_format);
        let links = Links { template: form.template(), host: &self.host };
        Style {
            format: self.global.format(),
            width,
            all,
            colour,
            ascii: terminal::is_ascii(),
            terminal: terminal::is_there(),
            ground: Ground { vault: self.vault.as_deref(), working: self.working.as_deref() },
            links: linked.then_some(links),
        }
    }

    /// Shows what `write` writes, through a pager if that is longer than the screen.
    pub(super) fn show(
        &self,
        style: Style,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let mut out = terminal::stdout(style.colour || style.links.is_some());
        let Some((columns, rows)) = terminal::size().filter(|_| !self.global.no_pager) else {
            let mut out = BufWriter::with_capacity(1 << 16, out);
            return write(&mut out).and_then(|()| out.flush()).context(NOT_WRITTEN);
        };
        let mut text = Vec::new();
        write(&mut text).context(NOT_WRITTEN)?;
        if pager::is_longer(&String::from_utf8_lossy(&text), columns, rows) {
            match Pager::find(|name| std::env::var(name).ok(), self.settings.pager.as_deref()) {
                Ok(None) => {}
                Ok(Some(pager)) => match pager.show(&text) {
                    Ok(()) => return Ok(()),
                    Err(error) => error::note(&pager.told(&error)),
                },
                Err(open) => error::note(&open.to_string()),
            }
        }
        out.write_all(&text).and_then(|()| out.flush()).context(NOT_WRITTEN)
    }
}

const NOT_WRITTEN: &str = "the answer cannot be written";

/// Whether something is wanted; none if that is left to the terminal. What was typed beats what is set.
fn wanted(typed: Option<WhenArg>, set: When) -> Option<bool> {
    let when = match typed {
        None => set,
        Some(WhenArg::Auto) => When::Auto,
        Some(WhenArg::Always) => When::Always,
        Some(WhenArg::Never) => When::Never,
    };
    match when {
        When::Auto => None,
        When::Always => Some(true),
        When::Never => Some(false),
    }
}
