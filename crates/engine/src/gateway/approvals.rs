//! What waits for a decision, as the gateway lists it, made into [`Approval`]s.
//!
//! Every text is the requester's claim and is cleaned here. An id is taken as it is or not at all: a decision names it, so
//! an id that would have to be cleaned is no id. Which requests are dangerous is not decided here. When a device's or node's
//! request lapses is not known: the gateway counts from the last time it was asked again, and does not tell.

use clawtender_core::{
    approval::{Approval, Kind},
    text::{clean, clean_block},
    words::Phrase,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::value::{first_text, some, text, time};

/// Requests kept of all kinds together.
const MOST: usize = 500;
/// Characters kept of names and ids, of longer lines, and of a command. The last is more than is ever shown, so that what
/// is cut stays recognisable as cut.
const NAME: usize = 200;
const LINE: usize = 1_000;
const COMMAND: usize = 64 * 1024 + 16;
/// Entries kept of one list: scopes, warnings.
const ENTRIES: usize = 100;

/// A list that the gateway keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Device,
    Node,
    Channel,
    Exec,
    Plugin,
    /// Changes to OpenClaw itself that its own agent proposes; they are decided like a plugin's.
    System,
}

impl Source {
    pub(super) const ALL: [Source; 6] =
        [Source::Device, Source::Node, Source::Channel, Source::Exec, Source::Plugin, Source::System];

    /// The list that an event says has changed.
    pub(super) fn of_event(name: &str) -> Option<Source> {
        let (source, _) = [
            (Source::Device, "device.pair."),
            (Source::Node, "node.pair."),
            (Source::Exec, "exec.approval."),
            (Source::Plugin, "plugin.approval."),
            (Source::System, "openclaw.approval."),
        ]
        .into_iter()
        .find(|(_, start)| name.starts_with(start))?;
        Some(source)
    }

    /// The list that has a request of this kind and id.
    pub(super) fn of(kind: Kind, id: &str) -> Source {
        match kind {
            Kind::Device => Source::Device,
            Kind::Node => Source::Node,
            Kind::Channel => Source::Channel,
            Kind::Exec => Source::Exec,
            Kind::Plugin if id.starts_with("system-agent:") => Source::System,
            Kind::Plugin => Source::Plugin,
        }
    }

    pub(super) fn method(self) -> &'static str {
        match self {
            Source::Device => "device.pair.list",
            Source::Node => "node.pair.list",
            Source::Channel => "channels.pairing.list",
            Source::Exec => "exec.approval.list",
            Source::Plugin => "plugin.approval.list",
            Source::System => "openclaw.approval.list",
        }
    }

    /// What the gateway's answer lists. What is not understood is left out.
    pub(super) fn read(self, answer: &Value) -> Vec<Approval> {
        let requests = match self {
            Source::Device | Source::Node => &answer["pending"],
            Source::Channel => &answer["requests"],
            Source::Exec | Source::Plugin | Source::System => answer,
        };
        let paired = &answer["paired"];
        let requests = requests.as_array().into_iter().flatten().take(MOST);
        let read = requests.filter_map(|request| match self {
            Source::Device => device(request, paired),
            Source::Node => node(request, paired),
            Source::Channel => channel(request),
            Source::Exec => exec(request),
            Source::Plugin | Source::System => plugin(request),
        });
        read.collect()
    }
}

/// All lists as one, oldest first.
pub(super) fn merge(lists: impl IntoIterator<Item = Vec<Approval>>) -> Vec<Approval> {
    let mut all: Vec<Approval> = lists.into_iter().flatten().collect();
    all.sort_by(|a, b| (a.since, &a.id).cmp(&(b.since, &b.id)));
    all.dedup_by(|a, b| (a.kind, &a.id) == (b.kind, &b.id));
    all.truncate(MOST);
    all
}

fn device(request: &Value, paired: &Value) -> Option<Approval> {
    let subject = text(&request["deviceId"], NAME);
    let known = paired.as_array().into_iter().flatten().find(|device| device["deviceId"] == request["deviceId"]);
    let granted = known.map(|device| texts(&device["scopes"])).unwrap_or_default();
    let role = text(&request["role"], NAME);
    let scopes = texts(&request["scopes"]);
    let reason = match known {
        None => "not-paired",
        Some(device) if !role.is_empty() && !texts(&device["roles"]).contains(&role) => "role-upgrade",
        Some(_) if scopes.iter().any(|scope| !granted.contains(scope)) => "scope-upgrade",
        Some(_) => "metadata-upgrade",
    };
    Some(Approval {
        name: text(&request["displayName"], NAME),
        platform: text(&request["platform"], NAME),
        address: some(text(&request["remoteIp"], NAME)),
        subject: some(subject),
        reason: reason.to_owned(),
        role: some(role),
        scopes,
        granted,
        ..request_of(Kind::Device, &request["requestId"], time(&request["ts"]))?
    })
}

