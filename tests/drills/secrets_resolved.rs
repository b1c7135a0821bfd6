//! A key that the configuration refers to and the keychain does not have, and a program that the gateway does not run.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use e2e::{
    day::Day,
    drill::{message, only_root},
    home::Home,
    provider::{Provider, Says},
    until,
};
use serde_json::{Value, json};

const CHECK: &str = "secrets-resolved";

/// A configuration that takes the key of the provider `ok` from the keychain.
pub(crate) fn connected(home: &Home, provider: &Provider) -> Value {
    let output = home.clawtender(&["secrets", "--command"]);
    let command = PathBuf::from(String::from_utf8(output.stdout).unwrap().trim_end());
    let mut config = home.config();
    config["secrets"]["providers"]["clawtender"] = json!({
        "source": "exec", "command": command, "args": ["secrets"], "jsonOnly": true, "timeoutMs": 5000,
        "passEnv": ["HOME", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"],
    });
    let mut entry = provider.entry("http", "127.0.0.1");
    entry["apiKey"] = json!({ "source": "exec", "provider": "clawtender", "id": "providers/ok/apiKey" });
    config["models"]["providers"]["ok"] = entry;
    config
}

pub(crate) fn drill(day: &mut Day) {
    let config = connected(&day.home, &Provider::start(Says::http("500 Enough", "", "")));
    let Day { home, keyring, .. } = day;
    home.write_config(&config);
    // what it had before it keeps; at its next start it has none
    assert_eq!(home.json(&["gateway", "restart"])["ok"], true);
    until(CHECK, || home.roots().contains(&CHECK.to_owned()).then_some(()));
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The gateway could not read the secret of provider ok"), "{found:#}");
    assert_eq!(found["fix"]["id"], "reload-secrets");
    keyring.store("providers/ok/apiKey", "sk-from-the-keychain-0123456789");
    let mended = home.json(&["fix", "reload-secrets"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");

    // others may change the program: the gateway runs it no more
    let command = PathBuf::from(config["secrets"]["providers"]["clawtender"]["command"].as_str().unwrap());
    fs::set_permissions(&command, fs::Permissions::from_mode(0o777)).unwrap();
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("it can be changed by other users"), "{found:#}");
    assert_eq!(found["fix"]["id"], "renew-secret-program");
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");

    assert_eq!(home.json(&["keys", "delete", "ok"])["deleted"], true);
    day.as_before();
}
