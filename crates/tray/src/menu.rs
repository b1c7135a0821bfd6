//! What the tray shows, as data: a snapshot goes in, a [`Face`] (icon, tooltip, menu) comes out.
//!
//! It translates and shortens. It judges nothing: which findings matter, what may be done and which sentence stands for
//! the whole are the core's answers. Labels are plain text; each desk escapes what its own menus would read as markup.

use std::collections::BTreeSet;

use clawtender_core::{
    approval::ApprovalView,
    check::{Finding, Severity},
    quiet::Quiet,
    report::{Tone, roots},
    snapshot::{PhaseName, Snapshot},
    text::clean,
};
use clawtender_engine::protocol::{GatewayAction, Request};

use crate::programs::Page;

/// The longest label, in characters: about what a menu shows without growing across the screen.
const LABEL: usize = 72;

/// The longest sentence in a tooltip, in characters. Windows stores 128 UTF-16 units, with our name and a final zero.
const TOOLTIP: usize = 110;

/// How many findings, and how many requests, the menu names; the window has them all.
const NAMED: usize = 3;

/// How long a finding can be put off, in minutes.
const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

/// Everything a desk needs to draw.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Face {
    pub(crate) icon: Icon,
    /// How things stand: plain text, one line.
    pub(crate) tooltip: String,
    pub(crate) menu: Menu,
}

/// The four pictures there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Ok,
    Starting,
    Attention,
    Stopped,
}

/// The menu from top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Menu(pub Vec<Entry>);

/// One line of the menu.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry {
    Separator,
    Item(Item),
    /// A line that opens a list of its own.
    Fold {
        /// As [`Item::label`].
        label: String,
        items: Vec<Item>,
    },
}

/// One thing to read or to click.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Command {
    /// Of the engine.
    Ask(Request),
    /// Of the window.
    Open(Page),
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
    Face { icon: icon(snapshot), tooltip: clean(&state(snapshot), TOOLTIP), menu: menu(snapshot, extra) }
}

/// The picture for a snapshot.
pub(crate) fn icon(snapshot: &Snapshot) -> Icon {
    match snapshot.gateway.phase {
        PhaseName::Stopped => Icon::Stopped,
        PhaseName::Starting | PhaseName::Stopping | PhaseName::Backoff => Icon::Starting,
        PhaseName::Degraded | PhaseName::CrashLooping | PhaseName::Refused => Icon::Attention,
        _ if snapshot.tone() >= Tone::Warning || !snapshot.approvals.is_empty() => Icon::Attention,
        PhaseName::Ready | PhaseName::External => Icon::Ok,
    }
}

/// The menu for a snapshot.
pub(crate) fn menu(snapshot: &Snapshot, extra: Extra) -> Menu {
    let mut entries = vec![item("state", &state(snapshot), false, None)];
    let worst: Vec<&Finding> = shown(snapshot).take(NAMED).collect();
    entries.extend(worst.iter().map(|finding| finding_item(finding, snapshot)));
    // what a finding offers stands right beneath the findings, and each order stands in the menu once
    let (offered, others): (Vec<_>, Vec<_>) =
        orders(snapshot).into_iter().partition(|(fix, _)| worst.iter().any(|finding| offers(finding, fix)));
    entries.extend(offered.into_iter().map(|(_, item)| item));
    entries.extend(later(&worst, snapshot));
    entries.push(Entry::Separator);
    if !snapshot.approvals.is_empty() {
        entries.extend(approvals(&snapshot.approvals));
        entries.push(Entry::Separator);
    }
    entries.extend(others.into_iter().map(|(_, item)| item));
    entries.push(Entry::Separator);
    let run = if snapshot.examining { "Doctor is running…" } else { "Run doctor…" };
    let quit = if extra.quitting { "Quitting…" } else { "Quit Clawtender" };
    entries.extend([
        item("dashboard", "Open dashboard", serves(snapshot.gateway.phase), Some(Command::Ask(Request::Dashboard))),
        item("doctor", run, true, Some(Command::Open(Page::Doctor(None)))),
        item("log", "Show log…", true, Some(Command::Open(Page::Log))),
        Entry::Separator,
        autostart(extra.autostart),
        item("quit", quit, !extra.quitting, Some(Command::Quit)),
    ]);
    Menu(entries)
}

impl Menu {
    /// What the item with this id does now; `None` when it is gone or greyed out meanwhile.
    pub(crate) fn command(&self, id: &str) -> Option<&Command> {
        let items = self.0.iter().flat_map(|entry| match entry {
            Entry::Item(item) => std::slice::from_ref(item),
            Entry::Fold { items, .. } => items,
            Entry::Separator => &[],
        });
        items.filter(|item| item.enabled).find(|item| item.id == id)?.command.as_ref()
    }
}

/// One sentence on how things stand.
fn state(snapshot: &Snapshot) -> String {
    let gateway = &snapshot.gateway;
    if snapshot.tone() >= Tone::Warning {
        return snapshot.headline();
    }
    match snapshot.approvals.len() {
        0 => {}
        1 => return "1 request waits for approval".to_owned(),
        count => return format!("{count} requests wait for approval"),
    }
    match (snapshot.running, &gateway.version, gateway.phase) {
        (Some(1), _, PhaseName::Ready | PhaseName::External) => "Working: 1 session".to_owned(),
        (Some(running @ 2..), _, PhaseName::Ready | PhaseName::External) => format!("Working: {running} sessions"),
        (_, Some(version), PhaseName::Ready | PhaseName::External) => {
            format!("{} · {}", gateway.summary(), clean(version, 24))
        }
        _ => gateway.summary(),
    }
}