fn node(request: &Value, paired: &Value) -> Option<Approval> {
    let offers = |node: &Value| [texts(&node["caps"]), texts(&node["commands"])].concat();
    let known = paired.as_array().into_iter().flatten().find(|node| node["nodeId"] == request["nodeId"]);
    Some(Approval {
        name: text(&request["displayName"], NAME),
        platform: text(&request["platform"], NAME),
        address: some(text(&request["remoteIp"], NAME)),
        subject: some(text(&request["nodeId"], NAME)),
        reason: if known.is_some() { "scope-upgrade" } else { "not-paired" }.to_owned(),
        role: Some("node".to_owned()),
        scopes: offers(request),
        granted: known.map(offers).unwrap_or_default(),
        ..request_of(Kind::Node, &request["requestId"], time(&request["ts"]))?
    })
}

fn channel(request: &Value) -> Option<Approval> {
    let person = &request["metadata"];
    let names = ["firstName", "lastName", "username", "name"].map(|name| text(&person[name], NAME));
    let name = names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ");
    let label = text(&request["channelLabel"], NAME);
    let channel = (exact(&request["channel"])?, exact(&request["accountId"])?);
    Some(Approval {
        name: clean(&name, NAME),
        platform: if label.is_empty() { channel.0.clone() } else { label },
        subject: some(text(&request["senderId"], NAME)),
        channel: Some(channel),
        expires: time(&request["expiresAt"]),
        ..request_of(Kind::Channel, &request["requestId"], time(&request["createdAt"]))?
    })
}

fn exec(record: &Value) -> Option<Approval> {
    let request = &record["request"];
    let command = request["command"].as_str().unwrap_or_default();
    let mut context = lines(&[
        ("folder", &request["cwd"]),
        ("host", &request["host"]),
        ("node", &request["nodeId"]),
        ("program", &request["resolvedPath"]),
    ]);
    let words: Vec<&str> = request["commandArgv"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    // a command line that is not simply its words is shown with them: what is run are the words
    if !words.is_empty() && words.join(" ") != command {
        let value = clean(&json!(words).to_string(), LINE);
        context.push(Phrase::new("approval-context", [("kind", "words".into()), ("value", value.into())]));
    }
    let analysis = &request["commandAnalysis"];
    let mut warnings = [some(text(&request["warningText"], LINE))].into_iter().flatten().collect::<Vec<_>>();
    warnings.extend(texts(&analysis["warningLines"]));
    warnings.extend(texts(&analysis["riskKinds"]));
    warnings.dedup();
    let always = request["allowedDecisions"].as_array().is_some_and(|decisions| decisions.iter().any(is_always));
    Some(Approval {
        name: text(&request["agentId"], NAME),
        command: some(clean_block(command, COMMAND)),
        context,
        warnings,
        may_always: always,
        ..waiting(Kind::Exec, record)?
    })
}

fn plugin(record: &Value) -> Option<Approval> {
    let request = &record["request"];
    let name = first_text([&request["pluginId"], &request["toolName"], &request["agentId"]], NAME);
    let told = ["title", "description", "command", "detail"].map(|part| request[part].as_str().unwrap_or_default());
    let mut parts: Vec<&str> = told.into_iter().filter(|part| !part.trim().is_empty()).collect();
    parts.dedup();
    // the gateway offers all three where the request names none
    let always = request["allowedDecisions"].as_array().is_none_or(|decisions| decisions.iter().any(is_always));
    Some(Approval {
        name,
        command: some(clean_block(&parts.join("\n"), COMMAND)),
        context: lines(&[
            ("severity", &request["severity"]),
            ("tool", &request["toolName"]),
            ("agent", &request["agentId"]),
        ]),
        may_always: always,
        ..waiting(Kind::Plugin, record)?
    })
}

/// What exec and plugin approvals have in common.
fn waiting(kind: Kind, record: &Value) -> Option<Approval> {
    let mut approval = request_of(kind, &record["id"], time(&record["createdAtMs"]))?;
    approval.subject = some(text(&record["request"]["sessionKey"], NAME));
    approval.expires = time(&record["expiresAtMs"]);
    Some(approval)
}

fn request_of(kind: Kind, id: &Value, since: Option<Timestamp>) -> Option<Approval> {
    Some(Approval {
        kind,
        id: exact(id)?,
        name: String::new(),
        platform: String::new(),
        address: None,
        subject: None,
        reason: String::new(),
        role: None,
        scopes: Vec::new(),
        granted: Vec::new(),
        command: None,
        context: Vec::new(),
        warnings: Vec::new(),
        may_always: false,
        channel: None,
        since: since.unwrap_or_else(crate::clock::now),
        expires: None,
    })
}

fn is_always(decision: &Value) -> bool {
    decision == "allow-always"
}

fn lines(parts: &[(&str, &Value)]) -> Vec<Phrase> {
    let told = parts.iter().map(|(label, value)| (label, text(value, LINE))).filter(|(_, value)| !value.is_empty());
    let line = |(kind, value): (&&str, String)| {
        Phrase::new("approval-context", [("kind", (*kind).into()), ("value", value.into())])
    };
    told.map(line).collect()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().take(ENTRIES).filter_map(|entry| some(text(entry, NAME))).collect()
}

/// An id as it is; `None` for one that is empty, too long or would look like something else.
fn exact(value: &Value) -> Option<String> {
    value.as_str().filter(|id| !id.is_empty() && clean(id, NAME) == *id).map(str::to_owned)
}

#[cfg(test)]
mod tests;
