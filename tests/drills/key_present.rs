//! A provider in the configuration that has no key anywhere: the gateway says that nothing can be used.

use e2e::{
    drill::{message, only_root},
    home::Home,
    provider::{Provider, Says},
    until,
};
use serde_json::json;

const CHECK: &str = "key-present";

#[test]
fn a_provider_without_a_key_is_the_root_until_it_has_one() {
    let home = Home::new();
    let mut config = home.config();
    config["models"]["providers"]["ok"] = Provider::start(Says::http("500 Enough", "", "")).entry("http", "127.0.0.1");
    config["agents"]["defaults"]["model"]["primary"] = json!("ok/m");
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("ready");
    until(CHECK, || home.roots().contains(&CHECK.to_owned()).then_some(()));
    let found = only_root(&home, CHECK);
    assert_eq!(message(&found), "The gateway has no key for ok. It cannot use the models of ok.");
    assert_eq!(found["fix"]["id"], "add-key");

    config["models"]["providers"]["ok"]["apiKey"] = json!("sk-in-plain-text-0123456789");
    home.write_config(&config);
    until(CHECK, || (!home.roots().contains(&CHECK.to_owned())).then_some(()));
}
