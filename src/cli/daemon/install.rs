//! `rekindle daemon install`: has the system start the daemon, by a file that it reads.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::super::place::{InVault, Place};
use super::address;
use crate::daemon::client;
use crate::daemon::service::{Kind, Service};
use crate::render::safe;

/// Where things are depends on these. A daemon that the system starts would not have them otherwise.
const VARIABLES: [&str; 4] =
    ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"];

pub(super) fn install(place: &Place<InVault>, print: bool) -> anyhow::Result<u8> {
    let address = address(place)?;
    let kind = kind()?;
    let set = |name| {
        let value = std::env::var_os(name).map(PathBuf::from);
        value.filter(|value| value.is_absolute()).map(|value| (name, value))
    };
    let variables: Vec<_> = VARIABLES.into_iter().filter_map(set).collect();
    let service = Service::new(kind, &address, &program()?, &variables)?;
    let text = service.text();
    if print {
        io::stdout().lock().write_all(text.as_bytes())?;
        return Ok(0);
    }
    let file = folder(kind, place)?.join(service.file_name());
    let is_there = fs::read(&file).is_ok_and(|known| known == text.as_bytes());
    if !is_there {
        write(&file, &text)
            .with_context(|| format!("the file {} cannot be written", file.display()))?;
    }
    let done = if is_there { "is there already:" } else { "written:" };
    let shown = file.to_string_lossy();
    let quoted = shlex::try_quote(&shown).unwrap_or_else(|_| shown.clone());
    let name = service.name();
    let (on, away) = match kind {
        Kind::Systemd => (
            format!("systemctl --user daemon-reload && systemctl --user enable --now {name}"),
            format!("systemctl --user disable --now {name} && rm {quoted}"),
        ),
        Kind::Launchd => (
            format!("launchctl bootstrap gui/$(id -u) {quoted}"),
            format!("launchctl bootout gui/$(id -u)/{name}; rm {quoted}"),
        ),
    };
    let mut lines =
        vec![(done, shown.to_string()), ("to switch it on:", on), ("to take it away:", away)];
    if client::status(&address).is_ok() {
        let first = "rekindle daemon stop   (one is running now)".to_owned();
        lines.insert(1, ("but first:", first));
    }
    let mut out = io::stdout().lock();
    for (what, text) in lines {
        writeln!(out, "{what:<17} {}", safe(&text))?;
    }
    Ok(0)
}

/// Who starts daemons on this system.
fn kind() -> anyhow::Result<Kind> {
    if cfg!(target_os = "linux") {
        Ok(Kind::Systemd)
    } else if cfg!(target_os = "macos") {
        Ok(Kind::Launchd)
    } else {
        let told = "only systemd and launchd are known here";
        Err(anyhow::anyhow!("{told}\nhave your system run `rekindle daemon run`"))
    }
}

/// Where the user's own files for it are.
fn folder(kind: Kind, place: &Place<InVault>) -> anyhow::Result<PathBuf> {
    let home = || anyhow::anyhow!("your home folder is not known");
    match kind {
        Kind::Systemd => {
            // Ours is one of the folders of all settings.
            let settings = place.user_file.as_deref().and_then(Path::parent).and_then(Path::parent);
            Ok(settings.ok_or_else(home)?.join("systemd/user"))
        }
        Kind::Launchd => Ok(etcetera::home_dir().map_err(|_| home())?.join("Library/LaunchAgents")),
    }
}

/// This program, by a name that stays when it is renewed if there is such a name.
fn program() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe().context("the file of this program cannot be found")?;
    let real = own.canonicalize().unwrap_or_else(|_| own.clone());
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let named = std::env::split_paths(&folders)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join("rekindle"))
        .find(|named| named.canonicalize().is_ok_and(|named| named == real));
    Ok(named.unwrap_or(own))
}

/// Whole or not at all.
fn write(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("/"));
    fs::create_dir_all(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.persist(file)?;
    Ok(())
}
