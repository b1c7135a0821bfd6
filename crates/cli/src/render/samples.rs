//! Made-up reports for the renderers' tests.

use std::fmt::Write;

use clawtender_core::{
    check::{Evidence, Finding, Group, Offer, Outcome, Severity, Source},
    fixes::Consent,
    lifecycle::Owner,
    report::{App, Report, SCHEMA, headline, tone},
    settings_view::Manners,
    snapshot::{GatewayView, May, PhaseName, Snapshot},
    words::Language,
};
use jiff::{Timestamp, tz::TimeZone};

use crate::output::Page;

/// What breaks terminals, Markdown, pages and sentences.
pub(crate) const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;title\u{7}<script>alert(\"1\")</script> <img src=x onerror='y'> &amp; **b** _i_ \
    [l](javascript:x) ```code``` \u{202e}drow\u{202c} \u{9b}31m\n# heading\n| a | b |\n- item \0 \u{200b}end";

pub(crate) fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

pub(crate) fn page(width: usize) -> Page {
    Page { width, zone: TimeZone::fixed(jiff::tz::offset(2)) }
}

pub(crate) fn gateway(phase: PhaseName) -> GatewayView {
    let lives = matches!(phase, PhaseName::Ready);
    GatewayView {
        phase,
        owner: if lives { Owner::Child } else { Owner::None },
        pid: lives.then_some(4711),
        version: lives.then(|| "2026.9.6".to_owned()),
        url: "ws://127.0.0.1:18789".into(),
        started_at: lives.then(now),
        restarts: u32::from(lives) * 2,
        detail: String::new().into(),
    }
}

pub(crate) fn finding(id: &str, outcome: Outcome, because: Option<&str>) -> Finding {
    Finding {
        id: id.into(),
        group: Group::Gateway,
        title: "Gateway is stopped".into(),
        severity: Severity::Error,
        outcome,
        because: because.map(Into::into),
        message: if outcome == Outcome::Pass { "" } else { "It ended. Nothing answers." }.into(),
        evidence: Vec::new(),
        fix: None,
        also: Vec::new(),
        request_id: None,
        help: None,
        subject: None,
        took_ms: 1,
        step: 0,
    }
}

pub(crate) fn report(findings: Vec<Finding>) -> Report {
    let gateway = gateway(if findings.iter().all(|f| f.outcome == Outcome::Pass) {
        PhaseName::Ready
    } else {
        PhaseName::Refused
    });
    Report {
        schema: SCHEMA,
        generated_at: now(),
        duration_ms: 840,
        app: App { version: "0.1.0".into(), os: "linux".into(), arch: "x86_64".into() },
        tone: tone(&findings),
        headline: headline(&gateway, &findings, Language::default()),
        gateway,
        findings,
    }
}

pub(crate) fn good_day() -> Report {
    report(vec![finding("config-valid", Outcome::Pass, None), finding("gateway-running", Outcome::Pass, None)])
}

pub(crate) fn bad_day() -> Report {
    let mut mode = finding("gateway-mode", Outcome::Fail, None);
    mode.title = "Gateway mode is missing".into();
    mode.message =
        "gateway.mode is not set in openclaw.json. The gateway refuses to start (exit code 78) until it says local."
            .into();
    mode.evidence = vec![
        evidence(Source::File, Some("2026-11-19T08:00:00Z"), "/home/ada/.openclaw/openclaw.json: no gateway.mode"),
        evidence(Source::Process, Some("2026-11-20T11:59:58Z"), "exited with code 78"),
        evidence(Source::Log, None, "Gateway start blocked: existing config is missing gateway.mode."),
    ];
    mode.fix = Some(Offer {
        id: "set-mode-local".into(),
        label: "Set gateway.mode to local".into(),
        consent: Consent::Confirm,
        preview: vec!["gateway.mode: (nothing) → \"local\"".into()],
        deed: false,
        at: None,
    });
    mode.also = vec![Offer {
        id: "open-at-line".into(),
        label: "Open at line".into(),
        consent: Consent::OneClick,
        preview: vec!["Open /home/ada/.openclaw/openclaw.json: the mistake is in line 3".into()],
        deed: true,
        at: None,
    }];
    mode.help = Some("https://docs.example.org/gateway?mode=local&x".into());
    let mut port = finding("port-free", Outcome::Fail, None);
    (port.severity, port.title, port.subject) = (Severity::Warning, "Port is taken".into(), Some("18789".into()));
    let mut crashed = finding("version-agreement", Outcome::Unknown, Some("crashed"));
    (crashed.title, crashed.message) = ("Versions differ".into(), "".into());
    report(vec![
        mode,
        port,
        finding("gateway-running", Outcome::Hidden, Some("gateway-mode")),
        finding("gateway-ready", Outcome::Hidden, Some("gateway-mode")),
        crashed,
        finding("gateway-installed", Outcome::Pass, None),
        finding("node-supported", Outcome::Pass, None),
    ])
}

pub(crate) fn hostile() -> Report {
    let mut worst = finding(HOSTILE, Outcome::Fail, None);
    worst.title = HOSTILE.into();
    worst.subject = Some(HOSTILE.into());
    worst.message = HOSTILE.into();
    worst.evidence = vec![evidence(Source::Log, Some("2026-11-20T12:00:00Z"), &"x\u{1b}[1m`".repeat(2000))];
    worst.evidence.push(evidence(Source::Probe, None, HOSTILE));
    worst.fix = Some(Offer {
        id: HOSTILE.into(),
        label: HOSTILE.into(),
        consent: Consent::OneClick,
        preview: vec![HOSTILE.into()],
        deed: false,
        at: None,
    });
    worst.also = worst.fix.iter().cloned().collect();
    worst.help = Some(format!("javascript:{HOSTILE}"));
    let mut long = finding("long", Outcome::Fail, None);
    long.message = "y".repeat(10_000).into();
    let mut report = report(vec![
        worst,
        long,
        finding("behind", Outcome::Hidden, Some(HOSTILE)),
        finding(HOSTILE, Outcome::Hidden, Some("elsewhere")),
        finding("unknown", Outcome::Unknown, Some(HOSTILE)),
    ]);
    report.gateway.version = Some(HOSTILE.into());
    report.gateway.url = HOSTILE.into();
    report.app.version = HOSTILE.into();
    report
}

pub(crate) fn snapshot(report: Report) -> Snapshot {
    Snapshot {
        gateway: report.gateway,
        findings: report.findings,
        approvals: Vec::new(),
        quiet: Vec::new(),
        sign_in: None,
        mending: Vec::new(),
        running: None,
        may: May::default(),
        examining: false,
        new_here: false,
        manners: Manners::default(),
        progress: None,
        language: Language::default(),
    }
}

fn evidence(source: Source, at: Option<&str>, text: &str) -> Evidence {
    Evidence { source, at: at.map(|at| at.parse().unwrap()), text: text.into() }
}

/// For a snapshot: long runs of the samples' fillers as their length.
pub(crate) fn shortened(text: &str) -> String {
    let mut short = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let unit = if rest.starts_with("x`") { "x`" } else { &rest[..first.len_utf8()] };
        let times = rest.as_bytes().chunks(unit.len()).take_while(|chunk| *chunk == unit.as_bytes()).count();
        if times > 40 && !unit.trim().is_empty() {
            let _ = write!(short, "{unit}[{times} times]");
        } else {
            short.push_str(&unit.repeat(times));
        }
        rest = &rest[unit.len() * times..];
    }
    short
}
