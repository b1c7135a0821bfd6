use std::fmt::Write as _;

use clawtender_core::{
    approval::{Choice, Decision, Kind},
    check::{Group, Offer, Outcome},
    fixes::Consent,
    lifecycle::Owner,
    mending::MendingView,
    settings_view::Manners,
    snapshot::{GatewayView, May},
    words::Phrase,
};
use clawtender_engine::protocol::Mend;
use insta::assert_snapshot;

use super::*;

const RUNS: May = May { start: false, stop: true, restart: true };
const RESTS: May = May { start: true, stop: false, restart: false };
const WAITS: May = May { start: true, stop: true, restart: true };

pub(crate) fn snapshot(phase: PhaseName, may: May) -> Snapshot {
    Snapshot {
        gateway: GatewayView {
            phase,
            owner: Owner::Child,
            pid: Some(4711),
            version: Some("2026.9.6".to_owned()),
            url: "ws://127.0.0.1:18789".to_owned(),
            started_at: None,
            restarts: 0,
            detail: String::new().into(),
        },
        findings: Vec::new(),
        may,
        approvals: Vec::new(),
        quiet: Vec::new(),
        sign_in: None,
        mending: Vec::new(),
        running: None,
        examining: false,
        new_here: false,
        manners: Manners::default(),
        progress: None,
        language: Language::default(),
    }
}

pub(crate) fn failing(id: &str, title: &str, severity: Severity, message: &str, fix: Option<&str>) -> Finding {
    Finding {
        id: id.to_owned(),
        group: Group::Gateway,
        title: title.to_owned(),
        severity,
        outcome: Outcome::Fail,
        because: None,
        message: message.into(),
        evidence: Vec::new(),
        fix: fix.map(|id| Offer {
            id: id.to_owned(),
            label: "Mend it".to_owned(),
            consent: Consent::OneClick,
            preview: Vec::new(),
            deed: true,
            at: None,
        }),
        also: Vec::new(),
        request_id: None,
        help: None,
        subject: None,
        took_ms: 1,
        step: 0,
    }
}

pub(crate) fn approval(id: &str, deliberate: bool) -> ApprovalView {
    let choice = |decision, label: &str| Choice { decision, label: label.into() };
    ApprovalView {
        kind: Kind::Device,
        id: id.to_owned(),
        title: "A device wants to connect".into(),
        message: "“Mara's phone” wants to read chats.".into(),
        who: vec!["Mara's phone".into(), "iOS".into()],
        permissions: Vec::new(),
        command: None,
        notes: Vec::new(),
        deliberate,
        choices: vec![choice(Decision::Approve, "Let it connect"), choice(Decision::Reject, "Reject")],
        since: "2026-11-20T12:00:00Z".parse().unwrap(),
        expires: None,
    }
}

/// As a person sees it: greyed-out lines in brackets, the id behind.
fn drawn(snapshot: &Snapshot) -> String {
    let face = face(snapshot, Extra { autostart: Some(true), ..Extra::default() });
    let mut text = format!("icon {:?}, tooltip {:?}\n", face.icon, face.tooltip);
    for entry in &face.menu.0 {
        match entry {
            Entry::Separator => text += "--\n",
            Entry::Item(item) => text += &line("", item),
            Entry::Fold { label, items } => {
                let _ = writeln!(text, "{label} >");
                text.extend(items.iter().map(|item| line("  ", item)));
            }
        }
    }
    text
}

fn line(indent: &str, item: &Item) -> String {
    let mark = item.checked.map_or("", |on| if on { "[x] " } else { "[ ] " });
    let label = if item.enabled { item.label.clone() } else { format!("({})", item.label) };
    format!("{indent}{mark}{label} #{}\n", item.id)
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
Settings… #settings
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
Settings… #settings
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
Mend it… #mend:provider-key/openai
Later >
  Gateway hangs: remind me in an hour #hour:gateway-hung
  Gateway hangs: remind me tomorrow #tomorrow:gateway-hung
  Clock is wrong: remind me in an hour #hour:clock-skew
  Clock is wrong: remind me tomorrow #tomorrow:clock-skew
  API key expired: remind me in an hour #hour:provider-key
  API key expired: remind me tomorrow #tomorrow:provider-key
--
(Start gateway) #gateway-start
Stop gateway #gateway-stop
--
Open dashboard #dashboard
Run doctor… #doctor
Show log… #log
--
Settings… #settings
[x] Start at login #autostart
Quit Clawtender #quit
"#);
    assert_eq!(
        menu(&ill, Extra::default()).command("finding:provider-key/openai"),
        Some(&Command::Open(Page::Doctor(Some("provider-key".to_owned()))))
    );
}

