use std::sync::Arc;

use clawtender_core::{route::Met, unreached::Tcp};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

use super::*;

const LONG: Duration = Duration::from_secs(20);
const WELL: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-request-id: r1\r\n\r\n{}";

fn web(proxies: Matcher, trusted: Vec<CertificateDer<'static>>) -> Web {
    Web {
        proxies,
        variable: Some("HTTPS_PROXY"),
        added: Vec::new(),
        trust: OnceLock::from(trust::Trust::with(trusted)),
    }
}

fn direct() -> Web {
    web(Matcher::builder().build(), Vec::new())
}

async fn get(web: &Web, address: &str, within: Duration) -> Result<Reply, Unreached> {
    web.ask(Method::GET, address, HeaderMap::new(), within).await
}

/// Reads a request's head.
async fn head(stream: &mut (impl AsyncReadExt + Unpin)) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}

/// Serves `answer` to one connection and then closes it; what was asked comes back.
async fn server(answer: impl Into<Vec<u8>>) -> (u16, tokio::task::JoinHandle<String>) {
    let answer = answer.into();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let head = head(&mut stream).await;
        let _ = stream.write_all(&answer).await;
        head
    });
    (port, asked)
}

#[tokio::test]
async fn a_question_names_us_and_the_server_and_nothing_else() {
    let (port, asked) = server(WELL).await;
    let mut headers = HeaderMap::new();
    headers.insert("x-api-key", HeaderValue::from_static("k"));
    let address = format!("http://127.0.0.1:{port}/v1/models?limit=1");
    let reply = direct().ask(Method::GET, &address, headers, LONG).await.unwrap();
    assert_eq!((reply.status, &*reply.body), (200, &b"{}"[..]));
    assert_eq!(reply.headers["x-request-id"], "r1");
    let mut lines: Vec<String> = asked.await.unwrap().trim_end().lines().map(str::to_lowercase).collect();
    assert_eq!(lines.remove(0), "get /v1/models?limit=1 http/1.1");
    lines.sort();
    let agent = format!("user-agent: {AGENT}");
    assert_eq!(lines, ["connection: close", &format!("host: 127.0.0.1:{port}"), &agent, "x-api-key: k"]);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_no_order() {
    let (elsewhere, never) = server(WELL).await;
    let answer = format!("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:{elsewhere}/\r\ncontent-length: 0\r\n\r\n");
    let (port, _) = server(answer).await;
    assert_eq!(get(&direct(), &format!("http://127.0.0.1:{port}/"), LONG).await.unwrap().status, 302);
    assert!(!never.is_finished());
}

#[tokio::test]
async fn a_body_has_an_end() {
    let (port, _) = server(format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(3 * BODY))).await;
    assert_eq!(get(&direct(), &format!("http://localhost:{port}"), LONG).await.unwrap().body.len(), BODY);
}

#[tokio::test]
async fn each_way_to_say_nothing_is_told_from_the_others() {
    for (answer, expected) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half\":", Unreached::Body),
        ("HTTP/1.1 20", Unreached::Http),
        ("", Unreached::Http),
        ("SSH-2.0-OpenSSH_9\r\n", Unreached::Http),
    ] {
        let (port, _) = server(answer).await;
        assert_eq!(get(&direct(), &format!("http://127.0.0.1:{port}/"), LONG).await.unwrap_err(), expected, "{answer}");
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let short = Duration::from_millis(50);
    assert_eq!(get(&direct(), &address, short).await.unwrap_err(), Unreached::Silent);
    let encrypted = address.replace("http:", "https:");
    assert_eq!(get(&direct(), &encrypted, short).await.unwrap_err(), Unreached::Silent);
    drop(listener);
    assert_eq!(get(&direct(), &address, LONG).await.unwrap_err(), Unreached::Tcp(Tcp::Refused));
}

