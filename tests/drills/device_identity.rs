//! A device that signs with a clock that is five minutes off; then with the right time.

use e2e::{
    client::{let_in, turned_away},
    day::Day,
    drill::{message, only_root, passes},
};
use serde_json::json;

const CHECK: &str = "device-identity";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let key = home.path(format!("{CHECK}.pem"));
    let stale = json!({ "device": key, "scopes": ["operator.read"], "stale": true });
    assert_eq!(turned_away(home, &stale), "DEVICE_AUTH_SIGNATURE_EXPIRED");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("more than 2 min old"), "{found:#}");

    // the gateway's log names the device by its kind of program when it cannot tell who it is, so it comes in as that
    let_in(home, &json!({ "device": key, "scopes": ["operator.read"], "client": { "displayName": "webchat" } }));
    watch.passing(CHECK);
    passes(home, CHECK);
}
