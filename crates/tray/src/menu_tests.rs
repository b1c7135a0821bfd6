use std::fmt::Write as _;

use clawtender_core::{
    check::{Group, Offer, Outcome},
    fixes::Consent,
    lifecycle::Owner,
    snapshot::{GatewayView, May},
};
use insta::assert_snapshot;

use super::*;

const RUNS: May = May { start: false, stop: true, restart: true };
const RESTS: May = May { start: true, stop: false, restart: false };
const WAITS: May = May { start: true, stop: true, restart: true };

fn snapshot(phase: PhaseName, may: May) -> Snapshot {
    Snapshot {
        gateway: GatewayView {
            phase,
            owner: Owner::Child,
            pid: Some(4711),
            version: Some("2026.9.6".to_owned()),
            url: "ws://127.0.0.1:18789".to_owned(),
            started_at: None,
            restarts: 0,
            detail: String::new(),
        },
        findings: Vec::new(),
        may,
        examining: false,
    }
}

fn failing(id: &str, title: &str, severity: Severity, message: &str, fix: Option<&str>) -> Finding {
    Finding {
        id: id.to_owned(),
        group: Group::Gateway,
        title: title.to_owned(),
        severity,
        outcome: Outcome::Fail,
        because: None,
        message: message.to_owned(),
        evidence: Vec::new(),
        fix: fix.map(|id| Offer {
            id: id.to_owned(),
            label: "Mend it".to_owned(),
            consent: Consent::OneClick,
            preview: Vec::new(),
        }),
        help: None,
        subject: None,
        took_ms: 1,
    }
}

/// As a person sees it: greyed-out lines in brackets, the id behind.
fn drawn(snapshot: &Snapshot) -> String {
    let face = face(snapshot, Extra { autostart: Some(true), ..Extra::default() });
    let mut text = format!("icon {:?}, tooltip {:?}\n", face.icon, face.tooltip);
    for entry in &face.menu.0 {
        let _ = match entry {
            Entry::Separator => writeln!(text, "--"),
            Entry::Item(item) => {
                let mark = item.checked.map_or("", |on| if on { "[x] " } else { "[ ] " });
                let label = if item.enabled { item.label.clone() } else { format!("({})", item.label) };
                writeln!(text, "{mark}{label} #{}", item.id)
            }
        };
    }
    text
}

fn item_of<'a>(menu: &'a Menu, id: &str) -> Option<&'a Item> {
    menu.0.iter().find_map(|entry| match entry {
        Entry::Item(item) if item.id == id => Some(item),
        _ => None,
    })
}

