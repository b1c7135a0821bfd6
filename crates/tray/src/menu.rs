//! What the tray shows, as data: a snapshot goes in, a [`Face`] (icon, tooltip, menu) comes out.
//!
//! It translates and shortens. It judges nothing: which findings matter, what may be done and which sentence stands for
//! the whole are the core's answers. Labels are plain text; each desk escapes what its own menus would read as markup.

use clawtender_core::{
    check::{Finding, Severity},
    report::{Tone, roots},
    snapshot::{PhaseName, Snapshot},
};
use clawtender_engine::protocol::GatewayAction;
use serde::Serialize;

use crate::text::{LABEL, TOOLTIP, one_line};

/// How many findings the menu names; the window has them all.
const FINDINGS: usize = 3;

/// Everything a desk needs to draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Face {
    pub(crate) icon: Icon,
    /// How things stand: plain text, one line.
    pub(crate) tooltip: String,
    pub(crate) menu: Menu,
}

/// The four pictures there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Icon {
    Ok,
    Starting,
    Attention,
    Stopped,
}

/// The menu from top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Menu(pub Vec<Entry>);

/// One line of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Entry {
    Separator,
    Item(Item),
}

/// One thing to read or to click.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Item {
    /// Names what the line is for; the same from one snapshot to the next.
    pub(crate) id: String,
    /// Plain text, one line.
    pub(crate) label: String,
    pub(crate) enabled: bool,
    /// A check mark, where the line is a switch.
    pub(crate) checked: Option<bool>,
    /// What a click means; `None` for a line that is only read.
    pub(crate) command: Option<Command>,
}

/// What a click means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Command {
    Gateway(GatewayAction),
    /// Open the gateway's own web page at this address.
    Dashboard(String),
    /// Open the window, on a finding if one is named.
    Doctor(Option<String>),
    Log,
    Autostart(bool),
    Quit,
}

/// What the menu shows besides the snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extra {
    /// Whether Clawtender starts at login; `None` where that cannot be told.
    pub(crate) autostart: Option<bool>,
    /// Whether Clawtender is on its way out.
    pub(crate) quitting: bool,
}

/// What the tray shows for a snapshot.
pub(crate) fn face(snapshot: &Snapshot, extra: Extra) -> Face {
    Face { icon: icon(snapshot), tooltip: one_line(&state(snapshot), TOOLTIP), menu: menu(snapshot, extra) }
}

/// The picture for a snapshot.
pub(crate) fn icon(snapshot: &Snapshot) -> Icon {
    match snapshot.gateway.phase {
        PhaseName::Stopped => Icon::Stopped,
        PhaseName::Starting | PhaseName::Stopping | PhaseName::Backoff => Icon::Starting,
        PhaseName::Degraded | PhaseName::CrashLooping | PhaseName::Refused => Icon::Attention,
        PhaseName::Ready | PhaseName::External if snapshot.tone() >= Tone::Warning => Icon::Attention,
        PhaseName::Ready | PhaseName::External => Icon::Ok,
    }
}

/// The menu for a snapshot.
pub(crate) fn menu(snapshot: &Snapshot, extra: Extra) -> Menu {
    let mut entries = vec![read_only("state", &state(snapshot))];
    let worst: Vec<&Finding> = shown(snapshot).take(FINDINGS).collect();
    entries.extend(worst.iter().map(|finding| finding_item(finding)));
    // what a finding offers stands right beneath the findings, and each order stands in the menu once
    let (offered, others): (Vec<_>, Vec<_>) =
        orders(snapshot).into_iter().partition(|(fix, _)| worst.iter().any(|finding| offers(finding, fix)));
    entries.extend(offered.into_iter().map(|(_, item)| item));
    entries.push(Entry::Separator);
    entries.extend(others.into_iter().map(|(_, item)| item));
    entries.push(Entry::Separator);
    let dashboard = dashboard(&snapshot.gateway.url).filter(|_| serves(snapshot.gateway.phase));
    let run = if snapshot.examining { "Doctor is running…" } else { "Run doctor…" };
    entries.extend([
        item("dashboard", "Open dashboard", dashboard.is_some(), dashboard.map(Command::Dashboard)),
        item("doctor", run, true, Some(Command::Doctor(None))),
        item("log", "Show log…", true, Some(Command::Log)),
        Entry::Separator,
        autostart(extra.autostart),
        item(
            "quit",
            if extra.quitting { "Quitting…" } else { "Quit Clawtender" },
            !extra.quitting,
            Some(Command::Quit),
        ),
    ]);
    Menu(entries)
}

