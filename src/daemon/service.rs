//! What the system is given to start the daemon of a vault by itself: a user unit for systemd, an agent for
//! launchd. Every word in them is quoted by the rules of the one that reads it.

use std::path::{Path, PathBuf};

use super::{Address, THRIFT};

/// Who starts the daemon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// systemd, with a manager for each user.
    Systemd,
    /// launchd, of macOS.
    Launchd,
}

/// What there is to know about the daemon of a vault.
#[derive(Debug, Clone)]
pub struct Service {
    kind: Kind,
    /// What it is called.
    name: String,
    program: String,
    vault: String,
    /// Variables that decide where things are; the daemon must find what the commands find.
    variables: Vec<(String, String)>,
}

/// Why there can be no service.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The files are text.
    #[error("{0:?} is not UTF-8, which no service file can hold")]
    NotText(PathBuf),
    /// One line of it is one line of the file.
    #[error(
        "{0:?} has a line end or another control character, which a service file should not hold"
    )]
    Control(String),
    /// systemd takes no such program, however it is quoted.
    #[error(
        "{0} has a quote or a backslash in its path, and systemd starts no such program; move it"
    )]
    Program(String),
}

impl Service {
    /// The service for the daemon that is met at this address. `variables` are those that are set.
    ///
    /// # Errors
    /// If a path cannot stand in a service file.
    pub fn new(
        kind: Kind,
        address: &Address,
        program: &Path,
        variables: &[(&str, PathBuf)],
    ) -> Result<Self, Error> {
        let text = |path: &Path| -> Result<String, Error> {
            let text = path.to_str().ok_or_else(|| Error::NotText(path.to_owned()))?;
            if text.chars().any(char::is_control) {
                return Err(Error::Control(text.to_owned()));
            }
            Ok(text.to_owned())
        };
        let program = text(program)?;
        if kind == Kind::Systemd && program.contains(['"', '\'', '\\']) {
            return Err(Error::Program(program));
        }
        let key = super::key(&address.root);
        let variable = |(name, value): &(&str, PathBuf)| Ok(((*name).to_owned(), text(value)?));
        Ok(Self {
            kind,
            name: format!("rekindle-{}", &key[..8]),
            program,
            vault: text(&address.root)?,
            variables: variables.iter().map(variable).collect::<Result<_, _>>()?,
        })
    }

    /// What the system calls it.
    pub fn name(&self) -> String {
        match self.kind {
            Kind::Systemd => format!("{}.service", self.name),
            Kind::Launchd => self.name.clone(),
        }
    }

    /// The name of its file.
    pub fn file_name(&self) -> String {
        match self.kind {
            Kind::Systemd => self.name(),
            Kind::Launchd => format!("{}.plist", self.name),
        }
    }

    /// The text of its file.
    pub fn text(&self) -> String {
        match self.kind {
            Kind::Systemd => self.unit(),
            Kind::Launchd => self.agent(),
        }
    }

    /// A first look at a large vault may take longer than systemd waits, and a disk may be mounted later.
    fn unit(&self) -> String {
        let variables: String = self
            .variables
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain(THRIFT)
            .map(|(name, value)| format!("Environment={}\n", assigned(name, value)))
            .collect();
        format!(
            "# Written by `rekindle daemon install`.\n\
             [Unit]\n\
             Description=rekindle daemon for {vault} (notes)\n\
             \n\
             [Service]\n\
             Type=notify\n\
             ExecStart={program} --vault {folder} daemon run\n\
             {variables}\
             Restart=on-failure\n\
             RestartSec=30\n\
             TimeoutStartSec=infinity\n\
             TimeoutStopSec=10\n\
             NoNewPrivileges=yes\n\
             UMask=0077\n\
             \n\
             [Install]\n\
             WantedBy=default.target\n",
            vault = self.vault.replace('%', "%%"),
            program = program(&self.program),
            folder = word(&self.vault),
        )
    }

    fn agent(&self) -> String {
        let words = [&self.program, "--vault", &self.vault, "daemon", "run"];
        let words = words.map(|word| format!("    <string>{}</string>\n", escaped(word))).concat();
        let variable = |(name, value): &(String, String)| {
            format!("    <key>{}</key>\n    <string>{}</string>\n", escaped(name), escaped(value))
        };
        let variables: String = self.variables.iter().map(variable).collect();
        let variables = if variables.is_empty() {
            variables
        } else {
            format!("  <key>EnvironmentVariables</key>\n  <dict>\n{variables}  </dict>\n")
        };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
             \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
             <!-- Written by `rekindle daemon install`. -->\n\
             <plist version=\"1.0\">\n\
             <dict>\n  \
             <key>Label</key>\n  <string>{name}</string>\n  \
             <key>ProgramArguments</key>\n  <array>\n{words}  </array>\n\
             {variables}  \
             <key>RunAtLoad</key>\n  <true/>\n  \
             <key>KeepAlive</key>\n  <dict>\n    <key>SuccessfulExit</key>\n    <false/>\n  </dict>\n  \
             <key>ThrottleInterval</key>\n  <integer>30</integer>\n  \
             <key>ProcessType</key>\n  <string>Background</string>\n\
             </dict>\n\
             </plist>\n",
            name = escaped(&self.name),
        )
    }
}

