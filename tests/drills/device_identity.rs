//! A device that signs with a clock that is five minutes off; then with the right time.

use e2e::{
    client::{let_in, turned_away},
    drill::{message, only_root, passes},
    home::Home,
};
use serde_json::json;

const CHECK: &str = "device-identity";

#[test]
fn a_stale_signature_is_the_root_until_the_device_has_the_time() {
    let home = Home::new();
    let mut watch = home.watch();
    watch.phase("ready");
    let key = home.path("drill.pem");
    let stale = json!({ "device": key, "scopes": ["operator.read"], "stale": true });
    assert_eq!(turned_away(&home, &stale), "DEVICE_AUTH_SIGNATURE_EXPIRED");
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("more than 2 min old"), "{found:#}");

    // the gateway's log names the device by its kind of program when it cannot tell who it is, so it comes in as that
    let_in(&home, &json!({ "device": key, "scopes": ["operator.read"], "client": { "displayName": "webchat" } }));
    watch.passing(CHECK);
    passes(&home, CHECK);
}