#[test]
fn what_one_click_mends_is_mended_from_the_menu_as_from_the_notification() {
    let mut ill = snapshot(PhaseName::Degraded, RUNS);
    let offer = |finding: &mut Finding, label: &str, consent, deed| {
        let fix = finding.fix.as_mut().unwrap();
        (fix.label, fix.consent, fix.deed) = (label.to_owned(), consent, deed);
    };
    let fail = |id: &str, subject: Option<&str>, fix: &str, label: &str, consent, deed| {
        let mut finding = failing(id, id, Severity::Error, "It is ill.", Some(fix));
        finding.subject = subject.map(str::to_owned);
        offer(&mut finding, label, consent, deed);
        finding
    };
    let one_click = |id, subject, fix, label| fail(id, subject, fix, label, Consent::OneClick, true);
    let mend = |finding: &str, fix: &str| {
        let (finding, fix) = (finding.to_owned(), fix.to_owned());
        Some(Command::Ask(Request::Fix(Mend { finding, subject: None, fix, agreed: false })))
    };
    let beneath = |snapshot: &Snapshot| {
        let drawn = drawn(snapshot);
        let lines = drawn.lines().skip(2).skip_while(|line| line.contains("#finding:"));
        lines.take_while(|line| !line.starts_with("Later")).map(str::to_owned).collect::<Vec<_>>()
    };

    // an order that is the fix does it as the fix
    ill.findings = vec![
        one_click("gateway-responding", None, "restart-gateway", "Restart gateway"),
        one_click("device-token", None, "pair-again", "Pair again"),
    ];
    assert_eq!(beneath(&ill), ["Restart gateway #gateway-restart", "Pair again #mend:device-token/"]);
    let shown = menu(&ill, Extra::default());
    assert_eq!(shown.command("gateway-restart").cloned(), mend("gateway-responding", "restart-gateway"));
    assert_eq!(shown.command("mend:device-token/").cloned(), mend("device-token", "pair-again"));

    // a better time can still be waited for
    ill.running = Some(2);
    let shown = menu(&ill, Extra::default());
    assert!(matches!(shown.command("gateway-restart-idle"), Some(Command::Ask(Request::Gateway { idle: true, .. }))));
    assert_eq!(shown.command("gateway-restart").cloned(), mend("gateway-responding", "restart-gateway"));

    // while it is mended, it is not mended twice
    ill.running = None;
    ill.mending = vec![MendingView {
        finding: "device-token".to_owned(),
        subject: None,
        words: Phrase::default(),
        steps: Vec::new(),
        at: 0,
        may_stop: false,
    }];
    assert_eq!(beneath(&ill)[1], "(Pair again) #mend:device-token/");
    ill.mending.clear();

    // what asks things is asked in the window, at the finding; the same for several says for which
    ill.findings = vec![
        one_click("token-expiry", Some("openai"), "sign-in-again", "Sign in again"),
        one_click("token-expiry", Some("google"), "sign-in-again", "Sign in again"),
    ];
    assert_eq!(
        beneath(&ill),
        ["Sign in again: openai… #mend:token-expiry/openai", "Sign in again: google… #mend:token-expiry/google"]
    );
    let at_finding = Command::Open(Page::Doctor(Some("token-expiry".to_owned())));
    assert_eq!(menu(&ill, Extra::default()).command("mend:token-expiry/google"), Some(&at_finding));

    // what has to be read first, and what Clawtender cannot do, is for the window
    ill.findings = vec![
        fail("gateway-mode", None, "set-gateway-mode", "Set gateway.mode to local", Consent::Confirm, true),
        fail("device-token", None, "pair-again", "Pair again", Consent::OneClick, false),
    ];
    assert_eq!(beneath(&ill), [""; 0]);
}

