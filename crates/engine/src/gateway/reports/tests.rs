//! Against what OpenClaw 2026.9.6 answered (shortened, with names made up).

use clawtender_core::facts::Facts;
use serde_json::json;

use super::*;

fn recorded(name: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../testdata/reports.json")).unwrap();
    all[name].clone()
}

fn facts(report: Report, answers: &[&str]) -> Facts {
    let mut facts = Facts::default();
    let answers: Vec<Value> = answers.iter().map(|name| recorded(name)).collect();
    report.read(&answers).apply(&mut facts);
    facts
}

fn at(milliseconds: i64) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_millisecond(milliseconds).ok()
}

#[test]
fn a_configuration_is_in_effect_pending_or_ignored() {
    let config = |name| facts(Report::Config, &[name]).running_config.value().cloned().unwrap();
    assert_eq!(config("config.get.valid"), RunningConfig { valid: true, ..RunningConfig::default() });
    assert_eq!(config("config.get.pending"), RunningConfig { valid: true, pending: true, issues: Vec::new() });
    let invalid = config("config.get.invalid");
    assert_eq!((invalid.valid, invalid.pending), (false, false));
    assert_eq!(invalid.issues, [r#"update: Unrecognized key: "chkOnStart""#]);
}

#[test]
fn a_channel_is_each_of_its_accounts() {
    let facts = facts(Report::Channels, &["channels.status"]);
    let expected = ChannelAccount {
        channel: "telegram".into(),
        label: "Telegram".into(),
        account: "default".into(),
        wanted: true,
        running: false,
        connected: Some(false),
        given_up: true,
        last_error: Some("Unauthorized | Telegram ingress worker exited with code 1".into()),
        since: at(1_795_667_541_635),
    };
    assert_eq!(facts.channels.value(), Some(&vec![expected]));
}

#[test]
fn the_gateways_own_jobs_are_nobodys_affair() {
    let facts = facts(Report::Schedule, &["cron.status", "cron.list"]);
    let expected = Job {
        id: "a6ed3ca5".into(),
        name: "lab".into(),
        enabled: true,
        failures: 1,
        last_error: Some("No route-compatible authentication source is configured for openai.".into()),
        last_run: at(1_795_667_652_972),
        next_run: at(1_795_667_706_175),
        running: false,
    };
    assert_eq!(facts.schedule.value(), Some(&Schedule { enabled: true, jobs: vec![expected] }));
}

#[test]
fn a_node_counts_once_it_was_let_in() {
    let facts = facts(Report::Nodes, &["node.list"]);
    let nodes = facts.nodes.value().unwrap();
    assert_eq!(nodes.iter().map(|node| (&*node.name, node.connected)).collect::<Vec<_>>(), [("Kitchen", false)]);
    assert_eq!(nodes[0].last_seen, at(1_795_667_644_909));
}

#[test]
fn credentials_come_with_their_ends_and_without_their_secrets() {
    let facts = facts(Report::Credentials, &["models.authStatus"]);
    let credentials = facts.credentials.value().unwrap();
    let of = |provider: &str| credentials.providers.iter().find(|one| one.provider == provider).unwrap();
    let first = |provider: &str| {
        let profile = &of(provider).profiles[0];
        (profile.kind, profile.state, profile.expires.is_some())
    };
    assert_eq!(first("anthropic"), (ProfileKind::Key, ProfileState::Static, false));
    assert_eq!(first("google"), (ProfileKind::Token, ProfileState::Missing, false));
    assert_eq!(first("openai"), (ProfileKind::OAuth, ProfileState::Expired, false));
    assert_eq!(first("openrouter"), (ProfileKind::Token, ProfileState::Expired, false));
    assert_eq!(first("zai"), (ProfileKind::Token, ProfileState::Expiring, true));
    assert_eq!(first("xai"), (ProfileKind::OAuth, ProfileState::Good, true));
    assert_eq!(of("google").profiles[0].reason.as_deref(), Some("invalid_expires"));
    assert_eq!(of("groq").key, Some(KeySource::Variable("GROQ_API_KEY".into())));
    assert_eq!(of("deepseek").key, Some(KeySource::Config));
    assert_eq!(credentials.best_ways("openai", None)[0].choice, "openai/openai-device-code");
}

#[test]
fn a_report_that_is_something_else_is_empty() {
    for report in Report::ALL {
        for answer in [Value::Null, json!([1, 2]), json!("x"), json!({ "jobs": 3, "channelAccounts": [], "nodes": {} })]
        {
            assert_eq!(report.read(&[answer]).fact(), report.fact());
        }
        assert_eq!(report.read(&[]).fact(), report.fact());
    }
}

#[test]
fn a_heartbeat_is_the_last_one_or_none() {
    let heartbeat = |answer| {
        let mut facts = Facts::default();
        Report::Heartbeat.read(&[answer]).apply(&mut facts);
        facts.heartbeat.value().cloned().unwrap()
    };
    assert_eq!(heartbeat(Value::Null), None);
    let answer = json!({ "ts": 1_795_714_963_839_i64, "status": "skipped", "preview": "pong", "reason": "no-route",
        "hasMedia": false, "durationMs": 23960, "message": "Heartbeat has no delivery route yet." });
    let expected = Heartbeat { at: at(1_795_714_963_839), status: "skipped".into(), reason: Some("no-route".into()) };
    assert_eq!(heartbeat(answer), Some(expected));
}
