//! The list is held to its own examples; the matcher to precedence, to whose words count, and to hostile text.

use std::{
    collections::{BTreeMap, HashSet},
    sync::LazyLock,
};

use proptest::prelude::*;
use serde::Deserialize;

use super::{scan::LONGEST, *};
use crate::{checks, text::unseen};

#[derive(Deserialize)]
struct List {
    signatures: Vec<Examples>,
}

#[derive(Deserialize)]
struct Examples {
    id: String,
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Example {
    Line(String),
    WithFields { line: String, fields: BTreeMap<String, String> },
}

impl Example {
    fn line(&self) -> &str {
        match self {
            Example::Line(line) | Example::WithFields { line, .. } => line,
        }
    }
}

static MATCHER: LazyLock<Matcher> = LazyLock::new(Matcher::new);
static LIST: LazyLock<Vec<Examples>> = LazyLock::new(|| {
    let list: List = json5::from_str(include_str!("../signatures.json5")).expect("the build script has read it");
    list.signatures
});

fn id(line: &str) -> Option<&'static str> {
    MATCHER.feed(line, None).map(|hit| hit.signature.id)
}

fn explained(text: &[u8]) -> Vec<(&'static str, u64, Fields)> {
    let mut scan = Scan::new(&MATCHER);
    scan.push(text, None);
    scan.finish(None);
    scan.explanations.sorted().iter().map(|one| (one.signature.id, one.count, one.fields.clone())).collect()
}

