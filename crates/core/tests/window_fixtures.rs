//! Holds the page's recorded reports and requests (ui/fixtures) to schema 1 and to the sentences that the core makes of them.
//!
//! After changing the words about requests, write them anew, one test after the other, for several write to one file:
//! `CLAWTENDER_WRITE_FIXTURES=1 cargo test -p clawtender-core --features types --test window_fixtures -- --test-threads 1`
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use std::{collections::BTreeMap, fmt::Write, path::Path};

use clawtender_core::{
    approval::{Approval, ApprovalView, Kind, PastApproval},
    at_login::{AtLogin, Entry, Starts},
    changes::ChangeView,
    desk::{Desk, NotificationServer},
    facts::{ConfigProblem, Facts, Launch, Observed, Runtime},
    history::RunHistory,
    key_list::{KeyList, MovePlan},
    keys::{KeySources, KeychainState},
    log_line::{Level, LogLine},
    mending::MendingView,
    overview::{DAY, Life, Line, Load, Overview},
    progress::Progress,
    quiet::Quiet,
    report::{Report, SCHEMA, headline, tone},
    settings_view::{Around, SettingsView},
    setup::{Known, SetupView},
    sign_in::SignInView,
    signatures::Matcher,
    snapshot::May,
    tray_host,
    words::Language,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

#[test]
fn every_recorded_report_is_one_that_the_core_could_have_made() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/fixtures");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let fixture: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let recorded = &fixture["report"];
        let report: Report = serde_json::from_value(recorded.clone()).unwrap();
        let name = path.display();
        assert_eq!(report.schema, SCHEMA, "{name}");
        assert_eq!(tone(&report.findings), report.tone, "{name}: tone");
        assert_eq!(
            headline(&report.gateway, &report.findings, Language::default()),
            report.headline,
            "{name}: headline"
        );
        assert_eq!(fixture["summary"], report.gateway.summary(Language::default()), "{name}: summary");
        assert_eq!(&serde_json::to_value(&report).unwrap(), recorded, "{name}: fields");
        serde_json::from_value::<May>(fixture["may"].clone()).unwrap();
        if let Some(recorded) = fixture.get("approvals") {
            let approvals: Vec<ApprovalView> = serde_json::from_value(recorded.clone()).unwrap();
            assert_eq!(&serde_json::to_value(&approvals).unwrap(), recorded, "{name}: requests");
        }
        if let Some(recorded) = fixture.get("signIn") {
            let sign_in: SignInView = serde_json::from_value(recorded.clone()).unwrap();
            assert_eq!(&serde_json::to_value(&sign_in).unwrap(), recorded, "{name}: sign-in");
        }
        holds::<Overview>(&fixture, "overview", &path);
        holds::<Load>(&fixture, "load", &path);
        holds::<KeyList>(&fixture, "keys", &path);
        holds::<MovePlan>(&fixture, "movePlan", &path);
        holds::<SettingsView>(&fixture, "settings", &path);
        holds::<SetupView>(&fixture, "setup", &path);
        holds::<Progress>(&fixture, "progress", &path);
        holds::<RunHistory>(&fixture, "runs", &path);
        holds::<Vec<PastApproval>>(&fixture, "past", &path);
        holds::<Vec<ChangeView>>(&fixture, "changes", &path);
        holds::<Vec<Quiet>>(&fixture, "quiet", &path);
        holds::<Vec<MendingView>>(&fixture, "mending", &path);
        seen += 1;
    }
    assert!(seen >= 7, "only {seen} fixtures were found");
}

/// What a fixture has under this name is what the structure would say.
fn holds<T: Serialize + DeserializeOwned>(fixture: &Value, name: &str, path: &Path) {
    let Some(recorded) = fixture.get(name) else { return };
    let value: T = serde_json::from_value(recorded.clone()).unwrap();
    assert_eq!(&serde_json::to_value(&value).unwrap(), recorded, "{}: {name}", path.display());
}

