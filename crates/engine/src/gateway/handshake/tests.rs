use tokio::net::TcpListener;
use tokio_tungstenite::{accept_async, tungstenite::protocol::CloseFrame};

use super::*;
use crate::gateway::{Detail, RpcError};

const SOON: Duration = Duration::from_secs(5);
const CHALLENGE: &str =
    r#"{"type":"event","event":"connect.challenge","payload":{"nonce":"n","ts":1795173559049,"capabilities":["x"]}}"#;
const HELLO: &str = r#"{"type":"res","id":"1","ok":true,"payload":{"type":"hello-ok","server":{"version":"2026.9.6","bootId":"b"},"auth":{"scopes":["operator.read"]},"snapshot":{"stateDir":"/s"}}}"#;

/// A gateway with a script: sends `first`, then for every frame that it hears sends the next of `answers`.
async fn gateway(
    first: Vec<Message>,
    answers: Vec<Vec<Message>>,
) -> (Endpoint, tokio::sync::mpsc::UnboundedReceiver<Value>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = Endpoint::from(listener.local_addr().unwrap().port());
    let (tell, heard) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut socket = accept_async(listener.accept().await.unwrap().0).await.unwrap();
        for message in first {
            socket.send(message).await.unwrap();
        }
        let mut answers = answers.into_iter();
        while let Some(Ok(message)) = socket.next().await {
            let Message::Text(text) = message else { continue };
            tell.send(serde_json::from_str(&text).unwrap()).unwrap();
            for message in answers.next().unwrap_or_default() {
                if socket.send(message).await.is_err() {
                    return;
                }
            }
        }
    });
    (port, heard)
}

fn text(frames: &[&str]) -> Vec<Message> {
    frames.iter().map(|frame| Message::text(*frame)).collect()
}

fn token() -> Credentials {
    Credentials::Token(SecretString::from("shared-token"))
}

#[tokio::test]
async fn introduces_itself_and_is_let_in() {
    let (port, mut heard) = gateway(text(&[CHALLENGE]), vec![text(&[HELLO])]).await;
    let (session, hello) = connect(&port, &token(), &["operator.read"], SOON).await.unwrap();
    assert_eq!((hello.version.as_deref(), hello.boot_id.as_deref()), (Some("2026.9.6"), Some("b")));
    assert_eq!((hello.scopes, hello.state_dir.as_deref()), (vec!["operator.read".to_owned()], Some("/s")));
    assert_eq!(session.dropped(), 0);
    let request = heard.recv().await.unwrap();
    assert_eq!((&request["type"], &request["method"]), (&json!("req"), &json!("connect")));
    let params = &request["params"];
    assert_eq!(
        (&params["minProtocol"], &params["client"]["id"], &params["client"]["mode"]),
        (&json!(4), &json!("gateway-client"), &json!("backend"))
    );
    assert_eq!((&params["auth"], &params["scopes"]), (&json!({ "token": "shared-token" }), &json!(["operator.read"])));
}

#[tokio::test]
async fn a_no_keeps_its_codes() {
    let starting = r#"{"type":"res","id":"1","ok":false,"error":{"code":"UNAVAILABLE","message":"m","retryable":true,"retryAfterMs":700,"details":{"reason":"startup-sidecars"}}}"#;
    let (port, _heard) = gateway(text(&[CHALLENGE]), vec![text(&[starting])]).await;
    let error = connect(&port, &token(), &[], SOON).await.unwrap_err();
    assert_eq!(error, ConnectError::Starting { retry_after: Duration::from_millis(700) });
    let wrong = r#"{"type":"res","id":"1","ok":false,"error":{"code":"INVALID_REQUEST","message":"m","details":{"code":"AUTH_TOKEN_MISMATCH"}}}"#;
    let (port, _heard) = gateway(text(&[CHALLENGE]), vec![text(&[wrong])]).await;
    let ConnectError::Denied(failure) = connect(&port, &token(), &[], SOON).await.unwrap_err() else { panic!() };
    assert_eq!(failure.detail, Some(Detail::AuthTokenMismatch));
}

