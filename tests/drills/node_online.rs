//! A node that was let in and goes; then it is back. And a phone that does not do what it is asked, since its app is in the background:
//! what is faked is the phone, which says so as one does.

use e2e::{
    client::{forget_nodes, invokes, let_in, paired_phone, stays},
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
    an_app_in_the_background(day);
}

fn an_app_in_the_background(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let (mut phone, id) = paired_phone(home, "background");
    phone["refuses"] = json!({ "code": "UNAVAILABLE", "message": "NODE_BACKGROUND_UNAVAILABLE: camera commands need the app in front" });
    let mut there = stays(home, &phone);
    until("the phone to be there", || home.roots().is_empty().then_some(()));
    watch.forget();
    let said = invokes(home, &id, "camera.list");
    assert!(said.contains("NODE_BACKGROUND_UNAVAILABLE"), "{said}");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("A node could not do what it was asked: its app is in the background."), "{found:#}");
    assert!(found["evidence"].to_string().contains("NODE_BACKGROUND_UNAVAILABLE"), "{found:#}");

    there.kill().unwrap();
    there.wait().unwrap();
    forget_nodes(home);
    // what was said of it is over when what the agent may use is changed
    day.configure(|config| config["tools"] = json!({ "exec": { "host": "gateway" } }));
    passes(&day.home, CHECK);
    day.as_before();
}