#[test]
fn every_recorded_line_is_marked_as_the_core_would_mark_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/fixtures");
    let (matcher, mut marked) = (Matcher::new(), 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(mut fixture) = serde_json::from_slice::<Value>(&std::fs::read(&path).unwrap()) else { continue };
        let Some(log) = fixture.get("log") else { continue };
        let recorded: Vec<LogLine> = serde_json::from_value(log.clone()).unwrap();
        let read = |line: &LogLine| {
            let named = Some(&line.subsystem).filter(|name| !name.is_empty()).map(|name| format!("[{name}] "));
            let time = Some(&line.time).filter(|time| !time.is_empty()).map(|time| format!("{time} "));
            let whole = [time.unwrap_or_default(), named.unwrap_or_default(), line.text.clone()].concat();
            LogLine::read(&matcher, line.number, &whole, line.level >= Level::Warn)
        };
        let told: Vec<LogLine> = recorded.iter().map(read).collect();
        marked += told.iter().filter(|line| line.mark.is_some()).count();
        if std::env::var_os("CLAWTENDER_WRITE_FIXTURES").is_some() {
            fixture["log"] = serde_json::to_value(told).unwrap();
            std::fs::write(&path, serde_json::to_string_pretty(&fixture).unwrap() + "\n").unwrap();
        } else {
            assert_eq!(told, recorded, "{}: see the head of this file", path.display());
        }
    }
    assert!(marked >= 3, "only {marked} recorded lines are explained");
}

#[test]
fn every_recorded_day_is_without_a_gap() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/fixtures");
    let mut days = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(fixture) = serde_json::from_slice::<Value>(&std::fs::read(&path).unwrap()) else { continue };
        let Some(overview) = fixture.get("overview") else { continue };
        let Life { from, until, stretches, restarts } =
            serde_json::from_value::<Overview>(overview.clone()).unwrap().life;
        let ends: Vec<_> = stretches.iter().map(|stretch| stretch.until).collect();
        let begins: Vec<_> = stretches.iter().map(|stretch| stretch.from).collect();
        assert_eq!(until.duration_since(from), DAY, "{}", path.display());
        assert_eq!((begins.first(), ends.last()), (Some(&from), Some(&until)), "{}", path.display());
        assert_eq!(begins[1..], ends[..ends.len() - 1], "{}", path.display());
        assert!(restarts.iter().all(|at| (from..=until).contains(at)), "{}", path.display());
        days += 1;
    }
    assert!(days >= 3, "only {days} days are recorded");
}

#[test]
fn the_recorded_requests_are_in_the_words_of_the_core() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/fixtures/approvals.json");
    let mut fixture: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let now = at("2026-11-20T12:04:00Z");
    let views: Vec<ApprovalView> = requests().iter().map(|request| request.view(now)).collect();
    let views = serde_json::to_value(views).unwrap();
    if std::env::var_os("CLAWTENDER_WRITE_FIXTURES").is_some() {
        fixture["approvals"] = views;
        std::fs::write(&path, serde_json::to_string_pretty(&fixture).unwrap() + "\n").unwrap();
    } else {
        assert_eq!(fixture["approvals"], views, "see the head of this file");
    }
}

#[test]
fn the_recorded_settings_are_in_the_words_of_the_core() {
    for (name, view) in [("healthy", usual_settings()), ("odd-settings", odd_settings())] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../ui/fixtures/{name}.json"));
        let mut fixture: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let view = serde_json::to_value(view).unwrap();
        if std::env::var_os("CLAWTENDER_WRITE_FIXTURES").is_some() {
            fixture["settings"] = view;
            std::fs::write(&path, serde_json::to_string_pretty(&fixture).unwrap() + "\n").unwrap();
        } else {
            assert_eq!(fixture["settings"], view, "{name}: see the head of this file");
        }
    }
}

