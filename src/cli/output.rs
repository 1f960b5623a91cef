//! Where the answer goes: how it is shown there, and how it gets there whole.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{ColorArg, Global, terminal};
use crate::render::{Ground, Style};

/// Where an answer goes.
pub(super) struct Output<'a> {
    global: &'a Global,
    /// The canonical path of the vault, if there is one.
    vault: Option<PathBuf>,
    /// The canonical path of the working directory.
    working: Option<PathBuf>,
}

impl<'a> Output<'a> {
    pub(super) fn new(global: &'a Global, vault: Option<&Path>) -> Self {
        let working = std::env::current_dir().ok();
        let working = working.map(|working| working.canonicalize().unwrap_or(working));
        Self { global, vault: vault.map(Path::to_owned), working }
    }

    /// How the answer is shown.
    pub(super) fn style(&self, all: bool) -> Style<'_> {
        let width = match self.global.width {
            Some(0) => None,
            Some(width) => Some(width),
            None => terminal::width(),
        };
        let colour = match self.global.color {
            ColorArg::Auto => terminal::takes_colour(),
            ColorArg::Always => true,
            ColorArg::Never => false,
        };
        Style {
            format: self.global.format(),
            width,
            all,
            colour,
            ascii: terminal::is_ascii(),
            terminal: terminal::is_there(),
            ground: Ground { vault: self.vault.as_deref(), working: self.working.as_deref() },
        }
    }

    /// Shows what `write` writes.
    pub(super) fn show(
        &self,
        style: Style,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> anyhow::Result<()> {
        let mut out = BufWriter::new(terminal::stdout(style.colour));
        write(&mut out).and_then(|()| out.flush()).context("the answer cannot be written")
    }
}
