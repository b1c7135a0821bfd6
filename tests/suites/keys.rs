//! `clawtender keys test`: keys out of the real keychain, shown to providers that answer in every way there is.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{fs, process::Output};

use e2e::{
    home::{Home, free_port},
    keyring::Keyring,
    provider::{Provider, Says},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::{Value, json};

const KEY: &str = "sk-live-a1B2c3D4e5F6g7H8i9J0k1L2m3N4";

/// A home whose gateway has this provider, with its key in the keychain.
fn home(entry: &Value) -> (Home, Keyring) {
    let mut home = Home::new();
    configure(&home, entry);
    let keyring = Keyring::start(&mut home);
    keyring.store("providers/ok/apiKey", KEY);
    (home, keyring)
}

fn configure(home: &Home, entry: &Value) {
    let mut config = home.config();
    config["models"]["providers"] = json!({ "ok": entry });
    home.write_config(&config);
}

/// Tries the key; the exit code and what is said of it. The key itself is said nowhere.
fn test(home: &Home) -> (Option<i32>, Value) {
    let output = home.clawtender(&["keys", "test", "ok", "--json"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    for text in [&output.stdout, &output.stderr] {
        assert!(!String::from_utf8_lossy(text).contains(&KEY[8..]), "{}", String::from_utf8_lossy(text));
    }
    let kept = fs::read_to_string(home.path("clawtender/state/key-tests.json")).unwrap_or_default();
    assert!(!kept.contains(&KEY[8..]), "{kept}");
    (output.status.code(), document["tests"][0].clone())
}

fn error(kind: &str, code: &str, message: &str) -> Value {
    json!({ "error": { "type": kind, "code": code, "message": message } })
}

#[test]
fn every_answer_has_its_name_and_nobody_hears_the_key_from_us() {
    let provider = Provider::start(Says::Never);
    let (home, _keyring) = home(&provider.entry("http", "127.0.0.1"));
    let list = json!({ "object": "list", "data": [] });
    let page = "<!doctype html><html><body>Sign in to the hotel</body></html>";
    let limit = error("requests", "rate_limit_exceeded", "Rate limit reached.");
    let echo = error("invalid_request_error", "invalid_api_key", &format!("Incorrect API key provided: {KEY}."));
    let answer = |answer: &str| json!({ "answer": answer });
    let detail = |answer: &str, detail: &str| json!({ "answer": answer, "detail": detail });
    let layer = |layer: &str| json!({ "layer": layer });
    for (says, outcome, code) in [
        (Says::json("200 OK", "", &list), answer("accepted"), 0),
        (Says::json("401 Unauthorized", &format!("x-request-id: {KEY}\r\n"), &echo), detail("refused", "wrong"), 1),
        (
            Says::json("403 Forbidden", "", &error("x", "unsupported_country_region_territory", "Not here.")),
            detail("not-permitted", "region"),
            1,
        ),
        (Says::json("404 Not Found", "", &json!({ "detail": "Not Found" })), answer("wrong-endpoint"), 1),
        (
            Says::json("429 Too Many", "retry-after: 30\r\n", &limit),
            json!({ "answer": "rate-limited", "detail": { "retryAfter": 30 } }),
            1,
        ),
        (
            Says::json("429 Too Many", "", &error("insufficient_quota", "insufficient_quota", "No credit.")),
            answer("out-of-quota"),
            1,
        ),
        (Says::json("429 Too Many", "", &error("engine_overloaded_error", "", "Busy.")), answer("overloaded"), 3),
        (
            Says::json(
                "429 Too Many",
                "",
                &error("rate_limit_error", "", "Extra usage is required for long context requests."),
            ),
            detail("not-permitted", "long-context"),
            1,
        ),
        (Says::json("500 Internal", "", &json!({})), answer("down"), 3),
        (Says::http("502 Bad Gateway", "", "<html><h1>502 Bad Gateway</h1>"), answer("down"), 3),
        (Says::http("503 Unavailable", "", ""), answer("overloaded"), 3),
        (Says::json("529 Overloaded", "", &error("overloaded_error", "", "Overloaded")), answer("overloaded"), 3),
        (Says::http("200 OK", "content-type: text/html\r\n", page), answer("portal"), 3),
        (Says::http("302 Found", "location: https://login.example/\r\n", ""), answer("portal"), 3),
        (Says::This(Vec::new()), layer("http"), 3),
        (Says::This(b"SSH-2.0-OpenSSH_9\r\n".to_vec()), layer("http"), 3),
        (Says::This(b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{\"object\":".to_vec()), layer("body"), 3),
    ] {
        provider.says(says);
        let (exit, said) = test(&home);
        assert_eq!((&said["outcome"], exit), (&outcome, Some(code)), "{said:#}");
        assert!(said["message"].as_str().is_some_and(|message| message.ends_with('.')), "{said:#}");
    }
    // shown with every question, and to nobody who did not have to prove anything
    assert!(provider.asked().iter().any(|key| key == KEY));
    let rows = fs::read_to_string(home.path("clawtender/state/key-tests.json")).unwrap();
    let rows: Value = serde_json::from_str(&rows).unwrap();
    assert_eq!((&rows["tests"][0]["provider"], &rows["tests"][0]["outcome"]), (&"ok".into(), &layer("body")));
}

#[test]
fn a_server_that_is_open_to_everybody_proves_no_key() {
    let provider = Provider::start(Says::Knows(String::new()));
    let (home, keyring) = home(&provider.entry("http", "127.0.0.1"));
    // it refuses this one, which is an answer
    assert_eq!(test(&home).1["outcome"], json!({ "answer": "refused", "detail": "wrong" }));
    provider.says(Says::Knows(KEY.to_owned()));
    assert_eq!(test(&home).1["outcome"], json!({ "answer": "accepted" }));
    assert_eq!(provider.asked().last().map(String::as_str), Some(""), "a good answer is tried once more without a key");
    drop(keyring);
}

#[test]
fn a_server_that_is_not_there_has_refused_nothing() {
    let provider = Provider::start(Says::Never);
    let (home, _keyring) = home(&provider.entry("http", "127.0.0.1"));
    let (exit, said) = test(&home);
    assert_eq!((exit, &said["outcome"]), (Some(3), &json!({ "layer": "silent" })), "{said:#}");

    let mut entry = provider.entry("http", "127.0.0.1");
    entry["baseUrl"] = json!(format!("http://127.0.0.1:{}/v1", free_port()));
    configure(&home, &entry);
    assert_eq!(test(&home).1["outcome"], json!({ "layer": "tcp", "kind": "refused" }));
    entry["baseUrl"] = json!("https://nobody.invalid/v1");
    configure(&home, &entry);
    assert_eq!(test(&home).1["outcome"], json!({ "layer": "resolver" }));
    // a key does not go over the network for everybody to read
    entry["baseUrl"] = json!("http://192.0.2.1/v1");
    configure(&home, &entry);
    assert_eq!(test(&home).1["outcome"], json!({ "layer": "in-the-clear" }));

    let output = home.clawtender(&["keys", "test", "openai"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(stderr(&output).contains("There is no key for openai."), "{output:?}");
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn issued(
    name: &str,
    years: (i32, i32),
    issuer: Option<&Issuer<'_, KeyPair>>,
) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, "A server of the tests");
    (params.not_before, params.not_after) = (date_time_ymd(years.0, 1, 1), date_time_ymd(years.1, 1, 1));
    let key = KeyPair::generate().unwrap();
    let certificate = match issuer {
        Some(issuer) => params.signed_by(&key, issuer),
        None => params.self_signed(&key),
    };
    (certificate.unwrap().der().clone(), PrivateKeyDer::try_from(key.serialize_der()).unwrap())
}

#[test]
fn each_fault_of_a_certificate_is_told_from_the_others_and_the_key_stays_here() {
    let authority = |name: &str| {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params
    };
    let root = CertifiedIssuer::self_signed(authority("Root of the tests"), KeyPair::generate().unwrap()).unwrap();
    let between = CertifiedIssuer::signed_by(authority("Between"), KeyPair::generate().unwrap(), &root).unwrap();
    let now = (2020, 2100);
    let (mut home, _keyring) = home(&json!({}));
    fs::write(home.path("root.pem"), root.pem()).unwrap();
    let tls = |kind: &str| json!({ "layer": "tls", "kind": kind });
    let good = json!({ "answer": "accepted" });
    let cases = [
        (issued("localhost", now, None), None, tls("self-signed")),
        (issued("localhost", (2020, 2021), Some(&root)), None, tls("expired")),
        (issued("localhost", (2090, 2100), Some(&root)), None, tls("not-yet-valid")),
        (issued("api.example", now, Some(&root)), None, tls("wrong-name")),
        (issued("localhost", now, Some(&between)), None, tls("unknown-issuer")),
        (issued("localhost", now, Some(&between)), Some(between.der().clone()), good.clone()),
        (issued("localhost", now, Some(&root)), None, good),
    ];
    // nobody trusts the authority of the tests until it is named
    let mut last = None;
    for (at, ((leaf, key), link, outcome)) in cases.into_iter().enumerate() {
        let says = Says::Knows(KEY.to_owned());
        let provider = Provider::encrypted(says, [leaf].into_iter().chain(link).collect(), key);
        configure(&home, &provider.entry("https", "localhost"));
        if at == 1 {
            home.set("SSL_CERT_FILE", home.path("root.pem").to_string_lossy());
        }
        let (_, said) = test(&home);
        assert_eq!(said["outcome"], outcome, "{said:#}");
        assert_eq!(provider.asked().is_empty(), said["outcome"]["layer"] == "tls", "a key went to a stranger");
        last = Some(provider);
    }
    // the gateway's own variable says the same
    home.set("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt");
    assert_eq!(test(&home).1["outcome"], tls("unknown-issuer"));
    home.set("NODE_EXTRA_CA_CERTS", home.path("root.pem").to_string_lossy());
    assert_eq!(test(&home).1["outcome"], json!({ "answer": "accepted" }));
    drop(last);
}

#[test]
fn the_doctor_asks_a_new_key_once_and_not_at_all_where_that_is_switched_off_or_offline() {
    let provider = Provider::start(Says::Knows(KEY.to_owned()));
    let (home, _keyring) = home(&provider.entry("http", "127.0.0.1"));
    let accepted = |arguments: &[&str]| {
        let report = home.json(&[&["doctor"], arguments].concat());
        e2e::drill::finding(&report, "key-accepted")["outcome"].clone()
    };
    home.settings("{ checks: { live: false } }");
    assert_eq!(accepted(&[]), "unknown");
    home.settings("{}");
    assert_eq!(accepted(&["--offline"]), "unknown");
    assert_eq!(provider.asked().len(), 0);
    assert_eq!(accepted(&[]), "pass");
    assert_eq!(provider.shown().len(), 1);
    assert_eq!(accepted(&[]), "pass");
    assert_eq!(provider.shown().len(), 1, "a good answer lasts a day");
}
