//! What answers on the gateway's port, over HTTP, and whether it is ready.
//!
//! One kept-alive connection to loopback: measured with the real gateway, it survives gaps of 5.5 s and not 6.5 s, and a
//! probe every few seconds then costs three wake-ups (two of the timer that asks, one of the answer). No proxy, no
//! redirect and no header of a forwarding kind: the gateway refuses requests that carry one. Where the gateway speaks TLS,
//! its certificate is the one of its own files; see [`pinned`]. It tells the kinds of silence apart, as each means something
//! else: nobody listens, somebody listens and says nothing, somebody else answers.

use std::{
    error::Error as _,
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use clawtender_core::facts::Health;
use reqwest::{Client, redirect::Policy};
use serde::{Deserialize, de::DeserializeOwned};
use tokio::time::timeout;

use self::pinned::Pinned;
use super::bounded::clean;
use crate::gateway::Endpoint;

mod pinned;

/// Longest body that is read, in bytes. Real ones are below 500.
const BODY_LIMIT: usize = 64 * 1024;
/// Reasons kept from one answer, and characters kept of each.
const REASONS: (usize, usize) = (16, 100);

/// What a question to `/readyz` brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It serves.
    Ready,
    /// It runs and does not serve yet, or not any more.
    NotReady {
        /// Why, in its own words, `startup-sidecars` for instance.
        failing: Vec<String>,
    },
    /// Somebody took the connection and gave no whole answer.
    Silent,
    /// Nobody listens.
    Refusing,
    /// Something answers that is not an OpenClaw gateway.
    Foreign,
}

impl Heard {
    /// The answer as a fact; `version` is the last one that [`Probe::startup`] brought.
    pub fn health(&self, version: Option<String>) -> Health {
        let (answers, failing) = match self {
            Heard::Ready => (true, Vec::new()),
            Heard::NotReady { failing } => (true, failing.clone()),
            Heard::Silent | Heard::Refusing | Heard::Foreign => (false, Vec::new()),
        };
        let version = version.filter(|_| answers);
        Health { answers, silent: *self == Heard::Silent, ready: *self == Heard::Ready, failing, version }
    }
}

/// What the gateway says about its start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Startup {
    /// The OpenClaw version that answers, where it tells: before 2026.7 only a client that is let in learns it.
    pub version: Option<String>,
    /// How long it has been up, in milliseconds. A restart in the same process begins anew.
    pub uptime_ms: u64,
    /// Whether the start is complete.
    pub started: bool,
    /// What the start still waits for.
    pub pending_reason: Option<String>,
}

/// Asks one port of this computer.
#[derive(Debug)]
pub struct Probe {
    way: Way,
    port: u16,
    /// The address that answered last: asked first the next time.
    ipv6: AtomicBool,
}

#[derive(Debug)]
enum Way {
    Plain(Client),
    Pinned(Pinned),
}

impl Probe {
    /// # Errors
    /// When the HTTP client could not be set up.
    pub fn new(endpoint: impl Into<Endpoint>) -> anyhow::Result<Probe> {
        let endpoint = endpoint.into();
        let way = match endpoint.tls {
            Some(_) => Way::Pinned(Pinned::new(endpoint)),
            None => Way::Plain(plain()?),
        };
        Ok(Probe { way, port: endpoint.port, ipv6: AtomicBool::new(false) })
    }

    /// Whether it serves. Answers within `deadline`.
    pub async fn health(&self, deadline: Duration) -> Heard {
        match timeout(deadline, self.get::<Readiness>("readyz")).await {
            Ok(Ok(Readiness { ready: true, .. })) => Heard::Ready,
            Ok(Ok(Readiness { ready: false, failing, .. })) => Heard::NotReady {
                failing: failing.iter().take(REASONS.0).map(|reason| clean(reason, REASONS.1)).collect(),
            },
            Ok(Err(Unanswered::Refused)) => Heard::Refusing,
            Ok(Err(Unanswered::Foreign)) => Heard::Foreign,
            Ok(Err(Unanswered::Broken)) | Err(_) => Heard::Silent,
        }
    }

