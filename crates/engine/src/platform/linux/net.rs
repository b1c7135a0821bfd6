//! The kernel's list of TCP sockets.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Everybody who listens, other users' processes included: the kernel shows their sockets and hides their names.
#[allow(clippy::unnecessary_wraps, reason = "the contract: elsewhere they are not shown")]
pub(in super::super) fn listening(port: u16) -> Option<Vec<SocketAddr>> {
    let tables =
        ["/proc/net/tcp", "/proc/net/tcp6"].into_iter().filter_map(|table| std::fs::read_to_string(table).ok());
    let all = tables.flat_map(|table| table.lines().filter_map(listening_at).collect::<Vec<_>>());
    Some(all.filter(|at| at.port() == port).collect())
}

/// `N: ADDRESS:PORT REMOTE STATE …`, in hexadecimal; the address in 32-bit words of the machine's byte order.
fn listening_at(line: &str) -> Option<SocketAddr> {
    const LISTEN: &str = "0A";
    let mut fields = line.split_ascii_whitespace();
    let (address, port) = fields.nth(1)?.split_once(':')?;
    if fields.nth(1)? != LISTEN {
        return None;
    }
    let word = |at: usize| u32::from_str_radix(address.get(at..at + 8)?, 16).ok().map(u32::to_ne_bytes);
    let address: IpAddr = match address.len() {
        8 => Ipv4Addr::from(word(0)?).into(),
        32 => {
            let words = [word(0)?, word(8)?, word(16)?, word(24)?];
            let bytes: [u8; 16] = words.concat().try_into().ok()?;
            Ipv6Addr::from(bytes).into()
        }
        _ => return None,
    };
    Some(SocketAddr::new(address, u16::from_str_radix(port, 16).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_endian = "little")]
    #[test]
    fn the_kernels_socket_table_is_read() {
        let four = "   0: 0100007F:4965 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1";
        assert_eq!(listening_at(four), Some("127.0.0.1:18789".parse().unwrap()));
        let six = "   1: 00000000000000000000000001000000:4965 00000000000000000000000000000000:0000 0A 0:0";
        assert_eq!(listening_at(six), Some("[::1]:18789".parse().unwrap()));
        let connected = four.replace(" 0A ", " 01 ");
        for other in [connected.as_str(), "  sl  local_address rem_address   st", "", "0: ä:1 x 0A", "0: 7F:1 x 0A"] {
            assert_eq!(listening_at(other), None);
        }
    }
}
