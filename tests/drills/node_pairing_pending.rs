//! A node that wants to serve waits; then it may.

use e2e::{
    client::let_in,
    drill::{message, only_root, passes},
    home::Home,
};
use serde_json::json;

const CHECK: &str = "node-pairing-pending";

#[test]
fn a_node_that_waits_is_the_root_until_it_may_serve() {
    let home = Home::new();
    let mut watch = home.watch();
    watch.phase("ready");
    // the gateway lets a node of this computer in by itself, and lets it do nothing
    let node = json!({
        "device": home.path("drill.pem"),
        "client": { "id": "node-host", "mode": "node" },
        "role": "node",
        "caps": ["camera", "system"],
        "commands": ["system.notify", "system.run"],
    });
    let_in(&home, &node);
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("The agent could then run any program on it"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"review-request".into(), &"confirm".into()));

    assert_eq!(home.json(&["pairing", "approve", found["subject"].as_str().unwrap(), "--yes"])["ok"], true);
    watch.passing(CHECK);
    passes(&home, CHECK);
}
