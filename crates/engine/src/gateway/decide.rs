//! A person's decision, carried to the gateway. Done only when the gateway's own answer says so.
//!
//! It does not ask whether the decision is wise or offered: that is judged in the core, before.

use std::time::Duration;

use clawtender_core::{
    approval::{Approval, Decision, Kind},
    words::Phrase,
};
use serde_json::{Value, json};

use super::{
    approvals::Source,
    frames::Failure,
    handshake::{ConnectError, gave},
    session::{Requests, RpcError},
};

/// What came of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The gateway has done as decided.
    Done,
    /// There is nothing left to decide: it was decided elsewhere, has lapsed, or never was.
    Gone,
}

/// Why a decision was not carried out. The request still waits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecideError {
    /// There was no connection to carry it.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The gateway said no, for want of a scope for instance.
    #[error("the gateway refused: {}", .0.message)]
    Refused(Box<Failure>),
    /// This kind of request cannot be decided like that.
    #[error("this request has no such choice")]
    NotOffered,
    /// The gateway did not confirm it in time, or not in words that are understood. It may have happened.
    #[error("the gateway did not confirm the decision")]
    Unconfirmed,
}

impl DecideError {
    /// The rest of a sentence for a person.
    pub fn words(&self) -> Phrase {
        match self {
            DecideError::Connect(why) => why.words(),
            DecideError::Refused(no) => gave("refused", &no.message),
            DecideError::NotOffered => gave("no-choice", ""),
            DecideError::Unconfirmed => gave("unconfirmed", ""),
        }
    }
}

/// Carries out one decision and looks again when the gateway refuses: an id that is no longer listed is gone.
pub(super) async fn decide(
    requests: &Requests,
    request: &Request<'_>,
    decision: Decision,
    deadline: Duration,
) -> Result<Decided, DecideError> {
    if request.source() == Source::Channel && request.listed.is_none() {
        // a decision on a sender names channel and account, too
        let answer = requests.request(Source::Channel.method(), json!({}), deadline).await.map_err(failed)?;
        let list = Source::Channel.read(&answer);
        let Some(listed) = list.iter().find(|other| other.id == request.id) else { return Ok(Decided::Gone) };
        return carry_out(requests, &Request { listed: Some(listed), ..*request }, decision, deadline).await;
    }
    carry_out(requests, request, decision, deadline).await
}

async fn carry_out(
    requests: &Requests,
    request: &Request<'_>,
    decision: Decision,
    deadline: Duration,
) -> Result<Decided, DecideError> {
    let (method, params) = request.order(decision).ok_or(DecideError::NotOffered)?;
    match requests.request(method, params, deadline).await {
        Ok(answer) if request.confirmed(&answer, decision) => Ok(Decided::Done),
        Ok(answer) if answer["applied"] == false => Ok(Decided::Gone),
        Ok(_) => Err(DecideError::Unconfirmed),
        Err(RpcError::Refused(no)) => match requests.request(request.source().method(), json!({}), deadline).await {
            Ok(list) if !request.source().read(&list).iter().any(|other| other.id == request.id) => Ok(Decided::Gone),
            _ => Err(DecideError::Refused(no)),
        },
        Err(error) => Err(failed(error)),
    }
}

fn failed(error: RpcError) -> DecideError {
    match error {
        RpcError::Refused(no) => DecideError::Refused(no),
        RpcError::TooLarge => DecideError::NotOffered,
        RpcError::TimedOut | RpcError::Closed => DecideError::Unconfirmed,
    }
}

/// What is decided.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) kind: Kind,
    pub(super) id: &'a str,
    /// As it was listed, where it was.
    pub(super) listed: Option<&'a Approval>,
}

impl Request<'_> {
    fn source(&self) -> Source {
        Source::of(self.kind, self.id)
    }

    fn order(&self, decision: Decision) -> Option<(&'static str, Value)> {
        let word = match decision {
            Decision::Approve => "allow-once",
            Decision::Always => "allow-always",
            Decision::Reject => "deny",
        };
        let yes = decision == Decision::Approve;
        let no = decision == Decision::Reject;
        let pairing = json!({ "requestId": self.id });
        match self.source() {
            Source::Device if yes => Some(("device.pair.approve", pairing)),
            Source::Device if no => Some(("device.pair.reject", pairing)),
            Source::Node if yes => Some(("node.pair.approve", pairing)),
            Source::Node if no => Some(("node.pair.reject", pairing)),
            Source::Channel if yes || no => {
                let (channel, account) = self.listed?.channel.as_ref()?;
                let method = if yes { "channels.pairing.approve" } else { "channels.pairing.dismiss" };
                Some((method, json!({ "channel": channel, "accountId": account, "requestId": self.id })))
            }
            Source::Exec => Some(("exec.approval.resolve", json!({ "id": self.id, "decision": word }))),
            Source::Plugin => Some(("plugin.approval.resolve", json!({ "id": self.id, "decision": word }))),
            // no method of its own, and one that takes what it does not understand for a no: named in full
            Source::System => {
                Some(("approval.resolve", json!({ "id": self.id, "kind": "system-agent", "decision": word })))
            }
            Source::Device | Source::Node | Source::Channel => None,
        }
    }

    fn confirmed(&self, answer: &Value, decision: Decision) -> bool {
        match self.source() {
            Source::Device | Source::Node | Source::Channel => answer["requestId"] == self.id,
            Source::Exec | Source::Plugin => answer["ok"] == true,
            Source::System => {
                let status = &answer["approval"]["status"];
                answer["applied"] == true && (status == "denied") == (decision == Decision::Reject)
            }
        }
    }
}
