//! Against a scripted gateway on a socket of its own.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Mutex as Locked,
        atomic::{AtomicUsize, Ordering},
    },
};

use clawtender_core::access::{Identity, LinkState};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::{net::TcpListener, sync::broadcast};
use tokio_tungstenite::{
    accept_async,
    tungstenite::{Message, protocol::CloseFrame},
};

use super::*;
use crate::gateway::vault::{Answer, Memory, Vault, VaultError};

const SOON: Duration = Duration::from_secs(10);

/// What the gateway says to `connect`.
type Door = dyn Fn(usize, &Value) -> Result<Value, Value> + Send + Sync;

pub(in crate::gateway) struct Fake {
    port: u16,
    home: tempfile::TempDir,
    /// What everybody who is connected is sent: an event, or a close code as a number.
    push: broadcast::Sender<Value>,
    heard: Arc<Heard>,
}

#[derive(Default)]
struct Heard {
    connects: Locked<Vec<Value>>,
    calls: AtomicUsize,
    answers: Locked<HashMap<String, Value>>,
    /// What is said to one request after the other; before what is said to all of them.
    script: Locked<HashMap<String, VecDeque<Value>>>,
    said: Locked<Vec<(String, Value)>>,
}

impl Fake {
    pub(in crate::gateway) async fn new(
        door: impl Fn(usize, &Value) -> Result<Value, Value> + Send + Sync + 'static,
    ) -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (push, _) = broadcast::channel(1000);
        let heard = Arc::new(Heard::default());
        let fake = Fake { port, home: tempfile::tempdir().unwrap(), push: push.clone(), heard: Arc::clone(&heard) };
        fake.configure("shared");
        let door: Arc<Door> = Arc::new(door);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(visit(stream, Arc::clone(&door), Arc::clone(&heard), push.subscribe()));
            }
        });
        fake
    }

    fn configure(&self, token: &str) {
        let config = format!("{{ gateway: {{ port: {}, auth: {{ mode: 'token', token: '{token}' }} }} }}", self.port);
        std::fs::write(self.home.path().join("openclaw.json"), config).unwrap();
    }

    pub(in crate::gateway) fn link(&self) -> (LinkHandle, mpsc::Receiver<News>) {
        self.link_with(Arc::new(Memory::default()))
    }

    fn link_with(&self, vault: Arc<dyn Vault>) -> (LinkHandle, mpsc::Receiver<News>) {
        let home = self.home.path().to_path_buf();
        let located = Located { config_path: home.join("openclaw.json"), state_dir: home.clone(), home };
        let (tell, news) = mpsc::channel(4);
        let environment: Environment = Arc::new(|_| None);
        let options =
            Options { located: Arc::new(located), environment, port: None, vault, device: true, log: Reads::Beside };
        (start(options, tell), news)
    }

    /// Says this to the next request of this name: `null` is no answer at all, and `{ refused }` a no.
    pub(in crate::gateway) fn then(&self, method: &str, answer: Value) {
        self.heard.script.lock().unwrap().entry(method.to_owned()).or_default().push_back(answer);
    }

    /// The requests of this name, as they came.
    pub(in crate::gateway) fn said(&self, name: &str) -> Vec<Value> {
        let said = self.heard.said.lock().unwrap();
        said.iter().filter(|(method, _)| method == name).map(|(_, params)| params.clone()).collect()
    }

    pub(in crate::gateway) fn answer(&self, method: &str, answer: Value) {
        self.heard.answers.lock().unwrap().insert(method.to_owned(), answer);
    }

    fn connects(&self) -> Vec<Value> {
        self.heard.connects.lock().unwrap().clone()
    }

    fn push(&self, event: &str, payload: &Value, seq: Option<u64>) {
        self.push.send(json!({ "type": "event", "event": event, "payload": payload, "seq": seq })).unwrap();
    }
}

