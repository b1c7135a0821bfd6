//! The oldest OpenClaw that speaks protocol 4, 2026.5.12, is supervised like the newest. It has no `/startupz`, keeps its
//! lock elsewhere, and tells its version to clients alone.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use e2e::{
    drill::{finding, message, start},
    home::{Home, roots},
    oldest_openclaw, openclaw, processes,
    registry::Registry,
    until,
    watch::pid,
};
use serde_json::json;

#[test]
fn the_oldest_gateway_of_this_protocol_is_supervised_like_the_newest() {
    let home = Home::with(&oldest_openclaw());
    let mut config = home.config();
    home.write_config(&config); // with a key that only newer ones know: said once, and not tried again and again
    let mut watch = home.watch();
    watch.phase("refused");
    assert_eq!(home.roots(), ["config-valid"]);
    config["models"] = json!({});
    home.write_config(&config);
    let first = pid(&watch.phase("ready"));
    let report = home.json(&["doctor"]);
    assert_eq!(roots(&report), [""; 0], "{report:#}");
    assert_eq!(report["gateway"]["version"], "2026.5.12", "{report:#}");

    // its list of what waits comes over the same protocol
    assert_eq!(home.json(&["pairing", "list"]), json!([]));

    processes::signal(first, "KILL");
    let second = pid(&watch.phase("ready"));
    assert_ne!(first, second);
    assert_eq!(home.json(&["gateway", "restart"])["phase"], "ready");

    // adopted after a supervisor that died, and found again by the next
    watch.signal("KILL");
    watch.ended();
    let mut again = home.watch();
    again.phase("ready");
    assert_eq!(home.json(&["gateway", "stop"])["phase"], "stopped");
    start(&home);
}

/// The install is replaced under the running gateway, as a package manager does it: from the oldest to the newest in one step.
#[test]
fn a_gateway_that_is_upgraded_while_we_are_connected_is_said_restarted_and_connected_to_again() {
    let mut home = Home::with(&oldest_openclaw());
    home.asks_for_updates(&Registry::start("2026.9.6"));
    let mut config = home.config();
    (config["models"], config["update"]) = (json!({}), json!({}));
    home.write_config(&config);
    let mut watch = home.watch();
    let first = pid(&watch.phase("ready"));
    assert_eq!(home.json(&["pairing", "list"]), json!([]));

    // the oldest one opens its folder to everybody
    assert_eq!(home.json(&["fix", "config-permissions", "--yes"])["outcome"], "verified");

    home.install(&openclaw());
    let report = until("it to be known what runs", || {
        let report = home.json(&["doctor"]);
        (finding(&report, "gateway-updated")["outcome"] != "unknown").then_some(report)
    });
    assert_eq!(roots(&report), ["gateway-updated"], "{report:#}");
    let found = finding(&report, "gateway-updated");
    assert_eq!(message(&found), "OpenClaw 2026.9.6 is installed. The gateway runs 2026.5.12 until it is restarted.");
    assert_eq!((&found["fix"]["id"], &report["gateway"]["pid"]), (&"restart-gateway".into(), &first.into()));

    // what only the newer one knows: the older one goes on without it
    config["models"] = home.config()["models"].clone();
    home.write_config(&config);
    until("the edit to be ignored", || {
        let ids = home.roots();
        (ids == ["config-pending", "gateway-updated"]).then_some(())
    });
    let fixed = home.json(&["fix", "gateway-updated"]);
    assert_eq!(fixed["outcome"], "verified", "{fixed:#}");
    let second = pid(&watch.phase("ready"));
    assert_eq!(home.gateways(), [second]);
    assert_ne!(first, second, "a restart within the process keeps the old one");

    // the same device is let in by the other version, and nothing is left over from before
    let report = until("the connection", || {
        let report = home.json(&["doctor"]);
        (finding(&report, "pairing-pending")["outcome"] != "unknown").then_some(report)
    });
    assert_eq!(roots(&report), [""; 0], "{report:#}");
    assert_eq!(report["gateway"]["version"], "2026.9.6", "{report:#}");
    for check in ["device-token", "device-identity", "protocol-agreement", "scope-sufficient", "pairing-pending"] {
        assert_eq!(finding(&report, check)["outcome"], "pass", "{report:#}");
    }
    assert_eq!(home.json(&["pairing", "list"]), json!([]));
}
