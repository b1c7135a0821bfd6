//! What the gateway is asked about itself, and how its answers become facts.
//!
//! Each report says which request brings it, which event says that it has changed, and how old it may get where no event
//! does. Nothing is judged here, and every text is cleaned: names of channels, jobs and nodes are anybody's.

use std::time::Duration;

use clawtender_core::{
    credentials::{Credential, Credentials, KeySource, Profile, ProfileKind, ProfileState, SignIn},
    facts::{Fact, FactUpdate, Observed},
    reported::{ChannelAccount, Heartbeat, Job, PairedNode, RunningConfig, Schedule},
    text::clean,
    words::Phrase,
};
use serde_json::Value;

use super::value::{first_text, some, text, time};
use crate::clock;

/// Characters kept of a name, and of a longer line.
const NAME: usize = 120;
const LINE: usize = 500;
/// Entries kept of one list.
const MOST: usize = 200;

/// Something that the gateway tells about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Report {
    Config,
    Channels,
    Schedule,
    Nodes,
    Heartbeat,
    /// Never asked without a look at what the question itself would do: see [`crate::probes::logins`].
    Credentials,
}

impl Report {
    pub(super) const ALL: [Report; 6] =
        [Report::Config, Report::Channels, Report::Schedule, Report::Nodes, Report::Heartbeat, Report::Credentials];

    /// The reports that an event says have changed.
    pub(super) fn of_event(name: &str) -> &'static [Report] {
        match name {
            "config.changed" => &[Report::Config, Report::Credentials, Report::Schedule],
            // once a minute, and it is older than what it is asked for again
            "health" => &[Report::Channels],
            "cron" => &[Report::Schedule],
            "node.presence" | "node.pair.resolved" | "presence" => &[Report::Nodes],
            "heartbeat" => &[Report::Heartbeat],
            "models.snapshot" => &[Report::Credentials],
            _ => &[],
        }
    }

    /// The requests whose answers make it, in this order.
    pub(super) fn methods(self) -> &'static [&'static str] {
        match self {
            Report::Config => &["config.get"],
            Report::Channels => &["channels.status"],
            Report::Schedule => &["cron.status", "cron.list"],
            Report::Nodes => &["node.list"],
            Report::Heartbeat => &["last-heartbeat"],
            Report::Credentials => &["models.authStatus"],
        }
    }

    /// How old it may get: an invalid edit and an expiry have no event, and an event can be lost.
    pub(super) fn lasts(self) -> Duration {
        match self {
            Report::Channels => Duration::from_mins(10),
            Report::Config | Report::Credentials => Duration::from_mins(15),
            Report::Schedule | Report::Nodes | Report::Heartbeat => Duration::from_mins(30),
        }
    }

    pub(super) fn fact(self) -> Fact {
        match self {
            Report::Config => Fact::RunningConfig,
            Report::Channels => Fact::Channels,
            Report::Schedule => Fact::Schedule,
            Report::Nodes => Fact::Nodes,
            Report::Heartbeat => Fact::Heartbeat,
            Report::Credentials => Fact::Credentials,
        }
    }

    /// The answers as a fact. `answers` has one for each of [`Report::methods`].
    pub(super) fn read(self, answers: &[Value]) -> FactUpdate {
        fn seen<T>(value: T) -> Observed<T> {
            Observed::Seen { value, at: clock::now() }
        }
        let answer = answers.first().unwrap_or(&Value::Null);
        match self {
            Report::Config => FactUpdate::running_config(seen(config(answer))),
            Report::Channels => FactUpdate::channels(seen(channels(answer))),
            Report::Schedule => FactUpdate::schedule(seen(schedule(answer, answers.get(1).unwrap_or(&Value::Null)))),
            Report::Nodes => FactUpdate::nodes(seen(nodes(answer))),
            Report::Heartbeat => FactUpdate::heartbeat(seen(heartbeat(answer))),
            Report::Credentials => FactUpdate::credentials(seen(credentials(answer))),
        }
    }

    /// That it could not be had.
    pub(super) fn unavailable(self, reason: Phrase) -> FactUpdate {
        FactUpdate::unavailable(self.fact(), reason, clock::now())
    }
}

fn config(answer: &Value) -> RunningConfig {
    let issue =
        |issue: &Value| clean(&format!("{}: {}", text(&issue["path"], NAME), text(&issue["message"], LINE)), LINE);
    let valid = answer["valid"].as_bool().unwrap_or(true);
    RunningConfig {
        valid,
        issues: entries(&answer["issues"]).map(issue).collect(),
        // a file that cannot be used has no revision to compare
        pending: valid
            && matches!((answer["configRevisionHash"].as_str(), answer["appliedConfigHash"].as_str()),
                (Some(written), Some(runs)) if written != runs),
    }
}

