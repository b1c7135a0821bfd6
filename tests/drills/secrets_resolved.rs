//! A keychain that is locked and whose dialog nobody answers, a key that the configuration refers to and the keychain does
//! not have, and a program that the gateway does not run.

use std::{
    ffi::OsString,
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Stdio},
};

use e2e::{
    client::owner_asks,
    day::Day,
    drill::{finding, message, only_root},
    home::{Home, roots},
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

/// Runs what the configuration has the gateway run, as it does: with nothing but what it passes on.
fn ask_as_the_gateway_does(home: &Home, config: &Value) -> Value {
    let provider = &config["secrets"]["providers"]["clawtender"];
    let mut command = home.command(provider["command"].as_str().unwrap());
    let passed = provider["passEnv"].as_array().unwrap().iter().filter_map(Value::as_str);
    let passed: Vec<_> = passed.filter_map(|name| Some((name, value_of(&command, name)?))).collect();
    command.env_clear().envs(passed).arg("secrets").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let request = json!({ "protocolVersion": 1, "provider": "clawtender", "ids": ["providers/ok/apiKey"] });
    child.stdin.take().unwrap().write_all(request.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn value_of(command: &Command, name: &str) -> Option<OsString> {
    command.get_envs().find(|(known, _)| *known == name).and_then(|(_, value)| value.map(ToOwned::to_owned))
}

/// How the gateway has the key of the provider `ok`: `cold`, `stale`, or empty where it has it.
fn degraded(home: &Home) -> String {
    let status = owner_asks(home, "status", &json!({}));
    let owners = status["degradedSecretOwners"].as_array().cloned().unwrap_or_default();
    let of_it = owners.iter().find(|owner| owner["ownerId"] == "ok");
    of_it.map(|owner| owner["degradationState"].as_str().unwrap().to_owned()).unwrap_or_default()
}

/// What the gateway has written since its last start.
fn logged(home: &Home) -> String {
    home.files("clawtender").iter().filter_map(|file| fs::read_to_string(file).ok()).collect()
}

pub(crate) fn drill(day: &mut Day) {
    let config = connected(&day.home, &Provider::start(Says::http("500 Enough", "", "")));
    let Day { home, keyring, .. } = day;
    home.write_config(&config);
    // the gateway asks while the keychain is locked, and whoever should open it does not answer: it is told before it loses
    // patience, and goes on without that key
    let prompter = keyring.prompts_in_vain();
    keyring.lock();
    let asked = ask_as_the_gateway_does(home, &config);
    assert_eq!(asked["errors"]["providers/ok/apiKey"]["code"], "LOCKED", "{asked}");
    // what it had before it keeps; at its next start it has none
    assert_eq!(home.json(&["gateway", "restart"])["ok"], true);
    until("keychain-available", || home.roots().contains(&"keychain-available".to_owned()).then_some(()));
    let report = home.json(&["doctor"]);
    assert_eq!(roots(&report), ["keychain-available"], "{report:#}");
    let hidden = finding(&report, CHECK);
    assert_eq!((&hidden["outcome"], &hidden["because"]), (&"hidden".into(), &"keychain-available".into()));
    assert_eq!(degraded(home), "cold");
    let log = logged(home);
    assert!(log.contains("SECRETS_PROVIDER_DEGRADED") || log.contains("SECRETS_DEGRADED"), "{log}");
    assert!(!log.contains("timed out after"), "the gateway lost patience: {log}");

    // it is open again, and there is nothing in it
    drop(prompter);
    keyring.log_in_again();
    until(CHECK, || home.roots().contains(&CHECK.to_owned()).then_some(()));
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The gateway could not read the secret of provider ok"), "{found:#}");
    assert_eq!(found["fix"]["id"], "reload-secrets");
    keyring.store("providers/ok/apiKey", "sk-from-the-keychain-0123456789");
    let mended = home.json(&["fix", "reload-secrets"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    assert_eq!(degraded(home), "");

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
