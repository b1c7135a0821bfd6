//! The probes and the WebSocket client against a real OpenClaw gateway.
//!
//! Needs `CLAWTENDER_TEST_NODE` (a Node executable) and `CLAWTENDER_TEST_OPENCLAW` (an `openclaw.mjs`); without them it
//! says so and passes. Uses a home folder and a port of its own, and ends what it started.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "tests")]

mod lab;

use std::{path::Path, process::Stdio, time::Duration};

use clawtender_engine::{
    gateway::{self, ConnectError, Credentials, Detail, RestartStatus, RpcError},
    probes::{
        config::{self, Answer, Located, Trust},
        gateway::{Heard, Probe},
        others,
    },
};
use serde_json::json;

use self::lab::{Lab, SOON, START, TOKEN, nothing, signal, token, until};

#[tokio::test]
async fn lives_with_a_real_gateway() {
    let Some(lab) = Lab::find() else { return };
    lab.configure(&format!("{{ mode: 'token', token: '{TOKEN}' }}"));
    let located = lab.located();
    let facts = config::read(&located, &nothing);
    assert_eq!((facts.port, facts.problems.len()), (lab.port, 0));
    let probe = Probe::new(lab.port).unwrap();
    assert_eq!(probe.health(SOON).await, Heard::Refusing);
    assert_eq!(gateway::challenge(&lab.port.into(), SOON).await, Err(ConnectError::Refused));

    let running = lab.start();
    starts(&lab, &probe).await;
    is_found(&located, running.0.id());
    connects(&lab).await;
    restarts(&lab, &probe, &located).await;
    is_told_from_a_hung_one(&lab, &probe, running.0.id()).await;

    signal(running.0.id(), rustix::process::Signal::TERM);
    until(&probe, &Heard::Refusing).await;
}

/// Before it is ready it says so, over HTTP and over the WebSocket.
async fn starts(lab: &Lab, probe: &Probe) {
    let (mut not_ready, mut starting) = (false, false);
    let asking = async {
        loop {
            match probe.health(SOON).await {
                Heard::Ready => return,
                Heard::NotReady { failing } => {
                    not_ready |= failing.iter().any(|reason| reason == "startup-sidecars");
                    let answer = gateway::connect(&lab.port.into(), &token(TOKEN), &[], SOON).await;
                    starting |= matches!(answer, Err(ConnectError::Starting { .. }));
                }
                Heard::Refusing | Heard::Silent => {}
                Heard::Foreign => panic!("the starting gateway was taken for something else"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(START, asking).await.unwrap();
    assert!(not_ready && starting, "not ready: {not_ready}, starting: {starting}");
    let startup = probe.startup(SOON).await.unwrap();
    assert!(
        startup.started && startup.version.as_deref().is_some_and(|version| version.starts_with("20")),
        "{startup:?}"
    );
}

fn is_found(located: &Located, pid: u32) {
    let locks = others::locks(&located.state_dir, &located.config_path);
    let [lock] = &locks[..] else { panic!("{locks:?}") };
    assert_eq!(lock.pid, pid);
    if cfg!(target_os = "linux") {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        let ticks = stat.rsplit_once(')').unwrap().1.split_whitespace().nth(19).unwrap();
        assert_eq!(lock.start_time, ticks.parse().ok());
    }
}

async fn connects(lab: &Lab) {
    let challenge = gateway::challenge(&lab.port.into(), SOON).await.unwrap();
    assert!(!challenge.nonce.is_empty() && challenge.ts > 1_700_000_000_000);
    let secret = config::shared_secret(&lab.located(), &nothing);
    let (session, hello) = gateway::connect(&lab.port.into(), &secret.into(), &["operator.read"], SOON).await.unwrap();
    assert_eq!(hello.scopes, ["operator.read"]);
    let (_, admin) = gateway::connect(&lab.port.into(), &token(TOKEN), &["operator.admin"], SOON).await.unwrap();
    assert_eq!(admin.state_dir.as_deref().map(Path::new), Some(lab.located().state_dir.as_path()));
    let health = session.request("health", json!({}), SOON).await.unwrap();
    assert_eq!(health["ok"], true);
    let Err(RpcError::Refused(no)) = session.request("update.status", json!({}), SOON).await else { panic!() };
    assert_eq!(no.detail, Some(Detail::MissingScope));
    for (credentials, detail) in
        [(token("wrong"), Detail::AuthTokenMismatch), (Credentials::Nothing, Detail::DeviceIdentityRequired)]
    {
        let Err(ConnectError::Denied(no)) = gateway::connect(&lab.port.into(), &credentials, &[], SOON).await else {
            panic!()
        };
        assert_eq!(no.detail, Some(detail));
    }
}

async fn restarts(lab: &Lab, probe: &Probe, located: &Located) {
    assert!(gateway::preflight(&lab.port.into(), &token(TOKEN), SOON).await.is_ok());
    let (_, before) = gateway::connect(&lab.port.into(), &token(TOKEN), &[], SOON).await.unwrap();
    let up = probe.startup(SOON).await.unwrap().uptime_ms;
    let pid = others::locks(&located.state_dir, &located.config_path)[0].pid;
    let answer = gateway::restart(&lab.port.into(), &token(TOKEN), "test", SOON).await.unwrap();
    assert!(matches!(answer.status, RestartStatus::Scheduled | RestartStatus::Deferred), "{answer:?}");
    let asking = async {
        loop {
            match gateway::connect(&lab.port.into(), &token(TOKEN), &[], SOON).await {
                Ok((_, now)) if now.boot_id != before.boot_id => return,
                _ => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    };
    tokio::time::timeout(START, asking).await.unwrap();
    until(probe, &Heard::Ready).await;
    assert!(probe.startup(SOON).await.unwrap().uptime_ms < up);
    assert_eq!(others::locks(&located.state_dir, &located.config_path)[0].pid, pid);
}

async fn is_told_from_a_hung_one(lab: &Lab, probe: &Probe, pid: u32) {
    let short = Duration::from_millis(500);
    signal(pid, rustix::process::Signal::STOP);
    assert_eq!(probe.health(short).await, Heard::Silent);
    assert_eq!(gateway::challenge(&lab.port.into(), short).await, Err(ConnectError::TimedOut));
    signal(pid, rustix::process::Signal::CONT);
    until(probe, &Heard::Ready).await;
}

#[tokio::test]
async fn hears_what_openclaw_thinks_of_a_configuration() {
    let Some(lab) = Lab::find() else { return };
    lab.configure("{ mode: 'token', bogus: 1 }");
    let located = lab.located();
    let cache = lab.home.path().join("cache");
    let run = async |arguments: Vec<String>| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = lab.command(&arguments).stdout(Stdio::piped()).output()?;
        Ok(Answer { code: output.status.code(), stdout: output.stdout })
    };
    let problems = config::validate(&located, &nothing, "1", &cache, Trust::LastGood, run).await.unwrap();
    assert_eq!((problems[0].key.as_str(), problems[0].line), ("gateway.auth.bogus", Some(1)));
    let never = async |_| anyhow::bail!("asked again");
    let again = config::validate(&located, &nothing, "1", &cache, Trust::LastGood, never).await.unwrap();
    assert_eq!(again, problems);
}
