//! A provider's key in the configuration and in the copy that OpenClaw keeps of it.

use std::fs;

use e2e::{
    day::Day,
    drill::{message, only_root, passes, there_and_back},
    provider::{Provider, Says},
};
use serde_json::json;

const CHECK: &str = "key-plaintext";
const KEY: &str = "sk-in-plain-text-0123456789";

pub(crate) fn drill(day: &mut Day) {
    let provider = Provider::start(Says::http("500 Enough", "", ""));
    day.configure(|config| {
        config["models"]["providers"]["ok"] = provider.entry("http", "127.0.0.1");
        config["models"]["providers"]["ok"]["apiKey"] = json!(KEY);
    });
    let Day { home, keyring, .. } = day;
    fs::copy(home.config_file(), home.path(".openclaw/openclaw.json.bak")).unwrap();
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The key for ok stands in plain text in openclaw.json and "), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["severity"]), (&json!("move-to-keychain"), &json!("info")));
    assert!(!found.to_string().contains(KEY), "{found:#}");

    // what is taken out of the copy stays out of it: the key comes back to where it counts
    there_and_back(home, CHECK, || ());
    passes(home, CHECK);
    assert_eq!(keyring.stored("providers/ok/apiKey").as_deref(), Some(KEY));
    assert!(!fs::read_to_string(home.path(".openclaw/openclaw.json.bak")).unwrap().contains(KEY));

    assert_eq!(home.json(&["keys", "delete", "ok"])["deleted"], true);
    day.as_before();
}
