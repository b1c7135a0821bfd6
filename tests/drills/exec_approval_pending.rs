//! A command waits to be allowed; then it is denied.

use e2e::{
    client::asks,
    drill::{message, only_root, passes},
    home::Home,
};
use serde_json::json;

const CHECK: &str = "exec-approval-pending";

#[test]
fn a_command_that_waits_is_the_root_until_it_is_decided() {
    let home = Home::new();
    let mut watch = home.watch();
    watch.phase("ready");
    let command = json!({
        "command": "rm -rf /tmp/zzz", "cwd": "/tmp", "host": "gateway", "agentId": "main", "sessionKey": "agent:main:main",
        "timeoutMs": 60_000,
    });
    let asking = asks(&home, "exec.approval.request", &command);
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert_eq!(message(&found), "The agent “main” wants to run: “rm -rf /tmp/zzz”.");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"review-request".into(), &"confirm".into()));

    assert_eq!(home.json(&["pairing", "reject", found["subject"].as_str().unwrap()])["ok"], true);
    let answer = String::from_utf8(asking.wait_with_output().unwrap().stdout).unwrap();
    assert!(answer.contains("\"decision\":\"deny\""), "{answer}");
    watch.passing(CHECK);
    passes(&home, CHECK);
}
