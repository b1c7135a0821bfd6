//! A key that was stored a year ago; then another one is stored. What is FAKED is the date in Clawtender's own note of it.

use std::{fs, io::Write, process::Stdio};

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    keyring::Keyring,
    program,
    provider::{Provider, Says},
};
use serde_json::{Value, json};

const CHECK: &str = "key-age";
const KEY: &str = "sk-drill-0123456789abcdef";

fn set(home: &Home) {
    let mut child = home.command(program("clawtender"));
    let mut child = child.args(["keys", "set", "ok"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(KEY.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn an_old_key_is_told_until_it_is_changed() {
    let mut home = Home::at_rest();
    let _keyring = Keyring::start(&mut home);
    let provider = Provider::start(Says::Knows(KEY.to_owned()));
    let mut config = home.config();
    config["models"]["providers"] = json!({ "ok": provider.entry("http", "127.0.0.1") });
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("stopped");
    set(&home);
    passes(&home, CHECK);

    let file = home.path("clawtender/state/key-ages.json");
    let mut ages: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    ages["stored"][0]["at"] = json!("2025-01-01T00:00:00Z");
    fs::write(&file, ages.to_string()).unwrap();
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("The key for ok has been in use for "), "{found:#}");
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"info".into(), &"rotate-key".into()));

    set(&home);
    passes(&home, CHECK);
}
