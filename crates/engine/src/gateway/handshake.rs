//! From a port to a session: the gateway's challenge, then who we are, then its word.
//!
//! One attempt, with what it is given; which credentials to try after which is decided in [`super::admission`]. Without a
//! device we are `gateway-client` in mode `backend`: with the shared secret and from loopback, such a client gets the scopes
//! it asks for without being paired. With one the mode is `ui`, as the gateway pairs no backend.

use std::time::Duration;

use clawtender_core::{text::clean, words::Phrase};
use futures_util::{SinkExt, StreamExt};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::{
    client_async_with_config,
    tungstenite::{self, Message, error::ProtocolError, protocol::WebSocketConfig},
};

use super::{
    endpoint::Endpoint,
    frames::{self, Code, Failure, Incoming, Request},
    identity::{self, Device},
    session::{Session, Socket},
};
use crate::{clock, probes::config::SharedSecret};

/// Frames heard before the answer to `connect`, at most. The gateway sends one.
const MOST_FRAMES: u64 = 1000;

/// What the gateway says first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Challenge {
    /// To be signed by clients that have a key of their own.
    pub nonce: String,
    /// The gateway's clock, in milliseconds since 1970.
    pub ts: i64,
}

/// How a client proves that it may connect.
#[derive(Clone)]
pub enum Credentials {
    /// The shared token.
    Token(SecretString),
    /// The shared password.
    Password(SecretString),
    /// A token that the gateway gave our device: with that device alone.
    Device(SecretString),
    /// Nothing: for `gateway.auth.mode: "none"`.
    Nothing,
}

impl Credentials {
    /// What the signature of a device covers.
    fn signed(&self) -> Option<&SecretString> {
        match self {
            Credentials::Token(token) | Credentials::Device(token) => Some(token),
            Credentials::Password(_) | Credentials::Nothing => None,
        }
    }

    fn written(&self) -> Value {
        match self {
            Credentials::Token(token) => json!({ "token": token.expose_secret() }),
            Credentials::Password(password) => json!({ "password": password.expose_secret() }),
            Credentials::Device(token) => json!({ "deviceToken": token.expose_secret() }),
            Credentials::Nothing => json!({}),
        }
    }
}

/// Who asks, and what for.
#[derive(Clone, Copy)]
pub struct Introduction<'a> {
    /// The proof.
    pub credentials: &'a Credentials,
    /// The device that signs, where one does.
    pub device: Option<&'a Device>,
    /// The scopes asked for, `operator.read` for instance.
    pub scopes: &'a [&'a str],
    /// What the client can do: the gateway routes approvals to those that say `approvals`.
    pub caps: &'a [&'a str],
}

impl From<Option<SharedSecret>> for Credentials {
    fn from(secret: Option<SharedSecret>) -> Credentials {
        match secret {
            Some(SharedSecret::Token(token)) => Credentials::Token(token),
            Some(SharedSecret::Password(password)) => Credentials::Password(password),
            None => Credentials::Nothing,
        }
    }
}

/// What the gateway says of itself when it lets a client in.
#[derive(Clone, Debug, Default)]
pub struct Hello {
    /// The OpenClaw version.
    pub version: Option<String>,
    /// New with every start, a restart in the same process included.
    pub boot_id: Option<String>,
    /// The scopes granted.
    pub scopes: Vec<String>,
    /// The folder that holds its state, to be compared with the one that was meant. Told to `operator.admin` alone.
    pub state_dir: Option<String>,
    /// How it knew us: `device-token`, `token`, `password`, `none`.
    pub method: String,
    /// The token it gives our device for the next time.
    pub device_token: Option<SecretString>,
    /// How often it sends a `tick`.
    pub tick: Duration,
    /// Its clock minus ours when it challenged us; `None` for a time that no clock shows.
    pub skew: Option<SignedDuration>,
}

/// Why there is no session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// Nobody listens.
    #[error("nobody listens on the gateway's port")]
    Refused,
    /// It has not finished starting; try again after `retry_after`.
    #[error("the gateway is still starting")]
    Starting {
        /// How long the gateway suggests to wait.
        retry_after: Duration,
    },
    /// The gateway said no.
    #[error("the gateway refused the connection: {}", .0.message)]
    Denied(Box<Failure>),
    /// No answer within the deadline.
    #[error("the gateway did not answer in time")]
    TimedOut,
    /// The connection ended first, with this close code if there was one.
    #[error("the gateway closed the connection")]
    Closed(Option<u16>),
    /// What answers does not speak the gateway's protocol.
    #[error("what answers on the gateway's port is not an OpenClaw gateway")]
    Foreign,
    /// What answers has not the certificate that the gateway's files hold. Nothing was sent to it.
    #[error("what answers on the gateway's port shows another certificate than the gateway's")]
    Untrusted,
}