#[tokio::test]
async fn what_is_no_address_or_would_go_in_the_clear_is_not_asked() {
    for (address, expected) in [
        ("http://api.example/v1", Unreached::InTheClear),
        ("http://192.168.1.5:11434", Unreached::InTheClear),
        ("http://127.0.0.1.example/", Unreached::InTheClear),
        ("https://name:password@api.example/", Unreached::Address),
        ("https://@/", Unreached::Address),
        ("ftp://api.example/", Unreached::Address),
        ("/v1/models", Unreached::Address),
        ("", Unreached::Address),
        ("https://a b/", Unreached::Address),
    ] {
        assert_eq!(get(&direct(), address, LONG).await.unwrap_err(), expected, "{address}");
    }
    assert_eq!(get(&direct(), "https://nobody.invalid/", LONG).await.unwrap_err(), Unreached::Resolver);
}

/// An authority of the tests' own, and one between it and its servers.
struct Authority {
    root: CertifiedIssuer<'static, KeyPair>,
    between: CertifiedIssuer<'static, KeyPair>,
}

fn authority() -> Authority {
    let authority = |name: &str| {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params
    };
    let root = CertifiedIssuer::self_signed(authority("Root of the tests"), KeyPair::generate().unwrap()).unwrap();
    let between = CertifiedIssuer::signed_by(authority("Between"), KeyPair::generate().unwrap(), &root).unwrap();
    Authority { root, between }
}

/// A certificate for `name` with these years, and its key.
fn issued(name: &str, years: (i32, i32), issuer: Option<&Issuer<'_, KeyPair>>) -> (CertificateDer<'static>, KeyPair) {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    (params.not_before, params.not_after) = (date_time_ymd(years.0, 1, 1), date_time_ymd(years.1, 1, 1));
    let key = KeyPair::generate().unwrap();
    let certificate = match issuer {
        Some(issuer) => params.signed_by(&key, issuer),
        None => params.self_signed(&key),
    };
    (certificate.unwrap().der().clone(), key)
}

/// Serves [`WELL`] over TLS with this chain, to everybody.
async fn encrypted(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> u16 {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let acceptor = TlsAcceptor::from(Arc::new(config.with_single_cert(chain, key).unwrap()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                head(&mut stream).await;
                let _ = stream.write_all(WELL.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        }
    });
    port
}

const NOW: (i32, i32) = (2020, 2100);

#[tokio::test]
async fn whoever_is_only_met_is_asked_nothing_and_shows_its_certificate() {
    let (port, heard) = server("HTTP/1.1 200 OK\r\n\r\n").await;
    assert_eq!(direct().meet(&format!("http://127.0.0.1:{port}/"), LONG).await, Ok(()));
    assert_eq!(heard.await.unwrap(), "");
    let Authority { root, .. } = authority();
    let trusting = web(Matcher::builder().build(), vec![root.der().clone()]);
    for (years, expected) in [(NOW, Ok(())), ((2020, 2021), Err(tls(Tls::Expired)))] {
        let (leaf, key) = issued("localhost", years, Some(&root));
        let port = encrypted(vec![leaf], &key).await;
        assert_eq!(trusting.meet(&format!("https://localhost:{port}/"), LONG).await, expected);
    }
}

#[tokio::test]
async fn each_fault_of_a_certificate_has_its_name() {
    let Authority { root, between } = authority();
    let trusting = web(Matcher::builder().build(), vec![root.der().clone()]);
    for (certificate, link, expected) in [
        (issued("localhost", NOW, Some(&root)), None, None),
        (issued("localhost", NOW, Some(&between)), Some(between.der().clone()), None),
        (issued("localhost", NOW, Some(&between)), None, Some(Tls::UnknownIssuer)),
        (issued("localhost", NOW, None), None, Some(Tls::SelfSigned)),
        (issued("localhost", (2020, 2021), Some(&root)), None, Some(Tls::Expired)),
        (issued("localhost", (2090, 2100), Some(&root)), None, Some(Tls::NotYetValid)),
        (issued("api.example", NOW, Some(&root)), None, Some(Tls::WrongName)),
    ] {
        let (leaf, key) = certificate;
        let port = encrypted([leaf].into_iter().chain(link).collect(), &key).await;
        let answer = get(&trusting, &format!("https://localhost:{port}/"), LONG).await;
        assert_eq!(answer.map(|reply| reply.status).map_err(Some), expected.map_or(Ok(200), |why| Err(Some(tls(why)))));
    }
    // what the tests trust, nobody else does
    let (leaf, key) = issued("localhost", NOW, Some(&root));
    let port = encrypted(vec![leaf], &key).await;
    let unknown = get(&direct(), &format!("https://localhost:{port}/"), LONG).await.unwrap_err();
    assert_eq!(unknown, tls(Tls::UnknownIssuer));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    let plain = async {
        let mut stream = listener.accept().await.unwrap().0;
        stream.read_u8().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        stream
    };
    let (heard, _open) = tokio::join!(get(&trusting, &address, LONG), plain);
    assert_eq!(heard.unwrap_err(), tls(Tls::Plain));
}

/// A proxy that says `answer` to CONNECT; at a 200 it goes on to `port`.
async fn http_proxy(answer: &'static str, port: u16) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://me:secret@{}", listener.local_addr().unwrap());
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let head = head(&mut stream).await;
        stream.write_all(answer.as_bytes()).await.unwrap();
        if answer.contains(" 200 ") {
            let mut on = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            let _ = copy_bidirectional(&mut stream, &mut on).await;
        }
        head
    });
    (address, asked)
}

