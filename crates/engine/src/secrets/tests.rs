use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn request(ids: &[&str]) -> Vec<u8> {
    json!({ "protocolVersion": 1, "provider": "keyring", "ids": ids }).to_string().into_bytes()
}

#[test]
fn a_request_is_read_and_names_each_secret_once() {
    let read = Request::read(&request(&["gateway/token", "b", "gateway/token"])).unwrap();
    assert_eq!(read.ids, ["b", "gateway/token"]);
    let odd = br#" {"ids":[],"provider":"","protocolVersion":1,"more":{"is":"ignored"}} "#;
    assert_eq!(Request::read(odd), Ok(Request { ids: Vec::new() }));
}

#[test]
fn hostile_requests_are_refused() {
    let many: Vec<String> = (0..=MOST_IDS).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let nested = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    let long = [request(&[]), vec![b' '; LONGEST_REQUEST]].concat();
    for (bytes, expected) in [
        (&b""[..], Misunderstood::NotARequest),
        (b"null", Misunderstood::NotARequest),
        (b"[]", Misunderstood::NotARequest),
        (b"{}", Misunderstood::NotARequest),
        (b"\xff\xfe{", Misunderstood::NotARequest),
        (b"{\"protocolVersion\":1,\"provider\":\"k\",\"ids\":[1]}", Misunderstood::NotARequest),
        (b"{\"protocolVersion\":1,\"provider\":\"k\",\"ids\":\"gateway/token\"}", Misunderstood::NotARequest),
        (b"{\"protocolVersion\":1,\"provider\":\"k\",\"ids\":[\"\\ud800\"]}", Misunderstood::NotARequest),
        (b"{\"protocolVersion\":1,\"provider\":\"k\",\"ids\":[]}{}", Misunderstood::NotARequest),
        (b"{\"protocolVersion\":-1,\"provider\":\"k\",\"ids\":[]}", Misunderstood::NotARequest),
        (b"{\"protocolVersion\":2,\"provider\":\"k\",\"ids\":[]}", Misunderstood::OtherVersion),
        (&nested, Misunderstood::NotARequest),
        (&long, Misunderstood::TooLong),
        (&request(&many), Misunderstood::TooMany),
    ] {
        assert_eq!(Request::read(bytes), Err(expected), "{:.80}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn only_ids_of_ours_reach_the_keychain() {
    for ours in ["gateway/token", "providers/openai/apiKey", "providers/a.b-c_d/apiKey/accounts/work"] {
        assert!(is_ours(ours), "{ours}");
    }
    let foreign = [
        "",
        "/",
        "gateway/token/",
        "providers//apiKey",
        "providers/../apiKey",
        "providers/openai/apiKey#a0",
        "providers/openai/apiKey/accounts/",
        "providers/open ai/apiKey",
        "providers/öpenai/apiKey",
        "somebody/else",
        "providers/openai/apikey",
    ];
    for id in foreign {
        assert!(!is_ours(id), "{id}");
    }
    assert!(!is_ours(&format!("providers/{}/apiKey", "x".repeat(65))));
    assert_eq!(provider_key("openai", None).as_deref(), Some("providers/openai/apiKey"));
    assert_eq!(provider_key("openai", Some("work")).as_deref(), Some("providers/openai/apiKey/accounts/work"));
    assert_eq!(provider_key("../x", None), None);
    assert_eq!(provider_of("providers/openai/apiKey/accounts/work"), Some(("openai", Some("work"))));
    assert_eq!(provider_of("providers/openai/apiKey"), Some(("openai", None)));
    assert_eq!(provider_of("gateway/token"), None);
    assert_eq!(provider_of("providers/../apiKey"), None);
}

#[test]
fn every_id_has_a_value_or_an_error() {
    let found = |text: &str| Ok(Some(SecretString::from(text)));
    let answer = Answer {
        found: [
            ("a", found("sk-\"\\\u{1}é")),
            ("blank", found(" \n")),
            ("missing", Ok(None)),
            ("twice", Err(KeychainError::Ambiguous { count: 2 })),
            ("locked", Err(KeychainError::Locked)),
            ("locked too", Err(KeychainError::Locked)),
            ("none", Err(KeychainError::NoStore("x".into()))),
        ]
        .map(|(id, found)| (id.to_owned(), found))
        .into(),
    };
    let written = answer.written();
    assert!(written.capacity() >= written.len());
    assert_eq!(
        serde_json::from_slice::<Value>(&written).unwrap(),
        json!({
            "protocolVersion": 1,
            "values": { "a": "sk-\"\\\u{1}é" },
            "errors": {
                "blank": { "code": "NOT_FOUND" },
                "missing": { "code": "NOT_FOUND" },
                "twice": { "code": "AMBIGUOUS_DUPLICATE_KEY" },
                "locked": { "code": "LOCKED" },
                "locked too": { "code": "LOCKED" },
                "none": { "code": "NO_KEYCHAIN" },
            },
        })
    );
    assert_eq!(
        answer.complaints(),
        [&KeychainError::Locked, &KeychainError::NoStore("x".into()), &KeychainError::Ambiguous { count: 2 }]
    );
}

#[test]
fn the_buffer_of_an_answer_never_grows() {
    let worst = "\u{1}".repeat(1000);
    let answer = Answer { found: [("\u{1}".repeat(50), Ok(Some(SecretString::from(worst))))].into() };
    let written = answer.written();
    // six bytes for each of the characters, and what stands around them
    assert!(written.len() > 6300 && written.capacity() < 6 * 1050 + 200, "{} {}", written.len(), written.capacity());
}

proptest! {
    #[test]
    fn whatever_is_asked_is_answered_in_the_protocols_words_or_not_at_all(
        bytes in proptest::collection::vec(any::<u8>(), 0..2000),
        ids in proptest::collection::vec("\\PC{0,40}", 0..20),
    ) {
        let _ = Request::read(&bytes);
        let request = Request::read(&request(&ids.iter().map(String::as_str).collect::<Vec<_>>())).unwrap();
        let found = request.ids.iter().map(|id| (id.clone(), Ok(None))).collect();
        let answer: Value = serde_json::from_slice(&Answer { found }.written()).unwrap();
        prop_assert_eq!(&answer["protocolVersion"], 1);
        for id in &request.ids {
            prop_assert_eq!(&answer["errors"][id]["code"], "NOT_FOUND");
        }
    }
}
