//! `rekindle completions`

use std::io::{self, Write};

use clap::Args;
use clap_complete::Shell;

use super::complete;

/// The script that completes commands, options, contacts and tags in a shell.
///
/// It asks this program at every press of the key, so that the names are those of the vault that the line
/// speaks of. Best made anew whenever the shell starts: put `source <(rekindle completions bash)` into
/// ~/.bashrc, `source <(rekindle completions zsh)` into ~/.zshrc after compinit, or
/// `rekindle completions fish | source` into ~/.config/fish/config.fish.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rekindle completions bash\n  rekindle completions fish | source"
)]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

impl CompletionsArgs {
    /// Needs no vault.
    pub(super) fn run(self) -> anyhow::Result<u8> {
        let program = std::env::args_os().next().unwrap_or_else(|| "rekindle".into());
        let mut script = Vec::new();
        complete::register(&self.shell.to_string(), program, &mut script)?;
        io::stdout().lock().write_all(&script)?;
        Ok(0)
    }
}