impl ConnectError {
    /// The rest of a sentence for a person.
    pub fn words(&self) -> Phrase {
        match self {
            ConnectError::Refused => gave("nobody", ""),
            ConnectError::Starting { .. } => gave("starting", ""),
            ConnectError::Denied(no) => gave("denied", &no.message),
            ConnectError::TimedOut => gave("late", ""),
            ConnectError::Closed(_) => gave("closed", ""),
            ConnectError::Foreign => gave("foreign", ""),
            ConnectError::Untrusted => gave("untrusted", ""),
        }
    }
}

/// Why the gateway gave no answer.
pub(super) fn gave(what: &str, detail: &str) -> Phrase {
    Phrase::new("gateway-gave", [("what", what.into()), ("detail", detail.into())])
}

/// Connects and waits for the challenge alone: proof that an OpenClaw gateway answers, and its clock.
///
/// # Errors
/// See [`ConnectError`]; never `Starting` or `Denied`, as the gateway challenges before it decides.
pub async fn challenge(endpoint: &Endpoint, deadline: Duration) -> Result<Challenge, ConnectError> {
    let first = async { Ok(challenged(&mut open(endpoint).await?).await?.0) };
    timeout(deadline, first).await.map_err(|_| ConnectError::TimedOut)?
}

/// Connects without a device, proves who we are and asks for `scopes`, `operator.read` for instance.
///
/// # Errors
/// See [`ConnectError`].
pub async fn connect(
    endpoint: &Endpoint,
    credentials: &Credentials,
    scopes: &[&str],
    deadline: Duration,
) -> Result<(Session, Hello), ConnectError> {
    introduce(endpoint, Introduction { credentials, device: None, scopes, caps: &[] }, deadline).await
}

/// Connects and introduces ourselves.
///
/// # Errors
/// See [`ConnectError`].
pub async fn introduce(
    endpoint: &Endpoint,
    introduction: Introduction<'_>,
    deadline: Duration,
) -> Result<(Session, Hello), ConnectError> {
    let whole = async {
        let mut socket = open(endpoint).await?;
        let (challenge, before) = challenged(&mut socket).await?;
        let skew = Timestamp::from_millisecond(challenge.ts).ok().map(|theirs| theirs.duration_since(clock::now()));
        let request = Request::new("1", "connect", introduction.written(&challenge).ok_or(ConnectError::Foreign)?);
        // dropped once sent: it holds the secret
        let text = serde_json::to_string(&request).map_err(|_| ConnectError::Foreign)?;
        socket.send(Message::text(text)).await.map_err(|error| broken(&error))?;
        let (payload, between) = answered(&mut socket).await?;
        let hello = Hello { skew, ..hello(&payload)? };
        Ok((Session::over(socket, before + between, Some(2 * hello.tick)), hello))
    };
    timeout(deadline, whole).await.map_err(|_| ConnectError::TimedOut)?
}

async fn open(endpoint: &Endpoint) -> Result<Socket, ConnectError> {
    let stream = endpoint.open(None).await?;
    let limits = WebSocketConfig::default()
        .max_message_size(Some(frames::FRAME_LIMIT))
        .max_frame_size(Some(frames::FRAME_LIMIT));
    // the stream is what makes it secure or not; this names the host alone
    let url = format!("ws://127.0.0.1:{}/", endpoint.port);
    Ok(client_async_with_config(url, stream, Some(limits)).await.map_err(|error| broken(&error))?.0)
}

async fn challenged(socket: &mut Socket) -> Result<(Challenge, u64), ConnectError> {
    for dropped in 0..MOST_FRAMES {
        if let Some(Incoming::Event(event)) = frame(socket).await?
            && event.name == "connect.challenge"
            && let Ok(challenge) = Challenge::deserialize(event.payload)
        {
            return Ok((challenge, dropped));
        }
    }
    Err(ConnectError::Foreign)
}

