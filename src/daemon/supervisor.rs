//! Tells systemd, or whatever else started the daemon and asked for it, how far it is: datagrams to the
//! socket that `NOTIFY_SOCKET` names.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// Who wants to know; perhaps nobody.
#[derive(Debug, Clone, Default)]
pub(super) struct Supervisor(Option<SocketAddr>);

impl Supervisor {
    /// The one whose address this is, as the environment has it.
    pub fn at(address: Option<OsString>) -> Self {
        let address = address.unwrap_or_default();
        Self(match address.as_bytes() {
            [b'/', ..] => SocketAddr::from_pathname(&address).ok(),
            #[cfg(target_os = "linux")]
            [b'@', name @ ..] => {
                use std::os::linux::net::SocketAddrExt;
                SocketAddr::from_abstract_name(name).ok()
            }
            _ => None,
        })
    }

    /// Tells it. Whoever does not listen is not waited for.
    pub fn tell(&self, state: &str) {
        let Some(address) = &self.0 else { return };
        let told = || {
            let socket = UnixDatagram::unbound()?;
            socket.set_nonblocking(true)?;
            socket.send_to_addr(state.as_bytes(), address)
        };
        let _ = told();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_by_path() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let path = home.path().join("notify ü");
        let socket = UnixDatagram::bind(&path).expect("a socket");
        Supervisor::at(Some(path.into())).tell("READY=1\nSTATUS=watching");
        let mut heard = [0; 64];
        let length = socket.recv(&mut heard).expect("it was sent");
        assert_eq!(&heard[..length], b"READY=1\nSTATUS=watching");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn it_is_told_by_a_name_that_is_no_path() {
        use std::os::linux::net::SocketAddrExt;
        let name = format!("rekindle-test-{}", std::process::id());
        let address = SocketAddr::from_abstract_name(&name).expect("it is short");
        let socket = UnixDatagram::bind_addr(&address).expect("a socket");
        Supervisor::at(Some(format!("@{name}").into())).tell("STOPPING=1");
        let mut heard = [0; 64];
        let length = socket.recv(&mut heard).expect("it was sent");
        assert_eq!(&heard[..length], b"STOPPING=1");
    }

    #[test]
    fn nobody_is_waited_for() {
        let home = tempfile::tempdir().expect("a temporary folder");
        let full = home.path().join("full");
        let _deaf = UnixDatagram::bind(&full).expect("a socket");
        let text = |text: &str| Some(OsString::from(text));
        let addresses = [None, text(""), text("vsock:2:1"), text("relative"), text("/not/there")];
        for address in addresses {
            Supervisor::at(address).tell("READY=1");
        }
        for _ in 0..10_000 {
            Supervisor::at(Some(full.clone().into())).tell("READY=1");
        }
    }
}