#[tokio::test]
async fn what_is_not_a_frame_is_dropped_and_counted() {
    let mut first = vec![Message::binary(vec![0; 10]), Message::text("{"), Message::Ping(vec![1].into())];
    first.extend(text(&[r#"{"type":"event","event":"connect.challenge","payload":{"nonce":1}}"#, CHALLENGE]));
    let large = format!(r#"{{"type":"event","event":"large","payload":"{}"}}"#, "x".repeat(frames::PAYLOAD_LIMIT));
    let answer = vec![
        Message::text(large),
        Message::binary(vec![]),
        Message::text(r#"{"type":"res","id":"99","ok":true}"#),
        Message::text(r#"{"type":"event","event":"tick","payload":{"ts":1}}"#),
        Message::text(r#"{"type":"res","id":"2","ok":true,"payload":7}"#),
    ];
    let (port, _heard) = gateway(first, vec![text(&["?", HELLO]), answer]).await;
    let (mut session, _) = connect(&port, &token(), &[], SOON).await.unwrap();
    assert_eq!(session.dropped(), 4);
    assert_eq!(session.request("health", json!({}), SOON).await, Ok(json!(7)));
    assert_eq!(session.event().await.unwrap().name, "tick");
    assert_eq!(session.dropped(), 7);
}

#[tokio::test]
async fn answers_find_their_requests_in_any_order() {
    let second = text(&[
        r#"{"type":"res","id":"3","ok":true,"payload":"b"}"#,
        r#"{"type":"res","id":"2","ok":true,"payload":"a"}"#,
    ]);
    let (port, _heard) = gateway(text(&[CHALLENGE]), vec![text(&[HELLO]), vec![], second]).await;
    let (session, _) = connect(&port, &token(), &[], SOON).await.unwrap();
    let (a, b) = tokio::join!(session.request("a", json!({}), SOON), session.request("b", json!({}), SOON));
    assert_eq!((a, b), (Ok(json!("a")), Ok(json!("b"))));
}

#[tokio::test]
async fn every_wait_ends() {
    let short = Duration::from_millis(100);
    let (port, _heard) = gateway(vec![], vec![]).await;
    assert_eq!(challenge(&port, short).await, Err(ConnectError::TimedOut));
    let (port, _heard) = gateway(text(&[CHALLENGE]), vec![]).await;
    assert_eq!(connect(&port, &token(), &[], short).await.unwrap_err(), ConnectError::TimedOut);
    let (port, _heard) = gateway(text(&[CHALLENGE]), vec![text(&[HELLO])]).await;
    let (session, _) = connect(&port, &token(), &[], SOON).await.unwrap();
    assert_eq!(session.request("health", json!({}), short).await, Err(RpcError::TimedOut));
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    assert_eq!(challenge(&silent.local_addr().unwrap().port().into(), short).await, Err(ConnectError::TimedOut));
}

#[tokio::test]
async fn a_closed_connection_says_so() {
    let close = Message::Close(Some(CloseFrame { code: 1012.into(), reason: "service restart".into() }));
    let (port, _heard) = gateway(vec![close.clone()], vec![]).await;
    assert_eq!(challenge(&port, SOON).await, Err(ConnectError::Closed(Some(1012))));
    let (port, _heard) = gateway(text(&[CHALLENGE]), vec![text(&[HELLO]), vec![close]]).await;
    let (mut session, _) = connect(&port, &token(), &[], SOON).await.unwrap();
    assert_eq!(session.request("health", json!({}), SOON).await, Err(RpcError::Closed));
    assert_eq!(session.event().await, None);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = Endpoint::from(listener.local_addr().unwrap().port());
    drop(listener);
    assert_eq!(challenge(&port, SOON).await, Err(ConnectError::Refused));
}

#[tokio::test]
async fn somebody_else_is_not_a_gateway() {
    for answer in
        ["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "SSH-2.0-OpenSSH_9.9\r\n\r\n", "\u{0}\u{1}\r\n\r\n"]
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = Endpoint::from(listener.local_addr().unwrap().port());
        tokio::spawn(async move {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 1024]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        });
        assert_eq!(challenge(&port, SOON).await, Err(ConnectError::Foreign), "{answer:?}");
    }
}
