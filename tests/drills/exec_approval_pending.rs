//! A command waits to be allowed; then it is denied.

use e2e::{
    client::asks,
    day::Day,
    drill::{message, only_root, passes},
};
use serde_json::json;

const CHECK: &str = "exec-approval-pending";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let command = json!({
        "command": "rm -rf /tmp/zzz", "cwd": "/tmp", "host": "gateway", "agentId": "main", "sessionKey": "agent:main:main",
        "timeoutMs": 60_000,
    });
    let asking = asks(home, "exec.approval.request", &command);
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert_eq!(message(&found), "The agent “main” wants to run: “rm -rf /tmp/zzz”.");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"review-request".into(), &"confirm".into()));

    assert_eq!(home.json(&["pairing", "reject", found["subject"].as_str().unwrap()])["ok"], true);
    let answer = String::from_utf8(asking.wait_with_output().unwrap().stdout).unwrap();
    assert!(answer.contains("\"decision\":\"deny\""), "{answer}");
    watch.passing(CHECK);
    passes(home, CHECK);
}
