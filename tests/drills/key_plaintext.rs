//! A provider's key in the configuration and in the copy that OpenClaw keeps of it.

use std::fs;

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    keyring::Keyring,
    provider::{Provider, Says},
};
use serde_json::json;

const CHECK: &str = "key-plaintext";
const KEY: &str = "sk-in-plain-text-0123456789";

#[test]
fn a_key_in_files_is_told_until_it_is_in_the_keychain() {
    let mut home = Home::new();
    let keyring = Keyring::start(&mut home);
    let mut config = home.config();
    let mut entry = Provider::start(Says::http("500 Enough", "", "")).entry("http", "127.0.0.1");
    entry["apiKey"] = json!(KEY);
    config["models"]["providers"]["ok"] = entry;
    home.write_config(&config);
    fs::copy(home.config_file(), home.path(".openclaw/openclaw.json.bak")).unwrap();
    let mut watch = home.watch();
    watch.phase("ready");
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("The key for ok stands in plain text in openclaw.json and "), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["severity"]), (&json!("move-to-keychain"), &json!("info")));
    assert!(!found.to_string().contains(KEY), "{found:#}");

    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    passes(&home, CHECK);
    assert_eq!(keyring.stored("providers/ok/apiKey").as_deref(), Some(KEY));
    assert!(!fs::read_to_string(home.path(".openclaw/openclaw.json.bak")).unwrap().contains(KEY));
}