fn channels(answer: &Value) -> Vec<ChannelAccount> {
    let mut all = Vec::new();
    for (channel, accounts) in answer["channelAccounts"].as_object().into_iter().flatten() {
        let label = some(text(&answer["channelLabels"][channel], NAME)).unwrap_or_else(|| clean(channel, NAME));
        all.extend(entries(accounts).map(|account| {
            let is = |key: &str| account[key].as_bool();
            ChannelAccount {
                channel: clean(channel, NAME),
                label: label.clone(),
                account: text(&account["accountId"], NAME),
                wanted: is("enabled").unwrap_or(true) && is("configured").unwrap_or(true),
                running: is("running").unwrap_or_default(),
                connected: is("connected"),
                given_up: account["terminalDisconnect"] == true || account["lifecycle"] == "blocked",
                last_error: some(text(&account["lastError"], LINE)),
                since: time(&account["lastStartAt"]),
            }
        }));
    }
    all.truncate(MOST);
    all
}

/// Jobs with a `declarationKey` are the gateway's own: its heartbeat and the like.
fn schedule(status: &Value, list: &Value) -> Schedule {
    let own = |job: &&Value| job["declarationKey"].as_str().is_none();
    let read = |job: &Value| {
        let state = &job["state"];
        Job {
            id: text(&job["id"], NAME),
            name: first_text([&job["displayName"], &job["name"], &job["id"]], NAME),
            enabled: job["enabled"].as_bool().unwrap_or(true),
            failures: state["consecutiveErrors"].as_u64().map_or(0, |times| u32::try_from(times).unwrap_or(u32::MAX)),
            last_error: some(text(&state["lastError"], LINE)),
            last_run: time(&state["lastRunAtMs"]),
            next_run: time(&state["nextRunAtMs"]),
            running: state["runningAtMs"].is_number(),
        }
    };
    Schedule {
        enabled: status["enabled"].as_bool().unwrap_or(true),
        jobs: entries(&list["jobs"]).filter(own).map(read).collect(),
    }
}

fn nodes(answer: &Value) -> Vec<PairedNode> {
    let read = |node: &Value| PairedNode {
        id: text(&node["nodeId"], NAME),
        name: text(&node["displayName"], NAME),
        platform: text(&node["platform"], NAME),
        connected: node["connected"].as_bool().unwrap_or_default(),
        last_seen: time(&node["lastSeenAtMs"]),
    };
    let let_in = |node: &&Value| node["paired"] == true;
    entries(&answer["nodes"]).filter(let_in).map(read).collect()
}

/// There is none before the first.
fn heartbeat(answer: &Value) -> Option<Heartbeat> {
    let status = some(text(&answer["status"], NAME))?;
    Some(Heartbeat { at: time(&answer["ts"]), status, reason: some(text(&answer["reason"], LINE)) })
}

fn credentials(answer: &Value) -> Credentials {
    let providers = entries(&answer["providers"]).map(credential).filter(|one| !one.provider.is_empty());
    let sign_ins = entries(&answer["providerCapabilities"]).flat_map(|capability| {
        let provider = text(&capability["provider"], NAME);
        entries(&capability["loginOptions"]).map(move |option| SignIn {
            provider: provider.clone(),
            choice: text(&option["id"], NAME),
            label: text(&option["label"], NAME),
            hint: text(&option["hint"], NAME),
            code: option["kind"] == "device-code",
        })
    });
    Credentials { providers: providers.collect(), sign_ins: sign_ins.take(MOST).collect() }
}

fn credential(provider: &Value) -> Credential {
    let source = &provider["apiKey"];
    let key = match source["source"].as_str() {
        None => None,
        Some("config") => Some(KeySource::Config),
        Some("env") => Some(KeySource::Variable(text(&source["envVar"], NAME))),
        Some(other) => Some(KeySource::Other(clean(other, NAME))),
    };
    Credential {
        provider: text(&provider["provider"], NAME),
        name: first_text([&provider["displayName"], &provider["provider"]], NAME),
        key,
        profiles: entries(&provider["profiles"]).map(profile).collect(),
        missing: provider["status"] == "missing",
    }
}

fn profile(profile: &Value) -> Profile {
    Profile {
        id: text(&profile["profileId"], NAME),
        kind: match profile["type"].as_str() {
            Some("oauth") => ProfileKind::OAuth,
            Some("token") => ProfileKind::Token,
            _ => ProfileKind::Key,
        },
        state: match profile["status"].as_str() {
            Some("ok") => ProfileState::Good,
            Some("expiring") => ProfileState::Expiring,
            Some("expired") => ProfileState::Expired,
            Some("missing") => ProfileState::Missing,
            _ => ProfileState::Static,
        },
        reason: some(text(&profile["reasonCode"], NAME)),
        expires: time(&profile["expiry"]["at"]),
    }
}

fn entries(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten().take(MOST)
}

#[cfg(test)]
#[path = "reports/tests.rs"]
mod tests;
