//! A change of the configuration that the gateway does not take over by itself; then it is restarted.

use e2e::{
    drill::{message, only_root, passes},
    home::{Home, free_port},
};
use serde_json::json;

const CHECK: &str = "config-pending";

#[test]
fn a_change_that_waits_for_a_restart_is_the_root_until_there_was_one() {
    let home = Home::new();
    let mut config = home.config();
    config["gateway"]["reload"] = json!({ "mode": "off" });
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("ready");
    passes(&home, CHECK);
    config["agents"]["defaults"]["heartbeat"]["every"] = "6h".into();
    home.write_config(&config);
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("A restart puts the change into effect"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"restart-gateway".into(), &"one-click".into()));

    let mended = home.json(&["fix", "restart-gateway"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    passes(&home, CHECK);
}

#[test]
fn a_port_that_the_gateway_does_not_leave_is_the_root_until_it_is_restarted() {
    let home = Home::new();
    let mut config = home.config();
    let mut watch = home.watch();
    watch.phase("ready");
    passes(&home, CHECK);
    let port = free_port();
    config["gateway"]["port"] = port.into();
    home.write_config(&config);
    watch.failing(CHECK);
    // the gateway takes notice with a restart that changes nothing
    watch.phase("ready");
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains(&format!("is to listen on port {port}")), "{found:#}");

    let mended = home.json(&["fix", "restart-gateway"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    passes(&home, CHECK);
}
