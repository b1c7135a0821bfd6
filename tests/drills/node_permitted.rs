//! A node whose system does not let its app do what it was asked, and a command of a node that the gateway does not let the agent use;
//! then it may. What is faked is the phone, which says what one says.

use e2e::{
    client::{forget_nodes, invokes, paired_phone, stays},
    day::Day,
    drill::{message, only_root, passes, there_and_back},
    until,
};
use serde_json::json;

const CHECK: &str = "node-permitted";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    passes(home, CHECK);
    let (mut phone, id) = paired_phone(home, CHECK);
    phone["refuses"] = json!({ "code": "CAMERA_PERMISSION_REQUIRED", "message": "CAMERA_PERMISSION_REQUIRED: grant Camera permission" });
    let mut there = stays(home, &phone);
    until("the phone to be there", || home.roots().is_empty().then_some(()));
    watch.forget();
    invokes(home, &id, "camera.list");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("its system does not let the app use camera"), "{found:#}");

    // what the agent may use was changed since
    day.configure(|config| config["tools"] = json!({ "exec": { "host": "gateway" } }));
    day.watch.passing(CHECK);
    passes(&day.home, CHECK);
    day.as_before();

    let Day { home, watch, .. } = day;
    watch.forget();
    let asks = || invokes(home, &id, "sms.send");
    assert!(asks().contains("requires explicit gateway.nodes.commands.allow"), "{}", asks());
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The agent wanted to use sms.send of a node"), "{found:#}");
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"sms.send".into(), &"allow-node-command".into()));
    there_and_back(home, CHECK, || drop(asks()));
    let config = std::fs::read_to_string(home.config_file()).unwrap();
    assert!(config.contains("sms.send"), "{config}");

    there.kill().unwrap();
    there.wait().unwrap();
    forget_nodes(home);
    day.as_before();
    passes(&day.home, CHECK);
}