#[test]
fn the_recorded_first_run_is_in_the_words_of_the_core() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/fixtures/new-here.json");
    let mut fixture: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let report: Report = serde_json::from_value(fixture["report"].clone()).unwrap();
    let facts = Facts {
        runtime: known(Runtime::default()),
        services: known(Vec::new()),
        key_sources: known(KeySources { keychain: KeychainState::Open, ..KeySources::default() }),
        ..Facts::default()
    };
    let desk = Desk {
        keychain: known("The Secret Service (gnome-keyring-daemon)".into()),
        login: known(AtLogin::default()),
        ..Desk::default()
    };
    let plan = [
        "Fetch openclaw latest and node 24 from the npm registry, without running a script of theirs",
        "Check them, and put them into /home/mara/.local/share/clawtender/runtime",
        "Write /home/mara/.openclaw/openclaw.json: this computer only, with a new token",
    ];
    let view = SetupView::of(&Known {
        facts: &facts,
        findings: &report.findings,
        desk: &desk,
        plan: plan.map(Into::into).into(),
        settings: "/home/mara/.config/clawtender/settings.json5".to_owned(),
    });
    let view = serde_json::to_value(view).unwrap();
    if std::env::var_os("CLAWTENDER_WRITE_FIXTURES").is_some() {
        fixture["setup"] = view;
        std::fs::write(&path, serde_json::to_string_pretty(&fixture).unwrap() + "\n").unwrap();
    } else {
        assert_eq!(fixture["setup"], view, "see the head of this file");
    }
}