async fn answered(socket: &mut Socket) -> Result<(Value, u64), ConnectError> {
    for dropped in 0..MOST_FRAMES {
        if let Some(Incoming::Res(response)) = frame(socket).await?
            && response.id == "1"
        {
            return response.result().map(|payload| (payload, dropped)).map_err(denied);
        }
    }
    Err(ConnectError::Foreign)
}

/// The next frame; `None` for one that is dropped.
async fn frame(socket: &mut Socket) -> Result<Option<Incoming>, ConnectError> {
    loop {
        return match socket.next().await {
            Some(Ok(Message::Text(text))) => Ok(frames::understand(text.as_bytes())),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            Some(Ok(Message::Close(close))) => Err(ConnectError::Closed(close.map(|frame| frame.code.into()))),
            Some(Ok(_)) => Ok(None),
            Some(Err(error)) => Err(broken(&error)),
            None => Err(ConnectError::Closed(None)),
        };
    }
}

fn broken(error: &tungstenite::Error) -> ConnectError {
    match error {
        tungstenite::Error::Http(_) | tungstenite::Error::HttpFormat(_) | tungstenite::Error::Capacity(_) => {
            ConnectError::Foreign
        }
        tungstenite::Error::Protocol(problem) if cut_off(problem) => ConnectError::Closed(None),
        tungstenite::Error::Protocol(_) | tungstenite::Error::Utf8(_) => ConnectError::Foreign,
        _ => ConnectError::Closed(None),
    }
}

/// Whether the other side went away in the middle, rather than saying something wrong.
pub(super) fn cut_off(problem: &ProtocolError) -> bool {
    matches!(problem, ProtocolError::HandshakeIncomplete | ProtocolError::ResetWithoutClosingHandshake)
}

fn denied(failure: Box<Failure>) -> ConnectError {
    match (&failure.code, failure.reason.as_deref()) {
        (Code::Unavailable, Some("startup-sidecars")) => {
            ConnectError::Starting { retry_after: failure.retry_after.unwrap_or(Duration::from_millis(500)) }
        }
        _ => ConnectError::Denied(failure),
    }
}

impl Introduction<'_> {
    /// `None` when the challenge is one that is not signed.
    fn written(&self, challenge: &Challenge) -> Option<Value> {
        let mode = if self.device.is_some() { identity::MODE } else { "backend" };
        let mut params = json!({
            "minProtocol": frames::PROTOCOLS.start(),
            "maxProtocol": frames::PROTOCOLS.end(),
            "client": {
                "id": identity::CLIENT,
                "mode": mode,
                "displayName": "Clawtender",
                "version": env!("CARGO_PKG_VERSION"),
                "platform": identity::PLATFORM,
                "deviceFamily": identity::FAMILY,
            },
            "role": identity::ROLE,
            "scopes": self.scopes,
            "caps": self.caps,
            "auth": self.credentials.written(),
        });
        if let Some(device) = self.device {
            params["device"] = device.proof(challenge, self.scopes, mode, self.credentials.signed())?;
        }
        Some(params)
    }
}

/// Scopes kept of what the gateway granted. It knows eight.
const SCOPES: usize = 32;
/// How often the gateway sends a `tick`: unless it says so, and within what is believed.
const TICK: Duration = Duration::from_secs(30);
const TICKS: (u64, u64) = (1_000, 300_000);

pub(super) fn hello(payload: &Value) -> Result<Hello, ConnectError> {
    let spoken = payload["protocol"].as_u64();
    if spoken.is_some_and(|version| !u32::try_from(version).is_ok_and(|version| frames::PROTOCOLS.contains(&version))) {
        return Err(ConnectError::Foreign);
    }
    let text = |value: &Value| value.as_str().map(|text| clean(text, 4096));
    let auth = &payload["auth"];
    let tick = payload["policy"]["tickIntervalMs"].as_u64();
    Ok(Hello {
        version: text(&payload["server"]["version"]),
        boot_id: text(&payload["server"]["bootId"]),
        scopes: auth["scopes"].as_array().into_iter().flatten().filter_map(text).take(SCOPES).collect(),
        state_dir: text(&payload["snapshot"]["stateDir"]),
        method: text(&auth["method"]).unwrap_or_default(),
        device_token: auth["deviceToken"].as_str().filter(|token| token.len() <= 4096).map(SecretString::from),
        tick: tick.map_or(TICK, |millis| Duration::from_millis(millis.clamp(TICKS.0, TICKS.1))),
        skew: None,
    })
}

#[cfg(test)]
mod tests;
