//! A client with another token than the gateway; then it has the right one.

use e2e::{
    client::{let_in, turned_away},
    drill::{finding, message, only_root, passes},
    home::{Home, roots},
    until,
};
use serde_json::json;

const CHECK: &str = "gateway-token";

#[test]
fn a_client_with_a_wrong_token_is_the_root_until_it_has_the_right_one() {
    let home = Home::new();
    let mut watch = home.watch();
    watch.phase("ready");
    let wrong = json!({ "auth": { "token": "another-gateways-token-0123456789" } });
    assert_eq!(turned_away(&home, &wrong), "AUTH_TOKEN_MISMATCH");
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("“Drill” was turned away once: it has another token"), "{found:#}");
    assert_eq!(found["evidence"][0]["source"], "log");

    let_in(&home, &json!({}));
    watch.passing(CHECK);
    passes(&home, CHECK);
}

#[test]
fn who_is_turned_away_by_a_gateway_that_was_started_elsewhere_is_known_too() {
    let home = Home::new();
    let mut gateway = home.gateway_by_hand();
    until("the gateway to let anybody in", || home.http("/readyz").filter(|(status, _)| *status == 200));
    let mut watch = home.watch();
    watch.phase("external");
    let wrong = json!({ "auth": { "token": "another-gateways-token-0123456789" } });
    assert_eq!(turned_away(&home, &wrong), "AUTH_TOKEN_MISMATCH");
    let found = until("it to be found", || {
        let report = home.json(&["doctor"]);
        (roots(&report) == [CHECK]).then(|| finding(&report, CHECK))
    });
    assert!(message(&found).contains("“Drill” was turned away"), "{found:#}");
    gateway.kill().unwrap();
    gateway.wait().unwrap();
}
