//! What the tray shows, as data: a snapshot goes in, a [`Face`] (icon, tooltip, menu) comes out.
//!
//! It translates and shortens. It judges nothing: which findings matter, what may be done and which sentence stands for
//! the whole are the core's answers; words are the languages' (`words/*/tray.ftl`). Labels are plain text; each desk escapes what its own menus would read as markup.

use std::collections::BTreeSet;

use clawtender_core::{
    approval::ApprovalView,
    check::{Finding, Severity},
    fixes::Consent,
    incident::{Click, Place},
    quiet::Quiet,
    report::{Tone, roots},
    snapshot::{PhaseName, Snapshot},
    text::clean,
    words::Language,
};
use clawtender_engine::protocol::{GatewayAction, Request};

use crate::{clicks, programs::Page};

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
    /// What is wrong with that, as the languages' messages tell it apart, where switching it on mends it.
    pub(crate) mend_autostart: Option<&'static str>,
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
    let mends = mends(&worst, snapshot);
    let (offered, others): (Vec<_>, Vec<_>) =
        orders(snapshot).into_iter().partition(|(fix, _)| worst.iter().any(|finding| offers(finding, fix)));
    let (instead, alone): (Vec<_>, Vec<_>) =
        mends.into_iter().partition(|mend| offered.iter().any(|(order, _)| *order == mend.fix));
    entries.extend(offered.into_iter().map(|(fix, order)| as_mend(fix, order, &instead)));
    entries.extend(alone.into_iter().map(|mend| Entry::Item(mend.item)));
    entries.extend(later(&worst, snapshot));
    entries.push(Entry::Separator);
    if !snapshot.approvals.is_empty() {
        entries.extend(approvals(&snapshot.approvals, snapshot.language));
        entries.push(Entry::Separator);
    }
    entries.extend(others.into_iter().map(|(_, item)| item));
    entries.push(Entry::Separator);
    let say = |id| snapshot.language.say(id, &[]);
    let run = say(if snapshot.examining { "tray-doctor-runs" } else { "tray-run-doctor" });
    let quit = say(if extra.quitting { "tray-quitting" } else { "tray-quit" });
    let dashboard = Command::Ask(Request::Dashboard);
    entries.extend([
        item("dashboard", &say("tray-dashboard"), serves(snapshot.gateway.phase), Some(dashboard)),
        item("doctor", &run, true, Some(Command::Open(Page::Doctor(None)))),
        item("log", &say("tray-log"), true, Some(Command::Open(Page::Log))),
        Entry::Separator,
        item("settings", &say("tray-settings"), true, Some(Command::Open(Page::Settings))),
        autostart(extra.autostart, &say("tray-autostart")),
    ]);
    entries.extend(extra.mend_autostart.map(|why| {
        let label = snapshot.language.say("tray-mend-autostart", &[("why", why.into())]);
        item("mend-autostart", &label, true, Some(Command::Autostart(true)))
    }));
    entries.push(item("quit", &quit, !extra.quitting, Some(Command::Quit)));
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
    if let count @ 1.. = snapshot.approvals.len() {
        return snapshot.language.say("tray-waiting", &[("count", count.into())]);
    }
    match (snapshot.running, &gateway.version, gateway.phase) {
        (None | Some(0), Some(version), PhaseName::Ready | PhaseName::External) => {
            format!("{} · {}", snapshot.summary(), clean(version, 24))
        }
        _ => snapshot.summary(),
    }
}

/// The oldest requests. One that takes a second step, and every one beyond, is for the window.
fn approvals(waiting: &[ApprovalView], language: Language) -> Vec<Entry> {
    let mut entries: Vec<Entry> = waiting.iter().take(NAMED).map(|view| approval(view, language)).collect();
    if waiting.len() > NAMED {
        let label = language.say("tray-all-waiting", &[("count", waiting.len().into())]);
        entries.push(item("approvals", &label, true, Some(Command::Open(Page::Approvals(None)))));
    }
    entries
}

fn approval(view: &ApprovalView, language: Language) -> Entry {
    let label = view.who.first().map_or_else(|| view.title.to_string(), |who| format!("{}: {who}", view.title));
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
    let items = std::iter::once(message).chain(choices).chain([show(&language.say("tray-show", &[]))]).collect();
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
        let label = match checks.len() {
            1 => snapshot.language.say(alone, &[]),
            _ => snapshot.language.say(among, &[("title", finding.title.as_str().into())]),
        };
        let ask = Request::Snooze { finding: finding.id.clone(), minutes };
        plain(&format!("{name}:{}", finding.id), &label, true, Some(Command::Ask(ask)))
    };
    let items = checks.iter().flat_map(|finding| match quiet(&finding.id, snapshot) {
        Some(quiet) if quiet.muted => Vec::new(),
        Some(_) => vec![line(finding, "wake", "tray-again", "tray-again-of", 0)],
        None => vec![
            line(finding, "hour", "tray-in-an-hour", "tray-in-an-hour-of", HOUR),
            line(finding, "tomorrow", "tray-tomorrow", "tray-tomorrow-of", DAY),
        ],
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| Entry::Fold { label: snapshot.language.say("tray-later", &[]), items })
}

