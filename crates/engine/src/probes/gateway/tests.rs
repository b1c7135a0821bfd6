use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

const SOON: Duration = Duration::from_secs(5);

/// Answers every connection's first request with these bytes, and hands back the requests it read.
async fn server(answer: Vec<u8>, address: &str) -> (u16, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind(address).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (requests, heard) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (answer, requests) = (answer.clone(), requests.clone());
            tokio::spawn(async move {
                let mut request = vec![0; 4096];
                let length = stream.read(&mut request).await.unwrap_or_default();
                let _ = requests.send(String::from_utf8_lossy(&request[..length]).into_owned());
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    (port, heard)
}

fn http(status: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).into_bytes()
}

#[tokio::test]
async fn tells_answers_apart() {
    let starting = || Heard::NotReady { failing: vec!["startup-sidecars".into()] };
    let large = format!("{{\"ready\":true,\"failing\":[{}]}}", vec!["\"x\""; 30_000].join(","));
    for (answer, heard) in [
        (http("200 OK", r#"{"ready":true,"failing":[],"uptimeMs":5031,"eventLoop":{"degraded":true}}"#), Heard::Ready),
        (
            http("503 Service Unavailable", r#"{"ready":false,"failing":["startup-sidecars"],"uptimeMs":811}"#),
            starting(),
        ),
        (http("503 Nope", "{\"ready\":false,\"failing\":[\"startup-\\u001bsidecars\\n\"]}"), starting()),
        // the Control UI answers unknown paths, and so would any web server
        (http("200 OK", "<!doctype html><title>Control</title>"), Heard::Foreign),
        (http("200 OK", r#"{"ready":true}"#), Heard::Foreign),
        (http("200 OK", r#"{"status":"ok"}"#), Heard::Foreign),
        (http("200 OK", &large), Heard::Foreign),
        (http("404 Not Found", "{\"ready\":true,\"failing\":[]}"), Heard::Foreign),
        (b"HTTP/1.1 302 Found\r\nLocation: /readyz\r\nContent-Length: 0\r\n\r\n".to_vec(), Heard::Foreign),
        (b"SSH-2.0-OpenSSH_9.9\r\n".to_vec(), Heard::Foreign),
        (vec![0xff; 5000], Heard::Foreign),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"ready\":tr".to_vec(), Heard::Silent),
        (Vec::new(), Heard::Silent),
    ] {
        let shown = String::from_utf8_lossy(&answer[..answer.len().min(80)]).into_owned();
        let (port, _requests) = server(answer, "127.0.0.1:0").await;
        assert_eq!(Probe::new(port).unwrap().health(SOON).await, heard, "{shown:?}");
    }
}

#[tokio::test]
async fn a_gateway_that_listens_on_ipv6_alone_is_found() {
    let Ok(listener) = TcpListener::bind("[::1]:0").await else { return };
    drop(listener);
    let (port, _requests) = server(http("200 OK", r#"{"ready":true,"failing":[]}"#), "[::1]:0").await;
    assert_eq!(Probe::new(port).unwrap().health(SOON).await, Heard::Ready);
}

#[tokio::test]
async fn nobody_there_is_refusing_and_nobody_speaking_is_silent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let probe = Probe::new(port).unwrap();
    assert_eq!(probe.health(Duration::from_millis(100)).await, Heard::Silent);
    assert_eq!(probe.startup(Duration::from_millis(100)).await, None);
    drop(listener);
    assert_eq!(probe.health(SOON).await, Heard::Refusing);
}

#[tokio::test]
async fn sends_nothing_that_looks_like_a_proxy() {
    let (port, mut requests) = server(http("200 OK", "{}"), "127.0.0.1:0").await;
    Probe::new(port).unwrap().health(SOON).await;
    let request = requests.recv().await.unwrap().to_lowercase();
    assert!(request.starts_with("get /readyz http/1.1\r\n"), "{request}");
    assert!(!request.contains("forwarded") && !request.contains("via:") && !request.contains("origin:"), "{request}");
}

#[tokio::test]
async fn reads_the_startup_answer() {
    let body = r#"{"ok":false,"status":"starting","version":"2026.9.6","uptimeMs":808,"pendingReason":"startup-sidecars","new":1}"#;
    let (port, _requests) = server(http("503 Service Unavailable", body), "127.0.0.1:0").await;
    let startup = Probe::new(port).unwrap().startup(SOON).await.unwrap();
    let pending_reason = Some("startup-sidecars".to_owned());
    assert_eq!(startup, Startup { version: Some("2026.9.6".into()), uptime_ms: 808, started: false, pending_reason });
}

#[test]
fn a_fact_has_no_version_of_what_does_not_answer() {
    let health = Heard::Silent.health(Some("2026.9.6".into()));
    assert!(health.silent && !health.answers && !health.ready && health.version.is_none());
    let health = Heard::Ready.health(Some("2026.9.6".into()));
    assert!(!health.silent && health.answers && health.ready && health.version.is_some());
}

/// As OpenClaw 2026.5.12 answers: the web page at `/startupz`.
#[tokio::test]
async fn an_older_gateway_tells_its_uptime_with_its_readiness() {
    let page = http("200 OK", "<!doctype html><title>OpenClaw Control</title>");
    let (port, _requests) = server(page, "127.0.0.1:0").await;
    assert_eq!(Probe::new(port).unwrap().startup(SOON).await, None, "a web page is no gateway");
    let readiness = http("200 OK", r#"{"ready":true,"failing":[],"uptimeMs":2593}"#);
    let (port, _requests) = server(readiness, "127.0.0.1:0").await;
    let startup = Probe::new(port).unwrap().startup(SOON).await.unwrap();
    assert_eq!(startup, Startup { version: None, uptime_ms: 2593, started: true, pending_reason: None });
}
