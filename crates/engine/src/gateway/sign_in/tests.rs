//! What the guide says, read; and a person led through it by a scripted gateway.

use std::borrow::Borrow;

use clawtender_core::sign_in::StepKind;
use secrecy::SecretString;
use tokio::time::timeout;

use super::*;
use crate::{
    gateway::link::{
        LinkHandle,
        tests::{Fake, hello, up},
    },
    protocol::Typed,
};

const SOON: Duration = Duration::from_secs(20);

fn read_step(value: impl Borrow<Value>) -> Option<Step> {
    step(value.borrow()).map(|question| question.step)
}

#[test]
fn the_steps_of_a_device_code_as_openclaw_2026_9_6_tells_them() {
    let told = json!({ "done": false, "status": "running", "step": {
        "id": "6e0f", "type": "progress", "executor": "gateway", "title": "Authorize GitHub Copilot",
        "message": "Enter this one-time code to authorize Copilot.\nhttps://acme.ghe.com/login/device\nCode: WDJB-MJHT\n\
                    Code expires in 15 minutes.\nNever share it.",
        "deviceCode": { "code": "WDJB-MJHT", "expiresInMinutes": 15, "message": "Enter this one-time code to authorize Copilot." },
        "externalUrl": "https://acme.ghe.com/login/device",
    }});
    let Turn::Step(question, None) = read(&told) else { panic!() };
    let step = question.step;
    assert_eq!(
        step,
        Step {
            id: "6e0f".into(),
            kind: StepKind::Progress,
            title: "Authorize GitHub Copilot".into(),
            message: "Enter this one-time code to authorize Copilot.\nNever share it.".into(),
            external_url: Some("https://acme.ghe.com/login/device".into()),
            device_code: Some(DeviceCode { code: "WDJB-MJHT".into(), expires_in_minutes: Some(15) }),
            ..Step::default()
        }
    );
    let text = json!({ "id": "t", "type": "text", "message": "GitHub Enterprise domain (data residency)", "initialValue": "",
                       "placeholder": "your-org.ghe.com", "executor": "client" });
    let text = read_step(text).unwrap();
    assert_eq!((text.kind, text.asks, &*text.placeholder), (StepKind::Text, true, "your-org.ghe.com"));
}

#[test]
fn nothing_that_is_hidden_or_secret_is_shown() {
    let kept = |name: &str, value: Value| {
        let mut step = json!({ "id": "1", "type": "text", "sensitive": true, "initialValue": "kept-secret" });
        step[name] = value;
        read_step(step)
    };
    assert_eq!(kept("message", json!("a")).unwrap().initial, "");
    let evil = "\u{1b}[2J\u{202e}evil\u{0}\r\nmore\u{200b}";
    assert_eq!(kept("message", json!(evil)).unwrap().message, "evil\nmore");
    assert_eq!(kept("title", json!(evil)).unwrap().title, "evil more");
    assert_eq!(
        kept("deviceCode", json!({ "code": evil, "expiresInMinutes": 1e300 })).unwrap().device_code.unwrap().code,
        "evil more"
    );
    let long = kept("message", json!("x\n".repeat(10_000) + &"y".repeat(1_000_000))).unwrap().message;
    assert!(long.lines().count() <= LINES && long.len() < LINE * LINES);
    for url in [
        "http://example.com/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://user@example.com/",
        "https://a:b@example.com/",
        "data:text/html,x",
        "//example.com",
        "https://",
        "http://127.0.0.1.example.com/",
        "",
    ] {
        assert_eq!(kept("externalUrl", json!(url)).unwrap().external_url, None, "{url}");
    }
    assert_eq!(kept("externalUrl", json!("https://x/".to_owned() + &"a".repeat(5000))).unwrap().external_url, None);
    for url in ["https://example.com/a?b=c", "http://127.0.0.1:1455/", "http://localhost:1/", "http://[::1]:1/"] {
        assert_eq!(kept("externalUrl", json!(url)).unwrap().external_url.as_deref(), Some(url));
    }
}

#[test]
fn what_is_no_step_is_not_taken_for_one() {
    for odd in [
        json!(null),
        json!({ "type": "note" }),
        json!({ "id": "", "type": "note" }),
        json!({ "id": "a\nb", "type": "note" }),
        json!({ "id": "a".repeat(101), "type": "note" }),
        json!({ "id": 1, "type": "note" }),
        json!({ "id": "1", "type": "hologram" }),
        json!({ "id": "1", "type": "select" }),
        json!({ "id": "1", "type": "select", "options": [{ "value": "v".repeat(3000), "label": "l" }] }),
    ] {
        assert_eq!(read_step(odd.clone()), None, "{odd}");
        assert!(matches!(
            read(&json!({ "done": false, "status": "running", "step": odd })),
            Turn::Over(Ending::Failed(_))
        ));
    }
    let many: Vec<_> = (0..1000).map(|value| json!({ "value": value, "label": "" })).collect();
    let select = step(&json!({ "id": "1", "type": "select", "options": many })).unwrap();
    assert_eq!(
        (select.step.options.len(), &*select.step.options[7].label, &select.values[7]),
        (OPTIONS, "7", &json!(7))
    );
    // a page that the person must go to by themselves, and one that the gateway opens
    assert!(read_step(json!({ "id": "1", "type": "action", "executor": "client" })).unwrap().asks);
    assert!(!read_step(json!({ "id": "1", "type": "action", "executor": "gateway" })).unwrap().asks);
}

