//! Who listens on a port.

use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

use listeners::{Protocol, SocketState};

use super::os;

/// A listener on this machine accepts in microseconds; Windows repeats a refused attempt for two seconds.
const ANSWER: Duration = Duration::from_millis(200);

/// Somebody who listens on a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Process id; `None` when the system does not tell (another user's process).
    pub pid: Option<u32>,
    /// Process name; empty when the system does not tell.
    pub name: String,
    /// Where it listens.
    pub address: SocketAddr,
}

/// Everybody who listens on this TCP port, on IPv4 or IPv6, at whatever address. Blocks for some milliseconds.
///
/// Processes of other users are there too, without a name where the system keeps it to itself.
pub fn listeners(port: u16) -> io::Result<Vec<Holder>> {
    // The error cannot cross threads; its text can.
    let sockets = listeners::get_all().map_err(|error| io::Error::other(error.to_string()))?;
    let mut holders: Vec<Holder> = sockets
        .into_iter()
        .filter(|socket| socket.protocol == Protocol::TCP && socket.state == SocketState::Listen)
        .filter(|socket| socket.socket.port() == port)
        .map(|socket| Holder { pid: Some(socket.process.pid), name: socket.process.name, address: socket.socket })
        .collect();
    let unnamed = os::listening(port).unwrap_or_else(|| if holders.is_empty() { answering(port) } else { Vec::new() });
    for address in unnamed {
        if !holders.iter().any(|holder| holder.address == address) {
            holders.push(Holder { pid: None, name: String::new(), address });
        }
    }
    holders.sort_by_key(|holder| (holder.address, holder.pid));
    Ok(holders)
}

/// Where somebody accepts connections, for systems that keep other users' sockets to themselves.
fn answering(port: u16) -> Vec<SocketAddr> {
    let loopback = [SocketAddr::from((Ipv4Addr::LOCALHOST, port)), SocketAddr::from((Ipv6Addr::LOCALHOST, port))];
    loopback.into_iter().filter(|address| TcpStream::connect_timeout(address, ANSWER).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn both_address_families_are_found() {
        let four = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = four.local_addr().unwrap().port();
        let six = TcpListener::bind(("::1", port)).unwrap();
        let holders = listeners(port).unwrap();
        let addresses: Vec<_> = holders.iter().map(|holder| holder.address).collect();
        assert_eq!(addresses, [four.local_addr().unwrap(), six.local_addr().unwrap()]);
        let me = Some(std::process::id());
        assert!(holders.iter().all(|holder| holder.pid == me && !holder.name.is_empty()), "{holders:?}");
    }

    #[test]
    fn a_connection_is_not_a_listener() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(server.local_addr().unwrap()).unwrap();
        assert_eq!(listeners(client.local_addr().unwrap().port()).unwrap(), []);
    }

    #[test]
    fn a_listener_answers() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = server.local_addr().unwrap();
        assert_eq!(answering(address.port()), [address]);
        drop(server);
        assert_eq!(answering(address.port()), []);
    }

    #[test]
    fn a_free_port_has_no_holder() {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        assert_eq!(listeners(port).unwrap(), []);
    }
}
