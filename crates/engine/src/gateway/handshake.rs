//! From a port to a session: the gateway's challenge, then who we are, then its word.
//!
//! We are `gateway-client` in mode `backend`: with the shared secret and from loopback, such a client gets the scopes it
//! asks for without being paired.

use std::{
    io::ErrorKind,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    client_async_with_config,
    tungstenite::{self, Message, error::ProtocolError, protocol::WebSocketConfig},
};

use super::{
    frames::{self, Code, Failure, Incoming, Request},
    session::{Session, Socket},
};
use crate::probes::config::SharedSecret;

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
    /// Nothing: for `gateway.auth.mode: "none"`.
    Nothing,
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hello {
    /// The OpenClaw version.
    pub version: Option<String>,
    /// New with every start, a restart in the same process included.
    pub boot_id: Option<String>,
    /// The scopes granted.
    pub scopes: Vec<String>,
    /// The folder that holds its state, to be compared with the one that was meant. Told to `operator.admin` alone.
    pub state_dir: Option<String>,
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
    Denied(Failure),
    /// No answer within the deadline.
    #[error("the gateway did not answer in time")]
    TimedOut,
    /// The connection ended first, with this close code if there was one.
    #[error("the gateway closed the connection")]
    Closed(Option<u16>),
    /// What answers does not speak the gateway's protocol.
    #[error("what answers on the gateway's port is not an OpenClaw gateway")]
    Foreign,
}

/// Connects and waits for the challenge alone: proof that an OpenClaw gateway answers, and its clock.
///
/// # Errors
/// See [`ConnectError`]; never `Starting` or `Denied`, as the gateway challenges before it decides.
pub async fn challenge(port: u16, deadline: Duration) -> Result<Challenge, ConnectError> {
    let first = async { Ok(challenged(&mut open(port).await?).await?.0) };
    timeout(deadline, first).await.map_err(|_| ConnectError::TimedOut)?
}

/// Connects, proves who we are and asks for `scopes`, `operator.read` for instance.
///
/// # Errors
/// See [`ConnectError`].
pub async fn connect(
    port: u16,
    credentials: &Credentials,
    scopes: &[&str],
    deadline: Duration,
) -> Result<(Session, Hello), ConnectError> {
    let whole = async {
        let mut socket = open(port).await?;
        let (_, before) = challenged(&mut socket).await?;
        let request = Request::new("1", "connect", introduction(credentials, scopes));
        // dropped once sent: it holds the secret
        let text = serde_json::to_string(&request).map_err(|_| ConnectError::Foreign)?;
        socket.send(Message::text(text)).await.map_err(|error| broken(&error))?;
        let (payload, between) = answered(&mut socket).await?;
        Ok((Session::over(socket, before + between), hello(&payload)))
    };
    timeout(deadline, whole).await.map_err(|_| ConnectError::TimedOut)?
}

async fn open(port: u16) -> Result<Socket, ConnectError> {
    let addresses = [SocketAddr::from((Ipv4Addr::LOCALHOST, port)), SocketAddr::from((Ipv6Addr::LOCALHOST, port))];
    let stream = TcpStream::connect(&addresses[..]).await.map_err(|error| match error.kind() {
        ErrorKind::ConnectionRefused | ErrorKind::AddrNotAvailable | ErrorKind::NetworkUnreachable => {
            ConnectError::Refused
        }
        _ => ConnectError::Closed(None),
    })?;
    // a request is one small frame: waiting to fill a packet only delays it
    let _ = stream.set_nodelay(true);
    let limits = WebSocketConfig::default()
        .max_message_size(Some(frames::FRAME_LIMIT))
        .max_frame_size(Some(frames::FRAME_LIMIT));
    let url = format!("ws://127.0.0.1:{port}/");
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
        tungstenite::Error::Protocol(
            ProtocolError::HandshakeIncomplete | ProtocolError::ResetWithoutClosingHandshake,
        ) => ConnectError::Closed(None),
        tungstenite::Error::Protocol(_) | tungstenite::Error::Utf8(_) => ConnectError::Foreign,
        _ => ConnectError::Closed(None),
    }
}

fn denied(failure: Failure) -> ConnectError {
    match (&failure.code, failure.reason.as_deref()) {
        (Code::Unavailable, Some("startup-sidecars")) => {
            ConnectError::Starting { retry_after: failure.retry_after.unwrap_or(Duration::from_millis(500)) }
        }
        _ => ConnectError::Denied(failure),
    }
}

fn introduction(credentials: &Credentials, scopes: &[&str]) -> Value {
    let auth = match credentials {
        Credentials::Token(token) => json!({ "token": token.expose_secret() }),
        Credentials::Password(password) => json!({ "password": password.expose_secret() }),
        Credentials::Nothing => json!({}),
    };
    json!({
        "minProtocol": frames::PROTOCOL,
        "maxProtocol": frames::PROTOCOL,
        // both ids are from closed lists; these give a local client what it asks for
        "client": {
            "id": "gateway-client",
            "mode": "backend",
            "displayName": "Clawtender",
            "version": env!("CARGO_PKG_VERSION"),
            "platform": std::env::consts::OS,
            "deviceFamily": "desktop",
        },
        "role": "operator",
        "scopes": scopes,
        "auth": auth,
    })
}

fn hello(payload: &Value) -> Hello {
    let text =
        |value: &Value| value.as_str().map(|text| text.chars().filter(|char| !char.is_control()).take(4096).collect());
    Hello {
        version: text(&payload["server"]["version"]),
        boot_id: text(&payload["server"]["bootId"]),
        scopes: payload["auth"]["scopes"].as_array().into_iter().flatten().filter_map(text).collect(),
        state_dir: text(&payload["snapshot"]["stateDir"]),
    }
}

#[cfg(test)]
mod tests;
