//! A key that another program has stored with quotation marks around it; then it is stored without.

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    keyring::Keyring,
    provider::{Provider, Says},
};
use serde_json::json;

const CHECK: &str = "key-wellformed";
const KEY: &str = "sk-drill-0123456789abcdef";

#[test]
fn a_badly_copied_key_is_the_root_and_is_not_sent_anywhere() {
    let mut home = Home::at_rest();
    let keyring = Keyring::start(&mut home);
    keyring.store("providers/ok/apiKey", &format!("\"{KEY}\""));
    let provider = Provider::start(Says::Knows(KEY.to_owned()));
    let mut config = home.config();
    config["models"]["providers"] = json!({ "ok": provider.entry("http", "127.0.0.1") });
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("stopped");

    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("The key has quotation marks in it."), "{found:#}");
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"ok".into(), &"enter-key-again".into()));
    assert!(!found.to_string().contains(KEY) && provider.shown().is_empty());

    keyring.store("providers/ok/apiKey", KEY);
    passes(&home, CHECK);
    assert!(provider.asked().iter().any(|key| key == KEY));
}
