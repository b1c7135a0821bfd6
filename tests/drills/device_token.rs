//! A device whose token was revoked; then it is paired again. And Clawtender's own connection, refused for each reason that it can
//! be: the gateway of that is FAKE, for the real one lets its owner in again by itself on this computer.

use std::fs;

use e2e::{
    client::{let_in, turned_away},
    day::Day,
    drill::{finding, message, only_root, passes, with_fake_gateway},
    home::Home,
    keyring::Keyring,
    until,
};
use serde_json::{Value, json};

const CHECK: &str = "device-token";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let key = home.path(format!("{CHECK}.pem"));
    let paired = json!({ "device": key, "scopes": ["operator.read"] });
    let token = let_in(home, &paired)["auth"]["deviceToken"].clone();
    assert!(token.is_string(), "the gateway gave no device token");
    let revoked = json!({ "device": key, "scopes": ["operator.read"], "auth": { "deviceToken": "revoked-0123456789" } });
    assert_eq!(turned_away(home, &revoked), "AUTH_DEVICE_TOKEN_MISMATCH");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("its device token was replaced or revoked"), "{found:#}");

    let_in(home, &paired);
    watch.passing(CHECK);
    passes(home, CHECK);
}

#[test]
fn a_connection_of_clawtenders_own_that_is_refused_is_mended_by_its_fix() {
    let anybody = json!({});
    for (check, fix, refuses, then) in [
        ("gateway-token", "read-token-again", json!({ "deny": "AUTH_TOKEN_MISSING" }), Some(&anybody)),
        ("device-token", "pair-again", json!({ "deny": "AUTH_DEVICE_TOKEN_MISMATCH" }), Some(&anybody)),
        // another key is let in, which is what the fix brings
        ("device-identity", "pair-again", json!({ "known": "DEVICE_AUTH_SIGNATURE_INVALID" }), None),
        ("scope-sufficient", "ask-for-scope", json!({ "scopes": ["operator.read"] }), Some(&anybody)),
    ] {
        // the connection tries again by itself, too: where it was quicker, it is refused anew in another home
        let mended = (0..5).map(|_| mends(check, fix, &refuses, then)).find(|mended| !mends_itself(mended));
        let mended = mended.expect("it mended itself five times");
        assert_eq!(mended["outcome"], "verified", "{check}: {mended:#}");
    }
}

/// Whether there was nothing to fix any more, when it was asked for or when it began.
fn mends_itself(mended: &Value) -> bool {
    mended["outcome"] == "declined" || mended["outcome"].is_null() && mended["finding"].is_null()
}

/// Has a connection be refused so, and mends it once the gateway takes what `then` says.
fn mends(check: &str, fix: &str, refuses: &Value, then: Option<&Value>) -> Value {
    let mut home = Home::new();
    let _keyring = Keyring::start(&mut home);
    with_fake_gateway(&home);
    let admits = |what: &Value| fs::write(home.path("admits.json"), what.to_string()).unwrap();
    admits(refuses);
    let mut watch = home.watch();
    watch.phase("ready");
    until(check, || home.roots().contains(&check.to_owned()).then_some(()));
    let found = finding(&home.json(&["doctor"]), check);
    assert_eq!(found["fix"]["id"], fix, "{found:#}");
    if let Some(then) = then {
        admits(then);
    }
    home.json(&["fix", check])
}
