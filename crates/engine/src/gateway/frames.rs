//! The frames of the protocol: what is sent, what is understood, and the gateway's ways of saying no.
//!
//! Unknown fields are tolerated everywhere: a newer gateway says more. Callers branch on codes, never on message text.

use std::{ops::RangeInclusive, time::Duration};

use clawtender_core::{access::Denial, text::clean};
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};

/// Protocol versions spoken.
pub(super) const PROTOCOLS: RangeInclusive<u32> = 4..=4;
/// Largest frame that is read into memory, in bytes: the `policy.maxPayload` of the gateway and some more. A larger one
/// ends the connection, as there is no way to skip it.
pub(super) const FRAME_LIMIT: usize = 28 * 1024 * 1024;
/// Largest frame that is understood, in bytes. Real ones stay below 100 kB, a full `logs.tail` below 2 MB; JSON of this
/// size can take twenty times its length in memory. A larger one is dropped.
pub(super) const PAYLOAD_LIMIT: usize = 4 * 1024 * 1024;
/// Characters kept of a sentence and of a word of the gateway's.
const SENTENCE: usize = 300;
const WORD: usize = 100;

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
#[derive(Debug)]
pub(super) enum Incoming {
    Res(Response),
    Event(Event),
}

/// A frame as it is written; which of its parts are there depends on `type`. Payloads are parsed once it is known that
/// they are wanted.
#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    id: Option<String>,
    ok: Option<bool>,
    #[serde(borrow, default)]
    payload: Option<&'a RawValue>,
    #[serde(default)]
    error: Option<Failure>,
    event: Option<String>,
    seq: Option<u64>,
}

#[derive(Debug)]
pub(super) struct Response {
    pub(super) id: String,
    outcome: Result<Value, Box<Failure>>,
}

impl Response {
    pub(super) fn result(self) -> Result<Value, Box<Failure>> {
        self.outcome
    }
}

/// Something the gateway tells everybody who is connected.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// `tick` or `shutdown` for instance.
    pub name: String,
    /// What it carries.
    pub payload: Value,
    /// Counts up for each connection; a gap means that one was lost.
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
    /// `details.requestId`: the pairing request that this made.
    pub request: Option<String>,
    /// `details.expectedProtocol`: the version the gateway speaks.
    pub protocol: Option<u32>,
    /// Whether the same request may work later.
    pub retryable: bool,
    /// When the gateway suggests to try again.
    pub retry_after: Option<Duration>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    #[serde(default)]
    code: String,
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
        let word = |name: &str| written.details[name].as_str().map(|text| clean(text, WORD));
        Failure {
            code: Code::deserialize(Value::String(clean(&written.code, WORD))).unwrap_or_default(),
            detail: word("code").and_then(|code| Detail::deserialize(Value::String(code)).ok()),
            reason: word("reason"),
            message: clean(&written.message, SENTENCE),
            request: word("requestId"),
            protocol: written.details["expectedProtocol"].as_u64().and_then(|version| u32::try_from(version).ok()),
            retryable: written.retryable,
            retry_after: written.retry_after_ms.map(Duration::from_millis),
        }
    }
}

impl Failure {
    /// The no as a fact, its codes as the gateway writes them.
    pub fn denial(&self) -> Denial {
        Denial {
            code: self.detail.as_ref().map_or_else(|| written(&self.code), written),
            reason: self.reason.clone(),
            message: self.message.clone(),
            request: self.request.clone(),
            protocol: self.protocol,
            retry_after: self.retry_after.map(|after| after.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)),
        }
    }
}

/// A code in the protocol's own spelling.
fn written(code: &impl Serialize) -> String {
    serde_json::to_value(code).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
}

/// `error.code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    SetupAdmissionBusy,
    WizardNotFound,
    #[serde(untagged)]
    Other(String),
}

/// The frame in `bytes`, unless it is one to be dropped.
pub(super) fn understand(bytes: &[u8]) -> Option<Incoming> {
    let frame: Frame<'_> = (bytes.len() <= PAYLOAD_LIMIT).then(|| serde_json::from_slice(bytes).ok()).flatten()?;
    let payload = || frame.payload.map_or(Ok(Value::Null), |raw| serde_json::from_str(raw.get())).ok();
    match frame.kind {
        "res" => {
            let outcome = if frame.ok? { Ok(payload()?) } else { Err(Box::new(frame.error.unwrap_or_default())) };
            Some(Incoming::Res(Response { id: frame.id?, outcome }))
        }
        "event" => Some(Incoming::Event(Event { name: frame.event?, payload: payload()?, seq: frame.seq })),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn failure(error: &str) -> Failure {
        let frame = format!(r#"{{"type":"res","id":"1","ok":false,"error":{error}}}"#);
        let Some(Incoming::Res(response)) = understand(frame.as_bytes()) else { panic!("not a response: {frame}") };
        *response.result().unwrap_err()
    }

    /// Answers of OpenClaw 2026.9.6.
    #[test]
    fn reads_the_gateways_ways_of_saying_no() {
        let starting = failure(
            r#"{"code":"UNAVAILABLE","message":"gateway starting; retry shortly","retryable":true,"retryAfterMs":500,"details":{"reason":"startup-sidecars"}}"#,
        );
        assert_eq!((starting.code.clone(), starting.reason.as_deref()), (Code::Unavailable, Some("startup-sidecars")));
        assert_eq!((starting.retryable, starting.retry_after), (true, Some(Duration::from_millis(500))));
        let wrong = failure(
            r#"{"code":"INVALID_REQUEST","message":"unauthorized","details":{"code":"AUTH_TOKEN_MISMATCH","authReason":"token_mismatch","canRetryWithDeviceToken":false}}"#,
        );
        assert_eq!((wrong.code, wrong.detail), (Code::InvalidRequest, Some(Detail::AuthTokenMismatch)));
        let unpaired = failure(
            r#"{"code":"NOT_PAIRED","message":"pairing required","details":{"code":"PAIRING_REQUIRED","reason":"scope-upgrade","requestId":"r1"}}"#,
        );
        let denial = unpaired.denial();
        assert_eq!((denial.code.as_str(), denial.reason.as_deref()), ("PAIRING_REQUIRED", Some("scope-upgrade")));
        assert_eq!(denial.request.as_deref(), Some("r1"));
        let old = failure(r#"{"code":"INVALID_REQUEST","details":{"code":"PROTOCOL_MISMATCH","expectedProtocol":5}}"#);
        assert_eq!((old.denial().code.as_str(), old.denial().protocol), ("PROTOCOL_MISMATCH", Some(5)));
        let newer =
            failure(r#"{"code":"BRAND_NEW","message":"a\u0007b","details":{"code":"AUTH_BRAND_NEW"},"more":1}"#);
        assert_eq!((newer.code.clone(), newer.message.as_str()), (Code::Other("BRAND_NEW".into()), "ab"));
        assert_eq!(newer.detail.clone(), Some(Detail::Other("AUTH_BRAND_NEW".into())));
        assert_eq!(newer.denial().code, "AUTH_BRAND_NEW");
        assert_eq!(starting.denial().code, "UNAVAILABLE");
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