#[test]
fn healthy() {
    assert_snapshot!(drawn(&snapshot(PhaseName::Ready, RUNS)), @r#"
icon Ok, tooltip "Gateway is healthy · 2026.9.6"
(Gateway is healthy · 2026.9.6) #state
--
(Start gateway) #gateway-start
Stop gateway #gateway-stop
Restart gateway #gateway-restart
--
Open dashboard #dashboard
Run doctor… #doctor
Show log… #log
--
[x] Start at login #autostart
Quit Clawtender #quit
"#);
}

#[test]
fn stopped() {
    assert_snapshot!(drawn(&snapshot(PhaseName::Stopped, RESTS)), @r#"
icon Stopped, tooltip "Gateway is stopped"
(Gateway is stopped) #state
--
Start gateway #gateway-start
(Stop gateway) #gateway-stop
(Restart gateway) #gateway-restart
--
(Open dashboard) #dashboard
Run doctor… #doctor
Show log… #log
--
[x] Start at login #autostart
Quit Clawtender #quit
"#);
}

#[test]
fn every_other_phase_at_a_glance() {
    let others = [
        (PhaseName::Starting, RUNS),
        (PhaseName::Degraded, RUNS),
        (PhaseName::Stopping, WAITS),
        (PhaseName::Backoff, WAITS),
        (PhaseName::CrashLooping, WAITS),
        (PhaseName::Refused, WAITS),
        (PhaseName::External, May { restart: true, ..May::default() }),
    ];
    let mut text = String::new();
    for (phase, may) in others {
        let drawn = drawn(&snapshot(phase, may));
        let changing = drawn.lines().filter(|line| {
            line.starts_with("icon")
                || line.contains("gateway-")
                || line.contains("#state")
                || line.contains("#dashboard")
        });
        let _ = writeln!(text, "{phase:?}\n{}", changing.fold(String::new(), |all, line| all + "  " + line + "\n"));
    }
    assert_snapshot!(text, @r#"
Starting
  icon Starting, tooltip "Gateway is starting"
  (Gateway is starting) #state
  (Start gateway) #gateway-start
  Stop gateway #gateway-stop
  Restart gateway #gateway-restart
  (Open dashboard) #dashboard

Degraded
  icon Attention, tooltip "Gateway does not serve requests"
  (Gateway does not serve requests) #state
  (Start gateway) #gateway-start
  Stop gateway #gateway-stop
  Restart gateway #gateway-restart
  Open dashboard #dashboard

Stopping
  icon Starting, tooltip "Gateway is stopping"
  (Gateway is stopping) #state
  Start gateway #gateway-start
  Stop gateway #gateway-stop
  Restart gateway #gateway-restart
  (Open dashboard) #dashboard

Backoff
  icon Starting, tooltip "Gateway ended and is started again shortly"
  (Gateway ended and is started again shortly) #state
  Start gateway #gateway-start
  Stop gateway #gateway-stop
  Restart gateway #gateway-restart
  (Open dashboard) #dashboard

CrashLooping
  icon Attention, tooltip "Gateway keeps ending"
  (Gateway keeps ending) #state
  Start gateway #gateway-start
  Stop gateway #gateway-stop
  Restart gateway #gateway-restart
  (Open dashboard) #dashboard

Refused
  icon Attention, tooltip "Gateway cannot start"
  (Gateway cannot start) #state
  Start gateway #gateway-start
  Stop gateway #gateway-stop
  Restart gateway #gateway-restart
  (Open dashboard) #dashboard

External
  icon Ok, tooltip "Gateway is healthy · 2026.9.6"
  (Gateway is healthy · 2026.9.6) #state
  (Start gateway) #gateway-start
  (Stop gateway) #gateway-stop
  Restart gateway #gateway-restart
  Open dashboard #dashboard
"#);
}

#[test]
fn findings_are_named_with_the_orders_they_offer() {
    let mut ill = snapshot(PhaseName::Degraded, RUNS);
    let mut key =
        failing("provider-key", "API key expired", Severity::Warning, "The key expired on 3 May.", Some("enter-key"));
    key.subject = Some("openai".to_owned());
    ill.findings = vec![
        failing(
            "gateway-hung",
            "Gateway hangs",
            Severity::Error,
            "The gateway has not answered for 12 s.",
            Some("restart-gateway"),
        ),
        failing("clock-skew", "Clock is wrong", Severity::Error, "This computer is 3 min ahead.", None),
        key,
        failing("fourth", "Not shown", Severity::Warning, "A fourth one.", Some("start-gateway")),
    ];
    assert_snapshot!(drawn(&ill), @r#"
icon Attention, tooltip "The gateway has not answered for 12 s."
(The gateway has not answered for 12 s.) #state
Gateway hangs #finding:gateway-hung
Clock is wrong #finding:clock-skew
API key expired: openai #finding:provider-key/openai
Restart gateway #gateway-restart
--
(Start gateway) #gateway-start
Stop gateway #gateway-stop
--
Open dashboard #dashboard
Run doctor… #doctor
Show log… #log
--
[x] Start at login #autostart
Quit Clawtender #quit
"#);
    assert_eq!(
        menu(&ill, Extra::default()).command("finding:provider-key/openai"),
        Some(&Command::Doctor(Some("provider-key".to_owned())))
    );
}

#[test]
fn something_worth_knowing_leaves_the_tray_alone() {
    let mut calm = snapshot(PhaseName::Ready, RUNS);
    calm.findings = vec![failing("update", "Update available", Severity::Info, "2026.9.7 is out.", None)];
    assert_eq!(drawn(&calm), drawn(&snapshot(PhaseName::Ready, RUNS)));
}

#[test]
fn hostile_text_stays_one_short_line() {
    let mut hostile = snapshot(PhaseName::Ready, RUNS);
    let text = format!("\u{202e}evil\u{1b}]0;title\u{7}\n{}", "A".repeat(1 << 20));
    hostile.gateway.version = Some(text.clone());
    hostile.findings = vec![failing("x", &text, Severity::Error, &text, None)];
    for entry in menu(&hostile, Extra::default()).0 {
        if let Entry::Item(item) = entry {
            assert!(item.label.chars().count() <= LABEL, "{}", item.label);
            assert!(!item.label.contains(|c: char| c.is_control() || c == '\u{202e}'));
        }
    }
    assert!(face(&hostile, Extra::default()).tooltip.chars().count() <= TOOLTIP);
}

#[test]
fn a_greyed_or_vanished_item_does_nothing() {
    let resting = menu(&snapshot(PhaseName::Stopped, RESTS), Extra::default());
    assert_eq!(resting.command("gateway-start"), Some(&Command::Gateway(GatewayAction::Start)));
    assert_eq!(resting.command("gateway-stop"), None);
    assert_eq!(resting.command("state"), None);
    assert_eq!(resting.command("finding:clock-skew"), None);
    assert_eq!(resting.command("dashboard"), None);
}

#[test]
fn the_switch_orders_the_opposite_and_is_grey_where_unknown() {
    let calm = snapshot(PhaseName::Ready, RUNS);
    let on = menu(&calm, Extra { autostart: Some(true), ..Extra::default() });
    assert_eq!(on.command("autostart"), Some(&Command::Autostart(false)));
    let off = menu(&calm, Extra { autostart: Some(false), ..Extra::default() });
    assert_eq!(off.command("autostart"), Some(&Command::Autostart(true)));
    assert_eq!(menu(&calm, Extra::default()).command("autostart"), None);
}

#[test]
fn quitting_is_offered_once() {
    let leaving = menu(&snapshot(PhaseName::Ready, RUNS), Extra { quitting: true, ..Extra::default() });
    assert_eq!(leaving.command("quit"), None);
    assert_eq!(item_of(&leaving, "quit").map(|item| item.label.as_str()), Some("Quitting…"));
}

#[test]
fn the_dashboard_address_never_carries_more_than_host_and_port() {
    assert_eq!(dashboard("ws://127.0.0.1:18789").as_deref(), Some("http://127.0.0.1:18789/"));
    assert_eq!(dashboard("wss://[::1]:443/").as_deref(), Some("https://[::1]:443/"));
    for refused in [
        "",
        "ws://",
        "http://127.0.0.1:1",
        "ws://127.0.0.1:1/#token=s3cret",
        "ws://me@host:1",
        "ws://h:1/x",
        "ws://h;touch x",
        "ws://--flag x",
    ] {
        assert_eq!(dashboard(refused), None, "{refused}");
    }
}
