//! A change of the configuration that the gateway does not take over by itself; then it is restarted.

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
    home::free_port,
};
use serde_json::json;

const CHECK: &str = "config-pending";

pub(crate) fn drill(day: &mut Day) {
    a_port_that_the_gateway_does_not_leave(day);
    a_change_that_waits_for_a_restart(day);
}

fn a_port_that_the_gateway_does_not_leave(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let port = free_port();
    home.port = port;
    home.write_config(&home.config());
    watch.failing(CHECK);
    // the gateway takes notice with a restart that changes nothing
    watch.phase("ready");
    let found = only_root(home, CHECK);
    assert!(message(&found).contains(&format!("is to listen on port {port}")), "{found:#}");

    let mended = home.json(&["fix", "restart-gateway"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    passes(home, CHECK);
}

fn a_change_that_waits_for_a_restart(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let mut config = home.config();
    config["gateway"]["reload"] = json!({ "mode": "off" });
    config["agents"]["defaults"]["heartbeat"]["every"] = "6h".into();
    watch.forget();
    home.write_config(&config);
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("A restart puts the change into effect"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"restart-gateway".into(), &"one-click".into()));

    let mended = home.json(&["fix", "restart-gateway"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    passes(home, CHECK);
    home.write_config(&home.config());
    assert_eq!(home.json(&["gateway", "restart"])["ok"], true);
    passes(home, CHECK);
}
