//! A key that its provider has taken back; then there is another one.

use e2e::{
    drill::{only_root, passes},
    home::Home,
    keyring::Keyring,
    provider::{Provider, Says},
};
use serde_json::json;

const CHECK: &str = "key-accepted";
const OLD: &str = "sk-drill-old-0123456789abcdef";
const NEW: &str = "sk-drill-new-0123456789abcdef";

#[test]
fn a_refused_key_is_the_root_until_there_is_another() {
    let mut home = Home::at_rest();
    let keyring = Keyring::start(&mut home);
    keyring.store("providers/ok/apiKey", OLD);
    let provider = Provider::start(Says::Knows(NEW.to_owned()));
    let mut config = home.config();
    config["models"]["providers"] = json!({ "ok": provider.entry("http", "127.0.0.1") });
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("stopped");

    let found = only_root(&home, CHECK);
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"ok".into(), &"replace-key".into()));
    assert!(found["evidence"][0]["text"].as_str().unwrap().contains("No such key. (request req_bad)"), "{found:#}");
    watch.failing(CHECK);

    keyring.store("providers/ok/apiKey", NEW);
    assert_eq!(home.json(&["keys", "test", "ok"])["tests"][0]["outcome"]["answer"], "accepted");
    watch.passing(CHECK);
    passes(&home, CHECK);
}