/// A fix that one click is enough for.
struct MendLine {
    fix: String,
    item: Item,
}

/// The fixes of these findings that a notification would have a button for, with what it would do; each thing to be mended
/// once, and named where several are mended alike.
fn mends(worst: &[&Finding], snapshot: &Snapshot) -> Vec<MendLine> {
    let offered = worst.iter().filter_map(|finding| {
        let offer = finding.fix.as_ref().filter(|offer| offer.deed && offer.consent == Consent::OneClick)?;
        Some((*finding, offer))
    });
    let offered: Vec<_> = offered.collect();
    let mut known = BTreeSet::new();
    let lines = offered.iter().filter(|(finding, offer)| known.insert((&offer.id, &finding.subject)));
    let lines = lines.filter_map(|(finding, offer)| {
        let click = Click::Fix { finding: finding.id.clone(), subject: finding.subject.clone(), fix: offer.id.clone() };
        let command = clicks::meaning(&click, &Place::Finding(finding.id.clone()), snapshot).ok()?;
        let alike = offered.iter().filter(|(_, other)| other.id == offer.id).count() > 1;
        let subject = finding.subject.as_ref().filter(|_| alike);
        let label = subject.map_or_else(|| offer.label.clone(), |subject| format!("{}: {subject}", offer.label));
        let label = if matches!(command, Command::Open(_)) { format!("{label}…") } else { label };
        let mended = snapshot.mending.iter().any(|one| one.finding == finding.id && one.subject == finding.subject);
        let subject = finding.subject.as_deref().unwrap_or_default();
        let id = format!("mend:{}/{subject}", finding.id);
        Some(MendLine { fix: offer.id.clone(), item: plain(&id, &label, !mended, Some(command)) })
    });
    lines.collect()
}

/// An order that mends what a finding is about does it as the fix: it is looked whether it has helped, and said if not. One that
/// waits for a better time stays an order.
fn as_mend(fix: &str, order: Entry, mends: &[MendLine]) -> Entry {
    match (order, mends.iter().find(|mend| mend.fix == fix)) {
        (Entry::Item(item), Some(mend)) if !waits(&item) => {
            Entry::Item(Item { enabled: item.enabled && mend.item.enabled, command: mend.item.command.clone(), ..item })
        }
        (order, _) => order,
    }
}

fn waits(order: &Item) -> bool {
    matches!(order.command, Some(Command::Ask(Request::Gateway { idle: true, .. })))
}

fn offers(finding: &Finding, fix: &str) -> bool {
    finding.fix.as_ref().is_some_and(|offer| offer.id == fix)
}

/// What can be ordered of the gateway, each beside the fix that is the same deed. A restart that would interrupt
/// something can wait.
fn orders(snapshot: &Snapshot) -> Vec<(&'static str, Entry)> {
    let say = |label, told: &[_]| snapshot.language.say(label, told);
    let order = |id, label: String, enabled, action, idle| {
        item(id, &label, enabled, Some(Command::Ask(Request::Gateway { action, anyway: false, idle })))
    };
    let may = snapshot.may;
    let mut orders = vec![
        ("start-gateway", order("gateway-start", say("tray-start", &[]), may.start, GatewayAction::Start, false)),
        ("stop-gateway", order("gateway-stop", say("tray-stop", &[]), may.stop, GatewayAction::Stop, false)),
    ];
    let restart =
        |id, label: String, idle| ("restart-gateway", order(id, label, may.restart, GatewayAction::Restart, idle));
    match snapshot.running {
        Some(running @ 1..) => orders.extend([
            restart("gateway-restart-idle", say("tray-restart-idle", &[("running", running.into())]), true),
            restart("gateway-restart", say("tray-restart-now", &[]), false),
        ]),
        Some(0) | None => orders.push(restart("gateway-restart", say("tray-restart", &[]), false)),
    }
    orders
}

fn autostart(state: Option<bool>, label: &str) -> Entry {
    let on = state.unwrap_or_default();
    let command = Some(Command::Autostart(!on));
    Entry::Item(Item {
        id: "autostart".to_owned(),
        label: clean(label, LABEL),
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
