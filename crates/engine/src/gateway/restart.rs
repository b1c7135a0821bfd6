//! A restart by the gateway itself: it finishes what it is doing, tells its clients and keeps its process.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{ConnectError, Credentials, RpcError, connect};

/// Blockers kept from one answer.
const MOST: usize = 20;

/// What the gateway makes of the wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestartAnswer {
    /// When it will do it.
    pub status: RestartStatus,
    /// What would be interrupted.
    pub preflight: Preflight,
}

/// When a restart will happen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RestartStatus {
    /// Now.
    Scheduled,
    /// When what it is doing has ended.
    Deferred,
    /// Together with one that was asked for before.
    Coalesced,
    /// A newer gateway's word.
    #[serde(untagged)]
    Other(String),
}

/// What a restart would interrupt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preflight {
    /// Nothing would be interrupted.
    pub safe: bool,
    /// In the gateway's words, what would be.
    pub blockers: Vec<String>,
}

/// Why the restart was not ordered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RestartError {
    /// There was no session to order it in.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The order was not taken.
    #[error(transparent)]
    Request(#[from] RpcError),
    /// The answer is not one.
    #[error("the gateway's answer to the restart is not readable")]
    Unreadable,
}

/// Orders a restart. It has not happened yet when this returns; `reason` ends up in the gateway's log.
///
/// # Errors
/// See [`RestartError`]. `deadline` is for the whole of it.
pub async fn restart(
    port: u16,
    credentials: &Credentials,
    reason: &str,
    deadline: Duration,
) -> Result<RestartAnswer, RestartError> {
    let params = json!({ "reason": reason });
    let answer = ask(port, credentials, "operator.admin", "gateway.restart.request", params, deadline).await?;
    // `ok: false` is an order that was not taken
    let status = RestartStatus::deserialize(&answer["status"]).ok().filter(|_| answer["ok"] == true);
    Ok(RestartAnswer { status: status.ok_or(RestartError::Unreadable)?, preflight: read(&answer["preflight"]) })
}

/// What a restart would interrupt now.
///
/// # Errors
/// See [`RestartError`]. `deadline` is for the whole of it.
pub async fn preflight(port: u16, credentials: &Credentials, deadline: Duration) -> Result<Preflight, RestartError> {
    let answer = ask(port, credentials, "operator.read", "gateway.restart.preflight", json!({}), deadline).await?;
    if answer["safe"].is_boolean() { Ok(read(&answer)) } else { Err(RestartError::Unreadable) }
}

async fn ask(
    port: u16,
    credentials: &Credentials,
    scope: &str,
    method: &str,
    params: Value,
    deadline: Duration,
) -> Result<Value, RestartError> {
    let whole = async {
        let (session, _) = connect(port, credentials, &[scope], deadline).await?;
        Ok(session.request(method, params, deadline).await?)
    };
    tokio::time::timeout(deadline, whole).await.map_err(|_| RpcError::TimedOut)?
}

fn read(preflight: &Value) -> Preflight {
    let clean = |text: &str| text.chars().filter(|char| !char.is_control()).take(300).collect();
    let blockers = preflight["blockers"].as_array().into_iter().flatten();
    Preflight {
        safe: preflight["safe"] == true,
        blockers: blockers.filter_map(|blocker| blocker["message"].as_str().map(clean)).take(MOST).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As OpenClaw 2026.9.6 answers.
    #[test]
    fn reads_what_would_be_interrupted() {
        let answer = json!({ "safe": false, "counts": { "rootRequests": 1 }, "summary": "1 request",
            "blockers": [{ "kind": "root-request", "count": 1, "message": "1 request is\u{1b} running" }, { "kind": "new" }, 7] });
        assert_eq!(read(&answer), Preflight { safe: false, blockers: vec!["1 request is running".into()] });
        assert_eq!(read(&Value::Null), Preflight::default());
        let status = |text: &str| RestartStatus::deserialize(json!(text)).unwrap();
        assert_eq!(
            (status("deferred"), status("later")),
            (RestartStatus::Deferred, RestartStatus::Other("later".into()))
        );
    }
}
