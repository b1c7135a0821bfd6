//! Requests that leave this computer: the one way out, one GET or HEAD at a time; beside them an order to a server on this one.
//!
//! A [`Web`] is made for an errand and dropped with it, so that an idle process keeps no connection, no certificates and no
//! timer. It goes the way the gateway would go: the proxies of its environment, and the certificates that the system, and
//! `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS` beside it, say are good. Each step is one of ours (name, connection, proxy, TLS,
//! HTTP), so that the step that fails names the layer and no message has to be read.
//!
//! It refuses to follow: a redirect is an answer, and a key never goes to a host that was not asked for. It sends nothing
//! unencrypted beyond this computer, but for a [`Web::walk`] that is told to and has nothing to send. It asks for no compression,
//! and reads 64 KiB of an answer at most.

mod names;
mod proxy;
mod tcp;
mod tell;
mod trust;
mod walk;

use std::{ffi::OsString, fmt, path::PathBuf, sync::OnceLock, time::Duration};

use clawtender_core::unreached::{Proxy, Tls, Unreached};
use http_body_util::{BodyExt, Empty};
use hyper::{
    HeaderMap, Method, Request, Uri,
    body::{Bytes, Incoming},
    client::conn::http1,
    header::{CONNECTION, HOST, HeaderValue, USER_AGENT},
};
use hyper_util::{
    client::proxy::matcher::{Intercept, Matcher},
    rt::TokioIo,
};
use tokio::time::{Instant, timeout_at};

pub(crate) use self::{
    trust::BUNDLE,
    walk::{Clear, Walked},
};
use crate::{clock, platform::Duplex};

/// Most of a body that is read, in bytes.
pub const BODY: usize = 64 * 1024;

/// What all requests say they come from.
const AGENT: &str = concat!("clawtender/", env!("CARGO_PKG_VERSION"));

type Stream = Box<dyn Duplex>;

/// The way out.
pub struct Web {
    proxies: Matcher,
    /// The variable of the environment that names the proxy for encrypted questions, where one does.
    variable: Option<&'static str>,
    /// Files of certificates that the environment adds.
    added: Vec<PathBuf>,
    trust: OnceLock<Result<trust::Trust, Unreached>>,
}

impl fmt::Debug for Web {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Web").finish_non_exhaustive()
    }
}

/// What a server answered, whatever it was.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// The first [`BODY`] bytes.
    pub body: Vec<u8>,
}

/// An authority by the certificate that it vouches for itself with.
pub(crate) struct Authority {
    /// Its name, as it says itself.
    pub(crate) subject: String,
    /// Its certificate's (SHA-256).
    pub(crate) fingerprint: String,
    /// The certificate (DER).
    pub(crate) certificate: Vec<u8>,
}

impl Web {
    /// Goes by this process's own environment.
    pub fn new() -> Web {
        Web::by(&|name| std::env::var_os(name))
    }

    /// Takes the proxies from this environment as it is now; certificates are read when the first one is to be judged.
    pub(crate) fn by(environment: &dyn Fn(&str) -> Option<OsString>) -> Web {
        let (proxies, variable) = proxy::here(&|name| environment(name)?.into_string().ok());
        Web { proxies, variable, added: trust::files(environment), trust: OnceLock::new() }
    }

    /// Asks once and follows nowhere, within `within` in all.
    ///
    /// # Errors
    /// The layer at which it ended.
    pub async fn ask(
        &self,
        method: Method,
        address: &str,
        headers: HeaderMap,
        within: Duration,
    ) -> Result<Reply, Unreached> {
        let target = Target::of(address, Clear::Never)?;
        let until = clock::tick() + within;
        let stream = self.reach(&target, until).await?;
        target.ask(stream, method, headers, until).await
    }

    /// Goes as far as a question would and asks nothing.
    ///
    /// # Errors
    /// The layer at which it ended.
    pub(crate) async fn meet(&self, address: &str, within: Duration) -> Result<(), Unreached> {
        let target = Target::of(address, Clear::Never)?;
        self.reach(&target, clock::tick() + within).await.map(drop)
    }

    /// The authority that heads what the server at `address` shows and nothing here trusts, where its certificate comes along and
    /// to trust it is all that is missing. Asks nothing.
    ///
    /// # Errors
    /// The layer at which it ends, also when the authority is trusted.
    pub(crate) async fn authority(&self, address: &str, within: Duration) -> Result<Option<Authority>, Unreached> {
        let (target, until) = (Target::of(address, Clear::Never)?, clock::tick() + within);
        let stream = self.open(&target, until).await?;
        let met = timeout_at(until, self.trust()?.encrypt(&target.host, stream)).await;
        let Some(Err(refused)) = met.ok().filter(|_| target.encrypted) else { return Ok(None) };
        let Some(authority) = refused.authority else { return Ok(None) };
        let with = trust::Trust::with(trust::read(&self.added).into_iter().chain([authority.clone()]).collect())?;
        let stream = self.open(&target, until).await?;
        let met = timeout_at(until, with.encrypt(&target.host, stream)).await.map_err(|_| Unreached::Silent)?;
        met.map_err(|refused| tls(refused.why))?;
        Ok(Some(trust::about(&authority)))
    }

