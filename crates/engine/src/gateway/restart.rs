//! A restart by the gateway itself: it finishes what it is doing, tells its clients and keeps its process.

use std::time::Duration;

use clawtender_core::words::Phrase;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ConnectError, Credentials, Endpoint, Requests, RpcError, connect, handshake::gave};

/// Blockers kept from one answer.
const MOST: usize = 20;

/// The gateway's counts of what runs. Not `rootRequests`, which has our own, nor `queueSize`, which has each run twice.
const COUNTS: [&str; 5] = ["embeddedRuns", "cronRuns", "pendingReplies", "activeTasks", "backgroundExecSessions"];

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
    /// How many chats, runs and commands would be: the largest of the gateway's counts, as one chat is in several of them.
    pub running: u32,
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

impl RestartError {
    /// The rest of a sentence for a person.
    pub fn words(&self) -> Phrase {
        match self {
            RestartError::Connect(why) => why.words(),
            RestartError::Request(why) => why.words(),
            RestartError::Unreadable => gave("unreadable", ""),
        }
    }
}

/// Orders a restart that does not wait for what runs to end. It has not happened yet when this returns; `reason` ends up in
/// the gateway's log.
///
/// # Errors
/// See [`RestartError`]. `deadline` is for the whole of it.
pub async fn restart(
    endpoint: &Endpoint,
    credentials: &Credentials,
    reason: &str,
    deadline: Duration,
) -> Result<RestartAnswer, RestartError> {
    let whole = async {
        let (session, _) = connect(endpoint, credentials, &["operator.admin"], deadline).await?;
        order(&session.requests(), reason, true, deadline).await
    };
    tokio::time::timeout(deadline, whole).await.map_err(|_| RpcError::TimedOut)?
}

/// What a restart would interrupt now.
///
/// # Errors
/// See [`RestartError`]. `deadline` is for the whole of it.
pub async fn preflight(
    endpoint: &Endpoint,
    credentials: &Credentials,
    deadline: Duration,
) -> Result<Preflight, RestartError> {
    let whole = async {
        let (session, _) = connect(endpoint, credentials, &["operator.read"], deadline).await?;
        weigh(&session.requests(), deadline).await
    };
    tokio::time::timeout(deadline, whole).await.map_err(|_| RpcError::TimedOut)?
}

/// Orders a restart over a connection that may. `at_once` does not wait for what runs to end.
pub(super) async fn order(
    requests: &Requests,
    reason: &str,
    at_once: bool,
    deadline: Duration,
) -> Result<RestartAnswer, RestartError> {
    let params = json!({ "reason": reason, "skipDeferral": at_once });
    let answer = requests.request("gateway.restart.request", params, deadline).await?;
    // `ok: false` is an order that was not taken
    let status = RestartStatus::deserialize(&answer["status"]).ok().filter(|_| answer["ok"] == true);
    Ok(RestartAnswer { status: status.ok_or(RestartError::Unreadable)?, preflight: read(&answer["preflight"]) })
}

/// Asks over a connection that may.
pub(super) async fn weigh(requests: &Requests, deadline: Duration) -> Result<Preflight, RestartError> {
    let answer = requests.request("gateway.restart.preflight", json!({}), deadline).await?;
    if answer["safe"].is_boolean() { Ok(read(&answer)) } else { Err(RestartError::Unreadable) }
}

fn read(preflight: &Value) -> Preflight {
    let clean = |text: &str| clawtender_core::text::clean(text, 300);
    let running = COUNTS.iter().filter_map(|name| preflight["counts"][name].as_u64()).max().unwrap_or_default();
    let blockers = preflight["blockers"].as_array().into_iter().flatten();
    Preflight {
        safe: preflight["safe"] == true,
        running: u32::try_from(running).unwrap_or(u32::MAX),
        blockers: blockers.filter_map(|blocker| blocker["message"].as_str().map(clean)).take(MOST).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As OpenClaw 2026.9.6 answers.
    #[test]
    fn reads_what_would_be_interrupted() {
        let answer = json!({ "safe": false, "counts": { "rootRequests": 9, "embeddedRuns": 2, "cronRuns": 1 }, "summary": "1 request",
            "blockers": [{ "kind": "root-request", "count": 1, "message": "1 request is\u{7} running" }, { "kind": "new" }, 7] });
        assert_eq!(read(&answer), Preflight { safe: false, running: 2, blockers: vec!["1 request is running".into()] });
        assert_eq!(read(&Value::Null), Preflight::default());
        let status = |text: &str| RestartStatus::deserialize(json!(text)).unwrap();
        assert_eq!(
            (status("deferred"), status("later")),
            (RestartStatus::Deferred, RestartStatus::Other("later".into()))
        );
    }
}