/// A word of a command for systemd, which takes off quotes and backslashes, and fills in `%h` and `${HOME}`.
fn word(text: &str) -> String {
    program(text).replace('$', "$$")
}

/// The program of a command for systemd, in which it fills in `%h` only.
fn program(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%");
    format!("\"{text}\"")
}

/// A variable for systemd, which leaves `$` alone here.
fn assigned(name: &str, value: &str) -> String {
    program(&format!("{name}={value}"))
}

/// Text for XML.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&apos;")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::*;
    use crate::daemon::Folders;

    fn service(kind: Kind, root: &Path, program: &Path) -> Result<Service, Error> {
        let state = Some(PathBuf::from("/s"));
        let address = Address::new(&Folders { runtime: None, state }, root).expect("it is short");
        Service::new(
            kind,
            &address,
            program,
            &[("XDG_STATE_HOME", PathBuf::from("/s & \"t\" 5% $X"))],
        )
    }

    #[test]
    fn systemd_reads_what_was_meant() {
        let cases = [
            ("/home/ann/notes", r#""/home/ann/notes""#),
            ("/home/ann/My notes", r#""/home/ann/My notes""#),
            (r#"/a "b" 'c'"#, r#""/a \"b\" 'c'""#),
            ("/100% of %h", r#""/100%% of %%h""#),
            (r"/back\slash\n\", r#""/back\\slash\\n\\""#),
            ("/$HOME/${HOME}", r#""/$$HOME/$${HOME}""#),
            ("/Zoë/日本", r#""/Zoë/日本""#),
            ("/a;b # c", r#""/a;b # c""#),
        ];
        for (path, expected) in cases {
            assert_eq!(word(path), expected);
        }
        assert_eq!(program("/a $b/5%"), r#""/a $b/5%%""#);
        assert_eq!(assigned("X", r#"/a $b "c" 5%"#), r#""X=/a $b \"c\" 5%%""#);
    }

    #[test]
    fn the_unit_is_this_one() {
        let service = service(
            Kind::Systemd,
            Path::new(r"/home/ann/My $n 5%\"),
            Path::new("/opt/a b/rekindle"),
        );
        let service = service.expect("it is text");
        let key = super::super::key(Path::new(r"/home/ann/My $n 5%\"));
        assert_eq!(service.file_name(), format!("rekindle-{}.service", &key[..8]));
        let expected = r#"# Written by `rekindle daemon install`.
[Unit]
Description=rekindle daemon for /home/ann/My $n 5%%\ (notes)

[Service]
Type=notify
ExecStart="/opt/a b/rekindle" --vault "/home/ann/My $$n 5%%\\" daemon run
Environment="XDG_STATE_HOME=/s & \"t\" 5%% $X"
Environment="MALLOC_ARENA_MAX=2"
Environment="MALLOC_MMAP_THRESHOLD_=1048576"
Environment="MALLOC_TRIM_THRESHOLD_=8388608"
Restart=on-failure
RestartSec=30
TimeoutStartSec=infinity
TimeoutStopSec=10
NoNewPrivileges=yes
UMask=0077

[Install]
WantedBy=default.target
"#;
        assert_eq!(service.text(), expected);
    }

    #[test]
    fn the_agent_is_this_one() {
        let root = r#"/Users/ann/<My> & "notes" 'x' 5% $n \ Zoë"#;
        let service = service(Kind::Launchd, Path::new(root), Path::new("/opt/a b/rekindle"))
            .expect("it is text");
        let name = format!("rekindle-{}", &super::super::key(Path::new(root))[..8]);
        assert_eq!(service.file_name(), format!("{name}.plist"));
        let expected = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Written by `rekindle daemon install`. -->
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>{name}</string>
  <key>ProgramArguments</key>
  <array>
    <string>/opt/a b/rekindle</string>
    <string>--vault</string>
    <string>/Users/ann/&lt;My&gt; &amp; &quot;notes&quot; &apos;x&apos; 5% $n \ Zoë</string>
    <string>daemon</string>
    <string>run</string>
  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>XDG_STATE_HOME</key>
    <string>/s &amp; &quot;t&quot; 5% $X</string>
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>30</integer>
  <key>ProcessType</key>
  <string>Background</string>
</dict>
</plist>
"#
        );
        assert_eq!(service.text(), expected);
    }

    #[test]
    fn what_a_file_cannot_hold_is_refused() {
        let fine = Path::new("/notes");
        let odd = Path::new(OsStr::from_bytes(b"/notes\xff"));
        for kind in [Kind::Systemd, Kind::Launchd] {
            let service = |root, program| service(kind, root, program).err();
            assert_eq!(service(odd, fine), Some(Error::NotText(odd.to_owned())));
            assert_eq!(service(fine, odd), Some(Error::NotText(odd.to_owned())));
            for path in ["/a\nExecStartPre=/bin/true", "/a\u{1b}[31m", "/a\u{85}b", "/a\tb"] {
                assert_eq!(service(Path::new(path), fine), Some(Error::Control(path.to_owned())));
            }
            for path in ["/a \"b\"/rekindle", "/a 'b'/rekindle", r"/a\b/rekindle"] {
                let refused = (kind == Kind::Systemd).then(|| Error::Program(path.to_owned()));
                assert_eq!(service(fine, Path::new(path)), refused, "{kind:?}");
            }
        }
    }
}
