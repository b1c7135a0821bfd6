//! An agent's browser that is not where the configuration says; then the configuration says nothing.

use std::fs;

use e2e::{
    client,
    day::Day,
    drill::{message, only_root, passes},
};
use serde_json::json;

const CHECK: &str = "browser-tool";

pub(crate) fn drill(day: &mut Day) {
    day.configure(|config| config["browser"] = json!({ "executablePath": "/nowhere/chrome" }));
    let Day { home, watch, .. } = day;
    assert!(!fs::exists("/nowhere/chrome").unwrap());
    passes(home, CHECK);
    let start = json!({ "method": "POST", "path": "/start" });
    let answer = client::asks(home, "browser.request", &start).wait_with_output().unwrap();
    assert!(String::from_utf8_lossy(&answer.stdout).contains("executablePath not found"), "{answer:?}");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("No browser was found for the agent."), "{found:#}");

    day.as_before();
    day.watch.passing(CHECK);
    passes(&day.home, CHECK);
}
