//! The addresses of a name, of both families and each by itself, with the system's own reason where there are none: what the
//! gateway's Node asks too.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use clawtender_core::route::{Met, Nameless, Step};
use dns_lookup::{AddrFamily, AddrInfoHints, LookupErrorKind, SockType, getaddrinfo};
use tokio::time::{Instant, timeout_at};

use super::walk::step;
use crate::clock;

/// How long the one family is waited for once the other is known.
const OTHER: Duration = Duration::from_millis(700);
/// Most addresses of one name and family that are kept.
const MOST: usize = 8;

type Said = Result<Vec<IpAddr>, Nameless>;

/// The addresses of both families, in the order of IPv4 and IPv6, and how they were found.
pub(super) async fn look_up(host: &str, port: u16, until: Instant) -> (Vec<SocketAddr>, Vec<Step>) {
    let begun = clock::tick();
    let (mut ipv4, mut ipv6) = (Box::pin(ask(host, false, until)), Box::pin(ask(host, true, until)));
    // who has one address can begin: the other family is not waited for as long
    let (four, six) = tokio::select! {
        four = &mut ipv4 => {
            let until = if four.is_ok() { until.min(clock::tick() + OTHER) } else { until };
            (four, timeout_at(until, ipv6).await.unwrap_or(Err(Nameless::Silent)))
        }
        six = &mut ipv6 => {
            let until = if six.is_ok() { until.min(clock::tick() + OTHER) } else { until };
            (timeout_at(until, ipv4).await.unwrap_or(Err(Nameless::Silent)), six)
        }
    };
    let addresses =
        [&four, &six].into_iter().flatten().flatten().map(|address| SocketAddr::new(*address, port)).collect();
    let steps = [(false, four), (true, six)].map(|(ipv6, said)| step(Met::Name { ipv6, said }, begun));
    (addresses, steps.into())
}

async fn ask(host: &str, ipv6: bool, until: Instant) -> Said {
    let host = host.to_owned();
    let asked = tokio::task::spawn_blocking(move || ask_the_system(&host, ipv6));
    timeout_at(until, asked).await.map_err(|_| Nameless::Silent)?.unwrap_or(Err(Nameless::Other))
}

fn ask_the_system(host: &str, ipv6: bool) -> Said {
    let family = if ipv6 { AddrFamily::Inet6 } else { AddrFamily::Inet };
    let hints = AddrInfoHints { address: family.into(), socktype: SockType::Stream.into(), ..AddrInfoHints::default() };
    match getaddrinfo(Some(host), None, Some(hints)) {
        Ok(found) => {
            let mut addresses: Vec<IpAddr> = found.flatten().map(|found| found.sockaddr.ip()).take(MOST).collect();
            addresses.dedup();
            if addresses.is_empty() { Err(Nameless::OtherFamily) } else { Ok(addresses) }
        }
        Err(error) => Err(match error.kind() {
            LookupErrorKind::NoName => Nameless::Unknown,
            LookupErrorKind::NoData | LookupErrorKind::Family => Nameless::OtherFamily,
            LookupErrorKind::Again | LookupErrorKind::Fail => Nameless::NotNow,
            _ => Nameless::Other,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn this_computer_has_an_address_and_what_cannot_be_a_name_has_none() {
        let until = || clock::tick() + Duration::from_secs(20);
        let (addresses, steps) = look_up("localhost", 7, until()).await;
        assert!(addresses.iter().all(|address| address.ip().is_loopback() && address.port() == 7), "{addresses:?}");
        assert!(!addresses.is_empty() && steps.len() == 2);
        let (addresses, steps) = look_up("nobody.invalid", 7, until()).await;
        assert_eq!((addresses.len(), steps.len()), (0, 2));
        assert!(steps.iter().all(|step| matches!(step.met, Met::Name { said: Err(_), .. })), "{steps:?}");
    }
}
