//! The gateway's WebSocket protocol, version 4: frames, handshake, requests, and the connection that lasts.
//!
//! Everything here is a client of a gateway on this computer, over loopback, without `Origin` (the gateway takes that for a
//! browser). What comes in is untrusted: a frame that is too large, malformed, binary or unknown is dropped and counted,
//! never fatal, and every wait ends.

mod admission;
mod approvals;
mod decide;
mod endpoint;
mod frames;
mod handshake;
#[cfg(test)]
mod hostile;
mod identity;
mod link;
mod reports;
mod restart;
mod session;
mod sign_in;
mod tail;
mod value;
mod vault;

pub use self::{
    decide::{DecideError, Decided},
    endpoint::{Endpoint, Pin},
    frames::{Code, Detail, Event, Failure},
    handshake::{Challenge, ConnectError, Credentials, Hello, Introduction, challenge, connect, introduce},
    identity::Device,
    link::{Environment, LinkHandle, News, Options, Reads, start},
    restart::{Preflight, RestartAnswer, RestartError, RestartStatus, preflight, restart},
    session::{Ending, Requests, RpcError, Session},
    sign_in::{Ending as SignedIn, Order as SignInOrder, Shown},
    vault::{Answer, Memory, Vault, VaultError},
};
pub(crate) use self::{sign_in::page as fit_page, tail::lines as log_lines};

/// Everything that is made of a frame before anybody has asked what it means. For the fuzz target alone.
#[cfg(fuzzing)]
pub fn fuzz_frame(bytes: &[u8]) {
    take_apart(bytes);
}

#[cfg(any(test, fuzzing))]
fn take_apart(bytes: &[u8]) {
    use clawtender_core::approval::Approval;

    let payload = match frames::understand(bytes) {
        Some(frames::Incoming::Event(event)) => event.payload,
        Some(frames::Incoming::Res(response)) => match response.result() {
            Ok(payload) => payload,
            Err(no) => {
                let denial = no.denial();
                assert!(denial.message.chars().count() <= 300 && denial.code.chars().count() <= 100);
                return;
            }
        },
        None => return,
    };
    let _ = handshake::hello(&payload).map(|hello| assert!(hello.scopes.len() <= 32));
    for report in reports::Report::ALL {
        let _ = report.read(std::slice::from_ref(&payload));
    }
    sign_in::take_apart(&payload);
    let lists = approvals::Source::ALL.map(|source| source.read(&payload));
    let merged = approvals::merge(lists);
    assert!(merged.len() <= 500);
    let short = |approval: &Approval| approval.id.len() <= 800 && approval.name.chars().count() <= 200;
    assert!(merged.iter().all(short));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::take_apart;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,20}|[\u{0}-\u{1f}\u{202e}]{0,5}|2026-11-20T13:03:43Z".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 64, 8, |inner| {
            let name = prop_oneof![
                Just("pending"),
                Just("requests"),
                Just("paired"),
                Just("requestId"),
                Just("id"),
                Just("request"),
                Just("deviceId"),
                Just("channel"),
                Just("accountId"),
                Just("scopes"),
                Just("ts"),
                Just("metadata"),
                Just("command"),
                Just("commandArgv"),
                Just("allowedDecisions"),
                Just("error"),
                Just("details"),
                Just("code"),
                Just("auth"),
                Just("policy"),
                Just("tickIntervalMs"),
                Just("expiresAtMs"),
                Just("roles"),
                Just("channelAccounts"),
                Just("telegram"),
                Just("jobs"),
                Just("state"),
                Just("nodes"),
                Just("providers"),
                Just("profiles"),
                Just("expiry"),
                Just("at"),
                Just("done"),
                Just("step"),
                Just("type"),
                Just("options"),
                Just("value"),
                Just("externalUrl"),
                Just("deviceCode"),
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::vec((name, inner), 0..8)
                    .prop_map(|parts| parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn nothing_the_gateway_may_say_causes_a_panic(payload in any_json(), ok in any::<bool>()) {
            for part in ["payload", "error"] {
                take_apart(json!({ "type": "res", "id": "2", "ok": ok, part: payload }).to_string().as_bytes());
            }
            take_apart(json!({ "type": "event", "event": "e", "payload": payload }).to_string().as_bytes());
        }
    }
}
