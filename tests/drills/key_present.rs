//! A model that comes first, of a provider that the gateway has no key for.

use e2e::{
    day::Day,
    drill::{message, only_root},
    until,
};
use serde_json::json;

const CHECK: &str = "key-present";

pub(crate) fn drill(day: &mut Day) {
    // the provider is a real one: nobody is asked
    let live = |on: &str| assert!(day.home.clawtender(&["settings", "set", "checks.live", on]).status.success());
    live("false");
    let model = json!("anthropic/claude-opus-4-8");
    day.configure(|config| config["agents"]["defaults"]["model"]["primary"] = model.clone());
    let home = &day.home;
    until(CHECK, || home.roots().contains(&CHECK.to_owned()).then_some(()));
    let found = only_root(home, CHECK);
    assert_eq!(message(&found), "The gateway has no key for Anthropic. It cannot use the models of Anthropic.");
    assert_eq!(found["fix"]["id"], "add-key");

    day.configure(|config| {
        config["agents"]["defaults"]["model"]["primary"] = model;
        config["models"]["providers"]["anthropic"]["apiKey"] = json!(format!("sk-ant-{}", "a1B2".repeat(25)));
    });
    until(CHECK, || (!home.roots().contains(&CHECK.to_owned())).then_some(()));
    day.as_before();
    live("true");
}
