//! A node that was let in and goes; then it is back.

use e2e::{
    client::{forget_nodes, let_in, stays},
    day::Day,
    drill::{message, only_root, passes},
    until,
};
use serde_json::json;

const CHECK: &str = "node-online";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let kitchen = json!({
        "device": home.path(format!("{CHECK}.pem")),
        "client": { "id": "node-host", "mode": "node", "displayName": "Kitchen" },
        "role": "node", "caps": ["camera"], "commands": ["camera.list"],
    });
    let_in(home, &kitchen);
    let id = until("its request", || {
        let waiting = home.json(&["pairing", "list"]);
        Some(waiting[0]["id"].as_str()?.to_owned())
    });
    assert_eq!(home.json(&["pairing", "approve", &id])["ok"], true);
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The node “Kitchen” is not connected."), "{found:#}");
    assert_eq!(found["severity"], "info");

    let mut back = stays(home, &kitchen);
    // others that were away before are told of, too
    watch.wait("Kitchen to be back", |event| {
        event["id"] == CHECK && event["subject"] == found["subject"] && event["outcome"] == "pass"
    });
    passes(home, CHECK);
    back.kill().unwrap();
    back.wait().unwrap();
    forget_nodes(home);
    until("the node to be forgotten", || home.roots().is_empty().then_some(()));
}
