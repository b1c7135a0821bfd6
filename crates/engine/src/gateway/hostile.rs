//! What a hostile or broken server may do, at every step: nothing hangs beyond its deadline, nothing grows without bound,
//! and no secret is sent to who does not even challenge properly.

use std::{future::Future, sync::Arc, time::Duration};

use futures_util::{SinkExt, StreamExt};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};
use tokio_tungstenite::{WebSocketStream, accept_async, tungstenite::Message};

use super::{ConnectError, Credentials, Device, Ending, Endpoint, Introduction, RpcError, Session, frames, introduce};

const SHORT: Duration = Duration::from_millis(400);
const SOON: Duration = Duration::from_secs(20);
const CHALLENGE: &str = r#"{"type":"event","event":"connect.challenge","payload":{"nonce":"n","ts":1}}"#;
const HELLO: &str = r#"{"type":"res","id":"1","ok":true,"payload":{"protocol":4,"policy":{"tickIntervalMs":1000}}}"#;

type Server = WebSocketStream<TcpStream>;

/// A server that does `act` with every connection.
async fn server<F: Future<Output = ()> + Send>(act: impl Fn(TcpStream) -> F + Send + Sync + 'static) -> Endpoint {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            act(stream).await;
        }
    });
    port.into()
}

/// One that has challenged and heard our answer, which must hold no more than it may.
async fn greeted(stream: TcpStream, challenge: &str) -> Option<Server> {
    let mut socket = accept_async(stream).await.ok()?;
    socket.send(Message::text(challenge)).await.ok()?;
    socket.next().await?.ok()?;
    Some(socket)
}

async fn welcomed(stream: TcpStream) -> Option<Server> {
    let mut socket = greeted(stream, CHALLENGE).await?;
    socket.send(Message::text(HELLO)).await.ok()?;
    Some(socket)
}

async fn connect(endpoint: Endpoint, deadline: Duration) -> Result<Session, ConnectError> {
    let credentials = Credentials::Token(SecretString::from("secret"));
    let device = Device::new().unwrap();
    let introduction = Introduction { credentials: &credentials, device: Some(&device), scopes: &[], caps: &[] };
    let attempt = introduce(&endpoint, introduction, deadline);
    let (session, _) = timeout(deadline + SHORT, attempt).await.expect("beyond its deadline")?;
    Ok(session)
}

