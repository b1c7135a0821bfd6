//! A device whose token was revoked; then it is paired again.

use e2e::{
    client::{let_in, turned_away},
    day::Day,
    drill::{message, only_root, passes},
};
use serde_json::json;

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