#[tokio::test]
async fn a_proxy_is_gone_through_and_its_refusals_are_its_own() {
    let root = authority().root;
    let (leaf, key) = issued("api.example", NOW, Some(&root));
    let port = encrypted(vec![leaf], &key).await;
    for (answer, expected) in [
        ("HTTP/1.1 200 Connection established\r\n\r\n", None),
        ("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n", Some(Proxy::Password)),
        ("HTTP/1.1 403 Forbidden\r\n\r\n", Some(Proxy::Refused(403))),
        ("220 mail.example ESMTP\r\n\r\n", Some(Proxy::Foreign)),
    ] {
        let (address, asked) = http_proxy(answer, port).await;
        let through = web(Matcher::builder().https(&*address).build(), vec![root.der().clone()]);
        let heard = get(&through, "https://api.example/", LONG).await;
        assert_eq!(heard.map(|reply| reply.status), expected.map_or(Ok(200), |why| Err(Unreached::Proxy(why))));
        let asked = asked.await.unwrap();
        assert!(asked.starts_with("CONNECT api.example:443 HTTP/1.1\r\n"), "{asked}");
        assert!(asked.contains("Proxy-Authorization: Basic bWU6c2VjcmV0\r\n"), "{asked}");
    }
    let gone = web(Matcher::builder().all("http://127.0.0.1:1").build(), Vec::new());
    let heard = get(&gone, "https://api.example/", LONG).await.unwrap_err();
    assert_eq!(heard, Unreached::Proxy(Proxy::Unreachable));
    // what is on this computer is reached without
    let (port, _) = server(WELL).await;
    assert_eq!(get(&gone, &format!("http://127.0.0.1:{port}/"), LONG).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_socks_proxy_is_told_the_name_and_not_an_address() {
    let root = authority().root;
    let (leaf, key) = issued("api.example", NOW, Some(&root));
    let port = encrypted(vec![leaf], &key).await;
    for (grants, expected) in [(0, Ok(200)), (5, Err(Unreached::Proxy(Proxy::Refused(0))))] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("socks5h://{}", listener.local_addr().unwrap());
        let asked = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut greeting = [0; 3];
            stream.read_exact(&mut greeting).await.unwrap();
            stream.write_all(&[5, 0]).await.unwrap();
            let mut request = [0; 5 + 11 + 2];
            stream.read_exact(&mut request).await.unwrap();
            stream.write_all(&[5, grants, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
            if grants == 0 {
                let mut on = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                let _ = copy_bidirectional(&mut stream, &mut on).await;
            }
            request.to_vec()
        });
        let through = web(Matcher::builder().all(&*address).build(), vec![root.der().clone()]);
        assert_eq!(get(&through, "https://api.example/", LONG).await.map(|reply| reply.status), expected);
        assert_eq!(asked.await.unwrap(), b"\x05\x01\x00\x03\x0bapi.example\x01\xbb");
    }
}

/// What each step met, in short: the family or the fault of it.
fn met(walked: &Walked) -> Vec<String> {
    let short = |step: &clawtender_core::route::Step| match &step.met {
        Met::Name { ipv6, said } => format!("name {} {}", if *ipv6 { 6 } else { 4 }, said.is_ok()),
        Met::Proxy { address, failed, .. } => format!("proxy {address} {failed:?}"),
        Met::Connection { failed, .. } => format!("connection {failed:?}"),
        Met::Encryption { failed, certificate } => {
            let shown = certificate.as_ref().map(|shown| (shown.issuer.clone(), shown.chain));
            format!("encryption {failed:?} {shown:?}")
        }
        other => format!("{other:?}"),
    };
    walked.steps.iter().map(short).collect()
}

async fn walk(web: &Web, address: &str, within: Duration) -> Walked {
    web.walk(address, HeaderMap::new(), Clear::Never, clock::tick() + within).await
}

#[tokio::test]
async fn a_walk_writes_down_each_step_until_the_one_at_which_it_ends() {
    let Authority { root, between } = authority();
    let trusting = web(Matcher::builder().build(), vec![root.der().clone()]);
    let (leaf, key) = issued("localhost", NOW, Some(&between));
    let port = encrypted(vec![leaf.clone(), between.der().clone()], &key).await;
    let walked = walk(&trusting, &format!("https://localhost:{port}/"), LONG).await;
    let said = met(&walked);
    assert_eq!(walked.end.unwrap().status, 200);
    assert!(
        said.iter().any(|step| step.starts_with("name 4 ")) && said.iter().any(|step| step.starts_with("name 6 ")),
        "{said:?}"
    );
    assert!(said.contains(&"connection None".to_owned()), "{said:?}");
    assert_eq!(said.last().unwrap(), r#"encryption None Some(("Between", 2))"#);

    let half = encrypted(vec![leaf], &key).await;
    let walked = walk(&trusting, &format!("https://localhost:{half}/"), LONG).await;
    assert_eq!(met(&walked).last().unwrap(), r#"encryption Some(UnknownIssuer) Some(("Between", 1))"#);
    assert_eq!(walked.end.unwrap_err(), tls(Tls::UnknownIssuer));

    let walked = walk(&direct(), "https://127.0.0.1:1/", LONG).await;
    assert_eq!(
        (met(&walked), walked.end.unwrap_err()),
        (vec!["connection Some(Refused)".to_owned()], Unreached::Tcp(Tcp::Refused))
    );
    let walked = walk(&direct(), "https://nobody.invalid/", LONG).await;
    assert_eq!((met(&walked).len(), walked.end.unwrap_err()), (2, Unreached::Resolver));
    let walked = walk(&direct(), "http://api.example/", LONG).await;
    assert_eq!((met(&walked).len(), walked.end.unwrap_err()), (0, Unreached::InTheClear));
}

#[tokio::test]
async fn a_walk_through_a_proxy_shows_the_proxy_without_its_password() {
    let root = authority().root;
    let (leaf, key) = issued("api.example", NOW, Some(&root));
    let port = encrypted(vec![leaf], &key).await;
    for (answer, expected) in [
        ("HTTP/1.1 200 Connection established\r\n\r\n", None),
        ("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n", Some(Proxy::Password)),
    ] {
        let (address, _asked) = http_proxy(answer, port).await;
        let through = web(Matcher::builder().https(&*address).build(), vec![root.der().clone()]);
        let walked = walk(&through, "https://api.example/", LONG).await;
        assert_eq!(met(&walked)[0], format!("proxy {} {expected:?}", address.replace("me:secret@", "")));
        assert_eq!(walked.end.map(|reply| reply.status), expected.map_or(Ok(200), |why| Err(Unreached::Proxy(why))));
    }
}