#[test]
fn what_is_put_off_is_marked_and_can_be_had_back_unless_the_settings_say_so() {
    let mut ill = snapshot(PhaseName::Ready, RUNS);
    let quiet = |finding: &str, muted| Quiet {
        finding: finding.to_owned(),
        until: "2026-11-26T15:00:00Z".parse().unwrap(),
        words: "Quiet until 15:00".to_owned(),
        muted,
    };
    ill.findings = vec![failing("clock-skew", "Clock is wrong", Severity::Warning, "It is 3 min ahead.", None)];
    ill.quiet = vec![quiet("clock-skew", false), quiet("other", false)];
    let lines = |snapshot: &Snapshot| drawn(snapshot).lines().skip(2).take(3).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        lines(&ill),
        ["Clock is wrong · Quiet until 15:00 #finding:clock-skew", "Later >", "  Remind me again #wake:clock-skew"]
    );
    let ask = |minutes| Some(Command::Ask(Request::Snooze { finding: "clock-skew".to_owned(), minutes }));
    assert_eq!(menu(&ill, Extra::default()).command("wake:clock-skew").cloned(), ask(0));
    ill.quiet = vec![quiet("clock-skew", true)];
    assert_eq!(lines(&ill)[1], "--");
    ill.quiet = Vec::new();
    assert_eq!(lines(&ill)[2], "  Remind me in an hour #hour:clock-skew");
    assert_eq!(menu(&ill, Extra::default()).command("hour:clock-skew").cloned(), ask(60));
    assert_eq!(menu(&ill, Extra::default()).command("tomorrow:clock-skew").cloned(), ask(24 * 60));
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
    let mut request = approval("r1", false);
    (request.who, request.title, request.message) =
        (vec![text.clone().into()], text.clone().into(), text.clone().into());
    request.choices[0].label = text.clone().into();
    hostile.approvals = vec![request];
    let check = |label: &str| {
        assert!(label.chars().count() <= LABEL, "{label}");
        assert!(!label.contains(|c: char| c.is_control() || c == '\u{202e}'));
    };
    for entry in menu(&hostile, Extra::default()).0 {
        match entry {
            Entry::Separator => {}
            Entry::Item(item) => check(&item.label),
            Entry::Fold { label, items } => {
                check(&label);
                for item in &items {
                    check(&item.label);
                }
            }
        }
    }
    assert!(face(&hostile, Extra::default()).tooltip.chars().count() <= TOOLTIP);
}

