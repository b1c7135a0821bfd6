//! What goes over the local socket between a face and the engine: one JSON object a line, both ways.
//!
//! A face sends [`Call`]s and gets one [`Message::Answer`] for each, in any order. After [`Request::Subscribe`] it also
//! gets [`Message::Snapshot`] and [`Message::Event`] as things happen. Secrets never travel here.

use clawtender_core::{
    check::Outcome,
    facts::Runtime,
    lifecycle::Owner,
    report::Report,
    snapshot::{PhaseName, Snapshot},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Longest line either side accepts, in bytes. A full report is about 30 kB.
pub const LINE_LIMIT: usize = 4 * 1024 * 1024;

/// One request with the number its answer will carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Chosen by the caller.
    pub id: u64,
    /// What is asked.
    #[serde(flatten)]
    pub request: Request,
}

/// What a face may ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "kebab-case")]
pub enum Request {
    /// The present snapshot.
    Snapshot,
    /// The present snapshot, then every change of it and every event, until the connection closes.
    Subscribe,
    /// Asks every probe anew and judges. Answered with a report.
    Doctor,
    /// Starts, stops or restarts the gateway. Answered when it has settled.
    Gateway {
        /// Which.
        action: GatewayAction,
        /// Start although a stored login may be lost by it. The person has been told.
        #[serde(default)]
        anyway: bool,
    },
    /// The gateway's latest output.
    Logs {
        /// How many lines at most, newest last.
        lines: usize,
    },
    /// Looks for Node and OpenClaw anew.
    Runtime,
    /// The settings file has changed: read it again.
    Reload,
    /// Opens the window, on this finding if one is named. Only a face with a screen can.
    Show {
        /// A check's id.
        finding: Option<String>,
    },
    /// Ends the engine. What becomes of the gateway is the `gateway.quit` setting.
    Quit,
}

/// What a person may order of the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum GatewayAction {
    Start,
    Stop,
    Restart,
}

/// What the engine sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// To a call.
    Answer {
        /// The call's number.
        id: u64,
        /// The answer.
        answer: Answer,
    },
    /// To subscribers: something a face shows has changed.
    Snapshot(Box<Snapshot>),
    /// To subscribers: something happened.
    Event(Event),
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// To `Snapshot` and `Subscribe`.
    Snapshot(Box<Snapshot>),
    /// To `Doctor`.
    Report(Box<Report>),
    /// To `Gateway`: where it settled.
    Settled(Settled),
    /// To `Logs`: cleaned of control characters, newest last.
    Lines(Vec<String>),
    /// To `Runtime`.
    Runtime(Box<Runtime>),
    /// To everything else that worked.
    Done,
    /// It was not done; one sentence why.
    Refused(String),
}

/// Where the gateway came to rest after an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settled {
    /// Whether the order was carried out.
    pub ok: bool,
    /// Where its life stands now.
    pub phase: PhaseName,
    /// Process id while one is known.
    pub pid: Option<u32>,
    /// One sentence.
    pub message: String,
}

/// What happened: the lines of `clawtender watch --json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The gateway's life moved.
    Gateway {
        /// When.
        at: Timestamp,
        /// Where to.
        phase: PhaseName,
        /// Process id while one is known.
        pid: Option<u32>,
        /// Who runs it.
        owner: Owner,
        /// One sentence; empty when the phase says it all.
        detail: String,
    },
    /// A finding changed its outcome.
    Finding {
        /// The check's id.
        id: String,
        /// What it concerns, when a check concerns several things.
        subject: Option<String>,
        /// What became of it.
        outcome: Outcome,
        /// What is so, and what follows from it.
        message: String,
    },
}