    /// What it says about its start; `None` unless an OpenClaw gateway answers within `deadline`.
    pub async fn startup(&self, deadline: Duration) -> Option<Startup> {
        timeout(deadline, self.started()).await.ok()?
    }

    async fn started(&self) -> Option<Startup> {
        match self.get::<Startupz>("startupz").await {
            Ok(said) => Some(Startup {
                version: Some(clean(&said.version, REASONS.1)),
                uptime_ms: said.uptime_ms,
                started: said.ok,
                pending_reason: said.pending_reason.map(|reason| clean(&reason, REASONS.1)),
            }),
            // an older OpenClaw shows its web page there; its readiness has carried its uptime since protocol 4
            Err(Unanswered::Foreign) => {
                let said = self.get::<Readiness>("readyz").await.ok()?;
                let uptime_ms = said.uptime_ms?;
                Some(Startup { version: None, uptime_ms, started: said.ready, pending_reason: None })
            }
            Err(Unanswered::Refused | Unanswered::Broken) => None,
        }
    }

    /// Asks the address that answered last, then the other one if nobody listens there.
    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Unanswered> {
        let ipv6 = self.ipv6.load(Ordering::Relaxed);
        match self.ask(ipv6, path).await {
            Err(Unanswered::Refused) => {
                let other = self.ask(!ipv6, path).await?;
                self.ipv6.store(!ipv6, Ordering::Relaxed);
                Ok(other)
            }
            answer => answer,
        }
    }

    async fn ask<T: DeserializeOwned>(&self, ipv6: bool, path: &str) -> Result<T, Unanswered> {
        let host = if ipv6 { IpAddr::from(Ipv6Addr::LOCALHOST) } else { Ipv4Addr::LOCALHOST.into() };
        let address = SocketAddr::from((host, self.port));
        let (status, body) = match &self.way {
            Way::Plain(client) => fetch(client, &format!("http://{address}/{path}")).await?,
            Way::Pinned(pinned) => pinned.fetch(ipv6, &address.to_string(), &format!("/{path}")).await?,
        };
        // 503 is how the gateway says "not yet"
        if !matches!(status, 200 | 503) {
            return Err(Unanswered::Foreign);
        }
        serde_json::from_slice(&body).map_err(|_| Unanswered::Foreign)
    }
}

fn plain() -> anyhow::Result<Client> {
    let client = Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .referer(false)
        .http1_only()
        .pool_max_idle_per_host(1)
        // the gateway closes its end after five idle seconds; a timer here would only wake the computer
        .pool_idle_timeout(None)
        .build()?;
    Ok(client)
}

async fn fetch(client: &Client, url: &str) -> Result<(u16, Vec<u8>), Unanswered> {
    let mut response = client.get(url).send().await?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > BODY_LIMIT {
            return Err(Unanswered::Foreign);
        }
        body.extend_from_slice(&chunk);
    }
    Ok((response.status().as_u16(), body))
}

enum Unanswered {
    Refused,
    Broken,
    Foreign,
}

impl From<reqwest::Error> for Unanswered {
    fn from(error: reqwest::Error) -> Unanswered {
        match causes(&error).find_map(|cause| cause.downcast_ref::<std::io::Error>()).map(std::io::Error::kind) {
            // an address family that the computer does not have is one on which nobody listens
            Some(ErrorKind::ConnectionRefused | ErrorKind::AddrNotAvailable | ErrorKind::NetworkUnreachable) => {
                Unanswered::Refused
            }
            Some(_) => Unanswered::Broken,
            None if causes(&error).any(closed_early) => Unanswered::Broken,
            // an answer that is not HTTP
            None => Unanswered::Foreign,
        }
    }
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |cause| (*cause).source())
}

/// Closed before a whole answer came: the same as a reset.
fn closed_early(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<hyper::Error>().is_some_and(is_early)
}

fn is_early(error: &hyper::Error) -> bool {
    error.is_incomplete_message() || error.is_canceled() || error.is_closed()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Readiness {
    ready: bool,
    failing: Vec<String>,
    uptime_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Startupz {
    ok: bool,
    version: String,
    uptime_ms: u64,
    pending_reason: Option<String>,
}

#[cfg(test)]
mod tests;