#[test]
fn an_end_says_how() {
    assert_eq!(read(&json!({ "done": true, "status": "done" })), Turn::Over(Ending::Done));
    assert_eq!(
        read(&json!({ "done": true, "status": "cancelled", "error": "cancelled" })),
        Turn::Over(Ending::Cancelled)
    );
    let failed = json!({ "done": true, "status": "error", "error": "GitHub device code failed: HTTP 403\u{7}" });
    assert_eq!(
        read(&failed),
        Turn::Over(Ending::Failed("The sign-in came to nothing: GitHub device code failed: HTTP 403.".into()))
    );
    assert!(matches!(read(&json!({ "done": true })), Turn::Over(Ending::Failed(_))));
    assert!(matches!(read(&json!({})), Turn::Over(Ending::Failed(_))));
}

/// A sign-in with a scripted gateway.
struct Led {
    fake: Fake,
    orders: mpsc::Sender<Order>,
    shown: mpsc::Receiver<Shown>,
    ending: tokio::task::JoinHandle<Ending>,
    _link: LinkHandle,
}

impl Led {
    async fn through(turns: impl IntoIterator<Item = Value>) -> Led {
        let fake = Fake::new(|_, params| Ok(hello("a", params))).await;
        fake.answer("models.authLogin", json!({ "done": false, "status": "running" }));
        for turn in turns {
            fake.then("wizard.next", turn);
        }
        let (link, mut news) = fake.link();
        up(&mut news).await;
        tokio::spawn(async move { while news.recv().await.is_some() {} });
        let (orders, ordered) = mpsc::channel(4);
        let (tell, shown) = mpsc::channel(4);
        let guided = link.clone();
        let ending = tokio::spawn(async move { guided.sign_in("openai/openai-device-code", ordered, tell).await });
        Led { fake, orders, shown, ending, _link: link }
    }

    async fn shows(&mut self) -> Shown {
        timeout(SOON, self.shown.recv()).await.expect("nothing was shown in time").expect("it is over")
    }

    async fn answers(&self, step: &str, answer: StepAnswer) {
        self.orders.send(Order::Answer { step: step.into(), answer }).await.unwrap();
    }

    async fn ends(self) -> (Ending, Fake) {
        (timeout(SOON, self.ending).await.expect("it did not end in time").unwrap(), self.fake)
    }
}

fn says(step: impl Into<Value>) -> Value {
    json!({ "done": false, "status": "running", "step": step.into() })
}

fn done() -> Value {
    json!({ "done": true, "status": "done" })
}

#[tokio::test]
async fn a_person_is_led_from_the_first_step_to_the_last() {
    let domain = json!({ "id": "t", "type": "text", "message": "Domain", "executor": "client" });
    let mut again = says(domain.clone());
    again["error"] = "Enter your domain.".into();
    let mut led = Led::through([
        says(json!({ "id": "p", "type": "progress", "message": "Starting…", "executor": "gateway" })),
        says(domain),
        again,
        says(json!({ "id": "s", "type": "select", "message": "Which?", "options": [
            { "value": "a", "label": "A" }, { "value": { "deep": [1] }, "label": "B" } ]})),
        says(json!({ "id": "k", "type": "text", "message": "Key", "sensitive": true })),
        says(json!({ "id": "n", "type": "note", "message": "Nearly done." })),
        done(),
    ])
    .await;
    assert_eq!(led.shows().await.step.unwrap().message, "Starting…");
    assert_eq!(led.shows().await.step.unwrap().id, "t");
    // neither another step's answer nor one of another kind goes out
    led.answers("s", StepAnswer::One(0)).await;
    led.answers("t", StepAnswer::Yes(true)).await;
    led.answers("t", StepAnswer::Text(Typed::from(SecretString::from("x")))).await;
    assert_eq!(led.shows().await, Shown::default());
    let complained = led.shows().await;
    assert_eq!(
        (complained.step.unwrap().id, complained.complaint.as_deref()),
        ("t".into(), Some("Enter your domain."))
    );
    led.answers("t", StepAnswer::Text(Typed::from(SecretString::from("acme")))).await;
    led.shows().await;
    assert_eq!(led.shows().await.step.unwrap().options[1].label, "B");
    led.answers("s", StepAnswer::One(1)).await;
    led.shows().await;
    assert!(led.shows().await.step.unwrap().sensitive);
    led.answers("k", StepAnswer::Text(Typed::from(SecretString::from("sk-typed")))).await;
    led.shows().await;
    assert_eq!(led.shows().await.step.unwrap().kind, StepKind::Note);
    led.answers("n", StepAnswer::Go).await;
    let (ending, fake) = led.ends().await;
    assert_eq!(ending, Ending::Done);
    let begun = &fake.said("models.authLogin")[0];
    assert_eq!(begun["authChoice"], "openai/openai-device-code");
    let answers: Vec<_> = fake
        .said("wizard.next")
        .into_iter()
        .map(|next| {
            assert_eq!(next["sessionId"], begun["sessionId"]);
            next["answer"].clone()
        })
        .filter(|answer| !answer.is_null())
        .collect();
    assert_eq!(
        answers,
        [
            json!({ "stepId": "t", "value": "x" }),
            json!({ "stepId": "t", "value": "acme" }),
            json!({ "stepId": "s", "value": { "deep": [1] } }),
            json!({ "stepId": "k", "value": "sk-typed" }),
            json!({ "stepId": "n" }),
        ]
    );
}

