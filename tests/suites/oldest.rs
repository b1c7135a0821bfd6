//! The oldest OpenClaw that speaks protocol 4, 2026.5.12, is supervised like the newest. It has no `/startupz`, keeps its
//! lock elsewhere, and tells its version to clients alone.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use e2e::{
    drill::start,
    home::{Home, roots},
    oldest_openclaw, processes,
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
