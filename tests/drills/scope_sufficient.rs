//! A device that asks for more than it was granted; then for what it was granted.

use e2e::{
    client::{let_in, turned_away},
    day::Day,
    drill::{message, only_root, passes},
};
use serde_json::json;

const CHECK: &str = "scope-sufficient";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let key = home.path(format!("{CHECK}.pem"));
    let token = let_in(home, &json!({ "device": key, "scopes": ["operator.read"] }))["auth"]["deviceToken"].clone();
    let with = |scopes: &[&str]| json!({ "device": key, "scopes": scopes, "auth": { "deviceToken": token } });
    assert_eq!(turned_away(home, &with(&["operator.read", "operator.admin"])), "AUTH_SCOPE_MISMATCH");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("asks for more than it was granted"), "{found:#}");

    let_in(home, &with(&["operator.read"]));
    watch.passing(CHECK);
    passes(home, CHECK);
}
