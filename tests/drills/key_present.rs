//! A model that comes first, of a provider that the gateway has no key for.

use e2e::{
    drill::{message, only_root},
    home::Home,
    until,
};
use serde_json::json;

const CHECK: &str = "key-present";

#[test]
fn a_provider_without_a_key_is_the_root_until_it_has_one() {
    let home = Home::new();
    // the provider is a real one: nobody is asked
    home.settings("{ checks: { live: false } }");
    let mut config = home.config();
    config["agents"]["defaults"]["model"]["primary"] = json!("anthropic/claude-opus-4-8");
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("ready");
    until(CHECK, || home.roots().contains(&CHECK.to_owned()).then_some(()));
    let found = only_root(&home, CHECK);
    assert_eq!(message(&found), "The gateway has no key for Anthropic. It cannot use the models of Anthropic.");
    assert_eq!(found["fix"]["id"], "add-key");

    config["models"]["providers"]["anthropic"]["apiKey"] = json!(format!("sk-ant-{}", "a1B2".repeat(25)));
    home.write_config(&config);
    until(CHECK, || (!home.roots().contains(&CHECK.to_owned())).then_some(()));
}
