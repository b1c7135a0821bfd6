//! Which proof to try after which, so that one that went stale never locks us out.
//!
//! First the token that the gateway gave our device: it needs no shared secret. When the gateway no longer takes it, the
//! shared secret and the device, which gets the device paired where the gateway does that by itself on loopback and brings a
//! new token. When the gateway wants a person's approval for the device, the shared secret alone, as a local back end: it
//! needs no pairing. A no that none of these can change is handed on as it is.

use std::time::Duration;

use clawtender_core::access::Denial;
use secrecy::SecretString;
use tokio::time::timeout;

use super::{
    endpoint::Endpoint,
    frames::{Detail, Failure},
    handshake::{ConnectError, Credentials, Hello, Introduction, introduce},
    identity::Device,
    session::Session,
};

/// What is asked for, whatever the proof.
pub(super) struct Wish<'a> {
    pub(super) endpoint: &'a Endpoint,
    /// Our device; `None` when it is not to be shown.
    pub(super) device: Option<&'a Device>,
    pub(super) scopes: &'a [&'a str],
    pub(super) caps: &'a [&'a str],
    /// Of one attempt.
    pub(super) deadline: Duration,
}

/// What came of it, and why the device was not accepted although the shared secret may have been.
pub(super) type Admission = (Result<(Session, Hello), ConnectError>, Option<Denial>);

/// What came of the device's token.
pub(super) enum ByToken {
    /// It decides, one way or the other.
    Settled(Result<(Session, Hello), ConnectError>),
    /// The gateway does not take it any more.
    Stale,
    /// The gateway minds the device.
    Unpaired(Denial),
}

impl Wish<'_> {
    /// One attempt, without a shared secret.
    pub(super) async fn by_token(&self, token: &SecretString) -> ByToken {
        match self.attempt(&Credentials::Device(token.clone()), self.device).await {
            Err(ConnectError::Denied(no)) if is_stale(&no) => ByToken::Stale,
            Err(ConnectError::Denied(no)) if concerns_device(&no) => ByToken::Unpaired(no.denial()),
            outcome => ByToken::Settled(outcome),
        }
    }

    /// With the device where there is one, then without: two attempts at most.
    pub(super) async fn by_secret(&self, shared: &Credentials) -> Admission {
        let mut unpaired = None;
        if self.device.is_some() {
            match self.attempt(shared, self.device).await {
                Err(ConnectError::Denied(no)) if concerns_device(&no) => unpaired = Some(no.denial()),
                outcome => return (outcome, None),
            }
        }
        (self.attempt(shared, None).await, unpaired)
    }

    /// Whether somebody is there, and the right one as far as a certificate tells: before a secret is fetched for it.
    ///
    /// # Errors
    /// As connecting has them.
    pub(super) async fn knock(&self) -> Result<(), ConnectError> {
        timeout(self.deadline, self.endpoint.open(None)).await.map_err(|_| ConnectError::TimedOut)?.map(drop)
    }

    async fn attempt(
        &self,
        credentials: &Credentials,
        device: Option<&Device>,
    ) -> Result<(Session, Hello), ConnectError> {
        let introduction = Introduction { credentials, device, scopes: self.scopes, caps: self.caps };
        introduce(self.endpoint, introduction, self.deadline).await
    }
}

/// The token is worth nothing any more, or not enough.
fn is_stale(no: &Failure) -> bool {
    matches!(no.detail, Some(Detail::AuthDeviceTokenMismatch | Detail::AuthScopeMismatch))
}

/// The gateway minds the device, not the secret.
fn concerns_device(no: &Failure) -> bool {
    no.detail == Some(Detail::PairingRequired) || no.denial().code.starts_with("DEVICE_AUTH_")
}
