//! One time server, asked over UDP.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use clawtender_core::{
    clock::{Answer, Method, Reading, Told},
    words::Phrase,
};
use futures_util::future::select_ok;
use tokio::{
    net::{UdpSocket, lookup_host},
    time::{Instant, sleep, timeout_at},
};

use super::packet::{self, Dropped};
use crate::{clock, settings::TimeServer};

/// How much later the address of the other family is tried: where one of them leads nowhere, the other does not wait long.
const OTHER_FAMILY: Duration = Duration::from_millis(250);

/// Why a server did not tell the time.
#[derive(Debug)]
enum Silence {
    NoAnswer,
    NoAddress,
    Nobody,
    NoWay,
    Io(ErrorKind),
    Dropped(Dropped),
}

impl Silence {
    fn words(&self) -> Phrase {
        match self {
            Silence::NoAnswer => packet::silent("late", ""),
            Silence::NoAddress => packet::silent("name", ""),
            Silence::Nobody => packet::silent("nobody", ""),
            Silence::NoWay => packet::silent("way", ""),
            Silence::Io(kind) => packet::silent("io", &kind.to_string()),
            Silence::Dropped(why) => why.words(),
        }
    }
}

impl From<Dropped> for Silence {
    fn from(why: Dropped) -> Silence {
        Silence::Dropped(why)
    }
}

impl From<io::Error> for Silence {
    fn from(error: io::Error) -> Silence {
        match error.kind() {
            ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset => Silence::Nobody,
            ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::AddrNotAvailable => Silence::NoWay,
            kind => Silence::Io(kind),
        }
    }
}

/// Asks, and has an answer at `end` whatever happens.
pub(super) async fn ask(server: &TimeServer, end: Instant) -> Reading {
    let told = timeout_at(end, tell(server, end)).await.unwrap_or(Err(Silence::NoAnswer));
    let said = told.map_or_else(|why| Answer::Nothing(why.words()), Answer::Time);
    Reading::new(server.to_string(), Method::Sntp, said)
}

async fn tell(server: &TimeServer, end: Instant) -> Result<Told, Silence> {
    let found = lookup_host((server.host.as_str(), server.port)).await;
    let addresses: Vec<_> = found.map_err(|_| Silence::NoAddress)?.collect();
    let first = *addresses.first().ok_or(Silence::NoAddress)?;
    let other = addresses.into_iter().find(|address| address.is_ipv4() != first.is_ipv4());
    let later = async {
        let Some(other) = other else { return exchange(first, end).await };
        let first = exchange(first, end);
        let second = async {
            sleep(OTHER_FAMILY).await;
            exchange(other, end).await
        };
        let (first, second): (std::pin::Pin<Box<dyn Future<Output = _> + Send>>, _) =
            (Box::pin(first), Box::pin(second));
        select_ok([first, second]).await.map(|(told, _)| told)
    };
    later.await
}

/// One question to one address. What comes from elsewhere, or answers another question, is not listened to.
async fn exchange(at: SocketAddr, end: Instant) -> Result<Told, Silence> {
    let any = if at.is_ipv4() { IpAddr::from(Ipv4Addr::UNSPECIFIED) } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).await?;
    // connected: the system passes on what this address sends and nothing else, and that nobody listens there
    socket.connect(at).await?;
    let cookie = getrandom::u64().map_err(|_| Silence::Io(ErrorKind::Other))?;
    let (sent, begun) = (clock::now(), clock::tick());
    socket.send(&packet::question(cookie)).await?;
    let mut unfit = None;
    // extensions may follow; they are not read
    let mut buffer = [0; 512];
    loop {
        let Ok(received) = timeout_at(end, socket.recv(&mut buffer)).await else {
            return Err(unfit.map_or(Silence::NoAnswer, Silence::Dropped));
        };
        let length = received?;
        match packet::answer(buffer.get(..length).unwrap_or_default(), cookie, sent, clock::since(begun)) {
            // anybody can send that: the server's own answer may still come
            Err(why @ (Dropped::AnotherQuestion | Dropped::Malformed)) => unfit = Some(why),
            answer => return Ok(answer?),
        }
    }
}
