//! A client with another token than the gateway; then it has the right one.

use e2e::{
    client::{let_in, turned_away},
    day::Day,
    drill::{message, only_root, passes},
};
use serde_json::json;

const CHECK: &str = "gateway-token";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let wrong = json!({ "auth": { "token": "another-gateways-token-0123456789" } });
    assert_eq!(turned_away(home, &wrong), "AUTH_TOKEN_MISMATCH");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("“Drill” was turned away once: it has another token"), "{found:#}");
    assert_eq!(found["evidence"][0]["source"], "log");

    let_in(home, &json!({}));
    watch.passing(CHECK);
    passes(home, CHECK);
}
