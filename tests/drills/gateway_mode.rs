//! A configuration without `gateway.mode`, and one that means another computer's gateway.

use e2e::{
    drill::{message, only_root, passes, there_and_back},
    home::Home,
};
use serde_json::json;

const CHECK: &str = "gateway-mode";

#[test]
fn a_gateway_that_is_not_local_is_not_started_until_it_is() {
    let home = Home::new();
    let mut config = home.config();
    config["gateway"].as_object_mut().unwrap().remove("mode");
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("refused");
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("gateway.mode is missing"), "{found:#}");
    assert_eq!(found["fix"]["id"], "set-mode-local");

    config["gateway"]["mode"] = json!("remote");
    home.write_config(&config);
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("gateway.mode is \"remote\""), "{found:#}");

    there_and_back(&home, CHECK, || ());
    watch.phase("ready");
    passes(&home, CHECK);
}