    /// A connection to the server itself, encrypted where the address says so.
    async fn reach(&self, target: &Target, until: Instant) -> Result<Stream, Unreached> {
        let stream = self.open(target, until).await?;
        if !target.encrypted {
            return Ok(stream);
        }
        let encrypted = timeout_at(until, self.trust()?.encrypt(&target.host, stream)).await;
        encrypted.map_err(|_| Unreached::Silent)?.map(|(stream, _)| stream).map_err(|refused| tls(refused.why))
    }

    /// A connection to the server itself, on which nothing has been said.
    async fn open(&self, target: &Target, until: Instant) -> Result<Stream, Unreached> {
        match self.proxies.intercept(&target.uri).filter(|_| !target.local) {
            None => tcp::connect(&target.host, target.port, until).await,
            Some(proxy) => self.through(&proxy, target, until).await,
        }
    }

    async fn through(&self, proxy: &Intercept, target: &Target, until: Instant) -> Result<Stream, Unreached> {
        let at = proxy.uri();
        let (Some(host), scheme) = (at.host(), at.scheme_str().unwrap_or("http")) else {
            return Err(Unreached::Proxy(Proxy::Foreign));
        };
        let usual = match scheme {
            "https" => 443,
            "http" => 80,
            _ => 1080,
        };
        let host = bare(host);
        let stream = tcp::connect(host, at.port_u16().unwrap_or(usual), until).await;
        let stream = stream.map_err(|_| Unreached::Proxy(Proxy::Unreachable))?;
        let stream = if scheme == "https" {
            let encrypted = timeout_at(until, self.trust()?.encrypt(host, stream)).await;
            let encrypted = encrypted.map_err(|_| Unreached::Proxy(Proxy::Unreachable))?;
            encrypted.map(|(stream, _)| stream).map_err(|refused| tls(refused.why))?
        } else {
            stream
        };
        let tunnel = proxy::tunnel(stream, proxy, scheme, &target.host, target.port);
        timeout_at(until, tunnel).await.map_err(|_| Unreached::Proxy(Proxy::Foreign))?.map_err(Unreached::Proxy)
    }

    fn trust(&self) -> Result<&trust::Trust, Unreached> {
        self.trust.get_or_init(|| trust::Trust::with(trust::read(&self.added))).as_ref().map_err(Clone::clone)
    }
}

impl Default for Web {
    fn default() -> Web {
        Web::new()
    }
}

/// Where a request goes.
struct Target {
    uri: Uri,
    /// Without the brackets of an IPv6 address.
    host: String,
    port: u16,
    encrypted: bool,
    /// This computer itself: never through a proxy, and encryption adds nothing.
    local: bool,
}

impl Target {
    fn of(address: &str, clear: Clear) -> Result<Target, Unreached> {
        let uri: Uri = address.parse().map_err(|_| Unreached::Address)?;
        let authority = uri.authority().ok_or(Unreached::Address)?;
        // a name and a password in an address would end up in logs of others
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(Unreached::Address);
        }
        let host = bare(authority.host()).to_owned();
        let local = is_loopback(&host);
        let encrypted = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if local || clear == Clear::Allowed => false,
            Some("http") => return Err(Unreached::InTheClear),
            _ => return Err(Unreached::Address),
        };
        let port = authority.port_u16().unwrap_or(if encrypted { 443 } else { 80 });
        Ok(Target { uri, host, port, encrypted, local })
    }

    async fn ask(
        &self,
        stream: Stream,
        method: Method,
        headers: HeaderMap,
        until: Instant,
    ) -> Result<Reply, Unreached> {
        let authority = self.uri.authority().ok_or(Unreached::Address)?.as_str();
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut request =
            Request::builder().method(method).uri(path).body(Empty::new()).map_err(|_| Unreached::Address)?;
        let own = request.headers_mut();
        own.insert(USER_AGENT, HeaderValue::from_static(AGENT));
        own.extend(headers);
        own.insert(CONNECTION, HeaderValue::from_static("close"));
        own.insert(HOST, HeaderValue::from_str(authority).map_err(|_| Unreached::Address)?);
        let open = http1::handshake::<_, Empty<Bytes>>(TokioIo::new(stream)).await;
        let (mut open, connection) = open.map_err(|_| Unreached::Http)?;
        let _carried = Carried(tokio::spawn(connection));
        let answer = timeout_at(until, open.send_request(request)).await.map_err(|_| Unreached::Silent)?;
        let (head, body) = answer.map_err(|_| Unreached::Http)?.into_parts();
        let body = timeout_at(until, read(body)).await.map_err(|_| Unreached::Silent)??;
        Ok(Reply { status: head.status.as_u16(), headers: head.headers, body })
    }
}

/// The task that moves the bytes of a connection; it ends with the question.
struct Carried(tokio::task::JoinHandle<Result<(), hyper::Error>>);

impl Drop for Carried {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn read(mut body: Incoming) -> Result<Vec<u8>, Unreached> {
    let mut bytes = Vec::new();
    while bytes.len() < BODY
        && let Some(frame) = body.frame().await
    {
        if let Ok(chunk) = frame.map_err(|_| Unreached::Body)?.into_data() {
            bytes.extend_from_slice(&chunk[..chunk.len().min(BODY - bytes.len())]);
        }
    }
    Ok(bytes)
}

/// The host of an address without the brackets of IPv6.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Whether a request to this host stays on this computer.
pub(crate) fn is_loopback(host: &str) -> bool {
    let address = bare(host).parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// That the layer of TLS ended it.
fn tls(kind: Tls) -> Unreached {
    Unreached::Tls(kind)
}

#[cfg(test)]
#[path = "web/tests.rs"]
mod tests;