impl Menu {
    /// What the item with this id does now; `None` when it is gone or greyed out meanwhile.
    pub(crate) fn command(&self, id: &str) -> Option<&Command> {
        self.0.iter().find_map(|entry| match entry {
            Entry::Item(item) if item.id == id && item.enabled => item.command.as_ref(),
            Entry::Item(_) | Entry::Separator => None,
        })
    }
}

/// One sentence on how things stand.
fn state(snapshot: &Snapshot) -> String {
    let gateway = &snapshot.gateway;
    if snapshot.tone() >= Tone::Warning {
        return snapshot.headline();
    }
    match (&gateway.version, gateway.phase) {
        (Some(version), PhaseName::Ready | PhaseName::External) => {
            format!("{} · {}", gateway.summary(), one_line(version, 24))
        }
        _ => gateway.summary(),
    }
}

/// Info is for the window.
fn shown(snapshot: &Snapshot) -> impl Iterator<Item = &Finding> {
    roots(&snapshot.findings).filter(|finding| finding.severity > Severity::Info)
}

fn finding_item(finding: &Finding) -> Entry {
    let subject = finding.subject.as_deref();
    let label = subject.map_or_else(|| finding.title.clone(), |subject| format!("{}: {subject}", finding.title));
    let id = subject.map_or_else(|| finding.id.clone(), |subject| format!("{}/{subject}", finding.id));
    item(&format!("finding:{id}"), &label, true, Some(Command::Doctor(Some(finding.id.clone()))))
}

fn offers(finding: &Finding, fix: &str) -> bool {
    finding.fix.as_ref().is_some_and(|offer| offer.id == fix)
}

/// What can be ordered of the gateway, each beside the fix that is the same deed.
fn orders(snapshot: &Snapshot) -> [(&'static str, Entry); 3] {
    let order = |id, label, enabled, action| item(id, label, enabled, Some(Command::Gateway(action)));
    let may = snapshot.may;
    [
        ("start-gateway", order("gateway-start", "Start gateway", may.start, GatewayAction::Start)),
        ("stop-gateway", order("gateway-stop", "Stop gateway", may.stop, GatewayAction::Stop)),
        ("restart-gateway", order("gateway-restart", "Restart gateway", may.restart, GatewayAction::Restart)),
    ]
}

fn autostart(state: Option<bool>) -> Entry {
    let on = state.unwrap_or_default();
    let command = Some(Command::Autostart(!on));
    Entry::Item(Item {
        id: "autostart".to_owned(),
        label: "Start at login".to_owned(),
        enabled: state.is_some(),
        checked: Some(on),
        command,
    })
}

fn item(id: &str, label: &str, enabled: bool, command: Option<Command>) -> Entry {
    Entry::Item(Item { id: id.to_owned(), label: one_line(label, LABEL), enabled, checked: None, command })
}

fn read_only(id: &str, label: &str) -> Entry {
    item(id, label, false, None)
}

fn serves(phase: PhaseName) -> bool {
    matches!(phase, PhaseName::Ready | PhaseName::External | PhaseName::Degraded)
}

/// The web page behind the gateway's WebSocket address. Only scheme, host and port are taken over: an address with
/// anything else in it (a user, a path, a token) is not one to put on a command line.
fn dashboard(url: &str) -> Option<String> {
    let (scheme, rest) = match url.split_once("://")? {
        ("ws", rest) => ("http", rest),
        ("wss", rest) => ("https", rest),
        _ => return None,
    };
    let authority = rest.strip_suffix('/').unwrap_or(rest);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    (!authority.is_empty() && authority.len() <= 260 && authority.chars().all(plain))
        .then(|| format!("{scheme}://{authority}/"))
}

#[cfg(test)]
#[path = "menu_tests.rs"]
mod tests;
