//! What the gateway says of what it runs: its configuration, channels, schedule and nodes.
//!
//! Every text is cleaned where it comes in, and may still be anybody's claim.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The configuration as the running gateway sees it, from `config.get`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningConfig {
    /// Whether the file as it is on disk can be used; what runs is an earlier one where it cannot.
    pub valid: bool,
    /// What the gateway says against the file, each as `path: message`.
    pub issues: Vec<String>,
    /// The file is another one than the gateway runs with, and it does not change that by itself.
    pub pending: bool,
}

/// One account of a chat channel, from `channels.status`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelAccount {
    /// The channel's id, `telegram`.
    pub channel: String,
    /// What people call the channel.
    pub label: String,
    /// Which of its accounts.
    pub account: String,
    /// The person wants it.
    pub wanted: bool,
    /// The gateway has it running.
    pub running: bool,
    /// It has a connection; `None` where the channel does not say.
    pub connected: Option<bool>,
    /// The gateway has given up on it until somebody does something.
    pub given_up: bool,
    /// The last thing that went wrong.
    pub last_error: Option<String>,
    /// When it was started last.
    pub since: Option<Timestamp>,
}

/// The scheduler and its jobs, from `cron.status` and `cron.list`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Whether anything is run at all.
    pub enabled: bool,
    /// The jobs that the person has made, not those that the gateway keeps for itself.
    pub jobs: Vec<Job>,
}

/// A scheduled job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Whether it is to run.
    pub enabled: bool,
    /// How often in a row it has failed.
    pub failures: u32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it ran last.
    pub last_run: Option<Timestamp>,
    /// When it runs next.
    pub next_run: Option<Timestamp>,
    /// Whether it runs now.
    pub running: bool,
}

/// A node that was let in, from `node.list`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairedNode {
    /// Its id.
    pub id: String,
    /// What it calls itself.
    pub name: String,
    /// What it runs on, as it says.
    pub platform: String,
    /// Whether it is there now.
    pub connected: bool,
    /// When it was there last.
    pub last_seen: Option<Timestamp>,
}

/// What became of a heartbeat of the agent's, from `last-heartbeat`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// When.
    pub at: Option<Timestamp>,
    /// `sent`, `skipped`, `failed`, …
    pub status: String,
    /// Why, as the gateway names it.
    pub reason: Option<String>,
}