async fn visit(
    stream: tokio::net::TcpStream,
    door: Arc<Door>,
    heard: Arc<Heard>,
    mut push: broadcast::Receiver<Value>,
) -> Option<()> {
    let mut socket = accept_async(stream).await.ok()?;
    let challenge = json!({ "type": "event", "event": "connect.challenge", "payload": { "nonce": "n-1", "ts": 1_795_173_559_049_u64 } });
    socket.send(Message::text(challenge.to_string())).await.ok()?;
    loop {
        let message = tokio::select! {
            pushed = push.recv() => {
                let pushed = pushed.ok()?;
                if let Some(code) = pushed.as_u64() {
                    let code = u16::try_from(code).unwrap().into();
                    return socket.close(Some(CloseFrame { code, reason: "".into() })).await.ok();
                }
                socket.send(Message::text(pushed.to_string())).await.ok()?;
                continue;
            }
            message = socket.next() => message?.ok()?,
        };
        let Message::Text(text) = message else { continue };
        let request: Value = serde_json::from_str(&text).unwrap();
        let method = request["method"].as_str().unwrap();
        let outcome = if method == "connect" {
            let mut connects = heard.connects.lock().unwrap();
            connects.push(request["params"].clone());
            door(connects.len(), &request["params"])
        } else {
            heard.calls.fetch_add(usize::from(method == "device.pair.list"), Ordering::Relaxed);
            heard.said.lock().unwrap().push((method.to_owned(), request["params"].clone()));
            let next = heard.script.lock().unwrap().get_mut(method).and_then(VecDeque::pop_front);
            let answers = heard.answers.lock().unwrap();
            match next.or_else(|| answers.get(method).cloned()) {
                Some(Value::Null) => continue,
                Some(answer) if answer["refused"].is_object() => Err(answer["refused"].clone()),
                Some(answer) => Ok(answer),
                None => Err(json!({ "code": "INVALID_REQUEST", "message": "unknown" })),
            }
        };
        let (ok, part, value) = match outcome {
            Ok(payload) => (true, "payload", payload),
            Err(error) => (false, "error", error),
        };
        let answer = json!({ "type": "res", "id": request["id"], "ok": ok, part: value });
        socket.send(Message::text(answer.to_string())).await.ok()?;
    }
}

/// A hello that grants what is asked for.
pub(in crate::gateway) fn hello(boot: &str, params: &Value) -> Value {
    json!({ "type": "hello-ok", "protocol": 4, "server": { "version": "2026.9.6", "bootId": boot },
        "auth": { "method": "token", "scopes": params["scopes"], "deviceToken": "given" },
        "policy": { "tickIntervalMs": 30000 } })
}

fn no(code: &str) -> Value {
    json!({ "code": "INVALID_REQUEST", "message": "m", "details": { "code": code, "requestId": "r", "reason": "not-paired" } })
}

async fn until<T>(news: &mut mpsc::Receiver<News>, mut wanted: impl FnMut(News) -> Option<T>) -> T {
    let hearing = async {
        loop {
            if let Some(found) = wanted(news.recv().await.expect("the link ended")) {
                return found;
            }
        }
    };
    timeout(SOON, hearing).await.expect("not told in time")
}

fn state(news: News) -> Option<Link> {
    match news {
        News::Changed(link) => Some(*link),
        _ => None,
    }
}

pub(in crate::gateway) async fn up(news: &mut mpsc::Receiver<News>) -> Link {
    until(news, |news| state(news).filter(|link| matches!(link.state, LinkState::Up { .. }))).await
}

#[tokio::test]
async fn the_devices_token_first_then_the_secret_then_the_secret_alone() {
    let fake = Fake::new(|nth, params| match nth {
        // paired at once, and given a token
        1 => Ok(hello("a", params)),
        // which it then does not take any more; and the device needs a person's word now
        2 => Err(no("AUTH_DEVICE_TOKEN_MISMATCH")),
        3 => Err(no("PAIRING_REQUIRED")),
        _ => Ok(hello("b", params)),
    })
    .await;
    let (_handle, mut news) = fake.link();
    let link = up(&mut news).await;
    assert_eq!((link.identity, link.skew.is_some()), (Identity::Session, true));
    fake.push.send(json!(1012)).unwrap();
    let why = until(&mut news, |news| match news {
        News::Unpaired(why) => why,
        _ => None,
    });
    assert_eq!(why.await.request.as_deref(), Some("r"));
    up(&mut news).await;
    let boot = until(&mut news, |news| match news {
        News::Rebooted { boot } => Some(boot),
        _ => None,
    });
    assert_eq!(boot.await, "b");
    let [first, by_token, by_secret, alone] = &fake.connects()[..] else { panic!() };
    assert_eq!((&first["auth"], &first["client"]["mode"]), (&json!({ "token": "shared" }), &json!("ui")));
    assert_eq!((&first["caps"], first["device"]["id"].as_str().unwrap().len()), (&json!(["approvals"]), 64));
    // the shared secret does not travel where it is not needed
    assert_eq!(by_token["auth"], json!({ "deviceToken": "given" }));
    assert_eq!((&by_secret["auth"], by_secret["device"].is_object()), (&json!({ "token": "shared" }), true));
    assert_eq!((&alone["device"], &alone["client"]["mode"]), (&Value::Null, &json!("backend")));
    assert_eq!(first["device"]["id"], by_secret["device"]["id"]);
    for fields in ["id", "platform", "deviceFamily"] {
        assert_eq!(first["client"][fields], alone["client"][fields]);
    }
}