#[tokio::test]
async fn a_frame_that_never_ends_is_given_up() {
    let endless = server(async |mut stream: TcpStream| {
        let mut asked = [0; 2048];
        let _ = stream.read(&mut asked).await;
        let text = String::from_utf8_lossy(&asked);
        let key = text.lines().find_map(|line| line.strip_prefix("Sec-WebSocket-Key: ")).unwrap().trim().to_owned();
        let accept = tokio_tungstenite::tungstenite::handshake::derive_accept_key(key.as_bytes());
        let upgrade = format!("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
        let _ = stream.write_all(upgrade.as_bytes()).await;
        // a text frame of 8 EiB
        let _ = stream.write_all(&[0x81, 0x7f, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).await;
        while stream.write_all(&[b'x'; 8192]).await.is_ok() {}
    })
    .await;
    assert_eq!(connect(endless, SOON).await.unwrap_err(), ConnectError::Foreign);
}

#[tokio::test]
async fn fragments_without_an_end_are_given_up_within_the_limit() {
    use tokio_tungstenite::tungstenite::protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    };
    let fragments = server(async |stream| {
        let Some(mut socket) = welcomed(stream).await else { return };
        let first = Frame::message(vec![b'x'; 1 << 20], OpCode::Data(Data::Text), false);
        let mut sent = socket.send(Message::Frame(first)).await;
        while sent.is_ok() {
            let next = Frame::message(vec![b'x'; 1 << 20], OpCode::Data(Data::Continue), false);
            sent = socket.send(Message::Frame(next)).await;
        }
    })
    .await;
    let mut session = connect(fragments, SOON).await.unwrap();
    assert_eq!(timeout(SOON, session.event()).await.unwrap(), None);
    assert_eq!(session.ending(), Ending::Broken);
}

#[tokio::test]
async fn a_trickle_is_no_answer() {
    let upgrade = server(async |mut stream| {
        for byte in b"HTTP/1.1 101 Switching Protocols\r\nX: ".iter().chain(std::iter::repeat(&b'x')) {
            if stream.write_all(&[*byte]).await.is_err() {
                return;
            }
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    assert_eq!(connect(upgrade, SHORT).await.unwrap_err(), ConnectError::TimedOut);
    // half a frame, and a byte now and then: no message, so silence
    let frame = server(async |stream| {
        let Some(socket) = welcomed(stream).await else { return };
        let mut stream = socket.into_inner();
        let _ = stream.write_all(&[0x81, 0x7e, 0xff, 0xff]).await;
        while stream.write_all(b"x").await.is_ok() {
            sleep(Duration::from_millis(100)).await;
        }
    })
    .await;
    let mut session = connect(frame, SOON).await.unwrap();
    assert_eq!(session.request("health", json!({}), SHORT).await, Err(RpcError::TimedOut));
    assert_eq!(timeout(SOON, session.event()).await.unwrap(), None);
    assert_eq!(session.ending(), Ending::Silent);
}

#[tokio::test]
async fn who_does_not_challenge_properly_hears_no_secret() {
    for challenge in [
        r#"{"type":"event","event":"connect.challenge","payload":{"nonce":"a|b|c","ts":1}}"#,
        r#"{"type":"event","event":"connect.challenge","payload":{"nonce":"","ts":1}}"#,
        r#"{"type":"event","event":"connect.challenge","payload":{"nonce":7,"ts":1}}"#,
        r#"{"type":"event","event":"connect.challenge","payload":{"nonce":"n","ts":1e99}}"#,
        r#"{"type":"event","event":"connect.challenge"}"#,
        HELLO,
    ] {
        let (tell, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let odd = server(move |stream| {
            let tell = tell.clone();
            async move {
                let Ok(mut socket) = accept_async(stream).await else { return };
                let _ = socket.send(Message::text(challenge)).await;
                while let Some(Ok(Message::Text(text))) = socket.next().await {
                    let _ = tell.send(text.to_string());
                }
            }
        })
        .await;
        assert!(connect(odd, SHORT).await.is_err(), "{challenge}");
        assert!(heard.try_recv().is_err(), "{challenge}");
    }
}

#[tokio::test]
async fn an_answer_too_large_or_too_deep_is_dropped() {
    let large = format!(r#"{{"type":"res","id":"1","ok":true,"payload":"{}"}}"#, "x".repeat(frames::PAYLOAD_LIMIT));
    let deep = format!(r#"{{"type":"res","id":"1","ok":true,"payload":{}}}"#, "[".repeat(100_000));
    let other = r#"{"type":"res","id":"1","ok":true,"payload":{"protocol":5}}"#.to_owned();
    for (hello, error) in
        [(large, ConnectError::TimedOut), (deep, ConnectError::TimedOut), (other, ConnectError::Foreign)]
    {
        let hello = Arc::new(hello);
        let odd = server(move |stream| {
            let hello = Arc::clone(&hello);
            async move {
                let Some(mut socket) = greeted(stream, CHALLENGE).await else { return };
                let _ = socket.send(Message::text(hello.as_str())).await;
                while socket.next().await.is_some_and(|message| message.is_ok()) {}
            }
        })
        .await;
        assert_eq!(connect(odd, Duration::from_secs(2)).await.unwrap_err(), error);
    }
}

#[tokio::test]
async fn only_the_first_answer_to_a_request_counts() {
    let twice = server(async |stream| {
        let Some(mut socket) = welcomed(stream).await else { return };
        while let Some(Ok(Message::Text(text))) = socket.next().await {
            let request: Value = serde_json::from_str(&text).unwrap();
            for payload in ["first", "second"] {
                let answer = json!({ "type": "res", "id": request["id"], "ok": true, "payload": payload });
                let _ = socket.send(Message::text(answer.to_string())).await;
            }
            let _ = socket.send(Message::binary(vec![0; 1000])).await;
            let _ = socket.send(Message::text("[".repeat(100_000))).await;
        }
    })
    .await;
    let session = connect(twice, SOON).await.unwrap();
    for _ in 0..3 {
        assert_eq!(session.request("health", json!({}), SOON).await, Ok(json!("first")));
    }
    assert!(session.dropped() >= 6);
}

#[tokio::test]
async fn a_flood_of_events_that_nobody_reads_stays_bounded() {
    let flood = server(async |stream| {
        let Some(mut socket) = welcomed(stream).await else { return };
        let event = format!(r#"{{"type":"event","event":"health","payload":"{}","seq":1}}"#, "x".repeat(1000));
        for _ in 0..5000 {
            if socket.feed(Message::text(event.as_str())).await.is_err() {
                return;
            }
        }
        let _ = socket.flush().await;
        while let Some(Ok(Message::Text(text))) = socket.next().await {
            let request: Value = serde_json::from_str(&text).unwrap();
            let answer = json!({ "type": "res", "id": request["id"], "ok": true });
            let _ = socket.send(Message::text(answer.to_string())).await;
        }
    })
    .await;
    let mut session = connect(flood, SOON).await.unwrap();
    assert_eq!(session.request("health", json!({}), SOON).await, Ok(Value::Null));
    assert_eq!(session.dropped(), 5000 - 256);
    let mut kept = 0;
    while timeout(SHORT, session.event()).await.is_ok_and(|event| event.is_some()) {
        kept += 1;
    }
    assert_eq!(kept, 256);
}

#[tokio::test]
async fn a_connection_may_end_at_any_step() {
    for step in 0..4 {
        let ends = server(move |stream| async move {
            match step {
                0 => drop(stream),
                1 => drop(accept_async(stream).await),
                2 => {
                    let Ok(mut socket) = accept_async(stream).await else { return };
                    let _ = socket.send(Message::text(CHALLENGE)).await;
                }
                _ => drop(greeted(stream, CHALLENGE).await),
            }
        })
        .await;
        let error = connect(ends, SOON).await.unwrap_err();
        assert!(matches!(error, ConnectError::Closed(_)), "step {step}: {error:?}");
    }
    let ends = server(async |stream| drop(welcomed(stream).await)).await;
    let mut session = connect(ends, SOON).await.unwrap();
    assert_eq!(timeout(SOON, session.event()).await.unwrap(), None);
    assert_eq!(session.request("health", json!({}), SOON).await, Err(RpcError::Closed));
}