#[test]
fn a_greyed_or_vanished_item_does_nothing() {
    let resting = menu(&snapshot(PhaseName::Stopped, RESTS), Extra::default());
    assert_eq!(
        resting.command("gateway-start"),
        Some(&Command::Ask(Request::Gateway { action: GatewayAction::Start, anyway: false, idle: false }))
    );
    assert_eq!(resting.command("gateway-stop"), None);
    assert_eq!(resting.command("state"), None);
    assert_eq!(resting.command("finding:clock-skew"), None);
    assert_eq!(resting.command("dashboard"), None);
    assert_eq!(resting.command("settings"), Some(&Command::Open(Page::Settings)));
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
fn a_start_at_login_that_leads_elsewhere_says_so_and_is_mended_from_the_menu() {
    let calm = snapshot(PhaseName::Ready, RUNS);
    for (why, label) in [
        ("gone", "Repair start at login: it leads nowhere"),
        ("other", "Repair start at login: another copy starts"),
        ("mount", "Repair start at login: it leads to a mount that will be gone"),
        ("translocated", "Repair start at login: it leads to a place that will be gone"),
        ("double", "Repair start at login: it is there twice"),
    ] {
        let menu = menu(&calm, Extra { autostart: Some(false), mend_autostart: Some(why), ..Extra::default() });
        assert_eq!(item_of(&menu, "mend-autostart").map(|item| item.label.as_str()), Some(label));
        assert_eq!(menu.command("mend-autostart"), Some(&Command::Autostart(true)));
    }
    assert_eq!(menu(&calm, Extra::default()).command("mend-autostart"), None);
}

#[test]
fn quitting_is_offered_once() {
    let leaving = menu(&snapshot(PhaseName::Ready, RUNS), Extra { quitting: true, ..Extra::default() });
    assert_eq!(leaving.command("quit"), None);
    assert_eq!(item_of(&leaving, "quit").map(|item| item.label.as_str()), Some("Quitting…"));
}

#[test]
fn what_waits_stands_in_the_menu_oldest_first() {
    let mut asked = snapshot(PhaseName::Ready, RUNS);
    asked.approvals = vec![approval("r1", false), approval("r2", true), approval("r3", false), approval("r4", false)];
    assert_snapshot!(drawn(&asked), @r#"
icon Attention, tooltip "4 requests wait for approval"
(4 requests wait for approval) #state
--
A device wants to connect: Mara's phone >
  (“Mara's phone” wants to read chats.) #message:r1
  Let it connect #Approve:r1
  Reject #Reject:r1
  Show… #approval:r1
A device wants to connect: Mara's phone… #approval:r2
A device wants to connect: Mara's phone >
  (“Mara's phone” wants to read chats.) #message:r3
  Let it connect #Approve:r3
  Reject #Reject:r3
  Show… #approval:r3
Show all 4 requests… #approvals
--
(Start gateway) #gateway-start
Stop gateway #gateway-stop
Restart gateway #gateway-restart
--
Open dashboard #dashboard
Run doctor… #doctor
Show log… #log
--
Settings… #settings
[x] Start at login #autostart
Quit Clawtender #quit
"#);
    let menu = menu(&asked, Extra::default());
    let reject = Request::Decide {
        kind: Kind::Device,
        approval: "r1".to_owned(),
        decision: Decision::Reject,
        deliberate: false,
    };
    assert_eq!(menu.command("Reject:r1"), Some(&Command::Ask(reject)));
    assert_eq!(menu.command("approval:r2"), Some(&Command::Open(Page::Approvals(Some("r2".to_owned())))));
    for two_steps in ["Approve:r2", "Always:r2"] {
        assert_eq!(menu.command(two_steps), None, "one click for what takes two");
    }
    asked.approvals.truncate(1);
    assert_eq!(state(&asked), "1 request waits for approval");
}

#[test]
fn a_request_that_is_a_finding_too_is_named_once() {
    let mut asked = snapshot(PhaseName::Ready, RUNS);
    asked.approvals = vec![approval("r1", false)];
    let before = menu(&asked, Extra::default()).0;
    let mut finding = failing("pairing-pending", "Device waits", Severity::Warning, "A device wants in.", None);
    finding.subject = Some("r1".to_owned());
    asked.findings = vec![finding];
    assert_eq!(menu(&asked, Extra::default()).0[1..], before[1..]);
    assert_eq!(state(&asked), "A device wants in.");
}

#[test]
fn a_restart_that_would_interrupt_something_can_wait() {
    let mut busy = snapshot(PhaseName::Ready, RUNS);
    busy.running = Some(2);
    assert_snapshot!(drawn(&busy), @r#"
icon Ok, tooltip "Working: 2 sessions"
(Working: 2 sessions) #state
--
(Start gateway) #gateway-start
Stop gateway #gateway-stop
Restart when idle (2 running) #gateway-restart-idle
Restart now #gateway-restart
--
Open dashboard #dashboard
Run doctor… #doctor
Show log… #log
--
Settings… #settings
[x] Start at login #autostart
Quit Clawtender #quit
"#);
    let menu = menu(&busy, Extra::default());
    let restart = |idle| Command::Ask(Request::Gateway { action: GatewayAction::Restart, anyway: false, idle });
    assert_eq!(menu.command("gateway-restart-idle"), Some(&restart(true)));
    assert_eq!(menu.command("gateway-restart"), Some(&restart(false)));
    busy.running = Some(0);
    assert_eq!(drawn(&busy), drawn(&snapshot(PhaseName::Ready, RUNS)));
    // what is wrong comes first, then what waits, then what runs
    busy.running = Some(1);
    assert_eq!(state(&busy), "Working: 1 session");
    busy.findings = vec![failing("x", "Ill", Severity::Error, "It is ill.", None)];
    busy.approvals = vec![approval("r1", false)];
    assert_eq!(state(&busy), "It is ill.");
}