/// The oldest requests. One that takes a second step, and every one beyond, is for the window.
fn approvals(waiting: &[ApprovalView]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = waiting.iter().take(NAMED).map(approval).collect();
    if waiting.len() > NAMED {
        let label = format!("Show all {} requests…", waiting.len());
        entries.push(item("approvals", &label, true, Some(Command::Open(Page::Approvals(None)))));
    }
    entries
}

fn approval(view: &ApprovalView) -> Entry {
    let label = view.who.first().map_or_else(|| view.title.clone(), |who| format!("{}: {who}", view.title));
    let show = |label: &str| {
        let id = format!("approval:{}", view.id);
        plain(&id, label, true, Some(Command::Open(Page::Approvals(Some(view.id.clone())))))
    };
    if view.deliberate {
        return Entry::Item(show(&format!("{label}…")));
    }
    let choices = view.choices.iter().map(|choice| {
        let ask = Request::Decide {
            kind: view.kind,
            approval: view.id.clone(),
            decision: choice.decision,
            deliberate: false,
        };
        plain(&format!("{:?}:{}", choice.decision, view.id), &choice.label, true, Some(Command::Ask(ask)))
    });
    let message = plain(&format!("message:{}", view.id), &view.message, false, None);
    let items = std::iter::once(message).chain(choices).chain([show("Show…")]).collect();
    Entry::Fold { label: clean(&label, LABEL), items }
}

/// Info is for the window, and what waits for approval has lines of its own.
fn shown(snapshot: &Snapshot) -> impl Iterator<Item = &Finding> {
    let waits = |id: &String| snapshot.approvals.iter().any(|view| view.id == *id);
    roots(&snapshot.findings)
        .filter(|finding| finding.severity > Severity::Info)
        .filter(move |finding| !finding.subject.as_ref().is_some_and(waits))
}

fn finding_item(finding: &Finding, snapshot: &Snapshot) -> Entry {
    let subject = finding.subject.as_deref();
    let mut label = subject.map_or_else(|| finding.title.clone(), |subject| format!("{}: {subject}", finding.title));
    if let Some(quiet) = quiet(&finding.id, snapshot) {
        label = format!("{label} · {}", quiet.words);
    }
    let id = subject.map_or_else(|| finding.id.clone(), |subject| format!("{}/{subject}", finding.id));
    item(&format!("finding:{id}"), &label, true, Some(Command::Open(Page::Doctor(Some(finding.id.clone())))))
}

fn quiet<'a>(id: &str, snapshot: &'a Snapshot) -> Option<&'a Quiet> {
    snapshot.quiet.iter().find(|quiet| quiet.finding == id)
}

/// What can be put off, each check once, and what was can be had back.
fn later(worst: &[&Finding], snapshot: &Snapshot) -> Option<Entry> {
    let mut known = BTreeSet::new();
    let checks: Vec<_> = worst.iter().filter(|finding| known.insert(&finding.id)).collect();
    let line = |finding: &Finding, name: &str, alone: &str, among: &str, minutes| {
        let label = if checks.len() == 1 { alone.to_owned() } else { format!("{}: {among}", finding.title) };
        let ask = Request::Snooze { finding: finding.id.clone(), minutes };
        plain(&format!("{name}:{}", finding.id), &label, true, Some(Command::Ask(ask)))
    };
    let items = checks.iter().flat_map(|finding| match quiet(&finding.id, snapshot) {
        Some(quiet) if quiet.muted => Vec::new(),
        Some(_) => vec![line(finding, "wake", "Remind me again", "remind me again", 0)],
        None => vec![
            line(finding, "hour", "Remind me in an hour", "remind me in an hour", HOUR),
            line(finding, "tomorrow", "Remind me tomorrow", "remind me tomorrow", DAY),
        ],
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| Entry::Fold { label: "Later".to_owned(), items })
}

fn offers(finding: &Finding, fix: &str) -> bool {
    finding.fix.as_ref().is_some_and(|offer| offer.id == fix)
}

/// What can be ordered of the gateway, each beside the fix that is the same deed. A restart that would interrupt
/// something can wait.
fn orders(snapshot: &Snapshot) -> Vec<(&'static str, Entry)> {
    let order = |id, label: &str, enabled, action, idle| {
        item(id, label, enabled, Some(Command::Ask(Request::Gateway { action, anyway: false, idle })))
    };
    let may = snapshot.may;
    let mut orders = vec![
        ("start-gateway", order("gateway-start", "Start gateway", may.start, GatewayAction::Start, false)),
        ("stop-gateway", order("gateway-stop", "Stop gateway", may.stop, GatewayAction::Stop, false)),
    ];
    let restart =
        |id, label: &str, idle| ("restart-gateway", order(id, label, may.restart, GatewayAction::Restart, idle));
    match snapshot.running {
        Some(running @ 1..) => orders.extend([
            restart("gateway-restart-idle", &format!("Restart when idle ({running} running)"), true),
            restart("gateway-restart", "Restart now", false),
        ]),
        Some(0) | None => orders.push(restart("gateway-restart", "Restart gateway", false)),
    }
    orders
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
    Entry::Item(plain(id, label, enabled, command))
}

fn plain(id: &str, label: &str, enabled: bool, command: Option<Command>) -> Item {
    Item { id: id.to_owned(), label: clean(label, LABEL), enabled, checked: None, command }
}

fn serves(phase: PhaseName) -> bool {
    matches!(phase, PhaseName::Ready | PhaseName::External | PhaseName::Degraded)
}

#[cfg(test)]
#[path = "menu_tests.rs"]
pub(crate) mod tests;
