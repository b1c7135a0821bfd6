//! A node that wants to serve waits; then it may.

use e2e::{
    client::{forget_nodes, let_in, stays},
    day::Day,
    drill::{message, only_root, passes},
    until,
};
use serde_json::json;

const CHECK: &str = "node-pairing-pending";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    // the gateway lets a node of this computer in by itself, and lets it do nothing
    let node = json!({
        "device": home.path(format!("{CHECK}.pem")),
        "client": { "id": "node-host", "mode": "node" },
        "role": "node",
        "caps": ["camera", "system"],
        "commands": ["system.notify", "system.run"],
    });
    let_in(home, &node);
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("The agent could then run any program on it"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"review-request".into(), &"confirm".into()));

    assert_eq!(home.json(&["pairing", "approve", found["subject"].as_str().unwrap(), "--yes"])["ok"], true);
    watch.passing(CHECK);
    // it went when it had asked; one that may serve and is away is told of by another check
    let mut there = stays(home, &node);
    until("the node to be there", || home.roots().is_empty().then_some(()));
    passes(home, CHECK);
    there.kill().unwrap();
    there.wait().unwrap();
    forget_nodes(home);
    passes(home, "node-online");
}
