//! The frames of the protocol: what is sent, what is understood, and the gateway's ways of saying no.
//!
//! Unknown fields are tolerated everywhere: a newer gateway says more. Callers branch on codes, never on message text.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Protocol version spoken.
pub(super) const PROTOCOL: u32 = 4;
/// Largest frame that is read into memory, in bytes. A larger one ends the connection, as there is no way to skip it.
pub(super) const FRAME_LIMIT: usize = 64 * 1024 * 1024;
/// Largest frame that is understood, in bytes: the `policy.maxPayload` of the gateway. A larger one is dropped.
pub(super) const PAYLOAD_LIMIT: usize = 26_214_400;

/// A request as it is sent.
#[derive(Debug, Serialize)]
pub(super) struct Request<'a> {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) id: &'a str,
    pub(super) method: &'a str,
    pub(super) params: Value,
}

impl<'a> Request<'a> {
    pub(super) fn new(id: &'a str, method: &'a str, params: Value) -> Request<'a> {
        Request { kind: "req", id, method, params }
    }
}

/// A frame that was understood.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Incoming {
    Res(Response),
    Event(Event),
}

#[derive(Debug, Deserialize)]
pub(super) struct Response {
    pub(super) id: String,
    ok: bool,
    #[serde(default)]
    payload: Value,
    #[serde(default)]
    error: Failure,
}

impl Response {
    pub(super) fn result(self) -> Result<Value, Failure> {
        if self.ok { Ok(self.payload) } else { Err(self.error) }
    }
}

/// Something the gateway tells everybody who is connected.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Event {
    /// `tick` or `shutdown` for instance.
    #[serde(rename = "event")]
    pub name: String,
    /// What it carries.
    #[serde(default)]
    pub payload: Value,
    /// Counts up for each connection; a gap means that one was lost.
    #[serde(default)]
    pub seq: Option<u64>,
}

/// The gateway's no.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct Failure {
    /// What kind of no.
    pub code: Code,
    /// More closely, where the gateway says it.
    pub detail: Option<Detail>,
    /// `details.reason`: the word inside the detail, `startup-sidecars` for instance.
    pub reason: Option<String>,
    /// In the gateway's words: for people, not for branching.
    pub message: String,
    /// Whether the same request may work later.
    pub retryable: bool,
    /// When the gateway suggests to try again.
    pub retry_after: Option<Duration>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    #[serde(default)]
    code: Code,
    #[serde(default)]
    message: String,
    #[serde(default)]
    details: Value,
    #[serde(default)]
    retryable: bool,
    retry_after_ms: Option<u64>,
}

impl From<Written> for Failure {
    fn from(written: Written) -> Failure {
        let clean = |text: &str| text.chars().filter(|char| !char.is_control()).take(300).collect();
        Failure {
            code: written.code,
            detail: Detail::deserialize(&written.details["code"]).ok(),
            reason: written.details["reason"].as_str().map(clean),
            message: clean(&written.message),
            retryable: written.retryable,
            retry_after: written.retry_after_ms.map(Duration::from_millis),
        }
    }
}

/// `error.code`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the protocol's own words")]
pub enum Code {
    InvalidRequest,
    Forbidden,
    Unavailable,
    NotPaired,
    ApprovalNotFound,
    #[serde(untagged)]
    Other(String),
}

impl Default for Code {
    fn default() -> Code {
        Code::Other(String::new())
    }
}

/// `error.details.code`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the protocol's own words")]
pub enum Detail {
    AuthRequired,
    AuthUnauthorized,
    AuthTokenMissing,
    AuthTokenMismatch,
    AuthTokenNotConfigured,
    AuthPasswordMissing,
    AuthPasswordMismatch,
    AuthPasswordNotConfigured,
    AuthDeviceTokenMismatch,
    AuthScopeMismatch,
    AuthRateLimited,
    ControlUiOriginNotAllowed,
    DeviceIdentityRequired,
    DeviceAuthSignatureExpired,
    MissingScope,
    PairingRequired,
    ProtocolMismatch,
    ClientVersionMismatch,
    #[serde(untagged)]
    Other(String),
}

/// The frame in `bytes`, unless it is one to be dropped.
pub(super) fn understand(bytes: &[u8]) -> Option<Incoming> {
    (bytes.len() <= PAYLOAD_LIMIT).then(|| serde_json::from_slice(bytes).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn failure(error: &str) -> Failure {
        let frame = format!(r#"{{"type":"res","id":"1","ok":false,"error":{error}}}"#);
        let Some(Incoming::Res(response)) = understand(frame.as_bytes()) else { panic!("not a response: {frame}") };
        response.result().unwrap_err()
    }

    /// Answers of OpenClaw 2026.9.6.
    #[test]
    fn reads_the_gateways_ways_of_saying_no() {
        let starting = failure(
            r#"{"code":"UNAVAILABLE","message":"gateway starting; retry shortly","retryable":true,"retryAfterMs":500,"details":{"reason":"startup-sidecars"}}"#,
        );
        assert_eq!((starting.code, starting.reason.as_deref()), (Code::Unavailable, Some("startup-sidecars")));
        assert_eq!((starting.retryable, starting.retry_after), (true, Some(Duration::from_millis(500))));
        let wrong = failure(
            r#"{"code":"INVALID_REQUEST","message":"unauthorized","details":{"code":"AUTH_TOKEN_MISMATCH","authReason":"token_mismatch","canRetryWithDeviceToken":false}}"#,
        );
        assert_eq!((wrong.code, wrong.detail), (Code::InvalidRequest, Some(Detail::AuthTokenMismatch)));
        let newer =
            failure(r#"{"code":"BRAND_NEW","message":"a\u001bb","details":{"code":"AUTH_BRAND_NEW"},"more":1}"#);
        assert_eq!((newer.code, newer.message.as_str()), (Code::Other("BRAND_NEW".into()), "ab"));
        assert_eq!(newer.detail, Some(Detail::Other("AUTH_BRAND_NEW".into())));
        assert_eq!(failure("{}"), Failure::default());
    }

    #[test]
    fn what_is_not_a_frame_is_not_understood() {
        for frame in
            ["", "null", "[]", "{}", r#"{"type":"res"}"#, r#"{"type":"req","id":"1"}"#, r#"{"type":"event"}"#, "\0"]
        {
            assert!(understand(frame.as_bytes()).is_none(), "{frame}");
        }
        let event = understand(br#"{"type":"event","event":"tick","payload":{"ts":1},"seq":7,"new":true}"#);
        assert!(matches!(event, Some(Incoming::Event(Event { seq: Some(7), .. }))));
        assert!(understand(&vec![b' '; PAYLOAD_LIMIT + 1]).is_none());
    }

    proptest! {
        #[test]
        fn no_bytes_whatever_cause_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = understand(&bytes);
        }
    }
}
