//! The connection to the gateway as facts: whether it lets us in, who else it turned away, what runs, what waits.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::token_times::TokenTimes;

mod log;

pub use log::{Attempt, TurnedAwayLog, turned_away};

/// What we call ourselves to the gateway, and so what its log calls us.
pub const NAME: &str = "Clawtender";

/// The protocol version that we speak.
pub const PROTOCOL: u32 = 4;

/// How our own connection to the gateway stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Whether it stands, and why not.
    pub state: LinkState,
    /// The shared token or password is configured and cannot be read: why, for a person.
    pub unreadable: Option<String>,
    /// The gateway lets us in by the shared secret and does not accept our device: why.
    pub unpaired: Option<Denial>,
    /// What we sign with.
    pub identity: Identity,
    /// When the token begins and ends that the gateway gave our device, where it says so.
    pub token: Option<TokenTimes>,
    /// The gateway's clock minus ours when it challenged us last.
    pub skew: Option<SignedDuration>,
    /// Frames and events that were dropped because they were too large, malformed, unknown or too many.
    pub dropped: u64,
}

/// Whether the connection stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LinkState {
    /// Not tried yet, or the gateway is down or restarting: nothing is wrong with the connection itself.
    #[default]
    Waiting,
    /// The gateway let us in.
    Up {
        /// The scopes it granted.
        scopes: Vec<String>,
        /// The scopes that were asked for and not granted.
        missing: Vec<String>,
        /// How it knew us: `device-token`, `token`, `password`, `none`.
        method: String,
    },
    /// The gateway said no.
    Denied(Denial),
}

/// The gateway's no to a connection, in its own codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    /// `error.details.code` (`AUTH_TOKEN_MISMATCH`), else `error.code`.
    pub code: String,
    /// `error.details.reason`, `scope-upgrade` for instance.
    pub reason: Option<String>,
    /// The gateway's own sentence.
    pub message: String,
    /// The pairing request that this made, where it made one.
    pub request: Option<String>,
    /// The protocol version the gateway speaks, told with `PROTOCOL_MISMATCH`.
    pub protocol: Option<u32>,
    /// How long to wait before trying again, in seconds, where the gateway says it.
    pub retry_after: Option<u64>,
}

/// What a no is about. One check speaks for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// The gateway's token or password, or who may use it.
    Secret,
    /// The token that the gateway gave the device.
    DeviceToken,
    /// What the device signs with.
    Identity,
    /// The device waits for approval.
    Pairing,
    /// It asks for more than it was allowed.
    Scope,
    /// The browser origin it comes from.
    Origin,
    /// What the client speaks, or that the two do not understand each other at all.
    Protocol,
}

/// Our own no, to a gateway whose certificate is not the one in its files.
pub const UNTRUSTED: &str = "TLS_CERTIFICATE_MISMATCH";

impl Denial {
    /// What the no is about, by its code (`gateway-facts.md` 4.4); `None` where the gateway only puts us off.
    pub fn ground(&self) -> Option<Ground> {
        Some(match self.code.as_str() {
            "UNAVAILABLE" => return None,
            "AUTH_DEVICE_TOKEN_MISMATCH" => Ground::DeviceToken,
            "AUTH_SCOPE_MISMATCH" | "MISSING_SCOPE" | "FORBIDDEN" => Ground::Scope,
            "PAIRING_REQUIRED" => Ground::Pairing,
            "CONTROL_UI_ORIGIN_NOT_ALLOWED" => Ground::Origin,
            "DEVICE_IDENTITY_REQUIRED" | "CONTROL_UI_DEVICE_IDENTITY_REQUIRED" => Ground::Identity,
            code if code.starts_with("DEVICE_AUTH_") => Ground::Identity,
            code if code.starts_with("AUTH") => Ground::Secret,
            // it did not even understand who asks
            _ => Ground::Protocol,
        })
    }
}

impl TurnedAway {
    /// What the no is about; `None` where no check speaks of it.
    pub fn ground(&self) -> Option<Ground> {
        Some(match self.cause.as_str() {
            "device_token_mismatch" => Ground::DeviceToken,
            "scope_mismatch" => Ground::Scope,
            "origin-mismatch" => Ground::Origin,
            "protocol-mismatch" | "control-ui-build-mismatch" => Ground::Protocol,
            "device-required" | "control-ui-insecure-auth" | "device-auth-invalid" => Ground::Identity,
            cause if cause.starts_with("device-") => Ground::Identity,
            "rate_limited" | "bootstrap_token_invalid" | "unauthorized" => Ground::Secret,
            cause if cause.starts_with("token_") || cause.starts_with("password_") => Ground::Secret,
            cause if cause.starts_with("tailscale_") || cause.starts_with("trusted_proxy_") => Ground::Secret,
            _ => return None,
        })
    }
}

/// Where our device identity is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// There is none yet.
    #[default]
    None,
    /// In the keychain: the same one every time.
    Kept,
    /// In memory: no keychain could be used, so the next start is a new device to the gateway.
    Session,
    /// Not shown to the gateway: it could not be kept, and the gateway's shared secret is enough.
    Withheld,
}

/// A client that the gateway turned away, from its log. One for each client and cause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnedAway {
    /// The `cause=` or `reason=` word of the log line: `token_mismatch`, `origin-mismatch`, `protocol-mismatch`, …
    pub cause: String,
    /// What the client calls itself, cleaned; its id where it gave no name.
    pub client: String,
    /// The browser origin it came from, where it sent one.
    pub origin: Option<String>,
    /// Its device id, where it has one.
    pub device: Option<String>,
    /// How often since `first`.
    pub times: u32,
    /// When first.
    pub first: Timestamp,
    /// When last.
    pub last: Timestamp,
    /// The latest line, cleaned and cut.
    pub line: String,
}

/// What the gateway is doing now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    /// Chats and runs that a restart would interrupt.
    pub running: u32,
    /// Owners of secrets that are missing or out of date, as the gateway names them.
    pub degraded_secrets: Vec<String>,
}