#[test]
fn every_example_is_of_its_signature_and_yields_its_fields() {
    let mut wrong = Vec::new();
    for Examples { id, examples } in LIST.iter() {
        assert!(!examples.is_empty(), "{id} has no example");
        for example in examples {
            let hit = MATCHER.feed(example.line(), None);
            let got = hit.as_ref().map(|hit| hit.signature.id);
            if got != Some(id.as_str()) {
                wrong.push(format!("{id}: {got:?}: {}", example.line()));
                continue;
            }
            if let (Example::WithFields { line, fields }, Some(hit)) = (example, hit) {
                for (name, value) in fields {
                    let found = hit.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value);
                    if found != Some(value) {
                        wrong.push(format!("{id}: {name} is {found:?}, not {value:?}: {line}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_example_is_found_in_a_log_file_and_in_a_pipe_too() {
    for Examples { id, examples } in LIST.iter() {
        for example in examples {
            let line = example.line();
            let record = serde_json::json!({ "0": "{\"subsystem\":\"gateway\"}", "1": line,
                "_meta": { "logLevelName": "WARN" }, "time": "2026-11-20T11:19:51.824+00:00", "message": line });
            let coloured = format!("\u{1b}[33m{}\u{1b}[39m", line.replace(' ', "\u{1b}[0m \u{1b}[1m"));
            for text in [line.to_owned(), record.to_string(), coloured] {
                let ids: Vec<_> = explained(text.as_bytes()).into_iter().map(|(id, count, _)| (id, count)).collect();
                assert_eq!(ids, [(id.as_str(), 1)], "{text}");
            }
        }
    }
}

#[test]
fn the_list_is_well_formed() {
    let mut ids = HashSet::new();
    assert!(ALL.len() >= 150, "{}", ALL.len());
    assert_eq!(LIST.len(), ALL.len());
    let kebab = |id: &str| {
        id.split('-').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
    };
    for signature in &ALL {
        let id = signature.id;
        assert!(ids.insert(id) && kebab(id), "{id}");
        assert!(checks::named(signature.check).is_some(), "{id} speaks for {}, which is no check", signature.check);
        assert!(!signature.find.is_empty(), "{id}");
        for text in signature.find {
            let plain = text.chars().all(|char| (' '..='~').contains(&char) && !matches!(char, '"' | '\\'));
            assert!(plain && !text.contains("  "), "{id}: {text:?} cannot be found in a log file");
            assert!(text.len() >= sieve::SHORTEST, "{id}: {text:?} is too short");
        }
        if let Some(when) = signature.when {
            let expression = expression_of(when).unwrap_or_else(|why| panic!("{id}: {why}"));
            for name in expression.capture_names().flatten() {
                assert!(FIELDS.iter().any(|field| field.name == name), "{id}: there is no field {name}");
            }
        }
    }
    for field in &FIELDS {
        assert!(
            expression_of(field.expression).is_ok_and(|expression| expression.captures_len() > 1),
            "{}",
            field.name
        );
    }
}

#[test]
fn what_a_cause_names_can_be_found() {
    for signature in &ALL {
        let groups = signature.when.map(|when| expression_of(when).unwrap());
        let named: Vec<_> = groups.iter().flat_map(Regex::capture_names).flatten().collect();
        for place in signature.cause.split('{').skip(1) {
            let (name, _) = place.split_once('|').unwrap_or_else(|| panic!("{}: {place}", signature.id));
            let extracted = signature.extract.iter().any(|place| FIELDS[*place].name == name);
            assert!(extracted || named.contains(&name), "{} never has a {name}", signature.id);
        }
    }
}

#[test]
fn words_are_code() {
    for signature in &ALL {
        let shown = worded(signature.cause, ('{', '}'), &Fields::new());
        for text in [shown.as_str(), signature.advice] {
            assert!(text.ends_with('.') && text.chars().count() <= 240, "{}: {text:?}", signature.id);
            assert!(!text.contains(['{', '}', '|']) && !text.contains("  "), "{}: {text:?}", signature.id);
            for word in ["please", "error occurred", "invalid", "failed to"] {
                assert!(!text.to_lowercase().contains(word), "{}: {text:?}", signature.id);
            }
        }
    }
}

#[test]
fn the_body_is_read_before_the_status() {
    for (line, expected) in [
        ("HTTP 429: rate_limit_error: Extra usage is required for long context requests", "long-context-refused"),
        ("HTTP 429 insufficient_quota: You exceeded your current quota", "wallet-empty"),
        ("HTTP 429 overloaded_error: Overloaded", "provider-overloaded"),
        ("HTTP 429 rate_limit_error: Number of requests has exceeded your rate limit", "rate-limited"),
        ("HTTP 429", "status-rate-limited"),
        ("HTTP 400 invalid_request_error: prompt is too long: 210000 tokens > 200000 maximum", "context-overflow"),
        ("HTTP 400 invalid_request_error: Your credit balance is too low to access the API", "wallet-empty"),
        ("HTTP 400 invalid_request_error: messages.0 is empty", "request-refused"),
        ("HTTP 403 permission_error", "key-not-permitted"),
        ("HTTP 403 unsupported_country_region_territory", "region-refused"),
        ("HTTP 403", "status-forbidden"),
        ("HTTP 404 model_not_found", "model-not-found"),
        ("HTTP 401 token_expired: OAuth token has expired", "oauth-unresolved"),
        ("HTTP 503 overloaded_error", "provider-overloaded"),
        ("fetch failed: getaddrinfo ENOTFOUND api.example.com", "dns-not-found"),
        ("gateway connect failed: connect ECONNREFUSED 127.0.0.1:18789", "gateway-unreachable"),
        ("Gateway failed to start: Startup failed: required secrets are unavailable.", "secrets-required"),
        (
            "Gateway failed to start: another gateway instance is already listening on ws://127.0.0.1:18789 | listen EADDRINUSE",
            "gateway-already-listening",
        ),
    ] {
        assert_eq!(id(line), Some(expected), "{line}");
    }
}

fn record(subsystem: &str, level: &str, message: &str) -> String {
    serde_json::json!({ "0": format!("{{\"subsystem\":\"{subsystem}\"}}"), "1": message,
        "_meta": { "logLevelName": level, "name": format!("{{\"subsystem\":\"{subsystem}\"}}") },
        "time": "2026-11-20T11:19:51.824+00:00", "message": message })
    .to_string()
}

#[test]
fn a_chat_that_quotes_a_failure_is_none() {
    let quoted = "why do I get ECONNREFUSED and insufficient_quota?";
    for line in [
        record("gateway/channels/telegram/raw-update", "INFO", quoted),
        record("web-inbound", "INFO", quoted),
        record("tools", "ERROR", "exec failed: connect ECONNREFUSED 127.0.0.1:5432"),
        record("transcripts", "WARN", quoted),
        record("gateway", "DEBUG", quoted),
        record("gateway/channels/telegram", "INFO", &format!("telegram inbound: chatId=1 from=2 len=40 preview=\"{quoted}\"")),
        format!("2026-11-20T11:19:51.824+00:00 telegram inbound: chatId=1 from=2 len=40 preview=\"{quoted}\""),
        format!("2026-11-20T11:19:51.824+00:00 [tools] exec failed: {quoted}"),
        format!("[telegram] inbound message from=2 body=\"{quoted}\""),
        // who spoke does not show in the message, though the whole record holds the words
        serde_json::json!({ "0": "{\"subsystem\":\"gateway\"}", "1": { "text": quoted }, "_meta": { "logLevelName": "INFO" },
            "message": "chat.send accepted" })
        .to_string(),
        // half a record does not tell any more who speaks
        format!("{{\"0\":\"{{\\\"subsystem\\\":\\\"web-inbound\\\"}}\",\"message\":\"{quoted}"),
    ] {
        assert_eq!(id(&line), None, "{line}");
        assert_eq!(explained(line.as_bytes()), [], "{line}");
    }
    // the gateway's own words before it count, and so does what was pasted
    assert_eq!(id(&format!("[telegram] getMe returned 401 preview=\"{quoted}\"")), Some("channel-token-refused"));
    assert_eq!(id(quoted), Some("wallet-empty"));
    assert_eq!(
        id(&record("gateway/channels/telegram", "ERROR", "getUpdates: connect ECONNREFUSED 10.0.0.1:443")),
        Some("connection-refused")
    );
}

#[test]
fn a_client_cannot_speak_for_the_gateway() {
    let named =
        "[ws] closed before connect conn=1 clientDisplayName=\"insufficient_quota EADDRINUSE\" code=1000 reason=n/a";
    assert_eq!(id(named), Some("client-turned-away"));
}

#[test]
fn who_and_when_are_read_from_every_kind_of_line() {
    let at: Timestamp = "2026-11-20T11:19:51.824Z".parse().unwrap();
    let arrived: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
    let inner = record("ws", "WARN", "origin not allowed");
    let printed = serde_json::json!({ "type": "log", "time": "2026-11-20T11:19:51.824+00:00", "level": "warn",
        "message": "origin not allowed", "raw": inner });
    let older = serde_json::json!({ "0": "{\"subsystem\":\"ws\"}", "1": "origin not allowed",
        "_meta": { "date": "2026-11-20T11:19:51.824Z" } });
    for line in [inner.clone(), printed.to_string(), older.to_string()] {
        let hit = MATCHER.feed(&line, Some(arrived)).unwrap();
        assert_eq!((hit.line.as_str(), hit.at), ("[ws] origin not allowed", Some(at)), "{line}");
    }
    let console = "2026-11-20T11:19:51.824+00:00 [ws] origin not allowed";
    assert_eq!(MATCHER.feed(console, Some(arrived)).unwrap().at, Some(at));
    assert_eq!(MATCHER.feed("origin not allowed", Some(arrived)).unwrap().at, Some(arrived));
}

#[test]
fn a_thousand_times_the_same_is_one_with_its_first_and_last_time() {
    let line = |second: u32| {
        let (minute, second, request) = (second / 60, second % 60, second);
        format!(
            "2026-11-20T11:{minute:02}:{second:02}.000+00:00 [provider-transport-fetch] [model-fetch] error provider=a model=m \
             code=ENOTFOUND message=getaddrinfo ENOTFOUND a.example requestId=req_{request:06}"
        )
    };
    let text = (0..1000).map(line).collect::<Vec<_>>().join("\n");
    let mut scan = Scan::new(&MATCHER);
    scan.push(text.as_bytes(), None);
    scan.finish(None);
    let all = scan.explanations.sorted();
    let [one] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(one.count, 1000);
    assert_eq!(one.first.unwrap().to_string(), "2026-11-20T11:00:00Z");
    assert_eq!(one.last.unwrap().to_string(), "2026-11-20T11:16:39Z");
    assert!(one.line.starts_with("2026-11-20T11:00:00.000+00:00 [provider"));
    // told when it is new and at every tenfold
    assert_eq!(scan.explanations.news().len(), 1);
    assert_eq!(scan.explanations.news().len(), 0);
}

#[test]
fn what_is_told_apart_stays_apart_and_what_tells_less_joins() {
    let lines = "connect ECONNREFUSED 10.0.0.1:443\nLLM request failed: connection refused by the provider endpoint.\n\
                 connect ECONNREFUSED 10.0.0.2:443\nconnect ECONNREFUSED 10.0.0.1:443\n";
    let hosts: Vec<_> =
        explained(lines.as_bytes()).into_iter().map(|(_, count, fields)| (count, fields[0].1.clone())).collect();
    assert_eq!(hosts, [(3, "10.0.0.1".to_owned()), (1, "10.0.0.2".to_owned())]);
}

#[test]
fn a_log_full_of_different_failures_does_not_grow_without_end() {
    let line = |n: u32| format!("connect ECONNREFUSED 10.{}.{}.1:443", n / 250, n % 250);
    let text = (0..2000).map(line).collect::<Vec<_>>().join("\n");
    let all = explained(text.as_bytes());
    assert_eq!(all.len(), 8);
    assert_eq!(all.iter().map(|(_, count, _)| count).sum::<u64>(), 2000);
    assert!(all.last().is_some_and(|(_, count, fields)| *count == 1993 && fields.is_empty()));
}

#[test]
fn an_endless_line_is_cut_and_not_kept() {
    let mut scan = Scan::new(&MATCHER);
    let piece = [b'x'; 10_000];
    for _ in 0..10_000 {
        scan.push(&piece, None);
    }
    scan.push(b" EADDRINUSE\nError: EADDRINUSE\n", None);
    scan.finish(None);
    let counts: Vec<_> = scan.explanations.sorted().iter().map(|one| one.count).collect();
    assert_eq!(counts, [1]);
    // in one piece it is the same
    let mut whole = vec![b'x'; LONGEST];
    whole.extend_from_slice(b" EADDRINUSE\nError: EADDRINUSE\n");
    assert_eq!(explained(&whole).iter().map(|(_, count, _)| *count).collect::<Vec<_>>(), [1]);
}

#[test]
fn lines_like_those_of_the_real_gateway_are_read_as_what_they_are() {
    let mut known = 0;
    for row in include_str!("testdata/lines.txt").lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
        let (expected, line) = row.split_once('\t').unwrap_or_else(|| panic!("{row}"));
        assert_eq!(id(line).unwrap_or("-"), expected, "{line}");
        known += 1;
    }
    assert!(known > 60, "{known}");
}

fn hostile() -> impl Strategy<Value = String> {
    let texts: Vec<&str> = ALL.iter().flat_map(|signature| signature.find).copied().collect();
    let examples: Vec<&str> = LIST.iter().flat_map(|one| &one.examples).map(Example::line).collect();
    let piece = prop_oneof![
        "(\\PC|\\pC|\u{1b}[\\[\\]P(]?|\u{202e}|[ -~]){0,40}",
        proptest::sample::select(texts).prop_map(str::to_owned),
        proptest::sample::select(examples).prop_map(str::to_owned),
        Just("\n".to_owned()),
        Just("{\"0\":\"".to_owned()),
        Just("\"_meta\":{},\"message\":\"".to_owned()),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn hostile_text_neither_panics_nor_reaches_a_person(text in hostile()) {
        let mut scan = Scan::new(&MATCHER);
        scan.push(text.as_bytes(), None);
        scan.finish(None);
        for one in scan.explanations.sorted() {
            let told = one.told();
            for shown in told.fields.values().map(String::as_str).chain([&*told.message, &told.line]) {
                prop_assert!(!shown.chars().any(|char| char.is_control() || unseen(char)), "{shown:?}");
                prop_assert!(shown.chars().count() <= 500);
            }
        }
    }

    #[test]
    fn how_a_text_is_cut_into_pieces_changes_nothing(text in hostile(), cuts in proptest::collection::vec(1_usize..40, 0..20)) {
        let mut scan = Scan::new(&MATCHER);
        let mut rest = text.as_bytes();
        for cut in cuts {
            let (piece, next) = rest.split_at(cut.min(rest.len()));
            scan.push(piece, None);
            rest = next;
        }
        scan.push(rest, None);
        scan.finish(None);
        let pieces: Vec<_> = scan.explanations.sorted().iter().map(|one| (one.signature.id, one.count, one.fields.clone())).collect();
        prop_assert_eq!(pieces, explained(text.as_bytes()));
    }

    #[test]
    fn one_line_at_a_time_is_the_same_as_a_file(text in hostile()) {
        let mut explanations = Explanations::default();
        text.split('\n').filter_map(|line| MATCHER.feed(line, None)).for_each(|hit| {
            explanations.add(hit);
        });
        let lines: Vec<_> = explanations.sorted().iter().map(|one| (one.signature.id, one.count, one.fields.clone())).collect();
        prop_assert_eq!(lines, explained(text.as_bytes()));
    }

    #[test]
    fn bytes_that_are_no_text_are_harmless(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        explained(&bytes);
    }
}

#[test]
fn what_a_channel_says_of_itself_counts_and_what_it_repeats_does_not() {
    let record = |fields: &str, message: &str| {
        format!(
            r#"{{"0":"{{\"module\":\"telegram-auto-reply\"}}","1":{fields},"2":"{message}","_meta":{{"logLevelName":"INFO","name":"{{\"module\":\"telegram-auto-reply\"}}"}},"time":"2026-11-26T17:17:35.203+00:00","message":"{message}"}}"#
        )
    };
    let group = r#"{"chatId":-100999,"title":"no-mention","reason":"not-allowed"}"#;
    let hit = MATCHER.feed(&record(group, "skipping group message"), None).unwrap();
    assert_eq!(hit.signature.id, "group-not-allowed");
    assert_eq!(hit.fields, [("channel", "telegram".to_owned()), ("chat", "-100999".to_owned())]);
    assert_eq!(id(&record(group, "Ann: skipping group message, reason=not-allowed")), None);
    assert_eq!(id(&record(r#"{"reason":"not-allowed mention required"}"#, "skipping group message")), None);
}

#[test]
fn a_key_of_a_guide_is_told_with_what_to_write_instead() {
    for (line, advice) in [
        (
            "openclaw.json:11 — models: Unrecognized key: \"primary\"",
            "The key models.primary of older guides is agents.defaults.model.primary in OpenClaw.",
        ),
        (
            "openclaw.json:11 — proxy: Unrecognized key: \"url\"",
            "The key proxy.url of older guides is proxy.proxyUrl in OpenClaw.",
        ),
        (
            "<root>: Unrecognized key: \"rateLimiting\"",
            "rateLimiting is no key of OpenClaw's: it waits by itself for as long as a provider says.",
        ),
        ("<root>: Unrecognized key: \"bogus\"", "Remove the key, or correct its name."),
        // the same name elsewhere is another key
        ("openclaw.json:11 — agents: Unrecognized key: \"rateLimiting\"", "Remove the key, or correct its name."),
    ] {
        assert_eq!(&*MATCHER.feed(line, None).unwrap().told().advice, advice, "{line}");
    }
}

/// What catalogues, guides and the gateway itself quote; each must mean something to whoever pastes it.
#[test]
fn every_quoted_message_is_known() {
    let quoted = include_str!("testdata/quoted.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let unknown: Vec<_> = quoted.clone().filter(|line| id(line).is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(quoted.count() > 90);
}

#[test]
fn ten_error_examples_of_a_troubleshooting_guide_pasted_together_are_ten_findings() {
    let guide = r#"
OpenClaw troubleshooting: the ten most common errors

1. API key rejected
    API request failed with status 401: {"error":{"type":"authentication_error","message":"invalid x-api-key"}}
2. Rate limits
    Error 429: rate_limit_error - Number of requests has exceeded your rate limit. Retry-After: 30
3. DNS
    Error: getaddrinfo ENOTFOUND api.anthropic.com
4. Timeouts
    Error: connect ETIMEDOUT 104.18.0.1:443
5. Certificates
    Error: self-signed certificate in certificate chain (SELF_SIGNED_CERT_IN_CHAIN)
6. The port is taken
    Error: listen EADDRINUSE: address already in use 127.0.0.1:18789
7. Configuration
    openclaw.json:11 — models: Unrecognized key: "primary"
8. Pairing
    gateway closed (1008): pairing required
9. The gateway does not start
    Gateway start blocked: set gateway.mode=local (current: remote) or pass --allow-unconfigured.
10. Cloud command line
    [ERROR] clw-auth-expired: Access token expired at 2026-01-15T10:30:00Z
    Request ID: req_8f3a2b1c
"#;
    let mut found: Vec<_> = explained(guide.as_bytes()).into_iter().map(|(id, ..)| id).collect();
    found.sort_unstable();
    let expected = [
        "clw-auth-expired",
        "config-unknown-key",
        "connection-timeout",
        "dns-not-found",
        "key-refused",
        "mode-not-local",
        "pairing-required",
        "port-taken",
        "rate-limited",
        "tls-self-signed",
    ];
    assert_eq!(found, expected);
}
