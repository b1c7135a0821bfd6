//! How the gateway's configuration sets chat channels up, as far as a check looks at it.

use serde::{Deserialize, Serialize};

/// One entry of `channels`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelSettings {
    /// The channel's id, `telegram`.
    pub id: String,
    /// Whether it has several accounts, each with settings of its own.
    pub accounts: bool,
    /// `groups`: those that are named there.
    pub groups: Vec<String>,
    /// Those of them in which the agent answers without being mentioned.
    pub unmentioned: Vec<String>,
    /// `allowFrom`: who may write to the agent.
    pub senders: Vec<String>,
    /// `dmPolicy`: what becomes of whoever else writes to it directly.
    pub direct: Option<String>,
}