/// A keychain that is not there.
struct Nowhere;

impl Vault for Nowhere {
    fn read<'a>(&'a self, _: &'a str) -> Answer<'a, Option<SecretString>> {
        Box::pin(async { Err(VaultError("There is no keychain.".to_owned())) })
    }

    fn write<'a>(&'a self, _: &'a str, _: SecretString) -> Answer<'a, ()> {
        Box::pin(async { Err(VaultError("There is no keychain.".to_owned())) })
    }

    fn delete<'a>(&'a self, _: &'a str) -> Answer<'a, ()> {
        Box::pin(async { Err(VaultError("There is no keychain.".to_owned())) })
    }

    fn keeps(&self) -> Identity {
        Identity::Kept
    }
}

#[tokio::test]
async fn a_device_that_cannot_be_kept_is_shown_only_where_it_is_all_there_is() {
    for (auth, identity, shown) in [
        ("{ mode: 'token', token: 'shared' }", Identity::Withheld, false),
        ("{ mode: 'none' }", Identity::Session, true),
    ] {
        let fake = Fake::new(|_, params| Ok(hello("a", params))).await;
        let config = format!("{{ gateway: {{ port: {}, auth: {auth} }} }}", fake.port);
        std::fs::write(fake.home.path().join("openclaw.json"), config).unwrap();
        let (_handle, mut news) = fake.link_with(Arc::new(Nowhere));
        assert_eq!(up(&mut news).await.identity, identity, "{auth}");
        assert_eq!(fake.connects()[0]["device"].is_object(), shown, "{auth}");
    }
}

#[tokio::test]
async fn a_flood_of_requests_costs_few_lists() {
    let fake = Fake::new(|_, params| Ok(hello("a", params))).await;
    fake.answer("device.pair.list", json!({ "pending": [], "paired": [] }));
    let (_handle, mut news) = fake.link();
    up(&mut news).await;
    let pending: Vec<Value> = (0..100).map(|nth| json!({ "requestId": format!("r{nth}"), "ts": nth })).collect();
    fake.answer("device.pair.list", json!({ "pending": pending }));
    for nth in 0..100 {
        fake.push("device.pair.requested", &json!({}), Some(nth));
    }
    // that nothing waited was told first
    let approvals = until(&mut news, |news| match news {
        News::Lists { approvals } => Some(approvals).filter(|approvals| !approvals.is_empty()),
        _ => None,
    });
    assert_eq!(approvals.await.len(), 100);
    let lists = fake.heard.calls.load(Ordering::Relaxed);
    assert!((1..=4).contains(&lists), "{lists} lists");
    // a number left out: whatever it was, all lists are asked for again
    fake.answer("device.pair.list", json!({ "pending": [] }));
    fake.push("presence", &json!({}), Some(150));
    let approvals = until(&mut news, |news| match news {
        News::Lists { approvals } => Some(approvals),
        _ => None,
    });
    assert_eq!(approvals.await, []);
}

#[tokio::test]
async fn a_new_secret_is_read_and_a_hopeless_no_waits_for_a_nudge() {
    let fake = Fake::new(|nth, params| match nth {
        _ if params["auth"]["deviceToken"].is_string() => Err(no("AUTH_DEVICE_TOKEN_MISMATCH")),
        _ if params["auth"]["token"] == "second" => Ok(hello("a", params)),
        1 => Ok(hello("a", params)),
        _ => Err(no("AUTH_TOKEN_MISSING")),
    })
    .await;
    let (handle, mut news) = fake.link();
    up(&mut news).await;
    fake.push.send(json!(4001)).unwrap();
    let link = until(&mut news, |news| state(news).filter(|link| matches!(link.state, LinkState::Denied(_)))).await;
    let LinkState::Denied(denial) = link.state else { panic!() };
    assert_eq!((denial.code.as_str(), denial.message.as_str()), ("AUTH_TOKEN_MISSING", "m"));
    let connects = fake.connects().len();
    fake.configure("second");
    // longer than the first wait of one that may work the next time
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(fake.connects().len(), connects);
    handle.nudge();
    up(&mut news).await;
    assert_eq!(fake.connects().last().unwrap()["auth"], json!({ "token": "second" }));
}