fn values(otherwise: &Value) -> BTreeMap<String, Value> {
    let usual = json!({
        "gateway.mode": "auto", "gateway.command": null, "gateway.port": null, "gateway.quit": "leave",
        "clock.servers": ["time.cloudflare.com", "time.google.com", "time.apple.com", "time.facebook.com", "ntp.se"],
        "clock.https": ["https://cp.cloudflare.com/generate_204", "https://www.google.com/generate_204"],
        "checks.muted": {}, "checks.live": true, "notifications.enabled": true, "notifications.sound": false,
        "notifications.quiet": "", "appearance.theme": "system", "language": null,
    });
    let all = usual.as_object().into_iter().chain(otherwise.as_object()).flatten();
    all.map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn settings(otherwise: &Value, desk: &Desk, facts: &Facts, clock: Line, warnings: &[ConfigProblem]) -> SettingsView {
    SettingsView::of(&Around {
        file: "/home/mara/.config/clawtender/settings.json5".to_owned(),
        exists: otherwise.as_object().is_some_and(|all| !all.is_empty()),
        warnings,
        values: &values(otherwise),
        usual: &values(&json!({})),
        desk,
        facts,
        clock,
        quiet: false,
        system: vec!["en-GB".to_owned()],
    })
}

fn known<T>(value: T) -> Observed<T> {
    Observed::Seen { value, at: at("2026-11-20T12:00:00Z") }
}

/// A desktop that has everything, and nobody has changed anything.
fn usual_settings() -> SettingsView {
    let desk = Desk {
        tray: known(true),
        tray_guide: None,
        notifications: known(Some(NotificationServer {
            name: "gnome-shell 48.4".to_owned(),
            allowed: true,
            buttons: true,
        })),
        keychain: known("The Secret Service (gnome-keyring-daemon)".into()),
        login: known(AtLogin { entry: Entry::On, ..AtLogin::default() }),
        starts: Starts { count: 12, last: Some("2026-11-20T07:58:00Z".parse().unwrap()), session: None },
    };
    let launch = Launch {
        program: "/usr/bin/node".to_owned(),
        prefix: vec!["/home/mara/.npm-global/lib/node_modules/openclaw/openclaw.mjs".to_owned()],
        version: Some("2026.9.6".to_owned()),
        node_version: Some("24.11.0".to_owned()),
        configured: false,
    };
    let facts = Facts {
        runtime: known(Runtime { chosen: Some(launch), ..Runtime::default() }),
        services: known(Vec::new()),
        key_sources: known(KeySources { keychain: KeychainState::Open, ..KeySources::default() }),
        ..Facts::default()
    };
    let clock = Line::known("This computer is 0.02 s behind, by 4 of 5 time servers.", None);
    settings(&json!({}), &desk, &facts, clock, &[])
}

/// Much is changed, a part of the file does not count, and the desktop has little.
fn odd_settings() -> SettingsView {
    let problem = |line, column, message: &str| ConfigProblem {
        message: message.into(),
        line: Some(line),
        column: Some(column),
        ..ConfigProblem::default()
    };
    let warnings = [
        problem(3, 12, "gateway.port needs a whole number from 1 to 65535. Its default applies."),
        problem(9, 3, "There is no setting notification."),
    ];
    let otherwise = json!({
        "gateway.mode": "watch", "gateway.command": ["/opt/node/bin/node", "/srv/openclaw/openclaw.mjs"],
        "clock.servers": ["ntp.intern.example:1123"], "checks.live": false, "notifications.quiet": "22:00-07:00",
        "checks.muted": { "clock-skew": "2026-12-01T08:00:00Z", "key-age": "2026-11-01T08:00:00Z" },
        "appearance.theme": "dark", "language": "de",
    });
    let desk = Desk {
        tray: known(false),
        tray_guide: Some(tray_host::guide("ID=fedora", "GNOME")),
        notifications: known(None),
        login: known(AtLogin {
            entry: Entry::Gone("/opt/clawtender-0.0.9/clawtender-tray".to_owned()),
            ..AtLogin::default()
        }),
        ..Desk::default()
    };
    let facts = Facts {
        now: at("2026-11-20T12:00:00Z"),
        key_sources: known(KeySources { keychain: KeychainState::Locked, ..KeySources::default() }),
        ..Facts::default()
    };
    settings(&otherwise, &desk, &facts, Line::unknown("No time server has answered yet."), &warnings)
}

fn at(moment: &str) -> jiff::Timestamp {
    moment.parse().unwrap()
}

/// One of each kind, as the gateway tells them.
fn requests() -> Vec<Approval> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let plain = |kind, id: &str, name: &str, since: &str| Approval {
        kind,
        id: id.to_owned(),
        name: name.to_owned(),
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
        since: at(since),
        expires: None,
    };
    let mut script = "set -euo pipefail\ncd /home/mara/site\ngit pull --ff-only\n".to_owned();
    for entry in 0..41 {
        let _ = writeln!(script, "npx prettier --write \"content/2026/entry-{entry:03}.md\"");
    }
    vec![
        Approval {
            platform: "iOS 26.1".to_owned(),
            address: Some("192.168.1.23".to_owned()),
            subject: Some("3f9a".repeat(15) + "c2e1"),
            reason: "not-paired".to_owned(),
            role: Some("operator".to_owned()),
            scopes: words(&["operator.read", "operator.write"]),
            expires: Some(at("2026-11-20T12:06:12Z")),
            ..plain(Kind::Device, "0b9d1c6e-6f0e-4a58-8d4b-7b6f0e0f3c11", "Mara’s iPhone", "2026-11-20T12:01:12Z")
        },
        Approval {
            platform: "linux".to_owned(),
            subject: Some("81bb".repeat(15) + "0d2f"),
            reason: "scope-upgrade".to_owned(),
            role: Some("operator".to_owned()),
            scopes: words(&["operator.read", "operator.admin", "operator.approvals"]),
            granted: words(&["operator.read"]),
            ..plain(Kind::Device, "5a1f", "workbench", "2026-11-20T12:02:40Z")
        },
        Approval {
            platform: "Telegram".to_owned(),
            subject: Some("55120934".to_owned()),
            channel: Some(("telegram".to_owned(), "default".to_owned())),
            expires: Some(at("2026-11-20T13:03:02Z")),
            ..plain(Kind::Channel, "telegram:KQ7XN2PD", "Jonas", "2026-11-20T12:03:02Z")
        },
        Approval {
            command: Some(script),
            context: vec!["Folder: /home/mara/site".into(), "Runs on: gateway".into()],
            warnings: words(&["It changes files."]),
            may_always: true,
            expires: Some(at("2026-11-20T12:05:30Z")),
            ..plain(Kind::Exec, "exec:7d21", "main", "2026-11-20T12:03:30Z")
        },
        Approval {
            platform: "macOS 26".to_owned(),
            role: Some("node".to_owned()),
            scopes: words(&["camera.snap", "screen.record", "location.get"]),
            ..plain(Kind::Node, "n-2", "living-room-mac", "2026-11-20T12:03:50Z")
        },
    ]
}