#[tokio::test]
async fn a_person_can_end_it_whatever_the_gateway_does() {
    let waits = says(json!({ "id": "p", "type": "progress", "message": "Waiting…", "executor": "gateway" }));
    let mut led = Led::through([waits.clone(), Value::Null]).await;
    led.fake.then("wizard.cancel", json!({ "status": "cancelled", "error": "cancelled" }));
    led.shows().await;
    led.orders.send(Order::Cancel).await.unwrap();
    let (ending, fake) = led.ends().await;
    assert_eq!(ending, Ending::Cancelled);
    assert_eq!(fake.said("wizard.cancel")[0]["sessionId"], fake.said("models.authLogin")[0]["sessionId"]);

    // whoever leads it has gone
    let Led { fake, orders, mut shown, ending, _link } = Led::through([waits.clone(), Value::Null]).await;
    fake.then(
        "wizard.cancel",
        json!({ "refused": { "code": "INVALID_REQUEST", "details": { "code": "WIZARD_NOT_FOUND" } } }),
    );
    shown.recv().await.unwrap();
    drop(orders);
    assert_eq!(timeout(SOON, ending).await.unwrap().unwrap(), Ending::Cancelled);

    // the login is being written: too late
    let mut led =
        Led::through([waits.clone(), says(json!({ "id": "n", "type": "note", "message": "?" })), done()]).await;
    led.fake.then("wizard.cancel", json!({ "status": "running" }));
    led.shows().await;
    led.shows().await;
    led.orders.send(Order::Cancel).await.unwrap();
    assert_eq!(led.ends().await.0, Ending::Done);
}

#[tokio::test]
async fn a_question_that_a_page_has_answered_is_not_asked_any_more() {
    let question = says(json!({ "id": "t", "type": "text", "message": "Paste the address" }));
    let mut led = Led::through([
        question.clone(),
        // it stands for what happens beside it…
        says(json!({ "id": "p", "type": "progress", "message": "Listening…", "executor": "gateway" })),
        question,
        // …until it is gone
        says(json!({ "id": "q", "type": "progress", "message": "Exchanging…", "executor": "gateway" })),
        Value::Null,
    ])
    .await;
    assert_eq!(led.shows().await.step.unwrap().id, "t");
    assert_eq!(led.shows().await.step.unwrap().message, "Exchanging…");
    led.answers("t", StepAnswer::Text(Typed::from(SecretString::from("late")))).await;
    led.fake.then("wizard.cancel", json!({ "status": "done" }));
    led.orders.send(Order::Cancel).await.unwrap();
    let (ending, fake) = led.ends().await;
    assert_eq!(ending, Ending::Done);
    assert!(fake.said("wizard.next").iter().all(|next| next["answer"].is_null()));
}

#[tokio::test]
async fn a_gateway_that_is_busy_or_refuses_says_so() {
    let busy = json!({ "refused": { "code": "UNAVAILABLE", "message": "OpenClaw setup is already in progress", "retryable": true,
                                    "details": { "code": "SETUP_ADMISSION_BUSY" } } });
    let begin = async |answers: Vec<Value>| {
        let fake = Fake::new(|_, params| Ok(hello("a", params))).await;
        for answer in answers {
            fake.then("models.authLogin", answer);
        }
        fake.then("wizard.next", done());
        let (link, mut news) = fake.link();
        up(&mut news).await;
        tokio::spawn(async move { while news.recv().await.is_some() {} });
        let (_orders, ordered) = mpsc::channel(4);
        let (tell, _told) = mpsc::channel(4);
        timeout(SOON, link.sign_in("x/y", ordered, tell)).await.unwrap()
    };
    let Ending::Failed(why) = begin(vec![busy.clone(); 3]).await else { panic!() };
    assert!(why.contains("another sign-in or setup"), "{why}");
    // the one before is not quite over
    assert_eq!(begin(vec![busy, json!({ "done": false })]).await, Ending::Done);
    let no = json!({ "refused": { "code": "INVALID_REQUEST", "message": "That provider login is no longer available.\u{1b}[2J" } });
    assert_eq!(
        begin(vec![no]).await,
        Ending::Failed("The gateway refused: That provider login is no longer available.".into())
    );
}
