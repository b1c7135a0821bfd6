//! The lasting connection against a real OpenClaw gateway.
//!
//! Needs `CLAWTENDER_TEST_NODE` and `CLAWTENDER_TEST_OPENCLAW`; without them it says so and passes.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "tests")]

mod lab;

use std::{ffi::OsString, os::unix::fs::PermissionsExt, sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clawtender_core::{
    access::{Identity, Link, LinkState},
    approval::{Approval, Decision, Kind},
};
use clawtender_engine::{
    gateway::Pin,
    gateway::{
        self, ConnectError, Decided, Device, Endpoint, Environment, Introduction, LinkHandle, Memory, News, Options,
        Reads, Session,
    },
    probes::{
        config::{self, Located},
        gateway::{Heard, Probe},
    },
};
use futures_util::{SinkExt, StreamExt};
use ring::signature::KeyPair;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::{sync::mpsc, time::timeout};
use tokio_tungstenite::tungstenite::Message;

use self::lab::{Lab, Running, SOON, START, TOKEN, token, until};

const ALL: [&str; 4] = ["operator.read", "operator.pairing", "operator.approvals", "operator.admin"];

/// A link and what it told so far.
struct Linked {
    handle: LinkHandle,
    news: mpsc::Receiver<News>,
    link: Link,
    approvals: Vec<Approval>,
}

impl Linked {
    fn to(lab: &Lab, vault: &Arc<Memory>) -> Linked {
        Linked::at(lab.located(), vault)
    }

    fn at(located: Located, vault: &Arc<Memory>) -> Linked {
        Linked::with(located, vault, |_| None)
    }

    fn with(
        located: Located,
        vault: &Arc<Memory>,
        environment: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static,
    ) -> Linked {
        let (tell, news) = mpsc::channel(16);
        let vault: Arc<Memory> = Arc::clone(vault);
        let environment: Environment = Arc::new(environment);
        let options =
            Options { located: Arc::new(located), environment, port: None, vault, device: true, log: Reads::Beside };
        Linked { handle: gateway::start(options, tell), news, link: Link::default(), approvals: Vec::new() }
    }

    /// Waits for the news that `wanted` makes something of.
    async fn until<T>(&mut self, what: &str, mut wanted: impl FnMut(&Linked, &News) -> Option<T>) -> T {
        let hearing = async {
            loop {
                let news = self.news.recv().await.expect("the link ended");
                match &news {
                    News::Changed(link) => self.link = (**link).clone(),
                    News::Lists { approvals } => self.approvals.clone_from(approvals),
                    _ => {}
                }
                if let Some(found) = wanted(self, &news) {
                    return found;
                }
            }
        };
        timeout(START, hearing).await.unwrap_or_else(|_| panic!("never {what}"))
    }

    async fn up(&mut self) -> String {
        self.until("up", |linked, _| match &linked.link.state {
            LinkState::Up { method, missing, .. } if missing.is_empty() => Some(method.clone()),
            _ => None,
        })
        .await
    }

    async fn request(&mut self, kind: Kind) -> Approval {
        let found = |linked: &Linked| linked.approvals.iter().find(|approval| approval.kind == kind).cloned();
        match found(self) {
            Some(approval) => approval,
            None => self.until("a request", |linked, _| found(linked)).await,
        }
    }

    async fn none(&mut self) {
        if !self.approvals.is_empty() {
            self.until("no request", |linked, _| linked.approvals.is_empty().then_some(())).await;
        }
    }
}

async fn ready(lab: &Lab) -> Running {
    let running = lab.start();
    until(&Probe::new(lab.port).unwrap(), &Heard::Ready).await;
    running
}

async fn admin(lab: &Lab) -> Session {
    gateway::connect(&lab.port.into(), &token(TOKEN), &ALL, SOON).await.unwrap().0
}

/// Another device that wants to connect.
async fn knocks(lab: &Lab, device: &Device, scopes: &[&str]) -> Result<(), String> {
    let credentials = token(TOKEN);
    let introduction = Introduction { credentials: &credentials, device: Some(device), scopes, caps: &[] };
    match gateway::introduce(&Endpoint::from(lab.port), introduction, SOON).await {
        Ok(_) => Ok(()),
        Err(ConnectError::Denied(no)) => Err(no.reason.unwrap_or_default()),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn lets_a_person_decide_who_comes_in_and_what_is_run() {
    let Some(lab) = Lab::find() else { return };
    lab.configure(&format!(
        "{{ mode: 'token', token: '{TOKEN}' }}, nodes: {{ pairing: {{ autoApproveLocal: false }} }}"
    ));
    let _running = ready(&lab).await;
    let vault = Arc::new(Memory::default());
    let mut linked = Linked::to(&lab, &vault);
    let why = linked.until("unpaired", |_, news| match news {
        News::Unpaired(why) => why.clone(),
        _ => None,
    });
    assert_eq!(why.await.code, "PAIRING_REQUIRED");
    assert_eq!((linked.up().await.as_str(), linked.link.identity), ("token", Identity::Session));

    // our own device waits for the person's word as every other does
    let own = linked.request(Kind::Device).await;
    assert_eq!((own.name.as_str(), own.reason.as_str()), ("Clawtender", "not-paired"));
    assert_eq!(linked.handle.decide(own.kind, &own.id, Decision::Approve).await, Ok(Decided::Done));
    linked.until("paired", |_, news| matches!(news, News::Unpaired(None)).then_some(())).await;
    linked.none().await;

    let device = Device::new().unwrap();
    assert_eq!(knocks(&lab, &device, &["operator.read"]).await, Err("not-paired".into()));
    let asked = linked.request(Kind::Device).await;
    assert_eq!((asked.subject.as_deref(), &asked.scopes[..]), (Some(&*device.id()), &["operator.read".to_owned()][..]));
    assert_eq!(linked.handle.decide(asked.kind, &asked.id, Decision::Reject).await, Ok(Decided::Done));
    assert_eq!(linked.handle.decide(asked.kind, &asked.id, Decision::Approve).await, Ok(Decided::Gone));
    linked.none().await;
    assert_eq!(knocks(&lab, &device, &["operator.read"]).await, Err("not-paired".into()));
    let asked = linked.request(Kind::Device).await;
    assert_eq!(linked.handle.decide(asked.kind, &asked.id, Decision::Approve).await, Ok(Decided::Done));
    assert_eq!(knocks(&lab, &device, &["operator.read"]).await, Ok(()));
    linked.none().await;
    let more = ["operator.read", "operator.admin"];
    assert_eq!(knocks(&lab, &device, &more).await, Err("scope-upgrade".into()));
    let asked = linked.request(Kind::Device).await;
    assert_eq!((asked.reason.as_str(), &asked.granted[..]), ("scope-upgrade", &["operator.read".to_owned()][..]));
    assert_eq!(linked.handle.decide(asked.kind, &asked.id, Decision::Approve).await, Ok(Decided::Done));
    assert_eq!(knocks(&lab, &device, &more).await, Ok(()));
    linked.none().await;

    commands(&lab, &mut linked).await;
}

async fn commands(lab: &Lab, linked: &mut Linked) {
    let agent = Arc::new(admin(lab).await);
    for (decision, word) in
        [(Decision::Reject, "deny"), (Decision::Approve, "allow-once"), (Decision::Always, "allow-always")]
    {
        let params = json!({ "command": "rm -rf /tmp/zzz", "cwd": "/tmp", "host": "gateway", "agentId": "main",
            "sessionKey": "agent:main:main", "timeoutMs": 60000 });
        let asking = Arc::clone(&agent);
        let answer: tokio::task::JoinHandle<Value> =
            tokio::spawn(async move { asking.request("exec.approval.request", params, START).await.unwrap() });
        let asked = linked.request(Kind::Exec).await;
        assert_eq!((asked.command.as_deref(), asked.may_always), (Some("rm -rf /tmp/zzz"), true));
        assert_eq!(linked.handle.decide(asked.kind, &asked.id, decision).await, Ok(Decided::Done));
        assert_eq!(answer.await.unwrap()["decision"], word);
        let other = if decision == Decision::Reject { Decision::Approve } else { Decision::Reject };
        assert_eq!(linked.handle.decide(asked.kind, &asked.id, other).await, Ok(Decided::Gone));
        linked.none().await;
    }
    let params = json!({ "title": "Title", "description": "Description", "pluginId": "p", "timeoutMs": 60000 });
    let asking = Arc::clone(&agent);
    let answer: tokio::task::JoinHandle<Value> =
        tokio::spawn(async move { asking.request("plugin.approval.request", params, START).await.unwrap() });
    let asked = linked.request(Kind::Plugin).await;
    assert_eq!((asked.name.as_str(), asked.command.as_deref()), ("p", Some("Title\nDescription")));
    assert_eq!(linked.handle.decide(asked.kind, &asked.id, Decision::Approve).await, Ok(Decided::Done));
    assert_eq!(answer.await.unwrap()["decision"], "allow-once");
    linked.none().await;
}

/// Writes the configuration anew, as a person or another program does: the gateway reads it again by itself.
fn rewrite(lab: &Lab, from: &str, to: &str) {
    let path = lab.located().config_path;
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}

fn scope(link: &Link) -> &[String] {
    match &link.state {
        LinkState::Up { scopes, .. } => scopes,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn stays_connected_through_everything_that_changes_under_it() {
    let Some(lab) = Lab::find() else { return };
    lab.configure(&format!("{{ mode: 'token', token: '{TOKEN}' }}"));
    let running = ready(&lab).await;
    let vault = Arc::new(Memory::default());
    let mut linked = Linked::to(&lab, &vault);
    // paired without a word, as the gateway does on loopback
    assert_eq!(linked.up().await, "token");
    assert_eq!(scope(&linked.link), ALL);
    assert!(linked.link.skew.unwrap().abs() < jiff::SignedDuration::from_secs(5));
    drop(linked);

    let mut linked = Linked::to(&lab, &vault);
    assert_eq!(linked.up().await, "device-token");
    let preflight = linked.handle.preflight().await.unwrap();
    // not always "safe": the gateway counts the lists that we are asking for
    assert_eq!(preflight.running, 0, "{preflight:?}");

    // another shared secret: the device's token lets us in all the same, and the URL has the new one
    rewrite(&lab, TOKEN, "another-token-0123456789");
    new_secret_counts(&lab).await;
    linked.handle.nudge();
    let page = linked.handle.dashboard().await;
    assert_eq!(page.expose_secret(), format!("http://127.0.0.1:{}/#token=another-token-0123456789", lab.port));

    // the gateway gives the device another token, and does not tell
    let (other, _) = gateway::connect(&lab.port.into(), &token("another-token-0123456789"), &ALL, SOON).await.unwrap();
    let paired = other.request("device.pair.list", json!({}), SOON).await.unwrap()["paired"][0].clone();
    let rotate = json!({ "deviceId": paired["deviceId"], "role": "operator" });
    other.request("device.token.rotate", rotate, SOON).await.unwrap();
    drop(linked);
    let mut linked = Linked::to(&lab, &vault);
    assert_eq!(linked.up().await, "token");

    // the device is removed while it is connected
    let remove = json!({ "deviceId": paired["deviceId"] });
    other.request("device.pair.remove", remove, SOON).await.unwrap();
    linked.until("down", |linked, _| (linked.link.state == LinkState::Waiting).then_some(())).await;
    assert_eq!(linked.up().await, "token");

    restarts(&lab, &mut linked).await;
    drop(running);
    linked.until("down", |linked, _| (linked.link.state == LinkState::Waiting).then_some(())).await;
    let _running = ready(&lab).await;
    linked.handle.nudge();
    linked.until("another boot", |_, news| matches!(news, News::Rebooted { .. }).then_some(())).await;
}

async fn new_secret_counts(lab: &Lab) {
    let trying = async {
        while gateway::connect(&lab.port.into(), &token("another-token-0123456789"), &[], SOON).await.is_err() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(START, trying).await.expect("the gateway never took its new token");
}

async fn restarts(lab: &Lab, linked: &mut Linked) {
    linked.handle.restart(true).await.unwrap();
    let expected = linked.until("a farewell", |_, news| match news {
        News::Bye { restart_expected } => Some(*restart_expected),
        _ => None,
    });
    assert!(expected.await.is_some());
    let mut rebooted = false;
    linked
        .until("up after a restart", |linked, news| {
            rebooted |= matches!(news, News::Rebooted { .. });
            (rebooted && matches!(linked.link.state, LinkState::Up { .. })).then_some(())
        })
        .await;
    until(&Probe::new(lab.port).unwrap(), &Heard::Ready).await;
}

#[tokio::test]
async fn without_a_token_of_the_device_the_new_shared_secret_is_read() {
    let Some(lab) = Lab::find() else { return };
    // the device is never accepted, so that the shared secret is all there is
    lab.configure(&format!(
        "{{ mode: 'token', token: '{TOKEN}' }}, nodes: {{ pairing: {{ autoApproveLocal: false }} }}"
    ));
    let _running = ready(&lab).await;
    let mut linked = Linked::to(&lab, &Arc::new(Memory::default()));
    assert_eq!(linked.up().await, "token");
    rewrite(&lab, TOKEN, "another-token-0123456789");
    linked.until("down", |linked, _| (linked.link.state == LinkState::Waiting).then_some(())).await;
    assert_eq!(linked.up().await, "token");

    // wrong on purpose: what the gateway says is told as it is, and a right one heals it at once
    drop(linked);
    let other = lab.home.path().join("other.json");
    std::fs::write(
        &other,
        format!("{{ gateway: {{ port: {}, auth: {{ mode: 'token', token: 'wrong' }} }} }}", lab.port),
    )
    .unwrap();
    let mut located = lab.located();
    let right = std::mem::replace(&mut located.config_path, other.clone());
    let mut linked = Linked::at(located, &Arc::new(Memory::default()));
    let denial = linked.until("a no", |linked, _| match &linked.link.state {
        LinkState::Denied(denial) => Some(denial.clone()),
        _ => None,
    });
    let denial = denial.await;
    assert_eq!(denial.code, "AUTH_TOKEN_MISMATCH");
    assert!(denial.message.contains("unauthorized"), "{denial:?}");
    std::fs::copy(right, other).unwrap();
    linked.handle.nudge();
    assert_eq!(linked.up().await, "token");
}

/// The ways a gateway may be locked, one after the other: how it lets us in with nothing but its configuration.
#[tokio::test]
async fn finds_its_way_in_however_the_gateway_is_locked() {
    let Some(lab) = Lab::find() else { return };
    let helper = lab.home.path().join("helper");
    let answer = format!(r#"{{"protocolVersion":1,"values":{{"gateway/token":"{TOKEN}"}}}}"#);
    std::fs::write(&helper, format!("#!/bin/sh\nread -r asked\necho '{answer}'\n")).unwrap();
    std::fs::set_permissions(&helper, std::fs::Permissions::from_mode(0o700)).unwrap();
    let vault = lab.home.path().join("vault.json");
    std::fs::write(&vault, format!(r#"{{"gateway":{{"token":"{TOKEN}"}}}}"#)).unwrap();
    std::fs::set_permissions(&vault, std::fs::Permissions::from_mode(0o600)).unwrap();
    let reference = |source: &str, id: &str| {
        format!("{{ mode: 'token', token: {{ source: '{source}', provider: 'own', id: '{id}' }} }}")
    };
    let provider = |provider: String| format!(" }}, secrets: {{ providers: {{ own: {{ {provider} }} }}");
    let (exec, file) = (reference("exec", "gateway/token"), reference("file", "/gateway/token"));
    let exec_with = provider(format!("source: 'exec', command: '{}'", helper.display()));
    let file_with = provider(format!("source: 'file', path: '{}'", vault.display()));
    let tls = ", tls: { enabled: true, autoGenerate: true }";
    let env = "{ mode: 'token', token: { source: 'env', provider: 'default', id: 'MY_GATEWAY_TOKEN' } }";
    for (auth, method) in [
        ("{ mode: 'none' }".to_owned(), "none"),
        (format!("{{ mode: 'password', password: '{TOKEN}' }}"), "password"),
        (format!("{exec}{tls}{exec_with}"), "token"),
        (format!("{file}{file_with}"), "token"),
        (env.to_owned(), "token"),
    ] {
        lab.configure(&auth);
        let _running = Running(lab.command(&["gateway", "run"]).env("MY_GATEWAY_TOKEN", TOKEN).spawn().unwrap());
        let located = lab.located();
        let at = || config::endpoint(&located, &|_| None, None);
        let serving = async {
            while Probe::new(at()).unwrap().health(SOON).await != Heard::Ready {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        timeout(START, serving).await.unwrap_or_else(|_| panic!("never ready: {auth}"));
        assert_eq!(at().tls.is_some(), auth.contains("tls"));
        let mut linked = Linked::with(located.clone(), &Arc::new(Memory::default()), |name| {
            (name == "MY_GATEWAY_TOKEN").then(|| TOKEN.into())
        });
        assert_eq!(linked.up().await, method, "{auth}");
        if let Some(pin) = at().tls {
            knows_its_certificate(&lab, pin).await;
        }
    }
}

async fn knows_its_certificate(lab: &Lab, pin: Pin) {
    let startup = Probe::new(Endpoint { port: lab.port, tls: Some(pin) }).unwrap().startup(SOON).await.unwrap();
    assert!(startup.started);
    let other = Endpoint { port: lab.port, tls: Some(Pin::UNKNOWN) };
    assert_eq!(gateway::challenge(&other, SOON).await, Err(ConnectError::Untrusted));
    assert_eq!(Probe::new(other).unwrap().health(SOON).await, Heard::Foreign);
    let plain = Endpoint::from(lab.port);
    assert!(gateway::challenge(&plain, SOON).await.is_err());
}

#[tokio::test]
async fn a_node_waits_for_two_words() {
    let Some(lab) = Lab::find() else { return };
    lab.configure(&format!(
        "{{ mode: 'token', token: '{TOKEN}' }}, nodes: {{ pairing: {{ autoApproveLocal: false }} }}"
    ));
    let _running = ready(&lab).await;
    let mut linked = Linked::to(&lab, &Arc::new(Memory::default()));
    linked.up().await;
    let own = linked.request(Kind::Device).await;
    linked.handle.decide(own.kind, &own.id, Decision::Reject).await.unwrap();
    linked.none().await;

    let node = Node::new();
    let refused = node.connects(&lab).await.0;
    assert_eq!(refused["error"]["details"]["code"], "PAIRING_REQUIRED");
    let device = linked.request(Kind::Device).await;
    assert_eq!(device.role.as_deref(), Some("node"));
    assert_eq!(linked.handle.decide(device.kind, &device.id, Decision::Approve).await, Ok(Decided::Done));
    linked.none().await;
    let (welcome, _open) = node.connects(&lab).await;
    assert_eq!(welcome["ok"], true, "{welcome}");
    let surface = linked.request(Kind::Node).await;
    assert_eq!((surface.name.as_str(), &surface.scopes[..]), ("n1", &["system".to_owned(), "system.run".into()][..]));
    assert_eq!(linked.handle.decide(surface.kind, &surface.id, Decision::Approve).await, Ok(Decided::Done));
    assert_eq!(linked.handle.decide(surface.kind, &surface.id, Decision::Reject).await, Ok(Decided::Gone));
    linked.none().await;
    let gone = linked.handle.decide(Kind::Node, "never-was", Decision::Reject).await;
    assert_eq!(gone, Ok(Decided::Gone));
    let gone = linked.handle.decide(Kind::Channel, "never-was", Decision::Approve).await;
    assert_eq!(gone, Ok(Decided::Gone));
}

const SEED: [u8; 32] = [7; 32];

/// A node, as OpenClaw's own node host introduces itself.
struct Node(ring::signature::Ed25519KeyPair);

type Open = tokio_tungstenite::WebSocketStream<tokio::net::TcpStream>;

impl Node {
    fn new() -> Node {
        Node(ring::signature::Ed25519KeyPair::from_seed_unchecked(&SEED).unwrap())
    }

    async fn connects(&self, lab: &Lab) -> (Value, Open) {
        let stream = tokio::net::TcpStream::connect(("127.0.0.1", lab.port)).await.unwrap();
        let url = format!("ws://127.0.0.1:{}/", lab.port);
        let mut open = tokio_tungstenite::client_async(url, stream).await.unwrap().0;
        let challenge = heard(&mut open).await["payload"].clone();
        let public = self.0.public_key().as_ref();
        let id = Device::from_seed(&SEED).unwrap().id();
        let (nonce, at) = (challenge["nonce"].as_str().unwrap(), &challenge["ts"]);
        let payload = format!("v3|{id}|node-host|node|node||{at}|{TOKEN}|{nonce}|linux|linux");
        let signature = URL_SAFE_NO_PAD.encode(self.0.sign(payload.as_bytes()));
        let request = json!({ "type": "req", "id": "1", "method": "connect", "params": {
            "minProtocol": 4, "maxProtocol": 4, "role": "node", "scopes": [], "auth": { "token": TOKEN },
            "caps": ["system"], "commands": ["system.run"],
            "client": { "id": "node-host", "mode": "node", "version": "0.1.0", "platform": "linux",
                "deviceFamily": "linux", "displayName": "n1" },
            "device": { "id": id, "publicKey": URL_SAFE_NO_PAD.encode(public), "signature": signature,
                "signedAt": at, "nonce": nonce } } });
        open.send(Message::text(request.to_string())).await.unwrap();
        loop {
            let answer = heard(&mut open).await;
            if answer["type"] == "res" {
                return (answer, open);
            }
        }
    }
}

async fn heard(open: &mut Open) -> Value {
    loop {
        if let Message::Text(text) = timeout(SOON, open.next()).await.unwrap().unwrap().unwrap() {
            return serde_json::from_str(&text).unwrap();
        }
    }
}