#[tokio::test]
async fn says_goodbye_and_notices_silence() {
    let fake = Fake::new(|_, params| {
        let mut hello = hello("a", params);
        hello["policy"]["tickIntervalMs"] = json!(1000);
        Ok(hello)
    })
    .await;
    let (_handle, mut news) = fake.link();
    up(&mut news).await;
    fake.push("shutdown", &json!({ "reason": "x", "restartExpectedMs": 1500 }), None);
    let expected = until(&mut news, |news| match news {
        News::Bye { restart_expected } => Some(restart_expected),
        _ => None,
    });
    assert_eq!(expected.await, Some(Duration::from_millis(1500)));
    // nothing more comes: dead after two ticks
    until(&mut news, |news| state(news).filter(|link| link.state == LinkState::Waiting)).await;
    up(&mut news).await;
}

#[tokio::test]
async fn only_the_gateways_own_word_makes_a_decision_done() {
    let fake = Fake::new(|_, params| Ok(hello("a", params))).await;
    let pending = json!({ "pending": [{ "requestId": "r" }] });
    fake.answer("device.pair.list", pending.clone());
    let (handle, mut news) = fake.link();
    until(&mut news, |news| matches!(news, News::Lists { .. }).then_some(())).await;
    let decide = async |decision| handle.decide(Kind::Device, "r", decision).await;
    // still listed, so the no counts
    assert!(matches!(decide(Decision::Approve).await, Err(DecideError::Refused(_))));
    fake.answer("device.pair.approve", json!({ "requestId": "another" }));
    assert_eq!(decide(Decision::Approve).await, Err(DecideError::Unconfirmed));
    fake.answer("device.pair.approve", json!({ "requestId": "r" }));
    assert_eq!(decide(Decision::Approve).await, Ok(Decided::Done));
    assert_eq!(decide(Decision::Always).await, Err(DecideError::NotOffered));
    fake.answer("device.pair.list", json!({ "pending": [] }));
    assert_eq!(decide(Decision::Reject).await, Ok(Decided::Gone));
    fake.answer("approval.resolve", json!({ "applied": true, "approval": { "status": "denied" } }));
    let system = async |decision| handle.decide(Kind::Plugin, "system-agent:1", decision).await;
    assert_eq!(system(Decision::Approve).await, Err(DecideError::Unconfirmed));
    assert_eq!(system(Decision::Reject).await, Ok(Decided::Done));
    fake.answer("approval.resolve", json!({ "applied": false, "approval": { "status": "denied" } }));
    assert_eq!(system(Decision::Reject).await, Ok(Decided::Gone));
}

#[tokio::test]
async fn ends_with_its_last_handle_and_asks_over_a_short_connection_where_it_must() {
    let fake = Fake::new(|nth, params| {
        let mut hello = hello("a", params);
        if nth == 1 {
            hello["auth"]["scopes"] = json!(["operator.read"]);
        }
        Ok(hello)
    })
    .await;
    fake.answer("gateway.restart.request", json!({ "ok": true, "status": "scheduled", "preflight": { "safe": true } }));
    let (handle, mut news) = fake.link();
    let link = up(&mut news).await;
    let LinkState::Up { missing, .. } = link.state else { panic!() };
    assert_eq!(missing, ["operator.pairing", "operator.approvals", "operator.admin"]);
    handle.restart(false).await.unwrap();
    let short = &fake.connects()[1];
    assert_eq!(
        (&short["scopes"], &short["caps"], &short["device"]),
        (&json!(["operator.admin"]), &json!([]), &Value::Null)
    );
    let page = handle.dashboard().await;
    assert_eq!(page.expose_secret(), format!("http://127.0.0.1:{}/#token=shared", fake.port));
    drop(handle);
    let ended = async { while news.recv().await.is_some() {} };
    timeout(SOON, ended).await.unwrap();
}

#[test]
fn a_token_is_escaped_for_its_place_in_the_url() {
    assert_eq!(escaped("a-Z_0.~"), "a-Z_0.~");
    assert_eq!(escaped("a b&#/ä"), "a%20b%26%23%2F%C3%A4");
}
