//! The way that a request goes, one step at a time: every address of a name is tried at once, and each step is written down with
//! what it met and how long it took. Nothing but the question goes along: there is no way to hand a key to a walk.

use std::{net::SocketAddr, time::Duration};

use clawtender_core::{
    route::{Met, Step},
    text::clean,
    unreached::{Proxy, Tcp, Unreached},
};
use futures_util::{StreamExt, stream::FuturesUnordered};
use hyper::{HeaderMap, Method, Uri};
use hyper_util::client::proxy::matcher::Intercept;
use tokio::{
    net::TcpStream,
    time::{Instant, timeout_at},
};

use super::{Reply, Stream, Target, Web, bare, names, tcp};
use crate::clock;

/// How long names, and then connections, may take: both together leave time for what comes after them.
const NAMES: Duration = Duration::from_millis(2500);
const CONNECTIONS: Duration = Duration::from_millis(2500);
/// How long the other addresses are waited for once one has taken a connection.
const OTHERS: Duration = Duration::from_millis(700);
/// Longest address that is written down, in characters.
const ADDRESS: usize = 200;

/// Whether a question may go unencrypted beyond this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clear {
    /// No.
    Never,
    /// It may: it goes to a neighbour in the same network, or shows who answers in the place of another.
    Allowed,
}

/// What a walk brought.
#[derive(Debug)]
pub(crate) struct Walked {
    /// What each step met.
    pub(crate) steps: Vec<Step>,
    /// The answer, or the step at which it ended.
    pub(crate) end: Result<Reply, Unreached>,
    /// How long the question itself took, in milliseconds.
    pub(crate) took_ms: u64,
}

impl Web {
    /// Walks to `address` and asks there once, until then at the latest.
    pub(crate) async fn walk(&self, address: &str, headers: HeaderMap, clear: Clear, until: Instant) -> Walked {
        let mut walk = Walked { steps: Vec::new(), end: Err(Unreached::Address), took_ms: 0 };
        walk.end = self.go(address, headers, clear, until, &mut walk.steps, &mut walk.took_ms).await;
        walk
    }

    async fn go(
        &self,
        address: &str,
        headers: HeaderMap,
        clear: Clear,
        until: Instant,
        steps: &mut Vec<Step>,
        took_ms: &mut u64,
    ) -> Result<Reply, Unreached> {
        let target = Target::of(address, clear)?;
        let proxy = self.proxies.intercept(&target.uri).filter(|_| !target.local);
        let stream = match proxy {
            None => direct(&target, until, steps).await?,
            Some(proxy) => self.by_proxy(&proxy, &target, until, steps).await?,
        };
        let stream = if target.encrypted { self.encrypted(&target, stream, until, steps).await? } else { stream };
        let begun = clock::tick();
        let reply = target.ask(stream, Method::GET, headers, until).await;
        *took_ms = millis(begun);
        reply
    }

    async fn by_proxy(
        &self,
        proxy: &Intercept,
        target: &Target,
        until: Instant,
        steps: &mut Vec<Step>,
    ) -> Result<Stream, Unreached> {
        let begun = clock::tick();
        let stream = self.through(proxy, target, until.min(begun + NAMES + CONNECTIONS)).await;
        let failed = match &stream {
            Ok(_) => None,
            Err(Unreached::Proxy(why)) => Some(*why),
            Err(_) => Some(Proxy::Unreachable),
        };
        let (address, variable) = (shown(proxy.uri()), self.variable.unwrap_or("HTTP_PROXY"));
        steps.push(step(Met::Proxy { address, variable, failed }, begun));
        // whatever ended it, it ended at the proxy
        stream.map_err(|_| Unreached::Proxy(failed.unwrap_or(Proxy::Unreachable)))
    }

    async fn encrypted(
        &self,
        target: &Target,
        stream: Stream,
        until: Instant,
        steps: &mut Vec<Step>,
    ) -> Result<Stream, Unreached> {
        let begun = clock::tick();
        let made = timeout_at(until, self.trust()?.encrypt(&target.host, stream)).await;
        let (made, failed, certificate) = match made.map_err(|_| Unreached::Silent)? {
            Ok((stream, certificate)) => (Ok(stream), None, certificate),
            Err(refused) => (Err(super::tls(refused.why.clone())), Some(refused.why), refused.certificate),
        };
        steps.push(step(Met::Encryption { failed, certificate }, begun));
        made
    }
}

/// A connection without a proxy.
async fn direct(target: &Target, until: Instant, steps: &mut Vec<Step>) -> Result<Stream, Unreached> {
    let addresses = if let Ok(address) = target.host.parse() {
        vec![SocketAddr::new(address, target.port)]
    } else {
        let (found, met) = names::look_up(&target.host, target.port, until.min(clock::tick() + NAMES)).await;
        steps.extend(met);
        found
    };
    let addresses = tcp::in_turn(addresses.into_iter());
    if addresses.is_empty() {
        return Err(Unreached::Resolver);
    }
    let (stream, met) = connect(&addresses, until.min(clock::tick() + CONNECTIONS)).await;
    let ended = tell(&met);
    steps.extend(met);
    let stream = stream.ok_or(Unreached::Tcp(ended))?;
    let _ = stream.set_nodelay(true);
    Ok(Box::new(stream))
}

/// All of them at once. The first that takes it is used; the others are waited for a little, for what they say about the way.
async fn connect(addresses: &[SocketAddr], until: Instant) -> (Option<TcpStream>, Vec<Step>) {
    let begun = clock::tick();
    let mut tries: FuturesUnordered<_> =
        addresses.iter().enumerate().map(|(at, to)| async move { (at, tcp::open(*to).await) }).collect();
    let mut met: Vec<Option<Step>> = vec![None; addresses.len()];
    let (mut stream, mut until) = (None, until);
    while let Ok(Some((at, tried))) = timeout_at(until, tries.next()).await {
        met[at] = Some(step(Met::Connection { to: addresses[at], failed: tried.as_ref().err().copied() }, begun));
        if let Ok(taken) = tried
            && stream.is_none()
        {
            (stream, until) = (Some(taken), until.min(clock::tick() + OTHERS));
        }
    }
    let silent = |to: &SocketAddr| step(Met::Connection { to: *to, failed: Some(Tcp::TimedOut) }, begun);
    let met = met.into_iter().zip(addresses).map(|(met, to)| met.unwrap_or_else(|| silent(to)));
    (stream, met.collect())
}

/// What all of them say together: an address family that this computer does not have tells less than the other one.
fn tell(met: &[Step]) -> Tcp {
    let failed = met.iter().filter_map(|step| match step.met {
        Met::Connection { failed, .. } => failed,
        _ => None,
    });
    let rank = |why: &Tcp| match why {
        Tcp::TimedOut => 3,
        Tcp::Refused => 2,
        Tcp::Other => 1,
        Tcp::Unreachable => 0,
    };
    failed.max_by_key(rank).unwrap_or(Tcp::Other)
}

/// A proxy's address without its name and password.
fn shown(uri: &Uri) -> String {
    let host = uri.host().map(bare).unwrap_or_default();
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let port = uri.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    clean(&format!("{}://{host}{port}", uri.scheme_str().unwrap_or("http")), ADDRESS)
}

/// What was met since then.
pub(super) fn step(met: Met, begun: Instant) -> Step {
    Step { met, took_ms: millis(begun) }
}

fn millis(begun: Instant) -> u64 {
    u64::try_from(clock::since(begun).as_millis()).unwrap_or(u64::MAX)
}
