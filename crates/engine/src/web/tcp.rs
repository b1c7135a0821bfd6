//! From a name to a connection: every address of it is tried, both families in turn, a moment apart (RFC 8305).

use std::{io::ErrorKind, net::SocketAddr, time::Duration};

use clawtender_core::unreached::{Tcp, Unreached};
use futures_util::{StreamExt, stream::FuturesUnordered};
use tokio::{
    net::{TcpStream, lookup_host},
    time::{Instant, sleep, timeout_at},
};

use super::Stream;

/// Addresses of one name that are tried.
const MOST: usize = 6;
/// How much later each next address is tried.
const APART: Duration = Duration::from_millis(250);
/// How long a name may take. Resolvers wait 5 s for a server that is gone, and then ask the next one.
const NAME: Duration = Duration::from_secs(6);

pub(super) async fn connect(host: &str, port: u16, until: Instant) -> Result<Stream, Unreached> {
    let found = timeout_at(until.min(crate::clock::tick() + NAME), lookup_host((host, port))).await;
    let addresses = in_turn(found.map_err(|_| Unreached::Resolver)?.map_err(|_| Unreached::Resolver)?);
    let mut tries: FuturesUnordered<_> =
        addresses.iter().enumerate().map(|(turn, address)| try_one(turn, *address)).collect();
    let mut ended = Unreached::Resolver;
    let any = async {
        while let Some(tried) = tries.next().await {
            match tried {
                Ok(stream) => return Ok(stream),
                // an address family that this computer does not have tells less than the other one
                Err(Tcp::Unreachable) if ended != Unreached::Resolver => {}
                Err(why) => ended = Unreached::Tcp(why),
            }
        }
        Err(ended)
    };
    let stream = timeout_at(until, any).await.map_err(|_| Unreached::Tcp(Tcp::TimedOut))??;
    // a request is one small frame: waiting to fill a packet only delays it
    let _ = stream.set_nodelay(true);
    Ok(Box::new(stream))
}

async fn try_one(turn: usize, address: SocketAddr) -> Result<TcpStream, Tcp> {
    // on this computer the wrong family refuses at once
    if turn > 0 && !address.ip().is_loopback() {
        sleep(APART * u32::try_from(turn).unwrap_or(u32::MAX)).await;
    }
    open(address).await
}

/// A connection to this address. It has no deadline of its own.
pub(super) async fn open(address: SocketAddr) -> Result<TcpStream, Tcp> {
    TcpStream::connect(address).await.map_err(|error| match error.kind() {
        ErrorKind::ConnectionRefused => Tcp::Refused,
        ErrorKind::TimedOut => Tcp::TimedOut,
        // the last: a rule of this computer's own firewall
        ErrorKind::NetworkUnreachable
        | ErrorKind::HostUnreachable
        | ErrorKind::AddrNotAvailable
        | ErrorKind::PermissionDenied => Tcp::Unreachable,
        _ => Tcp::Other,
    })
}

/// The resolver's order, the families alternating.
pub(super) fn in_turn(found: impl Iterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    let found: Vec<SocketAddr> = found.collect();
    let first = found.first().is_some_and(SocketAddr::is_ipv6);
    let (one, other): (Vec<_>, Vec<_>) = found.into_iter().partition(|address| address.is_ipv6() == first);
    let longest = one.len().max(other.len());
    let turns = (0..longest).flat_map(|turn| [one.get(turn).copied(), other.get(turn).copied()]);
    turns.flatten().take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_families_get_their_turn() {
        let parse = |list: &[&str]| list.iter().map(|text| text.parse().unwrap()).collect::<Vec<SocketAddr>>();
        let found = parse(&["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1"]);
        assert_eq!(in_turn(found.into_iter()), parse(&["[::1]:1", "1.1.1.1:1", "[::2]:1", "[::3]:1"]));
        assert_eq!(in_turn(std::iter::empty()), []);
        assert_eq!(in_turn((0..100).map(|port| SocketAddr::from(([127, 0, 0, 1], port)))).len(), MOST);
    }
}
